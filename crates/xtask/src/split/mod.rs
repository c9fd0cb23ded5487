//! Parts the page's program: what the first result needs comes at first, the analyses and the windows above the page, with
//! everything that they alone reach, later. The functions of `src/later.rs` are the way from the one into the other.

#[cfg(test)]
mod example;
mod parts;
mod reach;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::process::{self, Failure};
use crate::workspace;

/// The module whose functions lead to what comes later, as it stands in a mangled name, and those functions.
const MODULE: &str = "9trainbill5later";
const ENTRANCES: [&str; 2] = ["8analysis", "6window"];

/// How Binaryen makes a file small. A function that is called once is put in place of the call only where it is short.
pub(crate) const LEVEL: &str = "-Oz";
const INLINING: &str = "--one-caller-inline-max-function-size=20";

/// The two files, as they are to be loaded.
pub(crate) struct Files {
    /// What starts.
    pub(crate) first: Vec<u8>,
    /// What is added to it.
    pub(crate) rest: Vec<u8>,
}

/// Parts and shrinks a program that wasm-bindgen has made of the one that was linked last. Copies of both files that have
/// the names of their functions are kept for `cargo xtask fills`.
pub(crate) fn split(program: &Path) -> Result<Files, Failure> {
    let linked = linked();
    let failed = |why: String| {
        Failure::new(
            format!("{} could not be parted: {why}.", linked.display()),
            "see what src/later.rs and crates/xtask/src/split/mod.rs expect of each other, and build.rs of the linker.",
        )
    };
    let later = reach::later(&read(&linked)?, is_entrance).map_err(failed)?;
    if later.entrances.len() != ENTRANCES.len() {
        return Err(failed(format!(
            "it has {} of the {} ways to what comes later",
            later.entrances.len(),
            ENTRANCES.len()
        )));
    }
    let parts = parts::part(&read(program)?, &later).map_err(failed)?;
    let [first, rest] = [(FIRST, parts.first), (REST, parts.rest)].map(|(name, bytes)| shrink(name, &bytes));
    Ok(Files { first: first?, rest: rest? })
}

/// The names of the copies.
pub(crate) const FIRST: &str = "first.wasm";
const REST: &str = "rest.wasm";

/// Where the copies with names are.
pub(crate) fn named() -> PathBuf {
    workspace::root().join("target").join("split")
}

fn is_entrance(name: &str) -> bool {
    name.split_once(MODULE).is_some_and(|(_, function)| ENTRANCES.iter().any(|entrance| function.starts_with(entrance)))
}

/// The program as it was linked last, by either Rust.
fn linked() -> PathBuf {
    let of = |folder: PathBuf| folder.join("wasm32-unknown-unknown").join("page").join("trainbill.wasm");
    let age = |path: &PathBuf| fs::metadata(path).and_then(|data| data.modified()).ok();
    [of(workspace::target()), of(workspace::root().join("target-wasm"))].into_iter().max_by_key(age).unwrap_or_default()
}

/// Keeps a copy with names, and gives the file without.
fn shrink(name: &str, bytes: &[u8]) -> Result<Vec<u8>, Failure> {
    let folder = named();
    fs::create_dir_all(&folder).map_err(|error| not_written(&folder, &error))?;
    let [from, copy, to] = ["whole.wasm", name, "nameless.wasm"].map(|name| folder.join(name));
    fs::write(&from, bytes).map_err(|error| not_written(&from, &error))?;
    optimise(Command::new("wasm-opt").args([LEVEL, INLINING, "-g"]).arg(&from).arg("-o").arg(&copy))?;
    optimise(Command::new("wasm-opt").args(["--strip-debug", "--strip-producers"]).arg(&copy).arg("-o").arg(&to))?;
    let bytes = read(&to)?;
    for file in [&from, &to] {
        fs::remove_file(file).map_err(|error| not_written(file, &error))?;
    }
    Ok(bytes)
}

fn optimise(command: &mut Command) -> Result<(), Failure> {
    process::output(command).map(drop)
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path)
        .map_err(|error| Failure::new(format!("Cannot read {}: {error}", path.display()), "run `cargo xtask build`."))
}

fn not_written(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("Cannot write {}: {error}", path.display()), "run this again.")
}
