//! Scenario files: written and read again, and what is said of those that cannot be used.

#![cfg(not(target_arch = "wasm32"))]

use cost_model::catalogue::Catalogue;
use cost_model::comparison::{Action, Column, Comparison, View};
use cost_model::field::{FIELDS, Field};
use cost_model::query;
use cost_model::scenario::OWN;
use export::{file, fragment_of};
use proptest::prelude::*;
use serde_json::json;

const BASE: &str = "https://example.org/trainbill/";

fn saved(fragment: &str) -> Option<String> {
    file("scenario", "", &format!("{BASE}#{fragment}")).map(|file| file.text)
}

fn decoded(fragment: &str) -> Comparison {
    let decoded = query::decode(fragment);
    assert_eq!(decoded.warnings, Vec::<String>::new(), "{fragment}");
    decoded.comparison
}

#[test]
fn a_file_says_what_the_link_says() {
    let fragment = "view=why&models=deepseek-v3,gpt-4&1.name=a%20%22b%22&1.usd_per_gpu_hour=1.5..3&columns=mfu&sort=-mfu&open=1&against=2&differences=1";
    let text = saved(fragment).expect("a file");
    let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let expected = json!({
        "format": "trainbill-scenario",
        "version": 1,
        "data_edition": "2026-12b",
        "link": format!("{BASE}#{fragment}"),
        "view": "why",
        "entries": [
            { "model": "deepseek-v3", "fields": { "name": "a \"b\"", "usd_per_gpu_hour": "1.5..3" } },
            { "model": "gpt-4", "fields": {} },
        ],
        "columns": ["mfu"],
        "sort": "-mfu",
        "open": 1,
        "against": 2,
        "differences": true,
    });
    assert_eq!(value, expected);
    let opening = saved("").expect("a file");
    assert!(
        !opening.contains("columns") && !opening.contains("open\"") && !opening.contains("differences"),
        "{opening}"
    );
}

#[test]
fn what_is_written_by_hand_is_read() {
    let json = r#"{"version": 1, "format": "trainbill-scenario",
        "entries": [{"model": "own", "fields": {"tokens": 2e12, "mfu": "40%", "total_params": "7B"}}]}"#;
    let comparison = decoded(&fragment_of(json).expect("a link"));
    let entered = |field| comparison.scenarios[0].number(field).map(|number| number.low());
    assert_eq!(
        (entered(Field::Tokens), entered(Field::Mfu), entered(Field::TotalParams)),
        (Some(2e12), Some(0.4), Some(7e9))
    );
    assert_eq!(comparison.view, View::Compare);
}

#[test]
fn another_edition_is_said_with_the_figures() {
    let text = saved("models=gpt-4")
        .expect("a file")
        .replace("\"data_edition\": \"2026-12b\"", "\"data_edition\": \"2030-01\"");
    let link = fragment_of(&text).expect("a link");
    let warnings = query::decode(&link).warnings;
    assert!(warnings.len() == 1 && warnings[0].contains("2030-01"), "{warnings:?}");
}

#[test]
fn an_older_edition_is_kept_and_read_again() {
    let text = saved("d=2026-11&models=palm-540b").expect("a file");
    assert!(text.contains("\"data_edition\": \"2026-11\""), "{text}");
    assert_eq!(decoded(&fragment_of(&text).expect("a link")).edition(), "2026-11");
}

#[test]
fn what_cannot_be_used_is_named() {
    let file = |rest: &str| format!(r#"{{"format": "trainbill-scenario", "version": 1, {rest}}}"#);
    let entries = |rest: &str| file(&format!(r#""entries": [{rest}]"#));
    let with = |rest: &str| file(&format!(r#""entries": [{{"model": "gpt-4"}}], {rest}"#));
    let many = vec![r#"{"model": "own"}"#; 17].join(",");
    for (json, words) in [
        ("", "The file is empty."),
        ("tokens = 5", "cannot be read as JSON"),
        ("[1]", "holds a list, not the object of a scenario"),
        ("{}", "does not say that it is a scenario"),
        (r#"{"format": "other", "version": 1}"#, "“format” is “other”"),
        (r#"{"format": "trainbill-scenario"}"#, "“version” is missing"),
        (r#"{"format": "trainbill-scenario", "version": 2}"#, "“version” is 2; only 1 can be read"),
        (&file(r#""view": "why""#), "no entries"),
        (&entries(""), "no entries"),
        (&file(r#""entries": 3"#), "“entries” is 3, not a list"),
        (&entries(&many), "17 entries; at most 16"),
        (&entries("7"), "Entry 1 is 7, not an object"),
        (&entries(r#"{"model": "own"}, {}"#), "Entry 2 has no “model”"),
        (&entries(r#"{"model": "gpt-99"}"#), "Entry 1: there is no model “gpt-99”"),
        (&entries(r#"{"model": "own", "colour": 1}"#), "Entry 1: “colour” is neither"),
        (&entries(r#"{"model": "own", "fields": {"colour": "red"}}"#), "Entry 1: “colour” names no field"),
        (
            &entries(r#"{"model": "own", "fields": {"mfu": "140%"}}"#),
            "Entry 1, mfu, MFU: “140%” is outside the allowed range, 0.1% to 100%",
        ),
        (
            &entries(r#"{"model": "own", "fields": {"mfu": [1]}}"#),
            "Entry 1, mfu: a list is neither a text nor a number",
        ),
        (&entries(r#"{"model": "own", "fields": {"weights": "ajar"}}"#), "is not one of open, closed"),
        (&entries(r#"{"model": "own", "model": "own"}"#), "the key “model” stands twice"),
        (&with(r#""view": "red""#), "“view” is “red”; allowed: compare, bill"),
        (&with(r#""view": 3"#), "“view” is 3; allowed: a text"),
        (&with(r#""columns": ["mfu", "red"]"#), "“columns” has “red”"),
        (&with(r#""columns": ["mfu", "mfu"]"#), "stands twice"),
        (&with(r#""sort": "-red""#), "no column “red” to sort by"),
        (&with(r#""open": 2"#), "“open” is 2; allowed: 1 to 1"),
        (&with(r#""against": 1.5"#), "“against” is 1.5; allowed: 1 to 1"),
        (&with(r#""differences": 1"#), "“differences” is 1; allowed: true or false"),
        (&with(r#""color": 1"#), "“color” is not a key of a scenario"),
        (&with(r#""data_edition": null"#), "“data_edition” is null; allowed: a text"),
    ] {
        let fault = fragment_of(json).expect_err(json);
        assert!(fault.contains(words) && fault.ends_with('.'), "{json}: {fault}");
    }
}

#[test]
fn what_is_huge_or_deep_is_refused() {
    for (json, words) in [
        (" ".repeat(1_000_001), "more than 1000000 bytes"),
        ("[".repeat(900_000), "nested too deeply"),
        ("{\"a\":".repeat(150_000), "nested too deeply"),
        (format!("{{{}}}", vec!["\"a\":1"; 100_000].join(",")), "stands twice"),
    ] {
        let fault = fragment_of(&json).expect_err("a fault");
        assert!(fault.contains(words) && fault.len() < 200, "{fault}");
    }
}

#[test]
fn a_name_with_percent_signs_is_opened_as_it_was_saved() {
    for name in ["100%20", "%41", "50%25 off", "a%2Fb_c (d)!"] {
        let json = format!(
            r#"{{"format":"trainbill-scenario","version":1,"entries":[{{"model":"own","fields":{{"name":"{name}"}}}}]}}"#
        );
        let link = fragment_of(&json).unwrap_or_else(|fault| panic!("{fault}"));
        assert_eq!(decoded(&link).scenarios[0].name(), name, "{link}");
    }
}

fn slugs() -> impl Strategy<Value = String> {
    let all: Vec<String> =
        Catalogue::current().models().iter().map(|model| model.slug.to_owned()).chain([OWN.to_owned()]).collect();
    proptest::sample::select(all)
}

fn entered() -> impl Strategy<Value = (usize, String)> {
    let texts = prop_oneof![
        "\\PC{1,40}",
        "[0-9]{1,3}",
        Just("0.4".to_owned()),
        Just("1.5..3".to_owned()),
        Just("7B".to_owned()),
        Just("lognormal(2,1.3)".to_owned())
    ];
    (0..FIELDS.len(), texts)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_scenario_is_the_same_when_it_was_written_and_read(
        models in proptest::collection::vec(slugs(), 1..5),
        values in proptest::collection::vec(entered(), 0..12),
        view in 0..View::ALL.len(),
        open in proptest::option::of(0_usize..5),
        against in proptest::option::of(0_usize..5),
        columns in proptest::collection::vec(0_usize..60, 0..4),
        sort in proptest::option::of(0_usize..60),
        differences: bool,
    ) {
        let mut comparison = Comparison::of(Vec::new());
        for slug in models {
            comparison.apply(Action::Add { slug }).expect("a preset");
        }
        let count = comparison.scenarios.len();
        for (place, (field, typed)) in values.into_iter().enumerate() {
            // What is refused is not entered.
            let _ = comparison.apply(Action::Enter { place: place % count, field: FIELDS[field].field, typed });
        }
        let all = Column::all();
        for column in columns.iter().filter_map(|place| all.get(*place)) {
            comparison.apply(Action::ShowColumn { column: *column, shown: true }).expect("a column");
        }
        let actions = [
            Action::Show { view: View::ALL[view] },
            Action::Open { place: open },
            Action::Against { place: against },
            Action::Differences { shown: differences },
            Action::Sort { column: sort.and_then(|place| all.get(place)).copied() },
        ];
        for action in actions {
            comparison.apply(action).expect("an action");
        }
        let text = saved(&query::encode(&comparison)).expect("a file");
        let link = fragment_of(&text).map_err(|fault| TestCaseError::fail(format!("{fault} {text}")))?;
        prop_assert_eq!(decoded(&link), comparison);
    }

    #[test]
    fn no_text_makes_reading_fail(text in "\\PC{0,200}", place in 0_usize..400, cut in 0_usize..400) {
        let _ = fragment_of(&text);
        let mut json = saved("models=deepseek-v3,own&2.tokens=2T&open=2").expect("a file");
        let at = |place: usize| json.char_indices().map(|(at, _)| at).nth(place).unwrap_or(json.len());
        let (from, to) = (at(place), at(place + cut % 9));
        json.replace_range(from..to, &text);
        let _ = fragment_of(&json);
    }
}
