//! Sums from the narrowest count to the widest on one logarithmic scale, with what was said of each.

use cost_model::report::{Ladder, Rung};
use cost_model::scale::LogScale;
use cost_model::words::report as words;
use yew::prelude::*;

use super::{Drawing, Enter, explained, reference};
use crate::views::{axis, diamond, dot, grid, legend, marks};

pub(super) fn ladder(of: &Ladder, with: &Drawing) -> Html {
    let sums = of.rungs.iter().flat_map(|rung| rung.usd.into_iter().chain(rung.claims.iter().map(|claim| claim.usd)));
    let Some(scale) = LogScale::over(sums.flat_map(|sum| [sum.low(), sum.high()])) else { return Html::default() };
    html! {
        <figure class="ladder">
            <figcaption>{ &of.caption }</figcaption>
            { legend(&of.worked_out, &of.said) }
            <div class="plot">
                { axis(scale) }
                <ol>{ for of.rungs.iter().map(|each| rung(each, scale, &of.said, with)) }</ol>
            </div>
        </figure>
    }
}

fn rung(of: &Rung, scale: LogScale, said: &str, with: &Drawing) -> Html {
    html! {
        <li aria-current={of.is_marked.then_some("true")}>
            <div class="plot-row">
                <div class="rung-name">{ name(of, with.enter) }<small>{ &of.note }</small></div>
                <svg aria-hidden="true">
                    { grid(scale) }
                    { for of.claims.iter().map(|claim| marks(claim.usd, scale, "claimed-bar", |x| diamond(&x))) }
                    { for of.usd.iter().map(|usd| marks(*usd, scale, "bar", dot)) }
                </svg>
                <p class="plot-value"><b>{ &of.text }</b></p>
            </div>
            if !(of.claims.is_empty() && of.working.is_empty()) {
                <details class="said" data-of={of.label.clone()}>
                    <summary>{ summary(of, said) }</summary>
                    { explained(&of.working, &of.given, &of.sources, &with.links) }
                    { for of.claims.iter().map(|claim| html! {
                        <div class="claim">
                            <p><b>{ &claim.text }</b>{ ": " }{ &claim.says }</p>
                            { reference(&claim.source) }
                        </div>
                    }) }
                </details>
            }
        </li>
    }
}

/// The rung's name; one that may stand for the run is a button that makes it so.
fn name(of: &Rung, enter: &Enter) -> Html {
    if of.enters.is_empty() {
        return html! { <b>{ &of.label }</b> };
    }
    let values = of.enters.clone();
    let onclick = enter.reform(move |_: MouseEvent| (values.clone(), false));
    html! {
        <button type="button" class="plot-name" aria-pressed={of.is_marked.to_string()} title={words::count_as_this()} {onclick}>
            { &of.label }
        </button>
    }
}

fn summary(of: &Rung, said: &str) -> String {
    let sums: Vec<&str> = of.claims.iter().map(|claim| claim.text.as_str()).collect();
    let said_of = || words::said_are(said, &sums.join(", "));
    match (sums.is_empty(), of.working.is_empty()) {
        (true, _) => words::how_it_is_found().to_owned(),
        (false, true) => said_of(),
        (false, false) => words::found_and_said(&said_of()),
    }
}
