//! The answer in a sentence, and the figures behind it.

use super::{count, fitted_on, main_part, point, range};
use crate::bill::{Input, Rung};
use crate::budget::inputs::{Ends, input};
use crate::budget::plan::Plan;
use crate::estimate::Grade;
use crate::field::Field;
use crate::interval::Interval;
use crate::report::{Block, Figure, Reference, Report, Tone, once_each};
use crate::serving::figure;
use crate::text::Style;

pub(super) fn blocks(report: &mut Report, plan: &Plan) {
    report.text(Tone::Answer, sentence(plan));
    report.text(Tone::Note, counted(plan));
    let (law, size) = (plan.best.law, plan.best.size());
    if !law.holds_for(size) {
        report.text(
            Tone::Warning,
            format!(
                "{} was fitted on {}. This model lies beyond that, so that its size, tokens and loss are an extrapolation.",
                law.name,
                fitted_on(law)
            ),
        );
    }
    if plan.hours.low <= 0.0 {
        report.text(
            Tone::Warning,
            "At the high ends of data, evaluation and staff nothing is left of the sum for the run.",
        );
    }
    report.blocks.push(Block::Figures { caption: "What the sum buys".to_owned(), rows: figures(plan) });
}

fn sentence(plan: &Plan) -> String {
    let size = plan.best.size();
    format!(
        "{} ({}) buys about {} on the {}: by {}, best put into a dense model of {} on {}{}.",
        main_part(plan.usd, Style::Usd),
        plan.purse.rung.name().to_lowercase(),
        point(plan.best.flop.middle, Style::Flop),
        plan.machine.chip.short_name,
        plan.best.law.name,
        point(size.params, Style::Count("parameters")),
        point(size.tokens, Style::Count("tokens")),
        span(plan)
    )
}

/// What the range of prices and utilisation makes of it.
fn span(plan: &Plan) -> String {
    let ends = plan.best.params();
    match ends.low > 0.0 && ends.low < 0.99 * ends.high {
        true => format!(
            "; {} – {} over the range of prices and utilisation",
            count(ends.low),
            point(ends.high, Style::Count("parameters"))
        ),
        false => String::new(),
    }
}

fn counted(plan: &Plan) -> String {
    let rung = plan.purse.rung;
    let fixed = if plan.purse.fixed.high() > 0.0 {
        format!(" {} of it does not follow the run’s length.", main_part(plan.purse.fixed, Style::Usd))
    } else {
        String::new()
    };
    let cluster = if rung == Rung::Cluster {
        " The cluster is bought for as long as the deadline and keeps a value that is not counted."
    } else {
        ""
    };
    let counts = if rung == Rung::Rented { "chip-hours of the final run at a rental price" } else { rung.counts() };
    format!("Counted: {counts}.{fixed}{cluster} Post-training is not planned for; leave it a part of the sum.")
}

fn figures(plan: &Plan) -> Vec<Figure> {
    let inputs = plan.inputs;
    let sum = inputs.get(Field::BudgetUsd);
    let per_hour = cost_of_an_hour(plan);
    let hours = figure(
        "Chip-hours of the final run",
        ends(&plan.hours, Style::Count("")),
        vec![
            "H = (X − what does not follow the run’s length) ÷ cost of a chip-hour".to_owned(),
            format!(
                "= ({} − {}) ÷ {}",
                range(plan.usd, Style::Usd),
                range(plan.purse.fixed, Style::Usd),
                range(plan.purse.per_hour, Style::UsdPerHour)
            ),
        ],
        &[sum],
    );
    let hours = Figure { grade: hours.grade.max(per_hour.grade), ..hours };
    let mut rows = vec![per_hour, hours];
    rows.extend(compute(plan));
    rows.extend(model(plan));
    rows
}

/// What a chip-hour costs on the rung, with the working of that rung of the whole bill.
fn cost_of_an_hour(plan: &Plan) -> Figure {
    let label = "Cost of a chip-hour";
    let value = range(plan.purse.per_hour, Style::UsdPerHour);
    let price = plan.inputs.get(Field::BudgetUsdPerGpuHour);
    if plan.purse.rung == Rung::Rented {
        return figure(label, value, vec!["p, its rental price".to_owned()], &[price]);
    }
    let bill = plan.terms.bill(plan.hours.middle).ok();
    let rungs = bill.map(|bill| bill.rungs).unwrap_or_default();
    let of_this = rungs.into_iter().find(|(rung, _)| *rung == plan.purse.rung).map(|(_, sum)| sum);
    let mut working = vec![format!(
        "The rung “{}” of the whole bill is a straight line of the chip-hours; this is its slope. At so many:",
        plan.purse.rung.name()
    )];
    let (lines, sources, grade) =
        of_this.map_or((Vec::new(), Vec::new(), Grade::Unknown), |sum| (sum.working, sum.sources, sum.grade));
    working.extend(lines);
    Figure { label: label.to_owned(), value, grade, working, sources: once_each(sources.iter()) }
}

/// Utilisation and compute.
fn compute(plan: &Plan) -> Vec<Figure> {
    let mfu = utilisation(plan);
    let peak = plan.machine.chip.peak(crate::catalogue::Precision::Bf16);
    let peak = peak.or_else(|| plan.machine.chip.peak(crate::catalogue::Precision::Fp16));
    let sources: Vec<Reference> = peak.and_then(|peak| Some(vec![peak.first()?.citation().into()])).unwrap_or_default();
    let how = match plan.machine.mfu {
        Some(_) => "your figure, for every size".to_owned(),
        None => "predicted from published runs for this size, this data and this accelerator; fifth percentile, median, 95th"
            .to_owned(),
    };
    let compute = figure(
        "Compute",
        ends(&plan.best.flop, Style::Flop),
        vec![
            "C = H × P × MFU × 3600 s = 6·N·D".to_owned(),
            format!(
                "= {} × {} × {} × 3600 s",
                ends(&plan.hours, Style::Count("h")),
                point(plan.machine.peak(), Style::FlopPerSecond),
                mfu.to_text()
            ),
            "MFU follows from N and D, and these from C: the one C for which both agree.".to_owned(),
        ],
        &[Input { sources, ..mfu.clone() }],
    );
    vec![figure("MFU, of the dense 16-bit peak", mfu.to_text(), vec![how], &[]), Figure { grade: mfu.grade, ..compute }]
        .into_iter()
        .map(|row| Figure { grade: row.grade.max(mfu.grade), ..row })
        .collect()
}

fn utilisation(plan: &Plan) -> Input {
    let grade = if plan.machine.mfu.is_some() { Grade::Entered } else { Grade::Estimated };
    input(Field::BudgetMfu, plan.machine.mfu(plan.best.size()), grade, "of the compute-optimal model")
}

/// Size, tokens and loss.
fn model(plan: &Plan) -> Vec<Figure> {
    let (law, size) = (plan.best.law, plan.best.size());
    let citations: Vec<Reference> = law.citations().map(Reference::from).collect();
    let sources = once_each(citations.iter());
    let row = |label: &str, value: String, working: Vec<String>| Figure {
        label: label.to_owned(),
        value,
        grade: Grade::Estimated,
        working,
        sources: sources.clone(),
    };
    let equations = super::laws::equations(law);
    let mut rows = vec![
        row("Parameters", ends(&plan.best.params(), Style::Count("")), equations.clone()),
        row("Training tokens", ends(&plan.best.tokens(), Style::Count("")), equations.clone()),
        row("Tokens for each parameter", point(size.ratio(), Style::Rounded), vec!["D ÷ N".to_owned()]),
    ];
    if let Some(loss) = plan.best.loss() {
        let value =
            if plan.hours.low > 0.0 { range(loss.range(), Style::Loss) } else { point(loss.middle, Style::Loss) };
        let remark = "In nats for a token of the data that the law was fitted on; only differences between rows of this page \
                      mean something.";
        rows.push(row("Predicted loss", value, [equations, vec![remark.to_owned()]].concat()));
    }
    rows
}

/// A figure over its whole range.
pub(super) fn ends(ends: &Ends, style: Style) -> String {
    let range_of: Interval<f64> = ends.range();
    range(range_of, style)
}
