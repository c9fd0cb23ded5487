//! How long everything takes: the cost model natively and in WebAssembly, the page in a browser, against their budgets and the
//! run that was last recorded.

mod budgets;
mod core;
mod figures;
mod growth;
mod machine;
mod page;
mod record;
mod samplers;
mod tables;

use std::fs;
use std::time::Instant;

use crate::arguments;
use crate::process::{self, Failure};
use crate::workspace;
use figures::Results;

/// Measures what was asked for, prints it, and keeps it. Speed fails nothing: machines differ.
pub(crate) fn run(options: &arguments::Bench) -> Result<bool, Failure> {
    let started = Instant::now();
    let mut results = Results { machine: machine::describe()?, ..Results::default() };
    if options.core {
        results.add(core::measure()?);
    }
    if options.page {
        results.add(page::measure()?);
    }
    println!("\n{}", tables::all(&results));
    match record::last()? {
        Some(last) => println!("\n{}", tables::changes(&results, &last)),
        None => println!("\nNo run was recorded yet: `--record` does so."),
    }
    let json = options.json.clone().unwrap_or_else(|| workspace::target().join("bench.json"));
    fs::write(&json, results.to_json()).map_err(|error| record::not_written(&json, &error))?;
    println!("\nThe figures are in {} ({}).", json.display(), process::duration(started.elapsed()));
    if options.record {
        record::keep(&results)?;
    }
    Ok(true)
}
