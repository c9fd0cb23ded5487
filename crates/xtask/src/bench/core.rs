//! The cost model, natively and in WebAssembly under Node.js, in rounds that take turns.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::figures::{Figure, Results, Size, median};
use super::samplers;
use crate::process::{self, Failure};
use crate::split;
use crate::tools::{self, PageTools};
use crate::workspace;

/// How often every program runs.
const ROUNDS: usize = 5;

/// The case that all ratios are to, as the program calls it.
const CALIBRATION: &str = "calibration";

/// How WebAssembly is built.
struct Build {
    /// Whose build it is.
    on: &'static str,
    /// Cargo's profile, as index.html has it.
    profile: &'static str,
    /// The level for wasm-opt, as index.html and `split` have it.
    level: &'static str,
}

const BUILDS: [Build; 2] = [
    Build { on: "engine", profile: "release", level: "-O3" },
    Build { on: "page", profile: "page", level: split::LEVEL },
];

/// What today's Rust uses of WebAssembly.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-mutable-globals",
    "--enable-multivalue",
];

/// A program that prints a line for each case.
struct Program {
    on: String,
    command: Command,
}

/// A case in one round.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    name: String,
    nanoseconds: f64,
    value: String,
}

/// Measures everything.
pub(crate) fn measure() -> Result<Results, Failure> {
    let tools = tools::for_page()?;
    let mut programs = vec![Program { on: "native".to_owned(), command: native()? }];
    for build in &BUILDS {
        programs.push(Program { on: build.on.to_owned(), command: wasm(&tools, build)? });
    }
    let mut others = samplers::all();
    let mut rounds = Vec::new();
    for round in 1..=ROUNDS {
        println!("Measuring the cost model, round {round} of {ROUNDS} ...");
        rounds.push(one_round(&mut programs, &mut others)?);
    }
    println!("Measuring how time grows ...");
    let mut growth = Vec::new();
    for build in &BUILDS {
        growth.extend(sizes(&process::output(wasm_program(build).args(["growth", build.on]))?));
    }
    Ok(Results { machine: Vec::new(), figures: figures(&rounds), growth })
}

/// What a round measured: of each program its times and their ratios to the calibration.
type Round = Vec<(String, Line, f64)>;

fn one_round(programs: &mut [Program], others: &mut [Command]) -> Result<Round, Failure> {
    let mut round = Round::new();
    let mut first: Vec<Line> = Vec::new();
    let mut native_calibration = f64::NAN;
    for Program { on, command } in programs {
        let lines = lines(&process::output(command)?);
        let calibration = lines.iter().find(|line| line.name == CALIBRATION).map_or(f64::NAN, |line| line.nanoseconds);
        if first.is_empty() {
            first.clone_from(&lines);
            native_calibration = calibration;
        }
        same_values(&first, &lines, on)?;
        round.extend(lines.into_iter().map(|line| (on.clone(), line.clone(), line.nanoseconds / calibration)));
    }
    let ours = first.iter().find(|line| line.name == samplers::CASE);
    for command in others {
        for line in lines(&process::output(command)?) {
            samplers::agrees(&line.name, &line.value, ours.map_or("", |ours| &ours.value))?;
            let ratio = line.nanoseconds / native_calibration;
            round.push((line.name.clone(), Line { name: samplers::CASE.to_owned(), ..line }, ratio));
        }
    }
    Ok(round)
}

/// The same figures in WebAssembly as natively, to the last bit: what is faster because it does something else is no
/// faster.
fn same_values(native: &[Line], lines: &[Line], on: &str) -> Result<(), Failure> {
    let values = |lines: &[Line]| lines.iter().map(|line| (line.name.clone(), line.value.clone())).collect::<Vec<_>>();
    let (native, here) = (values(native), values(lines));
    match native.iter().zip(&here).find(|(one, other)| one != other) {
        None if !native.is_empty() && native.len() == here.len() => Ok(()),
        None => Err(Failure::new(format!("Not every case was measured: {on}."), "run this again.")),
        Some((one, other)) => Err(Failure::new(
            format!("{}: {} natively and {} as the {on} has it.", one.0, one.1, other.1),
            "find out why; the tests hold that both give the same bits.",
        )),
    }
}

/// Medians over the rounds, in the order of the first.
fn figures(rounds: &[Round]) -> Vec<Figure> {
    let Some(first) = rounds.first() else { return Vec::new() };
    let figure = |(on, line, _): &(String, Line, f64)| {
        let all = || rounds.iter().flatten().filter(|(other, of, _)| other == on && of.name == line.name);
        let times: Vec<f64> = all().map(|(_, line, _)| line.nanoseconds).collect();
        let ratios: Vec<f64> = all().map(|(_, _, ratio)| *ratio).collect();
        Figure {
            of: line.name.clone(),
            on: on.clone(),
            value: median(&times).unwrap_or(f64::NAN),
            unit: "ns".to_owned(),
            ratio: median(&ratios),
        }
    };
    first.iter().map(figure).collect()
}

/// The lines that a program prints for its cases.
fn lines(printed: &str) -> Vec<Line> {
    let line = |line: &str| {
        let mut parts = line.split('\t').map(str::to_owned);
        let (name, time, value) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Line { name, nanoseconds: time.parse().ok()?, value })
    };
    printed.lines().filter_map(line).collect()
}

/// The lines that it prints for its series.
fn sizes(printed: &str) -> Vec<Size> {
    let size = |line: &str| {
        let mut parts = line.split('\t').map(str::to_owned);
        let (of, counts, size, time) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        Some(Size { of, counts, size: size.parse().ok()?, nanoseconds: time.parse().ok()? })
    };
    printed.lines().filter_map(size).collect()
}

/// Builds the program for this machine.
fn native() -> Result<Command, Failure> {
    let mut command = Command::new("cargo");
    command.args(["build", "--release", "--package", "bench"]).current_dir(workspace::root());
    process::step("Building the cases for this machine", &mut command)?;
    Ok(Command::new(workspace::target().join("release").join(format!("bench{}", env::consts::EXE_SUFFIX))))
}

/// Builds the program as WebAssembly for Node.js.
fn wasm(tools: &PageTools, build: &Build) -> Result<Command, Failure> {
    let mut command = tools.cargo()?;
    command.args(["build", "--package", "bench", "--target", "wasm32-unknown-unknown", "--profile", build.profile]);
    process::step(&format!("Building the cases as the {} is built", build.on), &mut command)?;
    let built = tools.wasm_target().join("wasm32-unknown-unknown").join(build.profile).join("bench.wasm");
    let folder = folder(build);
    let made = folder.join("bench_bg.optimised.wasm");
    if !is_newer(&built, &made) {
        return Ok(wasm_program(build));
    }
    let mut bind = tools.program("wasm-bindgen")?;
    bind.args(["--target", "nodejs", "--out-dir"]).arg(&folder).arg(&built);
    process::step("Binding them to Node.js", &mut bind)?;
    let bound = folder.join("bench_bg.wasm");
    let mut optimise = tools.program("wasm-opt")?;
    optimise.arg(build.level).args(FEATURES).arg(&bound).arg("-o").arg(&made);
    process::step("Optimising them, some 2 minutes", &mut optimise)?;
    fs::copy(&made, &bound).map_err(|error| {
        Failure::new(format!("Cannot write {}: {error}", bound.display()), "check the folder's permissions.")
    })?;
    Ok(wasm_program(build))
}

/// Whether one file was written after another, or the other does not exist.
fn is_newer(one: &Path, other: &Path) -> bool {
    let written = |path: &Path| fs::metadata(path).and_then(|file| file.modified()).ok();
    match (written(one), written(other)) {
        (Some(one), Some(other)) => one > other,
        _ => true,
    }
}

fn folder(build: &Build) -> PathBuf {
    workspace::target().join("bench").join(build.on)
}

fn wasm_program(build: &Build) -> Command {
    let mut command = tools::node();
    command.arg(folder(build).join("bench.js"));
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(name: &str, nanoseconds: f64, value: &str) -> Line {
        Line { name: name.to_owned(), nanoseconds, value: value.to_owned() }
    }

    #[test]
    fn what_the_program_prints_is_read() {
        assert_eq!(lines("one, two\t12.5\t3e9\nnot a line\n"), [line("one, two", 12.5, "3e9")]);
        let sizes = sizes("a sample\tdraws\t1000\t2.5e6\n");
        assert_eq!(sizes.len(), 1);
        assert_eq!((sizes[0].size, sizes[0].nanoseconds), (1000.0, 2.5e6));
    }

    #[test]
    fn figures_are_medians_over_the_rounds() {
        let round = |time: f64, ratio: f64| vec![("native".to_owned(), line("a", time, "1"), ratio)];
        let figures = figures(&[round(10.0, 2.0), round(90.0, 2.1), round(12.0, 1.9)]);
        assert_eq!(figures.len(), 1);
        assert_eq!((figures[0].value, figures[0].ratio), (12.0, Some(2.0)));
    }

    #[test]
    fn other_values_or_missing_cases_are_refused() {
        let native = [line("a", 1.0, "0.1"), line("b", 1.0, "7")];
        assert!(same_values(&native, &native, "page").is_ok());
        assert!(same_values(&native, &[line("a", 9.0, "0.1"), line("b", 9.0, "8")], "page").is_err());
        assert!(same_values(&native, &native[..1], "page").is_err());
        assert!(same_values(&[], &[], "page").is_err());
    }

    /// The page and the program beside it are built as index.html says.
    #[test]
    fn builds_are_those_of_the_page() {
        let html = std::fs::read_to_string(workspace::root().join("index.html")).expect("index.html is there");
        let main = html.lines().find(|line| line.contains("data-bin=\"trainbill\"")).expect("the page's own program");
        assert!(main.contains("data-cargo-profile=\"page\"") && main.contains("data-wasm-opt=\"0\""), "{main}");
        let engine = html.lines().find(|line| line.contains("data-bin=\"engine\"")).expect("the program beside it");
        assert!(!engine.contains("data-cargo-profile") && engine.contains("data-wasm-opt=\"3\""), "{engine}");
    }
}
