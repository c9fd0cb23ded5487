//! Numbers: whatever is typed is refused in words, or read as finite figures that are written and read as the same.

use cost_model::catalogue::Catalogue;
use cost_model::field::{FIELDS, Kind, Spec};
use cost_model::interval::Interval;
use cost_model::number::{self, LONGEST};
use cost_model::scenario::{self, Value};
use cost_model::uncertainty::{self, Reading};

use crate::bytes::{Bytes, is_sampled};

/// The longest refusal: what was typed may be quoted in it twice, beside the reason and the range.
const LONGEST_REFUSAL: usize = 4 * LONGEST + 400;

/// Reads bytes as a number: the first is a field, the rest what was typed in it. Of one input in many
/// the same bytes are also taken for the bits of a number.
pub fn numbers(data: &[u8]) {
    let mut bytes = Bytes::of(data);
    let spec = bytes.one_of(&FIELDS.iter().collect::<Vec<_>>());
    let typed = String::from_utf8_lossy(data.get(1..).unwrap_or_default());
    as_number(&typed);
    as_uncertain(&typed);
    in_field(spec, &typed);
    if let Some(bits) = data.first_chunk().filter(|_| is_sampled(data, 1, 64)) {
        of_bits(f64::from_bits(u64::from_be_bytes(*bits)));
    }
}

fn as_number(typed: &str) {
    let read = match number::parse(typed) {
        Ok(read) => read,
        Err(fault) => return assert_words(&fault.to_string()),
    };
    assert_in_order(read);
    let ends = [Some(read.low()), read.central(), Some(read.high())].into_iter().flatten();
    assert!(ends.into_iter().all(|end| end != 0.0 || end.is_sign_positive()), "{typed}: a negative zero");
    assert_reads(&number::to_text(read), read);
    if read.is_exact() {
        assert_reads(&number::plain(read), read);
        if let Some(standard) = as_the_standard_library(typed) {
            assert_eq!(read.low().to_bits(), standard.to_bits(), "{typed}");
        }
    }
    let rounded = number::to_rounded_text(read);
    assert!(number::parse(&rounded).is_ok_and(|read| read.is_finite()), "{typed}: {rounded}");
}

/// The same text read by the standard library, where that knows the same notation.
fn as_the_standard_library(typed: &str) -> Option<f64> {
    let typed = typed.trim();
    let has_digit = typed.contains(|c: char| c.is_ascii_digit());
    let is_common = typed.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | 'e' | 'E'));
    // A zero loses its sign.
    (has_digit && is_common).then(|| typed.parse().ok()).flatten().map(|value: f64| value + 0.0)
}

fn as_uncertain(typed: &str) {
    match uncertainty::parse(typed) {
        Ok(Reading::Range(range)) => assert_eq!(number::parse(typed), Ok(range), "{typed}"),
        Ok(Reading::Distribution(of)) => {
            let text = of.to_string();
            assert_eq!(uncertainty::parse(&text), Ok(Reading::Distribution(of)), "{typed}: {text}");
        }
        Err(fault) => assert_words(&fault.to_string()),
    }
}

/// What a field takes lies within its range, and can be shown and taken again.
fn in_field(spec: &Spec, typed: &str) {
    let catalogue = Catalogue::current();
    let value = match scenario::read(spec.field, typed, catalogue) {
        Ok(value) => value,
        Err(refusal) => {
            assert!(refusal.field == spec.field && !refusal.reason.is_empty());
            // A list of what may be chosen is as long as the list.
            if !matches!(spec.kind, Kind::Choice(_)) {
                assert_words(&refusal.to_string());
            }
            return;
        }
    };
    if let Some(number) = value.number() {
        let (min, max) = match spec.kind {
            Kind::Number { min, max } => (min, max),
            Kind::Whole { min, max } => (f64::from(min), f64::from(max)),
            _ => panic!("{} takes no numbers", spec.key),
        };
        assert_in_order(number);
        assert!(number.low() >= min && number.high() <= max, "{}: {typed}", spec.key);
        assert!(value.spread_in_words(spec.field).is_none_or(|words| !words.contains("out of range")), "{typed}");
    }
    let text = value.to_text();
    assert_eq!(scenario::read(spec.field, &text, catalogue).as_ref(), Ok(&value), "{}: {typed}: {text}", spec.key);
    if let Value::Text(text) = &value {
        assert!(!text.is_empty() && !text.contains(char::is_control), "{typed}");
    }
}

/// Every finite number is written so that it is read again.
fn of_bits(value: f64) {
    if value.is_finite() {
        let exact = Interval::exact(value + 0.0);
        assert_reads(&number::to_text(exact), exact);
        let plain = number::plain(exact);
        assert_eq!(plain.parse::<f64>().map(f64::to_bits), Ok(exact.low().to_bits()), "{plain}");
    }
}

fn assert_reads(text: &str, as_number: Interval<f64>) {
    let bits = |of: Interval<f64>| [Some(of.low()), of.central(), Some(of.high())].map(|end| end.map(f64::to_bits));
    let read = number::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
    assert_eq!(bits(read), bits(as_number), "{text}");
}

fn assert_in_order(number: Interval<f64>) {
    assert!(number.is_finite(), "{number:?}");
    let middle = number.central().unwrap_or(number.low());
    assert!(number.low() <= middle && middle <= number.high(), "{number:?}");
}

fn assert_words(fault: &str) {
    assert!(!fault.trim().is_empty() && fault.chars().count() <= LONGEST_REFUSAL, "{fault}");
}
