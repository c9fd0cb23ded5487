//! How far a result moves with each input alone, a row for each.

use cost_model::report::{Tornado, TornadoBar};

use super::axes::{self, Ticks};
use super::canvas::{Anchor, Canvas, Font};
use super::frame::{Frame, LEFT, RIGHT};
use super::legend::{Sign, grid, high};
use super::palette::{INK, SERIES};

/// Where the names end, and where the shares begin.
const NAMES: f64 = LEFT + 250.0;
const SHARES: f64 = RIGHT - 150.0;

/// The part of the drawing that the axis takes.
const TRACK: (f64, f64) = (NAMES + 36.0, SHARES - 30.0);

/// The height of a bar.
const BAR: f64 = 20.0;

pub(super) fn draw(of: &Tornado) -> Frame {
    let [low, ..] = SERIES;
    let signs = [
        (Sign::Piece(low), "input at its 5th percentile".to_owned()),
        (Sign::High, "at its 95th".to_owned()),
        (Sign::Limit, "every input at its median".to_owned()),
    ];
    let mut frame = Frame::new(&of.caption, &signs);
    let place = |value: f64| TRACK.0 + of.x.place(value) * (TRACK.1 - TRACK.0);
    let ticks = axes::ticks(&of.x, TRACK);
    heading(&mut frame, of, &ticks);
    for bar in &of.bars {
        row(&mut frame, bar, place(of.middle), &place, &ticks);
    }
    frame.canvas.line((LEFT, frame.y), (RIGHT, frame.y), &grid());
    frame
}

/// The name of the axis, what the shares are, and the texts of the ticks.
fn heading(frame: &mut Frame, of: &Tornado, ticks: &Ticks) {
    let y = frame.y + 34.0;
    let shares = Font::SMALL.wrapped("Of the variance: alone, in all", RIGHT - SHARES);
    let label = Font::SMALL.wrapped(&of.x.label, TRACK.1 - TRACK.0);
    let end = frame.canvas.texts((RIGHT, y), Font::SMALL.at(Anchor::End), &shares);
    let below = frame.canvas.texts((TRACK.0, y), Font::SMALL, &label);
    axes::texts_across(&mut frame.canvas, ticks, below + 4.0);
    frame.y = (below + 14.0).max(end - 6.0);
}

fn row(frame: &mut Frame, bar: &TornadoBar, middle: f64, place: &dyn Fn(f64) -> f64, ticks: &Ticks) {
    let name = Font::BODY.wrapped(&bar.label, NAMES - LEFT);
    let half = (TRACK.1 - TRACK.0) / 2.0 - 12.0;
    let (low, high) = (Font::SMALL.wrapped(&bar.low_text, half), Font::SMALL.wrapped(&bar.high_text, half));
    let texts = Font::SMALL.leading() * low.len().max(high.len()) as f64;
    let height = (BAR + texts + 24.0).max(Font::BODY.leading() * name.len() as f64 + 20.0);
    frame.canvas.line((LEFT, frame.y), (RIGHT, frame.y), &grid());
    axes::lines_down(&mut frame.canvas, ticks, (frame.y, frame.y + 10.0 + BAR + 4.0));
    let top = frame.y + 10.0;
    bars(&mut frame.canvas, bar, middle, place, top);
    frame.canvas.texts((LEFT, top + 15.0), Font::BODY, &name);
    let shares = format!("{}, {}", bar.first_share, bar.total_share);
    frame.canvas.text((RIGHT, top + 15.0), Font::BODY.at(Anchor::End), &shares);
    // Each text stands at the side to which its bar points.
    let (left, right) = if bar.at_low > bar.at_high { (high, low) } else { (low, high) };
    let y = top + BAR + 18.0;
    frame.canvas.texts((TRACK.0, y), Font::SMALL, &left);
    frame.canvas.texts((TRACK.1, y), Font::SMALL.at(Anchor::End), &right);
    frame.words.push(format!("{}: {}; {}", bar.label, bar.low_text, bar.high_text));
    frame.y += height;
}

/// The bars from the middle to where the result goes.
fn bars(canvas: &mut Canvas, bar: &TornadoBar, middle: f64, place: &dyn Fn(f64) -> f64, top: f64) {
    let [colour, ..] = SERIES;
    let low = format!(r#"fill="{colour}" stroke="{colour}" stroke-width="1.5""#);
    for (end, look) in [(bar.at_low, low), (bar.at_high, high())] {
        let end = place(end);
        canvas.rect((middle.min(end), top), ((end - middle).abs(), BAR), &look);
    }
    canvas.line((middle, top - 5.0), (middle, top + BAR + 5.0), &format!(r#"stroke="{INK}" stroke-width="2""#));
}
