//! Every check of the project, and the recap of what they found.

mod faults;
mod list;
mod recap;
mod summary;

pub(crate) use list::plain_pages_with_url;

use std::time::Instant;

use crate::process::{self, Failure};
use list::Shared;
use recap::{Outcome, Recap};

/// The names of the checks in the order in which they run.
pub(crate) fn names() -> Vec<&'static str> {
    list::CHECKS.iter().map(|check| check.name).collect()
}

/// Runs the named checks, or all of them when none is named, and prints the recap.
pub(crate) fn run(only: &[String]) -> Result<bool, Failure> {
    let started = Instant::now();
    let mut shared = Shared::default();
    let mut recap = Recap::default();
    let chosen = list::CHECKS.iter().filter(|check| only.is_empty() || only.iter().any(|name| name == check.name));
    for check in chosen {
        println!("\n=== {}: {}", check.name, check.about);
        let began = Instant::now();
        let outcome = (check.run)(&mut shared).unwrap_or_else(|failure| {
            println!("{failure}");
            Outcome::failed("could not be run")
        });
        println!("=== {}: {} ({})", check.name, outcome.word(), process::duration(began.elapsed()));
        recap.add(check.name, outcome);
    }
    println!("\n{}", recap.text(&process::duration(started.elapsed())));
    Ok(recap.all_passed())
}
