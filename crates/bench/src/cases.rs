//! The cases.

use std::hint::black_box;

use cost_model::attribution::{self, shapley};
use cost_model::batch::Batch;
use cost_model::catalogue::Catalogue;
use cost_model::comparison::{Comparison, View};
use cost_model::engine;
use cost_model::estimate::{Estimate, Item, estimate};
use cost_model::field::Field;
use cost_model::query;
use cost_model::scenario::Scenario;
use cost_model::uncertainty::{Measure, Sample, Settings, Sweep, grid};

use crate::scenarios::{computed, fullest, preset, program, search_layouts, six_log_normals};
use crate::{Case, calibration};

/// The name of the case that all ratios are to.
pub const CALIBRATION: &str = "calibration";

/// Draws of a sample, and configurations of a sweep.
const MANY: u32 = 100_000;

/// Every case, the calibration first.
#[must_use]
pub fn cases() -> Vec<Case> {
    vec![
        case(CALIBRATION, f64::from(calibration::NUMBERS), calibration::sum_of_random_numbers),
        estimate_of("estimate, published hours", preset("deepseek-v3")),
        estimate_of("estimate, hours from compute", computed()),
        estimate_of("estimate, prices as a range", preset("gpt-4")),
        opening(),
        arithmetic(),
        sample(),
        layouts(),
        shares(),
        attributed(),
        sweep_of_two_fields(),
        sweep_of_scenarios(),
        link_written(),
        link_read(),
        answer("answer of Why", View::Why),
        answer("answer of What if", View::WhatIf),
    ]
}

fn case(name: &'static str, times: f64, work: impl FnMut() -> f64 + 'static) -> Case {
    Case { name, times, work: Box::new(work) }
}

/// One run with all its working.
fn estimate_of(name: &'static str, scenario: Scenario) -> Case {
    case(name, 1.0, move || cost(&estimate(black_box(&scenario)).expect("a scenario that can be")))
}

fn cost(estimate: &Estimate) -> f64 {
    estimate.step(Item::TrainingCost).outcome.number().map_or(0.0, |cost| cost.low() + cost.high())
}

/// All rows of the page's first table.
fn opening() -> Case {
    let opening = Comparison::opening(Catalogue::current());
    case("the opening comparison", 1.0, move || black_box(&opening).estimates().iter().flatten().map(cost).sum())
}

/// The result of one run without its working, as samples and sweeps have it.
fn arithmetic() -> Case {
    let program = program(&computed(), Measure::TrainingCost, &[Field::Tokens, Field::Mfu, Field::UsdPerGpuHour]);
    let values = program.at(0.5);
    let mut memory = Vec::new();
    case("the arithmetic of an estimate", 1.0, move || {
        program.value(Measure::TrainingCost, black_box(&values), &mut memory).unwrap_or_default()
    })
}

/// 100,000 draws of a product of six log-normals, their mean and three quantiles.
fn sample() -> Case {
    let (program, measure) = six_log_normals();
    let settings = Settings { draws: MANY, seed: Settings::SEED, correlations: Default::default() };
    case("100,000 draws × 6 log-normals", 1.0, move || {
        let sample = Sample::of(&program, measure, black_box(settings), &mut |_, _| {});
        let quantiles = [0.05, 0.5, 0.95].map(|part| sample.quantile(part).unwrap_or_default());
        sample.mean().unwrap_or_default() + quantiles.iter().sum::<f64>()
    })
}

/// The layouts of Llama 3.1 405B on 512 chips.
fn layouts() -> Case {
    let slug = "llama-3.1-405b";
    let model = preset(slug).architecture().expect("its configuration is public");
    let (tried, _) = search_layouts(&model, slug, 512);
    case("layout search, for a layout", tried, move || search_layouts(black_box(&model), slug, 512).1)
}

/// The exact shares of as many factors as there may be.
fn shares() -> Case {
    let game = shapley::game(shapley::MOST, |set| 1.0 + (set * set) as f64);
    case("attribution, shares of ten factors", 1.0, move || shapley::shares(black_box(&game)).iter().sum())
}

/// Where DeepSeek-V3's saving comes from, with every combination of its factors.
fn attributed() -> Case {
    let comparison = Comparison::of(vec![preset("deepseek-v3")]);
    case("attribution, a case", 1.0, move || {
        let scenario = &comparison.scenarios[0];
        let case = attribution::case(black_box(&comparison), scenario).expect("a case");
        shapley::shares(&case.game).iter().sum()
    })
}

/// 100,000 results over two fields, as the map of What if.
fn sweep_of_two_fields() -> Case {
    let program = program(&computed(), Measure::TrainingCost, &[Field::Tokens, Field::UsdPerGpuHour]);
    let along = |field: Field, low: f64, high: f64| {
        let slot = program.slot(field).expect("the result depends on it");
        Sweep { slot, low, high, is_log: true }
    };
    let (x, y) = (along(Field::Tokens, 1e12, 1e14), along(Field::UsdPerGpuHour, 0.5, 8.0));
    case("100,000 results over two fields", 1.0, move || {
        let values = program.at(0.5);
        grid(&program, Measure::TrainingCost, black_box((x, y)), (400, 250), values).iter().flatten().sum()
    })
}

/// 100,000 whole scenarios that differ in four fields, each with six results.
fn sweep_of_scenarios() -> Case {
    const RESULTS: [Measure; 6] = [
        Measure::TrainingCost,
        Measure::WholeBill,
        Measure::ChipHours,
        Measure::Days,
        Measure::Energy,
        Measure::Emissions,
    ];
    case("100,000 configurations, six results", 1.0, || {
        let mut batch = Batch::of(&RESULTS);
        let mut scenario = computed();
        let mut sum = 0.0;
        for number in 0..black_box(MANY) {
            let part = f64::from(number) / f64::from(MANY);
            let values = [
                (Field::Tokens, 1e12 + 4e13 * part),
                (Field::Mfu, 0.25 + 0.25 * part),
                (Field::UsdPerGpuHour, 1.0 + 5.0 * part),
                (Field::ChipCount, f64::from(1024 + number)),
            ];
            for (field, value) in values {
                scenario.enter_number(field, value).expect("a number that is allowed");
            }
            let results = batch.results(&scenario).expect("a scenario that can be");
            sum += results.iter().flatten().map(|result| result.low()).sum::<f64>();
        }
        sum
    })
}

fn link_written() -> Case {
    let comparison = fullest();
    case("a full link, written", 1.0, move || query::encode(black_box(&comparison)).len() as f64)
}

fn link_read() -> Case {
    let link = query::encode(&fullest());
    case("a full link, read", 1.0, move || {
        let decoded = query::decode(black_box(&link));
        assert!(decoded.warnings.is_empty(), "the link is whole");
        decoded.comparison.scenarios.iter().map(|scenario| scenario.all_entered().count() as f64).sum()
    })
}

/// What the program beside the page answers when a view is shown or a figure changes, as text.
fn answer(name: &'static str, view: View) -> Case {
    let fragment = "models=deepseek-v3&1.usd_per_gpu_hour=lognormal%282,1.3%29&1.pretraining_hours=2.4M..3M";
    case(name, 1.0, move || {
        engine::analysis(view, black_box(fragment)).map_or(0.0, |report| report.to_lines().len() as f64)
    })
}
