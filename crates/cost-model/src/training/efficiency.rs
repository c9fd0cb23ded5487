//! How near to their peaks chips and links come in a training step: the constants of the step-time model.

/// Parts of peak rates that are reached, and parts of traffic that cannot be hidden.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Efficiency {
    /// Matrix products in 16 and 32 bits on a chip of the A100's rate or below.
    pub matrix: f64,
    /// The same on a chip of the H100's rate or above, which its power holds back more.
    pub matrix_fast: f64,
    /// Matrix products in 8 and 4 bits.
    pub low_precision: f64,
    /// Fused attention.
    pub attention: f64,
    /// Memory bandwidth.
    pub memory: f64,
    /// What norms, activations, positions and the like move, over the least that they must.
    pub elementwise: f64,
    /// The link in the node.
    pub link: f64,
    /// The network between nodes.
    pub network: f64,
    /// Tensor- and context-parallel traffic that is not hidden behind products.
    pub exposed_tensor: f64,
    /// Traffic to experts in the node that is not hidden; between nodes only DualPipe hides it.
    pub exposed_expert: f64,
    /// Data-parallel traffic at the end of a step, and traffic between stages, that is not hidden although there is
    /// work to hide it behind.
    pub exposed_data: f64,
    /// Data-parallel traffic of every micro-batch that is not hidden although there is.
    pub exposed_fetch: f64,
    /// Time lost for every doubling of the chips beyond a node: uneven chips, jitter.
    pub per_doubling: f64,
    /// Seconds that starting the programs of one layer takes, forward and backward.
    pub launch: f64,
}

/// The accelerators of the steps that the constants are fitted to.
pub(super) const FITTED_ON: [&str; 3] = ["nvidia-a100-sxm4-80gb", "nvidia-h100-sxm5-80gb", "nvidia-h800-sxm5-80gb"];

/// The rates of the A100 and the H100, between which products go from one efficiency to the other.
const A100_PEAK: f64 = 312e12;
const H100_PEAK: f64 = 989.5e12;

impl Efficiency {
    /// Matrix products in 16 bits on a chip of so many FLOP per second.
    #[must_use]
    pub fn matrix_at(&self, sixteen_bit_peak: f64) -> f64 {
        let place = libm::log(sixteen_bit_peak / A100_PEAK) / libm::log(H100_PEAK / A100_PEAK);
        self.matrix + place.clamp(0.0, 1.0) * (self.matrix_fast - self.matrix)
    }

    /// The constants that fit the published steps best.
    pub const FITTED: Self = Self {
        matrix: 0.8,
        matrix_fast: 0.68,
        low_precision: 0.8,
        attention: 0.43,
        memory: 0.8,
        elementwise: 1.75,
        link: 0.8,
        network: 0.8,
        exposed_tensor: 0.97,
        exposed_expert: 0.3,
        exposed_data: 0.02,
        exposed_fetch: 0.6,
        per_doubling: 0.0125,
        launch: 130e-6,
    };
}
