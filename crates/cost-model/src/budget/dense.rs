//! Dense models of any size, shaped like published ones, for what they cost to serve.

use crate::architecture;
use crate::catalogue::{Architecture, Catalogue};

/// The published model whose vocabulary, key heads and head width they have.
const LIKE: &str = "llama-3.1-70b";
/// Width over layers, as published dense models have it: 128 in Llama 3 8B, 102 with 70B, 130 with 405B.
const WIDTH_PER_LAYER: u64 = 128;
/// Widths go up in steps of a head.
const STEP: u64 = 128;
const MOST_WIDTH: u64 = 1024 * STEP;

/// From this width on the head has a matrix of its own, as between Llama 3.2 3B and Llama 3 8B.
const OWN_HEAD: u64 = 4096;
/// A dense model of about so many parameters; nothing below what its vocabulary takes, or above all sense.
#[must_use]
pub fn dense(params: f64, catalogue: &Catalogue) -> Option<Architecture> {
    let like = catalogue.model(LIKE)?.architecture.as_ref()?.value();
    let width = (STEP..=MOST_WIDTH)
        .step_by(STEP as usize)
        .take_while(|width| size(&of_width(&like, *width)) <= params)
        .last()?;
    let mut model = of_width(&like, width);
    // What a whole number of heads leaves open goes to layers, and the rest to feed-forward blocks.
    let layer = (size(&model) - size(&Architecture { num_layers: 0, ..model })) / model.num_layers as f64;
    model.num_layers = model.num_layers.saturating_add(((params - size(&model)) / layer) as u64);
    let per_unit = architecture::feed_forward_per_unit(&model);
    let wider = ((params - size(&model)) / per_unit).max(0.0) as u64;
    model.intermediate_size = model.intermediate_size.saturating_add(wider);
    (width < MOST_WIDTH).then_some(model)
}

fn size(of: &Architecture) -> f64 {
    architecture::total_parameters(of).get()
}

fn of_width(like: &Architecture, width: u64) -> Architecture {
    let mut model = *like;
    model.hidden_size = width;
    model.tie_word_embeddings = width < OWN_HEAD;
    model.num_layers = (width / WIDTH_PER_LAYER).max(1);
    model.intermediate_size = width.saturating_mul(7) / 2;
    model.attention.num_attention_heads = width / STEP;
    if let crate::catalogue::AttentionKind::Grouped { num_key_value_heads, .. } = &mut model.attention.kind {
        *num_key_value_heads = (*num_key_value_heads).min(width / STEP);
    }
    model
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dense_model_of_any_size_has_that_size() {
        let catalogue = Catalogue::current();
        for params in [1e8, 1e9, 8e9, 70e9, 405e9, 2e12] {
            let model = dense(params, catalogue).expect("a model");
            assert!((size(&model) / params - 1.0).abs() < 0.001, "{params} {}", size(&model));
            assert!(model.intermediate_size < 5 * model.hidden_size, "{params} {model:?}");
            assert!((40..=130).contains(&(model.hidden_size / model.num_layers)), "{params} {model:?}");
        }
        assert_eq!(dense(1e6, catalogue), None);
        assert_eq!(dense(1e17, catalogue), None);
        let published = catalogue.model("llama-3.1-405b").and_then(|model| model.architecture.as_ref());
        let (ours, theirs) = (dense(405.85e9, catalogue).expect("a model"), published.expect("it is public").value());
        assert!((ours.num_layers as f64 / theirs.num_layers as f64 - 1.0).abs() < 0.1);
    }
}
