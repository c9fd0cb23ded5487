//! How fast the chips work, what a step of decoding consists of, and what tokens cost.

use super::super::decode::Step;
use super::super::deployment::Layout;
use super::super::efficiency::ERROR;
use super::super::service::Service;
use super::{figure, inputs_of, percent, usd};
use crate::catalogue::AttentionKind;
use crate::field::Field;
use crate::report::{Block, Figure, Part, Parts, Report, Tone};
use crate::text::{self, Style, point};

pub(super) fn blocks(report: &mut Report, service: &Service) {
    report.heading("How fast it is, at full batches");
    throughput(report, service);
    step(report, &service.rates.decode);
    report.heading("What a million tokens cost");
    costs(report, service);
}

fn layout(of: Layout, service: &Service) -> String {
    let chips = point(of.chips, Style::Count("chips"));
    let nodes = if of.chips > service.served.node() {
        format!(" in {} servers", point(libm::ceil(of.chips / service.served.node()), Style::Count("")))
    } else {
        String::new()
    };
    if of.chips <= 1.0 {
        return "one chip holds the model".to_owned();
    }
    let attention = if service.served.model.experts.is_none() {
        "tensor parallel".to_owned()
    } else if of.is_one_group() {
        "attention tensor parallel, experts spread over all".to_owned()
    } else if of.attention > 1.0 {
        format!("attention of a sequence on {} of them, experts spread over all", point(of.attention, Style::Count("")))
    } else {
        "attention data parallel, experts spread over all".to_owned()
    };
    format!("{chips}{nodes} hold the model once, {attention}")
}

fn per_second(rate: f64) -> String {
    format!("{} tokens/s", point(rate, Style::Plain))
}

fn throughput(report: &mut Report, service: &Service) {
    let mut rows = prefill(service);
    rows.extend(decoding(service));
    rows.extend(experts(service));
    report.blocks.push(Block::Figures { caption: "Throughput".to_owned(), rows });
}

/// A rate of one chip and of a server.
fn rate(per_chip: f64, service: &Service) -> String {
    let node = service.served.node();
    format!(
        "{} a chip, {} a server of {}",
        per_second(per_chip),
        per_second(per_chip * node),
        point(node, Style::Count(""))
    )
}

fn prefill(service: &Service) -> Vec<Figure> {
    let (prefill, traffic, served) = (&service.rates.prefill, &service.traffic, &service.served);
    let flop = |value: f64| point(value, Style::FlopPerToken);
    let (common, routed) = served.products();
    let times = point(served.efficiency.experts, Style::Plain);
    let products = if routed > 0.0 {
        format!(
            "products with weights: {} and, of routed experts, {} that take {times} times as long (fitted: some wait for others, \
             and their matrices are small)",
            flop(common),
            flop(routed)
        )
    } else {
        format!("products with weights: {}", flop(common))
    };
    let new = traffic.prompt() * (1.0 - traffic.cached);
    let precision = served.product_precision().map_or("16 bits", crate::catalogue::Precision::name);
    vec![
        figure(
            "Prefill, input that is worked out",
            rate(prefill.rate, service),
            vec![
                layout(prefill.layout, service),
                format!("{products}, at the dense peak in {precision}"),
                format!(
                    "attention of the last {} of {}: {}, at the dense peak in 16 bits",
                    point(new, Style::Count("tokens")),
                    point(traffic.prompt(), Style::Count("")),
                    flop(served.prefill_attention(traffic))
                ),
                format!(
                    "{} of arithmetic at {} of the peak + {} of traffic that hides behind nothing = {} a token and chip",
                    point(prefill.arithmetic, Style::Seconds),
                    percent(served.efficiency.prefill),
                    point(prefill.traffic, Style::Seconds),
                    point(1.0 / prefill.rate, Style::Seconds)
                ),
            ],
            &inputs_of(service, &[Field::KvLength, Field::InputPerOutput, Field::CacheHitShare]),
        ),
        figure(
            "Time to the first token, at best",
            point(prefill.first_token, Style::Seconds),
            vec![format!(
                "{} not in the cache ÷ {} of {} together, and {} for starting every layer; no other prompt waits",
                point(new, Style::Count("tokens")),
                per_second(prefill.rate * prefill.layout.attention),
                point(prefill.layout.attention, Style::Count("chips")),
                point(served.model.num_layers as f64 * served.efficiency.layer, Style::Seconds)
            )],
            &[],
        ),
    ]
}

fn decoding(service: &Service) -> Vec<Figure> {
    let decode = &service.rates.decode;
    vec![
        figure(
            "Decoding, output",
            rate(decode.rate(), service),
            vec![
                layout(decode.layout, service),
                format!(
                    "{} sequences a chip × {} a step ÷ {}",
                    point(decode.sequences, Style::Plain),
                    point(decode.tokens, Style::Count("tokens")),
                    point(decode.seconds(), Style::Seconds)
                ),
                bound(service),
            ],
            &inputs_of(service, &[Field::KvLength, Field::TokensPerSecond]),
        ),
        figure(
            "Each user gets",
            per_second(1.0 / decode.seconds_per_token()),
            vec![format!("{} for each token", point(decode.seconds_per_token(), Style::Seconds))],
            &[],
        ),
    ]
}

/// What part of the routed experts a step reads.
fn experts(service: &Service) -> Option<Figure> {
    let (served, decode) = (&service.served, &service.rates.decode);
    let experts = served.model.experts.as_ref()?;
    let tokens = decode.sequences * decode.layout.chips * (1.0 + served.drafts.tokens);
    let part = served.routed_touched(tokens) / served.routed();
    Some(figure(
        "Experts that a step reads",
        percent(part),
        vec![
            "1 − (1 − k ÷ E)^tokens, over even routing".to_owned(),
            format!(
                "= 1 − (1 − {} ÷ {})^{}; one token alone passes through {}",
                experts.num_experts_per_token,
                experts.num_experts,
                point(tokens, Style::Plain),
                percent(experts.num_experts_per_token as f64 / experts.num_experts as f64)
            ),
        ],
        &[],
    ))
}

/// What bounds the batch.
fn bound(service: &Service) -> String {
    let step = &service.rates.decode;
    if step.is_full {
        let room = service.served.room(step.layout).unwrap_or_default();
        format!("the batch fills the memory: {} a chip beside the weights", point(room, Style::Bytes))
    } else {
        "the batch is as large as the users’ rate allows; memory would hold more".to_owned()
    }
}

fn step(report: &mut Report, step: &Step) {
    let parts = [
        ("Weights", step.weights, "read once for the whole batch"),
        ("Cache of keys and values", step.cache, "read for every sequence"),
        ("Arithmetic", step.arithmetic, "for every token"),
        ("Traffic between chips", step.traffic, "that hides behind nothing else"),
        ("Layers", step.layers, "what starting each takes in any case"),
    ];
    let whole = step.seconds();
    report.blocks.push(Block::Parts(Parts {
        caption: "A step of decoding".to_owned(),
        total: point(whole, Style::Seconds),
        capacity: None,
        parts: parts
            .into_iter()
            .map(|(label, seconds, note)| Part {
                label: label.to_owned(),
                size: seconds,
                value: point(seconds, Style::Seconds),
                share: percent(seconds / whole),
                note: note.to_owned(),
                ..Part::default()
            })
            .collect(),
    }));
    if !step.layout.is_one_group() && step.traffic == 0.0 {
        report.text(
            Tone::Note,
            "With data parallel attention two half batches take turns, so that traffic hides behind work.",
        );
    }
}

fn costs(report: &mut Report, service: &Service) {
    let Some(costs) = service.costs() else {
        report.text(Tone::Note, "Enter a price per chip-hour to see what tokens cost.");
        return;
    };
    let inputs = match service.known_chips() {
        Some(_) => inputs_of(service, &[Field::ServingUsdPerGpuHour, Field::FleetChips, Field::TokensPerDay]),
        None => inputs_of(service, &[Field::ServingUsdPerGpuHour, Field::ServingUtilisation]),
    };
    let mut rows = vec![
        figure("Input that is worked out", usd(costs.input), of_rate(service, service.rates.prefill.rate), &inputs),
        figure("Output", usd(costs.output), of_rate(service, service.rates.decode.rate()), &inputs),
    ];
    if service.traffic.cached > 0.0 {
        let keeping = inputs_of(service, &[Field::CacheUsdPerGbMonth, Field::CacheHours]);
        let working = vec![
            "keeping every token that is worked out or written, shared among the hits".to_owned(),
            "no chip works for it; loading it hides behind other work".to_owned(),
        ];
        rows.insert(1, figure("Input found in the cache", usd(costs.cached), working, &keeping));
    }
    rows.push(figure(
        "This traffic, as it comes, chips and cache",
        usd(costs.of_traffic(&service.traffic)),
        vec!["input, cached input and output by their shares of all tokens".to_owned()],
        &inputs,
    ));
    if let Some(all) = service.all_in() {
        let working = vec!["chips × (1 + ω) + keeping the prefix cache".to_owned()];
        let overhead = inputs_of(service, &[Field::ServingOverheadShare]);
        rows.push(figure(
            "With what serving needs beyond the chips",
            usd(all),
            working,
            &[&inputs[..], &overhead].concat(),
        ));
    }
    if let Some(floor) = service.floor() {
        let working = vec!["the same at U = 100%, without keeping prefixes, with the roofline’s own error".to_owned()];
        let rent = inputs_of(service, &[Field::ServingUsdPerGpuHour]);
        rows.push(figure("On chips that are never idle", usd(floor.of_traffic(&service.traffic)), working, &rent));
    }
    report.blocks.push(Block::Figures { caption: "Cost of a million tokens".to_owned(), rows });
    if matches!(service.served.model.attention.kind, AttentionKind::Mla { .. }) && !service.served.is_absorbed {
        report.text(
            Tone::Note,
            "Keys and values are made anew from the latent vectors in every step, which is most of the arithmetic.",
        );
    }
}

/// How the cost of tokens follows from the rate at which a chip works them out.
fn of_rate(service: &Service, rate: f64) -> Vec<String> {
    let rent = service.rent().map_or_else(String::new, |rent| text::exact_or_range(rent, Style::UsdPerHour));
    let utilisation = text::exact_or_range(service.utilisation(), Style::Fraction);
    vec![
        "p_s ÷ 3,600 s ÷ rate ÷ U × 10⁶".to_owned(),
        format!("= {rent} ÷ 3,600 s ÷ {} ÷ {utilisation} × 10⁶", per_second(rate)),
        match service.known_chips() {
            Some(chips) => format!(
                "U = {} that full batches need ÷ {} that are paid for",
                point(service.least_chips(), Style::Count("chips")),
                text::exact_or_range(chips, Style::Count("chips"))
            ),
            None => format!(
                "× {} to {} for the roofline’s own error",
                point(ERROR.low(), Style::Plain),
                point(ERROR.high(), Style::Plain)
            ),
        },
    ]
}
