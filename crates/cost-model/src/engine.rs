//! What the page asks of the program beside it: a request in one text, an answer in another.
//!
//! A request is a kind of question on its first line and its content below; the answer is the text of a [`Report`]. Both
//! sides hold the same core, which [`crate::BUILD`] tells.

use crate::catalogue::Catalogue;
use crate::query;
use crate::report::Report;
use crate::training;

/// The first line of a request for an entry's training.
pub const TRAIN: &str = "train";
/// The first line of a request to read a configuration file.
pub const IMPORT: &str = "import";

/// The request for the analysis of an entry's training; the entry is the one that the comparison shows.
#[must_use]
pub fn train(fragment: &str) -> String {
    format!("{TRAIN}\n{fragment}")
}

/// The request to read a configuration file.
#[must_use]
pub fn import(json: &str) -> String {
    format!("{IMPORT}\n{json}")
}

/// The analysis of the entry that a fragment's comparison shows; nothing where it has none.
#[must_use]
pub fn analysis(fragment: &str) -> Option<Report> {
    let comparison = query::decode(fragment, Catalogue::current()).comparison;
    let scenario = comparison.scenarios.get(comparison.shown())?;
    Some(training::report(scenario, Catalogue::current()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Block, Tone};

    fn said(fragment: &str) -> Option<String> {
        analysis(fragment)?.blocks.into_iter().find_map(|block| match block {
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
        assert_eq!(analysis("models=&end"), None);
    }
}
