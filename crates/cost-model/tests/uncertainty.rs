//! Draws, shares, solutions and sweeps against what is known in closed form.

use cost_model::catalogue::Catalogue;
use cost_model::field::{Field, Kind};
use cost_model::scenario::{OWN, Scenario};
use cost_model::uncertainty::{
    Cap, Correlations, End, Measure, Program, Sample, Sampler, Settings, Solution, Sweep, grid, last_digit, line,
    normal, shares, solve, swings,
};

const SETTINGS: Settings =
    Settings { draws: Settings::DRAWS, seed: Settings::SEED, correlations: Correlations { prices: 0.0, hours: 0.0 } };

fn entered(slug: &str, values: &[(Field, &str)]) -> Scenario {
    let catalogue = Catalogue::current();
    let mut scenario = Scenario::preset(slug, catalogue).expect("a preset");
    for (field, typed) in values {
        scenario.enter(*field, typed).expect("a value that can be entered");
    }
    scenario
}

fn program(scenario: &Scenario, measure: Measure, varied: &[Field]) -> Program {
    Program::of(scenario, &[measure], varied).expect("a scenario that can be")
}

fn sample(program: &Program, measure: Measure, settings: Settings) -> Sample {
    Sample::of(program, measure, settings, &mut |_, _| {})
}

/// C ÷ (P · MFU) · p with C, MFU and p log-normal: log-normal itself.
const PRODUCT: [(Field, &str); 5] = [
    (Field::HoursFrom, "flop"),
    (Field::TrainingFlop, "lognormal(3e24, 1.5)"),
    (Field::PeakFlopPerSecond, "1000T"),
    (Field::Mfu, "lognormal(0.2, 1.3)"),
    (Field::UsdPerGpuHour, "lognormal(2, 1.25)"),
];

/// Median and standard deviation of its logarithm.
fn product() -> (f64, f64) {
    let median = 3e24 / (1e15 * 0.2) / 3600.0 * 2.0;
    let squares = [1.5, 1.3, 1.25].map(|factor: f64| libm::log(factor) * libm::log(factor));
    (median, libm::sqrt(squares.iter().sum()))
}

fn quantile_of_product(part: f64) -> f64 {
    let (median, deviation) = product();
    median * libm::exp(deviation * normal::quantile(part))
}

/// The error of a quantile of so many plain random draws, as a part of it: √(p(1 − p) ÷ n) ÷ density of the logarithm.
fn plain_error(part: f64, draws: u32) -> f64 {
    let z = normal::quantile(part);
    let density = libm::exp(-0.5 * z * z) / libm::sqrt(2.0 * core::f64::consts::PI) / product().1;
    libm::sqrt(part * (1.0 - part) / f64::from(draws)) / density
}

#[test]
fn quantiles_of_a_product_of_log_normals_are_the_known_ones() {
    let program = program(&entered(OWN, &PRODUCT), Measure::TrainingCost, &[]);
    for seed in 1..=8 {
        let sample = sample(&program, Measure::TrainingCost, Settings { seed, ..SETTINGS });
        assert_eq!(sample.count(), 4096);
        for part in [0.05, 0.25, 0.5, 0.75, 0.95] {
            let error = sample.quantile(part).expect("draws") / quantile_of_product(part) - 1.0;
            assert!(error.abs() < 1.5 * plain_error(part, 4096), "seed {seed} at {part}: {error}");
        }
    }
}

/// Plain pseudo-random numbers (SplitMix64), to compare with.
fn plain(program: &Program, seed: u64, draws: u32) -> Vec<f64> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / 9_007_199_254_740_992.0
    };
    let sampler = Sampler::of(program, Correlations::default());
    let (mut values, mut memory, mut results) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..draws {
        let point: Vec<f64> = (0..sampler.dimensions()).map(|_| next()).collect();
        sampler.draw(&point, &mut values);
        results.extend(program.value(Measure::TrainingCost, &values, &mut memory));
    }
    results.sort_unstable_by(f64::total_cmp);
    results
}

fn root_mean_square(errors: impl Iterator<Item = f64>) -> f64 {
    let squares: Vec<f64> = errors.map(|error| error * error).collect();
    libm::sqrt(squares.iter().sum::<f64>() / squares.len() as f64)
}

#[test]
fn even_points_converge_faster_than_random_ones() {
    let program = program(&entered(OWN, &PRODUCT), Measure::TrainingCost, &[]);
    let (median, deviation) = product();
    let mean = median * libm::exp(deviation * deviation / 2.0);
    let even = |draws| {
        root_mean_square((1..=16).map(|seed| {
            sample(&program, Measure::TrainingCost, Settings { draws, seed, ..SETTINGS }).mean().expect("draws") / mean
                - 1.0
        }))
    };
    let random = |draws: u32| {
        root_mean_square(
            (1..=16).map(|seed| plain(&program, seed, draws).iter().sum::<f64>() / f64::from(draws) / mean - 1.0),
        )
    };
    // Sixty-four times the draws take an eighth of the error of random points, and much less of that of even ones.
    assert!(even(16_384) < even(256) / 20.0, "{} {}", even(256), even(16_384));
    assert!(random(16_384) > random(256) / 14.0, "{} {}", random(256), random(16_384));
    assert!(even(4096) < random(4096) / 10.0, "{} {}", even(4096), random(4096));

    let ninety_fifth = quantile_of_product(0.95);
    let even = root_mean_square((1..=16).map(|seed| {
        let sample = sample(&program, Measure::TrainingCost, Settings { seed, ..SETTINGS });
        sample.quantile(0.95).expect("draws") / ninety_fifth - 1.0
    }));
    let random = root_mean_square((1..=16).map(|seed| {
        let sorted = plain(&program, seed, 4096);
        sorted[(0.95 * 4095.0) as usize] / ninety_fifth - 1.0
    }));
    assert!(even < random / 2.0, "{even} {random}");
}

#[test]
fn the_same_seed_gives_the_same_draws_and_another_one_others() {
    let program = program(&entered(OWN, &PRODUCT), Measure::TrainingCost, &[]);
    let of = |seed| sample(&program, Measure::TrainingCost, Settings { seed, ..SETTINGS });
    assert_eq!(of(7), of(7));
    assert_ne!(of(7), of(8));
}

/// Shares of the variance of a product of independent factors: (V(Xᵢ)/E(Xᵢ)²) over (∏(1 + V/E²) − 1).
#[test]
fn shares_of_a_product_are_the_known_ones() {
    let program = program(&entered(OWN, &PRODUCT), Measure::TrainingCost, &[]);
    let found = shares(&program, Measure::TrainingCost, SETTINGS).expect("it varies");
    let fields: Vec<Field> = program.slots().iter().map(|slot| slot.field).collect();
    assert_eq!(fields, [Field::TrainingFlop, Field::Mfu, Field::UsdPerGpuHour]);
    let relative = [1.5, 1.3, 1.25].map(|factor: f64| libm::exp(libm::log(factor) * libm::log(factor)) - 1.0);
    let all = relative.iter().map(|variance| 1.0 + variance).product::<f64>() - 1.0;
    for (found, variance) in found.iter().zip(relative) {
        let total = variance * (1.0 + all) / (1.0 + variance) / all;
        assert!((found.first - variance / all).abs() < 0.02, "{found:?} {}", variance / all);
        assert!((found.total - total).abs() < 0.02, "{found:?} {total}");
    }
    let swings = swings(&program, Measure::TrainingCost, &Sampler::of(&program, Correlations::default()));
    let widest = swings[0].as_ref().expect("a swing");
    let reach = libm::exp(normal::quantile(0.95) * libm::log(1.5));
    assert!(
        (widest.at_high / product().0 / reach - 1.0).abs() < 1e-9
            && (widest.at_low * reach / product().0 - 1.0).abs() < 1e-9
    );
}

#[test]
fn stages_that_move_together_spread_further() {
    let hours = [
        (Field::PretrainingHours, "lognormal(1M, 1.5)"),
        (Field::ContextExtensionHours, "lognormal(1M, 1.5)"),
        (Field::UsdPerGpuHour, "2"),
    ];
    let program = program(&entered(OWN, &hours), Measure::TrainingCost, &[]);
    let width = |hours: f64| {
        let settings = Settings { correlations: Correlations { prices: 0.0, hours }, ..SETTINGS };
        let sample = sample(&program, Measure::TrainingCost, settings);
        libm::log(sample.quantile(0.95).expect("draws") / sample.quantile(0.05).expect("draws"))
    };
    // All the same way, the sum of both is log-normal with the deviation of each.
    let of_one = 2.0 * normal::quantile(0.95) * libm::log(1.5);
    assert!((width(1.0) / of_one - 1.0).abs() < 0.01, "{} {of_one}", width(1.0));
    assert!(width(0.0) < 0.75 * of_one && width(0.5) > width(0.0) && width(0.5) < width(1.0));
}

#[test]
fn a_density_has_its_peak_at_the_mode() {
    let program = program(&entered(OWN, &PRODUCT), Measure::TrainingCost, &[]);
    let sample = sample(&program, Measure::TrainingCost, SETTINGS);
    let peak = |is_log| {
        let density = sample.density(is_log);
        assert!(density.iter().all(|(_, height)| (0.0..=1.0).contains(height)) && density.len() == 96);
        density.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).expect("a density").0
    };
    let (median, deviation) = product();
    assert!((peak(true) / median - 1.0).abs() < 0.1, "{}", peak(true) / median);
    assert!((peak(false) / median / libm::exp(-deviation * deviation) - 1.0).abs() < 0.15);
    let exact = entered(OWN, &[(Field::PretrainingHours, "1M"), (Field::UsdPerGpuHour, "2")]);
    let exact = self::program(&exact, Measure::TrainingCost, &[]);
    assert!(self::sample(&exact, Measure::TrainingCost, SETTINGS).is_exact());
    assert!(self::sample(&exact, Measure::TrainingCost, SETTINGS).density(true).is_empty());
}

fn bounds(field: Field) -> (f64, f64) {
    match field.spec().kind {
        Kind::Number { min, max } => (min, max),
        other => panic!("{other:?}"),
    }
}

fn solved(scenario: &Scenario, field: Field, caps: &[Cap]) -> Solution {
    let measures: Vec<Measure> = caps.iter().map(|cap| cap.measure).collect();
    let program = Program::of(scenario, &measures, &[field]).expect("a scenario that can be");
    match program.slot(field) {
        Some(slot) => solve(&program, slot, program.at(0.5), bounds(field), caps),
        None => Solution::NoEffect,
    }
}

const RUN: [(Field, &str); 6] = [
    (Field::TotalParams, "70B"),
    (Field::Tokens, "2T"),
    (Field::Hardware, "nvidia-h100-sxm5-80gb"),
    (Field::ChipCount, "2048"),
    (Field::Mfu, "40%"),
    (Field::UsdPerGpuHour, "2.5"),
];

#[test]
fn a_cap_says_how_far_a_field_may_go_and_which_cap_ends_it() {
    let run = entered(OWN, &RUN);
    let cost = Cap { measure: Measure::TrainingCost, most: 6e6 };
    let Solution::Between { low: (_, End::Bound), high: (tokens, End::Cap(ended)) } =
        solved(&run, Field::Tokens, &[cost])
    else {
        panic!("{:?}", solved(&run, Field::Tokens, &[cost]));
    };
    // 6·N·D ÷ (P · MFU) ÷ 3600 · p = 6 M$
    let exactly = 6e6 / 2.5 * 3600.0 * 989.5e12 * 0.4 / (6.0 * 70e9);
    assert_eq!(ended, cost);
    assert!(tokens <= exactly && tokens + last_digit(tokens) > exactly, "{tokens} {exactly}");

    let days = Cap { measure: Measure::Days, most: 10.0 };
    let Solution::Between { low: (chips, End::Cap(ended)), high: (_, End::Bound) } =
        solved(&run, Field::ChipCount, &[days])
    else {
        panic!("{:?}", solved(&run, Field::ChipCount, &[days]));
    };
    let exactly = 6.0 * 70e9 * 2e12 / (989.5e12 * 0.4) / 86_400.0 / 10.0;
    assert_eq!(ended, days);
    assert!(chips >= exactly && chips - last_digit(chips) < exactly, "{chips} {exactly}");
}

#[test]
fn no_value_is_said_to_be_none_and_why() {
    let run = entered(OWN, &RUN);
    let cost = Cap { measure: Measure::TrainingCost, most: 6e6 };
    let days = Cap { measure: Measure::Days, most: 1.0 };
    assert_eq!(solved(&run, Field::ChipCount, &[cost]), Solution::NoEffect);
    match solved(&run, Field::Mfu, &[Cap { measure: Measure::TrainingCost, most: 1e5 }]) {
        Solution::None { at, cap, result } => {
            assert_eq!((at, cap.measure), (1.0, Measure::TrainingCost));
            assert!(result > 1e5);
        }
        other => panic!("{other:?}"),
    }
    // With both, the one that is broken most is named.
    match solved(&run, Field::Tokens, &[cost, days]) {
        Solution::Between { high: (_, End::Cap(ended)), .. } => assert_eq!(ended, days),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_line_has_the_spread_of_the_other_inputs_as_its_band() {
    let run = entered(OWN, &[&RUN[..5], &[(Field::UsdPerGpuHour, "uniform(2, 4)")]].concat());
    let program = program(&run, Measure::TrainingCost, &[Field::Tokens]);
    let slot = program.slot(Field::Tokens).expect("an input");
    let sweep = Sweep { slot, low: 1e12, high: 4e12, is_log: true };
    let line = line(&program, Measure::TrainingCost, sweep, 5, Settings { draws: 1024, ..SETTINGS });
    let per_token_and_dollar = 6.0 * 70e9 / (989.5e12 * 0.4) / 3600.0;
    for (at, tokens) in line.iter().zip([1e12, libm::sqrt(2.0) * 1e12, 2e12, libm::sqrt(8.0) * 1e12, 4e12]) {
        assert!((at.x / tokens - 1.0).abs() < 1e-12);
        let result = at.result.expect("a result");
        for (result, price) in result.into_iter().zip([2.1, 3.0, 3.9]) {
            assert!((result / (per_token_and_dollar * tokens * price) - 1.0).abs() < 0.005, "{at:?}");
        }
    }
}

#[test]
fn a_grid_is_the_estimate_at_each_of_its_cells() {
    let run = entered(OWN, &RUN);
    let fields = [Field::Tokens, Field::UsdPerGpuHour];
    let program = program(&run, Measure::TrainingCost, &fields);
    let slot = |field| program.slot(field).expect("an input");
    let x = Sweep { slot: slot(fields[0]), low: 1e12, high: 1e13, is_log: true };
    let y = Sweep { slot: slot(fields[1]), low: 1.0, high: 4.0, is_log: false };
    let cells = grid(&program, Measure::TrainingCost, (x, y), (7, 4), program.at(0.5));
    for (index, cell) in cells.iter().enumerate() {
        let (tokens, price) = (x.values(7)[index % 7], y.values(4)[index / 7]);
        let typed = [(fields[0], format!("{tokens:e}")), (fields[1], format!("{price}"))];
        let at: Vec<(Field, &str)> = typed.iter().map(|(field, typed)| (*field, typed.as_str())).collect();
        let scenario = entered(OWN, &[&RUN[..], &at].concat());
        let estimate = cost_model::estimate::estimate(&scenario).expect("a scenario that can be");
        let cost = estimate.step(cost_model::estimate::Item::TrainingCost).outcome.number().expect("a cost");
        assert_eq!(*cell, Some(cost.low()));
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use proptest::prelude::*;

    use super::*;

    /// A field, and whether a result rises with it.
    const FIELDS: [(Field, Measure, bool); 7] = [
        (Field::Tokens, Measure::TrainingCost, true),
        (Field::TotalParams, Measure::Energy, true),
        (Field::UsdPerGpuHour, Measure::WholeBill, true),
        (Field::Mfu, Measure::Days, false),
        (Field::ChipCount, Measure::Days, false),
        (Field::ChipCount, Measure::Power, true),
        (Field::Pue, Measure::Energy, true),
    ];

    proptest! {
        /// The result at a value, as a cap, gives the value back to the digits shown.
        #[test]
        fn what_a_cap_gives_back_is_the_value_that_it_was_made_of(which in 0..FIELDS.len(), place in 0.05..0.95_f64) {
            let (field, measure, rises) = FIELDS[which];
            let mut values = RUN.to_vec();
            values.push((Field::Accounting, "development"));
            values.extend([(Field::StaffPeople, "100"), (Field::StaffMonths, "12"), (Field::StaffUsdPerYear, "300k")]);
            let run = entered(OWN, &values);
            let program = Program::of(&run, &[measure], &[field]).expect("a scenario that can be");
            let slot = program.slot(field).expect("an input");
            let (min, max) = bounds(field);
            let (least, most) = (min.max(1e-3), max.min(1e15));
            let value = least * libm::exp(libm::log(most / least) * place);
            let mut at = program.at(0.5);
            at[slot] = value;
            let result = program.value(measure, &at, &mut Vec::new()).expect("a result");
            let found = solve(&program, slot, program.at(0.5), (min, max), &[Cap { measure, most: result }]);
            let Solution::Between { low, high } = found else { panic!("{field:?}: {found:?}") };
            let back = if rises { high.0 } else { low.0 };
            // Within two steps of the last digit, as a step may be ten times larger on the other side of a power of ten.
            prop_assert!((back - value).abs() <= 2.0 * last_digit(value.max(back)), "{field:?}: {value} {back}");
            let keeps = if rises { back <= value * (1.0 + 1e-9) } else { back >= value * (1.0 - 1e-9) };
            prop_assert!(keeps, "{field:?}: {value} {back}");
        }
    }
}
