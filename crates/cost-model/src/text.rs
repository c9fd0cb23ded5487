//! Quantities as text for readers, the same on the page and on the command line.
//!
//! A figure is shown in full when four significant digits are enough for it, so that a published `$5.576M` stays
//! recognisable, and is else rounded to three. Noise of a part in 10¹² from the arithmetic does not count. What is not
//! finite reads as [`words::number::out_of_range`]. Suffixes, where the dollar stands and units are those of the language
//! that is spoken: in Chinese `$5.576M` is `557.6万美元`.

use crate::decimal::Decimal;
use crate::field::FIELDS;
use crate::interval::Interval;
use crate::uncertainty::Measure;
use crate::words;

/// How a figure is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// United States dollars: `$5.576M`, `$294K`, `$2.50`.
    Usd,
    /// United States dollars an hour: `$2.50/h`.
    UsdPerHour,
    /// A count with the plural of what is counted, or with nothing: `2.788M chip-hours`. Whole numbers below 100,000
    /// are shown with all digits: `16,384 chips`.
    Count(&'static str),
    /// Floating-point operations: `3.71 × 10²⁴ FLOP`.
    Flop,
    /// Floating-point operations per second: `989.5 TFLOP/s`.
    FlopPerSecond,
    /// Floating-point operations for one token: `250 GFLOP/token`.
    FlopPerToken,
    /// Days: `53.1 days`.
    Days,
    /// Time on a clock in the unit that suits it: `4.2 s`, `12 ms`.
    Seconds,
    /// Bytes, GB being 10⁹: `80 GB`.
    Bytes,
    /// Bytes per second: `450 GB/s`.
    BytesPerSecond,
    /// Electrical energy, from kilowatt-hours: `21.6 GWh`.
    KilowattHours,
    /// Power: `3.4 MW`.
    Watts,
    /// Mass in tonnes, from kilograms: `8,930 t`.
    Tonnes,
    /// A part of one, as a percentage: `39.1%`.
    Fraction,
    /// A calendar year, of which a point in time is a part: 2024.9 is `2024`.
    Year,
    /// A number by itself, written like a count.
    Plain,
    /// A number by itself with two significant digits, for how many times one figure is another: `19`.
    Rounded,
    /// A loss in nats for a token, with four significant digits: `1.943`.
    Loss,
}

/// The styles without a unit of their own, and the words under which programs tell each other of them.
const KEYS: [(Style, &str); 17] = [
    (Style::Usd, "usd"),
    (Style::UsdPerHour, "usd/h"),
    (Style::Flop, "flop"),
    (Style::FlopPerSecond, "flop/s"),
    (Style::FlopPerToken, "flop/token"),
    (Style::Days, "days"),
    (Style::Seconds, "s"),
    (Style::Bytes, "bytes"),
    (Style::BytesPerSecond, "bytes/s"),
    (Style::KilowattHours, "kwh"),
    (Style::Watts, "w"),
    (Style::Tonnes, "t"),
    (Style::Fraction, "share"),
    (Style::Year, "year"),
    (Style::Plain, "plain"),
    (Style::Rounded, "rounded"),
    (Style::Loss, "loss"),
];

impl Style {
    /// A word for the style, by which a program that hands on a figure says how it is written.
    #[must_use]
    pub fn to_key(self) -> String {
        match (self, KEYS.iter().find(|(style, _)| *style == self)) {
            (Self::Count(unit), _) => format!("count {unit}"),
            (_, key) => key.map_or("plain", |(_, key)| key).to_owned(),
        }
    }

    /// The style of that word; a count of something that no field and no result counts is one of nothing in particular.
    /// Nothing for another word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        if let Some(unit) = key.strip_prefix("count ") {
            let counted = FIELDS.iter().map(|spec| spec.style).chain(Measure::ALL.map(Measure::style));
            let mut same = counted.filter(|style| matches!(style, Self::Count(of) if *of == unit));
            return Some(same.next().unwrap_or(Self::Count("")));
        }
        KEYS.iter().find(|(_, other)| *other == key).map(|(style, _)| *style)
    }
}

/// One figure, in the base unit of its style.
#[must_use]
pub fn point(value: f64, style: Style) -> String {
    match written(value, style) {
        Some((number, unit)) if number == "1" && matches!(style, Style::Count(_) | Style::Days) => {
            number + unit.strip_suffix('s').unwrap_or(&unit)
        }
        Some((number, unit)) => number + &unit,
        None => out_of_range(),
    }
}

/// A label within a sentence: `Price per chip-hour` begins with a small letter there, `MFU` and `FLOP per token` do not.
#[must_use]
pub fn in_sentence(label: &str) -> String {
    let mut letters = label.chars();
    let first = letters.next().into_iter();
    let is_short_form = letters.clone().next().is_some_and(char::is_uppercase);
    let first = first.flat_map(|first| if is_short_form { vec![first] } else { first.to_lowercase().collect() });
    first.chain(letters).collect()
}

/// What stands for a figure that is not finite.
fn out_of_range() -> String {
    words::number::out_of_range().to_owned()
}

/// A figure with its range: `$24M – $230M`, with a central value `$75M ($24M – $230M)`. Where both ends read the same,
/// they are written as one.
#[must_use]
pub fn exact_or_range(interval: Interval<f64>, style: Style) -> String {
    match main_and_range(interval, style) {
        (main, Some(range)) => format!("{main} ({range})"),
        (main, None) => main,
    }
}

/// The same in two parts, for views that set them apart: `$75M` and `$24M – $230M`. A range without a central value is
/// the main part itself.
#[must_use]
pub fn main_and_range(interval: Interval<f64>, style: Style) -> (String, Option<String>) {
    let (Some(low), Some(high)) = (written(interval.low(), style), written(interval.high(), style)) else {
        return (out_of_range(), None);
    };
    if interval.central().is_some_and(|central| !central.is_finite()) {
        return (out_of_range(), None);
    }
    if low == high {
        return (point(interval.central().unwrap_or(interval.low()), style), None);
    }
    let low = if low.1 == high.1 { low.0 } else { low.0 + &low.1 };
    let range = format!("{low} – {}{}", high.0, high.1);
    match interval.central() {
        Some(central) => (point(central, style), Some(range)),
        None => (range, None),
    }
}

/// A figure in all its digits and with its unit, so that a slip of three zeros shows: `2,664,000 chip-hours`. Beyond
/// 10¹⁸ and below 10⁻⁶, as [`exact_or_range`] writes it.
#[must_use]
pub fn in_full(interval: Interval<f64>, style: Style, unit: &str) -> String {
    let legible = |value: f64| value == 0.0 || (1e-6..1e18).contains(&value);
    if !legible(interval.low()) || !legible(interval.high()) || matches!(style, Style::Fraction | Style::Year) {
        return exact_or_range(interval, style);
    }
    let digits = |value: f64| grouped(&Decimal::rounded(value, 12));
    let (low, high) = (digits(interval.low()), digits(interval.high()));
    let figure = match interval.central() {
        _ if low == high => low,
        Some(central) => format!("{} ({low} – {high})", digits(central)),
        None => format!("{low} – {high}"),
    };
    if unit.is_empty() { figure } else { format!("{figure} {unit}") }
}

/// Suffixes of counts and money, by power of ten.
fn short_scale() -> impl Iterator<Item = (i32, &'static str)> {
    let pairs = words::number::short_scale().split(' ').filter_map(|pair| pair.split_once('='));
    pairs.filter_map(|(power, suffix)| Some((power.parse().ok()?, suffix)))
}

/// Prefixes of units, by power of ten.
const SI: &[(i32, &str)] =
    &[(0, ""), (3, "k"), (6, "M"), (9, "G"), (12, "T"), (15, "P"), (18, "E"), (21, "Z"), (24, "Y")];

/// A figure's number and its unit, with the space or stroke between them.
fn written(value: f64, style: Style) -> Option<(String, String)> {
    if !value.is_finite() {
        return None;
    }
    let decimal = match style {
        Style::Rounded => Decimal::rounded(value, 2),
        Style::Loss => Decimal::rounded(value, 4),
        _ => significant(value),
    };
    let (number, unit) = match style {
        Style::Usd => money(value, &decimal),
        Style::UsdPerHour => {
            let (amount, unit) = money(value, &decimal);
            (amount, unit + words::number::per_hour())
        }
        Style::Count("") | Style::Plain => (count(value, &decimal), String::new()),
        Style::Count(unit) => (count(value, &decimal), format!(" {}", unit_in_words(unit))),
        Style::Rounded | Style::Loss => (rounded(&decimal), String::new()),
        Style::Days => (count(value, &decimal), format!(" {}", words::unit::days())),
        Style::Flop => (positional_or_scientific(&decimal), " FLOP".to_owned()),
        Style::FlopPerSecond => prefixed(&decimal, "FLOP/s"),
        Style::FlopPerToken => prefixed(&decimal, "FLOP/token"),
        Style::Seconds => seconds(&decimal),
        Style::Bytes => prefixed(&decimal, "B"),
        Style::BytesPerSecond => prefixed(&decimal, "B/s"),
        Style::KilowattHours => prefixed(&shifted(&decimal, 3), "Wh"),
        Style::Watts => prefixed(&decimal, "W"),
        Style::Tonnes => (positional_or_scientific(&shifted(&decimal, -3)), " t".to_owned()),
        Style::Fraction => (positional_or_scientific(&decimal.times_ten_to(2)) + "%", String::new()),
        Style::Year => {
            if !(-1e6..1e6).contains(&value) {
                return None;
            }
            (signed(Decimal::exactly(libm::floor(value)).positional()), String::new())
        }
    };
    Some((number, unit))
}

/// The digits that are shown: at most four that say it exactly, or three.
fn significant(value: f64) -> Decimal {
    let exact = Decimal::rounded(value, 12);
    if exact.digits.len() <= 4 { exact } else { Decimal::rounded(value, 3) }
}

/// A unit of a count in the language that is spoken; one that has no words of its own stays as it is.
#[must_use]
pub fn unit_in_words(unit: &'static str) -> &'static str {
    match unit {
        "chip-hours" => words::unit::chip_hours(),
        "chips" => words::unit::chips(),
        "parameters" => words::unit::parameters(),
        "tokens" => words::unit::tokens(),
        "sequences" => words::unit::sequences(),
        "chunks" => words::unit::chunks(),
        "people" => words::unit::people(),
        "months" => words::unit::months(),
        "years" => words::unit::years(),
        "days" => words::unit::days(),
        "hours" => words::unit::hours(),
        "final runs" => words::unit::final_runs(),
        "per year" => words::unit::per_year(),
        "USD" => words::unit::usd(),
        "USD/chip-hour" => words::unit::usd_per_chip_hour(),
        "tokens/s" => words::field::tokens_per_second(),
        "USD/kWh" => words::field::usd_per_kwh(),
        "USD/GB-month" => words::field::usd_per_gb_month(),
        "USD/M tokens" => words::field::usd_per_million_tokens(),
        "USD/kW-month" => words::field::usd_per_kw_month(),
        other => other,
    }
}

/// An amount of dollars, and what stands after it.
fn money(value: f64, decimal: &Decimal) -> (String, String) {
    let mut amount = match decimal.exponent {
        -4..=2 => decimal.positional(),
        _ => with_suffix(decimal),
    };
    // Dimes are written as cents, unless the cents were rounded away.
    let dimes = amount.split_once('.').is_some_and(|(_, decimals)| decimals.len() == 1);
    if dimes && decimal.exponent < 3 && (decimal.exponent <= 0 || Decimal::rounded(value, 12) == *decimal) {
        amount.push('0');
    }
    let (sign, amount) = amount.strip_prefix(['-', '−']).map_or(("", amount.as_str()), |amount| ("−", amount));
    let dollars = words::number::dollars(AMOUNT);
    let (before, after) = dollars.split_once(AMOUNT).unwrap_or_default();
    (format!("{sign}{before}{amount}"), after.to_owned())
}

/// Stands for the amount while it is found out what is written around it.
const AMOUNT: &str = "#";

fn count(value: f64, decimal: &Decimal) -> String {
    match decimal.exponent {
        -4..=4 if value == libm::floor(value) => grouped(&Decimal::exactly(value)),
        _ => rounded(decimal),
    }
}

fn rounded(decimal: &Decimal) -> String {
    match decimal.exponent {
        -4..=4 => grouped(decimal),
        _ => signed(with_suffix(decimal)),
    }
}

/// With K, M, B or T, or as a power of ten; written out where the language has no suffix for so few.
fn with_suffix(decimal: &Decimal) -> String {
    let first = short_scale().next().map_or(3, |(power, _)| power);
    match short_scale().find(|(power, _)| (0..first).contains(&decimal.exponent.saturating_sub(*power))) {
        Some((power, suffix)) => grouped(&decimal.over_ten_to(power)) + suffix,
        None if (0..first).contains(&decimal.exponent) => grouped(decimal),
        None => scientific(decimal),
    }
}

/// In the largest prefixed unit of which there is at least one.
fn prefixed(decimal: &Decimal, unit: &str) -> (String, String) {
    match SI.iter().find(|(power, _)| (0..3).contains(&decimal.exponent.saturating_sub(*power))) {
        Some((power, prefix)) => (signed(decimal.over_ten_to(*power).positional()), format!(" {prefix}{unit}")),
        None => (positional_or_scientific(decimal), format!(" {unit}")),
    }
}

/// In microseconds, milliseconds or seconds.
fn seconds(decimal: &Decimal) -> (String, String) {
    let (power, unit) = match decimal.exponent {
        ..=-4 => (6, " µs"),
        -3..=-1 => (3, " ms"),
        _ => (0, " s"),
    };
    (positional_or_scientific(&shifted(decimal, power)), unit.to_owned())
}

/// Times a power of ten; zero stays zero.
fn shifted(decimal: &Decimal, power: i32) -> Decimal {
    if decimal.digits.is_empty() { decimal.clone() } else { decimal.times_ten_to(power) }
}

fn positional_or_scientific(decimal: &Decimal) -> String {
    if (-4..6).contains(&decimal.exponent) { grouped(decimal) } else { scientific(decimal) }
}

/// Written out, with commas between groups of three digits.
fn grouped(decimal: &Decimal) -> String {
    let text = decimal.positional();
    let (whole, decimals) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut grouped = String::new();
    for (digit, left) in whole.chars().zip((1..=whole.len()).rev()) {
        if left % 3 == 0 && grouped.ends_with(|c: char| c.is_ascii_digit()) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    signed(grouped + decimals)
}

/// As d.dd × 10ⁿ.
fn scientific(decimal: &Decimal) -> String {
    let mut text = signed(decimal.over_ten_to(decimal.exponent).positional()) + " × 10";
    text.extend(decimal.exponent.to_string().chars().map(|c| match c {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        '0' => '⁰',
        other => other,
    }));
    text
}

/// With a minus sign in place of a hyphen in front.
fn signed(text: String) -> String {
    match text.strip_prefix('-') {
        Some(number) => format!("−{number}"),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_keep_their_capitals_within_a_sentence() {
        let labels = ["Price per chip-hour", "MFU", "FLOP per token", "PUE", "A", "", "利用率"];
        let within = ["price per chip-hour", "MFU", "FLOP per token", "PUE", "a", "", "利用率"];
        assert_eq!(labels.map(in_sentence), within);
    }

    #[test]
    fn a_style_comes_back_from_its_word() {
        let of_figures = FIELDS.iter().map(|spec| spec.style).chain(Measure::ALL.map(Measure::style));
        for style in KEYS.map(|(style, _)| style).into_iter().chain(of_figures) {
            assert_eq!(Style::from_key(&style.to_key()), Some(style));
        }
        assert_eq!(Style::from_key("count unicorns"), Some(Style::Count("")));
        assert_eq!(Style::from_key("usd per unicorn"), None);
    }

    #[test]
    fn chinese_counts_in_ten_thousands_and_names_the_dollar_after_the_amount() {
        use crate::words::{Language, SIMPLIFIED_CHINESE, compiled, speak};
        speak(Language::read(&compiled(SIMPLIFIED_CHINESE)));
        let table = [
            (5.576e6, Style::Usd, "557.6万美元"),
            (-294e3, Style::Usd, "−29.4万美元"),
            (5_110.0, Style::Usd, "5,110美元"),
            (2.5, Style::Usd, "2.50美元"),
            (1.6e9, Style::Usd, "16亿美元"),
            (2.0, Style::UsdPerHour, "2美元/小时"),
            (671e9, Style::Count("parameters"), "6,710亿 参数"),
            (14.8e12, Style::Count("tokens"), "14.8万亿 词元"),
            (2_048.0, Style::Count("chips"), "2,048 块芯片"),
            (1e17, Style::Usd, "1 × 10¹⁷美元"),
        ];
        let written: Vec<String> = table.iter().map(|(value, style, _)| point(*value, *style)).collect();
        let range = exact_or_range(Interval::around(59.4e6, 158e6, 246e6), Style::Usd);
        speak(None);
        assert_eq!(written, table.map(|(_, _, text)| text));
        assert_eq!(range, "1.58亿美元 (5,940万 – 2.46亿美元)");
    }

    #[test]
    fn all_digits_are_shown_where_they_can_be_read() {
        let full = |figure, unit| in_full(figure, Style::Count(""), unit);
        assert_eq!(full(Interval::exact(2_664_000.0), "chip-hours"), "2,664,000 chip-hours");
        assert_eq!(full(Interval::exact(14.8e12), "tokens"), "14,800,000,000,000 tokens");
        assert_eq!(full(Interval::around(999.0, 1000.0, 1000.5), ""), "1,000 (999 – 1,000.5)");
        assert_eq!(full(Interval::between(1.5, 3.0), "USD/chip-hour"), "1.5 – 3 USD/chip-hour");
        assert_eq!(in_full(Interval::exact(3.7e24), Style::Flop, "FLOP"), "3.7 × 10²⁴ FLOP");
        assert_eq!(in_full(Interval::exact(0.3894), Style::Fraction, ""), "38.94%");
    }

    #[test]
    fn figures_read_as_published() {
        use Style::*;
        let table = [
            (5.576e6, Usd, "$5.576M"),
            (294e3, Usd, "$294K"),
            (1.6e9, Usd, "$1.6B"),
            (169_828_008.0, Usd, "$170M"),
            (87_072.0, Usd, "$87.1K"),
            (999.6e6, Usd, "$999.6M"),
            (999_612_345.0, Usd, "$1B"),
            (999.987, Usd, "$1K"),
            (2.0, Usd, "$2"),
            (2.5, Usd, "$2.50"),
            (1.2034, Usd, "$1.20"),
            (12.3456, Usd, "$12.3"),
            (147.3, Usd, "$147.30"),
            (0.06, Usd, "$0.06"),
            (0.5, Usd, "$0.50"),
            (1e15, Usd, "$1 × 10¹⁵"),
            (-294e3, Usd, "−$294K"),
            (0.0, Usd, "$0"),
            (-0.0, Usd, "$0"),
            (0.1 + 0.2, Usd, "$0.30"),
            (5.576e6 + 1e-9, Usd, "$5.576M"),
            (2.0, UsdPerHour, "$2/h"),
            (2.5, UsdPerHour, "$2.50/h"),
            (2.788e6, Count("chip-hours"), "2.788M chip-hours"),
            (147e3, Count("chip-hours"), "147K chip-hours"),
            (172_800.0, Count("chip-hours"), "172.8K chip-hours"),
            (671e9, Count("parameters"), "671B parameters"),
            (405_853_388_800.0, Count("parameters"), "406B parameters"),
            (14.8e12, Count("tokens"), "14.8T tokens"),
            (16_384.0, Count("chips"), "16,384 chips"),
            (53_412.7, Count("chip-hours"), "53,400 chip-hours"),
            (99_999.6, Count("chip-hours"), "100K chip-hours"),
            (1.0, Count("chips"), "1 chip"),
            (0.0, Count("chips"), "0 chips"),
            (3.71e24, Flop, "3.71 × 10²⁴ FLOP"),
            (1e25, Flop, "1 × 10²⁵ FLOP"),
            (1e-7, Flop, "1 × 10⁻⁷ FLOP"),
            (6.0, Flop, "6 FLOP"),
            (989.5e12, FlopPerSecond, "989.5 TFLOP/s"),
            (1.979e15, FlopPerSecond, "1.979 PFLOP/s"),
            (1.0, FlopPerSecond, "1 FLOP/s"),
            (1e12, FlopPerSecond, "1 TFLOP/s"),
            (0.0, FlopPerSecond, "0 FLOP/s"),
            (1e30, FlopPerSecond, "1 × 10³⁰ FLOP/s"),
            (250.4e9, FlopPerToken, "250.4 GFLOP/token"),
            (250_412_345_678.0, FlopPerToken, "250 GFLOP/token"),
            (53.1, Days, "53.1 days"),
            (53.123, Days, "53.1 days"),
            (1.0, Days, "1 day"),
            (1234.0, Days, "1,234 days"),
            (21.588e6, KilowattHours, "21.6 GWh"),
            (47e3, KilowattHours, "47 MWh"),
            (0.0, KilowattHours, "0 Wh"),
            (3.4e6, Watts, "3.4 MW"),
            (8.93e6, Tonnes, "8,930 t"),
            (164.0, Tonnes, "0.164 t"),
            (0.0, Tonnes, "0 t"),
            (0.391, Fraction, "39.1%"),
            (0.39123, Fraction, "39.1%"),
            (0.41, Fraction, "41%"),
            (5.45, Fraction, "545%"),
            (12.345, Fraction, "1,230%"),
            (0.0, Fraction, "0%"),
            (4.2, Seconds, "4.2 s"),
            (0.0123, Seconds, "12.3 ms"),
            (4.5e-6, Seconds, "4.5 µs"),
            (0.0, Seconds, "0 s"),
            (5400.0, Seconds, "5,400 s"),
            (80e9, Bytes, "80 GB"),
            (1.5e12, Bytes, "1.5 TB"),
            (0.0, Bytes, "0 B"),
            (450e9, BytesPerSecond, "450 GB/s"),
            (2024.0, Year, "2024"),
            (2024.96, Year, "2024"),
            (1e9, Year, "out of range"),
            (6.0, Plain, "6"),
            (-1234.0, Plain, "−1,234"),
            (-123.0, Plain, "−123"),
            (19.1, Rounded, "19"),
            (1.0432, Rounded, "1"),
            (1234.0, Rounded, "1,200"),
            (1.94321, Loss, "1.943"),
            (f64::NAN, Plain, "out of range"),
            (f64::INFINITY, Usd, "out of range"),
        ];
        for (value, style, text) in table {
            assert_eq!(point(value, style), text, "{value} {style:?}");
        }
    }

    #[test]
    fn ranges_name_their_unit_once() {
        use Style::*;
        let table = [
            (Interval::between(24e6, 230e6), Usd, "$24M – $230M"),
            (Interval::around(24e6, 75e6, 230e6), Usd, "$75M ($24M – $230M)"),
            (Interval::exact(5.576e6), Usd, "$5.576M"),
            (Interval::between(5e6, 5e6), Usd, "$5M"),
            (Interval::between(2.0, 4.0), UsdPerHour, "$2 – $4/h"),
            (Interval::between(1.5e12, 3e12), Count("tokens"), "1.5T – 3T tokens"),
            (Interval::around(40.0, 53.1, 70.0), Days, "53.1 days (40 – 70 days)"),
            (Interval::between(0.5, 1.0), Days, "0.5 – 1 days"),
            (Interval::between(3e14, 1e15), FlopPerSecond, "300 TFLOP/s – 1 PFLOP/s"),
            (Interval::between(2e24, 3e25), Flop, "2 × 10²⁴ – 3 × 10²⁵ FLOP"),
            (Interval::between(0.16, 0.48), Fraction, "16% – 48%"),
            (Interval::between(2023.0, 2024.0), Year, "2023 – 2024"),
            (Interval::between(1.00001e6, 1.00002e6), Usd, "$1M"),
            (Interval::between(1.0, f64::INFINITY), Usd, "out of range"),
            (Interval::around(1.0, f64::NAN, 2.0), Usd, "out of range"),
        ];
        for (interval, style, text) in table {
            assert_eq!(exact_or_range(interval, style), text);
        }
        let parts = main_and_range(Interval::around(24e6, 75e6, 230e6), Usd);
        assert_eq!(parts, ("$75M".to_owned(), Some("$24M – $230M".to_owned())));
    }

    #[cfg(not(target_arch = "wasm32"))]
    mod properties {
        use proptest::prelude::*;

        use super::*;

        const STYLES: [Style; 14] = [
            Style::Usd,
            Style::UsdPerHour,
            Style::Count("tokens"),
            Style::Flop,
            Style::FlopPerSecond,
            Style::FlopPerToken,
            Style::Days,
            Style::Seconds,
            Style::Bytes,
            Style::BytesPerSecond,
            Style::Fraction,
            Style::Year,
            Style::Plain,
            Style::Rounded,
        ];

        /// What a text of [`Style::Usd`] says.
        fn said(text: &str) -> f64 {
            let plain: String = text
                .replace(" × 10", "e")
                .chars()
                .filter_map(|c| match c {
                    '$' => None,
                    '⁻' => Some('-'),
                    c => {
                        Some("⁰¹²³⁴⁵⁶⁷⁸⁹".chars().zip('0'..='9').find(|(up, _)| *up == c).map_or(c, |(_, digit)| digit))
                    }
                })
                .collect();
            crate::number::parse(&plain).unwrap_or_else(|fault| panic!("{text}: {fault}")).low()
        }

        proptest! {
            #[test]
            fn every_figure_has_a_short_text_without_nan_or_inf(bits: u64, other: u64, style in 0..STYLES.len()) {
                let (value, other) = (f64::from_bits(bits), f64::from_bits(other));
                for text in [
                    point(value, STYLES[style]),
                    exact_or_range(Interval::between(value, other), STYLES[style]),
                    exact_or_range(Interval::around(value, other, value), STYLES[style]),
                ] {
                    prop_assert!(!text.is_empty() && text.chars().count() < 90, "{}", text);
                    prop_assert!(!text.contains("NaN") && !text.contains("inf"), "{}", text);
                }
            }

            #[test]
            fn what_is_said_lies_within_half_a_percent(exponent in -300.0..300.0_f64) {
                let value = libm::exp10(exponent);
                let said = said(&point(value, Style::Usd));
                prop_assert!((said / value - 1.0).abs() <= 0.005, "{} {}", value, said);
            }

            #[test]
            fn more_never_reads_as_less(exponent in -20.0..20.0_f64, more in 1.005..10.0_f64) {
                let value = libm::exp10(exponent);
                let (less, more) = (said(&point(value, Style::Usd)), said(&point(value * more, Style::Usd)));
                prop_assert!(less <= more, "{} {}", less, more);
            }
        }
    }
}
