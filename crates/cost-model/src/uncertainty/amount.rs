//! What a program reckons with: a number, or an interval.

use std::ops::{Add, Div, Mul};

use super::Spread;
use crate::interval::Interval;

/// A number or an interval of numbers, all of them positive or zero.
pub trait Amount: Copy + Add<Output = Self> + Mul<Output = Self> + Div<Output = Self> {
    /// A quantity that does not vary.
    fn fixed(value: Interval<f64>) -> Self;
    /// Applies an increasing function.
    #[must_use]
    fn map(self, of: impl Fn(f64) -> f64) -> Self;
    /// One less a part.
    #[must_use]
    fn rest(self) -> Self;
    /// No more than another quantity.
    #[must_use]
    fn at_most(self, most: Self) -> Self;
    /// The value to go by where only one can be.
    fn middle(self) -> f64;
    /// The place of `self`, a part from 0 to 1, within a range.
    #[must_use]
    fn within(self, range: Interval<f64>) -> Self;
}

impl Amount for f64 {
    fn fixed(value: Interval<f64>) -> Self {
        value.middle_signed()
    }

    fn map(self, of: impl Fn(f64) -> f64) -> Self {
        of(self)
    }

    fn rest(self) -> Self {
        1.0 - self
    }

    fn at_most(self, most: Self) -> Self {
        if most < self { most } else { self }
    }

    fn middle(self) -> f64 {
        self
    }

    fn within(self, range: Interval<f64>) -> Self {
        Spread::Range(range).quantile(self)
    }
}

impl Amount for Interval<f64> {
    fn fixed(value: Interval<f64>) -> Self {
        value
    }

    fn map(self, of: impl Fn(f64) -> f64) -> Self {
        Interval::map(self, of)
    }

    fn rest(self) -> Self {
        Interval::around_or_between(1.0 - self.high(), self.central().map(|part| 1.0 - part), 1.0 - self.low())
    }

    fn at_most(self, most: Self) -> Self {
        Interval::<f64>::at_most(self, most)
    }

    fn middle(self) -> f64 {
        Interval::<f64>::middle(&self)
    }

    /// All of it: an interval is in no one place.
    fn within(self, range: Interval<f64>) -> Self {
        range
    }
}
