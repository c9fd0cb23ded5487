//! Serving: what must hold of the roofline, the prefix cache, a day's accounts, prices and a visitor's own traffic.
#![cfg(not(target_arch = "wasm32"))]

mod a_day;
mod caching;
mod keys_and_values;
mod market;
mod own_traffic;
mod roofline;
mod views;

use cost_model::architecture;
use cost_model::architecture_text;
use cost_model::bill::Inputs;
use cost_model::catalogue::{Architecture, AttentionKind, Catalogue, Precision, Weights};
use cost_model::comparison::Comparison;
use cost_model::estimate::estimate;
use cost_model::field::Field;
use cost_model::interval::Interval;
use cost_model::report::{Block, Report, Rung, Tone};
use cost_model::scenario::Scenario;
use cost_model::serving::{
    Alternatives, CHIPS, Configured, Crossing, DEEPSEEK_DAY, Drafts, Efficiency, Floors, Layout, Market, Medium,
    PUBLISHED_DAY, PrefixCache, Rates, Served, Service, ServingInputs, Tier, Traffic, WeightFormat,
    effective_input_price, report, stand_ins,
};
use cost_model::source::Basis;
use proptest::prelude::*;

fn architecture(slug: &str) -> Architecture {
    let model = Catalogue::current().model(slug).expect("a model of the catalogue");
    model.architecture.as_ref().expect("a configuration").value()
}

fn served<'a>(model: &'a Architecture, chip: &str) -> Served<'a> {
    let chip = Catalogue::current().accelerator(chip).expect("an accelerator");
    Served::plainly(model, chip, WeightFormat::Fp8)
}

const H800: &str = "nvidia-h800-sxm5-80gb";
const H200: &str = "nvidia-h200-sxm5-141gb";

fn near(value: f64, wanted: f64, tolerance: f64) {
    assert!((value / wanted - 1.0).abs() <= tolerance, "{value} is not {wanted}");
}

fn scenario(slug: &str, entered: &[(Field, &str)]) -> Scenario {
    let catalogue = Catalogue::current();
    let mut scenario = Scenario::preset(slug, catalogue).expect("a model of the catalogue");
    for (field, value) in entered {
        scenario.enter(*field, value).unwrap_or_else(|refusal| panic!("{refusal}"));
    }
    scenario
}

/// What `look` sees of the service of an entry.
fn with_service<T>(scenario: &Scenario, look: impl FnOnce(&Service) -> T) -> T {
    let estimate = estimate(scenario).expect("fields that agree");
    let inputs = ServingInputs::of(Inputs::of(scenario, &estimate)).expect("a model that can be served");
    look(&Service::of(&inputs).expect("a service"))
}

/// Checks that every row of the tables of these captions says how its figures were found, or where they are from.
fn explained(report: &Report, captions: &[&str]) {
    for caption in captions {
        let table = report.blocks.iter().find_map(|block| match block {
            Block::Table(table) if table.caption.starts_with(caption) => Some(table),
            _ => None,
        });
        for row in &table.unwrap_or_else(|| panic!("no table {caption}")).rows {
            assert!(!row.working.is_empty() || !row.sources.is_empty(), "{caption}: {:?}", row.cells);
            assert!(row.working.len() <= 4, "{caption}: {:?}", row.working);
        }
    }
}

/// Why an entry cannot be served, if it cannot.
fn refusal(slug: &str, entered: &[(Field, &str)]) -> Option<String> {
    let scenario = scenario(slug, entered);
    let estimate = estimate(&scenario).expect("fields that agree");
    let inputs = ServingInputs::of(Inputs::of(&scenario, &estimate)).expect("a configuration");
    Service::of(&inputs).err()
}

#[test]
fn efficiencies_are_parts_of_what_data_sheets_say() {
    let Efficiency { prefill, bandwidth, arithmetic, links, experts, layer } = Efficiency::MEASURED;
    for part in [prefill, bandwidth, arithmetic, links] {
        assert!(part > 0.0 && part <= 1.0);
    }
    assert!(experts >= 1.0 && layer > 0.0 && layer < 1e-3);
}
