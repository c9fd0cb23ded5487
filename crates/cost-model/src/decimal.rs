//! Between `f64` and decimal digits, both ways and exactly, with the arithmetic of whole numbers of any length.
//!
//! The standard library gives the same digits and the same bits, faster, but its tables and its four ways to write a
//! number are a tenth of what the page may weigh; tests compare the two.

#![expect(
    clippy::arithmetic_side_effects,
    reason = "exponents of an f64 lie within 1,100 of zero and those of a text are held to 325 before anything is worked \
              out with them, digits are counted in memory, a digit and a carry of 32 bits fit into 64, and a mantissa has \
              room for one more bit in a u64; what a caller chooses saturates"
)]

use std::cmp::Ordering;

/// A finite number in decimal digits: sign, then d.ddd times ten to the exponent.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Decimal {
    pub(crate) negative: bool,
    /// Neither begins nor ends with `0`; empty for zero.
    pub(crate) digits: String,
    /// 0 for zero.
    pub(crate) exponent: i32,
}

/// Which way a half is rounded.
#[derive(Clone, Copy, PartialEq)]
enum Half {
    ToEven,
    Up,
}

impl Decimal {
    /// The shortest digits that tell a finite number apart from every other.
    pub(crate) fn exactly(value: f64) -> Self {
        /// As many digits as any two decimals need to be two different numbers.
        const ALWAYS_APART: usize = 15;
        /// As many digits as tell any two numbers apart.
        const ALWAYS_ENOUGH: usize = 17;
        let all = Self::all_digits(value);
        if all.digits.len() <= ALWAYS_APART {
            return all;
        }
        (1..ALWAYS_ENOUGH)
            .map(|significant| all.rounded_to(significant, Half::Up))
            .find(|decimal| decimal.value() == value)
            .unwrap_or_else(|| all.rounded_to(ALWAYS_ENOUGH, Half::Up))
    }

    /// A finite number rounded to so many significant digits, half to even.
    pub(crate) fn rounded(value: f64, significant: usize) -> Self {
        Self::all_digits(value).rounded_to(significant, Half::ToEven)
    }

    /// Every digit of a finite number.
    fn all_digits(value: f64) -> Self {
        let (mut whole, mut power) = parts(value.abs());
        if whole == 0 {
            return Self { negative: false, digits: String::new(), exponent: 0 };
        }
        while power < 0 && whole % 2 == 0 {
            whole /= 2;
            power += 1;
        }
        // whole × 2^-p is whole × 5^p × 10^-p.
        let mut scaled = Whole::new(whole);
        scaled.times_five_to((-power).max(0) as u32);
        scaled.times_two_to(power.max(0) as u32);
        let digits = scaled.into_digits();
        let exponent = digits.len() as i32 - 1 + power.min(0);
        Self { negative: value < 0.0, digits: digits.trim_end_matches('0').to_owned(), exponent }
    }

    fn rounded_to(&self, significant: usize, half: Half) -> Self {
        let Some((kept, cut)) = self.digits.split_at_checked(significant) else { return self.clone() };
        let odd = kept.ends_with(['1', '3', '5', '7', '9']);
        let up = match cut.cmp("5") {
            Ordering::Less => false,
            Ordering::Equal => odd || half == Half::Up,
            Ordering::Greater => true,
        };
        if !up {
            return Self { digits: kept.trim_end_matches('0').to_owned(), ..*self };
        }
        // What ends in nines becomes a zero there, which is left out, and one more in the digit before.
        let mut digits = kept.trim_end_matches('9').to_owned();
        match digits.pop() {
            Some(last) => {
                digits.push((last as u8 + 1) as char);
                Self { digits, ..*self }
            }
            None => Self { digits: "1".to_owned(), exponent: self.exponent + 1, ..*self },
        }
    }

    /// The nearest `f64`.
    pub(crate) fn value(&self) -> f64 {
        // The digits stand for a whole number here, so that the exponent is that of the last one.
        let size = nearest(&self.digits, i64::from(self.exponent) + 1 - self.digits.len() as i64);
        if self.negative { -size } else { size }
    }

    /// The number times a power of ten.
    pub(crate) fn times_ten_to(&self, power: i32) -> Self {
        Self { exponent: if self.digits.is_empty() { 0 } else { self.exponent.saturating_add(power) }, ..self.clone() }
    }

    /// The number divided by a power of ten.
    pub(crate) fn over_ten_to(&self, power: i32) -> Self {
        self.times_ten_to(power.saturating_neg())
    }

    /// Written out without exponent, as `-1234.5`.
    pub(crate) fn positional(&self) -> String {
        let sign = if self.negative { "-" } else { "" };
        if self.digits.is_empty() {
            return "0".to_owned();
        }
        if self.exponent < 0 {
            let zeros = "0".repeat((-1 - self.exponent) as usize);
            return format!("{sign}0.{zeros}{}", self.digits);
        }
        let before = self.exponent as usize + 1;
        match self.digits.split_at_checked(before) {
            Some((whole, "")) => format!("{sign}{whole}"),
            Some((whole, decimals)) => format!("{sign}{whole}.{decimals}"),
            None => format!("{sign}{:0<before$}", self.digits),
        }
    }

    /// Written with an exponent, as `-1.2345e3`.
    pub(crate) fn scientific(&self) -> String {
        let sign = if self.negative { "-" } else { "" };
        let exponent = self.exponent;
        match self.digits.split_at_checked(1) {
            None => "0e0".to_owned(),
            Some((first, "")) => format!("{sign}{first}e{exponent}"),
            Some((first, decimals)) => format!("{sign}{first}.{decimals}e{exponent}"),
        }
    }
}

/// A number as programs write it, like `12.5` and `3e24`; nothing for any other text.
pub(crate) fn read(text: &str) -> Option<f64> {
    let (mantissa, exponent) = match text.split_once('e') {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
        None => (text, 0),
    };
    let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [whole, decimals].concat();
    let only_digits = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
    only_digits.then(|| nearest(&digits, exponent.saturating_sub(decimals.len() as i64)))
}

/// The `f64` nearest to a whole number, given in ASCII digits, times a power of ten; of two that are equally near, the
/// one with an even last bit. Infinite above the largest.
fn nearest(digits: &str, power: i64) -> f64 {
    /// The largest power of ten that is an `f64`.
    const LARGEST_EXACT: i64 = 22;
    /// Below it, every whole number is an `f64`.
    const WHOLE: u64 = 1 << f64::MANTISSA_DIGITS;

    let significant = digits.trim_end_matches('0');
    let power = power.saturating_add((digits.len() - significant.len()) as i64);
    let digits = significant.trim_start_matches('0');
    let above = power.saturating_add(digits.len() as i64);
    if digits.is_empty() || above < -325 {
        return 0.0;
    }
    if above > 310 {
        return f64::INFINITY;
    }
    if let Ok(mut whole) = digits.parse::<u64>() {
        let mut rest = power;
        while rest > LARGEST_EXACT && whole < WHOLE / 10 {
            whole *= 10;
            rest -= 1;
        }
        // A product or a quotient of two exact numbers is the nearest to the result.
        if whole < WHOLE && rest.abs() <= LARGEST_EXACT {
            let ten_to = (0..rest.abs()).fold(1.0, |product, _| product * 10.0);
            return if rest < 0 { whole as f64 / ten_to } else { whole as f64 * ten_to };
        }
    }
    let number = Scaled { whole: Whole::of_digits(digits), power: power as i32 };
    // The bits of positive numbers are in the order of the numbers: look for the largest that is not above.
    let (mut low, mut high) = (0, f64::MAX.to_bits());
    while low < high {
        let middle = high - (high - low) / 2;
        let (whole, two) = parts(f64::from_bits(middle));
        if number.compare(whole, two) == Ordering::Less { high = middle - 1 } else { low = middle }
    }
    let (whole, two) = parts(f64::from_bits(low));
    let up = match number.compare(2 * whole + 1, two - 1) {
        Ordering::Less => 0,
        Ordering::Equal => low % 2,
        Ordering::Greater => 1,
    };
    f64::from_bits(low + up)
}

/// A positive finite number as a whole number times a power of two.
fn parts(value: f64) -> (u64, i32) {
    const STORED: u32 = f64::MANTISSA_DIGITS - 1;
    let bits = value.to_bits();
    let (exponent, rest) = ((bits >> STORED) as i32, bits & ((1 << STORED) - 1));
    if exponent == 0 { (rest, -1074) } else { (rest | 1 << STORED, exponent - 1075) }
}

/// A whole number times a power of ten.
struct Scaled {
    whole: Whole,
    power: i32,
}

impl Scaled {
    /// How it compares to `whole` × 2^`two`.
    fn compare(&self, whole: u64, two: i32) -> Ordering {
        let (mut this, mut other) = (self.whole.clone(), Whole::new(whole));
        this.times_five_to(self.power.max(0) as u32);
        other.times_five_to((-self.power).max(0) as u32);
        let shift = self.power - two;
        this.times_two_to(shift.max(0) as u32);
        other.times_two_to((-shift).max(0) as u32);
        this.0.len().cmp(&other.0.len()).then_with(|| this.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

/// A whole number of any length: 32 bits at a place, the least first, the last one not 0.
#[derive(Clone)]
struct Whole(Vec<u32>);

impl Whole {
    fn new(value: u64) -> Self {
        let mut whole = Self(vec![value as u32, (value >> 32) as u32]);
        whole.trim();
        whole
    }

    fn of_digits(digits: &str) -> Self {
        let mut whole = Self(Vec::new());
        for digit in digits.bytes() {
            whole.times_plus(10, u32::from(digit - b'0'));
        }
        whole
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    fn times_plus(&mut self, factor: u32, plus: u32) {
        let mut carry = u64::from(plus);
        for place in &mut self.0 {
            carry += u64::from(*place) * u64::from(factor);
            *place = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    fn times_five_to(&mut self, power: u32) {
        /// The largest power of five below 2^32.
        const MOST: u32 = 13;
        for _ in 0..power / MOST {
            self.times_plus(5_u32.pow(MOST), 0);
        }
        self.times_plus(5_u32.pow(power % MOST), 0);
    }

    fn times_two_to(&mut self, power: u32) {
        self.times_plus(1 << (power % 32), 0);
        self.0.splice(0..0, (0..power / 32).map(|_| 0));
        self.trim();
    }

    /// Its decimal digits; empty for 0.
    fn into_digits(mut self) -> String {
        const NINE_DIGITS: u64 = 1_000_000_000;
        let mut groups = Vec::new();
        while !self.0.is_empty() {
            let mut rest = 0;
            for place in self.0.iter_mut().rev() {
                rest = rest << 32 | u64::from(*place);
                *place = (rest / NINE_DIGITS) as u32;
                rest %= NINE_DIGITS;
            }
            self.trim();
            groups.push(rest);
        }
        let digits: String = groups.iter().rev().map(|group| format!("{group:09}")).collect();
        digits.trim_start_matches('0').to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_to_the_even_digit() {
        for (value, significant, text) in [
            (2.5, 1, "2e0"),
            (3.5, 1, "4e0"),
            (0.125, 2, "1.2e-1"),
            (9.75, 2, "9.8e0"),
            (99.96, 3, "1e2"),
            (0.0, 3, "0e0"),
        ] {
            assert_eq!(Decimal::rounded(value, significant).scientific(), text);
        }
    }

    #[test]
    fn the_ends_of_the_range() {
        for text in ["5e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "2.2250738585072011e-308"] {
            assert_eq!(read(text), text.parse().ok(), "{text}");
        }
        for text in
            ["1.7976931348623157e308", "1.7976931348623158e308", "1.7976931348623159e308", "1e999999", "1e-999999"]
        {
            assert_eq!(read(text), text.parse().ok(), "{text}");
        }
        for text in ["9007199254740993", "9007199254740993.00000000000000000000000000000000000001", "0.000", "1e23"] {
            assert_eq!(read(text), text.parse().ok(), "{text}");
        }
        for text in ["", ".", "e5", "1e", "-1", "1.2.3", "nan"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    mod properties {
        use proptest::prelude::*;

        use super::*;

        fn any_positive() -> impl Strategy<Value = f64> {
            any::<u64>().prop_map(|bits| f64::from_bits(bits >> 1)).prop_filter("finite", |value| value.is_finite())
        }

        proptest! {
            #[test]
            fn digits_are_those_of_the_standard_library(value in any_positive(), significant in 1..20_usize) {
                prop_assert_eq!(Decimal::exactly(value).scientific(), format!("{value:e}"));
                let rounded = Decimal::rounded(value, significant);
                let standard = format!("{value:.0$e}", significant - 1);
                prop_assert_eq!(rounded.value(), standard.parse::<f64>().expect("a number"));
                prop_assert_eq!(read(&rounded.scientific()), read(&standard));
            }

            #[test]
            fn numbers_are_those_of_the_standard_library(text in "[0-9]{1,40}(\\.[0-9]{0,20})?(e-?[0-9]{1,3})?") {
                prop_assert_eq!(read(&text), text.parse().ok(), "{}", text);
            }

            #[test]
            fn short_numbers_are_those_of_the_standard_library(digits in 0_u32..10_000_000, power in -40..40_i32) {
                let text = format!("{digits}e{power}");
                let value: f64 = text.parse().expect("a number");
                prop_assert_eq!(read(&text), Some(value));
                prop_assert_eq!(Decimal::exactly(value).scientific(), format!("{value:e}"));
            }
        }
    }
}
