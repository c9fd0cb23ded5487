//! Solving for one field: how far it may go until a limit on a result is met.

use super::measure::Measure;
use super::program::Program;
use crate::decimal::Decimal;
use crate::scale::along;

/// The most that a result may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cap {
    /// The result.
    pub measure: Measure,
    /// The most that is allowed, in its base unit.
    pub most: f64,
}

/// What ends the values that keep to all caps on one side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum End {
    /// The next value with as many digits is above this cap.
    Cap(Cap),
    /// The field's own bound.
    Bound,
    /// Beyond it something is asked that cannot be, as more than all of the peak rate.
    Impossible,
}

/// The values of a field that keep to all caps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Solution {
    /// All from one end to another.
    Between {
        /// The least that keeps to the caps, and what ends it.
        low: (f64, End),
        /// The most that keeps to the caps, and what ends it.
        high: (f64, End),
    },
    /// None: the value that comes closest, the cap that it breaks most, and the result there.
    None {
        /// The value.
        at: f64,
        /// The cap.
        cap: Cap,
        /// The result.
        result: f64,
    },
    /// No result that is capped depends on the field.
    NoEffect,
}

/// Significant digits of a solution, as many as a figure shows.
pub const DIGITS: usize = 4;

/// In so many steps the bounds are looked over.
const STEPS: usize = 512;

/// How often an interval is halved: more halves than an `f64` has bits make no difference.
const HALVINGS: usize = 200;

struct Problem<'a> {
    program: &'a Program,
    slot: usize,
    caps: &'a [Cap],
    values: Vec<f64>,
    memory: Vec<f64>,
}

impl Problem<'_> {
    /// The result over its cap, the largest of all caps; nothing where it cannot be.
    fn excess(&mut self, value: f64) -> Option<(f64, Cap, f64)> {
        if let Some(place) = self.values.get_mut(self.slot) {
            *place = value;
        }
        self.program.run(&self.values, &mut self.memory);
        if !self.program.is_possible(&self.memory) {
            return None;
        }
        let mut worst: Option<(f64, Cap, f64)> = None;
        for cap in self.caps {
            let result = self.program.result(cap.measure, &self.memory).filter(|result| result.is_finite())?;
            let excess = result / cap.most;
            if worst.is_none_or(|(other, ..)| excess > other) {
                worst = Some((excess, *cap, result));
            }
        }
        worst
    }

    fn keeps(&mut self, value: f64) -> bool {
        self.excess(value).is_some_and(|(excess, ..)| excess <= 1.0)
    }

    /// The last value from one that keeps to the caps towards one that does not, to [`DIGITS`] digits.
    fn edge(&mut self, mut keeps: f64, mut breaks: f64) -> f64 {
        for _ in 0..HALVINGS {
            let middle = along(keeps, breaks, 0.5, keeps > 0.0 && breaks > 0.0);
            if middle == keeps || middle == breaks {
                break;
            }
            if self.keeps(middle) { keeps = middle } else { breaks = middle }
        }
        self.rounded(keeps, breaks > keeps)
    }

    /// Rounded towards the side that keeps to the caps.
    fn rounded(&mut self, value: f64, is_top: bool) -> f64 {
        let near = Decimal::rounded(value, DIGITS).value();
        let step = last_digit(near);
        let candidates = if is_top { [near + step, near, near - step] } else { [near - step, near, near + step] };
        let found = candidates.map(|candidate| Decimal::rounded(candidate, DIGITS).value());
        found.into_iter().find(|candidate| *candidate > 0.0 && self.keeps(*candidate)).unwrap_or(value)
    }

    fn end(&mut self, beyond: f64) -> End {
        self.excess(beyond).map_or(End::Impossible, |(_, cap, _)| End::Cap(cap))
    }
}

/// Solves for one input, every other at the value in `values`, between the bounds of its field. Where several stretches
/// keep to the caps, the one nearest to `values[slot]` is taken.
#[must_use]
pub fn solve(program: &Program, slot: usize, values: Vec<f64>, bounds: (f64, f64), caps: &[Cap]) -> Solution {
    let present = values.get(slot).copied().unwrap_or(bounds.0);
    let mut problem = Problem { program, slot, caps, values, memory: Vec::new() };
    let grid = grid(bounds, present);
    let found: Vec<Option<(f64, Cap, f64)>> = grid.iter().map(|value| problem.excess(*value)).collect();
    let mut results = found.iter().flatten().map(|(excess, ..)| *excess);
    if let Some(first) = results.next()
        && found.iter().all(Option::is_some)
        && results.all(|other| other == first)
    {
        return Solution::NoEffect;
    }
    let keeps = found.iter().map(|found| found.is_some_and(|(excess, ..)| excess <= 1.0));
    let tried: Vec<(f64, bool)> = grid.iter().copied().zip(keeps).collect();
    let Some((place, inside)) = nearest(&tried, present) else { return none(&grid, &found) };
    let low = match stretch(inside, tried.iter().take(place).rev()) {
        (first, None) => (first, End::Bound),
        (first, Some(breaks)) => {
            let edge = problem.edge(first, breaks);
            (edge, problem.end(edge - last_digit(edge)))
        }
    };
    let high = match stretch(inside, tried.iter().skip(place)) {
        (last, None) => (last, End::Bound),
        (last, Some(breaks)) => {
            let edge = problem.edge(last, breaks);
            (edge, problem.end(edge + last_digit(edge)))
        }
    };
    Solution::Between { low, high }
}

/// One step of the last digit that a figure of that size shows.
#[must_use]
pub fn last_digit(value: f64) -> f64 {
    if value == 0.0 {
        return 0.0;
    }
    libm::pow(10.0, libm::floor(libm::log10(value.abs())) - (DIGITS as f64 - 1.0))
}

/// Values from bound to bound, with the present one among them.
fn grid((min, max): (f64, f64), present: f64) -> Vec<f64> {
    // A bound of zero has no place on a scale of ratios: the values go down to a billionth of the other.
    let least = if min > 0.0 { min } else { max * 1e-9 };
    let mut grid: Vec<f64> = (0..=STEPS).map(|step| along(least, max, step as f64 / STEPS as f64, true)).collect();
    if min <= 0.0 {
        grid.insert(0, min);
    }
    if present > min && present < max && !grid.contains(&present) {
        let place = grid.partition_point(|value| *value < present);
        grid.insert(place, present);
    }
    grid
}

/// The value that keeps to the caps and is nearest to the present one, with its place.
fn nearest(tried: &[(f64, bool)], present: f64) -> Option<(usize, f64)> {
    let distance = |value: f64| (libm::log(value.max(1e-300)) - libm::log(present.max(1e-300))).abs();
    let keeping = tried.iter().enumerate().filter(|(_, (_, keeps))| *keeps).map(|(place, (value, _))| (place, *value));
    keeping.min_by(|(_, a), (_, b)| distance(*a).total_cmp(&distance(*b)))
}

/// From a value on that keeps to the caps: the last that does before one does not, and that one.
fn stretch<'a>(from: f64, values: impl Iterator<Item = &'a (f64, bool)>) -> (f64, Option<f64>) {
    let mut last = from;
    for (value, keeps) in values {
        if !keeps {
            return (last, Some(*value));
        }
        last = *value;
    }
    (last, None)
}

fn none(grid: &[f64], found: &[Option<(f64, Cap, f64)>]) -> Solution {
    let known = grid.iter().zip(found).filter_map(|(value, found)| found.map(|found| (*value, found)));
    match known.min_by(|(_, a), (_, b)| a.0.total_cmp(&b.0)) {
        Some((at, (_, cap, result))) => Solution::None { at, cap, result },
        None => Solution::NoEffect,
    }
}
