//! What a transformer's configuration says of its size and of the work for a token.
//!
//! Counts are exact. Learned router bias terms, attention sinks and embedding norms are not part of an [`Architecture`]
//! and are left out. Multi-token prediction has functions of its own and is in no other count.

use std::ops::{Add, Mul};

use crate::catalogue::{Architecture, AttentionKind, Biases, FeedForward, LinearAttention, LinearKind, QkNorm};
use crate::units::{FlopPerToken, Parameters, Tokens};

/// All parameters: embedding, position table, layers with every expert, final norm, and the head where it has a matrix
/// of its own.
///
/// Latent attention is counted as in the DeepSeek-V2 paper, with the norms on both compressed vectors.
#[must_use]
pub fn total_parameters(of: &Architecture) -> Parameters {
    let head = if of.tie_word_embeddings { 0 } else { head(of) };
    let layers = layers(of, routed(of));
    exact(embedding(of) + head + layers.matrices() + layers.vectors)
}

/// Rows of tokens and of learned positions: what is looked up, not multiplied.
#[must_use]
pub fn embedding_parameters(of: &Architecture) -> Parameters {
    exact(embedding(of))
}

/// The parameters of the matrices that one token is multiplied with: those of attention, routers, feed-forward blocks
/// with the routed experts that one token passes through, and the head, also when it shares the embedding's matrix.
///
/// This is N in 6·N (PaLM, appendix B). The input embedding and the position table are looked up, norms and biases are
/// no products of matrices; both are left out, as Megatron-LM does.
#[must_use]
pub fn active_parameters(of: &Architecture) -> Parameters {
    exact(head(of) + layers(of, routed_per_token(of)).matrices())
}

/// The parameters of all routed experts; 0 of a dense model.
#[must_use]
pub fn routed_parameters(of: &Architecture) -> Parameters {
    exact(layers(of, routed(of)).feed_forward - layers(of, 0).feed_forward)
}

/// The parameters of the routed experts that one token is sent to; 0 of a dense model.
#[must_use]
pub fn routed_parameters_per_token(of: &Architecture) -> Parameters {
    exact(layers(of, routed_per_token(of)).feed_forward - layers(of, 0).feed_forward)
}

/// The parameters of all multi-token prediction modules, without the embedding and the head that they share with the
/// model (DeepSeek-V3 report, section 2.2): for each a matrix from twice the hidden size, a layer like the last one,
/// and three norms.
#[must_use]
pub fn prediction_parameters(of: &Architecture) -> Parameters {
    let module = prediction_module(of, routed(of));
    exact(u128::from(of.num_nextn_predict_layers) * (module.matrices() + module.vectors))
}

/// The extra work of all multi-token prediction modules for one training token, forward and backward: 6 FLOP for each
/// parameter that the token is multiplied with, the shared head among them once for each module, and their attention.
#[must_use]
pub fn prediction_flop_per_token(of: &Architecture, sequence_length: Tokens) -> FlopPerToken {
    let active = prediction_module(of, routed_per_token(of)).matrices() + head(of);
    let attention = (6 * of.attention.num_attention_heads * product_width(of)) as f64 * mean_keys(sequence_length);
    FlopPerToken::new(of.num_nextn_predict_layers as f64 * (6.0 * active as f64 + attention))
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
    let full = softmax_layers(of) - windowed;
    let keys = full as f64 * mean_keys(sequence_length) + windowed as f64 * window;
    let products = (6 * of.attention.num_attention_heads * product_width(of)) as f64 * keys;
    FlopPerToken::new(products + 6.0 * state_products(of) as f64)
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

/// Work for one token of a sequence under a causal mask: 2 FLOP forward and 4 backward for each of
/// [`active_parameters`], and [`attention_flop_per_token`] split in the same way. Activations that are computed again
/// are no work of the model and are left out.
#[must_use]
pub fn flop_per_token(of: &Architecture, sequence_length: Tokens) -> TokenWork {
    let layers = layers(of, routed_per_token(of));
    let products = attention_flop_per_token(of, sequence_length).get();
    let pass = |times: f64| Work {
        attention_projections: FlopPerToken::new(2.0 * times * layers.attention as f64),
        feed_forward: FlopPerToken::new(2.0 * times * layers.feed_forward as f64),
        router: FlopPerToken::new(2.0 * times * layers.router as f64),
        head: FlopPerToken::new(2.0 * times * head(of) as f64),
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
        AttentionKind::Grouped { num_key_value_heads, head_dim, .. } => 2 * num_key_value_heads * head_dim,
        AttentionKind::Mla { kv_lora_rank, qk_rope_head_dim, .. } => kv_lora_rank + qk_rope_head_dim,
    };
    softmax_layers(of) * layer
}

/// Numbers that a sequence of so many tokens holds in memory while it goes on: [`kv_cache_elements_per_token`] for each layer
/// and token of [`cached_tokens_seen`], and the states of linear layers, which do not grow.
#[must_use]
pub fn cache_elements_of_sequence(of: &Architecture, tokens: f64) -> f64 {
    let each = kv_cache_elements_per_token(of) as f64 / softmax_layers(of).max(1) as f64;
    let states = of
        .attention
        .linear
        .map_or(0, |linear| linear_layers(of) * linear.num_value_heads * linear.key_head_dim * linear.value_head_dim);
    each * cached_tokens_seen(of, tokens) + states as f64
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
    (softmax - windowed) as f64 * tokens + windowed as f64 * seen
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
    let keys = (softmax_layers(of) - windowed) as f64 * mean(f64::INFINITY)
        + if windowed > 0 { windowed as f64 * mean(window) } else { 0.0 };
    let products = (2 * of.attention.num_attention_heads * product_width(of)) as f64 * keys;
    FlopPerToken::new(products + state_flop_per_token(of).get())
}

/// Work of one new token on the states of all linear layers, in one pass: 2 FLOP for each product of
/// [`attention_flop_per_token`]'s linear layers.
#[must_use]
pub fn state_flop_per_token(of: &Architecture) -> FlopPerToken {
    FlopPerToken::new(2.0 * state_products(of) as f64)
}

/// Counts lie below 2⁵³, where every whole number is an `f64`, in every configuration that [`check`] lets pass.
///
/// [`check`]: crate::architecture_text::check
fn exact(count: u128) -> Parameters {
    Parameters::new(count as f64)
}

/// Parameters in matrices by where they stand, and in the vectors of biases and norms. Wide enough for any
/// configuration within bounds, however absurd.
#[derive(Clone, Copy, Default)]
struct Count {
    attention: u128,
    feed_forward: u128,
    router: u128,
    vectors: u128,
}

impl Count {
    fn matrices(self) -> u128 {
        self.attention + self.feed_forward + self.router
    }
}

impl Add for Count {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            attention: self.attention + other.attention,
            feed_forward: self.feed_forward + other.feed_forward,
            router: self.router + other.router,
            vectors: self.vectors + other.vectors,
        }
    }
}

impl Mul<Count> for u64 {
    type Output = Count;

    fn mul(self, each: Count) -> Count {
        let times = u128::from(self);
        Count {
            attention: times * each.attention,
            feed_forward: times * each.feed_forward,
            router: times * each.router,
            vectors: times * each.vectors,
        }
    }
}

fn embedding(of: &Architecture) -> u128 {
    u128::from(of.vocab_size + of.position_embeddings) * u128::from(of.hidden_size)
}

fn head(of: &Architecture) -> u128 {
    u128::from(of.vocab_size) * u128::from(of.hidden_size)
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
    of.num_layers - linear_layers(of)
}

/// Keys that a token sees on average under a causal mask.
fn mean_keys(sequence_length: Tokens) -> f64 {
    let length = sequence_length.get();
    if length > 0.0 { length / 2.0 } else { 0.0 }
}

/// Width of a head's query and value together.
fn product_width(of: &Architecture) -> u64 {
    match of.attention.kind {
        AttentionKind::Grouped { head_dim, .. } => 2 * head_dim,
        AttentionKind::Mla { qk_nope_head_dim, qk_rope_head_dim, v_head_dim, .. } => {
            qk_nope_head_dim + qk_rope_head_dim + v_head_dim
        }
    }
}

/// Multiplications of one token with the states of all linear layers.
fn state_products(of: &Architecture) -> u128 {
    of.attention.linear.map_or(0, |linear| {
        let passes = match linear.kind {
            LinearKind::GatedDelta | LinearKind::KimiDelta => 3,
            LinearKind::Lightning => 2,
        };
        let state = linear.num_value_heads * linear.key_head_dim * linear.value_head_dim;
        u128::from(linear_layers(of) * passes) * u128::from(state)
    })
}

/// All layers and the final norm, with so many routed experts in each layer that has any.
fn layers(of: &Architecture, routed: u64) -> Count {
    let norm = hidden_norm(of);
    let dense = feed_forward(of, of.intermediate_size);
    let blocks = match of.experts {
        None => of.num_layers * dense,
        Some(experts) => {
            let dense_layers = experts.num_dense_layers.min(of.num_layers);
            dense_layers * dense + (of.num_layers - dense_layers) * mixture(of, routed)
        }
    };
    let linear =
        of.attention.linear.map_or_else(Count::default, |linear| linear_layers(of) * linear_attention(of, linear));
    softmax_layers(of) * attention(of) + linear + of.num_layers * (of.norms_per_layer * norm) + blocks + norm
}

/// The feed-forward part of a layer with experts; of a dense model, its feed-forward block.
fn mixture(of: &Architecture, routed: u64) -> Count {
    let Some(experts) = of.experts else { return feed_forward(of, of.intermediate_size) };
    let router = Count {
        router: u128::from(of.hidden_size * experts.num_experts),
        vectors: if of.biases.beyond_attention() { experts.num_experts.into() } else { 0 },
        ..Count::default()
    };
    let shared = match experts.shared_intermediate_size {
        0 => Count::default(),
        size => feed_forward(of, size),
    };
    router + routed * feed_forward(of, experts.moe_intermediate_size) + shared
}

/// One multi-token prediction module, without what it shares with the model: a layer, the matrix that joins the hidden
/// state with the next token's embedding, their two norms and the norm before the head.
fn prediction_module(of: &Architecture, routed: u64) -> Count {
    let joint = Count { feed_forward: 2 * u128::from(of.hidden_size).pow(2), ..Count::default() };
    joint + attention(of) + mixture(of, routed) + (of.norms_per_layer + 3) * hidden_norm(of)
}

fn hidden_norm(of: &Architecture) -> Count {
    Count { vectors: norm(of.hidden_size, of.biases).into(), ..Count::default() }
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
        feed_forward: u128::from(of.feed_forward.matrices() * of.hidden_size) * u128::from(inner),
        vectors: if of.biases.beyond_attention() { (inward * inner + of.hidden_size).into() } else { 0 },
        ..Count::default()
    }
}

/// Attention of one layer that is not linear. With latent attention a bias is counted for every matrix that makes
/// queries, keys and values.
fn attention(of: &Architecture) -> Count {
    let hidden = of.hidden_size;
    let heads = of.attention.num_attention_heads;
    // Matrices, outputs of those that make queries, keys and values, and norms.
    let (matrices, outputs, norms) = match of.attention.kind {
        AttentionKind::Grouped { num_key_value_heads, head_dim, qk_norm } => {
            let (query, key) = (heads * head_dim, num_key_value_heads * head_dim);
            let gate = if of.attention.output_gate { query } else { 0 };
            let norms = match qk_norm {
                QkNorm::None => 0,
                QkNorm::Head => 2 * norm(head_dim, of.biases),
                QkNorm::Full => norm(query, of.biases) + norm(key, of.biases),
            };
            (product(hidden, 2 * query + gate + 2 * key), query + gate + 2 * key, norms)
        }
        AttentionKind::Mla { q_lora_rank, kv_lora_rank, qk_nope_head_dim, qk_rope_head_dim, v_head_dim } => {
            let query = heads * (qk_nope_head_dim + qk_rope_head_dim);
            let (query_matrices, query_outputs, query_norm) = match q_lora_rank {
                0 => (product(hidden, query), query, 0),
                rank => (product(rank, hidden + query), rank + query, norm(rank, of.biases)),
            };
            let key_value = heads * (qk_nope_head_dim + v_head_dim);
            let matrices = query_matrices
                + product(kv_lora_rank, hidden + key_value)
                + product(hidden, qk_rope_head_dim + heads * v_head_dim);
            let outputs = query_outputs + kv_lora_rank + qk_rope_head_dim + key_value;
            (matrices, outputs, query_norm + norm(kv_lora_rank, of.biases))
        }
    };
    let biases = match of.biases {
        Biases::None => 0,
        Biases::Qkv => outputs,
        Biases::Attention | Biases::Matrices | Biases::All => outputs + hidden,
    };
    Count { attention: matrices, vectors: (biases + norms).into(), ..Count::default() }
}

/// Attention of one linear layer, as the makers' published code builds it: Qwen3-Next and Kimi Linear in Hugging Face's
/// `modeling_qwen3_next.py` and `modeling_kimi.py`, MiniMax-01 in `modeling_minimax_text_01.py`. None has biases.
fn linear_attention(of: &Architecture, linear: LinearAttention) -> Count {
    let LinearAttention { num_value_heads: heads, value_head_dim, key_head_dim, .. } = linear;
    let (key, value) = (linear.num_key_heads * key_head_dim, heads * value_head_dim);
    let convolution = u128::from(2 * key + value) * u128::from(linear.conv_kernel_dim);
    let (matrices, vectors) = match linear.kind {
        // Queries, keys, values, output and its gate; strength and decay of each head; then base and offset of decays.
        LinearKind::GatedDelta => {
            (product(of.hidden_size, 2 * key + 3 * value + 2 * heads), 2 * heads + value_head_dim)
        }
        // The decay of each channel and the output's gate go through a head's width.
        LinearKind::KimiDelta => {
            let direct = product(of.hidden_size, 2 * key + 2 * value + heads);
            let decay = product(key_head_dim, of.hidden_size + heads * key_head_dim);
            let gate = product(value_head_dim, of.hidden_size + value);
            (direct + decay + gate, heads + heads * key_head_dim + value_head_dim)
        }
        // Decays are fixed; the norm runs over all heads.
        LinearKind::Lightning => (product(of.hidden_size, 2 * key + 3 * value), value),
    };
    Count { attention: matrices + convolution, vectors: vectors.into(), ..Count::default() }
}

fn product(rows: u64, columns: u64) -> u128 {
    u128::from(rows) * u128::from(columns)
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
