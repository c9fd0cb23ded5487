//! Against another entry of the comparison, as it is: what lies between two bills, as factors that multiply.

use super::overhead::Overhead;
use super::shapley;
use super::{Case, Factor, Kind, OF_SUM};
use crate::bill::{Inputs, Rung, counted};
use crate::estimate::{Item, Outcome};
use crate::field::Field;
use crate::prediction;
use crate::text::{Style, point};
use crate::training::{Plan, Recipe, step_of};
use crate::words::attribution_entries as words;

/// A quantity that multiplies the cost, or divides it.
struct Term {
    kind: Kind,
    before: f64,
    after: f64,
    /// Whether the cost is in proportion to its inverse.
    divides: bool,
    shown: [String; 2],
    note: Option<String>,
}

impl Term {
    fn ratio(&self, has: bool) -> f64 {
        let value = if has { self.after } else { self.before };
        if self.divides { 1.0 / value } else { value }
    }
}

/// What a bill is a product of, by central values.
struct Side {
    name: String,
    tokens: Option<f64>,
    /// Parameters of the dense model of equal quality, and active parameters.
    dense: Option<f64>,
    active: Option<f64>,
    flop: Option<f64>,
    /// FLOP for each token over 6 for each active parameter.
    attention: f64,
    peak: Option<f64>,
    chip: String,
    /// How many times faster its precision is than BF16, by the model of a training step.
    speed: f64,
    recipe: String,
    /// Hours of pre-training (the base model's with them), and all hours over these.
    hours: f64,
    stages: f64,
    price: f64,
    overhead: Overhead,
}

impl Side {
    fn of(inputs: Inputs, rung: Rung) -> Result<Self, String> {
        let estimate = inputs.estimate;
        let number = |item| match &estimate.step(item).outcome {
            Outcome::Number(number) => Ok(number.middle()),
            Outcome::Unknown(why) => Err(why.to_string()),
            Outcome::Word { words, .. } => Err(words.to_string()),
        };
        let field = |field| number(Item::Field(field));
        let name = inputs.scenario.name();
        let said = |why: String| words::of_entry(&name, &why);
        let all = number(Item::ChipHours).map_err(said)?;
        let of_base = field(Field::BaseModelHours).unwrap_or(0.0) * inputs.pretraining_of_base();
        let hours = field(Field::PretrainingHours).unwrap_or(0.0) + of_base;
        let hours = if hours > 0.0 { hours } else { all };
        let active = field(Field::ActiveParams).ok();
        let total = field(Field::TotalParams).ok();
        let entered = inputs.scenario.number(Field::DenseParams).map(|number| number.middle());
        let is_mixture = match inputs.scenario.architecture() {
            Some(architecture) => architecture.experts.is_some(),
            None => total.zip(active).is_some_and(|(total, active)| total > 1.2 * active),
        };
        let rule =
            total.zip(active).map(|(total, active)| if is_mixture { libm::sqrt(total * active) } else { active });
        let per_token = field(Field::FlopPerToken).ok().zip(active).map(|(flop, active)| flop / (6.0 * active));
        let (speed, recipe) = speed_of_precision(inputs);
        Ok(Self {
            tokens: field(Field::Tokens).ok(),
            dense: entered.filter(|_| is_mixture).or(rule),
            active,
            flop: field(Field::TrainingFlop).ok(),
            attention: per_token.unwrap_or(1.0),
            peak: inputs.chip().and_then(prediction::sixteen_bit_peak).map(|peak| peak.get()),
            chip: inputs.chip().map_or_else(String::new, |chip| chip.short_name.to_owned()),
            speed,
            recipe,
            hours,
            stages: all / hours,
            price: field(Field::UsdPerGpuHour).map_err(said)?,
            overhead: Overhead::of(inputs, rung),
            name,
        })
    }
}

/// Step time in BF16 over that in the run's own precision; 1 where it runs in 16 bits or its configuration is not public.
fn speed_of_precision(inputs: Inputs) -> (f64, String) {
    let unknown = || (1.0, words::taken_as_sixteen_bits().to_owned());
    let Some(architecture) = inputs.scenario.architecture() else { return unknown() };
    let plan = Plan::of(inputs.scenario, inputs.estimate, &architecture);
    let Ok(recipe) = plan.map(|plan| plan.job.recipe) else { return unknown() };
    if !recipe.is_mixture() {
        return (1.0, recipe.name().to_owned());
    }
    let in_recipe = |recipe: &Recipe| {
        let mut scenario = inputs.scenario.clone();
        scenario.reset(Field::HighPrecisionShare);
        scenario.enter(Field::Precision, recipe.slug).ok()?;
        step_of(&scenario).ok().map(|step| step.chip_seconds_per_token)
    };
    let bf16 = Recipe::from_slug("bf16").and_then(in_recipe);
    (bf16.zip(in_recipe(recipe)).map_or(1.0, |(bf16, own)| bf16 / own), recipe.name().to_owned())
}

/// The case of one entry against another.
///
/// # Errors
/// Why there is none, in words.
pub(super) fn case(reference: Inputs, chosen: Inputs) -> Result<Case, String> {
    let rung = match counted(chosen.scenario) {
        Rung::Owned | Rung::Cluster => Rung::Rented,
        rung => rung,
    };
    let (a, b) = (Side::of(reference, rung)?, Side::of(chosen, rung)?);
    let mut notes = Vec::new();
    let terms: Vec<Term> =
        terms(&a, &b, &mut notes).into_iter().filter(|term| differs(term.before, term.after)).collect();
    let has_overheads = a.overhead != b.overhead;
    let mut factors: Vec<Factor> = terms.iter().map(factor).collect();
    if has_overheads {
        factors.push(Factor {
            kind: Kind::Overheads,
            before: a.overhead.to_text(),
            after: b.overhead.to_text(),
            notes: Vec::new(),
            sources: Vec::new(),
        });
    }
    // What is the same on both sides stands before the product.
    let common = b.hours * b.stages * b.price / terms.iter().map(|term| term.ratio(true)).product::<f64>();
    let game = shapley::game(factors.len(), |set| {
        let has = |place: usize| set & (1 << place) != 0;
        let run = common * terms.iter().enumerate().map(|(place, term)| term.ratio(has(place))).product::<f64>();
        let overhead = if has_overheads && !has(terms.len()) { a.overhead } else { b.overhead };
        overhead.over(run)
    });
    let sums = [&a, &b].map(|side| vec![side.overhead.working(side.hours * side.stages, side.price)]);
    let counts = rung.name().to_owned();
    Case {
        reference: a.name,
        chosen: b.name,
        counts,
        factors,
        game,
        sums,
        is_design: false,
        sum_on: &OF_SUM,
        notes,
        found: Vec::new(),
    }
    .checked()
}

fn differs(one: f64, other: f64) -> bool {
    (one - other).abs() > 1e-12 * one.abs()
}

fn factor(term: &Term) -> Factor {
    let [before, after] = term.shown.clone();
    Factor { kind: term.kind, before, after, notes: term.note.clone().into_iter().collect(), sources: Vec::new() }
}

/// As many terms as both sides tell: tokens, size and sparsity, or compute as a whole, or hours alone.
fn terms(a: &Side, b: &Side, notes: &mut Vec<String>) -> Vec<Term> {
    let count = |unit| move |value| point(value, Style::Count(unit));
    let term = |kind, before, after, shown: &dyn Fn(f64) -> String| Term {
        kind,
        before,
        after,
        divides: false,
        shown: [shown(before), shown(after)],
        note: None,
    };
    let mut terms = Vec::new();
    let sizes = a.tokens.zip(b.tokens).zip(a.dense.zip(b.dense)).zip(a.active.zip(b.active));
    let work = if let Some(((tokens, dense), active)) = sizes {
        terms.push(term(Kind::Tokens, tokens.0, tokens.1, &count("tokens")));
        terms.push(term(Kind::Size, dense.0, dense.1, &count("parameters")));
        let sparsity = (active.0 / dense.0, active.1 / dense.1);
        terms.push(Term {
            note: Some(words::sparsity().to_owned()),
            ..term(Kind::Experts, sparsity.0, sparsity.1, &|part| point(part, Style::Fraction))
        });
        terms.push(Term {
            note: Some(words::attention_work().to_owned()),
            ..term(Kind::AttentionWork, a.attention, b.attention, &|part| format!("× {}", point(part, Style::Plain)))
        });
        Some((6.0 * tokens.0 * active.0 * a.attention, 6.0 * tokens.1 * active.1 * b.attention))
    } else if let Some(flop) = a.flop.zip(b.flop) {
        notes.push(words::only_compute().to_owned());
        terms.push(term(Kind::Compute, flop.0, flop.1, &|flop| point(flop, Style::Flop)));
        Some(flop)
    } else {
        None
    };
    match work.zip(a.peak.zip(b.peak)) {
        Some((work, peak)) => {
            terms.push(Term {
                divides: true,
                shown: [peak_of(a, peak.0), peak_of(b, peak.1)],
                ..term(Kind::Peak, peak.0, peak.1, &count(""))
            });
            terms.push(Term {
                divides: true,
                shown: [a.recipe.clone(), b.recipe.clone()],
                note: Some(words::faster_than_bf16().to_owned()),
                ..term(Kind::Precision, a.speed, b.speed, &count(""))
            });
            let reach = |work: f64, peak: f64, side: &Side| work / (peak * side.speed * side.hours * 3600.0);
            terms.push(Term {
                divides: true,
                note: Some(words::of_sixteen_bit_peak().to_owned()),
                ..term(Kind::Utilisation, reach(work.0, peak.0, a), reach(work.1, peak.1, b), &|part| {
                    point(part, Style::Fraction)
                })
            });
        }
        None => {
            notes.push(words::only_hours().to_owned());
            terms.push(term(Kind::PretrainingHours, a.hours, b.hours, &count("chip-hours")));
        }
    }
    terms.push(Term {
        note: Some(words::further_stages().to_owned()),
        ..term(Kind::FurtherStages, a.stages, b.stages, &|part| format!("× {}", point(part, Style::Plain)))
    });
    terms.push(term(Kind::Price, a.price, b.price, &|price| point(price, Style::UsdPerHour)));
    terms
}

fn peak_of(side: &Side, peak: f64) -> String {
    words::chip_and_peak(&side.chip, &point(peak, Style::FlopPerSecond))
}
