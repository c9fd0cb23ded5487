//! How a result is spread: a small curve, with the lines that a twentieth, a half and all but a twentieth lie below.

use cost_model::report::{Axis, Density};
use cost_model::text::Style;
use yew::prelude::*;

use super::Drawing;
use super::axes::{Axes, Layers, upright};

pub(super) fn density(of: &Density, with: &Drawing) -> Html {
    // The curve stays below the names of the lines.
    let heights =
        Axis { label: String::new(), is_log: false, low: 0.0, high: 1.7, style: Style::Plain, ticks: Vec::new() };
    let axes = Axes { x: &of.x, y: &heights };
    let ends = |point: Option<&(f64, f64)>| point.map(|(x, _)| (*x, 0.0));
    let points = ends(of.points.first()).into_iter().chain(of.points.iter().copied()).chain(ends(of.points.last()));
    let readings = of.readings();
    let uprights = readings.stops.iter().zip(&of.quantiles).enumerate();
    let layers = Layers {
        shapes: html! { <path class="spread" d={axes.path(points)}></path> },
        above: html! {
            { for uprights.map(|(row, (stop, (value, _)))| upright(&of.x, *value, &stop.cells.join(" "), row)) }
        },
        ..Layers::default()
    };
    let layers = layers.with(&of.caption, readings, false, with);
    axes.figure("density", &of.caption, Html::default(), layers)
}
