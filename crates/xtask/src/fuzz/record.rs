//! The table of long runs in docs/fuzzing.md.

use std::fs;
use std::path::PathBuf;

use super::{Outcome, cannot};
use crate::bench::machine;
use crate::marked::{Marks, grouped};
use crate::process::Failure;
use crate::workspace;

/// Between these lines stands the table.
const MARKS: Marks =
    Marks { begin: "<!-- written by `cargo xtask fuzz --record` -->", end: "<!-- end of what it writes -->" };

const HEAD: &str = "\
| target | executions | seconds | crashes | edges covered | by inputs | kept in the repository | day | command |
|---|---:|---:|---:|---:|---:|---:|---|---|";

fn page() -> PathBuf {
    workspace::root().join("docs").join("fuzzing.md")
}

/// Puts the outcomes in the place of what was recorded before of the same targets.
pub(crate) fn keep(outcomes: &[Outcome], executions: u64) -> Result<(), Failure> {
    let path = page();
    let text = fs::read_to_string(&path).map_err(|error| cannot("read", &path, &error))?;
    let machine = machine::describe()?;
    let day = machine.iter().find(|(what, _)| what == "Day").map_or("", |(_, day)| day.as_str());
    let rows: Vec<String> = outcomes.iter().map(|outcome| row(outcome, executions, day)).collect();
    let changed = put_in(&text, &rows).ok_or_else(|| {
        Failure::new(format!("{} has no place for the table.", path.display()), "restore its two comments from git.")
    })?;
    fs::write(&path, changed).map_err(|error| cannot("write", &path, &error))?;
    println!("Recorded in {}.", path.display());
    Ok(())
}

fn row(outcome: &Outcome, executions: u64, day: &str) -> String {
    let found = &outcome.found;
    format!(
        "| {} | {} | {} | {} | {} | {} | {} | {day} | `cargo xtask fuzz {} --executions {executions} --record` |",
        outcome.name,
        grouped(found.executions),
        grouped(outcome.seconds.round() as u64),
        found.crashes,
        grouped(found.coverage),
        grouped(found.inputs),
        grouped(outcome.kept as u64),
        outcome.name,
    )
}

/// The text with rows in the place of those of the same target, and the others in their place.
fn put_in(text: &str, rows: &[String]) -> Option<String> {
    let table = MARKS.inside(text)?;
    let target = |row: &str| row.split(' ').nth(1).map(str::to_owned);
    let old = table.lines().filter(|line| line.starts_with("| ")).skip(1);
    let kept = old.filter(|line| !rows.iter().any(|row| target(row) == target(line))).map(str::to_owned);
    let mut all: Vec<String> = kept.chain(rows.iter().cloned()).collect();
    all.sort();
    MARKS.put_in(text, &format!("\n\n{HEAD}\n{}\n\n", all.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::super::output::Found;
    use super::*;

    fn outcome(name: &'static str, executions: u64) -> Outcome {
        let found = Found { executions, crashes: 0, coverage: 1234, inputs: 56 };
        Outcome { name, found, seconds: 1234.5, kept: 78 }
    }

    #[test]
    fn a_row_takes_the_place_of_that_of_the_same_target() {
        let Marks { begin, end } = MARKS;
        let text = format!("a\n{begin}\n{end}\nb\n");
        let rows =
            [row(&outcome("links", 10_000_000), 10_000_000, "2026-11-28"), row(&outcome("runs", 5), 5, "2026-11-28")];
        let once = put_in(&text, &rows).expect("both comments are there");
        assert!(once.contains(
            "| links | 10,000,000 | 1,235 | 0 | 1,234 | 56 | 78 | 2026-11-28 | `cargo xtask fuzz links --executions 10000000 --record` |"
        ), "{once}");
        assert_eq!(put_in(&once, &rows).as_ref(), Some(&once));
        let twice = put_in(&once, &[row(&outcome("runs", 999), 999, "2026-11-29")]).expect("both comments are there");
        assert!(twice.contains("| links | 10,000,000 |") && twice.contains("| runs | 999 |"), "{twice}");
        assert!(!twice.contains("| runs | 5 |") && twice.starts_with("a\n") && twice.ends_with("\nb\n"), "{twice}");
        assert_eq!(put_in("a\nb\n", &rows), None);
    }

    #[test]
    fn the_documentation_has_a_place_for_it() {
        let text = fs::read_to_string(page()).expect("it is there");
        assert!(put_in(&text, &[]).is_some());
    }
}
