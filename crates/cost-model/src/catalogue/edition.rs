//! Editions of the data, and what is read of each.

use std::sync::OnceLock;

/// The newest edition.
pub const EDITION: &str = "2026-12b";

/// The editions of the data, as links name them, the oldest first: the month, none of which is before its newest row, and a
/// letter where it is not the first of its month.
pub const EDITIONS: [&str; 3] = ["2026-11", "2026-12", EDITION];

/// Something of which there is one for each edition, made when it is first asked for.
#[derive(Debug)]
pub(crate) struct ByEdition<T> {
    newest: OnceLock<T>,
    earlier: [OnceLock<T>; EDITIONS.len() - 1],
}

impl<T> ByEdition<T> {
    pub(crate) const fn new() -> Self {
        Self { newest: OnceLock::new(), earlier: [const { OnceLock::new() }; EDITIONS.len() - 1] }
    }

    /// That of an edition, the newest one's for an edition that does not exist.
    pub(crate) fn of(&self, edition: &str, make: impl FnOnce(&'static str) -> T) -> &T {
        let earlier = self.earlier.iter().zip(EDITIONS).find(|(_, of)| *of == edition);
        let (place, edition) = earlier.unwrap_or((&self.newest, EDITION));
        place.get_or_init(|| make(edition))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_editions_are_in_order_and_the_last_is_the_newest() {
        assert!(EDITIONS.is_sorted());
        assert_eq!(EDITIONS.last(), Some(&EDITION));
    }

    #[test]
    fn each_edition_has_its_own_and_makes_it_once() {
        static NAMES: ByEdition<String> = ByEdition::new();
        for edition in EDITIONS {
            assert_eq!(NAMES.of(edition, str::to_owned), edition);
            assert_eq!(NAMES.of(edition, |_| unreachable!("it is made")), edition);
        }
        assert_eq!(NAMES.of("1999-01", str::to_owned), EDITION);
    }
}
