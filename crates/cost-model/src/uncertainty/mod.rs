//! What is not known exactly: how it is spread, and what that does to a result.

mod amount;
mod build;
mod contour;
mod curve;
mod distribution;
mod measure;
pub mod normal;
mod program;
mod reading;
mod sample;
mod sampler;
mod served;
mod shares;
mod sobol;
mod solve;
mod sweep;

pub use amount::Amount;
pub(crate) use build::rung;
pub use contour::contours;
pub use distribution::{Distribution, Spread};
pub use measure::Measure;
pub use program::{Program, Slot};
pub use reading::{Reading, parse};
pub use sample::Sample;
pub use sampler::{Correlations, Sampler, Settings};
pub use shares::{Share, Swing, shares, swings, variance_shares};
pub use sobol::{DIMENSIONS, Sobol};
pub use solve::{Cap, DIGITS, End, Solution, last_digit, solve};
pub use sweep::{At, Sweep, grid, line};
