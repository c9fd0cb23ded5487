//! Precision as a mixture: which number format each part of a training step computes, stores and sends in.

use crate::catalogue::Precision;

/// Which number formats a training run uses where.
///
/// Master weights, where there are any, are FP32; accumulation inside a matrix product is FP32 in every recipe.
#[derive(Debug, PartialEq)]
pub struct Recipe {
    /// Its name in links and data files.
    pub slug: &'static str,
    /// Its name for readers.
    pub name: &'static str,
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
    /// What uses it, what stays in which format, and where that is described.
    pub note: &'static str,
}

const HALF: Recipe = Recipe {
    slug: "bf16",
    name: "BF16 mixed",
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
    note: "Products and traffic in BF16; gradients add up in FP32; master weights and moments are FP32: 18 bytes for \
           each parameter with AdamW (Megatron-LM).",
};

const SINGLE: Recipe = Recipe {
    slug: "fp32",
    name: "FP32",
    linear: Precision::Fp32,
    rest: Precision::Fp32,
    weight_bytes: 4.0,
    master_bytes: 0.0,
    input_bytes: 4.0,
    activation_bytes: 4.0,
    dispatch_bytes: 4.0,
    combine_bytes: 4.0,
    note: "Everything in FP32, on the vector units.",
    ..HALF
};

impl Recipe {
    /// Every recipe.
    pub const ALL: [Self; 7] = [
        HALF,
        Self {
            slug: "fp16",
            name: "FP16 mixed",
            linear: Precision::Fp16,
            rest: Precision::Fp16,
            note: "As BF16 mixed, with FP16 in its place and a scaled loss.",
            ..HALF
        },
        Self {
            slug: "fp8",
            name: "FP8 linear layers",
            linear: Precision::Fp8,
            weight_bytes: 4.0,
            input_bytes: 1.0,
            note: "The layers' products in FP8, the rest in BF16 (Transformer Engine). Beside the BF16 weight, two FP8 \
                   copies are kept, one of them transposed; traffic stays BF16.",
            ..HALF
        },
        Self {
            slug: "fp8-deepseek",
            name: "FP8 as DeepSeek-V3",
            linear: Precision::Fp8,
            weight_bytes: 1.0,
            input_bytes: 1.0,
            dispatch_bytes: 1.0,
            note: "DeepSeek-V3 report, section 3.3: all three products of every linear layer in FP8; embedding, head, \
                   routers, norms and attention's own products in BF16 or FP32; tokens go to experts in FP8 and come \
                   back in BF16; master weights and gradients FP32; moments BF16 where that optimizer is chosen.",
            ..HALF
        },
        Self {
            slug: "fp4",
            name: "FP4 linear layers",
            linear: Precision::Fp4,
            kept_share: 0.15,
            weight_bytes: 3.0,
            input_bytes: 1.0,
            note: "The layers' products in FP4 with a part of the layers in BF16; inputs are kept in FP8. Assumed: no \
                   large published run has used it from start to end.",
            ..HALF
        },
        Self {
            slug: "tf32",
            name: "TF32",
            linear: Precision::Tf32,
            rest: Precision::Tf32,
            note: "Stored in FP32, multiplied in TF32 on tensor cores.",
            ..SINGLE
        },
        SINGLE,
    ];

    /// The recipe of that slug.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<&'static Self> {
        static ALL: [Recipe; 7] = Recipe::ALL;
        ALL.iter().find(|recipe| recipe.slug == slug)
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
