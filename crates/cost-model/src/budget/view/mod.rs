//! What the Budget view says.

use super::inputs::BudgetInputs;
use crate::catalogue::Catalogue;
use crate::comparison::Comparison;
use crate::report::{Report, Tone};

/// What can be trained for the sum of the entry that a comparison shows.
#[must_use]
pub fn report(comparison: &Comparison, catalogue: &'static Catalogue) -> Report {
    let mut report = Report::default();
    let Some(scenario) = comparison.scenarios.get(comparison.shown()) else { return report };
    match BudgetInputs::of(scenario, catalogue) {
        Ok(inputs) => match super::Plan::of(inputs) {
            Ok(plan) => report.text(Tone::Answer, format!("{:?} {:?}", plan.best, plan.hours)),
            Err(why) => report.text(Tone::Warning, why),
        },
        Err(why) => report.text(Tone::Warning, why),
    }
    report
}
