//! Against a reference design: dense, BF16, multi-head attention, nothing reused, list price.

use super::run::Run;
use super::scalars::Scalars;
use super::times::Times;
use super::{Case, Factor, Kind, OF_SUM, reshape, shapley};
use crate::architecture;
use crate::bill::overheads::Scope;
use crate::bill::{Inputs, Rung};
use crate::catalogue::{Accelerator, Architecture, Catalogue, Precision};
use crate::estimate::{Item, estimate};
use crate::field::{Field, Kind as FieldKind};
use crate::report::{Found, Reference};
use crate::scenario::Scenario;
use crate::text::{Style, point};
use crate::training::{Recipe, Recomputation};
use crate::words::attribution_design as words;

/// The factors that change how long a step takes, in the order of their bits.
const STRUCTURAL: [Kind; 5] = [Kind::Precision, Kind::Experts, Kind::Attention, Kind::Recomputation, Kind::Accelerator];

/// The case of a run against its reference design.
///
/// # Errors
/// Why there is none, in words.
pub(super) fn case(inputs: Inputs) -> Result<Case, String> {
    let run = Run::of(inputs)?;
    let reference = Design::of(&run)?;
    let mut factors: Vec<Factor> = STRUCTURAL.into_iter().filter_map(|kind| reference.factor(&run, kind)).collect();
    let structural = factors.len();
    let times = Times::of(&run, &reference, &factors)?;
    let scalars = Scalars::of(&run, &reference, &times);
    factors.extend(scalars.factors(&run, &reference));
    let game = shapley::game(factors.len(), |set| {
        let has = |kind| {
            let place = factors.iter().position(|factor| factor.kind == kind);
            place.is_none_or(|place| set & (1 << place) != 0)
        };
        let step = times.at(set & !(usize::MAX << structural));
        scalars.cost(&run, step, has)
    });
    let case = Case {
        reference: reference.words(&run),
        chosen: run.name.clone(),
        counts: if run.reuses() { Rung::Increment } else { run.rung }.name().to_owned(),
        factors,
        game,
        sums: scalars.workings(&run, times.at(0)),
        is_design: true,
        sum_on: &OF_SUM,
        notes: notes(&run, &times),
        found: found(&run, &reference, &scalars),
    };
    case.checked()
}

/// What the reference has in fields that nobody entered.
fn found(run: &Run, reference: &Design, scalars: &Scalars) -> Vec<Found> {
    let all = [
        (Field::DenseParams, point(reference.dense_params, Style::Count("")), words::dense_rule()),
        (
            Field::ReferencePrecision,
            reference.recipe.map_or_else(String::new, |recipe| recipe.name().to_owned()),
            words::sixteen_bits(),
        ),
        (
            Field::ReferenceAttention,
            option(Field::ReferenceAttention, reference.attention, run.inputs.catalogue).to_owned(),
            words::before_latent(),
        ),
        (Field::ReferenceRecomputation, reference.recomputation.name().to_owned(), words::nothing_kept()),
        (Field::ReferenceHardware, reference.chip.short_name.to_owned(), words::uncut()),
        (Field::ReferencePrice, point(reference.price, Style::UsdPerHour), words::quoted_near_release()),
        (
            Field::ReferenceMfu,
            scalars.reference_mfu.map_or_else(String::new, |mfu| point(mfu, Style::Fraction)),
            words::typical(),
        ),
        (
            Field::ReferenceOverheads,
            option(Field::ReferenceOverheads, reference.profile, run.inputs.catalogue).to_owned(),
            words::beyond_final_run(),
        ),
    ];
    let open =
        all.into_iter().filter(|(field, value, _)| run.inputs.scenario.entered(*field).is_none() && !value.is_empty());
    open.map(|(field, value, because)| Found { field, value, because: because.to_owned() }).collect()
}

/// The name of what can be chosen in a field.
pub(super) fn option(field: Field, slug: &str, catalogue: &Catalogue) -> &'static str {
    let FieldKind::Choice(choices) = field.spec().kind else { return "" };
    choices.options(catalogue).into_iter().find(|(other, _)| *other == slug).map_or("", |(_, name)| name)
}

fn notes(run: &Run, times: &Times) -> Vec<String> {
    let method = if times.steps.is_some() { words::laid_out_anew() } else { words::only_parameters() };
    let mut notes = vec![method.to_owned()];
    if run.reuses() {
        notes.push(words::base_model_left_out().to_owned());
    }
    notes
}

/// The reference design.
pub(super) struct Design {
    pub(super) recipe: Option<&'static Recipe>,
    pub(super) own_recipe: Option<&'static Recipe>,
    pub(super) dense_params: f64,
    pub(super) attention: &'static str,
    pub(super) recomputation: Recomputation,
    pub(super) chip: &'static Accelerator,
    pub(super) price: f64,
    pub(super) is_own_price: bool,
    pub(super) profile: &'static str,
}

impl Design {
    pub(super) fn of(run: &Run) -> Result<Self, String> {
        let inputs = run.inputs;
        let chip = match inputs.chosen(Field::ReferenceHardware) {
            Some(slug) => inputs.catalogue.accelerator(slug).unwrap_or(run.chip),
            // The H800 is the H100 with its links cut.
            None if run.chip.slug == "nvidia-h800-sxm5-80gb" => {
                inputs.catalogue.accelerator("nvidia-h100-sxm5-80gb").unwrap_or(run.chip)
            }
            None => run.chip,
        };
        let own_recipe = run.recipe();
        let recipe = inputs.chosen(Field::ReferencePrecision).and_then(Recipe::from_slug).or_else(|| {
            let has_bf16 = [chip, run.chip].iter().all(|chip| chip.peak(Precision::Bf16).is_some());
            if has_bf16 { Recipe::from_slug("bf16") } else { own_recipe }
        });
        let price = match run.entered(Field::ReferencePrice) {
            Some(price) => Some((price, true)),
            None => quoted(run, chip).map(|price| (price, false)),
        };
        let (price, is_own_price) = price.unwrap_or((run.price, false));
        Ok(Self {
            recipe,
            own_recipe,
            dense_params: run.dense_params(),
            attention: inputs.chosen(Field::ReferenceAttention).unwrap_or("mha"),
            recomputation: inputs
                .chosen(Field::ReferenceRecomputation)
                .and_then(Recomputation::from_slug)
                .unwrap_or(Recomputation::Full),
            chip,
            price,
            is_own_price,
            profile: inputs.chosen(Field::ReferenceOverheads).unwrap_or("large"),
        })
    }

    /// The reference in a few words.
    pub(super) fn words(&self, run: &Run) -> String {
        let size = point(self.dense_params, Style::Count(""));
        let chip = self.chip.short_name;
        match (run.is_mixture(), self.recipe) {
            (true, Some(recipe)) => words::dense_model_in(&size, recipe.linear.name(), chip),
            (true, None) => words::dense_model(&size, chip),
            (false, Some(recipe)) => words::model_in(&size, recipe.linear.name(), chip),
            (false, None) => words::model(&size, chip),
        }
    }

    /// How a factor differs between the reference and the run; nothing when it does not, or when that cannot be told.
    pub(super) fn factor(&self, run: &Run, of: Kind) -> Option<Factor> {
        let architecture = run.architecture.as_ref();
        match of {
            Kind::Precision => self.precision(run, architecture?),
            Kind::Experts => self.experts(run),
            Kind::Attention => self.attention_factor(run, architecture?),
            Kind::Recomputation => {
                architecture?;
                Some(Factor {
                    kind: of,
                    before: self.recomputation.name().to_owned(),
                    after: words::only_what_does_not_fit().to_owned(),
                    notes: vec![words::kept_where_memory_allows().to_owned()],
                    sources: Vec::new(),
                })
            }
            Kind::Accelerator => (self.chip.slug != run.chip.slug).then(|| Factor {
                kind: of,
                before: self.chip.short_name.to_owned(),
                after: run.chip.short_name.to_owned(),
                notes: vec![words::peak_memory_and_links().to_owned()],
                sources: Vec::new(),
            }),
            // What multiplies step time is no matter of the design.
            _ => None,
        }
    }

    fn precision(&self, run: &Run, architecture: &Architecture) -> Option<Factor> {
        let (before, after) = (self.recipe?, self.own_recipe?);
        if before.slug == after.slug {
            return None;
        }
        let mut notes = vec![words::rate_and_bytes().to_owned()];
        if after.is_mixture() {
            notes.push(words::stays_in_sixteen_bits(
                &point(kept_in_sixteen_bits(run, architecture, after), Style::Fraction),
                &point(after.kept_share, Style::Fraction),
            ));
        }
        Some(Factor {
            kind: Kind::Precision,
            before: before.name().to_owned(),
            after: after.name().to_owned(),
            notes,
            sources: Vec::new(),
        })
    }

    fn experts(&self, run: &Run) -> Option<Factor> {
        if !run.is_mixture() {
            return None;
        }
        let entered = run.entered(Field::DenseParams).is_some();
        let count = |number| point(number, Style::Count(""));
        let (total, active, dense) = (count(run.total_params), count(run.active_params), count(self.dense_params));
        let note =
            if entered { words::dense_entered().to_owned() } else { words::rule_of_thumb(&total, &active, &dense) };
        Some(Factor {
            kind: Kind::Experts,
            before: words::dense_parameters(&dense),
            after: words::active_of(&active, &total),
            notes: vec![note],
            sources: if entered { Vec::new() } else { rule_sources(run) },
        })
    }

    fn attention_factor(&self, run: &Run, architecture: &Architecture) -> Option<Factor> {
        let changed = reshape::with_attention(architecture, self.attention)?;
        let cache = |of: &Architecture| 2.0 * architecture::kv_cache_elements_per_token(of) as f64;
        let (before, after) = (cache(&changed), cache(architecture));
        let work = |of: &Architecture| {
            let work = architecture::flop_per_token(of, run.sequence());
            work.total().get()
        };
        Some(Factor {
            kind: Kind::Attention,
            before: option(Field::ReferenceAttention, self.attention, run.inputs.catalogue).to_owned(),
            after: reshape::kind(architecture).to_owned(),
            notes: vec![
                words::same_size(
                    &point(work(&changed), Style::FlopPerToken),
                    &point(work(architecture), Style::FlopPerToken),
                ),
                words::saves_in_serving(
                    &point(after, Style::Bytes),
                    &point(before, Style::Bytes),
                    &point(before / after, Style::Rounded),
                ),
            ],
            sources: Vec::new(),
        })
    }

    pub(super) fn price_factor(&self, run: &Run) -> Factor {
        let price = |price| point(price, Style::UsdPerHour);
        let before = if self.is_own_price { words::price_entered } else { words::price_quoted };
        Factor {
            kind: Kind::Price,
            before: before(&price(self.price), self.chip.short_name),
            after: price(run.price),
            notes: Vec::new(),
            sources: Vec::new(),
        }
    }

    /// The run's configuration, with the reference's attention and without experts where it does not keep its own.
    pub(super) fn architecture(&self, of: &Architecture, keeps_attention: bool, keeps_experts: bool) -> Architecture {
        let mut architecture = *of;
        if !keeps_attention {
            architecture = reshape::with_attention(&architecture, self.attention).unwrap_or(architecture);
        }
        if !keeps_experts {
            architecture = reshape::without_experts(&architecture, self.dense_params).unwrap_or(architecture);
        }
        architecture
    }
}

/// The part of a token's work that a recipe leaves in 16 bits.
fn kept_in_sixteen_bits(run: &Run, of: &Architecture, recipe: &Recipe) -> f64 {
    let work = architecture::flop_per_token(of, run.sequence()).forward;
    let kept = work.attention_products.get() + work.router.get() + work.head.get();
    let layers = work.attention_projections.get() + work.feed_forward.get();
    (kept + recipe.kept_share * layers) / work.total().get()
}

fn rule_sources(run: &Run) -> Vec<Reference> {
    let rule = run.inputs.overhead(Scope::General, "", "dense_params_rule");
    rule.map(|rule| rule.citation().into()).into_iter().collect()
}

/// The central quoted price of an accelerator near the run's year.
fn quoted(run: &Run, chip: &Accelerator) -> Option<f64> {
    let inputs = run.inputs;
    let mut scenario = Scenario::preset("own", inputs.catalogue)?;
    scenario.enter(Field::Hardware, chip.slug).ok()?;
    let year = inputs.estimate.step(Item::Field(Field::Year)).outcome.number();
    if let Some(year) = year {
        scenario.enter(Field::Year, &crate::number::to_text(year)).ok()?;
    }
    let estimate = estimate(&scenario).ok()?;
    estimate.step(Item::Field(Field::UsdPerGpuHour)).outcome.number().map(|price| price.middle())
}
