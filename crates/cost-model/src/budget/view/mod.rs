//! What the Budget view says.

mod answer;
mod deadline;
mod experts;
mod frontier;
mod history;
mod laws;
mod life;
mod published;

use super::inputs::BudgetInputs;
use super::laws::Law;
use super::plan::Plan;
use super::run::Size;
use crate::bill::{PROFILES, Rung, profile};
use crate::catalogue::Catalogue;
use crate::comparison::Comparison;
use crate::field::Field;
use crate::interval::Interval;
use crate::report::{Report, Tone};
use crate::text::{self, Style};

/// What can be trained for the sum of the entry that a comparison shows: the compute-optimal model by every law, models of equal
/// cost, those that are cheap to serve, mixtures of experts, deadlines, the same sum in other years, and published models.
#[must_use]
pub fn report(comparison: &Comparison, catalogue: &'static Catalogue) -> Report {
    let mut report = Report::default();
    let Some(scenario) = comparison.scenarios.get(comparison.shown()) else { return report };
    let inputs = match BudgetInputs::of(scenario, catalogue) {
        Ok(inputs) => inputs,
        Err(why) => {
            report.text(Tone::Warning, format!("{why}."));
            return report;
        }
    };
    match Plan::of(inputs) {
        Ok(plan) => {
            answer::blocks(&mut report, &plan);
            laws::blocks(&mut report, &plan);
            frontier::blocks(&mut report, &plan);
            life::blocks(&mut report, &plan);
            experts::blocks(&mut report, &plan);
            deadline::blocks(&mut report, &plan);
            history::blocks(&mut report, &plan);
            published::blocks(&mut report, &plan);
            report.found = inputs.found(Some(&plan.machine), Some(plan.best.size()));
        }
        Err(why) => {
            report.text(Tone::Warning, format!("Nothing can be trained like this: {why}."));
            ways_out(&mut report, &inputs);
            report.found = inputs.found(inputs.machine().ok().as_ref(), None);
        }
    }
    report
}

/// Buttons for a sum that overheads take whole.
fn ways_out(report: &mut Report, inputs: &BudgetInputs) {
    if inputs.rung() != Rung::Development {
        return;
    }
    report.offer(
        "Count all compute, without data, evaluation and staff",
        vec![(Field::Accounting, Rung::AllCompute.slug().to_owned())],
    );
    for (slug, name) in PROFILES.into_iter().filter(|(slug, _)| *slug == "lean") {
        report.offer(format!("Take the overheads of {name}"), profile(slug));
    }
}

fn point(value: f64, style: Style) -> String {
    text::point(value, style)
}

fn count(value: f64) -> String {
    point(value, Style::Count(""))
}

fn range(value: Interval<f64>, style: Style) -> String {
    text::exact_or_range(value, style)
}

/// The main part of a range: its central value, or both ends where it has none.
fn main_part(value: Interval<f64>, style: Style) -> String {
    text::main_and_range(value, style).0
}

/// What a law was fitted on, in words.
fn fitted_on(law: &Law) -> String {
    let parts = [
        law.parameters.map(|of| range(of, Style::Count("parameters"))),
        law.tokens.map(|of| range(of, Style::Count("tokens"))),
        law.flop.map(|of| range(of, Style::Flop)),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// How far a model lies from what a law was fitted on, in words.
fn standing(law: &Law, size: Size) -> &'static str {
    if law.holds_for(size) { "within" } else { "extrapolated" }
}
