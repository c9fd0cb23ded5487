//! Fuzzing: inputs that nobody thought of, made from those that were kept and guided by which code they reach.

mod output;
mod record;

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use crate::arguments;
use crate::process::{self, Failure};
use crate::{tools, workspace};
use output::Found;

/// A fuzz target of the package `fuzz/`, and the longest input that is made for it, in bytes: longer ones take more time and
/// reach no other code.
struct Target {
    name: &'static str,
    longest: usize,
}

const TARGETS: [Target; 6] = [
    Target { name: "links", longest: 300 },
    Target { name: "numbers", longest: 100 },
    Target { name: "configs", longest: 600 },
    Target { name: "runs", longest: 400 },
    Target { name: "estimates", longest: 80 },
    Target { name: "scenarios", longest: 500 },
];

/// How many executions of each target `cargo xtask test` has, and `cargo xtask fuzz` without `--executions`.
pub(crate) const EXECUTIONS: u64 = 25_000;

/// How long one input may take, in seconds by the clock: far more than any takes, as the machine may have other work to do.
const LONGEST_SECONDS: u32 = 60;

/// How targets are built. Without a sanitizer: the project has no `unsafe` code. Without a trace of comparisons, which
/// takes half of the time: dictionaries have what they would find.
const BUILD: [&str; 4] = ["-O", "--sanitizer", "none", "--no-trace-compares"];

/// What one target's run came to.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    /// The target.
    pub(crate) name: &'static str,
    /// What its program said.
    pub(crate) found: Found,
    /// How long it ran, in seconds.
    pub(crate) seconds: f64,
    /// How many inputs were kept of it, in the repository.
    pub(crate) kept: usize,
}

impl Outcome {
    /// The same in a line.
    pub(crate) fn line(&self) -> String {
        let Found { executions, crashes, coverage, inputs } = &self.found;
        format!(
            "{}: {executions} executions in {:.0} s, {crashes} crashes, {coverage} edges covered by {inputs} inputs",
            self.name, self.seconds
        )
    }
}

/// The names of the targets.
pub(crate) fn names() -> Vec<&'static str> {
    TARGETS.iter().map(|target| target.name).collect()
}

/// Whether libFuzzer runs on such a machine.
pub(crate) fn is_possible() -> bool {
    cfg!(any(target_os = "linux", target_os = "macos"))
}

/// Fuzzes what was asked for. False when anything was found.
pub(crate) fn run(options: &arguments::Fuzz) -> Result<bool, Failure> {
    if !is_possible() {
        return Err(Failure::new("libFuzzer runs on Linux and macOS alone.", ""));
    }
    let outcomes = all(options.target.as_deref(), options.executions, Corpus::Grows)?;
    for outcome in &outcomes {
        println!("{}", outcome.line());
    }
    if options.record {
        record::keep(&outcomes, options.executions)?;
    }
    Ok(outcomes.iter().all(|outcome| outcome.found.crashes == 0))
}

/// Fuzzes every target a little, from what was kept and by the same choices every time.
pub(crate) fn check() -> Result<Vec<Outcome>, Failure> {
    all(None, EXECUTIONS, Corpus::AsKept)
}

/// What a run begins with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Corpus {
    /// With the inputs of the repository alone, and a seed of its own.
    AsKept,
    /// Also with what earlier runs found; what this one finds is added.
    Grows,
}

fn all(only: Option<&str>, executions: u64, corpus: Corpus) -> Result<Vec<Outcome>, Failure> {
    let tools = tools::for_fuzzing()?;
    let cargo_fuzz = |subcommand: &str| {
        let mut command = Command::new(tools.join(format!("cargo-fuzz{}", std::env::consts::EXE_SUFFIX)));
        command.args(["fuzz", subcommand]).args(BUILD).arg("--target-dir").arg(target_folder());
        command.current_dir(workspace::root()).env("RUST_BACKTRACE", "0");
        command
    };
    process::step("Building the fuzz targets", &mut cargo_fuzz("build"))?;
    let chosen = TARGETS.iter().filter(|target| only.is_none_or(|name| name == target.name));
    chosen.map(|target| one(target, cargo_fuzz("run"), executions, corpus)).collect()
}

/// Runs one target.
fn one(target: &Target, mut command: Command, executions: u64, corpus: Corpus) -> Result<Outcome, Failure> {
    let (name, kept) = (target.name, workspace::fuzz().join("corpus").join(target.name));
    println!("\n{name}: {executions} executions ...");
    let found = folder(name, corpus)?;
    command.arg(name).arg(&found).arg(&kept).args(["--", "-print_final_stats=1", "-entropic=0"]);
    command.args([format!("-runs={executions}"), format!("-timeout={LONGEST_SECONDS}")]);
    command.arg(format!("-max_len={}", target.longest));
    command.arg(format!("-dict={}", workspace::fuzz().join("dictionaries").join(format!("{name}.dict")).display()));
    if corpus == Corpus::AsKept {
        command.arg("-seed=1");
    }
    let began = Instant::now();
    let finished = process::quiet(&mut command)?;
    let found = Found::read(&finished);
    if found.crashes > 0 {
        println!("{}", output::fault(&finished.output));
    }
    Ok(Outcome { name, found, seconds: began.elapsed().as_secs_f64(), kept: files(&kept)? })
}

/// The folder for what a run finds.
fn folder(name: &str, corpus: Corpus) -> Result<PathBuf, Failure> {
    let kind = match corpus {
        Corpus::AsKept => "found-in-test",
        Corpus::Grows => "found",
    };
    let folder = target_folder().join(kind).join(name);
    if corpus == Corpus::AsKept && folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| cannot("empty", &folder, &error))?;
    }
    fs::create_dir_all(&folder).map_err(|error| cannot("make", &folder, &error))?;
    Ok(folder)
}

fn target_folder() -> PathBuf {
    workspace::target().join("fuzz")
}

fn files(folder: &PathBuf) -> Result<usize, Failure> {
    fs::read_dir(folder).map(Iterator::count).map_err(|error| cannot("read", folder, &error))
}

fn cannot(what: &str, path: &std::path::Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("Cannot {what} {}: {error}", path.display()), "check the folder's permissions.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_has_a_program_a_corpus_and_a_dictionary() {
        let fuzz = workspace::fuzz();
        let mut programs: Vec<String> = fs::read_dir(fuzz.join("fuzz_targets"))
            .expect("the folder is there")
            .filter_map(|file| file.ok()?.path().file_stem()?.to_str().map(str::to_owned))
            .collect();
        programs.sort();
        let mut names = names();
        names.sort_unstable();
        assert_eq!(programs, names);
        for name in names {
            assert!(fuzz.join("dictionaries").join(format!("{name}.dict")).is_file(), "{name}");
            let kept = files(&fuzz.join("corpus").join(name)).expect("the folder is there");
            assert!((10..=200).contains(&kept), "{name}: {kept} inputs");
        }
    }
}
