//! A scenario's results as a short list of sums, products and quotients, to be worked out for many values of its inputs.
//!
//! An estimate carries its working and takes microseconds; the same arithmetic without it takes a few dozen nanoseconds.
//! The program is read off the estimate's own equations, and tests hold that both give the same bits.

use std::rc::Rc;

use super::amount::Amount;
use super::build;
use super::served::{Part, Served};
use super::{Measure, Spread};
use crate::architecture;
use crate::catalogue::{Accelerator, Architecture, Catalogue};
use crate::estimate::{Estimate, predicted_mfu};
use crate::field::Field;
use crate::interval::Interval;
use crate::prediction::Known;
use crate::scenario::Scenario;
use crate::text::Style;
use crate::units::{FlopPerToken, Parameters, Tokens};

/// The place of a node in a program.
pub(super) type Place = usize;

/// One operation; its operands stand before it.
#[derive(Clone, Debug)]
pub(super) enum Node {
    /// A quantity that does not vary.
    Fixed(Interval<f64>),
    /// An input.
    Input(usize),
    Sum(Place, Place),
    Product(Place, Place),
    Quotient(Place, Place),
    /// The first, and no more than the second.
    AtMost(Place, Place),
    /// Times a number.
    Times(Place, f64),
    /// Divided by a number.
    Over(Place, f64),
    /// One less the operand.
    Rest(Place),
    /// One more than the operand.
    OneMore(Place),
    /// FLOP per token of causal attention over so many tokens.
    Attention(Place, Box<Architecture>),
    /// A predicted utilisation; see [`Predicted`].
    Predicted(Box<Prediction>),
    /// A part of a service that is worked out anew, and where in its range it lies.
    Served(Rc<Served>, Part, Place),
}

/// A utilisation that follows from what is trained, and where in its range it lies.
#[derive(Clone, Debug)]
pub(super) struct Prediction {
    pub(super) hardware: &'static Accelerator,
    pub(super) fp8: bool,
    pub(super) ratio: Interval<f64>,
    pub(super) total_params: Place,
    pub(super) active_params: Place,
    pub(super) flop_per_token: Place,
    pub(super) tokens: Option<Place>,
    /// The input that says where in its range, from 0 to 1.
    pub(super) part: Place,
}

/// An input of a program.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// The field that it stands for.
    pub field: Field,
    /// What it is for readers.
    pub label: &'static str,
    /// How its value is written for readers.
    pub style: Style,
    /// How it is spread; a single value where it is only varied.
    pub spread: Spread,
    /// Whether it is a place within a range that follows from other inputs, from 0 to 1.
    pub is_part: bool,
}

/// The arithmetic of a scenario's results.
#[derive(Clone, Debug)]
pub struct Program {
    pub(super) catalogue: &'static Catalogue,
    pub(super) nodes: Vec<Node>,
    pub(super) slots: Vec<Slot>,
    pub(super) results: Vec<(Measure, Result<Place, String>)>,
    /// Where what cannot be more than 1 stands: implied utilisation, active over all parameters.
    pub(super) limits: Vec<Place>,
}

impl Program {
    /// The program of some results of a scenario. Its inputs are the fields of `varied`, which must have been entered,
    /// and all figures that are not known exactly, entered or of the catalogue.
    ///
    /// # Errors
    /// Why the scenario cannot be, in words.
    pub fn of(scenario: &Scenario, measures: &[Measure], varied: &[Field]) -> Result<Self, String> {
        build::program(scenario, measures, varied)
    }

    /// The same of a scenario that was estimated, with every limit that the estimate looks at, also where no result
    /// depends on it.
    pub(crate) fn of_estimated(
        scenario: &Scenario,
        estimate: &Estimate,
        measures: &[Measure],
        varied: &[Field],
    ) -> Self {
        build::of_estimated(scenario, estimate, measures, varied)
    }

    /// The inputs, in the order in which values are given.
    #[must_use]
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// The place of a field among the inputs; nothing where no result depends on it.
    #[must_use]
    pub fn slot(&self, field: Field) -> Option<usize> {
        self.slots.iter().position(|slot| slot.field == field)
    }

    /// Why a result is not known; nothing where it is.
    #[must_use]
    pub fn why_unknown(&self, measure: Measure) -> Option<&str> {
        let (_, result) = self.results.iter().find(|(of, _)| *of == measure)?;
        result.as_ref().err().map(String::as_str)
    }

    /// Whether working it out takes about a millisecond, not a part of a microsecond: a service is searched each time.
    #[must_use]
    pub fn is_slow(&self) -> bool {
        self.nodes.iter().any(|node| matches!(node, Node::Served(..)))
    }

    /// The values of the inputs with which the scenario itself is estimated.
    #[must_use]
    pub fn as_entered(&self) -> Vec<Interval<f64>> {
        let of = |slot: &Slot| match slot.spread {
            Spread::Range(range) => range,
            Spread::Named { distribution, .. } => distribution.interval(),
        };
        self.slots.iter().map(of).collect()
    }

    /// The inputs at a part of each one's spread, 0.5 for medians.
    #[must_use]
    pub fn at(&self, part: f64) -> Vec<f64> {
        self.slots.iter().map(|slot| slot.spread.quantile(part)).collect()
    }

    /// Works everything out; `values` has one for each input. `memory` is used again from call to call.
    pub fn run<N: Amount>(&self, values: &[N], memory: &mut Vec<N>) {
        memory.resize(self.nodes.len(), N::fixed(Interval::exact(0.0)));
        for (place, node) in self.nodes.iter().enumerate() {
            let (known, after) = memory.split_at_mut(place);
            if let Some(value) = after.first_mut() {
                *value = self.node(node, values, known);
            }
        }
    }

    /// A result after [`Program::run`]; nothing where it is not known or not finite.
    #[must_use]
    pub fn result<N: Amount>(&self, measure: Measure, memory: &[N]) -> Option<N> {
        let (_, place) = self.results.iter().find(|(of, _)| *of == measure)?;
        place.as_ref().ok().and_then(|place| memory.get(*place)).copied()
    }

    /// Whether after [`Program::run`] nothing is asked that cannot be, as more than all of the peak rate.
    #[must_use]
    pub fn is_possible(&self, memory: &[f64]) -> bool {
        self.limits.iter().all(|place| memory.get(*place).is_none_or(|share| *share <= 1.0))
    }

    /// Whether after [`Program::run`] the lower ends of intervals ask for nothing that cannot be, as an estimate sees it.
    pub(crate) fn is_possible_for_some(&self, memory: &[Interval<f64>]) -> bool {
        self.limits.iter().all(|place| memory.get(*place).is_none_or(|share| share.low() <= 1.0))
    }

    /// A single result for numbers; nothing where it is not known, not finite, or cannot be.
    pub fn value(&self, measure: Measure, values: &[f64], memory: &mut Vec<f64>) -> Option<f64> {
        self.run(values, memory);
        self.result(measure, memory).filter(|value| value.is_finite() && self.is_possible(memory))
    }

    #[expect(clippy::arithmetic_side_effects, reason = "amounts are floating-point numbers")]
    fn node<N: Amount>(&self, node: &Node, values: &[N], memory: &[N]) -> N {
        let nothing = N::fixed(Interval::exact(0.0));
        let at = |place: &Place| memory.get(*place).copied().unwrap_or(nothing);
        match node {
            Node::Fixed(value) => N::fixed(*value),
            Node::Input(slot) => values.get(*slot).copied().unwrap_or(nothing),
            Node::Sum(a, b) => at(a) + at(b),
            Node::Product(a, b) => at(a) * at(b),
            Node::Quotient(a, b) => at(a) / at(b),
            Node::AtMost(a, most) => at(a).at_most(at(most)),
            Node::Times(a, factor) => at(a).map(|value| value * factor),
            Node::Over(a, divisor) => at(a).map(|value| value / divisor),
            Node::Rest(a) => at(a).rest(),
            Node::OneMore(a) => at(a).map(|value| 1.0 + value),
            Node::Attention(length, architecture) => {
                at(length).map(|tokens| architecture::attention_flop_per_token(architecture, Tokens::new(tokens)).get())
            }
            Node::Served(served, part, place) => at(place).within(served.part(*part, |place| at(&place).middle())),
            Node::Predicted(prediction) => {
                let middle = |place: &Place| at(place).middle();
                let known = Known {
                    hardware: prediction.hardware,
                    total_params: Parameters::new(middle(&prediction.total_params)),
                    active_params: Parameters::new(middle(&prediction.active_params)),
                    tokens: prediction.tokens.as_ref().map(|tokens| Tokens::new(middle(tokens))),
                    fp8: prediction.fp8,
                };
                let flop_per_token = FlopPerToken::new(middle(&prediction.flop_per_token));
                match predicted_mfu(&known, flop_per_token, self.catalogue) {
                    Some(mfu) => at(&prediction.part).within(mfu * prediction.ratio),
                    None => N::fixed(Interval::exact(f64::NAN)),
                }
            }
        }
    }
}
