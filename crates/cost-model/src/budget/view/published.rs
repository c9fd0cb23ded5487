//! Published models beside the budget.

use super::{of_compute, point, range};
use crate::budget::plan::Plan;
use crate::budget::published::{Neighbour, all, around, nearest};
use crate::estimate::{Item, Step};
use crate::field::Field;
use crate::report::{Block, Reference, Report, Row, Tone, once_each, row, table};
use crate::text::Style;
use crate::words::{answer, bill_ladder, budget_published as words, budget_view};

pub(super) fn blocks(report: &mut Report, plan: &Plan) {
    let all = all(plan);
    report.heading(words::published_beside());
    let flop = plan.best.flop.middle;
    let by_flop = around(&all, flop, |each| Some(each.flop.middle()));
    let by_usd = around(&all, plan.usd.middle(), |each| each.usd.map(|usd| usd.middle()));
    let rung = plan.purse.rung.name().to_lowercase();
    report.text(
        Tone::Plain,
        words::neighbours(
            &between(by_flop, |each| range(each.flop, Style::Flop)),
            &rung,
            &between(by_usd, |each| each.usd.map_or_else(String::new, |usd| range(usd, Style::Usd))),
        ),
    );
    let rows = nearest(&all, flop).into_iter().map(|each| neighbour(each, flop, &rung));
    let columns = [
        budget_view::model(),
        budget_view::year(),
        budget_view::compute(),
        words::of_yours(),
        budget_view::parameters(),
        budget_view::tokens(),
        words::cost(),
    ];
    let neighbours = table(&words::of_about_this_compute(&rung), &columns, rows.collect());
    report.blocks.push(Block::Table(neighbours.resting_on(&of_compute())));
    report.text(Tone::Note, words::of_their_own_time());
}

fn between((below, above): (Option<&Neighbour>, Option<&Neighbour>), value: impl Fn(&Neighbour) -> String) -> String {
    let named = |of: &Neighbour| words::named(of.model.name, &value(of));
    match (below, above) {
        (Some(below), Some(above)) => words::between(&named(below), &named(above)),
        (Some(below), None) => words::above_all(&named(below)),
        (None, Some(above)) => words::below_all(&named(above)),
        (None, None) => words::none_known().to_owned(),
    }
}

/// How much compute a model took, in times the budget’s.
fn times(of: &Neighbour, flop: f64) -> String {
    answer::times(&point(of.flop.middle() / flop, Style::Rounded))
}

/// Compute where it is worked out, how much that is beside the budget’s, and cost.
fn working_of(of: &Neighbour, flop: f64, rung: &str) -> Vec<String> {
    let item = Item::Field(Field::TrainingFlop);
    let symbols = of.estimate.equation_in_symbols(item).zip(of.estimate.equation_in_values(item));
    let compute =
        symbols.map(|(symbols, values)| format!("C = {symbols} = {values} = {}", range(of.flop, Style::Flop)));
    let ratio =
        words::of_yours_working(&point(of.flop.middle(), Style::Flop), &point(flop, Style::Flop), &times(of, flop));
    // The last line of a sum has its values.
    let values = of.working.last().map(|line| line.trim_start_matches("= "));
    let cost = of.usd.zip(values).map(|(usd, values)| words::cost_working(rung, &range(usd, Style::Usd), values));
    [compute, Some(ratio), cost].into_iter().flatten().collect()
}

fn neighbour(of: &Neighbour, flop: f64, rung: &str) -> Row {
    let step = |field| of.estimate.step(Item::Field(field));
    let cited = [Field::TotalParams, Field::Tokens, Field::TrainingFlop].map(step);
    let sources: Vec<Reference> =
        cited.iter().flat_map(|step: &&Step| step.citations().iter().copied().map(Reference::from)).collect();
    Row {
        working: working_of(of, flop, rung),
        sources: once_each(sources.iter()),
        ..row(&[
            of.model.name.to_owned(),
            step(Field::Year).to_text(),
            range(of.flop, Style::Flop),
            times(of, flop),
            step(Field::TotalParams).to_text(),
            step(Field::Tokens).to_text(),
            of.usd.map_or_else(|| bill_ladder::sum_not_known().to_owned(), |usd| range(usd, Style::Usd)),
        ])
    }
}
