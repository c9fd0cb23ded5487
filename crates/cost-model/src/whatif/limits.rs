//! How far a field may go until a limit is met.

use super::asked::{Asked, Axis, bounds};
use crate::field::Field;
use crate::interval::Interval;
use crate::number;
use crate::report::{Report, Tone};
use crate::text;
use crate::uncertainty::{Cap, End, Solution, last_digit, solve};

pub(super) fn blocks(report: &mut Report, asked: &Asked) {
    let caps = asked.caps();
    let field = asked.chosen_field(Field::SolveFor).or_else(|| asked.x().ok().map(|axis| axis.field));
    let Some(field) = field else { return };
    report.heading("How far may it go?");
    if caps.is_empty() {
        return report.text(
            Tone::Note,
            format!(
                "Enter a limit on cost, time, energy or power, and a field: this says how far {} may go until the limit is met.",
                quoted(field)
            ),
        );
    }
    match solution(asked, field, &caps) {
        Ok(found) => said(report, field, &caps, found),
        Err(why) => report.text(Tone::Warning, format!("{why}.")),
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
        return Err(format!("{} is not known, so that its limit says nothing: {why}", cap.measure.name()));
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
    let limits = limits.join(", ");
    let name = quoted(field);
    match found {
        Solution::NoEffect => report.text(
            Tone::Warning,
            format!("{name} changes none of this ({limits}): no value of it is any better than another."),
        ),
        Solution::None { at, cap, result } => report.text(
            Tone::Warning,
            format!(
                "No value of {name} keeps to this ({limits}). {} stops it: even at {} it is {}.",
                cap.measure.name(),
                text(at),
                text::point(result, cap.measure.style())
            ),
        ),
        Solution::Between { low, high } => {
            let sentence = match (low.1, high.1) {
                (End::Bound, End::Bound) => format!("Every value that {name} may have keeps to this ({limits})."),
                (End::Bound, end) => {
                    format!("{name} may be at most {}. {}", text(high.0), ended(high.0, true, end, &text))
                }
                (end, End::Bound) => {
                    format!("{name} must be at least {}. {}", text(low.0), ended(low.0, false, end, &text))
                }
                (from, to) => format!(
                    "{name} must lie between {} and {}. {} {}",
                    text(low.0),
                    text(high.0),
                    ended(low.0, false, from, &text),
                    ended(high.0, true, to, &text)
                ),
            };
            report.text(Tone::Plain, sentence);
            if let Some(value) = [high, low].iter().find(|(_, end)| *end != End::Bound).map(|(value, _)| *value) {
                let typed = number::to_text(Interval::exact(value));
                report.offer(format!("Enter {} there", text(value)), vec![(field, typed)]);
            }
        }
    }
}

/// Why it goes no further: what the next value with as many digits does.
fn ended(value: f64, is_top: bool, end: End, text: &impl Fn(f64) -> String) -> String {
    let next = if is_top { value + last_digit(value) } else { value - last_digit(value) };
    match end {
        End::Cap(cap) => format!("At {} {} is above {}.", text(next), cap.measure.name().to_lowercase(), cap_text(cap)),
        End::Bound => String::new(),
        End::Impossible => format!("At {} more than all of the peak rate would be needed.", text(next)),
    }
}

fn written(cap: Cap) -> String {
    format!("{} at most {}", cap.measure.name().to_lowercase(), cap_text(cap))
}

fn cap_text(cap: Cap) -> String {
    text::point(cap.most, cap.measure.style())
}

fn quoted(field: Field) -> String {
    format!("“{}”", field.spec().label_alone())
}
