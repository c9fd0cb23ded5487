//! A comparison as JSON: every figure with its unit, working and sources.

use cost_model::catalogue::{Bound, Claim};
use cost_model::estimate::{Alternative, Estimate, Infeasible, Item, Line, Outcome, Step};
use cost_model::interval::Interval;
use cost_model::query::{Decoded, VERSION, encode};
use cost_model::scenario::Scenario;
use cost_model::source::Citation;
use cost_model::whatif;
use serde_json::{Value, json};

/// The whole comparison. Numbers are in the base unit named beside them; a figure that is not public has a null value
/// and says why.
pub(crate) fn comparison(decoded: &Decoded) -> Value {
    let comparison = &decoded.comparison;
    let estimates = comparison.estimates();
    let order = comparison.order(&estimates);
    let entries =
        order.into_iter().filter_map(|place| Some(entry(comparison.scenarios.get(place)?, estimates.get(place)?)));
    json!({
        "version": VERSION,
        "edition": comparison.edition(),
        "fragment": encode(comparison),
        "warnings": decoded.warnings,
        "entries": entries.collect::<Vec<_>>(),
    })
}

fn entry(scenario: &Scenario, estimate: &Result<Estimate, Infeasible>) -> Value {
    let claims = scenario.model().map_or(&[][..], |model| model.claims);
    let mut entry = json!({
        "name": scenario.name(),
        "preset": scenario.slug(),
        "said_in_public": claims.iter().map(claim).collect::<Vec<_>>(),
    });
    match estimate {
        Err(infeasible) => {
            entry["infeasible"] = json!({ "field": infeasible.field.spec().key, "message": infeasible.message });
        }
        Ok(estimate) => {
            entry["bill"] = estimate.bill().iter().map(line).collect();
            entry["notes"] = json!(estimate.notes());
            entry["percentiles"] = percentiles(scenario);
            entry["figures"] = estimate
                .steps()
                .iter()
                .map(|figure| (figure.item.key().to_owned(), step(estimate, figure)))
                .collect::<serde_json::Map<_, _>>()
                .into();
        }
    }
    entry
}

/// The 5th percentile, the median and the 95th of results that are known, from as many draws as the page takes.
fn percentiles(scenario: &Scenario) -> Value {
    let percentiles = whatif::percentiles(scenario).into_iter().map(|(measure, [p05, p50, p95])| {
        (measure.key().to_owned(), json!({ "p05": p05, "p50": p50, "p95": p95, "unit": measure.unit() }))
    });
    Value::Object(percentiles.collect())
}

fn claim(claim: &Claim) -> Value {
    json!({
        "says": claim.says,
        "accounting": claim.accounting.name(),
        "text": claim.to_text(),
        "usd": claim.usd.value().map(|usd| number(usd.base())),
        "bound": match claim.bound {
            Bound::None => None,
            Bound::AtLeast => Some("at-least"),
            Bound::AtMost => Some("at-most"),
        },
        "sources": claim.usd.all().iter().map(|sourced| citation(sourced.citation())).collect::<Vec<_>>(),
    })
}

fn line(line: &Line) -> Value {
    let parts = line.parts.iter().map(|part| {
        json!({
            "name": part.name,
            "chip_hours": number(part.hours.base()),
            "usd": part.cost.map(|cost| number(cost.base())),
            "source": citation(part.citation),
        })
    });
    json!({
        "stage": line.stage.spec().key,
        "chip_hours": number(line.hours.base()),
        "usd": line.cost.map(|cost| number(cost.base())),
        "parts": parts.collect::<Vec<_>>(),
    })
}

fn step(estimate: &Estimate, step: &Step) -> Value {
    let inputs = step.equation().map(|equation| equation.inputs()).unwrap_or_default();
    json!({
        "label": step.item.label(),
        "symbol": step.item.symbol(),
        "unit": step.item.unit(),
        "value": outcome(&step.outcome),
        "not_public_because": match &step.outcome {
            Outcome::Unknown(why) => Some(why),
            _ => None,
        },
        "text": step.to_text(),
        "grade": step.standing(),
        "equation": estimate.equation_in_symbols(step.item),
        "equation_in_values": estimate.equation_in_values(step.item),
        "inputs": inputs.iter().copied().map(Item::key).collect::<Vec<_>>(),
        "sources": step.citations().iter().copied().map(citation).collect::<Vec<_>>(),
        "also_published": step.alternatives.iter().map(alternative).collect::<Vec<_>>(),
    })
}

fn alternative(alternative: &Alternative) -> Value {
    json!({ "value": outcome(&alternative.value), "source": citation(alternative.citation) })
}

fn outcome(outcome: &Outcome) -> Value {
    match outcome {
        Outcome::Number(figure) => number(*figure),
        Outcome::Word { slug, .. } => json!(slug),
        Outcome::Unknown(_) => Value::Null,
    }
}

/// A figure that is known exactly is a number; any other an object of its ends, and of the central value if it has one.
fn number(figure: Interval<f64>) -> Value {
    if figure.is_exact() {
        json!(figure.low())
    } else {
        json!({ "low": figure.low(), "central": figure.central(), "high": figure.high() })
    }
}

fn citation(cited: Citation) -> Value {
    let source = cited.source();
    json!({
        "title": source.title(),
        "publisher": source.publisher(),
        "url": source.url(),
        "published": source.published(),
        "read_in": source.read_in(),
        "seen": source.seen(),
        "locator": cited.locator(),
        "basis": cited.basis().word(),
        "rationale": cited.basis().rationale(),
        "note": cited.note(),
    })
}
