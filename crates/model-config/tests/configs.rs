//! Public configurations, with the keys that counting needs and a few that it must pass over, against published sizes.

use cost_model::architecture;
use cost_model::catalogue::Catalogue;
use cost_model::units::Tokens;
use model_config::read;

/// A model's name, its published size in parameters (of the checkpoint without prediction modules), and its file.
const CONFIGS: &[(&str, f64, &str)] = &[
    (
        "Llama 2 7B",
        6.738e9,
        r#"{"architectures":["LlamaForCausalLM"],"model_type":"llama","hidden_size":4096,"intermediate_size":11008,"num_attention_heads":32,"num_hidden_layers":32,"num_key_value_heads":32,"rms_norm_eps":1e-05,"rope_scaling":null,"tie_word_embeddings":false,"vocab_size":32000,"max_position_embeddings":4096}"#,
    ),
    (
        "Llama 2 70B",
        68.98e9,
        r#"{"model_type":"llama","hidden_size":8192,"intermediate_size":28672,"num_attention_heads":64,"num_hidden_layers":80,"num_key_value_heads":8,"vocab_size":32000}"#,
    ),
    (
        "Llama 3 8B",
        8.03e9,
        r#"{"model_type":"llama","hidden_size":4096,"intermediate_size":14336,"num_attention_heads":32,"num_hidden_layers":32,"num_key_value_heads":8,"vocab_size":128256,"attention_bias":false,"mlp_bias":false}"#,
    ),
    (
        "Llama 3.1 405B",
        405.85e9,
        r#"{"model_type":"llama","hidden_size":16384,"intermediate_size":53248,"num_attention_heads":128,"num_hidden_layers":126,"num_key_value_heads":8,"vocab_size":128256,"rope_scaling":{"factor":8.0,"rope_type":"llama3"}}"#,
    ),
    (
        "Llama 3.2 1B",
        1.2358e9,
        r#"{"model_type":"llama","hidden_size":2048,"intermediate_size":8192,"num_attention_heads":32,"num_hidden_layers":16,"num_key_value_heads":8,"head_dim":64,"vocab_size":128256,"tie_word_embeddings":true}"#,
    ),
    (
        "Mistral 7B",
        7.2417e9,
        r#"{"model_type":"mistral","hidden_size":4096,"intermediate_size":14336,"num_attention_heads":32,"num_hidden_layers":32,"num_key_value_heads":8,"sliding_window":4096,"vocab_size":32000}"#,
    ),
    (
        "Mixtral 8x7B",
        46.703e9,
        r#"{"model_type":"mixtral","hidden_size":4096,"intermediate_size":14336,"num_attention_heads":32,"num_hidden_layers":32,"num_key_value_heads":8,"num_local_experts":8,"num_experts_per_tok":2,"sliding_window":null,"vocab_size":32000}"#,
    ),
    (
        "Mixtral 8x22B",
        140.63e9,
        r#"{"model_type":"mixtral","hidden_size":6144,"intermediate_size":16384,"num_attention_heads":48,"num_hidden_layers":56,"num_key_value_heads":8,"num_local_experts":8,"num_experts_per_tok":2,"sliding_window":null,"vocab_size":32768}"#,
    ),
    (
        "Qwen2.5 7B",
        7.6156e9,
        r#"{"model_type":"qwen2","hidden_size":3584,"intermediate_size":18944,"num_attention_heads":28,"num_hidden_layers":28,"num_key_value_heads":4,"sliding_window":131072,"use_sliding_window":false,"tie_word_embeddings":false,"vocab_size":152064}"#,
    ),
    (
        "Qwen2.5 72B",
        72.706e9,
        r#"{"model_type":"qwen2","hidden_size":8192,"intermediate_size":29568,"num_attention_heads":64,"num_hidden_layers":80,"num_key_value_heads":8,"use_sliding_window":false,"vocab_size":152064}"#,
    ),
    (
        "Qwen3 0.6B",
        0.596e9,
        r#"{"model_type":"qwen3","hidden_size":1024,"intermediate_size":3072,"num_attention_heads":16,"num_hidden_layers":28,"num_key_value_heads":8,"head_dim":128,"tie_word_embeddings":true,"vocab_size":151936,"attention_bias":false}"#,
    ),
    (
        "Qwen3 235B-A22B",
        235.09e9,
        r#"{"model_type":"qwen3_moe","hidden_size":4096,"intermediate_size":12288,"moe_intermediate_size":1536,"num_attention_heads":64,"num_hidden_layers":94,"num_key_value_heads":4,"head_dim":128,"num_experts":128,"num_experts_per_tok":8,"decoder_sparse_step":1,"mlp_only_layers":[],"vocab_size":151936}"#,
    ),
    (
        "Qwen3-Next 80B-A3B",
        79.67e9,
        r#"{"model_type":"qwen3_next","hidden_size":2048,"intermediate_size":5120,"moe_intermediate_size":512,"shared_expert_intermediate_size":512,"num_attention_heads":16,"num_hidden_layers":48,"num_key_value_heads":2,"head_dim":256,"num_experts":512,"num_experts_per_tok":10,"decoder_sparse_step":1,"full_attention_interval":4,"linear_conv_kernel_dim":4,"linear_key_head_dim":128,"linear_num_key_heads":16,"linear_num_value_heads":32,"linear_value_head_dim":128,"mlp_only_layers":[],"vocab_size":151936}"#,
    ),
    (
        "DeepSeek-V2-Lite",
        15.706e9,
        r#"{"model_type":"deepseek_v2","hidden_size":2048,"intermediate_size":10944,"moe_intermediate_size":1408,"num_attention_heads":16,"num_hidden_layers":27,"num_key_value_heads":16,"q_lora_rank":null,"kv_lora_rank":512,"qk_nope_head_dim":128,"qk_rope_head_dim":64,"v_head_dim":128,"n_routed_experts":64,"n_shared_experts":2,"num_experts_per_tok":6,"first_k_dense_replace":1,"moe_layer_freq":1,"vocab_size":102400}"#,
    ),
    (
        "DeepSeek-V3",
        671.026e9,
        r#"{"model_type":"deepseek_v3","hidden_size":7168,"intermediate_size":18432,"moe_intermediate_size":2048,"num_attention_heads":128,"num_hidden_layers":61,"num_key_value_heads":128,"q_lora_rank":1536,"kv_lora_rank":512,"qk_nope_head_dim":128,"qk_rope_head_dim":64,"v_head_dim":128,"n_routed_experts":256,"n_shared_experts":1,"num_experts_per_tok":8,"first_k_dense_replace":3,"moe_layer_freq":1,"num_nextn_predict_layers":1,"n_group":8,"topk_group":4,"quantization_config":{"fmt":"e4m3"},"vocab_size":129280,"max_position_embeddings":163840}"#,
    ),
    (
        "Kimi K2",
        1026.4e9,
        r#"{"model_type":"kimi_k2","hidden_size":7168,"intermediate_size":18432,"moe_intermediate_size":2048,"num_attention_heads":64,"num_hidden_layers":61,"num_key_value_heads":64,"q_lora_rank":1536,"kv_lora_rank":512,"qk_nope_head_dim":128,"qk_rope_head_dim":64,"v_head_dim":128,"n_routed_experts":384,"n_shared_experts":1,"num_experts_per_tok":8,"first_k_dense_replace":1,"moe_layer_freq":1,"num_nextn_predict_layers":0,"vocab_size":163840}"#,
    ),
    (
        "Gemma 2 27B",
        27.227e9,
        r#"{"model_type":"gemma2","hidden_size":4608,"intermediate_size":36864,"num_attention_heads":32,"num_hidden_layers":46,"num_key_value_heads":16,"head_dim":128,"sliding_window":4096,"vocab_size":256000}"#,
    ),
    (
        "Gemma 3 27B",
        27.009e9,
        r#"{"model_type":"gemma3","text_config":{"model_type":"gemma3_text","hidden_size":5376,"intermediate_size":21504,"num_attention_heads":32,"num_hidden_layers":62,"num_key_value_heads":16,"head_dim":128,"sliding_window":1024,"sliding_window_pattern":6,"vocab_size":262208},"vision_config":{"hidden_size":1152,"num_hidden_layers":27}}"#,
    ),
    (
        "Phi-3 mini",
        3.8211e9,
        r#"{"model_type":"phi3","hidden_size":3072,"intermediate_size":8192,"num_attention_heads":32,"num_hidden_layers":32,"num_key_value_heads":32,"sliding_window":2047,"vocab_size":32064}"#,
    ),
    (
        "Phi-4",
        14.66e9,
        r#"{"model_type":"phi3","hidden_size":5120,"intermediate_size":17920,"num_attention_heads":40,"num_hidden_layers":40,"num_key_value_heads":10,"sliding_window":null,"vocab_size":100352}"#,
    ),
    (
        "GPT-NeoX 20B",
        20.554e9,
        r#"{"model_type":"gpt_neox","hidden_size":6144,"intermediate_size":24576,"num_attention_heads":64,"num_hidden_layers":44,"tie_word_embeddings":false,"vocab_size":50432}"#,
    ),
    (
        "Pythia 6.9B",
        6.857e9,
        r#"{"model_type":"gpt_neox","hidden_size":4096,"intermediate_size":16384,"num_attention_heads":32,"num_hidden_layers":32,"vocab_size":50432}"#,
    ),
    (
        "GPT-2",
        0.12444e9,
        r#"{"model_type":"gpt2","n_embd":768,"n_head":12,"n_layer":12,"n_positions":1024,"n_ctx":1024,"vocab_size":50257,"n_inner":null}"#,
    ),
    (
        "GPT-2 XL",
        1.5576e9,
        r#"{"model_type":"gpt2","n_embd":1600,"n_head":25,"n_layer":48,"n_positions":1024,"vocab_size":50257}"#,
    ),
    (
        "Falcon 7B",
        6.9217e9,
        r#"{"model_type":"falcon","hidden_size":4544,"num_attention_heads":71,"num_hidden_layers":32,"multi_query":true,"parallel_attn":true,"bias":false,"alibi":false,"new_decoder_architecture":false,"vocab_size":65024}"#,
    ),
    (
        "Falcon 40B",
        41.3e9,
        r#"{"model_type":"falcon","hidden_size":8192,"num_attention_heads":128,"num_hidden_layers":60,"num_kv_heads":8,"multi_query":true,"parallel_attn":true,"bias":false,"new_decoder_architecture":true,"vocab_size":65024}"#,
    ),
    (
        "BLOOM 176B",
        176.247e9,
        r#"{"model_type":"bloom","n_embed":14336,"hidden_size":14336,"n_head":112,"num_attention_heads":112,"n_layer":70,"vocab_size":250880}"#,
    ),
    (
        "OPT 66B",
        65.7e9,
        r#"{"model_type":"opt","hidden_size":9216,"ffn_dim":36864,"num_attention_heads":72,"num_hidden_layers":64,"max_position_embeddings":2048,"vocab_size":50272}"#,
    ),
    (
        "OLMo 2 13B",
        13.716e9,
        r#"{"model_type":"olmo2","hidden_size":5120,"intermediate_size":13824,"num_attention_heads":40,"num_hidden_layers":40,"num_key_value_heads":40,"vocab_size":100352}"#,
    ),
    (
        "OLMoE 1B-7B",
        6.919e9,
        r#"{"model_type":"olmoe","hidden_size":2048,"intermediate_size":1024,"num_attention_heads":16,"num_hidden_layers":16,"num_key_value_heads":16,"num_experts":64,"num_experts_per_tok":8,"vocab_size":50304}"#,
    ),
    (
        "gpt-oss-120b",
        116.83e9,
        r#"{"model_type":"gpt_oss","hidden_size":2880,"intermediate_size":2880,"num_attention_heads":64,"num_hidden_layers":36,"num_key_value_heads":8,"head_dim":64,"num_local_experts":128,"num_experts_per_tok":4,"experts_per_token":4,"attention_bias":true,"sliding_window":128,"vocab_size":201088,"layer_types":["sliding_attention","full_attention","sliding_attention","full_attention","sliding_attention","full_attention","sliding_attention","full_attention","sliding_attention","full_attention","sliding_attention","full_attention","sliding_attention","full_attention","sliding_attention","full_attention","sliding_attention","full_attention","sliding_attention","full_attention","sliding_attention","full_attention","sliding_attention","full_attention","sliding_attention","full_attention","sliding_attention","full_attention","sliding_attention","full_attention","sliding_attention","full_attention","sliding_attention","full_attention","sliding_attention","full_attention"]}"#,
    ),
    (
        "GLM-4.5",
        352.8e9,
        r#"{"model_type":"glm4_moe","hidden_size":5120,"intermediate_size":12288,"moe_intermediate_size":1536,"num_attention_heads":96,"num_hidden_layers":92,"num_key_value_heads":8,"head_dim":128,"n_routed_experts":160,"n_shared_experts":1,"num_experts_per_tok":8,"first_k_dense_replace":3,"num_nextn_predict_layers":1,"attention_bias":true,"use_qk_norm":true,"vocab_size":151552}"#,
    ),
    (
        "DBRX",
        131.6e9,
        r#"{"model_type":"dbrx","d_model":6144,"n_heads":48,"n_layers":40,"attn_config":{"kv_n_heads":8},"ffn_config":{"ffn_hidden_size":10752,"moe_num_experts":16,"moe_top_k":4},"vocab_size":100352}"#,
    ),
    (
        "MPT 7B",
        6.649e9,
        r#"{"model_type":"mpt","d_model":4096,"n_heads":32,"n_layers":32,"expansion_ratio":4,"no_bias":true,"vocab_size":50432}"#,
    ),
];

#[test]
fn published_sizes_are_met_to_half_a_percent() {
    assert!(CONFIGS.len() >= 30);
    for (name, published, json) in CONFIGS {
        let imported = read(json).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        let counted = architecture::total_parameters(&imported.architecture).get();
        let off = counted / published - 1.0;
        assert!(off.abs() <= 0.005, "{name}: counted {counted:.4e}, published {published:.4e}, {:+.2}%", 100.0 * off);
    }
}

#[test]
fn the_catalogue_has_the_same_configurations() {
    let same = [
        ("Llama 3.1 405B", "llama-3.1-405b"),
        ("DeepSeek-V3", "deepseek-v3"),
        ("Kimi K2", "kimi-k2"),
        ("Mixtral 8x7B", "mixtral-8x7b"),
        ("OLMo 2 13B", "olmo-2-13b"),
        ("OLMoE 1B-7B", "olmoe-1b-7b"),
        ("Qwen3 235B-A22B", "qwen3-235b-a22b"),
        ("Llama 2 70B", "llama-2-70b"),
    ];
    for (name, slug) in same {
        let json = CONFIGS.iter().find(|(other, _, _)| *other == name).expect(name).2;
        let imported = read(json).expect(name).architecture;
        let published =
            Catalogue::current().model(slug).and_then(|model| model.architecture.as_ref()).expect(slug).value();
        let sizes = |of| {
            let work = architecture::flop_per_token(of, Tokens::new(4096.0));
            (architecture::total_parameters(of), work.forward.total(), architecture::kv_cache_elements_per_token(of))
        };
        assert_eq!(sizes(&imported), sizes(&published), "{name}");
    }
}

#[test]
fn a_token_of_deepseek_v3_takes_250_4_gflop_and_leaves_70_272_bytes() {
    let json = CONFIGS.iter().find(|(name, _, _)| *name == "DeepSeek-V3").expect("V3").2;
    let imported = read(json).expect("V3");
    let work = architecture::flop_per_token(&imported.architecture, Tokens::new(4096.0));
    let total = (work.forward.total() + work.backward.total()).get();
    assert!((total / 250.4e9 - 1.0).abs() < 0.001, "{total:e}");
    assert_eq!(2 * architecture::kv_cache_elements_per_token(&imported.architecture), 70_272);
    assert_eq!(imported.max_position_embeddings, Some(163_840));
    assert!(imported.notes.iter().any(|note| note.contains("quantization_config")));
    // The checkpoint with its prediction module has 685 billion, of which embedding and head are shared.
    let module = architecture::prediction_parameters(&imported.architecture).get();
    assert!((module / 11.5e9 - 1.0).abs() < 0.02, "{module:e}");
}

/// 48B in its name, 49.1B in its checkpoint.
#[test]
fn kimi_linear_has_latent_and_linear_layers() {
    let json = r#"{"model_type":"kimi_linear","hidden_size":2304,"intermediate_size":9216,"moe_intermediate_size":1024,
        "num_attention_heads":32,"num_hidden_layers":27,"num_key_value_heads":32,"kv_lora_rank":512,"q_lora_rank":null,
        "qk_nope_head_dim":128,"qk_rope_head_dim":64,"v_head_dim":128,"num_experts":256,"num_experts_per_token":8,
        "num_shared_experts":1,"first_k_dense_replace":1,"vocab_size":163840,"linear_attn_config":{"head_dim":128,
        "num_heads":32,"short_conv_kernel_size":4,"full_attn_layers":[4,8,12,16,20,24,27],
        "kda_layers":[1,2,3,5,6,7,9,10,11,13,14,15,17,18,19,21,22,23,25,26]}}"#;
    let imported = read(json).expect("Kimi Linear");
    let counted = architecture::total_parameters(&imported.architecture).get();
    assert!((counted / 49.1e9 - 1.0).abs() < 0.02, "{counted:e}");
    assert_eq!(imported.architecture.attention.linear.map(|linear| linear.layers), Some(20));
    assert_eq!(architecture::kv_cache_elements_per_token(&imported.architecture), 7 * 576);
}

#[test]
fn a_part_of_layers_may_be_linear_or_windowed() {
    let of = |name: &str| {
        let json = CONFIGS.iter().find(|(other, _, _)| *other == name).expect(name).2;
        read(json).expect(name).architecture.attention
    };
    assert_eq!(of("Qwen3-Next 80B-A3B").linear.map(|linear| linear.layers), Some(36));
    assert_eq!(of("Gemma 3 27B").sliding_window.map(|window| window.layers), Some(52));
    assert_eq!(of("Gemma 2 27B").sliding_window.map(|window| window.layers), Some(23));
    assert_eq!(of("gpt-oss-120b").sliding_window.map(|window| (window.tokens, window.layers)), Some((128, 18)));
    assert_eq!(of("Qwen2.5 7B").sliding_window, None);
    assert_eq!(of("Mistral 7B").sliding_window.map(|window| window.layers), Some(32));
}
