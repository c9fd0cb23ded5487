//! Where a saving comes from: from a reference to a chosen run, factor by factor.
//!
//! A [`Case`] is a reference, a chosen run and the factors between them, with the cost of every combination in which each
//! factor is as in the one or in the other. The difference is shared out by [Shapley values](shapley), which do not
//! depend on the order in which factors are exchanged.

mod design;
mod entries;
mod overhead;
pub(crate) mod reshape;
mod run;
mod scalars;
mod serving;
pub mod shapley;
mod times;
mod view;

use crate::report::{Found, Reference};

pub use view::{case, report};

/// Something in which a run differs from its reference.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// What it is.
    pub label: &'static str,
    /// How it is in the reference.
    pub before: String,
    /// How it is in the chosen run.
    pub after: String,
    /// What a reader must know of how it was found.
    pub notes: Vec<String>,
    /// Where its inputs come from.
    pub sources: Vec<Reference>,
}

/// A reference, a chosen run, and what lies between them.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The reference in a few words.
    pub reference: String,
    /// The chosen run's name.
    pub chosen: String,
    /// What the sums count.
    pub counts: String,
    /// The factors, at most [`shapley::MOST`].
    pub factors: Vec<Factor>,
    /// The cost in US dollars of every combination: factors whose bit is one are as in the chosen run.
    pub game: Vec<f64>,
    /// What a reader must know of the whole.
    pub notes: Vec<String>,
    /// What stands in fields of the reference that nobody entered.
    pub found: Vec<Found>,
}

impl Case {
    /// The case, when every combination costs something that can be written.
    ///
    /// # Errors
    /// When one costs nothing, so that it has no ratio to another, or more than can be written.
    fn checked(self) -> Result<Self, String> {
        if self.game.iter().all(|value| value.is_finite() && *value > 0.0) {
            Ok(self)
        } else {
            Err("one of the combinations costs nothing, or more than can be written".to_owned())
        }
    }

    /// The reference's cost.
    #[must_use]
    pub fn before(&self) -> f64 {
        self.game.first().copied().unwrap_or_default()
    }

    /// The chosen run's cost.
    #[must_use]
    pub fn after(&self) -> f64 {
        self.game.last().copied().unwrap_or_default()
    }

    /// The cost when one factor alone is as in the reference, all else as in the chosen run.
    #[must_use]
    pub fn without(&self, factor: usize) -> f64 {
        let all = self.game.len() - 1;
        self.game.get(all & !(1 << factor)).copied().unwrap_or_default()
    }
}
