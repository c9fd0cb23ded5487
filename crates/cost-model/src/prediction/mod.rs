//! Chip-hours of a whole run from what is known before it starts.
//!
//! ```text
//! H = 6·N_act·D ÷ (P · MFU · 3600 s)
//! ln MFU = β · x + ε
//! ```
//!
//! P is the accelerator's dense 16-bit peak rate, also for a run in FP8. MFU is that of the whole run: restarts,
//! evaluation and slow phases included. `features.rs` has the features x, `fit.rs` the regression that learns β from the
//! catalogue's calibration runs, `predict.rs` the distribution of a prediction. Nothing of β is written down: it is
//! fitted when first asked for, by a fixed sequence of operations, so that it has the same bits everywhere. The settings
//! that are written down were chosen by leaving runs out; `docs/prediction.md` has the figures.

mod features;
mod fit;
mod predict;

pub use features::{is_fp8, sixteen_bit_peak};
pub(crate) use predict::known;
pub use predict::{Prediction, calibration_run, leaving_out, mfu, predict};

use crate::catalogue::Accelerator;
use crate::units::{Parameters, Tokens};

/// What is known of a run before it starts.
///
/// The number of chips and the year are not asked for: runs that are left out are predicted no better with them.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// The accelerator.
    pub hardware: &'static Accelerator,
    /// Parameters, every expert included.
    pub total_params: Parameters,
    /// Parameters that one token passes through.
    pub active_params: Parameters,
    /// Tokens to train on, where known.
    pub tokens: Option<Tokens>,
    /// Whether matrix products run in FP8, as far as the accelerator has it.
    pub fp8: bool,
}
