//! From a scenario to its bill, with the working.

mod bill;
mod fields;
pub(crate) mod quotes;
mod step;
mod typical;

pub(crate) use bill::is_too_large;
pub use bill::{Line, Part};
pub(crate) use fields::predicted_mfu;
use step::NO_STEP;
pub use step::{Alternative, Citations, Equation, Grade, Item, Origin, Outcome, Step, unknown};
pub(crate) use step::{Predicted, Rule};
pub use typical::typical_mfu;

use std::fmt;
use std::sync::Arc;

use crate::field::{Field, bill_fields};
use crate::scenario::Scenario;
use crate::text;
use crate::words::estimate as words;

/// What a run costs, stage by stage, and how every figure was found. A copy costs nothing.
#[derive(Clone, Debug)]
pub struct Estimate {
    found: Arc<Found>,
}

/// Estimates that are copies of each other are equal without a look at what was found.
impl PartialEq for Estimate {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.found, &other.found) || self.found == other.found
    }
}

#[derive(Debug, PartialEq)]
struct Found {
    steps: Vec<Step>,
    bill: Vec<Line>,
    notes: Vec<String>,
}

/// Why a scenario cannot be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Infeasible {
    /// The field to change.
    pub field: Field,
    /// What contradicts what.
    pub message: String,
}

impl fmt::Display for Infeasible {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&words::of_field(self.field.spec().label(), &self.message))
    }
}

impl Estimate {
    /// The working: every field, then every result.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.found.steps
    }

    /// The step of one quantity.
    #[must_use]
    pub fn step(&self, item: Item) -> &Step {
        self.found.steps.iter().find(|step| step.item == item).unwrap_or(&NO_STEP)
    }

    /// The bill, a line for each stage that is known.
    #[must_use]
    pub fn bill(&self) -> &[Line] {
        &self.found.bill
    }

    /// What a reader must know of how the fields were combined.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.found.notes
    }

    /// The formula of a step in symbols, e.g. `H × p`.
    #[must_use]
    pub fn equation_in_symbols(&self, item: Item) -> Option<String> {
        Some(self.step(item).equation()?.written(|input| input.symbol().to_owned()))
    }

    /// The formula of a step with the values put in, e.g. `2.788M × $2/h`.
    #[must_use]
    pub fn equation_in_values(&self, item: Item) -> Option<String> {
        Some(self.step(item).equation()?.written(|input| self.step(input).to_text()))
    }

    /// The quantities that a figure rests on: itself first, then its inputs and theirs, each once.
    #[must_use]
    pub fn working_of(&self, item: Item) -> Vec<Item> {
        let mut found = vec![item];
        for next in 0.. {
            let Some(item) = found.get(next).copied() else { break };
            let inputs = self.step(item).equation().map(Equation::inputs).unwrap_or_default();
            let new: Vec<Item> = inputs.iter().copied().filter(|input| !found.contains(input)).collect();
            found.extend(new);
        }
        found
    }
}

/// Works out the bill of a scenario.
///
/// Pre-training hours are those published (or entered), or `C ÷ (P × MFU)`; cost is hours times the rental price. An
/// unknown input gives an unknown result with the reason, a range gives a range.
///
/// # Errors
/// When fields contradict each other.
pub fn estimate(scenario: &Scenario) -> Result<Estimate, Infeasible> {
    let mut fields = fields::Fields::new(scenario);
    for spec in bill_fields() {
        fields.step(spec.field);
    }
    fields.remark_on_hours();
    let bill = bill::lines(&fields);
    let results = bill::results(&fields, &bill);
    let (mut steps, notes) = fields.take();
    steps.extend(results);
    let estimate = Estimate { found: Arc::new(Found { steps, bill, notes }) };
    check(&estimate)?;
    Ok(estimate)
}

fn check(estimate: &Estimate) -> Result<(), Infeasible> {
    let number = |item| estimate.step(item).outcome.number();
    let (total, active) = (Item::Field(Field::TotalParams), Item::Field(Field::ActiveParams));
    if let (Some(all), Some(some)) = (number(total), number(active))
        && some.low() > all.high()
    {
        let message = words::more_than_all(&estimate.step(active).to_text(), &estimate.step(total).to_text());
        return Err(Infeasible { field: Field::ActiveParams, message });
    }
    match number(Item::ImpliedMfu) {
        Some(mfu) if mfu.low() > 1.0 => {
            let implied = text::exact_or_range(mfu, Item::ImpliedMfu.style());
            let hours = estimate.step(Item::Field(Field::PretrainingHours)).to_text();
            let message = words::more_than_peak(&hours, &implied);
            Err(Infeasible { field: Field::PretrainingHours, message })
        }
        _ => Ok(()),
    }
}
