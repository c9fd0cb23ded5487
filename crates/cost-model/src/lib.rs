//! What it costs to train a large language model.
//!
//! A [`scenario::Scenario`] (a preset of the [`catalogue`] and what a visitor changed in it) goes through
//! [`estimate::estimate`] and comes out as an itemised bill with its working. [`query`] turns a whole
//! [`comparison::Comparison`] into the fragment of a link and back.
//!
//! The crate knows no clock, network, locale, randomness or document: the same input gives the same bits natively and
//! in WebAssembly. Powers, roots and logarithms therefore come from `libm`, not from the platform.

// Nothing that is entered, pasted or linked to may make the core panic. Tests may.
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

pub mod answer;
pub mod architecture;
pub mod architecture_text;
pub mod attribution;
pub mod batch;
pub mod bill;
pub mod budget;
pub mod catalogue;
pub mod comparison;
mod decimal;
pub mod engine;
pub mod estimate;
pub mod field;
mod form;
pub mod glossary;
pub mod interval;
pub mod number;
mod order;
pub mod prediction;
pub mod query;
pub mod report;
pub mod scale;
pub mod scenario;
pub mod serving;
pub mod share;
pub mod source;
pub mod text;
pub mod training;
pub mod uncertainty;
pub mod units;
pub mod whatif;
pub mod words;

/// A name of exactly this core and its data, by which programs that talk to each other know that they agree.
pub const BUILD: &str = env!("TRAINBILL_BUILD");
