//! How long a step takes in every combination of the factors that change it.

use super::design::Design;
use super::run::Run;
use super::{Factor, Kind, shapley};
use crate::architecture_text;
use crate::field::Field;
use crate::prediction;
use crate::scenario::Scenario;
use crate::training::{Plan, StepOf, step_of};
use crate::words::attribution as words;

/// Step times of every combination of the structural factors.
pub(super) struct Times {
    /// Chip-seconds per token, by set; nothing when the configuration is not public.
    pub(super) steps: Option<Vec<StepOf>>,
    /// The same by parameters and peak rate alone, up to a constant.
    pub(super) plain: Vec<f64>,
    /// The set of recomputation alone.
    pub(super) recomputation: usize,
}

impl Times {
    pub(super) fn of(run: &Run, reference: &Design, factors: &[Factor]) -> Result<Self, String> {
        let kinds: Vec<Kind> = factors.iter().map(|factor| factor.kind).collect();
        let has = |set: usize, kind| {
            kinds.iter().position(|other| *other == kind).is_none_or(|place| set & (1 << place) != 0)
        };
        let sets = 0..1usize << kinds.len();
        let plain = sets
            .clone()
            .map(|set| {
                let params = if has(set, Kind::Experts) { run.active_params } else { reference.dense_params };
                let chip = if has(set, Kind::Accelerator) { run.chip } else { reference.chip };
                params / prediction::sixteen_bit_peak(chip).map_or(1.0, |peak| peak.get())
            })
            .collect();
        let place = kinds.iter().position(|kind| *kind == Kind::Recomputation);
        let recomputation = place.map_or(0, |place| 1 << place);
        if run.architecture.is_none() {
            return Ok(Self { steps: None, plain, recomputation });
        }
        let batch = step_of(&with_chips(run)?).map(|step| step.global_batch)?;
        let steps: Result<Vec<StepOf>, String> =
            sets.map(|set| step_of(&what_if(run, reference, batch, |kind| has(set, kind))?)).collect();
        Ok(Self { steps: Some(steps?), plain, recomputation })
    }

    pub(super) fn at(&self, set: usize) -> f64 {
        match &self.steps {
            Some(steps) => steps.get(set).map_or(0.0, |step| step.chip_seconds_per_token),
            None => self.plain.get(set).copied().unwrap_or_default(),
        }
    }

    /// The reference's step, but for what it works out again: published runs, from which its utilisation is, mostly did
    /// without.
    pub(super) fn without_recomputation(&self) -> f64 {
        self.at(self.recomputation)
    }

    pub(super) fn last(&self) -> f64 {
        self.at(shapley::all(&self.plain))
    }
}

/// Fields of a layout, which another design need not share.
const LAYOUT: [Field; 10] = [
    Field::MicroBatch,
    Field::TensorParallel,
    Field::SequenceParallel,
    Field::PipelineParallel,
    Field::PipelineSchedule,
    Field::VirtualStages,
    Field::ContextParallel,
    Field::ExpertParallel,
    Field::Sharding,
    Field::PeakFlopPerSecond,
];

/// Chips of a run whose number is not known.
const ASSUMED_CHIPS: u32 = 1024;

/// The run on so many chips as its plan has, or as are assumed where neither they nor its hours are known: the chips of
/// every combination.
fn with_chips(run: &Run) -> Result<Scenario, String> {
    let architecture = run.architecture.ok_or(words::configuration_not_public())?;
    let plan = Plan::of(run.inputs.scenario, run.inputs.estimate, &architecture);
    let chips = plan.map_or(ASSUMED_CHIPS, |plan| plan.job.cluster.chips);
    let mut scenario = run.inputs.scenario.clone();
    scenario.enter(Field::ChipCount, &chips.to_string()).map_err(|refusal| refusal.to_string())?;
    Ok(scenario)
}

/// The run with the reference's values in the factors that it does not `have`.
fn what_if(run: &Run, reference: &Design, batch: u32, has: impl Fn(Kind) -> bool) -> Result<Scenario, String> {
    let mut scenario = with_chips(run)?;
    LAYOUT.into_iter().for_each(|field| scenario.reset(field));
    let own = run.architecture.ok_or(words::configuration_not_public())?;
    let architecture = reference.architecture(&own, has(Kind::Attention), has(Kind::Experts));
    let mut values =
        vec![(Field::Architecture, architecture_text::to_text(&architecture)), (Field::GlobalBatch, batch.to_string())];
    if !has(Kind::Accelerator) {
        for field in [Field::NodeSize, Field::InterconnectBandwidth, Field::NetworkBandwidth] {
            scenario.reset(field);
        }
        values.push((Field::Hardware, reference.chip.slug.to_owned()));
    }
    let recipe = if has(Kind::Precision) { reference.own_recipe } else { reference.recipe };
    if let Some(recipe) = recipe {
        values.push((Field::Precision, recipe.slug.to_owned()));
    }
    if !has(Kind::Precision) {
        scenario.reset(Field::HighPrecisionShare);
    }
    if !has(Kind::Recomputation) {
        values.push((Field::Recomputation, reference.recomputation.slug().to_owned()));
    }
    // Hours and sizes that were entered for the run are not those of another design.
    for field in
        [Field::TotalParams, Field::ActiveParams, Field::FlopPerToken, Field::TrainingFlop, Field::MfuPeak, Field::Mfu]
    {
        scenario.reset(field);
    }
    for (field, value) in values {
        scenario.enter(field, &value).map_err(|refusal| refusal.to_string())?;
    }
    Ok(scenario)
}
