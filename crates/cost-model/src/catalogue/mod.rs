//! What is publicly known of accelerators, their prices, models and training runs.
//!
//! The figures stand in `data/**/*.toml`; the build script compiles them to one text, which this
//! module reads on first use.

mod fields;
mod hardware;
mod models;
mod prices;
mod runs;

use std::sync::LazyLock;

pub(crate) use fields::Fields;

pub use hardware::{Accelerator, ChipKind, Precision};
pub use models::{
    Accounting, Architecture, Attention, AttentionKind, Biases, Bound, Claim, Experts, FeedForward, LinearAttention,
    LinearKind, Model, QkNorm, SlidingWindow, StageRuns, Training, Weights,
};
pub use prices::{Price, RENT_FRESH_MONTHS, Terms};
pub use runs::{Run, RunStage};

/// The editions of the data, as links name them: months, none of which is before its newest row.
pub const EDITIONS: [&str; 2] = ["2026-11", EDITION];

/// The newest edition.
pub const EDITION: &str = "2026-12";

/// Every figure that estimates start from.
#[derive(Debug)]
pub struct Catalogue {
    accelerators: &'static [Accelerator],
    prices: &'static [Price],
    models: &'static [Model],
    runs: &'static [Run],
}

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let mut fields = Fields::new(include_str!(concat!(env!("OUT_DIR"), "/catalogue.txt")));
    Catalogue {
        accelerators: fields.list(Accelerator::read),
        prices: fields.list(Price::read),
        models: fields.list(Model::read),
        runs: fields.list(Run::read),
    }
});

impl Catalogue {
    /// The catalogue that is compiled in.
    #[must_use]
    pub fn current() -> &'static Self {
        &CATALOGUE
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
