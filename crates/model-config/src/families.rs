//! What a `model_type` takes for granted.

use cost_model::catalogue::{Biases, FeedForward, QkNorm};

/// What a file of a family need not say. Only what differs from Llama is set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Family {
    pub(crate) feed_forward: FeedForward,
    pub(crate) biases: Biases,
    pub(crate) norms_per_layer: u64,
    pub(crate) qk_norm: QkNorm,
    /// Whether the head shares the embedding's matrix when the file does not say.
    pub(crate) tied: bool,
    /// Whether there is a learned position table, and how many rows it has beyond the sequence; nothing for none.
    pub(crate) positions: Option<u64>,
    /// Inner width of a feed-forward block in hidden sizes when the file does not say.
    pub(crate) inner: Option<u64>,
    /// Every so many layers one sees the whole sequence and the rest a window, when the file does not list its layers.
    pub(crate) full_every: Option<u64>,
    /// Whether a window holds for every layer when the file names one and does not list its layers.
    pub(crate) windows_all: bool,
    /// Whether grouped attention has a gate on its output.
    pub(crate) output_gate: bool,
}

const LLAMA: Family = Family {
    feed_forward: FeedForward::Gated,
    biases: Biases::None,
    norms_per_layer: 2,
    qk_norm: QkNorm::None,
    tied: false,
    positions: None,
    inner: None,
    full_every: None,
    windows_all: true,
    output_gate: false,
};

const GPT: Family =
    Family { feed_forward: FeedForward::Plain, biases: Biases::All, tied: true, inner: Some(4), ..LLAMA };

/// The family of a `model_type`; nothing for one that nobody knows.
pub(crate) fn family(model_type: &str) -> Option<Family> {
    Some(match model_type {
        "llama" | "mistral" | "mixtral" | "deepseek" | "deepseek_v2" | "deepseek_v3" | "deepseek_v32" | "kimi_k2"
        | "kimi_linear" | "granite" | "granitemoe" | "phi3" | "phimoe" | "internlm" | "internlm2" | "internlm3"
        | "baichuan" | "smollm3" | "ernie4_5" | "ernie4_5_moe" | "yi" | "minimax" | "minimax_text_01" | "dbrx"
        | "llama4_text" | "llama4" | "arctic" | "xverse" | "orion" | "mistral3" | "helium" | "minicpm" | "apertus"
        | "seed_oss" | "bailing_moe" => LLAMA,
        "qwen2" | "qwen2_moe" | "qwen2_5_vl" | "qwen2_vl" | "qwen" => {
            // The window of these files is named but, by default, not used.
            Family { biases: Biases::Qkv, windows_all: false, ..LLAMA }
        }
        "qwen3" | "qwen3_moe" | "hunyuan_v1_dense" | "hunyuan_v1_moe" | "qwen3_vl_text" | "qwen3_vl_moe_text" => {
            Family { qk_norm: QkNorm::Head, windows_all: false, ..LLAMA }
        }
        "qwen3_next" => Family { qk_norm: QkNorm::Head, output_gate: true, ..LLAMA },
        "gemma" => Family { tied: true, ..LLAMA },
        "gemma2" => Family { tied: true, norms_per_layer: 4, full_every: Some(2), ..LLAMA },
        "gemma3" | "gemma3_text" => {
            Family { tied: true, norms_per_layer: 4, qk_norm: QkNorm::Head, full_every: Some(6), ..LLAMA }
        }
        "olmo" | "olmo1" => Family { norms_per_layer: 0, ..LLAMA },
        "olmo2" | "olmo3" | "flex_olmo" => Family { qk_norm: QkNorm::Full, ..LLAMA },
        "olmoe" => Family { qk_norm: QkNorm::Full, ..LLAMA },
        "cohere" | "cohere2" => Family { tied: true, norms_per_layer: 1, ..LLAMA },
        "gpt_oss" => Family { biases: Biases::Matrices, ..LLAMA },
        "glm" => Family { biases: Biases::Qkv, ..LLAMA },
        "glm4" => Family { biases: Biases::Qkv, norms_per_layer: 4, ..LLAMA },
        "glm4_moe" => Family { biases: Biases::Qkv, ..LLAMA },
        "chatglm" => Family { biases: Biases::Qkv, ..LLAMA },
        "nemotron" => Family { feed_forward: FeedForward::Plain, ..LLAMA },
        "stablelm" => Family { biases: Biases::None, ..LLAMA },
        "starcoder2" => Family { feed_forward: FeedForward::Plain, biases: Biases::All, tied: true, ..LLAMA },
        "gpt2" | "gpt_bigcode" => Family { positions: Some(0), ..GPT },
        "opt" => Family { positions: Some(2), ..GPT },
        "bloom" => GPT,
        "gpt_neox" => Family { tied: false, ..GPT },
        "gptj" | "codegen" => Family { tied: false, norms_per_layer: 1, ..GPT },
        "phi" | "phi-msft" => Family { tied: false, norms_per_layer: 1, ..GPT },
        "mpt" => Family { biases: Biases::None, ..GPT },
        "falcon" | "RefinedWeb" | "RefinedWebModel" => Family { biases: Biases::None, ..GPT },
        _ => return None,
    })
}

/// What an unknown `model_type` is read as.
pub(crate) const UNKNOWN: Family = LLAMA;
