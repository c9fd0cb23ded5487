//! What the same sum bought in other years.

use super::answer::ends;
use super::{main_part, point, range, working};
use crate::budget::history::{Bought, YEARS, bought, rung};
use crate::budget::plan::Plan;
use crate::field::Field;
use crate::report::{Block, Reference, Report, Row, Table, Tone, fields, row};
use crate::text::Style;
use crate::words::{budget_history as words, budget_inputs, budget_view};

pub(super) fn blocks(report: &mut Report, plan: &Plan) {
    let usd = main_part(plan.usd, Style::Usd);
    report.heading(words::bought_then_and_now(&usd));
    let years: Vec<(f64, Vec<Bought>)> = YEARS.iter().map(|year| (*year, bought(plan, *year))).collect();
    sentence(report, &years, &usd);
    let best = years.iter().flat_map(|(year, all)| rows_of(*year, all, plan)).collect();
    report.blocks.push(Block::Table(table(words::most_compute_by_year(), best, false)));
    let all = years.iter().flat_map(|(_, all)| all.iter().map(|each| row_of(each, plan))).collect();
    report.blocks.push(Block::Table(table(words::every_quoted_by_year(), all, true)));
    report.text(Tone::Note, words::how_counted(&rung(plan.purse.rung).name().to_lowercase()));
}

fn sentence(report: &mut Report, years: &[(f64, Vec<Bought>)], usd: &str) {
    let best = years.iter().filter_map(|(_, all)| all.iter().find(|each| !each.fp8));
    let known: Vec<&Bought> = best.collect();
    let (Some(first), Some(last)) = (known.first(), known.last()) else {
        report.text(Tone::Plain, words::nothing_quoted());
        return;
    };
    let flop = |of: &Bought| of.best.flop.middle;
    let now =
        last.usd(first.best.size()).map_or_else(String::new, |usd| words::then_costs_now(&point(usd, Style::Usd)));
    let growth = words::growth(
        usd,
        &point(flop(first), Style::Flop),
        &point(first.year, Style::Year),
        &point(flop(last), Style::Flop),
        &point(last.year, Style::Year),
        &point(flop(last) / flop(first), Style::Rounded),
    );
    report.text(Tone::Plain, growth + &now);
    most_quoted(report, years);
}

/// The same on the accelerators of which most prices are known.
fn most_quoted(report: &mut Report, years: &[(f64, Vec<Bought>)]) {
    let in_16_bits = |all: &'_ [Bought]| -> Option<Bought> {
        let known = all.iter().filter(|each| !each.fp8);
        known.reduce(|most, next| if next.quotes.len() > most.quotes.len() { next } else { most }).cloned()
    };
    let each: Vec<Bought> = years.iter().filter_map(|(_, all)| in_16_bits(all)).collect();
    let (Some(first), Some(last)) = (each.first(), each.last()) else { return };
    let named = |of: &Bought| {
        let (year, flop) = (point(of.year, Style::Year), point(of.best.flop.middle, Style::Flop));
        words::chip_of_year(&year, of.chip.short_name, &flop)
    };
    let times = point(last.best.flop.middle / first.best.flop.middle, Style::Rounded);
    let all = each.iter().map(named).collect::<Vec<_>>().join(budget_view::clause_separator());
    report.text(Tone::Plain, words::growth_on_most_quoted(&times, &all));
}

/// The best of a year in 16 bits, and in FP8 where there is any; or that nothing is known.
fn rows_of(year: f64, all: &[Bought], plan: &Plan) -> Vec<Row> {
    let of = |fp8: bool| all.iter().find(|each| each.fp8 == fp8).map(|each| row_of(each, plan));
    let found: Vec<Row> = [of(false), of(true)].into_iter().flatten().collect();
    if found.is_empty() {
        let mut cells = vec![point(year, Style::Year), words::no_price().to_owned()];
        cells.resize(columns().len(), "–".to_owned());
        return vec![Row { cells, ..Row::default() }];
    }
    found
}

fn columns() -> [&'static str; 11] {
    [
        budget_view::year(),
        words::accelerator(),
        words::products_in(),
        words::price(),
        words::quotes(),
        words::peak_for_a_dollar(),
        words::mfu(),
        budget_view::compute(),
        budget_view::parameters(),
        budget_view::tokens(),
        budget_view::predicted_loss(),
    ]
}

fn row_of(of: &Bought, plan: &Plan) -> Row {
    let size = of.best.size();
    let loss = of.best.loss().map_or_else(|| "–".to_owned(), |loss| point(loss.middle, Style::Loss));
    let quoted: Vec<Reference> = of.quotes.iter().map(|(_, citation)| Reference::from(*citation)).collect();
    Row {
        working: working_of(of, plan),
        given: fields(&[Field::BudgetUsd, Field::Accounting, Field::ScalingLaw]),
        sources: quoted,
        ..row(&[
            point(of.year, Style::Year),
            of.chip.short_name.to_owned(),
            if of.fp8 { "FP8" } else { budget_inputs::sixteen_bits() }.to_owned(),
            range(of.price, Style::UsdPerHour),
            point(of.quotes.len() as f64, Style::Count("")),
            point(of.flop_per_usd, Style::Flop),
            point(of.mfu.middle(), Style::Fraction),
            ends(&of.best.flop, Style::Flop),
            point(size.params, Style::Count("")),
            point(size.tokens, Style::Count("")),
            loss,
        ])
    }
}

/// Peak for a dollar, chip-hours and compute, size, and tokens with their loss, by central values.
fn working_of(of: &Bought, plan: &Plan) -> Vec<String> {
    let (size, flop) = (of.best.size(), of.best.flop.middle);
    let peak = of.machine.fp8_peak().filter(|_| of.fp8).unwrap_or(of.machine.peak());
    let hours = words::hours_working(
        &point(plan.usd.middle(), Style::Usd),
        &point(of.purse.fixed.middle_signed(), Style::Usd),
        &point(of.purse.per_hour.middle(), Style::UsdPerHour),
        &point(of.hours.middle, Style::Count("h")),
    );
    let compute = working::compute(of.hours.middle, &of.machine, of.mfu.middle(), flop);
    let loss = of.best.law.loss().map(|loss| working::loss(loss, size));
    let model = [Some(working::tokens(size, flop)), loss].into_iter().flatten().collect::<Vec<_>>();
    let separator = budget_view::clause_separator();
    let lines = [
        Some(words::peak_working(
            &point(peak, Style::FlopPerSecond),
            &point(of.price.middle(), Style::UsdPerHour),
            &point(of.flop_per_usd, Style::Flop),
        )),
        Some([hours, compute].join(separator)),
        working::params(of.best.law, flop),
        Some(model.join(separator)),
    ];
    lines.into_iter().flatten().collect()
}

fn table(caption: &str, rows: Vec<Row>, is_folded: bool) -> Table {
    Table {
        caption: caption.to_owned(),
        columns: columns().iter().enumerate().map(|(place, name)| ((*name).to_owned(), place > 2)).collect(),
        rows,
        is_folded,
    }
}
