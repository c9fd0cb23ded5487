//! What a visitor types for a figure that is not known exactly.
//!
//! Beside the numbers and ranges of [`crate::number`]: `2 ± 0.3` (or `2 +- 0.3`) and `normal(2, 0.3)` with a standard
//! deviation, `lognormal(2, 1.3)` with the median and a factor, `uniform(1.5, 3)`, `triangular(1.5, 2, 3)`. Between
//! brackets a comma parts numbers, so that thousands are set off there with `_` or not at all.

use super::Distribution;
use crate::interval::Interval;
use crate::number::{self, LONGEST, NumberFault};
use crate::words::uncertainty_reading as words;

/// What was read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reading {
    /// A number or a range.
    Range(Interval<f64>),
    /// A distribution.
    Distribution(Distribution),
}

/// Reads a number, a range or a distribution.
///
/// # Errors
/// When the text does not keep to the rule, or no such distribution can be.
pub fn parse(text: &str) -> Result<Reading, NumberFault> {
    if text.chars().nth(LONGEST).is_some() {
        return Err(NumberFault::TooLong);
    }
    let text = text.trim();
    for sign in ["±", "+-", "+/-"] {
        if let Some((mean, deviation)) = text.split_once(sign) {
            return normal(number(mean)?, number(deviation)?).map(Reading::Distribution);
        }
    }
    match text.split_once('(') {
        Some((name, rest)) => named(name.trim(), rest).map(Reading::Distribution),
        None => number::parse(text).map(Reading::Range),
    }
}

fn named(name: &str, rest: &str) -> Result<Distribution, NumberFault> {
    let Some(inside) = rest.trim_end().strip_suffix(')') else {
        return Err(NumberFault::NoDistribution { needs: words::no_closing_bracket() });
    };
    let numbers = || inside.split(',').map(number).collect::<Result<Vec<f64>, _>>();
    let fault = |needs| Err(NumberFault::NoDistribution { needs });
    match name.to_ascii_lowercase().as_str() {
        "normal" => match numbers()?[..] {
            [mean, deviation] => normal(mean, deviation),
            _ => fault(words::normal_takes()),
        },
        "lognormal" => match numbers()?[..] {
            [median, factor] if median > 0.0 && factor > 1.0 => Ok(Distribution::LogNormal { median, factor }),
            _ => fault(words::lognormal_takes()),
        },
        "uniform" => match numbers()?[..] {
            [low, high] if low < high => Ok(Distribution::Uniform { low, high }),
            _ => fault(words::uniform_takes()),
        },
        "triangular" => match numbers()?[..] {
            [low, mode, high] if low <= mode && mode <= high && low < high => {
                Ok(Distribution::Triangular { low, mode, high })
            }
            _ => fault(words::triangular_takes()),
        },
        _ => Err(NumberFault::UnknownDistribution { name: name.to_owned() }),
    }
}

fn normal(mean: f64, deviation: f64) -> Result<Distribution, NumberFault> {
    if deviation > 0.0 {
        Ok(Distribution::Normal { mean, deviation })
    } else {
        Err(NumberFault::NoDistribution { needs: words::no_deviation() })
    }
}

fn number(text: &str) -> Result<f64, NumberFault> {
    let read = number::parse(text)?;
    if read.is_exact() { Ok(read.low()) } else { Err(NumberFault::NoDistribution { needs: words::made_of_ranges() }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_visitors_write() {
        let normal = Distribution::Normal { mean: 2.0, deviation: 0.3 };
        for (text, distribution) in [
            ("2 ± 0.3", normal),
            ("$2±0.3", normal),
            ("2 +- 0.3", normal),
            ("2 +/- 0.3", normal),
            ("normal(2, 0.3)", normal),
            (" Normal ( 2 ,0.3 ) ", normal),
            ("39% ± 2%", Distribution::Normal { mean: 0.39, deviation: 0.02 }),
            ("lognormal(14.8T, 1.3)", Distribution::LogNormal { median: 14.8e12, factor: 1.3 }),
            ("uniform($1.5, $3)", Distribution::Uniform { low: 1.5, high: 3.0 }),
            ("triangular(1, 1, 2)", Distribution::Triangular { low: 1.0, mode: 1.0, high: 2.0 }),
        ] {
            assert_eq!(parse(text), Ok(Reading::Distribution(distribution)), "{text}");
            assert_eq!(parse(&distribution.to_string()), Ok(Reading::Distribution(distribution)), "{distribution}");
        }
        assert_eq!(parse("1.5..3"), Ok(Reading::Range(Interval::between(1.5, 3.0))));
        assert_eq!(parse("-2"), Ok(Reading::Range(Interval::exact(-2.0))));
    }

    #[test]
    fn refuses_and_says_why() {
        for (text, word) in [
            ("2 ± 0", "above 0"),
            ("2 ± -1", "above 0"),
            ("± 3", "Enter a number"),
            ("2 ± x", "“x” is not a number"),
            ("1..2 ± 3", "not of ranges"),
            ("normal(2)", "two numbers"),
            ("normal(2, 0.3", "closing bracket"),
            ("lognormal(0, 2)", "above 0"),
            ("lognormal(2, 1)", "above 1"),
            ("uniform(3, 1)", "go up"),
            ("uniform(1,000, 2)", "go up"),
            ("triangular(1, 5, 3)", "go up"),
            ("triangular(1, 1, 1)", "go up"),
            ("beta(1, 2)", "no distribution “beta”"),
            ("(1, 2)", "no distribution “”"),
        ] {
            let fault = parse(text).expect_err(text).to_string();
            assert!(fault.contains(word), "{text}: {fault}");
        }
        assert_eq!(parse(&"±".repeat(200)), Err(NumberFault::TooLong));
    }

    #[cfg(not(target_arch = "wasm32"))]
    mod properties {
        use proptest::prelude::*;

        use super::*;

        proptest! {
            #[test]
            fn no_text_panics(text in "(normal|uniform|x)?[(±+-]?[0-9., kM%-]{0,20}[±)]?[0-9.]{0,4}\\)?") {
                if let Ok(Reading::Distribution(distribution)) = parse(&text) {
                    prop_assert_eq!(parse(&distribution.to_string()), Ok(Reading::Distribution(distribution)));
                }
            }
        }
    }
}
