//! The way through the views: each asks a question, and leads to the next.

use cost_model::comparison::{Action, View};
use cost_model::words::path as words;
use gloo_timers::callback::Timeout;
use yew::prelude::*;

use crate::environment;
use crate::state::{Event, State};

/// The question that a view answers.
pub(crate) fn question(view: View) -> &'static str {
    match view {
        View::Compare => words::compare(),
        View::Bill => words::bill(),
        View::Why => words::why(),
        View::Serve => words::serve(),
        View::Train => words::train(),
        View::Budget => words::budget(),
        View::WhatIf => words::what_if(),
    }
}

/// What there is to see in it.
fn about(view: View) -> &'static str {
    match view {
        View::Compare => words::about_compare(),
        View::Bill => words::about_bill(),
        View::Why => words::about_why(),
        View::Serve => words::about_serve(),
        View::Train => words::about_train(),
        View::Budget => words::about_budget(),
        View::WhatIf => words::about_what_if(),
    }
}

/// A real address, so that a view can be opened in another tab; a plain click stays in this one.
pub(crate) fn view_link(state: &UseReducerHandle<State>, view: View, content: Html) -> Html {
    link(state, view, content, || ())
}

/// The same from further down the page: the reader goes on at the top.
fn step(state: &UseReducerHandle<State>, view: View, content: Html) -> Html {
    // Once the view is there.
    link(state, view, content, || drop(Timeout::new(0, || environment::focus("main")).forget()))
}

fn link(state: &UseReducerHandle<State>, view: View, content: Html, then: impl Fn() + 'static) -> Html {
    let onclick = {
        let state = state.clone();
        move |event: MouseEvent| {
            if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                event.prevent_default();
                state.dispatch(Event::Do(Action::Show { view }));
                then();
            }
        }
    };
    let is_shown = state.comparison.view == view;
    let href = environment::address_with(&state.fragment_of(view));
    html! { <a {href} {onclick} aria-current={is_shown.then_some("page")}>{ content }</a> }
}

/// The next questions, below the answer.
pub(super) fn ahead(state: &UseReducerHandle<State>) -> Html {
    let first = state.comparison.view.next();
    let next = [first, first.next(), first.next().next()];
    html! {
        <nav class="ahead" aria-label={words::ahead()}>
            { for next.map(|view| step(state, view, html! { { question(view) } })) }
        </nav>
    }
}

/// Every question, at the end of each view.
pub(crate) fn path(state: &UseReducerHandle<State>) -> Html {
    let next = state.comparison.view.next();
    let card = |view: &View| {
        let content = html! { <><b>{ question(*view) }</b><small>{ about(*view) }</small></> };
        html! { <li class={(*view == next).then_some("next")}>{ step(state, *view, content) }</li> }
    };
    html! {
        <nav class="path" aria-labelledby="path-h">
            <h2 id="path-h">{ words::heading() }</h2>
            <ol>{ for View::ALL.iter().map(card) }</ol>
        </nav>
    }
}
