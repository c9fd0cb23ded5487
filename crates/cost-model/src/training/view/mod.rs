//! What the Train view says of one scenario.

mod layouts;
mod memory;
mod precision;
mod step;
mod working;

use super::plan::{NoPlan, Plan};
use super::search::{Found, search};
use super::{Layout, published};
use crate::catalogue::Weights;
use crate::estimate::{Equation, Estimate, Item, Step, estimate};
use crate::report::{Block, Figure, Given, Reference, Report, Tone};
use crate::scenario::Scenario;
use crate::text::{self, Style};
use crate::words::training_view as words;

/// The analysis of a scenario's training: from parameters to dollars, the best layout on its cluster with the time and
/// the memory of a step, and how far predictions of this kind were off.
#[must_use]
pub fn report(scenario: &Scenario) -> Report {
    let catalogue = scenario.catalogue();
    let mut report = Report::default();
    match estimate(scenario) {
        Ok(estimate) => {
            analysis(&mut report, scenario, &estimate);
            bill(&mut report, &estimate);
        }
        Err(infeasible) => report.text(Tone::Warning, words::refused(&infeasible.to_string())),
    }
    report.heading(words::how_good());
    report.text(Tone::Plain, words::each_left_out());
    report.blocks.push(Block::Scatter(published::scatter(catalogue)));
    report
}

/// Step time and memory, or why they cannot be said.
fn analysis(report: &mut Report, scenario: &Scenario, estimate: &Estimate) {
    let Some(architecture) = scenario.architecture() else {
        let is_open = scenario.model().and_then(|model| model.weights.value()) == Some(Weights::Open);
        let why = match scenario.model() {
            Some(_) if is_open => words::configuration_not_here(),
            Some(_) => words::configuration_not_public(),
            None => words::no_configuration(),
        };
        report.text(Tone::Note, why);
        return;
    };
    match Plan::of(scenario, estimate, &architecture) {
        Ok(plan) => planned(report, scenario, estimate, &plan),
        Err(NoPlan::Missing(what)) => report.text(Tone::Note, what),
        Err(NoPlan::Misfit(misfit)) => {
            report.text(Tone::Warning, words::misfit(misfit.field.spec().label(), &misfit.message));
        }
    }
}

fn planned(report: &mut Report, scenario: &Scenario, estimate: &Estimate, plan: &Plan) {
    let found = search(&plan.job, &plan.decided);
    report.found.extend(plan.found.iter().cloned());
    match found.best().copied() {
        Some(best) => {
            report.found.extend(layouts::found(&best.layout, &plan.decided));
            step::answer(report, estimate, plan, &best);
            step::of_run(report, estimate, plan, &best);
            step::parts(report, plan, &best);
            memory::parts(report, plan, &best);
            layouts::table(report, plan, &found);
        }
        None => no_layout(report, scenario, plan, &found),
    }
    precision::table(report, plan);
}

/// Nothing fits, or nothing divides: by how much, and what to change.
fn no_layout(report: &mut Report, scenario: &Scenario, plan: &Plan, found: &Found) {
    match &found.smallest {
        Some(smallest) => {
            memory::too_large(report, plan, smallest);
            memory::parts(report, plan, smallest);
        }
        None => report.text(Tone::Warning, layouts::why_none_divides(plan)),
    }
    layouts::changes(report, scenario, plan);
}

fn bill(report: &mut Report, estimate: &Estimate) {
    report.heading(words::parameters_to_dollars());
    let rows = estimate.working_of(Item::TrainingCost).into_iter().map(|item| figure(estimate, item)).collect();
    report.blocks.push(Block::Figures { caption: words::working_of_the_bill().to_owned(), rows });
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
        given: given(step),
        sources: step.citations().iter().map(|citation| Reference::from(*citation)).collect(),
    }
}

/// The step's own field, where it is one, and the inputs of its equation.
fn given(step: &Step) -> Vec<Given> {
    let inputs = step.equation().map_or(&[][..], Equation::inputs);
    let own = std::iter::once(&step.item).filter(|item| matches!(item, Item::Field(_)));
    own.chain(inputs)
        .map(|input| match input {
            Item::Field(field) => Given::Field(*field),
            result => Given::Figure(result.label()),
        })
        .collect()
}

/// A part of a whole as a percentage, without the digits of what does not count.
fn share(part: f64) -> String {
    if part > 0.0 && part < 0.001 { words::hardly_any().to_owned() } else { text::point(part, Style::Fraction) }
}

/// A layout in a few words: `8 tensor × 16 pipeline × 64 data`.
fn in_words(layout: &Layout, chips: u32) -> String {
    let chips_along = [layout.tensor, layout.pipeline, layout.context, layout.data(chips)];
    let names: [fn(&str) -> String; 4] = [words::tensor, words::pipeline, words::context, words::data];
    let degrees = chips_along.into_iter().zip(names).filter(|(degree, _)| *degree > 1);
    let mut said: Vec<String> = degrees.map(|(degree, name)| name(&degree.to_string())).collect();
    if said.is_empty() {
        said.push(words::one_chip().to_owned());
    }
    let said = said.join(" × ");
    if layout.expert > 1 { words::and_experts(&said, &layout.expert.to_string()) } else { said }
}
