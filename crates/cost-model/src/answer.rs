//! The sentence that answers the page's question from the figures that are on it.

use crate::comparison::Comparison;
use crate::estimate::{Estimate, Infeasible, Item, Outcome};
use crate::field::Field;
use crate::interval::Interval;
use crate::order;
use crate::text::{Style, exact_or_range, point};
use crate::units::{GpuHours, Usd, UsdPerGpuHour};
use crate::words::answer as words;

/// What an entry costs, and what that is made of.
struct Entry {
    name: String,
    cost: Interval<Usd>,
    /// The accelerator and its price.
    price: Option<(Box<str>, Interval<UsdPerGpuHour>)>,
    hours: Option<Interval<GpuHours>>,
}

impl Entry {
    fn of(name: String, estimate: &Estimate) -> Option<Self> {
        let number = |item| estimate.step(item).outcome.number();
        let chip = match &estimate.step(Item::Field(Field::Hardware)).outcome {
            Outcome::Word { slug, .. } => Some(slug.clone().into()),
            _ => None,
        };
        Some(Self {
            name,
            cost: number(Item::TrainingCost)?.with_unit(),
            price: chip.zip(number(Item::Field(Field::UsdPerGpuHour)).map(Interval::with_unit)),
            hours: number(Item::ChipHours).map(Interval::with_unit),
        })
    }

    /// How many times as much it costs as another. Where both are on the same accelerator and priced by the same range, that is
    /// taken for one price that is not known exactly, and the ratio is that of the hours.
    fn over(&self, other: &Self) -> Interval<f64> {
        let is_one_price = self.price == other.price && self.price.as_ref().is_some_and(|(_, price)| !price.is_exact());
        match (self.hours, other.hours) {
            (Some(hours), Some(of)) if is_one_price && of.low().get() > 0.0 => (hours / of).base(),
            _ => (self.cost / other.cost).base(),
        }
    }
}

/// What the comparison says in a sentence or two: the first entry whose cost is known against the two dearest others,
/// and how many are not public.
#[must_use]
pub fn answer(comparison: &Comparison, estimates: &[Result<Estimate, Infeasible>]) -> String {
    let named = comparison.scenarios.iter().map(|scenario| scenario.name());
    let entries: Vec<Entry> =
        named.zip(estimates).filter_map(|(name, estimate)| Entry::of(name, estimate.as_ref().ok()?)).collect();
    let Some((first, others)) = entries.split_first() else { return words::nothing_known().to_owned() };
    let dearest = dearest(first, others);
    let against = |other: &Entry| words::against(&other.name, &money(other.cost), &times(other.over(first)));
    let first_cost = money(first.cost);
    let text = match dearest.as_slice() {
        [] => words::alone(&first.name, &first_cost),
        [one] => words::against_one(&first.name, &first_cost, &against(one)),
        [one, other, ..] => words::against_two(&first.name, &first_cost, &against(one), &against(other)),
    };
    let unknown = |estimate: &Estimate| matches!(estimate.step(Item::TrainingCost).outcome, Outcome::Unknown(_));
    match estimates.iter().flatten().filter(|estimate| unknown(estimate)).count() {
        0 => text,
        1 => text + words::one_unknown(),
        more => text + &words::more_unknown(&more.to_string()),
    }
}

/// The two dearest of the entries that cost more than the first, in the order in which they stand, as far as they are a multiple of
/// it: of nothing there is none.
fn dearest<'a>(first: &Entry, others: &'a [Entry]) -> Vec<&'a Entry> {
    let middle = |entry: &Entry| entry.cost.middle().get();
    let is_dearer = |other: &&Entry| middle(other) > middle(first) && other.over(first).high().is_finite();
    let mut dearer: Vec<&Entry> = others.iter().filter(is_dearer).collect();
    let mut ranked: Vec<f64> = dearer.iter().map(|other| middle(other)).collect();
    order::sort_by(&mut ranked, |a, b| b.total_cmp(&a));
    let bar = ranked.get(1).or(ranked.first()).copied().unwrap_or_default();
    dearer.retain(|other| middle(other) >= bar);
    dearer.truncate(2);
    dearer
}

fn money(cost: Interval<Usd>) -> String {
    exact_or_range(cost.base(), Style::Usd)
}

fn times(ratio: Interval<f64>) -> String {
    let (low, high) = (point(ratio.low(), Style::Rounded), point(ratio.high(), Style::Rounded));
    if low == high { words::times(&low) } else { words::low_to_high_times(&low, &high) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::decode;

    fn said(link: &str) -> String {
        let comparison = decode(link).comparison;
        answer(&comparison, &comparison.estimates())
    }

    #[test]
    fn a_ratio_of_ranges_is_a_range() {
        let link = |high: &str| {
            format!(
                "models=own,own&1.name=A&2.name=B&1.pretraining_hours=5M&1.usd_per_gpu_hour=1&2.pretraining_hours=10M&2.usd_per_gpu_hour={high}"
            )
        };
        assert!(said(&link("10")).ends_with("B’s to $100M, 20 times as much."), "{}", said(&link("10")));
        assert!(said(&link("5..23")).ends_with("10 to 46 times as much."), "{}", said(&link("5..23")));
    }

    /// Twice the hours on the same chip at the same price are twice as dear, however uncertain the price is.
    #[test]
    fn a_price_that_both_share_has_no_part_in_the_ratio() {
        for (link, times) in [
            ("models=llama-2-7b,llama-2-13b", "2 times"),
            ("models=llama-3.1-70b,llama-3.1-405b", "4.4 times"),
            ("models=llama-3.1-405b,llama-3.1-405b&2.tokens=31.2T", "2 times"),
        ] {
            assert!(said(link).ends_with(&format!(", {times} as much.")), "{}", said(link));
        }
    }

    #[test]
    fn an_entry_that_may_cost_nothing_is_compared_by_the_middle_of_its_range() {
        assert!(said("models=deepseek-v3,gpt-4&2.usd_per_gpu_hour=0..4").ends_with("0 to 43 times as much."));
        assert_eq!(said("models=deepseek-v3,gpt-4&1.usd_per_gpu_hour=0..4").matches("times").count(), 0);
        // One price that may be nothing cancels like any other, on the same accelerator.
        let both = "models=llama-3.1-70b,llama-3.1-405b&1.usd_per_gpu_hour=0..2&2.usd_per_gpu_hour=0..2";
        assert!(said(both).ends_with("4.4 times as much."), "{}", said(both));
        let other = format!("{both}&2.hardware=nvidia-h200-sxm5-141gb").replace("0..2", "1..2");
        assert!(said(&other).ends_with("2.2 to 8.8 times as much."), "{}", said(&other));
    }
}
