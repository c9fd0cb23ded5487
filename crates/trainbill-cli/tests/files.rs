//! Exports as a user calls for them.

use std::path::PathBuf;
use std::process::{Command, Output};

const LINK: &str = "https://example.org/#v=1&d=2026-11&view=why&models=deepseek-v3,llama-3.1-405b&against=2&end";

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_trainbill-cli")).args(arguments).output().expect("the command runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the output is text")
}

#[test]
fn the_pieces_of_a_view_are_listed_and_each_can_be_had() {
    let list = text(&run(&["export", LINK]).stdout);
    let charts: Vec<&str> = list.lines().filter(|line| line.contains(" svg ")).collect();
    assert!(
        charts.iter().any(|line| line.ends_with("From Llama 3.1 405B to DeepSeek-V3, US dollars: final run, rented")),
        "{list}"
    );
    for line in list.lines() {
        let key = line.split(' ').next().expect("a key");
        let csv = run(&["export", "csv", key, LINK]);
        let last = format!(",2026-11,\"{LINK}\"\r\n");
        assert!(csv.status.success() && text(&csv.stdout).contains(&last), "{line}");
    }
    let key = charts.first().and_then(|line| line.split(' ').next()).expect("a chart");
    assert!(text(&run(&["export", "svg", key, LINK]).stdout).starts_with("<svg "));
}

#[test]
fn a_piece_that_there_is_not_is_a_failure() {
    let output = run(&["export", "pdf", "0", LINK]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("there is no piece “0” as pdf"), "{output:?}");
}

#[test]
fn a_scenario_is_saved_and_opened() {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("scenario.json");
    std::fs::write(&path, run(&["scenario", LINK]).stdout).expect("a file");
    let path = path.to_str().expect("a path");
    let fragment = LINK.split_once('#').expect("a fragment").1;
    assert_eq!(text(&run(&["link", path]).stdout), format!("{fragment}\n"));
    std::fs::write(path, "{\"format\": \"other\"}").expect("a file");
    let refused = run(&["link", path]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("“format” is “other”"), "{refused:?}");
    assert!(text(&run(&["link", "/no/such/file.json"]).stderr).starts_with("cannot read /no/such/file.json: "));
}
