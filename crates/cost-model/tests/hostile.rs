//! What nobody enters or links to by accident: it is refused in words, cut or read by a rule, and never becomes a figure that
//! is none.

use cost_model::catalogue::Catalogue;
use cost_model::comparison::{Comparison, View};
use cost_model::engine;
use cost_model::estimate::{Item, Outcome, estimate};
use cost_model::field::{FIELDS, Field, Kind, Spec};
use cost_model::interval::Interval;
use cost_model::query::{Decoded, decode, encode};
use cost_model::report::{Block, Report, Tone};
use cost_model::scenario::{self, OWN, Scenario, Value};
use cost_model::whatif;

fn catalogue() -> &'static Catalogue {
    Catalogue::current()
}

fn number_fields() -> impl Iterator<Item = &'static Spec> {
    FIELDS.iter().filter(|spec| matches!(spec.kind, Kind::Number { .. } | Kind::Whole { .. }))
}

/// Why a field does not take what was typed.
fn refused(field: Field, typed: &str) -> String {
    match scenario::read(field, typed, catalogue()) {
        Ok(value) => panic!("{} took {typed}: {value:?}", field.spec().key),
        Err(refusal) => refusal.to_string(),
    }
}

fn read(link: &str) -> Decoded {
    decode(link)
}

#[test]
fn numbers_that_are_too_large_are_said_to_be() {
    for spec in number_fields() {
        let said = refused(spec.field, "1e308");
        assert!(said.contains("1e308") && (said.contains("outside") || said.contains("whole number")), "{said}");
        for typed in ["1e400", "1e308k", "1e999999999999"] {
            let said = refused(spec.field, typed);
            assert!(said.contains("too large"), "{said}");
        }
    }
}

#[test]
fn what_is_no_number_is_refused_in_every_field() {
    for spec in number_fields() {
        for typed in ["NaN", "nan", "Infinity", "-Infinity", "inf", "∞", "12abc", "0x10", "1e", "--1", "1/0", "true"]
        {
            let said = refused(spec.field, typed);
            assert!(said.starts_with(spec.label()) && said.contains("cannot be used"), "{said}");
        }
    }
}

#[test]
fn separators_follow_one_rule_and_what_was_read_is_shown_back() {
    let price = |typed: &str| {
        let mut scenario = Scenario::preset(OWN, catalogue())?;
        scenario.enter(Field::UsdPerGpuHour, typed).ok()?;
        scenario.shown(Field::UsdPerGpuHour, None)
    };
    assert_eq!(price("1,000").as_deref(), Some("$1K/h"));
    assert_eq!(price("1_000").as_deref(), Some("$1K/h"));
    assert_eq!(price("1.000").as_deref(), Some("$1/h"));
    for typed in ["1.000,5", "1,5", "1 000", "1,00,000", "1'000"] {
        assert_eq!(price(typed), None, "{typed}");
    }
    assert!(refused(Field::UsdPerGpuHour, "1.000,5").contains("two ways"));
}

#[test]
fn digits_of_other_scripts_are_refused_by_name() {
    for spec in number_fields() {
        for typed in ["１２", "٣", "१२", "1２", "5²", "Ⅻ"] {
            let said = refused(spec.field, typed);
            assert!(said.contains("digits 0 to 9"), "{said}");
        }
    }
}

#[test]
fn the_smallest_numbers_are_refused_or_give_finite_figures() {
    for spec in number_fields() {
        for typed in ["1e-320", "5e-324", "0..1e-320", "1e-320..1e-310"] {
            let mut scenario = Scenario::preset("deepseek-v3", catalogue()).expect("a preset");
            if scenario.enter(spec.field, typed).is_err() {
                continue;
            }
            let Ok(found) = estimate(&scenario) else { continue };
            for step in found.steps() {
                if let Outcome::Number(number) = &step.outcome {
                    assert!(number.is_finite(), "{}: {typed}: {:?} {number:?}", spec.key, step.item);
                }
            }
        }
    }
    assert!(refused(Field::UsdPerGpuHour, "1e-400").contains("too close to zero"));
}

#[test]
fn whole_numbers_are_exact_or_refused_with_the_nearest() {
    let read = |typed: &str| scenario::read(Field::TotalParams, typed, catalogue());
    for typed in ["9007199254740992", "999999999999999", "1e15"] {
        // The field ends at 10¹⁵; what is read is what was typed.
        match read(typed) {
            Ok(value) => assert_eq!(value.number().map(|number| number.low()), typed.parse().ok(), "{typed}"),
            Err(refusal) => assert!(refusal.reason.contains("outside"), "{refusal}"),
        }
    }
    let said = refused(Field::TrainingFlop, "9007199254740993");
    assert!(said.contains("9007199254740992"), "{said}");
    assert!(refused(Field::Seed, "4294967296").contains("outside"));
}

/// A link is refused by its length before anything of it is looked at. Links are not compressed, so that none becomes longer
/// than it is.
#[test]
fn a_link_of_a_megabyte_is_refused_by_its_length_alone() {
    for piece in ["&1.name=x", "%2525", "a", "&amp;", "=3D", "\\", "%3D%26", "\u{200b}"] {
        let found = read(&format!("v=1&models=deepseek-v3{}&end", piece.repeat(1_000_000 / piece.len())));
        assert_eq!(found.warnings.len(), 1, "{piece}: {:?}", found.warnings);
        assert!(found.warnings[0].contains("longer than"), "{piece}");
        assert_eq!(found.comparison, Comparison::opening(catalogue()), "{piece}");
    }
}

#[test]
fn a_later_version_is_said_and_the_rest_is_used() {
    let found = read("v=7&d=2031-01&view=train&models=deepseek-v3,gpt-4&2.mfu=0.4&1.colour=red&open=2&end");
    for words in ["later version (7)", "no data edition “2031-01”", "“1.colour” names no field"] {
        assert!(found.warnings.iter().any(|warning| warning.contains(words)), "{:?}", found.warnings);
    }
    assert_eq!((found.comparison.view, found.comparison.open), (View::Train, Some(1)));
    let mfu = found.comparison.scenarios[1].number(Field::Mfu);
    assert_eq!(mfu, Some(Interval::exact(0.4)));
}

#[test]
fn names_of_javascript_are_keys_like_any_other() {
    let plain = read("v=1&models=deepseek-v3&1.mfu=0.4&end").comparison;
    for key in ["__proto__", "constructor", "prototype", "toString", "1.__proto__", "1.constructor", "__proto__.mfu"] {
        let found = read(&format!("v=1&models=deepseek-v3&{key}=1&1.mfu=0.4&end"));
        assert_eq!(found.comparison, plain, "{key}");
        let [warning] = found.warnings.as_slice() else { panic!("{key}: {:?}", found.warnings) };
        assert!(warning.contains(&format!("“{key}”")), "{warning}");
    }
    for link in ["v=1&models=__proto__,constructor&end", "v=1&models=deepseek-v3&1.hardware=constructor&end"] {
        assert!(!read(link).warnings.is_empty(), "{link}");
    }
}

#[test]
fn the_first_of_a_key_that_stands_twice_counts_and_the_other_is_said() {
    for (key, first, second) in [("models", "deepseek-v3", "gpt-4"), ("1.mfu", "0.4", "0.5"), ("view", "train", "bill")]
    {
        let models = if key == "models" { "" } else { "models=deepseek-v3&" };
        let once = read(&format!("v=1&{models}{key}={first}&end"));
        let twice = read(&format!("v=1&{models}{key}={first}&{key}={second}&end"));
        assert_eq!(once.warnings, Vec::<String>::new());
        assert_eq!(twice.comparison, once.comparison, "{key}");
        let [warning] = twice.warnings.as_slice() else { panic!("{key}: {:?}", twice.warnings) };
        assert!(warning.contains(&format!("“{key}” stands twice")), "{warning}");
    }
}

#[test]
fn an_unknown_accelerator_is_named_and_leaves_the_models_own() {
    let found = read("v=1&models=deepseek-v3&1.hardware=abacus-9000&1.mfu=0.4&end");
    let [warning] = found.warnings.as_slice() else { panic!("{:?}", found.warnings) };
    assert!(warning.contains("DeepSeek-V3") && warning.contains("“abacus-9000” is not one of"), "{warning}");
    let scenario = &found.comparison.scenarios[0];
    assert_eq!(scenario.entered(Field::Hardware), None);
    assert_eq!(scenario.number(Field::Mfu), Some(Interval::exact(0.4)));
}

/// A link cannot ask for draws; what a request asks beyond the most is cut to that, and the answer says how many there were.
#[test]
fn no_number_of_draws_and_no_sweep_is_too_long() {
    let found = read("v=1&models=deepseek-v3&1.draws=1e9&1.samples=1e9&samples=1e9&end");
    assert_eq!(found.warnings.len(), 3, "{:?}", found.warnings);

    let link = "models=deepseek-v3&1.usd_per_gpu_hour=1.5..3";
    let mut asked = 0;
    let report = engine::analysis_with(View::WhatIf, link, u32::MAX, &mut |_, total| asked = total).expect("an answer");
    assert_eq!(asked, u64::from(engine::MOST_DRAWS));
    let lines = report.to_lines();
    assert!(lines.contains("1M draws"), "{lines}");

    let swept = |range: &str| read(&format!("models=deepseek-v3&1.sweep_x=tokens&1.sweep_x_range={range}")).comparison;
    let report = |comparison: &Comparison| whatif::report(comparison);
    assert!(warnings(&report(&swept("0..1e32"))).contains("Training tokens may go from"));
    let (_, csv) = whatif::csv(&swept("1M..1e17")).expect("a sweep over all that the field takes");
    assert!(csv.lines().count() <= 1000 && !csv.contains("NaN") && !csv.contains("inf"), "{csv}");
}

fn warnings(report: &Report) -> String {
    let texts = report.blocks.iter().filter_map(|block| match block {
        Block::Text { tone: Tone::Warning, text } => Some(text.as_str()),
        _ => None,
    });
    texts.collect::<Vec<_>>().join("\n")
}

#[test]
fn spreads_that_cannot_be_are_refused_and_one_of_nothing_is_a_point() {
    for typed in [
        "2 ± 0",
        "2 ± -1",
        "normal(2, 0)",
        "normal(2, -1)",
        "lognormal(2, 1)",
        "lognormal(2, 0.5)",
        "lognormal(-2, 2)",
        "uniform(3, 1)",
        "uniform(2, 2)",
        "triangular(1, 5, 3)",
        "triangular(2, 2, 2)",
        "3..1",
        "1..4..3",
        "3..2..1",
    ] {
        let said = refused(Field::UsdPerGpuHour, typed);
        assert!(said.contains("cannot be used"), "{said}");
    }
    let cost = |typed: &str| {
        let mut scenario = Scenario::preset("deepseek-v3", catalogue()).expect("a preset");
        scenario.enter(Field::UsdPerGpuHour, typed).unwrap_or_else(|refusal| panic!("{refusal}"));
        let comparison = Comparison::of(vec![scenario.clone()]);
        assert_eq!(
            read(&encode(&comparison)).comparison.scenarios[0].number(Field::UsdPerGpuHour).map(ends),
            scenario.number(Field::UsdPerGpuHour).map(ends)
        );
        let found = estimate(&scenario).unwrap_or_else(|infeasible| panic!("{infeasible}"));
        found.step(Item::TrainingCost).outcome.number().map(ends)
    };
    assert_eq!(cost("2..2"), cost("2"));
    assert_eq!(cost("2..2..2"), cost("2"));
    let value =
        scenario::read(Field::UsdPerGpuHour, "normal(2, 1e-300)", catalogue()).map(|value: Value| value.number());
    assert!(value.is_ok_and(|number| number.is_some_and(|number| number.is_finite())));
}

fn ends(number: Interval<f64>) -> (f64, f64) {
    (number.low(), number.high())
}
