//! Models: size, data, architecture, how they were trained and what has been said of their cost.

use std::sync::OnceLock;

use super::Precision;
use super::fields::Fields;
use crate::architecture_text;
use crate::interval::Interval;
use crate::source::{Figure, Sourced};
use crate::text::{self, Style};
use crate::units::{Chips, Flop, Fraction, Parameters, Tokens, Usd, UsdPerGpuHour, Year};
use crate::words::catalogue as words;

/// Whether anybody may download the weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weights {
    /// They can be downloaded, on whatever licence.
    Open,
    /// They cannot.
    Closed,
}

impl Weights {
    /// As links and data files spell it.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

/// One model.
#[derive(Debug)]
pub struct Model {
    /// Its name in links and data files.
    pub slug: &'static str,
    /// Its name for readers.
    pub name: &'static str,
    /// Who made it.
    pub developer: &'static str,
    /// Other names by which a visitor may look for it.
    pub aliases: &'static [&'static str],
    /// Year of release.
    pub year: Figure<Interval<Year>>,
    /// Open or closed weights.
    pub weights: Figure<Weights>,
    /// Parameters as published.
    pub total_params: Figure<Interval<Parameters>>,
    /// Parameters per token as published; unknown for a dense model, where they are the total.
    pub active_params: Figure<Interval<Parameters>>,
    /// Pre-training tokens.
    pub tokens: Figure<Interval<Tokens>>,
    /// Sequence length of pre-training.
    pub sequence_length: Figure<Interval<Tokens>>,
    /// Training compute, where somebody published or estimated it.
    pub training_flop: Figure<Interval<Flop>>,
    /// Its configuration, where that is public.
    pub architecture: Option<Sourced<Architecture>>,
    architecture_text: OnceLock<String>,
    /// What it was trained on.
    pub training: Training,
    /// The published runs that it took.
    pub hours: StageRuns,
    /// What has been said in public of its cost.
    pub claims: &'static [Claim],
}

/// What a model was trained on.
#[derive(Debug)]
pub struct Training {
    /// Slug of the accelerator.
    pub hardware: Figure<&'static str>,
    /// Accelerators used at a time.
    pub chip_count: Figure<Interval<Chips>>,
    /// Tokens of one optimizer step, at the end of any warm-up of the batch.
    pub batch: Figure<Interval<Tokens>>,
    /// Number format as stated, in words.
    pub precision: Figure<&'static str>,
    /// Model FLOP utilisation as published.
    pub mfu: Figure<Interval<Fraction>>,
    /// The precision whose dense peak that utilisation refers to.
    pub mfu_peak: Figure<Precision>,
    /// Rental price that the developer states itself.
    pub price: Figure<Interval<UsdPerGpuHour>>,
}

/// Slugs of the published runs that make up each stage of a model's training.
#[derive(Debug)]
pub struct StageRuns {
    /// Runs of the model that it started from.
    pub base_model: &'static [&'static str],
    /// The main run.
    pub pretraining: &'static [&'static str],
    /// Longer sequences.
    pub context_extension: &'static [&'static str],
    /// Fine-tuning and reinforcement learning.
    pub posttraining: &'static [&'static str],
}

impl Claim {
    /// The sum for readers, e.g. `over $100M`; nothing when none was named.
    #[must_use]
    pub fn to_text(&self) -> Option<String> {
        let usd = self.usd.value()?.base();
        Some(self.bound.of(text::exact_or_range(usd, Style::Usd)))
    }
}

/// What a cost figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accounting {
    /// What a run added to the base model that it started from, at a rental price.
    Increment,
    /// The final run at a rental price.
    RentedFinalRun,
    /// The share of owned hardware that the final run used up, with energy.
    OwnedAmortised,
    /// All compute of the project at a rental price, experiments among it.
    AllCompute,
    /// Buying the cluster that the run used.
    ClusterPurchase,
    /// Buying all accelerators that the lab or its owner has.
    FleetPurchase,
    /// Everything that the lab spent, or the owner on it.
    WholeLab,
    /// The speaker did not say.
    Unstated,
}

impl Accounting {
    /// What is counted, in words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Increment => words::increment(),
            Self::RentedFinalRun => words::rented_final_run(),
            Self::OwnedAmortised => words::owned_amortised(),
            Self::AllCompute => words::all_compute(),
            Self::ClusterPurchase => words::cluster_purchase(),
            Self::FleetPurchase => words::fleet_purchase(),
            Self::WholeLab => words::whole_lab(),
            Self::Unstated => words::unstated(),
        }
    }
}

/// Whether a sum was said to be a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// It is the sum itself.
    None,
    /// The cost is more.
    AtLeast,
    /// The cost is less.
    AtMost,
}

impl Bound {
    /// The sum as it was said, e.g. `over $100M`.
    #[must_use]
    pub fn of(self, sum: String) -> String {
        match self {
            Self::None => sum,
            Self::AtLeast => words::at_least(&sum),
            Self::AtMost => words::at_most(&sum),
        }
    }
}

/// What somebody said in public of a model's cost.
#[derive(Debug)]
pub struct Claim {
    /// What was said, in our words.
    pub says: &'static str,
    /// What it counts.
    pub accounting: Accounting,
    /// Whether the sum is a bound.
    pub bound: Bound,
    /// The sum.
    pub usd: Figure<Interval<Usd>>,
}

/// The configuration of a transformer, in the words of Hugging Face configuration files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Architecture {
    /// Width of the residual stream.
    pub hidden_size: u64,
    /// Transformer layers.
    pub num_layers: u64,
    /// Rows of the embedding.
    pub vocab_size: u64,
    /// Whether the output head shares the embedding's matrix.
    pub tie_word_embeddings: bool,
    /// Rows of a learned position table; 0 for rotary positions and ALiBi.
    pub position_embeddings: u64,
    /// Shape of a feed-forward block.
    pub feed_forward: FeedForward,
    /// Inner width of a dense layer's feed-forward block.
    pub intermediate_size: u64,
    /// Which matrices have a bias.
    pub biases: Biases,
    /// Norm vectors of `hidden_size` in each layer.
    pub norms_per_layer: u64,
    /// Attention.
    pub attention: Attention,
    /// Experts, in a mixture of experts.
    pub experts: Option<Experts>,
    /// Modules that predict further tokens (multi-token prediction); 0 when there is none.
    pub num_nextn_predict_layers: u64,
}

/// Shape of a feed-forward block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedForward {
    /// Three matrices: gate, up and down (SwiGLU, GeGLU).
    Gated,
    /// Two matrices.
    Plain,
}

impl FeedForward {
    /// Every shape under the word that data files and links have for it.
    pub const WORDS: [(&'static str, Self); 2] = [("gated", Self::Gated), ("plain", Self::Plain)];

    /// How many matrices of hidden by inner size it has.
    #[must_use]
    pub const fn matrices(self) -> u64 {
        match self {
            Self::Gated => 3,
            Self::Plain => 2,
        }
    }
}

/// Which matrices have a bias vector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Biases {
    /// None.
    None,
    /// Query, key and value.
    Qkv,
    /// Query, key, value and output.
    Attention,
    /// Every matrix but embeddings, routers and experts among them; no norm.
    Matrices,
    /// Every matrix but embeddings, and every norm.
    All,
}

impl Biases {
    /// Every choice under the word that data files and links have for it.
    pub const WORDS: [(&'static str, Self); 5] = [
        ("none", Self::None),
        ("qkv", Self::Qkv),
        ("attention", Self::Attention),
        ("matrices", Self::Matrices),
        ("all", Self::All),
    ];

    /// Whether feed-forward blocks and routers have them.
    #[must_use]
    pub const fn beyond_attention(self) -> bool {
        matches!(self, Self::Matrices | Self::All)
    }
}

/// Attention of every layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attention {
    /// Query heads.
    pub num_attention_heads: u64,
    /// How keys and values are made.
    pub kind: AttentionKind,
    /// Whether a gate as wide as the queries weighs the output of grouped attention (Qwen3-Next).
    pub output_gate: bool,
    /// A window that some layers look through; nothing when each sees the whole context.
    pub sliding_window: Option<SlidingWindow>,
    /// The layers whose attention is linear; nothing when there is none.
    pub linear: Option<LinearAttention>,
}

/// Layers with linear attention, whose work for a token does not grow with the length of the sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinearAttention {
    /// Which attention it is.
    pub kind: LinearKind,
    /// How many layers have it.
    pub layers: u64,
    /// Heads of queries and keys.
    pub num_key_heads: u64,
    /// Heads of values, each with a state of its own.
    pub num_value_heads: u64,
    /// Width of a head's query and key.
    pub key_head_dim: u64,
    /// Width of a head's value.
    pub value_head_dim: u64,
    /// Tokens that the short convolution before it sees; 0 when there is none.
    pub conv_kernel_dim: u64,
}

/// Kinds of linear attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinearKind {
    /// Gated DeltaNet (Qwen3-Next): one decay for each head.
    GatedDelta,
    /// Kimi Delta Attention (Kimi Linear): one decay for each channel, from a low-rank product, as is the output's gate.
    KimiDelta,
    /// Lightning attention (MiniMax-01): fixed decays and an output gate.
    Lightning,
}

impl LinearKind {
    /// Every kind under the word that data files and links have for it.
    pub const WORDS: [(&'static str, Self); 3] =
        [("gated-delta", Self::GatedDelta), ("kimi-delta", Self::KimiDelta), ("lightning", Self::Lightning)];
}

/// How keys and values are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttentionKind {
    /// One key and value head for each group of query heads: multi-head, grouped-query and multi-query attention.
    Grouped {
        /// Key and value heads.
        num_key_value_heads: u64,
        /// Width of a head.
        head_dim: u64,
        /// Norms on queries and keys.
        qk_norm: QkNorm,
    },
    /// Multi-head latent attention (DeepSeek-V2).
    Mla {
        /// Width of the compressed query; 0 when queries are not compressed.
        q_lora_rank: u64,
        /// Width of the compressed key and value.
        kv_lora_rank: u64,
        /// Width of a head's query and key without rotary positions.
        qk_nope_head_dim: u64,
        /// Width of the part with rotary positions, shared by all keys.
        qk_rope_head_dim: u64,
        /// Width of a head's value.
        v_head_dim: u64,
    },
}

/// Norms on queries and keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QkNorm {
    /// None.
    None,
    /// One vector of a head's width for queries and one for keys.
    Head,
    /// One vector over all query heads and one over all key heads.
    Full,
}

impl QkNorm {
    /// Every choice under the word that data files and links have for it.
    pub const WORDS: [(&'static str, Self); 3] = [("none", Self::None), ("head", Self::Head), ("full", Self::Full)];
}

/// A window through which some layers look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlidingWindow {
    /// Its width.
    pub tokens: u64,
    /// How many layers have it.
    pub layers: u64,
}

/// The experts of a mixture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Experts {
    /// Routed experts in each layer.
    pub num_experts: u64,
    /// Routed experts that one token passes through.
    pub num_experts_per_token: u64,
    /// Inner width of a routed expert.
    pub moe_intermediate_size: u64,
    /// Inner width of all shared experts together; 0 when there is none.
    pub shared_intermediate_size: u64,
    /// Layers with an ordinary feed-forward block.
    pub num_dense_layers: u64,
}

impl Model {
    /// Its architecture as [`crate::architecture_text`] writes it, once.
    #[must_use]
    pub fn architecture_text(&self) -> Option<&str> {
        let architecture = self.architecture.as_ref()?.as_value();
        Some(self.architecture_text.get_or_init(|| architecture_text::to_text(architecture)))
    }

    pub(super) fn read(fields: &mut Fields) -> Self {
        Self {
            slug: fields.text(),
            name: fields.text(),
            developer: fields.text(),
            aliases: fields.list(Fields::text),
            year: fields.number(),
            weights: fields.figure(|fields| fields.word(&[("open", Weights::Open), ("closed", Weights::Closed)])),
            total_params: fields.number(),
            active_params: fields.number(),
            tokens: fields.number(),
            sequence_length: fields.number(),
            training_flop: fields.number(),
            architecture: fields.optional(|fields| {
                let architecture = Architecture::read(fields);
                Sourced::new(architecture, fields.citation())
            }),
            architecture_text: OnceLock::new(),
            training: Training::read(fields),
            hours: StageRuns::read(fields),
            claims: fields.list(Claim::read),
        }
    }
}

impl Training {
    fn read(fields: &mut Fields) -> Self {
        Self {
            hardware: fields.figure(Fields::text),
            chip_count: fields.number(),
            batch: fields.number(),
            precision: fields.figure(Fields::text),
            mfu: fields.number(),
            mfu_peak: fields.figure(Precision::read),
            price: fields.number(),
        }
    }
}

impl StageRuns {
    fn read(fields: &mut Fields) -> Self {
        Self {
            base_model: fields.list(Fields::text),
            pretraining: fields.list(Fields::text),
            context_extension: fields.list(Fields::text),
            posttraining: fields.list(Fields::text),
        }
    }
}

impl Claim {
    fn read(fields: &mut Fields) -> Self {
        Self {
            says: fields.text(),
            accounting: fields.word(&[
                ("increment", Accounting::Increment),
                ("rented-final-run", Accounting::RentedFinalRun),
                ("owned-amortised", Accounting::OwnedAmortised),
                ("all-compute", Accounting::AllCompute),
                ("cluster-purchase", Accounting::ClusterPurchase),
                ("fleet-purchase", Accounting::FleetPurchase),
                ("whole-lab", Accounting::WholeLab),
                ("unstated", Accounting::Unstated),
            ]),
            bound: fields.word(&[("", Bound::None), ("at-least", Bound::AtLeast), ("at-most", Bound::AtMost)]),
            usd: fields.number(),
        }
    }
}

impl Architecture {
    fn read(fields: &mut Fields) -> Self {
        Self {
            hidden_size: fields.parsed(),
            num_layers: fields.parsed(),
            vocab_size: fields.parsed(),
            tie_word_embeddings: fields.parsed(),
            position_embeddings: fields.parsed(),
            feed_forward: fields.word(&FeedForward::WORDS),
            intermediate_size: fields.parsed(),
            biases: fields.word(&Biases::WORDS),
            norms_per_layer: fields.parsed(),
            attention: Attention::read(fields),
            experts: fields.optional(Experts::read),
            num_nextn_predict_layers: fields.parsed(),
        }
    }
}

impl Attention {
    fn read(fields: &mut Fields) -> Self {
        Self {
            num_attention_heads: fields.parsed(),
            kind: AttentionKind::read(fields),
            output_gate: fields.parsed(),
            sliding_window: fields
                .optional(|fields| SlidingWindow { tokens: fields.parsed(), layers: fields.parsed() }),
            linear: fields.optional(LinearAttention::read),
        }
    }
}

impl LinearAttention {
    fn read(fields: &mut Fields) -> Self {
        Self {
            kind: fields.word(&LinearKind::WORDS),
            layers: fields.parsed(),
            num_key_heads: fields.parsed(),
            num_value_heads: fields.parsed(),
            key_head_dim: fields.parsed(),
            value_head_dim: fields.parsed(),
            conv_kernel_dim: fields.parsed(),
        }
    }
}

impl AttentionKind {
    fn read(fields: &mut Fields) -> Self {
        if fields.word(&[("grouped", true), ("mla", false)]) {
            Self::Grouped {
                num_key_value_heads: fields.parsed(),
                head_dim: fields.parsed(),
                qk_norm: fields.word(&QkNorm::WORDS),
            }
        } else {
            Self::Mla {
                q_lora_rank: fields.parsed(),
                kv_lora_rank: fields.parsed(),
                qk_nope_head_dim: fields.parsed(),
                qk_rope_head_dim: fields.parsed(),
                v_head_dim: fields.parsed(),
            }
        }
    }
}

impl Experts {
    fn read(fields: &mut Fields) -> Self {
        Self {
            num_experts: fields.parsed(),
            num_experts_per_token: fields.parsed(),
            moe_intermediate_size: fields.parsed(),
            shared_intermediate_size: fields.parsed(),
            num_dense_layers: fields.parsed(),
        }
    }
}
