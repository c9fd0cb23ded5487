//! What the first result does not need: the analyses, and the windows above the page.
//!
//! The build puts everything that is reached through [`analysis`] and [`window`] alone into a file of its own
//! (`crates/xtask/src/split`), which `static/start.js` loads once the page has started. Until it is there, neither may be
//! called.

use cost_model::words::analysis as words;
use gloo_events::EventListener;
use yew::prelude::*;

use crate::environment;
use crate::panels::{Open, Shown, panel};
use crate::state::State;
use crate::views::{Analysis, question};

/// How much of the program is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rest {
    /// The rest of it is on its way.
    Coming,
    /// All of it is there.
    Here,
    /// The rest did not arrive.
    Failed,
}

impl Rest {
    fn now() -> Self {
        match environment::root_attribute("data-rest").as_deref() {
            Some("here") => Self::Here,
            Some("failed") => Self::Failed,
            _ => Self::Coming,
        }
    }
}

/// How much of the program is there, now and whenever that changes.
#[hook]
pub(crate) fn use_rest() -> Rest {
    let rest = use_state(Rest::now);
    let (setter, at_first) = (rest.setter(), *rest);
    use_effect_with((), move |()| {
        // It may have come in between; else there is nothing to draw anew.
        let now = Rest::now();
        if now != at_first {
            setter.set(now);
        }
        let listener = environment::window()
            .map(|window| EventListener::new(&window, "trainbill:rest", move |_| setter.set(Rest::now())));
        move || drop(listener)
    });
    *rest
}

/// The view of one entry, as soon as its part of the program is there.
pub(crate) fn view_of_entry(rest: Rest, state: &UseReducerHandle<State>, open: &Open, key: &'static str) -> Html {
    if rest == Rest::Here {
        return analysis(state, open, key);
    }
    let is_awaited = rest == Rest::Coming;
    html! {
        <main id="main" tabindex="-1">
            <div class="lede">
                <h1>{ question(state.comparison.view) }</h1>
                <p class="answer" aria-busy={is_awaited.to_string()}>{ if is_awaited { words::working_on_it() } else { "" } }</p>
            </div>
            { if is_awaited { Html::default() } else { failed("notices") } }
        </main>
    }
}

/// The window that is open, if there is one, as soon as its part of the program is there.
pub(crate) fn window_above(rest: Rest, state: &UseReducerHandle<State>, shown: &Shown, open: &Open) -> Html {
    match (rest, shown) {
        (_, (_, None)) | (Rest::Coming, _) => Html::default(),
        (Rest::Here, _) => window(state, shown, open),
        // Wherever on the page it was asked for.
        (Rest::Failed, _) => failed("notices at-hand"),
    }
}

fn failed(class: &'static str) -> Html {
    let onclick = |_: MouseEvent| environment::ask_for_rest();
    html! {
        <section {class} role="alert">
            <ul><li>
                <p>{ words::rest_failed() }{ " " }<button type="button" class="link" {onclick}>{ words::try_again() }</button></p>
            </li></ul>
        </section>
    }
}

#[inline(never)]
fn analysis(state: &UseReducerHandle<State>, open: &Open, key: &'static str) -> Html {
    html! { <Analysis {key} state={state.clone()} open={open.clone()} /> }
}

#[inline(never)]
fn window(state: &UseReducerHandle<State>, shown: &Shown, open: &Open) -> Html {
    panel(state, shown, open)
}
