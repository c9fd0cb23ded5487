//! The frame that charts on two axes share. Lines and areas stand in a drawing that is stretched to the page, texts
//! over it in places told in percent, so that they keep their size on any screen.

use cost_model::report::{Axis, Readings};
use yew::prelude::*;

use super::Drawing;
use super::reading::{Reading, twin};
use crate::views::percent;

/// Width and height of the stretched drawing in its own units.
const UNITS: u32 = 4000;

/// The axes of a chart.
pub(super) struct Axes<'a> {
    pub(super) x: &'a Axis,
    pub(super) y: &'a Axis,
}

/// What a chart shows between its axes.
#[derive(Default)]
pub(super) struct Layers {
    /// Beneath the lines of the axes.
    pub(super) below: Html,
    /// Lines and areas of the stretched drawing.
    pub(super) shapes: Html,
    /// Texts and points, placed in percent.
    pub(super) above: Html,
    /// Over all of it: how it is read.
    pub(super) reading: Html,
    /// Below it: the table that says the same.
    pub(super) twin: Html,
}

impl Layers {
    /// Makes the chart readable stop by stop, and as a table.
    pub(super) fn with(self, caption: &str, readings: Readings, has_heights: bool, with: &Drawing) -> Self {
        let twin = twin(caption, &readings, with);
        let reading = html! { <Reading caption={caption.to_owned()} {readings} {has_heights} /> };
        Self { reading, twin, ..self }
    }
}

impl Axes<'_> {
    /// A point of the stretched drawing.
    fn point(&self, x: f64, y: f64) -> String {
        format!("{} {}", self.x.pixels(x, UNITS), UNITS - self.y.pixels(y, UNITS))
    }

    /// A path through points.
    pub(super) fn path(&self, points: impl Iterator<Item = (f64, f64)>) -> String {
        let mut data = String::new();
        for (x, y) in points {
            data.push(if data.is_empty() { 'M' } else { 'L' });
            data.push_str(&self.point(x, y));
        }
        data
    }

    /// Where a text or a point stands.
    pub(super) fn place(&self, x: f64, y: f64) -> (String, String) {
        (percent(self.x.place(x)), percent(1.0 - self.y.place(y)))
    }

    /// The chart under its caption.
    pub(super) fn figure(&self, class: &'static str, caption: &str, legend: Html, layers: Layers) -> Html {
        let Layers { below, shapes, above, reading, twin } = layers;
        html! {
            <figure class={classes!("graph", class)}>
                <figcaption>{ caption.to_owned() }</figcaption>
                { legend }
                if !self.y.label.is_empty() {
                    <p class="axis-label">{ &self.y.label }</p>
                }
                <div class="frame">
                    // It gives the ticks the room that the longest needs.
                    <span class="widest" aria-hidden="true">{ self.y.ticks.iter().map(|(_, text)| text).max_by_key(|text| text.len()) }</span>
                    <div class="area">
                        { below }
                        <svg class="grid" aria-hidden="true">
                            { for self.x.ticks.iter().map(|(value, text)| tick_of_x(percent(self.x.place(*value)), text)) }
                            { for self.y.ticks.iter().map(|(value, text)| tick_of_y(percent(1.0 - self.y.place(*value)), text)) }
                        </svg>
                        <svg class="shapes" role="img" aria-label={caption.to_owned()} viewBox={format!("0 0 {UNITS} {UNITS}")} preserveAspectRatio="none">{ shapes }</svg>
                        <svg class="texts" aria-hidden="true">{ above }</svg>
                        { reading }
                    </div>
                </div>
                <p class="axis-label x">{ &self.x.label }</p>
                { twin }
            </figure>
        }
    }
}

/// A line across the chart and its text beneath.
pub(super) fn tick_of_x(x: String, text: &str) -> Html {
    html! {
        <g class="x">
            <line x1={x.clone()} x2={x.clone()} y1="0" y2="100%"></line>
            <text {x} y="100%" dy="18">{ text.to_owned() }</text>
        </g>
    }
}

fn tick_of_y(y: String, text: &str) -> Html {
    html! {
        <g class="y">
            <line x1="0" x2="100%" y1={y.clone()} y2={y.clone()}></line>
            <text x="-8" {y} dy="4">{ text.to_owned() }</text>
        </g>
    }
}

/// An upright line with its name beside it, on the side that has room; each in a row of its own from the top.
pub(super) fn upright(axis: &Axis, at: f64, name: &str, row: usize) -> Html {
    let place = axis.place(at);
    let (class, dx) = if place > 0.5 { ("end", "-6") } else { ("start", "6") };
    let x = percent(place);
    html! {
        <g class="mark">
            <line x1={x.clone()} x2={x.clone()} y1={(16 * row).to_string()} y2="100%"></line>
            <text {class} {x} y={(16 * row + 12).to_string()} {dx}>{ name.to_owned() }</text>
        </g>
    }
}
