//! `models/*.toml`: one model each, with its architecture where that is public.

use crate::editions::newest_first;
use crate::figure::{
    Presence::{Optional, Required},
    citation_with, measure,
};
use crate::hardware::PRECISIONS;
use crate::reader::{Table, field, is_slug, list};

const ACCOUNTING: &[&str] = &[
    "increment",
    "rented-final-run",
    "owned-amortised",
    "all-compute",
    "cluster-purchase",
    "fleet-purchase",
    "whole-lab",
    "unstated",
];

pub(crate) fn compile(slug: &str, table: &mut Table<'_>) -> String {
    if !is_slug(slug) {
        table.fault("", "the file's name is not a slug");
    }
    let params = measure("Parameters", 1e6, 1e14);
    [
        table.since_mark(),
        field(slug),
        table.text("name"),
        table.text("developer"),
        table.texts("aliases"),
        table.number("year", &measure("Year", 2015.0, 2100.0), Required),
        table.choice("weights", &["open", "closed"], Required),
        table.number("total_params", &params, Required),
        table.number("active_params", &params, Optional),
        table.number("tokens", &measure("Tokens", 1e6, 1e16), Required),
        table.number("sequence_length", &measure("Tokens", 1.0, 1e8), Optional),
        table.number("training_flop", &measure("Flop", 1e15, 1e30), Optional),
        architecture(table),
        training(table),
        hours(table),
        claims(table),
    ]
    .concat()
}

fn training(table: &mut Table<'_>) -> String {
    let Some(mut training) = table.table("training") else {
        table.fault("training", "is missing; it names at least the hardware or says that it is unknown");
        return String::new();
    };
    if training.has("mfu") && !training.has("mfu_peak") {
        training.fault("mfu_peak", "is missing; an MFU means nothing without its peak");
    }
    let fields = [
        training.hardware("hardware", Required),
        training.number("chip_count", &measure("Chips", 1.0, 1e7), Optional),
        training.number("batch_tokens", &measure("Tokens", 1.0, 1e10), Optional),
        training.words("precision", Optional),
        training.number("mfu", &measure("Fraction", 0.001, 1.0), Optional),
        training.choice("mfu_peak", PRECISIONS, Optional),
        training.number("price", &measure("UsdPerGpuHour", 0.01, 100.0), Optional),
    ]
    .concat();
    training.finish();
    fields
}

/// Empty lists when no run was published.
fn hours(table: &mut Table<'_>) -> String {
    let stages = ["base_model", "pretraining", "context_extension", "posttraining"];
    let Some(mut hours) = table.table("hours") else { return stages.map(|_| list(&[])).concat() };
    let runs_of_stages = stages.map(|stage| {
        for run in hours.strs(stage) {
            hours.reference(stage, run, "a run", &hours.known.runs);
        }
        hours.texts(stage)
    });
    hours.finish();
    runs_of_stages.concat()
}

/// The sources of what was said in public of the cost of a file's model.
pub(crate) fn claimed(file: &toml::Table) -> impl Iterator<Item = String> {
    let items = |value: &toml::Value| value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
    let claims = file.get("claim").map(items).unwrap_or_default();
    let figures = claims.into_iter().filter_map(move |claim| claim.get("usd").map(items)).flatten();
    figures.filter_map(|figure| Some(figure.get("source")?.as_str()?.to_owned()))
}

fn claims(table: &mut Table<'_>) -> String {
    let claims: Vec<String> = table
        .tables("claim")
        .into_iter()
        .map(|mut claim| {
            let fields = [
                claim.since_mark(),
                claim.text("says"),
                claim.word("accounting", ACCOUNTING),
                bound(&mut claim),
                claim.number("usd", &measure("Usd", 1.0, 1e13), Required),
            ]
            .concat();
            claim.finish();
            fields
        })
        .collect();
    list(&claims)
}

/// Whether the sum is a bound; it is the sum itself when the key is left out.
fn bound(claim: &mut Table<'_>) -> String {
    if claim.has("bound") { claim.word("bound", &["at-least", "at-most"]) } else { field("") }
}

/// A whole number as a field.
fn whole(table: &mut Table<'_>, key: &str, min: i64, max: i64) -> String {
    field(table.whole(key, min, max))
}

/// In each edition a list of one, or of none where the configuration was not public.
fn architecture(table: &mut Table<'_>) -> String {
    let mut editions = Vec::new();
    for mut config in table.tables("architecture") {
        let since = config.since();
        if editions.iter().any(|(of, _)| *of == since) {
            config.fault("since", "is that of another configuration");
        }
        let fields = configuration(&mut config);
        config.finish();
        editions.push((since, list(&[fields])));
    }
    newest_first(editions, list(&[]))
}

fn configuration(config: &mut Table<'_>) -> String {
    let citation = citation_with(config, &field("vendor"), &field(""));
    [
        whole(config, "hidden_size", 1, 1 << 20),
        whole(config, "num_layers", 1, 10_000),
        whole(config, "vocab_size", 1, 1 << 24),
        config.flag("tie_word_embeddings"),
        field(config.whole_or("position_embeddings", 0, 0, 1 << 24)),
        config.word("feed_forward", &["gated", "plain"]),
        whole(config, "intermediate_size", 0, 1 << 24),
        config.word("biases", &["none", "qkv", "attention", "matrices", "all"]),
        whole(config, "norms_per_layer", 1, 8),
        attention(config),
        experts(config),
        field(config.whole_or("num_nextn_predict_layers", 0, 0, 64)),
        citation,
    ]
    .concat()
}

fn attention(config: &mut Table<'_>) -> String {
    let Some(mut table) = config.table("attention") else {
        config.fault("attention", "is missing");
        return String::new();
    };
    let heads = table.whole("num_attention_heads", 1, 1 << 16);
    let kind = match table.str("kind") {
        "grouped" => [
            field("grouped"),
            whole(&mut table, "num_key_value_heads", 1, heads),
            whole(&mut table, "head_dim", 1, 1 << 16),
            table.word("qk_norm", &["none", "head", "full"]),
        ]
        .concat(),
        "mla" => [
            field("mla"),
            whole(&mut table, "q_lora_rank", 0, 1 << 16),
            whole(&mut table, "kv_lora_rank", 1, 1 << 16),
            whole(&mut table, "qk_nope_head_dim", 1, 1 << 16),
            whole(&mut table, "qk_rope_head_dim", 1, 1 << 16),
            whole(&mut table, "v_head_dim", 1, 1 << 16),
        ]
        .concat(),
        other => {
            table.fault("kind", format!("`{other}` is not one of grouped, mla"));
            String::new()
        }
    };
    let window = if table.has("sliding_window") {
        let tokens = whole(&mut table, "sliding_window", 1, 1 << 24);
        list(&[tokens + &whole(&mut table, "sliding_layers", 1, 10_000)])
    } else {
        list(&[])
    };
    let output_gate = if table.has("output_gate") { table.flag("output_gate") } else { field("false") };
    let linear = linear(&mut table);
    table.finish();
    [field(heads), kind, output_gate, window, linear].concat()
}

/// A list of one, or of none when no layer has linear attention.
fn linear(attention: &mut Table<'_>) -> String {
    let Some(mut table) = attention.table("linear") else { return list(&[]) };
    let fields = [
        table.word("kind", &["gated-delta", "kimi-delta", "lightning"]),
        whole(&mut table, "layers", 1, 10_000),
        whole(&mut table, "num_key_heads", 1, 1 << 16),
        whole(&mut table, "num_value_heads", 1, 1 << 16),
        whole(&mut table, "key_head_dim", 1, 1 << 16),
        whole(&mut table, "value_head_dim", 1, 1 << 16),
        field(table.whole_or("conv_kernel_dim", 0, 0, 1 << 16)),
    ]
    .concat();
    table.finish();
    list(&[fields])
}

/// A list of one, or of none in a dense model.
fn experts(config: &mut Table<'_>) -> String {
    let Some(mut table) = config.table("experts") else { return list(&[]) };
    let num_experts = table.whole("num_experts", 1, 1 << 16);
    let per_token = whole(&mut table, "num_experts_per_token", 1, num_experts);
    let inner_size = whole(&mut table, "moe_intermediate_size", 1, 1 << 24);
    let shared_size = table.whole("shared_intermediate_size", 0, 1 << 24);
    let dense_layers = whole(&mut table, "num_dense_layers", 0, 10_000);
    let shared = table.whole("num_shared_experts", 0, 1 << 16);
    if (shared == 0) != (shared_size == 0) {
        table.fault("shared_intermediate_size", "and num_shared_experts are 0 together or not at all");
    }
    table.finish();
    list(&[[field(num_experts), per_token, inner_size, field(shared_size), dense_layers].concat()])
}
