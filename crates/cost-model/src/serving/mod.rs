//! What it costs to serve tokens, and whether it pays.
//!
//! [`Served`] is a model on a chip: a roofline of memory, arithmetic and links says how many tokens a chip works out in a
//! second. `docs/serving.md` has the method and shows how near it comes to measured throughputs.

mod alternatives;
mod asked;
mod cache;
mod check;
mod cost;
mod day;
mod decode;
mod deployment;
mod efficiency;
mod inputs;
mod links;
mod margin;
mod market;
mod prefill;
mod service;
mod traffic;
mod view;

pub use alternatives::{Alternatives, Crossing, Fleet};
pub use asked::Asked;
pub use cache::{HOURS_PER_MONTH, Medium, PrefixCache, effective_input_price};
pub use check::predicted;
pub use cost::{Rates, TokenCosts, usd_per_million};
pub use day::{DAYS_PER_MONTH, Day, Months, Prices, Sales};
pub use decode::Step;
pub use deployment::{Drafts, Layout, Served, WeightFormat};
pub use efficiency::{ERROR, Efficiency};
pub use inputs::ServingInputs;
pub use margin::{CHIPS, Floor, Floors, Offer, floors, serving_format, stand_ins};
pub use market::{
    Configured, Counts, LIST_PRICE_FRESH_MONTHS, ListPrice, Market, Measurement, Phase, ServedModel, Tier,
};
pub use prefill::Prefill;
pub use service::Service;
pub use traffic::{DEEPSEEK_DAY, PUBLISHED_DAY, PublishedDay, Traffic};
pub use view::report;
pub(crate) use view::{TRAFFIC, figure};

impl Served<'_> {
    /// Chip-seconds of a billion tokens of traffic, input and output together; nothing when the model cannot be served.
    #[must_use]
    pub fn chip_seconds_per_billion(&self, traffic: &Traffic) -> Option<f64> {
        Some(1e9 * self.rates(traffic)?.chip_seconds(traffic))
    }
}

/// The source of DeepSeek's published day.
fn day_source(catalogue: &crate::catalogue::Catalogue) -> Option<crate::report::Reference> {
    let is_day = |of: &&Measurement| of.citation.source().key() == "deepseek-day";
    let source = Market::of(catalogue.edition()).measurements().iter().find(is_day)?.citation.source();
    Some(crate::report::Reference {
        title: source.title().to_owned(),
        url: source.url().unwrap_or_default().to_owned(),
        locator: crate::words::serving::locator_of_the_day(source.publisher(), source.published().unwrap_or_default()),
    })
}
