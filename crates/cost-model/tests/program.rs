//! The short arithmetic of a scenario's results gives what the estimate with all its working gives.

use cost_model::bill::{Inputs, Rung, WholeBill};
use cost_model::catalogue::Catalogue;
use cost_model::estimate::{Estimate, Item, estimate};
use cost_model::field::Field;
use cost_model::interval::Interval;
use cost_model::scenario::{OWN, Scenario};
use cost_model::serving::{Service, ServingInputs};
use cost_model::uncertainty::{Measure, Program};

const OF_THE_ESTIMATE: [(Measure, Item); 4] = [
    (Measure::TrainingCost, Item::TrainingCost),
    (Measure::ChipHours, Item::ChipHours),
    (Measure::Days, Item::Days),
    (Measure::ImpliedMfu, Item::ImpliedMfu),
];

fn presets() -> impl Iterator<Item = Scenario> {
    let catalogue = Catalogue::current();
    catalogue.models().iter().filter_map(|model| Scenario::preset(model.slug, catalogue))
}

fn with(mut scenario: Scenario, entered: &[(Field, &str)]) -> Scenario {
    for (field, typed) in entered {
        scenario.enter(*field, typed).expect("a value that can be entered");
    }
    scenario
}

/// Every result as an interval, by the program.
fn by_program(scenario: &Scenario, varied: &[Field]) -> impl Fn(Measure) -> Option<Interval<f64>> {
    let program = Program::of(scenario, &Measure::ALL, varied).expect("a scenario that can be");
    let mut memory = Vec::new();
    program.run(&program.as_entered(), &mut memory);
    move |measure| program.result(measure, &memory)
}

fn same_as_the_estimate(scenario: &Scenario, varied: &[Field]) {
    let estimate: Estimate = estimate(scenario).expect("a scenario that can be");
    let result = by_program(scenario, varied);
    for (measure, item) in OF_THE_ESTIMATE {
        let expected = estimate.step(item).outcome.number();
        assert_eq!(result(measure), expected, "{measure:?} of {}", scenario.slug());
    }
}

#[test]
fn presets_give_the_same_bits() {
    let count = presets().inspect(|scenario| same_as_the_estimate(scenario, &[])).count();
    assert!(count > 50);
}

#[test]
fn changed_fields_give_the_same_bits() {
    let changes: [&[(Field, &str)]; 9] = [
        &[(Field::Tokens, "1T..2T..3T")],
        &[(Field::Tokens, "3.1T")],
        &[(Field::TotalParams, "900B"), (Field::Tokens, "2T")],
        &[(Field::Hardware, "nvidia-h100-sxm5-80gb")],
        &[(Field::Hardware, "nvidia-b200-sxm-180gb"), (Field::MfuPeak, "fp8"), (Field::Tokens, "2T")],
        &[(Field::PeakFlopPerSecond, "500T"), (Field::UsdPerGpuHour, "1..2..4")],
        &[(Field::HoursFrom, "flop"), (Field::SequenceLength, "32k")],
        &[(Field::PretrainingHours, "40M ± 4M"), (Field::ChipCount, "1k..5k"), (Field::PosttrainingHours, "1k")],
        &[(Field::Mfu, "10%..30%"), (Field::FlopPerToken, "2e11"), (Field::HoursFrom, "flop")],
    ];
    for scenario in presets() {
        for change in changes {
            let changed = with(scenario.clone(), change);
            if estimate(&changed).is_ok() {
                same_as_the_estimate(&changed, &[]);
                same_as_the_estimate(&changed, &change.iter().map(|(field, _)| *field).collect::<Vec<_>>());
            }
        }
    }
}

#[test]
fn an_entry_of_ones_own_gives_the_same_bits() {
    let own = Scenario::preset(OWN, Catalogue::current()).expect("an empty entry");
    same_as_the_estimate(&own, &[]);
    let entered = [
        (Field::TotalParams, "70B"),
        (Field::Tokens, "1T..2T"),
        (Field::Hardware, "nvidia-h100-sxm5-80gb"),
        (Field::ChipCount, "2048"),
        (Field::Year, "2025"),
    ];
    same_as_the_estimate(&with(own, &entered), &[]);
}

/// Parts of the whole bill are summed in another order there, so that last bits may differ.
#[test]
fn every_rung_energy_and_carbon_are_those_of_the_whole_bill() {
    let same = |ours: Option<Interval<f64>>, theirs: Option<Interval<f64>>, what: &str| {
        let ends = |of: Interval<f64>| [of.low(), of.high(), of.central().unwrap_or_default()];
        match (ours, theirs) {
            (None, None) => {}
            (Some(ours), Some(theirs)) => {
                for (a, b) in ends(ours).into_iter().zip(ends(theirs)) {
                    assert!((a - b).abs() <= 1e-12 * b.abs(), "{what}: {ours:?} {theirs:?}");
                }
            }
            _ => panic!("{what}: {ours:?} {theirs:?}"),
        }
    };
    let mut compared = 0;
    for preset in presets() {
        for rung in Rung::COUNTED {
            let scenario = with(preset.clone(), &[(Field::Accounting, rung.slug())]);
            let estimate = estimate(&scenario).expect("a scenario that can be");
            let bill = WholeBill::of(Inputs::of(&scenario, &estimate));
            let result = by_program(&scenario, &[]);
            let what = format!("{} as {}", scenario.slug(), rung.slug());
            let sum = bill.rung(rung).and_then(|sum| sum.known()).map(Interval::base);
            compared += usize::from(sum.is_some());
            same(result(Measure::WholeBill), sum, &what);
            same(result(Measure::Energy), bill.energy.known().map(Interval::base), &what);
            same(result(Measure::Emissions), bill.emissions.known().map(Interval::base), &what);
        }
    }
    assert!(compared > 150, "{compared}");
}

#[test]
fn numbers_lie_within_the_interval_that_they_were_drawn_from() {
    for scenario in presets() {
        let program = Program::of(&scenario, &Measure::ALL, &[]).expect("a scenario that can be");
        let (mut memory, mut ends) = (Vec::new(), Vec::new());
        program.run(&program.as_entered(), &mut ends);
        for part in [0.0, 0.1, 0.5, 0.9, 1.0] {
            for measure in Measure::ALL {
                if let Some(value) = program.value(measure, &program.at(part), &mut memory) {
                    let range = program.result(measure, &ends).expect("a result");
                    let (low, high) = (range.low() * (1.0 - 1e-12), range.high() * (1.0 + 1e-12));
                    assert!((low..=high).contains(&value), "{measure:?} of {}: {value} {range:?}", scenario.slug());
                }
            }
        }
    }
}

#[test]
fn more_than_the_peak_rate_is_not_possible() {
    let catalogue = Catalogue::current();
    let entered = [(Field::PretrainingHours, "500k..3M")];
    let scenario = with(Scenario::preset("deepseek-v3", catalogue).expect("a preset"), &entered);
    let program = Program::of(&scenario, &[Measure::TrainingCost], &[]).expect("a scenario that can be");
    let mut memory = Vec::new();
    assert_eq!(program.slot(Field::PretrainingHours), Some(0));
    assert_eq!(program.value(Measure::TrainingCost, &[5e5], &mut memory), None);
    let cost = program.value(Measure::TrainingCost, &[2e6], &mut memory).expect("a cost");
    assert!((cost - 2.0 * (2e6 + 124e3)).abs() < 1e-6, "{cost}");
}

/// What a million tokens cost by the Serve view, which adds in another order.
#[test]
fn the_cost_of_serving_is_that_of_the_serve_view() {
    let mut compared = 0;
    let changes: [&[(Field, &str)]; 4] = [
        &[],
        &[(Field::ServingUtilisation, "30%..60%"), (Field::ServingOverheadShare, "0.2")],
        &[(Field::FleetChips, "100k"), (Field::TokensPerDay, "1T")],
        &[(Field::KvLength, "2k"), (Field::CacheHitShare, "30%")],
    ];
    for preset in presets() {
        for change in changes {
            let scenario = with(preset.clone(), change);
            let estimate = estimate(&scenario).expect("a scenario that can be");
            let Ok(inputs) = ServingInputs::of(Inputs::of(&scenario, &estimate)) else { continue };
            let Some(expected) = Service::of(&inputs).ok().and_then(|service| service.all_in()) else { continue };
            for varied in [&[][..], &[Field::KvLength]] {
                let program = Program::of(&scenario, &[Measure::ServingCost], varied).expect("a scenario");
                assert_eq!(program.is_slow(), varied.iter().any(|field| scenario.entered(*field).is_some()));
                let mut memory = Vec::new();
                program.run(&program.as_entered(), &mut memory);
                let found = program.result(Measure::ServingCost, &memory).expect("a result");
                let near = |a: f64, b: f64| (a - b).abs() <= 1e-12 * b.abs();
                let is_same = near(found.low(), expected.low()) && near(found.high(), expected.high());
                assert!(is_same, "{}: {found:?} {expected:?}", scenario.slug());
                compared += 1;
            }
        }
    }
    assert!(compared > 100, "{compared}");
}
