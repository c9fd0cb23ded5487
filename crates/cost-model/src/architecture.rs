//! What a transformer's configuration says of its size and of the work for a token.
//!
//! Counts are exact. Learned router bias terms, embedding norms and multi-token prediction modules are not part of an
//! [`Architecture`] and are left out.

use std::ops::{Add, Mul};

use crate::catalogue::{Architecture, AttentionKind, Biases, FeedForward, QkNorm};
use crate::units::{FlopPerToken, Parameters, Tokens};

/// All parameters: embedding, position table, layers with every expert, final norm, and the head where it has a matrix
/// of its own.
///
/// Latent attention is counted as in the DeepSeek-V2 paper, with the norms on both compressed vectors.
#[must_use]
pub fn total_parameters(of: &Architecture) -> Parameters {
    let embedding = of.vocab_size * of.hidden_size;
    let head = if of.tie_word_embeddings { 0 } else { embedding };
    let positions = of.position_embeddings * of.hidden_size;
    let routed = of.experts.as_ref().map_or(0, |experts| experts.num_experts);
    let layers = layers(of, routed);
    exact(embedding + head + positions + layers.matrices + layers.vectors)
}

/// The parameters of the matrices that one token is multiplied with: those of attention, routers, feed-forward blocks
/// with the routed experts that one token passes through, and the head, also when it shares the embedding's matrix.
///
/// This is N in 6·N (PaLM, appendix B). The input embedding and the position table are looked up, norms and biases are
/// no products of matrices; both are left out, as Megatron-LM does.
#[must_use]
pub fn active_parameters(of: &Architecture) -> Parameters {
    let routed = of.experts.as_ref().map_or(0, |experts| experts.num_experts_per_token);
    exact(of.vocab_size * of.hidden_size + layers(of, routed).matrices)
}

/// Work of attention's two products (queries with keys, weights with values) for one token, forward and backward,
/// averaged over a sequence under a causal mask: 3 · 2 · heads · (query width + value width) · keys seen, summed over
/// layers.
///
/// A token sees s/2 keys on average; through a window of w tokens w − w²/(2s), and s/2 where the window is wider than
/// the sequence. Both are the continuous means that leave out half a key on the diagonal (exact would be (s + 1)/2), so
/// that a window as wide as the sequence counts like none. A length that is not above zero gives no work.
#[must_use]
pub fn attention_flop_per_token(of: &Architecture, sequence_length: Tokens) -> FlopPerToken {
    let length = sequence_length.get();
    if length.is_nan() || length <= 0.0 {
        return FlopPerToken::new(0.0);
    }
    let width = match of.attention.kind {
        AttentionKind::Grouped { head_dim, .. } => 2 * head_dim,
        AttentionKind::Mla { qk_nope_head_dim, qk_rope_head_dim, v_head_dim, .. } => {
            qk_nope_head_dim + qk_rope_head_dim + v_head_dim
        }
    };
    let (windowed, window) = of.attention.sliding_window.map_or((0, 0.0), |window| {
        let tokens = window.tokens as f64;
        let seen = if tokens < length { tokens - tokens * (tokens / length) / 2.0 } else { length / 2.0 };
        (window.layers.min(of.num_layers), seen)
    });
    let full = of.num_layers - windowed;
    let keys = full as f64 * (length / 2.0) + windowed as f64 * window;
    FlopPerToken::new((6 * of.attention.num_attention_heads * width) as f64 * keys)
}

/// Counts lie far below 2⁵³, where every whole number is an `f64`.
fn exact(count: u64) -> Parameters {
    Parameters::new(count as f64)
}

/// Parameters in matrices, and in the vectors of biases and norms.
#[derive(Clone, Copy, Default)]
struct Count {
    matrices: u64,
    vectors: u64,
}

impl Add for Count {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { matrices: self.matrices + other.matrices, vectors: self.vectors + other.vectors }
    }
}

impl Mul<Count> for u64 {
    type Output = Count;

    fn mul(self, each: Count) -> Count {
        Count { matrices: self * each.matrices, vectors: self * each.vectors }
    }
}

/// All layers and the final norm, with so many routed experts in each layer that has any.
fn layers(of: &Architecture, routed: u64) -> Count {
    let norm = Count { matrices: 0, vectors: norm(of.hidden_size, of.biases) };
    let dense = feed_forward(of, of.intermediate_size);
    let blocks = match &of.experts {
        None => of.num_layers * dense,
        Some(experts) => {
            let dense_layers = experts.num_dense_layers.min(of.num_layers);
            let router = Count {
                matrices: of.hidden_size * experts.num_experts,
                vectors: if of.biases == Biases::All { experts.num_experts } else { 0 },
            };
            let shared = match experts.shared_intermediate_size {
                0 => Count::default(),
                size => feed_forward(of, size),
            };
            let mixture = router + routed * feed_forward(of, experts.moe_intermediate_size) + shared;
            dense_layers * dense + (of.num_layers - dense_layers) * mixture
        }
    };
    of.num_layers * (attention(of) + of.norms_per_layer * norm) + blocks + norm
}

/// A norm over so many values: a gain for each, and an offset where norms have one.
fn norm(width: u64, biases: Biases) -> u64 {
    if biases == Biases::All { 2 * width } else { width }
}

/// A feed-forward block of an inner width.
fn feed_forward(of: &Architecture, inner: u64) -> Count {
    let inward = match of.feed_forward {
        FeedForward::Gated => 2,
        FeedForward::Plain => 1,
    };
    Count {
        matrices: of.feed_forward.matrices() * of.hidden_size * inner,
        vectors: if of.biases == Biases::All { inward * inner + of.hidden_size } else { 0 },
    }
}

/// Attention of one layer. With latent attention a bias is counted for every matrix that makes queries, keys and values.
fn attention(of: &Architecture) -> Count {
    let hidden = of.hidden_size;
    let heads = of.attention.num_attention_heads;
    // Matrices, outputs of those that make queries, keys and values, and norms.
    let (matrices, outputs, norms) = match of.attention.kind {
        AttentionKind::Grouped { num_key_value_heads, head_dim, qk_norm } => {
            let (query, key) = (heads * head_dim, num_key_value_heads * head_dim);
            let norms = match qk_norm {
                QkNorm::None => 0,
                QkNorm::Head => 2 * norm(head_dim, of.biases),
                QkNorm::Full => norm(query, of.biases) + norm(key, of.biases),
            };
            (2 * hidden * query + 2 * hidden * key, query + 2 * key, norms)
        }
        AttentionKind::Mla { q_lora_rank, kv_lora_rank, qk_nope_head_dim, qk_rope_head_dim, v_head_dim } => {
            let query = heads * (qk_nope_head_dim + qk_rope_head_dim);
            let (query_matrices, query_outputs, query_norm) = match q_lora_rank {
                0 => (hidden * query, query, 0),
                rank => (rank * (hidden + query), rank + query, norm(rank, of.biases)),
            };
            let key_value = heads * (qk_nope_head_dim + v_head_dim);
            let matrices = query_matrices
                + kv_lora_rank * (hidden + key_value)
                + hidden * qk_rope_head_dim
                + heads * v_head_dim * hidden;
            let outputs = query_outputs + kv_lora_rank + qk_rope_head_dim + key_value;
            (matrices, outputs, query_norm + norm(kv_lora_rank, of.biases))
        }
    };
    let biases = match of.biases {
        Biases::None => 0,
        Biases::Qkv => outputs,
        Biases::Attention | Biases::All => outputs + hidden,
    };
    Count { matrices, vectors: biases + norms }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Attention, Experts, SlidingWindow};
    use crate::source::{Basis, Citation, Source};

    static SOURCE: Source = Source::new("config", "config.json", "maker", "https://example.org/", None, None, "2026");
    const CITATION: Citation = Citation::new(Basis::Vendor, &SOURCE, "whole file", None);

    fn dense(layers: u64, hidden: u64, heads: u64, kv: u64, inner: u64, vocab: u64) -> Architecture {
        let kind = AttentionKind::Grouped { num_key_value_heads: kv, head_dim: hidden / heads, qk_norm: QkNorm::None };
        Architecture {
            hidden_size: hidden,
            num_layers: layers,
            vocab_size: vocab,
            tie_word_embeddings: false,
            position_embeddings: 0,
            feed_forward: FeedForward::Gated,
            intermediate_size: inner,
            biases: Biases::None,
            norms_per_layer: 2,
            attention: Attention { num_attention_heads: heads, kind, sliding_window: None },
            experts: None,
            citation: CITATION,
        }
    }

    fn deepseek_v3() -> Architecture {
        let mut model = dense(61, 7168, 128, 128, 18432, 129_280);
        model.attention.kind = AttentionKind::Mla {
            q_lora_rank: 1536,
            kv_lora_rank: 512,
            qk_nope_head_dim: 128,
            qk_rope_head_dim: 64,
            v_head_dim: 128,
        };
        model.experts = Some(Experts {
            num_experts: 256,
            num_experts_per_token: 8,
            moe_intermediate_size: 2048,
            shared_intermediate_size: 2048,
            num_dense_layers: 3,
        });
        model
    }

    #[test]
    fn deepseek_v3_is_as_large_as_its_checkpoint() {
        // The checkpoint's tensors, without the prediction module and 58 × 256 router bias terms.
        assert_eq!(total_parameters(&deepseek_v3()), Parameters::new(671_026_404_352.0));
    }

    #[test]
    fn a_token_of_deepseek_v3_takes_250_4_gflop() {
        let active = active_parameters(&deepseek_v3());
        assert!((active.get() - 36.62e9).abs() < 0.005e9, "{active:?}");
        let attention = attention_flop_per_token(&deepseek_v3(), Tokens::new(4096.0));
        assert_eq!(attention, FlopPerToken::new(6.0 * 61.0 * 128.0 * 320.0 * 2048.0));
        let total = 6.0 * active.get() + attention.get();
        assert!((total - 250.4e9).abs() < 0.05e9, "{total}");
    }

    #[test]
    fn llama_3_1_has_the_published_number_of_parameters() {
        let large = dense(126, 16384, 128, 8, 53248, 128_256);
        assert_eq!(total_parameters(&large), Parameters::new(405_853_388_800.0));
        assert_eq!(active_parameters(&large), Parameters::new(405_853_388_800.0 - (128_256.0 + 253.0) * 16384.0));
        assert_eq!(total_parameters(&dense(32, 4096, 32, 8, 14336, 128_256)), Parameters::new(8_030_261_248.0));
    }

    #[test]
    fn gpt_2_has_biases_positions_and_a_tied_head() {
        let mut model = dense(12, 768, 12, 12, 3072, 50257);
        model.tie_word_embeddings = true;
        model.position_embeddings = 1024;
        model.feed_forward = FeedForward::Plain;
        model.biases = Biases::All;
        assert_eq!(total_parameters(&model), Parameters::new(124_439_808.0));
        assert_eq!(active_parameters(&model), Parameters::new((50257.0 + 12.0 * 12.0 * 768.0) * 768.0));
    }

    #[test]
    fn qwen_2_5_7b_has_biases_on_queries_keys_and_values() {
        let mut model = dense(28, 3584, 28, 4, 18944, 152_064);
        model.biases = Biases::Qkv;
        assert_eq!(total_parameters(&model), Parameters::new(7_615_616_512.0));
    }

    #[test]
    fn qwen_3_0_6b_has_norms_on_heads_wider_than_the_stream() {
        let mut model = dense(28, 1024, 16, 8, 3072, 151_936);
        model.tie_word_embeddings = true;
        model.attention.kind = AttentionKind::Grouped { num_key_value_heads: 8, head_dim: 128, qk_norm: QkNorm::Head };
        assert_eq!(total_parameters(&model), Parameters::new(596_049_920.0));
    }

    #[test]
    fn mixtral_8x7b_has_46_7_billion_and_uses_two_experts() {
        let mut model = dense(32, 4096, 32, 8, 14336, 32000);
        model.experts = Some(Experts {
            num_experts: 8,
            num_experts_per_token: 2,
            moe_intermediate_size: 14336,
            shared_intermediate_size: 0,
            num_dense_layers: 0,
        });
        assert_eq!(total_parameters(&model), Parameters::new(46_702_792_704.0));
        let idle = 32.0 * 6.0 * 3.0 * 4096.0 * 14336.0;
        assert_eq!(active_parameters(&model), Parameters::new(46_702_792_704.0 - idle - (32000.0 + 65.0) * 4096.0));
    }

    #[test]
    fn deepseek_v2_lite_does_not_compress_queries() {
        let mut model = dense(27, 2048, 16, 16, 10944, 102_400);
        model.attention.kind = AttentionKind::Mla {
            q_lora_rank: 0,
            kv_lora_rank: 512,
            qk_nope_head_dim: 128,
            qk_rope_head_dim: 64,
            v_head_dim: 128,
        };
        model.experts = Some(Experts {
            num_experts: 64,
            num_experts_per_token: 6,
            moe_intermediate_size: 1408,
            shared_intermediate_size: 2816,
            num_dense_layers: 1,
        });
        assert_eq!(total_parameters(&model), Parameters::new(15_706_484_224.0));
    }

    #[test]
    fn a_window_counts_the_keys_that_it_shows() {
        let length = Tokens::new(4096.0);
        let mut model = dense(2, 512, 8, 8, 2048, 1000);
        let full = attention_flop_per_token(&model, length).get();
        let mut with = |tokens, layers| {
            model.attention.sliding_window = Some(SlidingWindow { tokens, layers });
            attention_flop_per_token(&model, length).get() / full
        };
        assert_eq!(with(4096, 2), 1.0);
        assert_eq!(with(8192, 2), 1.0);
        // 1024 − 1024²/8192 = 896 keys against 2048.
        assert_eq!(with(1024, 2), 896.0 / 2048.0);
        assert_eq!(with(1024, 1), (896.0 + 2048.0) / 4096.0);
    }

    #[test]
    fn no_length_gives_no_work() {
        for length in [0.0, -1.0, f64::NAN] {
            let work = attention_flop_per_token(&deepseek_v3(), Tokens::new(length));
            assert_eq!(work, FlopPerToken::new(0.0));
        }
    }
}
