//! A result drawn many times.

use super::measure::Measure;
use super::program::Program;
use super::sampler::{Sampler, Settings};
use crate::order::quantile;

/// The draws of one result, in ascending order.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    sorted: Vec<f64>,
    /// How many draws were asked for; more than are here when some cannot be.
    pub asked: u32,
}

/// After so many draws it is said how far it is: of the slowest results that is seven times a second.
const PIECE: u32 = 1 << 8;

impl Sample {
    /// Draws a result. `progress` is told the draws done and all of them.
    pub fn of(program: &Program, measure: Measure, settings: Settings, progress: &mut dyn FnMut(u32, u32)) -> Self {
        let sampler = Sampler::of(program, settings.correlations);
        let mut points = sampler.points(settings.seed).walk();
        let mut point = vec![0.0; sampler.dimensions()];
        let (mut values, mut memory) = (Vec::new(), Vec::new());
        let mut sorted = Vec::with_capacity(settings.draws as usize);
        for number in 0..settings.draws {
            if number % PIECE == 0 {
                progress(number, settings.draws);
            }
            points.next(&mut point);
            sampler.draw(&point, &mut values);
            sorted.extend(program.value(measure, &values, &mut memory));
        }
        radsort::sort(&mut sorted);
        Self { sorted, asked: settings.draws }
    }

    /// How many draws there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.sorted.len()
    }

    /// The part of the draws that cannot be, as they would need more than all of the peak rate.
    #[must_use]
    pub fn impossible(&self) -> f64 {
        1.0 - self.sorted.len() as f64 / f64::from(self.asked.max(1))
    }

    /// The value below which a part of the draws lies; nothing without draws.
    #[must_use]
    pub fn quantile(&self, part: f64) -> Option<f64> {
        quantile(&self.sorted, part)
    }

    /// The mean of the draws; nothing without any.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        let count = self.sorted.len();
        (count > 0).then(|| self.sorted.iter().sum::<f64>() / count as f64)
    }

    /// The part of the draws that are at most a value.
    #[must_use]
    pub fn below(&self, value: f64) -> f64 {
        self.sorted.partition_point(|draw| *draw <= value) as f64 / self.sorted.len().max(1) as f64
    }

    /// Whether all draws are the same.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.sorted.first() == self.sorted.last()
    }

    /// The density between the draws' half percentiles, at evenly spaced places on a linear or logarithmic axis; the
    /// highest is 1. Draws are smoothed by a Gaussian kernel of Silverman's width.
    #[must_use]
    pub fn density(&self, is_log: bool) -> Vec<(f64, f64)> {
        const PLACES: usize = 96;
        let (Some(low), Some(high)) = (self.quantile(0.005), self.quantile(0.995)) else { return Vec::new() };
        let scaled = |value: f64| if is_log { libm::log(value) } else { value };
        let (from, to) = (scaled(low), scaled(high));
        if to <= from || !(to - from).is_finite() {
            return Vec::new();
        }
        let step = (to - from) / (PLACES - 1) as f64;
        let mut counts = [0.0; PLACES];
        for draw in &self.sorted {
            let place = (scaled(*draw) - from) / step + 0.5;
            if let Some(count) = (place >= 0.0).then(|| counts.get_mut(place as usize)).flatten() {
                *count += 1.0;
            }
        }
        let width = self.silverman(&scaled).max(0.5 * step);
        let kernel = |distance: usize| {
            let z = distance as f64 * step / width;
            libm::exp(-0.5 * z * z)
        };
        let kernel: Vec<f64> = (0..PLACES).map(kernel).collect();
        // Beyond the ends there are next to no draws: the kernel is taken relative to what of it lies within.
        let smooth = |place: usize| {
            let (mut sum, mut weight) = (0.0, 0.0);
            for (other, count) in counts.iter().enumerate() {
                let near = kernel.get(place.abs_diff(other)).copied().unwrap_or_default();
                sum += near * count;
                weight += near;
            }
            sum / weight
        };
        let heights: Vec<f64> = (0..PLACES).map(smooth).collect();
        let highest = heights.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
        let value = |place: usize| {
            let at = from + step * place as f64;
            if is_log { libm::exp(at) } else { at }
        };
        heights.iter().enumerate().map(|(place, height)| (value(place), height / highest)).collect()
    }

    /// Silverman's width of a kernel: 0.9 · min(σ, IQR/1.34) · n^(−1/5), with σ from the interquartile range alone.
    fn silverman(&self, scaled: &impl Fn(f64) -> f64) -> f64 {
        let quartile = |part| self.quantile(part).map_or(0.0, scaled);
        let range = quartile(0.75) - quartile(0.25);
        0.9 * range / 1.34 * libm::pow(self.sorted.len().max(1) as f64, -0.2)
    }
}
