//! How long a step takes with something else than what a run had: for comparisons of designs.

use super::Sharding;
use super::plan::{NoPlan, Plan};
use super::search::{Decided, search};
use crate::estimate::estimate;
use crate::field::Field;
use crate::scenario::Scenario;
use crate::words::training_what_if as words;

/// What a step of a design takes, on the best of the layouts that are tried.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StepOf {
    /// Chips × seconds ÷ tokens of a step.
    pub chip_seconds_per_token: f64,
    /// Chips of the smallest cluster, doubled from the run's own, on which the design fits.
    pub chips: u32,
    /// Sequences in a step.
    pub global_batch: u32,
    /// Model FLOP utilisation of the dense 16-bit peak.
    pub mfu: f64,
}

/// How often the cluster may be doubled for a design that does not fit.
const MOST_DOUBLINGS: u32 = 5;

/// The step of a scenario whose configuration is known. What of a layout was entered is kept; of the rest only degrees,
/// micro-batch, schedule and recomputation are searched, which is enough to compare designs.
///
/// # Errors
/// Why there is none, in words: something is not known, the chip lacks a number format, or nothing fits.
pub fn step_of(scenario: &Scenario) -> Result<StepOf, String> {
    let mut scenario = scenario.clone();
    let mut doublings = 0;
    loop {
        let architecture = scenario.architecture().ok_or_else(|| words::configuration_not_public().to_owned())?;
        let estimate = estimate(&scenario).map_err(|infeasible| infeasible.to_string())?;
        let plan = Plan::of(&scenario, &estimate, &architecture).map_err(|none| match none {
            NoPlan::Missing(what) => what,
            NoPlan::Misfit(misfit) => misfit.message,
        })?;
        let decided = Decided {
            virtual_stages: plan.decided.virtual_stages.or(Some(1)),
            sharding: plan.decided.sharding.or(Some(Sharding::Optimizer)),
            context: plan.decided.context.or(Some(1)),
            ..plan.decided
        };
        let job = &plan.job;
        let chips = job.cluster.chips;
        if let Some(best) = search(job, &decided).best() {
            return Ok(StepOf {
                chip_seconds_per_token: best.seconds * f64::from(chips) / job.tokens_per_step(),
                chips,
                global_batch: job.global_batch,
                mfu: job.mfu(best.seconds),
            });
        }
        if doublings == MOST_DOUBLINGS {
            return Err(words::no_layout_fits(&chips.to_string()));
        }
        doublings = doublings.saturating_add(1);
        let twice = (f64::from(chips) * 2.0).to_string();
        scenario.enter(Field::ChipCount, &twice).map_err(|refusal| refusal.to_string())?;
    }
}
