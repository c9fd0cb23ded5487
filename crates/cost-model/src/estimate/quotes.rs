//! Quoted rental prices of an accelerator.

use crate::catalogue::{Accelerator, Catalogue, Price};
use crate::decimal;
use crate::interval::Interval;
use crate::order::{self, quantile};
use crate::source::Citation;
use crate::units::UsdPerGpuHour;

/// A quoted price and where it stands.
pub(crate) type Quote = (Interval<UsdPerGpuHour>, Citation);

/// The year whose prices are those of the present: that of this edition of the catalogue.
pub(crate) const PRESENT: f64 = 2026.0;

/// From how many different prices on their median is taken for a central value.
const ENOUGH_FOR_A_MEDIAN: usize = 5;

/// The prices quoted in a year and in the one before: nobody paid those of later years.
pub(crate) fn until(catalogue: &Catalogue, chip: &Accelerator, year: f64) -> Vec<Quote> {
    let known = catalogue.market_prices(chip.slug).filter(|price| (0.0..=1.0).contains(&(year - price_year(price))));
    let sourced = known.filter_map(|price| price.usd_per_gpu_hour.first());
    sourced.map(|sourced| (sourced.value(), sourced.citation())).collect()
}

/// The prices quoted within a year of `year`, or all that there are where none was quoted then or no year is known.
pub(crate) fn near(catalogue: &Catalogue, chip: &Accelerator, year: Option<f64>) -> Vec<Quote> {
    let all: Vec<&Price> = catalogue.market_prices(chip.slug).collect();
    let near = |price: &&&Price| year.is_some_and(|year| (price_year(price) - year).abs() <= 1.0);
    let chosen: Vec<&Price> = all.iter().filter(near).copied().collect();
    let chosen = if chosen.is_empty() { all } else { chosen };
    let sourced = chosen.iter().filter_map(|price| price.usd_per_gpu_hour.first());
    sourced.map(|sourced| (sourced.value(), sourced.citation())).collect()
}

/// The lowest and the highest of quoted prices, and their median where there are enough.
pub(crate) fn spread(quotes: &[Quote]) -> Option<Interval<f64>> {
    let mut prices: Vec<f64> = quotes.iter().map(|(price, _)| price.middle().get()).collect();
    order::sort(&mut prices);
    prices.dedup();
    let (low, high) = (*prices.first()?, *prices.last()?);
    match quantile(&prices, 0.5) {
        _ if low == high => Some(Interval::exact(low)),
        Some(median) if prices.len() >= ENOUGH_FOR_A_MEDIAN => Some(Interval::around(low, median, high)),
        _ => Some(Interval::between(low, high)),
    }
}

/// The middle half of quoted prices: from the first quartile to the third, with the median; all of them where there are too
/// few for a median.
pub(crate) fn middle_half(quotes: &[Quote]) -> Option<Interval<f64>> {
    let mut prices: Vec<f64> = quotes.iter().map(|(price, _)| price.middle().get()).collect();
    order::sort(&mut prices);
    let whole = spread(quotes)?;
    match (whole.central(), quantile(&prices, 0.25), quantile(&prices, 0.75)) {
        (Some(_), Some(low), Some(high)) => Some(Interval::around(low, quantile(&prices, 0.5)?, high)),
        _ => Some(whole),
    }
}

fn price_year(price: &Price) -> f64 {
    price.date.get(..4).and_then(decimal::read).unwrap_or_default()
}
