//! Traffic between the chips of a layout.

use super::deployment::{Layout, Served};
use crate::architecture;

impl Served<'_> {
    /// Seconds of traffic for each token that a chip works on, that have to be waited for beside so many seconds of work.
    ///
    /// Groups with sequences of their own work in two half batches that take turns, so that the traffic of experts hides
    /// behind work (DeepSeek-V3 report, section 3.4); sums within a group hide behind nothing.
    pub(super) fn exposed_traffic(&self, layout: Layout, work: f64) -> f64 {
        if layout.chips <= 1.0 {
            return 0.0;
        }
        let (sums, experts) = self.traffic_of_token(layout);
        sums + (experts - work).max(0.0)
    }

    /// Seconds of traffic for each token that a chip works on: sums within a group, and of experts.
    pub(super) fn traffic_of_token(&self, layout: Layout) -> (f64, f64) {
        (self.sums(layout) / self.efficiency.links, self.experts_traffic(layout) / self.efficiency.links)
    }

    /// Two sums over the chips of a group in each layer, after attention and after what of the feed-forward block is spread over
    /// them, of 2 · (n − 1) ÷ n · hidden size numbers of two bytes (ring all-reduce).
    fn sums(&self, layout: Layout) -> f64 {
        let chips = layout.attention;
        let link = if chips <= self.node() { self.link() } else { self.network() };
        let numbers =
            2.0 * 2.0 * (chips - 1.0) / chips * (self.model.hidden_size as f64 * self.model.num_layers as f64);
        // A chip works on an n-th of each token's heads, so that its share of a token is n tokens' traffic.
        chips * numbers * 2.0 / link
    }

    /// Each token goes to the chips of its experts and comes back, one byte a number there (two where weights have two) and
    /// two back; across nodes once to each node that has one of its experts (DeepSeek-V3 report, section 3.2.2). None where
    /// all chips have every token.
    fn experts_traffic(&self, layout: Layout) -> f64 {
        let Some(experts) = self.model.experts.as_ref().filter(|_| !layout.is_one_group()) else { return 0.0 };
        let there_and_back = self.weights.bytes().clamp(1.0, 2.0) + 2.0;
        let layers = architecture::expert_layers(self.model) as f64;
        let bytes = self.model.hidden_size as f64 * layers * there_and_back;
        let chosen = experts.num_experts_per_token as f64;
        // Other places that get a token, as an expectation over even routing.
        let others = |places: f64| (places - 1.0) * (1.0 - libm::pow(1.0 - 1.0 / places, chosen));
        let (chips, node) = (layout.chips, self.node());
        let near = bytes * others(chips.min(node)) / self.link();
        let far = if chips > node { bytes * others(chips / node) / self.network() } else { 0.0 };
        near.max(far)
    }
}
