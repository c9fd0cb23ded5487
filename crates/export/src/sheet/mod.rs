//! Sheets: the figures of a piece in rows and columns, from which the formats are written.

mod bill;
mod blocks;
mod chart;
mod compare;
mod costs;
mod figures;

pub(crate) use costs::{Cost, Costs};

use cost_model::comparison::Comparison;
use cost_model::interval::Interval;
use cost_model::number;
use cost_model::report::{Block, Reference};

use crate::piece::{self, Content};

/// Figures in rows and columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// What it shows.
    pub name: String,
    /// The headings.
    pub columns: Vec<String>,
    /// The rows, each with a cell for every column.
    pub rows: Vec<Vec<String>>,
    /// What must be known of it.
    pub notes: Vec<String>,
    /// What the cells of each column hold.
    pub kinds: Vec<Cells>,
}

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cells {
    /// Words.
    Words,
    /// Figures as readers know them, with their units.
    Figures,
    /// Numbers in digits, without a unit; an empty cell where there is none.
    Numbers,
}

/// The figures of a piece of the view that a comparison shows; nothing where there is no such piece.
#[must_use]
pub fn sheet(comparison: &Comparison, piece: &str) -> Option<Sheet> {
    let (content, _) = piece::find(comparison, piece)?;
    of(&content, comparison)
}

/// The same of a block of a report that is at hand.
#[must_use]
pub fn sheet_of(block: &Block) -> Option<Sheet> {
    blocks::sheet(block)
}

/// The same of a piece that was found.
pub(crate) fn of(content: &Content<'_>, comparison: &Comparison) -> Option<Sheet> {
    match content {
        Content::Table => Some(compare::table(comparison)),
        Content::Costs(costs) => Some(costs.sheet()),
        Content::Bill(scenario) => Some(bill::bill(scenario)),
        Content::Figures(scenario) => Some(figures::figures(scenario)),
        Content::Block(block) => sheet_of(block),
    }
}

impl Sheet {
    /// A sheet without rows.
    fn new(name: impl Into<String>, columns: &[(&str, Cells)]) -> Self {
        let mut sheet = Self { name: name.into(), ..Self::default() };
        for (heading, kind) in columns {
            sheet.column(*heading, *kind);
        }
        sheet
    }

    fn column(&mut self, heading: impl Into<String>, kind: Cells) {
        self.columns.push(heading.into());
        self.kinds.push(kind);
    }
}

/// A number with twelve significant digits; empty for what is not finite.
fn digits(value: f64) -> String {
    // Digits beyond are the arithmetic's.
    let rounded = format!("{value:.11e}").parse().unwrap_or(value);
    number::plain(Interval::exact(rounded))
}

/// The low end, the central value and the high end in digits; empty where there is none.
fn ends(figure: Option<Interval<f64>>) -> [String; 3] {
    let Some(figure) = figure.filter(Interval::is_finite) else { return Default::default() };
    [digits(figure.low()), figure.central().map_or_else(String::new, digits), digits(figure.high())]
}

/// Sources in one cell.
fn sources(all: &[Reference]) -> String {
    let texts: Vec<String> =
        all.iter().map(|source| format!("{} ({}) {}", source.title, source.locator, source.url)).collect();
    texts.join("; ")
}
