//! A mixture of experts against a dense model for the same money.

use super::laws::{EXPERTS, Law, Leverage, law, leverage};
use super::plan::{Best, Plan};
use super::run::{End, Machine, Size};
use crate::field::Field;
use crate::interval::Interval;

/// A mixture of experts that the same money pays for.
#[derive(Clone, Debug)]
pub struct Mixture {
    /// The law of what it saves.
    pub law: &'static Law,
    /// That law's coefficients.
    pub leverage: Leverage,
    /// The part of experts that a token passes.
    pub activated: f64,
    /// The granularity of experts.
    pub granularity: f64,
    /// All parameters over those that a token passes.
    pub sparsity: f64,
    /// The mixture by its own law of size and tokens.
    pub best: Best,
    /// The accelerator with the utilisation of such a mixture.
    pub machine: Machine,
}

impl Mixture {
    /// What a plan's money buys as a mixture of experts; nothing where the law or a utilisation is not known.
    #[must_use]
    pub fn of(plan: &Plan) -> Option<Self> {
        let (law_of_leverage, leverage) = leverage(plan.inputs.catalogue.edition())?;
        let activated = plan.inputs.central(Field::ActivatedShare);
        let sparsity = sparsity(leverage, activated);
        let machine = plan.machine.of_experts(sparsity);
        Some(Self {
            law: law_of_leverage,
            leverage: *leverage,
            activated,
            granularity: plan.inputs.central(Field::ExpertGranularity),
            sparsity,
            best: Best::of(law(EXPERTS, plan.inputs.catalogue.edition())?, &machine, &plan.hours)?,
            machine,
        })
    }

    /// The dense compute that it is worth, over its own: from the value at the largest compute at which the law was checked to the
    /// value at this compute.
    #[must_use]
    pub fn worth(&self) -> Interval<f64> {
        let at = |flop: f64| self.leverage.of(self.activated, self.granularity, flop);
        let here = at(self.best.flop.middle);
        let checked = at(self.best.flop.middle.min(self.leverage.checked));
        match checked < here {
            true => Interval::between(checked, here),
            false => Interval::exact(here),
        }
    }

    /// The dense compute in FLOP that it is worth.
    #[must_use]
    pub fn dense_flop(&self) -> Interval<f64> {
        self.worth().map(|worth| worth * self.best.flop.middle)
    }

    /// The mixture in the middle: the parameters that a token passes, and tokens.
    #[must_use]
    pub fn size(&self) -> Size {
        self.best.size()
    }

    /// All of its parameters.
    #[must_use]
    pub fn total_params(&self) -> f64 {
        self.size().params * self.sparsity
    }

    /// Its utilisation of the dense 16-bit peak.
    #[must_use]
    pub fn mfu(&self) -> Option<f64> {
        Some(End::Middle.of(self.machine.mfu(self.size())?))
    }

    /// Whether activated part and granularity lie within what the law was fitted on.
    #[must_use]
    pub fn is_within_the_fit(&self) -> bool {
        let within = |range: Interval<f64>, value: f64| range.low() <= value && value <= range.high();
        within(self.leverage.activated, self.activated) && within(self.leverage.granularity, self.granularity)
    }
}

/// All parameters over those that a token passes: attention's part once, the experts' part as many times as there are experts for
/// each one that is activated.
fn sparsity(leverage: &Leverage, activated: f64) -> f64 {
    let attention = leverage.attention_share.middle();
    attention + (1.0 - attention) / activated
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leverage_is_what_the_paper_states() {
        let (_, leverage) = leverage(crate::catalogue::EDITION).expect("the law");
        // More than 7 at 10²² FLOP with 3.1% and granularity 12 (section 1); 1 without experts.
        assert!((leverage.of(0.031, 12.0, 1e22) - 7.245).abs() < 0.001);
        assert!((leverage.of(1.0, 2.0, 1e20) - 1.0).abs() < 0.02);
        // The best granularity lies between 8 and 12.
        let best = (10..200).map(|tenth| f64::from(tenth) / 10.0).fold((0.0, 0.0), |best, granularity| {
            let worth = leverage.of(0.031, granularity, 1e22);
            if worth > best.1 { (granularity, worth) } else { best }
        });
        assert!((8.0..13.0).contains(&best.0), "{best:?}");
    }

    #[test]
    fn the_papers_own_model_has_about_its_size() {
        let (_, leverage) = leverage(crate::catalogue::EDITION).expect("the law");
        // Ling-mini-beta: 13 of 385 experts, 17.5B parameters of which 0.85B are active.
        let total = 0.855e9 * sparsity(leverage, 13.0 / 385.0);
        assert!((total / 17.5e9 - 1.0).abs() < 0.1, "{total}");
    }
}
