//! Figures: a value with its source, a list of values that disagree, or the reason why there is none.

use toml::Value;

use crate::reader::Table;

/// Whether a file may leave a figure out.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Presence {
    Required,
    Optional,
}

/// What a numeric figure measures: the unit type that the Rust constant gets, and the range outside which a value is
/// a slip of the pen rather than a fact.
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
    /// A numeric figure, as the Rust expression of a `Figure<Interval<Unit>>`.
    pub(crate) fn number(&mut self, key: &str, measure: &Measure, presence: Presence) -> String {
        self.figure(key, presence, |table| interval(table, measure))
    }

    /// A figure whose value is one of a few words, as the Rust expression of a `Figure<Enum>`.
    pub(crate) fn choice(&mut self, key: &str, words: &[(&str, &str)], presence: Presence) -> String {
        self.figure(key, presence, |table| table.word("value", words))
    }

    /// A figure whose value is free text, as the Rust expression of a `Figure<&'static str>`.
    pub(crate) fn words(&mut self, key: &str, presence: Presence) -> String {
        self.figure(key, presence, |table| table.text("value"))
    }

    /// A figure whose value is the slug of an accelerator.
    pub(crate) fn hardware(&mut self, key: &str, presence: Presence) -> String {
        self.figure(key, presence, |table| {
            let slug = table.str("value");
            table.reference("value", slug, "an accelerator", &table.known.hardware);
            format!("{slug:?}")
        })
    }

    fn figure(&mut self, key: &str, presence: Presence, value: impl Fn(&mut Table<'_>) -> String) -> String {
        if !self.has(key) {
            if presence == Presence::Required {
                self.fault(key, "is missing; a figure that nobody published is { unknown = \"why\" }");
            }
            return "Figure::Unknown(\"\")".to_owned();
        }
        let mut rows = Vec::new();
        for mut table in self.tables(key) {
            if table.has("unknown") {
                let why = table.text("unknown");
                table.finish();
                return format!("Figure::Unknown({why})");
            }
            let value = value(&mut table);
            let citation = citation(&mut table);
            rows.push(format!("Sourced::new({value}, {citation})"));
            table.finish();
        }
        if rows.is_empty() {
            self.fault(key, "has no value");
        }
        format!("Figure::Known(&[{}])", rows.join(", "))
    }
}

fn interval(table: &mut Table<'_>, measure: &Measure) -> String {
    let central = bound(table, "value", measure);
    let low = bound(table, "low", measure);
    let high = bound(table, "high", measure);
    let unit = measure.unit;
    match (low, central, high) {
        (None, Some(value), None) => format!("Interval::exact({unit}::new({value:?}))"),
        (Some(low), central, Some(high)) => {
            if low > high || central.is_some_and(|central| central < low || central > high) {
                table.fault("", "low, value and high are not in order");
            }
            match central {
                Some(central) => {
                    format!("Interval::around({unit}::new({low:?}), {unit}::new({central:?}), {unit}::new({high:?}))")
                }
                None => format!("Interval::between({unit}::new({low:?}), {unit}::new({high:?}))"),
            }
        }
        _ => {
            table.fault("", "needs a value, or both low and high");
            format!("Interval::exact({unit}::new(0.0))")
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

/// The source, locator and basis keys of a table, as the Rust expression of a `Citation`.
pub(crate) fn citation(table: &mut Table<'_>) -> String {
    let basis = table.str("basis");
    let rationale = table.optional_str("rationale");
    let basis = match (basis, rationale) {
        ("assumed", Some(rationale)) => format!("Basis::Assumed {{ rationale: {rationale:?} }}"),
        ("assumed", None) => {
            table.fault("rationale", "is missing; an assumed figure says why it was assumed");
            "Basis::Derived".to_owned()
        }
        (_, Some(_)) => {
            table.fault("rationale", "belongs to an assumed figure only; use note");
            "Basis::Derived".to_owned()
        }
        (other, None) => table.look_up(
            "basis",
            other,
            &[
                ("vendor", "Basis::Vendor"),
                ("measured", "Basis::Measured"),
                ("reported", "Basis::Reported"),
                ("derived", "Basis::Derived"),
                ("assumed", ""),
            ],
        ),
    };
    let note = table.optional_text("note");
    citation_with(table, &basis, &note)
}

/// A citation whose basis is known from elsewhere.
pub(crate) fn citation_with(table: &mut Table<'_>, basis: &str, note: &str) -> String {
    let source = table.str("source");
    table.reference("source", source, "a source", &table.known.sources);
    let locator = table.text("locator");
    format!("Citation::new({basis}, &{}, {locator}, {note})", source_constant(source))
}

/// The name of the Rust constant that holds a source.
pub(crate) fn source_constant(key: &str) -> String {
    format!("SOURCE_{}", key.to_uppercase().replace(['-', '.'], "_"))
}
