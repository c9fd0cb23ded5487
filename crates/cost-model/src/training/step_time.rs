//! Time of a training step: products by roofline, traffic that is not hidden, idle pipeline stages.
//!
//! Each part is what it adds to the step on the critical path, so that the parts sum to the whole.

use super::job::Job;
use super::layout::{Layout, apiece, key_value_copies};
use super::memory::{Held, expert_split, layers_per_stage, outside_split, tokens};
use super::work::Matrices;
use super::{AttentionKernel, Recomputation, Schedule, Sharding};
use crate::catalogue::Precision;
use crate::words::training_step_time as words;

/// Seconds of one step, by what they go into.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct StepTime {
    /// Products of attention projections, dense blocks, routers, shared experts and the head.
    pub products: f64,
    /// Products of routed experts.
    pub experts: f64,
    /// Attention's own products.
    pub attention: f64,
    /// Norms, activations, positions, residuals, and starting programs.
    pub elementwise: f64,
    /// What is worked out a second time.
    pub recomputation: f64,
    /// Tensor-parallel traffic.
    pub tensor: f64,
    /// Context-parallel traffic.
    pub context: f64,
    /// Traffic to experts and back.
    pub expert: f64,
    /// Idle and uneven pipeline stages, and traffic between them.
    pub pipeline: f64,
    /// Gradients and weights between data-parallel ranks.
    pub data: f64,
    /// The optimizer.
    pub optimizer: f64,
    /// Chips waiting for the slowest.
    pub uneven: f64,
}

impl StepTime {
    pub(super) fn of(job: &Job, layout: &Layout) -> Self {
        let micro_batch = MicroBatch::of(job, layout);
        let count = f64::from(layout.micro_batches(job.cluster.chips, job.global_batch));
        let stage = micro_batch.total();
        let (idle, uneven_stages) = idle(job, layout, &micro_batch, stage);
        let mut step =
            Self { pipeline: idle + count * (uneven_stages + micro_batch.pipeline), ..micro_batch.times(count) };
        step.data = data(job, layout, count, stage);
        step.optimizer = optimizer(job, layout);
        let doublings = libm::log2((f64::from(job.cluster.chips) / f64::from(job.cluster.node_size)).max(1.0));
        step.uneven = step.total() * job.efficiency.per_doubling * doublings;
        step
    }

    /// All of it.
    #[must_use]
    pub fn total(&self) -> f64 {
        // Not by way of the parts: a search asks for millions of totals and needs no names.
        self.products
            + self.experts
            + self.attention
            + self.elementwise
            + self.recomputation
            + self.tensor
            + self.context
            + self.expert
            + self.pipeline
            + self.data
            + self.optimizer
            + self.uneven
    }

    /// Every part with its name.
    #[must_use]
    pub fn parts(&self) -> [(&'static str, f64); 12] {
        [
            (words::matrix_products(), self.products),
            (words::expert_products(), self.experts),
            (words::attention(), self.attention),
            (words::elementwise(), self.elementwise),
            (words::recomputation(), self.recomputation),
            (words::tensor_traffic(), self.tensor),
            (words::context_traffic(), self.context),
            (words::expert_traffic(), self.expert),
            (words::pipeline(), self.pipeline),
            (words::data_traffic(), self.data),
            (words::optimizer(), self.optimizer),
            (words::waiting(), self.uneven),
        ]
    }

    fn times(self, count: f64) -> Self {
        Self {
            products: self.products * count,
            experts: self.experts * count,
            attention: self.attention * count,
            elementwise: self.elementwise * count,
            recomputation: self.recomputation * count,
            tensor: self.tensor * count,
            context: self.context * count,
            expert: self.expert * count,
            ..Self::default()
        }
    }
}

/// A micro-batch on the mean stage, forward and backward; `pipeline` holds its traffic between stages.
struct MicroBatch;

impl MicroBatch {
    fn of(job: &Job, layout: &Layout) -> StepTime {
        let work = &job.work;
        let tokens = tokens(job, layout);
        // The mean stage has its part of the layers and of the head.
        let layers = work.layers / f64::from(layout.pipeline);
        let expert_layers = work.expert_layers / f64::from(layout.pipeline);
        let product = |matrices: &Matrices, is_low: bool| products(job, layout, matrices, tokens, is_low);
        let blocks =
            (layers - expert_layers) * product(&work.dense, true) + expert_layers * product(&work.shared, true);
        let forward_layers = layers * product(&work.attention, true) + blocks;
        let head = product(&work.head, false) / f64::from(layout.pipeline);
        let expert = expert_layers * expert_products(job, layout, tokens);
        let (attention, attention_back) = attention(job, layout, tokens);
        let elementwise = layers * elementwise(job, layout, tokens);
        let tensor = layers * tensor(job, layout, tokens);
        let scores_again = if job.kernel == AttentionKernel::Unfused { layers * attention } else { 0.0 };
        let again = match layout.recomputation {
            Recomputation::Full => forward_layers + expert + layers * attention + elementwise + tensor,
            Recomputation::Cheap => scores_again + elementwise + layers * product(&work.from_latent, true),
            Recomputation::Selective => scores_again,
            Recomputation::None => 0.0,
        };
        // What traffic to experts can hide behind: all other work of the layers.
        let beside = 3.0 * (forward_layers + expert + elementwise) + layers * (attention + attention_back) + again;
        let shared = sharing_with_traffic(layout);
        StepTime {
            products: 3.0 * (forward_layers + head) * shared,
            experts: 3.0 * expert * shared,
            attention: layers * (attention + attention_back) * shared,
            elementwise: (3.0 * elementwise + layers * job.efficiency.launch) * shared,
            recomputation: again * shared,
            tensor: 2.0 * tensor,
            context: layers * context(job, layout, tokens, attention),
            expert: expert_layers * experts(job, layout, tokens, beside / layers),
            pipeline: between_stages(job, layout, tokens),
            ..StepTime::default()
        }
    }
}

/// How much longer work takes because a part of the chip does nothing but send: with DualPipe 20 of 132 multiprocessors
/// carry the traffic to experts (DeepSeek-V3 report, section 3.2.2).
fn sharing_with_traffic(layout: &Layout) -> f64 {
    if layout.schedule == Schedule::DualPipe && layout.expert > 1 { 132.0 / (132.0 - 20.0) } else { 1.0 }
}

/// Seconds of one pass of all tokens through matrices that tensor-parallel chips divide: FLOP at the rate that is
/// reached, and the traffic with memory that products cannot hide entirely.
fn products(job: &Job, layout: &Layout, matrices: &Matrices, tokens: f64, is_low: bool) -> f64 {
    let tensor = f64::from(layout.tensor);
    let flop = 2.0 * tokens * matrices.parameters / tensor;
    let weights = matrices.parameters / tensor * job.recipe.activation_bytes;
    // Either the inputs or the outputs of a product are whole on every chip.
    let passed = tokens * matrices.widths * (1.0 + 1.0 / tensor) / 2.0 * job.recipe.activation_bytes;
    flop / rate(job, is_low) + (weights + passed) / memory_rate(job)
}

/// FLOP per second that products reach: of the layers, where `is_low`, or of what stays in the higher format.
pub(super) fn rate(job: &Job, is_low: bool) -> f64 {
    let matrix = job.efficiency.matrix_at(job.reference_peak);
    let reached = |peak: f64, precision: Precision| match precision {
        Precision::Fp8 | Precision::Fp4 | Precision::Int8 => peak * job.efficiency.low_precision,
        _ => peak * matrix,
    };
    let rest = reached(job.rest_peak, job.recipe.rest);
    if !is_low {
        return rest;
    }
    let low = reached(job.linear_peak, job.recipe.linear);
    1.0 / ((1.0 - job.kept_share) / low + job.kept_share / rest)
}

pub(super) fn memory_rate(job: &Job) -> f64 {
    job.cluster.memory_bandwidth * job.efficiency.memory
}

/// Seconds of one pass of all tokens through the experts that they visit. Few rows for each expert make its weights the
/// greater part of the traffic.
fn expert_products(job: &Job, layout: &Layout, tokens: f64) -> f64 {
    let work = &job.work;
    let rows = tokens / f64::from(layout.tensor) * work.visited;
    let held = work.experts * work.expert.parameters / f64::from(expert_split(layout));
    let flop = 2.0 * rows * work.expert.parameters;
    let passed = rows * (work.expert.widths + 2.0 * work.hidden) * job.recipe.activation_bytes;
    flop / rate(job, true) + (held * job.recipe.activation_bytes + passed) / memory_rate(job)
}

/// Seconds of attention's products in one layer, forward and backward. A fused kernel works out the scores once more in
/// the backward pass: five products against two (FlashAttention-2, section 3.1). An unfused one does the whole square of
/// scores and moves each some ten times.
fn attention(job: &Job, layout: &Layout, tokens: f64) -> (f64, f64) {
    let flop = tokens * job.work.attention_flop / f64::from(layout.tensor);
    match job.kernel {
        AttentionKernel::Flash => {
            let forward = flop / (job.rest_peak * job.efficiency.attention);
            (forward, 2.5 * forward)
        }
        AttentionKernel::Unfused => {
            const MOVES: f64 = 5.0;
            let scores = tokens * job.work.heads * f64::from(job.sequence) / f64::from(layout.tensor);
            let moved = MOVES * scores * job.recipe.activation_bytes / memory_rate(job);
            let forward = 2.0 * flop / rate(job, false) + moved;
            (forward, 2.0 * forward)
        }
    }
}

/// Seconds of norms, residuals, positions and activations in the forward pass of one layer, which memory sets: two norms
/// read and write the stream, two residuals read it twice and write it; positions and activations read and write what
/// the blocks hold.
fn elementwise(job: &Job, layout: &Layout, tokens: f64) -> f64 {
    let work = &job.work;
    let outside = 10.0 * work.hidden / outside_split(layout);
    let block = |inner: f64| if work.is_gated { 3.0 * inner } else { 2.0 * inner };
    let sorted = 4.0 * work.visited * work.hidden;
    let blocks = work.dense_layers() * block(work.dense_inner)
        + work.expert_layers * (block(work.shared_inner) + work.visited * block(work.expert_inner) + sorted);
    let inside = (2.0 * (work.queries + work.keys_values) + blocks / work.layers) / f64::from(layout.tensor);
    let bytes = tokens * (outside + inside) * job.recipe.activation_bytes;
    job.efficiency.elementwise * bytes / memory_rate(job)
}

/// Bytes per second that a collective reaches among so many neighbours, `stride` chips apart.
pub(super) fn collective_rate(job: &Job, group: u32, stride: u32) -> f64 {
    let in_node = apiece(job.cluster.node_size, stride).max(1);
    if group <= in_node {
        return job.cluster.link * job.efficiency.link;
    }
    let through_network = job.cluster.network * job.efficiency.network * f64::from(in_node);
    through_network.min(job.cluster.link * job.efficiency.link)
}

/// Seconds that tensor-parallel traffic of one layer's forward pass adds: gathering before and scattering after each of
/// two blocks, or reducing on all chips, which moves as much (Korthikanti et al. 2022). In a layer with experts that are
/// dealt out, the second block's goes to the experts instead.
fn tensor(job: &Job, layout: &Layout, tokens: f64) -> f64 {
    if layout.tensor == 1 {
        return 0.0;
    }
    let t = f64::from(layout.tensor);
    let to_experts = if layout.expert > 1 { job.work.expert_layers / job.work.layers } else { 0.0 };
    let blocks = 2.0 - to_experts;
    let bytes = 2.0 * blocks * tokens * job.work.hidden * job.recipe.activation_bytes * (t - 1.0) / t;
    job.efficiency.exposed_tensor * bytes / collective_rate(job, layout.tensor, 1)
}

/// Seconds that passing keys and values around in one layer adds: once forward, and they and their gradients backward.
fn context(job: &Job, layout: &Layout, tokens: f64, attention: f64) -> f64 {
    if layout.context == 1 {
        return 0.0;
    }
    let others = f64::from(layout.context) - 1.0;
    let width = job.work.keys_values / f64::from(layout.tensor) * key_value_copies(job.model, layout.tensor);
    let bytes = 3.0 * others * tokens * width * job.recipe.activation_bytes;
    let seconds = bytes / collective_rate(job, layout.context, layout.tensor);
    hidden(seconds, 3.5 * attention, job.efficiency.exposed_tensor)
}

/// What traffic adds: the part that is never hidden, and what of the rest is longer than the work beside it.
fn hidden(seconds: f64, beside: f64, exposed: f64) -> f64 {
    let rest = (1.0 - exposed) * seconds - beside;
    exposed * seconds + rest.max(0.0)
}

/// Nodes that one token is sent to at most. Assumed for every router: DeepSeek-V3's is held to four.
const MOST_NODES: f64 = 4.0;

/// Seconds that sending tokens to the experts of one layer and back adds, forward and backward. Between nodes, a token
/// travels once to each node and is handed on there (DeepSeek-V3, section 3.2.2); inside, once to each expert.
fn experts(job: &Job, layout: &Layout, tokens: f64, beside: f64) -> f64 {
    if layout.expert == 1 {
        return 0.0;
    }
    let (work, recipe) = (&job.work, job.recipe);
    let degree = f64::from(layout.expert);
    let each = tokens / f64::from(layout.tensor) * work.hidden * 2.0 * (recipe.dispatch_bytes + recipe.combine_bytes);
    let inside = each * work.visited * (1.0 - 1.0 / degree) / (job.cluster.link * job.efficiency.link);
    let nodes = degree / f64::from(job.cluster.node_size);
    let between = if nodes > 1.0 {
        let reached = (nodes * (1.0 - libm::pow(1.0 - 1.0 / nodes, work.visited))).min(MOST_NODES);
        each * reached * (1.0 - 1.0 / nodes) / (job.cluster.network * job.efficiency.network)
    } else {
        0.0
    };
    let seconds = inside.max(between);
    match layout.schedule {
        Schedule::DualPipe => hidden(seconds, beside, 0.0),
        _ if nodes > 1.0 => seconds,
        _ => job.efficiency.exposed_expert * seconds,
    }
}

/// Seconds of sending a micro-batch on to the next stage and its gradient back, for every chunk.
fn between_stages(job: &Job, layout: &Layout, tokens: f64) -> f64 {
    if layout.pipeline == 1 {
        return 0.0;
    }
    let bytes = tokens * job.work.hidden * job.recipe.activation_bytes / f64::from(layout.tensor);
    let sends = 2.0 * f64::from(layout.virtual_stages);
    let rate = if layout.model_parallel() <= u64::from(job.cluster.node_size) {
        job.cluster.link * job.efficiency.link
    } else {
        job.cluster.network * job.efficiency.network
    };
    job.efficiency.exposed_data * sends * bytes / rate
}

/// Seconds that stages stand idle while the pipeline fills and empties, and by which the fullest stage is longer than the
/// mean one for each micro-batch.
fn idle(job: &Job, layout: &Layout, micro_batch: &StepTime, stage: f64) -> (f64, f64) {
    if layout.pipeline == 1 {
        return (0.0, 0.0);
    }
    let stages = f64::from(layout.pipeline);
    let head = 3.0 * products(job, layout, &job.work.head, tokens(job, layout), false);
    let per_layer = (stage - micro_batch.pipeline - head / stages) * stages / job.work.layers;
    let fullest = layers_per_stage(job, layout) * per_layer + micro_batch.pipeline;
    let longest = fullest.max(stage);
    let idle = match layout.schedule {
        Schedule::Gpipe | Schedule::OneForwardOneBackward => {
            (stages - 1.0) * longest / f64::from(layout.virtual_stages)
        }
        Schedule::ZeroBubble => (stages - 1.0) * longest / 3.0,
        Schedule::DualPipe => (stages / 2.0 - 1.0) * longest * 2.0 / 3.0,
    };
    (idle, longest - stage)
}

/// Seconds of a step in which stages stand idle, wait for uneven ones, and send to each other.
pub(super) fn pipeline_parts(job: &Job, layout: &Layout) -> [f64; 3] {
    let micro_batch = MicroBatch::of(job, layout);
    let count = f64::from(layout.micro_batches(job.cluster.chips, job.global_batch));
    let (idle, uneven) = idle(job, layout, &micro_batch, micro_batch.total());
    [idle, count * uneven, count * micro_batch.pipeline]
}

/// Parameters of a chip that data-parallel ranks have in common, and how many ranks these are.
pub(super) fn held_in_common(job: &Job, layout: &Layout) -> (f64, f64) {
    let held = Held::of(job, layout);
    (held.common, held.common_ranks)
}

/// Seconds that data-parallel traffic adds to a step of so many micro-batches.
fn data(job: &Job, layout: &Layout, count: f64, stage: f64) -> f64 {
    let held = Held::of(job, layout);
    let common = |bytes: f64| exchange(job, held.common * bytes, held.common_ranks, layout.tensor);
    let experts = |bytes: f64| exchange(job, held.experts * bytes, held.expert_ranks, expert_split(layout));
    let all = |bytes: f64| common(bytes) + experts(bytes);
    let (gradients, weights) = (all(job.recipe.gradient_traffic_bytes), all(job.recipe.activation_bytes));
    let (exposed, fetched) = (job.efficiency.exposed_data, job.efficiency.exposed_fetch);
    let (forward, backward) = (stage / 3.0, 2.0 * stage / 3.0);
    match layout.sharding {
        // Reducing on all ranks moves as much as scattering and gathering gradients.
        Sharding::None => hidden(2.0 * gradients, backward, exposed),
        Sharding::Optimizer => hidden(gradients, backward, exposed) + hidden(weights, forward, exposed),
        Sharding::Gradients => count * hidden(gradients, backward, fetched) + hidden(weights, forward, exposed),
        Sharding::Weights => {
            count * (hidden(gradients + weights, backward, fetched) + hidden(weights, forward, fetched))
        }
    }
}

/// Seconds of one gathering or scattering of so many bytes among ranks that are so many chips apart.
fn exchange(job: &Job, bytes: f64, ranks: f64, apart: u32) -> f64 {
    if ranks <= 1.0 {
        return 0.0;
    }
    bytes * (ranks - 1.0) / ranks / collective_rate(job, ranks as u32, apart)
}

/// Seconds of reading and writing what the optimizer keeps.
fn optimizer(job: &Job, layout: &Layout) -> f64 {
    let held = Held::of(job, layout);
    let kept = job.recipe.master_bytes + job.optimizer.moment_bytes;
    let each = 2.0 * kept + job.recipe.gradient_bytes + job.recipe.weight_bytes;
    let parameters = match layout.sharding {
        Sharding::None => held.common + held.experts,
        _ => held.common / held.common_ranks + held.experts / held.expert_ranks,
    };
    parameters * each / memory_rate(job)
}
