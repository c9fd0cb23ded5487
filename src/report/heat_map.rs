//! A result over two inputs: a picture with a pixel for each cell, stretched beneath the axes.

use cost_model::report::{HeatMap, SHADES};
use cost_model::words::{report as words, report_readings};
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};
use yew::prelude::*;

use super::Drawing;
use super::axes::{Axes, Layers, tick_of_x};
use super::crosshair::Crosshair;
use super::reading::twin;
use crate::views::percent;

/// From the lowest result to the highest: each lighter than the one before, also for those who see fewer colours.
const ANCHORS: [[u8; 3]; 5] = [[68, 1, 84], [59, 82, 139], [33, 145, 140], [94, 201, 98], [253, 231, 37]];

pub(super) fn heat_map(of: &HeatMap, with: &Drawing) -> Html {
    let axes = Axes { x: &of.x, y: &of.y };
    let contours = |class: &'static str| {
        let lines = of.contours.iter().map(|line| axes.path(line.iter().copied()));
        html! { <>{ for lines.map(|d| html! { <path {class} {d}></path> }) }</> }
    };
    let layers = Layers {
        below: html! { <Cells columns={of.columns} cells={of.cells.clone()} /> },
        // A dark line on a light one is seen on every shade.
        shapes: html! { <>{ contours("contour halo") }{ contours("contour") }</> },
        above: html! { { for of.here.map(|(x, y)| here(axes.place(x, y))) } },
        reading: html! { <Crosshair of={of.clone()} /> },
        twin: twin(&of.caption, &of.readings(), with),
    };
    axes.figure("mapped", &of.caption, legend(of), layers)
}

fn legend(of: &HeatMap) -> Html {
    let has_unknown = of.cells.contains(' ');
    html! {
        <>
            <div class="scale">
                <p class="axis-label">{ &of.scale.label }</p>
                <div class="area">
                    <Cells columns={SHADES.len()} cells={String::from_utf8_lossy(SHADES).into_owned()} />
                    <svg class="grid" aria-hidden="true">
                        { for of.scale.ticks.iter().map(|(value, text)| tick_of_x(percent(of.scale.place(*value)), text)) }
                    </svg>
                </div>
            </div>
            <ul class="legend">
                if !of.contour_name.is_empty() {
                    <li>
                        <svg viewBox="-14 -10 28 20" aria-hidden="true">
                            <path class="contour halo" d="M-14 0H14"></path><path class="contour" d="M-14 0H14"></path>
                        </svg>
                        { &of.contour_name }
                    </li>
                }
                if of.here.is_some() {
                    <li><svg aria-hidden="true">{ here(("50%".to_owned(), "50%".to_owned())) }</svg>{ words::here() }</li>
                }
                if has_unknown {
                    <li><span class="unknown"></span>{ report_readings::no_result() }</li>
                }
            </ul>
        </>
    }
}

/// A ring around the place, which stays to be seen within it.
fn here((cx, cy): (String, String)) -> Html {
    html! {
        <g class="here">
            <circle class="halo" cx={cx.clone()} cy={cy.clone()} r="7"></circle>
            <circle {cx} {cy} r="7"></circle>
        </g>
    }
}

#[derive(Properties, PartialEq)]
struct CellsProps {
    columns: usize,
    cells: String,
}

#[component]
fn Cells(props: &CellsProps) -> Html {
    let canvas = use_node_ref();
    let pixels = pixels(props);
    let (width, height) = (props.columns.to_string(), (pixels.len() / props.columns.max(1) / 4).to_string());
    {
        let canvas = canvas.clone();
        let columns = props.columns;
        use_effect(move || paint(&canvas, columns, &pixels));
    }
    html! { <canvas ref={canvas} {width} {height}></canvas> }
}

/// Nothing is painted where the browser has no canvas; the table beside the map has the figures.
fn paint(canvas: &NodeRef, columns: usize, pixels: &[u8]) {
    let context = canvas.cast::<HtmlCanvasElement>().and_then(|canvas| canvas.get_context("2d").ok().flatten());
    let Some(context) = context.and_then(|context| context.dyn_into::<CanvasRenderingContext2d>().ok()) else { return };
    let Ok(width) = u32::try_from(columns) else { return };
    if let Ok(image) = ImageData::new_with_u8_clamped_array(Clamped(pixels), width) {
        let _ = context.put_image_data(&image, 0.0, 0.0);
    }
}

/// Red, green, blue and opacity of each cell, the highest row first.
fn pixels(of: &CellsProps) -> Vec<u8> {
    let mut colours = [[0; 4]; 128];
    for (index, letter) in SHADES.iter().enumerate() {
        if let Some(colour) = colours.get_mut(usize::from(*letter)) {
            *colour = shade(index);
        }
    }
    let rows = of.cells.as_bytes().chunks_exact(of.columns.max(1)).rev();
    rows.flatten().flat_map(|letter| colours.get(usize::from(*letter)).copied().unwrap_or_default()).collect()
}

/// The colour of a shade, between the two anchors around it.
fn shade(index: usize) -> [u8; 4] {
    let last = SHADES.len() - 1;
    let (from, part) = (index * 4 / last, index * 4 % last);
    let anchor = |place: usize| ANCHORS.get(place).or(ANCHORS.last()).copied().unwrap_or_default();
    let (one, other) = (anchor(from), anchor(from + 1));
    let mix = |one: u8, other: u8| ((usize::from(one) * (last - part) + usize::from(other) * part) / last) as u8;
    [mix(one[0], other[0]), mix(one[1], other[1]), mix(one[2], other[2]), 255]
}
