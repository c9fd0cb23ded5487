//! Reading a map: a pointer over it, or a slider for each axis, says between which results the cell lies.

use cost_model::report::{Axis, HeatMap};
use cost_model::scale::STEPS;
use cost_model::words::report as words;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use crate::views::percent;

#[derive(Properties, PartialEq)]
pub(super) struct CrosshairProps {
    pub(super) of: HeatMap,
}

/// Lies over the map, with the sliders below it.
#[component]
pub(super) fn Crosshair(props: &CrosshairProps) -> Html {
    let of = &props.of;
    let at = use_state(|| None::<(f64, f64)>);
    let point = {
        let at = at.clone();
        move |event: PointerEvent| {
            let area = event.target_unchecked_into::<HtmlElement>();
            let part = |offset: i32, length: i32| f64::from(offset) / f64::from(length.max(1));
            let (along, down) =
                (part(event.offset_x(), area.client_width()), part(event.offset_y(), area.client_height()));
            at.set(Some((along.clamp(0.0, 1.0), (1.0 - down).clamp(0.0, 1.0))));
        }
    };
    let (along, up) = at.unwrap_or_else(|| of.here.map_or((0.5, 0.5), |(x, y)| (of.x.place(x), of.y.place(y))));
    let say = |along: f64, up: f64| {
        words::on_map(&of.x.text(of.x.at(along)), &of.y.text(of.y.at(up)), &of.text_at(along, up))
    };
    let text = at.map(|(along, up)| say(along, up));
    let (set_along, set_up) = (at.setter(), at.setter());
    html! {
        <div class="reading">
            if at.is_some() {
                <svg aria-hidden="true">
                    <line x1={percent(along)} x2={percent(along)} y1="0" y2="100%"></line>
                    <line x1="0" x2="100%" y1={percent(1.0 - up)} y2={percent(1.0 - up)}></line>
                </svg>
            }
            <output>{ text.unwrap_or_else(|| words::how_to_read_map().to_owned()) }</output>
            <div class="surface" onpointermove={point.clone()} onpointerdown={point}></div>
            <div class="sliders">
                { slider(&of.x, along, say(along, up), move |along| set_along.set(Some((along, up)))) }
                { slider(&of.y, up, say(along, up), move |up| set_up.set(Some((along, up)))) }
            </div>
        </div>
    }
}

fn slider(axis: &Axis, part: f64, text: String, set: impl Fn(f64) + 'static) -> Html {
    let oninput = move |event: InputEvent| {
        let step = event.target_unchecked_into::<HtmlInputElement>().value_as_number();
        set(step / f64::from(STEPS));
    };
    html! {
        <label>
            <span>{ &axis.label }</span>
            <input type="range" min="0" max={STEPS.to_string()} value={axis.pixels(axis.at(part), STEPS).to_string()} aria-valuetext={text} {oninput} />
        </label>
    }
}
