//! Whole pages.

mod acts;
mod analysis;
mod chart;
mod compare;
mod entry;
mod field;
mod path;
mod table;

pub(crate) use analysis::Analysis;
pub(crate) use chart::{axis, diamond, dot, grid, legend, marks, percent};
pub(crate) use compare::Compare;
pub(crate) use path::{path, question, view_link};
