//! What a sum of money buys: chip-hours, compute, and the model that gets most out of it.

use super::inputs::{BudgetInputs, Ends};
use super::laws::{Form, Law, Loss, laws};
use super::purse::{Purse, Terms};
use super::run::{End, Machine, Size};
use crate::field::Field;
use crate::interval::Interval;
use crate::words::budget_plan as words;

/// What a sum of money buys.
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    /// What it is worked out from.
    pub inputs: BudgetInputs<'a>,
    /// What runs are billed with.
    pub terms: Terms<'a>,
    /// What a run costs on the rung.
    pub purse: Purse,
    /// The accelerator.
    pub machine: Machine,
    /// The sum, US dollars.
    pub usd: Interval<f64>,
    /// Chip-hours of the final run.
    pub hours: Ends,
    /// What the chosen law makes of it.
    pub best: Best,
    /// The law that predicts losses: the chosen one, or the first that does.
    pub losses: (&'static Law, Loss),
}

/// The compute-optimal model of a number of chip-hours by a law.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Best {
    /// The law.
    pub law: &'static Law,
    /// Compute in FLOP.
    pub flop: Ends,
}

impl PartialEq for Law {
    fn eq(&self, other: &Self) -> bool {
        self.slug == other.slug
    }
}

impl Best {
    /// By a law; nothing for a law that allots nothing.
    #[must_use]
    pub fn of(law: &'static Law, machine: &Machine, hours: &Ends) -> Option<Self> {
        law.optimum(1e20)?;
        let along = |flop| law.optimum(flop).unwrap_or(Size { params: 1.0, tokens: flop / 6.0 });
        Some(Self { law, flop: hours.try_map(|hours, end| machine.flop(hours, end, along))? })
    }

    /// The model in the middle.
    #[must_use]
    pub fn size(&self) -> Size {
        self.at(self.flop.middle)
    }

    fn at(&self, flop: f64) -> Size {
        self.law.optimum(flop).unwrap_or(Size { params: 1.0, tokens: flop / 6.0 })
    }

    /// Parameters over the whole range of compute.
    #[must_use]
    pub fn params(&self) -> Ends {
        self.flop.map(|flop| self.at(flop).params)
    }

    /// Tokens over the whole range of compute.
    #[must_use]
    pub fn tokens(&self) -> Ends {
        self.flop.map(|flop| self.at(flop).tokens)
    }

    /// Loss over the whole range of compute, in nats for a token, where the law predicts one.
    #[must_use]
    pub fn loss(&self) -> Option<Ends> {
        let loss = *self.law.loss()?;
        let at = |flop: f64| loss.of(loss.optimum(flop));
        Some(Ends { low: at(self.flop.low), middle: at(self.flop.middle), high: at(self.flop.high), ..self.flop })
    }
}

impl<'a> Plan<'a> {
    /// What the budget of an entry buys.
    ///
    /// # Errors
    /// Why it buys nothing, in words.
    pub fn of(inputs: BudgetInputs<'a>) -> Result<Self, String> {
        let machine = inputs.machine()?;
        let terms = inputs.terms();
        let purse = Purse::of(terms, inputs.rung())?;
        let usd = inputs.get(Field::BudgetUsd).value.ok_or_else(words::no_sum)?;
        let hours = purse.hours(usd)?;
        let best = Best::of(inputs.law, &machine, &hours).ok_or_else(words::no_mfu)?;
        let losses = predicts_loss(inputs.law)
            .or_else(|| laws(inputs.catalogue.edition()).find_map(predicts_loss))
            .ok_or_else(words::no_loss_law)?;
        Ok(Self { inputs, terms, purse, machine, usd, hours, best, losses })
    }

    /// The best model by every law, in the order of their list.
    pub fn by_every_law(&self) -> impl Iterator<Item = Best> {
        laws(self.inputs.catalogue.edition()).filter_map(|law| Best::of(law, &self.machine, &self.hours))
    }

    /// The model of so many parameters that the same money pays for, at one end of all ranges.
    #[must_use]
    pub fn at(&self, params: f64, end: End) -> Option<Size> {
        let hours = match end {
            End::Low => self.hours.low,
            End::Middle => self.hours.middle,
            End::High => self.hours.high,
        };
        Some(Size { params, tokens: self.machine.tokens(params, hours, end)? })
    }

    /// Predicted loss of a model, in nats for a token.
    #[must_use]
    pub fn loss(&self, size: Size) -> f64 {
        self.losses.1.of(size)
    }
}

fn predicts_loss(law: &'static Law) -> Option<(&'static Law, Loss)> {
    match law.form {
        Form::Loss(loss) => Some((law, loss)),
        _ => None,
    }
}
