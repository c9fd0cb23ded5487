//! Signs and what they mean, beside each other and in as many lines as they need.

use super::canvas::{Canvas, Font};
use super::frame::{LEFT, RIGHT};
use super::marks;
use super::palette::{ACCENT, DASHES, EDGE, HIGH, INK, PAPER, RULE, SERIES};

/// A sign of a legend.
#[derive(Clone, Copy, Debug)]
pub(super) enum Sign {
    /// A range with its central value.
    Range,
    /// What was said in public.
    Said,
    /// A filled piece.
    Piece(&'static str),
    /// The half of a bar that goes with high values.
    High,
    /// A curve, with a band or without.
    Curve { index: usize, has_band: bool },
    /// A point of a series.
    Point(usize),
    /// The line on a map.
    Contour,
    /// Where the scenario stands.
    Here,
    /// Where there is no result.
    Unknown,
    /// What stands out among rows.
    Chosen,
    /// A line that marks a limit.
    Limit,
}

/// Room for a sign, and the height of a line.
const SIGN: f64 = 36.0;
const LINE: f64 = 26.0;

/// Draws a legend below `y`; where it ends.
pub(super) fn draw(canvas: &mut Canvas, y: f64, signs: &[(Sign, String)]) -> f64 {
    let (mut x, mut y) = (LEFT, y);
    for (place, (sign, name)) in signs.iter().enumerate() {
        let room = RIGHT - LEFT - SIGN;
        let lines = Font::SMALL.wrapped(name, room);
        let width = SIGN + lines.iter().map(|line| Font::SMALL.width(line)).fold(0.0, f64::max) + 28.0;
        if place == 0 {
            y += LINE;
        } else if x + width > RIGHT + 28.0 {
            x = LEFT;
            y += LINE;
        }
        draw_sign(canvas, *sign, (x, y - 4.5));
        let end = canvas.texts((x + SIGN, y), Font::SMALL, &lines);
        y = y.max(end - Font::SMALL.leading());
        x += width;
    }
    y
}

/// A sign in the 28 units to the right of a place, which is in the middle of its height.
fn draw_sign(canvas: &mut Canvas, sign: Sign, (x, y): (f64, f64)) {
    let (middle, end) = ((x + 14.0, y), (x + 28.0, y));
    match sign {
        Sign::Range => {
            marks::bar(canvas, (x + 3.0, y), (x + 25.0, y));
            marks::dot(canvas, middle);
        }
        Sign::Said => marks::diamond(canvas, middle),
        Sign::Piece(fill) => canvas.rect((x + 7.0, y - 7.0), (14.0, 14.0), &format!(r#"fill="{fill}""#)),
        Sign::High => canvas.rect((x + 7.0, y - 7.0), (14.0, 14.0), &high()),
        Sign::Curve { index, has_band } => {
            if has_band {
                canvas.rect((x, y - 7.0), (28.0, 14.0), &band(index));
            }
            canvas.line((x, y), end, &curve(index));
        }
        Sign::Point(series) => marks::point(canvas, series, middle),
        Sign::Contour => {
            canvas.rect((x, y - 7.0), (28.0, 14.0), &format!(r#"fill="{EDGE}""#));
            marks::contour(canvas, [(x, y), end].into_iter());
        }
        Sign::Here => marks::here(canvas, middle),
        Sign::Unknown => {
            marks::hatching(canvas, (x, y - 7.0), (28.0, 14.0));
            canvas.rect((x, y - 7.0), (28.0, 14.0), &format!(r#"fill="none" stroke="{EDGE}""#));
        }
        Sign::Chosen => {
            canvas.rect((x, y - 9.0), (28.0, 18.0), &format!(r#"fill="{}""#, super::palette::TINT));
            canvas.rect((x, y - 9.0), (3.0, 18.0), &format!(r#"fill="{ACCENT}""#));
        }
        Sign::Limit => {
            canvas.line((x + 14.0, y - 9.0), (x + 14.0, y + 9.0), &format!(r#"stroke="{INK}" stroke-width="2""#))
        }
    }
}

/// The look of a curve.
pub(super) fn curve(index: usize) -> String {
    let (colour, dash) = of_series(index);
    format!(r#"fill="none" stroke="{colour}" stroke-width="2.5" stroke-linejoin="round" stroke-dasharray="{dash}""#)
}

/// The look of the band around it.
pub(super) fn band(index: usize) -> String {
    format!(r#"fill="{}" fill-opacity="0.2""#, of_series(index).0)
}

fn of_series(index: usize) -> (&'static str, &'static str) {
    let place = index.checked_rem(SERIES.len()).unwrap_or_default();
    (SERIES.get(place).copied().unwrap_or(INK), DASHES.get(place).copied().unwrap_or("none"))
}

/// The look of a bar that goes with high values.
pub(super) fn high() -> String {
    format!(r#"fill="{HIGH}" stroke="{}" stroke-width="1.5""#, of_series(0).0)
}

/// The look of a line of the grid.
pub(super) fn grid() -> String {
    format!(r#"stroke="{RULE}""#)
}

/// The look of what is kept apart from its neighbours.
pub(super) fn apart(fill: &str) -> String {
    format!(r#"fill="{fill}" stroke="{PAPER}""#)
}
