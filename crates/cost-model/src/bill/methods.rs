//! Accounting methods: each a function over the same run, with the source of its formula.
//!
//! All are products, sums and quotients of positive quantities, so that the ends of a range follow from the ends of the
//! inputs. "Epoch" is Cottier et al. 2024, *The rising costs of training frontier AI models* (arXiv:2405.21015), as its
//! code has it (github.com/epoch-research/training-cost-trends).

use crate::interval::Interval;
use crate::units::{
    Chips, Fraction, GpuHours, Kilograms, KilogramsPerKilowattHour, KilowattHours, Unit, Usd, UsdPerGpuHour,
    UsdPerKilowattHour, UsdPerYear, Watts, Years,
};

/// Orders of magnitude by which the price of the same performance falls in a year (Epoch, `constants.py`).
const ORDERS_OF_MAGNITUDE_PER_YEAR: f64 = 0.14;

/// The final run at a rental price: hours × price.
#[must_use]
pub fn rented(hours: Interval<GpuHours>, price: Interval<UsdPerGpuHour>) -> Interval<Usd> {
    hours * price
}

/// What a chip's share of a server is worth when training begins, so many years after it could first be had:
/// price × 10^(−0.14 · years) (Epoch, `depreciate_by_hardware_progress`).
#[must_use]
pub fn value_after(price: Interval<Usd>, years: f64) -> Interval<Usd> {
    price * Interval::exact(Fraction::new(libm::pow(10.0, -ORDERS_OF_MAGNITUDE_PER_YEAR * years.max(0.0))))
}

/// The value that a run takes from owned hardware: hours ÷ 8,766 × value × loss per year ÷ (1 − network's part), and no more than
/// the chips are worth, where their number is known.
///
/// Epoch's amortisation (`_capex_energy_cost_fn`), with a loss of 0.14 · ln 10 per year and a network of 19%. It is linear, and
/// would take more than all of the value from 1 ÷ loss years on, 3.1 of them.
#[must_use]
pub fn written_off(
    hours: Interval<GpuHours>,
    server: Interval<Usd>,
    loss_per_year: Interval<Fraction>,
    network: Interval<Fraction>,
    chips: Option<Interval<Chips>>,
) -> Interval<Usd> {
    let lost = server * hours.map(|hours| Fraction::new(hours.to_years().get())) * loss_per_year;
    let worth = chips.map(|chips| server * chips.map(|chips| Fraction::new(chips.get())));
    worth.map_or(lost, |worth| lost.base().at_most(worth.base()).with_unit()) / rest_of(network)
}

/// What buying the cluster costs: chips × server price ÷ (1 − network's part) (Epoch, `estimate_hardware_acquisition_cost`).
#[must_use]
pub fn bought(chips: Interval<Chips>, server: Interval<Usd>, network: Interval<Fraction>) -> Interval<Usd> {
    server * chips.map(|chips| Fraction::new(chips.get())) / rest_of(network)
}

/// What a data centre draws for a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Draw {
    /// Rated power of one chip.
    pub chip: Interval<Watts>,
    /// Rated power of a server over that of its chips, at least 1.
    pub server_factor: Interval<Fraction>,
    /// Average over rated power.
    pub used: Interval<Fraction>,
    /// Power usage effectiveness, at least 1.
    pub pue: Interval<Fraction>,
}

impl Draw {
    /// Energy of a run: hours × chip power × server factor × part used × PUE (Epoch, `cluster_energy_cost`).
    #[must_use]
    pub fn energy(&self, hours: Interval<GpuHours>) -> Interval<KilowattHours> {
        let one_watt = hours.map(|hours| hours.at(Watts::new(1.0)));
        one_watt * self.chip.map(|chip| Fraction::new(chip.get())) * self.server_factor * self.used * self.pue
    }
}

/// What energy costs.
#[must_use]
pub fn electricity(energy: Interval<KilowattHours>, price: Interval<UsdPerKilowattHour>) -> Interval<Usd> {
    energy * price
}

/// What making the energy emits, by place (location-based).
#[must_use]
pub fn emitted(energy: Interval<KilowattHours>, intensity: Interval<KilogramsPerKilowattHour>) -> Interval<Kilograms> {
    energy * intensity
}

/// The run's part of what making the chips emitted: mass of one × hours ÷ (lifetime × 8,766).
#[must_use]
pub fn embodied(
    hours: Interval<GpuHours>,
    chip: Interval<Kilograms>,
    lifetime: Interval<Years>,
) -> Interval<Kilograms> {
    chip * (hours.map(GpuHours::to_years) / lifetime)
}

/// The run with the time that was paid for and lost, and with storage and network: run ÷ (1 − idle) × (1 + storage).
#[must_use]
pub fn paid_time(run: Interval<Usd>, idle: Interval<Fraction>, storage: Interval<Fraction>) -> Interval<Usd> {
    run / rest_of(idle) * storage.map(|storage| Fraction::new(1.0 + storage.get()))
}

/// The same with experiments, ablations and failed runs: × (1 + multiple of the final run).
#[must_use]
pub fn with_experiments(paid: Interval<Usd>, multiple: Interval<Fraction>) -> Interval<Usd> {
    paid * multiple.map(|multiple| Fraction::new(1.0 + multiple.get()))
}

/// What the people cost who worked on a model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Staff {
    /// How many.
    pub people: Interval<Fraction>,
    /// The part of their time.
    pub share: Interval<Fraction>,
    /// For how long.
    pub time: Interval<Years>,
    /// Pay of one, with taxes and benefits.
    pub pay: Interval<UsdPerYear>,
    /// Equity that vests to one.
    pub equity: Interval<UsdPerYear>,
}

impl Staff {
    /// people × share × time × (pay + equity), as Epoch has it for four models (`development_cost.ipynb`), there drawn
    /// person by person.
    #[must_use]
    pub fn cost(&self) -> Interval<Usd> {
        self.time * (self.pay + self.equity) * self.people * self.share
    }
}

/// One less a part.
#[must_use]
pub fn rest_of(part: Interval<Fraction>) -> Interval<Fraction> {
    let rest = |part: Fraction| Fraction::new(1.0 - part.get());
    match part.central() {
        Some(central) => Interval::around(rest(part.high()), rest(central), rest(part.low())),
        None => Interval::between(rest(part.high()), rest(part.low())),
    }
}

/// A sum of ranges; nothing when there is none.
#[must_use]
pub fn sum<T: Unit + std::ops::Add<Output = T>>(parts: impl Iterator<Item = Interval<T>>) -> Option<Interval<T>> {
    parts.reduce(|sum, part| sum + part)
}
