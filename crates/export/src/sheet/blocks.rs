//! The blocks of a report that hold figures as text.

use cost_model::interval::Interval;
use cost_model::report::{Block, Claimed, Figure, Ladder, Parts, Rung, Table, Waterfall};

use super::{Cells, Sheet, chart, digits, ends, sources};

/// A block's figures; nothing for one that has none of its own.
pub(super) fn sheet(block: &Block) -> Option<Sheet> {
    Some(match block {
        Block::Figures { caption, rows } => figures(caption, rows),
        Block::Parts(of) => parts(of),
        Block::Table(of) => table(of),
        Block::Ladder(of) => ladder(of),
        Block::Waterfall(of) => waterfall(of),
        Block::Scatter(of) => chart::scatter(of),
        Block::Plot(of) => chart::plot(of),
        Block::HeatMap(of) => chart::heat_map(of),
        Block::Density(of) => chart::density(of),
        Block::Tornado(of) => chart::tornado(of),
        Block::Heading(_) | Block::Text { .. } | Block::Offer { .. } | Block::Link { .. } => return None,
    })
}

fn figures(caption: &str, rows: &[Figure]) -> Sheet {
    use Cells::{Figures, Words};
    let columns = [("figure", Words), ("value", Figures), ("grade", Words), ("working", Words), ("sources", Words)];
    let mut sheet = Sheet::new(caption, &columns);
    let row = |figure: &Figure| {
        let grade = figure.grade.word().to_owned();
        let working = figure.working.join("; ");
        vec![figure.label.clone(), figure.value.clone(), grade, working, sources(&figure.sources)]
    };
    sheet.rows = rows.iter().map(row).collect();
    sheet
}

fn parts(of: &Parts) -> Sheet {
    use Cells::{Figures, Numbers, Words};
    let columns = [
        ("part", Words),
        ("value", Figures),
        ("share", Figures),
        ("size", Numbers),
        ("note", Words),
        ("working", Words),
        ("sources", Words),
    ];
    let mut sheet = Sheet::new(&of.caption, &columns);
    for part in &of.parts {
        sheet.rows.push(vec![
            part.label.clone(),
            part.value.clone(),
            part.share.clone(),
            digits(part.size),
            part.note.clone(),
            part.working.join("; "),
            sources(&part.sources),
        ]);
    }
    sheet.notes.push(format!("In all: {}.", of.total));
    if let Some((size, text)) = &of.capacity {
        sheet.notes.push(format!("Room for: {text} (a size of {}).", digits(*size)));
    }
    sheet
}

fn table(of: &Table) -> Sheet {
    let mut sheet = Sheet { name: of.caption.clone(), ..Sheet::default() };
    for (heading, is_figure) in &of.columns {
        sheet.column(heading, if *is_figure { Cells::Figures } else { Cells::Words });
    }
    let has_marked = of.rows.iter().any(|row| row.is_marked);
    let has_working = of.rows.iter().any(|row| !row.working.is_empty());
    let has_sources = of.rows.iter().any(|row| !row.sources.is_empty());
    if has_marked {
        sheet.column("marked", Cells::Words);
    }
    if has_working {
        sheet.column("working", Cells::Words);
    }
    if has_sources {
        sheet.column("sources", Cells::Words);
    }
    for row in &of.rows {
        let mut cells = row.cells.clone();
        // A row may be shorter than the headings; the cells after it must not slip under others.
        cells.resize(of.columns.len(), String::new());
        if has_marked {
            cells.push(if row.is_marked { "yes" } else { "" }.to_owned());
        }
        if has_working {
            cells.push(row.working.join("; "));
        }
        if has_sources {
            cells.push(sources(&row.sources));
        }
        sheet.rows.push(cells);
    }
    sheet
}

fn ladder(of: &Ladder) -> Sheet {
    use Cells::{Figures, Numbers, Words};
    let columns = [
        ("counted_as", Words),
        ("kind", Words),
        ("usd_low", Numbers),
        ("usd_central", Numbers),
        ("usd_high", Numbers),
        ("text", Figures),
        ("chosen", Words),
        ("what", Words),
        ("working", Words),
        ("sources", Words),
    ];
    let mut sheet = Sheet::new(&of.caption, &columns);
    for rung in &of.rungs {
        let chosen = if rung.is_marked { "yes" } else { "" };
        let [working, cited] = [rung.working.join("; "), sources(&rung.sources)];
        let texts = [rung.text.as_str(), chosen, &rung.note, &working, &cited];
        sheet.rows.push(rung_row(rung, &of.worked_out, rung.usd, texts));
        sheet.rows.extend(rung.claims.iter().map(|claim| claim_row(rung, &of.said, claim)));
    }
    sheet
}

fn claim_row(rung: &Rung, kind: &str, claim: &Claimed) -> Vec<String> {
    let cited = sources(std::slice::from_ref(&claim.source));
    rung_row(rung, kind, Some(claim.usd), [&claim.text, "", &claim.says, "", &cited])
}

fn rung_row(rung: &Rung, kind: &str, usd: Option<Interval<f64>>, texts: [&str; 5]) -> Vec<String> {
    let mut row = vec![rung.label.clone(), kind.to_owned()];
    row.extend(ends(usd));
    row.extend(texts.map(str::to_owned));
    row
}

fn waterfall(of: &Waterfall) -> Sheet {
    use Cells::{Figures, Numbers, Words};
    let columns = [
        ("step", Words),
        ("kind", Words),
        ("value", Figures),
        (of.share_label.as_str(), Figures),
        ("bar_from", Numbers),
        ("bar_to", Numbers),
        ("working", Words),
        ("sources", Words),
    ];
    let mut sheet = Sheet::new(&of.caption, &columns);
    for step in &of.steps {
        sheet.rows.push(vec![
            step.label.clone(),
            if step.is_sum { "sum" } else { "step" }.to_owned(),
            step.value.clone(),
            step.share.clone(),
            digits(step.from),
            digits(step.to),
            step.working.join("; "),
            sources(&step.sources),
        ]);
    }
    sheet.notes.push("Bars begin and end between 0, the left end of the drawing, and 1, the right end.".to_owned());
    sheet
}
