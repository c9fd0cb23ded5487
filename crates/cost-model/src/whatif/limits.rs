//! How far a field may go until a limit is met.

use super::asked::{Asked, Axis, bounds};
use crate::field::Field;
use crate::interval::Interval;
use crate::number;
use crate::report::{Report, Tone};
use crate::text;
use crate::uncertainty::{Cap, End, Solution, last_digit, solve};
use crate::words::{whatif, whatif_limits as words};

pub(super) fn blocks(report: &mut Report, asked: &Asked) {
    let caps = asked.caps();
    let field = asked.chosen_field(Field::SolveFor).or_else(|| asked.x().ok().map(|axis| axis.field));
    let Some(field) = field else { return };
    report.heading(words::how_far());
    if caps.is_empty() {
        return report.text(Tone::Note, words::enter_limit(field.spec().label_alone()));
    }
    match solution(asked, field, &caps) {
        Ok(found) => said(report, field, &caps, found),
        Err(why) => report.text(Tone::Warning, whatif::sentence(&why)),
    }
}

/// The values of a field that keep to the caps, with every other input at its median.
fn solution(asked: &Asked, field: Field, caps: &[Cap]) -> Result<Solution, String> {
    let (min, max) = bounds(field);
    let measures: Vec<_> = caps.iter().map(|cap| cap.measure).collect();
    let present = asked.present(field).filter(|present| *present > min && *present < max);
    // The middle of what is tried must be a usual value: at a field's bounds little can be.
    let (low, high) = present.map_or((min, max), |present| (0.7 * present, (1.3 * present).min(max)));
    let program = asked.varied(&[Axis { field, low, high, is_log: false }], &measures)?;
    if let Some(cap) = caps.iter().find(|cap| program.why_unknown(cap.measure).is_some()) {
        let why = program.why_unknown(cap.measure).unwrap_or_default();
        return Err(words::limit_of_unknown(cap.measure.name(), why));
    }
    let Some(slot) = program.slot(field) else { return Ok(Solution::NoEffect) };
    let mut values = program.at(0.5);
    if let (Some(value), Some(present)) = (values.get_mut(slot), present) {
        *value = present;
    }
    Ok(solve(&program, slot, values, (min, max), caps))
}

fn said(report: &mut Report, field: Field, caps: &[Cap], found: Solution) {
    let text = |value: f64| text::point(value, field.spec().style);
    let limits: Vec<String> = caps.iter().map(|cap| written(*cap)).collect();
    let limits = limits.join(whatif::separator());
    let name = field.spec().label_alone();
    match found {
        Solution::NoEffect => report.text(Tone::Warning, words::no_effect(name, &limits)),
        Solution::None { at, cap, result } => {
            let result = text::point(result, cap.measure.style());
            report.text(Tone::Warning, words::no_value(name, &limits, cap.measure.name(), &text(at), &result));
        }
        Solution::Between { low, high } => {
            let sentence = match (low.1, high.1) {
                (End::Bound, End::Bound) => words::every_value(name, &limits),
                (End::Bound, end) => words::at_most(name, &text(high.0), &ended(high.0, true, end, &text)),
                (end, End::Bound) => words::at_least(name, &text(low.0), &ended(low.0, false, end, &text)),
                (from, to) => words::between(
                    name,
                    &text(low.0),
                    &text(high.0),
                    &ended(low.0, false, from, &text),
                    &ended(high.0, true, to, &text),
                ),
            };
            report.text(Tone::Plain, sentence);
            if let Some(value) = [high, low].iter().find(|(_, end)| *end != End::Bound).map(|(value, _)| *value) {
                let typed = number::to_text(Interval::exact(value));
                report.offer(words::enter(&text(value)), vec![(field, typed)]);
            }
        }
    }
}

/// Why it goes no further: what the next value with as many digits does.
fn ended(value: f64, is_top: bool, end: End, text: &impl Fn(f64) -> String) -> String {
    let next = if is_top { value + last_digit(value) } else { value - last_digit(value) };
    match end {
        End::Cap(cap) => words::above(&text(next), &text::in_sentence(cap.measure.name()), &cap_text(cap)),
        End::Bound => String::new(),
        End::Impossible => words::impossible(&text(next)),
    }
}

fn written(cap: Cap) -> String {
    words::limit(&text::in_sentence(cap.measure.name()), &cap_text(cap))
}

fn cap_text(cap: Cap) -> String {
    text::point(cap.most, cap.measure.style())
}
