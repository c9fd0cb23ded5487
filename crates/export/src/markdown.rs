//! Sheets as tables in GitHub's Markdown.

use std::fmt::Write;

use cost_model::comparison::Column;

use crate::address::Address;
use crate::clean;
use crate::{Cells, Sheet};

/// The caption, the table, what must be known of it, and where it is from. It is for readers: where figures stand as readers
/// know them, the same in digits is left out. Writing to a String cannot fail, so that its result is not looked at.
pub(crate) fn markdown(sheet: &Sheet, address: &Address) -> String {
    let mut text = format!("**{}**\n\n", escaped(&sheet.name));
    let has_figures = sheet.kinds.contains(&Cells::Figures);
    let is_read = |place: usize| !has_figures || sheet.kinds.get(place) != Some(&Cells::Numbers);
    let read = |cells: &[String]| {
        let cells = cells.iter().enumerate().filter(|(place, _)| is_read(*place));
        cells.map(|(_, cell)| escaped(cell)).collect::<Vec<_>>()
    };
    row(
        &mut text,
        sheet.columns.iter().enumerate().filter(|(place, _)| is_read(*place)).map(|(_, key)| escaped(&heading(key))),
    );
    let rule = |kind: &Cells| if *kind == Cells::Words { "---" } else { "---:" };
    let kinds = sheet.kinds.iter().enumerate().filter(|(place, _)| is_read(*place));
    row(&mut text, kinds.map(|(_, kind)| rule(kind).to_owned()));
    for cells in &sheet.rows {
        row(&mut text, read(cells).into_iter());
    }
    for note in &sheet.notes {
        // The word in front keeps a note from being read as a heading or a list.
        let _ = write!(text, "\nNote: {}\n", escaped(note));
    }
    let _ = write!(text, "\n[Trainbill, data edition {}]({})\n", address.edition(), address.whole());
    text
}

/// The name of a column of the comparison, which its key stands for.
fn heading(key: &str) -> String {
    match key.strip_suffix("_grade") {
        Some(of) if Column::from_key(of).is_some() => "known as".to_owned(),
        _ => Column::from_key(key).map_or_else(|| key.to_owned(), |column| column.label().to_owned()),
    }
}

fn row(text: &mut String, cells: impl Iterator<Item = String>) {
    text.push('|');
    for cell in cells {
        let _ = write!(text, " {cell} |");
    }
    text.push('\n');
}

/// On one line, with a backslash before what Markdown, or GitHub's formulas, would read as a sign.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in clean::line(text).chars() {
        if matches!(c, '|' | '\\' | '<' | '>' | '`' | '*' | '_' | '[' | ']' | '&' | '~' | '$' | '#') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_with_its_caption_and_its_link() {
        let sheet = Sheet {
            name: "Costs | *all*".to_owned(),
            columns: vec!["model".to_owned(), "cost".to_owned()],
            rows: vec![vec!["<b>\n`x`".to_owned(), "$5M".to_owned()]],
            notes: vec!["# one".to_owned()],
            kinds: vec![Cells::Words, Cells::Figures],
        };
        // Digits are for machines where a reader has the figure.
        let with_digits = Sheet {
            columns: vec!["year".to_owned(), "cost".to_owned()],
            kinds: vec![Cells::Figures, Cells::Numbers],
            ..sheet.clone()
        };
        let written = markdown(&with_digits, &Address::of("#x"));
        assert!(written.contains("| Year of release |\n| ---: |\n"), "{written}");
        let expected = "**Costs \\| \\*all\\***\n\n| model | cost |\n| --- | ---: |\n| \\<b\\> \\`x\\` | \\$5M |\n\nNote: \\# one\n\n\
                        [Trainbill, data edition 2026-12b](https://a.org/%28b%29#x)\n";
        assert_eq!(markdown(&sheet, &Address::of("https://a.org/(b)#x")), expected);
    }
}
