//! Published models beside the budget.

use super::{point, range};
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
    let rows = nearest(&all, flop).into_iter().map(|each| neighbour(each, flop));
    let columns = [
        budget_view::model(),
        budget_view::year(),
        budget_view::compute(),
        words::of_yours(),
        budget_view::parameters(),
        budget_view::tokens(),
        words::cost(),
    ];
    report.blocks.push(Block::Table(table(&words::of_about_this_compute(&rung), &columns, rows.collect())));
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

fn neighbour(of: &Neighbour, flop: f64) -> Row {
    let step = |field| of.estimate.step(Item::Field(field));
    let cited = [Field::TotalParams, Field::Tokens, Field::TrainingFlop].map(step);
    let sources: Vec<Reference> =
        cited.iter().flat_map(|step: &&Step| step.citations().iter().copied().map(Reference::from)).collect();
    Row {
        sources: once_each(sources.iter()),
        ..row(&[
            of.model.name.to_owned(),
            step(Field::Year).to_text(),
            range(of.flop, Style::Flop),
            answer::times(&point(of.flop.middle() / flop, Style::Rounded)),
            step(Field::TotalParams).to_text(),
            step(Field::Tokens).to_text(),
            of.usd.map_or_else(|| bill_ladder::sum_not_known().to_owned(), |usd| range(usd, Style::Usd)),
        ])
    }
}
