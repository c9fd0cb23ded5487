//! What is sold and what was measured: models that are served for money, their dated list prices, and throughputs, from
//! `data/serving`.

use super::deployment::{Drafts, WeightFormat};
use super::traffic::Traffic;
use crate::architecture_text;
use crate::catalogue::{Accelerator, Architecture, ByEdition, Catalogue, EDITION, Fields, Weights};
use crate::decimal;
use crate::interval::Interval;
use crate::source::Citation;
use crate::words::source as words;

/// How large a closed model is likely to be, by what its maker says it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tier {
    /// A maker's most capable models.
    Frontier,
    /// Those sold as small, fast or cheap.
    Small,
}

/// Where a configuration is found.
#[derive(Debug)]
pub enum Configured {
    /// In the catalogue, under this slug.
    InCatalogue(&'static str),
    /// Here, as [`crate::architecture_text`] writes it.
    Here(&'static str, Citation),
    /// Nowhere: it is not public.
    Nowhere,
}

impl Configured {
    fn read(fields: &mut Fields) -> Self {
        let model = fields.text();
        match fields.optional(|fields| (fields.text(), fields.citation())) {
            Some((text, citation)) => Self::Here(text, citation),
            None if model.is_empty() => Self::Nowhere,
            None => Self::InCatalogue(model),
        }
    }

    /// The configuration; nothing when it is not public.
    #[must_use]
    pub fn architecture(&self, catalogue: &Catalogue) -> Option<Architecture> {
        match self {
            Self::InCatalogue(slug) => Some(catalogue.model(slug)?.architecture.as_ref()?.value()),
            Self::Here(text, _) => architecture_text::parse(text).ok(),
            Self::Nowhere => None,
        }
    }

    /// The slug of its model in the catalogue.
    #[must_use]
    pub const fn slug(&self) -> Option<&'static str> {
        match self {
            Self::InCatalogue(slug) => Some(slug),
            _ => None,
        }
    }
}

/// A model that is served for money.
#[derive(Debug)]
pub struct ServedModel {
    /// Its name in prices.
    pub slug: &'static str,
    /// Its name for readers.
    pub name: &'static str,
    /// Who made it.
    pub developer: &'static str,
    /// Whether its weights are open.
    pub weights: Weights,
    /// How large it is likely to be.
    pub tier: Tier,
    /// The number format in which its weights were published.
    pub format: Option<WeightFormat>,
    /// Its configuration.
    pub configured: Configured,
    /// Whether it stands in the plot of prices; all stand in the table.
    pub is_plotted: bool,
    /// What must be known of it.
    pub note: Option<&'static str>,
}

/// For how many months a list price speaks for the present. That is a judgement: a seller tends to have a new model, or a new
/// price for the old one, within the year.
pub const LIST_PRICE_FRESH_MONTHS: u16 = 12;

/// A list price in US dollars for a million tokens.
#[derive(Debug)]
pub struct ListPrice {
    /// The row's own name.
    pub slug: &'static str,
    /// Slug of the [`ServedModel`].
    pub model: &'static str,
    /// Who asks it.
    pub seller: &'static str,
    /// The day or month at which it held.
    pub date: &'static str,
    /// Of input that is not cached.
    pub input: f64,
    /// Of output.
    pub output: f64,
    /// Of input found in a prefix cache; the price of input where none is listed.
    pub cached: Option<f64>,
    /// Of input in a batch that may take hours.
    pub batch_input: Option<f64>,
    /// Of output in such a batch.
    pub batch_output: Option<f64>,
    /// Where it stands.
    pub citation: Citation,
}

/// Which tokens a measured rate counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    /// Those of output.
    Output,
    /// Those of input, found in the cache or not.
    Input,
    /// Both.
    Total,
}

/// What the measured chips did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Prefill and decoding.
    Both,
    /// Prefill alone; others decoded.
    Prefill,
    /// Decoding alone; others did prefill.
    Decode,
}

/// A throughput that was measured in public.
#[derive(Debug)]
pub struct Measurement {
    /// The model's name.
    pub name: &'static str,
    /// Its configuration.
    pub configured: Configured,
    /// Slug of the accelerator.
    pub hardware: &'static str,
    /// Chips that the rate is of.
    pub chips: f64,
    /// Chips that hold the model once; those of `chips` where the source does not say.
    pub copy: f64,
    /// Format of the weights.
    pub weights: WeightFormat,
    /// Whether the cache of keys and values is in 8 bits.
    pub cache_in_eight_bits: bool,
    /// Whether all chips of a copy worked on every sequence, where that is stated.
    pub is_one_group: Option<bool>,
    /// Tokens that were guessed ahead.
    pub drafts: Drafts,
    /// What the rate counts.
    pub counts: Counts,
    /// What the chips did.
    pub phase: Phase,
    /// Tokens of a prompt on average.
    pub input: f64,
    /// Tokens of an answer on average.
    pub output: f64,
    /// Requests that ran at a time at most, over all copies; endless where the source does not say.
    pub in_flight: f64,
    /// The part of the input that was found in a prefix cache, 0 to 1.
    pub cached: f64,
    /// Tokens a second that each user got at least; 0 for no limit.
    pub rate: f64,
    /// Tokens a second over all `chips`.
    pub tokens_per_second: f64,
    /// Where it stands.
    pub citation: Citation,
}

/// All of them.
#[derive(Debug)]
pub struct Market {
    served: &'static [ServedModel],
    prices: &'static [ListPrice],
    measurements: &'static [Measurement],
}

static MARKETS: ByEdition<Market> = ByEdition::new();

fn number(fields: &mut Fields) -> Option<f64> {
    fields.optional_text().and_then(decimal::read)
}

fn format(fields: &mut Fields) -> Option<WeightFormat> {
    fields.optional_text().and_then(WeightFormat::from_slug)
}

impl ServedModel {
    fn read(fields: &mut Fields) -> Self {
        Self {
            slug: fields.text(),
            name: fields.text(),
            developer: fields.text(),
            weights: fields.word(&[("open", Weights::Open), ("closed", Weights::Closed)]),
            tier: fields.word(&[("frontier", Tier::Frontier), ("small", Tier::Small)]),
            format: format(fields),
            configured: Configured::read(fields),
            is_plotted: fields.parsed(),
            note: fields.optional_text(),
        }
    }
}

impl ListPrice {
    fn read(fields: &mut Fields) -> Self {
        let (slug, model, seller, date) = (fields.text(), fields.text(), fields.text(), fields.text());
        Self {
            slug,
            model,
            seller,
            date,
            input: number(fields).unwrap_or_default(),
            output: number(fields).unwrap_or_default(),
            cached: number(fields),
            batch_input: number(fields),
            batch_output: number(fields),
            citation: fields.citation().quoted(date, LIST_PRICE_FRESH_MONTHS),
        }
    }

    /// When it held, for readers, who are told when that is long ago.
    #[must_use]
    pub fn dated(&self) -> String {
        match self.citation.old_quote() {
            Some(_) => words::old_date(self.date),
            None => self.date.to_owned(),
        }
    }

    /// The price of a million tokens of traffic as they come.
    #[must_use]
    pub fn of_traffic(&self, traffic: &Traffic) -> f64 {
        let [input, cached, output] = [self.input, self.cached.unwrap_or(self.input), self.output].map(Interval::exact);
        traffic.mean(input, cached, output).middle()
    }
}

impl Measurement {
    fn read(fields: &mut Fields) -> Self {
        let (name, configured, hardware) = (fields.text(), Configured::read(fields), fields.text());
        let chips = number(fields).unwrap_or(1.0);
        let copy = number(fields).unwrap_or(chips);
        let weights = format(fields).unwrap_or(WeightFormat::Bf16);
        let cache_in_eight_bits = fields.word(&[("fp8", true), ("bf16", false)]);
        let is_one_group = fields.word(&[("", None), ("tensor", Some(true)), ("data", Some(false))]);
        let counts = fields.word(&[("output", Counts::Output), ("input", Counts::Input), ("total", Counts::Total)]);
        let phase = fields.word(&[("both", Phase::Both), ("prefill", Phase::Prefill), ("decode", Phase::Decode)]);
        let (input, output) = (number(fields).unwrap_or(1.0), number(fields).unwrap_or(1.0));
        let (in_flight, cached) = (number(fields).unwrap_or(f64::INFINITY), number(fields).unwrap_or_default());
        let rate = number(fields).unwrap_or_default();
        let drafts =
            Drafts { tokens: number(fields).unwrap_or_default(), acceptance: number(fields).unwrap_or_default() };
        let tokens_per_second = number(fields).unwrap_or_default();
        Self {
            name,
            configured,
            hardware,
            chips,
            copy,
            weights,
            cache_in_eight_bits,
            is_one_group,
            drafts,
            counts,
            phase,
            input,
            output,
            in_flight,
            cached,
            rate,
            tokens_per_second,
            citation: fields.citation(),
        }
    }

    /// The accelerator.
    #[must_use]
    pub fn chip(&self, catalogue: &'static Catalogue) -> Option<&'static Accelerator> {
        catalogue.accelerator(self.hardware)
    }
}

impl Market {
    /// That of the newest edition.
    #[must_use]
    pub fn current() -> &'static Self {
        Self::of(EDITION)
    }

    /// That of an edition; the newest one's for an edition that does not exist.
    #[must_use]
    pub fn of(edition: &str) -> &'static Self {
        MARKETS.of(edition, |edition| {
            let mut fields = Fields::new(include_str!(concat!(env!("OUT_DIR"), "/serving.txt")), edition);
            Self {
                served: fields.list(ServedModel::read),
                prices: fields.list(ListPrice::read),
                measurements: fields.list(Measurement::read),
            }
        })
    }

    /// Every served model.
    #[must_use]
    pub fn served(&self) -> &'static [ServedModel] {
        self.served
    }

    /// Every list price.
    #[must_use]
    pub fn prices(&self) -> &'static [ListPrice] {
        self.prices
    }

    /// Every measured throughput.
    #[must_use]
    pub fn measurements(&self) -> &'static [Measurement] {
        self.measurements
    }

    /// The served model of that slug.
    #[must_use]
    pub fn model(&self, slug: &str) -> Option<&'static ServedModel> {
        self.served.iter().find(|model| model.slug == slug)
    }

    /// The served model that is a model of the catalogue.
    #[must_use]
    pub fn of_catalogue(&self, slug: &str) -> Option<&'static ServedModel> {
        self.served.iter().find(|model| model.slug == slug || model.configured.slug() == Some(slug))
    }

    /// The list prices of a model, the latest last.
    #[must_use]
    pub fn prices_of(&self, model: &ServedModel) -> Vec<&'static ListPrice> {
        let mut prices: Vec<&ListPrice> = self.prices.iter().filter(|price| price.model == model.slug).collect();
        prices.sort_by(|one, other| one.date.cmp(other.date));
        prices
    }

    /// The latest list price of a model: its maker's, or another seller's where the maker sells none.
    #[must_use]
    pub fn latest(&self, model: &ServedModel) -> Option<&'static ListPrice> {
        let prices = self.prices_of(model);
        prices.iter().rfind(|price| price.seller == model.developer).or_else(|| prices.last()).copied()
    }
}
