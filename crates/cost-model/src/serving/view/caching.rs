//! Keys and values by kind of attention, and what a prefix cache costs and saves.

use super::super::cache::{Medium, PrefixCache, effective_input_price};
use super::super::service::Service;
use super::{percent, usd};
use crate::architecture;
use crate::attribution::reshape;
use crate::catalogue::{Architecture, AttentionKind, QkNorm};
use crate::interval::Interval;
use crate::report::{Block, Report, Row, Tone, row, table};
use crate::text::{Style, point};
use crate::words::serving_caching as words;

pub(super) fn blocks(report: &mut Report, service: &Service) {
    report.heading(words::heading());
    report.blocks.push(Block::Table(by_attention(service)));
    if service.served.model.attention.sliding_window.is_some() || service.served.model.attention.linear.is_some() {
        report.text(Tone::Note, words::windows_and_states());
    }
    media(report, service);
    by_hits(report, service);
}

/// The same model with the cache of another attention: heads, their width and everything else as they are.
fn with_key_heads(of: &Architecture, heads: u64) -> Architecture {
    let head_dim = match of.attention.kind {
        AttentionKind::Mla { v_head_dim, .. } => v_head_dim,
        AttentionKind::Grouped { head_dim, .. } => head_dim,
    };
    let mut changed = *of;
    changed.attention.kind = AttentionKind::Grouped { num_key_value_heads: heads, head_dim, qk_norm: QkNorm::None };
    changed
}

fn by_attention(service: &Service) -> crate::report::Table {
    let own = service.served.model;
    let heads = own.attention.num_attention_heads;
    let bytes =
        |model: &Architecture| architecture::kv_cache_elements_per_token(model) as f64 * service.served.cache_bytes();
    let most = bytes(&with_key_heads(own, heads));
    let line = |name: String, model: &Architecture, is_marked: bool| Row {
        cells: vec![
            name,
            point(bytes(model), Style::Bytes),
            point(
                architecture::cache_elements_of_sequence(model, service.traffic.context) * service.served.cache_bytes(),
                Style::Bytes,
            ),
            percent(bytes(model) / most),
        ],
        is_marked,
        ..Row::default()
    };
    let mut rows = vec![line(words::multi_head(&heads.to_string()), &with_key_heads(own, heads), false)];
    if heads > 8 {
        rows.push(line(words::grouped_query("8"), &with_key_heads(own, 8), false));
    }
    rows.push(line(words::multi_query().to_owned(), &with_key_heads(own, 1), false));
    rows.push(line(words::as_it_is(&reshape::kind(own)), own, true));
    let format = if service.served.cache_in_eight_bits { "FP8" } else { "BF16" };
    table(
        &words::by_attention(format),
        &[words::attention(), words::for_a_token(), words::for_a_sequence(), words::of_multi_head()],
        rows,
    )
}

/// Where the cache may live, what that costs, and for how long keeping beats working out again.
fn media(report: &mut Report, service: &Service) {
    if service.rent().is_none() {
        return;
    }
    let rows = Medium::ALL.into_iter().filter_map(|medium| {
        let cache = service.cache(medium)?;
        let hits = cache.usd_per_million_hits(&service.traffic);
        Some(Row {
            cells: vec![
                medium.name().to_owned(),
                point(cache.usd_per_gb_month.middle(), Style::Usd),
                held(service, &cache, medium),
                hits.map_or_else(|| words::no_hits().to_owned(), usd),
                service.hours_worth_keeping(medium).map_or_else(|| "–".to_owned(), time),
            ],
            is_marked: medium == service.inputs.medium(),
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

/// The same traffic at other hit rates, and without a cache.
fn by_hits(report: &mut Report, service: &Service) {
    let Some((costs, rent)) = service.costs().zip(service.rent()) else { return };
    let prices = service.prices();
    let mut shares = vec![0.0, 0.25, 0.5, 0.75, 0.9];
    if service.traffic.cached > 0.0 && !shares.contains(&service.traffic.cached) {
        shares.push(service.traffic.cached);
        shares.sort_by(f64::total_cmp);
    }
    let without = service.with_hits(0.0, rent);
    let rows = shares.iter().filter_map(|cached| {
        let cost = service.with_hits(*cached, rent)?;
        let mut cells = vec![
            percent(*cached),
            usd(cost),
            without
                .map(|without| 1.0 - cost.middle() / without.middle())
                .filter(|saved| saved.is_finite())
                .map_or_else(|| "–".to_owned(), percent),
        ];
        if let Some(prices) = &prices {
            let effective = effective_input_price(*cached, prices.cached.middle_signed(), prices.input.middle_signed());
            cells.push(point(effective, Style::Usd));
        }
        Some(Row { is_marked: *cached == service.traffic.cached, ..row(&cells) })
    });
    let mut columns = vec![words::hits(), words::cost(), words::saved()];
    if prices.is_some() {
        columns.push(words::input_paid_at());
    }
    report.blocks.push(Block::Table(table(words::what_it_saves(), &columns, rows.collect())));
    let saved_work = service.saved_by_hits();
    if service.traffic.cached > 0.0 && saved_work.is_none() {
        report.text(Tone::Plain, words::not_without_cache());
    }
    if service.traffic.cached > 0.0
        && let Some((without, chip_seconds)) = without.zip(saved_work)
    {
        let saved = service.tokens() / 1e6 * (without.middle() - costs.of_traffic(&service.traffic).middle());
        let work = chip_seconds * service.tokens() / 3600.0 / service.utilisation().middle();
        let over_a_day = if saved < 0.0 { words::loses_over_a_day } else { words::saves_over_a_day };
        let work = point(work, Style::Count("chip-hours"));
        report.text(Tone::Plain, over_a_day(&work, &point(saved.abs(), Style::Usd), &usd(without)));
    }
}
