//! The ways of counting what a model cost, from the narrowest to the widest.

use crate::catalogue::Accounting;
use crate::words::bill_rung as words;

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
    pub fn name(self) -> &'static str {
        match self {
            Self::Increment => words::increment(),
            Self::Energy => words::energy(),
            Self::Owned => words::owned(),
            Self::Rented => words::rented(),
            Self::PaidTime => words::paid_time(),
            Self::AllCompute => words::all_compute(),
            Self::Development => words::development(),
            Self::Cluster => words::cluster(),
            Self::Lab => words::lab(),
        }
    }

    /// What it counts.
    #[must_use]
    pub fn counts(self) -> &'static str {
        match self {
            Self::Increment => words::increment_counts(),
            Self::Energy => words::energy_counts(),
            Self::Owned => words::owned_counts(),
            Self::Rented => words::rented_counts(),
            Self::PaidTime => words::paid_time_counts(),
            Self::AllCompute => words::all_compute_counts(),
            Self::Development => words::development_counts(),
            Self::Cluster => words::cluster_counts(),
            Self::Lab => words::lab_counts(),
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
#[must_use]
pub fn regions() -> [(&'static str, &'static str); 12] {
    [
        ("us", words::us()),
        ("us-data-centres", words::us_data_centres()),
        ("world", words::world()),
        ("china", words::china()),
        ("france", words::france()),
        ("germany", words::germany()),
        ("india", words::india()),
        ("norway", words::norway()),
        ("finland", words::finland()),
        ("canada", words::canada()),
        ("brazil", words::brazil()),
        ("ireland", words::ireland()),
    ]
}

/// Labs whose overheads are in `data/overheads/profiles.toml`, and their names; `same` is the lab of the run itself.
#[must_use]
pub fn profiles() -> [(&'static str, &'static str); 3] {
    [("lean", words::lean_lab()), ("large", words::large_lab()), ("same", words::same_lab())]
}
