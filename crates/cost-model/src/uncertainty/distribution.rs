//! How a figure that is not known exactly is spread.

use std::fmt;

use super::curve::Curve;
use super::normal;
use crate::interval::Interval;
use crate::number;
use crate::scale::along;

/// A distribution with a name, as a visitor may enter it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Distribution {
    /// Normal, with the standard deviation, above zero.
    Normal {
        /// Mean and median.
        mean: f64,
        /// Standard deviation.
        deviation: f64,
    },
    /// The logarithm is normal.
    LogNormal {
        /// The median, above zero.
        median: f64,
        /// The geometric standard deviation, above 1: two thirds lie between median ÷ factor and median × factor.
        factor: f64,
    },
    /// Every value between the ends is equally likely.
    Uniform {
        /// The low end.
        low: f64,
        /// The high end.
        high: f64,
    },
    /// The likelihood rises in a straight line from the low end to the mode, and falls from there to the high end.
    Triangular {
        /// The low end.
        low: f64,
        /// The most likely value.
        mode: f64,
        /// The high end.
        high: f64,
    },
}

impl Distribution {
    /// The name by which it is entered.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Normal { .. } => "normal",
            Self::LogNormal { .. } => "lognormal",
            Self::Uniform { .. } => "uniform",
            Self::Triangular { .. } => "triangular",
        }
    }

    /// The numbers that it is entered with.
    #[must_use]
    pub fn numbers(self) -> Vec<f64> {
        match self {
            Self::Normal { mean, deviation } => vec![mean, deviation],
            Self::LogNormal { median, factor } => vec![median, factor],
            Self::Uniform { low, high } => vec![low, high],
            Self::Triangular { low, mode, high } => vec![low, mode, high],
        }
    }

    /// The value below which a part of it lies.
    #[must_use]
    pub fn quantile(self, part: f64) -> f64 {
        match self {
            Self::Normal { mean, deviation } => mean + deviation * normal::quantile(part),
            Self::LogNormal { median, factor } => median * libm::exp(libm::log(factor) * normal::quantile(part)),
            Self::Uniform { low, high } => low + (high - low) * part,
            Self::Triangular { low, mode, high } => {
                let (width, rise) = (high - low, mode - low);
                if part * width < rise {
                    low + libm::sqrt(part * width * rise)
                } else {
                    high - libm::sqrt((1.0 - part) * width * (high - mode))
                }
            }
        }
    }

    /// The part of it that lies below a value.
    #[must_use]
    pub fn cumulative(self, value: f64) -> f64 {
        match self {
            Self::Normal { mean, deviation } => normal::cumulative((value - mean) / deviation),
            Self::LogNormal { .. } if value <= 0.0 => 0.0,
            Self::LogNormal { median, factor } => normal::cumulative(libm::log(value / median) / libm::log(factor)),
            Self::Uniform { low, high } => ((value - low) / (high - low)).clamp(0.0, 1.0),
            Self::Triangular { low, mode, high } => {
                let square =
                    |side: f64, other: f64| if side > 0.0 { side * side / ((high - low) * other) } else { 0.0 };
                match value.clamp(low, high) {
                    value if value < mode => square(value - low, mode - low),
                    value => 1.0 - square(high - value, high - mode),
                }
            }
        }
    }

    /// What it amounts to where only a range can be followed: its ends, or the 5th and the 95th percentile where it has
    /// none, and its median.
    #[must_use]
    pub fn interval(self) -> Interval<f64> {
        let (low, high) = match self {
            Self::Uniform { low, high } | Self::Triangular { low, high, .. } => (low, high),
            Self::Normal { .. } | Self::LogNormal { .. } => (self.quantile(0.05), self.quantile(0.95)),
        };
        Interval::around(low, self.quantile(0.5), high)
    }
}

impl fmt::Display for Distribution {
    /// The text that [`parse`](super::parse) reads as the same distribution.
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<String> =
            self.numbers().into_iter().map(|value| number::to_text(Interval::exact(value))).collect();
        write!(to, "{}({})", self.name(), numbers.join(","))
    }
}

/// How an uncertain quantity is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spread {
    /// Between two ends. Equal ratios are equally likely where both ends are above zero, and equal differences elsewhere.
    Range(Interval<f64>),
    /// A distribution, cut off at what the field allows.
    Named {
        /// The distribution.
        distribution: Distribution,
        /// The part of it below the least that the field allows.
        from: f64,
        /// The part of it below the most that the field allows.
        to: f64,
    },
}

impl Spread {
    /// A distribution within the bounds of a field.
    #[must_use]
    pub fn within(distribution: Distribution, min: f64, max: f64) -> Self {
        Self::Named { distribution, from: distribution.cumulative(min), to: distribution.cumulative(max) }
    }

    /// The value below which a part of it lies, 0 to 1.
    ///
    /// A range with a central value has half of itself on each side of that.
    #[must_use]
    pub fn quantile(self, part: f64) -> f64 {
        match self {
            Self::Range(range) => match range.central() {
                None => between(range.low(), range.high(), part),
                Some(central) if part < 0.5 => between(range.low(), central, 2.0 * part),
                Some(central) => between(central, range.high(), 2.0 * part - 1.0),
            },
            Self::Named { distribution, from, to } => distribution.quantile(from + (to - from) * part),
        }
    }
}

fn between(low: f64, high: f64, part: f64) -> f64 {
    along(low, high, part, low > 0.0)
}

/// [`Spread::quantile`] made ready for many parts.
#[derive(Clone, Debug)]
pub(super) enum Quantile {
    /// In pieces of polynomials.
    Curve(Curve),
    /// As it is: a triangle has a kink at its mode.
    Spread(Spread),
}

impl Quantile {
    pub(super) fn of(spread: Spread) -> Self {
        match spread {
            Spread::Named { distribution: Distribution::Triangular { .. }, .. } => Self::Spread(spread),
            other => Self::Curve(Curve::of(other)),
        }
    }

    /// The value below which a part of it lies, 0 to 1.
    pub(super) fn at(&self, part: f64) -> f64 {
        match self {
            Self::Curve(curve) => curve.at(part),
            Self::Spread(spread) => spread.quantile(part),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Distribution; 6] = [
        Distribution::Normal { mean: 2.0, deviation: 0.3 },
        Distribution::LogNormal { median: 2.0, factor: 1.5 },
        Distribution::Uniform { low: 1.5, high: 3.0 },
        Distribution::Triangular { low: 1.0, mode: 2.0, high: 4.0 },
        Distribution::Triangular { low: 1.0, mode: 1.0, high: 4.0 },
        Distribution::Triangular { low: 1.0, mode: 4.0, high: 4.0 },
    ];

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() <= 1e-12 * b.abs().max(1.0)
    }

    #[test]
    fn quantiles_and_parts_undo_each_other() {
        for distribution in ALL {
            for step in 1..100 {
                let part = f64::from(step) / 100.0;
                let back = distribution.cumulative(distribution.quantile(part));
                assert!((back - part).abs() < 1e-11, "{distribution} at {part}: {back}");
            }
        }
    }

    #[test]
    fn what_each_means() {
        let [normal, log_normal, uniform, triangular, ..] = ALL;
        assert!(near(normal.quantile(0.841_344_746_068_542_9), 2.3));
        assert!(near(log_normal.quantile(0.841_344_746_068_542_9), 3.0));
        assert!(near(log_normal.interval().low() * log_normal.interval().high(), 4.0));
        assert_eq!(uniform.interval(), Interval::around(1.5, 2.25, 3.0));
        assert!(near(triangular.cumulative(2.0), 1.0 / 3.0));
        assert_eq!((triangular.cumulative(0.0), triangular.cumulative(9.0)), (0.0, 1.0));
        assert_eq!((log_normal.cumulative(0.0), uniform.cumulative(0.0)), (0.0, 0.0));
    }

    #[test]
    fn a_range_is_even_in_ratios_and_halved_by_its_central_value() {
        let range = Spread::Range(Interval::between(1.0, 4.0));
        assert!(near(range.quantile(0.5), 2.0) && near(range.quantile(0.0), 1.0) && near(range.quantile(1.0), 4.0));
        let from_zero = Spread::Range(Interval::between(0.0, 4.0));
        assert!(near(from_zero.quantile(0.25), 1.0));
        let halved = Spread::Range(Interval::around(1.0, 3.0, 4.0));
        assert!(near(halved.quantile(0.5), 3.0) && near(halved.quantile(0.25), libm::sqrt(3.0)));
        assert_eq!(Spread::Range(Interval::exact(2.0)).quantile(0.3), 2.0);
    }

    #[test]
    fn a_quantile_made_ready_is_the_same() {
        let named = ALL.into_iter().map(|distribution| Spread::within(distribution, 0.5, 3.5));
        for spread in named.chain([Spread::Range(Interval::around(1.0, 3.0, 4.0))]) {
            let quantile = Quantile::of(spread);
            for step in 0..=100 {
                let part = f64::from(step) / 100.0;
                let (found, known) = (quantile.at(part), spread.quantile(part));
                assert!((found - known).abs() <= 1e-9 * known, "{spread:?} at {part}: {found} {known}");
            }
        }
    }

    #[test]
    fn a_distribution_ends_where_the_field_does() {
        let spread = Spread::within(Distribution::Normal { mean: 0.5, deviation: 0.3 }, 0.0, 1.0);
        assert!(near(spread.quantile(0.0), 0.0) && near(spread.quantile(1.0), 1.0) && near(spread.quantile(0.5), 0.5));
    }
}
