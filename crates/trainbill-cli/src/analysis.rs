//! A report's blocks as text for a terminal.

use std::fmt::Write;

use cost_model::report::{
    Block, Density, Figure, HeatMap, Ladder, Parts, Plot, Reference, Report, Scatter, Table, Tone, Tornado, Waterfall,
};

/// The blocks one below the other. Writing to a String cannot fail, so that its result is not looked at.
pub(crate) fn blocks(report: &Report) -> String {
    let mut text = String::new();
    for block in &report.blocks {
        match block {
            Block::Heading(heading) => text.push_str(&format!("\n{heading}\n")),
            Block::Text { tone: Tone::Warning, text: words } => text.push_str(&format!("  warning: {words}\n")),
            Block::Text { text: words, .. } => text.push_str(&format!("  {words}\n")),
            Block::Figures { caption, rows } => figures(&mut text, caption, rows),
            Block::Parts(parts) => whole(&mut text, parts),
            Block::Table(table) => rows(&mut text, table),
            Block::Scatter(scatter) => points(&mut text, scatter),
            Block::Ladder(ladder) => rungs(&mut text, ladder),
            Block::Waterfall(waterfall) => steps(&mut text, waterfall),
            Block::Plot(plot) => curves(&mut text, plot),
            Block::HeatMap(map) => grid(&mut text, map),
            Block::Density(density) => spread(&mut text, density),
            Block::Tornado(tornado) => swings(&mut text, tornado),
            Block::Link { label, fragment } => text.push_str(&format!("  {label}: {fragment}\n")),
            // There is nothing to press; the page offers what the figures above already say.
            Block::Offer { .. } => {}
        }
    }
    if !report.found.is_empty() {
        text.push_str("\nNot entered\n");
    }
    for found in &report.found {
        let _ = writeln!(text, "  {}: {} ({})", found.field.spec().label(), found.value, found.because);
    }
    text
}

fn figures(text: &mut String, caption: &str, rows: &[Figure]) {
    let _ = writeln!(text, "  {caption}");
    for figure in rows {
        let _ = writeln!(text, "    {}: {} [{}]", figure.label, figure.value, figure.grade.word());
        explained(text, &figure.working, &figure.sources);
    }
}

fn explained(text: &mut String, working: &[String], sources: &[Reference]) {
    for line in working {
        let _ = writeln!(text, "      {line}");
    }
    for source in sources {
        let _ = writeln!(text, "      source: {}, {}, {}", source.title, source.locator, source.url);
    }
}

fn whole(text: &mut String, parts: &Parts) {
    let capacity = parts.capacity.as_ref().map(|(_, capacity)| format!(" of {capacity}")).unwrap_or_default();
    let _ = writeln!(text, "  {}: {}{capacity}", parts.caption, parts.total);
    for part in &parts.parts {
        let _ = writeln!(text, "    {}: {} ({}); {}", part.label, part.value, part.share, part.note);
        explained(text, &part.working, &part.sources);
    }
}

fn rows(text: &mut String, table: &Table) {
    let _ = writeln!(text, "  {}", table.caption);
    let headings: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
    let _ = writeln!(text, "    {}", headings.join(" | "));
    for row in &table.rows {
        let _ = writeln!(text, "  {} {}", if row.is_marked { "*" } else { " " }, row.cells.join(" | "));
    }
}

fn points(text: &mut String, scatter: &Scatter) {
    let _ = writeln!(text, "  {}", scatter.caption);
    for point in &scatter.points {
        let series = scatter.series.get(point.series).map_or("", String::as_str);
        let _ = writeln!(text, "    {} ({series}): {}", point.label, point.text);
    }
}

fn rungs(text: &mut String, ladder: &Ladder) {
    let _ = writeln!(text, "  {}", ladder.caption);
    for rung in &ladder.rungs {
        let mark = if rung.is_marked { "*" } else { " " };
        let _ = writeln!(text, "  {mark} {}: {} ({})", rung.label, rung.text, rung.note);
        explained(text, &rung.working, &rung.sources);
        for claim in &rung.claims {
            let _ = writeln!(
                text,
                "      {}: {}, {} [{}, {}]",
                ladder.said, claim.text, claim.says, claim.source.title, claim.source.locator
            );
        }
    }
}

/// What is drawn; the table beside it has the figures.
fn curves(text: &mut String, plot: &Plot) {
    let names: Vec<&str> = plot.curves.iter().map(|curve| curve.name.as_str()).collect();
    let _ = writeln!(text, "  {} ({})", plot.caption, names.join(", "));
    for mark in &plot.marks {
        let _ = writeln!(text, "    {}", mark.name);
    }
}

fn grid(text: &mut String, map: &HeatMap) {
    let contour = if map.contour_name.is_empty() { String::new() } else { format!(" (line at {})", map.contour_name) };
    let _ = writeln!(text, "  {}{contour}", map.caption);
}

fn spread(text: &mut String, density: &Density) {
    let quantiles: Vec<&str> = density.quantiles.iter().map(|(_, quantile)| quantile.as_str()).collect();
    let _ = writeln!(text, "  {}: {}", density.caption, quantiles.join(", "));
}

fn swings(text: &mut String, tornado: &Tornado) {
    let _ = writeln!(text, "  {}", tornado.caption);
    for bar in &tornado.bars {
        let shares = format!("{} alone, {} in all", bar.first_share, bar.total_share);
        let _ = writeln!(text, "    {}: {}; {}; {shares}", bar.label, bar.low_text, bar.high_text);
    }
}

fn steps(text: &mut String, waterfall: &Waterfall) {
    let _ = writeln!(text, "  {}", waterfall.caption);
    for step in &waterfall.steps {
        let share = if step.share.is_empty() { String::new() } else { format!(" ({})", step.share) };
        let _ = writeln!(text, "    {}: {}{share}", step.label, step.value);
        explained(text, &step.working, &step.sources);
    }
}
