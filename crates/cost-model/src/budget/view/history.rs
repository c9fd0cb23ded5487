//! What the same sum bought in other years.

use super::answer::ends;
use super::{main_part, point, range};
use crate::budget::history::{Bought, YEARS, bought, rung};
use crate::budget::plan::Plan;
use crate::report::{Block, Reference, Report, Row, Table, Tone, row};
use crate::text::Style;

pub(super) fn blocks(report: &mut Report, plan: &Plan) {
    let usd = main_part(plan.usd, Style::Usd);
    report.heading(format!("What {usd} bought in 2020, 2022, 2024 and today"));
    let years: Vec<(f64, Vec<Bought>)> = YEARS.iter().map(|year| (*year, bought(plan, *year))).collect();
    sentence(report, &years, &usd);
    let best = years.iter().flat_map(|(year, all)| rows_of(*year, all)).collect();
    report.blocks.push(Block::Table(table("The accelerator with most compute for the sum, by year", best, false)));
    let all = years.iter().flat_map(|(_, all)| all.iter().map(cells_of)).collect();
    report.blocks.push(Block::Table(table("Every accelerator with a quoted price, by year", all, true)));
    report.text(
        Tone::Note,
        format!(
            "Counted as {}, in dollars of each year. Prices are the middle half of those quoted in that year and the one before; \
             where they have no median, size and tokens are those at their geometric middle. The best of a year often rests on few \
             quotes: see how many. Utilisation is predicted, also for chips of which few runs were published. Better data and \
             methods of later years are not in the loss.",
            rung(plan.purse.rung).name().to_lowercase()
        ),
    );
}

fn sentence(report: &mut Report, years: &[(f64, Vec<Bought>)], usd: &str) {
    let best = years.iter().filter_map(|(_, all)| all.iter().find(|each| !each.fp8));
    let known: Vec<&Bought> = best.collect();
    let (Some(first), Some(last)) = (known.first(), known.last()) else {
        report.text(Tone::Plain, "No rental price was quoted near any of these years.");
        return;
    };
    let flop = |of: &Bought| of.best.flop.middle;
    let now = last.usd(first.best.size()).map_or_else(String::new, |usd| {
        format!(" What it trained then costs about {} now, counted alike.", point(usd, Style::Usd))
    });
    report.text(
        Tone::Plain,
        format!(
            "In 16 bits {usd} bought about {} in {} and buys about {} in {}, {} times as much.{now}",
            point(flop(first), Style::Flop),
            point(first.year, Style::Year),
            point(flop(last), Style::Flop),
            point(last.year, Style::Year),
            point(flop(last) / flop(first), Style::Rounded),
        ),
    );
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
        format!("{} {}, {}", point(of.year, Style::Year), of.chip.short_name, point(of.best.flop.middle, Style::Flop))
    };
    report.text(
        Tone::Plain,
        format!(
            "On the accelerator with most quoted prices of each year it is {} times as much: {}.",
            point(last.best.flop.middle / first.best.flop.middle, Style::Rounded),
            each.iter().map(named).collect::<Vec<_>>().join("; ")
        ),
    );
}

/// The best of a year in 16 bits, and in FP8 where there is any; or that nothing is known.
fn rows_of(year: f64, all: &[Bought]) -> Vec<Row> {
    let of = |fp8: bool| all.iter().find(|each| each.fp8 == fp8).map(cells_of);
    let found: Vec<Row> = [of(false), of(true)].into_iter().flatten().collect();
    if found.is_empty() {
        let mut cells = vec![point(year, Style::Year), "unknown: no price was quoted".to_owned()];
        cells.resize(COLUMNS.len(), "–".to_owned());
        return vec![Row { cells, ..Row::default() }];
    }
    found
}

const COLUMNS: [&str; 11] = [
    "Year",
    "Accelerator",
    "Products in",
    "Price",
    "Quotes",
    "Peak for a dollar",
    "MFU, 16-bit peak",
    "Compute",
    "Parameters",
    "Tokens",
    "Predicted loss",
];

fn cells_of(of: &Bought) -> Row {
    let size = of.best.size();
    let loss = of.best.loss().map_or_else(|| "–".to_owned(), |loss| point(loss.middle, Style::Loss));
    let quoted: Vec<Reference> = of.quotes.iter().map(|(_, citation)| Reference::from(*citation)).collect();
    Row {
        sources: quoted,
        ..row(&[
            point(of.year, Style::Year),
            of.chip.short_name.to_owned(),
            if of.fp8 { "FP8" } else { "16 bits" }.to_owned(),
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

fn table(caption: &str, rows: Vec<Row>, is_folded: bool) -> Table {
    Table {
        caption: caption.to_owned(),
        columns: COLUMNS.iter().enumerate().map(|(place, name)| ((*name).to_owned(), place > 2)).collect(),
        rows,
        is_folded,
    }
}
