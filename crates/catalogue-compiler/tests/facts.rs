//! Derived figures follow from what they name, and rows on the same fact agree or are marked: in fabricated files and in
//! those of the catalogue.

use std::path::Path;

use catalogue_compiler::{DataFile, alternatives, check, disagreements, read_folder};

fn files<const N: usize>(files: [(&str, String); N]) -> Vec<DataFile> {
    files.map(|(path, text)| DataFile { path: path.to_owned(), text }).to_vec()
}

fn faults_of(files: &[DataFile]) -> Vec<String> {
    check(files).err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

fn catalogue() -> Vec<DataFile> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cost-model/data");
    read_folder(&data).expect("the catalogue can be read")
}

/// What a figure cites, without its basis.
const CITED: &str = "source = \"report\", locator = \"page 1\"";

fn derived(figure: &str) -> Vec<String> {
    let chip = format!("memory_bytes = {{ value = 80e9, basis = \"vendor\", {CITED} }}\nx = {{ {figure}, {CITED} }}\n");
    faults_of(&files([("hardware/one.toml", chip)]))
}

#[test]
fn a_derived_figure_is_what_its_arithmetic_gives() {
    for right in [
        "value = 1376256, basis = \"derived\", from = \"1024 * 56 * 24\"",
        "value = 13.0e6, basis = \"derived\", from = \"13.02e6\"",
        "low = 1, value = 2, high = 3, basis = \"derived\", from = [\"2 / 2\", \"1 + 1\", \"6 / 2\"]",
        "value = 40e9, basis = \"derived\", from = \"{hardware/one memory_bytes} / 2\"",
        "value = 1.667, basis = \"derived\", by_hand = \"a mean of the source\"",
        "value = 5, basis = \"vendor\"",
    ] {
        assert_eq!(derived(right), Vec::<String>::new(), "{right}");
    }
    for (wrong, fault) in [
        (
            "value = 1376257, basis = \"derived\", from = \"1024 * 56 * 24\"",
            "hardware/one.toml: x: is 1.376257e6, but from",
        ),
        ("value = 1, basis = \"derived\"", "x: is derived and has neither from"),
        ("value = 1, basis = \"vendor\", from = \"1\"", "x: from and by_hand belong to a derived figure only"),
        ("value = 1, basis = \"derived\", from = \"1\", by_hand = \"so\"", "x: has both"),
        ("low = 1, high = 3, basis = \"derived\", from = \"2\"", "x: from needs one text for each number"),
        (
            "value = 1, basis = \"derived\", from = \"{hardware/two memory_bytes}\"",
            "`hardware/two memory_bytes` of from is no",
        ),
        ("value = 1, basis = \"derived\", from = \"one\"", "is not a number"),
    ] {
        let faults = derived(wrong);
        assert!(faults.iter().any(|found| found.contains(fault)), "{fault:?} is not among {faults:#?}");
    }
}

fn figure(value: &str) -> String {
    format!("{{ value = {value}, basis = \"vendor\", {CITED} }}")
}

fn model(tokens: &str) -> String {
    format!("tokens = {tokens}\ntotal_params = {}\n", figure("70.6e9"))
}

fn run(stage: &str, rest: &str) -> String {
    format!("[[run]]\nslug = \"{stage}\"\nname = \"One\"\nmodel = \"one\"\nstage = \"{stage}\"\n{rest}\n")
}

/// The faults of a model and its runs.
fn runs(tokens: &str, runs: &str) -> Vec<String> {
    faults_of(&files([("models/one.toml", model(tokens)), ("runs/a.toml", runs.to_owned())]))
}

#[test]
fn a_run_has_the_tokens_of_its_model_or_says_why_not() {
    let tokens = |value: &str| format!("tokens = {}", figure(value));
    let fault = "runs/a.toml: pretraining.tokens: tokens of one: models/one.toml tokens is 1.5e13, but runs/a.toml \
                 pretraining.tokens is 1.4e13";
    let unmarked = runs(&figure("15e12"), &run("pretraining", &tokens("14e12")));
    assert!(unmarked.iter().any(|found| found.starts_with(fault)), "{unmarked:#?}");
    // The same, rounded, listed, explained, and a stage whose tokens are others.
    let listed = format!("tokens = [{}, {}]", figure("14e12"), figure("15e12"));
    for marked in [
        run("pretraining", &tokens("15e12")),
        run("pretraining", &tokens("15.04e12")),
        run("pretraining", &listed),
        run("pretraining", &format!("{}\ndiffers = {{ tokens = \"without the last phase\" }}", tokens("14e12"))),
        run("context_extension", &tokens("0.1e12")),
    ] {
        assert_eq!(runs(&figure("15e12"), &marked), Vec::<String>::new(), "{marked}");
    }
    // What is said of another quantity marks nothing.
    let other = format!("{}\ndiffers = {{ mfu = \"so\" }}", tokens("14e12"));
    assert_eq!(runs(&figure("15e12"), &run("pretraining", &other)).len(), 1);
}

#[test]
fn a_total_is_the_sum_of_its_stages() {
    let hours = |value: &str| format!("chip_hours = {}", figure(value));
    let of = |total: &str| {
        [run("pretraining", &hours("2664e3")), run("posttraining", &hours("5e3")), run("whole", &hours(total))].concat()
    };
    assert_eq!(runs(&figure("15e12"), &of("2669e3")), Vec::<String>::new());
    let faults = runs(&figure("15e12"), &of("2788e3"));
    assert!(faults.iter().any(|fault| fault.contains("chip_hours of one, whole")), "{faults:#?}");
}

fn rents(second: &str) -> Vec<String> {
    let row = |slug: &str, rest: &str| {
        format!("[[price]]\nslug = \"{slug}\"\nprovider = \"P\"\nterms = \"on-demand\"\n{rest}\n")
    };
    let first = row("a", &format!("date = \"2026-09-02\"\nusd_per_gpu_hour = {}", figure("2.0")));
    faults_of(&files([("prices/one.toml", first + &row("b", second))]))
}

#[test]
fn a_provider_asks_one_price_in_a_month() {
    let price = |value: &str| format!("usd_per_gpu_hour = {}", figure(value));
    assert_eq!(rents(&format!("date = \"2026-09\"\n{}", price("2.5"))).len(), 1);
    for other in ["date = \"2026-10\"", "date = \"2026-09\"\nplan = \"1 year\"", "date = \"2026-09\"\nregion = \"EU\""]
    {
        assert_eq!(rents(&format!("{other}\n{}", price("2.5"))), Vec::<String>::new(), "{other}");
    }
    assert_eq!(rents(&format!("date = \"2026-09\"\n{}", price("2.0"))), Vec::<String>::new());
}

#[test]
fn list_prices_and_measurements_of_the_same_are_the_same() {
    let price = |slug: &str, output: &str| {
        format!(
            "[[price]]\nslug = \"{slug}\"\nmodel = \"one\"\nseller = \"S\"\ndate = \"2026-11\"\ninput = 1\noutput = {output}\n"
        )
    };
    let measured = |name: &str, rate: &str| {
        format!(
            "[[measured]]\nname = \"{name}\"\nmodel = \"one\"\nhardware = \"c\"\nchips = 8\nweights = \"fp8\"\ncache = \"fp8\"\n\
             phase = \"both\"\ncounts = \"output\"\ninput = 1\noutput = 2\ntokens_per_second = {rate}\n"
        )
    };
    let of = |prices: String, rates: String| {
        faults_of(&files([("serving/prices.toml", prices), ("serving/throughputs.toml", rates)]))
    };
    let same = of(price("a", "2") + &price("b", "2"), measured("A", "100") + &measured("B", "100"));
    assert_eq!(same, Vec::<String>::new());
    let faults = of(price("a", "2") + &price("b", "3"), measured("A", "100") + &measured("B", "150"));
    assert_eq!(faults.len(), 2, "{faults:#?}");
    let explained = measured("B", "150") + "differs = { tokens_per_second = \"a later version\" }\n";
    assert_eq!(of(String::new(), measured("A", "100") + &explained), Vec::<String>::new());
}

/// What `docs/data.md` has between its marks.
fn lists() -> String {
    let files = catalogue();
    let mut text = String::from("| fact | | | marked |\n|---|---|---|---|\n");
    for found in disagreements(&files) {
        let [one, other] = &found.sides;
        let mark = found.mark.unwrap_or_else(|| "not".to_owned());
        text += &format!("| {} | {one} | {other} | {mark} |\n", found.fact);
    }
    text += "\nFigures that list values which differ by more than rounding, the used one first:\n\n| figure | values |\n|---|---|\n";
    for (place, values) in alternatives(&files) {
        text += &format!("| {place} | {} |\n", values.join(", "));
    }
    text
}

#[test]
fn every_known_disagreement_is_in_the_documentation() {
    let (begin, end) = ("<!-- disagreements -->\n", "<!-- end -->");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/data.md");
    let document = std::fs::read_to_string(&path).expect("docs/data.md");
    let (before, rest) = document.split_once(begin).expect("a mark");
    let (written, after) = rest.split_once(end).expect("a mark");
    let found = lists();
    if std::env::var_os("TRAINBILL_WRITE_DISAGREEMENTS").is_some() {
        std::fs::write(&path, [before, begin, &found, end, after].concat()).expect("the file can be written");
        return;
    }
    let first = found.lines().zip(written.lines()).find(|(found, written)| found != written);
    assert_eq!(first, None, "TRAINBILL_WRITE_DISAGREEMENTS=1 writes the list anew");
    assert_eq!(found.lines().count(), written.lines().count());
}

#[test]
fn the_catalogue_holds_to_both() {
    assert_eq!(faults_of(&catalogue()), Vec::<String>::new());
}
