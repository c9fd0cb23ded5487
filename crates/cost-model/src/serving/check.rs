//! The roofline against throughputs that were measured.

use super::deployment::{Layout, Served};
use super::efficiency::Efficiency;
use super::market::{Counts, Measurement, Phase};
use super::traffic::Traffic;
use crate::catalogue::Catalogue;

/// Tokens a second over all chips of a measurement, as the roofline has them; nothing where the model does not fit or is not
/// known. Mixtures of experts over several chips have data parallel attention, others tensor parallel.
#[must_use]
pub fn predicted(of: &Measurement, efficiency: Efficiency, catalogue: &'static Catalogue) -> Option<f64> {
    let model = of.configured.architecture(catalogue)?;
    let served = Served {
        cache_in_eight_bits: of.cache_in_eight_bits,
        drafts: of.drafts,
        efficiency,
        ..Served::plainly(&model, of.chip(catalogue)?, of.weights)
    };
    let is_one_group = of.is_one_group.unwrap_or(model.experts.is_none());
    let layout = Layout { chips: of.copy, attention: if is_one_group { of.copy } else { 1.0 } };
    let traffic = Traffic {
        context: of.input + of.output / 2.0,
        input_per_output: of.input / of.output,
        cached: of.cached,
        rate: of.rate.max(1e-6),
        first_token: f64::INFINITY,
    };
    let in_flight = of.in_flight * of.copy / of.chips;
    // Chip-seconds for each token of input, cached or not, and of output.
    let prefill = || Some((1.0 - of.cached) / served.prefill_on(&traffic, layout)?.rate);
    let decode = || Some(1.0 / served.decode_on(&traffic, layout, in_flight)?.rate());
    let (input, output) = match of.phase {
        Phase::Both => (prefill()?, decode()?),
        Phase::Prefill => (prefill()?, 0.0),
        Phase::Decode => (0.0, decode()?),
    };
    let seconds = of.input * input + of.output * output;
    let counted = match of.counts {
        Counts::Output => of.output,
        Counts::Input => of.input,
        Counts::Total => of.input + of.output,
    };
    Some(of.chips * counted / seconds)
}
