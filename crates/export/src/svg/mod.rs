//! Charts as drawings that stand alone: SVG files of one width, with plain attributes only, so that every program that
//! reads SVG shows the same. They take nothing from anywhere else and run nothing.

mod axes;
mod canvas;
mod costs;
mod density;
mod frame;
mod heat_map;
mod ladder;
mod legend;
mod marks;
mod palette;
mod parts;
mod plot;
mod ranges;
mod scatter;
mod text;
mod tornado;
mod waterfall;

use cost_model::comparison::Comparison;
use cost_model::report::Block;

use crate::address::Address;
use crate::piece::{self, Content};
use frame::Frame;

/// A chart of the view that a comparison shows, as an SVG file; nothing where there is no such chart. `address` is the
/// page's, with its fragment.
#[must_use]
pub fn svg(comparison: &Comparison, piece: &str, address: &str) -> Option<String> {
    let (content, _) = piece::find(comparison, piece)?;
    drawn(&content, &Address::of(address))
}

/// The same of a block of a report that is at hand.
#[must_use]
pub fn svg_of(block: &Block, address: &str) -> Option<String> {
    of_block(block).map(|frame| frame.finish(&Address::of(address)))
}

/// The same of a piece that was found.
pub(crate) fn drawn(content: &Content<'_>, address: &Address) -> Option<String> {
    let frame = match content {
        Content::Costs(costs) => costs::draw(costs)?,
        Content::Block(block) => of_block(block)?,
        Content::Table | Content::Bill(_) | Content::Figures(_) => return None,
    };
    Some(frame.finish(address))
}

fn of_block(block: &Block) -> Option<Frame> {
    match block {
        Block::Parts(of) => Some(parts::draw(of)),
        Block::Ladder(of) => ladder::draw(of),
        Block::Waterfall(of) => Some(waterfall::draw(of)),
        Block::Scatter(of) => scatter::draw(of),
        Block::Plot(of) => Some(plot::draw(of)),
        Block::HeatMap(of) => Some(heat_map::draw(of)),
        Block::Density(of) => Some(density::draw(of)),
        Block::Tornado(of) => Some(tornado::draw(of)),
        _ => None,
    }
}
