//! The layouts that were tried: the best, those behind it and why, and what to change when none is left.

use super::super::layout::apiece;
use super::super::plan::{Plan, as_entries};
use super::super::search::{Candidate, Decided, Found, MOST_TRIED, search_among};
use super::super::{Job, Layout, Recomputation, Schedule, Sharding};
use super::{in_words, working};
use crate::field::Field;
use crate::report::{self, Block, Given, Report, Row, Table, Tone, fields};
use crate::scenario::Scenario;
use crate::text::{self, Style};
use crate::words::{training_view, training_view_layouts as words};

/// What the search chose for fields that were not entered.
pub(super) fn found(layout: &Layout, decided: &Decided) -> Vec<report::Found> {
    let open = |field: &Field| match field {
        Field::MicroBatch => decided.micro_batch.is_none(),
        Field::Recomputation => decided.recomputation.is_none(),
        Field::TensorParallel => decided.tensor.is_none(),
        Field::PipelineParallel => decided.pipeline.is_none(),
        Field::PipelineSchedule => decided.schedule.is_none(),
        Field::VirtualStages => decided.virtual_stages.is_none(),
        Field::ContextParallel => decided.context.is_none(),
        Field::ExpertParallel => decided.expert.is_none(),
        Field::Sharding => decided.sharding.is_none(),
        _ => true,
    };
    let in_words = |field: Field, entry: String| match field {
        Field::Recomputation => layout.recomputation.name().to_owned(),
        Field::PipelineSchedule => layout.schedule.name().to_owned(),
        Field::Sharding => layout.sharding.name().to_owned(),
        _ => entry,
    };
    let entries = as_entries(layout).into_iter().chain([(Field::SequenceParallel, "on".to_owned())]);
    entries
        .filter(|(field, _)| open(field))
        .filter(|(field, _)| *field != Field::SequenceParallel || decided.sequence_parallel.is_none())
        .map(|(field, entry)| report::Found {
            field,
            value: in_words(field, entry),
            because: words::found_by_search().to_owned(),
        })
        .collect()
}

pub(super) fn table(report: &mut Report, plan: &Plan, found: &Found) {
    let job = &plan.job;
    let Some(best) = found.best() else { return };
    let headings = [
        (words::layout(), false),
        (words::further(), false),
        (words::step(), true),
        ("MFU", true),
        (words::memory(), true),
        (words::against_the_best(), false),
    ];
    let mut rows: Vec<Row> = found.fitting.iter().map(|candidate| row(job, candidate, best)).collect();
    let faster = found.too_large.filter(|other| other.seconds < best.seconds);
    rows.extend(faster.map(|other| Row { enters: Vec::new(), ..row(job, &other, best) }));
    report.heading(words::heading());
    let tried = text::point(found.tried as f64, Style::Count(""));
    let said = if found.tried < MOST_TRIED { words::tried(&tried) } else { words::tried_and_ended(&tried) };
    report.text(Tone::Plain, said);
    report.blocks.push(Block::Table(Table {
        caption: words::caption().to_owned(),
        columns: headings.iter().map(|(name, is_number)| ((*name).to_owned(), *is_number)).collect(),
        rows,
        is_folded: false,
    }));
}

/// The fields on which every layout's time and memory rest.
const OF_LAYOUT: [Field; 12] = [
    Field::Hardware,
    Field::ChipCount,
    Field::GlobalBatch,
    Field::SequenceLength,
    Field::Architecture,
    Field::Precision,
    Field::HighPrecisionShare,
    Field::Optimizer,
    Field::AttentionKernel,
    Field::NodeSize,
    Field::InterconnectBandwidth,
    Field::NetworkBandwidth,
];

fn row(job: &Job, candidate: &Candidate, best: &Candidate) -> Row {
    let is_best = candidate == best;
    Row {
        cells: vec![
            in_words(&candidate.layout, job.cluster.chips),
            rest(&candidate.layout),
            text::point(candidate.seconds, Style::Seconds),
            text::point(job.mfu(candidate.seconds), Style::Fraction),
            text::point(candidate.bytes, Style::Bytes),
            if is_best { words::the_best().to_owned() } else { why_behind(job, candidate, best) },
        ],
        is_marked: is_best,
        enters: as_entries(&candidate.layout),
        working: working_of(job, candidate, best),
        given: fields(&OF_LAYOUT),
        ..Row::default()
    }
}

/// The equations of a row: its time, utilisation and memory, and how far it is behind.
fn working_of(job: &Job, candidate: &Candidate, best: &Candidate) -> Vec<String> {
    let seconds = |seconds| text::point(seconds, Style::Seconds);
    let parts = working::sum(&candidate.time.parts(), Style::Seconds);
    let mut lines = vec![
        words::step_is(&parts, &seconds(candidate.seconds)),
        working::mfu(job, candidate.seconds),
        memory_of(candidate),
    ];
    let slower = candidate.seconds / best.seconds - 1.0;
    let (time, least) = (seconds(candidate.seconds), seconds(best.seconds));
    if !candidate.fits(job) {
        lines.push(words::faster_and_larger(
            &time,
            &least,
            &text::point(-slower, Style::Fraction),
            &text::point(candidate.bytes, Style::Bytes),
            &text::point(job.cluster.memory, Style::Bytes),
            &text::point(candidate.bytes - job.cluster.memory, Style::Bytes),
        ));
    } else if is_behind(slower) {
        lines.push(words::slower_is(&time, &least, &text::point(slower, Style::Fraction)));
    }
    lines
}

/// Whether a layout is so much slower that it is said by how much.
fn is_behind(slower: f64) -> bool {
    slower >= 0.0005
}

fn memory_of(candidate: &Candidate) -> String {
    let parts = working::sum(&candidate.memory.parts(), Style::Bytes);
    words::memory_is(&parts, &text::point(candidate.bytes, Style::Bytes))
}

/// What is not a degree, in few words.
fn rest(layout: &Layout) -> String {
    let mut said = vec![words::micro_batch(&layout.micro_batch.to_string())];
    said.extend(match layout.sharding {
        Sharding::None => None,
        Sharding::Optimizer => Some("ZeRO-1".to_owned()),
        Sharding::Gradients => Some("ZeRO-2".to_owned()),
        Sharding::Weights => Some("ZeRO-3".to_owned()),
    });
    if layout.pipeline > 1 {
        said.push(match layout.schedule {
            Schedule::Gpipe => "GPipe".to_owned(),
            Schedule::OneForwardOneBackward if layout.virtual_stages > 1 => {
                words::in_chunks(&layout.virtual_stages.to_string())
            }
            Schedule::OneForwardOneBackward => "1F1B".to_owned(),
            Schedule::ZeroBubble => words::zero_bubble().to_owned(),
            Schedule::DualPipe => "DualPipe".to_owned(),
        });
    }
    said.extend(match layout.recomputation {
        Recomputation::None => None,
        Recomputation::Selective => Some(words::scores_again().to_owned()),
        Recomputation::Cheap => Some(words::cheap_parts_again().to_owned()),
        Recomputation::Full => Some(words::all_again().to_owned()),
    });
    said.join(words::comma())
}

/// The part in which a layout loses most against the best, or the memory that it lacks.
fn why_behind(job: &Job, candidate: &Candidate, best: &Candidate) -> String {
    let slower = candidate.seconds / best.seconds - 1.0;
    if !candidate.fits(job) {
        return words::faster_but_too_large(
            &text::point(-slower, Style::Fraction),
            &text::point(candidate.bytes - job.cluster.memory, Style::Bytes),
        );
    }
    let mut worst = ("", 0.0);
    for ((name, seconds), (_, least)) in candidate.time.parts().into_iter().zip(best.time.parts()) {
        if seconds - least > worst.1 {
            worst = (name, seconds - least);
        }
    }
    if !is_behind(slower) || worst.1 <= 0.0 {
        return words::as_fast().to_owned();
    }
    words::slower(
        &text::point(slower, Style::Fraction),
        &text::in_sentence(worst.0),
        &text::point(worst.1, Style::Seconds),
    )
}

/// Why no layout divides model, cluster and batch: what is wrong with the degrees that were entered, or with all.
pub(super) fn why_none_divides(plan: &Plan) -> String {
    let decided = &plan.decided;
    let layout = Layout {
        tensor: decided.tensor.unwrap_or(1),
        pipeline: decided.pipeline.unwrap_or(1),
        context: decided.context.unwrap_or(1),
        expert: decided.expert.unwrap_or(1),
        micro_batch: decided.micro_batch.unwrap_or(1),
        virtual_stages: decided.virtual_stages.unwrap_or(1),
        schedule: decided.schedule.unwrap_or(Layout::PLAIN.schedule),
        ..Layout::PLAIN
    };
    match plan.job.check(&layout) {
        Err(misfit) => training_view::misfit(misfit.field.spec().label(), &misfit.message),
        Ok(()) => words::none_divides().to_owned(),
    }
}

/// A hint is not worth a long search.
const MOST_TRIED_FOR_A_HINT: u64 = 200_000;

/// What to change so that something fits: each entered field of the layout left open by itself, or more chips.
pub(super) fn changes(report: &mut Report, scenario: &Scenario, plan: &Plan) {
    let mut rows = Vec::new();
    for (field, opened) in openings(&plan.decided) {
        if scenario.entered(field).is_some()
            && let Some(best) = search_among(&plan.job, &opened, MOST_TRIED_FOR_A_HINT).best()
        {
            let entries = as_entries(&best.layout).into_iter().filter(|(of, _)| *of == field).collect();
            rows.push(change(&plan.job, &words::change_field(&text::in_sentence(field.spec().label())), best, entries));
        }
    }
    if let Some((chips, best)) = more_chips(plan) {
        let entries = vec![(Field::ChipCount, chips.to_string())];
        let mut row = change(&plan.job, &words::use_chips(&chips.to_string()), &best, entries);
        let before = plan.job.cluster.chips;
        row.working
            .insert(0, words::chips_are(&before.to_string(), &apiece(chips, before).to_string(), &chips.to_string()));
        rows.push(row);
    }
    if rows.is_empty() {
        return;
    }
    report.blocks.push(Block::Table(Table {
        caption: words::what_would_fit().to_owned(),
        columns: [(words::change(), false), (words::layout(), false), (words::memory(), true)]
            .iter()
            .map(|(name, is_number)| ((*name).to_owned(), *is_number))
            .collect(),
        rows,
        is_folded: false,
    }));
}

fn change(job: &Job, what: &str, best: &Candidate, enters: Vec<(Field, String)>) -> Row {
    let layout = words::degrees_and_rest(&in_words(&best.layout, job.cluster.chips), &rest(&best.layout));
    Row {
        cells: vec![what.to_owned(), layout, text::point(best.bytes, Style::Bytes)],
        given: enters.iter().map(|(field, _)| Given::Field(*field)).collect(),
        enters,
        working: vec![memory_of(best)],
        ..Row::default()
    }
}

/// What is decided, with one field after the other left open.
fn openings(decided: &Decided) -> Vec<(Field, Decided)> {
    let all = *decided;
    vec![
        (Field::TensorParallel, Decided { tensor: None, ..all }),
        (Field::PipelineParallel, Decided { pipeline: None, ..all }),
        (Field::PipelineSchedule, Decided { schedule: None, ..all }),
        (Field::VirtualStages, Decided { virtual_stages: None, ..all }),
        (Field::ContextParallel, Decided { context: None, ..all }),
        (Field::ExpertParallel, Decided { expert: None, ..all }),
        (Field::Sharding, Decided { sharding: None, ..all }),
        (Field::MicroBatch, Decided { micro_batch: None, ..all }),
        (Field::Recomputation, Decided { recomputation: None, ..all }),
    ]
}

/// The first of double, four, eight … times the chips on which something fits.
fn more_chips(plan: &Plan) -> Option<(u32, Candidate)> {
    const MOST_DOUBLINGS: u32 = 10;
    (1..=MOST_DOUBLINGS).find_map(|doublings| {
        let chips = plan
            .job
            .cluster
            .chips
            .checked_shl(doublings)
            .filter(|chips| *chips <= plan.job.global_batch.saturating_mul(1024))?;
        let mut job = plan.job.clone();
        job.cluster.chips = chips;
        search_among(&job, &plan.decided, MOST_TRIED_FOR_A_HINT).best().map(|best| (chips, *best))
    })
}
