//! The working of one figure: its equation with the values put in, what goes into it, and the sources.

use cost_model::estimate::{Estimate, Item, Outcome, Step};
use cost_model::words::components as words;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::{Figure, Glossary, IconButton, alternatives, figure_text, sources};
use crate::state::Asked;

#[derive(Properties, PartialEq)]
pub(crate) struct WhyProps {
    pub(crate) name: String,
    pub(crate) asked: Asked,
    pub(crate) estimate: Estimate,
    /// Whether it was asked for just now, and is not drawn anew while the visitor is at something else.
    pub(crate) takes_focus: bool,
    pub(crate) onask: Callback<Option<Asked>>,
}

/// A panel beside the page; it takes the focus when it is asked for, and Escape closes it.
#[component]
pub(crate) fn Why(props: &WhyProps) -> Html {
    let panel = use_node_ref();
    {
        let (panel, takes_focus) = (panel.clone(), props.takes_focus);
        use_effect_with(props.asked, move |_| {
            if let Some(panel) = panel.cast::<HtmlElement>().filter(|_| takes_focus) {
                let _ = panel.focus();
            }
        });
    }
    let close = props.onask.reform(|_: MouseEvent| None);
    let onkeydown = {
        let onask = props.onask.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                onask.emit(None);
            }
        }
    };
    let item = props.asked.item;
    let step = props.estimate.step(item);
    html! {
        <div
            class="why" id="why" role="dialog" aria-labelledby="why-h" tabindex="-1" ref={panel} {onkeydown}
        >
            <header>
                <h2 id="why-h">{ words::of(item.label(), &props.name) }</h2>
                { IconButton { id: None, name: "close", label: words::close_working(), disabled: false, onclick: close }.view() }
            </header>
            <p class="why-value">{ figure_text(step) }</p>
            { Glossary::default().meanings(item.label()) }
            { reason(step) }
            { equations(&props.estimate, item) }
            { inputs(props, step) }
            { sources(step.citations()) }
            { alternatives(&step.alternatives, item.style()) }
        </div>
    }
}

fn reason(step: &Step) -> Html {
    match &step.outcome {
        Outcome::Unknown(why) => html! { <p>{ words::sentence(why) }</p> },
        _ => Html::default(),
    }
}

/// The formula in symbols and with the values put in.
pub(crate) fn equations(estimate: &Estimate, item: Item) -> Html {
    let Some(symbols) = estimate.equation_in_symbols(item) else { return Html::default() };
    let values = estimate.equation_in_values(item).filter(|values| *values != symbols);
    html! {
        <>
            <p class="eq">{ format!("{} = {symbols}", item.symbol()) }</p>
            if let Some(values) = values {
                <p class="eq">{ format!("= {values}") }</p>
            }
        </>
    }
}

fn inputs(props: &WhyProps, step: &Step) -> Html {
    let Some(equation) = step.equation().filter(|equation| !equation.inputs().is_empty()) else {
        return Html::default();
    };
    let rows = equation.inputs().iter().map(|input| {
        let asked = Asked { item: *input, ..props.asked };
        let onclick = props.onask.reform(move |_: MouseEvent| Some(asked));
        let step = props.estimate.step(*input);
        let figure = Figure { step, of: input.label(), expanded: false, lead: false, onclick };
        html! {
            <>
                <dt>{ format!("{} {}", input.symbol(), input.label()) }</dt>
                <dd>{ figure.view() }</dd>
            </>
        }
    });
    html! { <dl>{ for rows }</dl> }
}
