//! The values that a whole bill is worked out from: entered, or the nearest figure of `data/overheads`.

use super::methods;
use super::overheads::{Overheads, Scope};
use crate::catalogue::{Accelerator, Catalogue, Model, RunStage};
use crate::estimate::{Estimate, Grade, Item, Outcome};
use crate::field::Field;
use crate::interval::Interval;
use crate::report::{Found, Reference};
use crate::scenario::{Scenario, Value};
use crate::source::{Citation, Sourced};
use crate::text;
use crate::units::{Unit, Usd};
use crate::words::bill_inputs as words;

/// The value of one field.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// The field.
    pub field: Field,
    /// Its value in the base unit; nothing where none is known.
    pub value: Option<Interval<f64>>,
    /// How much a reader may rely on it.
    pub grade: Grade,
    /// Where it comes from.
    pub sources: Vec<Reference>,
    /// The same in words.
    pub because: String,
}

impl Input {
    fn nothing(field: Field, because: &str) -> Self {
        Self { field, value: None, grade: Grade::Unknown, sources: Vec::new(), because: because.to_owned() }
    }

    pub(crate) fn sourced(field: Field, value: Interval<f64>, citation: Citation) -> Self {
        let grade = Grade::of(citation);
        let grade = if value.is_exact() || grade == Grade::Assumed { grade } else { grade.max(Grade::Estimated) };
        let because = because(citation);
        Self { field, value: Some(value), grade, sources: vec![citation.into()], because }
    }

    /// The value as a quantity.
    #[must_use]
    pub fn quantity<T: Unit>(&self) -> Option<Interval<T>> {
        self.value.map(Interval::with_unit)
    }

    /// For readers.
    #[must_use]
    pub fn to_text(&self) -> String {
        self.value
            .map_or_else(|| words::unknown().to_owned(), |value| text::exact_or_range(value, self.field.spec().style))
    }
}

/// Where inputs are looked up.
#[derive(Clone, Copy, Debug)]
pub struct Inputs<'a> {
    /// The run.
    pub scenario: &'a Scenario,
    /// Its estimate.
    pub estimate: &'a Estimate,
    /// The catalogue.
    pub catalogue: &'static Catalogue,
    /// Overheads that are taken instead of the run's own, by a profile's slug.
    pub profile: Option<&'a str>,
    /// The accelerator that figures are looked up for instead of the run's own.
    pub chip: Option<&'static Accelerator>,
}

impl<'a> Inputs<'a> {
    /// The inputs of a run.
    #[must_use]
    pub const fn of(scenario: &'a Scenario, estimate: &'a Estimate) -> Self {
        let catalogue = scenario.catalogue();
        Self { scenario, estimate, catalogue, profile: None, chip: None }
    }

    /// The slug chosen in a field.
    #[must_use]
    pub fn chosen(&self, field: Field) -> Option<&'static str> {
        match self.scenario.entered(field)? {
            Value::Choice(slug) => Some(slug),
            _ => None,
        }
    }

    /// The accelerator that figures are looked up for: that of the run, unless another was put in its place.
    #[must_use]
    pub fn chip(&self) -> Option<&'static Accelerator> {
        if self.chip.is_some() {
            return self.chip;
        }
        match &self.estimate.step(Item::Field(Field::Hardware)).outcome {
            Outcome::Word { slug, .. } => self.catalogue.accelerator(slug),
            _ => None,
        }
    }

    fn model(&self) -> Option<&'static Model> {
        self.scenario.model()
    }

    /// The value of a field of the whole bill: of the profile, entered, of the chosen region, of the model, of its
    /// accelerator, of its developer, or the general one.
    #[must_use]
    pub fn get(&self, field: Field) -> Input {
        let key = field.spec().key;
        if let Some(sourced) = self.profile.and_then(|profile| self.overhead(Scope::Profile, profile, key)) {
            return Input::sourced(field, sourced.value(), sourced.citation());
        }
        if let Some(number) = self.scenario.number(field) {
            return Input { value: Some(number), grade: Grade::Entered, ..Input::nothing(field, words::your_figure()) };
        }
        match field {
            Field::ChipPower => self.chip_power(),
            Field::ServerUsdPerChip => self.server_price(),
            _ => self.nearest(key).map_or_else(
                || Input::nothing(field, words::not_known()),
                |sourced| Input::sourced(field, sourced.value(), sourced.citation()),
            ),
        }
    }

    /// A figure beyond the final run, in the scenario's edition of the data.
    pub(crate) fn overhead(&self, scope: Scope, name: &str, key: &str) -> Option<&'static Sourced<Interval<f64>>> {
        Overheads::of(self.scenario.edition()).get(scope, name, key)
    }

    fn nearest(&self, key: &str) -> Option<&'static Sourced<Interval<f64>>> {
        let of = |scope, name: Option<&str>| name.and_then(|name| self.overhead(scope, name, key));
        of(Scope::Region, self.chosen(Field::Region))
            .or_else(|| of(Scope::Model, self.model().map(|model| model.slug)))
            .or_else(|| of(Scope::Chip, self.chip().map(|chip| chip.slug)))
            .or_else(|| of(Scope::Developer, self.model().map(|model| model.developer)))
            .or_else(|| of(Scope::General, Some("")))
    }

    fn chip_power(&self) -> Input {
        let field = Field::ChipPower;
        let Some(chip) = self.chip() else { return Input::nothing(field, words::no_accelerator()) };
        match chip.tdp.first() {
            Some(sourced) => Input::sourced(field, sourced.value().base(), sourced.citation()),
            None => Input::nothing(field, words::no_power()),
        }
    }

    /// The price of its servers when they were new: entered, or that at which they could first be had.
    #[must_use]
    pub fn new_server_price(&self) -> Input {
        let field = Field::ServerUsdPerChip;
        if self.scenario.entered(field).is_some() {
            return self.get(field);
        }
        let Some(chip) = self.chip() else { return Input::nothing(field, words::no_accelerator()) };
        match self.overhead(Scope::Chip, chip.slug, field.spec().key) {
            Some(price) => Input::sourced(field, price.value(), price.citation()),
            None => Input::nothing(field, &words::no_server_price(chip.short_name)),
        }
    }

    /// What part of the hours of the model that the entry started from was pre-training, to which its tokens belong: all where the
    /// hours were entered, or nothing is known of its stages.
    #[must_use]
    pub fn pretraining_of_base(&self) -> f64 {
        let entered = self.scenario.entered(Field::BaseModelHours).is_some();
        let slugs = self.model().filter(|_| !entered).map_or(&[][..], |model| model.hours.base_model);
        let hours = |is_counted: fn(RunStage) -> bool| -> f64 {
            let runs = slugs.iter().filter_map(|slug| self.catalogue.run(slug)).filter(|run| is_counted(run.stage));
            runs.filter_map(|run| run.chip_hours.value()).map(|hours| hours.middle().get()).sum()
        };
        let (pretraining, all) = (hours(|stage| stage == RunStage::Pretraining), hours(|_| true));
        if pretraining > 0.0 { pretraining / all } else { 1.0 }
    }

    /// The price of its servers when they were new, less what they lost until training began.
    fn server_price(&self) -> Input {
        let mut input = self.new_server_price();
        let available = self.chip().and_then(|chip| self.overhead(Scope::Chip, chip.slug, "server_available_year"));
        let ages = available.zip(self.training_start());
        if let (Some(price), Some((available, start))) = (input.value, ages) {
            let years = start - available.value().middle();
            input.value = Some(methods::value_after(price.with_unit::<Usd>(), years).base());
            input.grade = input.grade.max(Grade::Derived);
            input.because = words::aged_price(
                &text::exact_or_range(price, input.field.spec().style),
                &text::point(years.max(0.0), text::Style::Rounded),
            );
        }
        input
    }

    /// The point in time at which training began, as a decimal year: as reported, or the beginning of the year of release.
    fn training_start(&self) -> Option<f64> {
        let reported = self.model().and_then(|model| self.overhead(Scope::Model, model.slug, "training_start_year"));
        let released = || self.estimate.step(Item::Field(Field::Year)).outcome.number().map(|year| year.middle());
        reported.map(|start| start.value().middle()).or_else(released)
    }

    /// What stands in a field that nobody entered, for the form.
    #[must_use]
    pub fn found(&self, field: Field) -> Option<Found> {
        if self.scenario.entered(field).is_some() {
            return None;
        }
        let input = self.get(field);
        Some(Found { field, value: input.to_text(), because: input.because })
    }
}

/// Where a figure comes from, in words: why it was assumed, or who says it.
#[must_use]
pub(crate) fn because(citation: Citation) -> String {
    let basis = citation.basis();
    match basis.rationale() {
        Some(rationale) => words::assumed(rationale),
        None => words::basis(basis.word(), citation.source().publisher()),
    }
}
