//! A scenario: a preset of the catalogue and what a visitor entered instead of its figures.

use std::fmt;

use crate::architecture_text;
use crate::catalogue::{Architecture, Catalogue, Model};
use crate::estimate::{Estimate, Item};
use crate::field::{Field, Kind};
use crate::interval::Interval;
use crate::number;
use crate::text::{self, Style};
use crate::uncertainty::{self, Distribution, Reading};
use crate::words::scenario as words;

/// A value entered in a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Free text.
    Text(String),
    /// A number or a range in the field's base unit.
    Number(Interval<f64>),
    /// A number of which a distribution is known, in the field's base unit.
    Uncertain(Distribution),
    /// A slug of the field's list.
    Choice(&'static str),
    /// A model's configuration.
    Architecture(Box<Architecture>),
}

/// Why a value cannot be entered in a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The field.
    pub field: Field,
    /// What was entered, at most 64 characters of it.
    pub value: String,
    /// What is wrong with it, and what is allowed.
    pub reason: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&words::refused(self.field.spec().label(), &self.value, &self.reason))
    }
}

/// One run to be estimated: everything as the preset has it, but for what was entered.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    preset: Option<&'static str>,
    catalogue: &'static Catalogue,
    /// In the order of the fields, each at most once.
    entered: Vec<(Field, Value)>,
}

/// The slug of the entry that starts with nothing filled in.
pub const OWN: &str = "own";

impl Scenario {
    /// A model of the catalogue as published, in its edition, or with the slug [`OWN`] an entry with nothing filled in; nothing for
    /// any other slug.
    #[must_use]
    pub fn preset(slug: &str, catalogue: &'static Catalogue) -> Option<Self> {
        let preset = if slug == OWN { None } else { Some(catalogue.model(slug)?.slug) };
        Some(Self { preset, catalogue, entered: Vec::new() })
    }

    /// The edition of the data whose figures it is worked out from.
    #[must_use]
    pub const fn edition(&self) -> &'static str {
        self.catalogue.edition()
    }

    /// The catalogue of that edition.
    #[must_use]
    pub const fn catalogue(&self) -> &'static Catalogue {
        self.catalogue
    }

    /// Slug of the preset.
    #[must_use]
    pub fn slug(&self) -> &'static str {
        self.preset.unwrap_or(OWN)
    }

    /// The preset, unless the entry started empty.
    #[must_use]
    pub fn model(&self) -> Option<&'static Model> {
        self.catalogue.model(self.preset?)
    }

    /// The configuration of its model, where that is known: the one entered, or the preset's.
    #[must_use]
    pub fn architecture(&self) -> Option<Architecture> {
        match self.entered(Field::Architecture) {
            Some(Value::Architecture(architecture)) => Some(**architecture),
            _ => Some(self.model()?.architecture.as_ref()?.value()),
        }
    }

    /// The name by which readers know the entry: the one entered, or the preset's.
    #[must_use]
    pub fn name(&self) -> String {
        match self.entered(Field::Name) {
            Some(Value::Text(name)) => name.clone(),
            _ => self.model().map_or(words::own_run(), |model| model.name).to_owned(),
        }
    }

    /// What stands in a field, for readers: what was entered, or what the estimate has.
    #[must_use]
    pub fn shown(&self, field: Field, estimate: Option<&Estimate>) -> Option<String> {
        match (self.entered(field), field.spec().kind) {
            (Some(Value::Number(number)), _) => Some(text::exact_or_range(*number, field.spec().style)),
            (Some(Value::Choice(slug)), Kind::Choice(choices)) => choices
                .options(self.catalogue)
                .into_iter()
                .find(|(other, _)| other == slug)
                .map(|(_, name)| name.to_owned()),
            (Some(value @ Value::Uncertain(_)), _) => value.spread_in_words(field),
            (Some(Value::Text(text)), _) => Some(text.clone()),
            // A configuration is long.
            (_, Kind::Architecture) => None,
            _ => (!field.spec().group.is_found()).then(|| Some(estimate?.step(Item::Field(field)).to_text())).flatten(),
        }
    }

    /// What was entered in a field.
    #[must_use]
    pub fn entered(&self, field: Field) -> Option<&Value> {
        self.entered.iter().find(|(of, _)| *of == field).map(|(_, value)| value)
    }

    /// The number entered in a field, or the range that a distribution entered there amounts to.
    #[must_use]
    pub fn number(&self, field: Field) -> Option<Interval<f64>> {
        self.entered(field).and_then(Value::number)
    }

    /// Everything that was entered, in the order of the fields.
    pub fn all_entered(&self) -> impl Iterator<Item = (Field, &Value)> {
        self.entered.iter().map(|(field, value)| (*field, value))
    }

    /// Enters what a visitor typed or a link says.
    ///
    /// # Errors
    /// When the text cannot be read as the field's kind or lies outside its range; the scenario is then unchanged.
    pub fn enter(&mut self, field: Field, typed: &str) -> Result<(), Refusal> {
        self.put(field, read(field, typed, self.catalogue)?);
        Ok(())
    }

    /// Enters a number in the field's base unit, without the way over a text.
    ///
    /// # Errors
    /// When the field takes no numbers or the number lies outside its range; the scenario is then unchanged.
    pub fn enter_number(&mut self, field: Field, number: f64) -> Result<(), Refusal> {
        match field.spec().kind {
            Kind::Number { min, max } if (min..=max).contains(&number) => {
                // A zero loses its sign, as in a text.
                self.put(field, Value::Number(Interval::exact(number + 0.0)));
                Ok(())
            }
            _ => self.enter(field, &number::to_text(Interval::exact(number))),
        }
    }

    /// Enters a value that is known to be one of the field's.
    pub(crate) fn put(&mut self, field: Field, value: Value) {
        self.reset(field);
        let place = self.entered.iter().take_while(|(of, _)| *of < field).count();
        self.entered.insert(place, (field, value));
    }

    /// Goes back to the preset's figure.
    pub fn reset(&mut self, field: Field) {
        self.entered.retain(|(of, _)| *of != field);
    }

    /// Goes back to the preset in every field.
    pub fn reset_all(&mut self) {
        self.entered.clear();
    }
}

impl Value {
    /// A number, or the range that a distribution amounts to.
    #[must_use]
    pub fn number(&self) -> Option<Interval<f64>> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Uncertain(distribution) => Some(distribution.interval()),
            _ => None,
        }
    }

    /// What a distribution amounts to, for readers; nothing for any other value.
    #[must_use]
    pub fn spread_in_words(&self, field: Field) -> Option<String> {
        let Self::Uncertain(distribution) = self else { return None };
        let at = |part| text::point(distribution.quantile(part), field.spec().style);
        Some(words::spread(&at(0.5), &at(0.05), &at(0.95)))
    }

    /// The shortest text that enters the same value again.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number::to_text(*number),
            Self::Uncertain(distribution) => distribution.to_string(),
            Self::Choice(slug) => (*slug).to_owned(),
            Self::Architecture(architecture) => architecture_text::to_text(architecture),
        }
    }
}

/// What is wrong with a number outside the range; a share may have been typed without its percent sign.
fn outside(field: Field, typed: &str, read: Interval<f64>, allowed: &str) -> String {
    let is_percentage =
        field.spec().kind.is_share() && !typed.contains('%') && read.low() > 1.0 && read.high() <= 100.0;
    if is_percentage { words::outside_without_sign(allowed, typed.trim()) } else { words::outside(allowed) }
}

/// Reads what was typed in a field.
///
/// # Errors
/// When the text cannot be read as the field's kind or lies outside its range.
pub fn read(field: Field, typed: &str, catalogue: &Catalogue) -> Result<Value, Refusal> {
    let refuse = |reason: String| Err(Refusal { field, value: typed.chars().take(64).collect(), reason });
    match field.spec().kind {
        Kind::Text { max } => {
            let text: String = typed.chars().filter(|c| !c.is_control()).collect();
            let text = text.trim();
            match text.chars().count() {
                0 => refuse(words::is_empty().to_owned()),
                count if count > max => refuse(words::too_long(&count.to_string(), &max.to_string())),
                _ => Ok(Value::Text(text.to_owned())),
            }
        }
        Kind::Number { min, max } => {
            let (value, range) = match uncertainty::parse(typed) {
                Ok(Reading::Range(range)) => (Value::Number(range), range),
                Ok(Reading::Distribution(of)) => (Value::Uncertain(of), of.interval()),
                Err(fault) => return refuse(words::cannot_be_used(&fault.to_string(), &allowed(field, min, max))),
            };
            if range.low() >= min && range.high() <= max {
                return Ok(value);
            }
            refuse(outside(field, typed, range, &allowed(field, min, max)))
        }
        Kind::Whole { min, max } => {
            let (min, max) = (f64::from(min), f64::from(max));
            let range = || words::from_to(&text::point(min, Style::Count("")), &text::point(max, Style::Count("")));
            match number::parse(typed) {
                Ok(read) if !read.is_exact() || read.low() != libm::floor(read.low()) => {
                    refuse(words::not_whole(&range()))
                }
                Ok(read) if read.low() < min || read.low() > max => refuse(words::outside(&range())),
                Ok(read) => Ok(Value::Number(read)),
                Err(fault) => refuse(words::cannot_be_used(&fault.to_string(), &range())),
            }
        }
        Kind::Architecture => match architecture_text::parse(typed) {
            Ok(architecture) => Ok(Value::Architecture(Box::new(architecture))),
            Err(fault) => refuse(fault.to_string()),
        },
        Kind::Choice(choices) => {
            let options = choices.options(catalogue);
            match options.iter().find(|(slug, _)| *slug == typed) {
                Some((slug, _)) => Ok(Value::Choice(slug)),
                None => {
                    let slugs: Vec<&str> = options.iter().map(|(slug, _)| *slug).collect();
                    refuse(words::not_one_of(&slugs.join(", ")))
                }
            }
        }
    }
}

/// The least and the most that a field takes, for readers; nothing for one that takes no numbers.
#[must_use]
pub fn range_of(field: Field) -> Option<String> {
    match field.spec().kind {
        Kind::Number { min, max } => Some(allowed(field, min, max)),
        Kind::Whole { min, max } => Some(allowed(field, f64::from(min), f64::from(max))),
        _ => None,
    }
}

fn allowed(field: Field, min: f64, max: f64) -> String {
    let style = field.spec().style;
    words::from_to(&text::point(min, style), &text::point(max, style))
}
