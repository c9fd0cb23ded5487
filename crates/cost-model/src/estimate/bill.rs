//! The bill: a line for each stage, and the results that follow from all of them.

use std::borrow::Cow;

use super::fields::{Fields, derived_grade};
use super::step::{Citations, Equation, Grade, Item, Origin, Outcome, Rule, Step};
use crate::catalogue::Run;
use crate::field::Field;
use crate::interval::Interval;
use crate::source::Citation;
use crate::units::{Chips, Flop, FlopPerSecond, GpuHours, Unit, Usd, UsdPerGpuHour};
use crate::words::estimate::input_missing;
use crate::words::estimate_bill as words;

/// The stages of a bill, in the order in which they happen.
const STAGES: [Field; 4] =
    [Field::BaseModelHours, Field::PretrainingHours, Field::ContextExtensionHours, Field::PosttrainingHours];

/// Whether that is why a result is not known, although its inputs are.
pub(crate) fn is_too_large(why: &str) -> bool {
    why == words::too_large()
}

/// One stage of the bill.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The field that holds its chip-hours.
    pub stage: Field,
    /// Its chip-hours.
    pub hours: Interval<GpuHours>,
    /// Its cost; nothing when no price is known.
    pub cost: Option<Interval<Usd>>,
    /// The published runs that it consists of, when there are several and none was changed.
    pub parts: Vec<Part>,
}

/// One published run within a stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Its name.
    pub name: &'static str,
    /// Its chip-hours.
    pub hours: Interval<GpuHours>,
    /// Its cost; nothing when no price is known.
    pub cost: Option<Interval<Usd>>,
    /// Where the chip-hours were published.
    pub citation: Citation,
}

type Price = Option<Interval<UsdPerGpuHour>>;

/// The lines of every stage whose hours are known and not zero. All fields must have been worked out.
pub(super) fn lines(fields: &Fields<'_>) -> Vec<Line> {
    let price = price(fields);
    let stages = STAGES.into_iter().filter_map(|stage| fields.known(stage).map(|step| (stage, step)));
    stages
        .filter_map(|(stage, step)| {
            let hours: Interval<GpuHours> = step.outcome.number()?.with_unit();
            let line = Line { stage, hours, cost: cost(hours, price), parts: parts(fields, step, stage, price) };
            (hours.high() > GpuHours::new(0.0)).then_some(line)
        })
        .collect()
}

fn price(fields: &Fields<'_>) -> Price {
    fields.known(Field::UsdPerGpuHour)?.outcome.number().map(Interval::with_unit)
}

fn cost(hours: Interval<GpuHours>, price: Price) -> Option<Interval<Usd>> {
    price.map(|price| hours * price)
}

/// The runs of a stage whose hours are simply the sum of theirs.
fn parts(fields: &Fields<'_>, step: &Step, stage: Field, price: Price) -> Vec<Part> {
    let runs = fields.runs(stage);
    let is_sum = step.equation().is_some_and(|equation| equation.inputs().is_empty());
    if !is_sum || runs.len() < 2 {
        return Vec::new();
    }
    runs.into_iter().filter_map(|run| part(run, price)).collect()
}

fn part(run: &'static Run, price: Price) -> Option<Part> {
    let hours = run.chip_hours.first()?;
    let (value, citation) = (hours.value(), hours.citation());
    Some(Part { name: run.name, hours: value, cost: cost(value, price), citation })
}

/// The steps of the results. All fields must have been worked out.
pub(super) fn results(fields: &Fields<'_>, bill: &[Line]) -> [Step; 5] {
    let hours = chip_hours(fields, bill);
    let cost = training_cost(fields, &hours);
    [hours, cost, increment(fields, bill), days(fields), implied_mfu(fields)]
}

fn chip_hours(fields: &Fields<'_>, bill: &[Line]) -> Step {
    // Zero hours of a base model, once entered, are known hours: the bill is then of the model's own stages.
    if numbers(fields, [Field::PretrainingHours]).or(numbers(fields, [Field::BaseModelHours])).is_none() {
        return unknown(Item::ChipHours, why(fields, Field::PretrainingHours));
    }
    if bill.is_empty() {
        return unknown(Item::ChipHours, words::no_hours());
    }
    let sum = bill.iter().map(|line| line.hours).reduce(|sum, hours| sum + hours);
    let stages: Vec<Item> = bill.iter().map(|line| Item::Field(line.stage)).collect();
    let template = match stages.len() {
        1 => "{0}",
        2 => "{0} + {1}",
        3 => "{0} + {1} + {2}",
        _ => "{0} + {1} + {2} + {3}",
    };
    let mut steps = bill.iter().filter_map(|line| fields.known(line.stage)).map(|step| step.grade);
    let grade = match (steps.next(), bill) {
        (Some(only), [_]) => only,
        (first, _) => derived_grade(first.into_iter().chain(steps)),
    };
    finish(Item::ChipHours, sum, Equation::new(template, &stages).by(Rule::Sum), grade)
}

fn training_cost(fields: &Fields<'_>, hours: &Step) -> Step {
    let price_field = Field::UsdPerGpuHour;
    let (Some(price_step), Some(price)) = (fields.known(price_field), price(fields)) else {
        return unknown(Item::TrainingCost, why(fields, price_field));
    };
    let total = match &hours.outcome {
        Outcome::Number(total) => total.with_unit::<GpuHours>(),
        Outcome::Unknown(why) => return unknown(Item::TrainingCost, why.clone()),
        Outcome::Word { .. } => return unknown(Item::TrainingCost, words::no_chip_hours()),
    };
    let equation = Equation::new("{0} × {1}", &[Item::ChipHours, Item::Field(price_field)]).by(Rule::Product);
    finish(Item::TrainingCost, Some(total * price), equation, derived_grade([hours.grade, price_step.grade]))
}

/// What the model cost beyond the one that it started from.
fn increment(fields: &Fields<'_>, bill: &[Line]) -> Step {
    let item = Item::Increment;
    let own: Vec<&Line> = bill.iter().filter(|line| line.stage != Field::BaseModelHours).collect();
    if own.len() == bill.len() {
        return unknown(item, words::no_base_model());
    }
    if own.is_empty() {
        return unknown(item, words::base_model_alone());
    }
    let Some(price_step) = fields.known(Field::UsdPerGpuHour) else { return unknown(item, words::no_price()) };
    let cost = own.iter().map(|line| line.cost).reduce(|sum, cost| Some(sum? + cost?)).flatten();
    let mut inputs: Vec<Item> = own.iter().map(|line| Item::Field(line.stage)).collect();
    inputs.push(Item::Field(Field::UsdPerGpuHour));
    let template = match own.len() {
        1 => "{0} × {1}",
        2 => "({0} + {1}) × {2}",
        _ => "({0} + {1} + {2}) × {3}",
    };
    if cost.is_none() {
        return unknown(item, why(fields, Field::UsdPerGpuHour));
    }
    let steps = own.iter().filter_map(|line| fields.known(line.stage)).map(|step| step.grade);
    let grade = derived_grade(steps.chain([price_step.grade]));
    finish(item, cost, Equation::new(template, &inputs).by(Rule::SumTimes), grade)
}

fn days(fields: &Fields<'_>) -> Step {
    let inputs = [Field::PretrainingHours, Field::ChipCount];
    let Some([hours, chips]) = numbers(fields, inputs) else { return missing(fields, Item::Days, &inputs) };
    let days = (hours.with_unit::<GpuHours>() / chips.with_unit::<Chips>()).map(|time| time.to_days());
    let equation = Equation::new("{0} ÷ {1} ÷ 24 h", &inputs.map(Item::Field)).by(Rule::Days);
    finish(Item::Days, Some(days), equation, grade(fields, &inputs))
}

fn implied_mfu(fields: &Fields<'_>) -> Step {
    let inputs = [Field::TrainingFlop, Field::PretrainingHours, Field::PeakFlopPerSecond];
    let item = Item::ImpliedMfu;
    let Some([flop, hours, peak]) = numbers(fields, inputs) else { return missing(fields, item, &inputs) };
    let computed = fields.known(Field::PretrainingHours).and_then(Step::equation);
    if computed.is_some_and(|equation| equation.inputs().contains(&Item::Field(Field::Mfu))) {
        return unknown(item, words::hours_from_mfu());
    }
    if hours.low() <= 0.0 {
        return unknown(item, words::no_pretraining());
    }
    let one_chip = Interval::exact(Chips::new(1.0));
    let time = (hours.with_unit::<GpuHours>() / one_chip).map(|time| time.to_seconds());
    let mfu = flop.with_unit::<Flop>() / (peak.with_unit::<FlopPerSecond>() * time);
    let equation = Equation::new("{0} ÷ ({1} × 3600 s × {2})", &inputs.map(Item::Field)).by(Rule::Utilisation);
    finish(item, Some(mfu), equation, grade(fields, &inputs))
}

fn numbers<const N: usize>(fields: &Fields<'_>, inputs: [Field; N]) -> Option<[Interval<f64>; N]> {
    let mut found = [Interval::exact(0.0); N];
    for (place, input) in found.iter_mut().zip(inputs) {
        *place = fields.known(input)?.outcome.number()?;
    }
    Some(found)
}

fn grade(fields: &Fields<'_>, inputs: &[Field]) -> Grade {
    derived_grade(inputs.iter().filter_map(|input| fields.known(*input)).map(|step| step.grade))
}

fn missing(fields: &Fields<'_>, item: Item, inputs: &[Field]) -> Step {
    let unknown_input = inputs.iter().find(|input| numbers(fields, [**input]).is_none());
    match unknown_input {
        Some(input) => unknown(item, why(fields, *input)),
        None => unknown(item, input_missing()),
    }
}

fn why(fields: &Fields<'_>, field: Field) -> Cow<'static, str> {
    match fields.known(field).map(|step| &step.outcome) {
        Some(Outcome::Unknown(why)) => why.clone(),
        _ => words::is_zero(field.spec().label()).into(),
    }
}

fn unknown(item: Item, why: impl Into<Cow<'static, str>>) -> Step {
    let outcome = Outcome::Unknown(why.into());
    Step { item, outcome, origin: Origin::Nowhere, alternatives: Vec::new(), grade: Grade::Unknown }
}

fn finish<T: Unit>(item: Item, value: Option<Interval<T>>, equation: Equation, grade: Grade) -> Step {
    match value.map(Interval::base) {
        Some(number) if number.is_finite() => {
            let origin = Origin::Derived(equation, Citations::None);
            Step { item, outcome: Outcome::Number(number), origin, alternatives: Vec::new(), grade }
        }
        Some(_) => unknown(item, words::too_large()),
        None => unknown(item, words::no_stage()),
    }
}
