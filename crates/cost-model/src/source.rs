//! Where a figure comes from.
//!
//! A [`Sourced`] value cannot be built without a [`Citation`], nor a citation without a [`Source`] and a place in it.
//! The constructors are `const` and refuse empty texts, so that a constant without a source does not compile:
//!
//! ```compile_fail,E0080
//! use cost_model::source::Source;
//! const NOBODY: Source = Source::new("nobody", "", "", "https://example.org/", None, None, "2026-11-23");
//! ```
//!
//! ```compile_fail,E0451
//! use cost_model::source::Sourced;
//! let figure = Sourced { value: 5.576e6 };
//! ```

use std::sync::OnceLock;

use crate::catalogue::EDITION;
use crate::decimal;
use crate::words::source as words;

/// Begins a text that stands elsewhere, in a line of the sayings: the number of that line follows. `catalogue-compiler`
/// knows it, too.
pub(crate) const SAYING: char = '\u{1}';

/// The sayings of the catalogue: what its sources are called, where they are, and where in them its figures stand.
pub const SAYINGS: &str = include_str!(concat!(env!("OUT_DIR"), "/sayings.txt"));

static LOADED: OnceLock<Vec<&'static str>> = OnceLock::new();

/// Takes the sayings, for a program that does without them at first. A second time is nothing.
pub fn load_sayings(text: &'static str) {
    LOADED.get_or_init(|| text.lines().collect());
}

/// The text itself, or the saying that it names, once that is loaded.
fn loaded(text: &'static str) -> Option<&'static str> {
    let Some(line) = text.strip_prefix(SAYING) else { return Some(text) };
    if cfg!(not(feature = "sayings-later")) {
        load_sayings(SAYINGS);
    }
    line.parse().ok().and_then(|line: usize| LOADED.get()?.get(line).copied())
}

/// The same for a reader, who is told where it is on its way.
fn said(text: &'static str) -> &'static str {
    loaded(text).unwrap_or_else(words::on_its_way)
}

/// A publication that somebody read.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    key: &'static str,
    title: &'static str,
    publisher: &'static str,
    url: &'static str,
    published: Option<&'static str>,
    read_in: Option<&'static str>,
    seen: &'static str,
}

impl Source {
    /// A source. `published` and `seen` are dates as `2024`, `2024-12` or `2024-12-27`; `read_in` names the copy or the
    /// quoting text that was read when it was not the address itself.
    ///
    /// # Panics
    /// When a required text is empty; at compile time for a constant.
    #[must_use]
    pub const fn new(
        key: &'static str,
        title: &'static str,
        publisher: &'static str,
        url: &'static str,
        published: Option<&'static str>,
        read_in: Option<&'static str>,
        seen: &'static str,
    ) -> Self {
        assert!(
            !key.is_empty() && !title.is_empty() && !publisher.is_empty(),
            "a source has a key, title and publisher"
        );
        assert!(!url.is_empty() && !seen.is_empty(), "a source has an address and the day on which it was read");
        Self { key, title, publisher, url, published, read_in, seen }
    }

    /// The key by which the catalogue's files name it.
    #[must_use]
    pub fn key(&self) -> &'static str {
        said(self.key)
    }

    /// Its title.
    #[must_use]
    pub fn title(&self) -> &'static str {
        said(self.title)
    }

    /// Who published it.
    #[must_use]
    pub fn publisher(&self) -> &'static str {
        said(self.publisher)
    }

    /// Where a reader finds it, once that is loaded.
    #[must_use]
    pub fn url(&self) -> Option<&'static str> {
        loaded(self.url)
    }

    /// When it was published, where it says so and that is loaded.
    #[must_use]
    pub fn published(&self) -> Option<&'static str> {
        self.published.and_then(loaded)
    }

    /// The copy or the quoting text that was read, when it was not the address itself.
    #[must_use]
    pub fn read_in(&self) -> Option<&'static str> {
        self.read_in.map(said)
    }

    /// The day on which it was read.
    #[must_use]
    pub fn seen(&self) -> &'static str {
        said(self.seen)
    }
}

/// What kind of knowledge a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Stated by the maker.
    Vendor,
    /// Measured by a third party.
    Measured,
    /// Told by the press or by a third party.
    Reported,
    /// Worked out from stated figures.
    Derived,
    /// A judgement.
    Assumed {
        /// Why it was judged so; shown wherever the figure is.
        rationale: &'static str,
    },
}

impl Basis {
    /// Why it was judged so, of a judgement.
    #[must_use]
    pub fn rationale(self) -> Option<&'static str> {
        match self {
            Self::Assumed { rationale } => Some(said(rationale)),
            _ => None,
        }
    }

    /// The word for it on the page and in machine-readable output.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Vendor => words::vendor(),
            Self::Measured => words::measured(),
            Self::Reported => words::reported(),
            Self::Derived => words::derived(),
            Self::Assumed { .. } => words::assumed(),
        }
    }

    /// What the word means, for a reader.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Vendor => words::stated_by_maker(),
            Self::Measured => words::measured_by_others(),
            Self::Reported => words::told_by_press(),
            Self::Derived => words::from_stated_figures(),
            Self::Assumed { .. } => words::judgement(),
        }
    }
}

/// A place in a source, and what kind of knowledge it gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Citation {
    basis: Basis,
    source: &'static Source,
    locator: &'static str,
    note: Option<&'static str>,
    quote: Option<Quote>,
}

/// When a price held, and for how many months it speaks for the present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Quote {
    date: &'static str,
    fresh_months: u16,
}

impl Quote {
    /// Whether it was older than that when the newest edition of the data was made. Today's date is no matter: a page that is
    /// kept shows the same tomorrow. A date without a month is taken as its December, the latest that it may mean.
    fn is_old(self) -> bool {
        match (month_number(self.date), month_number(EDITION)) {
            (Some(quoted), Some(edition)) => edition - quoted > f64::from(self.fresh_months),
            _ => false,
        }
    }
}

/// Months since the year 0 of a date as `2024`, `2024-12` or `2024-12-27`.
fn month_number(date: &str) -> Option<f64> {
    let year = decimal::read(date.get(..4)?)?;
    let month = date.get(5..7).map_or(Some(12.0), decimal::read)?;
    Some(year * 12.0 + month)
}

impl Citation {
    /// A citation; `locator` says where in the source.
    ///
    /// # Panics
    /// When the locator is empty; at compile time for a constant.
    #[must_use]
    pub const fn new(basis: Basis, source: &'static Source, locator: &'static str, note: Option<&'static str>) -> Self {
        assert!(!locator.is_empty(), "a citation says where in its source");
        Self { basis, source, locator, note, quote: None }
    }

    /// The same of a price that held on `date` (`2024`, `2024-12` or `2024-12-27`) and speaks for the present for
    /// `fresh_months`.
    #[must_use]
    pub(crate) const fn quoted(self, date: &'static str, fresh_months: u16) -> Self {
        Self { quote: Some(Quote { date, fresh_months }), ..self }
    }

    /// Of a price that was too old for the present when the newest edition of the data was made: when it held and how old is too
    /// old, in words.
    #[must_use]
    pub fn old_quote(&self) -> Option<String> {
        let old = self.quote.filter(|quote| quote.is_old())?;
        Some(words::old_quote(old.date, &old.fresh_months.to_string(), EDITION))
    }

    /// What kind of knowledge it is.
    #[must_use]
    pub const fn basis(&self) -> Basis {
        self.basis
    }

    /// The publication.
    #[must_use]
    pub const fn source(&self) -> &'static Source {
        self.source
    }

    /// Page, table, section or line.
    #[must_use]
    pub fn locator(&self) -> &'static str {
        said(self.locator)
    }

    /// What a reader must know beside the figure.
    #[must_use]
    pub fn note(&self) -> Option<&'static str> {
        self.note.map(said)
    }
}

/// A value that comes with its source.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sourced<T> {
    value: T,
    citation: Citation,
}

impl<T: Copy> Sourced<T> {
    /// A value and where it comes from.
    #[must_use]
    pub const fn new(value: T, citation: Citation) -> Self {
        Self { value, citation }
    }

    /// The value.
    #[must_use]
    pub const fn value(&self) -> T {
        self.value
    }

    /// The value in its place, for one that is long.
    #[must_use]
    pub const fn as_value(&self) -> &T {
        &self.value
    }

    /// Where it comes from.
    #[must_use]
    pub const fn citation(&self) -> Citation {
        self.citation
    }

    /// The same in its place.
    #[must_use]
    pub const fn as_citation(&self) -> &Citation {
        &self.citation
    }
}

/// What is publicly known of one quantity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Figure<T: 'static> {
    /// One sourced value, or several that disagree, of which the first is used. Never empty.
    Known(&'static [Sourced<T>]),
    /// Nothing, and why; the reason is empty where nobody gave one.
    Unknown(&'static str),
}

impl<T: Copy> Figure<T> {
    /// The value that is used.
    #[must_use]
    pub fn value(&self) -> Option<T> {
        self.first().map(Sourced::value)
    }

    /// The value that is used, with its source.
    #[must_use]
    pub fn first(&self) -> Option<&'static Sourced<T>> {
        self.all().first()
    }

    /// Every value known, the one that is used first.
    #[must_use]
    pub fn all(&self) -> &'static [Sourced<T>] {
        match *self {
            Self::Known(values) => values,
            Self::Unknown(_) => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: Source =
        Source::new("report", "A report", "Somebody", "https://example.org/", None, None, "2026-11-23");

    fn old(date: &'static str, months: u16) -> Option<String> {
        Citation::new(Basis::Vendor, &REPORT, "page 1", None).quoted(date, months).old_quote()
    }

    #[test]
    fn a_quotation_is_old_after_its_months_before_the_edition() {
        assert_eq!(EDITION, "2026-12b", "the dates below go by the edition");
        for fresh in ["2026-12-02", "2025-06", "2025-06-01", "2025"] {
            assert_eq!(old(fresh, 18), None, "{fresh}");
        }
        let said = "Quoted 2025-05, more than 18 months before data edition 2026-12b";
        assert_eq!(old("2025-05", 18).as_deref(), Some(said));
        for long_ago in ["2025-05-31", "2024", "2023-12"] {
            assert!(old(long_ago, 18).is_some(), "{long_ago}");
        }
        assert_eq!((old("2025-12", 12), old("2025-11-30", 12).is_some()), (None, true));
    }

    #[test]
    fn only_a_price_ages() {
        assert_eq!(Citation::new(Basis::Vendor, &REPORT, "page 1", None).old_quote(), None);
    }
}
