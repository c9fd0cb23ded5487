//! Links of earlier versions, brought to the present one a version at a time.
//!
//! A step is never changed once links of its version are about: it turns what they say into what the next version says.

use super::VERSION;

/// What a link says: keys and values, each key once.
pub(super) type Pairs = Vec<(String, String)>;

/// Brings what a link of one version says to the version after it.
pub(super) type Step = fn(Pairs) -> Pairs;

/// The step from each version before the present one, from version 1 on.
const STEPS: [Step; VERSION as usize - 1] = [];

/// What a link of some version says, as the present version says it. A later version has no steps.
pub(super) fn migrate(pairs: Pairs, version: u32) -> Pairs {
    through(&STEPS, pairs, version)
}

fn through(steps: &[Step], pairs: Pairs, version: u32) -> Pairs {
    steps.iter().skip((version as usize).saturating_sub(1)).fold(pairs, |pairs, step| step(pairs))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn renamed(pairs: Pairs) -> Pairs {
        pairs.into_iter().map(|(key, value)| (key.replace("cost", "price"), value)).collect()
    }

    fn doubled(pairs: Pairs) -> Pairs {
        pairs.into_iter().map(|(key, value)| (key, value.repeat(2))).collect()
    }

    #[test]
    fn a_link_goes_through_the_steps_from_its_own_version_on() {
        let said = |key: &str, value: &str| vec![(key.to_owned(), value.to_owned())];
        let steps: [Step; 2] = [renamed, doubled];
        assert_eq!(through(&steps, said("cost", "1"), 1), said("price", "11"));
        assert_eq!(through(&steps, said("cost", "1"), 2), said("cost", "11"));
        assert_eq!(through(&steps, said("cost", "1"), 3), said("cost", "1"));
        assert_eq!(through(&steps, said("cost", "1"), 9), said("cost", "1"));
        assert_eq!(through(&steps, said("cost", "1"), 0), said("price", "11"));
        assert_eq!(migrate(said("cost", "1"), VERSION), said("cost", "1"));
    }
}
