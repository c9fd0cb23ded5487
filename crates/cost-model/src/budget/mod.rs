//! What can be trained for a sum of money.
//!
//! ```text
//! chip-hours  H = (X − what does not follow the run's length) ÷ cost of a chip-hour on the rung
//! compute     C = H × 3600 s × P × MFU(N, D) = 6·N·D
//! size, data  N, D by a scaling law at C
//! ```
//!
//! [`Purse`] turns money on a rung of the whole bill into hours, [`Machine`] hours into compute, a [`Law`] compute into a model;
//! [`Plan`] holds the three together. [`Frontier`] has models of equal cost, [`Life`] counts serving as well, [`Mixture`] has
//! experts, `history` the same sum in other years, `published` models of the catalogue beside it. `docs/budget.md` has the
//! method.

mod dense;
mod experts;
mod frontier;
pub mod history;
mod inputs;
mod laws;
mod life;
mod plan;
pub mod published;
mod purse;
mod run;
mod view;

pub use dense::dense;
pub use experts::Mixture;
pub use frontier::{Curve, Frontier, Point};
pub use inputs::{BudgetInputs, Ends};
pub use laws::{Allocation, Form, LAWS, Law, Leverage, Loss, law, laws};
pub use life::{Life, Lived};
pub use plan::{Best, Plan};
pub use purse::{Purse, Terms};
pub use run::{End, Machine, Size};
pub use view::report;
