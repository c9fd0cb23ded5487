//! A model's configuration as one text, short enough for a link and plain enough to be edited by hand:
//! `hidden_size:7168,num_layers:61,vocab_size:129280,heads:128,mla:1536/512/128/64/128,intermediate_size:18432,experts:256/8/2048/2048/3`.
//!
//! | key | value | left out |
//! |---|---|---|
//! | `hidden_size`, `num_layers`, `vocab_size`, `heads`, `intermediate_size` | whole numbers | never |
//! | `kv_heads` | key and value heads | as many as `heads` |
//! | `head_dim` | width of a head | `hidden_size` ÷ `heads` |
//! | `qk_norm` | `head` or `full` | no norm |
//! | `mla` | `q_lora_rank/kv_lora_rank/qk_nope_head_dim/qk_rope_head_dim/v_head_dim` | grouped attention |
//! | `gate` | `1`: a gate on attention's output | none |
//! | `window` | tokens/layers that look through it | none |
//! | `linear` | kind/layers/key heads/value heads/key width/value width/convolution | none |
//! | `experts` | experts/per token/width/shared width/dense layers | a dense model |
//! | `plain` | `1`: two matrices in a feed-forward block | three |
//! | `biases` | `qkv`, `attention`, `matrices` or `all` | none |
//! | `norms` | norms in a layer | 2 |
//! | `positions` | rows of a learned position table | 0 |
//! | `tie` | `1`: the head shares the embedding's matrix | its own |
//! | `mtp` | prediction modules | 0 |

use std::fmt;

use crate::catalogue::{
    Architecture, Attention, AttentionKind, Biases, Experts, FeedForward, LinearAttention, LinearKind, QkNorm,
    SlidingWindow,
};
use crate::words::architecture_text as words;

/// Why a text is no configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A key that nobody knows.
    UnknownKey(String),
    /// A key that stands twice.
    Twice(String),
    /// A key that must be there.
    Missing(&'static str),
    /// A value that cannot be read, with what is allowed.
    Unusable {
        /// The key.
        key: String,
        /// Its value, at most 40 characters of it.
        value: String,
        /// What is allowed.
        allowed: String,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownKey(key) => f.write_str(&words::unknown_key(key)),
            Self::Twice(key) => f.write_str(&words::twice(key)),
            Self::Missing(key) => f.write_str(&words::missing(key)),
            Self::Unusable { key, value, allowed } => f.write_str(&words::unusable(value, key, allowed)),
        }
    }
}

const KEYS: [&str; 18] = [
    "hidden_size",
    "num_layers",
    "vocab_size",
    "heads",
    "kv_heads",
    "head_dim",
    "qk_norm",
    "mla",
    "gate",
    "window",
    "linear",
    "intermediate_size",
    "experts",
    "plain",
    "biases",
    "norms",
    "positions",
    "tie",
];
const PREDICTION: &str = "mtp";

/// The key of a configuration at a place among all of them.
pub(crate) fn key(place: usize) -> Option<&'static str> {
    KEYS.get(place).copied().or_else(|| (place == KEYS.len()).then_some(PREDICTION))
}

/// The largest width, the most layers, heads or experts, and the largest vocabulary or window that are read. With these
/// every count stays a whole number far below what arithmetic can hold.
pub const MOST_WIDTH: u64 = 1 << 20;
/// The most layers.
pub const MOST_LAYERS: u64 = 10_000;
/// The most heads or experts.
pub const MOST_PARTS: u64 = 1 << 16;
/// The largest vocabulary, position table or window.
pub const MOST_ROWS: u64 = 100_000_000;

/// The shortest text that [`parse`] reads as the same configuration.
#[must_use]
pub fn to_text(of: &Architecture) -> String {
    let mut text = Text(String::with_capacity(192));
    text.number("hidden_size", of.hidden_size);
    text.number("num_layers", of.num_layers);
    text.number("vocab_size", of.vocab_size);
    text.number("heads", of.attention.num_attention_heads);
    attention(of, &mut text);
    text.number("intermediate_size", of.intermediate_size);
    if let Some(experts) = of.experts {
        let numbers = [
            experts.num_experts,
            experts.num_experts_per_token,
            experts.moe_intermediate_size,
            experts.shared_intermediate_size,
            experts.num_dense_layers,
        ];
        text.numbers("experts", &numbers);
    }
    if of.feed_forward == FeedForward::Plain {
        text.number("plain", 1);
    }
    if of.biases != Biases::None {
        text.pair("biases", word(&Biases::WORDS, of.biases));
    }
    if of.norms_per_layer != 2 {
        text.number("norms", of.norms_per_layer);
    }
    if of.position_embeddings != 0 {
        text.number("positions", of.position_embeddings);
    }
    if of.tie_word_embeddings {
        text.number("tie", 1);
    }
    if of.num_nextn_predict_layers > 0 {
        text.number(PREDICTION, of.num_nextn_predict_layers);
    }
    text.0
}

fn attention(of: &Architecture, text: &mut Text) {
    let attention = &of.attention;
    match attention.kind {
        AttentionKind::Grouped { num_key_value_heads, head_dim, qk_norm } => {
            if num_key_value_heads != attention.num_attention_heads {
                text.number("kv_heads", num_key_value_heads);
            }
            if Some(head_dim) != usual_head_dim(of.hidden_size, attention.num_attention_heads) {
                text.number("head_dim", head_dim);
            }
            if qk_norm != QkNorm::None {
                text.pair("qk_norm", word(&QkNorm::WORDS, qk_norm));
            }
        }
        AttentionKind::Mla { q_lora_rank, kv_lora_rank, qk_nope_head_dim, qk_rope_head_dim, v_head_dim } => {
            text.numbers("mla", &[q_lora_rank, kv_lora_rank, qk_nope_head_dim, qk_rope_head_dim, v_head_dim]);
        }
    }
    if attention.output_gate {
        text.number("gate", 1);
    }
    if let Some(window) = attention.sliding_window {
        text.numbers("window", &[window.tokens, window.layers]);
    }
    if let Some(linear) = attention.linear {
        let numbers = [
            linear.layers,
            linear.num_key_heads,
            linear.num_value_heads,
            linear.key_head_dim,
            linear.value_head_dim,
            linear.conv_kernel_dim,
        ];
        text.pair("linear", word(&LinearKind::WORDS, linear.kind));
        text.0.push('/');
        text.joined(&numbers);
    }
}

/// A configuration's text while it is written: in one piece, as every estimate has it.
struct Text(String);

impl Text {
    fn pair(&mut self, key: &str, value: &str) {
        if !self.0.is_empty() {
            self.0.push(',');
        }
        self.0.push_str(key);
        self.0.push(':');
        self.0.push_str(value);
    }

    fn number(&mut self, key: &str, number: u64) {
        self.numbers(key, &[number]);
    }

    fn numbers(&mut self, key: &str, numbers: &[u64]) {
        self.pair(key, "");
        self.joined(numbers);
    }

    fn joined(&mut self, numbers: &[u64]) {
        for (place, number) in numbers.iter().enumerate() {
            if place > 0 {
                self.0.push('/');
            }
            self.digits(*number);
        }
    }

    fn digits(&mut self, number: u64) {
        if number >= 10 {
            self.digits(number / 10);
        }
        self.0.extend(char::from_digit((number % 10) as u32, 10));
    }
}

fn usual_head_dim(hidden: u64, heads: u64) -> Option<u64> {
    hidden.checked_div(heads).filter(|width| *width > 0)
}

fn word<T: PartialEq>(words: &[(&'static str, T)], of: T) -> &'static str {
    words.iter().find(|(_, meaning)| *meaning == of).map_or("", |(word, _)| word)
}

/// Reads a configuration.
///
/// # Errors
/// When a key is unknown, missing or given twice, or a value is not a whole number within bounds.
pub fn parse(text: &str) -> Result<Architecture, Fault> {
    let pairs = Pairs::of(text)?;
    let hidden = pairs.required("hidden_size", 1, MOST_WIDTH)?;
    let heads = pairs.required("heads", 1, MOST_PARTS)?;
    let layers = pairs.required("num_layers", 1, MOST_LAYERS)?;
    Ok(Architecture {
        hidden_size: hidden,
        num_layers: layers,
        vocab_size: pairs.required("vocab_size", 1, MOST_ROWS)?,
        tie_word_embeddings: pairs.flag("tie")?,
        position_embeddings: pairs.whole("positions", 0, MOST_ROWS)?.unwrap_or(0),
        feed_forward: if pairs.flag("plain")? { FeedForward::Plain } else { FeedForward::Gated },
        intermediate_size: pairs.required("intermediate_size", 0, MOST_WIDTH)?,
        biases: pairs.word("biases", &Biases::WORDS)?.unwrap_or(Biases::None),
        norms_per_layer: pairs.whole("norms", 1, 8)?.unwrap_or(2),
        attention: Attention {
            num_attention_heads: heads,
            kind: pairs.attention_kind(hidden, heads)?,
            output_gate: pairs.flag("gate")?,
            sliding_window: pairs
                .numbers("window", &[(1, MOST_ROWS), (0, layers)])?
                .map(|[tokens, layers]| SlidingWindow { tokens, layers }),
            linear: pairs.linear(layers)?,
        },
        experts: pairs.experts(layers)?,
        num_nextn_predict_layers: pairs.whole(PREDICTION, 0, 64)?.unwrap_or(0),
    })
}

/// The keys and values of a text, each key once.
struct Pairs<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Pairs<'a> {
    fn of(text: &'a str) -> Result<Self, Fault> {
        let mut pairs: Vec<(&str, &str)> = Vec::new();
        for piece in text.split(',').map(str::trim).filter(|piece| !piece.is_empty()) {
            let (key, value) = piece.split_once(':').unwrap_or((piece, ""));
            let (key, value) = (key.trim(), value.trim());
            if !KEYS.contains(&key) && key != PREDICTION {
                return Err(Fault::UnknownKey(shortened(key)));
            }
            if pairs.iter().any(|(other, _)| *other == key) {
                return Err(Fault::Twice(key.to_owned()));
            }
            pairs.push((key, value));
        }
        Ok(Self(pairs))
    }

    fn value(&self, key: &str) -> Option<&'a str> {
        self.0.iter().find(|(other, _)| *other == key).map(|(_, value)| *value)
    }

    fn whole(&self, key: &str, least: u64, most: u64) -> Result<Option<u64>, Fault> {
        self.value(key).map(|value| number(key, value, least, most)).transpose()
    }

    fn required(&self, key: &'static str, least: u64, most: u64) -> Result<u64, Fault> {
        self.whole(key, least, most)?.ok_or(Fault::Missing(key))
    }

    fn flag(&self, key: &str) -> Result<bool, Fault> {
        match self.value(key) {
            None => Ok(false),
            Some("1") => Ok(true),
            Some(value) => Err(unusable(key, value, "1".to_owned())),
        }
    }

    fn word<T: Copy>(&self, key: &str, words: &[(&'static str, T)]) -> Result<Option<T>, Fault> {
        let Some(value) = self.value(key) else { return Ok(None) };
        match words.iter().find(|(word, _)| *word == value) {
            Some((_, meaning)) => Ok(Some(*meaning)),
            None => {
                let all: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
                Err(unusable(key, value, all.join(", ")))
            }
        }
    }

    /// Numbers with `/` between them, each between two bounds.
    fn numbers<const N: usize>(&self, key: &str, bounds: &[(u64, u64); N]) -> Result<Option<[u64; N]>, Fault> {
        self.value(key).map(|value| numbers(key, value, bounds)).transpose()
    }

    fn attention_kind(&self, hidden: u64, heads: u64) -> Result<AttentionKind, Fault> {
        const WIDTH: (u64, u64) = (1, MOST_WIDTH);
        const MAYBE: (u64, u64) = (0, MOST_WIDTH);
        if let Some(widths) = self.numbers("mla", &[MAYBE, WIDTH, WIDTH, MAYBE, WIDTH])? {
            let [q_lora_rank, kv_lora_rank, qk_nope_head_dim, qk_rope_head_dim, v_head_dim] = widths;
            return Ok(AttentionKind::Mla {
                q_lora_rank,
                kv_lora_rank,
                qk_nope_head_dim,
                qk_rope_head_dim,
                v_head_dim,
            });
        }
        let head_dim = self.whole("head_dim", 1, MOST_WIDTH)?.or(usual_head_dim(hidden, heads));
        Ok(AttentionKind::Grouped {
            num_key_value_heads: self.whole("kv_heads", 1, heads)?.unwrap_or(heads),
            head_dim: head_dim.ok_or(Fault::Missing("head_dim"))?,
            qk_norm: self.word("qk_norm", &QkNorm::WORDS)?.unwrap_or(QkNorm::None),
        })
    }

    fn linear(&self, layers: u64) -> Result<Option<LinearAttention>, Fault> {
        let Some(value) = self.value("linear") else { return Ok(None) };
        let (kind, rest) = value.split_once('/').unwrap_or((value, ""));
        let Some((_, kind)) = LinearKind::WORDS.into_iter().find(|(word, _)| *word == kind) else {
            let kinds = LinearKind::WORDS.map(|(word, _)| word).join(", ");
            return Err(unusable("linear", kind, kinds));
        };
        const PARTS: (u64, u64) = (1, MOST_PARTS);
        let bounds = [(1, layers), PARTS, PARTS, PARTS, PARTS, (0, MOST_PARTS)];
        let [layers, num_key_heads, num_value_heads, key_head_dim, value_head_dim, conv_kernel_dim] =
            numbers("linear", rest, &bounds)?;
        Ok(Some(LinearAttention {
            kind,
            layers,
            num_key_heads,
            num_value_heads,
            key_head_dim,
            value_head_dim,
            conv_kernel_dim,
        }))
    }

    fn experts(&self, layers: u64) -> Result<Option<Experts>, Fault> {
        let most = [(1, MOST_PARTS), (1, MOST_PARTS), (1, MOST_WIDTH), (0, MOST_WIDTH), (0, layers)];
        let Some([num_experts, per_token, width, shared, dense]) = self.numbers("experts", &most)? else {
            return Ok(None);
        };
        if per_token > num_experts {
            let allowed = words::at_most_experts(&num_experts.to_string());
            return Err(unusable("experts", &per_token.to_string(), allowed));
        }
        Ok(Some(Experts {
            num_experts,
            num_experts_per_token: per_token,
            moe_intermediate_size: width,
            shared_intermediate_size: shared,
            num_dense_layers: dense,
        }))
    }
}

fn numbers<const N: usize>(key: &str, value: &str, bounds: &[(u64, u64); N]) -> Result<[u64; N], Fault> {
    let mut read = [0; N];
    fill(key, value, bounds, &mut read)?;
    Ok(read)
}

fn fill(key: &str, value: &str, bounds: &[(u64, u64)], read: &mut [u64]) -> Result<(), Fault> {
    let parts: Vec<&str> = value.split('/').collect();
    if parts.len() != bounds.len() {
        return Err(unusable(key, value, words::numbers_with_slashes(&bounds.len().to_string())));
    }
    for ((place, part), (least, most)) in read.iter_mut().zip(parts).zip(bounds) {
        *place = number(key, part, *least, *most)?;
    }
    Ok(())
}

fn number(key: &str, value: &str, least: u64, most: u64) -> Result<u64, Fault> {
    let is_plain = !value.is_empty() && value.len() <= 15 && value.bytes().all(|byte| byte.is_ascii_digit());
    match value.parse::<u64>() {
        Ok(number) if is_plain && (least..=most).contains(&number) => Ok(number),
        _ => Err(unusable(key, value, words::whole_number(&least.to_string(), &most.to_string()))),
    }
}

fn unusable(key: &str, value: &str, allowed: String) -> Fault {
    Fault::Unusable { key: key.to_owned(), value: shortened(value), allowed }
}

fn shortened(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;

    const V3: &str = "hidden_size:7168,num_layers:61,vocab_size:129280,heads:128,mla:1536/512/128/64/128,\
                      intermediate_size:18432,experts:256/8/2048/2048/3";

    #[test]
    fn every_configuration_of_the_catalogue_comes_back() {
        for model in Catalogue::current().models() {
            let Some(published) = &model.architecture else { continue };
            let text = to_text(&published.value());
            assert_eq!(parse(&text), Ok(published.value()), "{}: {text}", model.slug);
            assert!(text.len() < 300, "{text}");
        }
    }

    #[test]
    fn deepseek_v3_is_one_line() {
        let v3 = Catalogue::current().model("deepseek-v3").and_then(|model| model.architecture.as_ref()).expect("V3");
        assert!(to_text(&v3.value()).starts_with(V3));
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let said = |text: &str| parse(text).expect_err(text).to_string();
        assert!(said("").contains("lacks “hidden_size”"));
        assert!(said("colour:3").contains("“colour”"));
        assert!(said("__proto__:3").contains("no key"));
        assert!(said(&format!("{V3},heads:4")).contains("“heads” twice"));
        let changed = |from: &str, to: &str| said(&V3.replace(from, to));
        assert!(changed("layers:61", "layers:0").contains("“0” for num_layers; allowed: a whole number, 1 to 10000"));
        assert!(changed("layers:61", "layers:-1").contains("“-1”"));
        assert!(changed("layers:61", "layers:1e3").contains("“1e3”"));
        assert!(changed("layers:61", "layers:99999999999999999999999").contains("allowed"));
        assert!(changed("256/8/", "8/256/").contains("“256” for experts; allowed: at most 8"));
        assert!(changed("mla:1536/512", "mla:512").contains("5 numbers"));
        assert!(changed("experts:", "biases:some,experts:").contains("none, qkv, attention, matrices, all"));
        assert!(changed("experts:", "tie:yes,experts:").contains("“yes”"));
    }

    #[cfg(not(target_arch = "wasm32"))]
    mod properties {
        use proptest::prelude::*;

        use super::*;
        use crate::architecture;
        use crate::units::Tokens;

        proptest! {
            #[test]
            fn no_text_panics(text in ".{0,200}") {
                let _ = parse(&text);
            }

            #[test]
            fn what_is_read_counts_to_something_finite_and_comes_back(
                hidden in 1..=MOST_WIDTH, layers in 1..=MOST_LAYERS, heads in 1..=MOST_PARTS, inner in 0..=MOST_WIDTH,
                vocabulary in 1..=MOST_ROWS, dim in 1..=MOST_WIDTH, experts in proptest::option::of(1..=MOST_PARTS), tie: bool,
            ) {
                let experts = experts.map(|count| format!(",experts:{count}/1/{inner}/{inner}/0")).unwrap_or_default();
                let experts = if inner == 0 { String::new() } else { experts };
                let tie = if tie { ",tie:1" } else { "" };
                let text = format!(
                    "hidden_size:{hidden},num_layers:{layers},vocab_size:{vocabulary},heads:{heads},head_dim:{dim},intermediate_size:{inner}{experts}{tie}"
                );
                let read = parse(&text).map_err(|fault| TestCaseError::fail(fault.to_string()))?;
                prop_assert_eq!(parse(&to_text(&read)), Ok(read));
                prop_assert!(architecture::total_parameters(&read).get().is_finite());
                let work = architecture::flop_per_token(&read, Tokens::new(4096.0));
                prop_assert!(work.forward.total().get() > 0.0 && work.backward.total().get().is_finite());
            }
        }
    }
}
