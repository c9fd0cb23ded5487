//! What a step of decoding consists of.

use super::super::decode::Step;
use super::super::service::Service;
use super::{of_cache, of_chips, percent};
use crate::field::Field;
use crate::report::{Block, Given, Part, Parts, Report, Tone, both, fields, figures};
use crate::text::{Style, point};
use crate::words::{serving_rates, serving_step as words};

pub(super) fn blocks(report: &mut Report, service: &Service) {
    let step = &service.rates.decode;
    let parts = [
        (words::weights(), step.weights, words::read_once(), weights(service), of_chips(service)),
        (words::cache(), step.cache, words::read_for_each(), cache(service), both(chip(), &of_cache(service))),
        (words::arithmetic(), step.arithmetic, words::for_every_token(), arithmetic(service), of_chips(service)),
        (words::traffic(), step.traffic, words::hides_behind_nothing(), traffic(service), of_chips(service)),
        (
            words::layers(),
            step.layers,
            words::starting_layers(),
            layers(service),
            both(chip(), &fields(&[Field::DraftTokens])),
        ),
    ];
    let decoding = figures(&[serving_rates::decoding()]);
    let whole = step.seconds();
    let whole_step = Parts {
        caption: words::step().to_owned(),
        total: time(whole),
        capacity: None,
        parts: parts
            .into_iter()
            .map(|(label, seconds, note, working, given)| Part {
                label: label.to_owned(),
                size: seconds,
                value: time(seconds),
                share: percent(seconds / whole),
                note: note.to_owned(),
                working: vec![working],
                given,
                ..Part::default()
            })
            .collect(),
    };
    report.blocks.push(Block::Parts(whole_step.resting_on(&decoding)));
    if !step.layout.is_one_group() && step.traffic == 0.0 {
        report.text(Tone::Note, words::half_batches());
    }
}

fn chip() -> Vec<Given> {
    fields(&[Field::ServingHardware, Field::Architecture])
}

fn time(seconds: f64) -> String {
    point(seconds, Style::Seconds)
}

/// Tokens that each chip works on in a step: one of each sequence, and those that are guessed.
fn tokens(service: &Service, step: &Step) -> f64 {
    step.sequences * (1.0 + service.served.drafts.tokens)
}

/// A quantity, and how many times as much of it guessing takes where anything is guessed.
fn guessed(quantity: String, service: &Service) -> String {
    match service.served.guessing() {
        1.0 => quantity,
        times => words::with_guesses(&quantity, &point(times, Style::Plain)),
    }
}

/// The memory bandwidth of the chip, and the part of it that is reached.
fn bandwidth(service: &Service) -> (String, String) {
    let peak = service.served.bandwidth().unwrap_or_default();
    (point(peak, Style::BytesPerSecond), percent(service.served.efficiency.bandwidth))
}

fn weights(service: &Service) -> String {
    let step = &service.rates.decode;
    let read = service.served.weights_read(step.layout, tokens(service, step));
    let (peak, reached) = bandwidth(service);
    words::time_of_weights(&guessed(point(read, Style::Bytes), service), &peak, &reached, &time(step.weights))
}

fn cache(service: &Service) -> String {
    let step = &service.rates.decode;
    let each = service.served.cache_bytes_of_sequence(step.layout, service.traffic.context);
    let (peak, reached) = bandwidth(service);
    let sequences = point(step.sequences, Style::Count("sequences"));
    words::time_of_cache(&sequences, &point(each, Style::Bytes), &peak, &reached, &time(step.cache))
}

fn arithmetic(service: &Service) -> String {
    let (served, step) = (&service.served, &service.rates.decode);
    let (common, routed) = served.products();
    let products = common + routed * served.efficiency.experts;
    let peak = |rate: Option<f64>| point(rate.unwrap_or_default(), Style::FlopPerSecond);
    words::time_of_arithmetic(
        &guessed(point(tokens(service, step), Style::Count("tokens")), service),
        &point(products, Style::FlopPerToken),
        &peak(served.product_peak()),
        &point(served.attention_flop_per_token(service.traffic.context), Style::FlopPerToken),
        &peak(served.attention_peak()),
        &percent(served.efficiency.arithmetic),
        &time(step.arithmetic),
    )
}

fn traffic(service: &Service) -> String {
    let step = &service.rates.decode;
    if step.layout.chips <= 1.0 {
        return words::no_traffic().to_owned();
    }
    let count = tokens(service, step);
    let (sums, experts) = service.served.traffic_of_token(step.layout);
    let (tokens, whole) = (point(count, Style::Count("tokens")), time(step.traffic));
    if step.layout.is_one_group() {
        return words::time_of_sums(&tokens, &time(sums), &whole);
    }
    let work = (step.weights + step.cache + step.arithmetic) / count;
    words::time_of_traffic(&tokens, &time(sums), &time(experts), &time(work), &whole)
}

fn layers(service: &Service) -> String {
    let (served, step) = (&service.served, &service.rates.decode);
    let count = |count: f64| point(count, Style::Count(""));
    let (layers, each) = (count(served.model.num_layers as f64), time(served.efficiency.layer));
    if served.drafts.tokens > 0.0 {
        words::time_of_layers_and_guesses(&layers, &count(served.drafts.tokens), &each, &time(step.layers))
    } else {
        words::time_of_layers(&layers, &each, &time(step.layers))
    }
}
