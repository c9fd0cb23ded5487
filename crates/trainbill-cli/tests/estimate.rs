//! The command as a user calls it.

use std::process::{Command, Output};

use serde_json::Value;

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_trainbill-cli")).args(arguments).output().expect("the command runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the output is text")
}

#[test]
fn an_estimate_in_words() {
    let output = run(&["estimate", "v=1&models=deepseek-v3,deepseek-r1&end"]);
    assert!(output.status.success());
    insta::assert_snapshot!(text(&output.stdout));
}

#[test]
fn a_whole_link_is_taken_as_well_as_its_fragment() {
    let fragment = "v=1&models=gpt-4&1.usd_per_gpu_hour=1..2&end";
    let link = format!("https://example.org/some/folder/?embed=1#{fragment}");
    assert_eq!(run(&["estimate", &link]).stdout, run(&["estimate", fragment]).stdout);
}

#[test]
fn json_has_units_working_and_sources() {
    let output = run(&["estimate", "--json", "v=1&models=deepseek-v3&end"]);
    let json: Value = serde_json::from_slice(&output.stdout).expect("the output is JSON");
    let figures = &json["entries"][0]["figures"];
    let cost = &figures["training_cost"];
    assert_eq!(cost["value"], 5_576_000.0);
    assert_eq!(cost["unit"], "USD");
    assert_eq!(cost["equation"], "H × p");
    assert_eq!(cost["inputs"], serde_json::json!(["chip_hours", "usd_per_gpu_hour"]));
    assert_eq!(figures["pretraining_hours"]["value"], 2_664_000.0);
    let source = &figures["pretraining_hours"]["sources"][0];
    assert!(source["url"].as_str().is_some_and(|url| url.starts_with("https://")), "{source}");
    assert!(source["locator"].as_str().is_some_and(|locator| locator.contains("Table 1")), "{source}");
    assert_eq!(source["basis"], "vendor");
}

#[test]
fn a_range_has_its_ends_and_an_unknown_its_reason() {
    let link = "v=1&models=llama-3.1-405b,claude-3.5-sonnet&1.usd_per_gpu_hour=2..3&end";
    let output = run(&["estimate", link, "--json"]);
    let json: Value = serde_json::from_slice(&output.stdout).expect("the output is JSON");
    let cost = |entry: usize| &json["entries"][entry]["figures"]["training_cost"];
    assert_eq!(cost(0)["value"], serde_json::json!({ "low": 61_680_000.0, "central": null, "high": 92_520_000.0 }));
    assert_eq!(cost(1)["value"], Value::Null);
    assert!(cost(1)["not_public_because"].as_str().is_some_and(|why| why.contains("Anthropic has not published")));
}

#[test]
fn what_was_not_understood_is_said_on_standard_error() {
    let output = run(&["estimate", "--json", "v=1&models=deepseek-v3&1.mfu=140%25&end"]);
    assert!(output.status.success());
    let warning = "DeepSeek-V3, MFU: “140%” is outside the allowed range, 0.1% to 100%. It is left out.";
    assert_eq!(text(&output.stderr), format!("warning: {warning}\n"));
    let json: Value = serde_json::from_slice(&output.stdout).expect("the output is JSON");
    assert_eq!(json["warnings"], serde_json::json!([warning]));
}

#[test]
fn a_wrong_call_shows_how_to_call() {
    for arguments in [&[][..], &["estimate"], &["guess", "v=1"], &["estimate", "--xml"]] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains("usage: trainbill-cli estimate"), "{arguments:?}");
    }
    assert!(text(&run(&["--help"]).stdout).contains("usage: trainbill-cli estimate"));
}
