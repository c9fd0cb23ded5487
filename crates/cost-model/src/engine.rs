//! What the page asks of the program beside it: a request in one text, an answer in another.
//!
//! A request is a kind of question on its first line and its content below; the answer is the text of a [`Report`]. Both
//! sides hold the same core, which [`crate::BUILD`] tells.

use crate::attribution;
use crate::bill;
use crate::budget;
use crate::catalogue::Catalogue;
use crate::comparison::{Comparison, View};
use crate::query;
use crate::report::Report;
use crate::serving;
use crate::training;
use crate::uncertainty::Measure;
use crate::whatif;

/// The first line of a request to read a configuration file.
pub const IMPORT: &str = "import";

/// The first line of a request for a table to save as a file.
pub const CSV: &str = "csv";

/// The request for what a view says of the entry that a fragment's comparison shows.
#[must_use]
pub fn view(view: View, fragment: &str) -> String {
    format!("{}\n{fragment}", view.key())
}

/// The same from so many random draws, more than are worked out at every change.
#[must_use]
pub fn view_with(view: View, fragment: &str, draws: u32) -> String {
    format!("{}*{draws}\n{fragment}", view.key())
}

/// The request for the figures of a fragment's comparison as a table to save as a file.
#[must_use]
pub fn csv(fragment: &str) -> String {
    format!("{CSV}\n{fragment}")
}

/// The first line of a request for a QR code.
pub const QR_CODE: &str = "qr";

/// The request for a text as a QR code; the answer is the length of its side in modules on a line and the path of the dark
/// ones below, and empty for a text that is too long.
#[must_use]
pub fn qr_code(text: &str) -> String {
    format!("{QR_CODE}\n{text}")
}

/// The first word of a request for a piece of a view as a file.
pub const EXPORT: &str = "export";

/// The request for a piece of what an address shows as a file of a format.
#[must_use]
pub fn export(format: &str, piece: &str, address: &str) -> String {
    format!("{EXPORT}\n{format} {piece}\n{address}")
}

/// The first word of a request to read a scenario's file.
pub const OPEN: &str = "open";

/// The request to read a scenario's file.
#[must_use]
pub fn open(json: &str) -> String {
    format!("{OPEN}\n{json}")
}

/// The request to read a configuration file.
#[must_use]
pub fn import(json: &str) -> String {
    format!("{IMPORT}\n{json}")
}

/// What a view says of the entry that a fragment's comparison shows; nothing where it has none, or the page says all by
/// itself.
#[must_use]
pub fn analysis(view: View, fragment: &str) -> Option<Report> {
    let catalogue = Catalogue::current();
    let comparison = query::decode(fragment, catalogue).comparison;
    report(view, &comparison, catalogue)
}

/// The same of a comparison.
#[must_use]
pub fn report(view: View, comparison: &Comparison, catalogue: &'static Catalogue) -> Option<Report> {
    let scenario = comparison.scenarios.get(comparison.shown())?;
    let (mut report, measure) = match view {
        View::Compare => return None,
        View::Train => (training::report(scenario, catalogue), Some(Measure::TrainingCost)),
        View::Why => (attribution::report(comparison, catalogue), None),
        View::Bill => (bill::report(comparison, catalogue), Some(Measure::WholeBill)),
        View::Serve => (serving::report(comparison, catalogue), Some(Measure::ServingCost)),
        View::Budget => (budget::report(comparison, catalogue), None),
        View::WhatIf => (whatif::report(comparison, catalogue), None),
    };
    if let Some(measure) = measure {
        whatif::put_spread(&mut report, scenario, catalogue, measure);
    }
    Some(report)
}

/// The same from so many random draws, which tells how many of how many are done; nothing where a view draws none.
#[must_use]
pub fn analysis_with(view: View, fragment: &str, draws: u32, progress: &mut dyn FnMut(u64, u64)) -> Option<Report> {
    let catalogue = Catalogue::current();
    let comparison = query::decode(fragment, catalogue).comparison;
    comparison.scenarios.get(comparison.shown())?;
    match view {
        View::WhatIf => Some(whatif::report_with(&comparison, catalogue, draws, progress)),
        _ => None,
    }
}

/// The name of a CSV file and its content: the figures of the entry that a fragment's comparison shows.
#[must_use]
pub fn csv_file(fragment: &str) -> Option<(String, String)> {
    let catalogue = Catalogue::current();
    whatif::csv(&query::decode(fragment, catalogue).comparison, catalogue)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Block, Tone};

    fn said(fragment: &str) -> Option<String> {
        analysis(View::Train, fragment)?.blocks.into_iter().find_map(|block| match block {
            Block::Text { tone: Tone::Answer, text } => Some(text),
            _ => None,
        })
    }

    #[test]
    fn the_entry_that_is_open_is_analysed() {
        let first = said("models=deepseek-v3,llama-3.1-405b").expect("an answer");
        let second = said("models=deepseek-v3,llama-3.1-405b&open=2").expect("an answer");
        assert!(first.contains("2,048 × H800") && second.contains("H100"), "{first} {second}");
    }

    #[test]
    fn without_a_configuration_there_is_no_layout() {
        assert_eq!(said("models=gpt-4"), None);
        for view in View::ALL {
            assert_eq!(analysis(view, "models=&end"), None);
        }
    }
}
