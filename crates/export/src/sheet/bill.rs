//! The bill of one entry: its stages, what they consist of, their hours and their cost.

use cost_model::estimate::{Estimate, Item, Line, Part, estimate};
use cost_model::field::Field;
use cost_model::interval::Interval;
use cost_model::scenario::Scenario;
use cost_model::text::{Style, exact_or_range};

use super::{Cells, Sheet, ends, sources};

pub(super) fn bill(scenario: &Scenario) -> Sheet {
    use Cells::{Figures, Numbers, Words};
    let columns = [
        ("stage", Words),
        ("part", Words),
        ("chip_hours", Figures),
        ("chip_hours_low", Numbers),
        ("chip_hours_central", Numbers),
        ("chip_hours_high", Numbers),
        ("price", Figures),
        ("cost", Figures),
        ("cost_usd_low", Numbers),
        ("cost_usd_central", Numbers),
        ("cost_usd_high", Numbers),
        ("sources", Words),
    ];
    let mut sheet = Sheet::new(format!("Bill of {}", scenario.name()), &columns);
    match estimate(scenario) {
        Ok(estimate) => lines(&mut sheet, &estimate),
        Err(infeasible) => sheet.notes.push(format!("{infeasible}.")),
    }
    sheet
}

fn lines(sheet: &mut Sheet, estimate: &Estimate) {
    let price = estimate.step(Item::Field(Field::UsdPerGpuHour)).to_text();
    for line in estimate.bill() {
        sheet.rows.push(stage(line, &price));
        sheet.rows.extend(line.parts.iter().map(|each| part(line, each, &price)));
    }
    let (hours, cost) = (estimate.step(Item::ChipHours), estimate.step(Item::TrainingCost));
    let texts = (hours.to_text(), cost.to_text());
    sheet.rows.push(row(["Total", ""], texts, (hours.outcome.number(), cost.outcome.number()), &price, String::new()));
    sheet.notes.extend(estimate.notes().iter().cloned());
    sheet.notes.push(
        "Not in this bill: earlier research and ablation runs, failed runs, data, staff, and owning the cluster."
            .to_owned(),
    );
}

fn stage(line: &Line, price: &str) -> Vec<String> {
    amounts([line.stage.spec().label(), ""], line.hours.base(), line.cost.map(Interval::base), price, String::new())
}

fn part(line: &Line, part: &Part, price: &str) -> Vec<String> {
    let names = [line.stage.spec().label(), part.name];
    amounts(names, part.hours.base(), part.cost.map(Interval::base), price, sources(&[part.citation.into()]))
}

fn amounts(
    names: [&str; 2],
    hours: Interval<f64>,
    cost: Option<Interval<f64>>,
    price: &str,
    cited: String,
) -> Vec<String> {
    let cost_text = cost.map_or_else(|| "not public".to_owned(), |cost| exact_or_range(cost, Style::Usd));
    let texts = (exact_or_range(hours, Style::Count("")), cost_text);
    row(names, texts, (Some(hours), cost), price, cited)
}

fn row(
    [stage, part]: [&str; 2],
    (hours_text, cost_text): (String, String),
    (hours, cost): (Option<Interval<f64>>, Option<Interval<f64>>),
    price: &str,
    cited: String,
) -> Vec<String> {
    let mut row = vec![stage.to_owned(), part.to_owned(), hours_text];
    row.extend(ends(hours));
    row.extend([price.to_owned(), cost_text]);
    row.extend(ends(cost));
    row.push(cited);
    row
}
