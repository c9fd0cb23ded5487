//! What a prefix cache costs and saves.

use super::super::cache::{HOURS_PER_MONTH, Medium, PrefixCache, effective_input_price};
use super::super::service::Service;
use super::{figure, mixed, of_input, percent, rates, usd};
use crate::bill::Input;
use crate::field::Field;
use crate::interval::Interval;
use crate::report::{Axis, Block, Mark, Plot, PlotCurve, Report, Row, Tone, both, fields, figures, row, table};
use crate::text::{Style, exact_or_range, point};
use crate::words::{serving_caching as words, serving_rates};

pub(super) fn blocks(report: &mut Report, service: &Service) {
    report.heading(words::heading());
    let of_model = fields(&[Field::Architecture, Field::KvCacheFormat, Field::KvLength]);
    report.blocks.push(Block::Table(super::keys_and_values::by_attention(service).resting_on(&of_model)));
    if service.served.model.attention.sliding_window.is_some() || service.served.model.attention.linear.is_some() {
        report.text(Tone::Note, words::windows_and_states());
    }
    media(report, service);
    by_hits(report, service);
}

/// Where the cache may live, what that costs, and for how long keeping beats working out again.
fn media(report: &mut Report, service: &Service) {
    if service.rent().is_none() {
        return;
    }
    let rows = Medium::ALL.into_iter().filter_map(|medium| {
        let cache = service.cache(medium)?;
        let hits = cache.usd_per_million_hits(&service.traffic);
        let price = service.inputs.price_of_keeping(medium);
        Some(Row {
            cells: vec![
                medium.name().to_owned(),
                point(cache.usd_per_gb_month.middle(), Style::Usd),
                held(service, &cache, medium),
                hits.map_or_else(|| words::no_hits().to_owned(), usd),
                service.hours_worth_keeping(medium).map_or_else(|| "–".to_owned(), time),
            ],
            is_marked: medium == service.inputs.medium(),
            working: of_medium(service, &cache, medium, &price),
            given: both(figures(&[serving_rates::input()]), &fields(&of_keeping(service, medium))),
            sources: price.sources,
            ..Row::default()
        })
    });
    report.blocks.push(Block::Table(table(
        words::where_kept(),
        &[
            words::medium(),
            words::gigabyte_month(),
            words::held_at_a_time(),
            words::million_hits(),
            words::keeping_pays_for(),
        ],
        rows.collect(),
    )));
    report.text(Tone::Note, words::how_kept());
}

/// The fields that what is kept in a medium rests on: its price follows from the rent where it is the chips' own memory.
fn of_keeping(service: &Service, medium: Medium) -> Vec<Field> {
    let price = match medium {
        _ if medium == service.inputs.medium() => Some(Field::CacheUsdPerGbMonth),
        Medium::Hbm => Some(Field::ServingUsdPerGpuHour),
        _ => None,
    };
    let on = [
        Field::CacheHours,
        Field::TokensPerDay,
        Field::CacheHitShare,
        Field::KvLength,
        Field::KvCacheFormat,
        Field::Architecture,
    ];
    price.into_iter().chain(on).collect()
}

/// How the figures of a medium follow from its price.
fn of_medium(service: &Service, cache: &PrefixCache, medium: Medium, price: &Input) -> Vec<String> {
    let traffic = &service.traffic;
    let mut working = vec![
        of_price(service, medium, price),
        words::held(
            &point(service.tokens(), Style::Count("tokens")),
            &percent(1.0 - traffic.hit_share()),
            &point(cache.bytes_per_token, Style::Bytes),
            &point(cache.hours.middle(), Style::Count("h")),
            &held(service, cache, medium),
        ),
    ];
    working.extend(cache.usd_per_million_hits(traffic).map(|usd| of_hits(service, cache, usd)));
    let worth = service.usd_saved_by_million_hits().zip(service.usd_of_an_hour(medium));
    if let Some(((saved, hour), hours)) = worth.zip(service.hours_worth_keeping(medium)) {
        working.push(words::worth(&point(saved, Style::Usd), &point(hour, Style::Usd), &time(hours)));
    }
    working
}

/// The price of a gigabyte-month: that of accelerators' memory follows from their rent, unless it was entered.
fn of_price(service: &Service, medium: Medium, price: &Input) -> String {
    let is_entered = medium == service.inputs.medium() && service.inputs.entered(Field::CacheUsdPerGbMonth).is_some();
    match (medium, service.rent(), service.served.chip.memory.value()) {
        (Medium::Hbm, Some(rent), Some(memory)) if !is_entered => words::price_of_own_memory(
            &exact_or_range(rent, Style::UsdPerHour),
            &exact_or_range(memory.base(), Style::Bytes),
            &point(HOURS_PER_MONTH, Style::Plain),
            &price.to_text(),
        ),
        _ => of_input(price),
    }
}

/// How what a million hits cost follows from the price of keeping.
pub(super) fn of_hits(service: &Service, cache: &PrefixCache, cost: Interval<f64>) -> String {
    let hits = service.traffic.hit_share();
    words::cost_of_hits(
        &point(cache.bytes_per_token, Style::Bytes),
        &usd(cache.usd_per_gb_month),
        &exact_or_range(cache.hours, Style::Count("h")),
        &point(HOURS_PER_MONTH, Style::Plain),
        &percent(1.0 - hits),
        &percent(hits),
        &usd(cost),
    )
}

/// The bytes that are kept at a time; in accelerators, how many of them that fills.
fn held(service: &Service, cache: &PrefixCache, medium: Medium) -> String {
    let bytes = cache.bytes_held(&service.traffic, Interval::exact(service.tokens())).middle();
    let held = point(bytes, Style::Bytes);
    match (medium, service.served.chip.memory.value()) {
        (Medium::Hbm, Some(memory)) => {
            format!("{held} ({})", point(bytes / memory.base().middle(), Style::Count("chips")))
        }
        _ => held,
    }
}

/// A time in minutes, hours or days.
fn time(hours: f64) -> String {
    match hours {
        _ if !hours.is_finite() => words::for_ever().to_owned(),
        _ if hours < 1.0 => words::minutes(&point(hours * 60.0, Style::Rounded)),
        _ if hours < 48.0 => words::hours(&point(hours, Style::Rounded)),
        _ => words::days(&point(hours / 24.0, Style::Rounded)),
    }
}

/// So many steps from no hits to nearly all; with all there would be no input to work out, and nothing to compare.
const STEPS: u32 = 19;

/// What the same traffic costs at every hit rate.
fn curve(service: &Service, rent: Interval<f64>) -> Option<Plot> {
    let cost = |step: u32| {
        let cached = f64::from(step) / f64::from(STEPS + 1);
        let (traffic, costs) = service.with_hits(cached, rent)?;
        Some((cached, costs.of_traffic(&traffic)))
    };
    let costs: Vec<(f64, Interval<f64>)> = (0..=STEPS).filter_map(cost).collect();
    let ends = costs.iter().flat_map(|(_, cost)| [cost.low(), cost.high()]);
    let is_range = costs.iter().any(|(_, cost)| !cost.is_exact());
    let band = |(cached, cost): &(f64, Interval<f64>)| (*cached, cost.low(), cost.high());
    Some(Plot {
        name: "caching".to_owned(),
        caption: words::curve().to_owned(),
        x: Axis::over(words::hits(), costs.iter().map(|(cached, _)| *cached), false, Style::Fraction)?,
        y: Axis::over(words::usd_a_million(), ends.chain([0.0]), false, Style::Usd)?,
        curves: vec![PlotCurve {
            name: words::cost().to_owned(),
            points: costs.iter().map(|(cached, cost)| (*cached, cost.middle())).collect(),
            band: if is_range { costs.iter().map(band).collect() } else { Vec::new() },
        }],
        marks: vec![Mark { at: service.traffic.cached, name: words::this_traffic().to_owned(), is_vertical: true }],
    })
}

/// From which hit rate on keeping saves more than it costs: all input is kept, however little of it is found. Nothing where it
/// always does.
fn pays_from(plot: &Plot) -> Option<String> {
    let points = &plot.curves.first()?.points;
    let (_, without) = points.first()?;
    match points.iter().skip(1).enumerate().find(|(_, (_, cost))| cost <= without) {
        Some((0, _)) => None,
        Some((_, (rate, _))) => Some(words::pays_from(&percent(*rate))),
        None => Some(words::never_pays().to_owned()),
    }
}

/// The fields on which the cost at any hit rate rests.
const OF_COST: [Field; 7] = [
    Field::ServingUsdPerGpuHour,
    Field::ServingUtilisation,
    Field::InputPerOutput,
    Field::CacheMedium,
    Field::CacheHours,
    Field::CacheUsdPerGbMonth,
    Field::FirstTokenSeconds,
];

/// Those on which what is paid for input at any hit rate rests.
const OF_PRICES: [Field; 2] = [Field::UsdPerMillionInput, Field::UsdPerMillionCachedInput];

/// The same traffic at other hit rates, and without a cache.
fn by_hits(report: &mut Report, service: &Service) {
    let Some((costs, rent)) = service.costs().zip(service.rent()) else { return };
    let prices = service.prices();
    let mut shares = vec![0.0, 0.25, 0.5, 0.75, 0.9];
    if service.traffic.cached > 0.0 && !shares.contains(&service.traffic.cached) {
        shares.push(service.traffic.cached);
        shares.sort_by(f64::total_cmp);
    }
    let cost_at = |cached: f64| {
        let (traffic, costs) = service.with_hits(cached, rent)?;
        Some((costs.of_traffic(&traffic), mixed(&traffic, &costs)))
    };
    let without = cost_at(0.0).map(|(cost, _)| cost);
    let rows = shares.iter().filter_map(|cached| {
        let (cost, mixed) = cost_at(*cached)?;
        let (mut cells, mut working) = (vec![percent(*cached), usd(cost)], vec![mixed]);
        let saved = without.map(|without| 1.0 - cost.middle() / without.middle()).filter(|saved| saved.is_finite());
        cells.push(saved.map_or_else(|| "–".to_owned(), percent));
        if let Some((saved, without)) = saved.zip(without) {
            let [cost, without] = [cost, without].map(|cost| point(cost.middle(), Style::Usd));
            working.push(words::share_saved(&cost, &without, &percent(saved)));
        }
        if let Some(prices) = &prices {
            let (hit, miss) = (prices.cached.middle_signed(), prices.input.middle_signed());
            let effective = point(effective_input_price(*cached, hit, miss), Style::Usd);
            let [hit, miss] = [hit, miss].map(|price| point(price, Style::Usd));
            working.push(words::paid_at(&percent(*cached), &hit, &percent(1.0 - cached), &miss, &effective));
            cells.push(effective);
        }
        let given = both(both(rates(), &fields(&OF_COST)), &fields(&OF_PRICES));
        Some(Row { is_marked: *cached == service.traffic.cached, working, given, ..row(&cells) })
    });
    let mut columns = vec![words::hits(), words::cost(), words::saved()];
    if prices.is_some() {
        columns.push(words::input_paid_at());
    }
    let rows = rows.collect();
    let plot = curve(service, rent);
    let remark = plot.as_ref().and_then(pays_from);
    report.blocks.extend(plot.map(Block::Plot));
    report.blocks.extend(remark.map(|text| Block::Text { tone: Tone::Note, text }));
    report.blocks.push(Block::Table(table(words::what_it_saves(), &columns, rows)));
    let saved_work = service.saved_by_hits();
    if service.traffic.cached > 0.0 && saved_work.is_none() {
        report.text(Tone::Plain, words::not_without_cache());
    }
    if service.traffic.cached > 0.0
        && let Some((without, chip_seconds)) = without.zip(saved_work)
    {
        over_a_day(report, service, chip_seconds, without, costs.of_traffic(&service.traffic));
    }
}

/// What the cache comes to over a day: `spared` chip-seconds of prefill for each token, and the cost of a million tokens without
/// it and with it, US dollars.
fn over_a_day(report: &mut Report, service: &Service, spared: f64, without: Interval<f64>, with: Interval<f64>) {
    let tokens = point(service.tokens(), Style::Count("tokens"));
    let dollars = |usd: f64| point(usd, Style::Usd);
    let saved = service.tokens() / 1e6 * (without.middle() - with.middle());
    let work = point(spared * service.tokens() / 3600.0 / service.utilisation().middle(), Style::Count("chip-hours"));
    let of_million = point(spared * 1e6, Style::Count("chip-seconds"));
    let work_working = words::spared_working(&tokens, &of_million, &percent(service.utilisation().middle()), &work);
    let said = if saved < 0.0 { words::loses_over_a_day } else { words::saves_over_a_day };
    report.text(Tone::Plain, said(&work, &dollars(saved.abs()), &usd(without)));
    let (without, with) = (dollars(without.middle()), dollars(with.middle()));
    let saved_working = words::saved_working(&tokens, &without, &with, &dollars(saved));
    let work_rests_on = [Field::ServingUtilisation, Field::InputPerOutput, Field::FirstTokenSeconds];
    let resting_on = |of: &[Field]| both(both(rates(), &fields(of)), &fields(&[Field::TokensPerDay]));
    let rows = vec![
        figure(words::work_spared(), work, vec![work_working], &[]).resting_on(resting_on(&work_rests_on)),
        figure(words::saved_in_a_day(), dollars(saved), vec![saved_working], &[]).resting_on(resting_on(&OF_COST)),
    ];
    report.blocks.push(Block::Figures { caption: words::over_a_day().to_owned(), rows });
}
