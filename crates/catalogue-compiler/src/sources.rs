//! `sources/*.toml`: what was read, where it stands and when.

use crate::reader::{Table, field, is_date, is_slug, saying};

/// The sources of a file, each with its key.
pub(crate) fn compile(file: &mut Table<'_>) -> Vec<(String, String)> {
    file.keys().iter().filter_map(|key| source(key, file)).collect()
}

fn source(key: &str, file: &mut Table<'_>) -> Option<(String, String)> {
    if !is_slug(key) {
        file.fault(key, "is not a slug");
    }
    let mut table = file.table(key)?;
    let url = table.str("url");
    if !is_url(url) {
        table.fault("url", format!("`{url}` is not a well-formed https address"));
    }
    for date in ["published", "seen"] {
        if table.has(date) && !is_date(table.str(date)) {
            table.fault(date, "is not a date like 2024, 2024-12 or 2024-12-27");
        }
    }
    let named: fn(&str) -> String = if table.known.claimed.contains(key) { |text| field(text) } else { saying };
    let fields = [
        saying(key),
        table.saying("title"),
        named(table.str("publisher")),
        named(url),
        table.optional_saying("published"),
        table.optional_saying("read_in"),
        table.saying("seen"),
    ]
    .concat();
    table.finish();
    Some((key.to_owned(), fields))
}

/// Whether a text is an absolute https (or http) address with a host name and no blanks or quotes.
fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
    host.is_some_and(|host| {
        host.contains('.')
            && !host.starts_with('.')
            && !host.ends_with('.')
            && host.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.')
    }) && !text.chars().any(|c| c.is_whitespace() || c == '"' || c == '<' || c == '>')
}
