//! The memory of the chip that needs most.

use super::super::plan::Plan;
use super::super::search::Candidate;
use super::{in_words, share, working};
use crate::field::Field;
use crate::report::{Block, Part, Parts, Report, Tone, fields};
use crate::text::{self, Style};
use crate::words::training_view_memory as words;

/// The fields on which what the weights take rests.
const OF_WEIGHTS: [Field; 6] = [
    Field::Architecture,
    Field::Precision,
    Field::TensorParallel,
    Field::PipelineParallel,
    Field::ExpertParallel,
    Field::Sharding,
];

/// The fields of each part of a chip's memory, in the order of its parts.
const OF_PARTS: [&[Field]; 7] = [
    &OF_WEIGHTS,
    &OF_WEIGHTS,
    &[
        Field::Architecture,
        Field::Precision,
        Field::Optimizer,
        Field::TensorParallel,
        Field::PipelineParallel,
        Field::ExpertParallel,
        Field::Sharding,
        Field::ChipCount,
    ],
    &[
        Field::Architecture,
        Field::Precision,
        Field::SequenceLength,
        Field::MicroBatch,
        Field::Recomputation,
        Field::AttentionKernel,
        Field::TensorParallel,
        Field::PipelineParallel,
        Field::PipelineSchedule,
    ],
    &[Field::Architecture, Field::SequenceLength, Field::MicroBatch, Field::TensorParallel],
    &OF_WEIGHTS,
    &[Field::Hardware],
];

pub(super) fn parts(report: &mut Report, plan: &Plan, of: &Candidate) {
    let recipe = plan.job.recipe;
    let each = |bytes: f64| match text::point(bytes, Style::Plain).as_str() {
        "1" => words::one_byte_each().to_owned(),
        bytes => words::bytes_each(bytes),
    };
    let state = recipe.master_bytes + plan.job.optimizer.moment_bytes;
    let notes = [
        each(recipe.weight_bytes),
        each(recipe.gradient_bytes),
        each(state),
        words::activations().to_owned(),
        words::logits().to_owned(),
        words::fetched_weights().to_owned(),
        words::reserve().to_owned(),
    ];
    let memory = plan.job.cluster.memory;
    let said = notes.into_iter().zip(working::of_memory(&plan.job, of)).zip(OF_PARTS);
    let shown = of.memory.parts().into_iter().zip(said).filter(|((_, bytes), _)| *bytes > 0.0);
    report.heading(words::heading());
    report.blocks.push(Block::Parts(Parts {
        caption: words::caption().to_owned(),
        total: text::point(of.bytes, Style::Bytes),
        capacity: Some((
            memory,
            words::on_the_chip(&text::point(memory, Style::Bytes), plan.job.cluster.chip.short_name),
        )),
        parts: shown
            .map(|((label, bytes), ((note, working), on))| Part {
                label: label.to_owned(),
                size: bytes,
                value: text::point(bytes, Style::Bytes),
                share: share(bytes / of.bytes),
                note,
                working,
                given: fields(on),
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
        words::too_large(
            &in_words(&smallest.layout, plan.job.cluster.chips),
            &text::point(smallest.bytes, Style::Bytes),
            &text::point(smallest.bytes - memory, Style::Bytes),
            &text::point(memory, Style::Bytes),
            plan.job.cluster.chip.short_name,
        ),
    );
}
