//! Links: a comparison as the text of a URL fragment, and back.
//!
//! `v=1&d=2026-12b&view=compare&models=deepseek-v3,gpt-4&2.usd_per_gpu_hour=1.5..3&sort=-training_cost&end`
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
//! What other programs do to a link on its way is undone first, and links of earlier versions are brought to this one.

mod mend;
mod migrate;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::catalogue::{Catalogue, EDITION, EDITIONS};
use crate::comparison::{Column, Comparison, MAX_ENTRIES, OPENING_COLUMNS, Sort, View};
use crate::estimate::Item;
use crate::field::{FIELDS, Field, Kind};
use crate::scenario::{OWN, Refusal, Scenario};
use crate::words::query as words;
use mend::After;
use migrate::Pairs;

/// The version of the format that is written.
pub const VERSION: u32 = 1;

/// The longest fragment that is read, in bytes.
pub const MAX_BYTES: usize = 196_608;

/// More keys than the fullest comparison has; a link with more is not read to its end.
const MOST_KEYS: usize = 4096;

/// How many warnings are given in full.
const MOST_WARNINGS: usize = 8;

/// The keys that are not of an entry.
const KEYS: [&str; 10] = ["v", "d", "view", "models", "columns", "sort", "open", "against", "differences", "end"];

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

/// In free text also what other programs take for their own marks. What is not ASCII is always escaped.
const ESCAPED_IN_TEXT: &AsciiSet = &ESCAPED
    .add(b'!')
    .add(b'\'')
    .add(b'*')
    .add(b'~')
    .add(b'_')
    .add(b'[')
    .add(b']')
    .add(b'{')
    .add(b'}')
    .add(b'|')
    .add(b'\\')
    .add(b'^')
    .add(b'?')
    .add(b':')
    .add(b';')
    .add(b',');

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
pub fn encode(comparison: &Comparison) -> String {
    let slugs: Vec<&str> = comparison.scenarios.iter().map(Scenario::slug).collect();
    let (edition, view) = (comparison.edition(), comparison.view.key());
    let mut link = format!("v={VERSION}&d={edition}&view={view}&models={}", slugs.join(","));
    let mut add = |key: &str, value: &str| link.push_str(&format!("&{key}={value}"));
    for (number, scenario) in (1_usize..).zip(&comparison.scenarios) {
        for (field, value) in scenario.all_entered() {
            let spec = field.spec();
            add(&format!("{number}.{}", spec.key), &escaped(&value.to_text(), matches!(spec.kind, Kind::Text { .. })));
        }
    }
    if comparison.columns != OPENING_COLUMNS {
        let keys: Vec<&str> = comparison.columns.iter().map(|column| column.key()).collect();
        add("columns", &keys.join(","));
    }
    if let Some(sort) = comparison.sort {
        add("sort", &sort.to_text());
    }
    if let Some(open) = comparison.open {
        add("open", &open.saturating_add(1).to_string());
    }
    if let Some(against) = comparison.against {
        add("against", &against.saturating_add(1).to_string());
    }
    if comparison.differences {
        add("differences", "1");
    }
    link.push_str("&end");
    debug_assert_eq!(decode(&link).comparison, *comparison);
    link
}

/// The link of the same comparison in another view.
#[must_use]
pub fn in_view(link: &str, from: View, to: View) -> String {
    let view = |view: View| format!("&view={}&", view.key());
    link.replacen(&view(from), &view(to), 1)
}

/// A value as a link holds it; free text may hold what other programs take for marks of their own.
#[must_use]
pub fn escaped(value: &str, is_free_text: bool) -> String {
    let set = if is_free_text { ESCAPED_IN_TEXT } else { ESCAPED };
    let mut link = String::new();
    for (place, part) in value.split('%').enumerate() {
        let mut part = part;
        if place > 0 {
            link.push_str("%25");
            // `%25` before two such digits is a sign that the whole link was escaped once more.
            if mend::starts_with_hex(part)
                && let Some((digit, rest)) = part.split_at_checked(1)
            {
                digit.bytes().for_each(|digit| link.push_str(&format!("%{digit:02X}")));
                part = rest;
            }
        }
        link.push_str(&utf8_percent_encode(part, set).to_string());
    }
    link
}

/// Reads a fragment, with or without its `#` or its address. Never fails and never panics.
#[must_use]
pub fn decode(fragment: &str) -> Decoded {
    let mut reader = Reader { catalogue: Catalogue::current(), warnings: Vec::new() };
    let pairs = reader.pairs(fragment);
    let version = reader.version(&pairs);
    let comparison = reader.comparison(&migrate::migrate(pairs, version));
    let mut warnings = reader.warnings;
    if let Some(more) = warnings.len().checked_sub(MOST_WARNINGS).filter(|more| *more > 0) {
        warnings.truncate(MOST_WARNINGS);
        warnings.push(words::and_more(&more.to_string()));
    }
    Decoded { comparison, warnings }
}

struct Reader {
    /// Of the edition that the link is pinned to, once that is known.
    catalogue: &'static Catalogue,
    warnings: Vec<String>,
}

impl Reader {
    fn warn(&mut self, message: impl Into<String>) {
        self.warnings.push(message.into());
    }

    /// The keys and values of a fragment, each key once.
    fn pairs(&mut self, fragment: &str) -> Pairs {
        if fragment.trim().len() > MAX_BYTES {
            self.warn(words::too_long(&MAX_BYTES.to_string()));
            return Vec::new();
        }
        let mended = mend::mend(fragment);
        if mended.is_garbled {
            self.warn(words::partly_garbled());
        }
        let mut pairs = Pairs::new();
        let mut has_end = false;
        for piece in mend::pieces(&mended.text) {
            if pairs.len() == MOST_KEYS {
                self.warn(words::too_many_keys(&MOST_KEYS.to_string()));
                break;
            }
            match self.after_end(piece) {
                Some(After::Text) => {
                    has_end = true;
                    break;
                }
                Some(_) => has_end = true,
                // What was an entity of HTML behind the link, as `&gt;`.
                None if has_end && !piece.contains('=') && piece.contains(';') => {}
                None if mend::is_tracker(piece) => {}
                None => self.pair(piece, &mut pairs),
            }
        }
        if (has_end || !pairs.is_empty()) && !pairs.iter().any(|(key, value)| is_ours(key, value)) {
            self.warnings.clear();
            self.warn(words::not_ours(&shortened(fragment)));
            return Vec::new();
        }
        if !has_end && !pairs.iter().any(|(key, _)| key == "end") {
            self.ending(&mut pairs);
        }
        pairs
    }

    /// Whether a piece is the last key, and what follows it there.
    fn after_end(&mut self, piece: &str) -> Option<After> {
        mend::after_end(piece)?;
        let piece = self.text(piece);
        let after = mend::after_end(&piece);
        if matches!(after, Some(After::Joined)) {
            self.warn(words::joined_to_end(&shortened(&piece)));
        }
        after
    }

    fn pair(&mut self, piece: &str, pairs: &mut Pairs) {
        let (key, value) = piece.split_once('=').unwrap_or((piece, ""));
        let (key, value) = (known_key(self.text(key)), self.text(value));
        if pairs.iter().any(|(other, _)| *other == key) {
            return self.warn(words::key_twice(&shortened(&key)));
        }
        let value = if KEYS.contains(&key.as_str()) { mend::tidied(&value) } else { value };
        pairs.push((key, value));
    }

    /// Looks after the last value of a link without `end`: one that was cut, or one that was written by hand.
    fn ending(&mut self, pairs: &mut Pairs) {
        let was_written = pairs.iter().any(|(key, _)| key == "v");
        let Some((key, value)) = pairs.last_mut() else { return };
        let is_text = entry_key(key).is_some_and(|(_, field)| matches!(field.spec().kind, Kind::Text { .. }));
        let is_shortened = !is_text && (value.ends_with('…') || value.ends_with(".."));
        if !is_text {
            *value = mend::without_closing(value).to_owned();
        }
        if was_written || is_shortened {
            // First, as it is the reason for others.
            self.warnings.insert(0, words::was_cut().to_owned());
        }
    }

    fn text(&mut self, escaped: &str) -> String {
        let is_escape =
            |rest: &str| matches!(rest.as_bytes(), [a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit());
        let bad = escaped.split('%').skip(1).any(|rest| !is_escape(rest));
        let (text, is_text) = mend::unescaped(escaped);
        if bad || !is_text {
            self.warn(words::garbled(&shortened(escaped)));
        }
        text
    }

    fn comparison(&mut self, pairs: &[(String, String)]) -> Comparison {
        let value = |key: &str| pairs.iter().find(|(other, _)| other == key).map(|(_, value)| value.as_str());
        self.catalogue = self.edition(value("d"));
        let mut entries = match value("models") {
            Some(slugs) => self.entries(slugs),
            None => Comparison::opening(self.catalogue).scenarios.into_iter().map(Some).collect(),
        };
        for (key, value) in pairs {
            self.entry_field(key, value, &mut entries);
        }
        let open = value("open").and_then(|number| self.entry(words::no_entry_to_open, number, &entries));
        let against = value("against").and_then(|number| self.entry(words::no_entry_to_compare, number, &entries));
        let mut comparison = Comparison::of(entries.into_iter().flatten().collect());
        comparison.open = open;
        comparison.against = against;
        if let Some(keys) = value("columns") {
            comparison.columns = self.columns(keys);
        }
        comparison.sort = value("sort").and_then(|sort| self.sort(sort));
        comparison.differences = value("differences").is_some_and(|flag| self.flag(flag));
        if let Some(key) = value("view") {
            comparison.view = view(key).unwrap_or_else(|| {
                self.warn(words::no_view(&shortened(key)));
                View::Compare
            });
        }
        comparison
    }

    /// The version of a link: the first when it names none, this one when it names one that is not known.
    fn version(&mut self, pairs: &Pairs) -> u32 {
        let Some((_, version)) = pairs.iter().find(|(key, _)| key == "v") else { return 1 };
        match version.parse::<u32>() {
            Ok(later) if later > VERSION => self.warn(words::later_version(&later.to_string())),
            Ok(known) if known > 0 => return known,
            _ => self.warn(words::no_version(&shortened(version))),
        }
        VERSION
    }

    /// The catalogue of the edition that a link is pinned to: the newest when it names none, or one that is not known.
    fn edition(&mut self, named: Option<&str>) -> &'static Catalogue {
        let named = named.unwrap_or(EDITION);
        if !EDITIONS.contains(&named) {
            self.warn(words::no_edition(&shortened(named), EDITION));
        }
        Catalogue::of(named)
    }

    /// The entries by their numbers; an unknown one keeps its number.
    fn entries(&mut self, slugs: &str) -> Vec<Option<Scenario>> {
        let mut entries = Vec::new();
        for slug in slugs.split(',').filter(|slug| !slug.is_empty()) {
            if entries.len() == MAX_ENTRIES {
                self.warn(words::too_many_entries(&MAX_ENTRIES.to_string()));
                break;
            }
            let models = self.catalogue.models();
            let slugs = |place: usize| match models.get(place) {
                Some(model) => Some(model.slug),
                None => (place == models.len()).then_some(OWN),
            };
            let entry = Scenario::preset(slug, self.catalogue)
                .or_else(|| Scenario::preset(mend::alike(slug, &slugs)?, self.catalogue));
            if entry.is_none() {
                self.warn(words::no_model(&shortened(slug)));
            }
            entries.push(entry);
        }
        entries
    }

    fn entry_field(&mut self, key: &str, value: &str, entries: &mut [Option<Scenario>]) {
        if KEYS.contains(&key) {
            return;
        }
        let parts = key.split_once('.').and_then(|(number, field)| Some((number.parse::<usize>().ok()?, field)));
        let Some((number, name)) = parts else {
            return self.warn(words::no_key(&shortened(key)));
        };
        let Some(field) = Field::from_key(name) else {
            return self.warn(words::no_field(&shortened(key)));
        };
        let Some(entry) = number.checked_sub(1).and_then(|place| entries.get_mut(place)) else {
            return self.warn(words::no_entry(&shortened(key), &number.to_string()));
        };
        // What belongs to an unknown model was reported with the model.
        if let Some(scenario) = entry
            && let Err(refusal) = self.enter(scenario, field, value)
        {
            let name = scenario.name();
            self.warn(words::refused(&name, &refusal.to_string()));
        }
    }

    /// Enters a value as it stands, or else as it was before other programs changed it.
    fn enter(&mut self, scenario: &mut Scenario, field: Field, value: &str) -> Result<(), Refusal> {
        let Err(refusal) = scenario.enter(field, value) else { return Ok(()) };
        let mended = match field.spec().kind {
            Kind::Text { .. } => return Err(refusal),
            Kind::Choice(choices) => {
                let options = choices.options(self.catalogue);
                mend::alike(value, &|place| options.get(place).map(|(slug, _)| *slug)).unwrap_or_default().to_owned()
            }
            Kind::Architecture => mend::configuration(value),
            Kind::Number { .. } | Kind::Whole { .. } => mend::tidied(value),
        };
        if scenario.enter(field, &mended).is_err() {
            return Err(refusal);
        }
        if mend::is_doubtful(value) {
            self.warn(words::read_as(&shortened(value), &shortened(&mended)));
        }
        Ok(())
    }

    /// The place of the entry of that number; `none` says that there is none.
    fn entry(&mut self, none: fn(&str) -> String, number: &str, entries: &[Option<Scenario>]) -> Option<usize> {
        let place = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        match place.filter(|place| matches!(entries.get(*place), Some(Some(_)))) {
            Some(place) => Some(entries.iter().take(place).flatten().count()),
            None => {
                self.warn(none(&shortened(number)));
                None
            }
        }
    }

    fn columns(&mut self, keys: &str) -> Vec<Column> {
        let mut columns: Vec<Column> = Vec::new();
        for key in keys.split(',').filter(|key| !key.is_empty()) {
            match column(key) {
                Some(column) if !columns.contains(&column) => columns.push(column),
                Some(_) => self.warn(words::column_twice(key)),
                None => self.warn(words::no_column(&shortened(key))),
            }
        }
        columns
    }

    fn sort(&mut self, text: &str) -> Option<Sort> {
        let (descending, key) = text.strip_prefix('-').map_or((false, text), |key| (true, key));
        match column(key) {
            // Rows have their names beside the columns.
            Some(Column::Item(Item::Field(Field::Name))) => Some(Sort { column: None, descending }),
            Some(column) => Some(Sort { column: Some(column), descending }),
            None => {
                self.warn(words::no_column_to_sort(&shortened(key)));
                None
            }
        }
    }

    fn flag(&mut self, text: &str) -> bool {
        if text != "1" {
            self.warn(words::no_flag(&shortened(text)));
        }
        text == "1"
    }
}

/// The key that is meant, as links write it; any other as it is.
fn known_key(key: String) -> String {
    if KEYS.contains(&key.as_str()) {
        return key;
    }
    match entry_key(&key) {
        Some((number, field)) => format!("{number}.{}", field.spec().key),
        None => mend::alike(&key, &|place| KEYS.get(place).copied()).map_or(key, str::to_owned),
    }
}

/// The entry and the field that a key is for.
fn entry_key(key: &str) -> Option<(usize, Field)> {
    let (number, name) = key.split_once('.')?;
    let meant = || mend::alike(name, &field_key).and_then(Field::from_key);
    Some((mend::tidied(number).parse().ok()?, Field::from_key(name).or_else(meant)?))
}

fn field_key(place: usize) -> Option<&'static str> {
    FIELDS.get(place).map(|spec| spec.key)
}

fn column(key: &str) -> Option<Column> {
    let results = Item::RESULTS.len();
    let keys = |place: usize| match place.checked_sub(results) {
        None => Item::RESULTS.get(place).map(|item| item.key()),
        Some(0) => Some(Column::Claims.key()),
        Some(beyond) => field_key(beyond.checked_sub(1)?),
    };
    Column::from_key(key).or_else(|| Column::from_key(mend::alike(key, &keys)?))
}

fn view(key: &str) -> Option<View> {
    let keys = |place: usize| View::ALL.get(place).map(|view| view.key());
    View::from_key(key).or_else(|| View::from_key(mend::alike(key, &keys)?))
}

/// Whether a key and its value show that a fragment is one of these links. Other pages use short keys as well.
fn is_ours(key: &str, value: &str) -> bool {
    let is_number = value.parse::<u32>().is_ok();
    match key {
        "models" | "columns" => true,
        "v" | "open" | "against" | "differences" => is_number,
        "d" => EDITIONS.contains(&value),
        "view" => view(value).is_some(),
        "sort" => column(value.trim_start_matches('-')).is_some(),
        _ => entry_key(key).is_some(),
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
