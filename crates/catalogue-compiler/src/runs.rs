//! `runs/*.toml`: published training runs.

use crate::figure::{Presence::Optional, measure};
use crate::reader::{Table, field, is_slug};

const STAGES: &[&str] = &["pretraining", "context_extension", "posttraining", "whole"];

/// The slugs that a file of runs declares.
pub(crate) fn slugs(table: &toml::Table) -> impl Iterator<Item = String> {
    let runs = table.get("run").and_then(toml::Value::as_array).cloned().unwrap_or_default();
    runs.into_iter().filter_map(|run| run.get("slug").and_then(toml::Value::as_str).map(str::to_owned))
}

pub(crate) fn compile(file: &mut Table<'_>) -> Vec<String> {
    file.tables("run").into_iter().map(run).collect()
}

fn run(mut table: Table<'_>) -> String {
    let slug = table.str("slug");
    if !is_slug(slug) {
        table.fault("slug", format!("`{slug}` is not a slug"));
    }
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
    table.take("differs");
    table.finish();
    fields
}
