//! How fast the chips work, what a step of decoding consists of, and what tokens cost.

use super::super::decode::Step;
use super::super::deployment::Layout;
use super::super::service::Service;
use super::{figure, inputs_of, percent, usd};
use crate::catalogue::AttentionKind;
use crate::field::Field;
use crate::report::{Block, Part, Parts, Report, Tone};
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
    let (prefill, decode) = (&service.rates.prefill, &service.rates.decode);
    let node = service.served.node();
    let rate = |per_chip: f64| format!("{} a chip, {} a server of {}", per_second(per_chip), per_second(per_chip * node), point(node, Style::Count("")));
    let traffic = &service.traffic;
    let (served, efficiency) = (&service.served, &service.served.efficiency);
    let mut rows = vec![
        figure(
            "Prefill, input that is worked out",
            rate(prefill.rate),
            vec![
                layout(prefill.layout, service),
                format!(
                    "2 FLOP for each of {} parameters of a token, routed experts {} times; causal attention over {}",
                    point(crate::architecture::active_parameters(served.model).get(), Style::Count("")),
                    point(efficiency.experts, Style::Plain),
                    point(traffic.prompt(), Style::Count("tokens"))
                ),
                format!("÷ {} of the dense peak in {}", percent(efficiency.prefill), served.weights.name()),
            ],
            &inputs_of(service, &[Field::KvLength, Field::InputPerOutput, Field::CacheHitShare]),
        ),
        figure(
            "Decoding, output",
            rate(decode.rate()),
            vec![
                layout(decode.layout, service),
                format!(
                    "{} sequences a chip × {} tokens a step ÷ {}",
                    point(decode.sequences, Style::Plain),
                    point(decode.tokens, Style::Plain),
                    point(decode.seconds(), Style::Seconds)
                ),
                bound(service),
            ],
            &inputs_of(service, &[Field::KvLength, Field::TokensPerSecond]),
        ),
        figure(
            "Time to the first token, at best",
            point(prefill.first_token, Style::Seconds),
            vec![format!(
                "{} not in the cache, when no other prompt waits",
                point(traffic.prompt() * (1.0 - traffic.cached), Style::Count("tokens"))
            )],
            &[],
        ),
        figure(
            "Each user gets",
            per_second(1.0 / decode.seconds_per_token()),
            vec![format!("{} for each token", point(decode.seconds_per_token(), Style::Seconds))],
            &[],
        ),
    ];
    if let Some(experts) = &served.model.experts {
        let tokens = decode.sequences * decode.layout.chips * (1.0 + served.drafts.tokens);
        let part = served.routed_touched(tokens) / served.routed();
        rows.push(figure(
            "Experts that a step reads",
            percent(part),
            vec![
                "1 − (1 − k ÷ E)^tokens, over even routing".to_owned(),
                format!(
                    "= 1 − (1 − {} ÷ {})^{}",
                    experts.num_experts_per_token,
                    experts.num_experts,
                    point(tokens, Style::Plain)
                ),
                "One token alone passes through few of them, but a batch needs nearly all: serving is not as cheap as active \
                 parameters suggest."
                    .to_owned(),
            ],
            &[],
        ));
    }
    report.blocks.push(Block::Figures { caption: "Throughput".to_owned(), rows });
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
        report.text(Tone::Note, "With data parallel attention two half batches take turns, so that traffic hides behind work.");
    }
}

fn costs(report: &mut Report, service: &Service) {
    let Some(costs) = service.costs() else { return };
    let inputs = inputs_of(service, &[Field::ServingUsdPerGpuHour, Field::ServingUtilisation]);
    let utilisation = text::exact_or_range(service.utilisation(), Style::Fraction);
    let of_rate = |rate: f64| {
        vec![
            "p_s ÷ 3,600 s ÷ rate ÷ U × 10⁶".to_owned(),
            format!(
                "= {} ÷ 3,600 s ÷ {} ÷ {utilisation} × 10⁶",
                service.rent().map_or_else(String::new, |rent| text::exact_or_range(rent, Style::UsdPerHour)),
                per_second(rate)
            ),
            match service.entered_chips() {
                Some(chips) => format!(
                    "U follows from {} that are paid for, where full batches would need {}",
                    text::exact_or_range(chips, Style::Count("chips")),
                    text::exact_or_range(service.least_chips(), Style::Count("chips"))
                ),
                None => "× 0.8 to 1.6 for the roofline’s own error".to_owned(),
            },
        ]
    };
    let mut rows = vec![
        figure("Input that is worked out", usd(costs.input), of_rate(service.rates.prefill.rate), &inputs),
        figure("Output", usd(costs.output), of_rate(service.rates.decode.rate()), &inputs),
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
        "This traffic, as it comes",
        usd(costs.of_traffic(&service.traffic)),
        vec![
            "input, cached input and output by their shares".to_owned(),
            service.floor().map_or_else(String::new, |floor| {
                format!("on chips that are never idle {}", usd(floor.of_traffic(&service.traffic)))
            }),
        ],
        &inputs,
    ));
    report.blocks.push(Block::Figures { caption: "Cost of a million tokens".to_owned(), rows });
    if matches!(service.served.model.attention.kind, AttentionKind::Mla { .. }) && !service.served.is_absorbed {
        report.text(Tone::Note, "Keys and values are made anew from the latent vectors in every step, which is most of the arithmetic.");
    }
}
