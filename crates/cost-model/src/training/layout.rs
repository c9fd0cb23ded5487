//! How a step is spread over accelerators, and which ways are possible at all.

use super::cluster::Cluster;
use super::{Recomputation, Schedule, Sharding};
use crate::catalogue::{Architecture, AttentionKind};
use crate::field::Field;
use crate::words::training_layout as words;

/// A parallel layout. Degrees count chips; the data-parallel degree is what they leave of the cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Chips over which every matrix is split.
    pub tensor: u32,
    /// Whether tensor-parallel chips split norms and residuals along the sequence.
    pub sequence_parallel: bool,
    /// Pipeline stages.
    pub pipeline: u32,
    /// Their schedule.
    pub schedule: Schedule,
    /// Model chunks on each stage.
    pub virtual_stages: u32,
    /// Chips over which one sequence is split.
    pub context: u32,
    /// Chips over which the experts of a layer are dealt out; they are tensor-, context- and data-parallel ranks.
    pub expert: u32,
    /// What data-parallel ranks divide among them.
    pub sharding: Sharding,
    /// Sequences in a micro-batch.
    pub micro_batch: u32,
    /// What is worked out a second time.
    pub recomputation: Recomputation,
}

/// Why a layout cannot be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// The field to change.
    pub field: Field,
    /// What does not divide or does not fit.
    pub message: String,
}

impl Layout {
    /// Everything on each chip: no model parallelism, nothing divided, nothing worked out twice.
    pub const PLAIN: Self = Self {
        tensor: 1,
        sequence_parallel: true,
        pipeline: 1,
        schedule: Schedule::OneForwardOneBackward,
        virtual_stages: 1,
        context: 1,
        expert: 1,
        sharding: Sharding::None,
        micro_batch: 1,
        recomputation: Recomputation::None,
    };

    /// Chips that hold one copy of the model, experts aside.
    #[must_use]
    pub fn model_parallel(&self) -> u64 {
        times(self.tensor, self.pipeline).saturating_mul(u64::from(self.context))
    }

    /// Data-parallel ranks, where the layout divides the cluster.
    #[must_use]
    pub fn data(&self, chips: u32) -> u32 {
        apiece_of_many(chips, self.model_parallel())
    }

    /// Micro-batches in a step on one data-parallel rank.
    #[must_use]
    pub fn micro_batches(&self, chips: u32, global_batch: u32) -> u32 {
        apiece_of_many(global_batch, times(self.micro_batch, self.data(chips)))
    }

    /// Whether the layout divides model, cluster and batch without rest.
    ///
    /// # Errors
    /// With the field to change and the figures that do not go together.
    pub fn check(&self, model: &Architecture, cluster: &Cluster, batch: u32, sequence: u32) -> Result<(), Misfit> {
        self.check_chips(cluster)?;
        self.check_model(model, sequence)?;
        self.check_batch(cluster, batch)?;
        self.check_experts(model, cluster)
    }

    fn check_chips(&self, cluster: &Cluster) -> Result<(), Misfit> {
        let (chips, copy) = (cluster.chips, self.model_parallel());
        if copy == 0 || !u64::from(chips).is_multiple_of(copy) {
            return misfit(Field::TensorParallel, || {
                words::chips_not_divided(
                    &self.tensor.to_string(),
                    &self.pipeline.to_string(),
                    &self.context.to_string(),
                    &copy.to_string(),
                    &chips.to_string(),
                )
            });
        }
        Ok(())
    }

    fn check_model(&self, model: &Architecture, sequence: u32) -> Result<(), Misfit> {
        let heads = model.attention.num_attention_heads;
        let tensor = u64::from(self.tensor);
        if !heads.is_multiple_of(tensor) || !model.hidden_size.is_multiple_of(tensor) {
            return misfit(Field::TensorParallel, || {
                words::model_not_divided(&tensor.to_string(), &heads.to_string(), &model.hidden_size.to_string())
            });
        }
        let chunks = times(self.pipeline, self.virtual_stages);
        if chunks > model.num_layers {
            let field = if self.virtual_stages > 1 { Field::VirtualStages } else { Field::PipelineParallel };
            return misfit(field, || {
                words::more_stages_than_layers(&chunks.to_string(), &model.num_layers.to_string())
            });
        }
        let slices = self.context.saturating_mul(if self.sequence_parallel { self.tensor } else { 1 });
        if slices > 1 && !sequence.is_multiple_of(slices) {
            return misfit(Field::ContextParallel, || {
                words::sequence_not_divided(&sequence.to_string(), &slices.to_string())
            });
        }
        Ok(())
    }

    fn check_batch(&self, cluster: &Cluster, batch: u32) -> Result<(), Misfit> {
        let at_a_time = times(self.micro_batch, self.data(cluster.chips));
        if at_a_time == 0 || !u64::from(batch).is_multiple_of(at_a_time) {
            return misfit(Field::MicroBatch, || {
                words::batch_not_divided(
                    &self.data(cluster.chips).to_string(),
                    &self.micro_batch.to_string(),
                    &batch.to_string(),
                )
            });
        }
        let micro_batches = self.micro_batches(cluster.chips, batch);
        if self.virtual_stages > 1 && !micro_batches.is_multiple_of(self.pipeline) {
            return misfit(Field::VirtualStages, || {
                words::chunks_need_multiples(&self.pipeline.to_string(), &micro_batches.to_string())
            });
        }
        if self.schedule == Schedule::DualPipe
            && (!self.pipeline.is_multiple_of(2) || micro_batches / 2 < self.pipeline)
        {
            return misfit(Field::PipelineSchedule, || {
                words::dualpipe_needs(&self.pipeline.to_string(), &micro_batches.to_string())
            });
        }
        Ok(())
    }

    fn check_experts(&self, model: &Architecture, cluster: &Cluster) -> Result<(), Misfit> {
        if self.expert == 1 {
            return Ok(());
        }
        let experts = model.experts.as_ref().map_or(1, |experts| experts.num_experts);
        let ranks = u64::from(apiece(cluster.chips, self.pipeline));
        let degree = u64::from(self.expert);
        if !experts.is_multiple_of(degree) || !ranks.is_multiple_of(degree) {
            return misfit(Field::ExpertParallel, || {
                words::experts_not_divided(&degree.to_string(), &experts.to_string(), &ranks.to_string())
            });
        }
        Ok(())
    }
}

/// What falls to each of so many; all of it where there is none.
pub(super) fn apiece(all: u32, among: u32) -> u32 {
    all.checked_div(among).unwrap_or(all)
}

/// The same of a count that is no `u32`.
fn apiece_of_many(all: u32, among: u64) -> u32 {
    u64::from(all).checked_div(among).map_or(all, |each| each as u32)
}

fn times(one: u32, other: u32) -> u64 {
    u64::from(one).saturating_mul(u64::from(other))
}

fn misfit(field: Field, message: impl FnOnce() -> String) -> Result<(), Misfit> {
    Err(Misfit { field, message: message() })
}

/// Key and value heads, of which tensor-parallel chips cannot have less than one each.
pub(super) fn key_value_copies(model: &Architecture, tensor: u32) -> f64 {
    match model.attention.kind {
        AttentionKind::Grouped { num_key_value_heads, .. } => (f64::from(tensor) / num_key_value_heads as f64).max(1.0),
        AttentionKind::Mla { .. } => 1.0,
    }
}
