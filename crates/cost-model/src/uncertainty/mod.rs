//! What is not known exactly: how it is spread, and what that does to a result.

mod distribution;
pub mod normal;
mod reading;
mod sobol;

pub use distribution::{Distribution, Spread};
pub use reading::{Reading, parse};
pub use sobol::{DIMENSIONS, Sobol};
