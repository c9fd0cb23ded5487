//! An axis of a chart: where it begins and ends, its ticks, and where a value stands on it.

use crate::scale::{LogScale, along};
use crate::text::{self, Style};

/// An axis, linear or logarithmic.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// What it shows, with its unit.
    pub label: String,
    /// Whether equal distances are equal ratios.
    pub is_log: bool,
    /// The value at its beginning; above zero on a logarithmic axis.
    pub low: f64,
    /// The value at its end, larger than `low`.
    pub high: f64,
    /// How a value on it is written.
    pub style: Style,
    /// Values worth a line across the chart, ascending, as readers know them.
    pub ticks: Vec<(f64, String)>,
}

/// About so many ticks fit beside each other.
const MOST_TICKS: usize = 7;

impl Axis {
    /// The shortest axis that holds all values; those that are not finite, and on a logarithmic axis those that are not
    /// above zero, are passed over. Nothing when no value is left.
    #[must_use]
    pub fn over(
        label: impl Into<String>,
        values: impl Iterator<Item = f64>,
        is_log: bool,
        style: Style,
    ) -> Option<Self> {
        let usable = values.filter(|value| value.is_finite() && (!is_log || *value > 0.0));
        let (low, high) =
            usable.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        if low > high {
            return None;
        }
        let (low, high) = match (low == high, is_log) {
            (false, _) => (low, high),
            (true, true) => (low / 2.0, high * 2.0),
            (true, false) => {
                let reach = if low == 0.0 { 1.0 } else { 0.1 * low.abs() };
                (low - reach, high + reach)
            }
        };
        let ticks = if is_log { log_ticks(low, high) } else { linear_ticks(low, high) };
        let ticks = ticks.into_iter().map(|tick| (tick, text::point(tick, style))).collect();
        Some(Self { label: label.into(), is_log, low, high, style, ticks })
    }

    /// A logarithmic axis from a power of ten to another, with a tick at each.
    #[must_use]
    pub fn decades(label: &str, values: impl Iterator<Item = f64>, style: Style) -> Option<Self> {
        let ticks = LogScale::over(values)?.ticks();
        let (low, high) = (*ticks.first()?, *ticks.last()?);
        let ticks = ticks.into_iter().map(|tick| (tick, text::point(tick, style))).collect();
        Some(Self { label: label.to_owned(), is_log: true, low, high, style, ticks })
    }

    /// The place of a value, from 0 at the beginning to 1 at the end; values beyond an end stand at it.
    #[must_use]
    pub fn place(&self, value: f64) -> f64 {
        let place = if self.is_log {
            let log = |value: f64| libm::log(value.max(f64::MIN_POSITIVE));
            (log(value) - log(self.low)) / (log(self.high) - log(self.low))
        } else {
            (value - self.low) / (self.high - self.low)
        };
        if place.is_nan() { 0.0 } else { place.clamp(0.0, 1.0) }
    }

    /// The place of a value on an axis of so many units of a drawing, to the nearest one.
    #[must_use]
    pub fn pixels(&self, value: f64, length: u32) -> u32 {
        libm::round(self.place(value) * f64::from(length)) as u32
    }

    /// A value on it as text for readers.
    #[must_use]
    pub fn text(&self, value: f64) -> String {
        text::point(value, self.style)
    }

    /// The value at a place from 0 at the beginning to 1 at the end.
    #[must_use]
    pub fn at(&self, place: f64) -> f64 {
        along(self.low, self.high, place, self.is_log)
    }
}

/// Multiples of 1, 2 or 5 times a power of ten between two values.
fn linear_ticks(low: f64, high: f64) -> Vec<f64> {
    let rough = (high - low) / (MOST_TICKS - 1) as f64;
    let power = libm::pow(10.0, libm::floor(libm::log10(rough)));
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().find(|nice| nice * power >= rough).unwrap_or(10.0) * power;
    let first = libm::ceil(low / step - 1e-9);
    let multiples = (0..2 * MOST_TICKS).map(|index| (first + index as f64) * step);
    multiples.take_while(|tick| *tick <= high + 1e-9 * step).collect()
}

/// Powers of ten, with 2 and 5 or 3 between them where these fit, or only some of the powers.
fn log_ticks(low: f64, high: f64) -> Vec<f64> {
    let (first, last) = (libm::floor(libm::log10(low)) as i32, libm::ceil(libm::log10(high)) as i32);
    let within = |digits: &[f64], step: usize| -> Vec<f64> {
        let powers = (first..=last).step_by(step).map(|power| libm::pow(10.0, f64::from(power)));
        let all = powers.flat_map(|power| digits.iter().map(move |digit| digit * power));
        all.filter(|tick| *tick >= low * (1.0 - 1e-9) && *tick <= high * (1.0 + 1e-9)).collect()
    };
    let finer: [&[f64]; 3] = [&[1.0, 2.0, 5.0], &[1.0, 3.0], &[1.0]];
    let ticks = finer.into_iter().map(|digits| within(digits, 1)).find(|ticks| ticks.len() <= MOST_TICKS);
    match ticks {
        // A part of a decade has too few of these.
        Some(ticks) if ticks.len() >= 2 => ticks,
        Some(_) => linear_ticks(low, high),
        None => within(&[1.0], (last.abs_diff(first) as usize).div_ceil(MOST_TICKS).max(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(low: f64, high: f64, is_log: bool) -> Vec<f64> {
        let axis = Axis::over("x", [low, high].into_iter(), is_log, Style::Plain).expect("an axis");
        axis.ticks.into_iter().map(|(tick, _)| tick).collect()
    }

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(ticks(0.0, 10.0, false), [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]);
        assert_eq!(ticks(0.0, 0.6, false).len(), 7);
        assert_eq!(ticks(1.0, 100.0, true), [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0]);
        assert_eq!(ticks(1.0, 1e6, true), [1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6]);
        assert_eq!(ticks(3e6, 4e6, true), [3e6, 3.2e6, 3.4e6, 3.6e6, 3.8e6, 4e6]);
        for (low, high) in [(1e-3, 1e12), (0.7, 13.0), (294e3, 778e6), (1.0, 1.0), (5.0, 5.1)] {
            let count = ticks(low, high, true).len();
            assert!((2..=2 * MOST_TICKS).contains(&count), "{low} to {high}: {count}");
        }
    }

    #[test]
    fn a_value_stands_where_it_is_read() {
        for is_log in [true, false] {
            let axis = Axis::over("x", [2.0, 32.0].into_iter(), is_log, Style::Plain).expect("an axis");
            for place in [0.0, 0.25, 0.5, 1.0] {
                assert!((axis.place(axis.at(place)) - place).abs() < 1e-12);
            }
            assert_eq!((axis.place(1.0), axis.place(99.0), axis.pixels(f64::NAN, 10)), (0.0, 1.0, 0));
        }
        let axis = Axis::over("x", [2.0, 32.0].into_iter(), true, Style::Plain).expect("an axis");
        assert_eq!(axis.pixels(8.0, 100), 50);
        assert_eq!(Axis::over("x", [0.0, -1.0, f64::NAN].into_iter(), true, Style::Plain), None);
    }
}
