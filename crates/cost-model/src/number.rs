//! What a visitor types becomes a number, and a number becomes text for links.
//!
//! The rule, the same for every field and link: a number is digits `0` to `9` with `.` before the decimals. Thousands
//! may be set off with `_`, or with `,` in groups of three; `1,000` is a thousand, and `1,5` or `1.000,5` is refused
//! instead of guessed at. An exponent (`1e9`) or one suffix may follow: `%`; `k` or `K`, `M`, `B` or `G` or `bn`, `T`,
//! `P`; `Ki`, `Mi`, `Gi`, `Ti` for powers of 1024; `thousand`, `million`, `billion`, `trillion`; `万`, `亿`, `万亿` for
//! 10⁴, 10⁸, 10¹². `$` may stand in front. `low..high` is a range and `low..central..high` a range with a most likely value; each of these numbers is
//! read on its own, suffix and all. Digits of other scripts are refused by name.

use std::fmt;

use crate::decimal::{self, Decimal};
use crate::interval::Interval;
use crate::words::number_fault as words;

/// The longest text that is looked at, in characters: enough for three numbers of 17 digits.
pub const LONGEST: usize = 96;

/// Why a text is no number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NumberFault {
    /// There is nothing.
    Empty,
    /// It is longer than [`LONGEST`] characters.
    TooLong,
    /// It does not begin like a number.
    NotANumber {
        /// What was written.
        text: String,
    },
    /// It holds a digit that is not one of `0` to `9`.
    OtherDigit {
        /// The digit.
        digit: char,
    },
    /// A separator may mean thousands or decimals.
    AmbiguousSeparator {
        /// What was written.
        text: String,
    },
    /// Something unknown follows the number.
    UnknownSuffix {
        /// What follows.
        suffix: String,
    },
    /// It is larger than about 1.8e308.
    Overflow {
        /// What was written.
        text: String,
    },
    /// It is not zero, but smaller than about 5e-324.
    Underflow {
        /// What was written.
        text: String,
    },
    /// A whole number that is written out with more digits than can be kept.
    NotExact {
        /// What was written.
        text: String,
        /// The nearest number that can be kept.
        nearest: String,
    },
    /// The numbers of a range do not ascend.
    RangeOutOfOrder,
    /// A range has more than three numbers.
    TooManyEnds,
    /// No distribution has that name.
    UnknownDistribution {
        /// The name.
        name: String,
    },
    /// A distribution has too few or too many numbers, or such that it cannot be.
    NoDistribution {
        /// What it needs.
        needs: &'static str,
    },
}

impl fmt::Display for NumberFault {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&match self {
            Self::Empty => words::empty().to_owned(),
            Self::TooLong => words::too_long(&LONGEST.to_string()),
            Self::NotANumber { text } => words::not_a_number(text),
            Self::OtherDigit { digit } => words::other_digit(&digit.to_string()),
            Self::AmbiguousSeparator { text } => words::ambiguous(text),
            Self::UnknownSuffix { suffix } => words::unknown_suffix(suffix),
            Self::Overflow { text } => words::overflow(text),
            Self::Underflow { text } => words::underflow(text),
            Self::NotExact { text, nearest } => words::not_exact(text, nearest),
            Self::RangeOutOfOrder => words::out_of_order().to_owned(),
            Self::TooManyEnds => words::too_many_ends().to_owned(),
            Self::UnknownDistribution { name } => words::unknown_distribution(name),
            Self::NoDistribution { needs } => (*needs).to_owned(),
        })
    }
}

impl std::error::Error for NumberFault {}

/// Reads a number or a range by the rule of this [module](self); every decimal becomes the nearest `f64`, and no result
/// is NaN, infinite or a negative zero.
///
/// # Errors
/// When the text does not keep to the rule.
pub fn parse(text: &str) -> Result<Interval<f64>, NumberFault> {
    if text.chars().nth(LONGEST).is_some() {
        return Err(NumberFault::TooLong);
    }
    let text = text.trim();
    if text.is_empty() {
        return Err(NumberFault::Empty);
    }
    if let Some(digit) = text.chars().find(|c| c.is_numeric() && !c.is_ascii()) {
        return Err(NumberFault::OtherDigit { digit });
    }
    if text.contains("...") {
        return Err(NumberFault::NotANumber { text: text.to_owned() });
    }
    let ends = text.split("..").map(|end| one(end.trim(), text)).collect::<Result<Vec<_>, _>>()?;
    let interval = match ends[..] {
        [value] => Interval::exact(value),
        [low, high] if low == high => Interval::exact(low),
        [low, high] => Interval::between(low, high),
        [low, central, high] => Interval::around(low, central, high),
        _ => return Err(NumberFault::TooManyEnds),
    };
    if ends.is_sorted() { Ok(interval) } else { Err(NumberFault::RangeOutOfOrder) }
}

/// Reads one number out of a whole text that faults quote when the number itself is empty.
fn one(text: &str, whole: &str) -> Result<f64, NumberFault> {
    let not_a_number =
        || NumberFault::NotANumber { text: if text.is_empty() { whole.to_owned() } else { text.to_owned() } };
    let ambiguous = || NumberFault::AmbiguousSeparator { text: text.to_owned() };

    let (negative, unsigned) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let number = unsigned.strip_prefix('$').map_or(unsigned, str::trim_start);
    let end = number.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',' | '_')).unwrap_or(number.len());
    let (mantissa, rest) = number.split_at(end);
    let (whole_part, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if !mantissa.contains(|c: char| c.is_ascii_digit()) {
        return Err(not_a_number());
    }
    if decimals.contains(['.', ',']) || !well_grouped(whole_part) {
        return Err(ambiguous());
    }
    if decimals.split('_').any(str::is_empty) && !decimals.is_empty() {
        return Err(not_a_number());
    }
    let (exponent, suffix) = split_exponent(rest);
    let suffix = suffix.trim_start();
    if suffix.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(ambiguous());
    }
    let scale = Scale::of(suffix).ok_or_else(|| NumberFault::UnknownSuffix { suffix: suffix.to_owned() })?;
    if suffix == "%" && number.len() < unsigned.len() {
        return Err(not_a_number());
    }

    let plain: String = mantissa.chars().filter(|c| !matches!(c, ',' | '_')).collect();
    let power = exponent.unwrap_or(0).saturating_add(scale.ten);
    let size = decimal::read(&format!("{plain}e{power}")).ok_or_else(not_a_number)?;
    let parsed = if negative { -size } else { size };
    let value = parsed * scale.binary;
    if !value.is_finite() {
        return Err(NumberFault::Overflow { text: text.to_owned() });
    }
    if value == 0.0 {
        let zero = !plain.contains(|c: char| matches!(c, '1'..='9'));
        return if zero { Ok(0.0) } else { Err(NumberFault::Underflow { text: text.to_owned() }) };
    }
    if decimals.is_empty() && exponent.is_none() && suffix.is_empty() {
        let nearest = Decimal::exactly(value).positional();
        if nearest.trim_start_matches('-') != plain.trim_start_matches('0').trim_end_matches('.') {
            return Err(NumberFault::NotExact { text: text.to_owned(), nearest });
        }
    }
    Ok(value)
}

/// Whether the digits before the decimal point are set off by a rule: nothing, `_` between digits, or `,` in threes.
/// `0,123` is not, as nobody writes 123 so.
fn well_grouped(digits: &str) -> bool {
    if !digits.contains(',') {
        return digits.is_empty() || !digits.split('_').any(str::is_empty);
    }
    let mut groups = digits.split(',');
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len())
        && !first.starts_with('0')
        && !digits.contains('_')
        && groups.all(|group| group.len() == 3)
}

/// Splits `e25` and what follows; an exponent of any length counts as at most a million.
fn split_exponent(rest: &str) -> (Option<i64>, &str) {
    const MOST: i64 = 1_000_000;
    let Some(after) = rest.strip_prefix(['e', 'E']) else { return (None, rest) };
    let (negative, digits) = match after.strip_prefix(['-', '−']) {
        Some(digits) => (true, digits),
        None => (false, after.strip_prefix('+').unwrap_or(after)),
    };
    let beyond = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    let Some(digits) = digits.strip_suffix(beyond).filter(|digits| !digits.is_empty()) else { return (None, rest) };
    let size = digits.parse().map_or(MOST, |size: i64| size.min(MOST));
    (Some(if negative { size.saturating_neg() } else { size }), beyond)
}

/// What a suffix multiplies with: a power of ten, kept as an exponent, times a power of two.
struct Scale {
    ten: i64,
    binary: f64,
}

impl Scale {
    fn of(suffix: &str) -> Option<Self> {
        let (ten, binary) = match suffix {
            "" => (0, 1.0),
            "%" => (-2, 1.0),
            "k" | "K" => (3, 1.0),
            "M" => (6, 1.0),
            "B" | "G" | "bn" => (9, 1.0),
            "T" => (12, 1.0),
            "P" => (15, 1.0),
            "万" => (4, 1.0),
            "亿" => (8, 1.0),
            "万亿" => (12, 1.0),
            "Ki" => (0, 1024.0),
            "Mi" => (0, 1_048_576.0),
            "Gi" => (0, 1_073_741_824.0),
            "Ti" => (0, 1_099_511_627_776.0),
            word if word.eq_ignore_ascii_case("thousand") => (3, 1.0),
            word if word.eq_ignore_ascii_case("million") => (6, 1.0),
            word if word.eq_ignore_ascii_case("billion") => (9, 1.0),
            word if word.eq_ignore_ascii_case("trillion") => (12, 1.0),
            _ => return None,
        };
        Some(Self { ten, binary })
    }
}

/// The text that [`parse`] reads as the same figures, bit for bit: the decimals that tell a number apart, with the
/// suffix k, M, B or T that leaves one to three digits before the point where that is shorter than writing it out, and
/// with an exponent from 1e15 up and below 0.0001. What is not finite, which nobody can type, becomes `?`.
#[must_use]
pub fn to_text(interval: Interval<f64>) -> String {
    if !interval.is_finite() {
        return "?".to_owned();
    }
    let (low, high) = (interval.low(), interval.high());
    match interval.central() {
        None => format!("{}..{}", shortest(low), shortest(high)),
        Some(central) if low == central && central == high => shortest(central),
        Some(central) => format!("{}..{}..{}", shortest(low), shortest(central), shortest(high)),
    }
}

/// The figure in digits without suffix, for machines that read the page: the central value, or the ends as `low..high`
/// where there is none. Empty for what is not finite.
#[must_use]
pub fn plain(interval: Interval<f64>) -> String {
    let digits = |value: f64| match Decimal::exactly(value) {
        decimal if (-6..=20).contains(&decimal.exponent) => decimal.positional(),
        decimal => decimal.scientific(),
    };
    match interval.central() {
        _ if !interval.is_finite() => String::new(),
        Some(central) => digits(central),
        None => format!("{}..{}", digits(interval.low()), digits(interval.high())),
    }
}

/// The text of [`to_text`] for figures rounded to at most five significant digits: for showing in an input what has not
/// been entered there.
#[must_use]
pub fn to_rounded_text(interval: Interval<f64>) -> String {
    const DIGITS: usize = 5;
    to_text(interval.map(|value| {
        let rounded = if value.is_finite() { Decimal::rounded(value, DIGITS).value() } else { value };
        // The largest numbers round up to more than there is.
        if rounded.is_finite() { rounded } else { value }
    }))
}

fn shortest(value: f64) -> String {
    let decimal = Decimal::exactly(value);
    match decimal.exponent {
        -4..=2 => decimal.positional(),
        exponent @ 3..=14 => {
            let (power, suffix) = match exponent {
                ..=5 => (3, 'k'),
                6..=8 => (6, 'M'),
                9..=11 => (9, 'B'),
                _ => (12, 'T'),
            };
            let short = format!("{}{suffix}", decimal.over_ten_to(power).positional());
            let long = decimal.positional();
            if short.len() < long.len() { short } else { long }
        }
        _ => decimal.scientific(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exactly(text: &str) -> f64 {
        let interval = parse(text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
        assert_eq!(interval, Interval::exact(interval.low()), "{text}");
        interval.low()
    }

    #[test]
    fn rounded_text_is_short() {
        assert_eq!(to_rounded_text(Interval::exact(671_026_404_352.0)), "671.03B");
        assert_eq!(to_rounded_text(Interval::exact(3.706_658_331e24)), "3.7067e24");
        assert_eq!(to_rounded_text(Interval::between(0.0, 1.0 / 3.0)), "0..0.33333");
        assert_eq!(to_rounded_text(Interval::exact(2048.0)), "2048");
        assert_eq!(to_rounded_text(Interval::exact(f64::MAX)), "1.7976931348623157e308");
    }

    #[test]
    fn reads_what_visitors_write() {
        let table = [
            ("671B", 671e9),
            ("14.8T", 14.8e12),
            ("2.5k", 2500.0),
            ("2K", 2000.0),
            ("3M", 3e6),
            ("3 M", 3e6),
            ("7bn", 7e9),
            ("7G", 7e9),
            ("1.5P", 1.5e15),
            ("2 million", 2e6),
            ("1.6 Billion", 1.6e9),
            ("3 trillion", 3e12),
            ("4 thousand", 4000.0),
            ("29.4万", 294e3),
            ("6,710亿", 671e9),
            ("14.8 万亿", 14.8e12),
            ("$557.6万", 5.576e6),
            ("-2亿", -2e8),
            ("1e9", 1e9),
            ("2.1E+25", 2.1e25),
            ("1e-320", 1e-320),
            ("1e308", 1e308),
            ("1_000", 1000.0),
            ("1,000", 1000.0),
            ("12,345,678.9", 12_345_678.9),
            ("1.000", 1.0),
            ("$5.576M", 5.576e6),
            ("$ 2", 2.0),
            ("-$2", -2.0),
            ("41%", 0.41),
            ("39.1 %", 0.391),
            ("8Ki", 8192.0),
            ("1.5Gi", 1_610_612_736.0),
            ("1Mi", 1_048_576.0),
            ("2Ti", 2_199_023_255_552.0),
            ("0.3", 0.3),
            (".5", 0.5),
            ("5.", 5.0),
            ("-1", -1.0),
            ("−1", -1.0),
            ("+1", 1.0),
            ("0", 0.0),
            ("007", 7.0),
            ("0e999999999999999999999", 0.0),
            ("  12  ", 12.0),
            ("9007199254740992", 9_007_199_254_740_992.0),
            ("100000000000000000000000", 1e23),
        ];
        for (text, value) in table {
            assert_eq!(exactly(text), value, "{text}");
        }
        assert!(exactly("-0").is_sign_positive());
    }

    #[test]
    fn reads_ranges() {
        assert_eq!(parse("1.5..3"), Ok(Interval::between(1.5, 3.0)));
        assert_eq!(parse("1.5 .. 2..3"), Ok(Interval::around(1.5, 2.0, 3.0)));
        assert_eq!(parse("$24M..$230M"), Ok(Interval::between(24e6, 230e6)));
        assert_eq!(parse("5,940万..1.58亿..0.1万亿"), Ok(Interval::around(59.4e6, 158e6, 100e9)));
        assert_eq!(parse("2..2"), Ok(Interval::exact(2.0)));
        assert_eq!(parse("3..2"), Err(NumberFault::RangeOutOfOrder));
        assert_eq!(parse("1..4..3"), Err(NumberFault::RangeOutOfOrder));
        assert_eq!(parse("1..2..3..4"), Err(NumberFault::TooManyEnds));
    }

    #[test]
    fn refuses_and_says_why() {
        let words = [
            ("", "Enter a number"),
            (" \t", "Enter a number"),
            ("1,5", "two ways"),
            ("1.000,5", "two ways"),
            ("1.000.000", "two ways"),
            ("0,123", "two ways"),
            ("1,0000", "two ways"),
            ("1,000_000", "two ways"),
            ("1 000", "two ways"),
            ("12abc", "“abc”"),
            ("5m", "“m”"),
            ("1e", "“e”"),
            ("1e5e5", "“e5”"),
            ("1万5千", "“万5千”"),
            ("1亿万", "“亿万”"),
            ("1,5万", "two ways"),
            ("万", "not a number"),
            ("二万", "not a number"),
            ("1e305万", "too large"),
            ("5 %%", "“%%”"),
            ("NaN", "not a number"),
            ("Infinity", "not a number"),
            ("-inf", "not a number"),
            ("--1", "not a number"),
            ("$5%", "not a number"),
            ("..", "not a number"),
            ("1..", "not a number"),
            ("1...2", "not a number"),
            (".", "not a number"),
            ("1._5", "not a number"),
            ("1e400", "too large"),
            ("1e308k", "too large"),
            ("1e999999999999999999999999", "too large"),
            ("1e-400", "too close to zero"),
            ("9007199254740993", "9007199254740992"),
            ("１２", "digits 0 to 9"),
            ("٣", "digits 0 to 9"),
            ("5²", "digits 0 to 9"),
        ];
        for (text, word) in words {
            let fault = parse(text).expect_err(text).to_string();
            assert!(fault.contains(word), "{text}: {fault}");
        }
        assert_eq!(parse(&"9".repeat(10_000)), Err(NumberFault::TooLong));
    }

    #[test]
    fn writes_short_texts() {
        let table = [
            (671e9, "671B"),
            (14.8e12, "14.8T"),
            (2_664_000.0, "2.664M"),
            (405_853_388_800.0, "405853388800"),
            (4000.0, "4k"),
            (4096.0, "4096"),
            (2024.0, "2024"),
            (0.39, "0.39"),
            (0.0001, "0.0001"),
            (5e-5, "5e-5"),
            (2.1e25, "2.1e25"),
            (1e15, "1e15"),
            (989.5e12, "989.5T"),
            (100.0, "100"),
            (-2500.0, "-2500"),
            (-25e3, "-25k"),
            (0.0, "0"),
            (-0.0, "0"),
            (f64::NAN, "?"),
        ];
        for (value, text) in table {
            assert_eq!(to_text(Interval::exact(value)), text);
        }
        assert_eq!(to_text(Interval::between(24e6, 230e6)), "24M..230M");
        assert_eq!(to_text(Interval::around(1.5, 2.0, 3.0)), "1.5..2..3");
    }

    #[test]
    fn machines_get_digits() {
        assert_eq!(plain(Interval::exact(5.576e6)), "5576000");
        assert_eq!(plain(Interval::exact(3.71e24)), "3.71e24");
        assert_eq!(plain(Interval::around(1.0, 2.5, 3.0)), "2.5");
        assert_eq!(plain(Interval::between(1e3, 2e3)), "1000..2000");
        assert_eq!(plain(Interval::exact(f64::NAN)), "");
    }

    #[cfg(not(target_arch = "wasm32"))]
    mod properties {
        use proptest::prelude::*;

        use super::*;

        fn any_number() -> impl Strategy<Value = f64> {
            prop_oneof![
                any::<u64>().prop_map(f64::from_bits).prop_filter("finite", |value| value.is_finite()),
                (0_u32..1_000_000, -20..20_i32)
                    .prop_map(|(digits, power)| format!("{digits}e{power}").parse().expect("a number")),
            ]
        }

        proptest! {
            #[test]
            fn a_number_comes_back_with_the_same_bits(value in any_number()) {
                let text = to_text(Interval::exact(value));
                let back = parse(&text).expect(&text);
                // A zero loses its sign.
                prop_assert_eq!(back.low().to_bits(), (value + 0.0).to_bits(), "{}", text);
                prop_assert_eq!(back, Interval::exact(value));
            }

            #[test]
            fn chinese_suffixes_are_powers_of_ten_that_are_not_written(
                mantissa in "-?[0-9]{1,6}(\\.[0-9]{1,6})?", place in 0..3_usize
            ) {
                let (suffix, power) = [("万", 4), ("亿", 8), ("万亿", 12)][place];
                let read = parse(&format!("{mantissa}{suffix}"));
                prop_assert_eq!(&read, &parse(&format!("{mantissa}e{power}")));
                let written = to_text(read.expect("a number"));
                prop_assert!(written.bytes().all(|byte| b"-.0123456789ekMBT".contains(&byte)), "{}", written);
            }

            #[test]
            fn an_interval_comes_back(mut ends in prop::array::uniform3(any_number()), central: bool) {
                ends.sort_by(f64::total_cmp);
                let [low, middle, high] = ends;
                let interval =
                    if central { Interval::around(low, middle, high) } else { Interval::between(low, high) };
                prop_assert_eq!(parse(&to_text(interval)), Ok(interval));
            }

            #[test]
            fn no_text_panics_or_gives_what_is_no_number(text in ".{0,100}") {
                if let Ok(interval) = parse(&text) {
                    prop_assert!(interval.is_finite());
                }
            }

            #[test]
            fn no_text_like_a_number_does_either(text in "[-+$−]?[0-9.,_eE]{0,20} ?[kKMBGTPi%]{0,2}(\\.\\.[0-9]{0,3})?") {
                match parse(&text) {
                    Ok(interval) => prop_assert!(interval.is_finite()),
                    Err(fault) => prop_assert!(!fault.to_string().is_empty()),
                }
            }
        }
    }
}
