//! Against a reference design: dense, BF16, multi-head attention, nothing reused, list price.

use super::run::Run;
use super::scalars::Scalars;
use super::times::Times;
use super::{Case, Factor, reshape, shapley};
use crate::architecture;
use crate::bill::overheads::{Overheads, Scope};
use crate::bill::{Inputs, PROFILES, Rung};
use crate::catalogue::{Accelerator, Architecture, Precision};
use crate::estimate::{Item, estimate};
use crate::field::{Field, REFERENCE_ATTENTION};
use crate::report::{Found, Reference};
use crate::scenario::Scenario;
use crate::text::{Style, point};
use crate::training::{Recipe, Recomputation};

/// The factors that change how long a step takes, in the order of their bits.
const STRUCTURAL: [Structural; 5] = [
    Structural::Precision,
    Structural::Experts,
    Structural::Attention,
    Structural::Recomputation,
    Structural::Accelerator,
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Structural {
    Precision,
    Experts,
    Attention,
    Recomputation,
    Accelerator,
}

pub(super) const PRICE: &str = "Price per chip-hour";

/// The case of a run against its reference design.
///
/// # Errors
/// Why there is none, in words.
pub(super) fn case(inputs: Inputs) -> Result<Case, String> {
    let run = Run::of(inputs)?;
    let reference = Design::of(&run)?;
    let mut factors: Vec<(Option<Structural>, Factor)> = Vec::new();
    for structural in STRUCTURAL {
        if let Some(factor) = reference.factor(&run, structural) {
            factors.push((Some(structural), factor));
        }
    }
    let structural = factors.len();
    let times = Times::of(&run, &reference, &factors)?;
    let scalars = Scalars::of(&run, &reference, &times);
    factors.extend(scalars.factors(&run, &reference).into_iter().map(|factor| (None, factor)));
    let labels: Vec<&str> = factors.iter().map(|(_, factor)| factor.label).collect();
    let game = shapley::game(factors.len(), |set| {
        let has =
            |label: &str| labels.iter().position(|other| *other == label).is_none_or(|place| set & (1 << place) != 0);
        let step = times.at(set & ((1 << structural) - 1));
        scalars.cost(&run, step, has)
    });
    let case = Case {
        reference: reference.words(&run),
        chosen: run.name.clone(),
        counts: if run.reuses() { Rung::Increment } else { run.rung }.name().to_owned(),
        factors: factors.into_iter().map(|(_, factor)| factor).collect(),
        game,
        notes: notes(&run, &times),
        found: found(&run, &reference, &scalars),
    };
    case.checked()
}

/// What the reference has in fields that nobody entered.
fn found(run: &Run, reference: &Design, scalars: &Scalars) -> Vec<Found> {
    let word = |slug: &str, words: &[(&str, &str)]| {
        words.iter().find(|(other, _)| *other == slug).map_or_else(String::new, |(_, words)| (*words).to_owned())
    };
    let typical = "what published runs of that size reached";
    let all = [
        (
            Field::DenseParams,
            point(reference.dense_params, Style::Count("")),
            "√(total × active), or its size when dense",
        ),
        (
            Field::ReferencePrecision,
            reference.recipe.map_or_else(String::new, |recipe| recipe.name().to_owned()),
            "16 bits",
        ),
        (
            Field::ReferenceAttention,
            word(reference.attention, &REFERENCE_ATTENTION),
            "as before grouped and latent attention",
        ),
        (Field::ReferenceRecomputation, reference.recomputation.name().to_owned(), "nothing is kept"),
        (Field::ReferenceHardware, reference.chip.short_name.to_owned(), "as the run, or the uncut kind of it"),
        (Field::ReferencePrice, point(reference.price, Style::UsdPerHour), "quoted near the year of release"),
        (
            Field::ReferenceMfu,
            scalars.reference_mfu.map_or_else(String::new, |mfu| point(mfu, Style::Fraction)),
            typical,
        ),
        (Field::ReferenceOverheads, word(reference.profile, &PROFILES), "counts beyond the final run only"),
    ];
    let open =
        all.into_iter().filter(|(field, value, _)| run.inputs.scenario.entered(*field).is_none() && !value.is_empty());
    open.map(|(field, value, because)| Found { field, value, because: because.to_owned() }).collect()
}

fn notes(run: &Run, times: &Times) -> Vec<String> {
    let mut notes = vec![
        "Every combination is laid out anew on the run's number of chips (more, where it does not fit): the ratio of their \
         step times carries the published hours over to it."
            .to_owned(),
    ];
    if times.steps.is_none() {
        notes = vec![
            "The model's configuration is not public, so that only what its parameters say can be told apart: precision, \
             attention and recomputation are in its utilisation."
                .to_owned(),
        ];
    }
    if run.reuses() {
        notes.push(
            "The chosen sum leaves out the hours of the base model, which existed; the reference trains it anew."
                .to_owned(),
        );
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
            attention: inputs.chosen(Field::ReferenceAttention).unwrap_or(REFERENCE_ATTENTION[0].0),
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
        let precision = self.recipe.map_or_else(String::new, |recipe| format!(" in {}", recipe.linear.name()));
        let kind = if run.is_mixture() { "dense " } else { "" };
        format!("a {kind}{size} model{precision} on the {}", self.chip.short_name)
    }

    /// How a factor differs between the reference and the run; nothing when it does not, or when that cannot be told.
    pub(super) fn factor(&self, run: &Run, of: Structural) -> Option<Factor> {
        let architecture = run.architecture.as_ref();
        match of {
            Structural::Precision => self.precision(run, architecture?),
            Structural::Experts => self.experts(run),
            Structural::Attention => self.attention_factor(run, architecture?),
            Structural::Recomputation => {
                architecture?;
                Some(Factor {
                    label: "Recomputed activations",
                    before: self.recomputation.name().to_owned(),
                    after: "only what does not fit".to_owned(),
                    notes: vec!["What the forward pass worked out is kept where memory allows.".to_owned()],
                    sources: Vec::new(),
                })
            }
            Structural::Accelerator => (self.chip.slug != run.chip.slug).then(|| Factor {
                label: "Accelerator",
                before: self.chip.short_name.to_owned(),
                after: run.chip.short_name.to_owned(),
                notes: vec!["Peak rate, memory and links; its price is a factor of its own.".to_owned()],
                sources: Vec::new(),
            }),
        }
    }

    fn precision(&self, run: &Run, architecture: &Architecture) -> Option<Factor> {
        let (before, after) = (self.recipe?, self.own_recipe?);
        if before.slug == after.slug {
            return None;
        }
        let mut notes = vec![
            "Rate of the layers' matrix products, bytes of weights, gradients and moments, and bytes that are sent."
                .to_owned(),
        ];
        if after.is_mixture() {
            notes.push(format!(
                "{} of the work for a token stays in 16 bits: attention’s products, routers, head, and {} of the other \
                 products.",
                point(kept_in_sixteen_bits(run, architecture, after), Style::Fraction),
                point(after.kept_share, Style::Fraction)
            ));
        }
        Some(Factor {
            label: "Precision",
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
        let rule = format!(
            "√({} × {}) = {}: a rule of thumb for the dense model of equal quality at equal tokens and data, assumed here; \
             measured pairs lie on both sides of it. Enter your own, or the active parameters for equal compute.",
            count(run.total_params),
            count(run.active_params),
            count(self.dense_params)
        );
        let sources = rule_sources();
        Some(Factor {
            label: "Mixture of experts",
            before: format!("dense, {} parameters", count(self.dense_params)),
            after: format!("{} active of {}", count(run.active_params), count(run.total_params)),
            notes: vec![if entered { "The dense size is your figure.".to_owned() } else { rule }],
            sources: if entered { Vec::new() } else { sources },
        })
    }

    fn attention_factor(&self, run: &Run, architecture: &Architecture) -> Option<Factor> {
        let changed = reshape::with_attention(architecture, self.attention)?;
        let words = REFERENCE_ATTENTION.iter().find(|(slug, _)| *slug == self.attention).map_or("", |(_, words)| words);
        let cache = |of: &Architecture| 2.0 * architecture::kv_cache_elements_per_token(of) as f64;
        let (before, after) = (cache(&changed), cache(architecture));
        let ratio = before / after;
        let work = |of: &Architecture| {
            let work = architecture::flop_per_token(of, run.sequence());
            (work.forward.total() + work.backward.total()).get()
        };
        Some(Factor {
            label: "Attention",
            before: words.to_owned(),
            after: reshape::kind(architecture).to_owned(),
            notes: vec![
                format!(
                    "Heads and their width as they are, feed-forward blocks narrowed so that the model counts as the same \
                     size. Work for a token in training: {} against {}.",
                    point(work(&changed), Style::FlopPerToken),
                    point(work(architecture), Style::FlopPerToken)
                ),
                format!(
                    "Its saving is in serving: keys and values take {} for each token instead of {} in 16 bits, {} times \
                     less.",
                    point(after, Style::Bytes),
                    point(before, Style::Bytes),
                    point(ratio, Style::Rounded)
                ),
            ],
            sources: Vec::new(),
        })
    }

    pub(super) fn price_factor(&self, run: &Run) -> Factor {
        let kind = if self.is_own_price { "your figure" } else { "quoted" };
        let price = |price| point(price, Style::UsdPerHour);
        Factor {
            label: PRICE,
            before: format!("{} for the {}, {kind}", price(self.price), self.chip.short_name),
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

fn rule_sources() -> Vec<Reference> {
    let rule = Overheads::current().get(Scope::General, "", "dense_params_rule");
    rule.map(|rule| rule.citation().into()).into_iter().collect()
}

/// The central quoted price of an accelerator near the run's year.
fn quoted(run: &Run, chip: &Accelerator) -> Option<f64> {
    let inputs = run.inputs;
    let mut scenario = Scenario::preset("own", inputs.catalogue)?;
    scenario.enter(Field::Hardware, chip.slug, inputs.catalogue).ok()?;
    let year = inputs.estimate.step(Item::Field(Field::Year)).outcome.number();
    if let Some(year) = year {
        scenario.enter(Field::Year, &crate::number::to_text(year), inputs.catalogue).ok()?;
    }
    let estimate = estimate(&scenario, inputs.catalogue).ok()?;
    estimate.step(Item::Field(Field::UsdPerGpuHour)).outcome.number().map(|price| price.middle())
}
