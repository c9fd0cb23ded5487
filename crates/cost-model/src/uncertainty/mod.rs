//! What is not known exactly: how it is spread, and what that does to a result.

mod amount;
mod build;
mod distribution;
mod measure;
pub mod normal;
mod program;
mod reading;
mod sobol;

pub use amount::Amount;
pub use distribution::{Distribution, Spread};
pub use measure::Measure;
pub use program::{Program, Slot};
pub use reading::{Reading, parse};
pub use sobol::{DIMENSIONS, Sobol};
