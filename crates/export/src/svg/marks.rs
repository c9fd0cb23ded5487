//! Marks that several charts share.

use cost_model::interval::Interval;

use super::canvas::Canvas;
use super::palette::{ACCENT, BAR, CLAIM, INK, PAPER, RULE, SERIES};

/// A figure that was worked out: a bar over its range, and a dot where one value is likeliest.
pub(super) fn worked_out(canvas: &mut Canvas, figure: Interval<f64>, y: f64, place: impl Fn(f64) -> f64) {
    if !figure.is_exact() {
        bar(canvas, (place(figure.low()), y), (place(figure.high()), y));
    }
    if let Some(central) = figure.central() {
        dot(canvas, (place(central), y));
    }
}

/// A figure that was said: a diamond, or one at each end.
pub(super) fn said(canvas: &mut Canvas, figure: Interval<f64>, y: f64, place: impl Fn(f64) -> f64) {
    if !figure.is_exact() {
        let look = format!(r#"stroke="{CLAIM}" stroke-width="1.5" stroke-dasharray="3 3""#);
        canvas.line((place(figure.low()), y), (place(figure.high()), y), &look);
    }
    match figure.central() {
        Some(central) => diamond(canvas, (place(central), y)),
        None => [figure.low(), figure.high()].into_iter().for_each(|end| diamond(canvas, (place(end), y))),
    }
}

pub(super) fn bar(canvas: &mut Canvas, from: (f64, f64), to: (f64, f64)) {
    canvas.line(from, to, &format!(r#"stroke="{BAR}" stroke-width="7" stroke-linecap="round""#));
}

pub(super) fn dot(canvas: &mut Canvas, at: (f64, f64)) {
    canvas.circle(at, 5.5, &format!(r#"fill="{ACCENT}" stroke="{PAPER}" stroke-width="1.5""#));
}

pub(super) fn diamond(canvas: &mut Canvas, (x, y): (f64, f64)) {
    let corners = [(x, y - 8.0), (x + 8.0, y), (x, y + 8.0), (x - 8.0, y), (x, y - 8.0)];
    let look = format!(r#"fill="none" stroke="{CLAIM}" stroke-width="2" stroke-linejoin="round""#);
    canvas.curve(corners.into_iter(), &look);
}

/// A point of a scatter plot: each series has a shape of its own, not only a colour.
pub(super) fn point(canvas: &mut Canvas, series: usize, (x, y): (f64, f64)) {
    let [first, second, ..] = SERIES;
    if series == 0 {
        return canvas.circle((x, y), 5.0, &format!(r#"fill="{first}""#));
    }
    let look = format!(r#"stroke="{second}" stroke-width="2""#);
    canvas.line((x - 5.0, y - 5.0), (x + 5.0, y + 5.0), &look);
    canvas.line((x - 5.0, y + 5.0), (x + 5.0, y - 5.0), &look);
}

/// A dark line on a light one, which is seen on every shade.
pub(super) fn contour(canvas: &mut Canvas, points: impl Iterator<Item = (f64, f64)> + Clone) {
    canvas.curve(points.clone(), &line_of(PAPER, 5));
    canvas.curve(points, &line_of(INK, 2));
}

/// A ring around a place, which stays to be seen within it.
pub(super) fn here(canvas: &mut Canvas, at: (f64, f64)) {
    canvas.circle(at, 7.0, &line_of(PAPER, 5));
    canvas.circle(at, 7.0, &line_of(INK, 2));
}

fn line_of(colour: &str, width: u32) -> String {
    format!(r#"fill="none" stroke="{colour}" stroke-width="{width}" stroke-linejoin="round""#)
}

/// Slanting lines over an area, for what is not known.
pub(super) fn hatching(canvas: &mut Canvas, (x, y): (f64, f64), (width, height): (f64, f64)) {
    const STEP: f64 = 8.0;
    let count = libm::ceil((width + height) / STEP) as u32;
    let mut data = String::new();
    // Each line holds x + y at one value; its ends lie on the edges of the area.
    for sum in (1..count).map(|step| f64::from(step) * STEP) {
        let (top, bottom) = ((sum - height).max(0.0), sum.min(width));
        let ends = [(x + top, y + sum - top), (x + bottom, y + sum - bottom)];
        data.push_str(&super::canvas::through(ends.into_iter()));
    }
    if !data.is_empty() {
        canvas.path(&data, &format!(r#"stroke="{RULE}" stroke-width="2""#));
    }
}
