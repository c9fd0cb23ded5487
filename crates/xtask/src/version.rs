//! Version numbers as tools print them.

use std::fmt;

/// The numbers of a version, and what follows them: `0.22.0` and `-beta.1`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version {
    numbers: Vec<u32>,
    suffix: String,
}

impl Version {
    /// Finds the first word of `text` that starts with a number, after an optional `v`.
    pub(crate) fn find(text: &str) -> Option<Self> {
        text.split_whitespace().find_map(Self::parse)
    }

    fn parse(word: &str) -> Option<Self> {
        let word = word.strip_prefix('v').unwrap_or(word);
        let end = word.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(word.len());
        let (numbers, suffix) = word.split_at(end);
        let numbers = numbers.split('.').map(|number| number.parse().ok()).collect::<Option<Vec<u32>>>()?;
        Some(Self { numbers, suffix: suffix.to_owned() })
    }

    /// The first number.
    pub(crate) fn major(&self) -> u32 {
        self.numbers.first().copied().unwrap_or(0)
    }

    /// Whether this version is `least` or later, judged by the numbers alone.
    pub(crate) fn at_least(&self, least: &Self) -> bool {
        let length = self.numbers.len().max(least.numbers.len());
        let number = |version: &Self, place| version.numbers.get(place).copied().unwrap_or(0);
        (0..length).map(|place| number(self, place)).ge((0..length).map(|place| number(least, place)))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, number) in self.numbers.iter().enumerate() {
            write!(formatter, "{}{number}", if place == 0 { "" } else { "." })?;
        }
        formatter.write_str(&self.suffix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> String {
        Version::find(text).expect("there is a version").to_string()
    }

    #[test]
    fn a_version_is_found_in_what_tools_print() {
        assert_eq!(found("trunk 0.22.0-beta.1\n"), "0.22.0-beta.1");
        assert_eq!(found("wasm-opt version 132 (version_132)"), "132");
        assert_eq!(found("rustc 1.96.0 (abc 2026-05-25) (built from a source tarball)"), "1.96.0");
        assert_eq!(found("v20.20.2"), "20.20.2");
        assert_eq!(found("Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)"), "156.0.8078.79");
        assert_eq!(found("Debian LLD 19.1.7 (compatible with GNU linkers)"), "19.1.7");
    }

    #[test]
    fn text_without_a_version_has_none() {
        assert_eq!(Version::find("command not found"), None);
        assert_eq!(Version::find(""), None);
        assert_eq!(Version::find("version . ..1"), None);
    }

    #[test]
    fn versions_compare_by_number() {
        let version = |text| Version::find(text).expect("there is a version");
        assert!(version("1.96.0").at_least(&version("1.95")));
        assert!(version("1.95").at_least(&version("1.95.0")));
        assert!(version("1.100.0").at_least(&version("1.95")));
        assert!(!version("1.85.1").at_least(&version("1.95")));
        assert_eq!(version("156.0.8078.79").major(), 156);
    }
}
