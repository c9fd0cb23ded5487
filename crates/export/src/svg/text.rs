//! How much room a text takes. Fonts differ, and which one a reader has is not known: widths are estimated a little
//! wider than those of common fonts without serifs, so that nothing is cut or laid over something else.

/// The width of a text in units of the drawing.
pub(super) fn width(text: &str, size: f64, is_bold: bool) -> f64 {
    let ems: f64 = text.chars().map(em).sum();
    ems * size * if is_bold { 1.11 } else { 1.0 }
}

/// The width of a character over the size of the font.
fn em(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '\'' | '.' | ',' | ':' | ';' | '|' | '!' | 'I' | '·' => 0.31,
        ' ' | 'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' | '\\' | '-' | '"' | '’' | '“' | '”' => 0.4,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '…' | '—' => 1.02,
        'A'..='Z' => 0.72,
        '\u{300}'..='\u{36f}' => 0.0,
        // Full-width signs, ideographs and pictures.
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' => 1.05,
        '\u{1f000}'.. => 1.4,
        _ => 0.61,
    }
}

/// A text on as many lines as it needs; what has no blank to break at is broken anywhere. Lines are made about equally
/// long, as a last line of one word looks forgotten.
pub(super) fn wrapped(text: &str, room: f64, size: f64, is_bold: bool) -> Vec<String> {
    let lines = filled(text, room, size, is_bold);
    if lines.len() < 2 {
        return lines;
    }
    let whole = width(text, size, is_bold);
    let shares = (0..8).map(|step| whole / lines.len() as f64 * (1.0 + 0.08 * f64::from(step)));
    let even = shares.filter(|share| *share <= room).map(|share| filled(text, share, size, is_bold));
    even.into_iter().find(|even| even.len() == lines.len()).unwrap_or(lines)
}

/// Lines each as full as can be.
fn filled(text: &str, room: f64, size: f64, is_bold: bool) -> Vec<String> {
    let fits = |line: &str| width(line, size, is_bold) <= room;
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if fits(&longer) {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for c in word.chars() {
            line.push(c);
            if !fits(&line) && line.chars().count() > 1 {
                line.pop();
                lines.push(std::mem::take(&mut line));
                line.push(c);
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_hold_every_word() {
        let name = "A model with a name of eighty characters, which is as long as a name may be here";
        for room in [120.0, 200.0, 280.0, 2000.0] {
            let lines = wrapped(name, room, 15.0, true);
            assert!(lines.iter().all(|line| width(line, 15.0, true) <= room), "{lines:?}");
            assert_eq!(lines.join(" "), name);
        }
        assert_eq!(wrapped("", 100.0, 15.0, false), Vec::<String>::new());
    }

    #[test]
    fn a_word_without_blanks_is_broken() {
        let lines = wrapped(&"x".repeat(80), 100.0, 15.0, false);
        assert!(lines.len() > 5 && lines.concat().len() == 80, "{lines:?}");
        assert_eq!(wrapped("模型模型", 1.0, 15.0, false).len(), 4);
    }
}
