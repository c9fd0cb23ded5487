//! Embedding what the page shows: a snippet by choice, and how it will look.

use cost_model::comparison::View;
use cost_model::share::{self, Form, Theme, live};
use cost_model::words::panels_embed as words;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::Piece;
use super::share::data_names;
use crate::components::{CopyButton, dialog, select, use_dialog};
use crate::environment;
use crate::state::State;

/// The heights that a frame may have, in pixels.
const LOWEST: u32 = 100;
const HIGHEST: u32 = 20_000;

#[derive(Properties, PartialEq)]
pub(crate) struct EmbedProps {
    pub(crate) state: UseReducerHandle<State>,
    /// What can be shown alone.
    pub(crate) piece: Option<Piece>,
    pub(crate) onclose: Callback<()>,
}

/// What was chosen.
#[derive(Clone, Copy, PartialEq)]
struct Chosen {
    form: Form,
    is_live: bool,
    theme: Theme,
    has_controls: bool,
    view: View,
    /// Whether the piece is shown alone.
    is_alone: bool,
    /// The last height that could be used.
    height: u32,
}

#[component]
pub(crate) fn Embed(props: &EmbedProps) -> Html {
    let node = use_dialog();
    let view = props.state.comparison.view;
    let chosen = use_state(|| Chosen {
        form: Form::Frame,
        is_live: false,
        theme: Theme::Auto,
        has_controls: false,
        view,
        is_alone: true,
        height: 720,
    });
    let typed = use_state(|| chosen.height.to_string());
    let Chosen { form, is_live, theme, has_controls, view, height, .. } = *chosen;
    let alone = props.piece.as_ref().filter(|_| chosen.is_alone && view == props.state.comparison.view);
    let fragment = props.state.fragment_of(view);
    let embed = share::Embed {
        page: environment::page(),
        fragment: if is_live { live(&fragment) } else { fragment },
        names: share::names(&props.state.comparison),
        form,
        theme,
        piece: alone.map_or_else(String::new, |piece| piece.embedded_as.to_string()),
        has_controls,
        height,
    };
    let (snippet, src) = (embed.snippet(), embed.address());
    let content = html! {
        <>
            { choices(&chosen, props, height_field(&chosen, &typed)) }
            <p class="note">{ form.advice() }</p>
            <label for="snippet">{ words::paste() }</label>
            <textarea id="snippet" class="code" readonly=true rows="6" value={snippet.clone()} />
            <p class="buttons"><CopyButton text={snippet} label={words::copy()} /></p>
            <h3>{ words::preview() }</h3>
            // A frame of its own for each address, so that none is a step in the browser's history. It is to be looked at; the
            // focus in it would be out of this window's reach.
            <iframe key={src.clone()} {src} inert=true title={words::preview_of_page()} height={height.to_string()} loading="lazy"></iframe>
        </>
    };
    dialog(&node, words::title(), &props.onclose, content)
}

fn choices(chosen: &UseStateHandle<Chosen>, props: &EmbedProps, height: Html) -> Html {
    let now = **chosen;
    let place = |is_it: bool| usize::from(is_it);
    let set = |change: fn(&mut Chosen, usize)| {
        let chosen = chosen.clone();
        move |place: usize| {
            let mut next = *chosen;
            change(&mut next, place);
            chosen.set(next);
        }
    };
    let found = |position: Option<usize>| position.unwrap_or_default();
    let names = data_names(&props.state);
    html! {
        <div class="choices">
            { select("embed-form", words::form(), &Form::ALL.map(Form::name), found(Form::ALL.iter().position(|form| *form == now.form)),
                set(|next, place| next.form = Form::ALL.get(place).copied().unwrap_or(next.form))) }
            { select("embed-view", words::view(), &View::ALL.map(View::name), found(View::ALL.iter().position(|view| *view == now.view)),
                set(|next, place| next.view = View::ALL.get(place).copied().unwrap_or(next.view))) }
            if let Some(piece) = props.piece.as_ref().filter(|_| now.view == props.state.comparison.view) {
                { select("embed-piece", words::piece(), &[words::whole_view(), &piece.name], place(now.is_alone), set(|next, place| next.is_alone = place == 1)) }
            }
            { select("embed-data", words::figures(), &names.each_ref().map(String::as_str), place(now.is_live), set(|next, place| next.is_live = place == 1)) }
            { select("embed-theme", words::theme(), &[words::theme_of_reader(), words::light(), words::dark()], found(Theme::ALL.iter().position(|theme| *theme == now.theme)),
                set(|next, place| next.theme = Theme::ALL.get(place).copied().unwrap_or(next.theme))) }
            { select("embed-ui", words::controls(), &[words::hidden(), words::shown()], place(now.has_controls), set(|next, place| next.has_controls = place == 1)) }
            { height }
        </div>
    }
}

/// What is typed stays, also while it is no height yet; the last one that was goes on being used.
fn height_field(chosen: &UseStateHandle<Chosen>, typed: &UseStateHandle<String>) -> Html {
    let now = **chosen;
    let read = |text: &str| text.trim().parse().ok().filter(|height| (LOWEST..=HIGHEST).contains(height));
    let oninput = {
        let (chosen, typed) = (chosen.clone(), typed.clone());
        move |event: InputEvent| {
            let text = event.target_unchecked_into::<HtmlInputElement>().value();
            if let Some(height) = read(&text) {
                chosen.set(Chosen { height, ..*chosen });
            }
            typed.set(text);
        }
    };
    let refusal = match read(typed) {
        Some(_) => String::new(),
        None => words::no_height(&LOWEST.to_string(), &HIGHEST.to_string(), &now.height.to_string()),
    };
    html! {
        <div class="choice">
            <label for="embed-height">{ if now.form == Form::Frame { words::height() } else { words::height_at_first() } }</label>
            <input id="embed-height" inputmode="numeric" value={(**typed).clone()} aria-describedby="embed-height-error" {oninput} />
            <p id="embed-height-error" class="error" role="alert">{ refusal }</p>
        </div>
    }
}
