//! How near to their peaks chips and links come in a training step: the constants of the step-time model.

/// Parts of peak rates that are reached, and parts of traffic that cannot be hidden.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Efficiency {
    /// Matrix products in 16 and 32 bits.
    pub matrix: f64,
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
    /// Traffic to experts that is not hidden.
    pub exposed_expert: f64,
    /// Data-parallel traffic that is not hidden although there is work to hide it behind.
    pub exposed_data: f64,
    /// Time lost for every doubling of the chips beyond a node: uneven chips, jitter.
    pub per_doubling: f64,
    /// Seconds that starting the programs of one layer takes, forward and backward.
    pub launch: f64,
}

impl Efficiency {
    /// The constants that fit the published steps best.
    pub const FITTED: Self = Self {
        matrix: 0.75,
        low_precision: 0.4,
        attention: 0.35,
        memory: 0.8,
        elementwise: 1.0,
        link: 0.8,
        network: 0.8,
        exposed_tensor: 0.9,
        exposed_expert: 1.0,
        exposed_data: 0.3,
        per_doubling: 0.005,
        launch: 200e-6,
    };
}
