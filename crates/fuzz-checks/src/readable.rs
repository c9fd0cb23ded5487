//! What no text for readers may hold.

/// Panics when a text holds what a broken figure looks like.
pub(crate) fn assert_readable(text: &str) {
    assert_readable_but_for(text, &[]);
}

/// The same, but for what stands in other texts, of which it was made.
pub(crate) fn assert_readable_but_for(text: &str, made_of: &[&str]) {
    if let Some(word) = broken(text) {
        assert!(made_of.iter().any(|other| other.contains(word)), "“{word}” in: {text}");
    }
}

/// The first word in a text that stands for a broken figure.
fn broken(text: &str) -> Option<&str> {
    let phrase = ["out of range", "∞", "�"].into_iter().find(|phrase| text.contains(phrase));
    phrase.or_else(|| text.split(|c: char| !c.is_alphanumeric()).find(|word| is_broken(word)))
}

/// What a float or JavaScript writes, alone or before a suffix, as in `infM`.
fn is_broken(word: &str) -> bool {
    let bare = word.trim_start_matches(|c: char| c.is_ascii_digit());
    ["NaN", "inf", "undefined"].iter().any(|sign| {
        bare.strip_prefix(sign).is_some_and(|suffix| matches!(suffix, "" | "k" | "K" | "M" | "B" | "G" | "T" | "P"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_figures_are_noticed() {
        for text in ["costs $NaN", "inf", "-inf%", "$infM", "2 × undefined h", "∞", "is out of range"] {
            assert!(broken(text).is_some(), "{text}");
        }
        for text in ["information", "an infinite sum", "Infinity Fabric", "Nanjing", "info", "undefinedness"] {
            assert_eq!(broken(text), None, "{text}");
        }
    }
}
