//! What one token asks of one layer: the matrices that it is multiplied with, what is read and written beside them,
//! and what is kept for the backward pass.

use crate::architecture;
use crate::catalogue::{Architecture, AttentionKind, FeedForward};
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
    fn add(&mut self, inner: u64, outer: u64) {
        self.parameters += (inner * outer) as f64;
        self.widths += (inner + outer) as f64;
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
        let mut head = Matrices::default();
        head.add(model.hidden_size, model.vocab_size);
        let experts = model.experts.as_ref();
        let expert_layers =
            experts.map_or(0, |experts| model.num_layers - experts.num_dense_layers.min(model.num_layers));
        let shared_inner = experts.map_or(0, |experts| experts.shared_intermediate_size);
        let expert_inner = experts.map_or(0, |experts| experts.moe_intermediate_size);
        let mut shared = feed_forward(model, shared_inner);
        shared.add(model.hidden_size, experts.map_or(0, |experts| experts.num_experts));
        Self {
            hidden: model.hidden_size as f64,
            layers: model.num_layers as f64,
            expert_layers: expert_layers as f64,
            attention: Matrices { parameters: projected(model), ..projections(model) },
            dense: feed_forward(model, model.intermediate_size),
            shared,
            expert: feed_forward(model, expert_inner),
            experts: experts.map_or(0.0, |experts| experts.num_experts as f64),
            visited: experts.map_or(0.0, |experts| experts.num_experts_per_token as f64),
            head,
            vocabulary: model.vocab_size as f64,
            embedding: ((model.vocab_size + model.position_embeddings) * model.hidden_size) as f64,
            has_own_head: !model.tie_word_embeddings,
            heads: model.attention.num_attention_heads as f64,
            queries,
            keys_values,
            outputs,
            latent: latent(model).unwrap_or(queries + keys_values),
            from_latent: from_latent(model),
            attention_flop: attention_flop / 3.0 / model.num_layers as f64,
            dense_inner: model.intermediate_size as f64,
            shared_inner: shared_inner as f64,
            expert_inner: expert_inner as f64,
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
    let heads = model.attention.num_attention_heads;
    let (queries, keys_values, outputs) = match model.attention.kind {
        AttentionKind::Grouped { num_key_value_heads, head_dim, .. } => {
            (heads * head_dim, 2 * num_key_value_heads * head_dim, heads * head_dim)
        }
        AttentionKind::Mla { qk_nope_head_dim, qk_rope_head_dim, v_head_dim, .. } => {
            let key = qk_nope_head_dim + qk_rope_head_dim;
            (heads * key, heads * (key + v_head_dim), heads * v_head_dim)
        }
    };
    (queries as f64, keys_values as f64, outputs as f64)
}

/// Width of the compressed queries, keys and values that latent attention keeps.
fn latent(model: &Architecture) -> Option<f64> {
    match model.attention.kind {
        AttentionKind::Grouped { .. } => None,
        AttentionKind::Mla { q_lora_rank, kv_lora_rank, qk_nope_head_dim, qk_rope_head_dim, .. } => {
            let queries = match q_lora_rank {
                0 => model.attention.num_attention_heads * (qk_nope_head_dim + qk_rope_head_dim),
                rank => rank,
            };
            Some((queries + kv_lora_rank + qk_rope_head_dim) as f64)
        }
    }
}

fn from_latent(model: &Architecture) -> Matrices {
    let mut matrices = Matrices::default();
    if let AttentionKind::Mla { q_lora_rank, kv_lora_rank, qk_nope_head_dim, qk_rope_head_dim, v_head_dim } =
        model.attention.kind
    {
        let heads = model.attention.num_attention_heads;
        if q_lora_rank > 0 {
            matrices.add(q_lora_rank, heads * (qk_nope_head_dim + qk_rope_head_dim));
        }
        matrices.add(kv_lora_rank, heads * (qk_nope_head_dim + v_head_dim));
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
    let (hidden, heads) = (model.hidden_size, model.attention.num_attention_heads);
    let mut matrices = Matrices::default();
    match model.attention.kind {
        AttentionKind::Grouped { num_key_value_heads, head_dim, .. } => {
            matrices.add(hidden, (heads + 2 * num_key_value_heads) * head_dim);
            matrices.add(heads * head_dim, hidden);
        }
        AttentionKind::Mla { q_lora_rank, kv_lora_rank, qk_nope_head_dim, qk_rope_head_dim, v_head_dim } => {
            let queries = heads * (qk_nope_head_dim + qk_rope_head_dim);
            match q_lora_rank {
                0 => matrices.add(hidden, queries),
                rank => {
                    matrices.add(hidden, rank);
                    matrices.add(rank, queries);
                }
            }
            matrices.add(hidden, kv_lora_rank + qk_rope_head_dim);
            matrices.add(kv_lora_rank, heads * (qk_nope_head_dim + v_head_dim));
            matrices.add(heads * v_head_dim, hidden);
        }
    }
    matrices
}

fn feed_forward(model: &Architecture, inner: u64) -> Matrices {
    let mut matrices = Matrices::default();
    if inner > 0 {
        matrices.add(model.hidden_size, (model.feed_forward.matrices() - 1) * inner);
        matrices.add(inner, model.hidden_size);
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
