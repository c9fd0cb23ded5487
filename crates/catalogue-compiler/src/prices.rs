//! `prices/*.toml`: dated rental prices of one accelerator each.

use std::collections::BTreeSet;

use crate::figure::{Presence::Required, measure};
use crate::reader::{Table, field, is_date, is_slug};

const TERMS: &[&str] = &["on-demand", "reserved", "spot", "assumed"];

pub(crate) fn compile(hardware: &str, file: &mut Table<'_>) -> Vec<String> {
    file.reference("", hardware, "an accelerator", &file.known.hardware);
    let mut seen = BTreeSet::new();
    file.tables("price").into_iter().map(|table| price(hardware, table, &mut seen)).collect()
}

fn price<'a>(hardware: &str, mut table: Table<'a>, seen: &mut BTreeSet<&'a str>) -> String {
    let slug = table.str("slug");
    if !is_slug(slug) || !seen.insert(slug) {
        table.fault("slug", format!("`{slug}` is not a slug of its own"));
    }
    let date = table.str("date");
    if !is_date(date) {
        table.fault("date", format!("`{date}` is not a date like 2024, 2024-12 or 2024-12-27"));
    }
    let fields = [
        field(hardware),
        field(slug),
        table.text("provider"),
        field(date),
        table.word("terms", TERMS),
        table.optional_text("region"),
        table.number("usd_per_gpu_hour", &measure("UsdPerGpuHour", 0.01, 100.0), Required),
    ]
    .concat();
    for key in ["plan", "differs"] {
        table.take(key);
    }
    table.finish();
    fields
}
