//! What is asked of a service, whatever the model: its traffic and its list prices. They hold for closed models too.

use super::day::Prices;
use super::market::{ListPrice, Market};
use super::traffic::{DEEPSEEK_DAY, PUBLISHED_DAY, Traffic};
use crate::bill::{Input, Inputs, because};
use crate::estimate::Grade;
use crate::field::Field;
use crate::interval::Interval;
use crate::report::Found;
use crate::source::Citation;
use crate::text;
use crate::words::serving_asked as words;

/// The traffic and the list prices of an entry.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    inputs: Inputs<'a>,
}

impl<'a> Asked<'a> {
    /// Of an entry.
    #[must_use]
    pub const fn of(inputs: Inputs<'a>) -> Self {
        Self { inputs }
    }

    /// The number entered in a field.
    #[must_use]
    pub fn entered(&self, field: Field) -> Option<Interval<f64>> {
        self.inputs.scenario.number(field)
    }

    /// The value of a field: whatever was entered; else that of traffic and list prices; nothing for any other field.
    #[must_use]
    pub fn get(&self, field: Field) -> Option<Input> {
        if let Some(value) = self.entered(field) {
            return Some(made(field, value, Grade::Entered, words::your_figure().to_owned()));
        }
        match field {
            Field::KvLength => Some(self.of_the_day(field, DEEPSEEK_DAY.context)),
            Field::InputPerOutput => Some(self.of_the_day(field, DEEPSEEK_DAY.input_per_output)),
            Field::CacheHitShare => Some(self.of_the_day(field, DEEPSEEK_DAY.cached)),
            Field::TokensPerSecond => Some(self.of_the_day(field, DEEPSEEK_DAY.rate)),
            Field::TokensPerDay => Some(self.of_the_day(field, PUBLISHED_DAY.tokens)),
            Field::UsdPerMillionInput => Some(self.listed(field, |price| Some(price.input))),
            Field::UsdPerMillionCachedInput => Some(self.listed(field, |price| price.cached)),
            Field::UsdPerMillionOutput => Some(self.listed(field, |price| Some(price.output))),
            _ => None,
        }
    }

    /// The tokens that are served, by central values.
    #[must_use]
    pub fn traffic(&self) -> Traffic {
        let central = |field| self.get(field).and_then(|input| input.value).map_or(0.0, |value| value.middle_signed());
        Traffic {
            context: central(Field::KvLength),
            input_per_output: central(Field::InputPerOutput),
            cached: central(Field::CacheHitShare),
            rate: central(Field::TokensPerSecond),
            first_token: self.entered(Field::FirstTokenSeconds).map_or(f64::INFINITY, |limit| limit.middle()),
        }
    }

    /// The list prices; nothing where one of them is not known.
    #[must_use]
    pub fn prices(&self) -> Option<Prices> {
        let value = |field| self.get(field)?.value;
        Some(Prices {
            input: value(Field::UsdPerMillionInput)?,
            cached: value(Field::UsdPerMillionCachedInput)?,
            output: value(Field::UsdPerMillionOutput)?,
        })
    }

    /// Whether the prices are the visitor's, at least one of them.
    #[must_use]
    pub fn is_price_entered(&self) -> bool {
        [Field::UsdPerMillionInput, Field::UsdPerMillionCachedInput, Field::UsdPerMillionOutput]
            .iter()
            .any(|field| self.entered(*field).is_some())
    }

    /// The list price that the entry is sold at, where one is known.
    #[must_use]
    pub fn list_price(&self) -> Option<&'static ListPrice> {
        let market = Market::of(self.inputs.catalogue.edition());
        market.latest(market.of_catalogue(self.inputs.scenario.slug())?)
    }

    /// Whether DeepSeek's published day is about this model.
    #[must_use]
    pub fn is_of_the_day(&self) -> bool {
        ["deepseek-v3", "deepseek-r1"].contains(&self.inputs.scenario.slug())
    }

    /// What stands in the fields that matter to a model whose cost cannot be worked out, for the form.
    #[must_use]
    pub fn found(&self) -> Vec<Found> {
        const FIELDS: [Field; 6] = [
            Field::KvLength,
            Field::InputPerOutput,
            Field::CacheHitShare,
            Field::UsdPerMillionInput,
            Field::UsdPerMillionCachedInput,
            Field::UsdPerMillionOutput,
        ];
        let empty = FIELDS.into_iter().filter(|field| self.entered(*field).is_none());
        let found = empty.filter_map(|field| {
            let input = self.get(field)?;
            let value = text::exact_or_range(input.value?, field.spec().style);
            Some(Found { field, value, because: input.because })
        });
        found.collect()
    }

    /// A figure of DeepSeek's published day: published for its models, an example for others.
    pub(super) fn of_the_day(&self, field: Field, value: f64) -> Input {
        let (grade, because) = match self.is_of_the_day() {
            true => (Grade::Published, words::published_day().to_owned()),
            false => (Grade::Assumed, words::published_day_as_example().to_owned()),
        };
        Input {
            sources: super::day_source(self.inputs.catalogue).into_iter().collect(),
            ..made(field, Interval::exact(value), grade, because)
        }
    }

    fn listed(&self, field: Field, usd: impl Fn(&ListPrice) -> Option<f64>) -> Input {
        match self.list_price() {
            Some(price) if usd(price).is_some() => {
                let input = cited(field, Interval::exact(usd(price).unwrap_or_default()), price.citation);
                Input { because: words::seller_and_date(price.seller, &price.dated()), ..input }
            }
            // Without a discount for hits they cost what other input does.
            listed if field == Field::UsdPerMillionCachedInput => match self.get(Field::UsdPerMillionInput) {
                Some(input) if input.value.is_some() => {
                    let because = match listed {
                        Some(price) => words::as_other_input_of(price.seller, &price.dated()),
                        None => words::as_other_input().to_owned(),
                    };
                    Input { field, because, ..input }
                }
                _ => nothing(field, words::no_list_price()),
            },
            _ => nothing(field, words::no_list_price()),
        }
    }
}

/// An input without a source.
pub(super) fn made(field: Field, value: Interval<f64>, grade: Grade, because: String) -> Input {
    Input { field, value: Some(value), grade, sources: Vec::new(), because }
}

/// An input that nobody knows.
pub(super) fn nothing(field: Field, because: &str) -> Input {
    Input { field, value: None, grade: Grade::Unknown, sources: Vec::new(), because: because.to_owned() }
}

/// An input with its source.
pub(super) fn cited(field: Field, value: Interval<f64>, citation: Citation) -> Input {
    let grade = Grade::of(citation);
    let because = because(citation);
    Input { field, value: Some(value), grade, sources: vec![citation.into()], because }
}
