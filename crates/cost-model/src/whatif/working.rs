//! How the figures of this view's tables were found.

use super::asked::{Asked, Axis};
use crate::bill::{Inputs, Rung, Sum, WholeBill, in_equation};
use crate::estimate::{Estimate, Item, estimate};
use crate::field::Field;
use crate::interval::Interval;
use crate::report::{Given, both, fields};
use crate::scenario::{Scenario, Value};
use crate::text::{self, Style};
use crate::uncertainty::{At, Measure, Program, Sample, rung};
use crate::units::Unit;
use crate::words::whatif_working as words;

/// The formula of a result.
struct Formula {
    /// In symbols, where it has some.
    symbols: Option<String>,
    /// With the values of a scenario put in, line by line.
    values: Vec<String>,
    /// What it comes to.
    result: String,
}

impl Formula {
    /// That of a scenario, down to a field that is looked at; nothing for a result that is searched, or found without one.
    fn of(asked: &Asked, scenario: &Scenario, down_to: Option<Field>) -> Option<Self> {
        let estimate = estimate(scenario).ok()?;
        if let Some(item) = item(asked.measure, scenario) {
            return Self::of_item(asked, &estimate, item, down_to.map(Item::Field));
        }
        let bill = WholeBill::of(Inputs::of(scenario, &estimate));
        match (asked.measure, rung(scenario)) {
            (Measure::Energy, _) => Self::of_sum(&bill.energy, asked.measure),
            (Measure::Emissions, _) => Self::of_sum(&bill.emissions, asked.measure),
            // What is added up stands only where the whole bill does.
            (Measure::WholeBill, Rung::PaidTime | Rung::AllCompute | Rung::Development) => None,
            (Measure::WholeBill, rung) => Self::of_sum(bill.rung(rung)?, asked.measure),
            _ => None,
        }
    }

    fn of_item(asked: &Asked, estimate: &Estimate, item: Item, down_to: Option<Item>) -> Option<Self> {
        let symbols = |item: Item| Some(format!("{} = {}", item.symbol(), estimate.equation_in_symbols(item)?));
        let result = text::exact_or_range(estimate.step(item).outcome.number()?, asked.measure.style());
        let line = |of: Item| {
            let found = if of == item { result.clone() } else { estimate.step(of).to_text() };
            Some(format!("{} = {} = {found}", symbols(of)?, estimate.equation_in_values(of)?))
        };
        let is_on_the_way = |of: &Item| {
            let working = estimate.working_of(*of);
            *of == item || working.len() > 1 && down_to.is_some_and(|field| working.contains(&field))
        };
        let working = estimate.working_of(item).into_iter().filter(is_on_the_way);
        let values = working.filter_map(line).take(MOST_LINES).collect();
        Some(Self { symbols: symbols(item), values, result })
    }

    fn of_sum<T: Unit>(sum: &Sum<T>, measure: Measure) -> Option<Self> {
        let result = text::exact_or_range(sum.known()?.base(), measure.style());
        let values = sum.working.iter().take(MOST_LINES - 1).cloned().chain([format!("= {result}")]).collect();
        Some(Self { symbols: sum.working.first().cloned(), values, result })
    }
}

/// The quantity of the estimate that a result is, the whole bill where it counts no more.
fn item(measure: Measure, scenario: &Scenario) -> Option<Item> {
    match (measure, rung(scenario)) {
        (Measure::WholeBill, Rung::Rented) => Some(Item::TrainingCost),
        (Measure::WholeBill, Rung::Increment) => Some(Item::Increment),
        _ => Item::of(measure),
    }
}

/// The fields that vary, those of the result's own formula, and the one that chooses it.
pub(super) fn given(asked: &Asked, program: &Program) -> Vec<Given> {
    let varied: Vec<Field> = program.slots().iter().map(|slot| slot.field).collect();
    let of_formula = estimate(asked.scenario).map_or_else(
        |_| Vec::new(),
        |estimate| {
            if let Some(item) = item(asked.measure, asked.scenario) {
                return in_equation(&estimate, item);
            }
            let bill = WholeBill::of(Inputs::of(asked.scenario, &estimate));
            match asked.measure {
                Measure::Energy => bill.energy.given,
                Measure::Emissions => bill.emissions.given,
                Measure::WholeBill => bill.rung(rung(asked.scenario)).map_or_else(Vec::new, |sum| sum.given.clone()),
                _ => Vec::new(),
            }
        },
    );
    both(both(fields(&varied), &of_formula), &[Given::Field(Field::LookedAt)])
}

/// A row says no more than this of how it was found.
const MOST_LINES: usize = 4;

/// What is worked out in each draw; no line where that has no formula.
pub(super) fn each_draw(asked: &Asked) -> Vec<String> {
    let formula = Formula::of(asked, asked.scenario, None).and_then(|formula| formula.symbols);
    formula.map(|formula| words::each_draw(&formula)).into_iter().collect()
}

/// The part of the draws that a quantile is above; of draws that are all the same, their value.
pub(super) fn below(asked: &Asked, sample: &Sample, part: f64) -> Option<String> {
    let value = asked.text(sample.quantile(part)?);
    if sample.is_exact() {
        return Some(words::every_draw(&value));
    }
    Some(words::draws_below(&text::point(part, Style::Fraction), &count(sample), &value))
}

/// The mean as a sum over a number.
pub(super) fn mean(asked: &Asked, sample: &Sample) -> Option<String> {
    let mean = sample.mean()?;
    let sum = asked.text(mean * sample.count() as f64);
    Some(words::mean_of(&count(sample), &sum, &asked.text(mean)))
}

fn count(sample: &Sample) -> String {
    text::point(sample.count() as f64, Style::Count(""))
}

/// The quantiles of an entry, or its only value.
pub(super) fn of_entry(asked: &Asked, sample: &Sample, parts: &[f64]) -> Vec<String> {
    if !sample.is_exact() {
        let below = parts.iter().filter_map(|part| below(asked, sample, *part));
        return each_draw(asked).into_iter().chain(below).collect();
    }
    let Some(value) = sample.quantile(0.5).map(|value| asked.text(value)) else { return Vec::new() };
    coming_to(asked, asked.scenario, None, &value).unwrap_or_else(|| vec![words::every_draw(&value)])
}

/// The formula with a scenario's values put in, where that comes to the figure shown.
fn coming_to(asked: &Asked, scenario: &Scenario, down_to: Option<Field>, shown: &str) -> Option<Vec<String>> {
    let formula = Formula::of(asked, scenario, down_to)?;
    (formula.result == shown).then_some(formula.values)
}

/// The result at one value of a field, out of so many draws of the other inputs.
pub(super) fn along(asked: &Asked, x: Axis, at: &At, draws: u32) -> Vec<String> {
    let field = x.field.spec().label_alone();
    let Some([low, middle, high]) = at.result else { return vec![words::impossible_at(field, &x.text(at.x))] };
    let middle_text = asked.text(middle);
    if low < high {
        let draws = text::point(f64::from(draws), Style::Count(""));
        let mut lines = each_draw(asked);
        lines.push(words::median_at(&draws, field, &x.text(at.x), &middle_text));
        lines.extend([words::low_at(&asked.text(low)), words::high_at(&asked.text(high))]);
        return lines;
    }
    let mut scenario = asked.scenario.clone();
    scenario.put(x.field, Value::Number(Interval::exact(at.x)));
    coming_to(asked, &scenario, Some(x.field), &middle_text)
        .unwrap_or_else(|| vec![words::put_in(&input(field, &x.text(at.x)), &middle_text)])
}

/// The results of a row of a map, each with its value on the horizontal axis: the values that hold all along the row, and
/// the formula at its ends and in the middle.
pub(super) fn across(asked: &Asked, program: &Program, x: Axis, y: (Axis, f64), row: &[(f64, f64)]) -> Vec<String> {
    let mut scenario = asked.scenario.clone();
    let mut held: Vec<String> = Vec::new();
    for (slot, median) in program.slots().iter().zip(program.at(0.5)).filter(|(slot, _)| slot.field != x.field) {
        let value = if slot.field == y.0.field { y.1 } else { median };
        held.push(input(slot.label, &text::point(value, slot.style)));
        if !slot.is_part {
            scenario.put(slot.field, Value::Number(Interval::exact(value)));
        }
    }
    let mut lines = vec![words::held(&held.join(words::separator()))];
    let last = row.len().saturating_sub(1);
    for (at, result) in [0, last / 2, last].into_iter().filter_map(|place| row.get(place)) {
        scenario.put(x.field, Value::Number(Interval::exact(*at)));
        let (at, result) = (input(x.field.spec().label_alone(), &x.text(*at)), asked.text(*result));
        let formula = coming_to(asked, &scenario, None, &result).filter(|lines| lines.len() == 1);
        let result = formula.and_then(|lines| lines.into_iter().next()).unwrap_or(result);
        lines.push(words::put_in(&at, &result));
    }
    lines.dedup();
    lines
}

fn input(name: &str, value: &str) -> String {
    format!("{name} = {value}")
}
