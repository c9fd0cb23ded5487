//! A result over one field or two.

use super::measure::Measure;
use super::program::Program;
use super::sampler::{Sampler, Settings};
use crate::order;
use crate::scale::along;

/// A field that is swept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sweep {
    /// Its place among the program's inputs.
    pub slot: usize,
    /// Where it begins.
    pub low: f64,
    /// Where it ends, above `low`.
    pub high: f64,
    /// Whether equal distances are equal ratios.
    pub is_log: bool,
}

impl Sweep {
    /// So many values, evenly from end to end.
    #[must_use]
    pub fn values(&self, count: usize) -> Vec<f64> {
        let last = count.saturating_sub(1).max(1) as f64;
        let value = |place: usize| along(self.low, self.high, place as f64 / last, self.is_log);
        (0..count).map(value).collect()
    }
}

/// What a result is at one value of a field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct At {
    /// The value of the field.
    pub x: f64,
    /// The 5th percentile, the median and the 95th of the result over all other inputs; nothing where it cannot be.
    pub result: Option<[f64; 3]>,
}

/// A result along a field, with what the other inputs' spread makes of it; each value of the field sees the same draws.
#[must_use]
pub fn line(program: &Program, measure: Measure, sweep: Sweep, count: usize, settings: Settings) -> Vec<At> {
    let sampler = Sampler::of(program, settings.correlations);
    let draws = others(&sampler, sweep.slot, settings);
    let mut memory = Vec::new();
    let mut at = |x: f64| {
        let mut results: Vec<f64> = Vec::with_capacity(draws.len());
        for draw in &draws {
            let mut values = draw.clone();
            if let Some(value) = values.get_mut(sweep.slot) {
                *value = x;
            }
            results.extend(program.value(measure, &values, &mut memory));
        }
        results.sort_unstable_by(f64::total_cmp);
        let quantile = |part| order::quantile(&results, part);
        // Where half of the draws or more cannot be, a median of the rest would say little.
        let is_known = results.len() > draws.len() / 2;
        let found = || Some([quantile(0.05)?, quantile(0.5)?, quantile(0.95)?]);
        At { x, result: if is_known { found() } else { None } }
    };
    sweep.values(count).into_iter().map(&mut at).collect()
}

/// Draws of all inputs; a single one where only the swept field varies.
fn others(sampler: &Sampler, swept: usize, settings: Settings) -> Vec<Vec<f64>> {
    let varies = sampler.varying().any(|place| place != swept);
    let count = if varies { settings.draws } else { 1 };
    let points = sampler.points(settings.seed);
    let mut point = vec![0.5; sampler.dimensions()];
    let draw = |number: u32| {
        if count > 1 {
            points.point(number, &mut point);
        }
        let mut values = Vec::new();
        sampler.draw(&point, &mut values);
        values
    };
    (0..count).map(draw).collect()
}

/// A result over two fields, row by row from the lowest `y`, with every other input at the value in `values`; nothing where
/// it cannot be.
#[must_use]
pub fn grid(
    program: &Program,
    measure: Measure,
    (x, y): (Sweep, Sweep),
    (columns, rows): (usize, usize),
    mut values: Vec<f64>,
) -> Vec<Option<f64>> {
    let mut memory = Vec::new();
    let mut cells = Vec::with_capacity(columns.saturating_mul(rows));
    let across = x.values(columns);
    for height in y.values(rows) {
        if let Some(value) = values.get_mut(y.slot) {
            *value = height;
        }
        for width in &across {
            if let Some(value) = values.get_mut(x.slot) {
                *value = *width;
            }
            cells.push(program.value(measure, &values, &mut memory));
        }
    }
    cells
}
