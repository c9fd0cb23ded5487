//! Published models beside the budget.

use super::{point, range};
use crate::budget::plan::Plan;
use crate::budget::published::{Neighbour, all, around, nearest};
use crate::estimate::{Item, Step};
use crate::field::Field;
use crate::report::{Block, Reference, Report, Row, Tone, once_each, row, table};
use crate::text::Style;

pub(super) fn blocks(report: &mut Report, plan: &Plan) {
    let all = all(plan);
    report.heading("Published models beside it");
    let flop = plan.best.flop.middle;
    let by_flop = around(&all, flop, |each| Some(each.flop.middle()));
    let by_usd = around(&all, plan.usd.middle(), |each| each.usd.map(|usd| usd.middle()));
    let rung = plan.purse.rung.name().to_lowercase();
    report.text(
        Tone::Plain,
        format!(
            "By compute, {}; by cost ({rung}), {}.",
            between(by_flop, |each| range(each.flop, Style::Flop)),
            between(by_usd, |each| each.usd.map_or_else(String::new, |usd| range(usd, Style::Usd)))
        ),
    );
    let rows = nearest(&all, flop).into_iter().map(|each| neighbour(each, flop));
    let columns = ["Model", "Year", "Compute", "Of yours", "Parameters", "Tokens", "Cost"];
    report.blocks.push(Block::Table(table(
        &format!("Models of about this compute, and their cost ({rung})"),
        &columns,
        rows.collect(),
    )));
    report.text(
        Tone::Note,
        "Costs are those of their own time, accelerator and price. Compute of closed models is estimated by others or unknown; \
         a model without it is not listed.",
    );
}

fn between((below, above): (Option<&Neighbour>, Option<&Neighbour>), value: impl Fn(&Neighbour) -> String) -> String {
    let named = |of: &Neighbour| format!("{} ({})", of.model.name, value(of));
    match (below, above) {
        (Some(below), Some(above)) => format!("between {} and {}", named(below), named(above)),
        (Some(below), None) => format!("above all, of which {} is the largest", named(below)),
        (None, Some(above)) => format!("below all, of which {} is the smallest", named(above)),
        (None, None) => "none is known".to_owned(),
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
            format!("{} times", point(of.flop.middle() / flop, Style::Rounded)),
            step(Field::TotalParams).to_text(),
            step(Field::Tokens).to_text(),
            of.usd.map_or_else(|| "not known".to_owned(), |usd| range(usd, Style::Usd)),
        ])
    }
}
