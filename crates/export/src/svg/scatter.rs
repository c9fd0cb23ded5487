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
    let has_all = names(&mut frame.canvas, of, &area);
    frame.y = end;
    if !has_all {
        frame.note("Names that find no room beside their points are left out; the table has all.");
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

/// What a point and the line of its range take.
fn taken(point: &Point, area: &Area<'_>) -> [Taken; 2] {
    let place = |y: f64| area.place((point.x, y));
    let ((x, y), (_, low), (_, high)) = (place(point.y.middle()), place(point.y.low()), place(point.y.high()));
    [[x - 6.0, y - 6.0, x + 6.0, y + 6.0], [x - 2.0, high, x + 2.0, low]]
}

/// Writes each name on the first side of its point where nothing else stands; whether all found room. Points of one name
/// at one place of the horizontal axis share it.
fn names(canvas: &mut Canvas, of: &Scatter, area: &Area<'_>) -> bool {
    let mut rooms: Vec<Taken> = of.points.iter().flat_map(|point| taken(point, area)).collect();
    let mut written: Vec<(f64, &str)> = Vec::new();
    let mut has_all = true;
    for point in &of.points {
        if written.contains(&(point.x, point.label.as_str())) {
            continue;
        }
        match sides(point, area).into_iter().find(|side| is_free(&side.room, &rooms, area)) {
            Some(side) => {
                let font = Font { fill: INK, ..Font::SMALL }.at(side.anchor).over_shapes();
                canvas.text(side.at, font, &point.label);
                rooms.push(side.room);
                written.push((point.x, &point.label));
            }
            None => has_all = false,
        }
    }
    has_all
}

/// A place for a name beside its point.
struct Side {
    at: (f64, f64),
    anchor: Anchor,
    room: Taken,
}

/// To the right, to the left, above and below, and aslant where the line of a range takes these.
fn sides(point: &Point, area: &Area<'_>) -> [Side; 6] {
    let (x, y) = area.place((point.x, point.y.middle()));
    let width = Font::SMALL.width(&point.label);
    let side = |at: f64, base: f64, anchor: Anchor, left: f64| Side {
        at: (at, base),
        anchor,
        room: [left, base - 12.0, left + width + 2.0, base + 4.0],
    };
    [
        side(x + 10.0, y + 4.5, Anchor::Start, x + 8.0),
        side(x - 10.0, y + 4.5, Anchor::End, x - 10.0 - width),
        side(x, y - 10.0, Anchor::Middle, x - width / 2.0),
        side(x, y + 20.0, Anchor::Middle, x - width / 2.0),
        side(x + 8.0, y + 18.0, Anchor::Start, x + 6.0),
        side(x - 8.0, y - 9.0, Anchor::End, x - 8.0 - width),
    ]
}

fn is_free(room: &Taken, rooms: &[Taken], area: &Area<'_>) -> bool {
    let whole = [area.left, area.top, area.right(), area.bottom()];
    let is_inside = room[0] >= whole[0] && room[1] >= whole[1] && room[2] <= whole[2] && room[3] <= whole[3];
    is_inside && !rooms.iter().any(|other| meet(other, room))
}
