//! Reads the `config.json` of a Hugging Face model.
//!
//! Makers spell the same thing differently, and leave out what their code takes for granted. A [`family`](families) holds
//! what a `model_type` takes for granted; every number is looked for under all the spellings in use. A `model_type` that
//! nobody knows is read as a Llama-like model and said to be, as long as everything needed is there.

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

mod families;
mod fault;
mod read;
mod report;

pub use fault::Fault;
pub use report::{SEQUENCE, report};

use cost_model::catalogue::Architecture;

/// A configuration that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// What can be counted.
    pub architecture: Architecture,
    /// The `model_type` as it stands in the file.
    pub model_type: String,
    /// The longest sequence that the file names, in tokens; training may have used shorter ones.
    pub max_position_embeddings: Option<u64>,
    /// What was left out or taken for granted, in words.
    pub notes: Vec<String>,
}

/// The largest file that is read, in bytes.
pub const MAX_BYTES: usize = 1 << 20;

/// Reads a configuration.
///
/// # Errors
/// When the text is too large, no JSON, or no configuration of a transformer: in words, with the key and its value.
pub fn read(text: &str) -> Result<Imported, Fault> {
    if text.len() > MAX_BYTES {
        return Err(Fault::TooLarge { bytes: text.len() });
    }
    let whole = json_tree::parse(text).map_err(|message| Fault::NotJson { message })?;
    read::config(&whole)
}
