//! Which format each part of the step computes, stores and sends in.

use super::super::plan::Plan;
use crate::report::{Block, Report, Row, Table, Tone};
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
    let rows = [
        (words::products(), low, rate(recipe.linear)),
        (words::rest(), recipe.rest.name().to_owned(), rate(recipe.rest)),
        (words::weights(), bytes(recipe.weight_bytes), String::new()),
        (words::gradients(), bytes(recipe.gradient_bytes), String::new()),
        (words::master_weights(), master, String::new()),
        (words::moments(), bytes(job.optimizer.moment_bytes), job.optimizer.name().to_owned()),
        (words::kept_inputs(), bytes(recipe.input_bytes), String::new()),
        (words::other_kept(), bytes(recipe.activation_bytes), String::new()),
        (
            words::to_experts_and_back(),
            words::there_and_back(&bytes(recipe.dispatch_bytes), &bytes(recipe.combine_bytes)),
            String::new(),
        ),
        (words::gradient_traffic(), bytes(recipe.gradient_traffic_bytes), String::new()),
    ];
    report.heading(words::heading());
    report.text(Tone::Plain, recipe.note());
    report.blocks.push(Block::Table(Table {
        caption: words::caption(recipe.name()),
        columns: [(words::part(), false), (words::format_or_bytes(), false), (words::dense_peak(), false)]
            .iter()
            .map(|(name, is_number)| ((*name).to_owned(), *is_number))
            .collect(),
        rows: rows
            .into_iter()
            .map(|(part, format, peak)| Row { cells: vec![part.to_owned(), format, peak], ..Row::default() })
            .collect(),
        is_folded: false,
    }));
}
