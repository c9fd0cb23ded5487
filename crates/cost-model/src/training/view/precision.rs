//! Which format each part of the step computes, stores and sends in.

use super::super::plan::Plan;
use crate::catalogue::Precision;
use crate::field::Field;
use crate::report::{Block, Reference, Report, Row, Table, Tone, fields};
use crate::text::{self, Style};
use crate::words::training_view_precision as words;

pub(super) fn table(report: &mut Report, plan: &Plan) {
    let (job, recipe) = (&plan.job, plan.job.recipe);
    let bytes = |bytes: f64| format!("{} B", text::point(bytes, Style::Plain));
    let rate = |precision| {
        job.cluster.peak(precision).map_or_else(String::new, |peak| text::point(peak, Style::FlopPerSecond))
    };
    let kept = text::point(job.kept_share, Style::Fraction);
    let low = if job.kept_share > 0.0 {
        words::part_kept_higher(recipe.linear.name(), &kept, recipe.rest.name())
    } else {
        recipe.linear.name().to_owned()
    };
    let master =
        if recipe.master_bytes > 0.0 { bytes(recipe.master_bytes) } else { words::the_weight_itself().to_owned() };
    let by_recipe = || words::by_formats_of(recipe.name());
    let row = |part: &str, format: String, working: String| Row {
        cells: vec![part.to_owned(), format, String::new()],
        working: vec![working],
        given: fields(&[Field::Precision]),
        ..Row::default()
    };
    let rated = |part: &str, format: String, precision| Row {
        cells: vec![part.to_owned(), format, rate(precision)],
        sources: peak_sources(plan, precision),
        ..Row::default()
    };
    let rows = vec![
        rated(words::products(), low, recipe.linear),
        rated(words::rest(), recipe.rest.name().to_owned(), recipe.rest),
        row(words::weights(), bytes(recipe.weight_bytes), by_recipe()),
        row(words::gradients(), bytes(recipe.gradient_bytes), by_recipe()),
        row(words::master_weights(), master, by_recipe()),
        Row {
            cells: vec![
                words::moments().to_owned(),
                bytes(job.optimizer.moment_bytes),
                job.optimizer.name().to_owned(),
            ],
            working: vec![words::bytes_of_moments(job.optimizer.name())],
            given: fields(&[Field::Optimizer]),
            ..Row::default()
        },
        row(words::kept_inputs(), bytes(recipe.input_bytes), by_recipe()),
        row(words::other_kept(), bytes(recipe.activation_bytes), by_recipe()),
        row(
            words::to_experts_and_back(),
            words::there_and_back(&bytes(recipe.dispatch_bytes), &bytes(recipe.combine_bytes)),
            by_recipe(),
        ),
        row(words::gradient_traffic(), bytes(recipe.gradient_traffic_bytes), by_recipe()),
    ];
    report.heading(words::heading());
    report.text(Tone::Plain, recipe.note());
    report.blocks.push(Block::Table(Table {
        caption: words::caption(recipe.name()),
        columns: [(words::part(), false), (words::format_or_bytes(), false), (words::dense_peak(), false)]
            .iter()
            .map(|(name, is_number)| ((*name).to_owned(), *is_number))
            .collect(),
        rows,
        is_folded: false,
    }));
}

/// Where the peak rate of a precision comes from.
fn peak_sources(plan: &Plan, precision: Precision) -> Vec<Reference> {
    let peak = plan.job.cluster.chip.peak(precision);
    peak.and_then(|peak| peak.first()).map(|peak| peak.citation().into()).into_iter().collect()
}
