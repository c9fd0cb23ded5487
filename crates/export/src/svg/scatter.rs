//! Points on two logarithmic axes of one scale, with as many names as find room.

use cost_model::report::labels::{self, Named};
use cost_model::report::{Point, Scatter};

use super::axes::Area;
use super::canvas::{Anchor, Canvas, Font};
use super::frame::Frame;
use super::legend::Sign;
use super::marks;
use super::palette::{INK, MUTED, SERIES};

/// The height of the area between the axes.
const HEIGHT: f64 = 680.0;

pub(super) fn draw(of: &Scatter) -> Option<Frame> {
    let (x, y) = of.axes()?;
    let signs: Vec<(Sign, String)> =
        of.series.iter().enumerate().map(|(index, name)| (Sign::Point(index), name.clone())).collect();
    let mut frame = Frame::new(&of.caption, &signs);
    let area = Area::new(&x, &y, frame.y + 20.0, HEIGHT);
    let end = area.draw(&mut frame.canvas, true);
    if of.has_diagonal {
        let look = format!(r#"stroke="{MUTED}" stroke-dasharray="5 4""#);
        frame.canvas.line((area.left, area.bottom()), (area.right(), area.top), &look);
    }
    // The first points lie above the others.
    for point in of.points.iter().rev() {
        draw_point(&mut frame.canvas, point, &area);
    }
    let has_all = names(&mut frame.canvas, of, &area);
    frame.y = end;
    if !has_all {
        frame.note("Names that find no room beside their points are left out; the table has all.");
    }
    frame.words.extend(of.points.iter().map(|point| format!("{}: {}", point.label, point.text)));
    Some(frame)
}

fn draw_point(canvas: &mut Canvas, point: &Point, area: &Area<'_>) {
    if !point.y.is_exact() {
        let [first, second, ..] = SERIES;
        let colour = if point.series == 0 { first } else { second };
        let look = format!(r#"stroke="{colour}" stroke-width="1.5" stroke-opacity="0.55""#);
        canvas.line(area.place((point.x, point.y.low())), area.place((point.x, point.y.high())), &look);
    }
    marks::point(canvas, point.series, area.place((point.x, point.y.middle())));
}

/// Writes each name on the first side of its point where nothing else stands; whether all found room.
fn names(canvas: &mut Canvas, of: &Scatter, area: &Area<'_>) -> bool {
    let named = |(place, point): (usize, &Point)| {
        let y = |value: f64| area.place((point.x, value)).1;
        Named {
            at: area.place((point.x, point.y.middle())),
            range: (y(point.y.low()), y(point.y.high())),
            width: Font::SMALL.width(&point.label),
            is_named: of.is_named_before(place),
        }
    };
    let points: Vec<Named> = of.points.iter().enumerate().map(named).collect();
    let sides = labels::beside(&points, [area.left, area.top, area.right(), area.bottom()]);
    for ((point, named), side) in of.points.iter().zip(&points).zip(&sides) {
        if let Some(side) = side {
            let font = Font { fill: INK, ..Font::SMALL }.at(anchor(side.anchor)).over_shapes();
            canvas.text((named.at.0 + side.dx, named.at.1 + side.dy), font, &point.label);
        }
    }
    points.iter().zip(&sides).all(|(point, side)| point.is_named || side.is_some())
}

fn anchor(of: labels::Anchor) -> Anchor {
    match of {
        labels::Anchor::Start => Anchor::Start,
        labels::Anchor::Middle => Anchor::Middle,
        labels::Anchor::End => Anchor::End,
    }
}
