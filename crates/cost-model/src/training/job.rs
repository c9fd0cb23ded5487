//! A training step to be laid out: model, precision, batch and cluster.

use super::cluster::Cluster;
use super::efficiency::Efficiency;
use super::layout::{Layout, Misfit};
use super::memory::Memory;
use super::step_time::StepTime;
use super::work::Work;
use super::{AttentionKernel, Optimizer, Recipe};
use crate::catalogue::{Architecture, Precision};
use crate::field::Field;
use crate::words::training_job as words;

/// A training step on a cluster, before it is decided how it is spread.
#[derive(Clone, Debug)]
pub struct Job<'a> {
    /// The model.
    pub model: &'a Architecture,
    /// Number formats.
    pub recipe: &'static Recipe,
    /// The part of the layers' products that stays in 16 bits, 0 to 1.
    pub kept_share: f64,
    /// The optimizer.
    pub optimizer: &'static Optimizer,
    /// How attention is worked out.
    pub kernel: AttentionKernel,
    /// Tokens of one sequence.
    pub sequence: u32,
    /// Sequences in one optimizer step.
    pub global_batch: u32,
    /// Where it runs.
    pub cluster: Cluster,
    /// How near to their peaks chips and links come.
    pub efficiency: Efficiency,
    pub(super) work: Work,
    /// Dense peak rates of the layers' products, of the rest, and the 16-bit one that utilisations refer to.
    pub(super) linear_peak: f64,
    pub(super) rest_peak: f64,
    pub(super) reference_peak: f64,
}

/// What a job is made of, before it is known whether the chip can do it.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "as in Job")]
pub struct JobSpec<'a> {
    pub model: &'a Architecture,
    pub recipe: &'static Recipe,
    pub kept_share: f64,
    pub optimizer: &'static Optimizer,
    pub kernel: AttentionKernel,
    pub sequence: u32,
    pub global_batch: u32,
    pub cluster: Cluster,
    pub efficiency: Efficiency,
}

impl<'a> Job<'a> {
    /// A job whose precisions the chip has.
    ///
    /// # Errors
    /// When it has not, with the field to change.
    pub fn new(spec: JobSpec<'a>) -> Result<Self, Misfit> {
        let peak = |precision: Precision| {
            spec.cluster.peak(precision).ok_or_else(|| Misfit {
                field: Field::Precision,
                message: words::no_rate(spec.cluster.chip.name, precision.name()),
            })
        };
        let linear_peak = peak(spec.recipe.linear)?;
        let rest_peak = peak(spec.recipe.rest)?;
        let reference_peak = spec.cluster.sixteen_bit_peak().unwrap_or(rest_peak);
        Ok(Self {
            model: spec.model,
            recipe: spec.recipe,
            kept_share: if spec.recipe.is_mixture() { spec.kept_share } else { 0.0 },
            optimizer: spec.optimizer,
            kernel: spec.kernel,
            sequence: spec.sequence,
            global_batch: spec.global_batch,
            cluster: spec.cluster,
            efficiency: spec.efficiency,
            work: Work::of(spec.model, spec.sequence),
            linear_peak,
            rest_peak,
            reference_peak,
        })
    }

    /// Whether a layout divides model, cluster and batch without rest.
    ///
    /// # Errors
    /// With the field to change and the figures that do not go together.
    pub fn check(&self, layout: &Layout) -> Result<(), Misfit> {
        layout.check(self.model, &self.cluster, self.global_batch, self.sequence)
    }

    /// Memory of the chip that needs most; the layout must have passed [`Job::check`].
    #[must_use]
    pub fn memory(&self, layout: &Layout) -> Memory {
        Memory::of(self, layout)
    }

    /// Time of one step; the layout must have passed [`Job::check`].
    #[must_use]
    pub fn step_time(&self, layout: &Layout) -> StepTime {
        StepTime::of(self, layout)
    }

    /// Tokens of one step.
    #[must_use]
    pub fn tokens_per_step(&self) -> f64 {
        f64::from(self.global_batch) * f64::from(self.sequence)
    }

    /// Model FLOP utilisation of a step of so many seconds: model FLOP with causal attention over what all chips could
    /// do at their dense 16-bit peak.
    #[must_use]
    pub fn mfu(&self, seconds: f64) -> f64 {
        self.tokens_per_step() * self.work.model_flop / (seconds * f64::from(self.cluster.chips) * self.reference_peak)
    }

    /// FLOP of one token as PaLM and Megatron-LM count them: attention in full, as if there were no mask.
    #[must_use]
    pub fn flop_per_token_unmasked(&self) -> f64 {
        self.work.model_flop + 3.0 * self.work.layers * self.work.attention_flop
    }

    /// Model FLOP of one token, forward and backward, attention causal.
    #[must_use]
    pub fn model_flop_per_token(&self) -> f64 {
        self.work.model_flop
    }
}
