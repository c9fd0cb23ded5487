//! Reads the fields of the compiled catalogue: one on each line, in an order that `catalogue-compiler` shares.

use std::str::{FromStr, Split};

use crate::decimal;
use crate::interval::Interval;
use crate::source::{Basis, Citation, Figure, SAYING, Source, Sourced};
use crate::units::Unit;

/// The fields that have not been read yet. Texts stay where they are; lists are built once and kept for good.
pub(crate) struct Fields {
    lines: Split<'static, char>,
    sources: &'static [Source],
    /// So many sayings have been named.
    sayings: usize,
}

impl Fields {
    /// The fields of a compiled catalogue, which begins with its sources.
    pub(crate) fn new(text: &'static str) -> Self {
        let mut fields = Self { lines: text.split('\n'), sources: &[], sayings: 0 };
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
            items.push(item(self));
        }
        items.leak()
    }

    /// A list of one item or none.
    pub(crate) fn optional<T>(&mut self, item: fn(&mut Self) -> T) -> Option<T> {
        match self.text() {
            "0" => None,
            _ => Some(item(self)),
        }
    }

    pub(crate) fn figure<T: Copy>(&mut self, value: fn(&mut Self) -> T) -> Figure<T> {
        let head = self.text();
        if let Some(why) = head.strip_prefix('?') {
            return Figure::Unknown(why);
        }
        let mut rows = Vec::new();
        for _ in 0..parse(head) {
            let value = value(self);
            rows.push(Sourced::new(value, self.citation()));
        }
        Figure::Known(rows.leak())
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
