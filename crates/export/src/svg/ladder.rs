//! Sums from the narrowest count to the widest, with what was said of each.

use cost_model::report::{Ladder, Rung};

use super::frame::Frame;
use super::legend::Sign;
use super::ranges::{self, Row};

pub(super) fn draw(of: &Ladder) -> Option<Frame> {
    let mut signs = vec![(Sign::Range, of.worked_out.clone()), (Sign::Said, of.said.clone())];
    if of.rungs.iter().any(|rung| rung.is_marked) {
        signs.push((Sign::Chosen, "stands for the entry".to_owned()));
    }
    let rows: Vec<Row> = of.rungs.iter().map(row).collect();
    ranges::draw(Frame::new(&of.caption, &signs), &rows)
}

fn row(of: &Rung) -> Row {
    let (text, range) = match of.text.split_once(" (") {
        Some((text, range)) if of.usd.is_some() => (text, range.trim_end_matches(')')),
        _ => (of.text.as_str(), ""),
    };
    Row {
        name: of.label.clone(),
        note: of.note.clone(),
        usd: of.usd,
        text: text.to_owned(),
        range: range.to_owned(),
        said: of.claims.iter().map(|claim| claim.usd).collect(),
        is_marked: of.is_marked,
    }
}
