//! The faults that the page has to survive, and whether the tests that prove it passed.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

use serde::Deserialize;

use super::recap::Outcome;
use crate::process::Failure;
use crate::sizes::has_ending;
use crate::workspace;

/// What tests did, by the names that their runners print.
#[derive(Default)]
pub(crate) struct Results {
    /// Rust's tests by their own name.
    rust: BTreeMap<String, bool>,
    /// Browser tests by file and title.
    browser: Vec<(String, bool)>,
}

impl Results {
    /// Whether both kinds have run.
    fn are_whole(&self) -> bool {
        !self.rust.is_empty() && !self.browser.is_empty()
    }

    /// Takes in the lines of a runner's output that say how a test ended.
    pub(crate) fn read(&mut self, output: &str) {
        for line in output.lines() {
            if let Some((name, passed)) = of_cargo(line) {
                // A test of the same name may run twice, natively and as WebAssembly.
                let all = self.rust.entry(name.to_owned()).or_insert(true);
                *all &= passed;
            } else if let Some((title, passed)) = of_playwright(line) {
                self.browser.push((title, passed));
            }
        }
    }

    /// Whether a named test passed; nothing where none ran.
    fn of(&self, test: &str) -> Option<bool> {
        let (file, name) = test.split_once(SEPARATOR)?;
        if has_ending(file, "rs") {
            return self.rust.get(name).copied();
        }
        let begin = format!("{}{SEPARATOR}{name}", base(file));
        let mut ended = self.browser.iter().filter(|(title, _)| title.starts_with(&begin)).map(|(_, passed)| *passed);
        let first = ended.next()?;
        Some(first && ended.all(|passed| passed))
    }
}

/// Between a file and the name of a test in it.
const SEPARATOR: &str = " › ";

/// `test module::name ... ok`; one that was left out says nothing.
fn of_cargo(line: &str) -> Option<(&str, bool)> {
    let (name, end) = line.trim().strip_prefix("test ")?.split_once(" ... ")?;
    let passed = match end.trim() {
        "ok" => true,
        "FAILED" => false,
        _ => return None,
    };
    let name = name.split(" - ").next()?;
    Some((name.rsplit("::").next()?, passed))
}

/// A file without its folder: runners name them from where they stand.
fn base(file: &str) -> &str {
    file.rsplit('/').next().unwrap_or(file)
}

/// `✓  1 a.spec.mjs:3:1 › group › title (1.2s)`, as `a.spec.mjs › group › title`.
fn of_playwright(line: &str) -> Option<(String, bool)> {
    let (mark, rest) = line.trim().split_once(' ')?;
    let passed = match mark {
        "✓" | "ok" => true,
        "✘" | "x" => false,
        _ => return None,
    };
    let (_, rest) = rest.trim().split_once(' ')?;
    let (place, title) = rest.split_once(SEPARATOR)?;
    let title = title.rsplit_once(" (").map_or(title, |(title, _)| title);
    Some((format!("{}{SEPARATOR}{title}", base(place.split(':').next()?)), passed))
}

/// `tests/faults.toml`.
#[derive(Deserialize)]
struct Faults {
    fault: Vec<Fault>,
}

/// One of them.
#[derive(Deserialize)]
struct Fault {
    number: usize,
    /// What happens.
    what: String,
    /// What the page does.
    does: String,
    /// Each a file and the name of a test in it, or how its title begins.
    tests: Vec<String>,
}

/// How many there are; none may be lost from the list.
const COUNT: usize = 48;

const TABLE: &str = "docs/reliability.md";

/// Holds `docs/reliability.md` to what the tests of this run did.
pub(crate) fn check(results: &Results) -> Result<Outcome, Failure> {
    if !results.are_whole() {
        return Ok(Outcome::absent("needs the unit and the browser tests of the same run"));
    }
    let list = workspace::root().join("tests/faults.toml");
    let faults: Faults = fs::read_to_string(&list)
        .map_err(|error| error.to_string())
        .and_then(|text| toml::from_str(&text).map_err(|error| error.to_string()))
        .map_err(|error| Failure::new(format!("Cannot read {}: {error}", list.display()), "mend it."))?;
    let mut lines = numbers_missing(&faults.fault);
    for fault in &faults.fault {
        for test in fault.tests.iter().filter(|test| results.of(test) != Some(true)) {
            lines.push(format!("fault {}: “{test}” {}", fault.number, said(results.of(test))));
        }
    }
    let table = table(&faults.fault, results);
    let written = workspace::target().join("reliability.md");
    if fs::read_to_string(workspace::root().join(TABLE)).ok().as_deref() != Some(&table) {
        fs::write(&written, &table)
            .map_err(|error| Failure::new(format!("Cannot write {}: {error}", written.display()), "run this again."))?;
        lines.push(format!("{TABLE} says something else: look at {} and copy it over", written.display()));
    }
    lines.iter().for_each(|line| println!("{line}"));
    let success = lines.is_empty();
    if success {
        lines.push(format!("{COUNT} faults, each with its tests"));
    }
    Ok(Outcome { success, lines, ..Outcome::default() })
}

fn numbers_missing(faults: &[Fault]) -> Vec<String> {
    let numbers: Vec<usize> = faults.iter().map(|fault| fault.number).collect();
    let untested = faults.iter().filter(|fault| fault.tests.is_empty());
    let mut lines: Vec<String> = untested.map(|fault| format!("fault {} has no test", fault.number)).collect();
    if numbers != (1..=COUNT).collect::<Vec<_>>() {
        lines.push(format!("tests/faults.toml does not list the faults 1 to {COUNT} once each, in order"));
    }
    lines
}

fn said(passed: Option<bool>) -> &'static str {
    match passed {
        Some(true) => "passed",
        Some(false) => "FAILED",
        None => "did not run",
    }
}

fn table(faults: &[Fault], results: &Results) -> String {
    let mut text = "# Reliability\n\n\
        Bad input and failing surroundings, what the page does then, and the tests that prove it. `cargo xtask test` writes this \
        table from `tests/faults.toml` and the outcome of each test, and fails where it says something else than \
        the file here. Rust's tests are named as they are, browser tests by the beginning of their titles.\n\n\
        | # | what happens | what the page does | tests | result |\n|---:|---|---|---|---|\n"
        .to_owned();
    for Fault { number, what, does, tests } in faults {
        let all =
            tests.iter().map(|test| results.of(test)).reduce(|one, other| if one == Some(true) { other } else { one });
        let tests: Vec<String> = tests.iter().map(|test| shown(test)).collect();
        let _ = writeln!(text, "| {number} | {what} | {does} | {} | {} |", tests.join("<br>"), said(all.flatten()));
    }
    text
}

/// A test with a link to its file.
fn shown(test: &str) -> String {
    let (file, name) = test.split_once(SEPARATOR).unwrap_or((test, ""));
    let escaped = name.replace('|', "\\|").replace('<', "&lt;").replace('*', "\\*");
    format!("[{}](../{file}) {escaped}", base(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTPUT: &str = "\
test tests::one ... ok
test reader::two ... FAILED
test three ... ignored
test src/lib.rs - Length (line 3) ... ok
  ✓  12 tests/e2e/a.spec.mjs:3:1 › group › a title (with brackets) (1.2s)
  ✘   3 a.spec.mjs:9:1 › another title (9.0s)
      ✓ not a line of the runner's
";

    fn results() -> Results {
        let mut results = Results::default();
        results.read(OUTPUT);
        results
    }

    #[test]
    fn tests_are_found_by_name_and_by_the_beginning_of_a_title() {
        for (test, passed) in [
            ("a.rs › one", Some(true)),
            ("a.rs › two", Some(false)),
            ("a.rs › three", None),
            ("a.rs › four", None),
            ("tests/e2e/a.spec.mjs › group › a title", Some(true)),
            ("tests/e2e/a.spec.mjs › group › a title (with brackets)", Some(true)),
            ("tests/e2e/a.spec.mjs › another title", Some(false)),
            ("tests/e2e/b.spec.mjs › another title", None),
        ] {
            assert_eq!(results().of(test), passed, "{test}");
        }
    }

    #[test]
    fn one_test_that_failed_makes_the_row_fail() {
        let fault = |tests: &[&str]| Fault {
            number: 1,
            what: "a".to_owned(),
            does: "b".to_owned(),
            tests: tests.iter().map(|test| (*test).to_owned()).collect(),
        };
        let last = |tests: &[&str]| table(&[fault(tests)], &results()).lines().last().map(str::to_owned);
        assert!(last(&["a.rs › one"]).is_some_and(|row| row.ends_with("| passed |")));
        assert!(last(&["a.rs › one", "a.rs › two"]).is_some_and(|row| row.ends_with("| FAILED |")));
        assert!(last(&["a.rs › two", "a.rs › one"]).is_some_and(|row| row.ends_with("| FAILED |")));
        assert!(last(&["a.rs › one", "a.rs › four"]).is_some_and(|row| row.ends_with("| did not run |")));
    }

    #[test]
    fn no_fault_is_lost_and_none_is_without_a_test() {
        let fault = |number, tests: &[&str]| Fault {
            number,
            what: String::new(),
            does: String::new(),
            tests: tests.iter().map(|test| (*test).to_owned()).collect(),
        };
        let all: Vec<Fault> = (1..=COUNT).map(|number| fault(number, &["a.rs › one"])).collect();
        assert_eq!(numbers_missing(&all), Vec::<String>::new());
        assert_eq!(numbers_missing(&all[1..]).len(), 1);
        assert_eq!(numbers_missing(&[fault(1, &[])]).len(), 2);
    }
}
