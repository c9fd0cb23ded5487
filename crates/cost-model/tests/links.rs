//! Links: what is written is read back, what cannot be read is said, and old links keep their figures.

use std::io::Write as _;

use cost_model::catalogue::{Catalogue, EDITION, EDITIONS};
use cost_model::comparison::{Action, Column, Comparison, MAX_ENTRIES, OPENING_COLUMNS, View};
use cost_model::estimate::{Item, estimate};
use cost_model::field::{FIELDS, Field, Kind};
use cost_model::interval::Interval;
use cost_model::number;
use cost_model::query::{MAX_BYTES, decode, encode, in_view};
use cost_model::scenario::Scenario;
use cost_model::share::live;
use cost_model::uncertainty::{Measure, Program};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::prelude::*;

fn catalogue() -> &'static Catalogue {
    Catalogue::current()
}

fn warnings(fragment: &str) -> Vec<String> {
    decode(fragment).warnings
}

fn assert_warns(fragment: &str, words: &str) {
    let found = warnings(fragment);
    assert!(found.iter().any(|warning| warning.contains(words)), "{words:?} is not among {found:?}");
}

#[test]
fn the_opening_comparison_is_a_short_readable_link() {
    let link = encode(&Comparison::opening(catalogue()));
    assert_eq!(
        link,
        "v=1&d=2026-12b&view=compare&models=deepseek-v3,deepseek-r1,gpt-4,claude-3.5-sonnet,llama-3.1-405b,\
         gemini-1.0-ultra,gpt-oss-120b,olmo-3-32b&end"
    );
    assert!(warnings(&link).is_empty());
    assert_eq!(decode("").comparison, Comparison::opening(catalogue()));
}

#[test]
fn a_link_leads_to_the_same_in_another_view() {
    let mut comparison = Comparison::opening(catalogue());
    entered(&mut comparison, 0, &[(Field::Name, "a view=train of \"cost\"")]);
    for from in View::ALL {
        for to in View::ALL {
            let link = |view| encode(&Comparison { view, ..comparison.clone() });
            assert_eq!(in_view(&link(from), from, to), link(to), "{from:?} {to:?}");
        }
    }
}

#[test]
fn the_entry_to_measure_against_stays_the_same_entry() {
    let mut comparison = Comparison::opening(catalogue());
    let mut act = |action| {
        comparison.apply(action).unwrap_or_else(|refusal| panic!("{refusal}"));
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
        comparison.apply(action.clone()).unwrap_or_else(|refusal| panic!("{action:?}: {refusal}"));
    }
    let link = encode(&comparison);
    let read = decode(&link);
    assert_eq!(read.warnings, Vec::<String>::new(), "{link}");
    assert_eq!(read.comparison, comparison, "{link}");
    assert_eq!(decode(&format!("#{link}")).comparison, comparison);
}

/// A mark that nobody sees does not keep a blank at the end, which would be gone when the link is read again.
#[test]
fn a_name_is_the_same_after_its_link_was_read() {
    for typed in ["Ours \u{1}", "\u{7} Ours", " \u{1c}Ours\n"] {
        let mut comparison = Comparison::of(Scenario::preset("own", catalogue()).into_iter().collect());
        entered(&mut comparison, 0, &[(Field::Name, typed)]);
        assert_eq!(comparison.scenarios[0].name(), "Ours");
        assert_eq!(decode(&encode(&comparison)).comparison, comparison);
    }
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
            comparison.apply(action).unwrap_or_else(|refusal| panic!("{refusal}"));
        }
    }
    let link = encode(&comparison);
    assert!(link.len() <= 1800, "{} bytes: {link}", link.len());
}

/// The fragment of a comparison in which these were entered.
fn entered(comparison: &mut Comparison, place: usize, values: &[(Field, &str)]) {
    for (field, typed) in values {
        let action = Action::Enter { place, field: *field, typed: (*typed).to_owned() };
        comparison.apply(action).unwrap_or_else(|refusal| panic!("{refusal}"));
    }
}

#[test]
fn usual_links_are_short() {
    let slugs = ["deepseek-v3", "llama-3.1-405b", "gpt-4", "qwen3-235b-a22b"];
    let changed = [(Field::Tokens, "14.8T"), (Field::Mfu, "0.4"), (Field::UsdPerGpuHour, "1.5..3")];
    for count in 1..=slugs.len() {
        let presets = slugs[..count].iter().filter_map(|slug| Scenario::preset(slug, catalogue()));
        let mut comparison = Comparison::of(presets.collect());
        for place in 0..count {
            entered(&mut comparison, place, &changed);
        }
        let link = encode(&comparison);
        assert!(link.len() < 300, "{} bytes: {link}", link.len());
    }
}

#[test]
fn a_link_is_written_with_the_same_suffixes_in_every_language() {
    let mut comparison = Comparison::of(Scenario::preset("deepseek-v3", catalogue()).into_iter().collect());
    entered(
        &mut comparison,
        0,
        &[(Field::Tokens, "14.8万亿"), (Field::TotalParams, "6,710亿"), (Field::DataUsd, "uniform(1万, 250万)")],
    );
    let link = encode(&comparison);
    assert!(link.contains("1.total_params=671B&1.tokens=14.8T&1.data_usd=uniform%2810k,2.5M%29"), "{link}");
    assert_eq!(decode(&link).comparison, comparison);
    let typed = "v=1&models=deepseek-v3&1.tokens=14.8%E4%B8%87%E4%BA%BF&1.total_params=6,710亿&1.data_usd=uniform(1万,250万)&end";
    assert_eq!(decode(typed).warnings, Vec::<String>::new());
    assert_eq!(decode(typed).comparison.scenarios, comparison.scenarios);
}

#[test]
fn eight_full_columns_fit_where_addresses_are_cut() {
    let mut own = Comparison::of(Vec::new());
    for place in 0..8 {
        own.apply(Action::Add { slug: "own".to_owned() }).unwrap_or_else(|refusal| panic!("{refusal}"));
        let name = format!("Our model {place}");
        let values = [
            (Field::Name, name.as_str()),
            (Field::TotalParams, "671B"),
            (Field::ActiveParams, "37.5B"),
            (Field::Tokens, "14.8T"),
            (Field::Hardware, "nvidia-h100-sxm5-80gb"),
            (Field::Mfu, "0.385"),
            (Field::UsdPerGpuHour, "1.75..2.5"),
            (Field::Weights, "closed"),
            (Field::Year, "2026"),
        ];
        entered(&mut own, place, &values);
    }
    let mut opening = Comparison::opening(catalogue());
    for place in 0..opening.scenarios.len() {
        for column in OPENING_COLUMNS {
            let value = match column {
                Column::Item(Item::TrainingCost) => (Field::UsdPerGpuHour, "1.75..2.5"),
                Column::Item(Item::ChipHours) => (Field::PretrainingHours, "2.664M"),
                Column::Item(Item::Field(Field::Hardware)) => (Field::Hardware, "nvidia-h100-sxm5-80gb"),
                Column::Item(Item::Field(Field::Weights)) => (Field::Weights, "closed"),
                Column::Item(Item::Field(Field::Tokens)) => (Field::Tokens, "14.8T"),
                Column::Item(Item::Field(Field::TotalParams)) => (Field::TotalParams, "671B"),
                Column::Item(Item::Field(Field::Year)) => (Field::Year, "2026"),
                // What others said cannot be entered.
                Column::Claims => continue,
                other => panic!("{} is no opening column", other.key()),
            };
            entered(&mut opening, place, &[value]);
        }
    }
    for comparison in [own, opening] {
        let address = format!("https://example.org/trainbill/#{}", encode(&comparison));
        assert!(address.len() < 1800, "{} bytes: {address}", address.len());
    }
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
        let mut do_it = |action| comparison.apply(action).unwrap_or_else(|refusal| panic!("{refusal}"));
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
    let link = encode(&comparison);
    let read = decode(&link);
    assert_eq!(read.warnings, Vec::<String>::new(), "{} bytes", link.len());
    assert_eq!(read.comparison, comparison);
}

#[test]
fn rows_are_sorted_by_their_names_however_name_is_spelt() {
    let sorted = |by: &str| decode(&format!("v=1&models=gpt-4,deepseek-v3&sort={by}&end"));
    for (spelt, plain) in [("n*ame", "name"), ("Name", "name"), ("-NAME", "-name")] {
        assert_eq!(sorted(spelt).comparison, sorted(plain).comparison, "{spelt}");
        assert_eq!(sorted(spelt).warnings, Vec::<String>::new(), "{spelt}");
    }
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
    let read = decode("v=1&models=gpt-9,deepseek-v3&2.mfu=0.4&2.mfu=0.5&open=2&end").comparison;
    assert_eq!(read.scenarios.len(), 1);
    assert_eq!(read.open, Some(0));
    let mfu = read.scenarios[0].entered(Field::Mfu).map(cost_model::scenario::Value::to_text);
    assert_eq!(mfu.as_deref(), Some("0.4"));
}

#[test]
fn a_link_cut_at_any_byte_says_so_or_has_lost_nothing() {
    let whole =
        "v=1&d=2026-11&view=compare&models=deepseek-v3,gpt-4&1.name=caf%C3%A9&2.usd_per_gpu_hour=2.5&open=2&end";
    let read = decode(whole);
    assert_eq!(read.warnings, Vec::<String>::new());
    for cut in 4..whole.len() {
        let part = decode(&whole[..cut]);
        assert!(part.comparison == read.comparison || !part.warnings.is_empty(), "silent at {cut}: {}", &whole[..cut]);
    }
}

/// Links that were made once keep their figures for ever. Lines are added, never changed.
#[test]
fn old_links_keep_their_figures() {
    let mut checked = 0;
    for line in OLD_LINKS.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [fragment, entry, key, expected] = cells.as_slice() else { panic!("not four cells: {line}") };
        let read = decode(fragment);
        assert_eq!(read.warnings, Vec::<String>::new(), "{fragment}");
        let place = entry.parse::<usize>().unwrap_or_default().wrapping_sub(1);
        let found = total(&read.comparison.scenarios[place], key).unwrap_or_else(|fault| panic!("{line}: {fault}"));
        assert_eq!(found, *expected, "{fragment}, entry {entry}, {key}");
        checked += 1;
    }
    assert!(checked >= 298, "only {checked} links are kept");
}

/// What a figure was in the edition that a link is pinned to stays in it through every change; the newest is a step away.
#[test]
fn a_pinned_link_stays_with_its_edition_until_the_newest_is_asked_for() {
    let pinned = "v=1&d=2026-11&view=compare&models=palm-540b&end";
    let energy = |scenario: &Scenario| total(scenario, "energy").expect("an energy");
    let mut read = decode(pinned);
    assert_eq!((read.warnings.len(), read.comparison.edition()), (0, "2026-11"));
    assert_eq!(encode(&read.comparison), pinned);
    let before = energy(&read.comparison.scenarios[0]);
    assert_eq!(before, "830762.8572672002..1190760.0954163203..2215367.619379201");
    read.comparison.apply(Action::Add { slug: "palm-540b".to_owned() }).expect("a model");
    assert_eq!(energy(&read.comparison.scenarios[1]), before);
    assert!(encode(&read.comparison).starts_with("v=1&d=2026-11&"));

    let newest = decode(&live(pinned)).comparison;
    assert_eq!(newest.edition(), EDITION);
    // 8,404,992 chip-hours at 378.5 W, and 8% for the data centre.
    let kilowatt_hours: f64 = energy(&newest.scenarios[0]).parse().expect("a number");
    assert!((kilowatt_hours / (8_404_992.0 * 0.3785 * 1.08) - 1.0).abs() < 1e-3, "{kilowatt_hours}");
    let edition = |link: &str| decode(link).comparison.edition();
    assert_eq!(EDITIONS.map(|named| edition(&format!("v=1&d={named}&end"))), EDITIONS);
    assert_eq!((edition("v=1&end"), edition("d=2031-01")), (EDITION, EDITION));
}

const OLD_LINKS: &str = include_str!("links.tsv");

/// A quantity of the estimate, or a result of another view, as the file of old links has it.
fn total(scenario: &Scenario, key: &str) -> Result<String, String> {
    let known = if let Some(item) = Item::from_key(key) {
        let estimate = estimate(scenario).map_err(|infeasible| infeasible.to_string())?;
        estimate.step(item).outcome.number()
    } else {
        let measure = Measure::from_key(key).ok_or_else(|| format!("there is no total “{key}”"))?;
        let program = Program::of(scenario, &[measure], &[])?;
        let mut memory = Vec::new();
        program.run(&program.as_entered(), &mut memory);
        program.result(measure, &memory).filter(Interval::is_finite)
    };
    Ok(known.map_or("not public".to_owned(), ends))
}

/// Totals that every preset has to have among the old links, where they are known.
const TOTALS: [&str; 5] = ["training_cost", "whole_bill", "chip_hours", "energy", "serving_cost"];

/// Links with something of every kind entered, and which totals of their first entry are kept.
const KINDS: [(&str, &[&str]); 22] = [
    ("models=llama-3.1-405b&1.usd_per_gpu_hour=1.5..2..3.25&1.goodput=0.9", &TOTALS),
    ("models=deepseek-v3&1.usd_per_gpu_hour=lognormal%282,1.3%29", &TOTALS),
    ("models=deepseek-v3&1.pretraining_hours=normal%282664000,100000%29", &TOTALS),
    ("models=olmo-3-32b&1.mfu=uniform%280.3,0.45%29&1.hours_from=flop", &TOTALS),
    ("models=gpt-4&1.usd_per_gpu_hour=triangular%281,1.5,3%29", &TOTALS),
    ("models=gpt-4&1.tokens=10T..13T..16T&1.hours_from=flop&1.mfu=0.3..0.36", &TOTALS),
    (
        "models=own&1.name=Mine&1.architecture=hidden_size:7168,num_layers:61,vocab_size:129280,heads:128,\
         mla:1536/512/128/64/128,intermediate_size:18432,experts:256/8/2048/2048/3&1.tokens=14.8T\
         &1.hardware=nvidia-h800-sxm5-80gb&1.mfu=0.37&1.usd_per_gpu_hour=2",
        &TOTALS,
    ),
    (
        "models=own&1.name=Small%20%28v2%29&1.architecture=hidden_size:4096,num_layers:32,vocab_size:128256,heads:32,\
         kv_heads:8,intermediate_size:14336&1.tokens=15T&1.sequence_length=8192&1.hardware=nvidia-h100-sxm5-80gb\
         &1.mfu=0.4&1.usd_per_gpu_hour=2..3",
        &TOTALS,
    ),
    (
        "models=own&1.weights=closed&1.year=2025&1.total_params=671B&1.active_params=37B&1.tokens=14.8T\
         &1.hardware=nvidia-h100-sxm5-80gb&1.chip_count=2048&1.mfu=0.35..0.45&1.usd_per_gpu_hour=2&1.mfu_peak=bf16",
        &["training_cost", "whole_bill", "chip_hours", "energy", "power", "emissions", "days", "implied_mfu"],
    ),
    ("models=own&1.training_flop=3e24&1.hardware=google-tpu-v5p&1.mfu=0.5&1.usd_per_gpu_hour=2.1", &TOTALS),
    (
        "models=own&1.pretraining_hours=1M&1.context_extension_hours=50k&1.posttraining_hours=20k&1.usd_per_gpu_hour=2",
        &TOTALS,
    ),
    ("models=deepseek-v3&1.accounting=owned&1.usd_per_kwh=0.08&1.pue=1.2", &["whole_bill", "energy", "power"]),
    ("models=deepseek-v3&1.accounting=paid-time&1.idle_share=0.2&1.storage_share=0.05", &["whole_bill"]),
    ("models=deepseek-v3&1.accounting=all-compute&1.experiments_multiple=1..3", &["whole_bill"]),
    (
        "models=llama-3.1-405b&1.accounting=development&1.data_usd=10M&1.evaluation_usd=5M&1.staff_people=200\
         &1.staff_share=0.5&1.staff_months=12&1.staff_usd_per_year=400k",
        &["whole_bill", "training_cost"],
    ),
    ("models=llama-3.1-405b&1.accounting=cluster&1.server_usd_per_chip=38k", &["whole_bill"]),
    ("models=gpt-oss-120b&1.region=france&1.currency=EUR&1.currency_per_usd=0.86", &["emissions", "energy", "power"]),
    (
        "models=deepseek-r1&1.serving_hardware=nvidia-h200-sxm5-141gb&1.serving_usd_per_gpu_hour=2..3\
         &1.serving_utilisation=0.6&1.kv_length=8k&1.input_per_output=4&1.cache_hit_share=0.5",
        &["serving_cost"],
    ),
    ("models=llama-3.1-70b&1.weight_format=fp8&1.tokens_per_second=40&1.draft_tokens=3", &["serving_cost"]),
    (
        "models=own&1.budget_usd=20M&1.accounting=development&1.budget_months=6&1.scaling_law=hoffmann-2022\
         &1.total_params=7B&1.tokens=2T&1.hardware=nvidia-h100-sxm5-80gb&1.mfu=0.4&1.usd_per_gpu_hour=2",
        &["whole_bill", "training_cost"],
    ),
    (
        "models=deepseek-v3&1.hardware=nvidia-h200-sxm5-141gb&1.precision=bf16&1.optimizer=muon&1.recomputation=full\
         &1.tensor_parallel=8&1.sharding=zero-1",
        &TOTALS,
    ),
    ("models=glm-130b&1.result=energy&1.seed=7&1.sweep_x=tokens&1.sweep_x_range=1T..10T&1.cap_usd=5M", &TOTALS),
];

#[test]
fn every_preset_and_kind_of_value_is_among_the_old_links() {
    let presets = catalogue().models().iter().map(|model| (format!("models={}", model.slug), &TOTALS[..]));
    let kinds = KINDS.iter().map(|(link, keys)| ((*link).to_owned(), *keys));
    let mut missing = String::new();
    for (link, keys) in presets.chain(kinds) {
        let fragment = format!("v=1&d={EDITION}&view=compare&{link}&end");
        let read = decode(&fragment);
        assert_eq!(read.warnings, Vec::<String>::new(), "{fragment}");
        assert_eq!(decode(&encode(&read.comparison)).comparison, read.comparison);
        for key in keys {
            let start = format!("{fragment}\t1\t{key}\t");
            if OLD_LINKS.lines().any(|line| line.starts_with(&start)) {
                continue;
            }
            if let Some(figure) = total(&read.comparison.scenarios[0], key).ok().filter(|figure| figure != "not public")
            {
                missing.push_str(&format!("{start}{figure}\n"));
            }
        }
    }
    add_to("links.tsv", &missing);
}

/// The keys that links have been written with, each with its kind.
fn all_keys() -> Vec<String> {
    let keys = ["v", "d", "view", "models", "columns", "sort", "open", "against", "differences", "end"];
    let mut all: Vec<String> = keys.iter().map(|key| format!("key {key}")).collect();
    all.extend(View::ALL.iter().map(|view| format!("view {}", view.key())));
    all.extend(Column::all().iter().map(|column| format!("column {}", column.key())));
    all.extend(FIELDS.iter().map(|spec| format!("field {}", spec.key)));
    let configuration = FULLEST.split(',').chain(["mla:"]).filter_map(|pair| pair.split(':').next());
    all.extend(configuration.map(|key| format!("configuration {key}")));
    all.extend(
        catalogue().models().iter().map(|model| format!("model {}", model.slug)).chain(["model own".to_owned()]),
    );
    let mut lists = Vec::new();
    for spec in FIELDS {
        if let Kind::Choice(choices) = spec.kind
            && !lists.contains(&choices)
        {
            lists.push(choices);
            all.extend(choices.options(catalogue()).iter().map(|(slug, _)| format!("{} {slug}", spec.key)));
        }
    }
    all
}

/// Links say what they say for ever: what has been in one stays readable.
#[test]
fn keys_are_never_taken_away() {
    let kept = include_str!("links-keys.txt");
    for line in kept.lines().filter(|line| !line.starts_with('#')) {
        let (kind, key) = line.split_once(' ').unwrap_or_else(|| panic!("not a kind and a key: {line}"));
        let link = match kind {
            "key" if key == "v" || key == "end" => "v=1&models=own&end".to_owned(),
            "key" => format!("models=own&{key}="),
            "view" => format!("view={key}"),
            "column" => format!("columns={key}&sort=-{key}"),
            "field" => format!("models=own&1.{key}=\""),
            "configuration" => format!("models=own&1.architecture={key}:1"),
            "model" => format!("models={key}"),
            field => format!("models=own&1.{field}={key}"),
        };
        let warnings = warnings(&link);
        let is_readable = match kind {
            "key" | "field" | "configuration" => {
                let unknown = ["not a key", "no key", "names no field", "not a Trainbill link"];
                !warnings.iter().any(|warning| unknown.iter().any(|words| warning.contains(words)))
            }
            _ => warnings.is_empty(),
        };
        assert!(
            is_readable,
            "“{line}” is in links that are about and can no longer be read: {warnings:?}. Give it back, or have \
             src/query/migrate.rs read it as what it is called now, under the next version"
        );
    }
    let new: Vec<String> = all_keys().into_iter().filter(|key| !kept.lines().any(|line| line == key)).collect();
    add_to("links-keys.txt", &new.iter().map(|key| format!("{key}\n")).collect::<String>());
}

/// Lines that a file of this folder has to have and lacks: added when that is asked for, and a fault otherwise.
fn add_to(file: &str, missing: &str) {
    if missing.is_empty() {
        return;
    }
    assert!(
        std::env::var_os("TRAINBILL_ADD_LINKS").is_some(),
        "tests/{file} lacks the following lines. Look at them, then let them be added for ever, by\n\
         TRAINBILL_ADD_LINKS=1 cargo test -p cost-model --test links\n{missing}"
    );
    let path = format!("{}/tests/{file}", env!("CARGO_MANIFEST_DIR"));
    let opened = std::fs::OpenOptions::new().append(true).open(&path);
    opened.and_then(|mut file| file.write_all(missing.as_bytes())).unwrap_or_else(|fault| panic!("{path}: {fault}"));
}

/// A number, or its low end, central value and high end, each exact.
fn ends(number: Interval<f64>) -> String {
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
            if comparison.apply(action).is_err() {
                prop_assert_eq!(&before, &comparison, "a refused entry changed something");
            }
        }
        let link = encode(&comparison);
        let read = decode(&link);
        prop_assert_eq!(&read.warnings, &Vec::<String>::new(), "{}", link);
        prop_assert_eq!(read.comparison, comparison, "{}", link);
    }

    #[test]
    fn whatever_is_linked_to_survives_other_programs(actions in proptest::collection::vec(any_action(), 0..25)) {
        let mut comparison = Comparison::opening(catalogue());
        for action in actions {
            // A refused value is none of the link's.
            let _ = comparison.apply(action);
        }
        let link = encode(&comparison);
        let escape = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        for mangled in [
            format!("<https://example.org/trainbill/#{link}>"),
            format!("[x](https://example.org/trainbill/?embed=1#{link})."),
            format!("{link}),”"),
            format!("{link}&utm_source=x&fbclid=y"),
            link.replace('&', "&amp;"),
            link.replace('&', "&#038;"),
            link.replace('=', "=3D"),
            link.replace('&', "\r\n> &"),
            link.replace('%', "%25"),
            escape(&link),
            escape(&escape(&link)),
        ] {
            // A link that is longer than what is read is no fault of the mending.
            if mangled.len() <= MAX_BYTES {
                let read = decode(&mangled);
                prop_assert_eq!(&read.warnings, &Vec::<String>::new(), "{}", mangled);
                prop_assert_eq!(&read.comparison, &comparison, "{}", mangled);
            }
        }
    }

    #[test]
    fn no_pasted_text_makes_reading_fail(pieces in proptest::collection::vec("(v=1|&|&amp;|&#038;|%23|#|https://|%25|%3D|%26|=3D|=\r\n|\n|end|models=|own|1\\.name=|1\\.mfu=|\\\\|\\?utm_|…|–|<|>|%|\u{200b}|.{0,3})", 0..24)) {
        let read = decode(&pieces.concat());
        prop_assert_eq!(read.comparison.estimates().len(), read.comparison.scenarios.len());
        prop_assert!(read.warnings.len() <= 9);
    }

    #[test]
    fn no_text_makes_reading_fail(text in ".{0,400}") {
        let read = decode(&text);
        prop_assert_eq!(read.comparison.estimates().len(), read.comparison.scenarios.len());
    }

    #[test]
    fn no_link_like_text_makes_reading_fail(pieces in proptest::collection::vec("(v|d|models|open|sort|columns|end|[0-9]{1,3}\\.(mfu|tokens|name|hardware)|.{0,8})=(own|deepseek-v3|-|%[0-9a-f]{0,2}|[0-9.eE+-]{0,12}|.{0,12})", 0..12)) {
        let read = decode(&pieces.join("&"));
        prop_assert_eq!(read.comparison.estimates().len(), read.comparison.scenarios.len());
        prop_assert!(encode(&read.comparison).starts_with("v=1"));
    }
}

#[test]
fn every_field_refuses_what_is_not_its_kind() {
    for spec in FIELDS {
        let mut scenario = Comparison::opening(catalogue()).scenarios.remove(0);
        let nonsense = if matches!(spec.kind, Kind::Text { .. }) { " " } else { "12abc" };
        let refusal = scenario.enter(spec.field, nonsense).expect_err(spec.key);
        assert_eq!(refusal.field, spec.field);
        assert!(refusal.to_string().starts_with(spec.label()), "{refusal}");
        assert!(scenario.all_entered().next().is_none());
    }
}
