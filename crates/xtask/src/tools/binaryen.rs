//! Binaryen's wasm-opt makes the WebAssembly smaller. It comes from npm, where every system finds the same one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{folder, node};
use crate::process::{self, Failure};
use crate::version::Version;

const VERSION: &str = "132.0.0";

/// The folder with the program, after installing it if need be.
pub(crate) fn ensure() -> Result<PathBuf, Failure> {
    let root = folder::of("binaryen", VERSION)?;
    let programs = root.join("node_modules").join(".bin");
    if works(&programs) {
        return Ok(programs);
    }
    let prepared = fs::remove_dir_all(&root).or_else(ignore_missing).and_then(|()| fs::create_dir_all(&root));
    prepared.map_err(|error| {
        Failure::new(format!("Cannot prepare {}: {error}", root.display()), "set TRAINBILL_TOOLS to another folder.")
    })?;
    let mut command = node::npm();
    command.args(["install", "--no-save", "--no-audit", "--no-fund", "--prefix"]).arg(&root);
    command.arg(format!("binaryen@{VERSION}")).current_dir(&root);
    process::step(&format!("Installing wasm-opt {VERSION}"), &mut command)
        .map_err(|failure| failure.advise("check the network connection to the npm registry, then run this again."))?;
    if works(&programs) {
        return Ok(programs);
    }
    Err(Failure::new(
        format!("wasm-opt was installed in {}, but does not run there.", root.display()),
        "check that `node --version` prints 20 or later, delete that folder and run this again.",
    ))
}

fn works(programs: &Path) -> bool {
    let program = programs.join(if cfg!(windows) { "wasm-opt.cmd" } else { "wasm-opt" });
    let answer = process::ask(Command::new(program).arg("--version"));
    let wanted = Version::find(VERSION).map(|version| version.major());
    answer.and_then(|text| Version::find(&text)).map(|found| found.major()) == wanted
}

fn ignore_missing(error: std::io::Error) -> std::io::Result<()> {
    if error.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trunk_is_told_the_same_version() {
        let settings = fs::read_to_string(crate::workspace::root().join("Trunk.toml")).expect("Trunk.toml is there");
        let major = Version::find(VERSION).expect("a version").major();
        assert!(settings.contains(&format!("wasm_opt = \"version_{major}\"")), "{settings}");
    }
}
