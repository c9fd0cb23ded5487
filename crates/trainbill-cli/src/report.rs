//! A comparison as text for a terminal.

use std::fmt::Write;

use cost_model::answer::answer;
use cost_model::comparison::Comparison;
use cost_model::estimate::{Estimate, Infeasible, Item, Line, Outcome, Step, unknown};
use cost_model::field::bill_fields;
use cost_model::interval::Interval;
use cost_model::text::{Style, exact_or_range};
use cost_model::units::{GpuHours, Usd};

/// The bill and the figures of every entry, in the order in which the page shows them.
pub(crate) fn comparison(comparison: &Comparison) -> String {
    let estimates = comparison.estimates();
    let mut text = format!("{}\n", answer(comparison, &estimates));
    for place in comparison.order(&estimates) {
        if let Some((scenario, estimate)) = comparison.scenarios.get(place).zip(estimates.get(place)) {
            text.push_str(&entry(&scenario.name(), estimate));
            for claim in scenario.model().map_or(&[][..], |model| model.claims) {
                let usd = claim.to_text().unwrap_or_default();
                let _ = writeln!(text, "  said in public: {usd}, {}: {}", claim.accounting.name(), claim.says);
            }
        }
    }
    text
}

fn entry(name: &str, estimate: &Result<Estimate, Infeasible>) -> String {
    let mut text = format!("\n{name}\n");
    match estimate {
        Err(infeasible) => text.push_str(&format!("  cannot be: {infeasible}\n")),
        Ok(estimate) => {
            for line in estimate.bill() {
                push_line(&mut text, line);
            }
            for note in estimate.notes() {
                let _ = writeln!(text, "  note: {note}");
            }
            let fields = bill_fields().map(|spec| Item::Field(spec.field));
            for item in Item::RESULTS.into_iter().chain(fields) {
                push_step(&mut text, estimate.step(item));
            }
        }
    }
    text
}

fn push_line(text: &mut String, line: &Line) {
    push_amounts(text, "  ", line.stage.spec().label(), line.hours, line.cost);
    for part in &line.parts {
        push_amounts(text, "    ", part.name, part.hours, part.cost);
    }
}

fn push_amounts(text: &mut String, indent: &str, name: &str, hours: Interval<GpuHours>, cost: Option<Interval<Usd>>) {
    let hours = exact_or_range(hours.base(), Style::Count("chip-hours"));
    let cost = cost.map_or("price not public".to_owned(), |cost| exact_or_range(cost.base(), Style::Usd));
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{indent}{name}: {hours}, {cost}");
}

fn push_step(text: &mut String, step: &Step) {
    let label = step.item.label();
    let _ = match &step.outcome {
        Outcome::Unknown(why) => writeln!(text, "  {label:<30} {}: {why}", unknown(why)),
        _ => writeln!(text, "  {label:<30} {} [{}]", step.to_text(), step.grade.word()),
    };
}
