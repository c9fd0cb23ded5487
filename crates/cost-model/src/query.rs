//! Links: a comparison as the text of a URL fragment, and back.
//!
//! `v=1&d=2026-11&view=compare&models=deepseek-v3,gpt-4&2.usd_per_gpu_hour=1.5..3&sort=-training_cost&end`
//!
//! | key | |
//! |---|---|
//! | `v` | version of this format |
//! | `d` | edition of the data that the figures are worked out from |
//! | `view` | the view: `compare`, `train`, `why`, `bill`, `serve`, `budget` or `what-if` |
//! | `models` | slugs of the entries, in order; `own` for one that starts empty |
//! | `N.FIELD` | what was entered in a field of the Nth entry, from 1 |
//! | `columns` | the columns, when they are not the opening ones |
//! | `sort` | the column that rows are sorted by, with `-` before it for the largest first; `name` for names |
//! | `open` | number of the entry that is open; views of one entry show it, or the first |
//! | `against` | number of the entry that a saving is measured against; a reference design without it |
//! | `differences` | `1` when differences are marked |
//! | `end` | the last key, without a value, by which a link that was cut is noticed |
//!
//! Reading never fails: what cannot be understood is left out and reported. Of a key that stands twice the first counts.

use std::collections::BTreeSet;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

use crate::catalogue::{Catalogue, EDITION};
use crate::comparison::{Column, Comparison, MAX_ENTRIES, OPENING_COLUMNS, Sort, View};
use crate::field::Field;
use crate::scenario::Scenario;

/// The version of the format that is written.
pub const VERSION: u32 = 1;

/// The longest fragment that is read, in bytes.
pub const MAX_BYTES: usize = 196_608;

/// What would end or split a value; everything else stays readable.
const ESCAPED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'`')
    .add(b'#')
    .add(b'&')
    .add(b'=')
    .add(b'%')
    .add(b'+')
    .add(b'(')
    .add(b')');

/// A link that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded {
    /// What it says.
    pub comparison: Comparison,
    /// What of it was not understood, in words for the visitor.
    pub warnings: Vec<String>,
}

/// The fragment of a comparison, without `#`. Reading it back gives the same comparison.
#[must_use]
pub fn encode(comparison: &Comparison, catalogue: &Catalogue) -> String {
    let slugs: Vec<&str> = comparison.scenarios.iter().map(Scenario::slug).collect();
    let mut link = format!("v={VERSION}&d={EDITION}&view={}&models={}", comparison.view.key(), slugs.join(","));
    let mut add = |key: &str, value: &str| {
        link.push_str(&format!("&{key}={}", utf8_percent_encode(value, ESCAPED)));
    };
    for (place, scenario) in comparison.scenarios.iter().enumerate() {
        for (field, value) in scenario.all_entered() {
            add(&format!("{}.{}", place + 1, field.spec().key), &value.to_text());
        }
    }
    if comparison.columns != OPENING_COLUMNS {
        let keys: Vec<&str> = comparison.columns.iter().map(|column| column.key()).collect();
        add("columns", &keys.join(","));
    }
    if let Some(sort) = comparison.sort {
        let key = sort.column.map_or("name", Column::key);
        add("sort", &format!("{}{key}", if sort.descending { "-" } else { "" }));
    }
    if let Some(open) = comparison.open {
        add("open", &(open + 1).to_string());
    }
    if let Some(against) = comparison.against {
        add("against", &(against + 1).to_string());
    }
    if comparison.differences {
        add("differences", "1");
    }
    link.push_str("&end");
    debug_assert_eq!(decode(&link, catalogue).comparison, *comparison);
    link
}

/// Reads a fragment, with or without its `#`. Never fails and never panics.
#[must_use]
pub fn decode(fragment: &str, catalogue: &Catalogue) -> Decoded {
    let mut reader = Reader { catalogue, warnings: Vec::new() };
    let pairs = reader.pairs(fragment);
    let comparison = reader.comparison(&pairs);
    Decoded { comparison, warnings: reader.warnings }
}

struct Reader<'a> {
    catalogue: &'a Catalogue,
    warnings: Vec<String>,
}

impl Reader<'_> {
    fn warn(&mut self, message: impl Into<String>) {
        self.warnings.push(message.into());
    }

    /// The keys and values of a fragment, each key once.
    fn pairs(&mut self, fragment: &str) -> Vec<(String, String)> {
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment).trim();
        if fragment.len() > MAX_BYTES {
            self.warn(format!("The link is longer than {MAX_BYTES} bytes and was not read."));
            return Vec::new();
        }
        let mut pairs: Vec<(String, String)> = Vec::new();
        let mut keys = BTreeSet::new();
        for piece in fragment.split('&').filter(|piece| !piece.is_empty()) {
            let (key, value) = piece.split_once('=').unwrap_or((piece, ""));
            let (key, value) = (self.text(key), self.text(value));
            if keys.insert(key.clone()) {
                pairs.push((key, value));
            } else {
                self.warn(format!("“{}” stands twice in the link; the first counts.", shortened(&key)));
            }
        }
        let has = |name: &str| keys.contains(name);
        if has("v") && !has("end") {
            self.warn(
                "The end of the link is missing: it was cut on the way, and figures may differ from the sender's.",
            );
        }
        pairs
    }

    fn text(&mut self, escaped: &str) -> String {
        let bytes = escaped.as_bytes();
        let is_hex = |place: usize| bytes.get(place).is_some_and(u8::is_ascii_hexdigit);
        let bad = (0..bytes.len()).any(|i| bytes.get(i) == Some(&b'%') && !(is_hex(i + 1) && is_hex(i + 2)));
        match percent_decode_str(escaped).decode_utf8() {
            Ok(text) if !bad => text.into_owned(),
            _ => {
                self.warn(format!("“{}” in the link is badly escaped.", shortened(escaped)));
                percent_decode_str(escaped).decode_utf8_lossy().into_owned()
            }
        }
    }

    fn comparison(&mut self, pairs: &[(String, String)]) -> Comparison {
        let value = |key: &str| pairs.iter().find(|(other, _)| other == key).map(|(_, value)| value.as_str());
        self.version(value("v"));
        self.edition(value("d"));
        let mut entries = match value("models") {
            Some(slugs) => self.entries(slugs),
            None => Comparison::opening(self.catalogue).scenarios.into_iter().map(Some).collect(),
        };
        for (key, value) in pairs {
            self.entry_field(key, value, &mut entries);
        }
        let open = value("open").and_then(|number| self.entry("open", number, &entries));
        let against = value("against").and_then(|number| self.entry("compare with", number, &entries));
        let mut comparison = Comparison::of(entries.into_iter().flatten().collect());
        comparison.open = open;
        comparison.against = against;
        if let Some(keys) = value("columns") {
            comparison.columns = self.columns(keys);
        }
        comparison.sort = value("sort").and_then(|sort| self.sort(sort));
        comparison.differences = value("differences").is_some_and(|flag| self.flag(flag));
        if let Some(key) = value("view") {
            comparison.view = View::from_key(key).unwrap_or_else(|| {
                self.warn(format!("There is no view “{}”; the comparison is shown.", shortened(key)));
                View::Compare
            });
        }
        comparison
    }

    fn version(&mut self, version: Option<&str>) {
        match version.map(str::parse::<u32>) {
            None | Some(Ok(VERSION)) => {}
            Some(Ok(later)) if later > VERSION => self.warn(format!(
                "The link was made by a later version ({later}) of this page; what this one understands of it is shown."
            )),
            _ => self.warn(format!("“{}” is not a version of these links.", shortened(version.unwrap_or_default()))),
        }
    }

    fn edition(&mut self, edition: Option<&str>) {
        if let Some(other) = edition.filter(|edition| *edition != EDITION) {
            self.warn(format!("There is no data edition “{}”; {EDITION} is used.", shortened(other)));
        }
    }

    /// The entries by their numbers; an unknown one keeps its number.
    fn entries(&mut self, slugs: &str) -> Vec<Option<Scenario>> {
        let mut entries = Vec::new();
        for slug in slugs.split(',').filter(|slug| !slug.is_empty()) {
            if entries.len() == MAX_ENTRIES {
                self.warn(format!("Only the first {MAX_ENTRIES} entries of the link are shown."));
                break;
            }
            let entry = Scenario::preset(slug, self.catalogue);
            if entry.is_none() {
                self.warn(format!("There is no model “{}”; it is left out.", shortened(slug)));
            }
            entries.push(entry);
        }
        entries
    }

    fn entry_field(&mut self, key: &str, value: &str, entries: &mut [Option<Scenario>]) {
        const OTHERS: [&str; 10] =
            ["v", "d", "view", "models", "columns", "sort", "open", "against", "differences", "end"];
        if OTHERS.contains(&key) {
            return;
        }
        let parts = key.split_once('.').and_then(|(number, field)| Some((number.parse::<usize>().ok()?, field)));
        let Some((number, name)) = parts else {
            return self.warn(format!("“{}” is not a key of these links; it is left out.", shortened(key)));
        };
        let Some(field) = Field::from_key(name) else {
            return self.warn(format!("“{}” names no field; it is left out.", shortened(key)));
        };
        let Some(entry) = number.checked_sub(1).and_then(|place| entries.get_mut(place)) else {
            return self.warn(format!("“{}” is for entry {number}, and there is none.", shortened(key)));
        };
        // What belongs to an unknown model was reported with the model.
        if let Some(scenario) = entry
            && let Err(refusal) = scenario.enter(field, value, self.catalogue)
        {
            let name = scenario.name(self.catalogue);
            self.warn(format!("{name}, {refusal}. It is left out."));
        }
    }

    fn entry(&mut self, verb: &str, number: &str, entries: &[Option<Scenario>]) -> Option<usize> {
        let place = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        match place.filter(|place| matches!(entries.get(*place), Some(Some(_)))) {
            Some(place) => Some(entries.iter().take(place).flatten().count()),
            None => {
                self.warn(format!("There is no entry “{}” to {verb}.", shortened(number)));
                None
            }
        }
    }

    fn columns(&mut self, keys: &str) -> Vec<Column> {
        let mut columns: Vec<Column> = Vec::new();
        for key in keys.split(',').filter(|key| !key.is_empty()) {
            match Column::from_key(key) {
                Some(column) if !columns.contains(&column) => columns.push(column),
                Some(_) => self.warn(format!("The column “{key}” stands twice in the link.")),
                None => self.warn(format!("There is no column “{}”; it is left out.", shortened(key))),
            }
        }
        columns
    }

    fn sort(&mut self, text: &str) -> Option<Sort> {
        let (descending, key) = text.strip_prefix('-').map_or((false, text), |key| (true, key));
        if key == "name" {
            return Some(Sort { column: None, descending });
        }
        let column = Column::from_key(key);
        if column.is_none() {
            self.warn(format!("There is no column “{}” to sort by.", shortened(key)));
        }
        column.map(|column| Sort { column: Some(column), descending })
    }

    fn flag(&mut self, text: &str) -> bool {
        if text != "1" {
            self.warn(format!("“differences” is “{}” in the link; only 1 means something.", shortened(text)));
        }
        text == "1"
    }
}

/// At most 40 characters of what a link says, to be quoted in a warning.
fn shortened(text: &str) -> String {
    let mut short: String = text.chars().filter(|c| !c.is_control()).take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
