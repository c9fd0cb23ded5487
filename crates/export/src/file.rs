//! A piece as a file, with its name.

use cost_model::comparison::{Comparison, View};
use cost_model::query;

use crate::address::Address;
use crate::piece::find;
use crate::{csv, json, markdown, scenario, sheet, svg};

/// A file to be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name, of small letters, digits, `-` and `.`.
    pub name: String,
    /// What it holds, as browsers and mail programs name it; the text is UTF-8.
    pub media_type: &'static str,
    /// Its content.
    pub text: String,
}

/// A piece in a format: `csv`, `md`, `json` or `svg`; or the whole scenario with `scenario`, whatever the piece.
/// `address` is the page's address with its fragment, which says the view and all that it shows. Nothing for what there
/// is not.
#[must_use]
pub fn file(format: &str, piece: &str, address: &str) -> Option<File> {
    let address = Address::of(address);
    let comparison = query::decode(address.fragment()).comparison;
    if format == "scenario" {
        let text = scenario::written(&comparison, &address)?;
        return Some(File { name: name(&comparison, "scenario", "json"), media_type: "application/json", text });
    }
    let (content, word) = find(&comparison, piece)?;
    let sheet = || sheet::of(&content, &comparison);
    let (media_type, text) = match format {
        "csv" => ("text/csv", csv::csv(&sheet()?, &address)),
        "md" => ("text/markdown", markdown::markdown(&sheet()?, &address)),
        "json" => ("application/json", json::json(&sheet()?, &address)),
        "svg" => ("image/svg+xml", svg::drawn(&content, &address)?),
        _ => return None,
    };
    Some(File { name: name(&comparison, &word, format), media_type, text })
}

/// As `deepseek-v3-why-waterfall-2026-12b.csv`.
fn name(comparison: &Comparison, word: &str, ending: &str) -> String {
    let of_one =
        comparison.view != View::Compare || comparison.scenarios.len() == 1 || matches!(word, "bill" | "figures");
    let place = if of_one { comparison.shown() } else { 0 };
    let slug = comparison.scenarios.get(place).map_or("nothing", |scenario| scenario.slug());
    let others = match comparison.scenarios.len() {
        more if !of_one => format!("-and-{}-more", more.saturating_sub(1)),
        _ => String::new(),
    };
    let (view, edition) = (comparison.view.key(), comparison.edition());
    let name = format!("{slug}{others}-{view}-{word}-{edition}.{ending}").to_ascii_lowercase();
    name.replace(|c: char| !(c.is_ascii_alphanumeric() || c == '.'), "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_of(format: &str, piece: &str, link: &str) -> Option<String> {
        file(format, piece, link).map(|file| file.name)
    }

    #[test]
    fn a_name_says_what_a_file_holds() {
        let named = |format, piece, link| name_of(format, piece, link).unwrap_or_default();
        assert_eq!(named("csv", "table", "models=gpt-4,gpt-4,own"), "gpt-4-and-2-more-compare-table-2026-12b.csv");
        assert_eq!(named("md", "bill", "models=gpt-4,own&open=2"), "own-compare-bill-2026-12b.md");
        assert_eq!(
            named("scenario", "", "view=why&models=llama-3.1-405b"),
            "llama-3.1-405b-why-scenario-2026-12b.json"
        );
    }

    #[test]
    fn what_there_is_not_has_no_file() {
        for (format, piece) in [("pdf", "table"), ("csv", "0"), ("svg", "table"), ("csv", "")] {
            assert_eq!(name_of(format, piece, "models=gpt-4"), None, "{format} {piece}");
        }
        assert_eq!(name_of("csv", "999", "view=train&models=deepseek-v3"), None);
        assert_eq!(name_of("csv", "bill", "models="), None);
        assert_eq!(name_of("scenario", "", "models="), None);
    }
}
