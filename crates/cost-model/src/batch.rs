//! The results of many scenarios, one after the other.
//!
//! An estimate with its working takes far longer than its arithmetic. Scenarios of one shape have the same arithmetic and
//! differ in numbers alone, so that the first of a shape is estimated and the others go through its [`Program`]. Both
//! give the same bits; tests hold that.

use std::collections::BTreeMap;

use crate::architecture_text;
use crate::catalogue::Catalogue;
use crate::estimate::{Estimate, Infeasible, Item, Outcome, estimate, is_too_large};
use crate::field::{FIELDS, Field};
use crate::interval::Interval;
use crate::scenario::{Scenario, Value};
use crate::uncertainty::{Measure, Program};

/// How many shapes are kept, so that memory does not grow with the number of scenarios.
const MOST_SHAPES: usize = 1024;

/// A result; nothing where it is not known.
pub type Known = Option<Interval<f64>>;

/// Works out the same results for scenarios of any kind.
#[derive(Debug)]
pub struct Batch {
    measures: Vec<Measure>,
    /// What presets hold in their fields when nothing was entered, by slug and edition.
    untouched: BTreeMap<(&'static str, &'static str), Untouched>,
    shapes: BTreeMap<Vec<u8>, Shape>,
    key: Vec<u8>,
    values: Vec<Interval<f64>>,
    memory: Vec<Interval<f64>>,
    results: Vec<Known>,
}

/// The number in every field of a preset, by the field's place; nothing when the preset itself cannot be.
type Untouched = Option<Vec<Known>>;

/// The arithmetic of scenarios that differ in numbers alone.
#[derive(Debug)]
struct Shape {
    program: Program,
    /// A value for each input; those that were entered are put in for each scenario.
    values: Vec<Interval<f64>>,
    /// Inputs that are entered, and the places of their values among all that was.
    entered: Vec<(usize, usize)>,
}

impl Batch {
    /// The results that can be worked out for many scenarios.
    pub const RESULTS: [Measure; 8] = [
        Measure::TrainingCost,
        Measure::WholeBill,
        Measure::ChipHours,
        Measure::Days,
        Measure::Energy,
        Measure::Power,
        Measure::Emissions,
        Measure::ImpliedMfu,
    ];

    /// A batch of such results.
    #[must_use]
    pub fn of(measures: &[Measure]) -> Self {
        Self {
            measures: measures.to_vec(),
            untouched: BTreeMap::new(),
            shapes: BTreeMap::new(),
            key: Vec::new(),
            values: Vec::new(),
            memory: Vec::new(),
            results: Vec::new(),
        }
    }

    /// The results of a scenario, in the order in which they were asked for.
    ///
    /// # Errors
    /// When fields contradict each other, as [`estimate`] says.
    pub fn results(&mut self, scenario: &Scenario) -> Result<&[Known], Infeasible> {
        let is_keyed = self.find_key(scenario);
        let known = is_keyed
            && self.shapes.get(&self.key).is_some_and(|shape| {
                self.values.clone_from(&shape.values);
                put_in(scenario, shape, &mut self.values);
                shape.program.run(&self.values, &mut self.memory);
                let results = self.measures.iter().map(|measure| shape.program.result(*measure, &self.memory));
                self.results.clear();
                self.results.extend(results);
                shape.program.is_possible_for_some(&self.memory)
                    && self.results.iter().flatten().all(Interval::is_finite)
            });
        // What cannot be, or is too large, is for the estimate to put in words.
        if !known {
            self.estimate(scenario, is_keyed)?;
        }
        Ok(&self.results)
    }

    /// Estimates with all the working, and keeps the shape for the scenarios that follow.
    fn estimate(&mut self, scenario: &Scenario, is_keyed: bool) -> Result<(), Infeasible> {
        let estimate = estimate(scenario)?;
        let shape = Shape::of(scenario, &estimate, &self.measures);
        shape.program.run(&shape.values, &mut self.memory);
        let results = self.measures.iter().map(|measure| match Item::of(*measure) {
            Some(item) => estimate.step(item).outcome.number(),
            None => shape.program.result(*measure, &self.memory).filter(Interval::is_finite),
        });
        self.results.clear();
        self.results.extend(results);
        if is_keyed && !has_too_large(&estimate) && !self.shapes.contains_key(&self.key) {
            if self.shapes.len() >= MOST_SHAPES {
                self.shapes.clear();
            }
            self.shapes.insert(self.key.clone(), shape);
        }
        Ok(())
    }

    /// Writes to `self.key` all of a scenario that decides which arithmetic gives its results. False when that cannot be
    /// told.
    fn find_key(&mut self, scenario: &Scenario) -> bool {
        let (slug, edition) = (scenario.slug(), scenario.edition());
        let untouched = self.untouched.entry((slug, edition)).or_insert_with(|| untouched(slug, scenario.catalogue()));
        let Some(untouched) = untouched else { return false };
        self.key.clear();
        self.key.extend_from_slice(slug.as_bytes());
        self.key.push(0);
        self.key.extend_from_slice(edition.as_bytes());
        for (field, value) in scenario.all_entered() {
            self.key.push(0);
            self.key.push(field as u8);
            add_to_key(&mut self.key, field, value, untouched.get(field as usize).copied().flatten());
        }
        true
    }
}

impl Shape {
    fn of(scenario: &Scenario, estimate: &Estimate, measures: &[Measure]) -> Self {
        let fields: Vec<Field> = scenario.all_entered().map(|(field, _)| field).collect();
        let program = Program::of_estimated(scenario, estimate, measures, &fields);
        let place = |field: Field| fields.iter().position(|entered| *entered == field);
        let inputs = program.slots().iter().enumerate().filter(|(_, slot)| !slot.is_part);
        let entered = inputs.filter_map(|(input, slot)| Some((input, place(slot.field)?))).collect();
        Self { values: program.as_entered(), program, entered }
    }
}

fn put_in(scenario: &Scenario, shape: &Shape, values: &mut [Interval<f64>]) {
    for (input, place) in &shape.entered {
        let entered = scenario.all_entered().nth(*place).and_then(|(_, value)| value.number());
        if let (Some(value), Some(entered)) = (values.get_mut(*input), entered) {
            *value = entered;
        }
    }
}

/// What of a value decides the arithmetic. Of most numbers that is only whether they are zero, as a stage without hours
/// is no part of a bill, and whether they are what the preset has anyway, as published hours do not follow a field that
/// was not changed. The year chooses among quoted prices, and all of it counts.
fn add_to_key(key: &mut Vec<u8>, field: Field, value: &Value, untouched: Known) {
    match value {
        // A name takes no part in any figure.
        Value::Text(_) => {}
        Value::Choice(slug) => key.extend_from_slice(slug.as_bytes()),
        Value::Architecture(architecture) => {
            key.extend_from_slice(architecture_text::to_text(architecture).as_bytes());
        }
        Value::Number(number) => add_number(key, field, *number, untouched == Some(*number)),
        Value::Uncertain(distribution) => add_number(key, field, distribution.interval(), false),
    }
}

fn add_number(key: &mut Vec<u8>, field: Field, number: Interval<f64>, is_as_before: bool) {
    let flags = [is_as_before, number.low() > 0.0, number.high() > 0.0];
    key.extend(flags.map(u8::from));
    if field == Field::Year {
        let central = number.central().unwrap_or(f64::NAN);
        key.extend([number.low(), central, number.high()].iter().flat_map(|end| end.to_le_bytes()));
    }
}

fn untouched(slug: &str, catalogue: &'static Catalogue) -> Untouched {
    let preset = Scenario::preset(slug, catalogue)?;
    let estimate = estimate(&preset).ok()?;
    let mut numbers = vec![None; FIELDS.len()];
    for step in estimate.steps() {
        if let (Item::Field(field), Outcome::Number(number)) = (step.item, &step.outcome)
            && let Some(place) = numbers.get_mut(field as usize)
        {
            *place = Some(*number);
        }
    }
    Some(numbers)
}

/// Whether a result is unknown for its size alone, so that other numbers would make it known.
fn has_too_large(estimate: &Estimate) -> bool {
    Item::RESULTS.iter().any(|item| matches!(&estimate.step(*item).outcome, Outcome::Unknown(why) if is_too_large(why)))
}
