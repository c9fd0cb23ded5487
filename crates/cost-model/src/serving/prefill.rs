//! Prefill: working out what is new in a prompt.

use super::deployment::{Layout, Served};
use super::traffic::Traffic;
use crate::architecture;
use crate::units::Tokens;

/// Prefill on a layout.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prefill {
    /// The layout.
    pub layout: Layout,
    /// Tokens of input that one chip works out in a second; those from the prefix cache are not counted.
    pub rate: f64,
    /// Seconds from a prompt's arrival to its first token when nothing else waits.
    pub first_token: f64,
}

impl Served<'_> {
    /// Seconds that one chip needs for each token of input that is worked out; nothing when the model does not fit, or a rate
    /// of the chip is not known.
    #[must_use]
    pub fn prefill_seconds(&self, traffic: &Traffic, layout: Layout) -> Option<f64> {
        self.room(layout)?;
        let prompt = Tokens::new(traffic.prompt());
        // Of training's three passes one; what is worked out stands at the end of the prompt and sees more than the mean.
        let attention = architecture::attention_flop_per_token(self.model, prompt).get() / 3.0 * (1.0 + traffic.cached);
        let (common, routed) = self.products();
        let products = (common + routed * self.efficiency.experts) / self.product_peak()?;
        let arithmetic = (products + attention / self.attention_peak()?) / self.efficiency.prefill;
        Some(arithmetic + self.exposed_traffic(layout, arithmetic))
    }

    /// Prefill on a layout: the time to the first token is that of the chips of one group together.
    #[must_use]
    pub fn prefill_on(&self, traffic: &Traffic, layout: Layout) -> Option<Prefill> {
        let seconds = self.prefill_seconds(traffic, layout)?;
        let tokens = (traffic.prompt() * (1.0 - traffic.cached)).max(1.0);
        let first_token = tokens * seconds / layout.attention + self.model.num_layers as f64 * self.efficiency.layer;
        Some(Prefill { layout, rate: 1.0 / seconds, first_token })
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
