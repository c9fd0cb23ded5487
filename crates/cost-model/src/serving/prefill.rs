//! Prefill: working out what is new in a prompt.

use super::deployment::{Layout, Served};
use super::traffic::Traffic;
use crate::architecture;

/// Prefill on a layout.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prefill {
    /// The layout.
    pub layout: Layout,
    /// Seconds of arithmetic of one chip for each token that is worked out.
    pub arithmetic: f64,
    /// Seconds of traffic for each such token that hide behind nothing.
    pub traffic: f64,
    /// Tokens of input that one chip works out in a second; those from the prefix cache are not counted.
    pub rate: f64,
    /// Seconds from a prompt's arrival to its first token when nothing else waits.
    pub first_token: f64,
}

impl Served<'_> {
    /// FLOP of attention for each token of a prompt that is not in the prefix cache: those stand at its end.
    #[must_use]
    pub fn prefill_attention(&self, traffic: &Traffic) -> f64 {
        let prompt = traffic.prompt();
        architecture::attention_flop_between(self.model, prompt * traffic.cached, prompt).get()
    }

    /// Prefill on a layout; nothing when the model does not fit, or a rate of the chip is not known. The time to the first
    /// token is that of the chips of one group together.
    #[must_use]
    pub fn prefill_on(&self, traffic: &Traffic, layout: Layout) -> Option<Prefill> {
        self.room(layout)?;
        let (common, routed) = self.products();
        let products = (common + routed * self.efficiency.experts) / self.product_peak()?;
        let attention = self.prefill_attention(traffic) / self.attention_peak()?;
        let arithmetic = (products + attention) / self.efficiency.prefill;
        let waited = self.exposed_traffic(layout, arithmetic);
        let seconds = arithmetic + waited;
        let tokens = (traffic.prompt() * (1.0 - traffic.cached)).max(1.0);
        let first_token = tokens * seconds / layout.attention + self.model.num_layers as f64 * self.efficiency.layer;
        Some(Prefill { layout, arithmetic, traffic: waited, rate: 1.0 / seconds, first_token })
    }

    /// The layout that works out most input on each chip within the time to the first token; nothing when there is none.
    #[must_use]
    pub fn prefill(&self, traffic: &Traffic, layouts: &[Layout]) -> Option<Prefill> {
        layouts
            .iter()
            .filter_map(|layout| self.prefill_on(traffic, *layout))
            .filter(|prefill| prefill.first_token <= traffic.first_token)
            .reduce(|best, next| if next.rate > best.rate { next } else { best })
    }
}
