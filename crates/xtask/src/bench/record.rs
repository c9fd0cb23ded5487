//! The run that was last recorded: its figures in a file, and its tables in the documentation.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::figures::Results;
use super::tables;
use crate::marked::Marks;
use crate::process::Failure;
use crate::workspace;

/// Between these lines of docs/performance.md stand the tables.
const MARKS: Marks =
    Marks { begin: "<!-- written by `cargo xtask bench --record` -->", end: "<!-- end of what it writes -->" };

fn file() -> PathBuf {
    workspace::root().join("docs").join("bench.json")
}

fn page() -> PathBuf {
    workspace::root().join("docs").join("performance.md")
}

/// What was recorded last, if anything was.
pub(crate) fn last() -> Result<Option<Results>, Failure> {
    let path = file();
    match fs::read_to_string(&path) {
        Ok(text) => match Results::from_json(&text) {
            Some(results) => Ok(Some(results)),
            None => Err(Failure::new(format!("{} cannot be read.", path.display()), "restore it from git.")),
        },
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::new(format!("Cannot read {}: {error}", path.display()), "restore it from git.")),
    }
}

/// Writes both.
pub(crate) fn keep(results: &Results) -> Result<(), Failure> {
    let path = page();
    let text = fs::read_to_string(&path)
        .map_err(|error| Failure::new(format!("Cannot read {}: {error}", path.display()), "restore it from git."))?;
    let text = put_in(&text, &tables::all(results)).ok_or_else(|| {
        Failure::new(format!("{} has no place for the tables.", path.display()), "restore its two comments from git.")
    })?;
    fs::write(&path, text).map_err(|error| not_written(&path, &error))?;
    fs::write(file(), results.to_json()).map_err(|error| not_written(&file(), &error))?;
    println!("Recorded in {} and {}.", file().display(), path.display());
    Ok(())
}

fn put_in(text: &str, tables: &str) -> Option<String> {
    MARKS.put_in(text, &format!("\n\n{tables}\n\n"))
}

pub(crate) fn not_written(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("Cannot write {}: {error}", path.display()), "check the folder's permissions.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_take_the_place_of_those_before() {
        let Marks { begin, end } = MARKS;
        let text = format!("a\n{begin}\nold\n{end}\nb\n");
        let once = put_in(&text, "| new |").expect("both comments are there");
        assert_eq!(once, format!("a\n{begin}\n\n| new |\n\n{end}\nb\n"));
        assert_eq!(put_in(&once, "| new |"), Some(once.clone()));
        assert_eq!(put_in("a\nb\n", "| new |"), None);
    }

    #[test]
    fn the_documentation_has_a_place_for_them() {
        let text = fs::read_to_string(page()).expect("it is there");
        assert!(put_in(&text, "").is_some());
    }

    #[test]
    fn what_was_recorded_can_be_read() {
        assert!(last().is_ok());
    }
}
