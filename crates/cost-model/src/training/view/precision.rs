//! Which format each part of the step computes, stores and sends in.

use super::super::plan::Plan;
use crate::report::{Block, Report, Row, Table, Tone};
use crate::text::{self, Style};

pub(super) fn table(report: &mut Report, plan: &Plan) {
    let (job, recipe) = (&plan.job, plan.job.recipe);
    let bytes = |bytes: f64| format!("{} B", text::point(bytes, Style::Plain));
    let rate = |precision| {
        job.cluster.peak(precision).map_or_else(String::new, |peak| text::point(peak, Style::FlopPerSecond))
    };
    let kept = text::point(job.kept_share, Style::Fraction);
    let low = if job.kept_share > 0.0 {
        format!("{}, {kept} of it in {}", recipe.linear.name(), recipe.rest.name())
    } else {
        recipe.linear.name().to_owned()
    };
    let master = if recipe.master_bytes > 0.0 { bytes(recipe.master_bytes) } else { "the weight itself".to_owned() };
    let rows = [
        ("Products of the layers", low, rate(recipe.linear)),
        ("Attention's products, router, head", recipe.rest.name().to_owned(), rate(recipe.rest)),
        ("Weights, with copies for products", bytes(recipe.weight_bytes), String::new()),
        ("Gradients", bytes(recipe.gradient_bytes), String::new()),
        ("Master weights", master, String::new()),
        ("Moments", bytes(job.optimizer.moment_bytes), job.optimizer.name.to_owned()),
        ("Kept inputs of products", bytes(recipe.input_bytes), String::new()),
        ("Other kept numbers, traffic in a layer", bytes(recipe.activation_bytes), String::new()),
        (
            "To experts, and back",
            format!("{}, {}", bytes(recipe.dispatch_bytes), bytes(recipe.combine_bytes)),
            String::new(),
        ),
        ("Gradients between ranks", bytes(recipe.gradient_traffic_bytes), String::new()),
    ];
    report.heading("Number formats");
    report.text(Tone::Plain, recipe.note);
    report.blocks.push(Block::Table(Table {
        caption: format!("{}: what runs, is kept and travels in which format", recipe.name),
        columns: [("Part", false), ("Format or bytes for each number", false), ("Dense peak", false)]
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
