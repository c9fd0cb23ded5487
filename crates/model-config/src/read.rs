//! From the keys of a file to a configuration.

use cost_model::architecture_text::{MOST_LAYERS, MOST_PARTS, MOST_ROWS, MOST_WIDTH};
use cost_model::catalogue::{
    Architecture, Attention, AttentionKind, Biases, Experts, FeedForward, LinearAttention, LinearKind, QkNorm,
    SlidingWindow,
};
use cost_model::words::model_config_read as words;

use crate::families::{Family, UNKNOWN, family};
use crate::{Fault, Imported};
use json_tree::Json;

/// Keys under which files with pictures or sound hold the language model.
const NESTED: [&str; 5] = ["text_config", "language_config", "llm_config", "thinker_config", "model_config"];

const HIDDEN: [&str; 5] = ["hidden_size", "n_embd", "d_model", "dim", "model_dim"];
const LAYERS: [&str; 4] = ["num_hidden_layers", "n_layer", "n_layers", "num_layers"];
const VOCABULARY: [&str; 2] = ["vocab_size", "padded_vocab_size"];
const HEADS: [&str; 4] = ["num_attention_heads", "n_head", "n_heads", "num_heads"];
const KEY_VALUE_HEADS: [&str; 4] = ["num_key_value_heads", "num_kv_heads", "n_head_kv", "multi_query_group_num"];
const HEAD_WIDTH: [&str; 3] = ["head_dim", "kv_channels", "attention_head_dim"];
const INNER: [&str; 6] =
    ["intermediate_size", "ffn_hidden_size", "ffn_dim", "n_inner", "hidden_dim", "ffn_intermediate_size"];
const POSITIONS: [&str; 4] = ["max_position_embeddings", "n_positions", "n_ctx", "max_seq_len"];
const EXPERTS: [&str; 5] =
    ["n_routed_experts", "num_local_experts", "num_experts", "moe_num_experts", "num_moe_experts"];
const EXPERTS_PER_TOKEN: [&str; 5] = ["num_experts_per_tok", "num_experts_per_token", "moe_top_k", "moe_k", "moe_topk"];
const EXPERT_WIDTH: [&str; 3] = ["moe_intermediate_size", "expert_intermediate_size", "moe_ffn_hidden_size"];
const SHARED_WIDTH: [&str; 2] = ["shared_expert_intermediate_size", "shared_intermediate_size"];
const SHARED_EXPERTS: [&str; 3] = ["n_shared_experts", "num_shared_experts", "moe_num_shared_experts"];

/// What the keys of layers begin with that are no transformer's.
const UNCOUNTABLE: [&str; 7] =
    ["mamba", "ssm_", "hybrid_", "attn_layer_period", "layers_block_type", "rwkv", "block_types"];

/// A file, or the part of it that holds the language model.
struct Config<'a> {
    json: &'a Json,
    family: Family,
    notes: Vec<String>,
}

/// Reads a whole file.
pub(crate) fn config(whole: &Json) -> Result<Imported, Fault> {
    if !matches!(whole, Json::Object(_)) {
        return Err(Fault::NotAnObject);
    }
    let mut notes = Vec::new();
    let nested = NESTED.iter().find_map(|key| whole.get(key).map(|json| (*key, json)));
    let json = match nested.filter(|(_, json)| matches!(json, Json::Object(_))) {
        Some((key, json)) => {
            notes.push(words::read_from(key));
            json
        }
        None => whole,
    };
    let named = |json: &Json| match json.get("model_type") {
        Some(Json::Text(name)) => name.clone(),
        _ => String::new(),
    };
    let model_type = [named(json), named(whole)].into_iter().find(|name| !name.is_empty()).unwrap_or_default();
    let family = family(&model_type).unwrap_or_else(|| {
        notes.push(match model_type.as_str() {
            "" => words::no_model_type().to_owned(),
            other => words::unknown_model_type(&json_tree::short(other)),
        });
        UNKNOWN
    });
    if whole.get("quantization_config").is_some() || json.get("quantization_config").is_some() {
        notes.push(words::quantization_left_out().to_owned());
    }
    if let Json::Object(pairs) = json
        && let Some((key, _)) = pairs.iter().find(|(key, _)| UNCOUNTABLE.iter().any(|start| key.starts_with(start)))
    {
        return Err(Fault::Uncountable { key: json_tree::short(key) });
    }
    let mut config = Config { json, family, notes };
    let architecture = config.architecture()?;
    Ok(Imported {
        architecture,
        model_type,
        max_position_embeddings: config.whole(&POSITIONS, 1, MOST_ROWS)?,
        notes: config.notes,
    })
}

impl Config<'_> {
    /// The first of several names under which there is a value other than null.
    fn named<'k>(&self, names: &[&'k str]) -> Option<(&'k str, &Json)> {
        names.iter().find_map(|name| Some((*name, self.json.get(name).filter(|value| **value != Json::Null)?)))
    }

    fn whole(&self, names: &[&str], least: u64, most: u64) -> Result<Option<u64>, Fault> {
        let Some((key, value)) = self.named(names) else { return Ok(None) };
        match value {
            Json::Whole(number) if (least..=most).contains(number) => Ok(Some(*number)),
            _ => Err(Fault::Unusable {
                key: key.to_owned(),
                value: value.shown(),
                allowed: words::whole_number(&least.to_string(), &most.to_string()),
            }),
        }
    }

    fn required(&self, what: &'static str, names: &[&str], most: u64) -> Result<u64, Fault> {
        self.whole(names, 1, most)?.ok_or_else(|| self.missing(what, names))
    }

    fn missing(&self, what: &'static str, names: &[&str]) -> Fault {
        let known = [&HIDDEN[..], &LAYERS, &VOCABULARY, &HEADS, &INNER, &EXPERTS];
        let found: Vec<&str> = known.iter().filter_map(|names| self.named(names).map(|(key, _)| key)).collect();
        Fault::Missing {
            what,
            names: names.join(", "),
            recognised: if found.is_empty() { words::nothing().to_owned() } else { found.join(", ") },
        }
    }

    fn flag(&self, names: &[&str]) -> Option<bool> {
        match self.named(names)?.1 {
            Json::Bool(flag) => Some(*flag),
            _ => None,
        }
    }

    fn architecture(&mut self) -> Result<Architecture, Fault> {
        let hidden = self.required(words::hidden_size(), &HIDDEN, MOST_WIDTH)?;
        let layers = self.required(words::layers(), &LAYERS, MOST_LAYERS)?;
        let heads = self.required(words::heads(), &HEADS, MOST_PARTS)?;
        // Llama 4 has a width of its own for layers without experts.
        let of_experts = self.inner(hidden)?;
        let inner = self.whole(&["intermediate_size_mlp"], 1, MOST_WIDTH)?.unwrap_or(of_experts);
        let experts = self.experts(of_experts, layers)?;
        let sequence = self.whole(&POSITIONS, 1, MOST_ROWS)?;
        Ok(Architecture {
            hidden_size: hidden,
            num_layers: layers,
            vocab_size: self.required(words::vocabulary(), &VOCABULARY, MOST_ROWS)?,
            tie_word_embeddings: self.flag(&["tie_word_embeddings"]).unwrap_or(self.family.tied),
            position_embeddings: match (self.family.positions, sequence) {
                (Some(beyond), Some(rows)) => rows.saturating_add(beyond),
                _ => 0,
            },
            feed_forward: self.feed_forward(),
            intermediate_size: inner,
            biases: self.biases(),
            norms_per_layer: self.norms_per_layer(),
            attention: Attention {
                num_attention_heads: heads,
                kind: self.attention_kind(hidden, heads)?,
                output_gate: self.family.output_gate,
                sliding_window: self.window(layers)?,
                linear: self.linear(layers, hidden, heads)?,
            },
            experts,
            num_nextn_predict_layers: self.whole(&["num_nextn_predict_layers"], 0, 64)?.unwrap_or(0),
        })
    }

    fn feed_forward(&mut self) -> FeedForward {
        // MPT, DBRX and others keep the shape in an object of its own; a gate is the rule among those with experts.
        if self.json.get("ffn_config").is_some_and(|ffn| ffn.get("moe_num_experts").is_some()) {
            return FeedForward::Gated;
        }
        self.family.feed_forward
    }

    /// Inner width of a dense block: as the file says, or as its family takes for granted.
    fn inner(&self, hidden: u64) -> Result<u64, Fault> {
        if let Some(inner) = self.whole(&INNER, 1, MOST_WIDTH)? {
            return Ok(inner);
        }
        if let Some(ratio) = self.whole(&["expansion_ratio"], 1, 64)?.or(self.family.inner) {
            return Ok(hidden.saturating_mul(ratio));
        }
        if let Some(width) = self.in_ffn_config("ffn_hidden_size") {
            return Ok(width);
        }
        // In a file in which every layer has experts, their width is the only one.
        self.whole(&EXPERT_WIDTH, 1, MOST_WIDTH)?.ok_or_else(|| self.missing(words::inner_width(), &INNER))
    }

    fn in_ffn_config(&self, key: &str) -> Option<u64> {
        match self.json.get("ffn_config")?.get(key)? {
            Json::Whole(number) if (1..=MOST_WIDTH).contains(number) => Some(*number),
            _ => None,
        }
    }

    fn biases(&self) -> Biases {
        let attention = self.flag(&["attention_bias", "use_qkv_bias", "qkv_bias", "add_qkv_bias"]);
        let everywhere = self.flag(&["mlp_bias", "use_bias", "bias", "add_bias_linear"]);
        match (self.family.biases, attention, everywhere) {
            (_, Some(true), Some(true)) => Biases::Matrices,
            (Biases::All, _, Some(false)) => Biases::None,
            (Biases::None, Some(true), _) => Biases::Attention,
            (Biases::Qkv, Some(false), _) => Biases::None,
            (family, _, _) => family,
        }
    }

    fn norms_per_layer(&self) -> u64 {
        // Falcon's first models run attention and feed-forward side by side behind one norm; so may GPT-NeoX, behind two.
        let is_parallel = self.flag(&["parallel_attn"]) == Some(true);
        let has_two = self.flag(&["new_decoder_architecture"]) == Some(true);
        if is_parallel && !has_two { 1 } else { self.family.norms_per_layer }
    }

    fn attention_kind(&self, hidden: u64, heads: u64) -> Result<AttentionKind, Fault> {
        if let Some(kv_lora_rank) = self.whole(&["kv_lora_rank"], 1, MOST_WIDTH)? {
            let width = |key: &'static str, what| self.required(what, &[key], MOST_WIDTH);
            return Ok(AttentionKind::Mla {
                q_lora_rank: self.whole(&["q_lora_rank"], 0, MOST_WIDTH)?.unwrap_or(0),
                kv_lora_rank,
                qk_nope_head_dim: width("qk_nope_head_dim", words::key_width())?,
                qk_rope_head_dim: width("qk_rope_head_dim", words::position_width())?,
                v_head_dim: width("v_head_dim", words::value_width())?,
            });
        }
        let is_multi_query =
            self.flag(&["multi_query"]) == Some(true) && self.flag(&["new_decoder_architecture"]) != Some(true);
        let nested = match self.json.get("attn_config").and_then(|attention| attention.get("kv_n_heads")) {
            Some(Json::Whole(number)) if (1..=heads).contains(number) => Some(*number),
            _ => None,
        };
        let key_value = if is_multi_query { Some(1) } else { self.whole(&KEY_VALUE_HEADS, 1, heads)?.or(nested) };
        let head_dim = match self.whole(&HEAD_WIDTH, 1, MOST_WIDTH)? {
            Some(width) => width,
            None if hidden.is_multiple_of(heads) => apiece(hidden, heads),
            None => return Err(self.missing(words::head_width(), &HEAD_WIDTH)),
        };
        Ok(AttentionKind::Grouped {
            num_key_value_heads: key_value.unwrap_or(heads),
            head_dim,
            qk_norm: match self.flag(&["use_qk_norm", "qk_layernorm", "use_qk_layernorm"]) {
                Some(true) => QkNorm::Head,
                Some(false) => QkNorm::None,
                None => self.family.qk_norm,
            },
        })
    }

    /// How many layers the file lists under a name.
    fn listed(&self, name: &str) -> Option<u64> {
        match self.json.get("layer_types")? {
            Json::List(types) => {
                Some(types.iter().filter(|kind| matches!(kind, Json::Text(text) if text == name)).count() as u64)
            }
            _ => None,
        }
    }

    fn window(&self, layers: u64) -> Result<Option<SlidingWindow>, Fault> {
        let Some(tokens) = self.whole(&["sliding_window", "attention_chunk_size"], 1, MOST_ROWS)? else {
            return Ok(None);
        };
        if self.flag(&["use_sliding_window"]) == Some(false) {
            return Ok(None);
        }
        let pattern = self.whole(&["sliding_window_pattern", "_sliding_window_pattern"], 1, MOST_LAYERS)?;
        let listed =
            self.listed("sliding_attention").or_else(|| self.listed("chunked_attention").filter(|count| *count > 0));
        let windowed = match (listed, pattern.or(self.family.full_every)) {
            (Some(count), _) => count.min(layers),
            (None, Some(every)) => all_but_each(every, layers),
            (None, None) if self.family.windows_all => layers,
            (None, None) => 0,
        };
        Ok((windowed > 0).then_some(SlidingWindow { tokens, layers: windowed }))
    }

    fn linear(&mut self, layers: u64, hidden: u64, heads: u64) -> Result<Option<LinearAttention>, Fault> {
        if let Some(linear) = self.lightning(layers, hidden, heads)?.or(self.kimi(layers)) {
            return Ok(Some(linear));
        }
        let key_heads = self.whole(&["linear_num_key_heads"], 1, MOST_PARTS)?;
        let (Some(num_key_heads), Some(num_value_heads), Some(key_head_dim), Some(value_head_dim)) = (
            key_heads,
            self.whole(&["linear_num_value_heads"], 1, MOST_PARTS)?,
            self.whole(&["linear_key_head_dim"], 1, MOST_PARTS)?,
            self.whole(&["linear_value_head_dim"], 1, MOST_PARTS)?,
        ) else {
            return Ok(None);
        };
        let every = self.whole(&["full_attention_interval"], 1, MOST_LAYERS)?.unwrap_or(4);
        let count = self.listed("linear_attention").unwrap_or(all_but_each(every, layers)).min(layers);
        Ok((count > 0).then_some(LinearAttention {
            kind: LinearKind::GatedDelta,
            layers: count,
            num_key_heads,
            num_value_heads,
            key_head_dim,
            value_head_dim,
            conv_kernel_dim: self.whole(&["linear_conv_kernel_dim"], 0, MOST_PARTS)?.unwrap_or(0),
        }))
    }

    /// Kimi Linear keeps what its linear layers are in an object of its own.
    fn kimi(&self, layers: u64) -> Option<LinearAttention> {
        let linear = self.json.get("linear_attn_config")?;
        let Some(Json::List(listed)) = linear.get("kda_layers") else { return None };
        let whole = |key: &str| match linear.get(key) {
            Some(Json::Whole(number)) if (1..=MOST_PARTS).contains(number) => Some(*number),
            _ => None,
        };
        let (heads, width) = (whole("num_heads")?, whole("head_dim")?);
        let count = (listed.len() as u64).min(layers);
        (count > 0).then_some(LinearAttention {
            kind: LinearKind::KimiDelta,
            layers: count,
            num_key_heads: heads,
            num_value_heads: heads,
            key_head_dim: width,
            value_head_dim: width,
            conv_kernel_dim: whole("short_conv_kernel_size").unwrap_or(0),
        })
    }

    /// MiniMax lists its layers as zeros, with lightning attention, and ones, with softmax.
    fn lightning(&self, layers: u64, hidden: u64, heads: u64) -> Result<Option<LinearAttention>, Fault> {
        let zeros = match self.json.get("attn_type_list") {
            Some(Json::List(types)) => types.iter().filter(|kind| **kind == Json::Whole(0)).count() as u64,
            _ => return Ok(None),
        };
        let width = self.whole(&HEAD_WIDTH, 1, MOST_PARTS)?.unwrap_or(apiece(hidden, heads).max(1));
        Ok((zeros > 0).then_some(LinearAttention {
            kind: LinearKind::Lightning,
            layers: zeros.min(layers),
            num_key_heads: heads,
            num_value_heads: heads,
            key_head_dim: width,
            value_head_dim: width,
            conv_kernel_dim: 0,
        }))
    }

    fn experts(&mut self, inner: u64, layers: u64) -> Result<Option<Experts>, Fault> {
        let in_object = self.in_ffn_config("moe_num_experts");
        let Some(num_experts) = self.whole(&EXPERTS, 0, MOST_PARTS)?.or(in_object).filter(|count| *count > 1) else {
            return Ok(None);
        };
        let per_token = self.whole(&EXPERTS_PER_TOKEN, 1, num_experts)?.or(self.in_ffn_config("moe_top_k"));
        let per_token = per_token.ok_or_else(|| self.missing(words::experts_for_a_token(), &EXPERTS_PER_TOKEN))?;
        let width = self.whole(&EXPERT_WIDTH, 1, MOST_WIDTH)?.unwrap_or(inner);
        let shared = match self.whole(&SHARED_WIDTH, 0, MOST_WIDTH)? {
            Some(width) => width,
            None => (self.whole(&SHARED_EXPERTS, 0, 64)?.unwrap_or(0).saturating_mul(width)).min(MOST_WIDTH),
        };
        // Llama 4 has a shared expert beside the routed ones, as wide as they are, and does not say so.
        let is_llama_4 = self.named(&["interleave_moe_layer_step"]).is_some();
        let dense = self.dense_layers(layers)?;
        if dense > 0 {
            self.notes.push(words::layers_without_experts(&dense.to_string(), &layers.to_string()));
        }
        Ok(Some(Experts {
            num_experts,
            num_experts_per_token: per_token,
            moe_intermediate_size: width,
            shared_intermediate_size: if is_llama_4 { inner } else { shared },
            num_dense_layers: dense,
        }))
    }

    /// Layers with an ordinary block: the first ones, those listed, or all but every so many.
    fn dense_layers(&self, layers: u64) -> Result<u64, Fault> {
        let first = self.whole(&["first_k_dense_replace", "moe_layer_start_index"], 0, layers)?.unwrap_or(0);
        let listed = match self.json.get("mlp_only_layers") {
            Some(Json::List(list)) => (list.len() as u64).min(layers),
            _ => 0,
        };
        let step = self.whole(&["decoder_sparse_step", "interleave_moe_layer_step", "moe_layer_freq"], 1, layers)?;
        let skipped = step.map_or(0, |step| all_but_each(step, layers));
        Ok(first.max(listed).max(skipped))
    }
}

/// What falls to each of so many; all of it where there is none.
fn apiece(all: u64, among: u64) -> u64 {
    all.checked_div(among).unwrap_or(all)
}

/// All layers but one in each so many.
fn all_but_each(every: u64, layers: u64) -> u64 {
    layers.saturating_sub(apiece(layers, every))
}
