//! What the reference design and the chosen one cost to serve: where latent attention and the prefix cache pay.

use super::design::{Design, PRICE, Structural};
use super::run::Run;
use super::{Case, Factor, shapley};
use crate::bill::Inputs;
use crate::catalogue::Architecture;
use crate::serving::{Asked, DEEPSEEK_DAY, Served, Traffic, WeightFormat};
use crate::text::{Style, point};

/// The traffic that is served: as entered, otherwise as DeepSeek published for a day.
#[must_use]
pub(super) fn traffic(inputs: Inputs) -> Traffic {
    Traffic { first_token: DEEPSEEK_DAY.first_token, ..Asked::of(inputs).traffic() }
}

/// The case of serving a billion tokens.
///
/// # Errors
/// Why there is none, in words.
pub(super) fn case(inputs: Inputs) -> Result<Case, String> {
    let run = Run::of(inputs)?;
    let architecture = run.architecture.ok_or("the configuration is not public")?;
    let reference = Design::of(&run)?;
    let traffic = traffic(inputs);
    let structural = [Structural::Precision, Structural::Experts, Structural::Attention, Structural::Accelerator];
    let mut factors: Vec<(Option<Structural>, Factor)> = structural
        .into_iter()
        .filter_map(|kind| Some((Some(kind), reference.factor(&run, kind)?)))
        .map(|(kind, factor)| (kind, for_serving(kind, factor, &run, &reference, &architecture)))
        .collect();
    if traffic.cached > 0.0 {
        factors.push((None, cache_factor(&traffic)));
    }
    let has_price = reference.price != run.price;
    if has_price {
        factors.push((None, reference.price_factor(&run)));
    }
    let mut refused = false;
    let game = shapley::game(factors.len(), |set| {
        let is_chosen = |place: Option<usize>| place.is_none_or(|place| set & (1 << place) != 0);
        let has = |kind| is_chosen(factors.iter().position(|(of, _)| *of == Some(kind)));
        let labelled = |label: &str| is_chosen(factors.iter().position(|(_, factor)| factor.label == label));
        let model = reference.architecture(&architecture, has(Structural::Attention), has(Structural::Experts));
        let recipe = if has(Structural::Precision) { reference.own_recipe } else { reference.recipe };
        let is_mixture = recipe.is_some_and(|recipe| recipe.is_mixture());
        let chip = if has(Structural::Accelerator) { run.chip } else { reference.chip };
        let weights = if is_mixture { WeightFormat::Fp8 } else { WeightFormat::Bf16 };
        let served = Served::plainly(&model, chip, weights);
        let traffic = Traffic { cached: if labelled(CACHE) { traffic.cached } else { 0.0 }, ..traffic };
        let price = if labelled(PRICE) { run.price } else { reference.price };
        let seconds = served.chip_seconds_per_billion(&traffic);
        refused |= seconds.is_none();
        seconds.unwrap_or(1.0) * price / 3600.0
    });
    if refused {
        return Err("one of the combinations fits on no server, or is too slow for its users".to_owned());
    }
    let case = Case {
        reference: reference.words(&run),
        chosen: run.name.clone(),
        counts: "a billion tokens served".to_owned(),
        factors: factors.into_iter().map(|(_, factor)| factor).collect(),
        game,
        notes: vec![format!(
            "For a billion tokens of input and output together, {} of input for each of output, {} tokens in the cache while \
             one is written, {} a second for each user: by default DeepSeek’s published day. The roofline of the Serve view, at \
             full batches. It compares designs; it is no price. Dollars and ratios are averaged apart: a step that helps in one \
             order and hurts in another may differ in sign.",
            point(traffic.input_per_output, Style::Plain),
            point(traffic.context, Style::Count("")),
            point(traffic.rate, Style::Count("tokens"))
        )],
        found: Vec::new(),
    };
    case.checked()
}

const CACHE: &str = "Prefix cache";

fn cache_factor(traffic: &Traffic) -> Factor {
    Factor {
        label: CACHE,
        before: "every prompt worked out anew".to_owned(),
        after: format!("{} of the input found in the cache", point(traffic.cached, Style::Fraction)),
        notes: vec!["What a hit saves is its prefill; keeping the cache is not charged.".to_owned()],
        sources: Vec::new(),
    }
}

/// The factor with what is to be known of it in serving.
fn for_serving(
    kind: Option<Structural>,
    factor: Factor,
    run: &Run,
    reference: &Design,
    architecture: &Architecture,
) -> Factor {
    let notes = match kind {
        Some(Structural::Attention) => {
            let bytes =
                |model: &Architecture| Served::plainly(model, run.chip, WeightFormat::Bf16).cache_bytes_per_token();
            let before = reference.architecture(architecture, false, true);
            vec![format!(
                "Keys and values of a token take {} instead of {}: more sequences fit, and less is read for each.",
                point(bytes(architecture), Style::Bytes),
                point(bytes(&before), Style::Bytes)
            )]
        }
        Some(Structural::Precision) => {
            vec!["Bytes of the weights and rate of their products; the cache stays in 16 bits.".to_owned()]
        }
        Some(Structural::Experts) => {
            let efficiency = "A batch reads nearly every expert, whatever one token passes through, and measured products of \
                              experts take several times as long as those of dense models; both are counted here.";
            factor.notes.into_iter().chain([efficiency.to_owned()]).collect()
        }
        _ => factor.notes,
    };
    Factor { notes, ..factor }
}
