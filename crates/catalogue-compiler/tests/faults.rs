//! What is wrong in a data file is refused with the file's and the key's name.

use catalogue_compiler::{DataFile, compile, compile_budget, compile_overheads, compile_serving};

const SOURCE: &str = r#"
[report]
title = "A report"
publisher = "Somebody"
url = "https://example.org/report"
seen = "2026-11-23"
"#;

const CHIP: &str = r#"
name = "Chip One"
short_name = "One"
vendor = "Somebody"
kind = "gpu"
released_year = { value = 2024, basis = "vendor", source = "report", locator = "page 1" }
memory_bytes = { value = 80e9, basis = "vendor", source = "report", locator = "page 1" }
memory_bandwidth = { value = 3.35e12, basis = "vendor", source = "report", locator = "page 1" }
tdp_watts = { unknown = "not stated" }

[peak_dense]
bf16 = { value = 989.5e12, basis = "vendor", source = "report", locator = "page 1" }
"#;

fn faults_of(chip: &str) -> Vec<String> {
    let files = [("sources/a.toml", SOURCE), ("hardware/one.toml", chip)];
    let files = files.map(|(path, text)| DataFile { path: path.to_owned(), text: text.to_owned() });
    compile(&files).err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

fn assert_fault(chip: &str, fault: &str) {
    let faults = faults_of(chip);
    assert!(faults.iter().any(|found| found.contains(fault)), "{fault:?} is not among {faults:#?}");
}

#[test]
fn a_file_without_a_fault_compiles() {
    assert_eq!(faults_of(CHIP), Vec::<String>::new());
}

#[test]
fn an_unknown_key_is_refused() {
    assert_fault(&CHIP.replace("vendor =", "vender ="), "hardware/one.toml: vender: is not a key of this table");
    assert_fault(
        &CHIP.replace("locator = \"page 1\" }\nmemory_bytes", "page = 1 }\nmemory_bytes"),
        "released_year.page",
    );
}

#[test]
fn a_figure_without_a_source_is_refused() {
    let chip = CHIP
        .replace("{ value = 80e9, basis = \"vendor\", source = \"report\", locator = \"page 1\" }", "{ value = 80e9 }");
    assert_fault(&chip, "hardware/one.toml: memory_bytes.source: is missing");
    assert_fault(&chip, "hardware/one.toml: memory_bytes.locator: is missing");
    assert_fault(&chip, "hardware/one.toml: memory_bytes.basis: `` is not one of vendor");
}

#[test]
fn a_source_that_does_not_exist_is_named() {
    let chip = CHIP.replacen("source = \"report\"", "source = \"rumour\"", 1);
    assert_fault(&chip, "hardware/one.toml: released_year.source: `rumour` is not a source of the catalogue");
}

#[test]
fn an_assumption_says_why_and_nothing_else_does() {
    assert_fault(&CHIP.replacen("basis = \"vendor\"", "basis = \"assumed\"", 1), "released_year.rationale: is missing");
    let chip = CHIP.replacen("basis = \"vendor\"", "basis = \"vendor\", rationale = \"so\"", 1);
    assert_fault(&chip, "released_year.rationale: belongs to an assumed figure only");
}

#[test]
fn a_slip_of_the_pen_is_out_of_range() {
    assert_fault(&CHIP.replace("989.5e12", "989.5"), "hardware/one.toml: peak_dense.bf16.value: 9.895e2 is outside");
    assert_fault(
        &CHIP.replace("value = 2024", "low = 2025, high = 2024"),
        "released_year: low, value and high are not in order",
    );
    assert_fault(&CHIP.replace("value = 2024", "low = 2024"), "released_year: needs a value, or both low and high");
}

#[test]
fn a_missing_figure_and_a_wrong_word_are_named() {
    assert_fault(&CHIP.replace("memory_bytes", "memory_byte"), "hardware/one.toml: memory_bytes: is missing");
    assert_fault(&CHIP.replace("\"gpu\"", "\"cpu\""), "hardware/one.toml: kind: `cpu` is not one of gpu, tpu");
    assert_fault("name = ", "hardware/one.toml: ");
}

#[test]
fn references_between_files_must_hold() {
    let price = "[[price]]\nslug = \"a\"\nprovider = \"P\"\ndate = \"2024-13\"\nterms = \"on-demand\"\n\
                 usd_per_gpu_hour = { value = 2, basis = \"vendor\", source = \"report\", locator = \"page 1\" }\n";
    let run = "[[run]]\nslug = \"r\"\nname = \"R\"\nmodel = \"none\"\nstage = \"whole\"\nyear = 2024\n\
               hardware = \"two\"\ncalibration = false\n";
    let files = [
        ("sources/a.toml", SOURCE),
        ("sources/b.toml", SOURCE),
        ("hardware/one.toml", CHIP),
        ("prices/three.toml", price),
        ("runs/r.toml", run),
        ("odd/x.toml", ""),
    ];
    let files = files.map(|(path, text)| DataFile { path: path.to_owned(), text: text.to_owned() });
    let faults: Vec<String> = compile(&files).err().unwrap_or_default().iter().map(ToString::to_string).collect();
    for expected in [
        "sources/b.toml: report: is declared twice",
        "prices/three.toml: `three` is not an accelerator",
        "prices/three.toml: price.date: `2024-13` is not a date",
        "runs/r.toml: run.model: `none` is not a model",
        "runs/r.toml: run.hardware: `two` is not an accelerator",
        "odd/x.toml: `odd` is not a folder",
    ] {
        assert!(faults.iter().any(|found| found.contains(expected)), "{expected:?} is not among {faults:#?}");
    }
}

#[test]
fn an_address_is_well_formed() {
    for bad in ["http//example.org", "https://localhost", "https://exa mple.org", "javascript:alert(1)"] {
        let source = SOURCE.replace("https://example.org/report", bad);
        let file = DataFile { path: "sources/a.toml".to_owned(), text: source };
        let faults = compile(&[file]).err().unwrap_or_default();
        assert!(faults.iter().any(|fault| fault.key == "report.url"), "{bad} was let through: {faults:?}");
    }
}

fn overhead_faults(general: &str, chips: &str) -> Vec<String> {
    let files = [
        ("hardware/one.toml", CHIP),
        ("sources/a.toml", SOURCE),
        (
            "overheads/sources.toml",
            "[other]\ntitle = \"T\"\npublisher = \"P\"\nurl = \"https://example.org/\"\nseen = \"2026-11-24\"\n",
        ),
        ("overheads/general.toml", general),
        ("overheads/chips.toml", chips),
    ];
    let files = files.map(|(path, text)| DataFile { path: path.to_owned(), text: text.to_owned() });
    assert!(compile(&files).is_ok(), "the catalogue does not look at overheads");
    compile_overheads(&files).err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

#[test]
fn overheads_have_sources_of_their_own_and_names_of_the_catalogue() {
    let figure =
        |source: &str| format!("{{ value = 0.1, basis = \"vendor\", source = \"{source}\", locator = \"page 1\" }}");
    let good = format!("idle_share = {}", figure("other"));
    let chip = |name: &str| format!("[{name}]\nchip_power = {}", figure("other"));
    assert_eq!(overhead_faults(&good, &chip("one")), Vec::<String>::new());
    let faults = overhead_faults(&format!("idle_share = {}", figure("report")), &chip("two"));
    assert!(faults.iter().any(|fault| fault.contains("`report` is not a source")), "{faults:#?}");
    assert!(faults.iter().any(|fault| fault.contains("`two` is not an accelerator")), "{faults:#?}");
}

#[test]
fn a_value_since_an_edition_names_one() {
    let since = |edition: &str| format!("since = \"{edition}\"\n{CHIP}");
    for edition in ["2026-12", "2026-12b"] {
        assert_eq!(faults_of(&since(edition)), Vec::<String>::new(), "{edition}");
    }
    for edition in ["December", "2026", "2026-12-01", "2026-12B", "2026-13", "2026-12bc"] {
        assert_fault(&since(edition), "hardware/one.toml: since");
    }
}

const SERVED: &str = r#"
[[served]]
slug = "one"
name = "One"
developer = "Somebody"
weights = "closed"
tier = "small"
"#;

const PRICE: &str = r#"
[[price]]
slug = "one-2026"
model = "one"
seller = "Somebody"
date = "2026-11"
input = 1.5
output = 6.0
basis = "vendor"
source = "report"
locator = "price table"
"#;

const MEASURED: &str = r#"
[[benchmark]]
name = "One"
hardware = "one"
chips = 8
weights = "fp8"
cache = "fp8"
requests = [128, 128, 1000, 2048, 128, 1000]
output = [3000.0, 400]
basis = "vendor"
source = "report"
locator = "table 2"
"#;

/// The faults of a serving folder whose sources hold one report, with an accelerator of the catalogue.
fn serving_faults(models: &str, prices: &str, throughputs: &str) -> Vec<String> {
    let files = [
        ("sources/a.toml", SOURCE),
        ("hardware/one.toml", CHIP),
        ("serving/models.toml", models),
        ("serving/prices.toml", prices),
        ("serving/sources.toml", SOURCE),
        ("serving/throughputs.toml", throughputs),
    ];
    let files = files.map(|(path, text)| DataFile { path: path.to_owned(), text: text.to_owned() });
    compile_serving(&files).err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

#[test]
fn prices_and_measurements_are_held_to_what_they_name() {
    assert_eq!(serving_faults(SERVED, PRICE, MEASURED), Vec::<String>::new());
    let twice = [PRICE, PRICE].concat();
    for (models, prices, throughputs, fault) in [
        (SERVED, PRICE.replace("model = \"one\"", "model = \"two\""), MEASURED.to_owned(), "is not a served model"),
        (SERVED, PRICE.replace("output = 6.0\n", ""), MEASURED.to_owned(), "output: is missing"),
        (SERVED, PRICE.replace("1.5", "-1.5"), MEASURED.to_owned(), "input: -1.5e0 is outside"),
        (SERVED, PRICE.replace("2026-11\"", "November\""), MEASURED.to_owned(), "is not a date"),
        (SERVED, PRICE.replace("\"report\"", "\"hearsay\""), MEASURED.to_owned(), "hearsay"),
        (SERVED, PRICE.replace("seller", "vendor"), MEASURED.to_owned(), "vendor: is not a key"),
        (SERVED, twice, MEASURED.to_owned(), "is not a slug of its own"),
        (SERVED, PRICE.to_owned(), MEASURED.replace("[3000.0, 400]", "[3000.0]"), "one figure for each"),
        (SERVED, PRICE.to_owned(), MEASURED.replace("\"one\"\nchips", "\"two\"\nchips"), "is not an accelerator"),
        (SERVED, PRICE.to_owned(), MEASURED.replace("\"fp8\"\ncache", "\"int3\"\ncache"), "weights"),
    ] {
        let faults = serving_faults(models, &prices, &throughputs);
        assert!(faults.iter().any(|found| found.contains(fault)), "{fault:?} is not among {faults:#?}");
    }
}

/// A row with `since` takes the place of the one of its slug: both are compiled, with the edition before which the one and
/// since which the other holds.
#[test]
fn a_row_is_replaced_since_an_edition() {
    let newer = PRICE.replace("[[price]]", "[[price]]\nsince = \"2027-01\"").replace("1.5", "1.25");
    let files = [
        ("serving/models.toml", SERVED),
        ("serving/prices.toml", &[PRICE, &newer].concat()),
        ("serving/sources.toml", SOURCE),
    ];
    let files = files.map(|(path, text)| DataFile { path: path.to_owned(), text: text.to_owned() });
    let compiled = compile_serving(&files).expect("files without a fault");
    let rows: Vec<&str> = compiled.split("one-2026\n").collect();
    assert_eq!(rows.len(), 3, "{compiled}");
    assert!(rows[0].ends_with("\n\u{3}2027-01\n") && rows[1].contains("\n1.5\n"), "{rows:?}");
    assert!(rows[1].ends_with("\n\u{2}2027-01\n") && rows[2].contains("\n1.25\n"), "{rows:?}");
    let again = serving_faults(SERVED, &[PRICE, &newer, &newer].concat(), MEASURED);
    assert!(again.iter().any(|fault| fault.contains("is not a slug of its own")), "{again:?}");
}

/// What an edition says is worked out from what it has itself: half of the memory is another sum once the memory is another.
#[test]
fn arithmetic_holds_in_every_edition() {
    let half = |rows: &str| {
        let figure = "basis = \"vendor\", source = \"report\", locator = \"page 1\" }";
        let memory = format!("[{{ value = 80e9, {figure}, {{ since = \"2026-12\", value = 160e9, {figure}]");
        let text = format!("memory_bytes = {memory}\nmemory_bandwidth = [{rows}]");
        catalogue_compiler::check(&[DataFile { path: "hardware/one.toml".to_owned(), text }])
    };
    let row = |since: &str, value: &str| {
        format!(
            "{{ {since}value = {value}, basis = \"derived\", source = \"report\", locator = \"page 1\", from = \"{{hardware/one memory_bytes}} / 2\" }}, "
        )
    };
    let since = "since = \"2026-12\", ";
    assert_eq!(half(&(row("", "40e9") + &row(since, "80e9"))), Ok(()));
    for wrong in [row("", "40e9"), row("", "80e9"), row("", "40e9") + &row(since, "40e9")] {
        let faults = half(&wrong).expect_err("another sum in one edition");
        assert!(matches!(&faults[..], [fault] if fault.key.starts_with("memory_bandwidth")), "{faults:?}");
    }
}

/// What has to be there has to be there in every edition.
#[test]
fn a_required_figure_has_a_value_in_the_first_edition() {
    assert_fault(
        &CHIP.replace("{ value = 80e9,", "{ since = \"2026-12\", value = 80e9,"),
        "memory_bytes: has no value in the editions before",
    );
    let later = format!("since = \"2026-12\"\n{CHIP}");
    assert_eq!(faults_of(&later), Vec::<String>::new());
    assert_eq!(budget_faults(&LAW.replace("name =", "since = \"2026-12\"\nname =")), Vec::<String>::new());
}

const LAW: &str = r#"
[law-2024]
name = "A law"
form = "allocation"
m = { value = 0.1, basis = "vendor", source = "report", locator = "table 1" }
m_exponent = { value = 0.5, basis = "vendor", source = "report", locator = "table 1" }
d = { value = 5, basis = "vendor", source = "report", locator = "table 1" }
d_exponent = { value = 0.5, basis = "vendor", source = "report", locator = "table 1" }
flop = { low = 1e17, high = 3e20, basis = "vendor", source = "report", locator = "section 2" }
"#;

/// The faults of a budget folder whose sources hold one report.
fn budget_faults(laws: &str) -> Vec<String> {
    let files = [("budget/laws.toml", laws), ("budget/sources.toml", SOURCE), ("sources/a.toml", SOURCE)];
    let files = files.map(|(path, text)| DataFile { path: path.to_owned(), text: text.to_owned() });
    compile_budget(&files).err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

#[test]
fn a_scaling_law_has_all_its_coefficients_and_says_where_it_holds() {
    assert_eq!(budget_faults(LAW), Vec::<String>::new());
    let cut = |key: &str| LAW.lines().filter(|line| !line.starts_with(key)).collect::<Vec<_>>().join("\n");
    for (laws, fault) in [
        (cut("m_exponent"), "budget/laws.toml: law-2024.m_exponent: is missing"),
        (cut("flop"), "law-2024.flop: is missing; a law says on what"),
        (LAW.replace("allocation", "guess"), "law-2024.form: `guess` is not one of loss, allocation, leverage"),
        (LAW.replace("name =", "title ="), "law-2024.name: is missing"),
        (LAW.replacen("report", "hearsay", 1), "law-2024.m.source: `hearsay` is not a source"),
        (LAW.replace("3e20", "3e40"), "law-2024.flop.high: 3e40 is outside"),
        (LAW.replace("flop =", "flops ="), "law-2024.flops: is not a key"),
        (LAW.replace("[law-2024]", "[Law_2024]"), "Law_2024: is not a slug"),
    ] {
        let faults = budget_faults(&laws);
        assert!(faults.iter().any(|found| found.contains(fault)), "{fault:?} is not among {faults:#?}");
    }
}
