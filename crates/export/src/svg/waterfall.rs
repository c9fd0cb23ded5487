//! A way from one sum to another in steps: a row for each, with its bar.

use cost_model::report::{Waterfall, WaterfallStep};

use super::canvas::{Anchor, Font};
use super::frame::{Frame, LEFT, RIGHT};
use super::legend::{Sign, grid};
use super::palette::{EDGE, SERIES};

/// Where the names end.
const NAMES: f64 = LEFT + 300.0;

/// The height of a bar, and the room above it.
const BAR: f64 = 22.0;
const ABOVE: f64 = 7.0;

/// The places of the columns of figures and of the bars.
struct Columns {
    values: f64,
    shares: f64,
    track: (f64, f64),
}

pub(super) fn draw(of: &Waterfall) -> Frame {
    let [sum, more, less, _] = SERIES;
    let mut signs = vec![(Sign::Piece(sum), "sum".to_owned())];
    for (is_less, colour, name) in [(false, more, "more"), (true, less, "less")] {
        if of.steps.iter().any(|step| !step.is_sum && (step.to < step.from) == is_less) {
            signs.push((Sign::Piece(colour), name.to_owned()));
        }
    }
    let mut frame = Frame::new(&of.caption, &signs);
    let columns = Columns::of(of);
    heading(&mut frame, of, &columns);
    let mut rest = &of.steps[..];
    while let [step, later @ ..] = rest {
        row(&mut frame, step, later.first(), &columns);
        rest = later;
    }
    frame.canvas.line((LEFT, frame.y), (RIGHT, frame.y), &grid());
    frame
}

impl Columns {
    /// As wide as their widest text.
    fn of(of: &Waterfall) -> Self {
        let widest = |text: fn(&WaterfallStep) -> &str| {
            of.steps.iter().map(|step| Font::STRONG.width(text(step))).fold(0.0, f64::max)
        };
        let values = NAMES + 20.0 + widest(|step| &step.value);
        let shares = values + 20.0 + widest(|step| &step.share).max(90.0);
        Self { values, shares, track: (shares + 28.0, RIGHT) }
    }
}

fn heading(frame: &mut Frame, of: &Waterfall, columns: &Columns) {
    let lines = Font::SMALL.wrapped(&of.share_label, columns.shares - columns.values - 12.0);
    let end = frame.canvas.texts((columns.shares, frame.y + 30.0), Font::SMALL.at(Anchor::End), &lines);
    frame.y = if lines.is_empty() { frame.y + 20.0 } else { end - 6.0 };
}

fn row(frame: &mut Frame, step: &WaterfallStep, next: Option<&WaterfallStep>, columns: &Columns) {
    let font = if step.is_sum { Font::STRONG } else { Font::BODY };
    let name = font.wrapped(&step.label, NAMES - LEFT);
    let height = font.leading() * name.len().max(1) as f64 + 16.0;
    let base = frame.y + 8.0 + 15.0;
    frame.canvas.line((LEFT, frame.y), (RIGHT, frame.y), &grid());
    frame.canvas.texts((LEFT, base), font, &name);
    frame.canvas.text((columns.values, base), font.at(Anchor::End), &step.value);
    frame.canvas.text(
        (columns.shares, base),
        Font { size: Font::BODY.size, ..Font::SMALL }.at(Anchor::End),
        &step.share,
    );
    let (from, to) = columns.track;
    let place = |part: f64| from + part.clamp(0.0, 1.0) * (to - from);
    let (left, right) = if step.from < step.to { (step.from, step.to) } else { (step.to, step.from) };
    let top = frame.y + ABOVE;
    let size = ((place(right) - place(left)).max(1.0), BAR);
    frame.canvas.rect((place(left), top), size, &format!(r#"fill="{}""#, colour(step)));
    // A thin line leads to where the next step begins.
    if next.is_some() {
        let x = place(step.to);
        frame.canvas.line((x, top + BAR), (x, frame.y + height + ABOVE), &format!(r#"stroke="{EDGE}""#));
    }
    frame.words.push(format!("{}: {} {}", step.label, step.value, step.share));
    frame.y += height;
}

fn colour(step: &WaterfallStep) -> &'static str {
    let [sum, more, less, _] = SERIES;
    match (step.is_sum, step.to > step.from) {
        (true, _) => sum,
        (false, true) => more,
        (false, false) => less,
    }
}
