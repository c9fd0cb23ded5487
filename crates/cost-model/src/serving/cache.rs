//! What it costs to keep prefixes, and what a hit saves.

use super::traffic::Traffic;
use crate::interval::Interval;
use crate::words::serving_cache as words;

/// Where a prefix cache is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    /// The accelerators' own memory, which running sequences then lack.
    Hbm,
    /// The servers' main memory.
    Host,
    /// Flash disks.
    Disk,
}

/// Hours in a month of a twelfth of 365.25 days.
pub const HOURS_PER_MONTH: f64 = 730.5;

impl Medium {
    /// Every one, the fastest first.
    pub const ALL: [Self; 3] = [Self::Hbm, Self::Host, Self::Disk];

    /// As links spell it.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Hbm => "hbm",
            Self::Host => "host",
            Self::Disk => "disk",
        }
    }

    /// As readers spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Hbm => words::accelerator_memory(),
            Self::Host => words::host_memory(),
            Self::Disk => words::disk(),
        }
    }

    /// The medium of that slug.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|medium| medium.slug() == slug)
    }
}

/// A prefix cache.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PrefixCache {
    /// Bytes of keys and values for one token.
    pub bytes_per_token: f64,
    /// US dollars for a gigabyte (10⁹ bytes) during a month.
    pub usd_per_gb_month: Interval<f64>,
    /// Hours for which a token is kept.
    pub hours: Interval<f64>,
}

impl PrefixCache {
    /// Dollars to keep a million tokens for that long.
    #[must_use]
    pub fn usd_per_million_kept(&self) -> Interval<f64> {
        let gigabyte_months = self.hours.map(|hours| self.bytes_per_token * 1e6 / 1e9 * hours / HOURS_PER_MONTH);
        gigabyte_months * self.usd_per_gb_month
    }

    /// Dollars of keeping for each million tokens of cached input. Every token that is worked out or written is kept, and the
    /// hits bear it all; nothing while there are no hits.
    #[must_use]
    pub fn usd_per_million_hits(&self, traffic: &Traffic) -> Option<Interval<f64>> {
        let hits = traffic.hit_share();
        (hits > 0.0).then(|| self.usd_per_million_kept() * Interval::exact((1.0 - hits) / hits))
    }

    /// Bytes that are in the cache at a time, at so many tokens a day.
    #[must_use]
    pub fn bytes_held(&self, traffic: &Traffic, tokens_per_day: Interval<f64>) -> Interval<f64> {
        let kept = 1.0 - traffic.hit_share();
        tokens_per_day * self.hours.map(|hours| hours / 24.0 * kept * self.bytes_per_token)
    }
}

/// The price of input with a cache: hit · p_hit + (1 − hit) · p_miss.
#[must_use]
pub fn effective_input_price(hit: f64, price_hit: f64, price_miss: f64) -> f64 {
    hit * price_hit + (1.0 - hit) * price_miss
}
