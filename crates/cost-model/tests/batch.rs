//! A batch gives the bits of the estimate, whatever came before in it.

use cost_model::batch::Batch;
use cost_model::catalogue::Catalogue;
use cost_model::estimate::{Infeasible, Item, estimate};
use cost_model::field::{FIELDS, Field, Kind, bill_fields};
use cost_model::interval::Interval;
use cost_model::number;
use cost_model::scenario::{OWN, Scenario};
use cost_model::uncertainty::{Measure, Program};
use proptest::prelude::*;

type Results = Result<Vec<Option<[u64; 4]>>, Infeasible>;

/// Every bit of a result, and whether it has a central value.
fn bits(value: Interval<f64>) -> [u64; 4] {
    let central = value.central();
    [value.low(), central.unwrap_or_default(), value.high(), f64::from(u8::from(central.is_some()))].map(f64::to_bits)
}

/// Results one at a time: by the estimate, and beyond it by the arithmetic of this scenario alone.
fn alone(scenario: &Scenario) -> Results {
    let estimate = estimate(scenario)?;
    let program = Program::of(scenario, &Batch::RESULTS, &[]).expect("a scenario that can be");
    let mut memory = Vec::new();
    program.run(&program.as_entered(), &mut memory);
    let result = |measure| match measure {
        Measure::TrainingCost => estimate.step(Item::TrainingCost).outcome.number(),
        Measure::ChipHours => estimate.step(Item::ChipHours).outcome.number(),
        Measure::Days => estimate.step(Item::Days).outcome.number(),
        Measure::ImpliedMfu => estimate.step(Item::ImpliedMfu).outcome.number(),
        other => program.result(other, &memory).filter(Interval::is_finite),
    };
    Ok(Batch::RESULTS.map(|measure| result(measure).map(bits)).to_vec())
}

fn in_batch(batch: &mut Batch, scenario: &Scenario) -> Results {
    Ok(batch.results(scenario)?.iter().map(|result| result.map(bits)).collect())
}

fn batch() -> Batch {
    Batch::of(&Batch::RESULTS)
}

fn with(slug: &str, entered: &[(Field, String)]) -> Scenario {
    let catalogue = Catalogue::current();
    let mut scenario = Scenario::preset(slug, catalogue).expect("a preset");
    for (field, typed) in entered {
        scenario.enter(*field, typed).unwrap_or_else(|refusal| panic!("{refusal}"));
    }
    scenario
}

fn slugs() -> Vec<&'static str> {
    Catalogue::current().models().iter().map(|model| model.slug).chain([OWN]).collect()
}

#[test]
fn presets_are_as_estimated() {
    let mut batch = batch();
    for slug in slugs() {
        let scenario = with(slug, &[]);
        for _ in 0..2 {
            assert_eq!(in_batch(&mut batch, &scenario), alone(&scenario), "{slug}");
        }
    }
}

/// The preset's own value, other values and the ends of what is allowed, of every field one by one, in either order.
#[test]
fn every_field_is_as_estimated_whichever_value_came_first() {
    for slug in ["deepseek-v3", "deepseek-r1", "llama-3.1-405b", "gpt-4", "gemma-2-27b", OWN] {
        for spec in FIELDS {
            let mut values = values_of(spec.field, slug);
            for _ in 0..2 {
                values.reverse();
                let mut batch = batch();
                for value in &values {
                    let scenario = with(slug, &[(spec.field, value.clone())]);
                    let expected = alone(&scenario);
                    assert_eq!(in_batch(&mut batch, &scenario), expected, "{slug}: {} = {value}", spec.key);
                }
            }
        }
    }
}

/// Texts to enter in a field.
fn values_of(field: Field, slug: &str) -> Vec<String> {
    let catalogue = Catalogue::current();
    let spec = field.spec();
    let preset = with(slug, &[]);
    let untouched = estimate(&preset).expect("a scenario that can be");
    let own = bill_fields().any(|of| of.field == field).then(|| untouched.step(Item::Field(field)).outcome.number());
    let own: Vec<String> = own.flatten().map(number::to_text).into_iter().collect();
    let others = match spec.kind {
        Kind::Text { .. } => vec!["A".to_owned(), "B".to_owned()],
        Kind::Choice(choices) => choices.options(catalogue).iter().map(|(slug, _)| (*slug).to_owned()).collect(),
        Kind::Whole { min, max } => vec![min.to_string(), max.to_string()],
        Kind::Architecture => ["llama-3.1-405b", "deepseek-v3"].map(configuration).to_vec(),
        Kind::Number { min, max } => numbers_between(min, max),
    };
    own.into_iter().chain(others).collect()
}

fn configuration(slug: &str) -> String {
    let architecture = with(slug, &[]).architecture().expect("a configuration");
    cost_model::architecture_text::to_text(&architecture)
}

/// The ends, two numbers, ranges with and without a middle, one from the low end, and a distribution.
fn numbers_between(min: f64, max: f64) -> Vec<String> {
    let text = |value: f64| number::to_text(Interval::exact(value));
    let (a, b) = (between(min, max, 0.4), between(min, max, 0.6));
    let middle = between(min, max, 0.5);
    vec![
        text(min),
        text(max),
        text(a),
        text(b),
        number::to_text(Interval::between(a, b)),
        number::to_text(Interval::between(a, a)),
        number::to_text(Interval::around(a, middle, b)),
        number::to_text(Interval::between(min, b)),
        format!("uniform({},{})", text(a), text(b)),
        format!("triangular({},{},{})", text(a), text(middle), text(b)),
    ]
}

/// A number between two others, by ratio where that can be.
fn between(min: f64, max: f64, part: f64) -> f64 {
    if min > 0.0 { min * libm::pow(max / min, part) } else { max * part * part }
}

#[test]
fn what_cannot_be_is_told_as_by_the_estimate() {
    let mut batch = batch();
    let enter = |field: Field, value: &str| with("deepseek-v3", &[(field, value.to_owned())]);
    let possible = enter(Field::ActiveParams, "30B");
    let too_many = enter(Field::ActiveParams, "900B");
    let too_fast = enter(Field::PretrainingHours, "100k");
    for scenario in [&too_many, &possible, &too_many, &too_fast, &enter(Field::PretrainingHours, "3M"), &too_fast] {
        assert_eq!(in_batch(&mut batch, scenario), alone(scenario));
    }
    let told = batch.results(&too_many).expect_err("more than all parameters");
    assert_eq!(told.field, Field::ActiveParams);
}

/// Contradictions count also where none of the results asked for depends on them.
#[test]
fn limits_count_whatever_is_asked_for() {
    let mut batch = Batch::of(&[Measure::Power]);
    for hours in ["3M", "100k"] {
        let scenario = with("deepseek-v3", &[(Field::PretrainingHours, hours.to_owned())]);
        let told = batch.results(&scenario).map(<[_]>::to_vec).map_err(|infeasible| infeasible.field);
        assert_eq!(told.is_ok(), hours == "3M", "{told:?}");
    }
    for active in ["30B", "900B"] {
        let scenario = with("deepseek-v3", &[(Field::ActiveParams, active.to_owned())]);
        assert_eq!(batch.results(&scenario).is_ok(), active == "30B");
    }
}

/// Hours of next to nothing make an implied utilisation that is too large to be written, and the next hours do not.
#[test]
fn a_result_that_is_too_large_leaves_nothing_behind() {
    let mut batch = batch();
    for hours in ["1e-310", "3M", "1e-310", "100k", "0"] {
        let scenario = with("deepseek-v3", &[(Field::PretrainingHours, hours.to_owned())]);
        assert_eq!(in_batch(&mut batch, &scenario), alone(&scenario), "{hours}");
    }
}

/// More shapes than are kept.
#[test]
fn shapes_come_and_go() {
    let mut batch = Batch::of(&[Measure::TrainingCost]);
    let scenario = |step: u32| with("gpt-4", &[(Field::Year, format!("2015.{step:04}"))]);
    let first = batch.results(&scenario(0)).expect("a scenario that can be").to_vec();
    for step in 1..2100 {
        batch.results(&scenario(step)).expect("a scenario that can be");
    }
    assert_eq!(batch.results(&scenario(0)).expect("a scenario that can be"), first);
}

/// Fields that results depend on, with values of every kind.
fn entries(slug: &'static str) -> impl Strategy<Value = Vec<(Field, Vec<String>)>> {
    let fields: Vec<Field> =
        FIELDS.iter().take_while(|spec| spec.field < Field::DenseParams).map(|s| s.field).collect();
    let values = move |field: Field| {
        let value = prop_oneof![
            4 => proptest::sample::select(values_of(field, slug)),
            6 => any_value(field, slug),
        ];
        (Just(field), proptest::collection::vec(value, 6))
    };
    let some = prop_oneof![
        3 => proptest::sample::subsequence(fields.clone(), 1..8),
        7 => proptest::sample::subsequence(fields[..21].to_vec(), 1..6),
    ];
    some.prop_flat_map(move |chosen| chosen.into_iter().map(values).collect::<Vec<_>>())
}

fn any_value(field: Field, slug: &'static str) -> BoxedStrategy<String> {
    match field.spec().kind {
        Kind::Number { min, max } => (0.0..1.0_f64)
            .prop_map(move |part| number::to_text(Interval::exact(between(min, max, part).clamp(min, max))))
            .boxed(),
        _ => proptest::sample::select(values_of(field, slug)).boxed(),
    }
}

fn scenarios() -> impl Strategy<Value = Vec<Scenario>> {
    proptest::sample::select(slugs()).prop_flat_map(|slug| {
        entries(slug).prop_map(move |entries| {
            let at = |place: usize| -> Vec<(Field, String)> {
                entries.iter().map(|(field, values)| (*field, values[place].clone())).collect()
            };
            (0..6).map(|place| with(slug, &at(place))).collect()
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn scenarios_with_the_same_fields_do_not_disturb_each_other(scenarios in scenarios()) {
        let mut batch = batch();
        for scenario in scenarios.iter().chain(scenarios.iter().rev()) {
            prop_assert_eq!(in_batch(&mut batch, scenario), alone(scenario));
        }
    }

    #[test]
    fn a_number_is_entered_as_its_text_would_be(place in 0..FIELDS.len(), number in prop_oneof![
        -10.0..10.0_f64, 0.0..1e18_f64, Just(0.0), Just(-0.0), Just(f64::NAN), Just(f64::INFINITY), Just(1024.0),
    ]) {
        let field = FIELDS[place].field;
        let (mut one, mut other) = (with(OWN, &[]), with(OWN, &[]));
        let text = number::to_text(Interval::exact(number));
        prop_assert_eq!(one.enter_number(field, number), other.enter(field, &text));
        prop_assert_eq!(one, other);
    }
}
