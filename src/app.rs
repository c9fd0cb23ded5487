//! The page around the view: state, address bar, theme and embedding.

use std::cell::RefCell;
use std::rc::Rc;

use cost_model::catalogue::EDITION;
use cost_model::comparison::{Action, View};
use gloo_events::EventListener;
use web_sys::{HtmlElement, HtmlSelectElement};
use yew::prelude::*;

use crate::components::{CopyButton, IconButton};
use crate::environment;
use crate::frame;
use crate::link::Writer;
use crate::panels::{Open, Panel, panel};
use crate::state::{Event, State};
use crate::views::{Analysis, Compare};

#[component]
pub(crate) fn App() -> Html {
    let state = use_reducer(|| State::of_fragment(&environment::fragment()));
    let embedded = environment::is_embedded();
    use_address_bar(&state, embedded);
    use_focus_return(&state);
    use_effect_with((), move |()| {
        if embedded {
            environment::set_root_attribute("data-embed", Some(""));
            environment::set_root_attribute("data-ui", environment::parameter("ui").as_deref());
            environment::set_root_attribute("data-piece", environment::parameter("piece").as_deref());
            frame::follow();
        }
        set_theme(&environment::parameter("theme").unwrap_or_default());
    });
    use_effect_with(state.comparison.view, |view| environment::set_title(&title(*view)));
    let address = environment::address_with(&state.fragment());
    let shown = use_state(|| None);
    let open: Open = {
        let shown = shown.setter();
        use_callback((), move |panel: Option<Panel>, ()| shown.set(panel))
    };
    html! {
        <>
            <a class="skip" href="#main" onclick={skip}>{ "Skip to the answer" }</a>
            { masthead(&state, &address, &open) }
            { match state.comparison.view {
                View::Compare => html! { <Compare state={state.clone()} open={open.clone()} /> },
                View::Train | View::Why | View::Bill | View::Serve | View::Budget | View::WhatIf => html! { <Analysis state={state.clone()} open={open.clone()} /> },
            } }
            { colophon(&address, &open) }
            { panel(&state, &shown, &open) }
        </>
    }
}

/// What the browser calls the page, in its tabs and its history.
fn title(view: View) -> String {
    match view {
        View::Compare => "Trainbill: what training a large language model costs".to_owned(),
        _ => format!("{} – Trainbill", view.name()),
    }
}

/// The fragment holds the state, so that the usual jump to an anchor would lose it.
fn skip(event: MouseEvent) {
    event.prevent_default();
    environment::focus("main");
}

/// Keeps the address bar and the state the same; an embedded page only reads it.
#[hook]
fn use_address_bar(state: &UseReducerHandle<State>, embedded: bool) {
    let writer = use_memo((), |()| RefCell::new(Writer::default()));
    {
        let (writer, history) = (writer.clone(), state.history);
        use_effect_with(state.fragment(), move |fragment| {
            if !embedded {
                writer.borrow_mut().write(fragment.clone(), history);
            }
        });
    }
    let dispatcher = state.dispatcher();
    use_effect_with((), move |()| {
        let window = web_sys::window();
        let listen = |name: &'static str| {
            let dispatcher = dispatcher.clone();
            window.as_ref().map(|window| {
                EventListener::new(window, name, move |_| dispatcher.dispatch(Event::Load(environment::fragment())))
            })
        };
        let listeners = [listen("hashchange"), listen("popstate")];
        move || drop(listeners)
    });
}

/// When the working of a figure is closed, the focus goes back to where it was opened.
#[hook]
fn use_focus_return(state: &UseReducerHandle<State>) {
    let opener: Rc<RefCell<Option<HtmlElement>>> = (*use_memo((), |()| Rc::new(RefCell::new(None)))).clone();
    let is_open = state.asked.is_some();
    let before = environment::focused();
    {
        let opener = opener.clone();
        use_memo(is_open, move |is_open| {
            if *is_open {
                *opener.borrow_mut() = before;
            }
        });
    }
    use_effect_with(is_open, move |is_open| {
        if !is_open && let Some(opener) = opener.borrow_mut().take() {
            let _ = opener.focus();
        }
    });
}

fn set_theme(theme: &str) {
    let known = ["light", "dark"].into_iter().find(|known| *known == theme);
    environment::set_root_attribute("data-theme", known);
}

fn tool(name: &'static str, label: &str, disabled: bool, onclick: impl Fn(MouseEvent) + 'static) -> Html {
    IconButton { id: None, name, label, disabled, onclick: Callback::from(onclick) }.view()
}

fn masthead(state: &UseReducerHandle<State>, address: &str, open: &Open) -> Html {
    let undo = {
        let state = state.clone();
        move |_| state.dispatch(Event::Undo)
    };
    let redo = {
        let state = state.clone();
        move |_| state.dispatch(Event::Redo)
    };
    let ontheme = |event: web_sys::Event| set_theme(&event.target_unchecked_into::<HtmlSelectElement>().value());
    let asked = environment::parameter("theme").filter(|theme| theme == "light" || theme == "dark");
    let asked = asked.as_deref().unwrap_or("auto");
    html! {
        <header class="masthead">
            <a class="wordmark" href="./">{ "Trainbill" }</a>
            <nav aria-label="Views">{ for View::ALL.iter().map(|view| view_link(state, *view)) }</nav>
            <div class="tools-bar">
                { tool("undo", "Undo", !state.can_undo(), undo) }
                { tool("redo", "Redo", !state.can_redo(), redo) }
                <label class="vh" for="theme">{ "Theme" }</label>
                <select id="theme" onchange={ontheme}>
                    { for [("auto", "Auto"), ("light", "Light"), ("dark", "Dark")].map(|(value, name)| html! {
                        <option {value} selected={value == asked}>{ name }</option>
                    }) }
                </select>
                <CopyButton text={address.to_owned()} label="Copy link" />
                <button type="button" class="button" onclick={open.reform(|_: MouseEvent| Some(Panel::Share))}>{ "Share" }</button>
            </div>
        </header>
    }
}

/// A real address, so that a view can be opened in another tab; a plain click stays in this one.
fn view_link(state: &UseReducerHandle<State>, view: View) -> Html {
    let onclick = {
        let state = state.clone();
        move |event: MouseEvent| {
            if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                event.prevent_default();
                state.dispatch(Event::Do(Action::Show { view }));
            }
        }
    };
    let is_shown = state.comparison.view == view;
    let href = environment::address_with(&state.fragment_of(view));
    html! { <a {href} {onclick} aria-current={is_shown.then_some("page")}>{ view.name() }</a> }
}

fn colophon(address: &str, open: &Open) -> Html {
    let (_, fragment) = address.split_once('#').unwrap_or((address, ""));
    let whole = format!("{}#{fragment}", environment::page());
    html! {
        <>
            <p class="credit"><a href={whole} target="_top">{ "Trainbill" }</a>{ format!(", data edition {EDITION}") }</p>
            <footer class="colophon">
                <ul>
                    <li>{ format!("Data edition {EDITION}") }</li>
                    <li>{ "MIT or Apache-2.0" }</li>
                    <li>{ "Everything is worked out in this browser; nothing is sent anywhere." }</li>
                    <li><a href="s/">{ "Questions and answers, as plain pages" }</a></li>
                    <li><button type="button" class="link" onclick={open.reform(|_: MouseEvent| Some(Panel::Embed(None)))}>{ "Embed this in a page" }</button></li>
                </ul>
            </footer>
        </>
    }
}
