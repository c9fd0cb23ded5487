//! Reads a program off an estimate.

use super::program::{Node, Place, Prediction, Program, Slot};
use super::served;
use super::{Distribution, Measure, Spread};
use crate::bill::{Inputs, Rung};
use crate::catalogue::Catalogue;
use crate::estimate::{Equation, Estimate, Item, Origin, Outcome, Predicted, Rule, estimate};
use crate::field::{Field, Kind, bill_fields};
use crate::interval::Interval;
use crate::scenario::{Scenario, Value};
use crate::text::Style;
use crate::words::estimate::of_field;
use crate::words::uncertainty_build as words;

pub(super) type Found = Result<Place, String>;

/// See [`Program::of`].
pub(super) fn program(scenario: &Scenario, measures: &[Measure], varied: &[Field]) -> Result<Program, String> {
    let estimate = estimate(scenario).map_err(|infeasible| infeasible.to_string())?;
    let mut builder = Builder::new(scenario, &estimate, varied);
    let results = builder.results(measures);
    let limits = builder.limits(false);
    Ok(Program { catalogue: scenario.catalogue(), nodes: builder.nodes, slots: builder.slots, results, limits })
}

/// See [`Program::of_estimated`].
pub(super) fn of_estimated(
    scenario: &Scenario,
    estimate: &Estimate,
    measures: &[Measure],
    varied: &[Field],
) -> Program {
    let mut builder = Builder::new(scenario, estimate, varied);
    let results = builder.results(measures);
    let limits = builder.limits(true);
    Program { catalogue: scenario.catalogue(), nodes: builder.nodes, slots: builder.slots, results, limits }
}

/// The rung that a scenario is counted on: as chosen, or the final run at a rental price.
pub(crate) fn rung(scenario: &Scenario) -> Rung {
    match scenario.entered(Field::Accounting) {
        Some(Value::Choice(slug)) => Rung::from_slug(slug).unwrap_or(Rung::Rented),
        _ => Rung::Rented,
    }
}

pub(super) struct Builder<'a> {
    scenario: &'a Scenario,
    catalogue: &'static Catalogue,
    estimate: &'a Estimate,
    inputs: Inputs<'a>,
    varied: &'a [Field],
    nodes: Vec<Node>,
    /// Whether each node depends on an input.
    depends: Vec<bool>,
    slots: Vec<Slot>,
    /// Quantities that were worked out before.
    known: Vec<(Item, Found)>,
}

impl<'a> Builder<'a> {
    fn new(scenario: &'a Scenario, estimate: &'a Estimate, varied: &'a [Field]) -> Self {
        Self {
            scenario,
            catalogue: scenario.catalogue(),
            estimate,
            inputs: Inputs::of(scenario, estimate),
            varied,
            nodes: Vec::new(),
            depends: Vec::new(),
            slots: Vec::new(),
            known: Vec::new(),
        }
    }

    fn results(&mut self, measures: &[Measure]) -> Vec<(Measure, Found)> {
        measures.iter().map(|measure| (*measure, self.measure(*measure))).collect()
    }

    pub(super) const fn inputs(&self) -> Inputs<'a> {
        self.inputs
    }

    pub(super) const fn scenario(&self) -> &'a Scenario {
        self.scenario
    }

    pub(super) fn is_varied(&self, field: Field) -> bool {
        self.varied.contains(&field)
    }

    pub(super) fn add(&mut self, node: Node, operands: &[Place]) -> Place {
        let depends = match node {
            Node::Input(_) => true,
            _ => operands.iter().any(|place| self.depends.get(*place).copied().unwrap_or_default()),
        };
        let place = self.nodes.len();
        self.nodes.push(node);
        self.depends.push(depends);
        place
    }

    pub(super) fn sum(&mut self, a: Place, b: Place) -> Place {
        self.add(Node::Sum(a, b), &[a, b])
    }

    pub(super) fn product(&mut self, a: Place, b: Place) -> Place {
        self.add(Node::Product(a, b), &[a, b])
    }

    pub(super) fn quotient(&mut self, a: Place, b: Place) -> Place {
        self.add(Node::Quotient(a, b), &[a, b])
    }

    pub(super) fn times(&mut self, a: Place, factor: f64) -> Place {
        self.add(Node::Times(a, factor), &[a])
    }

    fn over(&mut self, a: Place, divisor: f64) -> Place {
        self.add(Node::Over(a, divisor), &[a])
    }

    fn rest(&mut self, a: Place) -> Place {
        self.add(Node::Rest(a), &[a])
    }

    pub(super) fn one_more(&mut self, a: Place) -> Place {
        self.add(Node::OneMore(a), &[a])
    }

    /// A value that nothing else gives: an input where it varies or is not known exactly.
    pub(super) fn leaf(&mut self, field: Field, value: Interval<f64>) -> Place {
        self.other(field, field.spec().label_alone(), field.spec().style, value)
    }

    /// The same of what is no field's value, but of what a field is about.
    pub(super) fn other(&mut self, field: Field, label: &'static str, style: Style, value: Interval<f64>) -> Place {
        if value.is_exact() && !self.is_varied(field) {
            return self.add(Node::Fixed(value), &[]);
        }
        let spread = match (self.scenario.entered(field), field.spec().kind) {
            (Some(Value::Uncertain(distribution)), Kind::Number { min, max }) => {
                Spread::within(*distribution, min, max)
            }
            _ => Spread::Range(value),
        };
        self.input(Slot { field, label, style, spread, is_part: false })
    }

    fn input(&mut self, slot: Slot) -> Place {
        let place = self.slots.len();
        self.slots.push(slot);
        self.add(Node::Input(place), &[])
    }

    /// An input that says where in a range that follows from other inputs a value lies, from 0 to 1.
    pub(super) fn part(&mut self, field: Field, label: &'static str) -> Place {
        let spread = Spread::within(Distribution::Uniform { low: 0.0, high: 1.0 }, 0.0, 1.0);
        self.input(Slot { field, label, style: Style::Fraction, spread, is_part: true })
    }

    /// A quantity of the estimate.
    fn item(&mut self, item: Item) -> Found {
        if let Some((_, found)) = self.known.iter().find(|(of, _)| *of == item) {
            return found.clone();
        }
        let found = self.new_item(item);
        self.known.push((item, found.clone()));
        found
    }

    fn field(&mut self, field: Field) -> Found {
        if bill_fields().any(|spec| spec.field == field) {
            return self.item(Item::Field(field));
        }
        let item = Item::Field(field);
        if let Some((_, found)) = self.known.iter().find(|(of, _)| *of == item) {
            return found.clone();
        }
        let input = self.inputs.get(field);
        let found = match input.value {
            Some(value) => Ok(self.leaf(field, value)),
            None => Err(of_field(field.spec().label(), &input.because)),
        };
        self.known.push((item, found.clone()));
        found
    }

    fn new_item(&mut self, item: Item) -> Found {
        let step = self.estimate.step(item);
        let value = match &step.outcome {
            Outcome::Number(value) => *value,
            Outcome::Unknown(why) => return Err(why.to_string()),
            Outcome::Word { words, .. } => return Err(words.to_string()),
        };
        let equation = match &step.origin {
            Origin::Derived(equation, _) if *equation.rule() != Rule::Fixed => equation,
            _ => match item {
                Item::Field(field) => return Ok(self.leaf(field, value)),
                _ => return Ok(self.add(Node::Fixed(value), &[])),
            },
        };
        match equation.rule() {
            Rule::Predicted(predicted) => self.predicted(predicted, value),
            _ => self.followed(equation),
        }
    }

    /// What follows from the inputs of an equation.
    fn followed(&mut self, equation: &Equation) -> Found {
        let places = equation.inputs().iter().map(|input| self.item(*input)).collect::<Result<Vec<Place>, _>>()?;
        let first = places.first().copied().ok_or_else(words::input_missing)?;
        let last = places.last().copied().unwrap_or(first);
        let total = |builder: &mut Self, of: &[Place]| {
            of.iter().copied().reduce(|sum, place| builder.sum(sum, place)).unwrap_or(first)
        };
        Ok(match equation.rule() {
            Rule::Fixed | Rule::Same | Rule::Predicted(_) => first,
            Rule::SixTimes => self.times(first, 6.0),
            Rule::WithAttention(architecture) => {
                let matrices = self.times(first, 6.0);
                let attention = self.add(Node::Attention(last, Box::new(**architecture)), &[last]);
                self.sum(matrices, attention)
            }
            Rule::Sum => total(self, &places),
            Rule::Product => self.product(first, last),
            Rule::SumTimes => {
                let costs: Vec<Place> =
                    places.iter().rev().skip(1).rev().map(|hours| self.product(*hours, last)).collect();
                total(self, &costs)
            }
            Rule::Hours => {
                let peak = places.get(1).copied().unwrap_or(first);
                let rate = self.product(peak, last);
                let seconds = self.quotient(first, rate);
                self.over(seconds, 3600.0)
            }
            Rule::Days => {
                let hours = self.quotient(first, last);
                self.over(hours, 24.0)
            }
            Rule::Utilisation => {
                let hours = places.get(1).copied().unwrap_or(first);
                self.utilisation(first, hours, last)
            }
            Rule::Converted(hours, rate) => {
                let hours = self.add(Node::Fixed(*hours), &[]);
                let rate = self.add(Node::Fixed(*rate), &[]);
                let ratio = self.quotient(rate, first);
                self.product(hours, ratio)
            }
        })
    }

    fn utilisation(&mut self, flop: Place, hours: Place, peak: Place) -> Place {
        let seconds = self.times(hours, 3600.0);
        let most = self.product(peak, seconds);
        self.quotient(flop, most)
    }

    /// A predicted utilisation: an input of its own while what is trained stays the same.
    fn predicted(&mut self, predicted: &Predicted, value: Interval<f64>) -> Found {
        let field = Field::Mfu;
        let active_params = self.field(Field::ActiveParams)?;
        let total_params = self.field(Field::TotalParams).unwrap_or(active_params);
        let flop_per_token = self.field(Field::FlopPerToken)?;
        let tokens = self.field(Field::Tokens).ok();
        let operands = [active_params, total_params, flop_per_token, tokens.unwrap_or(active_params)];
        if !operands.iter().any(|place| self.depends.get(*place).copied().unwrap_or_default()) {
            return Ok(self.leaf(field, value));
        }
        let hardware = self.catalogue.accelerator(predicted.hardware).ok_or_else(words::no_accelerator)?;
        let part = self.part(field, words::expected_mfu());
        let prediction = Prediction {
            hardware,
            fp8: predicted.fp8,
            ratio: predicted.ratio,
            total_params,
            active_params,
            flop_per_token,
            tokens,
            part,
        };
        Ok(self.add(Node::Predicted(Box::new(prediction)), &[part]))
    }

    /// Where what must not be above 1 stands: the implied utilisation, and active over all parameters. Without
    /// `further_inputs` only as far as it is made of what results depend on anyway.
    fn limits(&mut self, further_inputs: bool) -> Vec<Place> {
        let utilisation = self.limit(further_inputs, |builder| builder.item(Item::ImpliedMfu));
        let active = self.limit(further_inputs, |builder| {
            let active = builder.field(Field::ActiveParams)?;
            let total = builder.field(Field::TotalParams)?;
            Ok(builder.quotient(active, total))
        });
        utilisation.into_iter().chain(active).collect()
    }

    /// The place of one limit; nothing where it cannot be broken, or asks for further inputs and may not.
    fn limit(&mut self, further_inputs: bool, of: impl Fn(&mut Self) -> Found) -> Option<Place> {
        let (nodes, slots, known) = (self.nodes.len(), self.slots.len(), self.known.len());
        let place = of(self).ok().filter(|place| self.depends.get(*place).copied().unwrap_or_default());
        if place.is_some() && (further_inputs || self.slots.len() == slots) {
            return place;
        }
        self.nodes.truncate(nodes);
        self.depends.truncate(nodes);
        self.slots.truncate(slots);
        self.known.truncate(known);
        None
    }

    fn measure(&mut self, measure: Measure) -> Found {
        match measure {
            Measure::TrainingCost => self.item(Item::TrainingCost),
            Measure::ChipHours => self.item(Item::ChipHours),
            Measure::Days => self.item(Item::Days),
            Measure::ImpliedMfu => self.item(Item::ImpliedMfu),
            Measure::WholeBill => self.rung(rung(self.scenario)),
            Measure::Energy => self.energy(),
            Measure::Power => self.power(),
            Measure::Emissions => {
                let energy = self.energy()?;
                let grams = self.field(Field::CarbonIntensity)?;
                let kilograms = self.over(grams, 1000.0);
                Ok(self.product(energy, kilograms))
            }
            Measure::ServingCost => served::cost(self),
        }
    }

    fn energy(&mut self) -> Found {
        let hours = self.item(Item::ChipHours)?;
        let at_one_watt = self.over(hours, 1000.0);
        self.drawn(at_one_watt)
    }

    fn power(&mut self) -> Found {
        let chips = self.field(Field::ChipCount)?;
        self.drawn(chips)
    }

    /// What chips at one watt draw, at their power and with all around them.
    fn drawn(&mut self, of: Place) -> Found {
        let fields = [Field::ChipPower, Field::ServerPowerFactor, Field::PowerUtilisation, Field::Pue];
        let mut product = of;
        for field in fields {
            let factor = self.field(field)?;
            product = self.product(product, factor);
        }
        Ok(product)
    }

    /// The sum on a rung; the formulas are those of [`crate::bill`].
    fn rung(&mut self, rung: Rung) -> Found {
        match rung {
            Rung::Increment => self.item(Item::Increment),
            Rung::Energy => self.electricity(),
            Rung::Owned => self.owned(),
            Rung::Rented => self.item(Item::TrainingCost),
            Rung::PaidTime | Rung::AllCompute | Rung::Development => self.beyond_the_run(rung),
            Rung::Cluster => self.cluster(),
            Rung::Lab => Err(words::no_sum_for_lab().to_owned()),
        }
    }

    fn electricity(&mut self) -> Found {
        let energy = self.energy()?;
        let price = self.field(Field::UsdPerKwh)?;
        Ok(self.product(energy, price))
    }

    fn owned(&mut self) -> Found {
        let hours = self.item(Item::ChipHours)?;
        let server = self.field(Field::ServerUsdPerChip)?;
        let loss = self.field(Field::DepreciationPerYear)?;
        let network = self.field(Field::InterconnectShare)?;
        let years = self.over(hours, 8766.0);
        let value = self.product(server, years);
        let mut lost = self.product(value, loss);
        if self.may_outlast_its_servers()
            && let Ok(chips) = self.field(Field::ChipCount)
        {
            let worth = self.product(server, chips);
            lost = self.add(Node::AtMost(lost, worth), &[lost, worth]);
        }
        let rest = self.rest(network);
        let worn = self.quotient(lost, rest);
        let electricity = self.electricity()?;
        Ok(self.sum(worn, electricity))
    }

    /// Whether the run may take more value from its servers than they have, so that their number matters.
    fn may_outlast_its_servers(&self) -> bool {
        let number = |item| self.estimate.step(item).outcome.number();
        let loss = self.inputs.get(Field::DepreciationPerYear).value;
        let (hours, chips) = (number(Item::ChipHours), number(Item::Field(Field::ChipCount)));
        let taken = hours.zip(loss).map(|(hours, loss)| hours.high() / 8766.0 * loss.high());
        !self.varied.is_empty() || taken.zip(chips).is_some_and(|(taken, chips)| taken > chips.low())
    }

    fn cluster(&mut self) -> Found {
        let chips = self.field(Field::ChipCount)?;
        let field = Field::ServerUsdPerChip;
        let price = self.inputs.new_server_price();
        let value = price.value.ok_or(price.because)?;
        let server = self.leaf(field, value);
        let network = self.field(Field::InterconnectShare)?;
        let all = self.product(server, chips);
        let rest = self.rest(network);
        Ok(self.quotient(all, rest))
    }

    /// The run with lost time and storage, with experiments, with data, evaluation and staff, as far as the rung goes.
    fn beyond_the_run(&mut self, rung: Rung) -> Found {
        let run = match self.item(Item::TrainingCost) {
            Ok(rented) => rented,
            Err(_) => self.owned()?,
        };
        let idle = self.field(Field::IdleShare)?;
        let storage = self.field(Field::StorageShare)?;
        let in_use = self.rest(idle);
        let paid = self.quotient(run, in_use);
        let with_storage = self.one_more(storage);
        let mut sum = self.product(paid, with_storage);
        if rung == Rung::PaidTime {
            return Ok(sum);
        }
        let multiple = self.field(Field::ExperimentsMultiple)?;
        let with_experiments = self.one_more(multiple);
        sum = self.product(sum, with_experiments);
        if rung == Rung::AllCompute {
            return Ok(sum);
        }
        for field in [Field::DataUsd, Field::EvaluationUsd] {
            let cost = self.field(field)?;
            sum = self.sum(sum, cost);
        }
        let staff = self.staff()?;
        Ok(self.sum(sum, staff))
    }

    fn staff(&mut self) -> Found {
        let months = self.field(Field::StaffMonths)?;
        let (pay, equity) = (self.field(Field::StaffUsdPerYear)?, self.field(Field::StaffEquityUsdPerYear)?);
        let years = self.over(months, 12.0);
        let yearly = self.sum(pay, equity);
        let mut cost = self.product(years, yearly);
        for field in [Field::StaffPeople, Field::StaffShare] {
            let factor = self.field(field)?;
            cost = self.product(cost, factor);
        }
        Ok(cost)
    }
}
