//! Traffic between the chips of a layout.

use super::deployment::{AttentionParallel, Layout, Served};

/// The part of traffic that has to be waited for. With data parallel attention two half batches take turns, so that one's
/// traffic hides behind the other's work (DeepSeek-V3 report, section 3.4); sums of tensor parallel chips hide behind
/// nothing.
pub(super) fn exposed(layout: Layout, traffic: f64, work: f64) -> f64 {
    match layout.attention {
        AttentionParallel::Data => (traffic - work).max(0.0),
        AttentionParallel::Tensor => traffic,
    }
}

impl Served<'_> {
    /// Seconds of traffic for each token that a chip works on.
    ///
    /// With tensor parallel attention in each layer two sums over all chips, of 2 · (n − 1) ÷ n · hidden size numbers of two
    /// bytes (ring all-reduce). With data parallel attention each token goes to the chips of its experts and comes back, one
    /// byte a number there (two where weights have two) and two back; across nodes once to each node that has one of its
    /// experts (DeepSeek-V3 report, section 3.2.2).
    pub(super) fn traffic_seconds(&self, layout: Layout) -> f64 {
        if layout.chips <= 1.0 {
            return 0.0;
        }
        let seconds = match (layout.attention, &self.model.experts) {
            (AttentionParallel::Data, Some(experts)) => {
                let layers = self.model.num_layers.saturating_sub(experts.num_dense_layers);
                self.to_experts(layout.chips, experts.num_experts_per_token as f64, layers as f64)
            }
            _ => self.all_reduce(layout.chips),
        };
        seconds / self.efficiency.links
    }

    fn all_reduce(&self, chips: f64) -> f64 {
        let link = if chips <= self.node() { self.link() } else { self.network() };
        let numbers = 2.0 * 2.0 * (chips - 1.0) / chips * (self.model.hidden_size * self.model.num_layers) as f64;
        // A chip works on an n-th of each token's heads, so that its share of a token is n tokens' traffic.
        chips * numbers * 2.0 / link
    }

    fn to_experts(&self, chips: f64, chosen: f64, layers: f64) -> f64 {
        let node = self.node();
        let there_and_back = self.weights.bytes().clamp(1.0, 2.0) + 2.0;
        let bytes = self.model.hidden_size as f64 * layers * there_and_back;
        // Other places that get a token, as an expectation over even routing.
        let others = |places: f64| (places - 1.0) * (1.0 - libm::pow(1.0 - 1.0 / places, chosen));
        let near = bytes * others(chips.min(node)) / self.link();
        let far = if chips > node { bytes * others(chips / node) / self.network() } else { 0.0 };
        near.max(far)
    }
}
