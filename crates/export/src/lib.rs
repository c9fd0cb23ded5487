//! What the page shows, as files: its tables as CSV, Markdown and JSON, its charts as SVG, and whole scenarios as JSON.
//!
//! A view's pieces are named by a key: in the comparison `table`, `chart`, `bill` and `figures`, in the other views the
//! number of the block in the view's report. [`pieces`] lists them, [`sheet()`] gives a piece's figures, and [`file`]
//! the piece as a file. `docs/exports.md` says what each format holds.

#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::unreachable,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::arithmetic_side_effects
    )
)]

mod address;
mod clean;
mod csv;
mod file;
mod json;
mod markdown;
mod piece;
mod scenario;
mod sheet;
mod svg;
mod sweep;

pub use file::{File, file};
pub use piece::{Piece, pieces};
pub use scenario::{MAX_SCENARIO_BYTES, fragment_of};
pub use sheet::{Cells, Sheet, sheet, sheet_of};
pub use svg::{svg, svg_of};
pub use sweep::sweep;
