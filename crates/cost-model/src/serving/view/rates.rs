//! How fast the chips work, and what tokens cost.

use super::super::cost::TokenCosts;
use super::super::deployment::Layout;
use super::super::efficiency::ERROR;
use super::super::service::Service;
use super::{TRAFFIC, caching, figure, inputs_of, mixed, of_cache, of_chips, of_guesses, percent, rates, usd};
use crate::catalogue::AttentionKind;
use crate::field::Field;
use crate::interval::Interval;
use crate::report::{Block, Figure, Given, Report, Tone, both, fields, figures};
use crate::text::{self, Style, point};
use crate::words::serving_rates as words;

pub(super) fn blocks(report: &mut Report, service: &Service) {
    report.heading(words::how_fast());
    throughput(report, service);
    super::step::blocks(report, service);
    report.heading(words::what_tokens_cost());
    costs(report, service);
}

fn layout(of: Layout, service: &Service) -> String {
    if of.chips <= 1.0 {
        return words::one_chip().to_owned();
    }
    let mut chips = point(of.chips, Style::Count("chips"));
    if of.chips > service.served.node() {
        let servers = libm::ceil(of.chips / service.served.node());
        chips = words::chips_in_servers(&chips, &point(servers, Style::Count("")));
    }
    if service.served.model.experts.is_none() {
        words::tensor_parallel(&chips)
    } else if of.is_one_group() {
        words::attention_tensor_parallel(&chips)
    } else if of.attention > 1.0 {
        words::attention_on_some(&chips, &point(of.attention, Style::Count("")))
    } else {
        words::attention_data_parallel(&chips)
    }
}

fn per_second(rate: f64) -> String {
    words::per_second(&point(rate, Style::Plain))
}

fn throughput(report: &mut Report, service: &Service) {
    let mut rows = prefill(service);
    rows.extend(decoding(service));
    rows.extend(experts(service));
    report.blocks.push(Block::Figures { caption: words::throughput().to_owned(), rows });
}

/// A rate of one chip and of a server.
fn rate(per_chip: f64, service: &Service) -> String {
    let node = service.served.node();
    words::of_chip_and_server(&per_second(per_chip), &per_second(per_chip * node), &point(node, Style::Count("")))
}

fn prefill(service: &Service) -> Vec<Figure> {
    let (prefill, traffic, served) = (&service.rates.prefill, &service.traffic, &service.served);
    let flop = |value: f64| point(value, Style::FlopPerToken);
    let (common, routed) = served.products();
    let times = point(served.efficiency.experts, Style::Plain);
    let new = traffic.prompt() * (1.0 - traffic.cached);
    let precision = served.product_precision().map_or_else(words::sixteen_bits, crate::catalogue::Precision::name);
    let products = if routed > 0.0 {
        words::products_with_experts(&flop(common), &flop(routed), &times, precision)
    } else {
        words::products(&flop(common), precision)
    };
    vec![
        figure(
            words::prefill(),
            rate(prefill.rate, service),
            vec![
                layout(prefill.layout, service),
                products,
                words::prefill_attention(
                    &point(new, Style::Count("tokens")),
                    &point(traffic.prompt(), Style::Count("")),
                    &flop(served.prefill_attention(traffic)),
                ),
                words::prefill_time(
                    &point(prefill.arithmetic, Style::Seconds),
                    &percent(served.efficiency.prefill),
                    &point(prefill.traffic, Style::Seconds),
                    &point(1.0 / prefill.rate, Style::Seconds),
                ),
            ],
            &inputs_of(service, &TRAFFIC),
        )
        .resting_on(of_chips(service)),
        figure(
            words::first_token(),
            point(prefill.first_token, Style::Seconds),
            vec![words::first_token_time(
                &point(new, Style::Count("tokens")),
                &per_second(prefill.rate * prefill.layout.attention),
                &point(prefill.layout.attention, Style::Count("chips")),
                &point(served.model.num_layers as f64 * served.efficiency.layer, Style::Seconds),
            )],
            &[],
        )
        .resting_on(both(figures(&[words::prefill()]), &fields(&TRAFFIC))),
    ]
}

fn decoding(service: &Service) -> Vec<Figure> {
    let decode = &service.rates.decode;
    vec![
        figure(
            words::decoding(),
            rate(decode.rate(), service),
            vec![
                layout(decode.layout, service),
                words::decoding_rate(
                    &point(decode.sequences, Style::Plain),
                    &point(decode.tokens, Style::Count("tokens")),
                    &point(decode.seconds(), Style::Seconds),
                ),
                bound(service),
            ],
            &inputs_of(service, &[Field::KvLength, Field::TokensPerSecond]),
        )
        .resting_on(both(both(of_chips(service), &of_cache(service)), &of_guesses(service))),
        figure(
            words::each_user(),
            per_second(1.0 / decode.seconds_per_token()),
            vec![words::time_of_token(&point(decode.seconds_per_token(), Style::Seconds))],
            &[],
        )
        .resting_on(figures(&[words::decoding()])),
    ]
}

/// What part of the routed experts a step reads.
fn experts(service: &Service) -> Option<Figure> {
    let (served, decode) = (&service.served, &service.rates.decode);
    let experts = served.model.experts.as_ref()?;
    let tokens = decode.sequences * decode.layout.chips * (1.0 + served.drafts.tokens);
    let part = served.routed_touched(tokens) / served.routed();
    let of_experts = figure(
        words::experts_read(),
        percent(part),
        vec![
            words::even_routing().to_owned(),
            words::part_of_experts(
                &experts.num_experts_per_token.to_string(),
                &experts.num_experts.to_string(),
                &point(tokens, Style::Plain),
                &percent(experts.num_experts_per_token as f64 / experts.num_experts as f64),
            ),
        ],
        &[],
    );
    Some(of_experts.resting_on(both(figures(&[words::decoding()]), &fields(&[Field::Architecture]))))
}

/// What bounds the batch.
fn bound(service: &Service) -> String {
    let step = &service.rates.decode;
    if step.is_full {
        let room = service.served.room(step.layout).unwrap_or_default();
        words::memory_bounds(&point(room, Style::Bytes))
    } else {
        words::users_bound().to_owned()
    }
}

fn costs(report: &mut Report, service: &Service) {
    let Some(costs) = service.costs() else {
        report.text(Tone::Note, words::needs_a_rent());
        return;
    };
    let inputs = match service.known_chips() {
        Some(_) => inputs_of(service, &[Field::ServingUsdPerGpuHour, Field::FleetChips, Field::TokensPerDay]),
        None => inputs_of(service, &[Field::ServingUsdPerGpuHour, Field::ServingUtilisation]),
    };
    let mut rows = vec![
        figure(words::input(), usd(costs.input), of_rate(service, service.rates.prefill.rate), &inputs)
            .resting_on(figures(&[words::prefill()])),
        figure(words::output(), usd(costs.output), of_rate(service, service.rates.decode.rate()), &inputs)
            .resting_on(figures(&[words::decoding()])),
    ];
    if service.traffic.cached > 0.0 {
        let of_kept = fields(&[Field::CacheHitShare, Field::KvLength, Field::KvCacheFormat, Field::Architecture]);
        let keeping = inputs_of(service, &[Field::CacheUsdPerGbMonth, Field::CacheHours]);
        let hits = figure(words::cached_input(), usd(costs.cached), cached(service, &costs), &keeping);
        rows.insert(1, hits.resting_on(both(figures(&[words::input()]), &of_kept)));
    }
    let by_shares = vec![words::by_shares().to_owned(), mixed(&service.traffic, &costs)];
    let of_all = figure(words::this_traffic(), usd(costs.of_traffic(&service.traffic)), by_shares, &inputs);
    rows.push(of_all.resting_on(both(of_kinds(), &fields(&TRAFFIC))));
    if let Some(all) = service.all_in() {
        let working = vec![words::chips_and_keeping().to_owned(), chips_and_keeping(service, all)];
        let overhead = inputs_of(service, &[Field::ServingOverheadShare]);
        let all_in = figure(words::all_in(), usd(all), working, &[&inputs[..], &overhead].concat());
        rows.push(all_in.resting_on(figures(&[words::this_traffic()])));
    }
    if let Some(floor) = service.floor() {
        let working = vec![words::never_idle_working().to_owned(), mixed(&service.traffic, &floor)];
        let rent = inputs_of(service, &[Field::ServingUsdPerGpuHour]);
        let never_idle = figure(words::never_idle(), usd(floor.of_traffic(&service.traffic)), working, &rent);
        rows.push(never_idle.resting_on(both(both(rates(), &figures(&[words::cached_input()])), &fields(&TRAFFIC))));
    }
    report.blocks.push(Block::Figures { caption: words::cost_of_million().to_owned(), rows });
    if matches!(service.served.model.attention.kind, AttentionKind::Mla { .. }) && !service.served.is_absorbed {
        report.text(Tone::Note, words::made_anew());
    }
}

/// What a million tokens of each kind cost.
fn of_kinds() -> Vec<Given> {
    figures(&[words::input(), words::cached_input(), words::output()])
}

/// What keeping costs the hits.
fn cached(service: &Service, costs: &TokenCosts) -> Vec<String> {
    let mut working = vec![words::keeping_shared().to_owned(), words::no_chip_works().to_owned()];
    let cache = service.cache(service.inputs.medium());
    if let Some((cache, kept)) = cache.and_then(|cache| Some((cache, cache.usd_per_million_hits(&service.traffic)?))) {
        working.push(caching::of_hits(service, &cache, kept));
        let ends = costs.cached.high();
        if ends < kept.high() {
            let is_central = kept.central().is_some_and(|central| ends <= central);
            working.push(match is_central {
                true => words::ends_at_central().to_owned(),
                false => words::ends_at_prefill(&point(ends, Style::Usd)),
            });
        }
    }
    working
}

/// How the cost with all that is counted follows from the chips that are paid for.
fn chips_and_keeping(service: &Service, all: Interval<f64>) -> String {
    let of = |value: Option<Interval<f64>>, style| {
        value.map_or_else(String::new, |value| text::exact_or_range(value, style))
    };
    format!(
        "= {} × 24 h × {} ÷ {} × 10⁶ × (1 + {}) + {} = {}",
        text::exact_or_range(service.chips(), Style::Count("chips")),
        of(service.rent(), Style::UsdPerHour),
        point(service.tokens(), Style::Count("tokens")),
        of(service.inputs.get(Field::ServingOverheadShare).value, Style::Fraction),
        usd(service.keeping()),
        usd(all)
    )
}

/// How the cost of tokens follows from the rate at which a chip works them out.
fn of_rate(service: &Service, rate: f64) -> Vec<String> {
    let rent = service.rent().map_or_else(String::new, |rent| text::exact_or_range(rent, Style::UsdPerHour));
    let utilisation = text::exact_or_range(service.utilisation(), Style::Fraction);
    vec![
        words::cost_of_rate().to_owned(),
        format!("= {rent} ÷ 3,600 s ÷ {} ÷ {utilisation} × 10⁶", per_second(rate)),
        match service.known_chips() {
            Some(chips) => words::utilisation_of_chips(
                &point(service.least_chips(), Style::Count("chips")),
                &text::exact_or_range(chips, Style::Count("chips")),
            ),
            None if service.error().is_exact() => words::error_in_utilisation().to_owned(),
            None => words::own_error(&point(ERROR.low(), Style::Plain), &point(ERROR.high(), Style::Plain)),
        },
    ]
}
