//! `validate`, as a user calls it.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_trainbill-cli")).args(arguments).output().expect("the command runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the output is text")
}

/// Writes a table to a file of its own and validates it.
fn validate(name: &str, table: &[u8]) -> Output {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.csv"));
    fs::write(&path, table).expect("the file can be written");
    run(&["validate", path.to_str().expect("a path of text")])
}

const RUNS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/runs.csv");

const LAST_LINE: [&str; 5] = ["runs=", "median_abs_error=", "mean_abs_error=", "coverage90=", "median_width="];

fn last_line(output: &Output) -> Vec<f64> {
    let out = text(&output.stdout);
    assert_eq!(out.lines().filter(|line| line.starts_with("runs=")).count(), 1, "{out}");
    let last = out.lines().last().expect("there is a line");
    let numbers: Vec<f64> = last
        .split(' ')
        .zip(LAST_LINE)
        .map(|(pair, name)| {
            pair.strip_prefix(name).and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("{last}"))
        })
        .collect();
    assert_eq!(numbers.len(), LAST_LINE.len(), "{last}");
    numbers
}

#[test]
fn each_row_is_predicted_or_says_why_not() {
    let output = run(&["validate", RUNS]);
    assert!(output.status.success());
    insta::assert_snapshot!(text(&output.stdout));
}

#[test]
fn the_same_table_gives_the_same_output() {
    assert_eq!(run(&["validate", RUNS]).stdout, run(&["validate", RUNS]).stdout);
}

#[test]
fn the_order_of_columns_and_other_columns_do_not_matter() {
    let one = b"slug,active_params,total_params,tokens,hardware,precision,chip_hours\nx,7B,7B,2T,H100,BF16,90000\n";
    let other =
        b"\xef\xbb\xbfyear,Chip_Hours ,colour,hardware,tokens,total_params,slug,active_params\r\n2024,90000,red,h100,2e12,7e9,x,7e9\r\n";
    assert_eq!(text(&validate("one", one).stdout), text(&validate("other", other).stdout));
}

/// Neither the hours nor the MFU of a row go into its prediction.
#[test]
fn published_hours_do_not_change_the_prediction() {
    let table = |hours: &str, mfu: &str| {
        let table = format!("slug,total_params,tokens,hardware,chip_hours,published_mfu\nx,7B,2T,H100,{hours},{mfu}\n");
        let out = text(&validate(&format!("hours-{hours}"), table.as_bytes()).stdout);
        let line = out.lines().nth(1).expect("a row").to_owned();
        line.split_whitespace().skip(2).take(4).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(table("90000", "0.5"), table("1", ""));
}

#[test]
fn hostile_tables_end_in_words() {
    let long = format!("slug,tokens,hardware,chip_hours\nx,{},H100,1\n", "9".repeat(1_000_000));
    let wide = format!("{}\n{}\n", ",".repeat(100_000), ",".repeat(100_000));
    let tables: [(&str, &[u8]); 9] = [
        ("empty", b""),
        ("header-only", b"slug,tokens,hardware,chip_hours\n"),
        ("binary", b"\x00\xff\xfe\n\x80,,,\"\n\n\n\""),
        ("open-quote", b"slug,tokens,hardware,chip_hours\n\"x,1,H100,1\ny,1,H100,1\n"),
        ("no-columns", b"a,b,c\n1,2,3\n"),
        ("control", b"slug,tokens,hardware,chip_hours\n\x1b[2J\x07,1,\x1b[31mH99,1\n"),
        ("control-in-a-number", b"slug,tokens,hardware,chip_hours\nx,2\x1b[2J\x07T,H100,1\n"),
        ("long", long.as_bytes()),
        ("wide", wide.as_bytes()),
    ];
    for (name, table) in tables {
        let output = validate(name, table);
        assert_eq!(output.status.code(), Some(1), "{name}");
        let out = text(&output.stdout);
        assert!(
            out.ends_with('\n') && out.lines().last().is_some_and(|line| line.starts_with("runs=0 ")),
            "{name}: {out}"
        );
        assert!(out.len() < 10_000 && !out.contains('\x1b') && !out.contains('\x07'), "{name}");
        assert!(!text(&output.stderr).contains("panicked"), "{name}");
    }
}

#[test]
fn huge_and_tiny_figures_are_finite() {
    let mut table = String::from("slug,total_params,active_params,tokens,hardware,chip_hours\n");
    for (place, size) in ["1e-300", "1", "1e24", "1e300"].iter().enumerate() {
        table.push_str(&format!("x{place},{size},{size},{size},H100,{size}\n"));
    }
    let output = validate("huge", table.as_bytes());
    assert_eq!(last_line(&output)[0], 2.0);
    assert!(!text(&output.stdout).contains("NaN") && !text(&output.stdout).contains("inf"), "{}", text(&output.stdout));
}

#[test]
fn one_bad_row_does_not_stop_the_rest() {
    let table = b"slug,total_params,tokens,hardware,chip_hours\nbad,\xff\xfe,2T,H100,1\ngood,7B,2T,H100,90000\n";
    let output = validate("bad-row", table);
    assert!(output.status.success());
    assert!(text(&output.stdout).contains("error, line 2: total_params"), "{}", text(&output.stdout));
    assert_eq!(last_line(&output)[0], 1.0);
}

#[test]
fn a_table_that_is_not_there_is_named() {
    let output = run(&["validate", "/no/such/table.csv"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).starts_with("cannot read /no/such/table.csv: "));
    assert_eq!(run(&["validate"]).status.code(), Some(2));
}
