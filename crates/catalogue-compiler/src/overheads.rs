//! `overheads/*.toml`: what a bill holds beyond the final run, and what energy costs; with sources of its own.
//!
//! `general.toml` has figures that hold for every run; the other files have a table for each model, accelerator,
//! developer, region or profile, whose figures go before the general ones. The keys of figures are those of the fields
//! that they are defaults of, which a test of the cost model holds. `published.toml` has energy and emissions as published.

use crate::figure::{Presence::Optional, measure};
use crate::reader::{Table, field, list};

/// The files with figures, and what their tables are named after.
pub(crate) const SCOPES: [&str; 6] = ["general", "models", "chips", "developers", "regions", "profiles"];

/// The figures of a file, each as scope, name within it, key and figure.
pub(crate) fn figures(scope: &str, file: &mut Table<'_>) -> Vec<String> {
    if scope == "general" {
        return of_table(scope, "", file);
    }
    let mut rows = Vec::new();
    for name in file.keys() {
        match scope {
            "models" => file.reference(&name, &name, "a model", &file.known.models),
            "chips" => file.reference(&name, &name, "an accelerator", &file.known.hardware),
            _ => {}
        }
        if let Some(mut table) = file.table(&name) {
            rows.extend(of_table(scope, &name, &mut table));
            table.finish();
        }
    }
    rows
}

fn of_table(scope: &str, name: &str, table: &mut Table<'_>) -> Vec<String> {
    let mut rows = Vec::new();
    for key in table.keys() {
        let figure = table.number(&key, &measure("", 0.0, 1e13), Optional);
        rows.push([field(scope), field(name), field(&key), figure].concat());
    }
    rows
}

/// Energy and emissions as their makers published them, with the inputs that they state.
pub(crate) fn published(file: &mut Table<'_>) -> Vec<String> {
    file.tables("run").into_iter().map(published_run).collect()
}

fn published_run(mut table: Table<'_>) -> String {
    let fields = [
        table.since_mark(),
        table.text("name"),
        table.number("chip_hours", &measure("GpuHours", 1.0, 1e11), Optional),
        table.number("chip_power", &measure("Watts", 1.0, 1e4), Optional),
        table.number("pue", &measure("", 1.0, 5.0), Optional),
        table.number("kilowatt_hours", &measure("KilowattHours", 1.0, 1e12), Optional),
        table.number("carbon_intensity", &measure("g/kWh", 0.0, 5000.0), Optional),
        table.number("tonnes", &measure("t", 1e-3, 1e9), Optional),
    ]
    .concat();
    table.finish();
    fields
}

/// The lists of an overheads text: figures, published runs.
pub(crate) fn text(figures: &[String], published: &[String]) -> String {
    [list(figures), list(published)].concat()
}
