//! A model on a chip: formats, layouts, and what there is room for.

use super::cost::Rates;
use super::efficiency::Efficiency;
use super::traffic::Traffic;
use crate::architecture;
use crate::catalogue::{Accelerator, Architecture, AttentionKind, Precision};

/// The part of memory that weights and cache may fill; the rest is for activations, programs and buffers.
const MEMORY_SHARE: f64 = 0.9;
/// Chips over which a mixture of experts is spread at most; other models keep to two nodes of eight.
const MOST_CHIPS_OF_EXPERTS: u32 = 128;
const MOST_CHIPS: u32 = 16;
/// Chips in a server where the catalogue does not say.
const USUAL_NODE: f64 = 8.0;
/// Network bandwidth of one chip where the catalogue does not say: 400 Gbit/s, as in most clusters since 2022.
const USUAL_NETWORK: f64 = 50e9;

/// How weights are stored while a model is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeightFormat {
    /// Two bytes.
    Bf16,
    /// One byte.
    Fp8,
    /// Half a byte and a scale of one byte for 16 of them.
    Fp4,
}

impl WeightFormat {
    /// Every format, the widest first.
    pub const ALL: [Self; 3] = [Self::Bf16, Self::Fp8, Self::Fp4];

    /// As links and data files spell it.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Bf16 => "bf16",
            Self::Fp8 => "fp8",
            Self::Fp4 => "fp4",
        }
    }

    /// As readers spell it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bf16 => "BF16",
            Self::Fp8 => "FP8",
            Self::Fp4 => "FP4",
        }
    }

    /// The format of that slug.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.slug() == slug)
    }

    /// Bytes of one weight.
    #[must_use]
    pub const fn bytes(self) -> f64 {
        match self {
            Self::Bf16 => 2.0,
            Self::Fp8 => 1.0,
            Self::Fp4 => 0.5625,
        }
    }

    /// The rates that products with such weights may use, the fastest first.
    const fn rates(self) -> &'static [Precision] {
        match self {
            Self::Bf16 => &[Precision::Bf16, Precision::Fp16],
            Self::Fp8 => &[Precision::Fp8, Precision::Bf16, Precision::Fp16],
            Self::Fp4 => &[Precision::Fp4, Precision::Fp8, Precision::Bf16, Precision::Fp16],
        }
    }
}

/// How a model is spread. Routed experts are dealt out to all of its chips.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    /// Chips that hold the model once.
    pub chips: f64,
    /// Chips over which the attention of a sequence, and what else is no routed expert, is spread by heads and columns
    /// (tensor parallel); a part of `chips`. Groups of so many have sequences of their own (data parallel attention).
    pub attention: f64,
}

impl Layout {
    /// Whether all chips work on every sequence.
    #[must_use]
    pub fn is_one_group(&self) -> bool {
        self.attention >= self.chips
    }
}

/// Tokens that are guessed ahead and checked in one step: speculative decoding, or modules for multi-token prediction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drafts {
    /// Guessed in each step, each by a layer's work; 0 for none.
    pub tokens: f64,
    /// Probability that a guess is taken when all before it were, 0 to 1.
    pub acceptance: f64,
}

impl Drafts {
    /// None are made.
    pub const NONE: Self = Self { tokens: 0.0, acceptance: 0.0 };

    /// Tokens that a step yields as an expectation: 1 + a + a² + … + a^k (Leviathan et al. 2023, equation 1).
    #[must_use]
    pub fn tokens_per_step(&self) -> f64 {
        (0..=self.tokens as u32).map(|power| libm::pow(self.acceptance, f64::from(power))).sum()
    }
}

/// A model on a chip.
#[derive(Clone, Copy, Debug)]
pub struct Served<'a> {
    /// Its configuration.
    pub model: &'a Architecture,
    /// The chip.
    pub chip: &'a Accelerator,
    /// How weights are stored; products with them run at the rate of that format where the chip has it.
    pub weights: WeightFormat,
    /// Whether the cache of keys and values is in 8 bits; 16 otherwise.
    pub cache_in_eight_bits: bool,
    /// Whether latent attention works on the latent vectors; otherwise it makes keys and values from them in every step.
    pub is_absorbed: bool,
    /// Tokens guessed ahead.
    pub drafts: Drafts,
    /// The parts of the data sheet's rates that are reached.
    pub efficiency: Efficiency,
}

impl<'a> Served<'a> {
    /// A model on a chip with a cache of 16 bits, absorbed latent attention and nothing guessed ahead.
    #[must_use]
    pub const fn plainly(model: &'a Architecture, chip: &'a Accelerator, weights: WeightFormat) -> Self {
        Self {
            model,
            chip,
            weights,
            cache_in_eight_bits: false,
            is_absorbed: true,
            drafts: Drafts::NONE,
            efficiency: Efficiency::MEASURED,
        }
    }
}

impl Served<'_> {
    /// How fast it is in the best of all layouts; nothing where it fits on none or is too slow for its users.
    #[must_use]
    pub fn rates(&self, traffic: &Traffic) -> Option<Rates> {
        Rates::of(self, traffic, &self.layouts().collect::<Vec<_>>())
    }

    fn peak(&self, precisions: &[Precision]) -> Option<f64> {
        precisions.iter().find_map(|precision| Some(self.chip.peak(*precision)?.value()?.middle().get()))
    }

    /// The precision at whose rate products with weights run: that of their format, or the next wider one whose rate the
    /// catalogue has.
    #[must_use]
    pub fn product_precision(&self) -> Option<Precision> {
        let is_known = |precision: &&Precision| self.peak(std::slice::from_ref(precision)).is_some();
        self.weights.rates().iter().find(is_known).copied()
    }

    /// Dense peak rate of products with weights, FLOP per second.
    pub(super) fn product_peak(&self) -> Option<f64> {
        self.peak(self.weights.rates())
    }

    /// Dense peak rate of attention's products, which stay in 16 bits, FLOP per second.
    pub(super) fn attention_peak(&self) -> Option<f64> {
        self.peak(WeightFormat::Bf16.rates())
    }

    /// Memory bandwidth of the chip in bytes per second.
    pub(super) fn bandwidth(&self) -> Option<f64> {
        self.chip.memory_bandwidth.value().map(|bandwidth| bandwidth.middle().get())
    }

    /// Bytes per second and chip within a node, one direction; endless where the catalogue does not say.
    pub(super) fn link(&self) -> f64 {
        // Quoted as both directions together.
        self.chip.interconnect_bandwidth.value().map_or(f64::INFINITY, |link| link.middle().get() / 2.0)
    }

    /// Bytes per second and chip between nodes, one direction.
    pub(super) fn network(&self) -> f64 {
        self.chip.network_bandwidth.value().map_or(USUAL_NETWORK, |link| link.middle().get())
    }

    /// Chips that the fast link joins.
    #[must_use]
    pub fn node(&self) -> f64 {
        self.chip.node_size.value().map_or(USUAL_NODE, |size| size.middle().get())
    }

    /// The layouts that a model may have, those on fewer chips first. Attention is spread over powers of two within a node;
    /// a model without experts is one group.
    pub fn layouts(&self) -> impl Iterator<Item = Layout> {
        let has_experts = self.model.experts.is_some();
        let most = if has_experts { MOST_CHIPS_OF_EXPERTS } else { MOST_CHIPS };
        let node = self.node();
        powers(f64::from(most)).flat_map(move |chips| {
            let groups = if has_experts { powers(chips.min(node)) } else { powers(1.0) };
            groups.map(move |attention| Layout { chips, attention: if has_experts { attention } else { chips } })
        })
    }

    /// Parameters of routed experts.
    pub(super) fn routed(&self) -> f64 {
        architecture::routed_parameters(self.model).get()
    }

    /// Parameters of everything else: attention, dense and shared blocks, embedding and head.
    pub(super) fn common(&self) -> f64 {
        architecture::total_parameters(self.model).get() - self.routed()
    }

    /// Bytes that weights leave for running sequences on each chip; nothing when they leave none.
    #[must_use]
    pub fn room(&self, layout: Layout) -> Option<f64> {
        let memory = self.chip.memory.value()?.middle().get() * MEMORY_SHARE;
        let held = self.common() / layout.attention + self.routed() / layout.chips;
        let room = memory - held * self.weights.bytes();
        (room > 0.0).then_some(room)
    }

    /// Bytes of a number in the cache of keys and values.
    #[must_use]
    pub fn cache_bytes(&self) -> f64 {
        if self.cache_in_eight_bits { 1.0 } else { 2.0 }
    }

    /// Bytes that one token leaves in the cache.
    #[must_use]
    pub fn cache_bytes_per_token(&self) -> f64 {
        architecture::kv_cache_elements_per_token(self.model) as f64 * self.cache_bytes()
    }

    /// Bytes that the cache of one sequence takes in memory, over the chips of its group: a chip without key heads of its own
    /// keeps a copy of another's.
    pub(super) fn cache_bytes_of_sequence(&self, layout: Layout, context: f64) -> f64 {
        let once = architecture::cache_elements_of_sequence(self.model, context) * self.cache_bytes();
        let heads = match self.model.attention.kind {
            AttentionKind::Grouped { num_key_value_heads, .. } => num_key_value_heads as f64,
            AttentionKind::Mla { .. } => 1.0,
        };
        once * (layout.attention / heads).max(1.0)
    }

    /// FLOP of products with weights that every token passes, and with its routed experts.
    pub(super) fn products(&self) -> (f64, f64) {
        let routed = 2.0 * architecture::routed_parameters_per_token(self.model).get();
        (2.0 * architecture::active_parameters(self.model).get() - routed, routed)
    }
}

/// Powers of two up to a number.
fn powers(most: f64) -> impl Iterator<Item = f64> {
    (0..32_u32).map(|power| f64::from(1_u32 << power.min(31))).take_while(move |power| *power <= most)
}
