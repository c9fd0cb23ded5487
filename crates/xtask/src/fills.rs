//! What fills the page's program, which docs/performance.md says.

use std::fs;
use std::path::{Path, PathBuf};

use crate::marked::{Marks, grouped};
use crate::process::{self, Failure};
use crate::split;
use crate::tools;
use crate::workspace;

/// Prints each part of a program and its bytes.
const PARTS: &str = include_str!("wasm_parts.mjs");

/// Smaller parts are put together.
const LEAST_BYTES: u64 = 2_000;

/// So far a part may be from what the documentation says, in bytes or as a share, before it has to say it anew.
const BYTES_OFF: u64 = 3_000;
const SHARE_OFF: f64 = 0.1;

/// The lines between which the documentation holds the table.
const MARKS: Marks = Marks { begin: "<!-- Written by `cargo xtask fills`. -->\n", end: "<!-- So far. -->\n" };

/// A part of the program: its bytes as they are, and compressed alone with Brotli.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    name: String,
    raw: u64,
    brotli: u64,
}

/// Writes what fills the program of the page that was built last into the documentation.
pub(crate) fn record() -> Result<bool, Failure> {
    let table = table(&now()?);
    let path = documentation();
    let text = read(&path)?;
    let text = MARKS.put_in(&text, &table).ok_or_else(|| no_table(&path))?;
    let failed = |error| Failure::new(format!("Cannot write {}: {error}", path.display()), "run this again.");
    fs::write(&path, text).map_err(failed)?;
    print!("{table}");
    Ok(true)
}

/// Where the documentation is far from the page that was built last: a line for each part.
pub(crate) fn stale() -> Result<Vec<String>, Failure> {
    let path = documentation();
    let text = read(&path)?;
    let table = MARKS.inside(&text).ok_or_else(|| no_table(&path))?;
    Ok(differences(&parts_of(table, '|'), &now()?))
}

fn documentation() -> PathBuf {
    workspace::root().join("docs").join("performance.md")
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path)
        .map_err(|error| Failure::new(format!("Cannot read {}: {error}", path.display()), "restore it."))
}

fn no_table(path: &Path) -> Failure {
    Failure::new(
        format!("{} has no table of what fills the program.", path.display()),
        format!("put in a line `{}` and a line `{}`.", MARKS.begin.trim(), MARKS.end.trim()),
    )
}

/// The parts of the file that starts, as it was built last, but with the names of its functions.
fn now() -> Result<Vec<Part>, Failure> {
    let program = split::named().join(split::FIRST);
    let mut command = tools::node();
    let listing = process::ask(command.args(["--input-type=module", "--eval", PARTS, "--"]).arg(&program));
    let parts = listing.map(|text| gathered(parts_of(&text, '\t'))).filter(|parts| !parts.is_empty());
    parts.ok_or_else(|| {
        Failure::new(format!("Nothing can be said of {}.", program.display()), "run `cargo xtask build` first.")
    })
}

/// Reads rows of a name and two numbers; others are none.
fn parts_of(text: &str, separator: char) -> Vec<Part> {
    let part = |line: &str| {
        let mut cells = line.trim_matches(separator).split(separator).map(str::trim);
        let name = cells.next()?.to_owned();
        let mut number = || cells.next()?.replace(',', "").parse().ok();
        Some(Part { name, raw: number()?, brotli: number()? })
    };
    text.lines().filter_map(part).collect()
}

/// The parts with the small ones in one.
fn gathered(parts: Vec<Part>) -> Vec<Part> {
    let (mut large, small): (Vec<Part>, Vec<Part>) = parts.into_iter().partition(|part| part.raw >= LEAST_BYTES);
    large.push(Part {
        name: "smaller parts".to_owned(),
        raw: small.iter().map(|part| part.raw).sum(),
        brotli: small.iter().map(|part| part.brotli).sum(),
    });
    large
}

fn table(parts: &[Part]) -> String {
    let mut text = "| part | raw | Brotli, alone |\n|---|---:|---:|\n".to_owned();
    for Part { name, raw, brotli } in parts {
        text.push_str(&format!("| {name} | {} | {} |\n", grouped(*raw), grouped(*brotli)));
    }
    text
}

/// What is said of parts that differ too much, or are there on one side only.
fn differences(recorded: &[Part], now: &[Part]) -> Vec<String> {
    let bytes = |parts: &[Part], name: &str| parts.iter().find(|part| part.name == name).map_or(0, |part| part.raw);
    let mut names: Vec<&str> = recorded.iter().chain(now).map(|part| part.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let differs = |name: &&str| {
        let (before, after) = (bytes(recorded, name), bytes(now, name));
        before.abs_diff(after) > BYTES_OFF.max((SHARE_OFF * before as f64) as u64)
    };
    let say = |name: &str| {
        format!("{name}: {} bytes, where docs/performance.md says {}", bytes(now, name), bytes(recorded, name))
    };
    names.into_iter().filter(differs).map(say).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &str, raw: u64) -> Part {
        Part { name: name.to_owned(), raw, brotli: raw / 4 }
    }

    #[test]
    fn a_table_is_read_as_it_was_written() {
        let parts = [part("page: views", 1_234_567), part("Rust: core", 94_008)];
        assert_eq!(parts_of(&table(&parts), '|'), parts);
        assert!(table(&parts).contains("| page: views | 1,234,567 | 308,641 |"));
    }

    #[test]
    fn small_parts_are_put_together() {
        let parts = vec![part("a", 2_000), part("b", 1_999), part("c", 1)];
        assert_eq!(
            gathered(parts),
            [part("a", 2_000), Part { name: "smaller parts".to_owned(), raw: 2_000, brotli: 499 }]
        );
    }

    #[test]
    fn only_a_large_difference_is_one() {
        let recorded = [part("a", 100_000), part("b", 5_000)];
        assert_eq!(differences(&recorded, &[part("a", 110_000), part("b", 2_000)]), Vec::<String>::new());
        assert_eq!(differences(&recorded, &[part("a", 110_001), part("b", 1_999)]).len(), 2);
        assert_eq!(
            differences(&recorded, &[part("a", 100_000), part("b", 5_000), part("new", 3_001)]),
            ["new: 3001 bytes, where docs/performance.md says 0"]
        );
    }

    #[test]
    fn the_documentation_has_a_place_for_the_table() {
        let text = read(&documentation()).expect("it is there");
        let table = MARKS.inside(&text).expect("it has the two lines");
        assert!(parts_of(table, '|').len() > 10, "{table}");
    }
}
