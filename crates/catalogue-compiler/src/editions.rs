//! What the files say in each edition of the data.
//!
//! `since = "2026-12"` in a table says that it holds from that edition on. Of a figure's tables those of the newest edition take
//! the place of all older ones; of rows with a slug a newer one takes the place of the older one of that slug; any other row
//! is added.

use std::collections::BTreeSet;

use toml::Value;

use crate::reader::{SINCE, Table, UNTIL, field, is_date, is_slug};

/// What a row is known by: two rows of a list that are known by the same are one row in different editions.
#[derive(PartialEq)]
enum Identity<'a> {
    Slug(&'a str),
    /// One of the tables of a figure, or of a configuration.
    Figure,
    /// It stands for itself.
    Own,
}

fn identity(row: &Value) -> Identity<'_> {
    match row.get("slug").and_then(Value::as_str) {
        Some(slug) => Identity::Slug(slug),
        None if ["name", "says"].iter().any(|key| row.get(key).is_some()) => Identity::Own,
        None => Identity::Figure,
    }
}

/// The edition since which a table holds; empty for the first.
pub(crate) fn since(table: &toml::Table) -> &str {
    table.get("since").and_then(Value::as_str).unwrap_or_default()
}

/// The same of a value, which may be no table.
fn since_of(value: &Value) -> &str {
    value.as_table().map_or("", since)
}

/// Every edition that the tables name, the oldest first; the first one is an empty text.
pub(crate) fn named<'a>(tables: impl Iterator<Item = &'a toml::Table>) -> BTreeSet<String> {
    let mut found = BTreeSet::from([String::new()]);
    for table in tables {
        collect(table, &mut found);
    }
    found
}

fn collect(table: &toml::Table, found: &mut BTreeSet<String>) {
    found.insert(since(table).to_owned());
    for value in table.values() {
        let several = value.as_array().into_iter().flatten().filter_map(Value::as_table);
        several.chain(value.as_table()).for_each(|below| collect(below, found));
    }
}

/// A table as it is in an edition, without what came later and what was replaced.
pub(crate) fn as_of(table: &toml::Table, edition: &str) -> toml::Table {
    let holds = |value: &&Value| since_of(value) <= edition;
    let mut found = toml::Table::new();
    for (key, value) in table.iter().filter(|(_, value)| holds(value)) {
        let value = match value {
            Value::Table(below) => Value::Table(as_of(below, edition)),
            Value::Array(items) => {
                let rows: Vec<&Value> = items.iter().filter(holds).collect();
                let is_replaced = |row: &Value| {
                    let of = identity(row);
                    of != Identity::Own
                        && rows.iter().any(|other| since_of(other) > since_of(row) && identity(other) == of)
                };
                let rows = rows.iter().filter(|row| !is_replaced(row));
                Value::Array(rows.map(|row| row_as_of(row, edition)).collect())
            }
            other => other.clone(),
        };
        found.insert(key.clone(), value);
    }
    found
}

fn row_as_of(row: &Value, edition: &str) -> Value {
    row.as_table().map_or_else(|| row.clone(), |table| Value::Table(as_of(table, edition)))
}

impl Table<'_> {
    /// The edition since which this table holds; empty for the first.
    pub(crate) fn since(&mut self) -> String {
        let Some(since) = self.optional_str("since") else { return String::new() };
        if !is_edition(since) {
            self.fault("since", format!("`{since}` is not an edition like 2026-12 or 2026-12b"));
        }
        since.to_owned()
    }

    /// What stands before the fields of a row that holds since an edition.
    pub(crate) fn since_mark(&mut self) -> String {
        mark(SINCE, &self.since())
    }
}

/// Whether a text is a month, with a letter for a later edition of the same.
fn is_edition(text: &str) -> bool {
    let (month, letter) = text.split_at_checked("2026-12".len()).unwrap_or(("", ""));
    let is_letter = letter.len() <= 1 && letter.chars().all(|letter| letter.is_ascii_lowercase());
    month.contains('-') && is_date(month) && is_letter
}

/// A field that begins with `sign`; nothing for the first edition.
fn mark(sign: char, edition: &str) -> String {
    if edition.is_empty() { String::new() } else { field(format!("{sign}{edition}")) }
}

/// A figure, or a configuration, of several editions: its fields in each, in any order. The newer stand before the older.
pub(crate) fn newest_first(mut editions: Vec<(String, String)>, absent: String) -> String {
    editions.sort();
    let mut text = match editions.first() {
        Some((since, _)) if since.is_empty() => editions.remove(0).1,
        _ => absent,
    };
    for (since, fields) in editions {
        text = mark(SINCE, &since) + &fields + &text;
    }
    text
}

/// The rows of a list, each with its slug.
#[derive(Default)]
pub(crate) struct Rows(Vec<Row>);

struct Row {
    slug: String,
    since: String,
    fields: String,
}

impl Rows {
    /// Adds a row; `fields` are those of a list without editions.
    pub(crate) fn add(&mut self, table: &mut Table<'_>, slug: &str, fields: String) {
        let since = table.since();
        if !is_slug(slug) || self.0.iter().any(|row| row.slug == slug && row.since == since) {
            table.fault("slug", format!("`{slug}` is not a slug of its own"));
        }
        self.0.push(Row { slug: slug.to_owned(), since, fields });
    }

    /// The fields of each, with since and until when it holds.
    pub(crate) fn marked(&self) -> Vec<String> {
        let with_marks = |row: &Row| {
            let newer = self.0.iter().filter(|other| other.slug == row.slug && other.since > row.since);
            let until = newer.map(|other| other.since.as_str()).min().unwrap_or_default();
            mark(SINCE, &row.since) + &mark(UNTIL, until) + &row.fields
        };
        self.0.iter().map(with_marks).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"
        tokens = [{ value = 1 }, { value = 2 }, { since = "2026-12", value = 3 }]
        loss = { since = "2026-12", value = 4 }
        [[price]]
        slug = "a"
        usd = 5
        [[price]]
        slug = "a"
        since = "2027-01"
        usd = 6
        [[claim]]
        says = "b"
        [[claim]]
        says = "c"
        since = "2027-01"
    "#;

    fn in_edition(edition: &str) -> toml::Table {
        as_of(&FILE.parse::<toml::Table>().expect("a table"), edition)
    }

    fn values(table: &toml::Table, list: &str, key: &str) -> Vec<String> {
        let items = table.get(list).and_then(Value::as_array).expect("a list");
        items.iter().filter_map(|item| item.get(key)).map(ToString::to_string).collect()
    }

    #[test]
    fn each_edition_has_what_held_then() {
        let first = in_edition("");
        assert_eq!(values(&first, "tokens", "value"), ["1", "2"]);
        assert_eq!(values(&first, "price", "usd"), ["5"]);
        assert_eq!(values(&first, "claim", "says"), ["\"b\""]);
        assert!(!first.contains_key("loss"));
        let second = in_edition("2026-12");
        assert_eq!(values(&second, "tokens", "value"), ["3"]);
        assert_eq!(values(&second, "price", "usd"), ["5"]);
        assert!(second.contains_key("loss"));
        let third = in_edition("2027-01");
        assert_eq!(values(&third, "price", "usd"), ["6"]);
        assert_eq!(values(&third, "claim", "says"), ["\"b\"", "\"c\""]);
    }

    #[test]
    fn every_edition_is_found_wherever_it_is_named() {
        let table = FILE.parse::<toml::Table>().expect("a table");
        assert_eq!(named([&table].into_iter()), BTreeSet::from(["", "2026-12", "2027-01"].map(str::to_owned)));
    }
}
