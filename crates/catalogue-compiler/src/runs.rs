//! `runs/*.toml`: published training runs.

use std::collections::BTreeSet;

use crate::editions::Rows;
use crate::figure::{Presence::Optional, measure};
use crate::reader::{Table, field};

const STAGES: &[&str] = &["pretraining", "context_extension", "posttraining", "whole"];

/// The slugs that a file of runs declares, each once.
pub(crate) fn slugs(table: &toml::Table) -> BTreeSet<String> {
    let runs = table.get("run").and_then(toml::Value::as_array).cloned().unwrap_or_default();
    runs.iter().filter_map(|run| run.get("slug").and_then(toml::Value::as_str).map(str::to_owned)).collect()
}

/// Adds the runs of a file to those of the files before.
pub(crate) fn compile(file: &mut Table<'_>, rows: &mut Rows) {
    file.tables("run").into_iter().for_each(|table| run(table, rows));
}

fn run(mut table: Table<'_>, rows: &mut Rows) {
    let slug = table.str("slug");
    let model = table.optional_str("model");
    if let Some(model) = model {
        table.reference("model", model, "a model", &table.known.models);
    }
    let hardware = table.str("hardware");
    table.reference("hardware", hardware, "an accelerator", &table.known.hardware);
    let params = measure("Parameters", 1e6, 1e14);
    let fields = [
        field(slug),
        table.text("name"),
        field(model.unwrap_or_default()),
        table.word("stage", STAGES),
        field(table.whole("year", 2015, 2100)),
        field(hardware),
        table.optional_text("precision"),
        table.number("total_params", &params, Optional),
        table.number("active_params", &params, Optional),
        table.number("tokens", &measure("Tokens", 1e6, 1e16), Optional),
        table.number("chip_count", &measure("Chips", 1.0, 1e7), Optional),
        table.number("chip_hours", &measure("GpuHours", 1.0, 1e11), Optional),
        table.number("mfu", &measure("Fraction", 0.001, 1.0), Optional),
        table.number("usd", &measure("Usd", 1.0, 1e13), Optional),
        table.flag("calibration"),
    ]
    .concat();
    rows.add(&mut table, slug, fields);
    table.take("differs");
    table.finish();
}
