//! Keys and values by kind of attention.

use super::*;

fn with_heads(of: &Architecture, heads: u64) -> Architecture {
    let mut changed = *of;
    changed.attention.kind = AttentionKind::Grouped {
        num_key_value_heads: heads,
        head_dim: 128,
        qk_norm: cost_model::catalogue::QkNorm::None,
    };
    changed
}

/// The figures of the DeepSeek-V2 paper's table 1 for configurations of today, in BF16.
#[test]
fn bytes_of_a_token_follow_from_the_configuration() {
    let bytes = |model: &Architecture| served(model, H800).cache_bytes_per_token();
    let v3 = architecture("deepseek-v3");
    assert_eq!(bytes(&v3), 70_272.0);
    assert_eq!(bytes(&architecture("llama-3.1-405b")), 516_096.0);
    assert_eq!(bytes(&with_heads(&v3, 128)), 3_997_696.0);
    assert_eq!(bytes(&with_heads(&v3, 1)), 61.0 * 2.0 * 128.0 * 2.0);
    let in_eight = Served { cache_in_eight_bits: true, ..served(&v3, H800) };
    assert_eq!(in_eight.cache_bytes_per_token(), 35_136.0);
}

/// 93.3% (abstract of the DeepSeek-V2 paper), against DeepSeek 67B (95 layers of 8,192, 64 heads in 8 groups: its config.json
/// and paper, arXiv 2401.02954) in BF16, with V2's own cache in 6 bits on average (section 3.2.3).
#[test]
fn v2_keeps_93_percent_less_than_deepseek_67b() {
    let dense = architecture_text::parse(
        "hidden_size:8192,num_layers:95,vocab_size:102400,heads:64,kv_heads:8,intermediate_size:22016",
    )
    .expect("a configuration");
    near(architecture::total_parameters(&dense).get(), 67e9, 0.01);
    let before = architecture::kv_cache_elements_per_token(&dense) as f64 * 2.0;
    let after = architecture::kv_cache_elements_per_token(&architecture("deepseek-v2")) as f64 * 6.0 / 8.0;
    assert_eq!(format!("{:.1}%", 100.0 * (1.0 - after / before)), "93.3%");
}

#[test]
fn attention_between_two_places_adds_up_to_the_whole() {
    use cost_model::units::Tokens;
    for slug in ["deepseek-v3", "gpt-oss-120b", "minimax-text-01", "llama-3.1-70b"] {
        let Some(configured) = Catalogue::current().model(slug).and_then(|model| model.architecture.as_ref()) else {
            continue;
        };
        let model = configured.value();
        let part = |from: f64, to: f64| (to - from) * architecture::attention_flop_between(&model, from, to).get();
        let whole = part(0.0, 5000.0);
        near(whole / 5000.0, architecture::attention_flop_per_token(&model, Tokens::new(5000.0)).get() / 3.0, 1e-9);
        near(part(0.0, 100.0) + part(100.0, 700.0) + part(700.0, 5000.0), whole, 1e-9);
    }
}

/// A window keeps no more than its tokens: gpt-oss-120b sees 128 tokens in half of its 36 layers.
#[test]
fn windows_and_linear_layers_keep_less() {
    let model = architecture("gpt-oss-120b");
    let full = architecture::kv_cache_elements_per_token(&model) as f64;
    let kept = architecture::cache_elements_of_sequence(&model, 10_000.0);
    near(kept, full / 36.0 * (18.0 * 10_000.0 + 18.0 * 128.0), 1e-12);
    assert_eq!(architecture::cached_tokens_seen(&model, 100.0), 3600.0);
}
