//! What libFuzzer prints.

use crate::process::Finished;

/// How many lines of a fault are shown.
const LINES_SHOWN: usize = 12;

/// What a run came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// How many inputs were tried.
    pub(crate) executions: u64,
    /// How many of them broke a promise, took too long or too much memory. A run ends with the first.
    pub(crate) crashes: u64,
    /// How many edges of the program's flow were passed.
    pub(crate) coverage: u64,
    /// How many inputs it takes to pass them all as often.
    pub(crate) inputs: u64,
}

impl Found {
    /// Reads the output of a run. One that did not end well without a word of what it tried counts as a crash.
    pub(crate) fn read(finished: &Finished) -> Self {
        let after = |line: &str, name: &str| {
            let (_, rest) = line.split_once(name)?;
            let digits: String = rest.trim_start().chars().take_while(char::is_ascii_digit).collect();
            digits.parse().ok()
        };
        let last = |name: &str| finished.output.lines().rev().find_map(|line| after(line, name)).unwrap_or(0);
        Self {
            executions: last("stat::number_of_executed_units:"),
            crashes: u64::from(!finished.success),
            coverage: last(" cov: "),
            inputs: last(" corp: "),
        }
    }
}

/// What of the output says what was wrong, and where the input is.
pub(crate) fn fault(output: &str) -> String {
    let telling = ["panicked at", "ERROR: ", "Test unit written to", "error: "];
    let mut shown = Vec::new();
    let mut follows = 0;
    for line in output.lines() {
        let line: String = line.chars().take(400).collect();
        if telling.iter().any(|sign| line.contains(sign)) {
            follows = 3;
        }
        if follows > 0 && shown.len() < LINES_SHOWN {
            shown.push(line);
            follows -= 1;
        }
    }
    shown.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "\
#97\tINITED cov: 1808 ft: 4056 corp: 65/5663b exec/s: 0 rss: 28Mb
#49024\tDONE   cov: 2995 ft: 10163 corp: 1440/205Kb lim: 281 exec/s: 3771 rss: 33Mb
Done 49024 runs in 13 second(s)
stat::number_of_executed_units: 49024
stat::average_exec_per_sec:     3771
";

    const BAD: &str = "\
#12\tINITED cov: 108 ft: 156 corp: 5/63b exec/s: 0 rss: 28Mb
thread '<unnamed>' (1) panicked at crates/fuzz-checks/src/numbers.rs:45:5:
1e308: ?
==25212== ERROR: libFuzzer: deadly signal
Test unit written to fuzz/artifacts/numbers/crash-6f1d45f0
stat::number_of_executed_units: 165
";

    fn read(success: bool, output: &str) -> Found {
        Found::read(&Finished { success, output: output.to_owned() })
    }

    #[test]
    fn the_last_figures_count() {
        assert_eq!(read(true, GOOD), Found { executions: 49024, crashes: 0, coverage: 2995, inputs: 1440 });
        assert_eq!(read(false, BAD), Found { executions: 165, crashes: 1, coverage: 108, inputs: 5 });
        assert_eq!(read(false, ""), Found { crashes: 1, ..Found::default() });
    }

    #[test]
    fn a_fault_is_shown_with_its_input() {
        let shown = fault(BAD);
        assert!(shown.contains("numbers.rs:45:5") && shown.contains("1e308: ?") && shown.contains("crash-6f1d45f0"));
        assert!(!shown.contains("INITED"), "{shown}");
    }
}
