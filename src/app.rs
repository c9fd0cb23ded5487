//! The page around the view: state, address bar, theme and embedding.

use std::cell::RefCell;
use std::rc::Rc;

use cost_model::comparison::View;
use cost_model::glossary;
use cost_model::words::{app as words, language as spoken};
use gloo_events::EventListener;
use web_sys::{HtmlElement, HtmlSelectElement};
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::components::{CopyButton, IconButton};
use crate::environment;
use crate::failure::{FailedBefore, FailurePanel};
use crate::later::{use_rest, view_of_entry, window_above};
use crate::link::Writer;
use crate::panels::{Open, Panel, close_piece, use_panel};
use crate::paste::{Pasted, use_paste};
use crate::state::{Event, State};
use crate::takeover::{PARTS, use_parts};
use crate::views::{Compare, path, view_link};
use crate::{frame, language};

#[component]
pub(crate) fn App() -> Html {
    let state = use_reducer(|| State::of_fragment(&environment::fragment()));
    let embedded = environment::is_embedded();
    use_address_bar(&state, embedded);
    use_focus_return(&state);
    use_effect_with((), move |()| {
        if embedded {
            frame::follow();
        }
    });
    let tongue = use_state(spoken::tag);
    use_effect_with((state.comparison.view, *tongue), |(view, _)| environment::set_title(&title(*view)));
    let onlanguage = {
        let (state, tongue) = (state.clone(), tongue.setter());
        Callback::from(move |event: web_sys::Event| {
            let (state, tongue) = (state.clone(), tongue.clone());
            let menu = event.target_unchecked_into::<HtmlSelectElement>();
            spawn_local(async move {
                if language::choose(&menu.value()).await {
                    state.dispatch(Event::Reword);
                    tongue.set(spoken::tag());
                } else {
                    menu.set_value(spoken::tag());
                }
            });
        })
    };
    let address = environment::address_with(&state.fragment());
    let rest = use_rest();
    let all = if state.comparison.view == View::Compare { PARTS } else { 1 };
    let parts = use_parts(all);
    let (shown, open) = use_panel();
    use_effect_with(state.fragment(), {
        let (shown, open) = (shown.clone(), open.clone());
        move |_| close_piece(&shown, &open)
    });
    use_paste({
        let (state, open) = (state.clone(), open.clone());
        Callback::from(move |pasted| match pasted {
            Pasted::Link(fragment) => state.dispatch(Event::Open(fragment)),
            Pasted::Json(text) => open.emit(Some(Panel::Pasted(text.into()))),
        })
    });
    html! {
        <>
            <a class="skip" href="#main" onclick={skip}>{ words::skip() }</a>
            { masthead(&state, &address, &open) }
            <FailedBefore />
            // What was drawn in another language, and the program beside the page that spoke it, begin anew.
            { match state.comparison.view {
                View::Compare => html! { <Compare key={*tongue} {parts} state={state.clone()} open={open.clone()} /> },
                View::Train | View::Why | View::Bill | View::Serve | View::Budget | View::WhatIf => view_of_entry(rest, &state, &open, *tongue),
            } }
            if parts >= all {
                { path(&state) }
                { colophon(&address, state.comparison.edition(), &open, onlanguage) }
            }
            { window_above(rest, &state, &shown, &open) }
            <FailurePanel key={*tongue} />
        </>
    }
}

/// What the browser calls the page, in its tabs and its history.
fn title(view: View) -> String {
    match view {
        View::Compare => words::title().to_owned(),
        _ => words::title_of_view(view.name()),
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
        let window = environment::window();
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

/// Every term with its meaning, which is drawn once.
#[component]
fn AllTerms() -> Html {
    html! {
        <details class="glossary">
            <summary>{ words::glossary() }</summary>
            <dl>{ for glossary::all().map(|(term, meaning)| html! { <><dt>{ term }</dt><dd>{ meaning }</dd></> }) }</dl>
        </details>
    }
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
    html! {
        <header class="masthead">
            <a class="wordmark" href="./">{ "Trainbill" }</a>
            <nav aria-label={words::views()}>{ for View::ALL.iter().map(|view| view_link(state, *view, html! { { view.name() } })) }</nav>
            <div class="tools-bar">
                { tool("undo", words::undo(), !state.can_undo(), undo) }
                { tool("redo", words::redo(), !state.can_redo(), redo) }
                { theme() }
                <CopyButton text={address.to_owned()} label={words::copy_link()} />
                <button type="button" class="button" onclick={open.reform(|_: MouseEvent| Some(Panel::Share))}>{ words::share() }</button>
            </div>
        </header>
    }
}

fn theme() -> Html {
    let onchange =
        Callback::from(|event: web_sys::Event| set_theme(&event.target_unchecked_into::<HtmlSelectElement>().value()));
    let asked = environment::parameter("theme").filter(|theme| theme == "light" || theme == "dark");
    let names = [("auto", words::automatic()), ("light", words::light()), ("dark", words::dark())];
    choice("theme", words::theme(), &names, asked.as_deref().unwrap_or("auto"), onchange)
}

fn choice(
    id: &'static str,
    label: &'static str,
    names: &[(&'static str, &'static str)],
    now: &str,
    onchange: Callback<web_sys::Event>,
) -> Html {
    html! {
        <>
            <label class="vh" for={id}>{ label }</label>
            <select {id} {onchange}>
                { for names.iter().map(|(value, name)| html! {
                    <option value={*value} selected={*value == now}>{ *name }</option>
                }) }
            </select>
        </>
    }
}

fn colophon(address: &str, edition: &str, open: &Open, onlanguage: Callback<web_sys::Event>) -> Html {
    let (_, fragment) = address.split_once('#').unwrap_or((address, ""));
    let asked = environment::parameter("lang").map_or_else(String::new, |tag| format!("?lang={tag}"));
    let whole = format!("{}{asked}#{fragment}", environment::page());
    html! {
        <>
            <p class="credit"><a href={whole} target="_top">{ "Trainbill" }</a>{ words::credit(edition) }</p>
            <footer class="colophon">
                <AllTerms key={spoken::tag()} />
                <ul>
                    <li>{ words::edition(edition) }</li>
                    <li>{ "MIT or Apache-2.0" }</li>
                    <li>{ words::nothing_is_sent() }</li>
                    <li>{ choice("language", words::language(), &language::ALL, spoken::tag(), onlanguage) }</li>
                    <li><a href="s/">{ words::plain_pages() }</a></li>
                    <li><button type="button" class="link" onclick={open.reform(|_: MouseEvent| Some(Panel::Embed(None)))}>{ words::embed() }</button></li>
                </ul>
            </footer>
        </>
    }
}
