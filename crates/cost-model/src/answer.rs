//! The sentence that answers the page's question from the figures that are on it.

use crate::comparison::Comparison;
use crate::estimate::{Estimate, Infeasible, Item, Outcome};
use crate::interval::Interval;
use crate::order;
use crate::text::{Style, exact_or_range, point};
use crate::units::Usd;
use crate::words::answer as words;

/// What the comparison says in a sentence or two: the first entry whose cost is known against the two dearest others,
/// and how many are not public.
#[must_use]
pub fn answer(comparison: &Comparison, estimates: &[Result<Estimate, Infeasible>]) -> String {
    let named = comparison.scenarios.iter().map(|scenario| scenario.name());
    let costs: Vec<(String, Interval<Usd>)> = named
        .zip(estimates)
        .filter_map(|(name, estimate)| Some((name, cost(estimate.as_ref().ok()?)?)))
        .filter(|(_, cost)| cost.low().get() > 0.0)
        .collect();
    let Some(((first, cost), others)) = costs.split_first() else { return words::nothing_known().to_owned() };
    let dearest = dearest(*cost, others);
    let against = |(name, other): &(String, Interval<Usd>)| words::against(name, &money(*other), &times(*other, *cost));
    let first_cost = money(*cost);
    let text = match dearest.as_slice() {
        [] => words::alone(first, &first_cost),
        [one] => words::against_one(first, &first_cost, &against(one)),
        [one, other, ..] => words::against_two(first, &first_cost, &against(one), &against(other)),
    };
    let unknown = |estimate: &Estimate| matches!(estimate.step(Item::TrainingCost).outcome, Outcome::Unknown(_));
    match estimates.iter().flatten().filter(|estimate| unknown(estimate)).count() {
        0 => text,
        1 => text + words::one_unknown(),
        more => text + &words::more_unknown(&more.to_string()),
    }
}

/// The two dearest of the entries that cost more than the first, in the order in which they stand.
fn dearest(first: Interval<Usd>, others: &[(String, Interval<Usd>)]) -> Vec<&(String, Interval<Usd>)> {
    let middle = |entry: &(String, Interval<Usd>)| entry.1.middle().get();
    let mut dearer: Vec<_> = others.iter().filter(|other| middle(other) > first.middle().get()).collect();
    let mut ranked: Vec<f64> = dearer.iter().map(|other| middle(other)).collect();
    order::sort_by(&mut ranked, |a, b| b.total_cmp(&a));
    let bar = ranked.get(1).or(ranked.first()).copied().unwrap_or_default();
    dearer.retain(|other| middle(other) >= bar);
    dearer.truncate(2);
    dearer
}

fn cost(estimate: &Estimate) -> Option<Interval<Usd>> {
    estimate.step(Item::TrainingCost).outcome.number().map(Interval::with_unit)
}

fn money(cost: Interval<Usd>) -> String {
    exact_or_range(cost.base(), Style::Usd)
}

fn times(larger: Interval<Usd>, smaller: Interval<Usd>) -> String {
    let ratio = (larger / smaller).base();
    let (low, high) = (point(ratio.low(), Style::Rounded), point(ratio.high(), Style::Rounded));
    if low == high { words::times(&low) } else { words::low_to_high_times(&low, &high) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_of_ranges_is_a_range() {
        let smaller = Interval::exact(Usd::new(5e6));
        assert_eq!(times(Interval::exact(Usd::new(100e6)), smaller), "20 times");
        let range = Interval::between(Usd::new(50e6), Usd::new(230e6));
        assert_eq!(times(range, smaller), "10 to 46 times");
    }
}
