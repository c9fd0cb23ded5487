//! `serving/*.toml`: models that are served for money, their list prices, and throughputs that were measured; with sources
//! of its own.

use std::collections::BTreeSet;

use crate::editions::Rows;
use crate::figure::{citation, measure, plain};
use crate::reader::{Table, field, is_date, list};

const FORMATS: &[&str] = &["bf16", "fp8", "fp4"];

/// The rows of each file.
#[derive(Default)]
pub(crate) struct Serving {
    models: Rows,
    prices: Rows,
    measured: Vec<String>,
    served: BTreeSet<String>,
}

impl Serving {
    /// `models.toml`: what is served, an open model with where its configuration stands.
    pub(crate) fn models(&mut self, file: &mut Table<'_>) {
        for mut table in file.tables("served") {
            let slug = table.str("slug");
            self.served.insert(slug.to_owned());
            let fields = [
                field(slug),
                table.text("name"),
                table.text("developer"),
                table.word("weights", &["open", "closed"]),
                table.word("tier", &["frontier", "small"]),
                format_or_nothing(&mut table, "format"),
                configured(&mut table),
                if table.has("plotted") { table.flag("plotted") } else { field(false) },
                table.optional_text("note"),
            ];
            self.models.add(&mut table, slug, fields.concat());
            table.finish();
        }
    }

    /// `prices.toml`: dated list prices in US dollars for a million tokens.
    pub(crate) fn prices(&mut self, file: &mut Table<'_>) {
        for mut table in file.tables("price") {
            let (slug, model, date) = (table.str("slug"), table.str("model"), table.str("date"));
            table.reference("model", model, "a served model", &self.served);
            if !is_date(date) {
                table.fault("date", format!("`{date}` is not a date like 2024, 2024-12 or 2024-12-27"));
            }
            let usd = measure("USD", 0.0001, 10_000.0);
            let required = ["input", "output"].map(|key| plain(&mut table, key, &usd, true));
            let optional = ["cached", "batch_input", "batch_output"].map(|key| plain(&mut table, key, &usd, false));
            let head = [field(slug), field(model), table.text("seller"), field(date)];
            let fields = [head.concat(), required.concat(), optional.concat(), citation(&mut table)];
            self.prices.add(&mut table, slug, fields.concat());
            table.take("differs");
            table.finish();
        }
    }

    /// `throughputs.toml`: tables of a benchmark, a row for each kind of request, and single measurements.
    pub(crate) fn measured(&mut self, file: &mut Table<'_>) {
        for table in file.tables("benchmark") {
            self.benchmark(table);
        }
        for mut table in file.tables("measured") {
            let what = what(&mut table);
            let counts = table.word("counts", &["output", "input", "total"]);
            let phase = table.word("phase", &["both", "prefill", "decode"]);
            let numbers = [
                ("input", true, 1.0, 1e7),
                ("output", true, 1.0, 1e7),
                ("in_flight", false, 1.0, 1e6),
                ("cached", false, 0.0, 1.0),
                ("rate", false, 0.01, 1e5),
                ("draft_tokens", false, 0.0, 16.0),
                ("draft_acceptance", false, 0.0, 1.0),
                ("tokens_per_second", true, 0.1, 1e9),
            ]
            .map(|(key, is_required, min, max)| plain(&mut table, key, &measure("", min, max), is_required));
            let fields = [table.since_mark(), what, counts, phase, numbers.concat(), citation(&mut table)];
            self.measured.push(fields.concat());
            table.take("differs");
            table.finish();
        }
    }

    /// A table of tokens of output a second, one for each of `requests` (tokens of input, of output, requests at a time at
    /// most); 0 where the source has none.
    fn benchmark(&mut self, mut table: Table<'_>) {
        let what = table.since_mark() + &what(&mut table);
        let requests = numbers(&mut table, "requests");
        let rates = numbers(&mut table, "output");
        if requests.len() != 3 * rates.len() {
            table.fault("output", "needs one figure for each of the requests");
        }
        let citation = citation(&mut table);
        table.take("differs");
        for (request, rate) in requests.chunks(3).zip(rates).filter(|(_, rate)| *rate > 0.0) {
            let [input, output, at_a_time] = request else { continue };
            let numbers = [field(input), field(output), field(at_a_time), "\n".repeat(4), field(rate)];
            self.measured
                .push([what.clone(), field("output"), field("both"), numbers.concat(), citation.clone()].concat());
        }
        table.finish();
    }

    /// The lists of a serving text: served models, prices, measurements.
    pub(crate) fn text(&self) -> String {
        [list(&self.models.marked()), list(&self.prices.marked()), list(&self.measured)].concat()
    }
}

/// Where a configuration stands: the slug of a model of the catalogue, or the configuration with its source, or nothing.
fn configured(table: &mut Table<'_>) -> String {
    let model = table.optional_str("model");
    if let Some(model) = model {
        table.reference("model", model, "a model", &table.known.models);
    }
    let Some(mut own) = table.table("configuration") else {
        return [field(model.unwrap_or_default()), field("0")].concat();
    };
    let fields = [field(model.unwrap_or_default()), field("1"), own.text("text"), citation(&mut own)];
    own.finish();
    fields.concat()
}

/// What a measurement was made with.
fn what(table: &mut Table<'_>) -> String {
    let hardware = table.str("hardware");
    table.reference("hardware", hardware, "an accelerator", &table.known.hardware);
    let name = table.text("name");
    let chips = measure("Chips", 1.0, 1e5);
    [
        name,
        configured(table),
        field(hardware),
        plain(table, "chips", &chips, true),
        plain(table, "copy", &chips, false),
        table.word("weights", FORMATS),
        table.word("cache", &["fp8", "bf16"]),
        if table.has("attention") { table.word("attention", &["tensor", "data"]) } else { field("") },
    ]
    .concat()
}

fn format_or_nothing(table: &mut Table<'_>, key: &str) -> String {
    if table.has(key) { table.word(key, FORMATS) } else { field("") }
}

/// A flat list of numbers.
fn numbers(table: &mut Table<'_>, key: &str) -> Vec<f64> {
    let value = table.take(key).cloned();
    let numbers = value.as_ref().and_then(toml::Value::as_array).map(|items| {
        let number = |item: &toml::Value| item.as_float().or_else(|| item.as_integer().map(|whole| whole as f64));
        items.iter().map(number).collect::<Option<Vec<_>>>()
    });
    numbers.flatten().unwrap_or_else(|| {
        table.fault(key, "is not a list of numbers");
        Vec::new()
    })
}
