//! What a line of input asks for.

use std::borrow::Cow;
use std::fmt;

use cost_model::catalogue::Catalogue;
use cost_model::estimate::Infeasible;
use cost_model::field::Field;
use cost_model::query;
use cost_model::scenario::{OWN, Refusal, Scenario};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// Why a line gives no estimate.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) message: String,
    /// The field that is at fault, where it is one.
    pub(super) field: Option<Field>,
}

impl Fault {
    pub(super) fn of(message: impl Into<String>) -> Self {
        Self { message: message.into(), field: None }
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self { message: refusal.to_string(), field: Some(refusal.field) }
    }
}

impl From<Infeasible> for Fault {
    fn from(infeasible: Infeasible) -> Self {
        Self { message: infeasible.to_string(), field: Some(infeasible.field) }
    }
}

/// A line that was read.
pub(super) struct Request<'a> {
    /// What the answer is to be known by, as it stands in the line.
    pub(super) id: Option<&'a RawValue>,
    pub(super) asked: Result<Asked, Fault>,
}

/// The scenarios of a line.
pub(super) enum Asked {
    One(Scenario),
    /// The entries of a link.
    Several(Vec<Scenario>),
}

/// Reads a line that is not blank.
pub(super) fn read<'a>(line: &'a str) -> Request<'a> {
    let fault = |fault| Request { id: None, asked: Err(fault) };
    match line.trim_start().bytes().next() {
        Some(b'{') => match object(line) {
            Ok(mut pairs) => {
                let asked = pairs.asked();
                Request { id: pairs.id, asked }
            }
            Err(of) => fault(of),
        },
        Some(b'"') => {
            let link = serde_json::from_str::<String>(line).map_err(|error| not_json(&error));
            Request { id: None, asked: link.and_then(|link| entries(&link)) }
        }
        _ => fault(Fault::of("A line must be a JSON object, or a link as a JSON string.")),
    }
}

fn object(line: &str) -> Result<Pairs<'_>, Fault> {
    serde_json::from_str(line).map_err(|error| not_json(&error))
}

/// The place within the line; that of the line stands beside the error.
fn not_json(error: &serde_json::Error) -> Fault {
    let place = format!(" at line {} column {}", error.line(), error.column());
    let words = error.to_string();
    let words = words.strip_suffix(&place).unwrap_or(&words);
    Fault::of(format!("This is not JSON: {words}, at byte {}.", error.column()))
}

/// The keys and values of an object.
#[derive(Default)]
struct Pairs<'a> {
    id: Option<&'a RawValue>,
    link: Option<&'a RawValue>,
    model: Option<&'a RawValue>,
    fields: Vec<(Field, &'a RawValue)>,
    /// The first that is wrong with the keys.
    fault: Option<Fault>,
}

enum Key {
    Id,
    Link,
    Model,
    Field(Field),
    Unknown(String),
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(KeyVisitor)
    }
}

struct KeyVisitor;

impl Visitor<'_> for KeyVisitor {
    type Value = Key;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Key, E> {
        Ok(match key {
            "id" => Key::Id,
            "link" => Key::Link,
            "model" => Key::Model,
            _ => Field::from_key(key).map_or_else(|| Key::Unknown(shortened(key)), Key::Field),
        })
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Pairs<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PairsVisitor(Pairs::default()))
    }
}

struct PairsVisitor<'a>(Pairs<'a>);

impl<'de: 'a, 'a> Visitor<'de> for PairsVisitor<'a> {
    type Value = Pairs<'a>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Pairs<'a>, A::Error> {
        while let Some(key) = map.next_key()? {
            self.0.add(key, map.next_value()?);
        }
        Ok(self.0)
    }
}

impl<'a> Pairs<'a> {
    /// Null stands for nothing, as engines write it where a column has no value.
    fn add(&mut self, key: Key, value: &'a RawValue) {
        if value.get() == "null" && !matches!(key, Key::Id | Key::Unknown(_)) {
            return;
        }
        let (name, before) = match key {
            Key::Id => ("id", self.id.replace(value).is_some()),
            Key::Link => ("link", self.link.replace(value).is_some()),
            Key::Model => ("model", self.model.replace(value).is_some()),
            Key::Field(field) => {
                let before = self.fields.iter().any(|(of, _)| *of == field);
                self.fields.push((field, value));
                if before {
                    self.blame(format!("“{}” stands twice in the line.", field.spec().key), Some(field));
                }
                return;
            }
            Key::Unknown(key) => return self.blame(format!("“{key}” is no field, nor id, model or link."), None),
        };
        if before {
            self.blame(format!("“{name}” stands twice in the line."), None);
        }
    }

    fn blame(&mut self, message: String, field: Option<Field>) {
        self.fault.get_or_insert(Fault { message, field });
    }

    fn asked(&mut self) -> Result<Asked, Fault> {
        if self.id.is_some_and(|id| id.get().starts_with(['{', '['])) {
            self.id = None;
            return Err(Fault::of("“id” must be a number, a text, true, false or null."));
        }
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }
        match self.link {
            None => self.scenario().map(Asked::One),
            Some(_) if self.model.is_some() || !self.fields.is_empty() => {
                Err(Fault::of("A link stands alone, or with an id: its fields are within it."))
            }
            Some(link) => entries(&text(link, "link")?),
        }
    }

    fn scenario(&self) -> Result<Scenario, Fault> {
        let slug = match self.model {
            Some(model) => text(model, "model")?,
            None => Cow::Borrowed(OWN),
        };
        let mut scenario = Scenario::preset(&slug, Catalogue::current())
            .ok_or_else(|| Fault::of(format!("There is no model “{}”.", shortened(&slug))))?;
        for (field, value) in &self.fields {
            enter(&mut scenario, *field, value)?;
        }
        Ok(scenario)
    }
}

/// Enters a number in the field's base unit, or what a visitor would type.
fn enter(scenario: &mut Scenario, field: Field, value: &RawValue) -> Result<(), Fault> {
    let json = value.get();
    match json.bytes().next() {
        Some(b'"') => Ok(scenario.enter(field, &text(value, field.spec().key)?)?),
        Some(b'-' | b'0'..=b'9') => match json.parse::<f64>() {
            Ok(number) if number.is_finite() && number != 0.0 => Ok(scenario.enter_number(field, number)?),
            // As a text it is told apart from what is too small or too large to be kept.
            _ => Ok(scenario.enter(field, json)?),
        },
        _ => {
            Err(Fault { message: format!("{}: must be a number or a text.", field.spec().label()), field: Some(field) })
        }
    }
}

/// The text of a JSON string, which is copied only where it has escapes.
pub(super) fn text<'a>(value: &'a RawValue, name: &str) -> Result<Cow<'a, str>, Fault> {
    let json = value.get();
    match json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        None => Err(Fault::of(format!("“{name}” must be a text."))),
        Some(inside) if !inside.contains('\\') => Ok(Cow::Borrowed(inside)),
        Some(_) => serde_json::from_str(json).map(Cow::Owned).map_err(|error| not_json(&error)),
    }
}

/// The entries of a link, or of its fragment. One of which anything is not understood gives none.
fn entries(link: &str) -> Result<Asked, Fault> {
    let fragment = link.split_once('#').map_or(link, |(_, fragment)| fragment);
    let decoded = query::decode(fragment);
    if !decoded.warnings.is_empty() {
        return Err(Fault::of(decoded.warnings.join(" ")));
    }
    match decoded.comparison.scenarios {
        scenarios if scenarios.is_empty() => Err(Fault::of("The link has no entries.")),
        scenarios => Ok(Asked::Several(scenarios)),
    }
}

/// At most 40 characters, to be quoted.
fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
