//! Sheets as comma-separated values by RFC 4180.
//!
//! A spreadsheet takes a cell for a formula that begins with one of a few characters, also one that came in with a name
//! out of a link. Such a cell gets an apostrophe in front; numbers stay numbers.

use crate::Sheet;
use crate::address::Address;
use crate::clean;

/// The columns that are filled in the first row only.
const ORIGIN: [&str; 2] = ["data_edition", "link"];

/// A line of headings and a line for each row, each ended by CR and LF.
pub(crate) fn csv(sheet: &Sheet, address: &Address) -> String {
    let mut text = String::new();
    line(&mut text, sheet.columns.iter().map(String::as_str).chain(ORIGIN));
    let link = address.whole();
    let empty = vec![String::new(); sheet.columns.len()];
    // A sheet without rows still says where it is from.
    let rows = if sheet.rows.is_empty() { std::slice::from_ref(&empty) } else { &sheet.rows };
    for (place, row) in rows.iter().enumerate() {
        let origin = if place == 0 { [address.edition(), &link] } else { [""; 2] };
        line(&mut text, row.iter().map(String::as_str).chain(origin));
    }
    text
}

/// Comma-separated values that were written elsewhere, with the same two columns behind their own.
pub(crate) fn with_origin(table: &str, address: &Address) -> String {
    let mut text = String::new();
    for (place, own) in table.lines().enumerate() {
        let origin = match place {
            0 => ORIGIN.join(","),
            1 => format!("{},{}", address.edition(), quoted(address.whole())),
            _ => ",".to_owned(),
        };
        text.push_str(&format!("{own},{origin}\r\n"));
    }
    text
}

fn line<'a>(text: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            text.push(',');
        }
        text.push_str(&quoted(defused(clean::plain(cell))));
    }
    text.push_str("\r\n");
}

/// The cell, with an apostrophe in front where a spreadsheet would take it for a formula.
fn defused(cell: String) -> String {
    let begin = cell.trim_start();
    let breaks = cell.strip_suffix(begin).is_some_and(|blanks| blanks.contains(['\t', '\r', '\n']));
    let is_formula = begin.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if breaks || (is_formula && !is_number(&cell)) { format!("'{cell}") } else { cell }
}

/// Whether a text is a number in digits, as `-5` and `+1.5e3`.
pub(crate) fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).map_or((unsigned, None), |(m, e)| (m, Some(e)));
    let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_power = |text: &str| {
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        !unsigned.is_empty() && digits(unsigned)
    };
    digits(whole) && digits(decimals) && !(whole.is_empty() && decimals.is_empty()) && exponent.is_none_or(is_power)
}

/// In quotes where it must be, and where another separator than the comma would split it.
fn quoted(cell: String) -> String {
    let has_blank_end = cell.starts_with(' ') || cell.ends_with(' ');
    if has_blank_end || cell.contains(['"', ',', ';', '\t', '\r', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Cells;

    #[test]
    fn formulas_are_defused_and_numbers_are_not() {
        for formula in
            ["=1+1", "+A1", "-2+3", "@SUM(A1)", "\t=1", "\r1", " =1", "\u{a0}=1", "＝1", "－A1", "=cmd|' /C calc'!A0"]
        {
            assert_eq!(defused(formula.to_owned()), format!("'{formula}"));
        }
        for other in ["-5", "+1.5e3", "-.5", "1e-7", "a=b", "", "−$929", "'quoted"] {
            assert_eq!(defused(other.to_owned()), other);
        }
        for no_number in ["", "-", "1e", "1.2.3", "+-1", ".", "1e5e5", "0x1"] {
            assert!(!is_number(no_number), "{no_number}");
        }
    }

    #[test]
    fn a_formula_cannot_hide_behind_what_is_not_seen() {
        let sheet = Sheet {
            columns: vec!["=a".to_owned()],
            rows: vec![vec!["\u{200b}=1".to_owned()]],
            kinds: vec![Cells::Words],
            ..Sheet::default()
        };
        let text = csv(&sheet, &Address::of("https://a.org/#models=gpt-4"));
        assert_eq!(text, "'=a,data_edition,link\r\n'=1,2026-12b,https://a.org/#models=gpt-4\r\n");
    }

    #[test]
    fn cells_are_quoted_by_the_rule() {
        let quoted = |cell: &str| quoted(cell.to_owned());
        assert_eq!(
            [quoted("a"), quoted("a,b"), quoted("a\"b"), quoted("a\nb")],
            ["a", "\"a,b\"", "\"a\"\"b\"", "\"a\nb\""]
        );
    }
}
