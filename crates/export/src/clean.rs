//! Texts that others may have written, made fit for a file.

/// A text without what is not seen but changes how it is read: control characters, marks that turn the direction of
/// writing, and characters without width. Tabs and line breaks stay.
pub(crate) fn plain(text: &str) -> String {
    text.chars().filter(|c| !is_hidden(*c)).collect()
}

/// The same on one line.
pub(crate) fn line(text: &str) -> String {
    let plain = plain(text).replace("\r\n", " ");
    plain.replace(['\r', '\n', '\t', '\u{2028}', '\u{2029}'], " ").trim().to_owned()
}

fn is_hidden(c: char) -> bool {
    match c {
        '\t' | '\r' | '\n' => false,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => true,
        '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => true,
        // No file of any kind may hold these.
        '\u{fffe}' | '\u{ffff}' => true,
        other => other.is_control(),
    }
}

/// At most 40 characters of a text, to be quoted in a message.
pub(crate) fn short(text: &str) -> String {
    let text = line(text);
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_is_taken_away() {
        assert_eq!(plain("a\u{202e}b\u{200b}c\u{feff}\0d\te"), "abcd\te");
        assert_eq!(line(" a\r\nb\u{2028}c\n"), "a b c");
        assert_eq!(short(&"x".repeat(50)), format!("{}…", "x".repeat(40)));
    }
}
