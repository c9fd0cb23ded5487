//! The browser tests in other engines than Chromium, or some of them in one.

use std::time::Instant;

use crate::arguments::Browsers;
use crate::checks;
use crate::process::{self, Failure};
use crate::programs::Program;
use crate::tools;
use crate::workspace;

/// Runs them in each of the engines, and says which of these passed.
pub(crate) fn run(options: &Browsers) -> Result<bool, Failure> {
    let elsewhere = std::env::var_os("TRAINBILL_DIST").is_some_and(|folder| !folder.is_empty());
    if !elsewhere && !workspace::dist().join("index.html").is_file() {
        return Err(Failure::new("dist/ has no page.", "run `cargo xtask build` first."));
    }
    let command_line = Program::CommandLine.built()?;
    checks::plain_pages_with_url()?;
    let mut lines = Vec::new();
    let mut all_passed = true;
    for engine in &options.engines {
        println!("\n=== {}", engine.name());
        let began = Instant::now();
        let mut command = tools::browser_tests(*engine)?;
        command.args(&options.files).env("TRAINBILL_CLI", &command_line).env_remove("TRAINBILL_WRITE_SCREENS");
        if options.trace {
            command.args(["--trace", "retain-on-failure"]);
        }
        let passed = process::live(&mut command)?.success;
        all_passed &= passed;
        let word = if passed { "passed" } else { "FAILED" };
        lines.push(format!("{}: {word} ({})", engine.name(), process::duration(began.elapsed())));
    }
    println!("\n{}", lines.join("\n"));
    Ok(all_passed)
}
