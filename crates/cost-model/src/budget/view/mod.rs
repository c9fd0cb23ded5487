//! What the Budget view says.

mod answer;
mod deadline;
mod experts;
mod frontier;
mod history;
mod laws;
mod life;
mod published;
mod working;

use super::inputs::BudgetInputs;
use super::laws::Law;
use super::plan::Plan;
use super::run::Size;
use crate::bill::{Rung, profile, profiles};
use crate::comparison::{Comparison, View};
use crate::field::Field;
use crate::interval::Interval;
use crate::number;
use crate::query;
use crate::report::{Block, Given, Report, Tone, both, fields, figures};
use crate::scenario::{OWN, Scenario};
use crate::text::{self, Style};
use crate::words::{bill_view, budget_answer, budget_view as words};

/// What can be trained for the sum of the entry that a comparison shows: the compute-optimal model by every law, models of equal
/// cost, those that are cheap to serve, mixtures of experts, deadlines, the same sum in other years, and published models.
#[must_use]
pub fn report(comparison: &Comparison) -> Report {
    let mut report = Report::default();
    let Some(scenario) = comparison.scenarios.get(comparison.shown()) else { return report };
    let inputs = match BudgetInputs::of(scenario) {
        Ok(inputs) => inputs,
        Err(why) => {
            report.text(Tone::Warning, bill_view::why_not(&why));
            return report;
        }
    };
    match Plan::of(inputs) {
        Ok(plan) => {
            answer::blocks(&mut report, &plan);
            report.blocks.extend(as_a_run(&plan));
            laws::blocks(&mut report, &plan);
            frontier::blocks(&mut report, &plan);
            life::blocks(&mut report, &plan);
            experts::blocks(&mut report, &plan);
            deadline::blocks(&mut report, &plan);
            history::blocks(&mut report, &plan);
            published::blocks(&mut report, &plan);
            let chips = libm::ceil(plan.terms.chips(plan.hours.middle));
            report.found = inputs.found(Some((&plan.machine, plan.best.size(), chips)));
        }
        Err(why) => {
            report.text(Tone::Warning, words::refused(&why));
            ways_out(&mut report, &inputs);
            report.found = inputs.found(None);
        }
    }
    report
}

/// The model as an entry of its own, to see its bill and its layout.
fn as_a_run(plan: &Plan) -> Option<Block> {
    let catalogue = plan.inputs.catalogue;
    let (machine, size) = (&plan.machine, plan.best.size());
    let mut run = Scenario::preset(OWN, catalogue)?;
    let rounded = |value: f64| number::to_rounded_text(Interval::exact(value));
    let mut values = vec![
        (Field::Name, words::run_name(&count(size.params), &main_part(plan.usd, Style::Usd))),
        (Field::TotalParams, rounded(size.params)),
        (Field::Tokens, rounded(size.tokens)),
        (Field::Hardware, machine.chip.slug.to_owned()),
        (Field::Mfu, number::to_rounded_text(machine.mfu(size)?)),
    ];
    values.extend(plan.terms.price.map(|price| (Field::UsdPerGpuHour, number::to_rounded_text(price))));
    for (field, value) in values {
        run.enter(field, &value).ok()?;
    }
    let comparison = Comparison { view: View::Bill, open: Some(0), ..Comparison::of(vec![run]) };
    let fragment = query::encode(&comparison);
    Some(Block::Link { label: words::its_whole_bill().to_owned(), fragment })
}

/// Buttons for a sum that overheads take whole.
fn ways_out(report: &mut Report, inputs: &BudgetInputs) {
    if inputs.rung() != Rung::Development {
        return;
    }
    report.offer(words::all_compute_alone(), vec![(Field::Accounting, Rung::AllCompute.slug().to_owned())]);
    for (slug, name) in profiles().into_iter().filter(|(slug, _)| *slug == "lean") {
        report.offer(bill_view::take_overheads(name), profile(slug, inputs.catalogue.edition()));
    }
}

/// What the model for a sum rests on: its compute, and the law that allots it.
fn of_model() -> Vec<Given> {
    both(of_compute(), &fields(&[Field::ScalingLaw]))
}

/// The compute that a sum pays for.
fn of_compute() -> Vec<Given> {
    figures(&[words::compute()])
}

/// The chip-hours that a sum pays for, and the chip.
fn of_hours() -> Vec<Given> {
    both(figures(&[budget_answer::chip_hours()]), &fields(&[Field::BudgetHardware]))
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
    parts.into_iter().flatten().collect::<Vec<_>>().join(words::list_separator())
}

/// How far a model lies from what a law was fitted on, in words.
fn standing(law: &Law, size: Size) -> &'static str {
    if law.holds_for(size) { words::within() } else { words::extrapolated() }
}
