//! Memory of one chip: weights, gradients, optimizer state and what is kept of the forward pass.
//!
//! Activations follow Korthikanti et al. 2022 ("Reducing Activation Recomputation in Large Transformer Models"), taken
//! apart so that grouped and latent attention, gated blocks, experts and FP8 inputs have their own sizes. For a GPT
//! block they come to the paper's s·b·h·(34 + 5·a·s/h) bytes, s·b·h·(10 + 24/t) under tensor parallelism alone.

use super::job::Job;
use super::layout::Layout;
use super::{AttentionKernel, Recomputation, Schedule, Sharding};
use crate::words::training_memory as words;

/// Bytes on one chip, by what they hold.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Memory {
    /// Weights that products read.
    pub weights: f64,
    /// Gradients.
    pub gradients: f64,
    /// Master weights and moments.
    pub optimizer: f64,
    /// What is kept of the forward pass, and the working set of the layer at hand.
    pub activations: f64,
    /// Logits and their gradient.
    pub logits: f64,
    /// Weights that are fetched for the layer at hand.
    pub fetched: f64,
    /// What drivers, libraries and gaps between allocations take.
    pub reserve: f64,
}

/// The part of a chip's memory that is not the model's: driver context, buffers of collectives, gaps. Assumed; PyTorch
/// reports reserved memory a few percent above what is allocated, and a CUDA context with NCCL takes one to three GB.
pub const RESERVED_SHARE: f64 = 0.06;

/// Parameters that a chip holds, by what divides them further.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Held {
    /// Those that all data-parallel ranks have the same copy of, and how many ranks that are.
    pub(super) common: f64,
    pub(super) common_ranks: f64,
    /// Those of routed experts, and how many chips have the same ones.
    pub(super) experts: f64,
    pub(super) expert_ranks: f64,
}

impl Held {
    /// The layers of one stage, without embedding and head.
    pub(super) fn of(job: &Job, layout: &Layout) -> Self {
        let work = &job.work;
        let tensor = f64::from(layout.tensor);
        let split = f64::from(expert_split(layout));
        let layers = layers_per_stage(job, layout);
        let stage = f64::from(job.cluster.chips) / f64::from(layout.pipeline);
        Self {
            common: layers * work.common_parameters() / tensor,
            common_ranks: stage / tensor,
            experts: layers * work.expert_parameters() / split,
            expert_ranks: (stage / split).max(1.0),
        }
    }

    /// Bytes of so many for each parameter, on every rank or divided among them.
    fn bytes(&self, each: f64, is_divided: bool) -> f64 {
        if is_divided {
            each * (self.common / self.common_ranks + self.experts / self.expert_ranks)
        } else {
            each * (self.common + self.experts)
        }
    }
}

/// Chips that share in the experts of a layer.
pub(super) fn expert_split(layout: &Layout) -> u32 {
    if layout.expert > 1 { layout.expert } else { layout.tensor }
}

/// Layers of the fullest stage.
pub(super) fn layers_per_stage(job: &Job, layout: &Layout) -> f64 {
    libm::ceil(job.work.layers / f64::from(layout.pipeline))
}

impl Memory {
    /// The chip that needs most: of the first stage, which holds the embedding and the most micro-batches, or of the
    /// last, which holds the head and the logits.
    pub(super) fn of(job: &Job, layout: &Layout) -> Self {
        let first = Self::of_stage(job, layout, true);
        if layout.pipeline == 1 {
            return first;
        }
        let last = Self::of_stage(job, layout, false);
        if last.total() > first.total() { last } else { first }
    }

    fn of_stage(job: &Job, layout: &Layout, is_first: bool) -> Self {
        let (recipe, work) = (job.recipe, &job.work);
        let is_only = layout.pipeline == 1;
        let mut held = Held::of(job, layout);
        let layers_only = held;
        let embedding = if is_first { work.embedding } else { 0.0 };
        let has_head = is_only || !is_first;
        // A tied head on another stage needs a copy of the embedding there.
        let head = if has_head && (work.has_own_head || !is_first) { work.head.parameters } else { 0.0 };
        held.common += (embedding + head) / f64::from(layout.tensor);
        let copies = if layout.schedule == Schedule::DualPipe { 2.0 } else { 1.0 };
        let divides = |least: &[Sharding]| least.contains(&layout.sharding);
        let weights_divided = divides(&[Sharding::Weights]);
        let gradients_divided = divides(&[Sharding::Weights, Sharding::Gradients]);
        let optimizer_divided = layout.sharding != Sharding::None;
        let fetched = if weights_divided {
            // The layer at hand and the next one.
            2.0 * recipe.weight_bytes * (layers_only.common + layers_only.experts) / layers_per_stage(job, layout)
        } else {
            0.0
        };
        Self {
            weights: copies * held.bytes(recipe.weight_bytes, weights_divided),
            gradients: copies * held.bytes(recipe.gradient_bytes, gradients_divided),
            optimizer: held.bytes(recipe.master_bytes + job.optimizer.moment_bytes, optimizer_divided),
            activations: activations(job, layout, is_first),
            logits: if has_head { logits(job, layout) } else { 0.0 },
            fetched,
            reserve: RESERVED_SHARE * job.cluster.memory,
        }
    }

    /// All of it.
    #[must_use]
    pub fn total(&self) -> f64 {
        // Not by way of the parts: a search asks for millions of totals and needs no names.
        self.weights + self.gradients + self.optimizer + self.activations + self.logits + self.fetched + self.reserve
    }

    /// Every part with its name.
    #[must_use]
    pub fn parts(&self) -> [(&'static str, f64); 7] {
        [
            (words::weights(), self.weights),
            (words::gradients(), self.gradients),
            (words::optimizer_state(), self.optimizer),
            (words::activations(), self.activations),
            (words::logits(), self.logits),
            (words::fetched_weights(), self.fetched),
            (words::reserve(), self.reserve),
        ]
    }
}

/// Tokens of one micro-batch on one chip, before tensor-parallel chips divide them.
pub(super) fn tokens(job: &Job, layout: &Layout) -> f64 {
    f64::from(layout.micro_batch) * f64::from(job.sequence) / f64::from(layout.context)
}

/// Logits in the format of activations, and their FP32 copy with its gradient in place.
fn logits(job: &Job, layout: &Layout) -> f64 {
    tokens(job, layout) * job.work.vocabulary / f64::from(layout.tensor) * (job.recipe.activation_bytes + 4.0)
}

fn activations(job: &Job, layout: &Layout, is_first: bool) -> f64 {
    let (kept, at_hand) = activations_of_layer(job, layout);
    kept * layers_in_flight(job, layout, is_first) + at_hand
}

/// Bytes that a micro-batch leaves in a layer, and those of the one layer at hand where it is worked out again.
pub(super) fn activations_of_layer(job: &Job, layout: &Layout) -> (f64, f64) {
    let tokens = tokens(job, layout);
    let layer = tokens * layer_bytes(job, layout);
    match layout.recomputation {
        Recomputation::Full => (tokens * job.work.hidden * job.recipe.activation_bytes / outside_split(layout), layer),
        _ => (layer, 0.0),
    }
}

/// Layers whose forward pass is kept at a time, counted for one micro-batch each.
fn layers_in_flight(job: &Job, layout: &Layout, is_first: bool) -> f64 {
    let stages = f64::from(layout.pipeline);
    let layers = layers_per_stage(job, layout);
    let all = layers * f64::from(layout.micro_batches(job.cluster.chips, job.global_batch));
    let chunks = f64::from(layout.virtual_stages);
    let kept = match layout.schedule {
        Schedule::Gpipe => all,
        Schedule::DualPipe => layers * (stages + 1.0),
        _ if !is_first => layers,
        _ if layout.virtual_stages > 1 => layers * (stages + (stages - 1.0) / chunks),
        _ => layers * stages,
    };
    kept.min(all)
}

/// What divides the numbers outside of attention and feed-forward blocks.
pub(super) fn outside_split(layout: &Layout) -> f64 {
    if layout.sequence_parallel { f64::from(layout.tensor) } else { 1.0 }
}

/// Bytes that one token leaves in one layer, averaged over layers.
fn layer_bytes(job: &Job, layout: &Layout) -> f64 {
    let (work, recipe) = (&job.work, job.recipe);
    let (kept, input) = (recipe.activation_bytes, recipe.input_bytes);
    let is_cheap = layout.recomputation == Recomputation::Cheap;
    // Inputs of both norms, and of both blocks where these are kept; with a plain block also the masks of two dropouts,
    // a byte each.
    let masks = if work.is_gated { 0.0 } else { 2.0 };
    let block_inputs = if is_cheap { 0.0 } else { 2.0 * input };
    let outside = work.hidden * (2.0 * kept + block_inputs + masks);
    let projected = if is_cheap { work.latent } else { work.queries + work.keys_values };
    let attention = projected * kept + work.outputs * input + scores(job, layout);
    // What goes into the activation, and what comes out of it where that is kept.
    let entering = if work.is_gated { 2.0 } else { 1.0 };
    let block = |inner: f64| inner * if is_cheap { entering * input } else { entering * kept + input };
    let weighted = if is_cheap { 0.0 } else { kept };
    let visits = work.visited * (work.hidden * (input + weighted) + block(work.expert_inner));
    let blocks =
        work.dense_layers() * block(work.dense_inner) + work.expert_layers * (block(work.shared_inner) + visits);
    outside / outside_split(layout) + (attention + blocks / work.layers) / f64::from(layout.tensor)
}

/// Bytes of scores that one token leaves with an unfused kernel: softmax, mask of the dropout, its result.
fn scores(job: &Job, layout: &Layout) -> f64 {
    match (job.kernel, layout.recomputation) {
        (AttentionKernel::Unfused, Recomputation::None) => {
            job.work.heads * f64::from(job.sequence) * (2.0 * job.recipe.activation_bytes + 1.0)
        }
        _ => 0.0,
    }
}
