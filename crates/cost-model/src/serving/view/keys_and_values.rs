//! Keys and values by kind of attention.

use super::super::service::Service;
use super::percent;
use crate::architecture;
use crate::attribution::reshape;
use crate::catalogue::{Architecture, AttentionKind, QkNorm};
use crate::report::{Row, Table, table};
use crate::text::{Style, point};
use crate::words::serving_keys_and_values as words;

/// The same model with the cache of another attention: heads, their width and everything else as they are.
fn with_key_heads(of: &Architecture, heads: u64) -> Architecture {
    let head_dim = match of.attention.kind {
        AttentionKind::Mla { v_head_dim, .. } => v_head_dim,
        AttentionKind::Grouped { head_dim, .. } => head_dim,
    };
    let mut changed = *of;
    changed.attention.kind = AttentionKind::Grouped { num_key_value_heads: heads, head_dim, qk_norm: QkNorm::None };
    changed
}

pub(super) fn by_attention(service: &Service) -> Table {
    let own = service.served.model;
    let heads = own.attention.num_attention_heads;
    let bytes =
        |model: &Architecture| architecture::kv_cache_elements_per_token(model) as f64 * service.served.cache_bytes();
    let most = bytes(&with_key_heads(own, heads));
    let line = |name: String, model: &Architecture, is_marked: bool| Row {
        cells: vec![
            name,
            point(bytes(model), Style::Bytes),
            point(
                architecture::cache_elements_of_sequence(model, service.traffic.context) * service.served.cache_bytes(),
                Style::Bytes,
            ),
            percent(bytes(model) / most),
        ],
        is_marked,
        working: vec![
            of_token(service, model),
            of_sequence(service, model),
            words::share_of_multi_head(
                &point(bytes(model), Style::Bytes),
                &point(most, Style::Bytes),
                &percent(bytes(model) / most),
            ),
        ],
        ..Row::default()
    };
    let mut rows = vec![line(words::multi_head(&heads.to_string()), &with_key_heads(own, heads), false)];
    if heads > 8 {
        rows.push(line(words::grouped_query("8"), &with_key_heads(own, 8), false));
    }
    rows.push(line(words::multi_query().to_owned(), &with_key_heads(own, 1), false));
    rows.push(line(words::as_it_is(reshape::kind(own)), own, true));
    let format = if service.served.cache_in_eight_bits { "FP8" } else { "BF16" };
    table(
        &words::by_attention(format),
        &[words::attention(), words::for_a_token(), words::for_a_sequence(), words::of_multi_head()],
        rows,
    )
}

/// How the bytes of a token follow from the configuration.
fn of_token(service: &Service, model: &Architecture) -> String {
    let layers = architecture::softmax_layers(model).to_string();
    let size = service.served.cache_bytes();
    let bytes = point(architecture::kv_cache_elements_per_token(model) as f64 * size, Style::Bytes);
    let size = point(size, Style::Bytes);
    match model.attention.kind {
        AttentionKind::Grouped { num_key_value_heads: heads, head_dim: width, .. } => {
            words::token_of_heads(&heads.to_string(), &width.to_string(), &layers, &size, &bytes)
        }
        AttentionKind::Mla { kv_lora_rank: latent, qk_rope_head_dim: rotary, .. } => {
            words::token_of_latent(&latent.to_string(), &rotary.to_string(), &layers, &size, &bytes)
        }
    }
}

/// How the bytes of a sequence follow from those of a token.
fn of_sequence(service: &Service, model: &Architecture) -> String {
    let (context, size) = (service.traffic.context, service.served.cache_bytes());
    let in_bytes = |elements: f64| point(elements * size, Style::Bytes);
    let token = architecture::kv_cache_elements_per_token(model) as f64;
    let sequence = architecture::cache_elements_of_sequence(model, context);
    let tokens = |count: f64| point(count, Style::Count("tokens"));
    if model.attention.sliding_window.is_none() && model.attention.linear.is_none() {
        return words::sequence(&in_bytes(token), &tokens(context), &in_bytes(sequence));
    }
    let layer = token / architecture::softmax_layers(model).max(1) as f64;
    let seen = architecture::cached_tokens_seen(model, context);
    if model.attention.linear.is_none() {
        words::sequence_with_windows(&in_bytes(layer), &tokens(seen), &in_bytes(sequence))
    } else {
        let states = in_bytes(sequence - layer * seen);
        words::sequence_with_states(&in_bytes(layer), &tokens(seen), &states, &in_bytes(sequence))
    }
}
