//! What the page asks of the program beside it: a request in one text, an answer in another.
//!
//! A request is a kind of question on its first line and its content below; the answer is the text of a [`Report`], a
//! file or a link. Both sides hold the same core, which [`crate::BUILD`] tells.

use crate::attribution;
use crate::bill;
use crate::budget;
use crate::comparison::{Comparison, View};
use crate::estimate::estimate;
use crate::query;
use crate::report::Report;
use crate::serving;
use crate::training;
use crate::uncertainty::Measure;
use crate::whatif;

/// The most random draws that one request is answered from: any more are as many as these.
pub const MOST_DRAWS: u32 = 1_000_000;

/// The first line of a request to read a configuration file.
pub const IMPORT: &str = "import";

/// The first line of a request for a table to save as a file.
pub const CSV: &str = "csv";

/// The first line of a request for a table, a chart or the scenario as a file.
pub const EXPORT: &str = "export";

/// The first line of a request for a QR code.
pub const QR_CODE: &str = "qr";

/// The first line of a request to read a scenario file.
pub const OPEN: &str = "open";

/// By which a scenario file says what it is.
pub const SCENARIO: &str = "trainbill-scenario";

/// The first line of the answer to [`open`]: the fragment of a link follows, or why there is none.
pub const LINK: &str = "link";

/// See [`LINK`].
pub const FAULT: &str = "fault";

/// What stands before a message that is no request: the words to answer in, as [`crate::words::Language::read`] takes them.
pub const WORDS: &str = "words";

/// What stands before the last message of a program that has failed: what a panic says.
pub const FAILED: &str = "failed";

/// The event by which the page asks the program where that is no worker but in the page itself.
pub const ASKED_IN_PAGE: &str = "trainbill:asked";

/// The event by which it answers there.
pub const SAID_IN_PAGE: &str = "trainbill:said";

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

/// The request for the sweep of what an address shows as a table to save as a file; the answer is as that to [`export`].
#[must_use]
pub fn csv(address: &str) -> String {
    format!("{CSV}\n{address}")
}

/// The request for a text as a QR code; the answer is the length of its side in modules on a line and the path of the dark
/// ones below, and empty for a text that is too long.
#[must_use]
pub fn qr_code(text: &str) -> String {
    format!("{QR_CODE}\n{text}")
}

/// The request to read a configuration file.
#[must_use]
pub fn import(json: &str) -> String {
    format!("{IMPORT}\n{json}")
}

/// The request for a piece of a view in a format, as the page stands at an address with its fragment. The format is `csv`,
/// `md`, `json`, `svg` or `scenario`; the last takes no piece. The answer is a name, a media type and a content, see
/// [`exported`].
#[must_use]
pub fn export(format: &str, piece: &str, address: &str) -> String {
    format!("{EXPORT}\n{format} {piece}\n{address}")
}

/// The format, the piece and the address of what follows the first line of such a request.
#[must_use]
pub fn export_asked(content: &str) -> Option<(&str, &str, &str)> {
    let (asked, address) = content.split_once('\n')?;
    let (format, piece) = asked.split_once(' ').unwrap_or((asked, ""));
    Some((format, piece, address))
}

/// The name, the media type and the content in an answer to [`export`].
#[must_use]
pub fn exported(answer: &str) -> Option<(&str, &str, &str)> {
    let (name, rest) = answer.split_once('\n')?;
    let (media_type, content) = rest.split_once('\n')?;
    Some((name, media_type, content))
}

/// The request to read a scenario file. The answer is a fragment, or why there is none, see [`opened`].
#[must_use]
pub fn open(json: &str) -> String {
    format!("{OPEN}\n{json}")
}

/// The answer to such a request.
#[must_use]
pub fn open_answer(read: &Result<String, String>) -> String {
    match read {
        Ok(fragment) => format!("{LINK}\n{fragment}"),
        Err(why) => format!("{FAULT}\n{why}"),
    }
}

/// The fragment in an answer to [`open`], or why there is none.
#[must_use]
pub fn opened(answer: &str) -> Option<Result<&str, &str>> {
    match answer.split_once('\n')? {
        (LINK, fragment) => Some(Ok(fragment)),
        (FAULT, why) => Some(Err(why)),
        _ => None,
    }
}

/// What a view says of the entry that a fragment's comparison shows; nothing where it has none, or the page says all by
/// itself.
#[must_use]
pub fn analysis(view: View, fragment: &str) -> Option<Report> {
    report(view, &query::decode(fragment).comparison)
}

/// The same of a comparison.
#[must_use]
pub fn report(view: View, comparison: &Comparison) -> Option<Report> {
    let scenario = comparison.scenarios.get(comparison.shown())?;
    let (mut report, measure) = match view {
        View::Compare => return None,
        View::Train => (training::report(scenario), Some(Measure::TrainingCost)),
        View::Why => (attribution::report(comparison), None),
        View::Bill => (bill::report(comparison), Some(Measure::WholeBill)),
        View::Serve => (serving::report(comparison), Some(Measure::ServingCost)),
        View::Budget => (budget::report(comparison), None),
        View::WhatIf => (whatif::report(comparison), None),
    };
    if let Some(measure) = measure {
        whatif::put_spread(&mut report, scenario, measure);
    }
    let estimate = estimate(scenario).ok();
    report.settle(|field| view.has_field(field), |field| scenario.shown(field, estimate.as_ref()));
    Some(report)
}

/// The same from so many random draws, at most [`MOST_DRAWS`], which tells how many of how many are done; nothing where a view draws none.
#[must_use]
pub fn analysis_with(view: View, fragment: &str, draws: u32, progress: &mut dyn FnMut(u64, u64)) -> Option<Report> {
    let comparison = query::decode(fragment).comparison;
    comparison.scenarios.get(comparison.shown())?;
    match view {
        View::WhatIf => Some(whatif::report_with(&comparison, draws.min(MOST_DRAWS), progress)),
        _ => None,
    }
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
    fn an_export_is_asked_for_and_answered_in_lines() {
        let request = export("csv", "table", "https://a.org/#models=gpt-4");
        assert_eq!(request, "export\ncsv table\nhttps://a.org/#models=gpt-4");
        let (_, content) = request.split_once('\n').expect("two lines");
        assert_eq!(export_asked(content), Some(("csv", "table", "https://a.org/#models=gpt-4")));
        assert_eq!(export_asked("scenario\n#x"), Some(("scenario", "", "#x")));
        assert_eq!(export_asked("csv table"), None);
        assert_eq!(exported("a.csv\ntext/csv\na,b\r\n1,2\r\n"), Some(("a.csv", "text/csv", "a,b\r\n1,2\r\n")));
        assert_eq!(exported("a.csv"), None);
    }

    #[test]
    fn a_scenario_file_becomes_a_link_or_a_reason() {
        assert_eq!(open("{}"), "open\n{}");
        for read in [Ok("models=gpt-4".to_owned()), Err("No entries.".to_owned())] {
            let answer = open_answer(&read);
            assert_eq!(opened(&answer), Some(read.as_deref().map_err(String::as_str)));
        }
        assert_eq!(opened(""), None);
    }

    #[test]
    fn without_a_configuration_there_is_no_layout() {
        assert_eq!(said("models=gpt-4"), None);
        for view in View::ALL {
            assert_eq!(analysis(view, "models=&end"), None);
        }
    }
}
