//! How good predictions were.

use std::fmt;

use cost_model::interval::Interval;

/// The scores of the runs so far.
#[derive(Debug, Default)]
pub(crate) struct Scores {
    errors: Vec<f64>,
    widths: Vec<f64>,
    inside: usize,
}

impl Scores {
    /// Counts a run in.
    pub(crate) fn add(&mut self, published: f64, predicted: Interval<f64>) {
        self.errors.push((predicted.middle() / published - 1.0).abs());
        self.widths.push(predicted.high() / predicted.low());
        self.inside += usize::from(predicted.low() <= published && published <= predicted.high());
    }

    /// How many runs were scored.
    pub(crate) fn runs(&self) -> usize {
        self.errors.len()
    }
}

/// Error is |predicted median ÷ published − 1|, coverage the part of the runs within their 90% interval, width its
/// upper end over its lower.
impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let runs = self.runs();
        let mean = self.errors.iter().sum::<f64>() / runs as f64;
        let coverage = self.inside as f64 / runs as f64;
        let (error, width) = (median(&self.errors), median(&self.widths));
        write!(
            f,
            "runs={runs} median_abs_error={error:.2} mean_abs_error={mean:.2} coverage90={coverage:.2} median_width={width:.1}"
        )
    }
}

/// The middle value, or the mean of the two in the middle; not a number when there is none.
fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let upper = sorted.get(sorted.len() / 2);
    let lower = sorted.len().checked_sub(1).and_then(|last| sorted.get(last / 2));
    upper.zip(lower).map_or(f64::NAN, |(upper, lower)| (upper + lower) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_has_the_agreed_form() {
        let mut scores = Scores::default();
        scores.add(100.0, Interval::around(50.0, 110.0, 125.0));
        scores.add(100.0, Interval::around(110.0, 140.0, 220.0));
        assert_eq!(
            scores.to_string(),
            "runs=2 median_abs_error=0.25 mean_abs_error=0.25 coverage90=0.50 median_width=2.2"
        );
        scores.add(100.0, Interval::around(80.0, 100.0, 800.0));
        assert!(scores.to_string().starts_with("runs=3 median_abs_error=0.10 "));
    }
}
