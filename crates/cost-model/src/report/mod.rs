//! What an analysis says, as blocks that the page draws and the command line prints.
//!
//! Every figure in a block is already text for readers; the numbers beside it say only how long a bar is or where a
//! point stands. A report travels between programs as one text, see [`Report::to_lines`].

mod axis;
mod charts;
mod given;
pub mod labels;
mod lines;
mod readings;

pub use axis::Axis;
pub use charts::{Density, HeatMap, Mark, Plot, PlotCurve, SHADES, Tornado, TornadoBar};
pub use given::{Given, fields, figures};
pub(crate) use given::{both, kept};
pub use readings::{Readings, Stop, quantiles};

use crate::estimate::Grade;
use crate::field::Field;
use crate::interval::Interval;
use crate::scale::LogScale;
use crate::source::Citation;
use crate::text::Style;
use crate::words::report_reference as words;

/// What an analysis says, from top to bottom.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// The blocks.
    pub blocks: Vec<Block>,
    /// What stands in fields that nobody entered: for the form.
    pub found: Vec<Found>,
    /// The fields on which workings rest, with what stands in each, for readers.
    pub values: Vec<(Field, String)>,
}

/// The value that an analysis used for a field that was not entered.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The field.
    pub field: Field,
    /// Its value as text for readers.
    pub value: String,
    /// Where it comes from, in words.
    pub because: String,
}

/// One thing that a report says.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading; what follows belongs to it.
    Heading(String),
    /// A paragraph.
    Text {
        /// How it is set.
        tone: Tone,
        /// The words.
        text: String,
    },
    /// Figures one below the other, each with its working.
    Figures {
        /// What they are of.
        caption: String,
        /// The figures.
        rows: Vec<Figure>,
    },
    /// A whole and its parts.
    Parts(Parts),
    /// A table.
    Table(Table),
    /// Points on two logarithmic axes.
    Scatter(Scatter),
    /// Sums of money from the narrowest to the widest, with what was said of each.
    Ladder(Ladder),
    /// A way from one sum to another in steps.
    Waterfall(Waterfall),
    /// Curves, with bands or without.
    Plot(Plot),
    /// A result over a grid of two inputs.
    HeatMap(HeatMap),
    /// How a result is spread.
    Density(Density),
    /// How far a result moves with each input.
    Tornado(Tornado),
    /// Something to press that enters values in fields.
    Offer {
        /// What it does, in words.
        label: String,
        /// What it enters.
        enters: Vec<(Field, String)>,
        /// Whether it enters them in every entry, not only in the one that is shown.
        everywhere: bool,
    },
    /// Another state of the page to go to.
    Link {
        /// What is there, in words.
        label: String,
        /// The fragment of its address.
        fragment: String,
    },
}

impl Block {
    /// A word for the kind of a block that has figures of its own, or its own name, and its caption; nothing for words and buttons.
    #[must_use]
    pub fn piece(&self) -> Option<(&str, &str)> {
        Some(match self {
            Self::Figures { caption, .. } => ("figures", caption),
            Self::Parts(of) => ("parts", &of.caption),
            Self::Table(of) => ("table", &of.caption),
            Self::Scatter(of) => ("scatter", &of.caption),
            Self::Ladder(of) => ("ladder", &of.caption),
            Self::Waterfall(of) => ("waterfall", &of.caption),
            Self::Plot(of) => (&of.name, &of.caption),
            Self::HeatMap(of) => ("map", &of.caption),
            Self::Density(of) => ("density", &of.caption),
            Self::Tornado(of) => ("tornado", &of.caption),
            Self::Heading(_) | Self::Text { .. } | Self::Offer { .. } | Self::Link { .. } => return None,
        })
    }

    /// Whether its figures are drawn: it is a chart, and has something to put on its scale.
    #[must_use]
    pub fn is_chart(&self) -> bool {
        match self {
            Self::Figures { .. } | Self::Table(_) => false,
            Self::Ladder(of) => {
                let claims = of.rungs.iter().flat_map(|rung| rung.claims.iter().map(|claim| claim.usd));
                let sums = of.rungs.iter().filter_map(|rung| rung.usd).chain(claims);
                LogScale::over(sums.flat_map(|sum| [sum.low(), sum.high()])).is_some()
            }
            Self::Scatter(of) => LogScale::over(of.points.iter().flat_map(|point| [point.x, point.y.high()])).is_some(),
            _ => self.piece().is_some(),
        }
    }
}

/// How a paragraph is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// The answer to the view's question, in a sentence.
    Answer,
    /// Plain text.
    Plain,
    /// A remark in small type.
    Note,
    /// Something is wrong and should be changed.
    Warning,
}

/// A figure with its working.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figure {
    /// What it is.
    pub label: String,
    /// The value with its unit.
    pub value: String,
    /// How much a reader may rely on it.
    pub grade: Grade,
    /// The formula in symbols, the same with values put in, and remarks; may be empty.
    pub working: Vec<String>,
    /// What it rests on.
    pub given: Vec<Given>,
    /// Where it or its inputs come from.
    pub sources: Vec<Reference>,
}

/// A source as readers see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Title of the publication.
    pub title: String,
    /// Its address.
    pub url: String,
    /// Where in it, what kind of knowledge it is, and what must be known.
    pub locator: String,
}

impl From<Citation> for Reference {
    fn from(citation: Citation) -> Self {
        let (source, locator, basis) = (citation.source(), citation.locator(), citation.basis().word());
        let place = match source.published() {
            Some(date) => words::dated(source.publisher(), date, locator, basis),
            None => words::undated(source.publisher(), locator, basis),
        };
        let locator = match citation.note() {
            Some(note) => words::with_note(&place, note),
            None => place,
        };
        let locator = match citation.old_quote() {
            Some(old) => words::with_note(&locator, &old),
            None => locator,
        };
        Self { title: source.title().to_owned(), url: source.url().unwrap_or_default().to_owned(), locator }
    }
}

/// A whole and its parts, drawn as one bar and written as a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Parts {
    /// What the whole is, with its unit.
    pub caption: String,
    /// The whole, as text.
    pub total: String,
    /// What there is room for, in the unit of the parts' sizes, and as text; a line across the bar.
    pub capacity: Option<(f64, String)>,
    /// The parts, in order.
    pub parts: Vec<Part>,
}

/// A part of a whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    /// What it is.
    pub label: String,
    /// How long its piece of the bar is, in one unit for all parts; not negative.
    pub size: f64,
    /// Its value as text.
    pub value: String,
    /// Its part of the whole as text.
    pub share: String,
    /// What it is made of, or the formula, in words.
    pub note: String,
    /// How it was found, line by line; may be empty.
    pub working: Vec<String>,
    /// What it rests on.
    pub given: Vec<Given>,
    /// Where it or its inputs come from.
    pub sources: Vec<Reference>,
}

/// A table with a heading for every column.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// The headings, and whether the cells below are figures.
    pub columns: Vec<(String, bool)>,
    /// The rows; the first cell names the row.
    pub rows: Vec<Row>,
    /// Whether it is for those who ask, and opens by click.
    pub is_folded: bool,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// A cell for each column.
    pub cells: Vec<String>,
    /// Whether it stands out.
    pub is_marked: bool,
    /// What choosing it enters; empty when it cannot be chosen.
    pub enters: Vec<(Field, String)>,
    /// How its figures were found, line by line; may be empty.
    pub working: Vec<String>,
    /// What it rests on.
    pub given: Vec<Given>,
    /// Where its figures come from.
    pub sources: Vec<Reference>,
}

/// Points on two logarithmic axes, with a table beside them.
#[derive(Clone, Debug, PartialEq)]
pub struct Scatter {
    /// What it shows.
    pub caption: String,
    /// What the horizontal axis is, with its unit.
    pub x_label: String,
    /// What the vertical axis is, with its unit.
    pub y_label: String,
    /// Whether a line marks where both are equal.
    pub has_diagonal: bool,
    /// The names of the series.
    pub series: Vec<String>,
    /// The points.
    pub points: Vec<Point>,
}

impl Scatter {
    /// Both axes, from a power of ten to another and of one scale; nothing when no point has a place.
    #[must_use]
    pub fn axes(&self) -> Option<(Axis, Axis)> {
        let values = || self.points.iter().flat_map(|point| [point.x, point.y.low(), point.y.high()]);
        let style = Style::Count("");
        Some((Axis::decades(&self.x_label, values(), style)?, Axis::decades(&self.y_label, values(), style)?))
    }

    /// Whether a point before that one has its name at the same place of the horizontal axis: they share the name.
    #[must_use]
    pub fn is_named_before(&self, place: usize) -> bool {
        let Some(point) = self.points.get(place) else { return false };
        self.points.iter().take(place).any(|other| other.x == point.x && other.label == point.label)
    }
}

/// A point of a scatter plot.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Its name.
    pub label: String,
    /// Index of its series.
    pub series: usize,
    /// Where it stands, above zero.
    pub x: f64,
    /// Where it stands, above zero, with its range.
    pub y: Interval<f64>,
    /// Both values and what is to be known of it, for readers.
    pub text: String,
    /// How it was found, line by line; may be empty.
    pub working: Vec<String>,
    /// What it rests on.
    pub given: Vec<Given>,
    /// Where its inputs come from.
    pub sources: Vec<Reference>,
}

/// Sums of money on one logarithmic scale, a row for each way of counting.
#[derive(Clone, Debug, PartialEq)]
pub struct Ladder {
    /// What it shows.
    pub caption: String,
    /// What a sum is that is worked out.
    pub worked_out: String,
    /// What a sum is that somebody else named.
    pub said: String,
    /// The ways of counting, the narrowest first.
    pub rungs: Vec<Rung>,
}

/// One way of counting.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rung {
    /// What it is called.
    pub label: String,
    /// What it counts.
    pub note: String,
    /// The sum that is worked out, in US dollars.
    pub usd: Option<Interval<f64>>,
    /// The same as text, or why there is none.
    pub text: String,
    /// Whether it is the one that stands for the entry.
    pub is_marked: bool,
    /// What choosing it enters; empty when it cannot be chosen.
    pub enters: Vec<(Field, String)>,
    /// How the sum was found, line by line.
    pub working: Vec<String>,
    /// What it rests on.
    pub given: Vec<Given>,
    /// Where its inputs come from.
    pub sources: Vec<Reference>,
    /// What was said in public that counts the same.
    pub claims: Vec<Claimed>,
}

/// A sum that was said in public.
#[derive(Clone, Debug, PartialEq)]
pub struct Claimed {
    /// The sum, in US dollars.
    pub usd: Interval<f64>,
    /// The sum as text, with `over` or `under`.
    pub text: String,
    /// What was said.
    pub says: String,
    /// Where.
    pub source: Reference,
}

/// A way from one sum to another, in rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Waterfall {
    /// What it shows, with its unit.
    pub caption: String,
    /// What the last column holds.
    pub share_label: String,
    /// The rows: the first and the last are sums, those in between are steps.
    pub steps: Vec<WaterfallStep>,
}

/// A row of a waterfall.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WaterfallStep {
    /// What it is.
    pub label: String,
    /// Where its bar begins and ends, from 0 at the left end of the drawing to 1 at the right.
    pub from: f64,
    /// See `from`.
    pub to: f64,
    /// Whether it is a sum and not a step.
    pub is_sum: bool,
    /// Its value as text, with its sign.
    pub value: String,
    /// Its part of the whole way, or its ratio, as text.
    pub share: String,
    /// How it was found: what was exchanged for what, the equation with values put in, and remarks.
    pub working: Vec<String>,
    /// What it rests on.
    pub given: Vec<Given>,
    /// Where its inputs come from.
    pub sources: Vec<Reference>,
}

/// Every source once.
pub(crate) fn once_each<'a>(sources: impl Iterator<Item = &'a Reference>) -> Vec<Reference> {
    let mut found: Vec<Reference> = Vec::new();
    for source in sources {
        if !found.contains(source) {
            found.push(source.clone());
        }
    }
    found
}

/// A table of which all columns but the first hold figures.
pub(crate) fn table(caption: &str, columns: &[&str], rows: Vec<Row>) -> Table {
    Table {
        caption: caption.to_owned(),
        columns: columns.iter().enumerate().map(|(place, name)| ((*name).to_owned(), place > 0)).collect(),
        rows,
        is_folded: false,
    }
}

/// A row of such cells.
pub(crate) fn row(cells: &[String]) -> Row {
    Row { cells: cells.to_vec(), ..Row::default() }
}

impl Report {
    /// The name of a block among the others of its kind, as `table-2`; without a number where it is the only one. Nothing for
    /// words and buttons.
    #[must_use]
    pub fn name_of(&self, place: usize) -> Option<String> {
        let (kind, _) = self.blocks.get(place)?.piece()?;
        let same =
            |blocks: &[Block]| blocks.iter().filter(|block| block.piece().is_some_and(|piece| piece.0 == kind)).count();
        match same(&self.blocks) {
            1 => Some(kind.to_owned()),
            _ => Some(format!("{kind}-{}", same(self.blocks.get(..=place)?))),
        }
    }

    /// The place of the block of that name.
    #[must_use]
    pub fn place_of(&self, name: &str) -> Option<usize> {
        (0..self.blocks.len()).find(|place| self.name_of(*place).as_deref() == Some(name))
    }

    /// The sentence that answers the view's question.
    #[must_use]
    pub fn answer(&self) -> Option<&str> {
        self.blocks.iter().find_map(|block| match block {
            Block::Text { tone: Tone::Answer, text } => Some(text.as_str()),
            _ => None,
        })
    }

    /// The places of its headings, with what they say.
    pub fn headings(&self) -> impl Iterator<Item = (usize, &str)> {
        self.blocks.iter().enumerate().filter_map(|(place, block)| match block {
            Block::Heading(text) => Some((place, text.as_str())),
            _ => None,
        })
    }

    /// Adds something to press that enters values in the entry that is shown.
    pub fn offer(&mut self, label: impl Into<String>, enters: Vec<(Field, String)>) {
        self.blocks.push(Block::Offer { label: label.into(), enters, everywhere: false });
    }

    /// Adds a heading.
    pub fn heading(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Heading(text.into()));
    }

    /// Adds a paragraph.
    pub fn text(&mut self, tone: Tone, text: impl Into<String>) {
        self.blocks.push(Block::Text { tone, text: text.into() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_named_by_their_kind_and_numbered_where_there_are_more() {
        let mut report = Report::default();
        report.heading("first");
        for caption in ["one", "two"] {
            report.blocks.push(Block::Table(table(caption, &["a"], Vec::new())));
        }
        report.blocks.push(Block::Figures { caption: "three".to_owned(), rows: Vec::new() });
        let names: Vec<Option<String>> = (0..5).map(|place| report.name_of(place)).collect();
        let named = |name: &str| Some(name.to_owned());
        assert_eq!(names, [None, named("table-1"), named("table-2"), named("figures"), None]);
        assert_eq!(report.place_of("table-2"), Some(2));
        assert_eq!([report.place_of("table"), report.place_of("plot")], [None, None]);
    }
}
