//! The scenarios that are worked on.

use cost_model::catalogue::{Architecture, Catalogue};
use cost_model::comparison::{Comparison, MAX_ENTRIES};
use cost_model::estimate::estimate;
use cost_model::field::Field;
use cost_model::scenario::Scenario;
use cost_model::training::{Decided, Plan, search};
use cost_model::uncertainty::{Measure, Program};

/// The medians and factors of six log-normal inputs whose product is the carbon of a run, in kilograms but for a power
/// of ten: hours, watts, two factors, a share, and grams of carbon.
pub(crate) const SIX: [(Field, f64, f64); 6] = [
    (Field::PretrainingHours, 2.664e6, 1.2),
    (Field::ChipPower, 700.0, 1.1),
    (Field::ServerPowerFactor, 2.0, 1.05),
    (Field::PowerUtilisation, 0.7, 1.08),
    (Field::Pue, 1.4, 1.04),
    (Field::CarbonIntensity, 400.0, 1.3),
];

/// A model of the catalogue as published.
pub(crate) fn preset(slug: &str) -> Scenario {
    Scenario::preset(slug, Catalogue::current()).expect("a model of the catalogue")
}

/// A model with values entered.
pub(crate) fn entered(slug: &str, values: &[(Field, &str)]) -> Scenario {
    let mut scenario = preset(slug);
    for (field, typed) in values {
        scenario.enter(*field, typed).expect("a value that is allowed");
    }
    scenario
}

/// A run whose carbon is the product of [`SIX`] log-normal inputs and nothing else.
pub(crate) fn six_log_normals() -> (Program, Measure) {
    let mut scenario = preset("own");
    for (field, median, factor) in SIX {
        let typed = format!("lognormal({median},{factor})");
        scenario.enter(field, &typed).expect("a distribution that is allowed");
    }
    let program = program(&scenario, Measure::Emissions, &[]);
    assert_eq!(program.slots().len(), SIX.len(), "nothing else varies");
    (program, Measure::Emissions)
}

/// The arithmetic of a result.
pub(crate) fn program(scenario: &Scenario, measure: Measure, varied: &[Field]) -> Program {
    Program::of(scenario, &[measure], varied).expect("a scenario that can be")
}

/// A run of the present whose cost follows from its compute: size, tokens, utilisation and price are entered.
pub(crate) fn computed() -> Scenario {
    let values = [(Field::Tokens, "15T"), (Field::Mfu, "38%"), (Field::UsdPerGpuHour, "2"), (Field::ChipCount, "8192")];
    entered("llama-3.1-405b", &values)
}

/// The fullest comparison: as many entries as there may be, each with a name and several figures of its own.
pub(crate) fn fullest() -> Comparison {
    let values = [
        (Field::Name, "Was wäre, wenn? 100 % öfter & billiger"),
        (Field::Tokens, "12T..18T"),
        (Field::Mfu, "35%"),
        (Field::UsdPerGpuHour, "lognormal(2,1.3)"),
        (Field::Pue, "1.1..1.4"),
    ];
    let models = Catalogue::current().models().iter().take(MAX_ENTRIES);
    Comparison::of(models.map(|model| entered(model.slug, &values)).collect())
}

/// Searches the layouts of a model on so many chips, and answers with the layouts tried and the bytes of the one
/// that needs least.
pub(crate) fn search_layouts(model: &Architecture, slug: &str, chips: u32) -> (f64, f64) {
    let scenario = entered(slug, &[(Field::ChipCount, &chips.to_string())]);
    let estimate = estimate(&scenario).expect("a scenario that can be");
    let plan = Plan::of(&scenario, &estimate, model).expect("a plan");
    let found = search(&plan.job, &Decided::default());
    (found.tried as f64, found.smallest.map_or(0.0, |smallest| smallest.bytes))
}
