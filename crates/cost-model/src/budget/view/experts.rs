//! A mixture of experts for the same money.

use super::{count, fitted_on, of_hours, of_model, point, range, standing, working};
use crate::budget::experts::Mixture;
use crate::budget::plan::Plan;
use crate::catalogue::Accelerator;
use crate::field::Field;
use crate::report::{Block, Reference, Report, Row, Tone, fields, once_each, row, table};
use crate::serving::WeightFormat;
use crate::text::Style;
use crate::words::{budget_experts as words, budget_view};

/// The part of memory that weights may fill.
const MEMORY_SHARE: f64 = 0.9;

pub(super) fn blocks(report: &mut Report, plan: &Plan) {
    let Some(mixture) = Mixture::of(plan) else { return };
    report.heading(words::experts_or_dense());
    report.text(Tone::Plain, sentence(&mixture, plan));
    report.blocks.push(Block::Table(comparison(&mixture, plan).resting_on(&of_hours())));
    let flop = mixture.best.flop.middle;
    if !mixture.is_within_the_fit() {
        let (activated, granularity) = (mixture.leverage.activated, mixture.leverage.granularity);
        report.text(
            Tone::Warning,
            words::beyond_the_fit(
                &point(activated.low(), Style::Fraction),
                &point(activated.high(), Style::Fraction),
                &point(granularity.low(), Style::Plain),
                &point(granularity.high(), Style::Plain),
            ),
        );
    }
    if !mixture.law.holds_for(mixture.size()) {
        let (law, fitted, checked) = (mixture.law.name, fitted_on(mixture.law), mixture.leverage.checked);
        let of_this = point(flop, Style::Flop);
        let beyond = match flop > checked {
            true => words::beyond_the_check(law, &fitted, &of_this, &point(checked, Style::Flop)),
            false => words::beyond(law, &fitted, &of_this),
        };
        report.text(Tone::Warning, beyond);
    }
    report.text(
        Tone::Note,
        words::saving(
            &point(mixture.activated, Style::Fraction),
            &point(mixture.granularity, Style::Plain),
            &point(mixture.leverage.attention_share.middle(), Style::Fraction),
        ),
    );
}

fn sentence(mixture: &Mixture, plan: &Plan) -> String {
    words::worth(
        &point(mixture.total_params(), Style::Count("parameters")),
        &count(mixture.size().params),
        &point(mixture.size().tokens, Style::Count("tokens")),
        mixture.law.name,
        &range(mixture.worth(), Style::Rounded),
        &range(mixture.dense_flop(), Style::Flop),
        &point(plan.best.flop.middle, Style::Flop),
    )
}

fn comparison(mixture: &Mixture, plan: &Plan) -> crate::report::Table {
    let chip = plan.machine.chip;
    let dense = plan.best.size();
    let mfu = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |mfu| point(mfu, Style::Fraction));
    let memory = |params: f64| words::bytes_on_chips(&point(bytes(params, chip), Style::Bytes), &chips(params, chip));
    let citations: Vec<Reference> =
        mixture.law.citations().chain(mixture.best.law.citations()).map(Reference::from).collect();
    let rows = vec![
        Row {
            working: working_of_dense(plan),
            given: of_model(),
            ..row(&[
                words::dense_by(plan.best.law.name),
                count(dense.params),
                count(dense.params),
                count(dense.tokens),
                mfu(plan.machine.mfu(dense).map(|mfu| mfu.middle())),
                point(plan.best.flop.middle, Style::Flop),
                point(plan.best.flop.middle, Style::Flop),
                memory(dense.params),
                standing(plan.best.law, dense).to_owned(),
            ])
        },
        Row {
            working: working_of_experts(mixture, plan),
            given: fields(&[Field::ActivatedShare, Field::ExpertGranularity, Field::BudgetMfu]),
            is_marked: true,
            sources: once_each(citations.iter()),
            ..row(&[
                mixture.best.law.name.to_owned(),
                count(mixture.size().params),
                count(mixture.total_params()),
                count(mixture.size().tokens),
                mfu(mixture.mfu()),
                point(mixture.best.flop.middle, Style::Flop),
                range(mixture.dense_flop(), Style::Flop),
                memory(mixture.total_params()),
                standing(mixture.best.law, mixture.size()).to_owned(),
            ])
        },
    ];
    let columns = [
        budget_view::model(),
        words::active(),
        budget_view::parameters(),
        budget_view::tokens(),
        "MFU",
        budget_view::compute(),
        words::worth_as_dense(),
        words::weights_to_serve(),
        budget_view::law(),
    ];
    table(words::dense_against_experts(), &columns, rows)
}

/// Compute, size and tokens, and weights of the dense model.
fn working_of_dense(plan: &Plan) -> Vec<String> {
    let (flop, size) = (plan.best.flop.middle, plan.best.size());
    let mfu = plan.machine.mfu(size).map(|mfu| mfu.middle());
    let lines = [
        mfu.map(|mfu| working::compute(plan.hours.middle, &plan.machine, mfu, flop)),
        working::params(plan.best.law, flop),
        Some(working::tokens(size, flop)),
        weights(size.params, plan.machine.chip),
    ];
    lines.into_iter().flatten().collect()
}

/// Compute and tokens, all parameters, worth, and weights of the mixture.
fn working_of_experts(mixture: &Mixture, plan: &Plan) -> Vec<String> {
    let (flop, size) = (mixture.best.flop.middle, mixture.size());
    let compute = mixture.mfu().map(|mfu| working::compute(plan.hours.middle, &mixture.machine, mfu, flop));
    let both = compute.into_iter().chain([working::tokens(size, flop)]).collect::<Vec<_>>();
    let attention = mixture.leverage.attention_share.middle();
    let all_params = words::params_working(
        &count(size.params),
        &point(attention, Style::Fraction),
        &point(1.0 - attention, Style::Fraction),
        &point(mixture.activated, Style::Fraction),
        &count(mixture.total_params()),
    );
    let worth = words::worth_working(
        &point(flop, Style::Flop),
        &range(mixture.worth(), Style::Rounded),
        &range(mixture.dense_flop(), Style::Flop),
    );
    let lines = [
        Some(both.join(budget_view::clause_separator())),
        Some(all_params),
        Some(worth),
        weights(mixture.total_params(), plan.machine.chip),
    ];
    lines.into_iter().flatten().collect()
}

/// What weights take, and on how many accelerators; nothing where the memory is not known.
fn weights(params: f64, chip: &Accelerator) -> Option<String> {
    let memory = chip.memory.value()?.middle().get();
    Some(words::weights_working(
        &count(params),
        &point(bytes(params, chip) / params, Style::Plain),
        &point(bytes(params, chip), Style::Bytes),
        &point(memory, Style::Bytes),
        &point(MEMORY_SHARE, Style::Fraction),
        &chips(params, chip),
    ))
}

/// Bytes of weights in the narrowest of 16 and 8 bits that the accelerator works with.
fn bytes(params: f64, chip: &Accelerator) -> f64 {
    let has_fp8 = chip.peak(crate::catalogue::Precision::Fp8).is_some();
    params * if has_fp8 { WeightFormat::Fp8 } else { WeightFormat::Bf16 }.bytes()
}

/// Accelerators that hold the weights.
fn chips(params: f64, chip: &Accelerator) -> String {
    match chip.memory.value() {
        Some(memory) => {
            let needed = libm::ceil(bytes(params, chip) / (memory.middle().get() * MEMORY_SHARE));
            point(needed, Style::Count("chips"))
        }
        None => words::chips_unknown().to_owned(),
    }
}
