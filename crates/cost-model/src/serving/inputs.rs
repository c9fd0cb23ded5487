//! The values that serving is worked out from: entered, published for the model, or the nearest figure of the catalogue.

use super::asked::{Asked, cited, made, nothing};
use super::cache::Medium;
use super::deployment::{Drafts, Layout, Served, WeightFormat};
use super::margin::serving_format;
use super::market::Market;
use super::traffic::{DEEPSEEK_DAY, PUBLISHED_DAY};
use crate::bill::overheads::Scope;
use crate::bill::{Input, Inputs};
use crate::catalogue::{Accelerator, Architecture, ByEdition, Catalogue, Precision};
use crate::estimate::{Grade, quotes};
use crate::field::{FIELDS, Field, Group, Kind};
use crate::interval::Interval;
use crate::report::{Found, Reference};
use crate::source::Citation;
use crate::text::{self, Style};
use crate::words::serving_inputs as words;

/// The accelerator that serves where no other is known.
const USUAL_CHIP: &str = "nvidia-h100-sxm5-80gb";

/// What a model is served with.
#[derive(Clone, Debug)]
pub struct ServingInputs<'a> {
    inputs: Inputs<'a>,
    model: Architecture,
    chip: &'static Accelerator,
}

impl<'a> ServingInputs<'a> {
    /// The inputs of an entry.
    ///
    /// # Errors
    /// Why it cannot be served, in words.
    pub fn of(inputs: Inputs<'a>) -> Result<Self, String> {
        let model = inputs.scenario.architecture().ok_or_else(|| no_configuration(inputs))?;
        let chosen = inputs.chosen(Field::ServingHardware).and_then(|slug| inputs.catalogue.accelerator(slug));
        // The one that trained it, unless nobody is known to rent that out.
        let has_rent = |chip: &Accelerator| {
            stated_rent(inputs, chip).is_some() || !quotes::near(inputs.catalogue, chip, None).is_empty()
        };
        let own = inputs.chip().filter(|chip| is_known(chip) && has_rent(chip));
        let chip =
            chosen.or(own).or_else(|| inputs.catalogue.accelerator(USUAL_CHIP)).ok_or_else(words::no_accelerator)?;
        if !is_known(chip) {
            return Err(words::chip_not_known(chip.short_name));
        }
        Ok(Self { inputs: Inputs { chip: Some(chip), ..inputs }, model, chip })
    }

    /// Where the other values are looked up, for the accelerator that serves.
    #[must_use]
    pub const fn bill(&self) -> Inputs<'a> {
        self.inputs
    }

    /// Where values of the training run are looked up.
    #[must_use]
    pub const fn training(&self) -> Inputs<'a> {
        Inputs { chip: None, ..self.inputs }
    }

    /// The model's configuration.
    #[must_use]
    pub const fn model(&self) -> &Architecture {
        &self.model
    }

    /// The accelerator that serves.
    #[must_use]
    pub const fn chip(&self) -> &'static Accelerator {
        self.chip
    }

    /// The catalogue.
    #[must_use]
    pub const fn catalogue(&self) -> &'static Catalogue {
        self.inputs.catalogue
    }

    /// The model on its chips.
    #[must_use]
    pub fn served(&self) -> Served<'_> {
        Served {
            cache_in_eight_bits: self.inputs.chosen(Field::KvCacheFormat) == Some("fp8"),
            is_absorbed: self.inputs.chosen(Field::MlaDecoding) != Some("expanded"),
            drafts: self.drafts(),
            ..Served::plainly(&self.model, self.chip, self.weights())
        }
    }

    /// The layouts that the entry allows.
    #[must_use]
    pub fn layouts(&self, served: &Served) -> Vec<Layout> {
        let chips = self.entered(Field::CopyChips).map(|chips| chips.middle());
        let attention = self.entered(Field::AttentionChips).map(|chips| chips.middle());
        let allowed = |layout: &Layout| {
            chips.is_none_or(|chips| layout.chips == chips)
                && attention.is_none_or(|attention| layout.attention == attention)
        };
        let found: Vec<Layout> = served.layouts().filter(allowed).collect();
        if !found.is_empty() {
            return found;
        }
        // Numbers of chips that the search does not try.
        let Some(chips) = chips.or(attention) else { return found };
        let groups = attention.map_or_else(|| vec![1.0, chips], |attention| vec![attention]);
        let is_possible =
            |attention: &f64| chips % *attention == 0.0 && (served.model.experts.is_some() || *attention == chips);
        groups.into_iter().filter(is_possible).map(|attention| Layout { chips, attention }).collect()
    }

    /// What is asked of the service, whatever the model.
    #[must_use]
    pub const fn asked(&self) -> Asked<'a> {
        Asked::of(self.inputs)
    }

    /// The number entered in a field.
    #[must_use]
    pub fn entered(&self, field: Field) -> Option<Interval<f64>> {
        self.asked().entered(field)
    }

    /// Where the prefix cache is kept: on disk where nothing was entered, as DeepSeek does.
    #[must_use]
    pub fn medium(&self) -> Medium {
        self.inputs.chosen(Field::CacheMedium).and_then(Medium::from_slug).unwrap_or(Medium::Disk)
    }

    /// The format of the weights.
    #[must_use]
    pub fn weights(&self) -> WeightFormat {
        let chosen = self.inputs.chosen(Field::WeightFormat).and_then(WeightFormat::from_slug);
        chosen.unwrap_or_else(|| {
            let has = |precision| self.chip.peak(precision).is_some();
            match serving_format(self.published_format()) {
                WeightFormat::Fp8 if !has(Precision::Fp8) => WeightFormat::Bf16,
                format => format,
            }
        })
    }

    fn published_format(&self) -> Option<WeightFormat> {
        Market::of(self.inputs.catalogue.edition())
            .of_catalogue(self.inputs.scenario.slug())
            .and_then(|model| model.format)
    }

    fn drafts(&self) -> Drafts {
        let central = |field| self.get(field).value.map_or(0.0, |value| value.middle_signed());
        let tokens = central(Field::DraftTokens);
        if tokens > 0.0 { Drafts { tokens, acceptance: central(Field::DraftAcceptance) } } else { Drafts::NONE }
    }

    /// The value of a numeric field of serving.
    #[must_use]
    pub fn get(&self, field: Field) -> Input {
        if let Some(asked) = self.asked().get(field) {
            return asked;
        }
        let assumed = |value: f64, why: &str| made(field, Interval::exact(value), Grade::Assumed, why.to_owned());
        match field {
            Field::FirstTokenSeconds => nothing(field, words::no_limit()),
            Field::ServingUtilisation if self.goes_by_the_day() => {
                match utilisation_of_the_day(self.inputs.catalogue) {
                    Some(share) => {
                        let input = self.asked().of_the_day(field, share);
                        Input { because: words::utilisation_of_the_day(&input.because), ..input }
                    }
                    None => self.inputs.get(field),
                }
            }
            Field::CopyChips | Field::AttentionChips | Field::FleetChips => nothing(field, words::worked_out()),
            Field::ServingUsdPerGpuHour => self.rent(field),
            Field::CacheUsdPerGbMonth => self.keeping(field, self.medium()),
            Field::PaidShare => assumed(1.0, words::every_token_paid()),
            Field::DiscountedShare | Field::Discount => assumed(0.0, words::at_the_list_price()),
            Field::DraftTokens => assumed(0.0, words::none_guessed()),
            _ => self.inputs.get(field),
        }
    }

    /// Whether the utilisation is what DeepSeek's published day came to: for its models on its chips, where none was entered.
    #[must_use]
    pub fn goes_by_the_day(&self) -> bool {
        const DECIDE: [Field; 3] = [Field::Architecture, Field::ServingUtilisation, Field::FleetChips];
        self.asked().is_of_the_day()
            && self.chip.slug == PUBLISHED_DAY.hardware
            && DECIDE.iter().all(|field| self.inputs.scenario.entered(*field).is_none())
    }

    /// What the developer states where it is the same chip, otherwise quoted prices of the last years.
    fn rent(&self, field: Field) -> Input {
        if let Some((price, citation)) = stated_rent(self.inputs, self.chip) {
            return cited(field, price, citation);
        }
        let quotes = quotes::near(self.inputs.catalogue, self.chip, Some(quotes::PRESENT));
        let name = self.chip.short_name;
        let because = match quotes.len() {
            1 => words::one_quoted_price(name),
            count => words::quoted_prices(&count.to_string(), name),
        };
        match quotes::middle_half(&quotes) {
            Some(spread) => Input {
                sources: quotes.iter().map(|(_, citation)| Reference::from(*citation)).collect(),
                ..made(field, spread, Grade::Estimated, because)
            },
            None => nothing(field, &words::no_rental_price(name)),
        }
    }

    /// A figure of owned hardware for a visitor, not for the model's developer: entered, of the chosen region, of the
    /// accelerator, or the general one.
    pub(super) fn of_an_owner(&self, field: Field) -> Option<f64> {
        let of = |scope, name: Option<&str>| self.inputs.overhead(scope, name?, field.spec().key);
        let nearest = of(Scope::Region, self.inputs.chosen(Field::Region))
            .or_else(|| of(Scope::Chip, Some(self.chip.slug)))
            .or_else(|| of(Scope::General, Some("")));
        let value = self.entered(field).or_else(|| Some(nearest?.value()));
        value.map(|value| value.middle_signed())
    }

    /// What a gigabyte-month costs in a medium: entered for the one that is used, or known of it.
    pub(super) fn price_of_keeping(&self, medium: Medium) -> Input {
        const FIELD: Field = Field::CacheUsdPerGbMonth;
        if medium == self.medium() { self.get(FIELD) } else { self.keeping(FIELD, medium) }
    }

    /// What a gigabyte-month is known to cost in a medium.
    fn keeping(&self, field: Field, medium: Medium) -> Input {
        let key = match medium {
            Medium::Host => "host_memory_usd_per_gb_month",
            Medium::Disk => "disk_usd_per_gb_month",
            Medium::Hbm => return self.keeping_in_hbm(field),
        };
        match self.inputs.overhead(Scope::General, "", key) {
            Some(sourced) => cited(field, sourced.value(), sourced.citation()),
            None => nothing(field, words::no_figure()),
        }
    }

    /// Memory of the accelerator is paid for with it: rent ÷ memory.
    fn keeping_in_hbm(&self, field: Field) -> Input {
        let rent = self.get(Field::ServingUsdPerGpuHour);
        let memory = self.chip.memory.value().map(Interval::base);
        match rent.value.zip(memory) {
            Some((usd, memory)) => {
                let per_gb = usd / memory.map(|bytes| bytes / 1e9) * Interval::exact(super::cache::HOURS_PER_MONTH);
                made(field, per_gb, rent.grade.max(Grade::Derived), words::rent_over_memory().to_owned())
            }
            None => nothing(field, words::no_rent()),
        }
    }

    /// What stands in fields that nobody entered, for the form.
    #[must_use]
    pub fn found(&self, rates: Option<(&Layout, f64)>, implied: Option<f64>) -> Vec<Found> {
        let of_serving = FIELDS.iter().filter(|spec| Group::SERVING.contains(&spec.group));
        let empty = of_serving.filter(|spec| self.inputs.scenario.entered(spec.field).is_none());
        empty
            .map(|spec| {
                let (value, because) = match spec.kind {
                    Kind::Choice(_) => self.chosen_by_default(spec.field),
                    _ => match (spec.field, rates) {
                        (Field::CopyChips, Some((layout, _))) => {
                            (text::point(layout.chips, Style::Count("")), words::most_output().to_owned())
                        }
                        (Field::AttentionChips, Some((layout, _))) => {
                            (text::point(layout.attention, Style::Count("")), words::most_output().to_owned())
                        }
                        (Field::FleetChips, Some((_, chips))) => {
                            (text::point(chips, Style::Count("")), words::need_of_traffic().to_owned())
                        }
                        (Field::ServingUtilisation, _) if implied.is_some() => (
                            text::point(implied.unwrap_or_default(), Style::Fraction),
                            words::follows_from_chips().to_owned(),
                        ),
                        _ => self.number_found(spec.field),
                    },
                };
                Found { field: spec.field, value, because }
            })
            .collect()
    }

    fn number_found(&self, field: Field) -> (String, String) {
        let input = self.get(field);
        match input.value {
            Some(value) => (text::exact_or_range(value, field.spec().style), input.because),
            None if field == Field::FirstTokenSeconds => {
                (words::no_limit().to_owned(), words::not_entered().to_owned())
            }
            None if matches!(field, Field::CopyChips | Field::AttentionChips) => {
                (words::none().to_owned(), words::no_layout().to_owned())
            }
            None => (words::unknown().to_owned(), input.because),
        }
    }

    fn chosen_by_default(&self, field: Field) -> (String, String) {
        let (value, because) = match field {
            Field::ServingHardware => {
                let own = self.inputs.scenario.model().and_then(|model| model.training.hardware.value());
                let is_own = own == Some(self.chip.slug);
                (self.chip.name, if is_own { words::trained_it() } else { words::usual_chip() })
            }
            Field::WeightFormat => {
                let is_published = self.published_format() == Some(self.weights());
                let because = if is_published { words::as_published() } else { words::usual_in_serving() };
                (self.weights().name(), because)
            }
            Field::KvCacheFormat => ("BF16", words::safe_choice()),
            Field::MlaDecoding => (words::absorbed(), words::less_work()),
            _ => (self.medium().name(), words::as_deepseek_keeps_it()),
        };
        (value.to_owned(), because.to_owned())
    }
}

/// The utilisation to which DeepSeek's published day came: the chips that its traffic needs by the roofline at full batches,
/// over those that it had. It has the roofline's own error in it and may be more than 1.
fn utilisation_of_the_day(catalogue: &'static Catalogue) -> Option<f64> {
    static SHARES: ByEdition<Option<f64>> = ByEdition::new();
    *SHARES.of(catalogue.edition(), |edition| {
        let model = catalogue.model(PUBLISHED_DAY.model)?.architecture.as_ref()?.value();
        let format = Market::of(edition).of_catalogue(PUBLISHED_DAY.model)?.format?;
        let served = Served::plainly(&model, catalogue.accelerator(PUBLISHED_DAY.hardware)?, format);
        let needed = served.rates(&DEEPSEEK_DAY)?.chips(&DEEPSEEK_DAY, PUBLISHED_DAY.tokens);
        Some(needed / (PUBLISHED_DAY.nodes * PUBLISHED_DAY.chips_per_node))
    })
}

/// Why there is no configuration.
fn no_configuration(inputs: Inputs) -> String {
    use crate::catalogue::Weights;
    let weights = inputs.scenario.model().map(|model| model.weights.value());
    let why = match weights {
        None => words::no_configuration(),
        Some(Some(Weights::Open)) => words::configuration_not_known(),
        Some(_) => words::size_not_public(),
    };
    why.to_owned()
}

/// The rent that a model's developer states for its own chips.
fn stated_rent(inputs: Inputs, chip: &Accelerator) -> Option<(Interval<f64>, Citation)> {
    let training = &inputs.scenario.model()?.training;
    if training.hardware.value() != Some(chip.slug) {
        return None;
    }
    training.price.first().map(|stated| (stated.value().base(), stated.citation()))
}

/// Whether the roofline can be drawn for a chip.
fn is_known(chip: &Accelerator) -> bool {
    let sixteen = chip.peak(Precision::Bf16).or_else(|| chip.peak(Precision::Fp16));
    chip.memory.value().is_some()
        && chip.memory_bandwidth.value().is_some()
        && sixteen.is_some_and(|peak| peak.value().is_some())
}
