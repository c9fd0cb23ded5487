//! Where a figure stands on an axis or a slider.

use crate::decimal::Decimal;
use crate::interval::Interval;
use crate::number;
use crate::text::{self, Style};

/// The value at a part of the way from one to another, 0 to 1: in equal ratios, for which both must be above zero, or in equal
/// differences. The ends are met exactly.
#[must_use]
pub fn along(low: f64, high: f64, part: f64, is_log: bool) -> f64 {
    if low == high || part == 0.0 {
        low
    } else if part == 1.0 {
        high
    } else if is_log {
        low * libm::exp(libm::log(high / low) * part)
    } else {
        low + (high - low) * part
    }
}

/// Steps of a slider from one end to the other.
pub const STEPS: u32 = 200;

/// A slider beside a field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Slider {
    /// Of a share, from none to all; it begins at the least that the field allows.
    Share {
        /// That share.
        least: f64,
    },
    /// Of a quantity, in equal ratios from one value to another.
    Ratio {
        /// Where it begins, above zero.
        low: f64,
        /// Where it ends.
        high: f64,
    },
}

impl Slider {
    /// The step at which a value stands; what lies beyond an end stands at it.
    #[must_use]
    pub fn step(self, value: f64) -> u32 {
        let part = match self {
            Self::Share { .. } => value,
            Self::Ratio { low, high } => libm::log(value.max(low) / low) / libm::log(high / low),
        };
        libm::round(part.clamp(0.0, 1.0) * f64::from(STEPS)) as u32
    }

    /// The first step.
    #[must_use]
    pub fn first(self) -> u32 {
        match self {
            Self::Share { least } => self.step(least),
            Self::Ratio { .. } => 0,
        }
    }

    /// The value at a step, as a visitor would type it.
    #[must_use]
    pub fn typed(self, step: &str) -> String {
        let part = number::parse(step).map_or(0.0, |step| step.low()) / f64::from(STEPS);
        match self {
            Self::Share { .. } => text::point(part, Style::Fraction),
            Self::Ratio { low, high } => {
                let value = along(low, high, part, true);
                number::to_text(Interval::exact(Decimal::rounded(value, 3).value()))
            }
        }
    }

    /// Where it stands while nothing is known: in the middle of ratios; a share has no such place.
    #[must_use]
    pub fn start(self) -> Option<f64> {
        match self {
            Self::Share { .. } => None,
            Self::Ratio { low, high } => Some(libm::sqrt(low * high)),
        }
    }
}

/// A logarithmic axis from one power of ten to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogScale {
    low: i32,
    high: i32,
}

impl LogScale {
    /// The shortest axis between powers of ten that holds all values; those that are not positive and finite are
    /// passed over. Nothing when no value is left.
    #[must_use]
    pub fn over(values: impl Iterator<Item = f64>) -> Option<Self> {
        let logs = values.filter(|value| *value > 0.0 && value.is_finite()).map(libm::log10);
        let (low, high) =
            logs.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), log| (low.min(log), high.max(log)));
        if low > high {
            return None;
        }
        let (low, high) = (libm::floor(low) as i32, libm::ceil(high) as i32);
        Some(Self { low, high: high.max(low.saturating_add(1)) })
    }

    /// The place of a value, from 0 at the left end to 1 at the right; values beyond an end stand at it.
    #[must_use]
    pub fn place(&self, value: f64) -> f64 {
        let log = if value > 0.0 { libm::log10(value) } else { f64::from(self.low) };
        ((log - f64::from(self.low)) / (f64::from(self.high) - f64::from(self.low))).clamp(0.0, 1.0)
    }

    /// The place of a value on an axis of so many units of a drawing, to the nearest one.
    #[must_use]
    pub fn pixels(&self, value: f64, length: u32) -> u32 {
        libm::round(self.place(value) * f64::from(length)) as u32
    }

    /// The powers of ten along the axis.
    #[must_use]
    pub fn ticks(&self) -> Vec<f64> {
        (self.low..=self.high).map(|power| libm::pow(10.0, f64::from(power))).collect()
    }
}

/// Pieces laid end to end along a bar of so many units, and a line across it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pieces {
    /// Where each piece begins and ends.
    pub spans: Vec<(u32, u32)>,
    /// Where the line stands.
    pub capacity: Option<u32>,
}

impl Pieces {
    /// Pieces of these sizes, not negative; the longer of their sum and the line takes the whole length.
    #[must_use]
    pub fn of(sizes: impl Iterator<Item = f64> + Clone, capacity: Option<f64>, length: u32) -> Self {
        let whole = sizes.clone().sum::<f64>().max(capacity.unwrap_or_default());
        let place = |size: f64| {
            let part = if whole > 0.0 { size / whole } else { 0.0 };
            libm::round(part.clamp(0.0, 1.0) * f64::from(length)) as u32
        };
        let mut end = 0.0;
        let spans = sizes
            .map(|size| {
                let begin = place(end);
                end += size;
                (begin, place(end))
            })
            .collect();
        Self { spans, capacity: capacity.map(place) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slider_enters_what_it_shows() {
        let ratio = Slider::Ratio { low: 1e4, high: 1e10 };
        for slider in [Slider::Share { least: 0.01 }, ratio] {
            for step in slider.first()..=STEPS {
                let typed = slider.typed(&step.to_string());
                let value = number::parse(&typed).expect("a value").low();
                assert_eq!(slider.step(value), step, "{typed}");
            }
        }
        let share = Slider::Share { least: 0.0 };
        assert_eq!((share.typed("31"), share.step(1.04), share.step(-1.0)), ("15.5%".to_owned(), STEPS, 0));
        assert_eq!((ratio.typed("0"), ratio.typed("100"), ratio.step(0.0)), ("10k".to_owned(), "10M".to_owned(), 0));
    }

    #[test]
    fn pieces_fill_the_bar_or_stay_below_the_line() {
        let of = |capacity| Pieces::of([1.0, 0.0, 3.0].into_iter(), capacity, 100);
        assert_eq!(of(None), Pieces { spans: vec![(0, 25), (25, 25), (25, 100)], capacity: None });
        assert_eq!(of(Some(8.0)), Pieces { spans: vec![(0, 13), (13, 13), (13, 50)], capacity: Some(100) });
        assert_eq!(of(Some(2.0)).capacity, Some(50));
        assert_eq!(Pieces::of([0.0].into_iter(), None, 100).spans, vec![(0, 0)]);
    }

    #[test]
    fn an_axis_reaches_from_power_to_power() {
        let scale = LogScale::over([294e3, 778e6, 0.0, f64::NAN].into_iter());
        assert_eq!(scale, Some(LogScale { low: 5, high: 9 }));
        assert_eq!(scale.map(|scale| scale.ticks()), Some(vec![1e5, 1e6, 1e7, 1e8, 1e9]));
        assert_eq!(scale.map(|scale| scale.place(1e7)), Some(0.5));
        assert_eq!(scale.map(|scale| scale.place(1.0)), Some(0.0));
        assert_eq!(LogScale::over([0.0].into_iter()), None);
    }
}
