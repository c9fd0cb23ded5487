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

pub(super) fn blocks(report: &mut Report, service: &Service) {
    report.heading("Keys and values, and the prefix cache");
    report.blocks.push(Block::Table(by_attention(service)));
    if service.served.model.attention.sliding_window.is_some() || service.served.model.attention.linear.is_some() {
        report.text(Tone::Note, "Layers with a window keep no more than its tokens, linear ones a state, so that a sequence is less than its tokens.");
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
    let mut rows = vec![line(format!("multi-head (MHA), {heads} heads"), &with_key_heads(own, heads), false)];
    if heads > 8 {
        rows.push(line("grouped-query (GQA), 8 groups".to_owned(), &with_key_heads(own, 8), false));
    }
    rows.push(line("multi-query (MQA)".to_owned(), &with_key_heads(own, 1), false));
    rows.push(line(format!("as it is: {}", reshape::kind(own)), own, true));
    let format = if service.served.cache_in_eight_bits { "FP8" } else { "BF16" };
    table(
        &format!("Keys and values of this model under each kind of attention, in {format}"),
        &["Attention", "For a token", "For a sequence", "Of multi-head"],
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
                hits.map_or_else(|| "no hits".to_owned(), usd),
                service.hours_worth_keeping(medium).map_or_else(|| "–".to_owned(), time),
            ],
            is_marked: medium == service.inputs.medium(),
            ..Row::default()
        })
    });
    report.blocks.push(Block::Table(table(
        "Where prefixes can be kept",
        &["Medium", "Gigabyte-month", "Held at a time", "A million hits", "Keeping pays for"],
        rows.collect(),
    )));
    report.text(
        Tone::Note,
        "All for the same time, so that hits are the same. “Keeping pays for” is the time for which all could be kept until that \
         costs as much as the hits save. Disks and memory are counted without their servers; accelerators’ own memory as chips \
         rented for it. Costs elsewhere end where a hit would be dearer than working it out again: nobody keeps longer than that.",
    );
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
        _ if !hours.is_finite() => "for ever".to_owned(),
        _ if hours < 1.0 => format!("{} min", point(hours * 60.0, Style::Rounded)),
        _ if hours < 48.0 => format!("{} h", point(hours, Style::Rounded)),
        _ => format!("{} days", point(hours / 24.0, Style::Rounded)),
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
    let mut columns = vec!["Input found in the cache", "A million tokens cost", "Saved"];
    if prices.is_some() {
        columns.push("Input is paid at");
    }
    report.blocks.push(Block::Table(table("What the prefix cache saves", &columns, rows.collect())));
    let saved_work = service.saved_by_hits();
    if service.traffic.cached > 0.0 && saved_work.is_none() {
        report.text(
            Tone::Plain,
            "Without the cache this traffic could not be served like this: no layout would be fast enough.",
        );
    }
    if service.traffic.cached > 0.0
        && let Some((without, chip_seconds)) = without.zip(saved_work)
    {
        let saved = service.tokens() / 1e6 * (without.middle() - costs.of_traffic(&service.traffic).middle());
        let work = chip_seconds * service.tokens() / 3600.0 / service.utilisation().middle();
        report.text(
            Tone::Plain,
            format!(
                "Over a day the cache spares {} of prefill at that utilisation and, less what keeping it costs, {} {}; without it the \
                 same traffic would cost {} a million tokens.",
                point(work, Style::Count("chip-hours")),
                if saved < 0.0 { "loses" } else { "saves" },
                point(saved.abs(), Style::Usd),
                usd(without)
            ),
        );
    }
}
