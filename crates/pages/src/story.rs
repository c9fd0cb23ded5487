//! What a page says: the state of its link, worked out.

use cost_model::answer::answer;
use cost_model::catalogue::Catalogue;
use cost_model::comparison::{Comparison, View};
use cost_model::estimate::{Estimate, Infeasible};
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
        let catalogue = Catalogue::current();
        let fault = |what: &str| format!("featured.toml: {}: {what}", featured.slug);
        let decoded = query::decode(&featured.link, catalogue);
        if let Some(warning) = decoded.warnings.first() {
            return Err(fault(warning));
        }
        let comparison = decoded.comparison;
        let estimates = comparison.estimates(catalogue);
        let blocks = engine::report(comparison.view, &comparison, catalogue).unwrap_or_default().blocks;
        let lead = blocks.iter().position(|block| caption(block).is_some_and(|name| name.starts_with(&featured.lead)));
        if lead.is_none() && comparison.view != View::Compare {
            return Err(fault("there is no table or chart with its lead"));
        }
        let own = match (&featured.step, comparison.view) {
            (Some((step, of)), _) => step_in_words(&blocks, step, of).ok_or_else(|| fault("there is no such step"))?,
            (None, View::Compare) => answer(&comparison, &estimates, catalogue),
            (None, _) => answer_of(&blocks).ok_or_else(|| fault("its view has no answer"))?,
        };
        let fragment = query::encode(&comparison, catalogue);
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

/// The caption of a block with figures.
pub(crate) fn caption(block: &Block) -> Option<&str> {
    block.piece().map(|piece| piece.0)
}

fn answer_of(blocks: &[Block]) -> Option<String> {
    blocks.iter().find_map(|block| match block {
        Block::Text { tone: Tone::Answer, text } => Some(text.clone()),
        _ => None,
    })
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
    Some(format!(
        "{}{exchanged} makes {} of the way from {} at {} to {} at {} ({counted}): {} by itself.",
        step.label,
        step.value,
        sentence_inner(&first.label),
        first.value,
        last.label,
        last.value,
        step.share
    ))
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
    let catalogue = Catalogue::current();
    let draw = |place: Option<usize>| {
        let piece = place.map_or_else(|| "chart".to_owned(), |place| place.to_string());
        Some((drawing_name(place), export::svg(comparison, &piece, address, catalogue)?))
    };
    if comparison.view == View::Compare {
        return draw(None).into_iter().collect();
    }
    let charts = blocks.iter().enumerate().filter(|(_, block)| block.piece().is_some_and(|(_, is_chart)| is_chart));
    charts.filter_map(|(place, _)| draw(Some(place))).collect()
}
