//! `models/*.toml`: one model each, with its architecture where that is public.

use crate::figure::{
    Presence::{Optional, Required},
    citation_with, measure,
};
use crate::hardware::PRECISIONS;
use crate::reader::{Table, is_slug};

const ACCOUNTING: &[(&str, &str)] = &[
    ("rented-final-run", "Accounting::RentedFinalRun"),
    ("owned-amortised", "Accounting::OwnedAmortised"),
    ("cluster-purchase", "Accounting::ClusterPurchase"),
    ("whole-lab", "Accounting::WholeLab"),
    ("unstated", "Accounting::Unstated"),
];

pub(crate) fn compile(slug: &str, table: &mut Table<'_>) -> String {
    if !is_slug(slug) {
        table.fault("", "the file's name is not a slug");
    }
    let params = measure("Parameters", 1e6, 1e14);
    let weights = [("open", "Weights::Open"), ("closed", "Weights::Closed")];
    format!(
        "Model {{ slug: {slug:?}, name: {}, developer: {}, aliases: &{:?}, year: {}, weights: {}, total_params: {}, \
         active_params: {}, tokens: {}, sequence_length: {}, training_flop: {}, architecture: {}, training: {}, \
         hours: {}, claims: &[{}] }}",
        table.text("name"),
        table.text("developer"),
        table.texts("aliases"),
        table.number("year", &measure("Year", 2015.0, 2100.0), Required),
        table.choice("weights", &weights, Required),
        table.number("total_params", &params, Required),
        table.number("active_params", &params, Optional),
        table.number("tokens", &measure("Tokens", 1e6, 1e16), Required),
        table.number("sequence_length", &measure("Tokens", 1.0, 1e8), Optional),
        table.number("training_flop", &measure("Flop", 1e15, 1e30), Optional),
        architecture(table),
        training(table),
        hours(table),
        claims(table),
    )
}

fn training(table: &mut Table<'_>) -> String {
    let Some(mut training) = table.table("training") else {
        table.fault("training", "is missing; it names at least the hardware or says that it is unknown");
        return String::new();
    };
    if training.has("mfu") && !training.has("mfu_peak") {
        training.fault("mfu_peak", "is missing; an MFU means nothing without its peak");
    }
    let rust = format!(
        "Training {{ hardware: {}, chip_count: {}, precision: {}, mfu: {}, mfu_peak: {}, price: {} }}",
        training.hardware("hardware", Required),
        training.number("chip_count", &measure("Chips", 1.0, 1e7), Optional),
        training.words("precision", Optional),
        training.number("mfu", &measure("Fraction", 0.001, 1.0), Optional),
        training.choice("mfu_peak", PRECISIONS, Optional),
        training.number("price", &measure("UsdPerGpuHour", 0.01, 100.0), Optional),
    );
    training.finish();
    rust
}

fn hours(table: &mut Table<'_>) -> String {
    let Some(mut hours) = table.table("hours") else { return "StageRuns::NONE".to_owned() };
    let stages: Vec<String> = ["base_model", "pretraining", "context_extension", "posttraining"]
        .iter()
        .map(|stage| {
            let runs = hours.texts(stage);
            for run in &runs {
                hours.reference(stage, run, "a run", &hours.known.runs);
            }
            format!("{stage}: &{runs:?}")
        })
        .collect();
    hours.finish();
    format!("StageRuns {{ {} }}", stages.join(", "))
}

fn claims(table: &mut Table<'_>) -> String {
    let claims: Vec<String> = table
        .tables("claim")
        .into_iter()
        .map(|mut claim| {
            let rust = format!(
                "Claim {{ says: {}, accounting: {}, bound: {}, usd: {} }}",
                claim.text("says"),
                claim.word("accounting", ACCOUNTING),
                bound(&mut claim),
                claim.number("usd", &measure("Usd", 1.0, 1e13), Required),
            );
            claim.finish();
            rust
        })
        .collect();
    claims.join(", ")
}

/// Whether the sum is a bound; it is the sum itself when the key is left out.
fn bound(claim: &mut Table<'_>) -> String {
    if claim.has("bound") {
        claim.word("bound", &[("at-least", "Bound::AtLeast"), ("at-most", "Bound::AtMost")])
    } else {
        "Bound::None".to_owned()
    }
}

fn architecture(table: &mut Table<'_>) -> String {
    let Some(mut config) = table.table("architecture") else { return "None".to_owned() };
    let citation = citation_with(&mut config, "Basis::Vendor", "None");
    let rust = format!(
        "Some(Architecture {{ hidden_size: {}, num_layers: {}, vocab_size: {}, tie_word_embeddings: {}, \
         position_embeddings: {}, feed_forward: {}, intermediate_size: {}, biases: {}, norms_per_layer: {}, \
         attention: {}, experts: {}, citation: {citation} }})",
        config.whole("hidden_size", 1, 1 << 20),
        config.whole("num_layers", 1, 10_000),
        config.whole("vocab_size", 1, 1 << 24),
        config.flag("tie_word_embeddings"),
        config.whole_or("position_embeddings", 0, 0, 1 << 24),
        config.word("feed_forward", &[("gated", "FeedForward::Gated"), ("plain", "FeedForward::Plain")]),
        config.whole("intermediate_size", 0, 1 << 24),
        config.word(
            "biases",
            &[
                ("none", "Biases::None"),
                ("qkv", "Biases::Qkv"),
                ("attention", "Biases::Attention"),
                ("all", "Biases::All"),
            ],
        ),
        config.whole("norms_per_layer", 1, 8),
        attention(&mut config),
        experts(&mut config),
    );
    config.finish();
    rust
}

fn attention(config: &mut Table<'_>) -> String {
    let Some(mut table) = config.table("attention") else {
        config.fault("attention", "is missing");
        return String::new();
    };
    let heads = table.whole("num_attention_heads", 1, 1 << 16);
    let kind = match table.str("kind") {
        "grouped" => format!(
            "AttentionKind::Grouped {{ num_key_value_heads: {}, head_dim: {}, qk_norm: {} }}",
            table.whole("num_key_value_heads", 1, heads),
            table.whole("head_dim", 1, 1 << 16),
            table.word("qk_norm", &[("none", "QkNorm::None"), ("head", "QkNorm::Head"), ("full", "QkNorm::Full")]),
        ),
        "mla" => format!(
            "AttentionKind::Mla {{ q_lora_rank: {}, kv_lora_rank: {}, qk_nope_head_dim: {}, qk_rope_head_dim: {}, \
             v_head_dim: {} }}",
            table.whole("q_lora_rank", 0, 1 << 16),
            table.whole("kv_lora_rank", 1, 1 << 16),
            table.whole("qk_nope_head_dim", 1, 1 << 16),
            table.whole("qk_rope_head_dim", 1, 1 << 16),
            table.whole("v_head_dim", 1, 1 << 16),
        ),
        other => {
            table.fault("kind", format!("`{other}` is not one of grouped, mla"));
            String::new()
        }
    };
    let window = if table.has("sliding_window") {
        format!(
            "Some(SlidingWindow {{ tokens: {}, layers: {} }})",
            table.whole("sliding_window", 1, 1 << 24),
            table.whole("sliding_layers", 1, 10_000),
        )
    } else {
        "None".to_owned()
    };
    table.finish();
    format!("Attention {{ num_attention_heads: {heads}, kind: {kind}, sliding_window: {window} }}")
}

fn experts(config: &mut Table<'_>) -> String {
    let Some(mut table) = config.table("experts") else { return "None".to_owned() };
    let num_experts = table.whole("num_experts", 1, 1 << 16);
    let rust = format!(
        "Some(Experts {{ num_experts: {num_experts}, num_experts_per_token: {}, moe_intermediate_size: {}, \
         shared_intermediate_size: {}, num_dense_layers: {} }})",
        table.whole("num_experts_per_token", 1, num_experts),
        table.whole("moe_intermediate_size", 1, 1 << 24),
        table.whole("shared_intermediate_size", 0, 1 << 24),
        table.whole("num_dense_layers", 0, 10_000),
    );
    let shared = table.whole("num_shared_experts", 0, 1 << 16);
    if (shared == 0) != rust.contains("shared_intermediate_size: 0,") {
        table.fault("shared_intermediate_size", "and num_shared_experts are 0 together or not at all");
    }
    table.finish();
    rust
}
