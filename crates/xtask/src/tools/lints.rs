//! rustfmt and Clippy, which rustup's smallest profile leaves out.

use std::process::Command;

use crate::process::{self, Failure};

/// Finds or installs both.
pub(crate) fn ensure() -> Result<(), Failure> {
    let missing: Vec<&str> = ["rustfmt", "clippy"].into_iter().filter(|component| !runs(component)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let mut command = Command::new("rustup");
    command.args(["component", "add"]).args(&missing);
    process::step(&format!("Installing {}", missing.join(" and ")), &mut command).map_err(|failure| {
        failure
            .advise(format!("run `rustup component add {}` where rustup's server can be reached.", missing.join(" ")))
    })
}

fn runs(component: &str) -> bool {
    let subcommand = if component == "rustfmt" { "fmt" } else { component };
    process::ask(Command::new("cargo").args([subcommand, "--version"])).is_some()
}
