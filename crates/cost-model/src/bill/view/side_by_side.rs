//! All entries, each on its rung; a warning where the rungs differ, and a way to put all on the same one.

use super::super::inputs::Inputs;
use super::super::rung::Rung;
use super::super::whole::WholeBill;
use super::{counted, working};
use crate::comparison::Comparison;
use crate::estimate::estimate;
use crate::field::Field;
use crate::report::{Block, Report, Row, Table, Tone, once_each};
use crate::text::Style;
use crate::words::bill_side_by_side as words;

pub(super) fn blocks(report: &mut Report, comparison: &Comparison) {
    if comparison.scenarios.len() < 2 {
        return;
    }
    let rungs: Vec<Rung> = comparison.scenarios.iter().map(counted).collect();
    let shown = rungs.get(comparison.shown()).copied().unwrap_or(Rung::Rented);
    report.heading(words::all_entries());
    if rungs.iter().any(|rung| *rung != shown) {
        report.text(Tone::Warning, words::unlike());
        for rung in [shown, Rung::Rented].into_iter().take(if shown == Rung::Rented { 1 } else { 2 }) {
            report.blocks.push(Block::Offer {
                label: words::count_all_as(rung.name()),
                enters: vec![(Field::Accounting, rung.slug().to_owned())],
                everywhere: true,
            });
        }
    } else {
        for rung in Rung::COUNTED.into_iter().filter(|rung| *rung != shown) {
            report.blocks.push(Block::Offer {
                label: words::count_all_as(rung.name()),
                enters: vec![(Field::Accounting, rung.slug().to_owned())],
                everywhere: true,
            });
        }
    }
    report.blocks.push(Block::Table(table(comparison, &rungs)));
}

fn table(comparison: &Comparison, rungs: &[Rung]) -> Table {
    let rows = comparison.scenarios.iter().zip(rungs).enumerate().map(|(place, (scenario, rung))| {
        let bill = estimate(scenario).ok().map(|estimate| WholeBill::of(Inputs::of(scenario, &estimate)));
        let sum = bill.as_ref().and_then(|bill| bill.rung(*rung));
        let text = || sum.map_or_else(String::new, |sum| sum.to_text(Style::Usd));
        Row {
            cells: vec![
                scenario.name(),
                rung.name().to_owned(),
                if bill.is_some() { text() } else { words::contradiction().to_owned() },
            ],
            is_marked: place == comparison.shown(),
            working: sum.map_or_else(Vec::new, working),
            // The form has the fields of the entry that is shown.
            given: sum.filter(|_| place == comparison.shown()).map_or_else(Vec::new, |sum| sum.given.clone()),
            sources: sum.map_or_else(Vec::new, |sum| once_each(sum.sources.iter())),
            ..Row::default()
        }
    });
    Table {
        caption: words::entries_and_counts().to_owned(),
        columns: vec![
            (words::entry().to_owned(), false),
            (words::counted_as().to_owned(), false),
            (words::sum().to_owned(), true),
        ],
        rows: rows.collect(),
        is_folded: false,
    }
}
