//! Figures: a value with its source, a list of values that disagree, or the reason why there is none.

use toml::Value;

use crate::editions::newest_first;
use crate::reader::{Table, field, list, saying};

/// Whether a file may leave a figure out.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Presence {
    Required,
    Optional,
}

/// What a numeric figure measures: the unit, by the name of its type in the cost model, and the range outside which a
/// value is a slip of the pen rather than a fact.
pub(crate) struct Measure {
    pub(crate) unit: &'static str,
    pub(crate) min: f64,
    pub(crate) max: f64,
}

/// Shorthand for a [`Measure`].
pub(crate) const fn measure(unit: &'static str, min: f64, max: f64) -> Measure {
    Measure { unit, min, max }
}

impl Table<'_> {
    /// A numeric figure, as the fields of a `Figure<Interval<Unit>>`.
    pub(crate) fn number(&mut self, key: &str, measure: &Measure, presence: Presence) -> String {
        self.figure(key, presence, |table| interval(table, measure))
    }

    /// A figure whose value is one of a few words, as the fields of a `Figure<Enum>`.
    pub(crate) fn choice(&mut self, key: &str, words: &[&str], presence: Presence) -> String {
        self.figure(key, presence, |table| table.word("value", words))
    }

    /// A figure whose value is free text, as the fields of a `Figure<&str>`.
    pub(crate) fn words(&mut self, key: &str, presence: Presence) -> String {
        self.figure(key, presence, |table| table.text("value"))
    }

    /// A figure whose value is the slug of an accelerator.
    pub(crate) fn hardware(&mut self, key: &str, presence: Presence) -> String {
        self.figure(key, presence, |table| {
            let slug = table.str("value");
            table.reference("value", slug, "an accelerator", &table.known.hardware);
            field(slug)
        })
    }

    fn figure(&mut self, key: &str, presence: Presence, value: impl Fn(&mut Table<'_>) -> String) -> String {
        if !self.has(key) {
            if presence == Presence::Required {
                self.fault(key, "is missing; a figure that nobody published is { unknown = \"why\" }");
            }
            return field("?");
        }
        let mut editions: Vec<(String, Said)> = Vec::new();
        for mut table in self.tables(key) {
            let since = table.since();
            let said = if table.has("unknown") {
                Said::Unknown(table.str("unknown").to_owned())
            } else {
                Said::Values(vec![value(&mut table) + &citation(&mut table)])
            };
            table.finish();
            match editions.iter_mut().find(|(of, _)| *of == since) {
                Some((_, before)) => before.add(said),
                None => editions.push((since, said)),
            }
        }
        if editions.is_empty() {
            self.fault(key, "has no value");
        }
        if presence == Presence::Required && !self.has("since") && editions.iter().all(|(since, _)| !since.is_empty()) {
            self.fault(key, "has no value in the editions before");
        }
        newest_first(editions.into_iter().map(|(since, said)| (since, said.fields())).collect(), field("?"))
    }
}

/// What the tables of a figure say in one edition.
enum Said {
    Unknown(String),
    Values(Vec<String>),
}

impl Said {
    /// A figure that is unknown has no values.
    fn add(&mut self, other: Self) {
        match (self, other) {
            (Self::Values(values), Self::Values(more)) => values.extend(more),
            (this @ Self::Values(_), unknown) => *this = unknown,
            (Self::Unknown(_), _) => {}
        }
    }

    fn fields(&self) -> String {
        match self {
            Self::Unknown(why) => field(format!("?{why}")),
            Self::Values(values) => list(values),
        }
    }
}

/// A number of a row whose figures share one citation, as a field that is empty where it may be absent and is.
pub(crate) fn plain(table: &mut Table<'_>, key: &str, measure: &Measure, is_required: bool) -> String {
    if is_required && !table.has(key) {
        table.fault(key, "is missing");
    }
    field(bound(table, key, measure).map(|number| format!("{number:?}")).unwrap_or_default())
}

/// One number, or the two ends, or the ends with a most likely value in between, in ascending order.
fn interval(table: &mut Table<'_>, measure: &Measure) -> String {
    let central = bound(table, "value", measure);
    let low = bound(table, "low", measure);
    let high = bound(table, "high", measure);
    match (low, central, high) {
        (None, Some(value), None) => field(format!("{value:?}")),
        (Some(low), central, Some(high)) => {
            if low > high || central.is_some_and(|central| central < low || central > high) {
                table.fault("", "low, value and high are not in order");
            }
            match central {
                Some(central) => field(format!("{low:?} {central:?} {high:?}")),
                None => field(format!("{low:?} {high:?}")),
            }
        }
        _ => {
            table.fault("", "needs a value, or both low and high");
            String::new()
        }
    }
}

fn bound(table: &mut Table<'_>, key: &str, measure: &Measure) -> Option<f64> {
    let value = table.take(key)?;
    let number = match value {
        Value::Float(number) => Some(*number),
        // Whole numbers in these files are far below 2^53.
        Value::Integer(number) => Some(*number as f64),
        _ => None,
    };
    match number {
        Some(number) if (measure.min..=measure.max).contains(&number) => Some(number),
        Some(number) => {
            table.fault(key, format!("{number:e} is outside {:e} to {:e} {}", measure.min, measure.max, measure.unit));
            None
        }
        None => {
            table.fault(key, format!("`{value}` is not a number"));
            None
        }
    }
}

/// The basis, source, locator and note of a table, as the fields of a `Citation`.
pub(crate) fn citation(table: &mut Table<'_>) -> String {
    let basis = table.word("basis", &["vendor", "measured", "reported", "derived", "assumed"]);
    let rationale = table.optional_str("rationale");
    let basis = match (basis == field("assumed"), rationale) {
        (true, Some(rationale)) => basis + &saying(rationale),
        (true, None) => {
            table.fault("rationale", "is missing; an assumed figure says why it was assumed");
            basis
        }
        (false, Some(_)) => {
            table.fault("rationale", "belongs to an assumed figure only; use note");
            basis
        }
        (false, None) => basis,
    };
    let note = table.optional_saying("note");
    // `check` works them out; the program has no use for them.
    for key in ["from", "by_hand"] {
        table.take(key);
    }
    citation_with(table, &basis, &note)
}

/// A citation whose basis and note are known from elsewhere. Its source is written as the place in the list of sources.
pub(crate) fn citation_with(table: &mut Table<'_>, basis: &str, note: &str) -> String {
    let source = table.str("source");
    table.reference("source", source, "a source", &table.known.sources);
    let place = table.known.sources.iter().position(|key| key == source).unwrap_or_default();
    [basis, &field(place), &table.saying("locator"), note].concat()
}
