//! The time of a step and what it says of the whole run.

use super::super::efficiency::FITTED_ON;
use super::super::goodput::{self, FAILURES};
use super::super::plan::{Plan, entry};
use super::super::search::Candidate;
use super::{in_words, share, working};
use crate::catalogue::Precision;
use crate::estimate::{Estimate, Grade, Item};
use crate::field::Field;
use crate::interval::Interval;
use crate::report::{Block, Figure, Given, Part, Parts, Report, Tone, both, fields, figures};
use crate::text::{self, Style};
use crate::words::training_view_step as words;

/// What a layout says of the whole run.
struct Run {
    tokens: f64,
    hours: f64,
    chip_hours: f64,
    mfu: Option<f64>,
    usd: Option<Interval<f64>>,
}

impl Run {
    /// Tokens ÷ tokens of a step × its time ÷ goodput; nothing when the tokens are not known.
    fn of(estimate: &Estimate, plan: &Plan, best: &Candidate) -> Option<Self> {
        let middle =
            |field| estimate.step(Item::Field(field)).outcome.number().map(|number: Interval<f64>| number.middle());
        let tokens = middle(Field::Tokens)?;
        let hours = tokens / plan.job.tokens_per_step() * best.seconds / plan.goodput / 3600.0;
        let chip_hours = hours * f64::from(plan.job.cluster.chips);
        let mfu = middle(Field::TrainingFlop)
            .zip(middle(Field::PeakFlopPerSecond))
            .map(|(flop, peak)| flop / (chip_hours * 3600.0 * peak));
        let price = estimate.step(Item::Field(Field::UsdPerGpuHour)).outcome.number();
        Some(Self { tokens, hours, chip_hours, mfu, usd: price.map(|price| price.map(|price| price * chip_hours)) })
    }
}

/// The answer in a sentence: how long, how many chip-hours, on which layout, and what published runs say beside it.
pub(super) fn answer(report: &mut Report, estimate: &Estimate, plan: &Plan, best: &Candidate) {
    let job = &plan.job;
    let chips = text::point(f64::from(job.cluster.chips), Style::Count(""));
    let mfu = text::point(job.mfu(best.seconds), Style::Fraction);
    let layout = in_words(&best.layout, job.cluster.chips);
    let Some(run) = Run::of(estimate, plan, best) else {
        let seconds = text::point(best.seconds, Style::Seconds);
        report.text(Tone::Answer, words::step(&chips, job.cluster.chip.short_name, &seconds, &mfu, &layout));
        return;
    };
    report.text(
        Tone::Answer,
        words::step_and_run(
            &layout,
            &chips,
            job.cluster.chip.short_name,
            &mfu,
            &text::point(run.chip_hours, Style::Count("chip-hours")),
            &text::point(run.hours / 24.0, Style::Days),
        ),
    );
    beside_the_bill(report, estimate, &run);
    if !FITTED_ON.contains(&job.cluster.chip.slug) {
        report.text(Tone::Note, words::carried_over(job.cluster.chip.short_name));
    }
}

/// Compares with the hours of the bill, and offers to put the utilisation there.
fn beside_the_bill(report: &mut Report, estimate: &Estimate, run: &Run) {
    let billed = estimate.step(Item::Field(Field::PretrainingHours));
    let compared = billed.outcome.number().map(|hours| (hours, run.chip_hours / hours.middle()));
    // Of no hours nothing is so many percent more.
    if let Some((hours, ratio)) = compared.filter(|(_, ratio)| ratio.is_finite()) {
        let billed = text::exact_or_range(hours, Style::Count("chip-hours"));
        let apart = text::point(libm::fabs(ratio - 1.0), Style::Fraction);
        let said =
            if ratio >= 1.0 { words::more_than_bill(&billed, &apart) } else { words::fewer_than_bill(&billed, &apart) };
        report.text(Tone::Plain, said);
    }
    if let Some(mfu) = run.mfu.filter(|mfu| (0.001..=1.0).contains(mfu)) {
        report.offer(
            words::use_in_bill(&text::point(mfu, Style::Fraction)),
            vec![(Field::HoursFrom, "flop".to_owned()), (Field::Mfu, entry(mfu))],
        );
    }
}

/// A figure of the analysis with its equation in symbols and in values.
fn figure(label: &str, value: String, symbols: &str, values: String) -> Figure {
    let working = [symbols.to_owned(), values].into_iter().filter(|line| !line.is_empty()).collect();
    Figure { label: label.to_owned(), value, grade: Grade::Estimated, working, ..Figure::default() }
}

pub(super) fn of_run(report: &mut Report, estimate: &Estimate, plan: &Plan, best: &Candidate) {
    let mut rows = step_rows(plan, best);
    rows.push(goodput_row(plan));
    if let Some(run) = Run::of(estimate, plan, best) {
        rows.extend(run_rows(plan, best, &run));
    }
    report.heading(words::heading());
    report.blocks.push(Block::Figures { caption: words::caption().to_owned(), rows });
}

fn step_rows(plan: &Plan, best: &Candidate) -> Vec<Figure> {
    let job = &plan.job;
    let tokens = text::point(job.tokens_per_step(), Style::Count("tokens"));
    let seconds = text::point(best.seconds, Style::Seconds);
    let (batch, sequence) = (f64::from(job.global_batch), f64::from(job.sequence));
    let count = |number| text::point(number, Style::Count(""));
    let rate = job.tokens_per_step() * job.model_flop_per_token() / best.seconds / f64::from(job.cluster.chips);
    let mut rows = vec![
        figure(words::tokens_of_step(), tokens.clone(), "B × s", format!("{} × {}", count(batch), count(sequence)))
            .resting_on(fields(&[Field::GlobalBatch, Field::SequenceLength])),
        figure(words::time_of_step(), seconds.clone(), words::sum_of_parts(), String::new())
            .resting_on(named(best.time.parts().into_iter())),
        figure(
            words::flop_rate(),
            text::point(rate, Style::FlopPerSecond),
            "c × B × s ÷ (T_step × n)",
            format!(
                "{} × {tokens} ÷ ({seconds} × {})",
                text::point(job.model_flop_per_token(), Style::FlopPerToken),
                count(f64::from(job.cluster.chips))
            ),
        )
        .resting_on(both(figures(&[words::tokens_of_step(), words::time_of_step()]), &fields(&OF_RATE))),
    ];
    rows.extend(utilisations(plan, best, rate));
    rows
}

/// The utilisation against each peak that it may be quoted against, attention counted under its mask and in full.
fn utilisations(plan: &Plan, best: &Candidate, rate: f64) -> Vec<Figure> {
    let job = &plan.job;
    let written = text::point(rate, Style::FlopPerSecond);
    let causal = job.mfu(best.seconds);
    let full = causal * job.flop_per_token_unmasked() / job.model_flop_per_token();
    let peak = job.cluster.sixteen_bit_peak().unwrap_or_default();
    let against = |peak: f64| format!("{written} ÷ {}", text::point(peak, Style::FlopPerSecond));
    let fraction = |part| text::point(part, Style::Fraction);
    let mut rows = vec![
        figure(words::mfu_16_bit(), fraction(causal), words::attention_masked(), against(peak)).resting_on(of_rate()),
        figure(
            words::mfu_full_attention(),
            fraction(full),
            words::attention_in_full(),
            words::mfu_in_full(
                &fraction(causal),
                &text::point(job.flop_per_token_unmasked(), Style::FlopPerToken),
                &text::point(job.model_flop_per_token(), Style::FlopPerToken),
            ),
        )
        .resting_on(both(figures(&[words::mfu_16_bit()]), &fields(&[Field::SequenceLength, Field::Architecture]))),
    ];
    if let Some(low) = job.cluster.peak(Precision::Fp8).filter(|_| job.recipe.linear == Precision::Fp8) {
        let share = causal * peak / low;
        rows.push(figure(words::mfu_fp8(), fraction(share), words::higher_peak(), against(low)).resting_on(of_rate()));
    }
    rows
}

fn goodput_row(plan: &Plan) -> Figure {
    let chips = f64::from(plan.job.cluster.chips);
    let between = goodput::CHIP_HOURS_BETWEEN_FAILURES / chips;
    let entered = plan.found.iter().all(|found| found.field != Field::Goodput);
    let working = if entered {
        vec![words::as_entered(&text::point(plan.goodput, Style::Fraction))]
    } else {
        vec![
            "g = (1 − 2%) ÷ (1 + √(2·δ ÷ M) + R ÷ M)".to_owned(),
            words::between_failures(
                &text::point(goodput::CHIP_HOURS_BETWEEN_FAILURES, Style::Count("")),
                &text::point(chips, Style::Count("")),
                &text::point(between, Style::Plain),
            ),
        ]
    };
    Figure {
        label: words::goodput().to_owned(),
        value: text::point(plan.goodput, Style::Fraction),
        grade: if entered { Grade::Entered } else { Grade::Assumed },
        working,
        given: fields(if entered { &[Field::Goodput] } else { &[Field::Goodput, Field::ChipCount] }),
        sources: if entered { Vec::new() } else { vec![FAILURES.into()] },
    }
}

fn run_rows(plan: &Plan, best: &Candidate, run: &Run) -> Vec<Figure> {
    let chips = text::point(f64::from(plan.job.cluster.chips), Style::Count(""));
    let hours = text::point(run.hours, Style::Count("hours"));
    let chip_hours = text::point(run.chip_hours, Style::Count("chip-hours"));
    let mut rows = vec![
        figure(
            words::days(),
            text::point(run.hours / 24.0, Style::Days),
            "D ÷ (B × s) × T_step ÷ g",
            words::days_in_values(
                &text::point(run.tokens, Style::Count("tokens")),
                &text::point(plan.job.tokens_per_step(), Style::Count("tokens")),
                &text::point(best.seconds, Style::Seconds),
                &text::point(plan.goodput, Style::Fraction),
            ),
        )
        .resting_on(both(days_on(), &fields(&[Field::Tokens]))),
        figure(words::chip_hours(), chip_hours.clone(), words::hours_by_chips(), format!("{hours} × {chips}"))
            .resting_on(both(figures(&[words::days()]), &fields(&[Field::ChipCount]))),
    ];
    if let Some(usd) = run.usd {
        let usd = text::exact_or_range(usd, Style::Usd);
        rows.push(
            figure(words::cost(), usd, words::chip_hours_by_price(), words::by_price_above(&chip_hours))
                .resting_on(both(figures(&[words::chip_hours()]), &fields(&[Field::UsdPerGpuHour]))),
        );
    }
    rows
}

/// What the rate of a chip rests on beside tokens and time.
const OF_RATE: [Field; 2] = [Field::ChipCount, Field::Architecture];

/// What a utilisation rests on: the rate, and the chip's peak.
fn of_rate() -> Vec<Given> {
    both(figures(&[words::flop_rate()]), &fields(&[Field::Hardware]))
}

/// What the length of a run rests on beside its tokens.
fn days_on() -> Vec<Given> {
    figures(&[words::tokens_of_step(), words::time_of_step(), words::goodput()])
}

/// The parts that are there, by their names.
fn named(parts: impl Iterator<Item = (&'static str, f64)>) -> Vec<Given> {
    figures(&parts.filter(|(_, size)| *size > 0.0).map(|(name, _)| name).collect::<Vec<_>>())
}

/// The fields on which every part of a step rests.
const OF_STEP: [Field; 5] =
    [Field::Hardware, Field::ChipCount, Field::SequenceLength, Field::Architecture, Field::MicroBatch];

/// The fields of each part of a step beside those, in the order of its parts.
const OF_PARTS: [&[Field]; 12] = [
    &[Field::GlobalBatch, Field::Precision, Field::HighPrecisionShare, Field::TensorParallel],
    &[Field::GlobalBatch, Field::Precision, Field::HighPrecisionShare, Field::ExpertParallel],
    &[Field::GlobalBatch, Field::AttentionKernel, Field::TensorParallel],
    &[Field::GlobalBatch, Field::Precision, Field::TensorParallel],
    &[Field::GlobalBatch, Field::Recomputation],
    &[Field::GlobalBatch, Field::TensorParallel, Field::InterconnectBandwidth, Field::NodeSize],
    &[Field::GlobalBatch, Field::ContextParallel, Field::InterconnectBandwidth, Field::NetworkBandwidth],
    &[
        Field::GlobalBatch,
        Field::Precision,
        Field::ExpertParallel,
        Field::InterconnectBandwidth,
        Field::NetworkBandwidth,
    ],
    &[
        Field::GlobalBatch,
        Field::PipelineParallel,
        Field::PipelineSchedule,
        Field::VirtualStages,
        Field::NetworkBandwidth,
    ],
    &[Field::GlobalBatch, Field::Precision, Field::Sharding, Field::InterconnectBandwidth, Field::NetworkBandwidth],
    &[Field::Precision, Field::Optimizer, Field::Sharding],
    &[Field::GlobalBatch, Field::NodeSize, Field::InterconnectBandwidth, Field::NetworkBandwidth],
];

/// The step's time by what it goes into.
pub(super) fn parts(report: &mut Report, plan: &Plan, best: &Candidate) {
    let notes = [
        words::matrix_products(),
        words::expert_products(),
        words::attention(),
        words::elementwise(),
        words::recomputation(),
        words::tensor_traffic(),
        words::context_traffic(),
        words::expert_traffic(),
        words::pipeline(),
        words::data_traffic(),
        words::optimizer(),
        words::waiting(),
    ];
    let said = notes.into_iter().zip(working::of_step(&plan.job, best)).zip(OF_PARTS);
    let parts = best.time.parts().into_iter().zip(said).filter(|((_, seconds), _)| *seconds > 0.0);
    report.blocks.push(Block::Parts(Parts {
        caption: words::time_parts().to_owned(),
        total: text::point(best.seconds, Style::Seconds),
        capacity: None,
        parts: parts
            .map(|((label, seconds), ((note, working), on))| Part {
                label: label.to_owned(),
                size: seconds,
                value: text::point(seconds, Style::Seconds),
                share: share(seconds / best.seconds),
                note: note.to_owned(),
                working,
                given: fields(&[on, &OF_STEP].concat()),
                ..Part::default()
            })
            .collect(),
    }));
}
