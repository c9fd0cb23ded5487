//! Tools that `cargo install` builds from crates.io.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::folder;
use crate::process::{self, Failure};
use crate::version::Version;

/// A tool on crates.io.
pub(crate) struct Tool<'a> {
    /// The package's name.
    pub(crate) package: &'a str,
    /// The program whose version is checked.
    pub(crate) program: &'a str,
    /// The version.
    pub(crate) version: &'a str,
    /// More arguments for `cargo install`.
    pub(crate) arguments: &'a [&'a str],
    /// How long it takes, for the reader.
    pub(crate) takes: &'a str,
}

/// The folder with the tool's programs, after installing it if need be.
pub(crate) fn ensure(tool: &Tool<'_>) -> Result<PathBuf, Failure> {
    let root = folder::of(tool.package, tool.version)?;
    let programs = root.join("bin");
    if works(&programs, tool) {
        return Ok(programs);
    }
    let title = format!("Installing {} {} ({}, once)", tool.package, tool.version, tool.takes);
    if process::step(&title, &mut install(tool, &root, true)).is_err() {
        // A registry may lack one of the very versions that the package was locked to.
        process::step("Trying once more with other versions of its dependencies", &mut install(tool, &root, false))
            .map_err(|failure| {
                failure
                    .advise("check the network connection to crates.io and the free disk space, then run this again.")
            })?;
    }
    if works(&programs, tool) {
        return Ok(programs);
    }
    Err(Failure::new(
        format!(
            "{} was installed in {}, but does not run there as version {}.",
            tool.package,
            root.display(),
            tool.version
        ),
        "delete that folder and run this again.",
    ))
}

fn works(programs: &Path, tool: &Tool<'_>) -> bool {
    let answer = process::ask(Command::new(programs.join(tool.program)).arg("--version"));
    answer.and_then(|text| Version::find(&text)).is_some_and(|found| found.to_string() == tool.version)
}

fn install(tool: &Tool<'_>, root: &Path, locked: bool) -> Command {
    let mut command = Command::new("cargo");
    command.args(["install", tool.package, "--version", tool.version, "--force", "--root"]).arg(root);
    command.args(tool.arguments);
    if locked {
        command.arg("--locked");
    }
    // These run for seconds: the time is better saved on their compilation.
    command.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
    command.env("CARGO_PROFILE_RELEASE_LTO", "off");
    command.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
    command.env_remove("CARGO_TARGET_DIR");
    command
}
