//! What one token asks of one layer: the matrices that it is multiplied with, what is read and written beside them,
//! and what is kept for the backward pass.

use crate::architecture;
use crate::catalogue::{Architecture, AttentionKind, Experts, FeedForward};
use crate::units::{Tokens, Unit};

/// Matrices of one kind in a layer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Matrices {
    /// Parameters.
    pub(super) parameters: f64,
    /// Sum of the widths of inputs and outputs: numbers that pass in and out of the products for each token.
    pub(super) widths: f64,
}

impl Matrices {
    fn add(&mut self, inner: f64, outer: f64) {
        self.parameters += inner * outer;
        self.widths += inner + outer;
    }
}

/// The sizes of a model that time and memory follow from; counts as `f64`, in which they are exact.
#[derive(Clone, Copy, Debug)]
pub(super) struct Work {
    /// Width of the residual stream.
    pub(super) hidden: f64,
    /// All layers.
    pub(super) layers: f64,
    /// Layers with experts.
    pub(super) expert_layers: f64,
    /// Projections of attention.
    pub(super) attention: Matrices,
    /// Feed-forward block of a dense layer.
    pub(super) dense: Matrices,
    /// Router and shared experts.
    pub(super) shared: Matrices,
    /// One routed expert.
    pub(super) expert: Matrices,
    /// Routed experts of a layer, and how many of them a token visits.
    pub(super) experts: f64,
    pub(super) visited: f64,
    /// The head.
    pub(super) head: Matrices,
    /// Rows of the embedding.
    pub(super) vocabulary: f64,
    /// Parameters of embedding and position table.
    pub(super) embedding: f64,
    /// Whether the head has a matrix of its own.
    pub(super) has_own_head: bool,
    /// Query heads.
    pub(super) heads: f64,
    /// Widths of queries, of keys with values, and of attention's output, over all heads.
    pub(super) queries: f64,
    pub(super) keys_values: f64,
    pub(super) outputs: f64,
    /// What queries, keys and values can be projected from again: their latent vectors, or they themselves.
    pub(super) latent: f64,
    /// Matrices of those projections; none where there are no latent vectors.
    pub(super) from_latent: Matrices,
    /// FLOP of attention's two products for one token in the forward pass, causal, averaged over layers.
    pub(super) attention_flop: f64,
    /// Inner width of a dense layer's block, of the shared experts, and of one expert.
    pub(super) dense_inner: f64,
    pub(super) shared_inner: f64,
    pub(super) expert_inner: f64,
    /// Whether feed-forward blocks have a gate.
    pub(super) is_gated: bool,
    /// Model FLOP of one token, forward and backward, attention causal.
    pub(super) model_flop: f64,
}

impl Work {
    pub(super) fn of(model: &Architecture, sequence: u32) -> Self {
        let length = Tokens::new(f64::from(sequence));
        let attention_flop = architecture::attention_flop_per_token(model, length).base();
        let (queries, keys_values, outputs) = attention_widths(model);
        let (hidden, vocabulary) = (model.hidden_size as f64, model.vocab_size as f64);
        let mut head = Matrices::default();
        head.add(hidden, vocabulary);
        let experts = model.experts.as_ref();
        let count = |of: fn(&Experts) -> u64| experts.map_or(0, of) as f64;
        let shared_inner = count(|experts| experts.shared_intermediate_size);
        let expert_inner = count(|experts| experts.moe_intermediate_size);
        let number = count(|experts| experts.num_experts);
        let mut shared = feed_forward(model, shared_inner);
        shared.add(hidden, number);
        Self {
            hidden,
            layers: model.num_layers as f64,
            expert_layers: architecture::expert_layers(model) as f64,
            attention: Matrices { parameters: projected(model), ..projections(model) },
            dense: feed_forward(model, model.intermediate_size as f64),
            shared,
            expert: feed_forward(model, expert_inner),
            experts: number,
            visited: count(|experts| experts.num_experts_per_token),
            head,
            vocabulary,
            embedding: architecture::embedding_parameters(model).base(),
            has_own_head: !model.tie_word_embeddings,
            heads: model.attention.num_attention_heads as f64,
            queries,
            keys_values,
            outputs,
            latent: latent(model).unwrap_or(queries + keys_values),
            from_latent: from_latent(model),
            attention_flop: attention_flop / 3.0 / model.num_layers as f64,
            dense_inner: model.intermediate_size as f64,
            shared_inner,
            expert_inner,
            is_gated: model.feed_forward == FeedForward::Gated,
            model_flop: 6.0 * architecture::active_parameters(model).base() + attention_flop,
        }
    }

    /// Layers without experts.
    pub(super) fn dense_layers(&self) -> f64 {
        self.layers - self.expert_layers
    }

    /// Parameters of a layer that every chip of a tensor-parallel group shares in: all but routed experts, averaged
    /// over layers.
    pub(super) fn common_parameters(&self) -> f64 {
        let blocks = self.dense_layers() * self.dense.parameters + self.expert_layers * self.shared.parameters;
        self.attention.parameters + blocks / self.layers
    }

    /// Parameters of all routed experts of a layer, averaged over layers.
    pub(super) fn expert_parameters(&self) -> f64 {
        self.expert_layers / self.layers * self.experts * self.expert.parameters
    }
}

/// Widths of queries, of keys and values together, and of attention's output, over all heads.
fn attention_widths(model: &Architecture) -> (f64, f64, f64) {
    let heads = model.attention.num_attention_heads as f64;
    match model.attention.kind {
        AttentionKind::Grouped { num_key_value_heads, head_dim, .. } => {
            let head = head_dim as f64;
            (heads * head, 2.0 * num_key_value_heads as f64 * head, heads * head)
        }
        AttentionKind::Mla { qk_nope_head_dim, qk_rope_head_dim, v_head_dim, .. } => {
            let (key, value) = (qk_nope_head_dim as f64 + qk_rope_head_dim as f64, v_head_dim as f64);
            (heads * key, heads * (key + value), heads * value)
        }
    }
}

/// The widths of latent attention.
struct Latent {
    /// Compressed queries; 0 when they are not compressed.
    rank: f64,
    /// Compressed keys and values.
    latent: f64,
    /// Positions, beside the compressed keys.
    rope: f64,
    /// Queries over all heads.
    queries: f64,
    /// Keys without positions and values, over all heads.
    keys_values: f64,
    /// Values over all heads.
    values: f64,
}

impl Latent {
    fn of(model: &Architecture) -> Option<Self> {
        let AttentionKind::Mla { q_lora_rank, kv_lora_rank, qk_nope_head_dim, qk_rope_head_dim, v_head_dim } =
            model.attention.kind
        else {
            return None;
        };
        let heads = model.attention.num_attention_heads as f64;
        let [rank, latent, nope, rope, value] =
            [q_lora_rank, kv_lora_rank, qk_nope_head_dim, qk_rope_head_dim, v_head_dim].map(|width| width as f64);
        let (queries, keys_values) = (heads * (nope + rope), heads * (nope + value));
        Some(Self { rank, latent, rope, queries, keys_values, values: heads * value })
    }
}

/// Width of the compressed queries, keys and values that latent attention keeps.
fn latent(model: &Architecture) -> Option<f64> {
    let of = Latent::of(model)?;
    let queries = if of.rank > 0.0 { of.rank } else { of.queries };
    Some(queries + of.latent + of.rope)
}

fn from_latent(model: &Architecture) -> Matrices {
    let mut matrices = Matrices::default();
    if let Some(of) = Latent::of(model) {
        if of.rank > 0.0 {
            matrices.add(of.rank, of.queries);
        }
        matrices.add(of.latent, of.keys_values);
    }
    matrices
}

/// Parameters of attention's projections, averaged over layers: linear ones have others than the rest.
fn projected(model: &Architecture) -> f64 {
    let work = architecture::flop_per_token(model, Tokens::new(0.0));
    work.forward.attention_projections.base() / 2.0 / model.num_layers as f64
}

/// Matrices of a layer whose attention is not linear.
fn projections(model: &Architecture) -> Matrices {
    let hidden = model.hidden_size as f64;
    let mut matrices = Matrices::default();
    match Latent::of(model) {
        None => {
            let (queries, keys_values, outputs) = attention_widths(model);
            matrices.add(hidden, queries + keys_values);
            matrices.add(outputs, hidden);
        }
        Some(of) => {
            if of.rank > 0.0 {
                matrices.add(hidden, of.rank);
                matrices.add(of.rank, of.queries);
            } else {
                matrices.add(hidden, of.queries);
            }
            matrices.add(hidden, of.latent + of.rope);
            matrices.add(of.latent, of.keys_values);
            matrices.add(of.values, hidden);
        }
    }
    matrices
}

fn feed_forward(model: &Architecture, inner: f64) -> Matrices {
    let hidden = model.hidden_size as f64;
    let mut matrices = Matrices::default();
    if inner > 0.0 {
        let inward = match model.feed_forward {
            FeedForward::Gated => 2.0,
            FeedForward::Plain => 1.0,
        };
        matrices.add(hidden, inward * inner);
        matrices.add(inner, hidden);
    }
    matrices
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;

    #[test]
    fn the_parts_are_all_parameters_that_are_matrices() {
        for model in Catalogue::current().models() {
            let Some(architecture) = model.architecture.as_ref().map(|published| published.value()) else { continue };
            let work = Work::of(&architecture, 4096);
            let heads = work.head.parameters;
            let all = work.layers * (work.common_parameters() + work.expert_parameters()) + heads;
            let visited = all - work.expert_layers * (work.experts - work.visited) * work.expert.parameters;
            let active = architecture::active_parameters(&architecture).base();
            assert!((visited / active - 1.0).abs() < 1e-9, "{}: {visited} {active}", model.slug);
        }
    }
}
