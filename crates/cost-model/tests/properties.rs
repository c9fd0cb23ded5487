//! What must hold of every estimate.

use cost_model::catalogue::Catalogue;
use cost_model::estimate::{Estimate, Item, estimate};
use cost_model::field::Field;
use cost_model::interval::Interval;
use cost_model::scenario::Scenario;
use proptest::prelude::*;

fn presets() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(Catalogue::current().models().iter().map(|model| model.slug).collect::<Vec<_>>())
}

fn estimate_with(slug: &str, entries: &[(Field, String)]) -> Estimate {
    let catalogue = Catalogue::current();
    let mut scenario = Scenario::preset(slug, catalogue).unwrap_or_else(|| panic!("{slug} is missing"));
    for (field, typed) in entries {
        scenario.enter(*field, typed, catalogue).unwrap_or_else(|refusal| panic!("{refusal}"));
    }
    estimate(&scenario, catalogue).unwrap_or_else(|infeasible| panic!("{slug}: {infeasible}"))
}

fn cost(estimate: &Estimate) -> Option<Interval<f64>> {
    estimate.step(Item::TrainingCost).outcome.number()
}

/// Equal but for the rounding of a few operations.
fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-12 * a.abs().max(b.abs())
}

proptest! {
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
