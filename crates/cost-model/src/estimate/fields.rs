//! The value of each field: what was entered, what the catalogue has, or what follows from other fields.

use std::borrow::Cow;

use super::quotes;
use super::step::{
    Alternative, Citations, Configuration, Equation, Grade, Item, NO_STEP, Origin, Outcome, Predicted, Rule, Step,
    UNKNOWN,
};
use super::typical::typical_mfu;
use crate::architecture;
use crate::architecture_text;
use crate::catalogue::{Accelerator, Architecture, Catalogue, Model, Precision, Run, RunStage};
use crate::field::{Choices, Field, HOURS_OF_FLOP, Kind, PUBLISHED_HOURS};
use crate::interval::Interval;
use crate::prediction::{self, Known};
use crate::scenario::{Scenario, Value};
use crate::source::{Citation, Figure, Sourced};
use crate::units::{Chips, Flop, FlopPerSecond, FlopPerToken, Fraction, GpuHours, Parameters, Tokens, Unit, Year};
use crate::words::estimate_fields as words;
use crate::words::{estimate, estimate_bill, estimate_step};

/// The steps of a scenario's fields, each worked out once.
pub(super) struct Fields<'a> {
    scenario: Cow<'a, Scenario>,
    catalogue: &'static Catalogue,
    pub(super) model: Option<&'static Model>,
    /// In the order of the working, with room for the results.
    found: Vec<Step>,
    /// A bit for each that is worked out.
    worked_out: u32,
    chip: Option<&'static Accelerator>,
    /// Those of the preset as published, where something was entered.
    published: Option<Box<Fields<'a>>>,
    notes: Vec<String>,
}

/// The fields on which pre-training hours depend when they are worked out from compute.
const COMPUTE_FIELDS: [Field; 11] = [
    Field::Architecture,
    Field::TotalParams,
    Field::ActiveParams,
    Field::Tokens,
    Field::SequenceLength,
    Field::FlopPerToken,
    Field::TrainingFlop,
    Field::Hardware,
    Field::MfuPeak,
    Field::PeakFlopPerSecond,
    Field::Mfu,
];

/// How many fields a bill is worked out from: the first of all, which a test holds.
const PLACES: usize = Field::UsdPerGpuHour as usize + 1;

/// How many steps an estimate has.
const STEPS: usize = PLACES + Item::RESULTS.len();

/// The place of one of these fields in the working, a test holds: from what hours follow stands after the utilisation there.
const fn place(field: Field) -> usize {
    match field {
        Field::HoursFrom => Field::Mfu as usize,
        Field::MfuPeak | Field::PeakFlopPerSecond | Field::Mfu => (field as usize).saturating_sub(1),
        _ => field as usize,
    }
}

const fn bit(field: Field) -> u32 {
    1_u32.wrapping_shl(field as u32)
}

/// What other steps make of one.
#[derive(Clone, Copy)]
struct Seen {
    number: Option<Interval<f64>>,
    grade: Grade,
}

impl<'a> Fields<'a> {
    pub(super) fn new(scenario: &'a Scenario) -> Self {
        Self::of(Cow::Borrowed(scenario))
    }

    fn of(scenario: Cow<'a, Scenario>) -> Self {
        let catalogue = scenario.catalogue();
        let model = scenario.model();
        let mut found = Vec::with_capacity(STEPS);
        found.resize_with(PLACES, || UNKNOWN);
        Self { scenario, catalogue, model, found, worked_out: 0, chip: None, published: None, notes: Vec::new() }
    }

    /// The steps, all of which must have been worked out, and the notes.
    pub(super) fn take(self) -> (Vec<Step>, Vec<String>) {
        (self.found, self.notes)
    }

    /// What the preset itself holds.
    fn published(&mut self) -> Option<&mut Self> {
        if self.scenario.all_entered().next().is_none() {
            return Some(self);
        }
        if self.published.is_none() {
            let preset = Scenario::preset(self.scenario.slug(), self.catalogue)?;
            self.published = Some(Box::new(Self::of(Cow::Owned(preset))));
        }
        self.published.as_deref_mut()
    }

    /// The step of a field, from memory when it was worked out before.
    pub(super) fn step(&mut self, field: Field) -> &Step {
        if self.known(field).is_none() {
            let step = self.entered(field).unwrap_or_else(|| self.not_entered(field));
            if let Some(found) = self.found.get_mut(place(field)) {
                *found = step;
                self.worked_out |= bit(field);
            }
        }
        self.known(field).unwrap_or(&NO_STEP)
    }

    fn seen(&mut self, field: Field) -> Seen {
        let step = self.step(field);
        Seen { number: step.outcome.number(), grade: step.grade }
    }

    /// The step of a field that was worked out before.
    pub(super) fn known(&self, field: Field) -> Option<&Step> {
        self.found.get(place(field)).filter(|_| self.worked_out & bit(field) != 0)
    }

    /// The slugs of the runs of a stage.
    fn run_slugs(&self, field: Field) -> &'static [&'static str] {
        self.model.map_or(&[][..], |model| match field {
            Field::BaseModelHours => model.hours.base_model,
            Field::PretrainingHours => model.hours.pretraining,
            Field::ContextExtensionHours => model.hours.context_extension,
            Field::PosttrainingHours => model.hours.posttraining,
            _ => &[],
        })
    }

    /// The runs of a stage.
    pub(super) fn runs(&self, field: Field) -> Vec<&'static Run> {
        self.each_run(field).collect()
    }

    fn each_run(&self, field: Field) -> impl Iterator<Item = &'static Run> {
        self.run_slugs(field).iter().filter_map(|slug| self.catalogue.run(slug))
    }

    /// Whether something else was entered in the field than it would hold anyway.
    fn is_changed(&mut self, field: Field) -> bool {
        if self.scenario.entered(field).is_none() {
            return false;
        }
        // Only a known configuration makes anything of the sequence length.
        if field == Field::SequenceLength && self.architecture().is_none() {
            return false;
        }
        // Something is entered, so that the preset as published stands apart.
        if self.published().map(|published| published.step(field)).is_none() {
            return true;
        }
        let Some(before) = self.published.as_ref().and_then(|published| published.known(field)) else { return true };
        match (self.scenario.entered(field), &before.outcome) {
            (Some(Value::Number(number)), Outcome::Number(before)) => number != before,
            (Some(Value::Choice(choice)), Outcome::Word { slug, .. }) => choice != slug,
            (Some(Value::Architecture(architecture)), Outcome::Word { slug, .. }) => {
                architecture_text::to_text(architecture) != *slug
            }
            _ => true,
        }
    }

    fn entered(&mut self, field: Field) -> Option<Step> {
        let outcome = match self.scenario.entered(field)? {
            Value::Number(number) => Outcome::Number(*number),
            Value::Uncertain(distribution) => Outcome::Number(distribution.interval()),
            Value::Text(text) => Outcome::Word { slug: text.clone().into(), words: text.clone().into() },
            Value::Choice(slug) => self.word(field, slug),
            Value::Architecture(architecture) => configuration(architecture),
        };
        if field == Field::PretrainingHours && self.goes_by_flop() {
            self.notes.push(words::entered_hours_not_used().to_owned());
            return None;
        }
        let alternatives = self.published_alternatives(field);
        Some(Step { item: Item::Field(field), outcome, origin: Origin::Entered, alternatives, grade: Grade::Entered })
    }

    fn word(&self, field: Field, slug: &'static str) -> Outcome {
        let words = match field.spec().kind {
            Kind::Choice(Choices::Hardware) => self.catalogue.accelerator(slug).map(|chip| chip.short_name),
            Kind::Choice(choices) => choices.name(slug, self.catalogue),
            _ => None,
        };
        Outcome::Word { slug: slug.into(), words: words.unwrap_or(slug).into() }
    }

    /// The catalogue's own figures of a field, to stand beside one that is used instead of them.
    fn published_alternatives(&self, field: Field) -> Vec<Alternative> {
        let Ok(step) = self.figure(field) else { return Vec::new() };
        let used =
            step.citations().first().map(|citation| Alternative { value: step.outcome.clone(), citation: *citation });
        used.into_iter().chain(step.alternatives).collect()
    }

    /// The catalogue's own figure of a field, without what would follow from other fields.
    fn not_entered_figure(&self, field: Field) -> Step {
        self.figure(field).unwrap_or_else(|missing| missing.step(field))
    }

    /// The same where there is one. Why there is none is put in words only when somebody reads it.
    fn figure(&self, field: Field) -> Result<Step, Missing> {
        let Some(model) = self.model else { return Err(Missing::NothingEntered) };
        match field {
            Field::Year => figure(field, &model.year),
            Field::TotalParams => figure(field, &model.total_params),
            Field::ActiveParams => figure(field, &model.active_params),
            Field::Tokens => figure(field, &model.tokens),
            Field::SequenceLength => figure(field, &model.sequence_length),
            Field::TrainingFlop => figure(field, &model.training_flop),
            Field::ChipCount => figure(field, &model.training.chip_count),
            Field::Mfu => figure(field, &model.training.mfu),
            Field::UsdPerGpuHour => figure(field, &model.training.price),
            Field::Architecture => published_configuration(model).ok_or(Missing::Because("")),
            _ => Err(Missing::Because("")),
        }
    }

    fn not_entered(&mut self, field: Field) -> Step {
        match field {
            Field::Name => self.name(),
            Field::Weights => self.weights(),
            Field::Hardware => self.hardware(),
            Field::HoursFrom => self.hours_from(),
            Field::MfuPeak => self.mfu_peak(),
            Field::PeakFlopPerSecond => self.peak(),
            Field::Mfu => self.mfu(),
            Field::TotalParams => self.total_params(),
            Field::ActiveParams => self.active_params(),
            Field::FlopPerToken => self.flop_per_token(),
            Field::TrainingFlop => self.training_flop(),
            Field::PretrainingHours if self.goes_by_flop() => self.computed_hours(),
            Field::BaseModelHours
            | Field::PretrainingHours
            | Field::ContextExtensionHours
            | Field::PosttrainingHours => self.stage_hours(field),
            Field::UsdPerGpuHour => self.price(),
            // The analysis of a training step finds the other fields itself.
            _ => self.not_entered_figure(field),
        }
    }

    fn name(&self) -> Step {
        let name = self.scenario.name();
        let origin = Origin::Published(Citations::None);
        let outcome = Outcome::Word { slug: name.clone().into(), words: name.into() };
        Step { item: Item::Field(Field::Name), outcome, origin, alternatives: Vec::new(), grade: Grade::Published }
    }

    fn weights(&self) -> Step {
        let Some(model) = self.model else { return nothing_entered(Field::Weights) };
        found(
            Field::Weights,
            figure_with(Field::Weights, &model.weights, |weights| self.word(Field::Weights, weights.slug())),
        )
    }

    fn hardware(&self) -> Step {
        let Some(model) = self.model else { return nothing_entered(Field::Hardware) };
        found(
            Field::Hardware,
            figure_with(Field::Hardware, &model.training.hardware, |slug| self.word(Field::Hardware, slug)),
        )
    }

    /// The accelerator that the preset ran on.
    fn preset_chip(&self) -> Option<&'static Accelerator> {
        self.catalogue.accelerator(self.model?.training.hardware.value()?)
    }

    /// The accelerator of the scenario.
    pub(super) fn chip(&mut self) -> Option<&'static Accelerator> {
        if self.chip.is_none() {
            let catalogue = self.catalogue;
            self.chip = match &self.step(Field::Hardware).outcome {
                Outcome::Word { slug, .. } => catalogue.accelerator(slug),
                _ => None,
            };
        }
        self.chip
    }

    /// Whether pre-training hours are worked out from compute.
    fn goes_by_flop(&mut self) -> bool {
        matches!(&self.step(Field::HoursFrom).outcome, Outcome::Word { slug, .. } if slug == HOURS_OF_FLOP)
    }

    fn number<T: Unit>(&mut self, field: Field) -> Option<Interval<T>> {
        self.step(field).outcome.number().map(Interval::with_unit)
    }

    /// The configuration entered, or the preset's with where it was read.
    fn architecture(&self) -> Option<(Configuration, Option<&'static Citation>)> {
        match self.scenario.entered(Field::Architecture) {
            Some(Value::Architecture(architecture)) => Some((Configuration::Entered(architecture.clone()), None)),
            _ => {
                let published = self.model?.architecture.as_ref()?;
                Some((Configuration::Published(published.as_value()), Some(published.as_citation())))
            }
        }
    }

    /// Published hours are used where there are any, until a field is changed that they would have to follow. The hours
    /// of a base model stay as published: what a change would do to its several runs is not known.
    fn hours_from(&mut self) -> Step {
        let has_base = !self.run_slugs(Field::BaseModelHours).is_empty();
        let known = has_base || !self.run_slugs(Field::PretrainingHours).is_empty();
        let entered = self.scenario.entered(Field::PretrainingHours).is_some();
        let changed = COMPUTE_FIELDS.iter().any(|field| self.is_changed(*field));
        let slug = if entered || has_base || (known && !changed) { PUBLISHED_HOURS } else { HOURS_OF_FLOP };
        let outcome = self.word(Field::HoursFrom, slug);
        let equation = Equation::new(words::published_unless_changed(), &[]);
        let grade = if changed { Grade::Entered } else { self.grade_of_hours() };
        derived(Field::HoursFrom, outcome, equation, Citations::None, grade)
    }

    /// Notes what has to be known of the hours and stands beside none of them. All fields must have been worked out.
    pub(super) fn remark_on_hours(&mut self) {
        let entered = [Field::BaseModelHours, Field::PretrainingHours, Field::Mfu];
        let [base, pretraining, mfu] = entered.map(|field| self.scenario.entered(field).is_some());
        let are_published = !self.goes_by_flop();
        let has_base = !self.run_slugs(Field::BaseModelHours).is_empty();
        // Another accelerator or format is carried over to them.
        let left = COMPUTE_FIELDS.iter().filter(|field| ![Field::Hardware, Field::MfuPeak].contains(field));
        if has_base && are_published && !base && left.into_iter().any(|field| self.is_changed(*field)) {
            self.notes.push(words::base_model_as_published().to_owned());
        }
        let is_of_all = |run: &'static Run| run.stage == RunStage::Whole;
        if are_published && !pretraining && self.each_run(Field::PretrainingHours).any(is_of_all) {
            self.notes.push(words::hours_of_all_stages().to_owned());
        }
        if let Some(chip) = self.chip_without_its_format().filter(|_| !mfu && !pretraining && !base) {
            self.notes.push(words::not_in_fp8(chip.short_name));
        }
    }

    /// The accelerator, where another one was chosen that does not have the FP8 in which the model was trained.
    fn chip_without_its_format(&mut self) -> Option<&'static Accelerator> {
        let stated = self.model?.training.precision.value()?;
        let chip = self.chip().filter(|_| prediction::is_fp8(stated))?;
        let is_without = chip.peak(Precision::Fp8).is_none() && self.is_changed(Field::Hardware);
        is_without.then_some(chip)
    }

    /// How far the hours can be relied on that others state: not all of them are their maker's.
    fn grade_of_hours(&self) -> Grade {
        let runs = self.each_run(Field::BaseModelHours).chain(self.each_run(Field::PretrainingHours));
        let graded = runs.filter_map(|run| run.chip_hours.first()).map(|hours| Grade::of(hours.citation()));
        graded.fold(Grade::Published, Grade::max)
    }

    /// The format that the published MFU refers to, where the accelerator has it; otherwise BF16 or FP16.
    fn mfu_peak(&mut self) -> Step {
        let chip = self.chip();
        let has = |precision| chip.is_none_or(|chip| chip.peak(precision).is_some());
        let stated = self.model.map(|model| model.training.mfu_peak);
        if let Some(stated) = stated.filter(|stated| stated.value().is_some_and(has)) {
            let word = |precision: Precision| self.word(Field::MfuPeak, precision.slug());
            return found(Field::MfuPeak, figure_with(Field::MfuPeak, &stated, word));
        }
        let Some(chip) = chip else { return self.missing(Field::MfuPeak, &[Field::Hardware]) };
        let equation = Equation::new(words::bf16_or_fp16("{0}"), &[Item::Field(Field::Hardware)]);
        let outcome = self.word(Field::MfuPeak, sixteen_bit(chip).slug());
        derived(Field::MfuPeak, outcome, equation, Citations::None, Grade::Derived)
    }

    fn peak(&mut self) -> Step {
        let field = Field::PeakFlopPerSecond;
        let Some(chip) = self.chip() else { return self.missing(field, &[Field::Hardware]) };
        match self.precision().and_then(|precision| chip.peak(precision)) {
            Some(peak) => {
                let step = found(field, figure(field, &peak));
                let changed = self.is_changed(Field::Hardware) || self.is_changed(Field::MfuPeak);
                Step { grade: if changed { Grade::Entered } else { step.grade }, ..step }
            }
            None => unknown(field, words::no_rate_in_format(chip.name)),
        }
    }

    fn precision(&mut self) -> Option<Precision> {
        match &self.step(Field::MfuPeak).outcome {
            Outcome::Word { slug, .. } => Precision::ALL.into_iter().find(|precision| precision.slug() == slug),
            _ => None,
        }
    }

    /// What the model's own published hours imply, otherwise the published figure, otherwise that of runs in general;
    /// each against the peak rate that it refers to here.
    fn mfu(&mut self) -> Step {
        let field = Field::Mfu;
        let model = self.model;
        if let Some((mfu, of, grade)) = self.own_mfu() {
            let equation = Equation::new(words::implied_by_hours(), &[]);
            let grade = if mfu.is_exact() { grade } else { grade.max(Grade::Estimated) };
            let step = derived(field, Outcome::Number(mfu.base()), equation, Citations::None, grade);
            let step = Step { alternatives: self.published_alternatives(field), ..step };
            return self.against_present_peak(step, of);
        }
        let published = self.not_entered_figure(field);
        if published.outcome.number().is_some() {
            return match model.and_then(|model| model.training.mfu_peak.value()) {
                Some(of) => self.against_present_peak(published, of),
                None => published,
            };
        }
        if let Some(step) = self.predicted_mfu() {
            return match self.chip() {
                Some(chip) => self.against_present_peak(step, sixteen_bit(chip)),
                None => step,
            };
        }
        let Some(typical) = typical_mfu(self.catalogue) else { return published };
        let outcome = Outcome::Number(typical.base());
        let equation = Equation::new(words::typical_of_runs(), &[]);
        let step = derived(field, outcome, equation, Citations::None, Grade::Estimated);
        match self.chip() {
            Some(chip) => self.against_present_peak(step, sixteen_bit(chip)),
            None => step,
        }
    }

    /// What to expect of a run of this size on this accelerator.
    fn predicted_mfu(&mut self) -> Option<Step> {
        let hardware = self.chip()?;
        let active_params = self.number::<Parameters>(Field::ActiveParams)?.middle();
        let total_params =
            self.number::<Parameters>(Field::TotalParams).map_or(active_params, |params| params.middle());
        let tokens = self.number::<Tokens>(Field::Tokens).map(|tokens| tokens.middle());
        let stated = self.model.and_then(|model| model.training.precision.value());
        let fp8 = stated.is_some_and(prediction::is_fp8);
        let flop_per_token = self.number::<FlopPerToken>(Field::FlopPerToken)?.middle();
        let known = Known { hardware, total_params, active_params, tokens, fp8 };
        let mfu = predicted_mfu(&known, flop_per_token, self.catalogue)?;
        let formula = words::predicted_from("{0}", "{1}", "{2}", "{3}");
        let inputs = [Field::Hardware, Field::TotalParams, Field::ActiveParams, Field::Tokens].map(Item::Field);
        let rule = Rule::Predicted(Predicted { hardware: hardware.slug, fp8, ratio: Interval::exact(1.0) });
        let equation = Equation::new(formula, &inputs).by(rule);
        Some(derived(Field::Mfu, Outcome::Number(mfu), equation, Citations::None, Grade::Estimated))
    }

    /// The utilisation that the preset's own hours, compute and peak rate imply, the format of that peak, and how far they can be
    /// relied on together.
    fn own_mfu(&mut self) -> Option<(Interval<Fraction>, Precision, Grade)> {
        if self.run_slugs(Field::PretrainingHours).is_empty() {
            return None;
        }
        let own = self.published()?;
        let flop: Interval<Flop> = own.number(Field::TrainingFlop)?;
        let hours: Interval<GpuHours> = own.number(Field::PretrainingHours)?;
        let peak: Interval<FlopPerSecond> = own.number(Field::PeakFlopPerSecond)?;
        let time = (hours / Interval::exact(Chips::new(1.0))).map(|time| time.to_seconds());
        let mfu = flop / (peak * time);
        let inputs = [Field::TrainingFlop, Field::PretrainingHours, Field::PeakFlopPerSecond];
        let grade = derived_grade(inputs.map(|input| own.step(input).grade));
        (mfu.high() <= Fraction::new(1.0)).then_some((mfu, own.precision()?, grade))
    }

    /// A utilisation of the peak in one format, as that of the peak in the scenario's format: the same run uses half
    /// of a peak that is twice as high.
    fn against_present_peak(&mut self, step: Step, of: Precision) -> Step {
        let now = self.precision();
        let rates = self.chip().zip(now.filter(|now| *now != of)).and_then(|(chip, now)| {
            let rate = |precision| chip.peak(precision).and_then(|peak| peak.value());
            Some((rate(of)?, rate(now)?, step.outcome.number()?))
        });
        match rates {
            Some((of, now, mfu)) => {
                let ratio: Interval<f64> = (of / now).base();
                let mfu = mfu * ratio;
                Step { outcome: Outcome::Number(mfu), origin: times(step.origin, ratio), grade: Grade::Entered, ..step }
            }
            None => step,
        }
    }

    fn total_params(&mut self) -> Step {
        self.counted(Field::TotalParams, words::counted_by_matrix(), architecture::total_parameters)
    }

    fn active_params(&mut self) -> Step {
        let changed = self.is_changed(Field::TotalParams);
        let dense = self.architecture().is_none_or(|(architecture, _)| architecture.experts.is_none());
        if !changed || !dense {
            let step = self.counted(Field::ActiveParams, words::counted_for_a_token(), architecture::active_parameters);
            if step.outcome.number().is_some() {
                return step;
            }
        }
        let total = self.seen(Field::TotalParams);
        match total.number {
            Some(number) => {
                let equation = Equation::new(words::as_dense("{0}"), &[Item::Field(Field::TotalParams)]);
                let equation = equation.by(Rule::Same);
                derived(Field::ActiveParams, Outcome::Number(number), equation, Citations::None, total.grade)
            }
            None => self.missing(Field::ActiveParams, &[Field::TotalParams]),
        }
    }

    /// A count from the public configuration, with the published figures beside it; these alone without one.
    fn counted(&self, field: Field, formula: &'static str, count: fn(&Architecture) -> Parameters) -> Step {
        let Some((architecture, citation)) = self.architecture() else { return self.not_entered_figure(field) };
        let outcome = Outcome::Number(Interval::exact(count(&architecture).get()));
        let alternatives = self.published_alternatives(field);
        let grade = if citation.is_some() { Grade::Derived } else { Grade::Entered };
        Step { alternatives, ..derived(field, outcome, Equation::new(formula, &[]), citation.into(), grade) }
    }

    /// 6 FLOP for each active parameter, forward and backward, and causal attention where the configuration and the
    /// sequence length are public.
    fn flop_per_token(&mut self) -> Step {
        let field = Field::FlopPerToken;
        let active = self.seen(Field::ActiveParams);
        let Some(params) = active.number else { return self.missing(field, &[Field::ActiveParams]) };
        let matrices = params.map(|params| FlopPerToken::new(6.0 * params));
        let length = self.seen(Field::SequenceLength);
        match (self.architecture(), length.number) {
            (Some((architecture, citation)), Some(tokens)) => {
                let attention = tokens
                    .with_unit::<Tokens>()
                    .map(|tokens| architecture::attention_flop_per_token(&architecture, tokens));
                let inputs = [Item::Field(Field::ActiveParams), Item::Field(Field::SequenceLength)];
                let equation =
                    Equation::new(words::with_attention("{0}", "{1}"), &inputs).by(Rule::WithAttention(architecture));
                let grade = derived_grade([active.grade, length.grade]);
                let outcome = Outcome::Number((matrices + attention).base());
                derived(field, outcome, equation, citation.into(), grade)
            }
            _ => {
                let equation = Equation::new(words::without_attention("{0}"), &[Item::Field(Field::ActiveParams)]);
                let equation = equation.by(Rule::SixTimes);
                derived(
                    field,
                    Outcome::Number(matrices.base()),
                    equation,
                    Citations::None,
                    derived_grade([active.grade]),
                )
            }
        }
    }

    fn training_flop(&mut self) -> Step {
        let field = Field::TrainingFlop;
        let (per_token, tokens) = (self.seen(Field::FlopPerToken), self.seen(Field::Tokens));
        let (Some(rate), Some(count)) = (per_token.number, tokens.number) else {
            let published = self.not_entered_figure(field);
            return if published.outcome.number().is_some() {
                published
            } else {
                self.missing(field, &[Field::FlopPerToken, Field::Tokens])
            };
        };
        let flop: Interval<Flop> = rate.with_unit::<FlopPerToken>() * count.with_unit::<Tokens>();
        let equation = Equation::new("{0} × {1}", &[Item::Field(Field::FlopPerToken), Item::Field(Field::Tokens)]);
        let equation = equation.by(Rule::Product);
        let alternatives = self.published_alternatives(field);
        let grade = derived_grade([per_token.grade, tokens.grade]);
        Step { alternatives, ..derived(field, Outcome::Number(flop.base()), equation, Citations::None, grade) }
    }

    /// `C ÷ (P × MFU)`, in hours of one chip.
    fn computed_hours(&mut self) -> Step {
        const INPUTS: [Field; 3] = [Field::TrainingFlop, Field::PeakFlopPerSecond, Field::Mfu];
        let field = Field::PretrainingHours;
        let inputs = INPUTS.map(|input| self.seen(input));
        let flop = self.number::<Flop>(Field::TrainingFlop);
        let peak = self.number::<FlopPerSecond>(Field::PeakFlopPerSecond);
        let mfu = self.number::<Fraction>(Field::Mfu);
        let (Some(flop), Some(peak), Some(mfu)) = (flop, peak, mfu) else { return self.missing(field, &INPUTS) };
        let one_chip = Interval::exact(Chips::new(1.0));
        let hours: Interval<GpuHours> = (flop / (peak * mfu)).map(|time| time.to_hours()) * one_chip;
        let equation = Equation::new("{0} ÷ ({1} × {2} × 3600 s)", &INPUTS.map(Item::Field)).by(Rule::Hours);
        derived(
            field,
            Outcome::Number(hours.base()),
            equation,
            Citations::None,
            derived_grade(inputs.map(|input| input.grade)),
        )
    }

    /// The published chip-hours of a stage, all of its runs together; converted by peak rate when another accelerator
    /// was chosen than the runs had.
    fn stage_hours(&mut self, field: Field) -> Step {
        let runs = self.runs(field);
        if field == Field::BaseModelHours && self.goes_by_flop() && !runs.is_empty() {
            return unknown(field, words::stands_for_base_model());
        }
        let mut total: Option<Interval<GpuHours>> = None;
        let sourced = runs.iter().filter_map(|run| run.chip_hours.first());
        for sourced in sourced.clone() {
            total = Some(total.map_or(sourced.value(), |sum| sum + sourced.value()));
        }
        let citations = match runs[..] {
            [_] => sourced.map(Sourced::as_citation).next().into(),
            _ => Citations::Several(sourced.map(Sourced::citation).collect()),
        };
        let Some(total) = total else { return unknown(field, words::no_hours_published()) };
        let grade = citations.iter().map(|citation| Grade::of(*citation)).max().unwrap_or(Grade::Unknown);
        let grade = if total.is_exact() { grade } else { grade.max(Grade::Estimated) };
        match (self.conversion(), &runs[..]) {
            (Conversion::None, [run]) => {
                let alternatives = alternatives(&run.chip_hours, |hours| Outcome::Number(hours.base()));
                let outcome = Outcome::Number(total.base());
                let origin = Origin::Published(citations);
                Step { item: Item::Field(field), outcome, origin, alternatives, grade }
            }
            (Conversion::None, _) => {
                let equation = Equation::new(words::sum_of_runs(), &[]);
                derived(field, Outcome::Number(total.base()), equation, citations, grade.max(Grade::Derived))
            }
            (Conversion::By(from, ratio), _) => {
                let equation = Equation::new(words::converted_by_peak("{0}"), &[Item::Field(Field::PeakFlopPerSecond)]);
                let equation = equation.by(Rule::Converted(total.base(), from.base()));
                derived(field, Outcome::Number((total * ratio).base()), equation, citations, Grade::Entered)
            }
            (Conversion::Impossible, _) => unknown(field, words::cannot_be_converted()),
        }
    }

    fn conversion(&mut self) -> Conversion {
        let (Some(from), Some(to)) = (self.preset_chip(), self.chip()) else { return Conversion::None };
        if from.slug == to.slug {
            return Conversion::None;
        }
        let rates = self.precision().and_then(|precision| {
            let from: Interval<FlopPerSecond> = from.peak(precision)?.value()?;
            Some(Conversion::By(from, from / self.number::<FlopPerSecond>(Field::PeakFlopPerSecond)?))
        });
        rates.unwrap_or(Conversion::Impossible)
    }

    /// The price that the developer states, or the range of quoted prices of that accelerator.
    fn price(&mut self) -> Step {
        let field = Field::UsdPerGpuHour;
        let stated = self.not_entered_figure(field);
        let same_chip = !self.is_changed(Field::Hardware);
        if same_chip && stated.outcome.number().is_some() {
            return stated;
        }
        let Some(chip) = self.chip() else { return self.missing(field, &[Field::Hardware]) };
        let year = self.number::<Year>(Field::Year).map(|year| year.middle().get());
        let quotes = quotes::near(self.catalogue, chip, year);
        let Some(number) = quotes::spread(&quotes) else {
            return unknown(field, words::no_rental_price(chip.name));
        };
        let equation = Equation::new(words::quoted_prices("{0}"), &[Item::Field(Field::Hardware)]);
        let citations = Citations::Several(quotes.into_iter().map(|(_, citation)| citation).collect());
        derived(field, Outcome::Number(number), equation, citations, Grade::Estimated)
    }

    /// The step of a field that lacks an input, with the reason why that one is unknown.
    fn missing(&mut self, field: Field, inputs: &[Field]) -> Step {
        for input in inputs {
            if let Outcome::Unknown(why) = &self.step(*input).outcome {
                return unknown(field, why.clone());
            }
        }
        unknown(field, estimate::input_missing())
    }
}

/// A predicted utilisation goes with the ratio of the peaks, so that it can be worked out again.
fn times(origin: Origin, ratio: Interval<f64>) -> Origin {
    let Origin::Derived(equation, citations) = origin else { return origin };
    let rule = match equation.rule() {
        Rule::Predicted(predicted) => Rule::Predicted(Predicted { ratio, ..predicted.clone() }),
        other => other.clone(),
    };
    Origin::Derived(equation.by(rule), citations)
}

/// The utilisation of the 16-bit peak rate to expect. The prediction counts 6·N_act FLOP per token; where the scenario
/// counts attention on top, its utilisation is that much higher for the same hours, but not for more attention than the
/// runs that the prediction learned from can have had.
pub(crate) fn predicted_mfu(
    known: &Known,
    flop_per_token: FlopPerToken,
    catalogue: &Catalogue,
) -> Option<Interval<f64>> {
    let predicted = prediction::mfu(known, catalogue)?;
    let counted = (flop_per_token.get() / (6.0 * known.active_params.get())).clamp(1.0, MOST_ATTENTION);
    Some(predicted.base().map(|mfu| (mfu * counted).min(1.0)))
}

/// FLOP per token with attention, against 6·N_act alone, of a pre-training run at usual sequence lengths.
const MOST_ATTENTION: f64 = 1.25;

/// What becomes of published chip-hours on the chosen accelerator.
enum Conversion {
    None,
    /// The rate that they were published for, and its ratio to the present one.
    By(Interval<FlopPerSecond>, Interval<Fraction>),
    Impossible,
}

/// The 16-bit format of an accelerator: BF16 where it has that.
fn sixteen_bit(chip: &Accelerator) -> Precision {
    if chip.peak(Precision::Bf16).is_some() { Precision::Bf16 } else { Precision::Fp16 }
}

fn configuration(architecture: &Architecture) -> Outcome {
    let text = Cow::from(architecture_text::to_text(architecture));
    Outcome::Word { slug: text.clone(), words: text }
}

fn published_configuration(model: &'static Model) -> Option<Step> {
    let (text, citation) = (model.architecture_text()?, model.architecture.as_ref()?.as_citation());
    Some(Step {
        item: Item::Field(Field::Architecture),
        outcome: Outcome::Word { slug: text.into(), words: text.into() },
        origin: Origin::Published(Citations::One(citation)),
        alternatives: Vec::new(),
        grade: Grade::of(*citation),
    })
}

/// Why the catalogue has no figure of a field.
#[derive(Clone, Copy)]
enum Missing {
    /// The entry started empty.
    NothingEntered,
    /// For this reason; an empty one where nobody gave any.
    Because(&'static str),
}

impl Missing {
    fn step(self, field: Field) -> Step {
        match self {
            Self::NothingEntered => nothing_entered(field),
            Self::Because("") => no_figure(field),
            Self::Because(why) => unknown(field, why),
        }
    }
}

/// The step of a figure, or of why there is none.
fn found(field: Field, figure: Result<Step, Missing>) -> Step {
    figure.unwrap_or_else(|missing| missing.step(field))
}

/// The step of a field of an entry that started empty.
fn nothing_entered(field: Field) -> Step {
    unknown(field, estimate::of_field(field.spec().label(), estimate_step::nothing_entered()))
}

/// The step of a field for which there is no figure at all.
fn no_figure(field: Field) -> Step {
    unknown(field, estimate::of_field(field.spec().label(), words::no_public_figure()))
}

fn unknown(field: Field, why: impl Into<Cow<'static, str>>) -> Step {
    Step {
        item: Item::Field(field),
        outcome: Outcome::Unknown(why.into()),
        origin: Origin::Nowhere,
        alternatives: Vec::new(),
        grade: Grade::Unknown,
    }
}

/// A figure that follows from others. Bounds of the fields keep it far from infinity; should it get there, it is not known.
fn derived(field: Field, outcome: Outcome, equation: Equation, citations: Citations, grade: Grade) -> Step {
    if outcome.number().is_some_and(|number| !number.is_finite()) {
        return unknown(field, estimate_bill::too_large());
    }
    let origin = Origin::Derived(equation, citations);
    Step { item: Item::Field(field), outcome, origin, alternatives: Vec::new(), grade }
}

/// The grade of what follows from figures of these grades: the weakest of them, and never better than worked out.
pub(super) fn derived_grade(inputs: impl IntoIterator<Item = Grade>) -> Grade {
    inputs.into_iter().fold(Grade::Derived, Grade::max)
}

fn figure<T: Unit>(field: Field, figure: &Figure<Interval<T>>) -> Result<Step, Missing> {
    figure_with(field, figure, |value| Outcome::Number(value.base()))
}

fn figure_with<T: Copy>(field: Field, figure: &Figure<T>, outcome: impl Fn(T) -> Outcome) -> Result<Step, Missing> {
    match figure {
        Figure::Unknown(why) => Err(Missing::Because(why)),
        Figure::Known(values) => match values.first() {
            None => Err(Missing::Because("")),
            Some(used) => {
                let value = outcome(used.value());
                let exact = value.number().is_none_or(|number| number.is_exact());
                let grade = Grade::of(used.citation());
                Ok(Step {
                    item: Item::Field(field),
                    outcome: value,
                    origin: Origin::Published(Citations::One(used.as_citation())),
                    alternatives: alternatives(figure, outcome),
                    grade: if exact || grade == Grade::Assumed { grade } else { Grade::Estimated },
                })
            }
        },
    }
}

fn alternatives<T: Copy>(figure: &Figure<T>, outcome: impl Fn(T) -> Outcome) -> Vec<Alternative> {
    let others = figure.all().iter().skip(1);
    others.map(|other| Alternative { value: outcome(other.value()), citation: other.citation() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::{FIELDS, Group, bill_fields};

    #[test]
    fn a_bill_is_worked_out_from_the_first_fields() {
        assert_eq!(bill_fields().count(), PLACES);
        assert!(bill_fields().enumerate().all(|(number, spec)| place(spec.field) == number));
        assert!(FIELDS.iter().skip(PLACES).all(|spec| !Group::BILL.contains(&spec.group)));
    }
}
