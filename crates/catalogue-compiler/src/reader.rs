//! A TOML table that remembers where it stands, which of its keys were read, and what was wrong with them.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;

use toml::Value;

use crate::{Fault, Known, SAYING};

/// Begins a field that says since which edition of the data what follows holds: `cost_model::catalogue` knows it, too.
pub(crate) const SINCE: char = '\u{2}';
/// Begins a field that says until before which edition the row that follows holds.
pub(crate) const UNTIL: char = '\u{3}';

/// The faults found so far. Shared by every table of one compilation.
#[derive(Default)]
pub(crate) struct Faults(RefCell<Vec<Fault>>);

impl Faults {
    pub(crate) fn add(&self, file: &str, key: &str, message: String) {
        self.0.borrow_mut().push(Fault { file: file.to_owned(), key: key.to_owned(), message });
    }

    pub(crate) fn into_result<T>(self, value: T) -> Result<T, Vec<Fault>> {
        let faults = self.0.into_inner();
        if faults.is_empty() { Ok(value) } else { Err(faults) }
    }
}

/// One field of the compiled catalogue: a line of text.
pub(crate) fn field(value: impl fmt::Display) -> String {
    format!("{value}\n")
}

/// The field of a text that is read only when somebody asks where a figure comes from.
pub(crate) fn saying(text: &str) -> String {
    format!("{SAYING}{text}\n")
}

/// The fields of a list: how many items there are, then those of each.
pub(crate) fn list(items: &[String]) -> String {
    field(items.len()) + &items.concat()
}

/// A text without a line break.
fn line(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| !text.contains('\n'))
}

/// A TOML table being compiled. Accessors return the fields of the compiled catalogue; on a fault they record it and
/// return fields that stand for nothing, so that all faults of a file are found in one go.
pub(crate) struct Table<'a> {
    file: &'a str,
    path: String,
    table: &'a toml::Table,
    read: BTreeSet<String>,
    pub(crate) known: &'a Known,
    faults: &'a Faults,
}

impl<'a> Table<'a> {
    pub(crate) fn new(file: &'a str, table: &'a toml::Table, known: &'a Known, faults: &'a Faults) -> Self {
        Self { file, path: String::new(), table, read: BTreeSet::new(), known, faults }
    }

    fn child(&self, path: String, table: &'a toml::Table) -> Self {
        Self { file: self.file, path, table, read: BTreeSet::new(), known: self.known, faults: self.faults }
    }

    fn path_of(&self, key: &str) -> String {
        match (self.path.is_empty(), key.is_empty()) {
            (true, _) => key.to_owned(),
            (false, true) => self.path.clone(),
            (false, false) => format!("{}.{key}", self.path),
        }
    }

    /// Records that something is wrong with `key`.
    pub(crate) fn fault(&self, key: &str, message: impl Into<String>) {
        self.faults.add(self.file, &self.path_of(key), message.into());
    }

    /// The value of a key, marked as read.
    pub(crate) fn take(&mut self, key: &str) -> Option<&'a Value> {
        self.read.insert(key.to_owned());
        self.table.get(key)
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    pub(crate) fn keys(&self) -> Vec<String> {
        self.table.keys().cloned().collect()
    }

    /// Refuses every key that was not read.
    pub(crate) fn finish(self) {
        for key in self.table.keys().filter(|key| !self.read.contains(*key)) {
            self.fault(key, "is not a key of this table");
        }
    }

    /// A text, or nothing when the key is absent.
    pub(crate) fn optional_str(&mut self, key: &str) -> Option<&'a str> {
        match self.take(key)? {
            Value::String(text) if text.trim().is_empty() => {
                self.fault(key, "is empty");
                None
            }
            Value::String(text) if text.contains('\n') => {
                self.fault(key, "has a line break, which ends a field of the compiled catalogue");
                None
            }
            Value::String(text) => Some(text),
            other => {
                self.fault(key, format!("`{other}` is not a text"));
                None
            }
        }
    }

    /// A text that must be there.
    pub(crate) fn str(&mut self, key: &str) -> &'a str {
        if !self.has(key) {
            self.fault(key, "is missing");
        }
        self.optional_str(key).unwrap_or_default()
    }

    /// A text that must be there, as a field.
    pub(crate) fn text(&mut self, key: &str) -> String {
        field(self.str(key))
    }

    /// A text that is read only when somebody asks where a figure comes from.
    pub(crate) fn saying(&mut self, key: &str) -> String {
        saying(self.str(key))
    }

    /// The same or nothing, as a field that is empty for nothing.
    pub(crate) fn optional_saying(&mut self, key: &str) -> String {
        self.optional_str(key).map_or_else(|| field(""), saying)
    }

    /// A text or nothing, as a field that is empty for nothing.
    pub(crate) fn optional_text(&mut self, key: &str) -> String {
        field(self.optional_str(key).unwrap_or_default())
    }

    /// A list of texts, as fields.
    pub(crate) fn texts(&mut self, key: &str) -> String {
        let texts: Vec<String> = self.strs(key).into_iter().map(field).collect();
        list(&texts)
    }

    /// A list of texts; empty when the key is absent.
    pub(crate) fn strs(&mut self, key: &str) -> Vec<&'a str> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let texts = value.as_array().map(|items| items.iter().map(line).collect::<Option<Vec<_>>>());
        texts.flatten().unwrap_or_else(|| {
            self.fault(key, format!("`{value}` is not a list of texts without line breaks"));
            Vec::new()
        })
    }

    /// A whole number within bounds that must be there.
    pub(crate) fn whole(&mut self, key: &str, min: i64, max: i64) -> i64 {
        match self.take(key) {
            Some(Value::Integer(number)) if (min..=max).contains(number) => *number,
            Some(other) => {
                self.fault(key, format!("`{other}` is not a whole number from {min} to {max}"));
                min
            }
            None => {
                self.fault(key, "is missing");
                min
            }
        }
    }

    /// A whole number, or `default` when the key is absent.
    pub(crate) fn whole_or(&mut self, key: &str, default: i64, min: i64, max: i64) -> i64 {
        if self.has(key) { self.whole(key, min, max) } else { default }
    }

    /// A yes or no that must be there, as a field.
    pub(crate) fn flag(&mut self, key: &str) -> String {
        match self.take(key) {
            Some(Value::Boolean(flag)) => field(flag),
            Some(other) => {
                self.fault(key, format!("`{other}` is not true or false"));
                String::new()
            }
            None => {
                self.fault(key, "is missing");
                String::new()
            }
        }
    }

    /// One of `words`, as a field.
    pub(crate) fn word(&mut self, key: &str, words: &[&str]) -> String {
        let text = self.str(key);
        if !words.contains(&text) {
            self.fault(key, format!("`{text}` is not one of {}", words.join(", ")));
        }
        field(text)
    }

    /// A table below this one.
    pub(crate) fn table(&mut self, key: &str) -> Option<Table<'a>> {
        let value = self.take(key)?;
        match value {
            Value::Table(table) => Some(self.child(self.path_of(key), table)),
            other => {
                self.fault(key, format!("`{other}` is not a table"));
                None
            }
        }
    }

    /// The tables of a list of tables; none when the key is absent.
    pub(crate) fn tables(&mut self, key: &str) -> Vec<Table<'a>> {
        let items: Vec<&'a Value> = match self.take(key) {
            None => Vec::new(),
            Some(Value::Array(items)) => items.iter().collect(),
            Some(single) => vec![single],
        };
        let mut tables = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let path = if items.len() == 1 { self.path_of(key) } else { format!("{}[{index}]", self.path_of(key)) };
            match item {
                Value::Table(table) => tables.push(self.child(path, table)),
                other => self.fault(key, format!("`{other}` is not a table")),
            }
        }
        tables
    }

    /// A name that must be declared elsewhere in the catalogue.
    pub(crate) fn reference(&self, key: &str, name: &str, kind: &str, declared: &BTreeSet<String>) {
        if !declared.contains(name) {
            self.fault(key, format!("`{name}` is not {kind} of the catalogue"));
        }
    }
}

/// Whether a text is a slug: lower case letters, digits, `-` and `.`, beginning with a letter or a digit.
pub(crate) fn is_slug(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase() || first.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.')
}

/// Whether a text is a year, a month or a day: `2024`, `2024-12`, `2024-12-27`.
pub(crate) fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = parts.iter().all(|part| part.chars().all(|c| c.is_ascii_digit()));
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let number = |index: usize| parts.get(index).and_then(|part| part.parse::<u32>().ok());
    digits
        && [&[4][..], &[4, 2], &[4, 2, 2]].contains(&&lengths[..])
        && number(0).is_some_and(|year| (1990..=2100).contains(&year))
        && number(1).is_none_or(|month| (1..=12).contains(&month))
        && number(2).is_none_or(|day| (1..=31).contains(&day))
}
