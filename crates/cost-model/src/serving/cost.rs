//! What tokens cost on a model's chips.

use super::decode::Step;
use super::deployment::{Layout, Served};
use super::prefill::Prefill;
use super::traffic::Traffic;
use crate::interval::Interval;

pub(super) const SECONDS_PER_DAY: f64 = 86_400.0;

/// How fast a model's chips work for some traffic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// Prefill of what is not in the prefix cache.
    pub prefill: Prefill,
    /// Decoding.
    pub decode: Step,
}

impl Rates {
    /// The fastest of some layouts; nothing where the model fits on none or is too slow for its users.
    #[must_use]
    pub fn of(served: &Served, traffic: &Traffic, layouts: &[Layout]) -> Option<Self> {
        Some(Self { prefill: served.prefill(traffic, layouts)?, decode: served.decode(traffic, layouts)? })
    }

    /// Chip-seconds of one token of traffic at full batch: of input and output as they come, cached input for nothing.
    #[must_use]
    pub fn chip_seconds(&self, traffic: &Traffic) -> f64 {
        traffic.input_share() * (1.0 - traffic.cached) / self.prefill.rate + traffic.output_share() / self.decode.rate()
    }

    /// Chips that so many tokens a day need at full batch around the clock.
    #[must_use]
    pub fn chips(&self, traffic: &Traffic, tokens_per_day: f64) -> f64 {
        tokens_per_day * self.chip_seconds(traffic) / SECONDS_PER_DAY
    }
}

/// Dollars for a million tokens that a chip works out at so many a second, at full batch: price ÷ 3,600 s ÷ rate × 10⁶.
#[must_use]
pub fn usd_per_million(rate: f64, usd_per_chip_hour: f64) -> f64 {
    usd_per_chip_hour / 3600.0 / rate * 1e6
}

/// Dollars for a million tokens, by kind of token.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TokenCosts {
    /// Input that is worked out.
    pub input: Interval<f64>,
    /// Input found in the prefix cache.
    pub cached: Interval<f64>,
    /// Output.
    pub output: Interval<f64>,
}

impl TokenCosts {
    /// At a price per chip-hour and a utilisation, both above zero, with a relative error of the rates; `cached` is what
    /// keeping costs.
    #[must_use]
    pub fn of(
        rates: &Rates,
        usd_per_chip_hour: Interval<f64>,
        utilisation: Interval<f64>,
        error: Interval<f64>,
        cached: Interval<f64>,
    ) -> Self {
        let paid = usd_per_chip_hour / utilisation * error;
        Self {
            input: paid.map(|usd| usd_per_million(rates.prefill.rate, usd)),
            cached,
            output: paid.map(|usd| usd_per_million(rates.decode.rate(), usd)),
        }
    }

    /// Dollars for a million tokens of traffic as they come.
    #[must_use]
    pub fn of_traffic(&self, traffic: &Traffic) -> Interval<f64> {
        traffic.mean(self.input, self.cached, self.output)
    }
}
