//! Whole pages.

mod chart;
mod compare;
mod entry;
mod field;
mod table;

pub(crate) use compare::Compare;
