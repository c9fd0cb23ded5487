//! What a scenario asks: which result, how it is drawn, over which fields it is swept, and within which limits.

use crate::estimate::{Item, estimate};
use crate::field::{FIELDS, Field, Group, Kind};
use crate::interval::Interval;
use crate::number;
use crate::report::Found;
use crate::scenario::{Scenario, Value};
use crate::text::{self, Style};
use crate::uncertainty::{Cap, Correlations, Measure, Program, Sample, Settings, Spread, Sweep};
use crate::words::whatif_asked as words;

/// What a scenario asks.
#[derive(Clone, Debug)]
pub(super) struct Asked<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) measure: Measure,
}

/// A field along an axis.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axis {
    pub(super) field: Field,
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) is_log: bool,
}

impl Axis {
    pub(super) const fn sweep(&self, slot: usize) -> Sweep {
        Sweep { slot, low: self.low, high: self.high, is_log: self.is_log }
    }

    /// A value of the field for readers.
    pub(super) fn text(&self, value: f64) -> String {
        text::point(value, self.field.spec().style)
    }
}

/// Ends of a range further apart than this are shown in equal ratios.
const WIDE: f64 = 3.0;

/// A range that nobody entered goes from the present value over this to the present value times this.
const AROUND: f64 = 4.0;

impl<'a> Asked<'a> {
    pub(super) fn of(scenario: &'a Scenario) -> Self {
        let measure = chosen(scenario, Field::LookedAt).and_then(Measure::from_key).unwrap_or(Measure::TrainingCost);
        Self { scenario, measure }
    }

    pub(super) fn name(&self) -> String {
        self.scenario.name()
    }

    /// A value of the result for readers.
    pub(super) fn text(&self, value: f64) -> String {
        text::point(value, self.measure.style())
    }

    pub(super) fn settings(&self, draws: u32) -> Settings {
        let number = |field| self.scenario.number(field).map_or(0.0, |number| number.middle_signed());
        Settings {
            draws,
            seed: self.scenario.number(Field::Seed).map_or(Settings::SEED, |seed| seed.low() as u32),
            correlations: Correlations {
                prices: number(Field::PriceCorrelation),
                hours: number(Field::HoursCorrelation),
            },
        }
    }

    /// How it is drawn while somebody types: less often where each draw takes a millisecond.
    pub(super) fn while_typing(&self, program: &Program) -> Settings {
        self.settings(if program.is_slow() { 256 } else { Settings::DRAWS })
    }

    /// The result drawn like that.
    pub(super) fn sample(&self, program: &Program) -> Sample {
        Sample::of(program, self.measure, self.while_typing(program), &mut |_, _| {})
    }

    /// The program of the result, or why there is none.
    pub(super) fn program(&self, others: &[Measure]) -> Result<Program, String> {
        self.program_of(self.scenario, others, &[])
    }

    fn program_of(&self, scenario: &Scenario, others: &[Measure], varied: &[Field]) -> Result<Program, String> {
        let mut measures = vec![self.measure];
        measures.extend(others.iter().filter(|measure| **measure != self.measure));
        let program = Program::of(scenario, &measures, varied)?;
        match program.why_unknown(self.measure) {
            Some(why) => Err(words::not_known(self.measure.name(), why)),
            None => Ok(program),
        }
    }

    /// The program with fields as inputs, whatever stands in them; each of the values given is tried until one can be.
    pub(super) fn varied(&self, fields: &[Axis], others: &[Measure]) -> Result<Program, String> {
        let varied: Vec<Field> = fields.iter().map(|axis| axis.field).collect();
        let mut why = String::new();
        for part in [0.53, 0.97, 0.03] {
            let mut scenario = self.scenario.clone();
            for axis in fields {
                let value = axis.low + (axis.high - axis.low) * part;
                scenario.put(axis.field, Value::Number(Interval::exact(value)));
            }
            match self.program_of(&scenario, others, &varied) {
                Ok(program) => return Ok(program),
                Err(fault) => why = fault,
            }
        }
        Err(why)
    }

    /// The median of what stands in a field, entered or found.
    pub(super) fn present(&self, field: Field) -> Option<f64> {
        self.range(field).map(|range| Spread::Range(range).quantile(0.5))
    }

    fn range(&self, field: Field) -> Option<Interval<f64>> {
        if let Some(number) = self.scenario.number(field) {
            return Some(number);
        }
        if !field.spec().group.is_found() {
            let estimate = estimate(self.scenario).ok()?;
            return estimate.step(Item::Field(field)).outcome.number();
        }
        let estimate = estimate(self.scenario).ok()?;
        let inputs = crate::bill::Inputs::of(self.scenario, &estimate);
        match crate::serving::ServingInputs::of(inputs) {
            Ok(serving) => serving.get(field).value.or_else(|| inputs.get(field).value),
            Err(_) => inputs.get(field).value,
        }
    }

    /// The field along the horizontal axis; a price where none was chosen, as every entry has one.
    pub(super) fn x(&self) -> Result<Axis, String> {
        let field = self.chosen_field(Field::SweepX).unwrap_or(match self.measure {
            Measure::TrainingCost | Measure::WholeBill => Field::UsdPerGpuHour,
            Measure::ServingCost => Field::ServingUtilisation,
            Measure::Power => Field::ChipCount,
            Measure::Emissions => Field::CarbonIntensity,
            _ => Field::Tokens,
        });
        self.axis(field, Field::SweepXRange)
    }

    /// The field along the vertical axis, where one was chosen.
    pub(super) fn y(&self) -> Option<Result<Axis, String>> {
        Some(self.axis(self.chosen_field(Field::SweepY)?, Field::SweepYRange))
    }

    pub(super) fn chosen_field(&self, of: Field) -> Option<Field> {
        chosen(self.scenario, of).and_then(Field::from_key)
    }

    fn axis(&self, field: Field, range: Field) -> Result<Axis, String> {
        let (min, max) = bounds(field);
        let (low, high) = match self.scenario.number(range) {
            Some(entered) => (entered.low(), entered.high()),
            None => self.around(field),
        };
        let label = field.spec().label_alone();
        if low >= high {
            return Err(words::no_range(label, &low.to_string(), &high.to_string()));
        }
        if low < min || high > max {
            let text = |value| text::point(value, field.spec().style);
            return Err(words::outside(label, &text(min), &text(max)));
        }
        Ok(Axis { field, low, high, is_log: low > 0.0 && high / low >= WIDE && !field.spec().kind.is_share() })
    }

    /// The range of a field for which none was entered.
    fn around(&self, field: Field) -> (f64, f64) {
        let (min, max) = bounds(field);
        match self.present(field).filter(|present| *present > 0.0) {
            _ if field.spec().kind.is_share() => (min.max(0.01), max),
            Some(present) => ((present / AROUND).max(min), (present * AROUND).min(max)),
            None => (min, max),
        }
    }

    /// The limits that were entered.
    pub(super) fn caps(&self) -> Vec<Cap> {
        let cost = match self.measure {
            Measure::WholeBill | Measure::ServingCost => self.measure,
            _ => Measure::TrainingCost,
        };
        let caps = [
            (Field::CapUsd, cost),
            (Field::CapDays, Measure::Days),
            (Field::CapKwh, Measure::Energy),
            (Field::CapWatts, Measure::Power),
        ];
        let cap = |(field, measure)| Some(Cap { measure, most: self.scenario.number(field)?.middle() });
        caps.into_iter().filter_map(cap).collect()
    }

    /// The limit on the result that is looked at.
    pub(super) fn cap(&self) -> Option<f64> {
        self.caps().into_iter().find(|cap| cap.measure == self.measure).map(|cap| cap.most)
    }

    /// What stands in fields that nobody entered.
    pub(super) fn found(&self) -> Vec<Found> {
        let fields = FIELDS.iter().filter(|spec| Group::ASKED.contains(&spec.group)).map(|spec| spec.field);
        fields
            .filter(|field| self.scenario.entered(*field).is_none())
            .filter_map(|field| self.found_in(field))
            .collect()
    }

    fn found_in(&self, field: Field) -> Option<Found> {
        let range = |axis: Axis| number::to_rounded_text(Interval::between(axis.low, axis.high));
        let (value, because) = match field {
            Field::LookedAt => (self.measure.name().to_owned(), words::what_most_ask()),
            Field::PriceCorrelation | Field::HoursCorrelation => {
                (text::point(0.0, Style::Fraction), words::each_by_itself())
            }
            Field::Seed => (Settings::SEED.to_string(), words::any_number()),
            Field::SweepX | Field::SolveFor => {
                (self.x().ok()?.field.spec().label_alone().to_owned(), words::moves_result())
            }
            Field::SweepY => (words::nothing().to_owned(), words::one_field()),
            Field::SweepXRange => (range(self.x().ok()?), words::from_field()),
            Field::SweepYRange => (range(self.y()?.ok()?), words::from_field()),
            _ => return None,
        };
        Some(Found { field, value, because: because.to_owned() })
    }
}

fn chosen(scenario: &Scenario, field: Field) -> Option<&'static str> {
    match scenario.entered(field)? {
        Value::Choice(slug) => Some(slug),
        _ => None,
    }
}

/// The least and the most that a field allows.
pub(super) fn bounds(field: Field) -> (f64, f64) {
    match field.spec().kind {
        Kind::Number { min, max } => (min, max),
        _ => (0.0, f64::MAX),
    }
}
