//! The whole scenario as JSON: what a link says, to be kept, read and changed as a file.

use std::fmt::Write;

use cost_model::catalogue::{Catalogue, EDITION};
use cost_model::comparison::{Column, Comparison, MAX_ENTRIES, OPENING_COLUMNS, View};
use cost_model::engine::SCENARIO as FORMAT;
use cost_model::field::{Field, Kind};
use cost_model::interval::Interval;
use cost_model::number;
use cost_model::query::{self, VERSION};
use cost_model::scenario::{self, Scenario};
use json_tree::Json;
use serde_json::{Value, json};

use crate::address::Address;
use crate::clean::short;

/// The version of the file that is written.
const FILE_VERSION: u32 = 1;

/// The longest file that is read, in bytes.
pub const MAX_SCENARIO_BYTES: usize = 1_000_000;

/// The scenario of a comparison as JSON; nothing when it has no entries.
pub(crate) fn written(comparison: &Comparison, address: &Address) -> Option<String> {
    if comparison.scenarios.is_empty() {
        return None;
    }
    debug_assert_eq!(query::decode(address.fragment()).comparison, *comparison);
    let entries: Vec<String> = comparison.scenarios.iter().map(|scenario| format!("    {}", entry(scenario))).collect();
    let mut text = format!(
        "{{\n  \"format\": {},\n  \"version\": {FILE_VERSION},\n  \"data_edition\": {},\n  \"link\": {},\n  \"view\": {},\n  \
         \"entries\": [\n{}\n  ]",
        json!(FORMAT),
        json!(comparison.edition()),
        json!(address.whole()),
        json!(comparison.view.key()),
        entries.join(",\n")
    );
    for (key, value) in differing(comparison) {
        let _ = write!(text, ",\n  \"{key}\": {value}");
    }
    text.push_str("\n}\n");
    Some(text)
}

fn entry(scenario: &Scenario) -> String {
    let fields = scenario.all_entered();
    let fields: Vec<String> =
        fields.map(|(field, value)| format!("{}: {}", json!(field.spec().key), json!(value.to_text()))).collect();
    format!("{{ \"model\": {}, \"fields\": {{ {} }} }}", json!(scenario.slug()), fields.join(", "))
}

/// What differs from the state in which the page opens.
fn differing(comparison: &Comparison) -> Vec<(&'static str, Value)> {
    let mut differing = Vec::new();
    if comparison.columns != OPENING_COLUMNS {
        differing.push(("columns", comparison.columns.iter().map(|column| column.key()).collect()));
    }
    if let Some(sort) = comparison.sort {
        differing.push(("sort", json!(sort.to_text())));
    }
    if let Some(open) = comparison.open {
        differing.push(("open", json!(open.saturating_add(1))));
    }
    if let Some(against) = comparison.against {
        differing.push(("against", json!(against.saturating_add(1))));
    }
    if comparison.differences {
        differing.push(("differences", json!(true)));
    }
    differing
}

/// The fragment of the link that says what a scenario file says.
///
/// # Errors
/// In words, when the file is not one of these or something in it cannot be used.
pub fn fragment_of(json: &str) -> Result<String, String> {
    if json.len() > MAX_SCENARIO_BYTES {
        return Err(format!("The file has more than {MAX_SCENARIO_BYTES} bytes, the most that a scenario may have."));
    }
    if json.trim().is_empty() {
        return Err("The file is empty.".to_owned());
    }
    let json = json.strip_prefix('\u{feff}').unwrap_or(json);
    let tree = json_tree::parse(json).map_err(|error| not_json(&error))?;
    let Json::Object(pairs) = tree else {
        return Err(format!("The file holds {}, not the object of a scenario.", tree.shown()));
    };
    let file = Read::of(&pairs)?;
    let fragment = file.fragment();
    if fragment.len() > query::MAX_BYTES {
        return Err(format!("The scenario is longer than the {} bytes that a link may have.", query::MAX_BYTES));
    }
    // Whatever a link would warn of is a fault of the file, but for another edition, which the page says with the figures.
    let warnings = query::decode(&Read { edition: EDITION, ..file }.fragment()).warnings;
    if warnings.is_empty() { Ok(fragment) } else { Err(warnings.join(" ")) }
}

fn not_json(message: &str) -> String {
    if message.contains("recursion limit") {
        return "The file is nested too deeply for a scenario.".to_owned();
    }
    format!("The file cannot be read as JSON: {message}.")
}

/// Fields and what was entered in each.
type Entered = Vec<(Field, String)>;

/// What a file says, checked.
struct Read<'a> {
    edition: &'a str,
    view: &'a str,
    /// Slugs, and for each what was entered.
    entries: Vec<(&'a str, Entered)>,
    /// What else stands in the link.
    others: Vec<(&'static str, String)>,
}

impl<'a> Read<'a> {
    fn of(pairs: &'a [(String, Json)]) -> Result<Self, String> {
        let value = |key: &str| pairs.iter().find(|(other, _)| other == key).map(|(_, value)| value);
        match value("format") {
            Some(Json::Text(format)) if format == FORMAT => {}
            Some(other) => return Err(format!("“format” is {}; a scenario has “{FORMAT}”.", other.shown())),
            None => return Err(format!("The file does not say that it is a scenario: “format” is not “{FORMAT}”.")),
        }
        match value("version") {
            Some(Json::Whole(version)) if *version == u64::from(FILE_VERSION) => {}
            None => return Err(format!("“version” is missing; it is {FILE_VERSION}.")),
            Some(other) => return Err(format!("“version” is {}; only {FILE_VERSION} can be read.", other.shown())),
        }
        let entries = match value("entries") {
            Some(Json::List(entries)) if !entries.is_empty() => entries,
            Some(Json::List(_)) | None => {
                return Err("The file has no entries: “entries” lists at least one.".to_owned());
            }
            Some(other) => return Err(format!("“entries” is {}, not a list.", other.shown())),
        };
        if entries.len() > MAX_ENTRIES {
            return Err(format!("The file has {} entries; at most {MAX_ENTRIES} can be compared.", entries.len()));
        }
        let entries: Result<Vec<_>, String> = (1..).zip(entries).map(|(number, tree)| entry_of(number, tree)).collect();
        let mut read = Self { edition: EDITION, view: View::Compare.key(), entries: entries?, others: Vec::new() };
        for (key, value) in pairs {
            read.rest(key, value)?;
        }
        Ok(read)
    }

    /// Takes in a key of the file beside its entries.
    fn rest(&mut self, key: &str, value: &'a Json) -> Result<(), String> {
        let other = match (key, value) {
            ("format" | "version" | "entries", _) | ("link", Json::Text(_)) => return Ok(()),
            ("data_edition", Json::Text(edition)) => {
                self.edition = edition;
                return Ok(());
            }
            ("view", Json::Text(view)) => {
                self.view = view_of(view)?;
                return Ok(());
            }
            ("columns", Json::List(columns)) => ("columns", columns_of(columns)?),
            ("sort", Json::Text(sort)) => ("sort", sort.clone()),
            ("open", Json::Whole(_) | Json::Other(_)) => ("open", self.number("open", value)?),
            ("against", Json::Whole(_) | Json::Other(_)) => ("against", self.number("against", value)?),
            ("differences", Json::Bool(false)) => return Ok(()),
            ("differences", Json::Bool(true)) => ("differences", "1".to_owned()),
            (known, other) => return Err(wrong(known, other)),
        };
        self.others.push(other);
        Ok(())
    }

    /// The number of an entry.
    fn number(&self, key: &str, number: &Json) -> Result<String, String> {
        let last = self.entries.len();
        match number {
            Json::Whole(place) if (1..=last as u64).contains(place) => Ok(place.to_string()),
            _ => Err(format!("“{key}” is {}; allowed: 1 to {last}, the number of an entry.", number.shown())),
        }
    }

    fn fragment(&self) -> String {
        let slugs: Vec<&str> = self.entries.iter().map(|(slug, _)| *slug).collect();
        let edition = query::escaped(self.edition, true);
        let mut link = format!("v={VERSION}&d={edition}&view={}&models={}", self.view, slugs.join(","));
        for (number, (_, fields)) in (1_usize..).zip(&self.entries) {
            for (field, value) in fields {
                let spec = field.spec();
                let value = query::escaped(value, matches!(spec.kind, Kind::Text { .. }));
                let _ = write!(link, "&{number}.{}={value}", spec.key);
            }
        }
        for (key, value) in &self.others {
            let _ = write!(link, "&{key}={}", query::escaped(value, false));
        }
        link.push_str("&end");
        link
    }
}

/// What is wrong with a key or its value.
fn wrong(key: &str, value: &Json) -> String {
    let expected = match key {
        "data_edition" | "link" | "view" | "sort" => "a text",
        "columns" => "a list of the keys of columns",
        "open" | "against" => "the number of an entry",
        "differences" => "true or false",
        _ => return format!("“{}” is not a key of a scenario.", short(key)),
    };
    format!("“{key}” is {}; allowed: {expected}.", value.shown())
}

fn view_of(key: &str) -> Result<&'static str, String> {
    View::from_key(key).map(View::key).ok_or_else(|| {
        let views: Vec<&str> = View::ALL.iter().map(|view| view.key()).collect();
        format!("“view” is “{}”; allowed: {}.", short(key), views.join(", "))
    })
}

fn columns_of(columns: &[Json]) -> Result<String, String> {
    let keys: Result<Vec<&str>, String> = columns
        .iter()
        .map(|column| match column {
            Json::Text(key) if Column::from_key(key).is_some() => Ok(key.as_str()),
            other => Err(format!("“columns” has {}, which is not the key of a column.", other.shown())),
        })
        .collect();
    Ok(keys?.join(","))
}

/// An entry's slug and what was entered in it.
fn entry_of(number: usize, tree: &Json) -> Result<(&str, Entered), String> {
    let Json::Object(pairs) = tree else {
        return Err(format!("Entry {number} is {}, not an object with “model” and “fields”.", tree.shown()));
    };
    let (mut slug, mut fields) = (None, Vec::new());
    for (key, value) in pairs {
        match (key.as_str(), value) {
            ("model", Json::Text(model)) if Scenario::preset(model, Catalogue::current()).is_some() => {
                slug = Some(model)
            }
            ("model", other) => return Err(format!("Entry {number}: there is no model {}.", other.shown())),
            ("fields", Json::Object(entered)) => fields = fields_of(number, entered)?,
            ("fields", other) => return Err(format!("Entry {number}: “fields” is {}, not an object.", other.shown())),
            (other, _) => return Err(format!("Entry {number}: “{}” is neither “model” nor “fields”.", short(other))),
        }
    }
    let slug = slug.ok_or_else(|| format!("Entry {number} has no “model”; “own” is one that starts empty."))?;
    Ok((slug, fields))
}

fn fields_of(number: usize, entered: &[(String, Json)]) -> Result<Entered, String> {
    let mut fields = Vec::new();
    for (key, value) in entered {
        let field = Field::from_key(key).ok_or_else(|| format!("Entry {number}: “{}” names no field.", short(key)))?;
        let typed = match value {
            Json::Text(text) => text.clone(),
            Json::Whole(whole) => whole.to_string(),
            Json::Other(number) => number::to_text(Interval::exact(*number)),
            other => {
                return Err(format!("Entry {number}, {key}: {} is neither a text nor a number.", other.shown()));
            }
        };
        if let Err(refusal) = scenario::read(field, &typed, Catalogue::current()) {
            return Err(format!("Entry {number}, {key}, {refusal}."));
        }
        fields.push((field, typed));
    }
    Ok(fields)
}
