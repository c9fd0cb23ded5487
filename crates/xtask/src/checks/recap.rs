//! What the checks found, in the end.

use super::summary::Counts;

/// What one check found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outcome {
    /// Whether it found nothing wrong.
    pub(crate) success: bool,
    /// Lines for the recap, in the words of the runner.
    pub(crate) lines: Vec<String>,
    /// The tests it ran; none for a check that is not made of tests.
    pub(crate) counts: Counts,
}

impl Outcome {
    /// A check without tests of its own.
    pub(crate) fn plain(success: bool) -> Self {
        Self { success, ..Self::default() }
    }

    /// A check that went wrong before it could count anything.
    pub(crate) fn failed(why: &str) -> Self {
        Self { lines: vec![why.to_owned()], ..Self::default() }
    }

    /// A check that had nothing to do.
    pub(crate) fn absent(why: &str) -> Self {
        Self { success: true, lines: vec![why.to_owned()], ..Self::default() }
    }

    /// How it ended.
    pub(crate) fn word(&self) -> &'static str {
        if self.success { "passed" } else { "FAILED" }
    }
}

/// What all the checks found.
#[derive(Debug, Default)]
pub(crate) struct Recap {
    outcomes: Vec<(&'static str, Outcome)>,
}

impl Recap {
    /// Adds what one check found.
    pub(crate) fn add(&mut self, name: &'static str, outcome: Outcome) {
        self.outcomes.push((name, outcome));
    }

    /// Whether nothing went wrong.
    pub(crate) fn all_passed(&self) -> bool {
        self.outcomes.iter().all(|(_, outcome)| outcome.success)
    }

    /// The recap: a heading for each check with its runner's lines, and last the totals alone on a line.
    pub(crate) fn text(&self, time: &str) -> String {
        let mut text = format!("=== recap ({time})\n");
        for (name, outcome) in &self.outcomes {
            text.push_str(&format!("{name}: {}\n", outcome.word()));
            for line in &outcome.lines {
                text.push_str(&format!("  {line}\n"));
            }
        }
        let Counts { passed, failed, skipped } = self.totals();
        text.push_str(&format!("\n{passed} passed, {failed} failed"));
        if skipped > 0 {
            text.push_str(&format!(", {skipped} skipped"));
        }
        text
    }

    /// The runners' counts together. A check that failed without a failed test counts as one.
    fn totals(&self) -> Counts {
        let mut totals = Counts::default();
        for (_, outcome) in &self.outcomes {
            totals += outcome.counts;
            if !outcome.success && outcome.counts.failed == 0 {
                totals.failed += 1;
            }
        }
        totals
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tests(passed: u64, failed: u64, skipped: u64) -> Outcome {
        Outcome {
            success: failed == 0,
            lines: vec![format!("{passed} ok")],
            counts: Counts { passed, failed, skipped },
        }
    }

    #[test]
    fn the_last_line_has_the_totals() {
        let mut recap = Recap::default();
        recap.add("format", Outcome::plain(true));
        recap.add("unit", tests(40, 0, 0));
        recap.add("browser", tests(2, 0, 0));
        assert_eq!(recap.text("1.0 s").lines().last(), Some("42 passed, 0 failed"));
        assert!(recap.all_passed());
    }

    #[test]
    fn every_failed_check_counts() {
        let mut recap = Recap::default();
        recap.add("format", Outcome::plain(false));
        recap.add("unit", tests(40, 2, 1));
        recap.add("build", Outcome::failed("could not be run"));
        assert_eq!(recap.text("1.0 s").lines().last(), Some("40 passed, 4 failed, 1 skipped"));
        assert!(!recap.all_passed());
    }
}
