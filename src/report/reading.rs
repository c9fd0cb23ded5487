//! Reading a chart value by value, with a pointer, a finger or the arrow keys; and the table that says the same.

use cost_model::report::Readings;
use cost_model::words::report as words;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::Drawing;
use super::table::listing;
use crate::views::percent;

#[derive(Properties, PartialEq)]
pub(super) struct ReadingProps {
    pub(super) caption: String,
    pub(super) readings: Readings,
    /// Whether a stop has a height of its own, on which a dot stands.
    pub(super) has_heights: bool,
}

/// Lies over the area between the axes: the browser's own slider, out of sight, of which every step is a stop.
#[component]
pub(super) fn Reading(props: &ReadingProps) -> Html {
    let at = use_state(|| None::<usize>);
    // While a finger drags, the place of the finger counts and not what the slider makes of it.
    let is_pressed = use_mut_ref(|| false);
    let stops = &props.readings.stops;
    let Some(last) = stops.len().checked_sub(1) else { return Html::default() };
    let places: Vec<f64> = stops.iter().map(|stop| stop.along).collect();
    let point = {
        let at = at.clone();
        Callback::from(move |event: PointerEvent| at.set(pointed(&places, &event)))
    };
    let press = |down: bool| {
        let (is_pressed, point) = (is_pressed.clone(), point.clone());
        move |event: PointerEvent| {
            *is_pressed.borrow_mut() = down;
            point.emit(event);
        }
    };
    let oninput = {
        let (at, is_pressed) = (at.clone(), is_pressed.clone());
        move |event: InputEvent| {
            if !*is_pressed.borrow() {
                at.set(event.target_unchecked_into::<HtmlInputElement>().value().parse().ok());
            }
        }
    };
    let shown = at.and_then(|at| stops.get(at));
    let text = shown.map(|stop| props.readings.text(stop));
    html! {
        <div class="reading">
            if let Some(stop) = shown {
                <svg aria-hidden="true">
                    <line x1={percent(stop.along)} x2={percent(stop.along)} y1="0" y2="100%"></line>
                    if props.has_heights {
                        <circle cx={percent(stop.along)} cy={percent(1.0 - stop.up)} r="5"></circle>
                    }
                </svg>
            }
            <output>{ text.clone().unwrap_or_else(|| words::how_to_read().to_owned()) }</output>
            <input
                type="range" min="0" max={last.to_string()} value={at.unwrap_or(0).to_string()}
                aria-label={words::read(&props.caption)} aria-valuetext={text}
                {oninput} onpointerdown={press(true)} onpointerup={press(false)} onpointermove={point}
            />
        </div>
    }
}

/// The stop that is closest to the pointer.
fn pointed(places: &[f64], event: &PointerEvent) -> Option<usize> {
    let width = event.target_unchecked_into::<HtmlElement>().client_width().max(1);
    let along = f64::from(event.offset_x()) / f64::from(width);
    let distance = |place: usize| places.get(place).map_or(f64::INFINITY, |other| (other - along).abs());
    (0..places.len()).min_by(|one, other| distance(*one).total_cmp(&distance(*other)))
}

/// The same as a table, folded.
pub(super) fn twin(caption: &str, readings: &Readings, with: &Drawing) -> Html {
    html! {
        <details class="twin">
            <summary>{ words::as_table() }</summary>
            { listing(&readings.table(caption), Html::default(), with) }
        </details>
    }
}
