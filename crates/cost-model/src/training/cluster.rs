//! The accelerators that a step runs on, and what joins them.

use crate::catalogue::{Accelerator, Precision};
use crate::units::Unit;

/// A number of equal accelerators in nodes; rates are per chip and in base units.
#[derive(Clone, Copy, Debug)]
pub struct Cluster {
    /// The accelerator.
    pub chip: &'static Accelerator,
    /// How many there are.
    pub chips: u32,
    /// Chips that the fast link joins.
    pub node_size: u32,
    /// Bytes per second and chip over the fast link, one direction.
    pub link: f64,
    /// Bytes per second and chip between nodes, one direction.
    pub network: f64,
    /// Bytes of memory of one chip.
    pub memory: f64,
    /// Bytes per second of one chip's memory.
    pub memory_bandwidth: f64,
}

impl Cluster {
    /// FLOP per second at the dense peak in a precision; nothing when the chip does not have it.
    #[must_use]
    pub fn peak(&self, precision: Precision) -> Option<f64> {
        self.chip.peak(precision)?.value().map(|rate| rate.middle().base())
    }

    /// The dense 16-bit peak that utilisations refer to: BF16, or FP16 on a chip without it.
    #[must_use]
    pub fn sixteen_bit_peak(&self) -> Option<f64> {
        self.peak(Precision::Bf16).or_else(|| self.peak(Precision::Fp16))
    }
}
