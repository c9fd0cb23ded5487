//! The choices that a training step is built from.

use crate::words::training_options as words;

/// An optimizer and what it keeps for every parameter.
#[derive(Debug, PartialEq)]
pub struct Optimizer {
    /// Its name in links.
    pub slug: &'static str,
    /// Bytes of moments for each parameter, the master copy of the weight not counted.
    pub moment_bytes: f64,
}

impl Optimizer {
    /// Every optimizer; the first is the usual one.
    pub const ALL: [Self; 6] = [
        Self { slug: "adamw", moment_bytes: 8.0 },
        Self { slug: "adamw-bf16", moment_bytes: 4.0 },
        Self { slug: "adam-8bit", moment_bytes: 2.0 },
        Self { slug: "muon", moment_bytes: 4.0 },
        Self { slug: "adafactor", moment_bytes: 0.0 },
        Self { slug: "sgd", moment_bytes: 0.0 },
    ];

    /// The optimizer of that slug.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<&'static Self> {
        static ALL: [Optimizer; 6] = Optimizer::ALL;
        ALL.iter().find(|optimizer| optimizer.slug == slug)
    }

    /// Its name for readers.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self.slug {
            "adamw-bf16" => words::adamw_bf16(),
            "adam-8bit" => words::adam_8bit(),
            "muon" => words::muon(),
            "adafactor" => words::adafactor(),
            "sgd" => words::sgd(),
            _ => words::adamw(),
        }
    }
}

macro_rules! options {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $variant:ident $slug:literal $words:ident,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$each])* $variant,)*
        }

        impl $name {
            /// Every choice.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its name in links and data files.
            #[must_use]
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$variant => $slug,)* }
            }

            /// Its name for readers.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => words::$words(),)* }
            }

            /// The choice of that slug.
            #[must_use]
            pub fn from_slug(slug: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|choice| choice.slug() == slug)
            }
        }
    };
}

options! {
    /// What the backward pass works out a second time instead of keeping it.
    Recomputation {
        /// Everything is kept.
        None "none" nothing_again,
        /// Attention's scores are worked out again (Korthikanti et al. 2022). With fused kernels that is so anyway.
        Selective "selective" scores_again,
        /// Scores, norms, activations and the projections out of compressed keys, values and queries are worked out
        /// again (DeepSeek-V3 report, section 3.2.3).
        Cheap "cheap" cheap_parts_again,
        /// Only the input of each layer is kept.
        Full "full" every_layer_again,
    }
}

options! {
    /// How attention is worked out.
    AttentionKernel {
        /// Block by block, scores never leave the chip (FlashAttention).
        Flash "flash" fused,
        /// The table of scores is written to memory and read again.
        Unfused "unfused" unfused,
    }
}

options! {
    /// In which order pipeline stages work on micro-batches.
    Schedule {
        /// All forward passes, then all backward passes.
        Gpipe "gpipe" gpipe,
        /// One forward, one backward; with several chunks per stage, interleaved.
        OneForwardOneBackward "1f1b" one_forward_one_backward,
        /// Weight gradients fill what would be idle (Qi et al. 2023, ZB-H1).
        ZeroBubble "zero-bubble" zero_bubble,
        /// Micro-batches from both ends, their traffic hidden behind each other (DeepSeek-V3).
        DualPipe "dualpipe" dualpipe,
    }
}

options! {
    /// What data-parallel ranks divide among them (ZeRO, Rajbhandari et al. 2020).
    Sharding {
        /// Nothing: every rank holds everything.
        None "zero-0" nothing_divided,
        /// Optimizer state and master weights.
        Optimizer "zero-1" optimizer_divided,
        /// Gradients too.
        Gradients "zero-2" gradients_divided,
        /// Weights too, fetched layer by layer.
        Weights "zero-3" weights_divided,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_is_found_by_its_slug() {
        assert!(Schedule::ALL.iter().all(|choice| Schedule::from_slug(choice.slug()) == Some(*choice)));
        assert!(Sharding::ALL.iter().all(|choice| Sharding::from_slug(choice.slug()) == Some(*choice)));
        assert!(Recomputation::ALL.iter().all(|choice| Recomputation::from_slug(choice.slug()) == Some(*choice)));
        assert!(AttentionKernel::ALL.iter().all(|choice| AttentionKernel::from_slug(choice.slug()) == Some(*choice)));
        for optimizer in &Optimizer::ALL {
            assert_eq!(Optimizer::from_slug(optimizer.slug), Some(optimizer));
        }
        assert_eq!(Optimizer::from_slug("adam"), None);
    }
}
