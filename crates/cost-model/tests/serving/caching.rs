//! The prefix cache.

use super::*;

#[test]
fn keeping_costs_bytes_times_time_times_price() {
    let cache = PrefixCache {
        bytes_per_token: 70_272.0,
        usd_per_gb_month: Interval::exact(0.01),
        hours: Interval::exact(73.05),
    };
    // 70.272 GB for a million tokens, during a tenth of a month.
    near(cache.usd_per_million_kept().middle(), 70.272 * 0.1 * 0.01, 1e-12);
    // 266B worked out and 168B written are kept for 342B hits.
    let hits = cache.usd_per_million_hits(&DEEPSEEK_DAY).expect("hits").middle();
    near(hits, 0.070_272 * (266.0 + 168.0) / 342.0, 1e-9);
    assert_eq!(cache.usd_per_million_hits(&Traffic { cached: 0.0, ..DEEPSEEK_DAY }), None);
    let held = cache.bytes_held(&DEEPSEEK_DAY, Interval::exact(776e9)).middle();
    near(held, 434e9 * 70_272.0 * 73.05 / 24.0, 1e-9);
}

#[test]
fn input_is_paid_between_hit_and_miss() {
    near(effective_input_price(0.5625, 0.14, 0.55), 0.319_375, 1e-12);
}

#[test]
fn each_medium_is_dearer_than_the_next() {
    with_service(&scenario("deepseek-v3", &[]), |service| {
        let [hbm, host, disk] =
            Medium::ALL.map(|medium| service.cache(medium).expect("a price").usd_per_gb_month.middle());
        assert!(hbm > 10.0 * host && host > 5.0 * disk, "{hbm} {host} {disk}");
        // $2 an hour for 80 GB.
        near(hbm, 2.0 / 80.0 * 730.5, 1e-9);
    });
}

fn blocks_of(slug: &str, entered: &[(Field, &str)]) -> Vec<Block> {
    report(&Comparison::of(vec![scenario(slug, entered)])).blocks
}

fn rows(blocks: &[Block], caption: &str) -> Vec<cost_model::report::Row> {
    let table = blocks.iter().find_map(|block| match block {
        Block::Table(table) if table.caption.starts_with(caption) => Some(table),
        _ => None,
    });
    table.map_or_else(Vec::new, |table| table.rows.clone())
}

const WORKED_OUT: [&str; 3] =
    ["Keys and values of this model", "Where prefixes can be kept", "What the prefix cache saves"];

/// Latent attention, groups of heads, windows, and linear layers beside a dense transformer's.
#[test]
fn every_row_says_how_its_figures_were_found() {
    let linear = "hidden_size:2048,num_layers:48,vocab_size:151936,heads:16,kv_heads:2,head_dim:256,intermediate_size:5120,\
                  linear:gated-delta/36/16/32/128/128/4";
    let of_linear = [(Field::Architecture, linear)];
    let entries = [("deepseek-v3", &[][..]), ("llama-3-8b", &[]), ("gpt-oss-120b", &[]), ("llama-3-8b", &of_linear)];
    for (slug, entered) in entries {
        let blocks = blocks_of(slug, entered);
        for caption in WORKED_OUT {
            let rows = rows(&blocks, caption);
            assert!(rows.len() > 2, "{slug}: {caption}");
            for row in rows {
                assert!((1..=4).contains(&row.working.len()), "{slug}: {row:?}");
                let all = row.working.join("\n");
                let is_found = |cell: &String| ["–", "no hits"].contains(&cell.as_str()) || all.contains(cell.as_str());
                assert!(row.cells.iter().skip(1).all(is_found), "{slug}: {row:?}");
            }
        }
    }
}

#[test]
fn every_figure_and_part_of_the_view_has_a_working() {
    for entered in [&[][..], &[(Field::DraftTokens, "2")], &[(Field::CopyChips, "16"), (Field::AttentionChips, "8")]] {
        for block in blocks_of("deepseek-v3", entered) {
            match block {
                Block::Figures { rows, .. } => {
                    assert!(rows.iter().all(|figure| !figure.working.is_empty()), "{rows:?}");
                }
                Block::Parts(parts) if parts.caption == "A step of decoding" => {
                    let ends = |part: &cost_model::report::Part| {
                        part.working.iter().any(|line| line.ends_with(&format!("= {}", part.value)))
                    };
                    assert!(parts.parts.iter().all(ends), "{parts:?}");
                }
                _ => {}
            }
        }
    }
}

#[test]
fn the_curve_over_hit_rates_says_what_the_table_says() {
    let blocks = blocks_of("deepseek-v3", &[]);
    let curve = blocks.iter().find_map(|block| match block {
        Block::Plot(plot) if plot.name == "caching" => Some(plot.readings()),
        _ => None,
    });
    let curve = curve.expect("a curve");
    let table = blocks.iter().find_map(|block| match block {
        Block::Table(table) if table.caption == "What the prefix cache saves" => Some(table),
        _ => None,
    });
    let mut compared = 0;
    for row in &table.expect("a table").rows {
        if let Some(stop) = curve.stops.iter().find(|stop| stop.cells.first() == row.cells.first()) {
            assert_eq!(stop.cells.get(1), row.cells.get(1), "{:?}", row.cells);
            compared += 1;
        }
    }
    assert_eq!(compared, 5);
    // Keeping everything is dearer than it is worth until a fifth of it is found: the table's $0.151 without a cache.
    let remark = blocks.iter().any(|block| {
        matches!(block, Block::Text { text, .. } if text.contains("with less than 20% found, that costs more than it saves"))
    });
    assert!(remark);
}
