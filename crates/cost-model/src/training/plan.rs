//! From a scenario to a job: what was entered, what the catalogue has, and what is assumed where neither says anything.

use super::job::{Job, JobSpec};
use super::search::Decided;
use super::{
    AttentionKernel, Cluster, Efficiency, Layout, Misfit, Optimizer, Recipe, Recomputation, Schedule, Sharding, goodput,
};
use crate::catalogue::{Accelerator, Architecture, Catalogue};
use crate::estimate::{Estimate, Item};
use crate::field::Field;
use crate::number;
use crate::prediction;
use crate::report::Found;
use crate::scenario::{Scenario, Value};
use crate::text::{self, Style};
use crate::words::training_plan as words;

/// A job with what is decided of its layout, and where its inputs come from.
#[derive(Debug)]
pub struct Plan<'a> {
    /// The step to lay out.
    pub job: Job<'a>,
    /// What was entered of the layout.
    pub decided: Decided,
    /// The part of the time that goes into steps that count.
    pub goodput: f64,
    /// Inputs that were not entered.
    pub found: Vec<Found>,
}

/// Why there is no plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoPlan {
    /// Something is not known; in words.
    Missing(String),
    /// Inputs do not go together.
    Misfit(Misfit),
}

/// How long a run is taken to last where the number of chips is not known.
const ASSUMED_DAYS: f64 = 60.0;
const ASSUMED_SEQUENCE: u32 = 4096;
/// The year from which on fused attention is taken for granted: FlashAttention is of May 2022.
const FUSED_SINCE: f64 = 2023.0;

impl<'a> Plan<'a> {
    /// The plan of a scenario whose model has this configuration.
    ///
    /// # Errors
    /// When something is missing that cannot be assumed, or the chip lacks a number format.
    pub fn of(scenario: &Scenario, estimate: &Estimate, model: &'a Architecture) -> Result<Self, NoPlan> {
        let mut inputs = Inputs { scenario, estimate, catalogue: scenario.catalogue(), found: Vec::new() };
        let chip = inputs.chip()?;
        let cluster = inputs.cluster(chip)?;
        let sequence = inputs.sequence();
        let recipe = inputs.recipe(chip);
        let spec = JobSpec {
            model,
            recipe,
            kept_share: inputs.kept_share(recipe),
            optimizer: inputs.optimizer(recipe),
            kernel: inputs.kernel(),
            sequence,
            global_batch: inputs.global_batch(sequence, cluster.chips),
            cluster,
            efficiency: Efficiency::FITTED,
        };
        let job = Job::new(spec).map_err(NoPlan::Misfit)?;
        let goodput = inputs.goodput(cluster.chips);
        Ok(Self { job, decided: inputs.decided(), goodput, found: inputs.found })
    }
}

struct Inputs<'a> {
    scenario: &'a Scenario,
    estimate: &'a Estimate,
    catalogue: &'static Catalogue,
    found: Vec<Found>,
}

impl Inputs<'_> {
    /// The number entered in a field of the analysis.
    fn entered(&self, field: Field) -> Option<f64> {
        Some(self.scenario.number(field)?.middle())
    }

    /// The slug chosen in a field of the analysis.
    fn chosen(&self, field: Field) -> Option<&'static str> {
        match self.scenario.entered(field)? {
            Value::Choice(slug) => Some(slug),
            _ => None,
        }
    }

    /// The number that a field of the bill holds.
    fn known(&self, field: Field) -> Option<f64> {
        self.estimate.step(Item::Field(field)).outcome.number().map(|number| number.middle())
    }

    fn note(&mut self, field: Field, value: String, because: impl Into<String>) {
        self.found.push(Found { field, value, because: because.into() });
    }

    fn chip(&self) -> Result<&'static Accelerator, NoPlan> {
        let slug = match &self.estimate.step(Item::Field(Field::Hardware)).outcome {
            crate::estimate::Outcome::Word { slug, .. } => slug.to_string(),
            _ => String::new(),
        };
        let missing = || NoPlan::Missing(words::choose_an_accelerator().to_owned());
        self.catalogue.accelerator(&slug).ok_or_else(missing)
    }

    fn cluster(&mut self, chip: &'static Accelerator) -> Result<Cluster, NoPlan> {
        let missing = |words: fn(&str) -> String| NoPlan::Missing(words(chip.name));
        let memory = chip.memory.value().ok_or_else(|| missing(words::no_memory))?.middle().get();
        let bandwidth = chip.memory_bandwidth.value().ok_or_else(|| missing(words::no_bandwidth))?.middle().get();
        let node_size = self.node_size(chip);
        let chips = self.chips(node_size)?;
        Ok(Cluster {
            chip,
            chips,
            node_size,
            link: self.link(chip) / 2.0,
            network: self.network(chip),
            memory,
            memory_bandwidth: bandwidth,
        })
    }

    /// The chips of the run; where they are not known, as many powers of two as end it in about two months.
    fn chips(&mut self, node_size: u32) -> Result<u32, NoPlan> {
        if let Some(chips) = self.known(Field::ChipCount) {
            return Ok(libm::round(chips.min(1e8)).max(1.0) as u32);
        }
        let Some(hours) = self.known(Field::PretrainingHours) else {
            return Err(NoPlan::Missing(words::enter_tokens_or_chips().to_owned()));
        };
        let wanted = (hours / (ASSUMED_DAYS * 24.0)).max(f64::from(node_size)).min(1e8);
        let chips = libm::exp2(libm::round(libm::log2(wanted))) as u32;
        self.note(Field::ChipCount, text::point(f64::from(chips), Style::Count("")), words::ends_in_sixty_days());
        Ok(chips)
    }

    fn node_size(&mut self, chip: &Accelerator) -> u32 {
        if let Some(size) = self.entered(Field::NodeSize) {
            return size as u32;
        }
        let size = chip.node_size.value().map_or(8.0, |size| size.middle().get());
        let because = match chip.node_size.value() {
            Some(_) => words::usually_sold(chip.short_name),
            None => words::assumed().to_owned(),
        };
        self.note(Field::NodeSize, text::point(size, Style::Count("")), because);
        size.max(1.0) as u32
    }

    fn link(&mut self, chip: &Accelerator) -> f64 {
        if let Some(rate) = self.entered(Field::InterconnectBandwidth) {
            return rate;
        }
        let (rate, because) = match chip.interconnect_bandwidth.value() {
            Some(rate) => (rate.middle().get(), words::data_sheet(chip.short_name)),
            None => (64e9, words::assumed_link().to_owned()),
        };
        self.note(Field::InterconnectBandwidth, text::point(rate, Style::BytesPerSecond), because);
        rate
    }

    fn network(&mut self, chip: &Accelerator) -> f64 {
        if let Some(rate) = self.entered(Field::NetworkBandwidth) {
            return rate;
        }
        let (rate, because) = match chip.network_bandwidth.value() {
            Some(rate) => (rate.middle().get(), words::published_for_clusters(chip.short_name)),
            None => (25e9, words::assumed_network().to_owned()),
        };
        self.note(Field::NetworkBandwidth, text::point(rate, Style::BytesPerSecond), because);
        rate
    }

    fn sequence(&mut self) -> u32 {
        if let Some(tokens) = self.known(Field::SequenceLength) {
            return libm::round(tokens).clamp(1.0, 1e8) as u32;
        }
        self.note(Field::SequenceLength, text::point(f64::from(ASSUMED_SEQUENCE), Style::Count("")), words::assumed());
        ASSUMED_SEQUENCE
    }

    fn recipe(&mut self, chip: &Accelerator) -> &'static Recipe {
        if let Some(recipe) = self.chosen(Field::Precision).and_then(Recipe::from_slug) {
            return recipe;
        }
        let model = self.scenario.model();
        let stated = model.and_then(|model| model.training.precision.value()).unwrap_or_default();
        let has = |recipe: &Recipe| chip.peak(recipe.linear).is_some() && chip.peak(recipe.rest).is_some();
        let wanted = if prediction::is_fp8(stated) {
            if model.is_some_and(|model| model.developer == "DeepSeek") { "fp8-deepseek" } else { "fp8" }
        } else if stated.to_ascii_lowercase().contains("fp16") {
            "fp16"
        } else {
            "bf16"
        };
        let because = if stated.is_empty() { words::assumed().to_owned() } else { words::published_as(stated) };
        let recipe = [wanted, "bf16", "fp16"].into_iter().filter_map(Recipe::from_slug).find(|recipe| has(recipe));
        let recipe = recipe.or_else(|| Recipe::from_slug("fp32")).unwrap_or(&Recipe::ALL[0]);
        self.note(Field::Precision, recipe.name().to_owned(), because);
        recipe
    }

    fn kept_share(&mut self, recipe: &Recipe) -> f64 {
        if let Some(share) = self.entered(Field::HighPrecisionShare) {
            return share;
        }
        let because = if recipe.is_mixture() { words::as_the_recipe() } else { words::nothing_lower() };
        self.note(Field::HighPrecisionShare, text::point(recipe.kept_share, Style::Fraction), because);
        recipe.kept_share
    }

    fn optimizer(&mut self, recipe: &Recipe) -> &'static Optimizer {
        if let Some(optimizer) = self.chosen(Field::Optimizer).and_then(Optimizer::from_slug) {
            return optimizer;
        }
        let slug = if recipe.slug == "fp8-deepseek" { "adamw-bf16" } else { "adamw" };
        let optimizer = Optimizer::from_slug(slug).unwrap_or(&Optimizer::ALL[0]);
        self.note(Field::Optimizer, optimizer.name().to_owned(), words::most_runs_use());
        optimizer
    }

    fn kernel(&mut self) -> AttentionKernel {
        if let Some(kernel) = self.chosen(Field::AttentionKernel).and_then(AttentionKernel::from_slug) {
            return kernel;
        }
        let is_old = self.known(Field::Year).is_some_and(|year| year < FUSED_SINCE);
        let kernel = if is_old { AttentionKernel::Unfused } else { AttentionKernel::Flash };
        self.note(Field::AttentionKernel, kernel.name().to_owned(), words::assumed_from_year());
        kernel
    }

    /// As published, otherwise tokens per step by the power law of DeepSeek LLM (2024, section 3.1), 0.2920 · C^0.3271, as sequences: a power of
    /// two times the odd factor of the chips, without which no layout would divide the batch.
    fn global_batch(&mut self, sequence: u32, chips: u32) -> u32 {
        if let Some(batch) = self.entered(Field::GlobalBatch) {
            return batch as u32;
        }
        if let Some(batch) = self.published_batch(sequence) {
            self.note(Field::GlobalBatch, text::point(f64::from(batch), Style::Count("")), words::as_published());
            return batch;
        }
        let flop = self.known(Field::TrainingFlop).unwrap_or(1e23);
        let tokens = 0.292 * libm::pow(flop, 0.3271);
        let odd = chips >> chips.trailing_zeros();
        let wanted = (tokens / f64::from(sequence) / f64::from(odd)).max(1.0);
        let batch = (f64::from(odd) * libm::exp2(libm::round(libm::log2(wanted)))).min(1e6) as u32;
        self.note(Field::GlobalBatch, text::point(f64::from(batch), Style::Count("")), words::batch_by_power_law());
        batch
    }

    /// The published tokens of a step as sequences of that length.
    fn published_batch(&self, sequence: u32) -> Option<u32> {
        let tokens = self.scenario.model()?.training.batch.value()?.middle().get();
        let sequences = libm::round(tokens / f64::from(sequence));
        (1.0..=1e6).contains(&sequences).then_some(sequences as u32)
    }

    fn goodput(&mut self, chips: u32) -> f64 {
        if let Some(part) = self.entered(Field::Goodput) {
            return part;
        }
        let part = goodput(chips);
        self.note(Field::Goodput, text::point(part, Style::Fraction), words::from_failures());
        part
    }

    fn decided(&self) -> Decided {
        let whole = |field: Field| self.entered(field).map(|number| number as u32);
        Decided {
            tensor: whole(Field::TensorParallel),
            sequence_parallel: self.chosen(Field::SequenceParallel).map(|slug| slug == "on"),
            pipeline: whole(Field::PipelineParallel),
            schedule: self.chosen(Field::PipelineSchedule).and_then(Schedule::from_slug),
            virtual_stages: whole(Field::VirtualStages),
            context: whole(Field::ContextParallel),
            expert: whole(Field::ExpertParallel),
            sharding: self.chosen(Field::Sharding).and_then(Sharding::from_slug),
            micro_batch: whole(Field::MicroBatch),
            recomputation: self.chosen(Field::Recomputation).and_then(Recomputation::from_slug),
        }
    }
}

/// A layout as entries of the form.
#[must_use]
pub fn as_entries(layout: &Layout) -> Vec<(Field, String)> {
    let whole = |field, number: u32| (field, number.to_string());
    vec![
        whole(Field::MicroBatch, layout.micro_batch),
        (Field::Recomputation, layout.recomputation.slug().to_owned()),
        whole(Field::TensorParallel, layout.tensor),
        whole(Field::PipelineParallel, layout.pipeline),
        (Field::PipelineSchedule, layout.schedule.slug().to_owned()),
        whole(Field::VirtualStages, layout.virtual_stages),
        whole(Field::ContextParallel, layout.context),
        whole(Field::ExpertParallel, layout.expert),
        (Field::Sharding, layout.sharding.slug().to_owned()),
    ]
}

/// The text that enters a number.
pub(super) fn entry(number: f64) -> String {
    number::to_rounded_text(crate::interval::Interval::exact(number))
}
