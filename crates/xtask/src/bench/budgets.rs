//! What everything may take, and whether it does.

use super::figures::Results;
use super::samplers::CASE as SAMPLE;

/// The most that a figure may be.
pub(crate) enum Most {
    /// So much, in the figure's unit.
    Of(f64),
    /// So many times another figure.
    Times(f64, &'static str, &'static str),
    /// Less than another program's, which may not have been run.
    Below(&'static str),
}

/// A budget.
pub(crate) struct Budget {
    /// What it is for, for readers.
    pub(crate) what: &'static str,
    /// The figure.
    pub(crate) of: &'static str,
    /// Where.
    pub(crate) on: &'static str,
    /// What it may be.
    pub(crate) most: Most,
}

const PUBLISHED: &str = "estimate, published hours";
const COMPUTED: &str = "estimate, hours from compute";
const SWEEP: &str = "100,000 configurations, six results";
const EDIT: &str = "edit to painted, 95th percentile";
const PAINT: &str = "first paint with the comparison";

const fn budget(what: &'static str, of: &'static str, on: &'static str, most: Most) -> Budget {
    Budget { what, of, on, most }
}

/// Every budget.
pub(crate) const BUDGETS: [Budget; 21] = [
    budget("Bytes to the first full result, with Brotli", "bytes of the first page", "desktop", Most::Of(160_000.0)),
    budget("First contentful paint with the comparison filled in, desktop", PAINT, "desktop", Most::Of(120.0)),
    budget("… mobile", PAINT, "mobile", Most::Of(450.0)),
    budget("Usable: an edit is answered, desktop", "usable", "desktop", Most::Of(200.0)),
    budget("… mobile", "usable", "mobile", Most::Of(1200.0)),
    budget("Edit to painted, 95th percentile, eight columns with ranges, desktop", EDIT, "desktop", Most::Of(16.0)),
    budget("… mobile", EDIT, "mobile", Most::Of(50.0)),
    budget(
        "10 kB typed into a field are refused, painted, desktop",
        "10 kB refused, 95th percentile",
        "desktop",
        Most::Of(50.0),
    ),
    budget("Blocking time, mobile", "blocking time", "mobile", Most::Of(50.0)),
    budget("Layout shift, desktop", "layout shift", "desktop", Most::Of(0.0)),
    budget("… mobile", "layout shift", "mobile", Most::Of(0.0)),
    budget("Memory gained in an hour of edits", "growth in an hour of edits", "desktop", Most::Of(100.0)),
    budget("One training estimate, hours as published", PUBLISHED, "native", Most::Of(2000.0)),
    budget("… in WebAssembly built for speed", PUBLISHED, "engine", Most::Times(1.5, PUBLISHED, "native")),
    budget("… in the page, built for size", PUBLISHED, "page", Most::Times(1.5, PUBLISHED, "native")),
    budget("One training estimate, hours from compute", COMPUTED, "native", Most::Of(2000.0)),
    budget("… in WebAssembly built for speed", COMPUTED, "engine", Most::Times(1.5, COMPUTED, "native")),
    budget("… in the page, built for size", COMPUTED, "page", Most::Times(1.5, COMPUTED, "native")),
    budget("100,000 draws × 6 log-normals, mean and three quantiles, WebAssembly", SAMPLE, "engine", Most::Of(1e7)),
    budget("… against numpy", SAMPLE, "engine", Most::Below("numpy")),
    budget("Sweep of 100,000 configurations, WebAssembly, one core", SWEEP, "engine", Most::Of(2e8)),
];

impl Budget {
    /// The figure, and the most that it may be; nothing where one was not measured.
    pub(crate) fn measured(&self, results: &Results) -> Option<(f64, f64)> {
        let figure = results.get(self.of, self.on)?;
        let most = match self.most {
            Most::Of(most) => most,
            Most::Times(times, of, on) => times * results.get(of, on)?.value,
            Most::Below(program) => {
                let other = |figure: &&super::figures::Figure| figure.of == self.of && figure.on.starts_with(program);
                results.figures.iter().find(other)?.value
            }
        };
        Some((figure.value, most))
    }
}

#[cfg(test)]
mod tests {
    use super::super::figures::Figure;
    use super::*;

    fn results(figures: &[(&str, &str, f64)]) -> Results {
        let figure = |(of, on, value): &(&str, &str, f64)| Figure {
            of: (*of).to_owned(),
            on: (*on).to_owned(),
            value: *value,
            unit: "ns".to_owned(),
            ratio: None,
        };
        Results { figures: figures.iter().map(figure).collect(), ..Results::default() }
    }

    #[test]
    fn a_figure_is_held_to_a_number_or_to_another_figure() {
        let results = results(&[("a", "native", 10.0), ("a", "engine", 14.0), ("a", "numpy 2.0", 13.0)]);
        let measured = |most| budget("", "a", "engine", most).measured(&results);
        assert_eq!(measured(Most::Of(20.0)), Some((14.0, 20.0)));
        assert_eq!(measured(Most::Times(1.5, "a", "native")), Some((14.0, 15.0)));
        assert_eq!(measured(Most::Below("numpy")), Some((14.0, 13.0)));
        assert_eq!(measured(Most::Below("other")), None);
        assert_eq!(budget("", "b", "engine", Most::Of(1.0)).measured(&results), None);
    }

    /// A budget whose figure nobody measures would never be missed.
    #[test]
    fn every_budget_names_a_case_or_a_figure_of_the_page() {
        let root = crate::workspace::root();
        let read = |path: &str| std::fs::read_to_string(root.join(path)).expect("it is there");
        let sources =
            ["crates/bench/src/cases.rs", "tests/e2e/bench/load.mjs", "tests/e2e/bench/edit.mjs"].map(read).concat();
        for budget in BUDGETS {
            let named = [format!("\"{}\"", budget.of), format!("'{}'", budget.of)];
            assert!(named.iter().any(|name| sources.contains(name)), "{}", budget.of);
        }
    }
}
