//! The fonts of the cards, and how wide their texts are.

use std::sync::Arc;

use resvg::usvg::fontdb::Database;
use ttf_parser::Face as Parsed;

/// A font in one weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Face {
    /// Source Serif, semibold, for questions.
    Serif,
    /// Inter, regular.
    Plain,
    /// Inter, bold, for figures.
    Bold,
}

const SERIF: &[u8] = include_bytes!("../../fonts/SourceSerif4-SemiBold.ttf");
const PLAIN: &[u8] = include_bytes!("../../fonts/Inter-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../fonts/Inter-Bold.ttf");

impl Face {
    /// Family, in quotes as one of its words begins with a digit, and weight, as SVG names them.
    pub(crate) fn names(self) -> (&'static str, u32) {
        match self {
            Self::Serif => ("'Source Serif 4 SemiBold'", 600),
            Self::Plain => ("Inter", 400),
            Self::Bold => ("Inter", 700),
        }
    }
}

/// All of them.
pub(crate) struct Fonts {
    database: Arc<Database>,
    serif: Parsed<'static>,
    plain: Parsed<'static>,
    bold: Parsed<'static>,
}

impl Fonts {
    pub(crate) fn new() -> Result<Self, String> {
        let mut database = Database::new();
        for data in [SERIF, PLAIN, BOLD] {
            database.load_font_data(data.to_vec());
        }
        let parse = |data| Parsed::parse(data, 0).map_err(|error| format!("a font cannot be read: {error}"));
        Ok(Self { database: Arc::new(database), serif: parse(SERIF)?, plain: parse(PLAIN)?, bold: parse(BOLD)? })
    }

    pub(crate) fn database(&self) -> Arc<Database> {
        self.database.clone()
    }

    /// The width of a text, without kerning.
    pub(crate) fn width(&self, face: Face, size: f64, text: &str) -> f64 {
        let parsed = match face {
            Face::Serif => &self.serif,
            Face::Plain => &self.plain,
            Face::Bold => &self.bold,
        };
        let advance = |c| parsed.glyph_hor_advance(parsed.glyph_index(c)?);
        let units: f64 = text.chars().map(|c| f64::from(advance(c).unwrap_or_else(|| parsed.units_per_em()))).sum();
        units * size / f64::from(parsed.units_per_em())
    }

    /// The text in lines that are not wider than the room, broken at blanks.
    pub(crate) fn wrapped(&self, face: Face, size: f64, text: &str, room: f64) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split(' ') {
            match lines.last_mut() {
                Some(line) if self.width(face, size, &format!("{line} {word}")) <= room => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        lines
    }

    /// The text, cut with a mark where it is wider than the room.
    pub(crate) fn shortened(&self, face: Face, size: f64, text: &str, room: f64) -> String {
        if self.width(face, size, text) <= room {
            return text.to_owned();
        }
        let mut kept = text.to_owned();
        while kept.pop().is_some() && self.width(face, size, &format!("{kept}…")) > room {}
        format!("{}…", kept.trim_end())
    }

    /// The size at which a text fits the room, at most the one given.
    pub(crate) fn fitting(&self, face: Face, size: f64, text: &str, room: f64) -> f64 {
        size * (room / self.width(face, size, text).max(1.0)).min(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_measured_wrapped_and_cut() {
        let fonts = Fonts::new().expect("the fonts are there");
        let width = fonts.width(Face::Plain, 20.0, "$5.576M");
        assert!((60.0..100.0).contains(&width), "{width}");
        let lines = fonts.wrapped(Face::Serif, 40.0, "what does it leave out and why", 300.0);
        assert!(
            lines.len() >= 2 && lines.iter().all(|line| fonts.width(Face::Serif, 40.0, line) <= 300.0),
            "{lines:?}"
        );
        let cut = fonts.shortened(Face::Bold, 20.0, "a name that is much too long", 100.0);
        assert!(cut.ends_with('…') && fonts.width(Face::Bold, 20.0, &cut) <= 100.0, "{cut}");
        assert_eq!(fonts.shortened(Face::Bold, 20.0, "short", 100.0), "short");
        assert!(fonts.fitting(Face::Bold, 20.0, "$191.4M – $425M", 60.0) < 20.0);
    }

    #[test]
    fn every_sign_of_the_texts_is_in_the_fonts() {
        let fonts = Fonts::new().expect("the fonts are there");
        for c in "$€×÷−–—’“”…²⁴⁰√≈·αβµ°%,.:;()ÄÖÜäöüßé\u{a0}".chars() {
            assert!(fonts.plain.glyph_index(c).is_some() && fonts.serif.glyph_index(c).is_some(), "{c:?}");
        }
    }
}
