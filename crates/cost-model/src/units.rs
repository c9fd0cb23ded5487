//! Quantities as types, so that only meaningful products compile.
//!
//! Every type holds one `f64` in the base unit that its documentation names. `flop` is a count and `flop_per_second` a
//! rate. The products that mean something are listed once, in [`products`](self#products); each gives one
//! multiplication, its mirror image and two divisions.
//!
//! ```
//! use cost_model::units::{Flop, FlopPerSecond, GpuHours, Seconds, Usd, UsdPerGpuHour};
//!
//! let time: Seconds = Flop::new(6e15) / FlopPerSecond::new(2e15);
//! assert_eq!(time, Seconds::new(3.0));
//!
//! let cost: Usd = GpuHours::new(2_788_000.0) * UsdPerGpuHour::new(2.0);
//! assert_eq!(cost, Usd::new(5_576_000.0));
//! ```
//!
//! A rate is not a count, and a price is not a cost:
//!
//! ```compile_fail,E0308
//! use cost_model::units::{Flop, FlopPerSecond};
//! let rate: FlopPerSecond = Flop::new(1.0);
//! ```
//!
//! ```compile_fail,E0369
//! use cost_model::units::{Flop, Usd};
//! let nonsense = Flop::new(1.0) * Usd::new(1.0);
//! ```
//!
//! ```compile_fail,E0308
//! use cost_model::units::{Usd, UsdPerGpuHour};
//! let nonsense = Usd::new(1.0) + UsdPerGpuHour::new(1.0);
//! ```
//!
//! ```compile_fail,E0277
//! use cost_model::units::{FlopPerSecond, GpuHours};
//! let nonsense = GpuHours::new(1.0) * FlopPerSecond::new(1.0);
//! ```
//!
//! Hours on a clock and GPU-hours differ by the number of chips:
//!
//! ```compile_fail,E0308
//! use cost_model::units::{GpuHours, Hours};
//! let nonsense: GpuHours = Hours::new(24.0);
//! ```
//!
//! # Products

use std::ops::{Add, Div, Mul, Sub};

/// A quantity in a base unit.
pub trait Unit: Copy + PartialEq + PartialOrd {
    /// The base unit's symbol, e.g. `FLOP/s`; empty for a plain count or fraction.
    const SYMBOL: &'static str;

    /// A quantity of so many base units.
    fn from_base(value: f64) -> Self;

    /// The number of base units.
    fn base(self) -> f64;
}

macro_rules! units {
    ($($(#[$doc:meta])* $name:ident $symbol:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
        pub struct $name(f64);

        impl $name {
            /// A quantity of so many base units.
            #[must_use]
            pub const fn new(value: f64) -> Self {
                Self(value)
            }

            /// The number of base units.
            #[must_use]
            pub const fn get(self) -> f64 {
                self.0
            }
        }

        impl Unit for $name {
            const SYMBOL: &'static str = $symbol;

            fn from_base(value: f64) -> Self {
                Self(value)
            }

            fn base(self) -> f64 {
                self.0
            }
        }

        impl Add for $name {
            type Output = Self;

            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }

        impl Sub for $name {
            type Output = Self;

            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }
    )*};
}

units! {
    /// A count of floating-point operations.
    Flop "FLOP";
    /// Floating-point operations per second.
    FlopPerSecond "FLOP/s";
    /// Floating-point operations for one token.
    FlopPerToken "FLOP/token";
    /// Time on a clock, in seconds.
    Seconds "s";
    /// Time on a clock, in hours.
    Hours "h";
    /// Time on a clock, in days.
    Days "days";
    /// One accelerator in use for one hour, whatever its kind; a TPU chip counts like a GPU.
    GpuHours "chip-hours";
    /// A number of accelerators.
    Chips "chips";
    /// United States dollars, of the date that the price is given for.
    Usd "USD";
    /// United States dollars for one accelerator during one hour.
    UsdPerGpuHour "USD/chip-hour";
    /// A number of tokens.
    Tokens "tokens";
    /// A number of model parameters.
    Parameters "parameters";
    /// A number of bytes; GB is 10⁹, GiB is 2³⁰.
    Bytes "B";
    /// Bytes per second.
    BytesPerSecond "B/s";
    /// Electrical power.
    Watts "W";
    /// Electrical energy.
    KilowattHours "kWh";
    /// United States dollars for a kilowatt-hour.
    UsdPerKilowattHour "USD/kWh";
    /// Mass, of carbon dioxide equivalent.
    Kilograms "kg";
    /// Carbon dioxide equivalent for a kilowatt-hour.
    KilogramsPerKilowattHour "kg/kWh";
    /// A length of time in years of 365.25 days.
    Years "years";
    /// United States dollars during one year.
    UsdPerYear "USD/year";
    /// A part of one.
    Fraction "";
    /// A calendar year.
    Year "";
}

macro_rules! products {
    ($($left:ident * $right:ident = $product:ident;)*) => {$(
        impl Mul<$right> for $left {
            type Output = $product;

            fn mul(self, other: $right) -> $product {
                $product(self.0 * other.0)
            }
        }

        impl Mul<$left> for $right {
            type Output = $product;

            fn mul(self, other: $left) -> $product {
                $product(self.0 * other.0)
            }
        }

        impl Div<$left> for $product {
            type Output = $right;

            fn div(self, other: $left) -> $right {
                $right(self.0 / other.0)
            }
        }

        impl Div<$right> for $product {
            type Output = $left;

            fn div(self, other: $right) -> $left {
                $left(self.0 / other.0)
            }
        }
    )*};
}

products! {
    FlopPerSecond * Seconds = Flop;
    FlopPerToken * Tokens = Flop;
    Hours * Chips = GpuHours;
    GpuHours * UsdPerGpuHour = Usd;
    KilowattHours * UsdPerKilowattHour = Usd;
    KilowattHours * KilogramsPerKilowattHour = Kilograms;
    Years * UsdPerYear = Usd;
}

macro_rules! scaled_by_fraction {
    ($($name:ident)*) => {$(
        impl Mul<Fraction> for $name {
            type Output = Self;

            fn mul(self, part: Fraction) -> Self {
                Self(self.0 * part.0)
            }
        }

        impl Div<Fraction> for $name {
            type Output = Self;

            fn div(self, part: Fraction) -> Self {
                Self(self.0 / part.0)
            }
        }

        impl Div for $name {
            type Output = Fraction;

            fn div(self, other: Self) -> Fraction {
                Fraction(self.0 / other.0)
            }
        }
    )*};
}

scaled_by_fraction! {
    Flop FlopPerSecond FlopPerToken Seconds GpuHours Usd UsdPerGpuHour UsdPerYear Tokens Parameters Bytes KilowattHours
    Kilograms Years
}

impl Mul for Fraction {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        Self(self.0 * other.0)
    }
}

impl Div for Fraction {
    type Output = Self;

    fn div(self, other: Self) -> Self {
        Self(self.0 / other.0)
    }
}

impl Seconds {
    /// The same time in hours of 3,600 seconds.
    #[must_use]
    pub fn to_hours(self) -> Hours {
        Hours(self.0 / 3600.0)
    }
}

impl GpuHours {
    /// The same use of one chip, in years of 365.25 days.
    #[must_use]
    pub fn to_years(self) -> Years {
        Years(self.0 / 8766.0)
    }

    /// What a chip that draws so much power uses in this time.
    #[must_use]
    pub fn at(self, power: Watts) -> KilowattHours {
        KilowattHours(self.0 * power.0 / 1000.0)
    }
}

impl Hours {
    /// The same time in seconds.
    #[must_use]
    pub fn to_seconds(self) -> Seconds {
        Seconds(self.0 * 3600.0)
    }

    /// The same time in days of 24 hours.
    #[must_use]
    pub fn to_days(self) -> Days {
        Days(self.0 / 24.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_on_one_chip_takes_as_many_gpu_hours_as_hours() {
        let hours = (Flop::new(7.2e18) / FlopPerSecond::new(1e15)).to_hours();
        assert_eq!(hours, Hours::new(2.0));
        assert_eq!(hours * Chips::new(1.0), GpuHours::new(2.0));
    }

    #[test]
    fn dividing_undoes_multiplying() {
        let cost = GpuHours::new(30.84e6) * UsdPerGpuHour::new(2.5);
        assert_eq!(cost, Usd::new(77.1e6));
        assert_eq!(cost / GpuHours::new(30.84e6), UsdPerGpuHour::new(2.5));
        assert_eq!(cost / UsdPerGpuHour::new(2.5), GpuHours::new(30.84e6));
    }

    #[test]
    fn a_day_has_twenty_four_hours_of_sixty_times_sixty_seconds() {
        assert_eq!(Seconds::new(86_400.0).to_hours().to_days(), Days::new(1.0));
        assert_eq!(Hours::new(0.5).to_seconds(), Seconds::new(1800.0));
    }
}
