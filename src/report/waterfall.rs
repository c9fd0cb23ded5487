//! A way from one sum to another in steps: a table with a bar in each row, whose name opens its working.

use cost_model::report::{Waterfall, WaterfallStep};
use cost_model::words::report as words;
use yew::prelude::*;

use super::explained;
use crate::components::Glossary;
use crate::views::percent;

pub(super) fn waterfall(of: &Waterfall, glossary: &Glossary) -> Html {
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
                <tbody>{ for of.steps.iter().map(|step| row(step, glossary)) }</tbody>
            </table>
        </figure>
    }
}

fn row(of: &WaterfallStep, glossary: &Glossary) -> Html {
    html! {
        <tr data-kind={kind(of)}>
            <th scope="row">{ name(of, glossary) }</th>
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

fn name(of: &WaterfallStep, glossary: &Glossary) -> Html {
    if of.working.is_empty() {
        return html! { { &of.label } };
    }
    html! {
        <details>
            <summary>{ &of.label }</summary>
            { glossary.meanings(&of.label) }
            { explained(&of.working, &of.sources) }
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
