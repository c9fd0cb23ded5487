//! A whole and its parts: one bar, and the table that says the same.

use cost_model::report::{Part, Parts};
use cost_model::scale::Pieces;
use cost_model::words::report as words;
use yew::prelude::*;

use super::{Drawing, explained};

/// Width of the bar in units of its drawing.
const WIDTH: u32 = 1000;

pub(super) fn parts(of: &Parts, with: &Drawing) -> Html {
    let capacity = of.capacity.as_ref().map(|(size, _)| *size);
    let pieces = Pieces::of(of.parts.iter().map(|part| part.size), capacity, WIDTH);
    let total = match &of.capacity {
        Some((_, capacity)) => words::of_capacity(&of.total, capacity),
        None => of.total.clone(),
    };
    html! {
        <figure class="parts">
            <figcaption>{ &of.caption }{ ": " }<b>{ total }</b></figcaption>
            <svg viewBox="0 0 1000 28" preserveAspectRatio="none" aria-hidden="true">
                { for pieces.spans.iter().enumerate().map(|(index, (from, to))| html! {
                    <rect class={piece(index)} x={from.to_string()} width={(to - from).to_string()} height="28">
                        <title>{ of.parts.get(index).map(|part| format!("{}: {}", part.label, part.value)) }</title>
                    </rect>
                }) }
                if let Some(x) = pieces.capacity {
                    <line class="capacity" x1={x.to_string()} x2={x.to_string()} y1="-5" y2="33"></line>
                }
            </svg>
            <table class="invoice">
                <thead class="vh"><tr><th scope="col">{ words::part() }</th><th scope="col">{ words::value() }</th><th scope="col">{ words::share() }</th></tr></thead>
                <tbody>{ for of.parts.iter().enumerate().map(|(index, part)| row(index, part, with)) }</tbody>
            </table>
        </figure>
    }
}

/// The class that gives a piece its colour and its pattern; they come round again after six.
fn piece(index: usize) -> String {
    format!("piece-{}", index % 12)
}

/// The part's name; one with working opens it.
fn name(part: &Part, with: &Drawing) -> Html {
    if part.working.is_empty() {
        return html! { <span>{ with.glossary.text(&part.label) }<small>{ with.glossary.text(&part.note) }</small></span> };
    }
    html! {
        <details data-of={part.label.clone()}>
            <summary>{ &part.label }<small>{ &part.note }</small></summary>
            { with.glossary.meanings(&part.label) }
            { explained(&part.working, &part.given, &part.sources, &with.links) }
        </details>
    }
}

fn row(index: usize, part: &Part, with: &Drawing) -> Html {
    html! {
        <tr>
            <th scope="row">
                <svg class="swatch" viewBox="0 0 12 12" aria-hidden="true"><rect class={piece(index)} width="12" height="12"></rect></svg>
                { name(part, with) }
            </th>
            <td>{ &part.value }</td>
            <td>{ &part.share }</td>
        </tr>
    }
}
