//! The same sample in plain JavaScript and in numpy, to compare with.

use std::path::PathBuf;
use std::process::Command;

use crate::process::{self, Failure};
use crate::tools;
use crate::workspace;

/// The case that they do too.
pub(crate) const CASE: &str = "100,000 draws × 6 log-normals";

/// How far their sums of a mean and three quantiles may lie from ours: four standard errors of 100,000 draws.
const MOST_APART: f64 = 0.01;

/// Those that this machine can run.
pub(crate) fn all() -> Vec<Command> {
    let mut javascript = tools::node();
    javascript.arg(folder().join("sampling.mjs"));
    let mut all = vec![javascript];
    match python_with_numpy() {
        Ok(python) => {
            let mut numpy = Command::new(python);
            numpy.arg(folder().join("sampling.py"));
            all.push(numpy);
        }
        Err(failure) => println!("{failure}\nSo there is nothing of numpy to compare with."),
    }
    all
}

fn folder() -> PathBuf {
    workspace::root().join("crates").join("bench").join("compare")
}

/// A Python of its own, below `target/`.
fn python_with_numpy() -> Result<PathBuf, Failure> {
    let home = workspace::target().join("numpy");
    let programs = home.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let python = programs.join("python");
    let works = || process::ask(Command::new(&python).args(["-c", "import numpy"])).is_some();
    if works() {
        return Ok(python);
    }
    process::step("Preparing a Python for numpy", Command::new("python3").args(["-m", "venv"]).arg(&home))?;
    let mut install = Command::new(&python);
    process::step("Installing numpy", install.args(["-m", "pip", "install", "--quiet", "numpy"]))?;
    if works() { Ok(python) } else { Err(Failure::new("numpy was installed, but does not run.", "")) }
}

/// Whether another program found what ours did, but for chance.
pub(crate) fn agrees(name: &str, theirs: &str, ours: &str) -> Result<(), Failure> {
    let apart = match (theirs.parse::<f64>(), ours.parse::<f64>()) {
        (Ok(theirs), Ok(ours)) => (theirs / ours - 1.0).abs(),
        _ => f64::INFINITY,
    };
    if apart < MOST_APART {
        return Ok(());
    }
    Err(Failure::new(
        format!("{name} draws something else: {theirs}, not {ours}."),
        "make crates/bench/compare and SIX in crates/bench/src/scenarios.rs the same again.",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_chance_may_be_between_them() {
        assert!(agrees("numpy", "6428348.6", "6430628.2").is_ok());
        assert!(agrees("numpy", "6530000", "6430628.2").is_err());
        assert!(agrees("numpy", "nan", "6430628.2").is_err());
        assert!(agrees("numpy", "6428348.6", "").is_err());
    }
}
