//! What the same sum bought before, from dated prices and rates.

use super::inputs::Ends;
use super::plan::{Best, Plan};
use super::purse::{Purse, Terms};
use super::run::{End, Machine, Size};
use crate::bill::Rung;
use crate::catalogue::Accelerator;
use crate::estimate::quotes::{self, Quote};
use crate::interval::Interval;

/// The years that are compared; the last is the present one.
pub const YEARS: [f64; 4] = [2020.0, 2022.0, 2024.0, quotes::PRESENT];

/// What the sum bought in a year on an accelerator.
#[derive(Clone, Debug)]
pub struct Bought {
    /// The year.
    pub year: f64,
    /// The accelerator.
    pub chip: &'static Accelerator,
    /// Whether matrix products run in FP8.
    pub fp8: bool,
    /// Price of a chip-hour: the middle half of what was quoted.
    pub price: Interval<f64>,
    /// What was quoted.
    pub quotes: Vec<Quote>,
    /// Dense peak FLOP for a dollar, in 16 bits or FP8, at the middle of the price.
    pub flop_per_usd: f64,
    /// Utilisation of the dense 16-bit peak, over the whole run.
    pub mfu: Interval<f64>,
    /// The compute-optimal model.
    pub best: Best,
    /// Chip-hours that the sum paid for.
    pub hours: Ends,
    /// The accelerator and how well it is used.
    pub machine: Machine,
    /// What a run cost.
    pub purse: Purse,
}

impl Bought {
    /// What a model costs on the rung, at this year's price and on this accelerator, by central values, US dollars; nothing where
    /// its utilisation cannot be predicted.
    #[must_use]
    pub fn usd(&self, size: Size) -> Option<f64> {
        Some(self.purse.usd(self.machine.hours(size, End::Middle)?))
    }
}

/// The rung on which years are compared: that of the sum, or the rented one where only the price of servers tells, which is not
/// known for every year.
#[must_use]
pub const fn rung(of: Rung) -> Rung {
    match of {
        Rung::PaidTime | Rung::AllCompute | Rung::Development => of,
        _ => Rung::Rented,
    }
}

/// What a plan's sum bought in a year on every accelerator whose price was quoted then, in 16 bits and in FP8 where it has that;
/// that with most compute first.
#[must_use]
pub fn bought(plan: &Plan, year: f64) -> Vec<Bought> {
    let chips = plan.inputs.catalogue.accelerators().iter();
    let mut all: Vec<Bought> = chips.filter_map(|chip| on(plan, chip, year)).flatten().collect();
    all.sort_by(|one, other| other.best.flop.middle.total_cmp(&one.best.flop.middle));
    all
}

fn on(plan: &Plan, chip: &'static Accelerator, year: f64) -> Option<Vec<Bought>> {
    let quotes = quotes::until(plan.inputs.catalogue, chip, year);
    let price = quotes::middle_half(&quotes)?;
    let terms = Terms { chip, price: Some(price), year, ..plan.terms };
    let purse = Purse::of(terms, rung(plan.purse.rung)).ok()?;
    let hours = purse.hours(plan.usd).ok()?;
    let in_format = |fp8: bool| {
        let machine = Machine::of(chip, fp8, None, plan.inputs.catalogue)?;
        let peak = if fp8 { machine.fp8_peak()? } else { machine.peak() };
        let best = Best::of(plan.inputs.law, &machine, &hours)?;
        let (mfu, flop_per_usd) = (machine.mfu(best.size())?, peak * 3600.0 / price.middle());
        Some(Bought {
            year,
            chip,
            fp8,
            price,
            quotes: quotes.clone(),
            flop_per_usd,
            mfu,
            best,
            hours,
            machine,
            purse: purse.clone(),
        })
    };
    Some([false, true].into_iter().filter_map(in_format).collect())
}
