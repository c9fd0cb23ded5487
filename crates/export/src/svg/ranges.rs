//! Sums on one logarithmic scale, a row for each: its name, its marks and its figure.

use cost_model::interval::Interval;
use cost_model::scale::LogScale;
use cost_model::text::Style;

use super::axes;
use super::canvas::{Anchor, Font};
use super::frame::{Frame, LEFT, RIGHT};
use super::legend::grid;
use super::marks;
use super::palette::{ACCENT, MUTED, TINT};

/// A row of the chart.
pub(super) struct Row {
    /// What it is.
    pub(super) name: String,
    /// What more is to be known of it; may be empty.
    pub(super) note: String,
    /// The sum that is worked out.
    pub(super) usd: Option<Interval<f64>>,
    /// The same as text, or why there is none.
    pub(super) text: String,
    /// Its range, below it; may be empty.
    pub(super) range: String,
    /// Sums that others named.
    pub(super) said: Vec<Interval<f64>>,
    /// Whether it stands out.
    pub(super) is_marked: bool,
}

/// Where the names end, and where the figures begin.
const NAMES: f64 = LEFT + 290.0;
const FIGURES: f64 = RIGHT - 190.0;

/// The part of the drawing that the scale takes.
const TRACK: (f64, f64) = (NAMES + 28.0, FIGURES - 28.0);

/// Draws the rows below each other; nothing when no sum is known.
pub(super) fn draw(mut frame: Frame, rows: &[Row]) -> Option<Frame> {
    let sums = rows.iter().flat_map(|row| row.usd.iter().chain(&row.said));
    let scale = LogScale::over(sums.flat_map(|sum| [sum.low(), sum.high()]))?;
    let ticks = axes::powers(scale, TRACK, Style::Usd);
    axes::texts_across(&mut frame.canvas, &ticks, frame.y + 32.0);
    frame.y += 42.0;
    let place = |value: f64| TRACK.0 + scale.place(value) * (TRACK.1 - TRACK.0);
    for row in rows {
        let height = row.height();
        if row.is_marked {
            frame.canvas.rect((LEFT - 12.0, frame.y), (RIGHT - LEFT + 24.0, height), &format!(r#"fill="{TINT}""#));
            frame.canvas.rect((LEFT - 12.0, frame.y), (3.0, height), &format!(r#"fill="{ACCENT}""#));
        }
        frame.canvas.line((LEFT, frame.y), (RIGHT, frame.y), &grid());
        axes::lines_down(&mut frame.canvas, &ticks, (frame.y, frame.y + height));
        let middle = frame.y + height / 2.0;
        for said in &row.said {
            marks::said(&mut frame.canvas, *said, middle, place);
        }
        if let Some(usd) = row.usd {
            marks::worked_out(&mut frame.canvas, usd, middle, place);
        }
        row.texts(&mut frame);
        frame.words.push(row.in_words());
        frame.y += height;
    }
    frame.canvas.line((LEFT, frame.y), (RIGHT, frame.y), &grid());
    Some(frame)
}

impl Row {
    fn names(&self) -> (Vec<String>, Vec<String>) {
        (Font::STRONG.wrapped(&self.name, NAMES - LEFT), Font::SMALL.wrapped(&self.note, NAMES - LEFT))
    }

    fn figures(&self) -> (Font, Vec<String>, Vec<String>) {
        let font = match self.usd {
            Some(_) => Font::STRONG,
            None => Font { is_italic: true, fill: MUTED, ..Font::BODY },
        };
        (font, font.wrapped(&self.text, RIGHT - FIGURES), Font::SMALL.wrapped(&self.range, RIGHT - FIGURES))
    }

    fn height(&self) -> f64 {
        let of = |large: &[String], small: &[String]| {
            Font::BODY.leading() * large.len() as f64 + Font::SMALL.leading() * small.len() as f64
        };
        let ((name, note), (_, text, range)) = (self.names(), self.figures());
        (of(&name, &note).max(of(&text, &range)) + 18.0).max(46.0)
    }

    /// The name to the left and the figure to the right, each in the middle of the row's height.
    fn texts(&self, frame: &mut Frame) {
        let ((name, note), (font, text, range)) = (self.names(), self.figures());
        for (x, anchor, font, large, small) in
            [(LEFT, Anchor::Start, Font::STRONG, name, note), (RIGHT, Anchor::End, font, text, range)]
        {
            let taken = font.leading() * large.len() as f64 + Font::SMALL.leading() * small.len() as f64;
            let top = frame.y + (self.height() - taken) / 2.0;
            let y = frame.canvas.texts((x, top + 15.0), font.at(anchor), &large);
            frame.canvas.texts((x, y - 1.0), Font::SMALL.at(anchor), &small);
        }
    }

    fn in_words(&self) -> String {
        let range = if self.range.is_empty() { String::new() } else { format!(" ({})", self.range) };
        format!("{}: {}{range}", self.name, self.text)
    }
}
