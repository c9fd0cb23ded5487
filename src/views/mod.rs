//! Whole pages.

mod chart;
mod compare;
mod entry;
mod field;
mod table;
mod train;

pub(crate) use compare::Compare;
pub(crate) use train::Train;
