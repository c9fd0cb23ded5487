//! The chosen run of a case, by central values.

use crate::bill::{Inputs, Rung, counted};
use crate::catalogue::{Accelerator, Architecture};
use crate::estimate::{Item, Outcome};
use crate::field::Field;
use crate::training::{Plan, Recipe};
use crate::units::Tokens;
use crate::words::bill_inputs as words;

/// What is known of the chosen run, by central values.
pub(super) struct Run<'a> {
    pub(super) inputs: Inputs<'a>,
    pub(super) name: String,
    pub(super) architecture: Option<Architecture>,
    pub(super) chip: &'static Accelerator,
    /// Hours of its own stages and of the base model.
    pub(super) own_hours: f64,
    pub(super) base_hours: f64,
    /// Hours of the pre-training that its tokens are those of: the base model's, or its own.
    pub(super) pretraining_hours: f64,
    pub(super) price: f64,
    pub(super) tokens: Option<f64>,
    pub(super) total_params: f64,
    pub(super) active_params: f64,
    pub(super) rung: Rung,
}

impl<'a> Run<'a> {
    pub(super) fn of(inputs: Inputs<'a>) -> Result<Self, String> {
        let estimate = inputs.estimate;
        let number = |item| match &estimate.step(item).outcome {
            Outcome::Number(number) => Ok(number.middle()),
            Outcome::Unknown(why) => Err(why.to_string()),
            Outcome::Word { words, .. } => Err(words.to_string()),
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
            name: inputs.scenario.name(),
            architecture: inputs.scenario.architecture(),
            chip: inputs.chip().ok_or(words::no_accelerator())?,
            own_hours: own.into_iter().map(hours).sum(),
            base_hours: hours(Field::BaseModelHours),
            pretraining_hours: (hours(Field::BaseModelHours) * inputs.pretraining_of_base())
                .max(hours(Field::PretrainingHours)),
            price: number(Item::Field(Field::UsdPerGpuHour))?,
            tokens: number(Item::Field(Field::Tokens)).ok(),
            total_params: number(Item::Field(Field::TotalParams)).unwrap_or(active_params),
            active_params,
            rung,
            inputs,
        })
    }

    pub(super) fn entered(&self, field: Field) -> Option<f64> {
        Some(self.inputs.scenario.number(field)?.middle())
    }

    /// Whether it started from a model whose hours need not be paid again.
    pub(super) fn reuses(&self) -> bool {
        self.base_hours > 0.0 && self.own_hours > 0.0
    }

    pub(super) fn is_mixture(&self) -> bool {
        self.architecture.as_ref().map_or(self.total_params > 1.2 * self.active_params, |of| of.experts.is_some())
    }

    /// The parameters of a dense model of equal quality: entered, or the geometric mean of total and active.
    pub(super) fn dense_params(&self) -> f64 {
        if !self.is_mixture() {
            return self.active_params;
        }
        let by_rule = libm::sqrt(self.total_params * self.active_params);
        self.entered(Field::DenseParams).unwrap_or(by_rule)
    }

    /// Tokens of one sequence; 4,096 where that is not known.
    pub(super) fn sequence(&self) -> Tokens {
        let length = self.inputs.estimate.step(Item::Field(Field::SequenceLength)).outcome.number();
        Tokens::new(length.map_or(4096.0, |length| length.middle()))
    }

    /// The run's own recipe, as its plan finds it.
    pub(super) fn recipe(&self) -> Option<&'static Recipe> {
        let architecture = self.architecture.as_ref()?;
        let plan = Plan::of(self.inputs.scenario, self.inputs.estimate, architecture);
        plan.ok().map(|plan| plan.job.recipe)
    }
}
