//! What of a result's spread comes from which input: one at a time, and as shares of its variance.

use super::measure::Measure;
use super::program::Program;
use super::sampler::{Sampler, Settings};
use super::sobol::Sobol;

/// How far a result moves when one input goes from its 5th to its 95th percentile and the others stay at their medians.
#[derive(Clone, Debug, PartialEq)]
pub struct Swing {
    /// The result at the input's 5th percentile.
    pub at_low: f64,
    /// The result at its 95th percentile.
    pub at_high: f64,
}

/// An input's part of a result's variance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// By itself: what would go away on average if it were known.
    pub first: f64,
    /// With all that it does together with others: what would remain if all others were known.
    pub total: f64,
}

/// Result and inputs as a function of a point in the unit cube; nothing where it cannot be.
type Model<'a> = dyn FnMut(&[f64]) -> Option<f64> + 'a;

/// The swing of each factor, in the order of [`Sampler::factors`].
#[must_use]
pub fn swings(program: &Program, measure: Measure, sampler: &Sampler) -> Vec<Option<Swing>> {
    let mut memory = Vec::new();
    let mut at = |factor: &[usize], part: f64| {
        let mut values = program.at(0.5);
        for place in factor {
            if let (Some(value), Some(slot)) = (values.get_mut(*place), program.slots().get(*place)) {
                *value = slot.spread.quantile(part);
            }
        }
        program.value(measure, &values, &mut memory)
    };
    let swing = |factor: &Vec<usize>| Some(Swing { at_low: at(factor, 0.05)?, at_high: at(factor, 0.95)? });
    sampler.factors().iter().map(swing).collect()
}

/// The shares of a program's factors in the variance of a result, in the order of [`Sampler::factors`]; nothing where the
/// result does not vary. `settings.draws` points are taken, for each factor and twice more.
#[must_use]
pub fn shares(program: &Program, measure: Measure, settings: Settings) -> Option<Vec<Share>> {
    let sampler = Sampler::of(program, settings.correlations);
    let (mut values, mut memory) = (Vec::new(), Vec::new());
    let mut model = |point: &[f64]| {
        sampler.draw(point, &mut values);
        program.value(measure, &values, &mut memory)
    };
    variance_shares(sampler.dimensions(), &sampler.factors(), settings.draws, settings.seed, &mut model)
}

/// Shares of the variance of a function on the unit cube, for groups of its coordinates.
///
/// Two sets of points A and B are the halves of one even set of twice the dimensions; AB is A with a group's coordinates
/// from B. First order: mean of f(B)·(f(AB) − f(A)), Saltelli et al. 2010 (Comput. Phys. Commun. 181, 259–270); total:
/// half the mean of (f(A) − f(AB))², Jansen 1999. f is taken less its mean, which takes noise away and changes nothing else.
pub fn variance_shares(
    dimensions: usize,
    groups: &[Vec<usize>],
    points: u32,
    seed: u32,
    model: &mut Model,
) -> Option<Vec<Share>> {
    let mut both = vec![0.0; dimensions.saturating_mul(2)];
    let sobol = Sobol::new(both.len(), seed);
    let mut rows: Vec<(f64, f64, Vec<Option<f64>>)> = Vec::new();
    for number in 0..points {
        sobol.point(number, &mut both);
        let (a, b) = both.split_at(dimensions);
        let (Some(of_a), Some(of_b)) = (model(a), model(b)) else { continue };
        let mixed = groups.iter().map(|group| {
            let mut point = a.to_vec();
            for place in group {
                if let (Some(to), Some(from)) = (point.get_mut(*place), b.get(*place)) {
                    *to = *from;
                }
            }
            model(&point)
        });
        let mixed = mixed.collect();
        rows.push((of_a, of_b, mixed));
    }
    let count = rows.len() as f64;
    let mean = rows.iter().map(|(a, b, _)| a + b).sum::<f64>() / (2.0 * count);
    let square = |value: f64| (value - mean) * (value - mean);
    let variance = rows.iter().map(|(a, b, _)| square(*a) + square(*b)).sum::<f64>() / (2.0 * count);
    if variance.is_nan() || variance <= 1e-24 * mean * mean {
        return None;
    }
    let share = |group: usize| {
        let (mut first, mut total, mut used) = (0.0, 0.0, 0.0);
        for (a, b, mixed) in &rows {
            if let Some(mixed) = mixed.get(group).copied().flatten() {
                first += (b - mean) * (mixed - a);
                total += (a - mixed) * (a - mixed) / 2.0;
                used += 1.0;
            }
        }
        Share { first: first / used / variance, total: total / used / variance }
    };
    Some((0..groups.len()).map(share).collect())
}

#[cfg(test)]
mod tests {
    use core::f64::consts::PI;

    use super::*;

    /// Ishigami and Homma 1990: sin x₁ + a·sin² x₂ + b·x₃⁴·sin x₁ over (−π, π)³, whose shares are known in closed form.
    fn ishigami(point: &[f64]) -> Option<f64> {
        let [x1, x2, x3] = [0, 1, 2].map(|place| PI * (2.0 * point[place] - 1.0));
        let (sine, fourth) = (libm::sin(x1), x3 * x3 * x3 * x3);
        Some(sine + 7.0 * libm::sin(x2) * libm::sin(x2) + 0.1 * fourth * sine)
    }

    fn known() -> [Share; 3] {
        let (a, b) = (7.0, 0.1);
        let (pi4, pi8) = (PI * PI * PI * PI, PI * PI * PI * PI * PI * PI * PI * PI);
        let v1 = 0.5 * (1.0 + b * pi4 / 5.0) * (1.0 + b * pi4 / 5.0);
        let v2 = a * a / 8.0;
        let v13 = 8.0 * b * b * pi8 / 225.0;
        let v = v1 + v2 + v13;
        [
            Share { first: v1 / v, total: (v1 + v13) / v },
            Share { first: v2 / v, total: v2 / v },
            Share { first: 0.0, total: v13 / v },
        ]
    }

    #[test]
    fn ishigami_has_its_known_shares() {
        let groups = [vec![0], vec![1], vec![2]];
        for seed in [1, 2, 3] {
            let found = variance_shares(3, &groups, 1 << 13, seed, &mut ishigami).expect("it varies");
            for (found, known) in found.iter().zip(known()) {
                assert!((found.first - known.first).abs() < 0.01, "seed {seed}: {found:?} {known:?}");
                assert!((found.total - known.total).abs() < 0.01, "seed {seed}: {found:?} {known:?}");
            }
        }
        // 0.3139, 0.4424, 0; 0.5576, 0.4424, 0.2437
        assert!((known()[0].first - 0.3139).abs() < 1e-4 && (known()[2].total - 0.2437).abs() < 1e-4);
    }

    #[test]
    fn a_group_has_the_share_of_its_members_together() {
        let found = variance_shares(3, &[vec![0, 2], vec![1]], 1 << 13, 1, &mut ishigami).expect("it varies");
        let [one, two, three] = known();
        let together = one.first + (one.total - one.first) + three.first;
        assert!((found[0].first - together).abs() < 0.01, "{found:?}");
        assert!((found[0].first + found[1].first - 1.0).abs() < 0.02 && (found[1].total - two.total).abs() < 0.01);
    }

    #[test]
    fn what_does_not_vary_has_no_shares() {
        assert_eq!(variance_shares(2, &[vec![0]], 64, 1, &mut |_| Some(3.0)), None);
        assert_eq!(variance_shares(2, &[vec![0]], 64, 1, &mut |_| None), None);
    }
}
