//! Draws of a program's inputs: even over all of them, and together where inputs move together.

use super::distribution::Quantile;
use super::normal;
use super::program::{Program, Slot};
use super::sobol::Sobol;
use crate::field::Field;

/// How inputs are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// How many draws.
    pub draws: u32,
    /// Which of the many even sets of points.
    pub seed: u32,
    /// What moves together.
    pub correlations: Correlations,
}

impl Settings {
    /// As many draws as an answer while typing takes.
    pub const DRAWS: u32 = 4096;

    /// The seed where none is entered.
    pub const SEED: u32 = 1;
}

/// How far inputs of one kind move together, from 0 for not at all to 1 for all the same way: the correlation of the normal
/// variables behind them (a Gaussian copula).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Correlations {
    /// Prices of the same market: rent of chips for training and for serving, servers, storage.
    pub prices: f64,
    /// Chip-hours of a run's stages.
    pub hours: f64,
}

/// Fields that move together, and how far.
type Kind = (&'static [Field], fn(&Correlations) -> f64);

const KINDS: [Kind; 2] = [
    (
        &[Field::UsdPerGpuHour, Field::ServingUsdPerGpuHour, Field::ServerUsdPerChip, Field::CacheUsdPerGbMonth],
        |correlations| correlations.prices,
    ),
    (
        &[Field::BaseModelHours, Field::PretrainingHours, Field::ContextExtensionHours, Field::PosttrainingHours],
        |correlations| correlations.hours,
    ),
];

/// Inputs that move together.
#[derive(Clone, Debug)]
struct Together {
    /// Their places, at least two.
    places: Vec<usize>,
    /// The coordinate that they share.
    common: usize,
    /// How far they do, above 0 and at most 1.
    correlation: f64,
}

/// Draws the inputs of a program.
#[derive(Clone, Debug)]
pub struct Sampler<'a> {
    slots: &'a [Slot],
    /// How each input is drawn.
    quantiles: Vec<Quantile>,
    together: Vec<Together>,
}

impl<'a> Sampler<'a> {
    /// Draws for a program.
    #[must_use]
    pub fn of(program: &'a Program, correlations: Correlations) -> Self {
        let slots = program.slots();
        let mut together = Vec::new();
        for (fields, correlation) in KINDS {
            let is_one = |place: &usize| slots.get(*place).is_some_and(|slot| fields.contains(&slot.field));
            let places: Vec<usize> = (0..slots.len()).filter(is_one).collect();
            let correlation = correlation(&correlations).min(1.0);
            if places.len() > 1 && correlation > 0.0 {
                together.push(Together { places, common: slots.len().saturating_add(together.len()), correlation });
            }
        }
        let quantiles = slots.iter().map(|slot| Quantile::of(slot.spread)).collect();
        Self { slots, quantiles, together }
    }

    /// Coordinates of a point from which one draw is made.
    #[must_use]
    pub fn dimensions(&self) -> usize {
        self.slots.len().saturating_add(self.together.len())
    }

    /// What varies by itself: each input, or all that move together, as places of a point's coordinates.
    #[must_use]
    pub fn factors(&self) -> Vec<Vec<usize>> {
        let is_alone = |place: &usize| self.group(*place).is_none();
        let alone = (0..self.slots.len()).filter(is_alone).map(|place| vec![place]);
        let groups = self.together.iter().map(|group| {
            let mut all = group.places.clone();
            all.push(group.common);
            all
        });
        alone.chain(groups).collect()
    }

    fn group(&self, place: usize) -> Option<&Together> {
        self.together.iter().find(|group| group.places.contains(&place))
    }

    /// The places of the inputs that are not known exactly.
    pub fn varying(&self) -> impl Iterator<Item = usize> {
        let is_spread = |slot: &Slot| slot.spread.quantile(0.0) != slot.spread.quantile(1.0);
        self.slots.iter().enumerate().filter(move |(_, slot)| is_spread(slot)).map(|(place, _)| place)
    }

    /// The inputs of a factor; see [`Sampler::factors`].
    pub fn inputs(&self, factor: &[usize]) -> impl Iterator<Item = &'a Slot> {
        factor.iter().filter_map(|place| self.slots.get(*place))
    }

    /// The values of all inputs at a point.
    pub fn draw(&self, point: &[f64], values: &mut Vec<f64>) {
        values.clear();
        values.extend(self.quantiles.iter().zip(point).map(|(quantile, own)| quantile.at(*own)));
        for group in &self.together {
            for place in &group.places {
                let places = self.quantiles.get(*place).zip(values.get_mut(*place)).zip(point.get(*place));
                if let Some(((quantile, value), own)) = places {
                    *value = quantile.at(joined(group, *own, point));
                }
            }
        }
    }

    /// The points of a seed.
    #[must_use]
    pub fn points(&self, seed: u32) -> Sobol {
        Sobol::new(self.dimensions(), seed)
    }
}

/// The place of an input from its own coordinate and the one that it shares.
fn joined(group: &Together, own: f64, point: &[f64]) -> f64 {
    let common = point.get(group.common).copied().unwrap_or(0.5);
    if group.correlation >= 1.0 {
        return common;
    }
    let (shared, alone) = (libm::sqrt(group.correlation), libm::sqrt(1.0 - group.correlation));
    normal::cumulative(shared * normal::quantile(common) + alone * normal::quantile(own))
}
