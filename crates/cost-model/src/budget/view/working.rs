//! How the figures of one model were found: equations with its values put in.

use super::{count, point};
use crate::budget::laws::{Form, Law, Loss};
use crate::budget::run::{Machine, Size};
use crate::interval::Interval;
use crate::number;
use crate::text::Style;

/// The compute of so many chip-hours at a utilisation.
pub(super) fn compute(hours: f64, machine: &Machine, mfu: f64, flop: f64) -> String {
    format!(
        "C = H × P × MFU × 3600 s = {} × {} × {} × 3600 s = {}",
        point(hours, Style::Count("h")),
        point(machine.peak(), Style::FlopPerSecond),
        point(mfu, Style::Fraction),
        point(flop, Style::Flop)
    )
}

/// The tokens on which a model takes its compute, and how many there are for each parameter.
pub(super) fn tokens(size: Size, flop: f64) -> String {
    let (params, tokens) = (count(size.params), count(size.tokens));
    let flop = point(flop, Style::Flop);
    format!(
        "D = C ÷ 6 ÷ N = {flop} ÷ 6 ÷ {params} = {tokens}, D ÷ N = {tokens} ÷ {params} = {}",
        point(size.ratio(), Style::Rounded)
    )
}

/// The loss of a model by a law that predicts one.
pub(super) fn loss(of: &Loss, size: Size) -> String {
    format!(
        "L = E + A ÷ N^α + B ÷ D^β = {} + {} ÷ {}^{} + {} ÷ {}^{} = {}",
        digits(of.e),
        digits(of.a),
        count(size.params),
        digits(of.alpha),
        digits(of.b),
        count(size.tokens),
        digits(of.beta),
        point(of.of(size), Style::Loss)
    )
}

/// The size that a law finds best for an amount of compute; nothing for a law that does not say.
pub(super) fn params(law: &Law, flop: f64) -> Option<String> {
    let params = count(law.optimum(flop)?.params);
    let compute = point(flop, Style::Flop);
    match law.form {
        Form::Loss(loss) => Some(format!(
            "N = G · (C ÷ 6)^(β ÷ (α + β)) = {} · ({compute} ÷ 6)^({} ÷ ({} + {})) = {params}",
            count(loss.g()),
            digits(loss.beta),
            digits(loss.alpha),
            digits(loss.beta)
        )),
        Form::Allocation(allocation) => {
            let [m, exponent, ..] = allocation.coefficients().map(digits);
            Some(format!("N = m · C^μ ÷ 6 = {m} · ({compute})^{exponent} ÷ 6 = {params}"))
        }
        Form::Leverage(_) => None,
    }
}

/// A coefficient as it was published.
pub(super) fn digits(value: f64) -> String {
    number::to_text(Interval::exact(value))
}
