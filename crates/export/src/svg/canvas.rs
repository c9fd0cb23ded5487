//! Shapes and texts of a drawing, as SVG that needs no styles.

use std::fmt::Write;

use super::palette::{INK, MUTED, PAPER};
use super::text;
use crate::clean;

/// Shapes one above the other. Writing to a String cannot fail, so that its result is not looked at.
#[derive(Default)]
pub(super) struct Canvas {
    body: String,
}

/// How a text is set.
#[derive(Clone, Copy)]
pub(super) struct Font {
    pub(super) size: f64,
    pub(super) is_bold: bool,
    pub(super) is_italic: bool,
    pub(super) fill: &'static str,
    pub(super) anchor: Anchor,
    /// Whether what lies beneath is kept away from it.
    pub(super) has_halo: bool,
}

/// Which place of a text stands at its point.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Font {
    /// Plain text.
    pub(super) const BODY: Self =
        Self { size: 15.0, is_bold: false, is_italic: false, fill: INK, anchor: Anchor::Start, has_halo: false };
    /// Names and sums.
    pub(super) const STRONG: Self = Self { is_bold: true, ..Self::BODY };
    /// Axes, notes and legends.
    pub(super) const SMALL: Self = Self { size: 13.0, fill: MUTED, ..Self::BODY };
    /// The heading.
    pub(super) const HEADING: Self = Self { size: 22.0, ..Self::STRONG };

    pub(super) const fn at(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    pub(super) const fn over_shapes(self) -> Self {
        Self { has_halo: true, ..self }
    }

    /// From one line to the next.
    pub(super) fn leading(self) -> f64 {
        libm::round(self.size * 1.32)
    }

    pub(super) fn width(self, text: &str) -> f64 {
        text::width(text, self.size, self.is_bold)
    }

    pub(super) fn wrapped(self, text: &str, room: f64) -> Vec<String> {
        text::wrapped(&clean::line(text), room, self.size, self.is_bold)
    }
}

impl Canvas {
    /// A straight line; `look` holds its attributes.
    pub(super) fn line(&mut self, (x1, y1): (f64, f64), (x2, y2): (f64, f64), look: &str) {
        let [x1, y1, x2, y2] = [x1, y1, x2, y2].map(number);
        let _ = writeln!(self.body, r#"<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" {look}/>"#);
    }

    pub(super) fn rect(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), look: &str) {
        let [x, y, width, height] = [x, y, width.max(0.0), height.max(0.0)].map(number);
        let _ = writeln!(self.body, r#"<rect x="{x}" y="{y}" width="{width}" height="{height}" {look}/>"#);
    }

    pub(super) fn circle(&mut self, (x, y): (f64, f64), radius: f64, look: &str) {
        let [x, y, radius] = [x, y, radius].map(number);
        let _ = writeln!(self.body, r#"<circle cx="{x}" cy="{y}" r="{radius}" {look}/>"#);
    }

    /// A path of such data.
    pub(super) fn path(&mut self, data: &str, look: &str) {
        let _ = writeln!(self.body, r#"<path d="{data}" {look}/>"#);
    }

    /// A path through points.
    pub(super) fn curve(&mut self, points: impl Iterator<Item = (f64, f64)>, look: &str) {
        let data = through(points);
        if !data.is_empty() {
            self.path(&data, look);
        }
    }

    /// A text on one line; its letters stand on `y`.
    pub(super) fn text(&mut self, (x, y): (f64, f64), font: Font, text: &str) {
        let anchor = match font.anchor {
            Anchor::Start => "",
            Anchor::Middle => r#" text-anchor="middle""#,
            Anchor::End => r#" text-anchor="end""#,
        };
        let weight = if font.is_bold { r#" font-weight="600""# } else { "" };
        let style = if font.is_italic { r#" font-style="italic""# } else { "" };
        let [x, y, size] = [x, y, font.size].map(number);
        let fill = font.fill;
        let text = escaped(text);
        if font.has_halo {
            // The halo is a text of its own beneath: not every reader of SVG knows another order of painting.
            let _ = writeln!(
                self.body,
                r#"<text x="{x}" y="{y}" font-size="{size}"{anchor}{weight}{style} fill="{PAPER}" stroke="{PAPER}" stroke-width="4" stroke-linejoin="round" aria-hidden="true">{text}</text>"#
            );
        }
        let _ = writeln!(
            self.body,
            r#"<text x="{x}" y="{y}" font-size="{size}"{anchor}{weight}{style} fill="{fill}">{text}</text>"#
        );
    }

    /// Texts one below the other, the first on `y`; where the next would stand.
    pub(super) fn texts(&mut self, (x, y): (f64, f64), font: Font, lines: &[String]) -> f64 {
        let mut y = y;
        for line in lines {
            self.text((x, y), font, line);
            y += font.leading();
        }
        y
    }

    /// Begins a group that is moved and stretched; what follows is drawn in it until [`Canvas::end_group`].
    pub(super) fn group(&mut self, (x, y): (f64, f64), (across, down): (f64, f64), look: &str) {
        let [x, y] = [x, y].map(number);
        let _ = writeln!(self.body, r#"<g transform="translate({x} {y}) scale({across} {down})" {look}>"#);
    }

    pub(super) fn end_group(&mut self) {
        self.body.push_str("</g>\n");
    }

    /// Begins a link to a safe address; what follows is drawn in it until [`Canvas::end_link`].
    pub(super) fn link(&mut self, address: &str) {
        let _ = writeln!(self.body, r#"<a href="{}">"#, escaped(address));
    }

    pub(super) fn end_link(&mut self) {
        self.body.push_str("</a>\n");
    }

    /// What was drawn.
    pub(super) fn into_body(self) -> String {
        self.body
    }
}

/// The data of a path through points.
pub(super) fn through(points: impl Iterator<Item = (f64, f64)>) -> String {
    let mut data = String::new();
    for (x, y) in points {
        data.push(if data.is_empty() { 'M' } else { 'L' });
        let _ = write!(data, "{} {}", number(x), number(y));
    }
    data
}

/// A place or a length to a tenth.
fn number(value: f64) -> String {
    let tenths = libm::round(value * 10.0) as i64;
    let sign = if tenths < 0 { "-" } else { "" };
    match (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10) {
        (whole, 0) => format!("{sign}{whole}"),
        (whole, tenth) => format!("{sign}{whole}.{tenth}"),
    }
}

/// A text in which nothing is read as a sign of XML.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in clean::line(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_places_are_plain() {
        assert_eq!(
            escaped("<img src=\"x\" onerror='a'>&\u{202e}\n"),
            "&lt;img src=&quot;x&quot; onerror=&#39;a&#39;&gt;&amp;"
        );
        assert_eq!([number(1.0), number(-0.26), number(2.04), number(f64::NAN)], ["1", "-0.3", "2", "0"]);
        assert_eq!(through([(1.0, 2.0), (3.5, 4.0)].into_iter()), "M1 2L3.5 4");
    }
}
