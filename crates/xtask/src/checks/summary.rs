//! Reading the summary lines that test runners print.

/// What a runner counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Tests that passed.
    pub(crate) passed: u64,
    /// Tests that failed, or did not run because another failed.
    pub(crate) failed: u64,
    /// Tests that were left out on purpose.
    pub(crate) skipped: u64,
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// Reads one line; `None` for a line that is no summary.
pub(crate) type Reader = fn(&str) -> Option<Counts>;

/// The summary lines in a runner's output, and their sum.
pub(crate) fn read(output: &str, reader: Reader) -> (Vec<String>, Counts) {
    let mut lines = Vec::new();
    let mut sum = Counts::default();
    for line in output.lines().map(plain) {
        if let Some(counts) = reader(line.trim()) {
            sum += counts;
            lines.push(line.trim().to_owned());
        }
    }
    (lines, sum)
}

/// A line of `cargo test`: `test result: ok. 3 passed; 0 failed; 1 ignored; ...`.
pub(crate) fn cargo(line: &str) -> Option<Counts> {
    let (_, counts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let mut sum = Counts::default();
    for part in counts.split(';') {
        if let Some((number, what)) = number_and_word(part) {
            match what {
                "passed" => sum.passed += number,
                "failed" => sum.failed += number,
                "ignored" => sum.skipped += number,
                _ => {}
            }
        }
    }
    Some(sum)
}

/// A line of Playwright's closing summary: `12 passed (3.4s)`.
pub(crate) fn playwright(line: &str) -> Option<Counts> {
    let line = line.split_once(" (").map_or(line, |(counts, _)| counts);
    let (number, what) = number_and_word(line)?;
    let mut counts = Counts::default();
    match what {
        "passed" => counts.passed = number,
        "failed" | "flaky" | "interrupted" | "did not run" => counts.failed = number,
        "skipped" => counts.skipped = number,
        _ => return None,
    }
    Some(counts)
}

fn number_and_word(text: &str) -> Option<(u64, &str)> {
    let (number, word) = text.trim().split_once(' ')?;
    Some((number.parse().ok()?, word.trim()))
}

/// A line without terminal colours.
fn plain(line: &str) -> String {
    let mut parts = line.split('\u{1b}');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|letter: char| letter.is_ascii_alphabetic()).map_or(part.len(), |place| place + 1);
        text.push_str(&part[end..]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_cargo_test_add_up() {
        let output = "\
running 4 tests
test result: \u{1b}[32mok\u{1b}[0m. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s

test result: FAILED. 5 passed; 2 failed; 0 ignored; 0 measured; 7 filtered out; finished in 1.20s
";
        let (lines, counts) = read(output, cargo);
        assert_eq!(counts, Counts { passed: 8, failed: 2, skipped: 1 });
        assert_eq!(lines.len(), 2);
        assert!(lines[0].starts_with("test result: ok. 3 passed"), "{}", lines[0]);
    }

    #[test]
    fn the_lines_of_playwright_add_up() {
        let output = "\
Running 6 tests using 2 workers
  1 failed
    smoke.spec.mjs:3:1 the page loads
  1 flaky
  1 skipped
  2 did not run
  3 passed (12.0s)
";
        let (lines, counts) = read(output, playwright);
        assert_eq!(counts, Counts { passed: 3, failed: 4, skipped: 1 });
        assert_eq!(lines.len(), 5);
    }

    #[test]
    fn other_lines_are_no_summary() {
        for line in ["3 passed the gate", "passed", "Running 2 tests using 2 workers", "", "test result: "] {
            assert_eq!(playwright(line), None, "{line}");
            assert_eq!(cargo(line), None, "{line}");
        }
    }
}
