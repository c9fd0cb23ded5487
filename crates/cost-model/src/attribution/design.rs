//! Against a reference design: dense, BF16, multi-head attention, nothing reused, list price.

use super::overhead::Overhead;
use super::shapley;
use super::{Case, Factor};
use crate::architecture;
use crate::architecture_text;
use crate::bill::overheads::{Overheads, Scope};
use crate::bill::{Inputs, PROFILES, Rung, counted};
use crate::catalogue::{Accelerator, Architecture, AttentionKind, Precision, QkNorm};
use crate::estimate::{Item, Outcome, estimate};
use crate::field::{Field, REFERENCE_ATTENTION};
use crate::prediction::{self, Known};
use crate::report::{Found, Reference};
use crate::scenario::{Scenario, Value};
use crate::text::{Style, point};
use crate::training::{Plan, Recipe, Recomputation, StepOf, step_of};
use crate::units::{Parameters, Tokens};

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

/// Key and value heads of the reference's grouped-query attention.
const GROUPS: u64 = 8;

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
            reference.recipe.map_or_else(String::new, |recipe| recipe.name.to_owned()),
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

pub(super) const PRICE: &str = "Price per chip-hour";
const UTILISATION: &str = "Utilisation";
const REUSE: &str = "Reuse of the base model";
const OVERHEADS: &str = "Overheads of the lab";

/// What is known of the chosen run, by central values.
pub(super) struct Run<'a> {
    inputs: Inputs<'a>,
    pub(super) name: String,
    pub(super) architecture: Option<Architecture>,
    pub(super) chip: &'static Accelerator,
    /// Hours of its own stages and of the base model.
    own_hours: f64,
    base_hours: f64,
    /// Hours of the pre-training that its tokens are those of: the base model's, or its own.
    pretraining_hours: f64,
    price: f64,
    tokens: Option<f64>,
    total_params: f64,
    active_params: f64,
    rung: Rung,
}

impl<'a> Run<'a> {
    pub(super) fn of(inputs: Inputs<'a>) -> Result<Self, String> {
        let estimate = inputs.estimate;
        let number = |item| match &estimate.step(item).outcome {
            Outcome::Number(number) => Ok(number.middle()),
            Outcome::Unknown(why) => Err(why.clone()),
            Outcome::Word { words, .. } => Err(words.clone()),
        };
        let hours = |field| number(Item::Field(field)).unwrap_or(0.0);
        number(Item::TrainingCost)?;
        let own = [Field::PretrainingHours, Field::ContextExtensionHours, Field::PosttrainingHours];
        let rung = match counted(inputs.scenario) {
            Rung::Owned | Rung::Cluster => Rung::Rented,
            rung => rung,
        };
        let active_params = number(Item::Field(Field::ActiveParams))?;
        Ok(Self {
            name: inputs.scenario.name(inputs.catalogue),
            architecture: inputs.scenario.architecture(inputs.catalogue),
            chip: inputs.chip().ok_or("no accelerator is known")?,
            own_hours: own.into_iter().map(hours).sum(),
            base_hours: hours(Field::BaseModelHours),
            pretraining_hours: hours(Field::BaseModelHours).max(hours(Field::PretrainingHours)),
            price: number(Item::Field(Field::UsdPerGpuHour))?,
            tokens: number(Item::Field(Field::Tokens)).ok(),
            total_params: number(Item::Field(Field::TotalParams)).unwrap_or(active_params),
            active_params,
            rung,
            inputs,
        })
    }

    fn entered(&self, field: Field) -> Option<f64> {
        match self.inputs.scenario.entered(field)? {
            Value::Number(number) => Some(number.middle()),
            _ => None,
        }
    }

    pub(super) fn price(&self) -> f64 {
        self.price
    }

    /// Whether it started from a model whose hours need not be paid again.
    fn reuses(&self) -> bool {
        self.base_hours > 0.0 && self.own_hours > 0.0
    }

    fn is_mixture(&self) -> bool {
        self.architecture.as_ref().map_or(self.total_params > 1.2 * self.active_params, |of| of.experts.is_some())
    }

    /// The parameters of a dense model of equal quality: entered, or the geometric mean of total and active.
    fn dense_params(&self) -> f64 {
        if !self.is_mixture() {
            return self.active_params;
        }
        let by_rule = libm::sqrt(self.total_params * self.active_params);
        self.entered(Field::DenseParams).unwrap_or(by_rule)
    }

    /// Tokens of one sequence; 4,096 where that is not known.
    fn sequence(&self) -> Tokens {
        let length = self.inputs.estimate.step(Item::Field(Field::SequenceLength)).outcome.number();
        Tokens::new(length.map_or(4096.0, |length| length.middle()))
    }

    /// The run's own recipe, as its plan finds it.
    fn recipe(&self) -> Option<&'static Recipe> {
        let architecture = self.architecture.as_ref()?;
        let plan = Plan::of(self.inputs.scenario, self.inputs.estimate, architecture, self.inputs.catalogue);
        plan.ok().map(|plan| plan.job.recipe)
    }
}

/// The reference design.
pub(super) struct Design {
    pub(super) recipe: Option<&'static Recipe>,
    pub(super) own_recipe: Option<&'static Recipe>,
    dense_params: f64,
    attention: &'static str,
    recomputation: Recomputation,
    pub(super) chip: &'static Accelerator,
    price: f64,
    is_own_price: bool,
    profile: &'static str,
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
            before: before.name.to_owned(),
            after: after.name.to_owned(),
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
        let changed = self.with_attention(architecture)?;
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
            after: kind(architecture).to_owned(),
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

    pub(super) fn price(&self) -> f64 {
        self.price
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
            architecture = self.with_attention(&architecture).unwrap_or(architecture);
        }
        if !keeps_experts {
            architecture = self.without_experts(&architecture).unwrap_or(architecture);
        }
        architecture
    }

    /// The configuration with the reference's attention; nothing when that is what it has.
    fn with_attention(&self, of: &Architecture) -> Option<Architecture> {
        let heads = of.attention.num_attention_heads;
        let groups = match self.attention {
            "mha" => heads,
            "gqa" => GROUPS.min(heads),
            _ => return None,
        };
        let (head_dim, qk_norm) = match of.attention.kind {
            AttentionKind::Mla { v_head_dim, .. } => (v_head_dim, QkNorm::None),
            AttentionKind::Grouped { num_key_value_heads, .. } if num_key_value_heads == groups => return None,
            AttentionKind::Grouped { head_dim, qk_norm, .. } => (head_dim, qk_norm),
        };
        let mut changed = *of;
        changed.attention.kind = AttentionKind::Grouped { num_key_value_heads: groups, head_dim, qk_norm };
        Some(of_same_size(changed, size(of)))
    }

    /// The configuration without experts, its feed-forward blocks so wide that it has the dense parameters.
    fn without_experts(&self, of: &Architecture) -> Option<Architecture> {
        of.experts.as_ref()?;
        let mut dense = *of;
        dense.experts = None;
        dense.intermediate_size = 0;
        let rest = architecture::active_parameters(&dense).get();
        let per_unit = (dense.feed_forward.matrices() * dense.hidden_size * dense.num_layers) as f64;
        // Whole multiples of 128, as matrices are cut.
        let width = libm::round((self.dense_params - rest).max(0.0) / per_unit / 128.0) * 128.0;
        dense.intermediate_size = (width as u64).clamp(128, 1 << 24);
        Some(dense)
    }
}

/// What a model counts as in the rule for equal quality: √(total × active), which is the size of a dense model.
fn size(of: &Architecture) -> f64 {
    libm::sqrt(architecture::total_parameters(of).get() * architecture::active_parameters(of).get())
}

/// The configuration with feed-forward blocks narrowed or widened until it counts as so many parameters again.
fn of_same_size(of: Architecture, wanted: f64) -> Architecture {
    // In units of a 64th of the width; size grows with width, so that halving finds it.
    let scaled = |part: u64| {
        let width = |width: u64| if width == 0 { 0 } else { (width * part / 64).max(1) };
        let mut scaled = of;
        scaled.intermediate_size = width(of.intermediate_size);
        if let Some(experts) = &mut scaled.experts {
            experts.moe_intermediate_size = width(experts.moe_intermediate_size);
            experts.shared_intermediate_size = width(experts.shared_intermediate_size);
        }
        scaled
    };
    let (mut low, mut high) = (1, 64 * 4);
    while high - low > 1 {
        let middle = (low + high) / 2;
        if size(&scaled(middle)) > wanted { high = middle } else { low = middle }
    }
    scaled(low)
}

/// The part of a token's work that a recipe leaves in 16 bits.
fn kept_in_sixteen_bits(run: &Run, of: &Architecture, recipe: &Recipe) -> f64 {
    let work = architecture::flop_per_token(of, run.sequence()).forward;
    let kept = work.attention_products.get() + work.router.get() + work.head.get();
    let layers = work.attention_projections.get() + work.feed_forward.get();
    (kept + recipe.kept_share * layers) / work.total().get()
}

fn kind(of: &Architecture) -> &'static str {
    match of.attention.kind {
        AttentionKind::Mla { .. } => "multi-head latent (MLA)",
        AttentionKind::Grouped { num_key_value_heads: 1, .. } => "multi-query (MQA)",
        AttentionKind::Grouped { num_key_value_heads, .. }
            if num_key_value_heads == of.attention.num_attention_heads =>
        {
            "multi-head (MHA)"
        }
        AttentionKind::Grouped { .. } => "grouped-query (GQA)",
    }
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

/// Step times of every combination of the structural factors.
struct Times {
    /// Chip-seconds per token, by set; nothing when the configuration is not public.
    steps: Option<Vec<StepOf>>,
    /// The same by parameters and peak rate alone, up to a constant.
    plain: Vec<f64>,
    /// The set of recomputation alone.
    recomputation: usize,
}

impl Times {
    fn of(run: &Run, reference: &Design, factors: &[(Option<Structural>, Factor)]) -> Result<Self, String> {
        let kinds: Vec<Structural> = factors.iter().filter_map(|(kind, _)| *kind).collect();
        let has = |set: usize, kind| {
            kinds.iter().position(|other| *other == kind).is_none_or(|place| set & (1 << place) != 0)
        };
        let sets = 0..1usize << kinds.len();
        let plain = sets
            .clone()
            .map(|set| {
                let params = if has(set, Structural::Experts) { run.active_params } else { reference.dense_params };
                let chip = if has(set, Structural::Accelerator) { run.chip } else { reference.chip };
                params / prediction::sixteen_bit_peak(chip).map_or(1.0, |peak| peak.get())
            })
            .collect();
        let place = kinds.iter().position(|kind| *kind == Structural::Recomputation);
        let recomputation = place.map_or(0, |place| 1 << place);
        if run.architecture.is_none() {
            return Ok(Self { steps: None, plain, recomputation });
        }
        let batch = step_of(&with_chips(run)?, run.inputs.catalogue).map(|step| step.global_batch)?;
        let steps: Result<Vec<StepOf>, String> = sets
            .map(|set| step_of(&what_if(run, reference, batch, |kind| has(set, kind))?, run.inputs.catalogue))
            .collect();
        Ok(Self { steps: Some(steps?), plain, recomputation })
    }

    fn at(&self, set: usize) -> f64 {
        match &self.steps {
            Some(steps) => steps.get(set).map_or(0.0, |step| step.chip_seconds_per_token),
            None => self.plain.get(set).copied().unwrap_or_default(),
        }
    }

    /// The reference's step, but for what it works out again: published runs, from which its utilisation is, mostly did
    /// without.
    fn without_recomputation(&self) -> f64 {
        self.at(self.recomputation)
    }

    fn last(&self) -> f64 {
        self.at(self.plain.len() - 1)
    }
}

/// Fields of a layout, which another design need not share.
const LAYOUT: [Field; 10] = [
    Field::MicroBatch,
    Field::TensorParallel,
    Field::SequenceParallel,
    Field::PipelineParallel,
    Field::PipelineSchedule,
    Field::VirtualStages,
    Field::ContextParallel,
    Field::ExpertParallel,
    Field::Sharding,
    Field::PeakFlopPerSecond,
];

/// Chips of a run whose number is not known.
const ASSUMED_CHIPS: u32 = 1024;

/// The run on so many chips as its plan has, or as are assumed where neither they nor its hours are known: the chips of
/// every combination.
fn with_chips(run: &Run) -> Result<Scenario, String> {
    let architecture = run.architecture.ok_or("the configuration is not public")?;
    let plan = Plan::of(run.inputs.scenario, run.inputs.estimate, &architecture, run.inputs.catalogue);
    let chips = plan.map_or(ASSUMED_CHIPS, |plan| plan.job.cluster.chips);
    let mut scenario = run.inputs.scenario.clone();
    scenario
        .enter(Field::ChipCount, &chips.to_string(), run.inputs.catalogue)
        .map_err(|refusal| refusal.to_string())?;
    Ok(scenario)
}

/// The run with the reference's values in the factors that it does not `have`.
fn what_if(run: &Run, reference: &Design, batch: u32, has: impl Fn(Structural) -> bool) -> Result<Scenario, String> {
    let catalogue = run.inputs.catalogue;
    let mut scenario = with_chips(run)?;
    LAYOUT.into_iter().for_each(|field| scenario.reset(field));
    let own = run.architecture.ok_or("the configuration is not public")?;
    let architecture = reference.architecture(&own, has(Structural::Attention), has(Structural::Experts));
    let mut values =
        vec![(Field::Architecture, architecture_text::to_text(&architecture)), (Field::GlobalBatch, batch.to_string())];
    if !has(Structural::Accelerator) {
        for field in [Field::NodeSize, Field::InterconnectBandwidth, Field::NetworkBandwidth] {
            scenario.reset(field);
        }
        values.push((Field::Hardware, reference.chip.slug.to_owned()));
    }
    let recipe = if has(Structural::Precision) { reference.own_recipe } else { reference.recipe };
    if let Some(recipe) = recipe {
        values.push((Field::Precision, recipe.slug.to_owned()));
    }
    if !has(Structural::Precision) {
        scenario.reset(Field::HighPrecisionShare);
    }
    if !has(Structural::Recomputation) {
        values.push((Field::Recomputation, reference.recomputation.slug().to_owned()));
    }
    // Hours and sizes that were entered for the run are not those of another design.
    for field in
        [Field::TotalParams, Field::ActiveParams, Field::FlopPerToken, Field::TrainingFlop, Field::MfuPeak, Field::Mfu]
    {
        scenario.reset(field);
    }
    for (field, value) in values {
        scenario.enter(field, &value, catalogue).map_err(|refusal| refusal.to_string())?;
    }
    Ok(scenario)
}

/// What multiplies step time.
struct Scalars {
    /// Step time over real time, of the reference and of the run.
    reference_reach: f64,
    reach: f64,
    reference_mfu: Option<f64>,
    reference_price: f64,
    overheads: [Overhead; 2],
    last: f64,
}

impl Scalars {
    fn of(run: &Run, reference: &Design, times: &Times) -> Self {
        let profile = (reference.profile != "same").then_some(reference.profile);
        let own = run.inputs;
        let mfu = run.entered(Field::ReferenceMfu).or_else(|| typical_mfu(run, reference));
        // Seconds of a token that the reference's utilisation means, against those of its step.
        let reference_reach = mfu.and_then(|mfu| {
            let peak = prediction::sixteen_bit_peak(reference.chip)?.get();
            let real = 6.0 * reference.dense_params / (peak * mfu);
            Some(if times.steps.is_some() { times.without_recomputation() / real } else { mfu })
        });
        let seconds = run.pretraining_hours * 3600.0;
        let reach = run.tokens.filter(|_| seconds > 0.0).map(|tokens| match &times.steps {
            Some(_) => times.last() * tokens / seconds,
            None => 6.0 * times.last() * tokens / seconds,
        });
        let (reference_reach, reach) = reference_reach.zip(reach).unwrap_or((1.0, 1.0));
        Self {
            reference_reach,
            reach,
            reference_mfu: mfu,
            reference_price: reference.price,
            overheads: [Overhead::of(Inputs { profile, ..own }, run.rung), Overhead::of(own, run.rung)],
            last: times.last(),
        }
    }

    fn factors(&self, run: &Run, reference: &Design) -> Vec<Factor> {
        let mut factors = Vec::new();
        if self.reach != self.reference_reach {
            let mfu = self.reference_mfu.map_or(String::new(), |mfu| point(mfu, Style::Fraction));
            factors.push(Factor {
                label: UTILISATION,
                before: format!("{} of what its best layout could reach", point(self.reference_reach, Style::Fraction)),
                after: point(self.reach, Style::Fraction),
                notes: vec![format!(
                    "The reference runs at {mfu} of its 16-bit peak, 6 FLOP for each parameter and token, which is what \
                     published runs of its size reached; the run's own from its hours. Engineering, restarts and what the \
                     step-time model misses are in it."
                )],
                sources: Vec::new(),
            });
        }
        if self.reference_price != run.price {
            factors.push(reference.price_factor(run));
        }
        if run.reuses() {
            factors.push(Factor {
                label: REUSE,
                before: "trained anew".to_owned(),
                after: "taken over, its hours not paid again".to_owned(),
                notes: vec![format!("{} of the base model.", point(run.base_hours, Style::Count("chip-hours")))],
                sources: Vec::new(),
            });
        }
        if self.overheads[0] != self.overheads[1] {
            factors.push(Factor {
                label: OVERHEADS,
                before: self.overheads[0].to_text(),
                after: self.overheads[1].to_text(),
                notes: vec![
                    "On the final run: idle time, storage, experiments; then data, evaluation and staff.".to_owned(),
                ],
                sources: Vec::new(),
            });
        }
        factors
    }

    /// The cost of a combination: its step time over the run's carries the hours over.
    fn cost(&self, run: &Run, step: f64, has: impl Fn(&str) -> bool) -> f64 {
        let pick = |label: &str, before: f64, after: f64| if has(label) { after } else { before };
        let ratio = step / self.last * self.reach / pick(UTILISATION, self.reference_reach, self.reach);
        let reuses = run.reuses() && has(REUSE);
        let hours = run.own_hours + if reuses { 0.0 } else { run.base_hours };
        let overhead = if has(OVERHEADS) { self.overheads[1] } else { self.overheads[0] };
        overhead.over(ratio * hours * pick(PRICE, self.reference_price, run.price))
    }
}

/// What published runs of the reference's size on its accelerator reached.
fn typical_mfu(run: &Run, reference: &Design) -> Option<f64> {
    let dense = Parameters::new(reference.dense_params);
    let known = Known {
        hardware: reference.chip,
        total_params: dense,
        active_params: dense,
        tokens: run.tokens.map(Tokens::new),
        fp8: false,
    };
    prediction::mfu(&known, run.inputs.catalogue).map(|mfu| mfu.base().middle())
}
