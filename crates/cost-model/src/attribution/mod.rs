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

use crate::field::Field;
use crate::report::{Found, Given, Reference, fields};
use crate::words::attribution as words;

pub use view::{case, report};

/// In what a run can differ from its reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The number formats of training or serving.
    Precision,
    /// Experts in place of a dense model of equal quality.
    Experts,
    /// The kind of attention.
    Attention,
    /// What the backward pass works out again.
    Recomputation,
    /// The accelerator.
    Accelerator,
    /// How much of its speed is reached.
    Utilisation,
    /// The price of a chip-hour.
    Price,
    /// Whether the base model existed.
    Reuse,
    /// What a lab pays beside the final run.
    Overheads,
    /// Whether prompts that come again are kept.
    PrefixCache,
    /// Tokens trained on.
    Tokens,
    /// Parameters of a dense model of equal quality.
    Size,
    /// Work of attention for a token.
    AttentionWork,
    /// Compute as a whole.
    Compute,
    /// The accelerator's peak rate.
    Peak,
    /// Hours of pre-training as a whole.
    PretrainingHours,
    /// Hours after pre-training.
    FurtherStages,
}

impl Kind {
    /// Its name.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Precision => words::precision(),
            Self::Experts => words::experts(),
            Self::Attention => words::attention(),
            Self::Recomputation => words::recomputation(),
            Self::Accelerator => words::accelerator(),
            Self::Utilisation => words::utilisation(),
            Self::Price => words::price(),
            Self::Reuse => words::reuse(),
            Self::Overheads => words::overheads(),
            Self::PrefixCache => words::prefix_cache(),
            Self::Tokens => words::training_tokens(),
            Self::Size => words::dense_size(),
            Self::AttentionWork => words::attention_work(),
            Self::Compute => words::training_compute(),
            Self::Peak => words::peak(),
            Self::PretrainingHours => words::pretraining_hours(),
            Self::FurtherStages => words::further_stages(),
        }
    }
}

impl Kind {
    /// The fields of the chosen run, and those of a reference design, that decide it.
    fn decided_by(self) -> (&'static [Field], &'static [Field]) {
        match self {
            Self::Precision => (&[Field::Precision], &[Field::ReferencePrecision]),
            Self::Experts => (&[Field::ActiveParams, Field::TotalParams], &[Field::DenseParams]),
            Self::Attention => (&[Field::Architecture], &[Field::ReferenceAttention]),
            Self::Recomputation => (&[], &[Field::ReferenceRecomputation]),
            Self::Accelerator => (&[Field::Hardware], &[Field::ReferenceHardware]),
            Self::Utilisation => (&[Field::PretrainingHours, Field::Tokens], &[Field::ReferenceMfu]),
            Self::Price => (&[Field::UsdPerGpuHour], &[Field::ReferencePrice]),
            Self::Reuse => (&[Field::BaseModelHours], &[]),
            Self::Overheads => (&OVERHEADS, &[Field::ReferenceOverheads]),
            Self::PrefixCache => (&[Field::CacheHitShare], &[]),
            Self::Tokens => (&[Field::Tokens], &[]),
            Self::Size => (&[Field::ActiveParams, Field::TotalParams], &[]),
            Self::AttentionWork => (&[Field::FlopPerToken], &[]),
            Self::Compute => (&[Field::TrainingFlop], &[]),
            Self::Peak => (&[Field::Hardware], &[]),
            Self::PretrainingHours => (&[Field::PretrainingHours], &[]),
            Self::FurtherStages => (&[Field::ContextExtensionHours, Field::PosttrainingHours], &[]),
        }
    }
}

/// What a lab pays beside the final run.
const OVERHEADS: [Field; 5] =
    [Field::Accounting, Field::IdleShare, Field::StorageShare, Field::ExperimentsMultiple, Field::StaffPeople];

/// The fields on which the chosen run's sum rests: hours, their price, and what a lab pays beside.
const OF_SUM: [Field; 12] = [
    Field::PretrainingHours,
    Field::ContextExtensionHours,
    Field::PosttrainingHours,
    Field::UsdPerGpuHour,
    Field::Accounting,
    Field::IdleShare,
    Field::StorageShare,
    Field::ExperimentsMultiple,
    Field::DataUsd,
    Field::EvaluationUsd,
    Field::StaffPeople,
    Field::StaffMonths,
];

/// Something in which a run differs from its reference.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// What it is.
    pub kind: Kind,
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
    /// How the two sums were found that it leads from and to, each line by line.
    pub sums: [Vec<String>; 2],
    /// Whether the reference is a design of which the form has the fields, and no entry of its own.
    pub is_design: bool,
    /// The fields on which the chosen run's sum rests.
    pub sum_on: &'static [Field],
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
            Err(words::costs_nothing().to_owned())
        }
    }

    /// What a factor rests on: fields of the chosen run, and of the reference where that is a design.
    fn given(&self, kind: Kind) -> Vec<Given> {
        let (chosen, reference) = kind.decided_by();
        fields(&[chosen, if self.is_design { reference } else { &[] }].concat())
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
        self.game.get(shapley::all(&self.game) & !(1 << factor)).copied().unwrap_or_default()
    }
}
