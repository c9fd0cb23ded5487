//! The whole bill of a run: what a headline leaves out.
//!
//! One run is put on every rung of a ladder from the electricity of the final run to what the lab spends, each by a
//! documented [method](methods). What has been said in public stands on the rung that counts the same, so that unlike
//! figures are never compared.

mod inputs;
pub mod methods;
pub mod overheads;
mod rung;
mod view;
mod whole;

pub(crate) use inputs::because;
pub use inputs::{Input, Inputs};
pub use rung::{Rung, profiles, regions};
pub use view::{Check, check, counted, profile, report};
pub(crate) use whole::in_equation;
pub use whole::{Sum, WholeBill};
