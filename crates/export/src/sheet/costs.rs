//! The costs of all entries beside what was said of them in public, for the comparison's chart.

use cost_model::catalogue::{Bound, Claim};
use cost_model::comparison::Comparison;
use cost_model::estimate::Item;
use cost_model::interval::Interval;
use cost_model::text::{Style, exact_or_range};

use super::{Cells, Sheet, ends};

/// The costs of a comparison, in the order of its rows.
pub(crate) struct Costs {
    /// One for each entry.
    pub(crate) rows: Vec<Cost>,
}

/// The cost of one entry.
pub(crate) struct Cost {
    /// The entry.
    pub(crate) name: String,
    /// What its final run costs, where that is known.
    pub(crate) usd: Option<Interval<f64>>,
    /// What was said of it.
    pub(crate) claims: &'static [Claim],
}

/// The sum of a claim.
pub(crate) fn sum(claim: &Claim) -> Option<Interval<f64>> {
    claim.usd.value().map(Interval::base)
}

impl Cost {
    /// The cost for readers.
    pub(crate) fn text(&self) -> String {
        self.usd.map_or_else(|| "not public".to_owned(), |usd| exact_or_range(usd, Style::Usd))
    }

    /// The sums that were said in public.
    pub(crate) fn said(&self) -> impl Iterator<Item = Interval<f64>> {
        self.claims.iter().filter_map(sum)
    }
}

impl Costs {
    /// What the chart shows.
    pub(crate) const NAME: &str = "Training cost, US dollars";

    pub(crate) fn of(comparison: &Comparison) -> Self {
        let estimates = comparison.estimates();
        let row = |place: usize| {
            let scenario = comparison.scenarios.get(place)?;
            let estimate = estimates.get(place)?.as_ref().ok();
            Some(Cost {
                name: scenario.name(),
                usd: estimate.and_then(|estimate| estimate.step(Item::TrainingCost).outcome.number()),
                claims: scenario.model().map_or(&[][..], |model| model.claims),
            })
        };
        Self { rows: comparison.order(&estimates).into_iter().filter_map(row).collect() }
    }

    /// Whether there is a sum that can be drawn.
    pub(crate) fn is_known(&self) -> bool {
        self.rows.iter().flat_map(|row| row.usd.into_iter().chain(row.said())).any(|sum| sum.high() > 0.0)
    }

    /// A row for each cost, and below it one for each sum that was said.
    pub(super) fn sheet(&self) -> Sheet {
        use Cells::{Figures, Numbers, Words};
        let columns = [
            ("model", Words),
            ("kind", Words),
            ("usd_low", Numbers),
            ("usd_central", Numbers),
            ("usd_high", Numbers),
            ("text", Figures),
            ("counts", Words),
            ("said", Words),
            ("source", Words),
        ];
        let mut sheet = Sheet::new(Self::NAME, &columns);
        for row in &self.rows {
            let words = |words: &str| words.to_owned();
            let [low, central, high] = ends(row.usd);
            let counts = words("final run, rented");
            let (name, text) = (row.name.clone(), row.text());
            sheet.rows.push(vec![name, words("worked out"), low, central, high, text, counts, words(""), words("")]);
            sheet.rows.extend(row.claims.iter().filter_map(|claim| said(&row.name, claim)));
        }
        sheet.notes.push(
            "What has been said in public may count more, or something else, than the final run; the column “counts” names what."
                .to_owned(),
        );
        sheet
    }
}

fn said(name: &str, claim: &Claim) -> Option<Vec<String>> {
    let [low, central, high] = match (ends(sum(claim)), claim.bound) {
        (ends, Bound::None) => ends,
        // One end is what was said, the other is open.
        ([low, ..], Bound::AtLeast) => [low, String::new(), String::new()],
        ([.., high], Bound::AtMost) => [String::new(), String::new(), high],
    };
    let source = claim.usd.first()?.citation().source();
    Some(vec![
        name.to_owned(),
        "said in public".to_owned(),
        low,
        central,
        high,
        claim.to_text()?,
        claim.accounting.name().to_owned(),
        claim.says.to_owned(),
        format!("{} {}", source.title(), source.url().unwrap_or_default()),
    ])
}
