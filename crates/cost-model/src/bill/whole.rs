//! One run under every accounting.

use super::inputs::{Input, Inputs};
use super::methods::{self, Draw, Staff};
use super::rung::Rung;
use crate::estimate::{Equation, Estimate, Grade, Item, Outcome};
use crate::field::Field;
use crate::interval::Interval;
use crate::report::{Given, Reference, both, fields};
use crate::text::{self, Style};
use crate::units::{
    Chips, Fraction, GpuHours, Kilograms, KilogramsPerKilowattHour, KilowattHours, Unit, Usd, UsdPerKilowattHour,
    UsdPerYear, Watts, Years,
};
use crate::words::bill_whole as words;

/// A quantity of the bill with its working.
#[derive(Clone, Debug, PartialEq)]
pub struct Sum<T> {
    /// The value, or why there is none.
    pub value: Result<Interval<T>, String>,
    /// How much a reader may rely on it.
    pub grade: Grade,
    /// The formula in symbols and with values put in.
    pub working: Vec<String>,
    /// The fields that it rests on.
    pub given: Vec<Given>,
    /// Where its inputs come from.
    pub sources: Vec<Reference>,
}

impl<T: Unit> Sum<T> {
    fn unknown(why: impl Into<String>) -> Self {
        Self {
            value: Err(why.into()),
            grade: Grade::Unknown,
            working: Vec::new(),
            given: Vec::new(),
            sources: Vec::new(),
        }
    }

    /// The value, where there is one.
    #[must_use]
    pub fn known(&self) -> Option<Interval<T>> {
        self.value.as_ref().ok().copied()
    }

    /// For readers: the value, or what stands for none.
    #[must_use]
    pub fn to_text(&self, style: Style) -> String {
        match self.known() {
            Some(value) => text::exact_or_range(value.base(), style),
            None => crate::words::bill_ladder::sum_not_known().to_owned(),
        }
    }
}

/// One run under every accounting.
#[derive(Clone, Debug, PartialEq)]
pub struct WholeBill {
    /// Each rung that can be worked out or not, in order; the lab's has claims only.
    pub rungs: Vec<(Rung, Sum<Usd>)>,
    /// What the whole development consists of.
    pub parts: Vec<(&'static str, Sum<Usd>)>,
    /// Energy of the final run.
    pub energy: Sum<KilowattHours>,
    /// What making that energy emitted.
    pub emissions: Sum<Kilograms>,
    /// The run's part of what making the chips emitted.
    pub embodied: Sum<Kilograms>,
}

impl WholeBill {
    /// The bill of a run.
    #[must_use]
    pub fn of(inputs: Inputs) -> Self {
        let run = Run::of(inputs);
        let energy = run.energy();
        let owned = run.owned(&energy);
        let rented = run.estimated(Item::TrainingCost);
        let base = if rented.known().is_some() { rented.clone() } else { owned.clone() };
        let parts = run.parts(&base);
        let without_last = |count: usize| total(parts.iter().rev().skip(count).rev().map(|(_, sum)| sum));
        let rungs = vec![
            (Rung::Increment, run.estimated(Item::Increment)),
            (Rung::Energy, run.electricity(&energy)),
            (Rung::Owned, owned),
            (Rung::Rented, rented),
            (Rung::PaidTime, without_last(PARTS_AFTER_THE_RUN - 2)),
            (Rung::AllCompute, without_last(PARTS_AFTER_THE_RUN - 3)),
            (Rung::Development, without_last(0)),
            (Rung::Cluster, run.cluster()),
        ];
        Self { rungs, emissions: run.emissions(&energy), embodied: run.embodied(), energy, parts }
    }

    /// The sum on a rung; nothing on one that only has claims.
    #[must_use]
    pub fn rung(&self, rung: Rung) -> Option<&Sum<Usd>> {
        self.rungs.iter().find(|(of, _)| *of == rung).map(|(_, sum)| sum)
    }
}

/// The fields in the equation of a figure of the estimate; those of its inputs where these are no fields.
pub(crate) fn in_equation(estimate: &Estimate, item: Item) -> Vec<Given> {
    let mut given = Vec::new();
    for input in estimate.step(item).equation().map(Equation::inputs).unwrap_or_default() {
        given = both(
            given,
            &match input {
                Item::Field(field) => fields(&[*field]),
                result => in_equation(estimate, *result),
            },
        );
    }
    given
}

/// The sum of parts; unknown as soon as one is.
fn total<'a>(parts: impl Iterator<Item = &'a Sum<Usd>> + Clone) -> Sum<Usd> {
    if let Some(why) = parts.clone().find_map(|part| part.value.as_ref().err()) {
        return Sum::unknown(why.to_string());
    }
    let written: Vec<String> = parts.clone().map(|part| part.to_text(Style::Usd)).collect();
    let given = parts.clone().fold(Vec::new(), |given, part| both(given, &part.given));
    Sum {
        value: methods::sum(parts.clone().filter_map(Sum::known)).ok_or_else(|| words::nothing_counted().to_owned()),
        grade: parts
            .filter(|part| part.known().is_some_and(|usd| usd.high() > Usd::new(0.0)))
            .map(|part| part.grade)
            .fold(Grade::Derived, Grade::max),
        working: vec![words::parts_added().to_owned(), format!("= {}", written.join(" + "))],
        given,
        sources: Vec::new(),
    }
}

/// Idle time, storage, experiments, data, evaluation and staff.
const PARTS_AFTER_THE_RUN: usize = 6;

/// A part of the bill from the run's cost and the inputs' values.
type OfRun = fn(Interval<Usd>, &[Interval<f64>]) -> Interval<Usd>;

struct Run<'a> {
    inputs: Inputs<'a>,
    hours: Result<Interval<GpuHours>, String>,
    hours_grade: Grade,
}

impl<'a> Run<'a> {
    fn of(inputs: Inputs<'a>) -> Self {
        let step = inputs.estimate.step(Item::ChipHours);
        let hours = match &step.outcome {
            Outcome::Number(hours) => Ok(hours.with_unit()),
            Outcome::Unknown(why) => Err(why.to_string()),
            Outcome::Word { words, .. } => Err(words.to_string()),
        };
        Self { inputs, hours, hours_grade: step.grade }
    }

    /// A figure of the estimate.
    fn estimated(&self, item: Item) -> Sum<Usd> {
        let estimate = self.inputs.estimate;
        let step = estimate.step(item);
        match &step.outcome {
            Outcome::Number(number) => Sum {
                value: Ok(number.with_unit()),
                grade: step.grade,
                working: estimate
                    .equation_in_symbols(item)
                    .into_iter()
                    .chain(estimate.equation_in_values(item).map(|values| format!("= {values}")))
                    .collect(),
                given: in_equation(estimate, item),
                sources: estimate
                    .working_of(item)
                    .into_iter()
                    .flat_map(|of| estimate.step(of).citations().iter().copied().map(Reference::from))
                    .collect(),
            },
            Outcome::Unknown(why) => Sum::unknown(why.to_string()),
            Outcome::Word { words, .. } => Sum::unknown(words.to_string()),
        }
    }

    /// A result of the hours and of inputs, with its working.
    fn result<T: Unit>(
        &self,
        symbols: &str,
        fields: &[Field],
        work: impl Fn(Interval<GpuHours>, &[Interval<f64>]) -> Interval<T>,
    ) -> Sum<T> {
        let hours = match &self.hours {
            Ok(hours) => *hours,
            Err(why) => return Sum::unknown(why.to_string()),
        };
        let written = text::exact_or_range(hours.base(), Style::Count("h"));
        let sum = of_inputs(self.inputs, symbols, Some(written), fields, |values| work(hours, values));
        let given = both(in_equation(self.inputs.estimate, Item::ChipHours), &sum.given);
        let grade = sum.grade.max(if sum.value.is_ok() { self.hours_grade } else { Grade::Unknown });
        Sum { grade, given, ..sum }
    }

    fn energy(&self) -> Sum<KilowattHours> {
        let fields = [Field::ChipPower, Field::ServerPowerFactor, Field::PowerUtilisation, Field::Pue];
        self.result("H × W × φ × u × PUE", &fields, |hours, values| {
            let draw = Draw {
                chip: quantity::<Watts>(values, 0),
                server_factor: quantity(values, 1),
                used: quantity(values, 2),
                pue: quantity(values, 3),
            };
            draw.energy(hours)
        })
    }

    fn electricity(&self, energy: &Sum<KilowattHours>) -> Sum<Usd> {
        from(self.inputs, energy, "E × p_el", Style::KilowattHours, Field::UsdPerKwh, |energy, price| {
            methods::electricity(energy, price.with_unit::<UsdPerKilowattHour>())
        })
    }

    fn emissions(&self, energy: &Sum<KilowattHours>) -> Sum<Kilograms> {
        from(self.inputs, energy, "E × γ", Style::KilowattHours, Field::CarbonIntensity, |energy, grams| {
            methods::emitted(energy, grams.map(|grams| KilogramsPerKilowattHour::new(grams / 1000.0)))
        })
    }

    fn embodied(&self) -> Sum<Kilograms> {
        let fields = [Field::EmbodiedKgPerChip, Field::LifetimeYears];
        self.result("m × H ÷ (8,766 h × L)", &fields, |hours, values| {
            methods::embodied(hours, quantity(values, 0), quantity::<Years>(values, 1))
        })
    }

    fn owned(&self, energy: &Sum<KilowattHours>) -> Sum<Usd> {
        let fields = [Field::ServerUsdPerChip, Field::DepreciationPerYear, Field::InterconnectShare];
        let count = self.inputs.estimate.step(Item::Field(Field::ChipCount));
        let chips = count.outcome.number().map(Interval::with_unit);
        let written_off = |chips| {
            self.result("H ÷ 8,766 h × V × δ ÷ (1 − ι)", &fields, move |hours, values| {
                methods::written_off(hours, quantity(values, 0), quantity(values, 1), quantity(values, 2), chips)
            })
        };
        let mut hardware = written_off(chips);
        if hardware.known() != written_off(None).known() {
            hardware.working.push(words::no_more_than_its_worth(&count.to_text()));
            hardware.given = both(crate::report::fields(&[Field::ChipCount]), &hardware.given);
            hardware.grade = hardware.grade.max(count.grade);
        }
        let electricity = self.electricity(energy);
        let (Some(worn), Some(power)) = (hardware.known(), electricity.known()) else {
            return if hardware.known().is_none() { hardware } else { electricity };
        };
        let mut working = hardware.working.clone();
        working.push(words::hardware_and_electricity(&hardware.to_text(Style::Usd), &electricity.to_text(Style::Usd)));
        Sum {
            value: Ok(worn + power),
            grade: hardware.grade.max(electricity.grade),
            working,
            given: both(hardware.given, &electricity.given),
            sources: hardware.sources.into_iter().chain(electricity.sources).collect(),
        }
    }

    fn cluster(&self) -> Sum<Usd> {
        let chips = self.inputs.estimate.step(Item::Field(Field::ChipCount));
        let Some(count) = chips.outcome.number() else {
            return Sum::unknown(words::chips_not_public());
        };
        let found = vec![self.inputs.new_server_price(), self.inputs.get(Field::InterconnectShare)];
        let sum = of_found(found, words::new_servers(), Some(chips.to_text()), |values| {
            methods::bought(count.with_unit::<Chips>(), quantity(values, 0), quantity(values, 1))
        });
        let given = both(fields(&[Field::ChipCount]), &sum.given);
        Sum { grade: sum.grade.max(if sum.value.is_ok() { chips.grade } else { Grade::Unknown }), given, ..sum }
    }

    /// The final run, lost time, storage, experiments, data, evaluation and staff.
    fn parts(&self, base: &Sum<Usd>) -> Vec<(&'static str, Sum<Usd>)> {
        let inputs = self.inputs;
        let of_run = |symbols: &str, fields: &[Field], work: OfRun| {
            let Some(run) = base.known() else {
                return Sum::unknown(base.value.as_ref().err().cloned().unwrap_or_default());
            };
            let sum = of_inputs(inputs, symbols, Some(base.to_text(Style::Usd)), fields, |values| work(run, values));
            let given = both(base.given.clone(), &sum.given);
            Sum { grade: sum.grade.max(if sum.value.is_ok() { base.grade } else { Grade::Unknown }), given, ..sum }
        };
        let lost = of_run("K_run × i ÷ (1 − i)", &[Field::IdleShare], |run, values| {
            let idle = quantity::<Fraction>(values, 0);
            run * (idle / methods::rest_of(idle))
        });
        let storage = of_run("K_run ÷ (1 − i) × σ", &[Field::IdleShare, Field::StorageShare], |run, values| {
            let none = Interval::exact(Fraction::new(0.0));
            methods::paid_time(run, quantity(values, 0), none) * quantity::<Fraction>(values, 1)
        });
        let experiments = of_run(
            "K_run ÷ (1 − i) × (1 + σ) × x",
            &[Field::IdleShare, Field::StorageShare, Field::ExperimentsMultiple],
            |run, values| {
                methods::paid_time(run, quantity(values, 0), quantity(values, 1)) * quantity::<Fraction>(values, 2)
            },
        );
        let entered =
            |field| of_inputs(inputs, field_symbol(field), None, &[field], |values| quantity::<Usd>(values, 0));
        let mut parts = self.stages(base);
        parts.extend([
            (words::lost_time(), lost),
            (words::storage(), storage),
            (words::experiments(), experiments),
            (words::data(), entered(Field::DataUsd)),
            (words::evaluation(), entered(Field::EvaluationUsd)),
            (words::staff(), self.staff()),
        ]);
        parts
    }

    /// The final run stage by stage at its rental price, as far as stages were published; in one where it goes by owned
    /// hardware. Post-training always has a line.
    fn stages(&self, base: &Sum<Usd>) -> Vec<(&'static str, Sum<Usd>)> {
        let estimate = self.inputs.estimate;
        let costs: Option<Vec<Interval<Usd>>> = estimate.bill().iter().map(|line| line.cost).collect();
        let Some(costs) =
            costs.filter(|costs| !costs.is_empty() && self.estimated(Item::TrainingCost).known().is_some())
        else {
            return vec![(words::final_run(), base.clone())];
        };
        let price = Item::Field(Field::UsdPerGpuHour);
        let mut stages: Vec<(&'static str, Sum<Usd>)> = Vec::new();
        for (line, cost) in estimate.bill().iter().zip(costs) {
            let step = estimate.step(Item::Field(line.stage));
            let both = [step, estimate.step(price)];
            let hours = text::exact_or_range(line.hours.base(), Style::Count("chip-hours"));
            stages.push((
                line.stage.spec().label(),
                Sum {
                    value: Ok(cost),
                    grade: both.iter().map(|step| step.grade).fold(Grade::Derived, Grade::max),
                    working: vec![
                        format!("{} × p", Item::Field(line.stage).symbol()),
                        format!("= {hours} × {}", estimate.step(price).to_text()),
                    ],
                    given: fields(&[line.stage, Field::UsdPerGpuHour]),
                    sources: both
                        .iter()
                        .flat_map(|step| step.citations().iter().copied().map(Reference::from))
                        .collect(),
                },
            ));
        }
        if estimate.bill().iter().all(|line| line.stage != Field::PosttrainingHours) {
            let nothing = Interval::exact(Usd::new(0.0));
            stages.push((
                Field::PosttrainingHours.spec().label(),
                Sum {
                    value: Ok(nothing),
                    grade: Grade::Unknown,
                    working: vec![words::no_posttraining().to_owned()],
                    given: fields(&[Field::PosttrainingHours]),
                    sources: Vec::new(),
                },
            ));
        }
        stages
    }

    fn staff(&self) -> Sum<Usd> {
        let fields = [
            Field::StaffPeople,
            Field::StaffShare,
            Field::StaffMonths,
            Field::StaffUsdPerYear,
            Field::StaffEquityUsdPerYear,
        ];
        of_inputs(self.inputs, words::staff_symbols(), None, &fields, |values| {
            let staff = Staff {
                people: quantity(values, 0),
                share: quantity(values, 1),
                time: quantity::<Years>(values, 2).map(|months| Years::new(months.get() / 12.0)),
                pay: quantity::<UsdPerYear>(values, 3),
                equity: quantity(values, 4),
            };
            staff.cost()
        })
    }
}

fn field_symbol(field: Field) -> &'static str {
    Item::Field(field).symbol()
}

fn quantity<T: Unit>(values: &[Interval<f64>], place: usize) -> Interval<T> {
    values.get(place).copied().unwrap_or(Interval::exact(0.0)).with_unit()
}

/// What follows from the inputs of some fields, with `first` as the value that the formula begins with.
fn of_inputs<T: Unit>(
    inputs: Inputs,
    symbols: &str,
    first: Option<String>,
    fields: &[Field],
    work: impl Fn(&[Interval<f64>]) -> Interval<T>,
) -> Sum<T> {
    of_found(fields.iter().map(|field| inputs.get(*field)).collect(), symbols, first, work)
}

/// What follows from inputs that were looked up.
fn of_found<T: Unit>(
    found: Vec<Input>,
    symbols: &str,
    first: Option<String>,
    work: impl Fn(&[Interval<f64>]) -> Interval<T>,
) -> Sum<T> {
    if let Some(missing) = found.iter().find(|input| input.value.is_none()) {
        let given = fields(&[missing.field]);
        return Sum { given, ..Sum::unknown(words::missing(missing.field.spec().label(), &missing.because)) };
    }
    let values: Vec<Interval<f64>> = found.iter().filter_map(|input| input.value).collect();
    let written = found
        .iter()
        .map(|input| format!("{} = {} [{}]", field_symbol(input.field), input.to_text(), input.grade.word()));
    let lines: Vec<String> = first.into_iter().chain(written).collect();
    Sum {
        value: Ok(work(&values)),
        grade: found.iter().map(|input| input.grade).fold(Grade::Derived, Grade::max),
        working: vec![symbols.to_owned(), lines.join(words::list_separator())],
        given: found.iter().map(|input| Given::Field(input.field)).collect(),
        sources: found.into_iter().flat_map(|input| input.sources).collect(),
    }
}

/// What follows from a sum and one input.
fn from<A: Unit, B: Unit>(
    inputs: Inputs,
    of: &Sum<A>,
    symbols: &str,
    style: Style,
    field: Field,
    work: impl Fn(Interval<A>, Interval<f64>) -> Interval<B>,
) -> Sum<B> {
    let amount = match &of.value {
        Ok(amount) => *amount,
        Err(why) => return Sum::unknown(why.to_string()),
    };
    let sum = of_inputs(inputs, symbols, Some(of.to_text(style)), &[field], |values| work(amount, quantity_of(values)));
    let sources = of.sources.iter().cloned().chain(sum.sources).collect();
    let given = both(of.given.clone(), &sum.given);
    Sum { grade: sum.grade.max(of.grade), given, sources, ..sum }
}

fn quantity_of(values: &[Interval<f64>]) -> Interval<f64> {
    values.first().copied().unwrap_or(Interval::exact(0.0))
}
