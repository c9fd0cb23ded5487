//! Curves with their bands.

use cost_model::report::{Mark, Plot, PlotCurve};

use super::axes::Area;
use super::frame::Frame;
use super::legend::{Sign, band, curve};

/// The height of the area between the axes.
const HEIGHT: f64 = 460.0;

pub(super) fn draw(of: &Plot) -> Frame {
    let curves = || of.curves.iter().enumerate();
    let sign = |(index, curve): (usize, &PlotCurve)| {
        (Sign::Curve { index, has_band: !curve.band.is_empty() }, curve.name.clone())
    };
    let signs: Vec<(Sign, String)> = curves().map(sign).collect();
    let mut frame = Frame::new(&of.caption, &signs);
    let area = Area::new(&of.x, &of.y, frame.y + 20.0, HEIGHT);
    let end = area.draw(&mut frame.canvas, true);
    for (index, each) in curves().filter(|(_, curve)| !curve.band.is_empty()) {
        // Along the high ends to the right, and along the low ends back.
        let there = each.band.iter().map(|(x, _, high)| (*x, *high));
        let back = each.band.iter().rev().map(|(x, low, _)| (*x, *low));
        frame.canvas.curve(there.chain(back).map(|point| area.place(point)), &band(index));
    }
    for (index, each) in curves() {
        frame.canvas.curve(each.points.iter().map(|point| area.place(*point)), &curve(index));
    }
    let upright = |mark: &&Mark| mark.is_vertical;
    for (row, mark) in of.marks.iter().filter(upright).enumerate() {
        area.upright(&mut frame.canvas, mark.at, &mark.name, row);
    }
    for mark in of.marks.iter().filter(|mark| !mark.is_vertical) {
        area.level(&mut frame.canvas, mark.at, &mark.name);
    }
    frame.words.push(format!("{} over {}", of.y.label, of.x.label));
    frame.words.extend(of.curves.iter().map(|curve| curve.name.clone()));
    frame.words.extend(of.marks.iter().map(|mark| mark.name.clone()));
    frame.y = end;
    frame
}
