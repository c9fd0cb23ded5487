//! Another model of the same size: with other attention, or without experts.

use crate::architecture;
use crate::catalogue::{Architecture, AttentionKind, QkNorm};
use crate::words::{attribution_reshape as words, field, serving_keys_and_values};

/// Key and value heads of the reference's grouped-query attention.
const GROUPS: u64 = 8;

/// The configuration with multi-head or grouped-query attention; nothing when that is what it has.
pub(super) fn with_attention(of: &Architecture, attention: &str) -> Option<Architecture> {
    let heads = of.attention.num_attention_heads;
    let groups = match attention {
        "mha" => heads,
        "gqa" => GROUPS.min(heads),
        _ => return None,
    };
    let (head_dim, qk_norm) = match of.attention.kind {
        AttentionKind::Mla { v_head_dim, .. } => (v_head_dim, QkNorm::None),
        AttentionKind::Grouped { num_key_value_heads, .. } if num_key_value_heads == groups => return None,
        AttentionKind::Grouped { head_dim, qk_norm, .. } => (head_dim, qk_norm),
    };
    let mut changed = *of;
    changed.attention.kind = AttentionKind::Grouped { num_key_value_heads: groups, head_dim, qk_norm };
    Some(of_same_size(changed, size(of)))
}

/// The configuration without experts, its feed-forward blocks so wide that it has the dense parameters.
pub(super) fn without_experts(of: &Architecture, dense_params: f64) -> Option<Architecture> {
    of.experts.as_ref()?;
    let mut dense = *of;
    dense.experts = None;
    dense.intermediate_size = 0;
    let rest = architecture::active_parameters(&dense).get();
    let per_unit = architecture::feed_forward_per_unit(&dense);
    // Whole multiples of 128, as matrices are cut.
    let width = libm::round((dense_params - rest).max(0.0) / per_unit / 128.0) * 128.0;
    dense.intermediate_size = (width as u64).clamp(128, 1 << 24);
    Some(dense)
}

/// What a model counts as in the rule for equal quality: √(total × active), which is the size of a dense model.
fn size(of: &Architecture) -> f64 {
    libm::sqrt(architecture::total_parameters(of).get() * architecture::active_parameters(of).get())
}

/// The configuration with feed-forward blocks narrowed or widened until it counts as so many parameters again.
fn of_same_size(of: Architecture, wanted: f64) -> Architecture {
    // In units of a 64th of the width; size grows with width, so that halving finds it.
    let scaled = |part: u64| {
        let width = |width: u64| if width == 0 { 0 } else { (width.saturating_mul(part) / 64).max(1) };
        let mut scaled = of;
        scaled.intermediate_size = width(of.intermediate_size);
        if let Some(experts) = &mut scaled.experts {
            experts.moe_intermediate_size = width(experts.moe_intermediate_size);
            experts.shared_intermediate_size = width(experts.shared_intermediate_size);
        }
        scaled
    };
    let (mut low, mut high): (u64, u64) = (1, 64 * 4);
    while low.abs_diff(high) > 1 {
        let middle = u64::midpoint(low, high);
        if size(&scaled(middle)) > wanted { high = middle } else { low = middle }
    }
    scaled(low)
}

/// The name of a configuration's attention.
pub(crate) fn kind(of: &Architecture) -> &'static str {
    match of.attention.kind {
        AttentionKind::Mla { .. } => words::latent(),
        AttentionKind::Grouped { num_key_value_heads: 1, .. } => serving_keys_and_values::multi_query(),
        AttentionKind::Grouped { num_key_value_heads, .. }
            if num_key_value_heads == of.attention.num_attention_heads =>
        {
            field::multi_head()
        }
        AttentionKind::Grouped { .. } => words::grouped_query(),
    }
}
