//! cargo-fuzz builds programs that look for inputs which break a promise, and a C++ compiler builds libFuzzer into them.

use std::path::PathBuf;
use std::process::Command;

use super::cargo_install::{self, Tool};
use super::debian;
use crate::process::{self, Failure};

const VERSION: &str = "0.13.2";

/// The folder with the program.
pub(crate) fn ensure() -> Result<PathBuf, Failure> {
    compiler()?;
    cargo_install::ensure(&Tool {
        package: "cargo-fuzz",
        program: "cargo-fuzz",
        version: VERSION,
        arguments: &[],
        takes: "some 2 minutes",
    })
}

/// Finds a compiler that knows C++17, which libFuzzer is written in, or installs Debian's.
fn compiler() -> Result<(), Failure> {
    if knows_cpp_17() {
        return Ok(());
    }
    if debian::is_here() {
        debian::install("a C++ compiler", &["g++"])?;
    }
    if knows_cpp_17() {
        return Ok(());
    }
    Err(Failure::new(
        "There is no compiler of C++17, which libFuzzer needs.",
        "install g++ or clang, then run this again.",
    ))
}

fn knows_cpp_17() -> bool {
    let program = std::env::var_os("CXX").filter(|name| !name.is_empty()).unwrap_or_else(|| "c++".into());
    process::ask(Command::new(program).args(["-std=c++17", "-E", "-x", "c++", "-"])).is_some()
}
