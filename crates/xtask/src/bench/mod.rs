//! How long everything takes: the cost model natively and in WebAssembly, the page in a browser, against their budgets and the
//! run that was last recorded.

mod budgets;
mod core;
mod figures;
mod growth;
pub(crate) mod machine;
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
    let last = record::last()?;
    match &last {
        Some(last) => println!("\n{}", tables::changes(&results, last)),
        None => println!("\nNo run was recorded yet: `--record` does so."),
    }
    let json = options.json.clone().unwrap_or_else(|| workspace::target().join("bench.json"));
    fs::write(&json, results.to_json()).map_err(|error| record::not_written(&json, &error))?;
    println!("\nThe figures are in {} ({}).", json.display(), process::duration(started.elapsed()));
    if options.record {
        // Of a part that was not measured stays what was recorded last.
        let is_part = !(options.core && options.page);
        let last = last.filter(|_| is_part).unwrap_or_default();
        record::keep(&results.with_missing_of(last))?;
    }
    Ok(true)
}
