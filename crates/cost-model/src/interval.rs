//! A figure that may be a point, a range, or a range with a central value.

use std::ops::{Add, Div, Mul};

use crate::units::Unit;

/// A quantity known exactly, or only to lie between two ends, with or without a most likely value in between.
///
/// All quantities of the cost model are positive, so that sums, products and quotients of intervals follow from the
/// ends: the low end of a quotient is the low end of the dividend over the high end of the divisor. That takes the
/// inputs as independent and is the widest range they allow. The central value is worked out from the central values;
/// where one input has none, neither has the result, so that no point is claimed which no input supports.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval<T> {
    low: T,
    central: Option<T>,
    high: T,
}

impl<T: Copy> Interval<T> {
    /// A quantity that is known exactly.
    #[must_use]
    pub const fn exact(value: T) -> Self {
        Self { low: value, central: Some(value), high: value }
    }

    /// A quantity of which only the ends are known; `low` must not lie above `high`.
    #[must_use]
    pub const fn between(low: T, high: T) -> Self {
        Self { low, central: None, high }
    }

    /// A quantity with a most likely value; `low`, `central` and `high` must be in ascending order.
    #[must_use]
    pub const fn around(low: T, central: T, high: T) -> Self {
        Self { low, central: Some(central), high }
    }

    /// With a most likely value where there is one.
    #[must_use]
    pub const fn around_or_between(low: T, central: Option<T>, high: T) -> Self {
        Self { low, central, high }
    }

    /// The low end.
    #[must_use]
    pub const fn low(&self) -> T {
        self.low
    }

    /// The most likely value, where one is claimed.
    #[must_use]
    pub const fn central(&self) -> Option<T> {
        self.central
    }

    /// The high end.
    #[must_use]
    pub const fn high(&self) -> T {
        self.high
    }

    /// Applies an increasing function to the ends and to the central value.
    #[must_use]
    pub fn map<U>(self, f: impl Fn(T) -> U) -> Interval<U> {
        Interval { low: f(self.low), central: self.central.map(&f), high: f(self.high) }
    }
}

impl<T: Unit> Interval<T> {
    /// Whether both ends are the same value.
    #[must_use]
    pub fn is_exact(self) -> bool {
        self.base().is_exact()
    }

    /// The value to sort and to place by: the central one, or the middle of the ends as [`Interval::<f64>::middle`] has it.
    #[must_use]
    pub fn middle(self) -> T {
        T::from_base(self.base().middle())
    }

    /// The same figures without their unit, in base units.
    #[must_use]
    pub fn base(self) -> Interval<f64> {
        self.map(T::base)
    }
}

impl Interval<f64> {
    /// The figures as a quantity, read in base units.
    #[must_use]
    pub fn with_unit<T: Unit>(self) -> Interval<T> {
        self.map(T::from_base)
    }

    /// Whether both ends are the same value.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.low == self.high
    }

    /// The value to sort and to place by: the central one, or where there is none the median of what is drawn from the range:
    /// the geometric middle of ends above zero, and the arithmetic one of a range that reaches down to zero.
    #[must_use]
    pub fn middle(&self) -> f64 {
        self.central.unwrap_or_else(|| match self.low > 0.0 {
            true => libm::sqrt(self.low * self.high),
            false => (self.low + self.high) / 2.0,
        })
    }

    /// The central value, or the middle of the ends: for figures that may be negative.
    #[must_use]
    pub fn middle_signed(&self) -> f64 {
        self.central.unwrap_or((self.low + self.high) / 2.0)
    }

    /// No more than another quantity, end by end.
    #[must_use]
    pub fn at_most(self, most: Self) -> Self {
        let least = |one: f64, other: f64| if other < one { other } else { one };
        let central = self.central.zip(most.central).map(|(one, other)| least(one, other));
        Self::around_or_between(least(self.low, most.low), central, least(self.high, most.high))
    }

    /// Whether every figure is a number and finite.
    #[must_use]
    pub fn is_finite(&self) -> bool {
        self.low.is_finite() && self.high.is_finite() && self.central.is_none_or(f64::is_finite)
    }
}

#[expect(clippy::arithmetic_side_effects, reason = "quantities are floating-point numbers")]
impl<A, B> Mul<Interval<B>> for Interval<A>
where
    A: Mul<B>,
{
    type Output = Interval<A::Output>;

    fn mul(self, other: Interval<B>) -> Self::Output {
        Interval {
            low: self.low * other.low,
            central: self.central.zip(other.central).map(|(a, b)| a * b),
            high: self.high * other.high,
        }
    }
}

#[expect(clippy::arithmetic_side_effects, reason = "quantities are floating-point numbers")]
impl<A, B> Div<Interval<B>> for Interval<A>
where
    A: Div<B>,
{
    type Output = Interval<A::Output>;

    fn div(self, other: Interval<B>) -> Self::Output {
        Interval {
            low: self.low / other.high,
            central: self.central.zip(other.central).map(|(a, b)| a / b),
            high: self.high / other.low,
        }
    }
}

#[expect(clippy::arithmetic_side_effects, reason = "quantities are floating-point numbers")]
impl<A: Add> Add for Interval<A> {
    type Output = Interval<A::Output>;

    fn add(self, other: Self) -> Self::Output {
        Interval {
            low: self.low + other.low,
            central: self.central.zip(other.central).map(|(a, b)| a + b),
            high: self.high + other.high,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{GpuHours, Usd, UsdPerGpuHour};

    #[test]
    fn a_range_times_a_range_is_the_widest_that_both_allow() {
        let hours = Interval::around(GpuHours::new(1e6), GpuHours::new(2e6), GpuHours::new(4e6));
        let price = Interval::around(UsdPerGpuHour::new(1.0), UsdPerGpuHour::new(1.5), UsdPerGpuHour::new(3.0));
        assert_eq!(hours * price, Interval::around(Usd::new(1e6), Usd::new(3e6), Usd::new(12e6)));
    }

    #[test]
    fn no_central_value_is_made_up() {
        let hours = Interval::exact(GpuHours::new(10.0));
        let price = Interval::between(UsdPerGpuHour::new(1.0), UsdPerGpuHour::new(4.0));
        assert_eq!((hours * price).central(), None);
        assert_eq!((hours * price).middle(), Usd::new(20.0));
        assert_eq!(Interval::between(0.0, 4.0).middle().to_bits(), 2.0_f64.to_bits());
    }

    #[test]
    fn a_quotient_takes_the_ends_crosswise() {
        let cost = Interval::between(Usd::new(8.0), Usd::new(12.0));
        let price = Interval::between(UsdPerGpuHour::new(2.0), UsdPerGpuHour::new(4.0));
        assert_eq!(cost / price, Interval::between(GpuHours::new(2.0), GpuHours::new(6.0)));
    }
}
