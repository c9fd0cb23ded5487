//! A result over two inputs: a field of colour for each cell, and a line where the result has one value.

use std::fmt::Write;

use cost_model::report::{Axis, HeatMap, SHADES};

use super::axes::{self, Area};
use super::canvas::{Canvas, Font};
use super::frame::{Frame, LEFT};
use super::legend::Sign;
use super::marks;
use super::palette::{EDGE, shade};

/// The least height of the area between the axes.
const HEIGHT: f64 = 600.0;

/// The length of the scale of colours, and its thickness.
const SCALE: (f64, f64) = (512.0, 16.0);

pub(super) fn draw(of: &HeatMap) -> Frame {
    let mut signs = Vec::new();
    if !of.contour_name.is_empty() {
        signs.push((Sign::Contour, of.contour_name.clone()));
    }
    if of.here.is_some() {
        signs.push((Sign::Here, "here".to_owned()));
    }
    if of.cells.contains(' ') {
        signs.push((Sign::Unknown, "not possible, or not known".to_owned()));
    }
    let mut frame = Frame::new(&of.caption, &signs);
    frame.y = scale(&mut frame.canvas, &of.scale, frame.y + 28.0);
    let area = Area::new(&of.x, &of.y, frame.y + 16.0, HEIGHT);
    let corner = (area.left, area.top);
    marks::hatching(&mut frame.canvas, corner, (area.width, area.height));
    cells(&mut frame.canvas, of, &area);
    frame.canvas.rect(corner, (area.width, area.height), &format!(r#"fill="none" stroke="{EDGE}""#));
    let end = area.draw(&mut frame.canvas, false);
    for line in &of.contours {
        marks::contour(&mut frame.canvas, line.iter().map(|point| area.place(*point)));
    }
    if let Some(here) = of.here {
        marks::here(&mut frame.canvas, area.place(here));
    }
    frame.words.push(format!("{} over {} and {}", of.scale.label, of.x.label, of.y.label));
    frame.y = end;
    frame
}

/// The scale of colours with its ticks; where it ends.
fn scale(canvas: &mut Canvas, axis: &Axis, y: f64) -> f64 {
    canvas.text((LEFT, y), Font::SMALL, &axis.label);
    let step = SCALE.0 / SHADES.len() as f64;
    for index in 0..SHADES.len() {
        let look = format!(r#"fill="{}" shape-rendering="crispEdges""#, shade(index, SHADES.len()));
        canvas.rect((LEFT + step * index as f64, y + 10.0), (step, SCALE.1), &look);
    }
    axes::texts_across(canvas, &axes::ticks(axis, (LEFT, LEFT + SCALE.0)), y + 28.0 + SCALE.1);
    y + 30.0 + SCALE.1
}

/// One path for each shade, of pieces of rows in units of cells.
fn cells(canvas: &mut Canvas, of: &HeatMap, area: &Area<'_>) {
    let columns = of.columns.max(1);
    let rows = of.cells.as_bytes().chunks_exact(columns);
    let unit = (area.width / columns as f64, area.height / rows.len().max(1) as f64);
    let mut paths = vec![String::new(); SHADES.len()];
    for (place, row) in rows.rev().enumerate() {
        let mut x = 0_usize;
        for run in row.chunk_by(|one, other| one == other) {
            let shade = SHADES.iter().position(|letter| run.first() == Some(letter));
            if let Some(path) = shade.and_then(|shade| paths.get_mut(shade)) {
                let _ = write!(path, "M{x} {place}h{0}v1h-{0}z", run.len());
            }
            x = x.saturating_add(run.len());
        }
    }
    canvas.group((area.left, area.top), unit, r#"shape-rendering="crispEdges""#);
    for (index, path) in paths.iter().enumerate().filter(|(_, path)| !path.is_empty()) {
        canvas.path(path, &format!(r#"fill="{}""#, shade(index, SHADES.len())));
    }
    canvas.end_group();
}
