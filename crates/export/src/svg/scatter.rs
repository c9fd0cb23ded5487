//! Points on two logarithmic axes of one scale, with as many names as find room.

use cost_model::report::{Axis, Point, Scatter};
use cost_model::scale::LogScale;
use cost_model::text::{self, Style};

use super::axes::Area;
use super::canvas::{Anchor, Canvas, Font};
use super::frame::Frame;
use super::legend::Sign;
use super::marks;
use super::palette::{INK, MUTED, SERIES};

/// The height of the area between the axes.
const HEIGHT: f64 = 680.0;

pub(super) fn draw(of: &Scatter) -> Option<Frame> {
    let values = of.points.iter().flat_map(|point| [point.x, point.y.low(), point.y.high()]);
    let (x, y) = (axis(&of.x_label, values.clone())?, axis(&of.y_label, values)?);
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
    let (drawn, count) = (names(&mut frame.canvas, of, &area), of.points.len());
    frame.y = end;
    if drawn < count {
        frame.note(&format!("{drawn} of {count} points have room for their names; the table has all."));
    }
    frame.words.extend(of.points.iter().map(|point| format!("{}: {}", point.label, point.text)));
    Some(frame)
}

/// From a power of ten to another.
fn axis(label: &str, values: impl Iterator<Item = f64>) -> Option<Axis> {
    let ticks = LogScale::over(values)?.ticks();
    let (low, high) = (*ticks.first()?, *ticks.last()?);
    let ticks = ticks.into_iter().map(|tick| (tick, text::point(tick, Style::Count("")))).collect();
    Some(Axis { label: label.to_owned(), is_log: true, low, high, ticks })
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

/// A place that something takes: left, top, right, bottom.
type Taken = [f64; 4];

fn meet(one: &Taken, other: &Taken) -> bool {
    one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3]
}

/// Writes each name on the first side of its point where nothing else stands; how many found one.
fn names(canvas: &mut Canvas, of: &Scatter, area: &Area<'_>) -> usize {
    let place = |point: &Point| area.place((point.x, point.y.middle()));
    let mut taken: Vec<Taken> =
        of.points.iter().map(place).map(|(x, y)| [x - 6.0, y - 6.0, x + 6.0, y + 6.0]).collect();
    let mut count = 0;
    for point in &of.points {
        let (x, y) = place(point);
        let width = Font::SMALL.width(&point.label);
        let sides = [
            (x + 10.0, y + 4.5, Anchor::Start, x + 8.0),
            (x - 10.0, y + 4.5, Anchor::End, x - 10.0 - width),
            (x, y - 10.0, Anchor::Middle, x - width / 2.0),
            (x, y + 20.0, Anchor::Middle, x - width / 2.0),
        ];
        let free = |(_, base, _, left): &(f64, f64, Anchor, f64)| {
            let room = [*left, base - 12.0, left + width + 2.0, base + 4.0];
            let is_inside =
                room[0] >= area.left && room[2] <= area.right() && room[1] >= area.top && room[3] <= area.bottom();
            (is_inside && !taken.iter().any(|other| meet(other, &room))).then_some(room)
        };
        let Some((side, room)) = sides.iter().find_map(|side| Some((side, free(side)?))) else { continue };
        let (at, base, anchor, _) = *side;
        canvas.text((at, base), Font { fill: INK, ..Font::SMALL }.at(anchor).over_shapes(), &point.label);
        taken.push(room);
        count += 1;
    }
    count
}
