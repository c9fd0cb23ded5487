//! Models that are trained and then served: a smaller one on more tokens is dearer to train and cheaper to serve.

use super::dense::dense;
use super::inputs::{BudgetInputs, input};
use super::plan::Plan;
use super::run::{End, Size};
use crate::bill::overheads::{Overheads, Scope};
use crate::bill::{Input, Inputs};
use crate::catalogue::{Accelerator, Precision};
use crate::estimate::{Grade, estimate};
use crate::field::Field;
use crate::interval::Interval;
use crate::serving::{Asked, ERROR, Served, Traffic, WeightFormat};
use crate::words::bill_inputs as words;

/// Sizes that are tried, at equal ratios over a thousandfold below the compute-optimal one and a little above it.
const SIZES: u32 = 480;
const SMALLEST: f64 = 1e-3;
const LARGEST: f64 = 1.5;

/// What the tokens of a model's life are served on.
#[derive(Clone, Debug)]
pub struct Life<'a> {
    plan: &'a Plan<'a>,
    /// The accelerator.
    pub chip: &'static Accelerator,
    /// Rent of a chip-hour.
    pub rent: Input,
    /// The part of full batches that is used.
    pub utilisation: Input,
    /// Tokens of input and output over the model's life.
    pub tokens: Input,
    /// How they come.
    pub traffic: Traffic,
    /// Format of the weights.
    pub weights: WeightFormat,
}

/// A model with what it costs to train and to serve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lived {
    /// The model.
    pub size: Size,
    /// Its loss, in nats for a token.
    pub loss: f64,
    /// The sum on the rung that its training takes, US dollars.
    pub training: f64,
    /// What serving all tokens costs, US dollars.
    pub serving: f64,
}

impl Lived {
    /// Training and serving together, US dollars.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.training + self.serving
    }
}

impl<'a> Life<'a> {
    /// The life of a plan's model.
    ///
    /// # Errors
    /// Why it cannot be costed, in words.
    pub fn of(plan: &'a Plan<'a>) -> Result<Self, String> {
        let inputs = plan.inputs;
        let chosen = inputs.scenario.entered(Field::ServingHardware).map(crate::scenario::Value::to_text);
        let chip = chosen.and_then(|slug| inputs.catalogue.accelerator(&slug)).unwrap_or(inputs.chip);
        let rent = rent(&inputs, chip);
        if rent.value.is_none() {
            return Err(rent.because);
        }
        let run = plan.terms.run(1.0)?;
        let estimate = estimate(&run).map_err(|infeasible| infeasible.to_string())?;
        let bill = Inputs::of(inputs.scenario, &estimate);
        let weights = if chip.peak(Precision::Fp8).is_some() { WeightFormat::Fp8 } else { WeightFormat::Bf16 };
        Ok(Self {
            plan,
            chip,
            rent,
            utilisation: utilisation(&inputs),
            tokens: inputs.served_tokens(plan.best.size().tokens),
            traffic: Asked::of(bill).traffic(),
            weights,
        })
    }

    /// Chip-seconds of a token of the traffic at full batch, for a dense model of so many parameters; nothing where it does not
    /// fit on any layout.
    #[must_use]
    pub fn chip_seconds(&self, params: f64) -> Option<f64> {
        let model = dense(params, self.plan.inputs.catalogue)?;
        let rates = Served::plainly(&model, self.chip, self.weights).rates(&self.traffic)?;
        Some(rates.chip_seconds(&self.traffic))
    }

    /// What all tokens of the life cost with a model of so many parameters, by central values, US dollars:
    /// tokens × chip-seconds ÷ 3,600 × rent ÷ utilisation.
    #[must_use]
    pub fn usd(&self, params: f64) -> Option<f64> {
        let central = |input: &Input| input.value.map(|value| value.middle_signed());
        let hours = central(&self.tokens)? * self.chip_seconds(params)? / 3600.0;
        Some(hours * self.rent.value?.middle() / central(&self.utilisation)?)
    }

    /// A million tokens with a model of so many parameters over all ranges, US dollars.
    #[must_use]
    pub fn usd_per_million(&self, params: f64) -> Option<Interval<f64>> {
        let hours = Interval::exact(1e6 * self.chip_seconds(params)? / 3600.0);
        Some(hours * self.rent.value? / self.utilisation.value? * ERROR)
    }

    /// A model with its costs; nothing where it cannot be served or its utilisation cannot be predicted.
    #[must_use]
    pub fn of_size(&self, size: Size) -> Option<Lived> {
        let training = self.plan.purse.usd(self.plan.machine.hours(size, End::Middle)?);
        Some(Lived { size, loss: self.plan.loss(size), training, serving: self.usd(size.params)? })
    }

    /// The cheapest to train and to serve of all models with the loss of the compute-optimal one.
    #[must_use]
    pub fn cheapest_of_equal_loss(&self) -> Option<Lived> {
        let loss = self.plan.loss(self.plan.best.size());
        let models = self.sizes().filter_map(|params| {
            let tokens = self.plan.losses.1.tokens(params, loss)?;
            self.of_size(Size { params, tokens })
        });
        models.reduce(|best, next| if next.total() < best.total() { next } else { best })
    }

    /// The model of least loss whose training and serving together take no more than the sum.
    #[must_use]
    pub fn best_within_the_sum(&self) -> Option<Lived> {
        let usd = End::Middle.of(self.plan.usd);
        let models = self.sizes().filter_map(|params| {
            let serving = self.usd(params)?;
            let purse = &self.plan.purse;
            let hours = (usd - serving - purse.usd(0.0)) / purse.per_hour.middle();
            let tokens = self.plan.machine.tokens(params, hours, End::Middle)?;
            let size = Size { params, tokens };
            Some(Lived { size, loss: self.plan.loss(size), training: usd - serving, serving })
        });
        models.reduce(|best, next| if next.loss < best.loss { next } else { best })
    }

    fn sizes(&self) -> impl Iterator<Item = f64> {
        let best = self.plan.best.size().params;
        let at = move |place: u32| best * SMALLEST * libm::pow(LARGEST / SMALLEST, f64::from(place) / f64::from(SIZES));
        (0..=SIZES).map(at)
    }
}

/// Rent of the accelerator that serves: entered for serving, that of the budget where it is the same one, or quoted.
fn rent(inputs: &BudgetInputs, chip: &'static Accelerator) -> Input {
    let field = Field::ServingUsdPerGpuHour;
    match inputs.entered(field) {
        Some(usd) => input(field, Some(usd), Grade::Entered, words::your_figure()),
        None if chip.slug == inputs.chip.slug => Input { field, ..inputs.get(Field::BudgetUsdPerGpuHour) },
        None => inputs.quoted(field, chip),
    }
}

fn utilisation(inputs: &BudgetInputs) -> Input {
    let field = Field::ServingUtilisation;
    let assumed = Overheads::of(inputs.scenario.edition()).get(Scope::General, "", field.spec().key);
    match (inputs.entered(field), assumed) {
        (Some(share), _) => input(field, Some(share), Grade::Entered, words::your_figure()),
        (None, Some(figure)) => Input::sourced(field, figure.value(), figure.citation()),
        (None, None) => input(field, None, Grade::Unknown, words::not_known()),
    }
}
