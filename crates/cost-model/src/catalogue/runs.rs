//! Published training runs.

use super::fields::Fields;
use crate::interval::Interval;
use crate::source::Figure;
use crate::units::{Chips, Fraction, GpuHours, Parameters, Tokens, Usd};

/// Which part of making a model a run was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunStage {
    /// The main run over the whole corpus.
    Pretraining,
    /// Continued training on longer sequences.
    ContextExtension,
    /// Supervised fine-tuning, reinforcement learning and what serves them.
    Posttraining,
    /// The publication does not separate stages.
    Whole,
}

/// One training run of which somebody published figures.
#[derive(Debug)]
pub struct Run {
    /// Its name in data files.
    pub slug: &'static str,
    /// Its name for readers.
    pub name: &'static str,
    /// Slug of the model that came out, when that is in the catalogue.
    pub model: Option<&'static str>,
    /// Which part of making the model it was.
    pub stage: RunStage,
    /// Year of publication.
    pub year: i32,
    /// Slug of the accelerator.
    pub hardware: &'static str,
    /// Number format as stated, in words.
    pub precision: Option<&'static str>,
    /// Parameters of the model.
    pub total_params: Figure<Interval<Parameters>>,
    /// Parameters that one token passes through, without the input embedding where that is known.
    pub active_params: Figure<Interval<Parameters>>,
    /// Tokens trained on.
    pub tokens: Figure<Interval<Tokens>>,
    /// Accelerators used at a time.
    pub chip_count: Figure<Interval<Chips>>,
    /// Accelerator time used.
    pub chip_hours: Figure<Interval<GpuHours>>,
    /// Model FLOP utilisation as published.
    pub mfu: Figure<Interval<Fraction>>,
    /// Cost as published.
    pub usd: Figure<Interval<Usd>>,
    /// Whether default values may be fitted to it.
    pub calibration: bool,
}

impl Run {
    pub(super) fn read(fields: &mut Fields) -> Self {
        Self {
            slug: fields.text(),
            name: fields.text(),
            model: fields.optional_text(),
            stage: fields.word(&[
                ("pretraining", RunStage::Pretraining),
                ("context_extension", RunStage::ContextExtension),
                ("posttraining", RunStage::Posttraining),
                ("whole", RunStage::Whole),
            ]),
            year: fields.parsed(),
            hardware: fields.text(),
            precision: fields.optional_text(),
            total_params: fields.number(),
            active_params: fields.number(),
            tokens: fields.number(),
            chip_count: fields.number(),
            chip_hours: fields.number(),
            mfu: fields.number(),
            usd: fields.number(),
            calibration: fields.parsed(),
        }
    }
}
