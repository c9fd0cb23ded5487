//! Ticks, their lines and their texts, and the frame between two axes.

use cost_model::report::Axis;
use cost_model::scale::LogScale;
use cost_model::text::{self, Style};

use super::canvas::{Anchor, Canvas, Font};
use super::frame::{LEFT, RIGHT};
use super::legend::grid;
use super::palette::{EDGE, INK};

/// Places and texts of ticks along a line.
pub(super) type Ticks = Vec<(f64, String)>;

/// The powers of ten of a scale, between two ends of the drawing.
pub(super) fn powers(scale: LogScale, (from, to): (f64, f64), style: Style) -> Ticks {
    let place = |tick: f64| from + scale.place(tick) * (to - from);
    scale.ticks().into_iter().map(|tick| (place(tick), text::point(tick, style))).collect()
}

/// The ticks of an axis, between two ends of the drawing.
pub(super) fn ticks(axis: &Axis, (from, to): (f64, f64)) -> Ticks {
    axis.ticks.iter().map(|(value, text)| (from + axis.place(*value) * (to - from), text.clone())).collect()
}

/// Those whose texts stand clear of each other beside each other: all, or every second, or third.
fn legible(ticks: &Ticks) -> Vec<&(f64, String)> {
    let clear = |step: usize| {
        let some: Vec<&(f64, String)> = ticks.iter().step_by(step).collect();
        let room = |(x, text): &(f64, String)| (x - Font::SMALL.width(text) / 2.0, x + Font::SMALL.width(text) / 2.0);
        some.windows(2).all(|pair| match pair {
            [one, other] => room(one).1 + 8.0 < room(other).0,
            _ => true,
        })
    };
    let step = (1..=ticks.len().max(1)).find(|step| clear(*step)).unwrap_or(1);
    ticks.iter().step_by(step).collect()
}

/// Texts of ticks along a line that lies flat; their letters stand on `y`, and none leaves the drawing.
pub(super) fn texts_across(canvas: &mut Canvas, ticks: &Ticks, y: f64) {
    for (x, text) in legible(ticks) {
        let half = Font::SMALL.width(text) / 2.0;
        let x = x.clamp(LEFT + half, (RIGHT - half).max(LEFT + half));
        canvas.text((x, y), Font::SMALL.at(Anchor::Middle), text);
    }
}

/// An upright line at each tick.
pub(super) fn lines_down(canvas: &mut Canvas, ticks: &Ticks, (top, bottom): (f64, f64)) {
    for (x, _) in ticks {
        canvas.line((*x, top), (*x, bottom), &grid());
    }
}

/// Two axes and the area between them.
pub(super) struct Area<'a> {
    x: &'a Axis,
    y: &'a Axis,
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl<'a> Area<'a> {
    /// An area below `top`, beside the texts of the upright axis.
    pub(super) fn new(x: &'a Axis, y: &'a Axis, top: f64, height: f64) -> Self {
        let texts = y.ticks.iter().map(|(_, text)| Font::SMALL.width(text)).fold(0.0, f64::max);
        let left = libm::ceil(LEFT + texts + 12.0);
        // The upright axis has its name above it.
        let top = if y.label.is_empty() { top } else { top + 32.0 };
        Self { x, y, left, top, width: RIGHT - left, height }
    }

    pub(super) fn right(&self) -> f64 {
        self.left + self.width
    }

    pub(super) fn bottom(&self) -> f64 {
        self.top + self.height
    }

    /// Where a point stands.
    pub(super) fn place(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (self.left + self.x.place(x) * self.width, self.bottom() - self.y.place(y) * self.height)
    }

    /// The texts of both axes and their names, with lines across the area or without; where they end.
    pub(super) fn draw(&self, canvas: &mut Canvas, has_lines: bool) -> f64 {
        let across = ticks(self.x, (self.left, self.right()));
        let up = ticks(self.y, (self.bottom(), self.top));
        if has_lines {
            lines_down(canvas, &across, (self.top, self.bottom()));
            for (y, _) in &up {
                canvas.line((self.left, *y), (self.right(), *y), &grid());
            }
        }
        for (y, text) in &up {
            canvas.text((self.left - 8.0, y + 4.5), Font::SMALL.at(Anchor::End), text);
        }
        canvas.line((self.left, self.bottom()), (self.right(), self.bottom()), &format!(r#"stroke="{EDGE}""#));
        texts_across(canvas, &across, self.bottom() + 20.0);
        canvas.text((LEFT, self.top - 14.0), Font::SMALL, &self.y.label);
        let lines = Font::SMALL.wrapped(&self.x.label, self.width);
        canvas.texts((self.right(), self.bottom() + 42.0), Font::SMALL.at(Anchor::End), &lines);
        self.bottom() + 42.0 + Font::SMALL.leading() * lines.len().saturating_sub(1) as f64
    }

    /// An upright line with its name beside it, on the side that has room; each in a row of its own from the top.
    pub(super) fn upright(&self, canvas: &mut Canvas, at: f64, name: &str, row: usize) {
        let (x, _) = self.place((at, self.y.low));
        let y = self.top + 20.0 * row as f64;
        canvas.line((x, y), (x, self.bottom()), &mark());
        let is_right = x > self.left + self.width / 2.0;
        let (anchor, x) = if is_right { (Anchor::End, x - 7.0) } else { (Anchor::Start, x + 7.0) };
        canvas.text((x, y + 14.0), Font { fill: INK, ..Font::SMALL }.at(anchor).over_shapes(), name);
    }

    /// A line across with its name above it, or beneath it where it is close to the top.
    pub(super) fn level(&self, canvas: &mut Canvas, at: f64, name: &str) {
        let (_, y) = self.place((self.x.low, at));
        canvas.line((self.left, y), (self.right(), y), &mark());
        let below = if y < self.top + 24.0 { 18.0 } else { -7.0 };
        let font = Font { fill: INK, ..Font::SMALL }.at(Anchor::End).over_shapes();
        canvas.text((self.right() - 6.0, y + below), font, name);
    }
}

/// The look of a line that means something.
fn mark() -> String {
    format!(r#"stroke="{INK}" stroke-dasharray="4 3""#)
}
