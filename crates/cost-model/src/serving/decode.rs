//! Decoding: writing the answer, one step for all sequences of a batch.

use super::deployment::{Layout, Served};
use super::traffic::Traffic;
use crate::architecture;
use crate::catalogue::AttentionKind;

/// A step of decoding on a layout.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The layout.
    pub layout: Layout,
    /// Sequences for each chip.
    pub sequences: f64,
    /// Whether memory bounds the batch; otherwise the users' rate, or the number of requests, does.
    pub is_full: bool,
    /// Reading weights, seconds.
    pub weights: f64,
    /// Reading the cache, seconds.
    pub cache: f64,
    /// Arithmetic, seconds.
    pub arithmetic: f64,
    /// Traffic between chips, seconds.
    pub traffic: f64,
    /// What every layer takes in any case, seconds.
    pub layers: f64,
    /// Tokens that each sequence gains.
    pub tokens: f64,
}

impl Step {
    /// How long it takes, in seconds: one after the other.
    #[must_use]
    pub fn seconds(&self) -> f64 {
        self.weights + self.cache + self.arithmetic + self.traffic + self.layers
    }

    /// Tokens of output that one chip gives in a second.
    #[must_use]
    pub fn rate(&self) -> f64 {
        self.sequences * self.tokens / self.seconds()
    }

    /// Seconds for each token of a user.
    #[must_use]
    pub fn seconds_per_token(&self) -> f64 {
        self.seconds() / self.tokens
    }
}

impl Served<'_> {
    /// The layout that gives most output on each chip within the users' rate, with its step; nothing when there is none.
    #[must_use]
    pub fn decode(&self, traffic: &Traffic, layouts: &[Layout]) -> Option<Step> {
        layouts
            .iter()
            .filter_map(|layout| self.decode_on(traffic, *layout, f64::INFINITY))
            .reduce(|best, next| if next.rate() > best.rate() { next } else { best })
    }

    /// The step with the largest batch that memory, the users' rate and a number of sequences over all chips allow.
    /// Nothing when the model does not fit, or is too slow for one user.
    #[must_use]
    pub fn decode_on(&self, traffic: &Traffic, layout: Layout, most: f64) -> Option<Step> {
        let memory = self.room(layout)? / self.cache_bytes_of_sequence(layout, traffic.context);
        let room = memory.min(most / layout.chips);
        let wanted = 1.0 / traffic.rate;
        let step = |sequences: f64| self.decode_step(traffic, layout, sequences);
        // One sequence on all of the chips is the least batch.
        let least = 1.0 / layout.chips;
        if room < least || step(least)?.seconds_per_token() > wanted {
            return None;
        }
        let full = step(room)?;
        if full.seconds_per_token() <= wanted {
            return Some(Step { is_full: memory <= room, ..full });
        }
        let (mut low, mut high) = (least, room);
        for _ in 0..60 {
            let middle = (low + high) / 2.0;
            if step(middle)?.seconds_per_token() > wanted { high = middle } else { low = middle }
        }
        step(low)
    }

    /// A step with so many sequences for every chip.
    fn decode_step(&self, traffic: &Traffic, layout: Layout, sequences: f64) -> Option<Step> {
        let bandwidth = self.bandwidth()? * self.efficiency.bandwidth;
        let guessing = self.guessing();
        let tokens = sequences * (1.0 + self.drafts.tokens);
        let (shared, routed) = self.products();
        let products = (shared + routed * self.efficiency.experts) / self.product_peak()?;
        let attention = self.attention_flop_per_token(traffic.context) / self.attention_peak()?;
        let weights = self.weights_read(layout, tokens) * guessing / bandwidth;
        let cache = sequences * self.cache_bytes_of_sequence(layout, traffic.context) / bandwidth;
        let arithmetic = tokens * guessing * (products + attention) / self.efficiency.arithmetic;
        Some(Step {
            layout,
            sequences,
            is_full: false,
            weights,
            cache,
            arithmetic,
            traffic: tokens * self.exposed_traffic(layout, (weights + cache + arithmetic) / tokens),
            layers: (self.model.num_layers as f64 + self.drafts.tokens) * self.efficiency.layer,
            tokens: self.drafts.tokens_per_step(),
        })
    }

    /// How many times as much a step reads and works out for guessing: each guess is one layer's work (a module of
    /// multi-token prediction), and one more token to check.
    pub(super) fn guessing(&self) -> f64 {
        1.0 + self.drafts.tokens / self.model.num_layers as f64
    }

    /// Bytes of weights that a chip reads in a step with so many tokens for each chip.
    pub(super) fn weights_read(&self, layout: Layout, tokens: f64) -> f64 {
        let common = self.read_by_all() / layout.attention;
        let experts = self.routed_touched(tokens * layout.chips) / layout.chips;
        (common + experts) * self.weights.bytes()
    }

    /// Parameters that every batch reads: all but routed experts and an embedding that is only looked up.
    fn read_by_all(&self) -> f64 {
        let looked_up =
            if self.model.tie_word_embeddings { 0.0 } else { architecture::embedding_parameters(self.model).get() };
        self.common() - looked_up
    }

    /// Parameters of routed experts that a batch of so many tokens reads: of the experts, those that at least one token is
    /// sent to, as an expectation over even routing: 1 − (1 − k ÷ E)^tokens.
    #[must_use]
    pub fn routed_touched(&self, tokens: f64) -> f64 {
        let Some(experts) = &self.model.experts else { return 0.0 };
        let idle = libm::pow(1.0 - experts.num_experts_per_token as f64 / experts.num_experts as f64, tokens);
        self.routed() * (1.0 - idle)
    }

    /// FLOP of attention for one new token over a cache of so many, in all layers. In each that sees the whole cache, of
    /// latent attention in its absorbed form 2 · n · (2 · d_c + d_rope) for each token of the cache; otherwise that of its
    /// heads and 2 · d_c · n · (d_nope + d_v) to make their keys and values; of grouped attention 2 · n · 2 · d_head.
    pub(super) fn attention_flop_per_token(&self, context: f64) -> f64 {
        let attention = &self.model.attention;
        let width = match attention.kind {
            AttentionKind::Mla { kv_lora_rank, qk_rope_head_dim, .. } if self.is_absorbed => {
                2.0 * kv_lora_rank as f64 + qk_rope_head_dim as f64
            }
            AttentionKind::Mla { kv_lora_rank, qk_nope_head_dim, qk_rope_head_dim, v_head_dim, .. } => {
                let head = qk_nope_head_dim as f64 + v_head_dim as f64;
                head + qk_rope_head_dim as f64 + kv_lora_rank as f64 * head
            }
            AttentionKind::Grouped { head_dim, .. } => 2.0 * head_dim as f64,
        };
        let each = 2.0 * (attention.num_attention_heads as f64 * width);
        each * architecture::cached_tokens_seen(self.model, context)
            + architecture::state_flop_per_token(self.model).get()
    }
}
