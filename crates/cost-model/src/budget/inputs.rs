//! The values that a budget is worked out from: entered, or the nearest figure of the catalogue.

use super::laws::{LAWS, Law, SERVED_PER_TRAINED, default_of, law};
use super::purse::Terms;
use super::run::{End, Machine, Size};
use crate::bill::{Input, Rung, counted};
use crate::catalogue::{Accelerator, Catalogue};
use crate::estimate::{Grade, quotes};
use crate::field::{FIELDS, Field, Group, Kind};
use crate::interval::Interval;
use crate::report::{Found, Reference};
use crate::scenario::{Scenario, Value};
use crate::words::{bill_inputs, bill_view, budget_inputs as words};

/// The accelerator of a budget for which none was entered: the one with most quoted prices.
const USUAL_CHIP: &str = "nvidia-h100-sxm5-80gb";

/// What a budget is worked out from.
#[derive(Clone, Copy, Debug)]
pub struct BudgetInputs<'a> {
    /// The entry whose fields they are.
    pub scenario: &'a Scenario,
    /// The accelerator that the sum pays for.
    pub chip: &'static Accelerator,
    /// The scaling law.
    pub law: &'static Law,
    /// The catalogue.
    pub catalogue: &'static Catalogue,
}

impl<'a> BudgetInputs<'a> {
    /// The inputs of an entry.
    ///
    /// # Errors
    /// Why there are none, in words.
    pub fn of(scenario: &'a Scenario) -> Result<Self, String> {
        let catalogue = scenario.catalogue();
        let law = |slug: &str| law(slug, catalogue.edition());
        let slug = chosen(scenario, Field::BudgetHardware).unwrap_or(USUAL_CHIP);
        let chip = catalogue.accelerator(slug).ok_or_else(bill_inputs::no_accelerator)?;
        let law = chosen(scenario, Field::ScalingLaw).and_then(law).or_else(|| law(LAWS[0].0));
        Ok(Self { scenario, chip, law: law.ok_or_else(words::no_law)?, catalogue })
    }

    /// The rung that the sum is counted on.
    #[must_use]
    pub fn rung(&self) -> Rung {
        counted(self.scenario)
    }

    /// Whether matrix products run in FP8.
    #[must_use]
    pub fn fp8(&self) -> bool {
        chosen(self.scenario, Field::BudgetFormat) == Some("fp8")
    }

    /// The number entered in a field.
    #[must_use]
    pub fn entered(&self, field: Field) -> Option<Interval<f64>> {
        match self.scenario.entered(field)? {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The value of a numeric field of the budget, or that of a field of the served tokens' price.
    #[must_use]
    pub fn get(&self, field: Field) -> Input {
        if let Some(value) = self.entered(field) {
            return input(field, Some(value), Grade::Entered, bill_inputs::your_figure());
        }
        match field {
            Field::BudgetUsdPerGpuHour => self.quoted(field, self.chip),
            Field::BudgetMfu => input(field, None, Grade::Unknown, words::mfu_predicted()),
            Field::BudgetChips => input(field, None, Grade::Unknown, words::chips_needed()),
            _ => match default_of(field.spec().key, self.catalogue.edition()) {
                Some(figure) => Input::sourced(field, figure.value(), figure.citation()),
                None => input(field, None, Grade::Unknown, bill_inputs::not_known()),
            },
        }
    }

    /// The value of a field that has a default, by its central value.
    #[must_use]
    pub fn central(&self, field: Field) -> f64 {
        self.get(field).value.map_or(0.0, |value| value.middle_signed())
    }

    /// Tokens served: entered, or in proportion to those that the compute-optimal model is trained on.
    #[must_use]
    pub fn served_tokens(&self, trained: f64) -> Input {
        let field = Field::BudgetServedTokens;
        match (self.entered(field), default_of(SERVED_PER_TRAINED, self.catalogue.edition())) {
            (None, Some(each)) => {
                let tokens = each.value().map(|each| each * trained);
                Input { value: Some(tokens), ..Input::sourced(field, each.value(), each.citation()) }
            }
            _ => self.get(field),
        }
    }

    /// Quoted prices of an accelerator today.
    pub(super) fn quoted(&self, field: Field, chip: &Accelerator) -> Input {
        let quotes = quotes::near(self.catalogue, chip, Some(quotes::PRESENT));
        let name = chip.short_name;
        let because = match quotes.len() {
            0 => words::no_quote(name),
            1 => words::one_quote(name),
            count => words::quotes(&count.to_string(), name),
        };
        let sources = quotes.iter().map(|(_, citation)| Reference::from(*citation)).collect();
        Input { sources, ..input(field, quotes::middle_half(&quotes), Grade::Estimated, &because) }
    }

    /// What a run is billed with.
    #[must_use]
    pub fn terms(&self) -> Terms<'a> {
        Terms {
            scenario: self.scenario,
            chip: self.chip,
            price: self.get(Field::BudgetUsdPerGpuHour).value,
            year: quotes::PRESENT,
            months: self.central(Field::BudgetMonths),
            catalogue: self.catalogue,
        }
    }

    /// The accelerator and how well it is used.
    ///
    /// # Errors
    /// Why that is not known, in words.
    pub fn machine(&self) -> Result<Machine, String> {
        let name = self.chip.short_name;
        let machine = Machine::of(self.chip, self.fp8(), self.entered(Field::BudgetMfu), self.catalogue)
            .ok_or_else(|| words::no_16_bit_rate(name))?;
        match self.fp8() && machine.fp8_peak().is_none() {
            true => Err(words::no_faster_in_fp8(name)),
            false => Ok(machine),
        }
    }

    /// What stands in fields that nobody entered, for the form; utilisation and number of accelerators are those of the model that
    /// comes out.
    #[must_use]
    pub fn found(&self, of: Option<(&Machine, Size, f64)>) -> Vec<Found> {
        let fields = FIELDS.iter().filter(|spec| spec.group == Group::Budget || spec.field == Field::Accounting);
        let empty = fields.filter(|spec| self.scenario.entered(spec.field).is_none());
        let found = empty.map(|spec| {
            let (value, because) = match spec.kind {
                Kind::Choice(_) => self.chosen_by_default(spec.field),
                _ => {
                    let input = match of {
                        Some((machine, best, chips)) => self.worked_out(spec.field, machine, best, chips),
                        None => self.get(spec.field),
                    };
                    (input.to_text(), input.because)
                }
            };
            Found { field: spec.field, value, because }
        });
        found.collect()
    }

    /// The value of a field that nobody entered, some of which follow from the model that comes out.
    fn worked_out(&self, field: Field, machine: &Machine, best: Size, chips: f64) -> Input {
        let value = match field {
            Field::BudgetServedTokens => return self.served_tokens(best.tokens),
            Field::BudgetMfu => machine.mfu(best),
            Field::BudgetChips => Some(Interval::exact(chips)),
            _ => return self.get(field),
        };
        Input { value, ..self.get(field) }
    }

    fn chosen_by_default(&self, field: Field) -> (String, String) {
        let (value, because) = match field {
            Field::BudgetHardware => (self.chip.name, words::most_quoted()),
            Field::BudgetFormat => (words::sixteen_bits(), words::as_most_runs()),
            Field::Accounting => (Rung::Rented.name(), bill_view::as_headlines()),
            _ => (self.law.name, words::usual_law()),
        };
        (value.to_owned(), because.to_owned())
    }
}

fn chosen(scenario: &Scenario, field: Field) -> Option<&'static str> {
    match scenario.entered(field)? {
        Value::Choice(slug) => Some(slug),
        _ => None,
    }
}

/// An input without a source.
pub(super) fn input(field: Field, value: Option<Interval<f64>>, grade: Grade, because: &str) -> Input {
    Input { field, value, grade, sources: Vec::new(), because: because.to_owned() }
}

/// A figure at the low end, the middle and the high end of all that it follows from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ends {
    /// With everything as it buys least.
    pub low: f64,
    /// With central values, or the middle of ranges that have none.
    pub middle: f64,
    /// With everything as it buys most.
    pub high: f64,
    /// Whether the middle follows from central values alone, so that it may be told.
    pub has_central: bool,
}

impl Ends {
    /// What a function makes of each end.
    pub fn try_map(&self, of: impl Fn(f64, End) -> Option<f64>) -> Option<Self> {
        Some(Self {
            low: if self.low > 0.0 { of(self.low, End::Low)? } else { 0.0 },
            middle: of(self.middle, End::Middle)?,
            high: of(self.high, End::High)?,
            ..*self
        })
    }

    /// What a growing function makes of each end.
    #[must_use]
    pub fn map(&self, of: impl Fn(f64) -> f64) -> Self {
        let low = if self.low > 0.0 { of(self.low) } else { 0.0 };
        Self { low, middle: of(self.middle), high: of(self.high), ..*self }
    }

    /// As a range; the ends may have changed places.
    #[must_use]
    pub fn range(&self) -> Interval<f64> {
        let (low, high) = (self.low.min(self.high), self.low.max(self.high));
        let low = low.min(self.middle);
        Interval::around_or_between(low, self.has_central.then_some(self.middle), high.max(self.middle))
    }
}
