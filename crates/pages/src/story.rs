//! What a page says: the state of its link, worked out.

use cost_model::answer::answer;
use cost_model::comparison::{Column, Comparison, View};
use cost_model::estimate::{Estimate, Infeasible, Item};
use cost_model::report::{Block, Tone, Waterfall};
use cost_model::{engine, query};

use crate::featured::Featured;
use crate::site::Base;

/// A question with all that answers it.
pub struct Story {
    /// The question.
    pub featured: Featured,
    /// The fragment of its state, with version and edition.
    pub fragment: String,
    /// That state.
    pub comparison: Comparison,
    /// The estimates of its entries.
    pub estimates: Vec<Result<Estimate, Infeasible>>,
    /// What its view says; empty in the comparison.
    pub blocks: Vec<Block>,
    /// The answer in a sentence or two.
    pub answer: String,
    /// The place of the block that is shown first; nothing in the comparison.
    pub lead: Option<usize>,
    /// Charts as SVG files, with their names.
    pub drawings: Vec<(String, String)>,
}

impl Story {
    /// The story of a question.
    ///
    /// # Errors
    /// When its link is not wholly understood, or has not what the question names.
    pub fn of(featured: &Featured, base: &Base) -> Result<Self, String> {
        let fault = |what: &str| format!("featured.toml: {}: {what}", featured.slug);
        let decoded = query::decode(&featured.link);
        if let Some(warning) = decoded.warnings.first() {
            return Err(fault(warning));
        }
        let comparison = decoded.comparison;
        let estimates = comparison.estimates();
        let blocks = engine::report(comparison.view, &comparison).unwrap_or_default().blocks;
        let lead = blocks.iter().position(|block| caption(block).is_some_and(|name| name.starts_with(&featured.lead)));
        if lead.is_none() && comparison.view != View::Compare {
            return Err(fault("there is no table or chart with its lead"));
        }
        let own = match comparison.view {
            View::Compare => added_in_words(&comparison, &estimates).unwrap_or_else(|| answer(&comparison, &estimates)),
            _ => answer_in(&blocks, featured).ok_or_else(|| fault("what it names as its answer is not in its view"))?,
        };
        let fragment = query::encode(&comparison);
        let drawings = drawings(&comparison, &blocks, &format!("{}#{fragment}", base.url().unwrap_or_default()));
        Ok(Self { featured: featured.clone(), fragment, comparison, estimates, blocks, answer: own, lead, drawings })
    }

    /// The name of the file with the chart of a block, or of the comparison.
    pub(crate) fn drawing(&self, place: Option<usize>) -> Option<&str> {
        let name = drawing_name(place);
        self.drawings.iter().map(|(other, _)| other.as_str()).find(|other| *other == name)
    }

    /// The waterfall that holds the step which is the answer, and that step's place in it.
    pub(crate) fn step(&self) -> Option<(&Waterfall, usize)> {
        let (step, of) = self.featured.step.as_ref()?;
        find_step(&self.blocks, step, of)
    }
}

/// What the first entry added to the model that it started from, where the comparison has a column of that.
fn added_in_words(comparison: &Comparison, estimates: &[Result<Estimate, Infeasible>]) -> Option<String> {
    comparison.columns.contains(&Column::Item(Item::Increment)).then_some(())?;
    let name = comparison.scenarios.first()?.name();
    let estimate = estimates.first()?.as_ref().ok()?;
    let text = |item| estimate.step(item).to_text();
    Some(format!(
        "{name}’s own training adds {} to the model that it started from; with that model’s training the bill comes to {}.",
        text(Item::Increment),
        text(Item::TrainingCost)
    ))
}

/// The caption of a block with figures.
pub(crate) fn caption(block: &Block) -> Option<&str> {
    block.piece().map(|piece| piece.1)
}

/// What a view says of the question: the paragraph, rung or step that is named, else the view's own answer.
fn answer_in(blocks: &[Block], featured: &Featured) -> Option<String> {
    let own = match (&featured.says, &featured.rung, &featured.step) {
        (Some(part), _, _) if part == MARKED => marked_in_words(blocks, &featured.lead)?,
        (Some(part), _, _) => paragraph_with(blocks, part)?,
        (_, Some(rung), _) => rung_in_words(blocks, rung)?,
        (_, _, Some((step, of))) => step_in_words(blocks, step, of)?,
        _ => blocks.iter().find_map(|block| match block {
            Block::Text { tone: Tone::Answer, text } => Some(text.clone()),
            _ => None,
        })?,
    };
    match &featured.also {
        Some(part) => Some(format!("{own} {}", paragraph_with(blocks, part)?)),
        None => Some(own),
    }
}

/// The word by which the marked row of the lead is the answer.
const MARKED: &str = "marked row";

/// The marked row of a table, each cell with its heading.
fn marked_in_words(blocks: &[Block], lead: &str) -> Option<String> {
    let table = blocks.iter().find_map(|block| match block {
        Block::Table(table) if table.caption.starts_with(lead) => Some(table),
        _ => None,
    })?;
    let row = table.rows.iter().find(|row| row.is_marked)?;
    let cells =
        row.cells.iter().zip(&table.columns).map(|(cell, (name, _))| format!("{}: {cell}", name.to_lowercase()));
    let text = cells.collect::<Vec<_>>().join("; ");
    let mut letters = text.chars();
    Some(format!("{}{}.", letters.next()?.to_uppercase(), letters.as_str()))
}

fn paragraph_with(blocks: &[Block], part: &str) -> Option<String> {
    blocks.iter().find_map(|block| match block {
        // What stands below in the view stands elsewhere here.
        Block::Text { text, .. } if text.contains(part) => Some(text.replace("of the rungs below", "ways of counting")),
        _ => None,
    })
}

/// A rung of a ladder as a sentence, with what was said of it.
fn rung_in_words(blocks: &[Block], name: &str) -> Option<String> {
    let rungs = blocks.iter().filter_map(|block| match block {
        Block::Ladder(of) => Some(&of.rungs),
        _ => None,
    });
    let rung = rungs.flatten().find(|rung| rung.label.starts_with(name))?;
    let said: Vec<&str> = rung.claims.iter().map(|claim| claim.text.as_str()).collect();
    let said =
        if said.is_empty() { String::new() } else { format!(" What was said in public of this: {}.", said.join(", ")) };
    Some(format!("{} comes to {} ({}).{said}", rung.label, rung.text, rung.note))
}

fn find_step<'a>(blocks: &'a [Block], step: &str, of: &str) -> Option<(&'a Waterfall, usize)> {
    blocks.iter().find_map(|block| match block {
        Block::Waterfall(waterfall) if waterfall.caption.contains(of) => {
            let is_it = |label: &str| label.to_ascii_lowercase().contains(&step.to_ascii_lowercase());
            let place = waterfall.steps.iter().position(|each| !each.is_sum && is_it(&each.label))?;
            Some((waterfall, place))
        }
        _ => None,
    })
}

/// A step of a waterfall as a sentence.
fn step_in_words(blocks: &[Block], step: &str, of: &str) -> Option<String> {
    let (waterfall, place) = find_step(blocks, step, of)?;
    let (first, last) = (waterfall.steps.first()?, waterfall.steps.last()?);
    let step = waterfall.steps.get(place)?;
    let exchanged = step.working.first().map(|what| format!(" ({what})")).unwrap_or_default();
    // The caption says after its last colon what is counted.
    let counted = waterfall.caption.rsplit_once(": ").map(|(_, counted)| counted).unwrap_or_default();
    // The table is of the run, not of serving.
    let is_of_run = find_first_waterfall(blocks).is_some_and(|first| first.caption == waterfall.caption);
    let alone = is_of_run.then(|| cost_without(blocks, &step.label)).flatten();
    let way = format!(
        "Of the way from {} at {} to {} at {} ({counted}), {}{exchanged} makes {}: by itself {} the cost.",
        sentence_inner(&first.label),
        first.value,
        last.label,
        last.value,
        step.label.to_lowercase(),
        step.value,
        step.share
    );
    let only = step.label.to_lowercase();
    Some(match alone {
        Some(cost) => {
            format!("{} at {} would cost {cost} with only {only} as in the reference. {way}", last.label, last.value)
        }
        None => way,
    })
}

fn find_first_waterfall(blocks: &[Block]) -> Option<&Waterfall> {
    blocks.iter().find_map(|block| match block {
        Block::Waterfall(waterfall) => Some(waterfall),
        _ => None,
    })
}

/// What the run would cost with one factor as in the reference, from the table of these.
fn cost_without<'a>(blocks: &'a [Block], factor: &str) -> Option<&'a str> {
    let rows = blocks.iter().filter_map(|block| match block {
        Block::Table(table) if table.columns.iter().any(|(name, _)| name == "Cost without it") => Some(&table.rows),
        _ => None,
    });
    let row = rows.flatten().find(|row| row.cells.first().is_some_and(|name| name == factor))?;
    row.cells.get(1).map(String::as_str)
}

/// A name within a sentence.
fn sentence_inner(name: &str) -> String {
    match name.strip_prefix("A ") {
        Some(rest) => format!("a {rest}"),
        None => name.to_owned(),
    }
}

fn drawing_name(place: Option<usize>) -> String {
    place.map_or_else(|| "chart.svg".to_owned(), |place| format!("chart-{place}.svg"))
}

fn drawings(comparison: &Comparison, blocks: &[Block], address: &str) -> Vec<(String, String)> {
    if comparison.view == View::Compare {
        let drawing = export::svg(comparison, "chart", address);
        return drawing.map(|drawing| (drawing_name(None), drawing)).into_iter().collect();
    }
    let draw = |(place, block): (usize, &Block)| Some((drawing_name(Some(place)), export::svg_of(block, address)?));
    blocks.iter().enumerate().filter_map(draw).collect()
}
