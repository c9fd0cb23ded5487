//! The pieces of a view that can be saved, and how each is found by its key.

use cost_model::comparison::{Comparison, View};
use cost_model::engine;
use cost_model::report::{Block, Report};
use cost_model::scenario::Scenario;

use crate::sheet::Costs;

/// A table or a chart of a view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its name in requests.
    pub key: String,
    /// What it is called in names of files, and by an embed that shows it alone.
    pub word: String,
    /// What it shows, for readers.
    pub name: String,
    /// Whether it is drawn, so that it can be had as SVG.
    pub is_chart: bool,
}

/// What a piece's key stands for.
pub(crate) enum Content<'a> {
    /// The table of the comparison.
    Table,
    /// The costs of the comparison, with what was said of them.
    Costs(Costs),
    /// The bill of one entry.
    Bill(&'a Scenario),
    /// Every figure of one entry.
    Figures(&'a Scenario),
    /// A block of a report.
    Block(Box<Block>),
}

/// The keys of the comparison's pieces.
const TABLE: &str = "table";
const CHART: &str = "chart";
const BILL: &str = "bill";
const FIGURES: &str = "figures";

/// The tables and charts of the view that a comparison shows, from top to bottom.
#[must_use]
pub fn pieces(comparison: &Comparison) -> Vec<Piece> {
    if comparison.view != View::Compare {
        let report = engine::report(comparison.view, comparison).unwrap_or_default();
        return (0..report.blocks.len()).filter_map(|place| of_block(&report, place)).collect();
    }
    let piece = |key: &str, name: String, is_chart| Piece { key: key.to_owned(), word: key.to_owned(), name, is_chart };
    let costs = Costs::of(comparison);
    let mut pieces = Vec::new();
    if costs.is_known() {
        pieces.push(piece(CHART, Costs::NAME.to_owned(), true));
    }
    pieces.push(piece(TABLE, "The comparison".to_owned(), false));
    if let Some(scenario) = comparison.scenarios.get(comparison.shown()) {
        let name = scenario.name();
        pieces.push(piece(BILL, format!("Bill of {name}"), false));
        pieces.push(piece(FIGURES, format!("Every figure of {name}"), false));
    }
    pieces
}

fn of_block(report: &Report, place: usize) -> Option<Piece> {
    let block = report.blocks.get(place)?;
    let (_, name) = block.piece()?;
    let word = report.name_of(place)?;
    Some(Piece { key: place.to_string(), word, name: name.to_owned(), is_chart: block.is_chart() })
}

/// What a key stands for, with a word for file names.
pub(crate) fn find<'a>(comparison: &'a Comparison, key: &str) -> Option<(Content<'a>, String)> {
    if comparison.view != View::Compare {
        return block(comparison, key);
    }
    let shown = || comparison.scenarios.get(comparison.shown());
    let content = match key {
        TABLE => Content::Table,
        CHART => Content::Costs(Costs::of(comparison)),
        BILL => Content::Bill(shown()?),
        FIGURES => Content::Figures(shown()?),
        _ => return None,
    };
    Some((content, key.to_owned()))
}

/// A block is called by its kind, and numbered where the report has several of it.
fn block<'a>(comparison: &Comparison, key: &str) -> Option<(Content<'a>, String)> {
    let place: usize = key.parse().ok()?;
    let report = engine::report(comparison.view, comparison)?;
    let word = report.name_of(place)?;
    Some((Content::Block(Box::new(report.blocks.into_iter().nth(place)?)), word))
}
