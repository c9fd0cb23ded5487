//! The answer in a sentence, and the figures behind it.

use super::{count, fitted_on, main_part, point, range, working};
use crate::bill::{Input, Rung};
use crate::budget::inputs::{Ends, input};
use crate::budget::plan::Plan;
use crate::estimate::Grade;
use crate::field::{Field, Group};
use crate::interval::Interval;
use crate::report::{Block, Figure, Given, Reference, Report, Tone, both, fields, figures, once_each};
use crate::serving::figure;
use crate::text::Style;
use crate::words::{budget_answer as words, budget_view};

pub(super) fn blocks(report: &mut Report, plan: &Plan) {
    report.text(Tone::Answer, sentence(plan));
    report.text(Tone::Note, counted(plan));
    let (law, size) = (plan.best.law, plan.best.size());
    if !law.holds_for(size) {
        report.text(Tone::Warning, words::extrapolation(law.name, &fitted_on(law)));
    }
    if plan.hours.low <= 0.0 {
        report.text(Tone::Warning, words::nothing_left());
    }
    report.blocks.push(Block::Figures { caption: words::what_sum_buys().to_owned(), rows: rows(plan) });
}

fn sentence(plan: &Plan) -> String {
    let size = plan.best.size();
    let sum = words::sum_on_rung(&main_part(plan.usd, Style::Usd), &plan.purse.rung.name().to_lowercase());
    let (flop, chip, law) =
        (point(plan.best.flop.middle, Style::Flop), plan.machine.chip.short_name, plan.best.law.name);
    let (params, tokens) = (point(size.params, Style::Count("parameters")), point(size.tokens, Style::Count("tokens")));
    let ends = plan.best.params();
    match ends.low > 0.0 && ends.low < 0.99 * ends.high {
        true => {
            let span = format!("{} – {}", count(ends.low), point(ends.high, Style::Count("parameters")));
            words::buys_from_to(&sum, &flop, chip, law, &params, &tokens, &span)
        }
        false => words::buys(&sum, &flop, chip, law, &params, &tokens),
    }
}

fn counted(plan: &Plan) -> String {
    let rung = plan.purse.rung;
    let mut text = words::counted(if rung == Rung::Rented { words::rented_counts() } else { rung.counts() });
    if plan.purse.fixed.high() > 0.0 {
        text.push_str(&words::fixed_part(&main_part(plan.purse.fixed, Style::Usd)));
    }
    if rung == Rung::Cluster {
        text.push_str(words::bought_cluster());
    }
    text + words::no_posttraining()
}

fn rows(plan: &Plan) -> Vec<Figure> {
    let inputs = plan.inputs;
    let sum = inputs.get(Field::BudgetUsd);
    let per_hour = cost_of_an_hour(plan);
    let hours = figure(
        words::chip_hours(),
        ends(&plan.hours, Style::Count("")),
        vec![
            words::hours_symbols().to_owned(),
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
    let hours = hours.resting_on(figures(&[words::cost_of_an_hour()]));
    let mut rows = vec![per_hour, hours];
    rows.extend(compute(plan));
    rows.extend(model(plan));
    rows
}

/// What a chip-hour costs on the rung, with the working of that rung of the whole bill.
fn cost_of_an_hour(plan: &Plan) -> Figure {
    let label = words::cost_of_an_hour();
    let value = range(plan.purse.per_hour, Style::UsdPerHour);
    let price = plan.inputs.get(Field::BudgetUsdPerGpuHour);
    if plan.purse.rung == Rung::Rented {
        return figure(label, value, vec![words::rental_price().to_owned()], &[price]);
    }
    let bill = plan.terms.bill(plan.hours.middle).ok();
    let rungs = bill.map(|bill| bill.rungs).unwrap_or_default();
    let of_this = rungs.into_iter().find(|(rung, _)| *rung == plan.purse.rung).map(|(_, sum)| sum);
    let mut working = vec![words::slope(plan.purse.rung.name())];
    let given = of_this.iter().flat_map(|sum| &sum.given).filter_map(as_of_budget).collect();
    let (lines, sources, grade) =
        of_this.map_or((Vec::new(), Vec::new(), Grade::Unknown), |sum| (sum.working, sum.sources, sum.grade));
    working.extend(lines);
    Figure { label: label.to_owned(), value, grade, working, given, sources: once_each(sources.iter()) }
}

/// What a rung's sum rests on as it stands in the budget: the price has a field of its own here, and hours and chips follow.
fn as_of_budget(given: &Given) -> Option<Given> {
    match given {
        Given::Field(Field::UsdPerGpuHour) => Some(Given::Field(Field::BudgetUsdPerGpuHour)),
        Given::Field(field) if Group::BILL.contains(&field.spec().group) => None,
        other => Some(*other),
    }
}

/// Utilisation and compute.
fn compute(plan: &Plan) -> Vec<Figure> {
    let mfu = utilisation(plan);
    let peak = plan.machine.chip.peak(crate::catalogue::Precision::Bf16);
    let peak = peak.or_else(|| plan.machine.chip.peak(crate::catalogue::Precision::Fp16));
    let sources: Vec<Reference> = peak.and_then(|peak| Some(vec![peak.first()?.citation().into()])).unwrap_or_default();
    let how = match plan.machine.mfu {
        Some(_) => words::mfu_entered().to_owned(),
        None => words::mfu_predicted().to_owned(),
    };
    let compute = figure(
        budget_view::compute(),
        ends(&plan.best.flop, Style::Flop),
        vec![
            "C = H × P × MFU × 3600 s = 6·N·D".to_owned(),
            format!(
                "= {} × {} × {} × 3600 s",
                ends(&plan.hours, Style::Count("h")),
                point(plan.machine.peak(), Style::FlopPerSecond),
                mfu.to_text()
            ),
            words::both_agree().to_owned(),
        ],
        &[Input { sources, ..mfu.clone() }],
    )
    .resting_on(both(figures(&[words::chip_hours(), words::mfu()]), &fields(&[Field::BudgetHardware])));
    let on = fields(&[Field::BudgetMfu, Field::BudgetHardware, Field::BudgetFormat]);
    let of_mfu = figure(words::mfu(), mfu.to_text(), vec![how], &[]).resting_on(on);
    vec![of_mfu, Figure { grade: mfu.grade, ..compute }]
        .into_iter()
        .map(|row| Figure { grade: row.grade.max(mfu.grade), ..row })
        .collect()
}

fn utilisation(plan: &Plan) -> Input {
    let grade = if plan.machine.mfu.is_some() { Grade::Entered } else { Grade::Estimated };
    input(Field::BudgetMfu, plan.machine.mfu(plan.best.size()), grade, words::of_optimal_model())
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
        given: super::of_model(),
        sources: sources.clone(),
    };
    let equations = super::laws::equations(law);
    let flop = plan.best.flop.middle;
    let params: Vec<String> = working::params(law, flop).into_iter().collect();
    let tokens = vec![working::tokens(size, flop)];
    let mut rows = vec![
        row(
            budget_view::parameters(),
            ends(&plan.best.params(), Style::Count("")),
            [equations.clone(), params].concat(),
        ),
        row(
            budget_view::training_tokens(),
            ends(&plan.best.tokens(), Style::Count("")),
            [equations.clone(), tokens.clone()].concat(),
        ),
        row(budget_view::tokens_per_parameter(), point(size.ratio(), Style::Rounded), tokens),
    ];
    if let Some((loss, of)) = plan.best.loss().zip(law.loss()) {
        let value =
            if plan.hours.low > 0.0 { range(loss.range(), Style::Loss) } else { point(loss.middle, Style::Loss) };
        let lines = vec![working::loss(of, size), words::loss_in_nats().to_owned()];
        rows.push(row(budget_view::predicted_loss(), value, [equations, lines].concat()));
    }
    rows
}

/// A figure over its whole range.
pub(super) fn ends(ends: &Ends, style: Style) -> String {
    let range_of: Interval<f64> = ends.range();
    range(range_of, style)
}
