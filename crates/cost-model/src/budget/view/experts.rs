//! A mixture of experts for the same money.

use super::{count, fitted_on, point, range, standing};
use crate::budget::experts::Mixture;
use crate::budget::plan::Plan;
use crate::catalogue::Accelerator;
use crate::report::{Block, Reference, Report, Row, Tone, once_each, row, table};
use crate::serving::WeightFormat;
use crate::text::Style;

/// The part of memory that weights may fill.
const MEMORY_SHARE: f64 = 0.9;

pub(super) fn blocks(report: &mut Report, plan: &Plan) {
    let Some(mixture) = Mixture::of(plan) else { return };
    report.heading("Mixture of experts, or dense");
    report.text(Tone::Plain, sentence(&mixture, plan));
    report.blocks.push(Block::Table(comparison(&mixture, plan)));
    let flop = mixture.best.flop.middle;
    if !mixture.is_within_the_fit() {
        report.text(
            Tone::Warning,
            format!(
                "The law was fitted on {} to {} of the experts activated and a granularity of {} to {}: what is entered lies \
                 beyond.",
                point(mixture.leverage.activated.low(), Style::Fraction),
                point(mixture.leverage.activated.high(), Style::Fraction),
                point(mixture.leverage.granularity.low(), Style::Plain),
                point(mixture.leverage.granularity.high(), Style::Plain)
            ),
        );
    }
    if !mixture.law.holds_for(mixture.size()) {
        let beyond = if flop > mixture.leverage.checked {
            format!(
                "; it was checked at {}, and beyond that its saving is given from the value there to what it extrapolates to",
                point(mixture.leverage.checked, Style::Flop)
            )
        } else {
            String::new()
        };
        report.text(
            Tone::Warning,
            format!(
                "{} was fitted on {}; {} is beyond{beyond}.",
                mixture.law.name,
                fitted_on(mixture.law),
                point(flop, Style::Flop)
            ),
        );
    }
    report.text(
        Tone::Note,
        format!(
            "Saving: Â^(a + d·log₁₀ C + γ·(log₂ G)² + β·log₂ G), A the part of experts activated ({}), G their granularity ({}). \
             Attention is taken as {} of a token’s work. A mixture needs memory for every expert, more chips to serve and more \
             traffic between them; that is in its predicted utilisation as far as published runs show it.",
            point(mixture.activated, Style::Fraction),
            point(mixture.granularity, Style::Plain),
            point(mixture.leverage.attention_share.middle(), Style::Fraction)
        ),
    );
}

fn sentence(mixture: &Mixture, plan: &Plan) -> String {
    format!(
        "The same sum trains a mixture of experts of {} with {} active on {}. By {} it is worth {} times its compute in a dense \
         model: {}, against {} that the sum gives a dense one.",
        point(mixture.total_params(), Style::Count("parameters")),
        count(mixture.size().params),
        point(mixture.size().tokens, Style::Count("tokens")),
        mixture.law.name,
        range(mixture.worth(), Style::Rounded),
        range(mixture.dense_flop(), Style::Flop),
        point(plan.best.flop.middle, Style::Flop)
    )
}

fn comparison(mixture: &Mixture, plan: &Plan) -> crate::report::Table {
    let chip = plan.machine.chip;
    let dense = plan.best.size();
    let mfu = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |mfu| point(mfu, Style::Fraction));
    let memory = |params: f64| format!("{}, {}", point(bytes(params, chip), Style::Bytes), chips(params, chip));
    let citations: Vec<Reference> =
        mixture.law.citations().chain(mixture.best.law.citations()).map(Reference::from).collect();
    let rows = vec![
        row(&[
            format!("Dense, {}", plan.best.law.name),
            count(dense.params),
            count(dense.params),
            count(dense.tokens),
            mfu(plan.machine.mfu(dense).map(|mfu| mfu.middle())),
            point(plan.best.flop.middle, Style::Flop),
            point(plan.best.flop.middle, Style::Flop),
            memory(dense.params),
            standing(plan.best.law, dense).to_owned(),
        ]),
        Row {
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
    let columns =
        ["Model", "Active", "Parameters", "Tokens", "MFU", "Compute", "Worth, as dense", "Weights to serve", "Law"];
    table("Dense against a mixture of experts, for the same sum", &columns, rows)
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
        None => "chips unknown".to_owned(),
    }
}
