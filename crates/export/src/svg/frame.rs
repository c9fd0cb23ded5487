//! What every drawing has: the caption as its heading, a legend, and below the chart where it is from.

use super::canvas::{Canvas, Font, escaped};
use super::legend::{self, Sign};
use super::palette::{PAPER, RULE};
use crate::address::Address;

/// The width of every drawing, and the margin on each side.
pub(super) const WIDTH: f64 = 1200.0;
pub(super) const LEFT: f64 = 40.0;
pub(super) const RIGHT: f64 = WIDTH - LEFT;

/// Fonts that readers are likely to have.
const FONTS: &str =
    "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif";

/// A drawing that is filled from top to bottom.
pub(super) struct Frame {
    pub(super) canvas: Canvas,
    /// How far down it is filled.
    pub(super) y: f64,
    caption: String,
    /// What the drawing shows, in words.
    pub(super) words: Vec<String>,
}

impl Frame {
    /// A drawing with its heading and its legend.
    pub(super) fn new(caption: &str, signs: &[(Sign, String)]) -> Self {
        let mut frame = Self { canvas: Canvas::default(), y: 0.0, caption: caption.to_owned(), words: Vec::new() };
        let lines = Font::HEADING.wrapped(caption, RIGHT - LEFT);
        frame.y = frame.canvas.texts((LEFT, 52.0), Font::HEADING, &lines) - 10.0;
        frame.y = legend::draw(&mut frame.canvas, frame.y, signs);
        frame
    }

    /// A note in small type below what was drawn.
    pub(super) fn note(&mut self, text: &str) {
        let lines = Font::SMALL.wrapped(text, RIGHT - LEFT);
        self.y = self.canvas.texts((LEFT, self.y + 20.0), Font::SMALL, &lines) - Font::SMALL.leading();
    }

    /// The whole file.
    pub(super) fn finish(mut self, address: &Address) -> String {
        let height = self.foot(address);
        let (caption, edition, address) = (escaped(&self.caption), address.edition(), escaped(&address.whole()));
        let words = escaped(&self.words.join("; "));
        let body = self.canvas.into_body();
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" \
             role=\"img\" font-family=\"{FONTS}\">\n<title>{caption}</title>\n<desc>{words}</desc>\n\
             <metadata>Trainbill, data edition {edition}: {address}</metadata>\n\
             <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"{PAPER}\"/>\n{body}</svg>\n"
        )
    }

    /// Where the figures are from; how high the drawing is.
    fn foot(&mut self, address: &Address) -> f64 {
        let y = self.y + 24.0;
        self.canvas.line((LEFT, y), (RIGHT, y), &format!(r#"stroke="{RULE}""#));
        let source = format!("Trainbill, data edition {}", address.edition());
        let with = |address: &str| format!("{source} · {address}");
        let fits = |text: &String| Font::SMALL.width(text) <= RIGHT - LEFT;
        // What is left out here stands in the metadata and behind the link.
        let short = if address.base().is_empty() { source.clone() } else { with(address.base()) };
        let line = Some(with(&address.whole())).filter(fits).unwrap_or(short);
        self.canvas.link(&address.whole());
        let y = self.canvas.texts((LEFT, y + 24.0), Font::SMALL, &Font::SMALL.wrapped(&line, RIGHT - LEFT));
        self.canvas.end_link();
        libm::ceil(y)
    }
}
