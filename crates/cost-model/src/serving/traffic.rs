//! The tokens that are served.

use crate::interval::Interval;

/// The tokens that are served, and how fast their users want them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Traffic {
    /// Tokens that a sequence has in the cache on average while it is decoded.
    pub context: f64,
    /// Tokens of input for each token of output.
    pub input_per_output: f64,
    /// The part of the input that is found in the prefix cache and not computed, 0 to 1.
    pub cached: f64,
    /// Tokens of output that each user gets in a second, at least.
    pub rate: f64,
    /// Seconds until the first token, at most, without waiting for other prompts.
    pub first_token: f64,
}

impl Traffic {
    /// Tokens of a prompt with its cached part: the context is the prompt and half of the output on average, and the prompt
    /// has so many tokens for each of output.
    #[must_use]
    pub fn prompt(&self) -> f64 {
        self.context * self.input_per_output / (self.input_per_output + 0.5)
    }

    /// Tokens of an answer.
    #[must_use]
    pub fn answer(&self) -> f64 {
        self.context / (self.input_per_output + 0.5)
    }

    /// The part of all tokens that is input.
    #[must_use]
    pub fn input_share(&self) -> f64 {
        1.0 - self.output_share()
    }

    /// The part of all tokens that is found in the prefix cache.
    #[must_use]
    pub fn hit_share(&self) -> f64 {
        self.input_share() * self.cached
    }

    /// The mean over all tokens of something that input which is worked out, input which is found and output have each.
    #[must_use]
    pub fn mean(&self, input: Interval<f64>, cached: Interval<f64>, output: Interval<f64>) -> Interval<f64> {
        let times = |value: Interval<f64>, share: f64| value * Interval::exact(share);
        times(input, self.input_share() * (1.0 - self.cached))
            + times(cached, self.hit_share())
            + times(output, self.output_share())
    }

    /// The part of all tokens that is output.
    #[must_use]
    pub fn output_share(&self) -> f64 {
        1.0 / (1.0 + self.input_per_output)
    }
}

/// DeepSeek's traffic of 27 February 2025 (open-infra-index, "DeepSeek-V3/R1 Inference System Overview"): 608 billion
/// tokens of input, 342 of them from the cache, 168 billion of output, 4,989 tokens in the cache on average, 20 to 22
/// tokens a second for each user.
pub const DEEPSEEK_DAY: Traffic = Traffic {
    context: 4989.0,
    input_per_output: 608.0 / 168.0,
    cached: 342.0 / 608.0,
    rate: 20.0,
    first_token: f64::INFINITY,
};

/// What DeepSeek published of that day beside its traffic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PublishedDay {
    /// Tokens of input and output.
    pub tokens: f64,
    /// Nodes on average.
    pub nodes: f64,
    /// Slug of the model whose configuration V3 and R1 have in common.
    pub model: &'static str,
    /// Slug of the accelerator.
    pub hardware: &'static str,
    /// Chips in each node.
    pub chips_per_node: f64,
    /// Rent of a chip for an hour that they take, US dollars.
    pub usd_per_chip_hour: f64,
    /// Cost of the day that they state, US dollars.
    pub cost_usd: f64,
    /// Revenue at R1's list price that they state, US dollars.
    pub revenue_usd: f64,
    /// Profit over cost that they state.
    pub margin_on_cost: f64,
    /// List prices of R1 for a million tokens: input, cached input, output, US dollars.
    pub prices: [f64; 3],
    /// Tokens of input, cached ones among them, that a node of prefill gets through in a second.
    pub input_per_node: f64,
    /// Tokens of output of a node of decoding in a second.
    pub output_per_node: f64,
}

/// See [`DEEPSEEK_DAY`]; the same source.
pub const PUBLISHED_DAY: PublishedDay = PublishedDay {
    tokens: 608e9 + 168e9,
    nodes: 226.75,
    model: "deepseek-v3",
    hardware: "nvidia-h800-sxm5-80gb",
    chips_per_node: 8.0,
    usd_per_chip_hour: 2.0,
    cost_usd: 87_072.0,
    revenue_usd: 562_027.0,
    margin_on_cost: 5.45,
    prices: [0.55, 0.14, 2.19],
    input_per_node: 73_700.0,
    output_per_node: 14_800.0,
};
