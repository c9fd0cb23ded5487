//! A whole and its parts: one bar, and below it what each piece is.

use cost_model::report::{Part, Parts};
use cost_model::scale::Pieces;

use super::canvas::{Anchor, Font};
use super::frame::{Frame, LEFT, RIGHT};
use super::legend::{Sign, apart, grid};
use super::palette::{INK, piece};

/// Where the names of the parts begin and end, and where their values end.
const NAMES: (f64, f64) = (LEFT + 28.0, RIGHT - 430.0);
const VALUES: f64 = RIGHT - 110.0;

/// The height of the bar.
const BAR: f64 = 40.0;

pub(super) fn draw(of: &Parts) -> Frame {
    let room = of.capacity.iter().map(|(_, text)| (Sign::Limit, format!("room for {text}")));
    let signs: Vec<(Sign, String)> = room.collect();
    let mut frame = Frame::new(&format!("{}: {}", of.caption, of.total), &signs);
    let length = (RIGHT - LEFT) as u32;
    let capacity = of.capacity.as_ref().map(|(size, _)| *size);
    let pieces = Pieces::of(of.parts.iter().map(|part| part.size), capacity, length);
    let top = frame.y + 26.0;
    for (index, (from, to)) in pieces.spans.iter().enumerate().filter(|(_, (from, to))| to > from) {
        let size = (f64::from(*to) - f64::from(*from), BAR);
        frame.canvas.rect((LEFT + f64::from(*from), top), size, &apart(piece(index)));
    }
    if let Some(x) = pieces.capacity.map(f64::from) {
        let look = format!(r#"stroke="{INK}" stroke-width="2""#);
        frame.canvas.line((LEFT + x, top - 6.0), (LEFT + x, top + BAR + 6.0), &look);
    }
    frame.y = top + BAR + 22.0;
    for (index, part) in of.parts.iter().enumerate() {
        row(&mut frame, index, part);
    }
    frame
}

fn row(frame: &mut Frame, index: usize, part: &Part) {
    let room = NAMES.1 - NAMES.0;
    let (name, note) = (Font::BODY.wrapped(&part.label, room), Font::SMALL.wrapped(&part.note, room));
    frame.canvas.line((LEFT, frame.y), (RIGHT, frame.y), &grid());
    let y = frame.y + 24.0;
    frame.canvas.rect((LEFT, y - 12.0), (14.0, 14.0), &format!(r#"fill="{}""#, piece(index)));
    let value = Font::STRONG.wrapped(&part.value, VALUES - NAMES.1 - 16.0);
    let value_end = frame.canvas.texts((VALUES, y), Font::STRONG.at(Anchor::End), &value);
    frame.canvas.text((RIGHT, y), Font::BODY.at(Anchor::End), &part.share);
    let below = frame.canvas.texts((NAMES.0, y), Font::BODY, &name);
    let end = frame.canvas.texts((NAMES.0, below - 1.0), Font::SMALL, &note);
    frame.y = end.max(value_end) - 8.0;
    frame.words.push(format!("{}: {} ({})", part.label, part.value, part.share));
}
