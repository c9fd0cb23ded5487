//! A training step on a cluster: memory, time, the best layout, and what they say of a whole run.

mod options;
mod published;
mod recipe;
mod view;

pub use options::{AttentionKernel, Optimizer, Recomputation, Schedule, Sharding};
pub use recipe::Recipe;
pub use view::report;
