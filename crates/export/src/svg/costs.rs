//! The costs of all entries, with what was said of them in public.

use cost_model::text::{Style, main_and_range};

use super::frame::Frame;
use super::legend::Sign;
use super::ranges::{self, Row};
use crate::sheet::{Cost, Costs};

pub(super) fn draw(of: &Costs) -> Option<Frame> {
    let signs = [(Sign::Range, "worked out, with its range".to_owned()), (Sign::Said, "said in public".to_owned())];
    let rows: Vec<Row> = of.rows.iter().map(row).collect();
    let mut frame = ranges::draw(Frame::new(Costs::NAME, &signs), &rows)?;
    frame.note(
        "Each step along the scale is ten times the one before. What has been said in public may count more, or something \
         else, than the final run.",
    );
    Some(frame)
}

fn row(of: &Cost) -> Row {
    let (text, range) = match of.usd {
        Some(usd) => main_and_range(usd, Style::Usd),
        None => (of.text(), None),
    };
    Row {
        name: of.name.clone(),
        note: String::new(),
        usd: of.usd,
        text,
        range: range.unwrap_or_default(),
        said: of.said().collect(),
        is_marked: false,
    }
}
