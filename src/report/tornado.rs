//! How far a result moves with each input alone: a table with a bar in each row.

use cost_model::report::{Axis, Row, Tornado, TornadoBar};
use cost_model::words::report as words;
use yew::prelude::*;

use super::Drawing;
use super::axes::tick_of_x;
use super::table::Explained;
use crate::views::percent;

pub(super) fn tornado(of: &Tornado, with: &Drawing) -> Html {
    html! {
        <figure class="tornado">
            <table>
                <caption>{ &of.caption }</caption>
                <thead><tr>
                    <th scope="col">{ words::input() }</th>
                    <th scope="col" class="track">
                        <p class="ends">{ end("low", words::input_low()) }{ end("high", words::input_high()) }</p>
                        { &of.x.label }
                        { grid(&of.x, Html::default()) }
                    </th>
                    <th scope="col" class="shares">{ words::shares_of_variance() }</th>
                </tr></thead>
                <tbody>{ for of.bars.iter().map(|bar| row(of, bar, with)) }</tbody>
            </table>
        </figure>
    }
}

fn row(of: &Tornado, bar: &TornadoBar, with: &Drawing) -> Html {
    let middle = percent(of.x.place(of.middle));
    let bars = html! {
        <>
            { half(&of.x, of.middle, bar.at_low, "low") }
            { half(&of.x, of.middle, bar.at_high, "high") }
            <line class="middle" x1={middle.clone()} x2={middle} y1="0" y2="100%"></line>
        </>
    };
    // Each text stands at the side to which its bar points.
    let turned = (bar.at_low > bar.at_high).then_some("turned");
    let cells = html! {
        <>
            <td class="track">
                { grid(&of.x, bars) }
                <p class={classes!("ends", turned)}>{ end("low", &bar.low_text) }{ end("high", &bar.high_text) }</p>
            </td>
            <td class="shares">{ &bar.first_share }{ ", " }{ &bar.total_share }</td>
        </>
    };
    let (key, name) = (bar.label.clone(), bar.label.clone());
    let row = Row { working: bar.working.clone(), given: bar.given.clone(), ..Row::default() };
    html! { <Explained {key} {name} current={None} {cells} columns={3} {row} links={with.links.clone()} /> }
}

/// A text with the look of the bar that it is about.
fn end(class: &'static str, text: &str) -> Html {
    html! { <span {class}>{ text.to_owned() }</span> }
}

fn grid(axis: &Axis, bars: Html) -> Html {
    html! {
        <svg class="grid" aria-hidden="true">
            { for axis.ticks.iter().map(|(value, text)| tick_of_x(percent(axis.place(*value)), text)) }
            { bars }
        </svg>
    }
}

/// The bar from the middle to where the result goes.
fn half(axis: &Axis, middle: f64, end: f64, class: &'static str) -> Html {
    let (one, other) = (axis.place(middle), axis.place(end));
    let (left, right) = if one < other { (one, other) } else { (other, one) };
    html! { <rect {class} x={percent(left)} width={percent(right - left)} y="15%" height="70%"></rect> }
}
