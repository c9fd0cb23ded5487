//! The ways of counting what a model cost, from the narrowest to the widest.

use crate::catalogue::Accounting;

/// A way of counting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rung {
    /// What the run added to the model that it started from, at a rental price.
    Increment,
    /// The electricity of the final run.
    Energy,
    /// The value that the final run took from owned hardware, with electricity.
    Owned,
    /// The final run at a rental price.
    Rented,
    /// The same with idle and lost time, storage and network.
    PaidTime,
    /// The same with failed runs and ablations.
    AllCompute,
    /// The same with data, evaluation and staff.
    Development,
    /// Buying the cluster that the run used.
    Cluster,
    /// What the lab has or spends as a whole.
    Lab,
}

impl Rung {
    /// Every rung, the narrowest first.
    pub const ALL: [Self; 9] = [
        Self::Increment,
        Self::Energy,
        Self::Owned,
        Self::Rented,
        Self::PaidTime,
        Self::AllCompute,
        Self::Development,
        Self::Cluster,
        Self::Lab,
    ];

    /// Those that may stand for a run.
    pub const COUNTED: [Self; 6] =
        [Self::Owned, Self::Rented, Self::PaidTime, Self::AllCompute, Self::Development, Self::Cluster];

    /// As links spell it.
    #[must_use]
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Increment => "increment",
            Self::Energy => "energy",
            Self::Owned => "owned",
            Self::Rented => "rented",
            Self::PaidTime => "paid-time",
            Self::AllCompute => "all-compute",
            Self::Development => "development",
            Self::Cluster => "cluster",
            Self::Lab => "lab",
        }
    }

    /// Its name for readers.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Increment => "On top of the base model",
            Self::Energy => "Electricity",
            Self::Owned => "Final run, owned hardware",
            Self::Rented => "Final run, rented",
            Self::PaidTime => "All paid time",
            Self::AllCompute => "All compute",
            Self::Development => "Whole development",
            Self::Cluster => "Buying the cluster",
            Self::Lab => "The whole lab",
        }
    }

    /// What it counts.
    #[must_use]
    pub const fn counts(self) -> &'static str {
        match self {
            Self::Increment => "the stages that were added to a model that existed",
            Self::Energy => "what the data centre drew for the final run",
            Self::Owned => "the value that the run took from servers and network, and electricity",
            Self::Rented => "chip-hours of the published stages at a rental price",
            Self::PaidTime => "with idle and failed time, storage and network",
            Self::AllCompute => "with failed runs, ablations and smaller runs",
            Self::Development => "with data, evaluation, safety and staff",
            Self::Cluster => "servers and network, which go on being of use",
            Self::Lab => "all that a lab owns or spends, for all that it does",
        }
    }

    /// The rung of that slug.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rung| rung.slug() == slug)
    }

    /// The rung on which a claim stands; nothing when it was not said what it counts.
    #[must_use]
    pub const fn of(accounting: Accounting) -> Option<Self> {
        match accounting {
            Accounting::Increment => Some(Self::Increment),
            Accounting::RentedFinalRun => Some(Self::Rented),
            Accounting::OwnedAmortised => Some(Self::Owned),
            Accounting::AllCompute => Some(Self::AllCompute),
            Accounting::ClusterPurchase => Some(Self::Cluster),
            Accounting::FleetPurchase | Accounting::WholeLab => Some(Self::Lab),
            Accounting::Unstated => None,
        }
    }
}

/// Regions with a carbon intensity in `data/overheads/regions.toml`, and their names.
pub const REGIONS: [(&str, &str); 12] = [
    ("us", "United States"),
    ("us-data-centres", "United States, where data centres are"),
    ("world", "World"),
    ("china", "China"),
    ("france", "France"),
    ("germany", "Germany"),
    ("india", "India"),
    ("norway", "Norway"),
    ("finland", "Finland"),
    ("canada", "Canada"),
    ("brazil", "Brazil"),
    ("ireland", "Ireland"),
];

/// Labs whose overheads are in `data/overheads/profiles.toml`, and their names; `same` is the lab of the run itself.
pub const PROFILES: [(&str, &str); 3] = [("lean", "a lean lab"), ("large", "a large lab"), ("same", "the same lab")];
