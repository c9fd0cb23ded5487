//! Links: any text is read, and what was read of it can be written and read again.

use cost_model::comparison::{Comparison, MAX_ENTRIES};
use cost_model::query::{MAX_BYTES, decode, encode};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::bytes::{hash, is_sampled};

/// The most warnings that a link gets, and one that says how many more there are.
const MOST_WARNINGS: usize = 9;

/// Reads any text as a link.
pub fn links(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let read = decode(&text);
    assert!(read.warnings.len() <= MOST_WARNINGS, "{:?}", read.warnings);
    assert!(read.warnings.iter().all(|warning| !warning.trim().is_empty()), "{:?}", read.warnings);
    assert!(read.comparison.scenarios.len() <= MAX_ENTRIES);
    let link = encode(&read.comparison);
    assert_read_as(&link, &read.comparison);
    if is_sampled(data, 1, 4) {
        let mangled = mangled(&link, hash(data));
        if mangled.len() <= MAX_BYTES {
            assert_read_as(&mangled, &read.comparison);
        }
    }
}

/// Panics unless a link says just that, and all of it is understood.
pub(crate) fn assert_read_as(link: &str, comparison: &Comparison) {
    let read = decode(link);
    assert!(read.warnings.is_empty(), "{link}: {:?}", read.warnings);
    assert_eq!(read.comparison, *comparison, "{link}");
}

/// A link after another program had it.
fn mangled(link: &str, choice: u64) -> String {
    let escape = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    match choice % 8 {
        0 => format!("<https://example.org/trainbill/#{link}>"),
        1 => format!("[x](https://example.org/trainbill/?embed=1#{link})."),
        2 => link.replace('&', "&amp;"),
        3 => link.replace('=', "=3D"),
        4 => link.replace('&', "\r\n> &"),
        5 => link.replace('%', "%25"),
        6 => escape(link),
        _ => escape(&escape(link)),
    }
}
