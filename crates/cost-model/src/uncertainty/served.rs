//! Serving within a program: a roofline is searched, not multiplied out, and so it is worked out again only where what it
//! rests on varies.

use std::cell::RefCell;
use std::rc::Rc;

use super::build::{Builder, Found};
use super::program::{Node, Place};
use crate::bill::Inputs;
use crate::estimate::estimate;
use crate::field::Field;
use crate::interval::Interval;
use crate::scenario::{Scenario, Value};
use crate::serving::{Service, ServingInputs};
use crate::text::Style;
use crate::words::uncertainty_served as words;

/// The fields on which the roofline and the price of keeping prefixes rest.
const FIELDS: [Field; 9] = [
    Field::KvLength,
    Field::InputPerOutput,
    Field::CacheHitShare,
    Field::TokensPerSecond,
    Field::FirstTokenSeconds,
    Field::DraftAcceptance,
    Field::CacheHours,
    Field::CacheUsdPerGbMonth,
    Field::TokensPerDay,
];

/// What of a service follows from those fields.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Parts {
    /// Chip-hours for a million tokens at full batch.
    chip_hours: f64,
    /// Keeping prefixes for a million tokens, US dollars.
    keeping: Interval<f64>,
}

/// A service that is worked out anew for other values of some fields.
#[derive(Clone, Debug)]
pub(super) struct Served {
    scenario: Scenario,
    fields: Vec<(Field, Place)>,
    /// The last values and what followed: neighbouring draws often share them.
    last: RefCell<Option<(Vec<f64>, Option<Parts>)>>,
}

/// One of its parts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Part {
    ChipHours,
    Keeping,
}

impl Served {
    /// A part, not a number where the model cannot be served so; `at` gives the value at a place of the program.
    pub(super) fn part(&self, part: Part, at: impl Fn(Place) -> f64) -> Interval<f64> {
        let values: Vec<f64> = self.fields.iter().map(|(_, place)| at(*place)).collect();
        let mut last = self.last.borrow_mut();
        if last.as_ref().is_none_or(|(before, _)| *before != values) {
            let found = self.parts(&values);
            *last = Some((values, found));
        }
        match (last.as_ref().and_then(|(_, found)| *found), part) {
            (Some(found), Part::ChipHours) => Interval::exact(found.chip_hours),
            (Some(found), Part::Keeping) => found.keeping,
            (None, _) => Interval::exact(f64::NAN),
        }
    }

    fn parts(&self, values: &[f64]) -> Option<Parts> {
        let mut scenario = self.scenario.clone();
        for ((field, _), value) in self.fields.iter().zip(values) {
            scenario.put(*field, Value::Number(Interval::exact(*value)));
        }
        let estimate = estimate(&scenario).ok()?;
        let inputs = ServingInputs::of(Inputs::of(&scenario, &estimate)).ok()?;
        let service = Service::of(&inputs).ok()?;
        Some(Parts { chip_hours: chip_hours(&service), keeping: service.keeping() })
    }
}

/// Chip-hours for a million tokens at full batch.
fn chip_hours(service: &Service) -> f64 {
    service.least_chips() * 24.0 / service.tokens() * 1e6
}

/// What a million tokens of the traffic cost with all that is counted; see [`Service::all_in`].
pub(super) fn cost(builder: &mut Builder) -> Found {
    let inputs = ServingInputs::of(builder.inputs())?;
    let service = Service::of(&inputs)?;
    let rent = service.rent().ok_or_else(words::no_rent)?;
    let (full, keeping) = parts(builder, &inputs, &service);
    let hours = match service.known_chips() {
        Some(chips) => {
            let chips = builder.leaf(Field::FleetChips, chips);
            builder.times(chips, 24.0 / service.tokens() * 1e6)
        }
        None => {
            let used = builder.leaf(Field::ServingUtilisation, service.utilisation());
            let paid = builder.quotient(full, used);
            // It is no field's value; the accelerator is what it is about.
            let error = builder.other(Field::ServingHardware, words::roofline_error(), Style::Plain, service.error());
            builder.product(paid, error)
        }
    };
    let rent = builder.leaf(Field::ServingUsdPerGpuHour, rent);
    let chips = builder.product(hours, rent);
    let overhead = inputs.get(Field::ServingOverheadShare).value.unwrap_or(Interval::exact(0.0));
    let overhead = builder.leaf(Field::ServingOverheadShare, overhead);
    let factor = builder.one_more(overhead);
    let all = builder.product(chips, factor);
    Ok(builder.sum(all, keeping))
}

/// Chip-hours at full batch and the price of keeping: as they are, or to be worked out anew. Keeping is no field's value,
/// and the medium is what it is about.
fn parts(builder: &mut Builder, inputs: &ServingInputs, service: &Service) -> (Place, Place) {
    let mut fields = Vec::new();
    for field in FIELDS {
        let value = inputs.entered(field).filter(|value| !value.is_exact() || builder.is_varied(field));
        if let Some(value) = value {
            fields.push((field, builder.leaf(field, value)));
        }
    }
    if fields.is_empty() {
        let full = builder.add(Node::Fixed(Interval::exact(chip_hours(service))), &[]);
        return (full, builder.other(Field::CacheMedium, words::keeping(), Style::Usd, service.keeping()));
    }
    let operands: Vec<Place> = fields.iter().map(|(_, place)| *place).collect();
    let served = Rc::new(Served { scenario: builder.scenario().clone(), fields, last: RefCell::default() });
    let place = builder.part(Field::CacheMedium, words::keeping());
    let part = |builder: &mut Builder, part| builder.add(Node::Served(served.clone(), part, place), &operands);
    (part(builder, Part::ChipHours), part(builder, Part::Keeping))
}
