//! The memory of the chip that needs most.

use super::super::plan::Plan;
use super::super::search::Candidate;
use super::{in_words, share};
use crate::report::{Block, Part, Parts, Report, Tone};
use crate::text::{self, Style};

pub(super) fn parts(report: &mut Report, plan: &Plan, of: &Candidate) {
    let recipe = plan.job.recipe;
    let each = |bytes: f64| format!("{} for each parameter", text::point(bytes, Style::Count("bytes")));
    let state = recipe.master_bytes + plan.job.optimizer.moment_bytes;
    let notes = [
        each(recipe.weight_bytes),
        each(recipe.gradient_bytes),
        each(state),
        "what the backward pass needs, for every micro-batch in flight".to_owned(),
        "scores over the vocabulary and their FP32 copy".to_owned(),
        "weights of two layers, fetched from the ranks that hold them".to_owned(),
        "assumed: 6% of the memory".to_owned(),
    ];
    let memory = plan.job.cluster.memory;
    let shown = of.memory.parts().into_iter().zip(notes).filter(|((_, bytes), _)| *bytes > 0.0);
    report.heading("The memory of a chip");
    report.blocks.push(Block::Parts(Parts {
        caption: "Memory of the chip that needs most".to_owned(),
        total: text::point(of.bytes, Style::Bytes),
        capacity: Some((
            memory,
            format!("{} on the {}", text::point(memory, Style::Bytes), plan.job.cluster.chip.short_name),
        )),
        parts: shown
            .map(|((label, bytes), note)| Part {
                label: label.to_owned(),
                size: bytes,
                value: text::point(bytes, Style::Bytes),
                share: share(bytes / of.bytes),
                note,
                ..Part::default()
            })
            .collect(),
    }));
}

/// Says that nothing fits, and by how much the layout that needs least is too large.
pub(super) fn too_large(report: &mut Report, plan: &Plan, smallest: &Candidate) {
    let memory = plan.job.cluster.memory;
    report.text(
        Tone::Warning,
        format!(
            "It does not fit. Of every layout that agrees with what was entered, {} needs least: {} on each chip, {} \
             more than the {} of a {}.",
            in_words(&smallest.layout, plan.job.cluster.chips),
            text::point(smallest.bytes, Style::Bytes),
            text::point(smallest.bytes - memory, Style::Bytes),
            text::point(memory, Style::Bytes),
            plan.job.cluster.chip.short_name
        ),
    );
}
