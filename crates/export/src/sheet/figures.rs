//! Every figure of one entry, with its equation and its sources.

use cost_model::estimate::{Estimate, Step, estimate};
use cost_model::report::Reference;
use cost_model::scenario::Scenario;

use super::compare::reason;
use super::{Cells, Sheet, ends, sources};

pub(super) fn figures(scenario: &Scenario) -> Sheet {
    use Cells::{Figures, Numbers, Words};
    let columns = [
        ("key", Words),
        ("figure", Words),
        ("value", Figures),
        ("low", Numbers),
        ("central", Numbers),
        ("high", Numbers),
        ("unit", Words),
        ("grade", Words),
        ("equation", Words),
        ("equation_in_values", Words),
        ("why_unknown", Words),
        ("sources", Words),
        ("also_published", Words),
    ];
    let mut sheet = Sheet::new(format!("Every figure of {}", scenario.name()), &columns);
    match estimate(scenario) {
        Ok(estimate) => {
            sheet.rows = estimate.steps().iter().map(|step| row(&estimate, step)).collect();
            sheet.notes = estimate.notes().to_vec();
        }
        Err(infeasible) => sheet.notes.push(format!("{infeasible}.")),
    }
    sheet
}

fn row(estimate: &Estimate, step: &Step) -> Vec<String> {
    let item = step.item;
    let [low, central, high] = ends(step.outcome.number());
    let cited: Vec<Reference> = step.citations().iter().copied().map(Reference::from).collect();
    let others: Vec<String> = step
        .alternatives
        .iter()
        .map(|other| format!("{}: {}", other.value.to_text(item.style()), sources(&[other.citation.into()])))
        .collect();
    vec![
        item.key().to_owned(),
        item.label().to_owned(),
        step.to_text(),
        low,
        central,
        high,
        item.unit().to_owned(),
        step.standing().to_owned(),
        estimate
            .equation_in_symbols(item)
            .map_or_else(String::new, |equation| format!("{} = {equation}", item.symbol())),
        estimate.equation_in_values(item).unwrap_or_default(),
        reason(&step.outcome).to_owned(),
        sources(&cited),
        others.join("; "),
    ]
}
