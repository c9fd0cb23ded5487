//! Node.js and npm, which are expected to be there.

use std::process::Command;

use crate::process::{self, Failure};
use crate::version::Version;

const OLDEST: u32 = 20;

/// Node.js.
pub(crate) fn command() -> Command {
    Command::new("node")
}

/// npm.
pub(crate) fn npm() -> Command {
    Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

/// Refuses a machine without a recent Node.js.
pub(crate) fn ensure() -> Result<(), Failure> {
    let advice = format!("install Node.js {OLDEST} or later with npm, from https://nodejs.org/.");
    match process::ask(command().arg("--version")).and_then(|text| Version::find(&text)) {
        Some(found) if found.major() >= OLDEST => Ok(()),
        Some(found) => Err(Failure::new(format!("Node.js {found} is too old."), advice)),
        None => Err(Failure::new("Node.js was not found.", advice)),
    }
}
