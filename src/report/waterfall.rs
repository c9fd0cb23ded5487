//! A way from one sum to another in steps: a table with a bar in each row, whose name opens its working.

use cost_model::report::{Waterfall, WaterfallStep};
use cost_model::words::report as words;
use yew::prelude::*;

use super::{Drawing, explained};
use crate::views::percent;

pub(super) fn waterfall(of: &Waterfall, with: &Drawing) -> Html {
    html! {
        <figure class="waterfall">
            <table>
                <caption>{ &of.caption }</caption>
                <colgroup><col class="name" /><col class="sum" /><col class="sum" /><col /></colgroup>
                <thead class="vh"><tr>
                    <th scope="col">{ words::step() }</th>
                    <th scope="col">{ words::value() }</th>
                    <th scope="col">{ &of.share_label }</th>
                    <td></td>
                </tr></thead>
                <tbody>{ for of.steps.iter().map(|step| row(step, with)) }</tbody>
            </table>
        </figure>
    }
}

fn row(of: &WaterfallStep, with: &Drawing) -> Html {
    html! {
        <tr data-kind={kind(of)}>
            <th scope="row">{ name(of, with) }</th>
            <td class="value">{ &of.value }</td>
            <td class="share">{ &of.share }</td>
            <td class="track">{ bar(of) }</td>
        </tr>
    }
}

fn kind(of: &WaterfallStep) -> &'static str {
    match (of.is_sum, of.to > of.from) {
        (true, _) => "sum",
        (false, true) => "more",
        (false, false) => "less",
    }
}

fn name(of: &WaterfallStep, with: &Drawing) -> Html {
    if of.working.is_empty() {
        return html! { { &of.label } };
    }
    html! {
        <details data-of={of.label.clone()}>
            <summary>{ &of.label }</summary>
            { with.glossary.meanings(&of.label) }
            { explained(&of.working, &of.given, &of.sources, &with.links) }
        </details>
    }
}

fn bar(of: &WaterfallStep) -> Html {
    let (left, right) = if of.from < of.to { (of.from, of.to) } else { (of.to, of.from) };
    html! {
        <svg aria-hidden="true">
            <rect x={percent(left)} width={percent(right - left)} y="15%" height="70%"></rect>
        </svg>
    }
}
