//! What is publicly known of accelerators, their prices, models and training runs.
//!
//! The figures stand in `data/**/*.toml`; the build script compiles them to one text, which this
//! module reads on first use.

mod edition;
mod fields;
mod hardware;
mod models;
mod prices;
mod runs;

use std::fmt;

pub(crate) use edition::ByEdition;
pub(crate) use fields::Fields;

pub use edition::{EDITION, EDITIONS};
pub use hardware::{Accelerator, ChipKind, Precision};
pub use models::{
    Accounting, Architecture, Attention, AttentionKind, Biases, Bound, Claim, Experts, FeedForward, LinearAttention,
    LinearKind, Model, QkNorm, SlidingWindow, StageRuns, Training, Weights,
};
pub use prices::{Price, RENT_FRESH_MONTHS, Terms};
pub use runs::{Run, RunStage};

/// Every figure that estimates start from, in one edition.
pub struct Catalogue {
    edition: &'static str,
    accelerators: &'static [Accelerator],
    prices: &'static [Price],
    models: &'static [Model],
    runs: &'static [Run],
}

/// There is one of each edition.
impl PartialEq for Catalogue {
    fn eq(&self, other: &Self) -> bool {
        self.edition == other.edition
    }
}

impl fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Catalogue of {}", self.edition)
    }
}

static CATALOGUES: ByEdition<Catalogue> = ByEdition::new();

impl Catalogue {
    /// The catalogue of the newest edition.
    #[must_use]
    pub fn current() -> &'static Self {
        Self::of(EDITION)
    }

    /// The catalogue of an edition; the newest one for an edition that does not exist.
    #[must_use]
    pub fn of(edition: &str) -> &'static Self {
        CATALOGUES.of(edition, |edition| {
            let mut fields = Fields::new(include_str!(concat!(env!("OUT_DIR"), "/catalogue.txt")), edition);
            Self {
                edition,
                accelerators: fields.list(Accelerator::read),
                prices: fields.list(Price::read),
                models: fields.list(Model::read),
                runs: fields.list(Run::read),
            }
        })
    }

    /// The edition whose figures these are.
    #[must_use]
    pub const fn edition(&self) -> &'static str {
        self.edition
    }

    /// Every accelerator, in the order of slugs.
    #[must_use]
    pub fn accelerators(&self) -> &'static [Accelerator] {
        self.accelerators
    }

    /// Every model, in the order of slugs.
    #[must_use]
    pub fn models(&self) -> &'static [Model] {
        self.models
    }

    /// Every published run.
    #[must_use]
    pub fn runs(&self) -> &'static [Run] {
        self.runs
    }

    /// Every dated rental price.
    #[must_use]
    pub fn prices(&self) -> &'static [Price] {
        self.prices
    }

    /// The accelerator of that slug.
    #[must_use]
    pub fn accelerator(&self, slug: &str) -> Option<&'static Accelerator> {
        self.accelerators.iter().find(|accelerator| accelerator.slug == slug)
    }

    /// The model of that slug.
    #[must_use]
    pub fn model(&self, slug: &str) -> Option<&'static Model> {
        self.models.iter().find(|model| model.slug == slug)
    }

    /// The run of that slug.
    #[must_use]
    pub fn run(&self, slug: &str) -> Option<&'static Run> {
        self.runs.iter().find(|run| run.slug == slug)
    }

    /// The prices at which one could rent the accelerator: quoted ones only, not those that a report assumed, and
    /// not spot prices, on which no long run can rely.
    pub fn market_prices(&self, hardware: &str) -> impl Iterator<Item = &'static Price> {
        self.prices
            .iter()
            .filter(move |price| price.hardware == hardware)
            .filter(|price| matches!(price.terms, Terms::OnDemand | Terms::Reserved))
    }
}
