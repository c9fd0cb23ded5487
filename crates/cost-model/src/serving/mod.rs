//! What it costs to serve tokens, by a roofline of memory and arithmetic.
//!
//! A step of decoding reads the weights that its batch touches and the cache of keys and values of every sequence, and
//! does the arithmetic of one token each; prefill does the arithmetic of the input. Both run at a part of what the chip's
//! data sheet says: one set of parts for dense models and one for mixtures of experts ([`Efficiency`]), as the traffic
//! between experts and their uneven load are in these parts and not modelled. `docs/serving.md` shows how near that comes to
//! measured throughputs.

use crate::architecture;
use crate::catalogue::{Accelerator, Architecture, AttentionKind, Precision};
use crate::units::Tokens;

/// The parts of what the data sheet says that serving reaches, 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Efficiency {
    /// Of the peak rate, in prefill.
    pub prefill: f64,
    /// Of the memory bandwidth, in a step of decoding.
    pub bandwidth: f64,
    /// Of the peak rate, in a step of decoding.
    pub arithmetic: f64,
}

impl Efficiency {
    /// Of dense models: near the least median error over the 60 throughputs that NVIDIA measured with TensorRT-LLM.
    pub const DENSE: Self = Self { prefill: 0.6, bandwidth: 0.85, arithmetic: 0.5 };
    /// Of mixtures of experts: those with which DeepSeek's published day is met.
    pub const EXPERTS: Self = Self { prefill: 0.2, bandwidth: 0.45, arithmetic: 0.45 };
}

/// The part of memory that weights and cache may fill.
const MEMORY_SHARE: f64 = 0.9;
/// Chips over which a mixture of experts is spread at most; other models keep to two nodes of eight.
const MOST_CHIPS_OF_EXPERTS: u32 = 128;
const MOST_CHIPS: u32 = 16;
/// Chips in a server where the catalogue does not say.
const USUAL_NODE: f64 = 8.0;

/// The tokens that are served.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Traffic {
    /// Tokens that a sequence has in the cache on average while it is decoded.
    pub context: f64,
    /// Tokens of input for each token of output.
    pub input_per_output: f64,
    /// The part of the input that is found in the prefix cache and not computed, 0 to 1.
    pub cached: f64,
    /// Tokens of output that each user gets in a second, at least.
    pub rate: f64,
}

/// DeepSeek's traffic of 27 February 2025 (open-infra-index, "DeepSeek-V3/R1 Inference System Overview"): 608 billion
/// tokens of input, 56.3% of them from the cache, 168 billion of output, 4,989 tokens in the cache on average, 20 to 22
/// tokens a second for each user.
pub const DEEPSEEK_DAY: Traffic =
    Traffic { context: 4989.0, input_per_output: 608.0 / 168.0, cached: 0.563, rate: 20.0 };

/// A model on a chip.
#[derive(Clone, Copy, Debug)]
pub struct Served<'a> {
    /// Its configuration.
    pub model: &'a Architecture,
    /// The chip.
    pub chip: &'a Accelerator,
    /// Whether weights and matrix products are in 8 bits.
    pub in_eight_bits: bool,
    /// Whether the cache of keys and values is in 8 bits; 16 otherwise.
    pub cache_in_eight_bits: bool,
}

impl Served<'_> {
    fn efficiency(&self) -> Efficiency {
        if self.model.experts.is_some() { Efficiency::EXPERTS } else { Efficiency::DENSE }
    }

    fn peak(&self, precision: Precision) -> Option<f64> {
        self.chip.peak(precision)?.value().map(|peak| peak.middle().get())
    }

    fn sixteen_bit_peak(&self) -> Option<f64> {
        self.peak(Precision::Bf16).or_else(|| self.peak(Precision::Fp16))
    }

    /// Peak rate of the products with weights: in 8 bits where the chip has them.
    fn weight_peak(&self) -> Option<f64> {
        let eight = if self.in_eight_bits { self.peak(Precision::Fp8) } else { None };
        eight.or_else(|| self.sixteen_bit_peak())
    }

    fn weight_bytes(&self) -> f64 {
        if self.in_eight_bits { 1.0 } else { 2.0 }
    }

    /// Numbers of chips that the model may be spread over.
    fn sizes(&self) -> impl Iterator<Item = f64> {
        let most = if self.model.experts.is_some() { MOST_CHIPS_OF_EXPERTS } else { MOST_CHIPS };
        (0..=most.ilog2()).map(|power| f64::from(1_u32 << power))
    }

    /// Bytes that weights leave for the cache on each of so many chips; nothing when they leave none.
    fn room(&self, chips: f64) -> Option<f64> {
        let memory = self.chip.memory.value()?.middle().get() * MEMORY_SHARE;
        let room = memory - architecture::total_parameters(self.model).get() * self.weight_bytes() / chips;
        (room > 0.0).then_some(room)
    }

    /// Seconds for which tensor-parallel chips of a dense model talk about one token: in each layer two sums over all of
    /// them, of 2 · (n − 1) ÷ n · hidden size numbers of two bytes each way (ring all-reduce). Of mixtures of experts
    /// traffic is in [`Efficiency::EXPERTS`]; where a link is not known, none is counted.
    fn traffic_seconds(&self, chips: f64) -> f64 {
        if self.model.experts.is_some() || chips <= 1.0 {
            return 0.0;
        }
        let in_node = self.chip.node_size.value().map_or(USUAL_NODE, |size| size.middle().get());
        let link = if chips <= in_node {
            // Quoted as both directions together.
            self.chip.interconnect_bandwidth.value().map(|link| link.middle().get() / 2.0)
        } else {
            self.chip.network_bandwidth.value().map(|link| link.middle().get())
        };
        let numbers = 4.0 * (self.model.num_layers * self.model.hidden_size) as f64 * (chips - 1.0) / chips;
        link.map_or(0.0, |link| numbers * 2.0 / link)
    }

    /// Tokens of input that one chip works out in a second, on the number of chips that is best for it; nothing when the
    /// model fits on none, or a rate of the chip is not known.
    #[must_use]
    pub fn prefill_rate(&self, traffic: &Traffic) -> Option<f64> {
        self.sizes().filter_map(|chips| self.prefill_rate_on(traffic, chips)).reduce(f64::max)
    }

    /// Tokens of input that one of so many chips works out in a second; nothing when the model does not fit on them.
    #[must_use]
    pub fn prefill_rate_on(&self, traffic: &Traffic, chips: f64) -> Option<f64> {
        self.room(chips)?;
        let products = 2.0 * architecture::active_parameters(self.model).get() / self.weight_peak()?;
        // Of training's three passes, one.
        let attention = architecture::attention_flop_per_token(self.model, Tokens::new(traffic.context)).get() / 3.0;
        let arithmetic = (products + attention / self.sixteen_bit_peak()?) / self.efficiency().prefill;
        Some(1.0 / (arithmetic + self.traffic_seconds(chips) * chips))
    }

    /// Tokens of output that one chip gives in a second, on the number of chips that is best for it; nothing when the model
    /// fits on none, or none is fast enough for one user.
    #[must_use]
    pub fn decode_rate(&self, traffic: &Traffic) -> Option<f64> {
        self.sizes().filter_map(|chips| self.decode_rate_on(traffic, chips)).reduce(f64::max)
    }

    /// Tokens of output that one of so many chips gives in a second: the largest batch that memory and the users' rate
    /// allow, over its time. Nothing when the model does not fit on them, or they are too slow for one user.
    #[must_use]
    pub fn decode_rate_on(&self, traffic: &Traffic, chips: f64) -> Option<f64> {
        let room = self.room(chips)? / (self.cache_bytes_per_token() * traffic.context);
        let wanted = 1.0 / traffic.rate;
        let time = |batch: f64| self.decode_seconds(traffic, chips, batch);
        // One sequence on all of the chips is the least batch.
        let least = 1.0 / chips;
        if room < least || time(least)? > wanted {
            return None;
        }
        let (mut low, mut high) = (least, room);
        if time(room)? > wanted {
            for _ in 0..60 {
                let middle = (low + high) / 2.0;
                if time(middle)? > wanted { high = middle } else { low = middle }
            }
        } else {
            low = room;
        }
        Some(low / time(low)?)
    }

    /// Seconds of a step that gives one token to each of `batch` sequences on every chip.
    fn decode_seconds(&self, traffic: &Traffic, chips: f64, batch: f64) -> Option<f64> {
        let bandwidth = self.chip.memory_bandwidth.value()?.middle().get();
        let read = self.weights_touched(batch * chips) * self.weight_bytes() / chips
            + batch * traffic.context * self.cache_bytes_per_token();
        let products = 2.0 * architecture::active_parameters(self.model).get() / self.weight_peak()?;
        let attention = self.attention_flop_per_token(traffic.context) / self.sixteen_bit_peak()?;
        let efficiency = self.efficiency();
        let arithmetic = batch * (products + attention) / efficiency.arithmetic;
        // Each chip takes part in what all of them have to say about every token.
        let traffic = batch * chips * self.traffic_seconds(chips);
        Some(read / bandwidth / efficiency.bandwidth + arithmetic + traffic)
    }

    /// Weights that a batch of so many tokens reads: of the experts, those that at least one token is sent to, as an
    /// expectation over even routing: 1 − (1 − k ÷ E)^tokens.
    fn weights_touched(&self, tokens: f64) -> f64 {
        let total = architecture::total_parameters(self.model).get();
        let Some(experts) = &self.model.experts else { return total };
        let active = architecture::active_parameters(self.model).get();
        let (all, chosen) = (experts.num_experts as f64, experts.num_experts_per_token as f64);
        // total − active = routed × (1 − k ÷ E) but for the input embedding, of which a batch reads next to nothing.
        let routed = (total - active) / (1.0 - chosen / all).max(f64::EPSILON);
        let idle = libm::pow(1.0 - chosen / all, tokens);
        active - routed * chosen / all + routed * (1.0 - idle)
    }

    /// Bytes that one token leaves in the cache.
    #[must_use]
    pub fn cache_bytes_per_token(&self) -> f64 {
        let bytes = if self.cache_in_eight_bits { 1.0 } else { 2.0 };
        architecture::kv_cache_elements_per_token(self.model) as f64 * bytes
    }

    /// FLOP of one new token over a cache of so many, of latent attention in its absorbed form: 2 · n · (2 · d_c + d_rope)
    /// for each of them and layer; of grouped attention 2 · n · (d_qk + d_v).
    fn attention_flop_per_token(&self, context: f64) -> f64 {
        let attention = &self.model.attention;
        let width = match attention.kind {
            AttentionKind::Mla { kv_lora_rank, qk_rope_head_dim, .. } => 2 * kv_lora_rank + qk_rope_head_dim,
            AttentionKind::Grouped { head_dim, .. } => 2 * head_dim,
        };
        2.0 * (attention.num_attention_heads * width * self.model.num_layers) as f64 * context
    }

    /// Chip-seconds of a billion tokens of traffic, input and output together; nothing when the model cannot be served.
    #[must_use]
    pub fn chip_seconds_per_billion(&self, traffic: &Traffic) -> Option<f64> {
        let output = 1.0 / (1.0 + traffic.input_per_output);
        let computed = (1.0 - output) * (1.0 - traffic.cached);
        Some(1e9 * (computed / self.prefill_rate(traffic)? + output / self.decode_rate(traffic)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;

    fn v3() -> (Architecture, &'static Accelerator) {
        let catalogue = Catalogue::current();
        let model = catalogue.model("deepseek-v3").and_then(|model| model.architecture.as_ref()).expect("V3");
        (model.value(), catalogue.accelerator("nvidia-h800-sxm5-80gb").expect("H800"))
    }

    #[test]
    fn deepseek_published_throughput_is_met() {
        let (model, chip) = v3();
        let served = Served { model: &model, chip, in_eight_bits: true, cache_in_eight_bits: false };
        // 73.7K tokens of input a second on a node of eight, hits counted; 14.8K of output.
        let input = 8.0 * served.prefill_rate(&DEEPSEEK_DAY).expect("a rate") / (1.0 - DEEPSEEK_DAY.cached);
        let output = 8.0 * served.decode_rate(&DEEPSEEK_DAY).expect("a rate");
        assert!((input / 73_700.0 - 1.0).abs() < 0.1, "{input}");
        assert!((output / 14_800.0 - 1.0).abs() < 0.1, "{output}");
    }

    #[test]
    fn a_large_batch_touches_every_expert_and_a_single_token_its_own() {
        let (model, chip) = v3();
        let served = Served { model: &model, chip, in_eight_bits: true, cache_in_eight_bits: false };
        let active = architecture::active_parameters(&model).get();
        assert!((served.weights_touched(1.0) / active - 1.0).abs() < 1e-9);
        let total = architecture::total_parameters(&model).get();
        assert!((served.weights_touched(1e6) / total - 1.0).abs() < 0.01);
    }

    #[test]
    fn more_cached_input_never_costs_more_and_a_faster_user_never_less() {
        let (model, chip) = v3();
        let served = Served { model: &model, chip, in_eight_bits: true, cache_in_eight_bits: false };
        let cost = |cached: f64, rate: f64| {
            served.chip_seconds_per_billion(&Traffic { cached, rate, ..DEEPSEEK_DAY }).expect("a cost")
        };
        assert!(cost(0.0, 20.0) > cost(0.5, 20.0) && cost(0.5, 20.0) > cost(1.0, 20.0));
        assert!(cost(0.5, 40.0) > cost(0.5, 20.0));
        assert_eq!(served.decode_rate(&Traffic { rate: 1e6, ..DEEPSEEK_DAY }), None);
    }

    #[test]
    fn what_does_not_fit_is_not_served() {
        let (model, chip) = v3();
        let mut large = model;
        large.experts = None;
        large.intermediate_size = 1 << 20;
        let served = Served { model: &large, chip, in_eight_bits: false, cache_in_eight_bits: false };
        assert_eq!(served.decode_rate(&DEEPSEEK_DAY), None);
    }
}
