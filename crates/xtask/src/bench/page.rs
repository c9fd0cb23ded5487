//! The page in a browser.

use std::fs;

use serde_json::Value;

use super::figures::{Figure, Results, Size};
use crate::process::{self, Failure};
use crate::tools;
use crate::workspace;

/// Measures the page in `dist/`.
pub(crate) fn measure() -> Result<Results, Failure> {
    if !workspace::dist().join("index.html").is_file() {
        return Err(Failure::new("dist/ has no page.", "run `cargo xtask build` first."));
    }
    let written = workspace::target().join("bench-page.json");
    let mut command = tools::browser_program("bench/measure.mjs")?;
    println!("Measuring the page, some 4 minutes ...");
    if !process::live(command.arg(&written))?.success {
        return Err(Failure::new("The page could not be measured.", "read the messages above, then run this again."));
    }
    fs::read_to_string(&written).ok().and_then(|text| read(&text)).ok_or_else(|| {
        Failure::new(format!("{} cannot be read.", written.display()), "run this again, and look at tests/e2e/bench.")
    })
}

fn read(text: &str) -> Option<Results> {
    let json: Value = serde_json::from_str(text).ok()?;
    let word = |of: &Value, key: &str| Some(of.get(key)?.as_str()?.to_owned());
    let number = |of: &Value, key: &str| of.get(key)?.as_f64();
    let figure = |of: &Value| {
        let (name, on, unit) = (word(of, "of")?, word(of, "on")?, word(of, "unit")?);
        Some(Figure { of: name, on, value: number(of, "value")?, unit, ratio: None })
    };
    let size = |of: &Value| {
        let (name, counts) = (word(of, "of")?, word(of, "counts")?);
        Some(Size { of: name, counts, size: number(of, "size")?, nanoseconds: number(of, "nanoseconds")? })
    };
    Some(Results {
        machine: vec![("Browser".to_owned(), format!("Chromium {}", word(&json, "browser")?))],
        figures: json.get("figures")?.as_array()?.iter().map(figure).collect::<Option<_>>()?,
        growth: json.get("growth")?.as_array()?.iter().map(size).collect::<Option<_>>()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_script_writes_is_read() {
        let results = read(
            r#"{"browser": "150.0", "growth": [{"of": "edit", "counts": "columns", "size": 8, "nanoseconds": 7e6}],
                "figures": [{"of": "usable", "on": "mobile", "value": 1200.5, "unit": "ms"}]}"#,
        )
        .expect("it is whole");
        assert_eq!(results.get("usable", "mobile").map(|figure| figure.value), Some(1200.5));
        assert_eq!(results.growth[0].counts, "columns");
        assert_eq!(read(r#"{"browser": "150.0", "growth": [], "figures": [{"of": "usable"}]}"#), None);
    }
}
