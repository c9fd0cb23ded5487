//! The blocks of a report: words as paragraphs, figures and charts as tables, and charts as pictures too.

use std::fmt::Write;

use cost_model::report::{Block, Figure, Ladder, Parts, Reference, Table, Tone, Waterfall};

use super::escaped;
use crate::story::Story;

/// The figures of a chart are written as a table up to so many rows; of longer ones the picture is enough.
const MOST_ROWS: usize = 40;

/// Of a view with more blocks only the section of the lead is written, and the one at the top.
const MOST_BLOCKS: usize = 30;

/// Writes what the view says, the lead first, and answers with its sources.
pub(super) fn write(body: &mut String, story: &Story) -> Vec<Reference> {
    let mut sources = Vec::new();
    if let Some((place, block)) = story.lead.and_then(|place| Some((place, story.blocks.get(place)?))) {
        self::block(body, story, place, block, &mut sources);
    }
    let sections = sections(&story.blocks);
    let section_of = |place: usize| sections.get(place).copied().unwrap_or_default();
    let is_long = story.blocks.len() > MOST_BLOCKS;
    let is_shown =
        |place: usize| !is_long || section_of(place) == 0 || Some(section_of(place)) == story.lead.map(section_of);
    for (place, block) in story.blocks.iter().enumerate() {
        if Some(place) != story.lead && is_shown(place) {
            self::block(body, story, place, block, &mut sources);
        }
    }
    if is_long {
        let _ = writeln!(
            body,
            "<p class=\"note\">The view of the page itself says more than is shown here: <a href=\"../../#{}\">all of it</a>.</p>",
            escaped(&story.fragment)
        );
    }
    sources
}

/// Of every block, the number of headings up to it.
fn sections(blocks: &[Block]) -> Vec<usize> {
    let headings = blocks.iter().scan(0, |count, block| {
        *count += usize::from(matches!(block, Block::Heading(_)));
        Some(*count)
    });
    headings.collect()
}

fn block(body: &mut String, story: &Story, place: usize, block: &Block, sources: &mut Vec<Reference>) {
    if let Some(name) = crate::story::caption(block) {
        picture(body, story, Some(place), name);
    }
    match block {
        Block::Heading(text) => {
            let _ = writeln!(body, "<h2>{}</h2>", escaped(text));
        }
        Block::Text { tone, text } => paragraph(body, story, *tone, text),
        Block::Figures { caption, rows } => figures(body, caption, rows, sources),
        Block::Parts(of) => parts(body, of, sources),
        Block::Table(of) if of.is_folded => {}
        Block::Table(of) => table(body, of, sources),
        Block::Ladder(of) => ladder(body, of, sources),
        Block::Waterfall(of) => waterfall(body, of, sources),
        Block::Scatter(_) | Block::Plot(_) | Block::HeatMap(_) | Block::Density(_) | Block::Tornado(_) => {
            chart(body, block);
        }
        // There is nothing to press here, and other states are behind the link to the page itself.
        Block::Offer { .. } | Block::Link { .. } => {}
    }
}

fn paragraph(body: &mut String, story: &Story, tone: Tone, text: &str) {
    let class = match tone {
        Tone::Answer if text == story.answer => return,
        Tone::Answer | Tone::Plain => "",
        Tone::Note => " class=\"note\"",
        Tone::Warning => " class=\"warning\"",
    };
    let _ = writeln!(body, "<p{class}>{}</p>", escaped(text));
}

/// The picture of a chart.
pub(super) fn picture(body: &mut String, story: &Story, place: Option<usize>, name: &str) {
    if let Some(file) = story.drawing(place) {
        let _ = writeln!(
            body,
            "<p class=\"chart\"><img src=\"{file}\" alt=\"Chart: {}\" loading=\"lazy\"></p>",
            escaped(name)
        );
    }
}

/// Opens a table in a region of its own, up to its body; the first column names the rows, the others hold figures.
pub(super) fn open_table(body: &mut String, caption: &str, name: &str, figures: &[&str]) {
    let figures = figures.iter().map(|heading| (*heading, true));
    open_table_of(body, caption, std::iter::once((name, false)).chain(figures));
}

/// The same with headings of which each says whether the cells below are figures.
fn open_table_of<'a>(body: &mut String, caption: &str, columns: impl Iterator<Item = (&'a str, bool)>) {
    let _ = write!(
        body,
        "<div class=\"table\" role=\"region\" aria-label=\"{0}\" tabindex=\"0\">\n<table>\n<caption>{0}</caption>\n<thead><tr>",
        escaped(caption)
    );
    for (heading, is_figure) in columns {
        let _ = write!(body, "<th scope=\"col\"{}>{}</th>", class(is_figure), escaped(heading));
    }
    body.push_str("</tr></thead>\n<tbody>\n");
}

fn class(is_figure: bool) -> &'static str {
    if is_figure { " class=\"figure\"" } else { "" }
}

fn close_table(body: &mut String) {
    body.push_str("</tbody>\n</table>\n</div>\n");
}

/// A row whose first cell names it, with small type below the name.
fn row(body: &mut String, name: &str, small: &[String], cells: &[(&str, bool)], is_marked: bool) {
    let mark = if is_marked { " class=\"marked\"" } else { "" };
    let _ = write!(body, "<tr{mark}><th scope=\"row\">{}", escaped(name));
    for line in small.iter().filter(|line| !line.is_empty()) {
        let _ = write!(body, "<small>{}</small>", escaped(line));
    }
    body.push_str("</th>");
    for (cell, is_figure) in cells {
        let _ = write!(body, "<td{}>{}</td>", class(*is_figure), escaped(cell));
    }
    body.push_str("</tr>\n");
}

fn figures(body: &mut String, caption: &str, rows: &[Figure], sources: &mut Vec<Reference>) {
    open_table(body, caption, "Figure", &["Value", "Known as"]);
    for figure in rows {
        row(body, &figure.label, &figure.working, &[(&figure.value, true), (figure.grade.word(), true)], false);
        sources.extend(figure.sources.iter().cloned());
    }
    close_table(body);
}

fn parts(body: &mut String, of: &Parts, sources: &mut Vec<Reference>) {
    open_table(body, &of.caption, "Part", &["Value", "Share"]);
    for part in &of.parts {
        row(body, &part.label, std::slice::from_ref(&part.note), &[(&part.value, true), (&part.share, true)], false);
        sources.extend(part.sources.iter().cloned());
    }
    let capacity = of.capacity.as_ref().map(|(_, text)| format!("of {text}")).unwrap_or_default();
    row(body, "Together", &[], &[(&of.total, true), (&capacity, true)], true);
    close_table(body);
}

fn table(body: &mut String, of: &Table, sources: &mut Vec<Reference>) {
    open_table_of(body, &of.caption, of.columns.iter().map(|(name, is_figure)| (name.as_str(), *is_figure)));
    for each in &of.rows {
        let kinds = of.columns.iter().map(|(_, is_figure)| *is_figure);
        let cells: Vec<(&str, bool)> = each.cells.iter().map(String::as_str).zip(kinds).skip(1).collect();
        row(body, each.cells.first().map_or("", String::as_str), &[], &cells, each.is_marked);
        sources.extend(each.sources.iter().cloned());
    }
    close_table(body);
}

fn ladder(body: &mut String, of: &Ladder, sources: &mut Vec<Reference>) {
    open_table(body, &of.caption, "Counted as", &["Sum", "Said in public"]);
    for rung in &of.rungs {
        let said: Vec<String> = rung.claims.iter().map(|claim| format!("{}: {}", claim.text, claim.says)).collect();
        let cells = [(rung.text.as_str(), true), (&said.join("; "), false)];
        row(body, &rung.label, std::slice::from_ref(&rung.note), &cells, rung.is_marked);
        sources.extend(rung.sources.iter().chain(rung.claims.iter().map(|claim| &claim.source)).cloned());
    }
    close_table(body);
}

fn waterfall(body: &mut String, of: &Waterfall, sources: &mut Vec<Reference>) {
    let share = if of.share_label.is_empty() { "Ratio" } else { &of.share_label };
    open_table(body, &of.caption, "Step", &["US dollars", share]);
    for step in &of.steps {
        let exchanged: Vec<String> = step.working.first().cloned().into_iter().collect();
        row(body, &step.label, &exchanged, &[(&step.value, true), (&step.share, true)], step.is_sum);
        sources.extend(step.sources.iter().cloned());
    }
    close_table(body);
}

/// The figures of a chart whose picture stands above.
fn chart(body: &mut String, block: &Block) {
    let Some(sheet) = export::sheet_of(block).filter(|sheet| sheet.rows.len() <= MOST_ROWS) else {
        body.push_str("<p class=\"note\">Its figures are in the page itself, to be seen as a table and saved.</p>\n");
        return;
    };
    let headings: Vec<&str> = sheet.columns.iter().map(String::as_str).collect();
    let (name, others) = headings.split_first().unwrap_or((&"", &[]));
    open_table(body, &sheet.name, name, others);
    for each in &sheet.rows {
        let cells: Vec<(&str, bool)> = each.iter().skip(1).map(|cell| (cell.as_str(), true)).collect();
        row(body, each.first().map_or("", String::as_str), &[], &cells, false);
    }
    close_table(body);
}
