//! What the Train view says of one scenario.

use super::published;
use crate::catalogue::Catalogue;
use crate::estimate::{Estimate, Item, estimate};
use crate::report::{Block, Figure, Reference, Report, Tone};
use crate::scenario::Scenario;

/// The analysis of a scenario's training.
#[must_use]
pub fn report(scenario: &Scenario, catalogue: &Catalogue) -> Report {
    let mut report = Report::default();
    match estimate(scenario, catalogue) {
        Ok(estimate) => bill(&mut report, &estimate),
        Err(infeasible) => report.text(Tone::Warning, format!("{infeasible}.")),
    }
    report.heading("How good are predictions of this kind?");
    report.blocks.push(Block::Scatter(published::scatter(catalogue)));
    report
}

fn bill(report: &mut Report, estimate: &Estimate) {
    let rows = estimate.working_of(Item::TrainingCost).into_iter().map(|item| figure(estimate, item)).collect();
    report.blocks.push(Block::Figures { caption: "From parameters to dollars".to_owned(), rows });
}

fn figure(estimate: &Estimate, item: Item) -> Figure {
    let step = estimate.step(item);
    let symbols = estimate.equation_in_symbols(item).map(|equation| format!("{} = {equation}", item.symbol()));
    let values = estimate.equation_in_values(item).map(|equation| format!("= {equation}"));
    Figure {
        label: item.label().to_owned(),
        value: step.to_text(),
        grade: step.grade,
        working: symbols.into_iter().chain(values).collect(),
        sources: step.citations().iter().map(|citation| Reference::from(*citation)).collect(),
    }
}
