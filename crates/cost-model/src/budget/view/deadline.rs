//! Accelerators for a deadline, and the time that a number of accelerators takes.

use super::{count, of_hours, point, range};
use crate::budget::plan::Plan;
use crate::field::Field;
use crate::interval::Interval;
use crate::report::{Block, Report, Row, Tone, fields, row, table};
use crate::serving::HOURS_PER_MONTH;
use crate::text::Style;
use crate::words::budget_deadline as words;

/// Numbers of accelerators that are shown beside the visitor's.
const CHIPS: [f64; 4] = [64.0, 512.0, 2048.0, 16384.0];

/// Bytes for each parameter of weights, gradients and Adam's moments in mixed precision (Rajbhandari et al. 2020, and a 32-bit
/// gradient as Megatron-LM keeps it).
const BYTES_PER_PARAMETER: f64 = 18.0;

pub(super) fn blocks(report: &mut Report, plan: &Plan) {
    report.heading(words::how_many_how_long());
    let needed = plan.hours.range().map(|hours| libm::ceil(plan.terms.chips(hours)));
    let months = plan.inputs.get(Field::BudgetMonths);
    let entered = plan.inputs.entered(Field::BudgetChips).map(|chips| chips.middle());
    report.text(Tone::Plain, sentence(plan, needed, &months.to_text(), entered));
    let middle = libm::ceil(plan.terms.chips(plan.hours.middle));
    let mut all: Vec<f64> = CHIPS.into_iter().chain([middle]).chain(entered).collect();
    all.sort_by(f64::total_cmp);
    all.dedup();
    let rows = all.into_iter().map(|chips| {
        let days = plan.hours.range().map(|hours| hours / chips / 24.0);
        let in_time = plan.hours.middle / chips <= plan.terms.months * HOURS_PER_MONTH * 1.000001;
        Row {
            working: working_of(plan, chips, chips == middle),
            given: fields(if chips == middle { &[Field::BudgetMonths] } else { &[] }),
            is_marked: Some(chips) == entered || (entered.is_none() && chips == middle),
            ..row(&[
                if chips == middle { words::for_deadline(&count(chips)) } else { count(chips) },
                range(days, Style::Days),
                point(plan.hours.middle / chips / HOURS_PER_MONTH, Style::Count("months")),
                if in_time { words::in_time() } else { words::too_late() }.to_owned(),
                if chips < least(plan) { words::too_little() } else { words::enough() }.to_owned(),
            ])
        }
    });
    let columns = [words::accelerators(), words::days(), words::months_central(), words::deadline(), words::memory()];
    let by_number = table(words::by_accelerators(), &columns, rows.collect());
    report.blocks.push(Block::Table(by_number.resting_on(&of_hours())));
    let bytes = point(BYTES_PER_PARAMETER, Style::Plain);
    report.text(Tone::Note, words::memory_needed(&bytes, &point(least(plan), Style::Count("chips"))));
}

fn sentence(plan: &Plan, needed: Interval<f64>, months: &str, entered: Option<f64>) -> String {
    let accelerators = Style::Count(words::of_accelerators());
    let first = words::needed(months, &range(needed, accelerators));
    match entered {
        Some(chips) => {
            let days = range(plan.hours.range().map(|hours| hours / chips / 24.0), Style::Days);
            first + &words::take(&point(chips, accelerators), &days)
        }
        None => first,
    }
}

/// Days, months, how many the deadline needs, and how many the memory.
fn working_of(plan: &Plan, chips: f64, is_for_deadline: bool) -> Vec<String> {
    let (hours, accelerators) = (Style::Count("h"), count(chips));
    let days = range(plan.hours.range().map(|hours| hours / chips / 24.0), Style::Days);
    let central = point(plan.hours.middle, hours);
    let months = point(plan.hours.middle / chips / HOURS_PER_MONTH, Style::Count("months"));
    let month = point(HOURS_PER_MONTH, Style::Plain);
    let mut lines = vec![
        words::days_working(&range(plan.hours.range(), hours), &accelerators, &days),
        words::months_working(&central, &accelerators, &month, &months),
    ];
    if is_for_deadline {
        lines.push(words::needed_working(&central, &point(plan.terms.months, Style::Plain), &month, &accelerators));
    }
    if let Some(memory) = plan.machine.chip.memory.value() {
        let of_one = point(memory.middle().get(), Style::Bytes);
        let (params, bytes) = (count(plan.best.size().params), point(BYTES_PER_PARAMETER, Style::Plain));
        lines.push(words::memory_working(&params, &bytes, &of_one, &count(least(plan))));
    }
    lines
}

/// Accelerators whose memory holds the training state of the compute-optimal model.
fn least(plan: &Plan) -> f64 {
    let memory = plan.machine.chip.memory.value().map_or(f64::INFINITY, |memory| memory.middle().get());
    libm::ceil(plan.best.size().params * BYTES_PER_PARAMETER / memory).max(1.0)
}
