//! What others wrote and this repository builds on: where it comes from, under which licences, in which versions, all
//! as deny.toml and the lock files say.

mod licence;
mod npm;
mod rules;
mod table;

use std::fs;
use std::path::Path;
use std::process::Command;

use serde::Deserialize;

use crate::process::{self, Failure};
use crate::workspace;
use rules::{Package, Rules};

/// What is not as deny.toml, the lock files and the documentation say, one line each.
pub(crate) fn broken() -> Result<Vec<String>, Failure> {
    let rules = rules()?;
    let workspaces = [packages(&workspace::root())?, packages(&workspace::fuzz())?];
    let mut lines: Vec<String> = workspaces.iter().flat_map(|packages| rules.broken(packages)).collect();
    lines.extend(rules.needless(&workspaces));
    lines.extend(npm::broken(&read(&workspace::browser_tests().join("package-lock.json"))?));
    lines.sort();
    lines.dedup();
    let table = table::of(&workspaces[0]);
    if !read(&workspace::root().join(table::FILE))?.contains(&table) {
        lines.push(format!("{}: its table of licences has to be\n{table}", table::FILE));
    }
    Ok(lines)
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

/// Every package of the workspace in a folder and of all that it is built and tested with, for all targets. A lock file
/// that would have to change is a failure.
fn packages(folder: &Path) -> Result<Vec<Package>, Failure> {
    let mut command = Command::new("cargo");
    command.args(["metadata", "--locked", "--format-version", "1"]).current_dir(folder);
    let text = process::output(&mut command).map_err(|failure| {
        failure.advise(format!("run `cargo update --workspace` in {} and commit Cargo.lock.", folder.display()))
    })?;
    let metadata: Metadata = serde_json::from_str(&text)
        .map_err(|error| Failure::new(format!("What Cargo says is not understood: {error}."), "run this again."))?;
    Ok(metadata.packages)
}

fn rules() -> Result<Rules, Failure> {
    let text = read(&workspace::root().join("deny.toml"))?;
    toml::from_str(&text).map_err(|error| Failure::new(format!("deny.toml: {error}"), "restore it from git."))
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path)
        .map_err(|error| Failure::new(format!("Cannot read {}: {error}", path.display()), "restore it from git."))
}
