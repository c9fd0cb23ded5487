//! Links: what is written is read back, what cannot be read is said, and old links keep their figures.

use cost_model::catalogue::Catalogue;
use cost_model::comparison::{Action, Column, Comparison, MAX_ENTRIES, View};
use cost_model::estimate::Item;
use cost_model::field::{FIELDS, Field, Kind};
use cost_model::number;
use cost_model::query::{decode, encode};
use proptest::prelude::*;

fn catalogue() -> &'static Catalogue {
    Catalogue::current()
}

fn warnings(fragment: &str) -> Vec<String> {
    decode(fragment, catalogue()).warnings
}

fn assert_warns(fragment: &str, words: &str) {
    let found = warnings(fragment);
    assert!(found.iter().any(|warning| warning.contains(words)), "{words:?} is not among {found:?}");
}

#[test]
fn the_opening_comparison_is_a_short_readable_link() {
    let link = encode(&Comparison::opening(catalogue()), catalogue());
    assert_eq!(
        link,
        "v=1&d=2026-11&view=compare&models=deepseek-v3,deepseek-r1,gpt-4,claude-3.5-sonnet,llama-3.1-405b,\
         gemini-1.0-ultra,gpt-oss-120b,olmo-3-32b&end"
    );
    assert!(warnings(&link).is_empty());
    assert_eq!(decode("", catalogue()).comparison, Comparison::opening(catalogue()));
}

#[test]
fn the_entry_to_measure_against_stays_the_same_entry() {
    let mut comparison = Comparison::opening(catalogue());
    let mut act = |action| {
        comparison.apply(action, catalogue()).unwrap_or_else(|refusal| panic!("{refusal}"));
        comparison.against.and_then(|place| comparison.scenarios.get(place)).map(|scenario| scenario.slug())
    };
    assert_eq!(act(Action::Against { place: Some(2) }), Some("gpt-4"));
    assert_eq!(act(Action::Duplicate { place: 0 }), Some("gpt-4"));
    assert_eq!(act(Action::Move { place: 3, up: false }), Some("gpt-4"));
    assert_eq!(act(Action::Remove { place: 1 }), Some("gpt-4"));
    assert_eq!(act(Action::Against { place: Some(99) }), None);
    assert_eq!(act(Action::Against { place: Some(0) }), Some("deepseek-v3"));
    assert_eq!(act(Action::Remove { place: 0 }), None);
    assert_warns("v=1&models=deepseek-v3&against=7&end", "no entry “7” to compare with");
}

#[test]
fn a_link_holds_the_whole_state() {
    let mut comparison = Comparison::opening(catalogue());
    let enter = |place, field, typed: &str| Action::Enter { place, field, typed: typed.to_owned() };
    for action in [
        enter(0, Field::Name, "100% mine & yours = #1, “é”"),
        enter(2, Field::UsdPerGpuHour, "1.5..3"),
        enter(2, Field::Hardware, "nvidia-h100-sxm5-80gb"),
        Action::Duplicate { place: 2 },
        Action::Add { slug: "own".to_owned() },
        Action::Sort { column: Some(Column::Item(Item::TrainingCost)) },
        Action::ShowColumn { column: Column::Item(Item::Days), shown: true },
        Action::MoveColumn { column: Column::Item(Item::Days), left: true },
        Action::Differences { shown: true },
        Action::Open { place: Some(3) },
        Action::Against { place: Some(1) },
    ] {
        comparison.apply(action.clone(), catalogue()).unwrap_or_else(|refusal| panic!("{action:?}: {refusal}"));
    }
    let link = encode(&comparison, catalogue());
    let read = decode(&link, catalogue());
    assert_eq!(read.warnings, Vec::<String>::new(), "{link}");
    assert_eq!(read.comparison, comparison, "{link}");
    assert_eq!(decode(&format!("#{link}"), catalogue()).comparison, comparison);
}

#[test]
fn eight_full_entries_fit_the_longest_link() {
    let mut comparison = Comparison::opening(catalogue());
    for place in 0..comparison.scenarios.len() {
        for (field, typed) in [
            (Field::Tokens, "14.8T"),
            (Field::UsdPerGpuHour, "1.5..2..3.25"),
            (Field::Mfu, "0.35..0.45"),
            (Field::Hardware, "nvidia-h100-sxm5-80gb"),
            (Field::ActiveParams, "36.62B"),
        ] {
            let action = Action::Enter { place, field, typed: typed.to_owned() };
            comparison.apply(action, catalogue()).unwrap_or_else(|refusal| panic!("{refusal}"));
        }
    }
    let link = encode(&comparison, catalogue());
    assert!(link.len() <= 1800, "{} bytes: {link}", link.len());
}

/// A configuration with every key.
const FULLEST: &str = "hidden_size:1048576,num_layers:10000,vocab_size:100000000,heads:65536,kv_heads:65535,\
                       head_dim:1048575,qk_norm:full,gate:1,window:99999999/9999,\
                       linear:gated-delta/9999/65535/65535/65535/65535/65535,intermediate_size:1048575,\
                       experts:65535/65534/1048575/1048575/9999,plain:1,biases:attention,norms:8,positions:99999999,\
                       tie:1,mtp:64";

// The longest names, fully escaped, and ranges of full precision everywhere: what is written must still be read.
#[test]
fn the_fullest_comparison_can_be_read_back() {
    let mut comparison = Comparison::of(Vec::new());
    for place in 0..MAX_ENTRIES {
        let mut do_it = |action| comparison.apply(action, catalogue()).unwrap_or_else(|refusal| panic!("{refusal}"));
        do_it(Action::Add { slug: "own".to_owned() });
        for spec in FIELDS {
            let typed = match spec.kind {
                Kind::Text { max } => "😀".repeat(max),
                Kind::Number { min, max } => {
                    let inner = |part: f64| (min + (max - min) * part) / 3.0 + min * 2.0 / 3.0;
                    format!("{:?}..{:?}..{:?}", inner(0.1), inner(0.3), inner(0.7))
                }
                Kind::Whole { max, .. } => max.to_string(),
                Kind::Architecture => FULLEST.to_owned(),
                Kind::Choice(choices) => choices.options(catalogue())[0].0.to_owned(),
            };
            do_it(Action::Enter { place, field: spec.field, typed });
        }
    }
    let link = encode(&comparison, catalogue());
    let read = decode(&link, catalogue());
    assert_eq!(read.warnings, Vec::<String>::new(), "{} bytes", link.len());
    assert_eq!(read.comparison, comparison);
}

#[test]
fn what_is_not_understood_is_said() {
    assert_warns("v=1&models=deepseek-v3&foo=1&end", "“foo” is not a key");
    assert_warns("v=1&models=deepseek-v3&__proto__=1&constructor=2&end", "“constructor” is not a key");
    assert_warns("v=1&models=deepseek-v3&1.colour=red&end", "“1.colour” names no field");
    assert_warns("v=1&models=deepseek-v3&2.mfu=0.4&end", "“2.mfu” is for entry 2, and there is none");
    assert_warns("v=1&models=deepseek-v3&1.mfu=1.4&end", "MFU: “1.4” is outside the allowed range, 0.1% to 100%");
    assert_warns(
        "v=1&models=deepseek-v3&1.paid_share=80&end",
        "“80” is outside the allowed range, 0% to 100%; a percentage has its sign, as 80%",
    );
    assert_warns("v=1&models=deepseek-v3&1.tokens=12abc&end", "Training tokens: “12abc” cannot be used");
    assert_warns("v=1&models=deepseek-v3&1.hardware=abacus&end", "Accelerator: “abacus” is not one of");
    assert_warns("v=1&models=deepseek-v3,gpt-9&end", "There is no model “gpt-9”");
    assert_warns("v=7&models=deepseek-v3&end", "later version (7)");
    assert_warns("v=one&models=deepseek-v3&end", "“one” is not a version");
    assert_warns("v=1&d=2031-01&models=deepseek-v3&end", "no data edition “2031-01”");
    assert_warns("v=1&view=colour&models=deepseek-v3&end", "no view “colour”");
    assert_warns("v=1&models=deepseek-v3&columns=year,beauty&end", "no column “beauty”");
    assert_warns("v=1&models=deepseek-v3&sort=beauty&end", "no column “beauty” to sort by");
    assert_warns("v=1&models=deepseek-v3&open=4&end", "no entry “4” to open");
    assert_warns("v=1&models=deepseek-v3&differences=yes&end", "only 1 means something");
    assert_warns("v=1&models=deepseek-v3&1.name=%zz&end", "badly escaped");
    assert_warns("v=1&models=deepseek-v3&1.name=%ff&end", "badly escaped");
    assert_warns(
        "v=1&models=deepseek-v3&1.mfu=0.4&1.mfu=0.5&end",
        "“1.mfu” stands twice in the link; the first counts",
    );
    assert_warns("v=1&models=deepseek-v3", "The end of the link is missing");
    assert_warns(&format!("v=1&models=deepseek-v3&1.name={}&end", "a".repeat(200_000)), "longer than 196608 bytes");
    let many = vec!["deepseek-v3"; MAX_ENTRIES + 1].join(",");
    assert_warns(&format!("v=1&models={many}&end"), "Only the first 16 entries");
}

#[test]
fn the_first_of_a_repeated_key_counts_and_an_unknown_model_keeps_its_number() {
    let read = decode("v=1&models=gpt-9,deepseek-v3&2.mfu=0.4&2.mfu=0.5&open=2&end", catalogue()).comparison;
    assert_eq!(read.scenarios.len(), 1);
    assert_eq!(read.open, Some(0));
    let mfu = read.scenarios[0].entered(Field::Mfu).map(cost_model::scenario::Value::to_text);
    assert_eq!(mfu.as_deref(), Some("0.4"));
}

#[test]
fn a_link_cut_at_any_byte_says_so_or_has_lost_nothing() {
    let whole =
        "v=1&d=2026-11&view=compare&models=deepseek-v3,gpt-4&1.name=caf%C3%A9&2.usd_per_gpu_hour=2.5&open=2&end";
    let read = decode(whole, catalogue());
    assert_eq!(read.warnings, Vec::<String>::new());
    for cut in 4..whole.len() {
        let part = decode(&whole[..cut], catalogue());
        assert!(part.comparison == read.comparison || !part.warnings.is_empty(), "silent at {cut}: {}", &whole[..cut]);
    }
}

/// Links that were made once keep their figures for ever. Lines are added, never changed.
#[test]
fn old_links_keep_their_figures() {
    let mut checked = 0;
    for line in include_str!("links.tsv").lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [fragment, entry, item, expected] = cells.as_slice() else { panic!("not four cells: {line}") };
        let read = decode(fragment, catalogue());
        assert_eq!(read.warnings, Vec::<String>::new(), "{fragment}");
        let place = entry.parse::<usize>().unwrap_or_default().wrapping_sub(1);
        let estimates = read.comparison.estimates(catalogue());
        let estimate = estimates[place].as_ref().unwrap_or_else(|infeasible| panic!("{infeasible}"));
        let item = Item::from_key(item).unwrap_or_else(|| panic!("no item {item}"));
        let found = estimate.step(item).outcome.number().map_or("not public".to_owned(), ends);
        assert_eq!(found, *expected, "{fragment}, entry {entry}, {}", item.key());
        checked += 1;
    }
    assert!(checked >= 10, "only {checked} links are kept");
}

/// A number, or its low end, central value and high end, each exact.
fn ends(number: cost_model::interval::Interval<f64>) -> String {
    if number.is_exact() {
        return number::plain(number);
    }
    let central = number.central().map_or("none".to_owned(), |central| central.to_string());
    format!("{}..{central}..{}", number.low(), number.high())
}

fn any_action() -> impl Strategy<Value = Action> {
    let slugs: Vec<&str> = catalogue().models().iter().map(|model| model.slug).chain(["own"]).collect();
    let place = 0..10_usize;
    let column = proptest::sample::select(Column::all());
    let typed = prop_oneof![
        (1e-3..1e13_f64).prop_map(|number| number.to_string()),
        (0.01..1.0_f64).prop_map(|number| number.to_string()),
        Just("1.5..3".to_owned()),
        Just("published".to_owned()),
        Just("fp8".to_owned()),
        Just("google-tpu-v4".to_owned()),
        ".{0,100}",
    ];
    let field = proptest::sample::select(FIELDS.iter().map(|spec| spec.field).collect::<Vec<_>>());
    prop_oneof![
        proptest::sample::select(slugs).prop_map(|slug| Action::Add { slug: slug.to_owned() }),
        place.clone().prop_map(|place| Action::Duplicate { place }),
        place.clone().prop_map(|place| Action::Remove { place }),
        (place.clone(), any::<bool>()).prop_map(|(place, up)| Action::Move { place, up }),
        (place.clone(), field.clone(), typed).prop_map(|(place, field, typed)| Action::Enter { place, field, typed }),
        (place.clone(), field).prop_map(|(place, field)| Action::Reset { place, field }),
        place.clone().prop_map(|place| Action::ResetEntry { place }),
        proptest::option::of(place).prop_map(|place| Action::Open { place }),
        proptest::option::of(column.clone()).prop_map(|column| Action::Sort { column }),
        (column.clone(), any::<bool>()).prop_map(|(column, shown)| Action::ShowColumn { column, shown }),
        (column, any::<bool>()).prop_map(|(column, left)| Action::MoveColumn { column, left }),
        any::<bool>().prop_map(|shown| Action::Differences { shown }),
        proptest::sample::select(&View::ALL[..]).prop_map(|view| Action::Show { view }),
    ]
}

proptest! {
    #[test]
    fn whatever_is_done_can_be_linked_to(actions in proptest::collection::vec(any_action(), 0..25)) {
        let mut comparison = Comparison::opening(catalogue());
        for action in actions {
            let before = comparison.clone();
            if comparison.apply(action, catalogue()).is_err() {
                prop_assert_eq!(&before, &comparison, "a refused entry changed something");
            }
        }
        let link = encode(&comparison, catalogue());
        let read = decode(&link, catalogue());
        prop_assert_eq!(&read.warnings, &Vec::<String>::new(), "{}", link);
        prop_assert_eq!(read.comparison, comparison, "{}", link);
    }

    #[test]
    fn no_text_makes_reading_fail(text in ".{0,400}") {
        let read = decode(&text, catalogue());
        prop_assert_eq!(read.comparison.estimates(catalogue()).len(), read.comparison.scenarios.len());
    }

    #[test]
    fn no_link_like_text_makes_reading_fail(pieces in proptest::collection::vec("(v|d|models|open|sort|columns|end|[0-9]{1,3}\\.(mfu|tokens|name|hardware)|.{0,8})=(own|deepseek-v3|-|%[0-9a-f]{0,2}|[0-9.eE+-]{0,12}|.{0,12})", 0..12)) {
        let read = decode(&pieces.join("&"), catalogue());
        prop_assert_eq!(read.comparison.estimates(catalogue()).len(), read.comparison.scenarios.len());
        prop_assert!(encode(&read.comparison, catalogue()).starts_with("v=1"));
    }
}

#[test]
fn every_field_refuses_what_is_not_its_kind() {
    for spec in FIELDS {
        let mut scenario = Comparison::opening(catalogue()).scenarios.remove(0);
        let nonsense = if matches!(spec.kind, Kind::Text { .. }) { " " } else { "12abc" };
        let refusal = scenario.enter(spec.field, nonsense, catalogue()).expect_err(spec.key);
        assert_eq!(refusal.field, spec.field);
        assert!(refusal.to_string().starts_with(spec.label), "{refusal}");
        assert!(scenario.all_entered().next().is_none());
    }
}
