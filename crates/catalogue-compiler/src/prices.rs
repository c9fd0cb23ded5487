//! `prices/*.toml`: dated rental prices of one accelerator each.

use crate::editions::Rows;
use crate::figure::{Presence::Required, measure};
use crate::reader::{Table, field, is_date};

const TERMS: &[&str] = &["on-demand", "reserved", "spot", "assumed"];

pub(crate) fn compile(hardware: &str, file: &mut Table<'_>) -> Vec<String> {
    file.reference("", hardware, "an accelerator", &file.known.hardware);
    let mut rows = Rows::default();
    file.tables("price").into_iter().for_each(|table| price(hardware, table, &mut rows));
    rows.marked()
}

fn price(hardware: &str, mut table: Table<'_>, rows: &mut Rows) {
    let slug = table.str("slug");
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
    rows.add(&mut table, slug, fields);
    for key in ["plan", "differs"] {
        table.take(key);
    }
    table.finish();
}
