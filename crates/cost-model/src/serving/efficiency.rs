//! How much of what data sheets say serving reaches.

use crate::interval::Interval;

/// The parts of a chip's rates that serving reaches; one set for every model and chip.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Efficiency {
    /// Of the peak rate in prefill, 0 to 1.
    pub prefill: f64,
    /// Of the memory bandwidth in a step of decoding, 0 to 1.
    pub bandwidth: f64,
    /// Of the peak rate in a step of decoding, 0 to 1.
    pub arithmetic: f64,
    /// Of the bandwidth of links, 0 to 1.
    pub links: f64,
    /// How many times as long the products of routed experts take: some experts are busier than others, chips wait for each
    /// other in every layer, and the matrices are small. At least 1.
    pub experts: f64,
    /// Seconds that a layer of a step of decoding takes however little it has to do: starting its programs, and the first
    /// byte of its traffic.
    pub layer: f64,
}

impl Efficiency {
    /// Near the least error over the throughputs in `data/serving/throughputs.toml`, each source, model and chip counted alike;
    /// `docs/serving.md` shows the fit.
    pub const MEASURED: Self =
        Self { prefill: 0.7, bandwidth: 0.8, arithmetic: 0.6, links: 0.6, experts: 4.5, layer: 140e-6 };
}

/// What to multiply a cost by for the range that the roofline's own error gives it: between these ends lie four of five of
/// the measured throughputs, which a test holds.
pub const ERROR: Interval<f64> = Interval::around(0.8, 1.0, 1.6);
