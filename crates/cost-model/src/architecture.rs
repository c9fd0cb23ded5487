//! What a transformer's configuration says of its size and of the work for a token.
//!
//! Counts are whole numbers held as `f64`, which are exact below 2⁵³ (9 · 10¹⁵) and do not overflow, however absurd a
//! configuration is. Learned router bias terms, attention sinks and embedding norms are not part of an [`Architecture`]
//! and are left out. Multi-token prediction has functions of its own and is in no other count.

use crate::catalogue::{Architecture, AttentionKind, Biases, FeedForward, LinearAttention, LinearKind, QkNorm};
use crate::units::{FlopPerToken, Parameters, Tokens};

/// All parameters: embedding, position table, layers with every expert, final norm, and the head where it has a matrix
/// of its own.
///
/// Latent attention is counted as in the DeepSeek-V2 paper, with the norms on both compressed vectors.
#[must_use]
pub fn total_parameters(of: &Architecture) -> Parameters {
    let head = if of.tie_word_embeddings { 0.0 } else { head(of) };
    let layers = layers(of, routed(of));
    Parameters::new(embedding(of) + head + layers.matrices() + layers.vectors)
}

/// Rows of tokens and of learned positions: what is looked up, not multiplied.
#[must_use]
pub fn embedding_parameters(of: &Architecture) -> Parameters {
    Parameters::new(embedding(of))
}

/// The parameters of the matrices that one token is multiplied with: those of attention, routers, feed-forward blocks
/// with the routed experts that one token passes through, and the head, also when it shares the embedding's matrix.
///
/// This is N in 6·N (PaLM, appendix B). The input embedding and the position table are looked up, norms and biases are
/// no products of matrices; both are left out, as Megatron-LM does.
#[must_use]
pub fn active_parameters(of: &Architecture) -> Parameters {
    Parameters::new(head(of) + layers(of, routed_per_token(of)).matrices())
}

/// The parameters of all routed experts; 0 of a dense model.
#[must_use]
pub fn routed_parameters(of: &Architecture) -> Parameters {
    Parameters::new(routed_matrices(of, routed(of)))
}

/// The parameters of the routed experts that one token is sent to; 0 of a dense model.
#[must_use]
pub fn routed_parameters_per_token(of: &Architecture) -> Parameters {
    Parameters::new(routed_matrices(of, routed_per_token(of)))
}

/// The parameters of all multi-token prediction modules, without the embedding and the head that they share with the
/// model (DeepSeek-V3 report, section 2.2): for each a matrix from twice the hidden size, a layer like the last one,
/// and three norms.
#[must_use]
pub fn prediction_parameters(of: &Architecture) -> Parameters {
    let module = prediction_module(of, routed(of));
    Parameters::new(of.num_nextn_predict_layers as f64 * (module.matrices() + module.vectors))
}

/// The extra work of all multi-token prediction modules for one training token, forward and backward: 6 FLOP for each
/// parameter that the token is multiplied with, the shared head among them once for each module, and their attention.
#[must_use]
pub fn prediction_flop_per_token(of: &Architecture, sequence_length: Tokens) -> FlopPerToken {
    let active = prediction_module(of, routed_per_token(of)).matrices() + head(of);
    let attention = 6.0 * head_products(of) * mean_keys(sequence_length);
    FlopPerToken::new(of.num_nextn_predict_layers as f64 * (6.0 * active + attention))
}

/// Work of attention's two products (queries with keys, weights with values) for one token, forward and backward,
/// averaged over a sequence under a causal mask: 3 · 2 · heads · (query width + value width) · keys seen, summed over
/// layers, and the work of linear layers on their state.
///
/// A token sees s/2 keys on average; through a window of w tokens w − w²/(2s), and s/2 where the window is wider than
/// the sequence. Both are the continuous means that leave out half a key on the diagonal (exact would be (s + 1)/2), so
/// that a window as wide as the sequence counts like none. A length that is not above zero gives no work.
///
/// A linear layer's work is that of its recurrence, the same for every token: for each head of values a state of
/// d_k × d_v is written and read, 2 · 2 · d_k · d_v (Lightning Attention-2, arXiv 2401.04658, equation 5); the delta
/// rule also reads from it what the key held before, 3 · 2 · d_k · d_v (Gated Delta Networks, arXiv 2412.06464,
/// equation 10). Times 3 for forward and backward. Programs that work in chunks do more.
#[must_use]
pub fn attention_flop_per_token(of: &Architecture, sequence_length: Tokens) -> FlopPerToken {
    let length = sequence_length.get();
    if length.is_nan() || length <= 0.0 {
        return FlopPerToken::new(0.0);
    }
    let (windowed, window) = of.attention.sliding_window.map_or((0, 0.0), |window| {
        let tokens = window.tokens as f64;
        let seen = if tokens < length { tokens - tokens * (tokens / length) / 2.0 } else { length / 2.0 };
        (window.layers.min(softmax_layers(of)), seen)
    });
    let full = softmax_layers(of).saturating_sub(windowed);
    let keys = full as f64 * mean_keys(sequence_length) + windowed as f64 * window;
    FlopPerToken::new(6.0 * head_products(of) * keys + 6.0 * state_products(of))
}

/// Work for one token in one pass, by where it is done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Work {
    /// Matrices that make queries, keys, values, gates and outputs.
    pub attention_projections: FlopPerToken,
    /// Feed-forward blocks: dense, shared and routed.
    pub feed_forward: FlopPerToken,
    /// The matrices that choose experts.
    pub router: FlopPerToken,
    /// The output head.
    pub head: FlopPerToken,
    /// Queries with keys and weights with values, causal, and the states of linear attention.
    pub attention_products: FlopPerToken,
}

impl Work {
    /// The sum.
    #[must_use]
    pub fn total(&self) -> FlopPerToken {
        self.attention_projections + self.feed_forward + self.router + self.head + self.attention_products
    }
}

/// Work for one token of training.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TokenWork {
    /// The forward pass.
    pub forward: Work,
    /// The backward pass, with gradients of both factors of every product.
    pub backward: Work,
}

impl TokenWork {
    /// Both passes.
    #[must_use]
    pub fn total(&self) -> FlopPerToken {
        self.forward.total() + self.backward.total()
    }
}

/// Work for one token of a sequence under a causal mask: 2 FLOP forward and 4 backward for each of
/// [`active_parameters`], and [`attention_flop_per_token`] split in the same way. Activations that are computed again
/// are no work of the model and are left out.
#[must_use]
pub fn flop_per_token(of: &Architecture, sequence_length: Tokens) -> TokenWork {
    let layers = layers(of, routed_per_token(of));
    let products = attention_flop_per_token(of, sequence_length).get();
    let pass = |times: f64| Work {
        attention_projections: FlopPerToken::new(2.0 * times * layers.attention),
        feed_forward: FlopPerToken::new(2.0 * times * layers.feed_forward),
        router: FlopPerToken::new(2.0 * times * layers.router),
        head: FlopPerToken::new(2.0 * times * head(of)),
        attention_products: FlopPerToken::new(products * times / 3.0),
    };
    TokenWork { forward: pass(1.0), backward: pass(2.0) }
}

/// Numbers that each token leaves in the cache of keys and values: 2 · key heads · head width in a layer of grouped
/// attention, the compressed vector and the rotary key in one of latent attention (DeepSeek-V2 paper, table 1). A layer
/// with a window keeps them for as many tokens as it sees; one with linear attention keeps a state and none of them.
#[must_use]
pub fn kv_cache_elements_per_token(of: &Architecture) -> u64 {
    let layer = match of.attention.kind {
        AttentionKind::Grouped { num_key_value_heads, head_dim, .. } => {
            num_key_value_heads.saturating_mul(head_dim).saturating_mul(2)
        }
        AttentionKind::Mla { kv_lora_rank, qk_rope_head_dim, .. } => kv_lora_rank.saturating_add(qk_rope_head_dim),
    };
    softmax_layers(of).saturating_mul(layer)
}

/// Numbers that a sequence of so many tokens holds in memory while it goes on: [`kv_cache_elements_per_token`] for each layer
/// and token of [`cached_tokens_seen`], and the states of linear layers, which do not grow.
#[must_use]
pub fn cache_elements_of_sequence(of: &Architecture, tokens: f64) -> f64 {
    let each = kv_cache_elements_per_token(of) as f64 / softmax_layers(of).max(1) as f64;
    let states = of.attention.linear.map_or(0.0, |linear| linear_layers(of) as f64 * state(linear));
    each * cached_tokens_seen(of, tokens) + states
}

/// Tokens of a cache of so many that the next one looks at, summed over layers: all of them, at most a window's worth in
/// layers that look through one, none in linear layers.
#[must_use]
pub fn cached_tokens_seen(of: &Architecture, tokens: f64) -> f64 {
    let softmax = softmax_layers(of);
    let (windowed, seen) = of
        .attention
        .sliding_window
        .map_or((0, tokens), |window| (window.layers.min(softmax), tokens.min(window.tokens as f64)));
    softmax.saturating_sub(windowed) as f64 * tokens + windowed as f64 * seen
}

/// Work of attention's two products in one pass for each token that stands between two places of a sequence, on average,
/// under a causal mask: 2 · heads · (query width + value width) · keys seen, and the work of linear layers on their state. A
/// token at a place sees all before it, through a window at most its tokens. From the beginning on it is a third of
/// [`attention_flop_per_token`], which counts forward and backward.
#[must_use]
pub fn attention_flop_between(of: &Architecture, from: f64, to: f64) -> FlopPerToken {
    // Keys seen by all tokens before a place, through a window: it widens, then stays.
    let seen_before = |place: f64, window: f64| {
        if place < window { place * place / 2.0 } else { window * window / 2.0 + (place - window) * window }
    };
    let mean = |window: f64| {
        if to > from { (seen_before(to, window) - seen_before(from, window)) / (to - from) } else { to.min(window) }
    };
    let (windowed, window) = of
        .attention
        .sliding_window
        .map_or((0, f64::INFINITY), |window| (window.layers.min(softmax_layers(of)), window.tokens as f64));
    let keys = softmax_layers(of).saturating_sub(windowed) as f64 * mean(f64::INFINITY)
        + if windowed > 0 { windowed as f64 * mean(window) } else { 0.0 };
    FlopPerToken::new(2.0 * head_products(of) * keys + state_flop_per_token(of).get())
}

/// Work of one new token on the states of all linear layers, in one pass: 2 FLOP for each product of
/// [`attention_flop_per_token`]'s linear layers.
#[must_use]
pub fn state_flop_per_token(of: &Architecture) -> FlopPerToken {
    FlopPerToken::new(2.0 * state_products(of))
}

/// Parameters in matrices by where they stand, and in the vectors of biases and norms.
#[derive(Clone, Copy, Default)]
struct Count {
    attention: f64,
    feed_forward: f64,
    router: f64,
    vectors: f64,
}

impl Count {
    fn matrices(self) -> f64 {
        self.attention + self.feed_forward + self.router
    }

    fn and(self, other: Self) -> Self {
        Self {
            attention: self.attention + other.attention,
            feed_forward: self.feed_forward + other.feed_forward,
            router: self.router + other.router,
            vectors: self.vectors + other.vectors,
        }
    }

    /// So many of it.
    fn times(self, number: u64) -> Self {
        let number = number as f64;
        Self {
            attention: number * self.attention,
            feed_forward: number * self.feed_forward,
            router: number * self.router,
            vectors: number * self.vectors,
        }
    }
}

fn embedding(of: &Architecture) -> f64 {
    (of.vocab_size as f64 + of.position_embeddings as f64) * of.hidden_size as f64
}

fn head(of: &Architecture) -> f64 {
    of.vocab_size as f64 * of.hidden_size as f64
}

fn routed(of: &Architecture) -> u64 {
    of.experts.map_or(0, |experts| experts.num_experts)
}

fn routed_per_token(of: &Architecture) -> u64 {
    of.experts.map_or(0, |experts| experts.num_experts_per_token)
}

fn linear_layers(of: &Architecture) -> u64 {
    of.attention.linear.map_or(0, |linear| linear.layers.min(of.num_layers))
}

/// Layers in which tokens look at each other's keys.
pub(crate) fn softmax_layers(of: &Architecture) -> u64 {
    of.num_layers.saturating_sub(linear_layers(of))
}

/// Layers with experts.
pub(crate) fn expert_layers(of: &Architecture) -> u64 {
    of.experts.map_or(0, |experts| of.num_layers.saturating_sub(experts.num_dense_layers))
}

/// Parameters that feed-forward blocks of every layer gain when they are one wider.
pub(crate) fn feed_forward_per_unit(of: &Architecture) -> f64 {
    of.feed_forward.matrices() as f64 * of.hidden_size as f64 * of.num_layers as f64
}

/// Keys that a token sees on average under a causal mask.
fn mean_keys(sequence_length: Tokens) -> f64 {
    let length = sequence_length.get();
    if length > 0.0 { length / 2.0 } else { 0.0 }
}

/// Widths of queries and values together, over all heads: products of a token with one key and its value.
fn head_products(of: &Architecture) -> f64 {
    let width = match of.attention.kind {
        AttentionKind::Grouped { head_dim, .. } => 2.0 * head_dim as f64,
        AttentionKind::Mla { qk_nope_head_dim, qk_rope_head_dim, v_head_dim, .. } => {
            qk_nope_head_dim as f64 + qk_rope_head_dim as f64 + v_head_dim as f64
        }
    };
    of.attention.num_attention_heads as f64 * width
}

/// Numbers in the state of one linear layer.
fn state(linear: LinearAttention) -> f64 {
    linear.num_value_heads as f64 * linear.key_head_dim as f64 * linear.value_head_dim as f64
}

/// Multiplications of one token with the states of all linear layers.
fn state_products(of: &Architecture) -> f64 {
    of.attention.linear.map_or(0.0, |linear| {
        let passes = match linear.kind {
            LinearKind::GatedDelta | LinearKind::KimiDelta => 3.0,
            LinearKind::Lightning => 2.0,
        };
        linear_layers(of) as f64 * passes * state(linear)
    })
}

/// The matrices of so many routed experts in each layer that has any.
fn routed_matrices(of: &Architecture, routed: u64) -> f64 {
    let Some(experts) = of.experts else { return 0.0 };
    let expert = feed_forward(of, experts.moe_intermediate_size);
    expert.times(routed).times(expert_layers(of)).feed_forward
}

/// All layers and the final norm, with so many routed experts in each layer that has any.
fn layers(of: &Architecture, routed: u64) -> Count {
    let norm = hidden_norm(of);
    let mixtures = expert_layers(of);
    let dense = feed_forward(of, of.intermediate_size).times(of.num_layers.saturating_sub(mixtures));
    let blocks = dense.and(mixture(of, routed).times(mixtures));
    let linear = of.attention.linear.map(|linear| linear_attention(of, linear).times(linear_layers(of)));
    let attention = attention(of).times(softmax_layers(of)).and(linear.unwrap_or_default());
    attention.and(norm.times(of.norms_per_layer).times(of.num_layers)).and(blocks).and(norm)
}

/// The feed-forward part of a layer with experts; of a dense model, its feed-forward block.
fn mixture(of: &Architecture, routed: u64) -> Count {
    let Some(experts) = of.experts else { return feed_forward(of, of.intermediate_size) };
    let number = experts.num_experts as f64;
    let router = Count {
        router: of.hidden_size as f64 * number,
        vectors: if of.biases.beyond_attention() { number } else { 0.0 },
        ..Count::default()
    };
    let shared = match experts.shared_intermediate_size {
        0 => Count::default(),
        size => feed_forward(of, size),
    };
    router.and(feed_forward(of, experts.moe_intermediate_size).times(routed)).and(shared)
}

/// One multi-token prediction module, without what it shares with the model: a layer, the matrix that joins the hidden
/// state with the next token's embedding, their two norms and the norm before the head.
fn prediction_module(of: &Architecture, routed: u64) -> Count {
    let hidden = of.hidden_size as f64;
    let joint = Count { feed_forward: 2.0 * hidden * hidden, ..Count::default() };
    let norms = hidden_norm(of).times(of.norms_per_layer.saturating_add(3));
    joint.and(attention(of)).and(mixture(of, routed)).and(norms)
}

fn hidden_norm(of: &Architecture) -> Count {
    Count { vectors: norm(of.hidden_size as f64, of.biases), ..Count::default() }
}

/// A norm over so many values: a gain for each, and an offset where norms have one.
fn norm(width: f64, biases: Biases) -> f64 {
    if biases == Biases::All { 2.0 * width } else { width }
}

/// A feed-forward block of an inner width.
fn feed_forward(of: &Architecture, inner: u64) -> Count {
    let (hidden, inner) = (of.hidden_size as f64, inner as f64);
    let inward = match of.feed_forward {
        FeedForward::Gated => 2.0,
        FeedForward::Plain => 1.0,
    };
    Count {
        feed_forward: of.feed_forward.matrices() as f64 * hidden * inner,
        vectors: if of.biases.beyond_attention() { inward * inner + hidden } else { 0.0 },
        ..Count::default()
    }
}

/// Attention of one layer that is not linear. With latent attention a bias is counted for every matrix that makes
/// queries, keys and values.
fn attention(of: &Architecture) -> Count {
    let hidden = of.hidden_size as f64;
    let heads = of.attention.num_attention_heads as f64;
    // Matrices, outputs of those that make queries, keys and values, and norms.
    let (matrices, outputs, norms) = match of.attention.kind {
        AttentionKind::Grouped { num_key_value_heads, head_dim, qk_norm } => {
            let head_dim = head_dim as f64;
            let (query, key) = (heads * head_dim, num_key_value_heads as f64 * head_dim);
            let gate = if of.attention.output_gate { query } else { 0.0 };
            let norms = match qk_norm {
                QkNorm::None => 0.0,
                QkNorm::Head => 2.0 * norm(head_dim, of.biases),
                QkNorm::Full => norm(query, of.biases) + norm(key, of.biases),
            };
            (hidden * (2.0 * query + gate + 2.0 * key), query + gate + 2.0 * key, norms)
        }
        AttentionKind::Mla { q_lora_rank, kv_lora_rank, qk_nope_head_dim, qk_rope_head_dim, v_head_dim } => {
            let [rank, latent, nope, rope, value] =
                [q_lora_rank, kv_lora_rank, qk_nope_head_dim, qk_rope_head_dim, v_head_dim].map(|width| width as f64);
            let query = heads * (nope + rope);
            let (query_matrices, query_outputs, query_norm) = match q_lora_rank {
                0 => (hidden * query, query, 0.0),
                _ => (rank * (hidden + query), rank + query, norm(rank, of.biases)),
            };
            let key_value = heads * (nope + value);
            let matrices = query_matrices + latent * (hidden + key_value) + hidden * (rope + heads * value);
            let outputs = query_outputs + latent + rope + key_value;
            (matrices, outputs, query_norm + norm(latent, of.biases))
        }
    };
    let biases = match of.biases {
        Biases::None => 0.0,
        Biases::Qkv => outputs,
        Biases::Attention | Biases::Matrices | Biases::All => outputs + hidden,
    };
    Count { attention: matrices, vectors: biases + norms, ..Count::default() }
}

/// Attention of one linear layer, as the makers' published code builds it: Qwen3-Next and Kimi Linear in Hugging Face's
/// `modeling_qwen3_next.py` and `modeling_kimi.py`, MiniMax-01 in `modeling_minimax_text_01.py`. None has biases.
fn linear_attention(of: &Architecture, linear: LinearAttention) -> Count {
    let hidden = of.hidden_size as f64;
    let [heads, value_dim, key_dim] =
        [linear.num_value_heads, linear.value_head_dim, linear.key_head_dim].map(|number| number as f64);
    let (key, value) = (linear.num_key_heads as f64 * key_dim, heads * value_dim);
    let convolution = (2.0 * key + value) * linear.conv_kernel_dim as f64;
    let (matrices, vectors) = match linear.kind {
        // Queries, keys, values, output and its gate; strength and decay of each head; then base and offset of decays.
        LinearKind::GatedDelta => (hidden * (2.0 * key + 3.0 * value + 2.0 * heads), 2.0 * heads + value_dim),
        // The decay of each channel and the output's gate go through a head's width.
        LinearKind::KimiDelta => {
            let direct = hidden * (2.0 * key + 2.0 * value + heads);
            let decay = key_dim * (hidden + heads * key_dim);
            let gate = value_dim * (hidden + value);
            (direct + decay + gate, heads + heads * key_dim + value_dim)
        }
        // Decays are fixed; the norm runs over all heads.
        LinearKind::Lightning => (hidden * (2.0 * key + 3.0 * value), value),
    };
    Count { attention: matrices + convolution, vectors, ..Count::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Attention, Experts, SlidingWindow};

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
            attention: Attention {
                num_attention_heads: heads,
                kind,
                output_gate: false,
                sliding_window: None,
                linear: None,
            },
            experts: None,
            num_nextn_predict_layers: 0,
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

    #[test]
    fn the_prediction_module_makes_up_the_rest_of_v3s_checkpoint() {
        let mut model = deepseek_v3();
        assert_eq!(prediction_parameters(&model), Parameters::new(0.0));
        assert_eq!(prediction_flop_per_token(&model, Tokens::new(4096.0)), FlopPerToken::new(0.0));
        model.num_nextn_predict_layers = 1;
        assert_eq!(total_parameters(&model), total_parameters(&deepseek_v3()));
        // "11.5B unique parameters", DeepSeek-V3's README_WEIGHTS.md.
        let own = prediction_parameters(&model).get();
        assert!((own - 11.6e9).abs() < 0.1e9, "{own}");
        // The checkpoint of 685B repeats embedding and head.
        let checkpoint = total_parameters(&model).get() + own + 2.0 * 129_280.0 * 7168.0;
        assert!((checkpoint - 684.5e9).abs() < 0.1e9, "{checkpoint}");
        // 2.4B active with embedding and head, README_WEIGHTS.md, of which the embedding does no work.
        let work = prediction_flop_per_token(&model, Tokens::new(0.0)).get() / 6.0;
        assert!((work + 129_280.0 * 7168.0 - 2.5e9).abs() < 0.1e9, "{work}");
        let attention = prediction_flop_per_token(&model, Tokens::new(4096.0)).get() - 6.0 * work;
        assert_eq!(attention, 6.0 * 128.0 * 320.0 * 2048.0);
    }

    #[test]
    fn forward_and_backward_add_up_to_six_for_each_parameter_and_attention() {
        let (model, length) = (deepseek_v3(), Tokens::new(4096.0));
        let TokenWork { forward, backward } = flop_per_token(&model, length);
        let whole = 6.0 * active_parameters(&model).get() + attention_flop_per_token(&model, length).get();
        assert_eq!(forward.total().get() + backward.total().get(), whole);
        assert_eq!(backward.total().get(), 2.0 * forward.total().get());
        assert_eq!(forward.head, FlopPerToken::new(2.0 * 129_280.0 * 7168.0));
        assert_eq!(forward.router, FlopPerToken::new(2.0 * 58.0 * 256.0 * 7168.0));
        assert_eq!(forward.feed_forward, FlopPerToken::new(6.0 * 7168.0 * (3.0 * 18432.0 + 58.0 * 9.0 * 2048.0)));
    }

    #[test]
    fn the_cache_is_as_large_as_published() {
        // Bytes in BF16: DeepSeek-V3's ISCA 2025 paper (arXiv 2505.09343), table 1.
        let mut v3 = deepseek_v3();
        assert_eq!(2 * kv_cache_elements_per_token(&v3), 70_272);
        assert_eq!(2 * kv_cache_elements_per_token(&dense(126, 16384, 128, 8, 53248, 128_256)), 516_096);
        v3.attention.kind = AttentionKind::Grouped { num_key_value_heads: 128, head_dim: 128, qk_norm: QkNorm::None };
        assert_eq!(2 * kv_cache_elements_per_token(&v3), 3_997_696);
    }

    #[test]
    fn linear_layers_keep_no_keys_and_do_the_same_work_at_any_length() {
        let mut model = dense(4, 512, 8, 8, 2048, 1000);
        let softmax = |model: &Architecture, length| attention_flop_per_token(model, Tokens::new(length)).get();
        let full = softmax(&model, 1024.0);
        let linear = |kind| LinearAttention {
            kind,
            layers: 3,
            num_key_heads: 4,
            num_value_heads: 8,
            key_head_dim: 64,
            value_head_dim: 32,
            conv_kernel_dim: 4,
        };
        model.attention.linear = Some(linear(LinearKind::GatedDelta));
        let states = 3.0 * 6.0 * 3.0 * 8.0 * 64.0 * 32.0;
        assert_eq!(softmax(&model, 1024.0), full / 4.0 + states);
        assert_eq!(softmax(&model, 2048.0), full / 2.0 + states);
        assert_eq!(kv_cache_elements_per_token(&model), 2 * 512);
        model.attention.linear = Some(linear(LinearKind::Lightning));
        assert_eq!(softmax(&model, 1024.0), full / 4.0 + states * 2.0 / 3.0);
    }

    #[test]
    fn a_gate_on_the_output_is_as_large_as_the_queries() {
        let mut model = dense(4, 512, 8, 8, 2048, 1000);
        let without = total_parameters(&model).get();
        model.attention.output_gate = true;
        assert_eq!(total_parameters(&model).get() - without, 4.0 * 512.0 * 512.0);
    }

    #[test]
    fn embeddings_are_those_of_tokens_and_positions() {
        let mut model = dense(4, 512, 8, 8, 2048, 1000);
        model.position_embeddings = 24;
        assert_eq!(embedding_parameters(&model), Parameters::new(1024.0 * 512.0));
    }
}
