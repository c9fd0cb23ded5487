//! Debian's package manager, where there is one.

use std::process::Command;

use crate::process::{self, Failure};

/// Whether this machine has it.
pub(crate) fn is_here() -> bool {
    cfg!(target_os = "linux") && process::ask(Command::new("apt-get").arg("--version")).is_some()
}

/// Installs packages, and never removes one for their sake.
pub(crate) fn install(what: &str, packages: &[&str]) -> Result<(), Failure> {
    let by_hand = format!("run `apt-get install {}` as root, then run this again.", packages.join(" "));
    process::step("Updating Debian's package lists", apt_get().arg("update"))
        .map_err(|failure| failure.advise(by_hand.clone()))?;
    let mut command = apt_get();
    command.args(["install", "--yes", "--no-install-recommends", "--no-remove"]).args(packages);
    process::step(&format!("Installing {what} from Debian's packages"), &mut command)
        .map_err(|failure| failure.advise(by_hand))
}

fn apt_get() -> Command {
    let root = process::ask(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0");
    let mut command = Command::new(if root { "env" } else { "sudo" });
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    command
}
