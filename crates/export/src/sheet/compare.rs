//! The comparison's table: each figure as text, and beside it in numbers.

use cost_model::catalogue::Claim;
use cost_model::comparison::{Column, Comparison};
use cost_model::estimate::{Estimate, Item, Outcome};
use cost_model::field::Kind;
use cost_model::scenario::Scenario;

use super::{Cells, Sheet, ends};

/// What the cells of a column of numbers hold, from low to high.
const ENDS: [&str; 3] = ["low", "central", "high"];

/// The columns shown, in their order, and the rows in theirs.
pub(super) fn table(comparison: &Comparison) -> Sheet {
    let estimates = comparison.estimates();
    let mut sheet =
        Sheet::new("Training costs and what they rest on", &[("model", Cells::Words), ("developer", Cells::Words)]);
    for column in &comparison.columns {
        headings(&mut sheet, *column);
    }
    for place in comparison.order(&estimates) {
        let Some((scenario, estimate)) = comparison.scenarios.get(place).zip(estimates.get(place)) else { continue };
        let name = scenario.name();
        let maker = scenario.model().map_or("entered here", |model| model.developer);
        if let Err(infeasible) = estimate {
            sheet.notes.push(format!("{name}: {infeasible}."));
        }
        let mut row = vec![name, maker.to_owned()];
        for column in &comparison.columns {
            cells(&mut row, *column, scenario, estimate.as_ref().ok());
        }
        sheet.rows.push(row);
    }
    sheet
}

fn headings(sheet: &mut Sheet, column: Column) {
    let key = column.key();
    match column {
        Column::Claims => sheet.column(key, Cells::Words),
        Column::Item(item) if is_word(item) => {
            sheet.column(key, Cells::Words);
            sheet.column(format!("{key}_grade"), Cells::Words);
        }
        Column::Item(item) => {
            sheet.column(key, Cells::Figures);
            numbers(sheet, &with_unit(item));
            sheet.column(format!("{key}_grade"), Cells::Words);
        }
    }
}

fn numbers(sheet: &mut Sheet, key: &str) {
    for end in ENDS {
        sheet.column(format!("{key}_{end}"), Cells::Numbers);
    }
}

/// Whether a quantity is a name or a choice rather than a number.
pub(super) fn is_word(item: Item) -> bool {
    match item {
        Item::Field(field) => !matches!(field.spec().kind, Kind::Number { .. } | Kind::Whole { .. }),
        _ => false,
    }
}

/// A quantity's key with its unit, unless that stands in the key already: `training_cost_usd`, `chip_hours`.
pub(super) fn with_unit(item: Item) -> String {
    let key = item.key();
    let unit =
        item.unit().replace('/', "_per_").replace(|c: char| !c.is_ascii_alphanumeric(), "_").to_ascii_lowercase();
    if unit.is_empty() || key.contains(&unit) || key.starts_with("usd_per_") {
        key.to_owned()
    } else {
        format!("{key}_{unit}")
    }
}

fn cells(row: &mut Vec<String>, column: Column, scenario: &Scenario, estimate: Option<&Estimate>) {
    match column {
        Column::Claims => {
            let claims = scenario.model().map_or(&[][..], |model| model.claims);
            let texts: Vec<String> = claims.iter().filter_map(claim).collect();
            row.push(if texts.is_empty() { "nothing found".to_owned() } else { texts.join("; ") });
        }
        Column::Item(item) => {
            let step = estimate.map(|estimate| estimate.step(item));
            row.push(step.map_or_else(String::new, |step| step.to_text()));
            if !is_word(item) {
                row.extend(ends(step.and_then(|step| step.outcome.number())));
            }
            row.push(step.map_or("", |step| step.standing()).to_owned());
        }
    }
}

/// A sum, who named it, and what it counts.
fn claim(claim: &Claim) -> Option<String> {
    let publisher = claim.usd.first()?.citation().source().publisher();
    Some(format!("{} ({publisher}: {})", claim.to_text()?, claim.accounting.name()))
}

/// The reason why there is no figure.
pub(super) fn reason(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::Unknown(why) => why,
        _ => "",
    }
}
