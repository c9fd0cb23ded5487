//! What the regression looks at.

use super::Known;
use crate::catalogue::{Accelerator, Precision};
use crate::units::FlopPerSecond;

/// How many coefficients there are, the constant one included.
pub(super) const COUNT: usize = 8;

/// One value for each coefficient.
pub(super) type Row = [f64; COUNT];

/// What is believed of each coefficient before any run is seen: mean and standard deviation, in the order of
/// [`Features::row`].
///
/// The widths say how large an effect is plausible at all: a factor of 1.65 between chip generations, 1.35 for FP8, and
/// so on. With all of them halved or doubled the mean error on runs left out goes from 18% to 20% or 19%. Routing tokens
/// to experts costs some utilisation, so that sparsity alone is expected to lower it.
pub(super) const BELIEFS: [(f64, f64); COUNT] = [
    (-1.05, 1.0),  // ln 0.35
    (0.0, 0.5),    // generation
    (0.0, 0.5),    // balance
    (0.0, 0.3),    // size
    (-0.05, 0.05), // sparsity
    (0.0, 0.3),    // FP8
    (0.0, 0.2),    // tokens per parameter, on a chip of the H100's speed or above
    (0.0, 0.1),    // tokens per parameter, on any chip
];

/// The rates of the A100 and the H100, between which the generation goes from 0 to 1.
const A100_PEAK: f64 = 312e12;
const H100_PEAK: f64 = 989.5e12;

/// The balance of an A100 with 40 GB: FLOP for each byte that its memory delivers.
const USUAL_BALANCE: f64 = 200.0;
const BALANCE_RANGE: (f64, f64) = (-1.0, 0.8);

/// The size at which small layers halve the utilisation if the coefficient is one.
const SMALL: f64 = 1e9;
const SMALLEST: f64 = 5e7;

/// Tokens per parameter beyond which no calibration run lies, or too few to tell.
const TOKENS_PER_PARAMETER: (f64, f64) = (5.0, 2000.0);
const USUAL_TOKENS_PER_PARAMETER: f64 = 100.0;

/// The dense peak rate that predicted utilisations refer to: BF16, or FP16 on a chip without it.
#[must_use]
pub fn sixteen_bit_peak(chip: &Accelerator) -> Option<FlopPerSecond> {
    let peak = chip.peak(Precision::Bf16).or_else(|| chip.peak(Precision::Fp16))?;
    peak.value().map(|rate| rate.middle())
}

/// Whether a number format in words, as `FP8 mixed`, means that matrix products run in FP8.
#[must_use]
pub fn is_fp8(precision: &str) -> bool {
    precision.to_ascii_lowercase().contains("fp8")
}

/// The features of one run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Features {
    generation: f64,
    balance: f64,
    size: f64,
    sparsity: f64,
    fp8: f64,
    /// The logarithm of the tokens per parameter; nothing where the tokens are unknown.
    pub(super) tokens: Option<f64>,
}

impl Features {
    /// The features of what is known; nothing when a rate of the chip is missing or a number is not positive.
    ///
    /// - generation: ln(P ÷ 312 TFLOP/s) ÷ ln(989.5 ÷ 312), held between 0 and 1. Faster chips wait more.
    /// - balance: ln(P ÷ memory bandwidth ÷ 200 FLOP/B), held between −1 and 0.8.
    /// - size: −ln(1 + 10⁹ ÷ N_act): small layers do not fill a chip, and above some billions size does not matter.
    /// - sparsity: ln(N ÷ N_act), 0 for a dense model.
    /// - fp8: 1 when the products run in FP8, which the 16-bit peak does not count.
    /// - tokens: ln(D ÷ √(N·N_act) ÷ 100), D ÷ √(N·N_act) held between 5 and 2,000. It stands for how many chips
    ///   share one step: a run of many tokens on a small model is spread thin to end in time.
    pub(super) fn of(known: &Known) -> Option<Self> {
        let peak = sixteen_bit_peak(known.hardware)?.get();
        let (total, active) = (known.total_params.get(), known.active_params.get());
        let positive = |number: f64| number.is_finite() && number > 0.0;
        if ![peak, total, active].into_iter().all(positive) {
            return None;
        }
        let sparsity = libm::log(total / active).max(0.0);
        let bandwidth = known.hardware.memory_bandwidth.value().map(|bandwidth| bandwidth.middle().get());
        let balance = bandwidth.filter(|bandwidth| positive(*bandwidth)).map_or(0.0, |bandwidth| {
            libm::log(peak / bandwidth / USUAL_BALANCE).clamp(BALANCE_RANGE.0, BALANCE_RANGE.1)
        });
        let tokens = known.tokens.map(|tokens| tokens.get()).filter(|tokens| positive(*tokens)).map(|tokens| {
            let each = tokens / active * libm::exp(-0.5 * sparsity);
            let held = each.clamp(TOKENS_PER_PARAMETER.0, TOKENS_PER_PARAMETER.1);
            libm::log(held / USUAL_TOKENS_PER_PARAMETER)
        });
        let has_fp8 = known.hardware.peak(Precision::Fp8).is_some();
        Some(Self {
            generation: (libm::log(peak / A100_PEAK) / libm::log(H100_PEAK / A100_PEAK)).clamp(0.0, 1.0),
            balance,
            size: -libm::log(1.0 + SMALL / active.max(SMALLEST)),
            sparsity,
            fp8: if known.fp8 && has_fp8 { 1.0 } else { 0.0 },
            tokens,
        })
    }

    /// The values that the coefficients are multiplied with, for so many tokens per parameter.
    pub(super) fn row(&self, tokens: f64) -> Row {
        let fast = self.generation * tokens;
        [1.0, self.generation, self.balance, self.size, self.sparsity, self.fp8, fast, tokens]
    }

    /// How the values change with the tokens per parameter.
    pub(super) fn change_with_tokens(&self) -> Row {
        [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, self.generation, 1.0]
    }
}
