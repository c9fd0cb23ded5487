//! List prices beside what the tokens cost to serve.

use super::cost::TokenCosts;
use super::deployment::{Served, WeightFormat};
use super::efficiency::ERROR;
use super::market::{Configured, ListPrice, Market, ServedModel, Tier};
use super::traffic::Traffic;
use crate::catalogue::{Accelerator, Architecture, Catalogue, Weights};
use crate::estimate::quotes;
use crate::interval::Interval;

/// Accelerators on which every open model is set beside its price: those with most quoted prices of the last years, on which
/// the roofline meets what was measured. (The MI300X is cheaper still by the roofline, but measured ones reached half of it.)
pub const CHIPS: [&str; 3] = ["nvidia-h100-sxm5-80gb", "nvidia-h200-sxm5-141gb", "nvidia-b200-sxm-180gb"];

/// Open models as which a closed one could be built, from the cheapest to the dearest to serve, by tier. Nothing public says
/// that any closed model is like these: they span what is known to work.
#[must_use]
pub const fn stand_ins(tier: Tier) -> &'static [&'static str] {
    match tier {
        Tier::Frontier => &["gpt-oss-120b", "deepseek-v3", "kimi-k2", "llama-3.1-405b"],
        Tier::Small => &["gpt-oss-20b", "gpt-oss-120b", "llama-3.1-70b"],
    }
}

/// The least that a million tokens of traffic cost on rented chips that are never idle, US dollars.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Floor {
    /// The open model that stands in for a closed one; nothing for the model itself.
    pub stand_in: Option<&'static str>,
    /// Short name of the accelerator.
    pub chip: &'static str,
    /// Chip-hours of a million tokens at full batches, by the roofline.
    pub chip_hours: f64,
    /// Rent of a chip-hour: the middle half of quoted prices.
    pub rent: Interval<f64>,
    /// Over that rent and the roofline's error.
    pub usd: Interval<f64>,
}

/// A list price with what it pays for.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// Name of the model.
    pub name: &'static str,
    /// A million tokens of the traffic at the list price, US dollars.
    pub price: f64,
    /// For an open model the floor on each accelerator that it fits on; for a closed one those of each stand-in.
    pub floors: Vec<Floor>,
}

impl Offer {
    /// From the least to the most of the floors: what serving may cost at full batches. The central value is that of the
    /// cheapest accelerator; between stand-ins none is claimed.
    #[must_use]
    pub fn cost(&self) -> Option<Interval<f64>> {
        let low = self.floors.iter().map(|floor| floor.usd.low()).reduce(f64::min)?;
        let high = self.floors.iter().map(|floor| floor.usd.high()).reduce(f64::max)?;
        let cheapest = self.floors.iter().map(|floor| floor.usd.middle()).reduce(f64::min);
        let is_itself = self.floors.iter().all(|floor| floor.stand_in.is_none());
        Some(Interval::around_or_between(low, cheapest.filter(|_| is_itself), high))
    }

    /// Price over cost.
    #[must_use]
    pub fn mark_up(&self) -> Option<Interval<f64>> {
        Some(Interval::exact(self.price) / self.cost()?)
    }
}

/// The floor of a model on a chip; nothing where it does not fit, is too slow, or the chip has no quoted price.
#[must_use]
fn floor(
    model: &Architecture,
    weights: WeightFormat,
    chip: &'static Accelerator,
    traffic: &Traffic,
    catalogue: &'static Catalogue,
) -> Option<Floor> {
    let price = quotes::middle_half(&quotes::near(catalogue, chip, Some(quotes::PRESENT)))?;
    let served = Served::plainly(model, chip, weights);
    let rates = served.rates(traffic)?;
    let full = Interval::exact(1.0);
    let costs = TokenCosts::of(&rates, price, full, ERROR, Interval::exact(0.0));
    Some(Floor {
        stand_in: None,
        chip: chip.short_name,
        chip_hours: rates.chip_seconds(traffic) * 1e6 / 3600.0,
        rent: price,
        usd: costs.of_traffic(traffic),
    })
}

/// The floors of a model on every one of [`CHIPS`] that it fits on.
#[must_use]
pub fn floors(
    model: &Architecture,
    weights: WeightFormat,
    traffic: &Traffic,
    catalogue: &'static Catalogue,
) -> Vec<Floor> {
    let chips = CHIPS.iter().filter_map(|slug| catalogue.accelerator(slug));
    chips.filter_map(|chip| floor(model, weights, chip, traffic, catalogue)).collect()
}

/// The format in which a model is served: that of its published weights, or FP8, to which wider ones are usually brought.
#[must_use]
pub fn serving_format(published: Option<WeightFormat>) -> WeightFormat {
    match published {
        Some(WeightFormat::Fp4) => WeightFormat::Fp4,
        _ => WeightFormat::Fp8,
    }
}

/// What models cost to serve for some traffic, beside their prices. Those that stand in for closed ones are worked out once.
#[derive(Clone, Debug)]
pub struct Floors {
    traffic: Traffic,
    catalogue: &'static Catalogue,
    frontier: Vec<Floor>,
    small: Vec<Floor>,
}

impl Floors {
    /// For some traffic.
    #[must_use]
    pub fn of(traffic: &Traffic, catalogue: &'static Catalogue) -> Self {
        let of_tier = |tier| stand_in_floors(tier, traffic, catalogue);
        Self { traffic: *traffic, catalogue, frontier: of_tier(Tier::Frontier), small: of_tier(Tier::Small) }
    }

    /// The floors of every stand-in of a tier, on each of [`CHIPS`] that it fits on.
    #[must_use]
    pub fn stand_ins(&self, tier: Tier) -> &[Floor] {
        match tier {
            Tier::Frontier => &self.frontier,
            Tier::Small => &self.small,
        }
    }

    /// A model's latest list price beside its floors; nothing where it has no price. There are no floors where it fits on no
    /// accelerator, nor of an open model whose configuration is not known: what it is like is public, so nothing stands in.
    #[must_use]
    pub fn offer(&self, model: &'static ServedModel) -> Option<(Offer, &'static ListPrice)> {
        let price = Market::of(self.catalogue.edition()).latest(model)?;
        let floors = match (&model.configured, model.configured.architecture(self.catalogue)) {
            (Configured::Nowhere, _) if model.weights == Weights::Closed => self.stand_ins(model.tier).to_vec(),
            (_, Some(architecture)) => {
                floors(&architecture, serving_format(model.format), &self.traffic, self.catalogue)
            }
            (_, None) => Vec::new(),
        };
        Some((Offer { name: model.name, price: price.of_traffic(&self.traffic), floors }, price))
    }
}

fn stand_in_floors(tier: Tier, traffic: &Traffic, catalogue: &'static Catalogue) -> Vec<Floor> {
    let market = Market::of(catalogue.edition());
    let each = |slug: &&'static str| {
        let model = catalogue.model(slug)?;
        let format = serving_format(market.of_catalogue(slug).and_then(|served| served.format));
        let floors = floors(&model.architecture.as_ref()?.value(), format, traffic, catalogue);
        Some(floors.into_iter().map(|floor| Floor { stand_in: Some(model.name), ..floor }))
    };
    stand_ins(tier).iter().filter_map(each).flatten().collect()
}
