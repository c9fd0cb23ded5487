//! The picture of a page for previews: its question, and its figures as bars or as a short list.

mod fonts;
mod rows;

use std::fmt::Write;

use cost_model::catalogue::EDITION;
use resvg::{tiny_skia, usvg};

use crate::html::escaped;
use crate::story::Story;
use fonts::{Face, Fonts};
use rows::Row;

/// The picture's width in pixels, as previews want it.
pub(crate) const WIDTH: u32 = 1200;
/// The picture's height in pixels.
pub(crate) const HEIGHT: u32 = 630;

const PAPER: &str = "#fdfdfc";
const INK: &str = "#1a1c20";
const MUTED: &str = "#5a606a";
const RULE: &str = "#dfe1e3";
const ACCENT: &str = "#1b4f9c";
const LESS: &str = "#009e73";
const MORE: &str = "#d55e00";
const SAID: &str = "#a84a00";

/// The size of what stands below the question.
const CAPTION: f64 = 23.0;
/// How much smaller than its neighbours a name may be.
const SMALLEST: f64 = 0.8;
/// The margin on all sides.
const MARGIN: f64 = 64.0;
/// Where the foot begins.
const FOOT: f64 = 574.0;
/// The places of names, bars and values.
const BARS: (f64, f64) = (410.0, 860.0);
const RIGHT: f64 = WIDTH as f64 - MARGIN;

/// Draws cards with the fonts that the program brings along.
pub(crate) struct Painter {
    fonts: Fonts,
}

impl Painter {
    /// A painter.
    pub(crate) fn new() -> Result<Self, String> {
        Ok(Self { fonts: Fonts::new()? })
    }

    /// The card of a story as a PNG file.
    pub(crate) fn card(&self, story: &Story) -> Result<Vec<u8>, String> {
        let options = usvg::Options { fontdb: self.fonts.database(), ..usvg::Options::default() };
        let drawing = self.drawing(story);
        let tree = usvg::Tree::from_str(&drawing, &options)
            .map_err(|error| format!("{}: the card cannot be drawn: {error}", story.featured.slug))?;
        let mut picture = tiny_skia::Pixmap::new(WIDTH, HEIGHT).ok_or("a picture of no size")?;
        resvg::render(&tree, tiny_skia::Transform::identity(), &mut picture.as_mut());
        picture.encode_png().map_err(|error| format!("{}: the card cannot be written: {error}", story.featured.slug))
    }

    fn drawing(&self, story: &Story) -> String {
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\">\
             <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"{PAPER}\"/><rect width=\"{WIDTH}\" height=\"8\" fill=\"{ACCENT}\"/>"
        );
        let top = self.question(&mut svg, &story.featured.question);
        match rows::of(story) {
            Some((caption, rows)) => {
                let mut y = top + 6.0;
                for line in self.fonts.wrapped(Face::Plain, CAPTION, &caption, RIGHT - MARGIN) {
                    self.put(&mut svg, Face::Plain, CAPTION, MARGIN, y, MUTED, &line);
                    y += CAPTION * 1.3;
                }
                self.rows(&mut svg, &rows, y - CAPTION * 0.45);
            }
            None => self.words(&mut svg, &story.answer, top),
        }
        self.put(&mut svg, Face::Serif, 26.0, MARGIN, FOOT + 26.0, INK, "Trainbill");
        let edition = format!("data edition {EDITION}, every figure with its source");
        self.put(&mut svg, Face::Plain, 22.0, MARGIN + 140.0, FOOT + 26.0, MUTED, &edition);
        svg.push_str("</svg>");
        svg
    }

    /// Writes the question as large as it fits on three lines, and answers where it ends.
    fn question(&self, svg: &mut String, question: &str) -> f64 {
        let sizes = [60.0, 54.0, 48.0, 42.0, 36.0];
        let fits = |size: &f64| self.fonts.wrapped(Face::Serif, *size, question, RIGHT - MARGIN).len() <= 2;
        let size = sizes.into_iter().find(fits).unwrap_or(42.0);
        let mut y = MARGIN + 6.0;
        for line in self.fonts.wrapped(Face::Serif, size, question, RIGHT - MARGIN) {
            y += size * 1.14;
            self.put(svg, Face::Serif, size, MARGIN, y, INK, &line);
        }
        y + 34.0
    }

    /// Writes the answer in large type, as far as it fits.
    fn words(&self, svg: &mut String, answer: &str, top: f64) {
        let room = FOOT - 24.0 - top;
        let sizes = [38.0, 34.0, 30.0, 26.0, 23.0];
        let lines_of = |size: f64| self.fonts.wrapped(Face::Plain, size, answer, RIGHT - MARGIN);
        let size = sizes.into_iter().find(|size| lines_of(*size).len() as f64 * size * 1.4 <= room).unwrap_or(23.0);
        for (place, line) in lines_of(size).iter().enumerate() {
            let y = top + size + place as f64 * size * 1.4;
            if y <= FOOT - 12.0 {
                self.put(svg, Face::Plain, size, MARGIN, y, INK, line);
            }
        }
    }

    fn rows(&self, svg: &mut String, rows: &[Row], top: f64) {
        let height = ((FOOT - 16.0 - top) / rows.len() as f64).min(68.0);
        let size = (height * 0.52).clamp(18.0, 32.0);
        let has_bars = rows.iter().any(|row| row.bar.is_some() || !row.said.is_empty());
        let room = if has_bars { BARS.0 - 24.0 - MARGIN } else { 680.0 };
        for (place, row) in rows.iter().enumerate() {
            let y = top + place as f64 * height;
            let base = y + height / 2.0 + size * 0.36;
            let _ = write!(
                svg,
                "<line x1=\"{MARGIN}\" x2=\"{RIGHT}\" y1=\"{y:.1}\" y2=\"{y:.1}\" stroke=\"{RULE}\" stroke-width=\"1.5\"/>"
            );
            let face = if row.is_marked { Face::Bold } else { Face::Plain };
            // A long name is set smaller before it is cut.
            let smaller = self.fonts.fitting(face, size, &row.name, room).max(size * SMALLEST);
            self.put(svg, face, smaller, MARGIN, base, INK, &self.fonts.shortened(face, smaller, &row.name, room));
            if let Some(bar) = &row.bar {
                self.bar(svg, row, bar, y + height / 2.0, (height * 0.5).min(26.0));
            }
            for place in &row.said {
                self.diamond(svg, *place, y + height / 2.0, (height * 0.24).min(12.0));
            }
            let left = if has_bars { BARS.1 + 20.0 } else { MARGIN + room + 20.0 };
            let fitting = self.fonts.fitting(Face::Bold, size, &row.value, RIGHT - left);
            let width = self.fonts.width(Face::Bold, fitting, &row.value);
            let colour = if row.is_marked { ACCENT } else { INK };
            self.put(svg, Face::Bold, fitting, RIGHT - width, base, colour, &row.value);
        }
    }

    fn bar(&self, svg: &mut String, row: &Row, bar: &rows::Bar, middle: f64, height: f64) {
        let at = |place: f64| BARS.0 + place.clamp(0.0, 1.0) * (BARS.1 - BARS.0);
        let (from, to) = (at(bar.from.min(bar.to)), at(bar.from.max(bar.to)));
        let width = (to - from).max(3.0);
        let colour = match bar.kind {
            rows::Kind::Sum | rows::Kind::Range => ACCENT,
            rows::Kind::Less => LESS,
            rows::Kind::More => MORE,
        };
        let faded = if row.is_marked || !bar.is_faded { 1.0 } else { 0.35 };
        let (height, radius) =
            if bar.kind == rows::Kind::Range { (height * 0.5, height * 0.25) } else { (height, 0.0) };
        let _ = write!(
            svg,
            "<rect x=\"{from:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"{radius:.1}\" fill=\"{colour}\" opacity=\"{faded}\"/>",
            middle - height / 2.0
        );
        if let Some(central) = bar.central {
            let _ = write!(
                svg,
                "<circle cx=\"{:.1}\" cy=\"{middle:.1}\" r=\"{:.1}\" fill=\"{colour}\" stroke=\"{PAPER}\" stroke-width=\"3\"/>",
                at(central),
                height.max(16.0) * 0.7
            );
        }
    }

    /// A sum that was said.
    fn diamond(&self, svg: &mut String, place: f64, middle: f64, half: f64) {
        let x = BARS.0 + place.clamp(0.0, 1.0) * (BARS.1 - BARS.0);
        let _ = write!(
            svg,
            "<path d=\"M{x:.1} {:.1}l{half} {half}l-{half} {half}l-{half} -{half}z\" fill=\"{PAPER}\" fill-opacity=\"0.6\" stroke=\"{SAID}\" stroke-width=\"3\"/>",
            middle - half
        );
    }

    #[expect(clippy::too_many_arguments, reason = "a text has a font, a size, a place and a colour")]
    fn put(&self, svg: &mut String, face: Face, size: f64, x: f64, y: f64, colour: &str, text: &str) {
        let (family, weight) = face.names();
        let _ = write!(
            svg,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" font-family=\"{family}\" font-weight=\"{weight}\" font-size=\"{size}\" fill=\"{colour}\">{}</text>",
            escaped(text)
        );
    }
}
