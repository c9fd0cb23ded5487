//! Models of the catalogue that took about as much compute or money.

use super::plan::Plan;
use crate::bill::{Inputs, WholeBill};
use crate::catalogue::Model;
use crate::estimate::{Estimate, Item, estimate};
use crate::field::Field;
use crate::interval::Interval;
use crate::order::sort_by;
use crate::scenario::Scenario;

/// Neighbours of a budget by compute.
const NEIGHBOURS: usize = 9;

/// A published model beside a budget.
#[derive(Clone, Debug)]
pub struct Neighbour {
    /// The model.
    pub model: &'static Model,
    /// Its estimate.
    pub estimate: Estimate,
    /// Its training compute in FLOP.
    pub flop: Interval<f64>,
    /// What it cost on the rung of the budget, where that is known.
    pub usd: Option<Interval<f64>>,
    /// How that was found, line by line.
    pub working: Vec<String>,
}

/// Every model whose training compute is known, the least first.
#[must_use]
pub fn all(plan: &Plan) -> Vec<Neighbour> {
    let mut found: Vec<Neighbour> =
        plan.inputs.catalogue.models().iter().filter_map(|model| neighbour(plan, model)).collect();
    found.sort_by(|one, other| one.flop.middle().total_cmp(&other.flop.middle()));
    found
}

fn neighbour(plan: &Plan, model: &'static Model) -> Option<Neighbour> {
    let catalogue = plan.inputs.catalogue;
    let scenario = Scenario::preset(model.slug, catalogue)?;
    let estimate = estimate(&scenario).ok()?;
    let flop = estimate.step(Item::Field(Field::TrainingFlop)).outcome.number()?;
    let bill = WholeBill::of(Inputs::of(&scenario, &estimate));
    let cost = bill.rung(plan.purse.rung);
    let usd = cost.and_then(|sum| sum.known()).map(Interval::base);
    let working = cost.map_or_else(Vec::new, |sum| sum.working.clone());
    Some(Neighbour { model, estimate, flop, usd, working })
}

/// The nearest of them by compute, in ratio, the least first.
#[must_use]
pub fn nearest(all: &[Neighbour], flop: f64) -> Vec<&Neighbour> {
    let away = |of: &Neighbour| libm::fabs(libm::log(of.flop.middle() / flop));
    let mut near: Vec<(usize, &Neighbour)> = all.iter().enumerate().collect();
    sort_by(&mut near, |(_, one), (_, other)| away(one).total_cmp(&away(other)));
    near.truncate(NEIGHBOURS);
    near.sort_unstable_by_key(|(place, _)| *place);
    near.into_iter().map(|(_, neighbour)| neighbour).collect()
}

/// The nearest below and above by something that is known of them.
#[must_use]
pub fn around(
    all: &[Neighbour],
    value: f64,
    of: impl Fn(&Neighbour) -> Option<f64>,
) -> (Option<&Neighbour>, Option<&Neighbour>) {
    let known = || all.iter().filter_map(|each| Some((each, of(each)?)));
    let below = known().filter(|(_, is)| *is <= value);
    let above = known().filter(|(_, is)| *is > value);
    let more = |one: (_, f64), other: (_, f64)| if other.1 > one.1 { other } else { one };
    let less = |one: (_, f64), other: (_, f64)| if other.1 < one.1 { other } else { one };
    (below.reduce(more).map(|(each, _)| each), above.reduce(less).map(|(each, _)| each))
}
