//! The roofline of serving against measured throughputs.
#![cfg(not(target_arch = "wasm32"))]

use cost_model::catalogue::Catalogue;
use cost_model::serving::{Served, Traffic};
use toml::{Table, Value};

/// A measured throughput with what the roofline says.
struct Throughput {
    label: String,
    has_experts: bool,
    /// Tokens of output a second over all chips.
    measured: f64,
    predicted: f64,
}

impl Throughput {
    fn all() -> Vec<Self> {
        let file: Table = include_str!("throughputs.toml").parse().expect("TOML");
        let requests = list(&file["requests"]);
        let measured = file["measured"].as_array().expect("rows").iter();
        measured.flat_map(|row| of_row(row.as_table().expect("a table"), requests)).collect()
    }

    /// Predicted less measured, over measured.
    fn error(&self) -> f64 {
        self.predicted / self.measured - 1.0
    }
}

fn of_row(row: &Table, requests: &[Value]) -> Vec<Throughput> {
    let word = |key: &str| row[key].as_str().expect("a text");
    let catalogue = Catalogue::current();
    let model = catalogue.model(word("model")).and_then(|model| model.architecture.as_ref()).expect("a model").value();
    let chip = catalogue.accelerator(word("hardware")).expect("an accelerator");
    let served = Served { model: &model, chip, in_eight_bits: true, cache_in_eight_bits: true };
    let chips = number(&row["chips"]);
    let pairs = requests.iter().zip(list(&row["output"])).filter(|(_, measured)| number(measured) > 0.0);
    pairs
        .map(|(request, measured)| {
            let (input, output) = (number(&list(request)[0]), number(&list(request)[1]));
            Throughput {
                label: format!("{}, {chips} × {}, {input} in, {output} out", word("name"), chip.short_name),
                has_experts: model.experts.is_some(),
                measured: number(measured),
                predicted: chips * output_rate(&served, chips, input, output).expect("a rate"),
            }
        })
        .collect()
}

/// Tokens of output a second of one chip that works out the input of its requests too, without a limit of latency.
fn output_rate(served: &Served, chips: f64, input: f64, output: f64) -> Option<f64> {
    let traffic = |context| Traffic { context, input_per_output: input / output, cached: 0.0, rate: 1e-6 };
    let prefill = input / served.prefill_rate_on(&traffic(input), chips)?;
    let decode = output / served.decode_rate_on(&traffic(input + output / 2.0), chips)?;
    Some(output / (prefill + decode))
}

fn number(value: &Value) -> f64 {
    value.as_integer().expect("a whole number") as f64
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

/// Median of the absolute errors.
fn median<'a>(rows: impl Iterator<Item = &'a Throughput>) -> f64 {
    let mut errors: Vec<f64> = rows.map(|row| row.error().abs()).collect();
    errors.sort_by(f64::total_cmp);
    errors[errors.len() / 2]
}

fn table(rows: &[Throughput]) -> String {
    let mut text = "| measured on | tokens a second | predicted | error |\n|---|---:|---:|---:|\n".to_owned();
    for row in rows {
        text +=
            &format!("| {} | {:.0} | {:.0} | {:+.0}% |\n", row.label, row.measured, row.predicted, 100.0 * row.error());
    }
    let of = |has_experts| 100.0 * median(rows.iter().filter(|row| row.has_experts == has_experts));
    text + &format!(
        "\nMedian absolute error: {:.0}% over all {}, {:.0}% of dense models, {:.0}% of mixtures of experts.\n",
        100.0 * median(rows.iter()),
        rows.len(),
        of(false),
        of(true)
    )
}

#[test]
fn measured_throughputs_are_met_within_thirty_percent_at_the_median() {
    let rows = Throughput::all();
    assert_eq!(rows.len(), 77);
    assert!(median(rows.iter()) <= 0.3, "{}", table(&rows));
    assert!(median(rows.iter().filter(|row| !row.has_experts)) <= 0.15, "{}", table(&rows));
}

/// The page of the documentation that shows every row; `TRAINBILL_WRITE_TABLES=1` writes its table anew.
#[test]
fn the_documentation_shows_the_present_table() {
    const BEGIN: &str = "<!-- the table begins -->\n";
    const END: &str = "<!-- the table ends -->";
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/serving.md");
    let page = std::fs::read_to_string(path).expect("docs/serving.md");
    let (before, rest) = page.split_once(BEGIN).expect("the beginning of the table");
    let (shown, after) = rest.split_once(END).expect("the end of the table");
    let present = format!("\n{}\n", table(&Throughput::all()));
    if std::env::var_os("TRAINBILL_WRITE_TABLES").is_some() {
        std::fs::write(path, format!("{before}{BEGIN}{present}{END}{after}")).expect("the page can be written");
    } else {
        assert_eq!(shown, present, "run again with TRAINBILL_WRITE_TABLES=1");
    }
}
