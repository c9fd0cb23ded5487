//! What the reference design and the chosen one cost to serve: where latent attention and the prefix cache pay.

use super::design::Design;
use super::overhead::Overhead;
use super::run::Run;
use super::{Case, Factor, Kind, shapley};
use crate::bill::Inputs;
use crate::catalogue::Architecture;
use crate::field::Field;
use crate::serving::{Asked, DEEPSEEK_DAY, Served, Traffic, WeightFormat};
use crate::text::{Style, point};
use crate::words::{attribution, attribution_serving as words};

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
    let architecture = run.architecture.ok_or(attribution::configuration_not_public())?;
    let reference = Design::of(&run)?;
    let traffic = traffic(inputs);
    let structural = [Kind::Precision, Kind::Experts, Kind::Attention, Kind::Accelerator];
    let mut factors: Vec<Factor> = structural
        .into_iter()
        .filter_map(|kind| reference.factor(&run, kind))
        .map(|factor| for_serving(factor, &run, &reference, &architecture))
        .collect();
    if traffic.cached > 0.0 {
        factors.push(cache_factor(&traffic));
    }
    if reference.price != run.price {
        factors.push(reference.price_factor(&run));
    }
    let mut refused = false;
    let game = shapley::game(factors.len(), |set| {
        let has = |kind| {
            let place = factors.iter().position(|factor| factor.kind == kind);
            place.is_none_or(|place| set & (1 << place) != 0)
        };
        let model = reference.architecture(&architecture, has(Kind::Attention), has(Kind::Experts));
        let recipe = if has(Kind::Precision) { reference.own_recipe } else { reference.recipe };
        let is_mixture = recipe.is_some_and(|recipe| recipe.is_mixture());
        let chip = if has(Kind::Accelerator) { run.chip } else { reference.chip };
        let weights = if is_mixture { WeightFormat::Fp8 } else { WeightFormat::Bf16 };
        let served = Served::plainly(&model, chip, weights);
        let traffic = Traffic { cached: if has(Kind::PrefixCache) { traffic.cached } else { 0.0 }, ..traffic };
        let price = if has(Kind::Price) { run.price } else { reference.price };
        let seconds = served.chip_seconds_per_billion(&traffic);
        refused |= seconds.is_none();
        seconds.unwrap_or(1.0) * price / 3600.0
    });
    if refused {
        return Err(words::does_not_fit().to_owned());
    }
    let sum =
        |usd: Option<&f64>, price: f64| vec![Overhead::NONE.working(usd.copied().unwrap_or_default() / price, price)];
    let case = Case {
        reference: reference.words(&run),
        chosen: run.name.clone(),
        counts: words::billion_tokens().to_owned(),
        factors,
        sums: [sum(game.first(), reference.price), sum(game.last(), run.price)],
        is_design: true,
        sum_on: &OF_SERVING,
        game,
        notes: vec![words::traffic(
            &point(traffic.input_per_output, Style::Plain),
            &point(traffic.context, Style::Count("")),
            &point(traffic.rate, Style::Count("tokens")),
        )],
        found: Vec::new(),
    };
    case.checked()
}

/// The fields on which the cost of a billion tokens rests.
const OF_SERVING: [Field; 5] =
    [Field::UsdPerGpuHour, Field::KvLength, Field::InputPerOutput, Field::CacheHitShare, Field::TokensPerSecond];

fn cache_factor(traffic: &Traffic) -> Factor {
    Factor {
        kind: Kind::PrefixCache,
        before: words::prompts_anew().to_owned(),
        after: words::found_in_cache(&point(traffic.cached, Style::Fraction)),
        notes: vec![words::keeping_is_free().to_owned()],
        sources: Vec::new(),
    }
}

/// The factor with what is to be known of it in serving.
fn for_serving(factor: Factor, run: &Run, reference: &Design, architecture: &Architecture) -> Factor {
    let notes = match factor.kind {
        Kind::Attention => {
            let bytes =
                |model: &Architecture| Served::plainly(model, run.chip, WeightFormat::Bf16).cache_bytes_per_token();
            let before = reference.architecture(architecture, false, true);
            let bytes = |model| point(bytes(model), Style::Bytes);
            vec![words::keys_and_values(&bytes(architecture), &bytes(&before))]
        }
        Kind::Precision => {
            vec![words::precision().to_owned()]
        }
        Kind::Experts => factor.notes.into_iter().chain([words::efficiency().to_owned()]).collect(),
        _ => factor.notes,
    };
    Factor { notes, ..factor }
}
