//! What must hold of every estimate.

use cost_model::catalogue::Catalogue;
use cost_model::estimate::{Estimate, Item, Outcome, estimate};
use cost_model::field::{FIELDS, Field, Kind};
use cost_model::interval::Interval;
use cost_model::scenario::Scenario;
use cost_model::uncertainty::{Correlations, Measure, Program, Sample, Settings};
use proptest::prelude::*;

fn presets() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(Catalogue::current().models().iter().map(|model| model.slug).collect::<Vec<_>>())
}

fn estimate_with(slug: &str, entries: &[(Field, String)]) -> Estimate {
    let catalogue = Catalogue::current();
    let mut scenario = Scenario::preset(slug, catalogue).unwrap_or_else(|| panic!("{slug} is missing"));
    for (field, typed) in entries {
        scenario.enter(*field, typed).unwrap_or_else(|refusal| panic!("{refusal}"));
    }
    estimate(&scenario).unwrap_or_else(|infeasible| panic!("{slug}: {infeasible}"))
}

fn cost(estimate: &Estimate) -> Option<Interval<f64>> {
    estimate.step(Item::TrainingCost).outcome.number()
}

/// The largest configuration that is read.
const LARGEST: &str = "hidden_size:1048576,num_layers:10000,vocab_size:100000000,heads:65536,head_dim:1048576,\
                       intermediate_size:1048576,experts:65536/65536/1048576/1048576/0,positions:100000000,norms:8,mtp:64";

/// A field with the least or the most that it takes, or something in between.
fn extremes() -> impl Strategy<Value = (Field, String)> {
    let ends: Vec<(Field, f64, f64)> = FIELDS
        .iter()
        .filter_map(|spec| match spec.kind {
            Kind::Number { min, max } => Some((spec.field, min, max)),
            Kind::Whole { min, max } => Some((spec.field, f64::from(min), f64::from(max))),
            _ => None,
        })
        .collect();
    let between = (proptest::sample::select(ends), 0..4_u32).prop_map(|((field, min, max), part)| {
        let value = match part {
            0 => min,
            1 => max,
            2 => libm::floor(min + (max - min) / 1024.0),
            _ => libm::floor(min + (max - min) / 3.0),
        };
        (field, value.clamp(min, max).to_string())
    });
    let choice = |field: Field, slug: &str| Just((field, slug.to_owned()));
    prop_oneof![
        12 => between,
        1 => choice(Field::Architecture, LARGEST),
        1 => choice(Field::Architecture, "hidden_size:1,num_layers:1,vocab_size:1,heads:1,intermediate_size:0"),
        2 => choice(Field::HoursFrom, "flop"),
    ]
}

/// Equal but for the rounding of a few operations.
fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-12 * a.abs().max(b.abs())
}

proptest! {
    #[test]
    fn whatever_is_entered_every_figure_is_finite_or_says_why_not(
        slug in presets(), entries in proptest::collection::vec(extremes(), 0..12),
    ) {
        let catalogue = Catalogue::current();
        let mut scenario = Scenario::preset(slug, catalogue).unwrap_or_else(|| panic!("{slug} is missing"));
        for (field, typed) in &entries {
            scenario.enter(*field, typed).unwrap_or_else(|refusal| panic!("{field:?} {typed}: {refusal}"));
        }
        match estimate(&scenario) {
            Err(infeasible) => prop_assert!(!infeasible.message.is_empty()),
            Ok(estimate) => {
                for step in estimate.steps() {
                    match &step.outcome {
                        Outcome::Number(number) => prop_assert!(number.is_finite(), "{:?}", step),
                        Outcome::Word { slug, .. } => prop_assert!(!slug.is_empty(), "{:?}", step),
                        Outcome::Unknown(why) => prop_assert!(!why.is_empty(), "{:?}", step),
                    }
                }
                for line in estimate.bill() {
                    prop_assert!(line.hours.base().is_finite(), "{:?}", line);
                    prop_assert!(line.cost.is_none_or(|cost| cost.base().is_finite()), "{:?}", line);
                }
            }
        }
    }

    #[test]
    fn the_lines_of_a_bill_sum_to_its_total(slug in presets(), price in 0.01..100.0_f64) {
        let estimate = estimate_with(slug, &[(Field::UsdPerGpuHour, price.to_string())]);
        if let Some(total) = cost(&estimate) {
            let sum = |end: fn(&Interval<cost_model::units::Usd>) -> cost_model::units::Usd| {
                estimate.bill().iter().filter_map(|line| line.cost).map(|cost| end(&cost).get()).sum::<f64>()
            };
            prop_assert!(near(sum(Interval::low), total.low()));
            prop_assert!(near(sum(Interval::high), total.high()));
        }
        for line in estimate.bill().iter().filter(|line| !line.parts.is_empty()) {
            let parts: f64 = line.parts.iter().map(|part| part.hours.low().get()).sum();
            prop_assert!(near(parts, line.hours.low().get()));
        }
    }

    #[test]
    fn a_dearer_hour_never_makes_a_cheaper_run(slug in presets(), price in 0.01..100.0_f64, more in 1.0..9.0_f64) {
        let at = |price: f64| cost(&estimate_with(slug, &[(Field::UsdPerGpuHour, price.to_string())]));
        if let (Some(cheap), Some(dear)) = (at(price), at(price * more)) {
            prop_assert!(cheap.low() <= dear.low() && cheap.high() <= dear.high());
        }
    }

    #[test]
    fn a_better_utilisation_never_takes_more_hours(slug in presets(), mfu in 0.01..0.5_f64, times in 1.0..2.0_f64) {
        let at = |mfu: f64| {
            let entries = [(Field::HoursFrom, "flop".to_owned()), (Field::Mfu, mfu.to_string())];
            estimate_with(slug, &entries).step(Item::ChipHours).outcome.number()
        };
        if let (Some(worse), Some(better)) = (at(mfu), at(mfu * times)) {
            prop_assert!(better.high() <= worse.high());
        }
    }

    #[test]
    fn a_better_utilisation_never_makes_a_dearer_run(slug in presets(), mfu in 0.01..0.5_f64, times in 1.0..2.0_f64) {
        let at = |mfu: f64| {
            cost(&estimate_with(slug, &[(Field::HoursFrom, "flop".to_owned()), (Field::Mfu, mfu.to_string())]))
        };
        if let (Some(worse), Some(better)) = (at(mfu), at(mfu * times)) {
            prop_assert!(better.low() <= worse.low() && better.high() <= worse.high());
        }
    }

    #[test]
    fn more_tokens_never_make_a_cheaper_run(slug in presets(), tokens in 1e9..1e14_f64, times in 1.0..9.0_f64) {
        let at = |tokens: f64| {
            let entries = [
                (Field::HoursFrom, "flop".to_owned()),
                (Field::Mfu, "0.4".to_owned()),
                (Field::Tokens, tokens.to_string()),
            ];
            cost(&estimate_with(slug, &entries))
        };
        if let (Some(less), Some(more)) = (at(tokens), at(tokens * times)) {
            prop_assert!(less.low() <= more.low() && less.high() <= more.high());
        }
    }

    #[test]
    fn more_hours_of_any_stage_never_make_a_cheaper_run(
        slug in presets(), stage in 0..4_usize, hours in 0.0..1e9_f64, more in 0.0..1e9_f64
    ) {
        let stages =
            [Field::BaseModelHours, Field::PretrainingHours, Field::ContextExtensionHours, Field::PosttrainingHours];
        let field = stages[stage];
        let at = |hours: f64| {
            let catalogue = Catalogue::current();
            let mut scenario = Scenario::preset(slug, catalogue).unwrap_or_else(|| panic!("{slug} is missing"));
            scenario.enter(field, &hours.to_string()).unwrap_or_else(|refusal| panic!("{refusal}"));
            // So few hours may be less than the compute takes at the full rate.
            estimate(&scenario).ok().and_then(|estimate| cost(&estimate))
        };
        if let (Some(less), Some(more)) = (at(hours), at(hours + more)) {
            prop_assert!(less.low() <= more.low() && less.high() <= more.high());
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_draws(slug in presets(), seed in any::<u32>(), low in 0.1..5.0_f64, times in 1.0..4.0_f64) {
        let catalogue = Catalogue::current();
        let mut scenario = Scenario::preset(slug, catalogue).unwrap_or_else(|| panic!("{slug} is missing"));
        let price = format!("{low}..{}", low * times);
        scenario.enter(Field::UsdPerGpuHour, &price).unwrap_or_else(|refusal| panic!("{refusal}"));
        let draw = || {
            let program = Program::of(&scenario, &[Measure::TrainingCost], &[]).ok()?;
            let settings = Settings { draws: 256, seed, correlations: Correlations::default() };
            let sample = Sample::of(&program, Measure::TrainingCost, settings, &mut |_, _| {});
            Some([0.05, 0.5, 0.95].map(|part| sample.quantile(part).map(f64::to_bits)))
        };
        prop_assert_eq!(draw(), draw());
    }

    #[test]
    fn a_range_holds_what_its_points_give(slug in presets(), low in 0.1..5.0_f64, span in 0.0..5.0_f64, part in 0.0..1.0_f64) {
        let inside = low + part * span;
        let range = cost(&estimate_with(slug, &[(Field::UsdPerGpuHour, format!("{low}..{}", low + span))]));
        let point = cost(&estimate_with(slug, &[(Field::UsdPerGpuHour, inside.to_string())]));
        if let (Some(range), Some(point)) = (range, point) {
            prop_assert!(range.low() <= point.low() && point.high() <= range.high());
        }
    }

    #[test]
    fn the_same_scenario_gives_the_same_estimate(slug in presets(), mfu in 0.01..1.0_f64) {
        let entries = [(Field::HoursFrom, "flop".to_owned()), (Field::Mfu, mfu.to_string())];
        prop_assert_eq!(estimate_with(slug, &entries), estimate_with(slug, &entries));
    }
}
