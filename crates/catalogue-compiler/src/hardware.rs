//! `hardware/*.toml`: one accelerator each.

use crate::figure::{
    Presence::{Optional, Required},
    measure,
};
use crate::reader::{Table, field, is_slug, list};

/// Precisions as the files spell them.
pub(crate) const PRECISIONS: &[&str] = &["fp32", "tf32", "fp16", "bf16", "fp8", "fp4", "int8"];

pub(crate) fn compile(slug: &str, table: &mut Table<'_>) -> String {
    if !is_slug(slug) {
        table.fault("", "the file's name is not a slug");
    }
    let bandwidth = measure("BytesPerSecond", 1e10, 1e14);
    [
        table.since_mark(),
        field(slug),
        table.text("name"),
        table.text("short_name"),
        table.text("vendor"),
        table.word("kind", &["gpu", "tpu"]),
        table.texts("aliases"),
        table.number("released_year", &measure("Year", 2006.0, 2100.0), Required),
        table.number("memory_bytes", &measure("Bytes", 1e9, 1e13), Required),
        table.number("memory_bandwidth", &bandwidth, Required),
        table.number("interconnect_bandwidth", &bandwidth, Optional),
        table.number("node_size", &measure("Chips", 1.0, 100_000.0), Optional),
        table.number("network_bandwidth", &measure("BytesPerSecond", 1e8, 1e13), Optional),
        table.number("tdp_watts", &measure("Watts", 10.0, 10_000.0), Required),
        peaks(table),
    ]
    .concat()
}

fn peaks(table: &mut Table<'_>) -> String {
    let Some(mut peaks) = table.table("peak_dense") else {
        table.fault("peak_dense", "is missing");
        return String::new();
    };
    let rate = measure("FlopPerSecond", 1e12, 1e17);
    let mut rows = Vec::new();
    for word in PRECISIONS {
        if peaks.has(word) {
            rows.push(field(word) + &peaks.number(word, &rate, Required));
        }
    }
    if rows.is_empty() {
        peaks.fault("", "names no precision");
    }
    peaks.finish();
    list(&rows)
}
