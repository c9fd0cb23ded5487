//! Scenario files, and the texts in which programs tell each other of reports.

use cost_model::query::{MAX_BYTES, decode};
use cost_model::report::Report;

/// The longest refusal, in characters: what it quotes of a file is cut, but it may have the warnings of a link.
const LONGEST_REFUSAL: usize = 6000;

/// Reads any text as a scenario file and as a report.
pub fn scenarios(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Some(report) = Report::from_lines(&text) {
        as_report(&report);
    }
    match export::fragment_of(&text) {
        Ok(fragment) => as_link(&fragment),
        Err(why) => assert!(!why.trim().is_empty() && why.chars().count() <= LONGEST_REFUSAL, "{why}"),
    }
}

/// What was read of a report's text is written and read again. Numbers that are not finite are lost the first time.
fn as_report(report: &Report) {
    let once = Report::from_lines(&report.to_lines());
    assert_eq!(once.as_ref().and_then(|once| Report::from_lines(&once.to_lines())), once);
    assert!(once.is_some());
}

/// What a file says is saved and opened again as the same.
fn as_link(fragment: &str) {
    assert!(fragment.len() <= MAX_BYTES);
    let comparison = decode(fragment).comparison;
    assert!(!comparison.scenarios.is_empty());
    let saved = export::file("scenario", "", fragment).unwrap_or_else(|| panic!("not saved: {fragment}"));
    let opened = export::fragment_of(&saved.text).unwrap_or_else(|why| panic!("{why}: {}", saved.text));
    let again = decode(&opened);
    assert!(again.warnings.is_empty(), "{opened}: {:?}", again.warnings);
    assert_eq!(again.comparison, comparison, "{fragment}");
}
