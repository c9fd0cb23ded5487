//! From a sum of money on a rung of the whole bill to the chip-hours of a final run.

use super::inputs::Ends;
use super::run::End;
use crate::bill::{Inputs, Rung, WholeBill};
use crate::catalogue::{Accelerator, Catalogue};
use crate::estimate::estimate;
use crate::field::{Field, Group};
use crate::interval::Interval;
use crate::number;
use crate::scenario::{OWN, Scenario};
use crate::serving::HOURS_PER_MONTH;
use crate::text::{self, Style};
use crate::words::{budget_purse as words, budget_view};

/// Hours at which a bill is looked at: it is a straight line of them.
const AT: [f64; 2] = [1e5, 2e5];

/// What a run on an accelerator costs on a rung: so much whatever its length, and so much for each chip-hour, US dollars.
#[derive(Clone, Debug, PartialEq)]
pub struct Purse {
    /// The rung.
    pub rung: Rung,
    /// What the rung holds that does not follow the run's length.
    pub fixed: Interval<f64>,
    /// What it holds for each chip-hour.
    pub per_hour: Interval<f64>,
    /// The parts that do not follow the run's length, with their sums.
    pub parts: Vec<(&'static str, Interval<f64>)>,
}

/// What a run is billed with.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// The entry whose overheads hold; where it enters none, those of runs in general do.
    pub scenario: &'a Scenario,
    /// The accelerator.
    pub chip: &'static Accelerator,
    /// The price of a chip-hour, where one is known.
    pub price: Option<Interval<f64>>,
    /// The year in which the run begins.
    pub year: f64,
    /// Months until it has to end, by which the size of a bought cluster goes.
    pub months: f64,
    /// The catalogue.
    pub catalogue: &'static Catalogue,
}

impl Terms<'_> {
    /// A run of so many chip-hours, billed like this.
    ///
    /// # Errors
    /// Why it cannot be, in words.
    pub fn run(&self, hours: f64) -> Result<Scenario, String> {
        let mut run = Scenario::preset(OWN, self.catalogue).ok_or_else(words::no_empty_entry)?;
        let entered = self.scenario.all_entered();
        let overheads = entered.filter(|(field, _)| Group::WHOLE_BILL.contains(&field.spec().group));
        for (field, value) in overheads {
            enter(&mut run, field, &value.to_text())?;
        }
        let exact = |value: f64| number::to_text(Interval::exact(value));
        enter(&mut run, Field::Hardware, self.chip.slug)?;
        enter(&mut run, Field::Year, &exact(self.year))?;
        enter(&mut run, Field::PretrainingHours, &exact(hours))?;
        enter(&mut run, Field::ChipCount, &exact(self.chips(hours).max(1.0)))?;
        if let Some(price) = self.price {
            enter(&mut run, Field::UsdPerGpuHour, &number::to_text(price))?;
        }
        Ok(run)
    }

    /// Accelerators that so many chip-hours need until the deadline: hours ÷ (months × 730.5 h).
    #[must_use]
    pub fn chips(&self, hours: f64) -> f64 {
        hours / (self.months * HOURS_PER_MONTH)
    }

    /// The bill of a run of so many chip-hours.
    ///
    /// # Errors
    /// Why there is none, in words.
    pub fn bill(&self, hours: f64) -> Result<WholeBill, String> {
        let run = self.run(hours)?;
        let estimate = estimate(&run).map_err(|infeasible| infeasible.to_string())?;
        Ok(WholeBill::of(Inputs::of(&run, &estimate)))
    }
}

fn enter(run: &mut Scenario, field: Field, value: &str) -> Result<(), String> {
    run.enter(field, value).map_err(|refusal| refusal.to_string())
}

impl Purse {
    /// What a run costs on a rung.
    ///
    /// # Errors
    /// Why that is not known, in words.
    pub fn of(terms: Terms, rung: Rung) -> Result<Self, String> {
        // A bought cluster follows the hours only from its first chip on.
        let least = AT[0].max(2.0 * terms.months * HOURS_PER_MONTH);
        let (near, far) = (terms.bill(least)?, terms.bill(AT[1] / AT[0] * least)?);
        let (first, second) = (sum(&near, rung)?, sum(&far, rung)?);
        let hours = AT[1] / AT[0] * least - least;
        let slope = |from: f64, to: f64| (to - from) / hours;
        let rest = |from: f64, slope: f64| (from - slope * least).max(0.0);
        let central = first.central().zip(second.central()).map(|(from, to)| slope(from, to));
        let per_hour =
            Interval::around_or_between(slope(first.low(), second.low()), central, slope(first.high(), second.high()));
        let fixed = Interval::around_or_between(
            rest(first.low(), per_hour.low()),
            first.central().zip(central).map(|(from, slope)| rest(from, slope)),
            rest(first.high(), per_hour.high()),
        );
        let parts = if rung == Rung::Development { constant_parts(&near, &far) } else { Vec::new() };
        let fixed = if rung == Rung::Development { fixed } else { fixed.map(|_| 0.0) };
        Ok(Self { rung, fixed, per_hour, parts })
    }

    /// The chip-hours that a sum leaves for the final run, at one end of all ranges; at most 0 where the rest takes it all.
    #[must_use]
    pub fn hours_at(&self, usd: Interval<f64>, end: End) -> f64 {
        let (fixed, per_hour) = match end {
            End::Low => (self.fixed.high(), self.per_hour.high()),
            End::Middle => (self.fixed.middle_signed(), self.per_hour.middle()),
            End::High => (self.fixed.low(), self.per_hour.low()),
        };
        (end.of(usd) - fixed) / per_hour
    }

    /// The chip-hours that a sum leaves for the final run; 0 at the low end where the rest takes it all there.
    ///
    /// # Errors
    /// What takes the whole sum, in words.
    pub fn hours(&self, usd: Interval<f64>) -> Result<Ends, String> {
        let [low, middle, high] = [End::Low, End::Middle, End::High].map(|end| self.hours_at(usd, end));
        if middle > 0.0 && high.is_finite() {
            let has_central = usd.central().is_some() && self.per_hour.central().is_some();
            return Ok(Ends { low: low.max(0.0), middle, high, has_central });
        }
        Err(if middle > 0.0 { words::hours_cost_nothing().to_owned() } else { self.shortfall(usd) })
    }

    /// Why nothing is left of a sum.
    fn shortfall(&self, usd: Interval<f64>) -> String {
        let dollars = |usd: Interval<f64>| text::exact_or_range(usd, Style::Usd);
        let parts: Vec<String> =
            self.parts.iter().map(|(name, sum)| words::part(&name.to_lowercase(), &dollars(*sum))).collect();
        words::shortfall(&dollars(self.fixed), &parts.join(budget_view::list_separator()), &dollars(usd))
    }

    /// The cost of a run of so many chip-hours, by central values, US dollars.
    #[must_use]
    pub fn usd(&self, hours: f64) -> f64 {
        self.fixed.middle_signed() + self.per_hour.middle() * hours
    }
}

fn sum(bill: &WholeBill, rung: Rung) -> Result<Interval<f64>, String> {
    let sum = bill.rung(rung).ok_or_else(words::no_rung)?;
    sum.value.clone().map(Interval::base)
}

/// The parts that are the same whatever the hours.
fn constant_parts(near: &WholeBill, far: &WholeBill) -> Vec<(&'static str, Interval<f64>)> {
    let both = near.parts.iter().zip(&far.parts).filter(|((_, near), (_, far))| near.value == far.value);
    let known = both.filter_map(|((name, sum), _)| Some((*name, sum.known()?.base())));
    known.filter(|(_, usd)| usd.high() > 0.0).collect()
}
