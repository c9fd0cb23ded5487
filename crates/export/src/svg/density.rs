//! How a result is spread: a curve, with the lines that a twentieth, a half and all but a twentieth lie below.

use cost_model::report::{Axis, Density, quantiles};
use cost_model::text::Style;

use super::axes::Area;
use super::frame::Frame;
use super::palette::{SERIES, SPREAD};

/// The height of the area above the axis.
const HEIGHT: f64 = 240.0;

pub(super) fn draw(of: &Density) -> Frame {
    let mut frame = Frame::new(&of.caption, &[]);
    // The curve stays below the names of the lines.
    let heights =
        Axis { label: String::new(), is_log: false, low: 0.0, high: 1.45, style: Style::Plain, ticks: Vec::new() };
    let area = Area::new(&of.x, &heights, frame.y + 20.0, HEIGHT);
    let ends = |point: Option<&(f64, f64)>| point.map(|(x, _)| (*x, 0.0));
    let points = ends(of.points.first()).into_iter().chain(of.points.iter().copied()).chain(ends(of.points.last()));
    let [line, ..] = SERIES;
    let look = format!(r#"fill="{SPREAD}" stroke="{line}" stroke-width="1.5" stroke-linejoin="round""#);
    frame.canvas.curve(points.map(|point| area.place(point)), &look);
    let end = area.draw(&mut frame.canvas, false);
    for (row, (name, (value, text))) in quantiles().iter().zip(&of.quantiles).enumerate() {
        let name = format!("{name} {text}");
        area.upright(&mut frame.canvas, *value, &name, row);
        frame.words.push(name);
    }
    frame.y = end;
    frame
}
