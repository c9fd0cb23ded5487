//! Reads the fields of the compiled catalogue: one on each line, in an order that `catalogue-compiler` shares.

use std::str::{FromStr, Split};

use crate::decimal;
use crate::interval::Interval;
use crate::source::{Basis, Citation, Figure, SAYING, Source, Sourced};
use crate::units::Unit;

/// Begins a field that says since which edition what follows holds.
const SINCE: char = '\u{2}';
/// Begins a field that says until before which edition the row that follows holds.
const UNTIL: char = '\u{3}';

/// The fields that have not been read yet. Texts stay where they are; lists are built once and kept for good.
pub(crate) struct Fields {
    lines: Split<'static, char>,
    sources: &'static [Source],
    edition: &'static str,
    /// So many sayings have been named.
    sayings: usize,
}

impl Fields {
    /// The fields of a compiled catalogue, which begins with its sources, as they are in an edition.
    pub(crate) fn new(text: &'static str, edition: &'static str) -> Self {
        let mut fields = Self { lines: text.split('\n'), sources: &[], edition, sayings: 0 };
        fields.sources = fields.list(Self::source);
        fields
    }

    pub(crate) fn text(&mut self) -> &'static str {
        let text = self.lines.next().unwrap_or_else(|| damaged("the end"));
        // Without a number it is a saying that was not named before.
        if text.strip_prefix(SAYING) == Some("") { self.next_saying() } else { text }
    }

    /// Names the saying after those that have been named, whose number the compiler leaves out.
    fn next_saying(&mut self) -> &'static str {
        let named = format!("{SAYING}{}", self.sayings);
        self.sayings = self.sayings.saturating_add(1);
        named.leak()
    }

    pub(crate) fn optional_text(&mut self) -> Option<&'static str> {
        Some(self.text()).filter(|text| !text.is_empty())
    }

    /// A whole number, `true` or `false`.
    pub(crate) fn parsed<T: FromStr>(&mut self) -> T {
        parse(self.text())
    }

    /// One of a few words, with what it stands for.
    pub(crate) fn word<T: Copy>(&mut self, words: &[(&str, T)]) -> T {
        let text = self.text();
        words.iter().find(|(word, _)| *word == text).map_or_else(|| damaged(text), |(_, meaning)| *meaning)
    }

    pub(crate) fn list<T>(&mut self, item: fn(&mut Self) -> T) -> &'static [T] {
        let length = self.parsed();
        let mut items = Vec::with_capacity(length);
        for _ in 0..length {
            let is_of_edition = self.row_is_of_edition();
            // What is not is read as well, as it may name sayings.
            let item = item(self);
            if is_of_edition {
                items.push(item);
            }
        }
        items.leak()
    }

    /// Whether the edition has the row that follows the marks here.
    fn row_is_of_edition(&mut self) -> bool {
        let mut is = true;
        while let Some(mark) = self.lines.clone().next().filter(|line| line.starts_with([SINCE, UNTIL])) {
            self.lines.next();
            is &= self.holds(mark) != mark.starts_with(UNTIL);
        }
        is
    }

    /// Whether the edition is not before that of a mark.
    fn holds(&self, mark: &str) -> bool {
        mark.get(1..).is_some_and(|since| self.edition >= since)
    }

    /// What is read after a first field, of which several editions have their own: the newer stand before the older.
    fn of_edition<T>(&mut self, read: &dyn Fn(&mut Self, &'static str) -> T) -> T {
        let head = self.text();
        if !head.starts_with(SINCE) {
            return read(self, head);
        }
        let (newer, older) = (self.of_edition(read), self.of_edition(read));
        if self.holds(head) { newer } else { older }
    }

    /// A list of one item or none.
    pub(crate) fn optional<T>(&mut self, item: fn(&mut Self) -> T) -> Option<T> {
        self.of_edition(&|fields, head| match head {
            "0" => None,
            _ => Some(item(fields)),
        })
    }

    pub(crate) fn figure<T: Copy>(&mut self, value: fn(&mut Self) -> T) -> Figure<T> {
        self.of_edition(&|fields, head| {
            if let Some(why) = head.strip_prefix('?') {
                return Figure::Unknown(why);
            }
            let mut rows = Vec::new();
            for _ in 0..parse(head) {
                let value = value(fields);
                rows.push(Sourced::new(value, fields.citation()));
            }
            Figure::Known(rows.leak())
        })
    }

    /// A figure that is a number or a range.
    pub(crate) fn number<T: Unit>(&mut self) -> Figure<Interval<T>> {
        self.figure(|fields| fields.interval().with_unit())
    }

    /// One number, or both ends, or both ends with the most likely value in between.
    pub(crate) fn interval(&mut self) -> Interval<f64> {
        let text = self.text();
        let Some((low, rest)) = text.split_once(' ') else { return Interval::exact(number(text)) };
        match rest.split_once(' ') {
            Some((central, high)) => Interval::around(number(low), number(central), number(high)),
            None => Interval::between(number(low), number(rest)),
        }
    }

    pub(crate) fn citation(&mut self) -> Citation {
        let basis = match self.text() {
            "vendor" => Basis::Vendor,
            "measured" => Basis::Measured,
            "reported" => Basis::Reported,
            "derived" => Basis::Derived,
            "assumed" => Basis::Assumed { rationale: self.text() },
            other => damaged(other),
        };
        let source = self.sources.get(self.parsed::<usize>()).unwrap_or_else(|| damaged("a source"));
        Citation::new(basis, source, self.text(), self.optional_text())
    }

    fn source(&mut self) -> Source {
        let (key, title, publisher, url) = (self.text(), self.text(), self.text(), self.text());
        Source::new(key, title, publisher, url, self.optional_text(), self.optional_text(), self.text())
    }
}

/// A number; only coefficients of formulas are ever negative.
fn number(text: &str) -> f64 {
    let (sign, digits) = text.strip_prefix('-').map_or((1.0, text), |digits| (-1.0, digits));
    sign * decimal::read(digits).unwrap_or_else(|| damaged(text))
}

fn parse<T: FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| damaged(text))
}

/// The compiler and this reader disagree, which every test that looks at the catalogue would tell.
#[expect(clippy::panic, reason = "a program without its catalogue has nothing to say, and the tests hold it back")]
fn damaged(field: &str) -> ! {
    panic!("the compiled catalogue is not as expected at `{field}`")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::EDITIONS;

    const COMPILED: &str = "0\n3\n\u{3}2026-12\na\n1\n1.5\nvendor\n0\n\u{1}\n\n\
                            \u{2}2026-12\na\n\u{2}2026-12b\n1\n3\nvendor\n0\n\u{1}\n\n1\n2\nvendor\n0\n\u{1}\n\n\
                            b\n\u{2}2026-12\n1\n4\nvendor\n0\n\u{1}0\n\n?nobody knew";

    /// The rows of that text in an edition, each with its figure.
    fn rows(edition: &'static str) -> Vec<(&'static str, Option<f64>)> {
        static SOURCES: [Source; 1] = [Source::new("key", "T", "P", "https://example.org/", None, None, "2026-11-30")];
        let mut fields = Fields::new(COMPILED, edition);
        fields.sources = &SOURCES;
        let row = |fields: &mut Fields| (fields.text(), fields.figure(Fields::interval).value());
        fields.list(row).iter().map(|(slug, figure)| (*slug, figure.map(|figure| figure.middle()))).collect()
    }

    #[test]
    fn each_edition_reads_what_held_then() {
        assert_eq!(rows("2026-11"), [("a", Some(1.5)), ("b", None)]);
        assert_eq!(rows("2026-12"), [("a", Some(2.0)), ("b", Some(4.0))]);
        assert_eq!(rows("2026-12b"), [("a", Some(3.0)), ("b", Some(4.0))]);
    }

    /// An edition that the data name and links cannot would be shown by none.
    #[test]
    fn every_edition_that_the_data_name_is_one_of_links() {
        let texts = [
            include_str!(concat!(env!("OUT_DIR"), "/catalogue.txt")),
            include_str!(concat!(env!("OUT_DIR"), "/overheads.txt")),
            include_str!(concat!(env!("OUT_DIR"), "/serving.txt")),
            include_str!(concat!(env!("OUT_DIR"), "/budget.txt")),
        ];
        let marks = texts.iter().flat_map(|text| text.split('\n')).filter_map(|line| line.strip_prefix([SINCE, UNTIL]));
        let mut named: Vec<&str> = marks.collect();
        named.sort_unstable();
        named.dedup();
        let (_, later) = EDITIONS.split_first().expect("editions");
        assert_eq!(named, later);
    }
}
