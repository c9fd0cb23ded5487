//! The npm packages of the browser tests, as their lock file names them.

use std::fs;

use super::node;
use crate::process::{self, Failure};
use crate::workspace;

const LOCK: &str = "package-lock.json";

/// Installs them unless they are there already.
pub(crate) fn ensure() -> Result<(), Failure> {
    let folder = workspace::browser_tests();
    let wanted = fs::read(folder.join(LOCK)).map_err(|error| {
        Failure::new(format!("Cannot read {}: {error}", folder.join(LOCK).display()), "restore it from git.")
    })?;
    // A copy of the lock file, written after a complete installation, tells which one is there.
    let installed = folder.join("node_modules").join(LOCK);
    if fs::read(&installed).is_ok_and(|installed| installed == wanted) && works() {
        return Ok(());
    }
    let mut command = node::npm();
    command.args(["ci", "--no-audit", "--no-fund"]).current_dir(&folder);
    process::step("Installing the browser tests' packages", &mut command)
        .map_err(|failure| failure.advise("check the network connection to the npm registry, then run this again."))?;
    fs::write(&installed, wanted).map_err(|error| {
        Failure::new(format!("Cannot write {}: {error}", installed.display()), "check the folder's permissions.")
    })
}

fn works() -> bool {
    let mut command = node::command();
    command.args(["--input-type=module", "--eval", "import '@playwright/test'; import '@axe-core/playwright'"]);
    process::ask(command.current_dir(workspace::browser_tests())).is_some()
}
