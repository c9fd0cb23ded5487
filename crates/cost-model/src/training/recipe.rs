//! Precision as a mixture: which number format each part of a training step computes, stores and sends in.

use crate::catalogue::Precision;
use crate::words::training_recipe as words;

/// Which number formats a training run uses where.
///
/// Master weights, where there are any, are FP32; accumulation inside a matrix product is FP32 in every recipe.
#[derive(Debug, PartialEq)]
pub struct Recipe {
    /// Its name in links and data files.
    pub slug: &'static str,
    /// Format of the layers' matrix products: attention projections, feed-forward blocks and experts, in the forward
    /// pass and for both gradients.
    pub linear: Precision,
    /// Format of what stays higher: attention's own products, routers, embedding, head, and the part of the layers'
    /// products that is kept there.
    pub rest: Precision,
    /// The part of the layers' products that is kept in the higher format unless something else is entered.
    pub kept_share: f64,
    /// Bytes of each parameter that the products read, with every copy that is kept for them.
    pub weight_bytes: f64,
    /// Bytes of each parameter's gradient while micro-batches add up.
    pub gradient_bytes: f64,
    /// Bytes of each parameter's master copy; 0 where the weight itself is FP32.
    pub master_bytes: f64,
    /// Bytes of each number that is kept from the forward pass as input of a matrix product.
    pub input_bytes: f64,
    /// Bytes of every other number that is kept from the forward pass, and of what tensor- and context-parallel chips
    /// and pipeline stages send each other.
    pub activation_bytes: f64,
    /// Bytes of each number sent to an expert.
    pub dispatch_bytes: f64,
    /// Bytes of each number that comes back from an expert.
    pub combine_bytes: f64,
    /// Bytes of each gradient sent between data-parallel ranks.
    pub gradient_traffic_bytes: f64,
}

const HALF: Recipe = Recipe {
    slug: "bf16",
    linear: Precision::Bf16,
    rest: Precision::Bf16,
    kept_share: 0.0,
    weight_bytes: 2.0,
    gradient_bytes: 4.0,
    master_bytes: 4.0,
    input_bytes: 2.0,
    activation_bytes: 2.0,
    dispatch_bytes: 2.0,
    combine_bytes: 2.0,
    gradient_traffic_bytes: 4.0,
};

const SINGLE: Recipe = Recipe {
    slug: "fp32",
    linear: Precision::Fp32,
    rest: Precision::Fp32,
    weight_bytes: 4.0,
    master_bytes: 0.0,
    input_bytes: 4.0,
    activation_bytes: 4.0,
    dispatch_bytes: 4.0,
    combine_bytes: 4.0,
    ..HALF
};

impl Recipe {
    /// Every recipe.
    pub const ALL: [Self; 7] = [
        HALF,
        Self { slug: "fp16", linear: Precision::Fp16, rest: Precision::Fp16, ..HALF },
        Self { slug: "fp8", linear: Precision::Fp8, weight_bytes: 4.0, input_bytes: 1.0, ..HALF },
        Self {
            slug: "fp8-deepseek",
            linear: Precision::Fp8,
            weight_bytes: 1.0,
            input_bytes: 1.0,
            dispatch_bytes: 1.0,
            ..HALF
        },
        Self { slug: "fp4", linear: Precision::Fp4, kept_share: 0.15, weight_bytes: 3.0, input_bytes: 1.0, ..HALF },
        Self { slug: "tf32", linear: Precision::Tf32, rest: Precision::Tf32, ..SINGLE },
        SINGLE,
    ];

    /// The recipe of that slug.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<&'static Self> {
        static ALL: [Recipe; 7] = Recipe::ALL;
        ALL.iter().find(|recipe| recipe.slug == slug)
    }

    /// Its name for readers.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self.slug {
            "bf16" => words::bf16(),
            "fp16" => words::fp16(),
            "fp8" => words::fp8(),
            "fp8-deepseek" => words::fp8_deepseek(),
            "fp4" => words::fp4(),
            "tf32" => words::tf32(),
            _ => words::fp32(),
        }
    }

    /// What uses it, what stays in which format, and where that is described.
    #[must_use]
    pub fn note(&self) -> &'static str {
        match self.slug {
            "bf16" => words::bf16_note(),
            "fp16" => words::fp16_note(),
            "fp8" => words::fp8_note(),
            "fp8-deepseek" => words::fp8_deepseek_note(),
            "fp4" => words::fp4_note(),
            "tf32" => words::tf32_note(),
            _ => words::fp32_note(),
        }
    }

    /// Bytes that each parameter takes with an optimizer's moments when nothing is divided.
    #[must_use]
    pub fn bytes_per_parameter(&self, moment_bytes: f64) -> f64 {
        self.weight_bytes + self.gradient_bytes + self.master_bytes + moment_bytes
    }

    /// Whether the layers' products run in fewer bits than the rest.
    #[must_use]
    pub fn is_mixture(&self) -> bool {
        self.linear != self.rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::training::Optimizer;

    fn bytes(recipe: &str, optimizer: &str) -> f64 {
        let moments = Optimizer::from_slug(optimizer).expect(optimizer).moment_bytes;
        Recipe::from_slug(recipe).expect(recipe).bytes_per_parameter(moments)
    }

    #[test]
    fn a_parameter_takes_18_bytes_in_mixed_precision_and_16_in_single() {
        assert_eq!(bytes("bf16", "adamw"), 18.0);
        assert_eq!(bytes("fp16", "adamw"), 18.0);
        assert_eq!(bytes("fp32", "adamw"), 16.0);
        assert_eq!(bytes("bf16", "sgd"), 10.0);
        assert_eq!(bytes("fp8-deepseek", "adamw-bf16"), 13.0);
    }

    #[test]
    fn only_mixtures_keep_a_part_higher() {
        for recipe in &Recipe::ALL {
            assert!(recipe.is_mixture() || recipe.kept_share == 0.0, "{}", recipe.slug);
            assert_eq!(Recipe::from_slug(recipe.slug), Some(recipe));
        }
    }
}
