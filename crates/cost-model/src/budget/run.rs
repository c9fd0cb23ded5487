//! Runs that chip-hours pay for: how long a model takes on an accelerator, and which models a number of hours is enough for.

use crate::catalogue::{Accelerator, Catalogue, Precision};
use crate::interval::Interval;
use crate::prediction::{self, Known, sixteen_bit_peak};
use crate::units::{Parameters, Tokens};

/// A model and its training data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// Parameters that a token passes through.
    pub params: f64,
    /// Tokens of training.
    pub tokens: f64,
}

impl Size {
    /// Training compute, 6·N·D, in FLOP.
    #[must_use]
    pub fn flop(&self) -> f64 {
        6.0 * self.params * self.tokens
    }

    /// Tokens for each parameter.
    #[must_use]
    pub fn ratio(&self) -> f64 {
        self.tokens / self.params
    }
}

/// Which end of every range is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The one that buys least.
    Low,
    /// The central value, or the middle of a range that has none.
    Middle,
    /// The one that buys most.
    High,
}

impl End {
    /// The value at that end of a range of which more is better.
    #[must_use]
    pub fn of(self, range: Interval<f64>) -> f64 {
        match self {
            Self::Low => range.low(),
            Self::Middle => range.middle(),
            Self::High => range.high(),
        }
    }
}

/// The accelerator that a budget pays for, and how well it is used.
#[derive(Clone, Copy, Debug)]
pub struct Machine {
    /// The accelerator.
    pub chip: &'static Accelerator,
    /// Whether matrix products run in FP8, as far as it has it.
    pub fp8: bool,
    /// The utilisation of the dense 16-bit peak that was entered; predicted for each model where none was.
    pub mfu: Option<Interval<f64>>,
    /// All parameters over those that a token passes through; 1 for a dense model.
    sparsity: f64,
    /// Dense 16-bit peak rate of one accelerator, FLOP per second.
    peak: f64,
    catalogue: &'static Catalogue,
}

/// Halvings of an interval of logarithms: enough for every bit of the result.
const HALVINGS: u32 = 64;

impl Machine {
    /// Dense models on an accelerator; nothing where its 16-bit rate is not known.
    #[must_use]
    pub fn of(
        chip: &'static Accelerator,
        fp8: bool,
        mfu: Option<Interval<f64>>,
        catalogue: &'static Catalogue,
    ) -> Option<Self> {
        Some(Self { chip, fp8, mfu, sparsity: 1.0, peak: sixteen_bit_peak(chip)?.get(), catalogue })
    }

    /// The same with mixtures of experts that have so many times the parameters that a token passes through.
    #[must_use]
    pub const fn of_experts(self, sparsity: f64) -> Self {
        Self { sparsity, ..self }
    }

    /// Dense 16-bit peak rate of one accelerator, FLOP per second.
    #[must_use]
    pub const fn peak(&self) -> f64 {
        self.peak
    }

    /// Dense FP8 peak rate of one accelerator, FLOP per second; nothing where it is no faster in FP8 than in 16 bits.
    #[must_use]
    pub fn fp8_peak(&self) -> Option<f64> {
        let peak = self.chip.peak(Precision::Fp8)?.value()?.middle().get();
        (peak > self.peak).then_some(peak)
    }

    /// The utilisation of the dense 16-bit peak over a whole run: entered, or predicted for this model; nothing where a number
    /// is not positive.
    #[must_use]
    pub fn mfu(&self, size: Size) -> Option<Interval<f64>> {
        let known = Known {
            hardware: self.chip,
            total_params: Parameters::new(size.params * self.sparsity),
            active_params: Parameters::new(size.params),
            tokens: Some(Tokens::new(size.tokens)),
            fp8: self.fp8,
        };
        self.mfu.or_else(|| Some(prediction::mfu(&known, self.catalogue)?.base()))
    }

    /// Chip-hours of a run: 6·N·D ÷ (P · MFU · 3600 s).
    #[must_use]
    pub fn hours(&self, size: Size, end: End) -> Option<f64> {
        Some(size.flop() / (self.peak * end.of(self.mfu(size)?) * 3600.0))
    }

    /// The tokens on which a model of so many parameters can be trained in so many chip-hours.
    #[must_use]
    pub fn tokens(&self, params: f64, hours: f64, end: End) -> Option<f64> {
        let most = hours * 3600.0 * self.peak / (6.0 * params);
        largest(most, |tokens| self.hours(Size { params, tokens }, end), hours)
    }

    /// The compute in FLOP that so many chip-hours give along a line of sizes, one for each amount of compute.
    #[must_use]
    pub fn flop(&self, hours: f64, end: End, along: impl Fn(f64) -> Size) -> Option<f64> {
        largest(hours * 3600.0 * self.peak, |flop| self.hours(along(flop), end), hours)
    }
}

/// The largest value, up to one that is out of reach, that takes no more than so much; `takes` grows with it. More tokens and
/// more compute always take more hours (see `prediction`), so that halving finds it.
fn largest(most: f64, takes: impl Fn(f64) -> Option<f64>, enough: f64) -> Option<f64> {
    if most.is_nan() || most <= 0.0 {
        return None;
    }
    let (mut low, mut high) = (libm::log(most) - 20.0, libm::log(most));
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if takes(libm::exp(middle))? <= enough { low = middle } else { high = middle }
    }
    Some(libm::exp(low))
}
