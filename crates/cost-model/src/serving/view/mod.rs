//! What the Serve view says.

mod alternatives;
mod answer;
mod caching;
mod keys_and_values;
mod measured;
mod prices;
mod published_day;
mod rates;
mod selling;
mod step;

use super::asked::Asked;
use super::cost::TokenCosts;
use super::inputs::ServingInputs;
use super::service::Service;
use super::traffic::Traffic;
use crate::bill::{Input, Inputs};
use crate::catalogue::AttentionKind;
use crate::comparison::Comparison;
use crate::estimate::{Grade, estimate};
use crate::field::Field;
use crate::interval::Interval;
use crate::report::{Figure, Given, Report, Tone, both, fields, figures, once_each};
use crate::text::{self, Style};
use crate::words::{serving_rates, serving_view as words};

/// What the entry that a comparison shows costs to serve, whether the price is fair, and whether it lasts; then prices of
/// others, and how near the roofline comes to what was measured.
#[must_use]
pub fn report(comparison: &Comparison) -> Report {
    let mut report = Report::default();
    let Some(scenario) = comparison.scenarios.get(comparison.shown()) else { return report };
    let catalogue = scenario.catalogue();
    let name = scenario.name();
    let mut traffic = super::DEEPSEEK_DAY;
    match estimate(scenario) {
        Ok(estimate) => {
            let inputs = Inputs::of(scenario, &estimate);
            let asked = Asked::of(inputs);
            traffic = asked.traffic();
            match ServingInputs::of(inputs) {
                Ok(inputs) => served(&mut report, &name, &inputs),
                Err(why) => {
                    prices::without_configuration(&mut report, scenario, &asked, &why, catalogue);
                    report.found.extend(asked.found());
                }
            }
        }
        Err(infeasible) => report.text(Tone::Warning, words::not_feasible(&infeasible.to_string())),
    }
    prices::blocks(&mut report, scenario, &traffic, catalogue);
    measured::blocks(&mut report, catalogue);
    report
}

fn served(report: &mut Report, name: &str, inputs: &ServingInputs) {
    match Service::of(inputs) {
        Ok(service) => {
            answer::blocks(report, name, &service);
            rates::blocks(report, &service);
            caching::blocks(report, &service);
            selling::blocks(report, &service);
            published_day::blocks(report, &service);
            alternatives::blocks(report, &service);
            let chips = service.chips().middle();
            let implied = service.known_chips().map(|_| service.utilisation().middle());
            report.found.extend(inputs.found(Some((&service.rates.decode.layout, chips)), implied));
        }
        Err(why) => {
            report.text(Tone::Warning, words::cannot_be_served(name, &why));
            report.found.extend(inputs.found(None, None));
        }
    }
}

fn usd(value: Interval<f64>) -> String {
    text::exact_or_range(value, Style::Usd)
}

/// The middle of figures that stand in ascending order.
fn median(sorted: &[f64]) -> Option<f64> {
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = *sorted.get(sorted.len().checked_sub(1)? / 2)?;
    Some((lower + upper) / 2.0)
}

fn percent(value: f64) -> String {
    text::point(value, Style::Fraction)
}

/// A figure with its working, whose grade is the weakest of its inputs'.
pub(crate) fn figure(label: &str, value: String, working: Vec<String>, inputs: &[Input]) -> Figure {
    let grade = inputs.iter().map(|input| input.grade).fold(Grade::Derived, Grade::max);
    let mut lines = working;
    for line in inputs.iter().map(of_input) {
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    Figure {
        label: label.to_owned(),
        value,
        grade,
        working: lines,
        given: inputs.iter().map(|input| Given::Field(input.field)).collect(),
        sources: once_each(inputs.iter().flat_map(|input| input.sources.iter())),
    }
}

/// An input's symbol and value, and where it comes from.
fn of_input(input: &Input) -> String {
    let symbol = crate::estimate::Item::Field(input.field).symbol();
    words::input(symbol, &input.to_text(), &text::in_sentence(input.field.spec().label()), &input.because)
}

/// How the cost of traffic follows from those of its kinds of tokens.
fn mixed(traffic: &Traffic, costs: &TokenCosts) -> String {
    let worked_out = traffic.input_share() * (1.0 - traffic.cached);
    words::mixed(
        &percent(worked_out),
        &usd(costs.input),
        &percent(traffic.hit_share()),
        &usd(costs.cached),
        &percent(traffic.output_share()),
        &usd(costs.output),
        &usd(costs.of_traffic(traffic)),
    )
}

/// The fields of the tokens that are served.
pub(crate) const TRAFFIC: [Field; 3] = [Field::KvLength, Field::InputPerOutput, Field::CacheHitShare];

/// The fields that decide how fast the chips work, whatever they do.
fn of_chips(service: &Service) -> Vec<Given> {
    let has_experts = service.served.model.experts.is_some();
    let all = [Field::ServingHardware, Field::WeightFormat, Field::Architecture, Field::CopyChips];
    both(fields(&all), &fields(if has_experts { &[Field::AttentionChips] } else { &[] }))
}

/// The fields that decide what decoding reads of keys and values.
fn of_cache(service: &Service) -> Vec<Given> {
    let is_latent = matches!(service.served.model.attention.kind, AttentionKind::Mla { .. });
    let all = fields(&[Field::KvLength, Field::KvCacheFormat]);
    both(all, &fields(if is_latent { &[Field::MlaDecoding] } else { &[] }))
}

/// The fields that decide what is guessed ahead.
fn of_guesses(service: &Service) -> Vec<Given> {
    let is_guessed = service.served.drafts.tokens > 0.0;
    fields(if is_guessed { &[Field::DraftTokens, Field::DraftAcceptance] } else { &[Field::DraftTokens] })
}

/// The two rates from which costs follow.
fn rates() -> Vec<Given> {
    figures(&[serving_rates::prefill(), serving_rates::decoding()])
}

fn inputs_of(service: &Service, fields: &[Field]) -> Vec<Input> {
    fields.iter().map(|field| service.inputs.get(*field)).collect()
}
