//! What the page asks of the program beside it: a request in one text, an answer in another.
//!
//! A request is a kind of question on its first line and its content below; the answer to `train` is the text of a
//! [`Report`](crate::report::Report). Both sides hold the same core, which [`crate::BUILD`] tells.

use crate::catalogue::Catalogue;
use crate::query;
use crate::training;

/// The request for the analysis of an entry's training; the entry is the one that the comparison shows.
#[must_use]
pub fn train(fragment: &str) -> String {
    format!("train\n{fragment}")
}

/// The answer to a request; nothing to one that is not understood.
#[must_use]
pub fn answer(request: &str) -> Option<String> {
    let (kind, content) = request.split_once('\n')?;
    match kind {
        "train" => {
            let comparison = query::decode(content, Catalogue::current()).comparison;
            let scenario = comparison.scenarios.get(comparison.shown())?;
            Some(training::report(scenario, Catalogue::current()).to_lines())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Block, Report, Tone};

    #[test]
    fn the_entry_that_is_open_is_analysed() {
        let said = |fragment: &str| {
            let report = Report::from_lines(&answer(&train(fragment)).expect(fragment)).expect(fragment);
            report.blocks.into_iter().find_map(|block| match block {
                Block::Text { tone: Tone::Answer, text } => Some(text),
                _ => None,
            })
        };
        let first = said("models=deepseek-v3,llama-3.1-405b").expect("an answer");
        let second = said("models=deepseek-v3,llama-3.1-405b&open=2").expect("an answer");
        assert!(first.contains("2,048 × H800") && second.contains("H100"), "{first} {second}");
        assert_eq!(said("models=gpt-4"), None);
    }

    #[test]
    fn what_is_not_understood_has_no_answer() {
        assert_eq!(answer("colour\nred"), None);
        assert_eq!(answer("train"), None);
        assert_eq!(answer("train\nmodels=&end"), None);
    }
}
