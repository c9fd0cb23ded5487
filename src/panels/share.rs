//! Sharing what the page shows: a link, its length, a QR code, a file.

use cost_model::engine;
use cost_model::share::{length_in_words, live};
use cost_model::words::{components, panels_share as words};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{Open, Panel};
use crate::components::{CopyButton, dialog, select, use_dialog};
use crate::engine::{File, Run, use_run};
use crate::environment;
use crate::state::{Event, State};

#[derive(Properties, PartialEq)]
pub(crate) struct ShareProps {
    pub(crate) state: UseReducerHandle<State>,
    pub(crate) onclose: Callback<()>,
    pub(crate) open: Open,
}

/// Which figures a link shows.
pub(super) fn data_names(state: &State) -> [String; 2] {
    [words::pinned(state.comparison.edition()), words::live().to_owned()]
}

#[component]
pub(crate) fn Share(props: &ShareProps) -> Html {
    let node = use_dialog();
    let is_live = use_state(|| false);
    let has_code = use_state(|| false);
    let pinned = props.state.fragment();
    let fragment = if *is_live { live(&pinned) } else { pinned.clone() };
    let link = environment::address_with(&fragment);
    // The code is drawn beside the page, once it is asked for.
    let code = use_run(has_code.then(|| (0, engine::qr_code(&link).into())));
    let files = use_files(props, &pinned);
    let names = data_names(&props.state);
    let onsend = {
        let link = link.clone();
        move |_: MouseEvent| environment::share("Trainbill", &link)
    };
    let embed = props.open.reform(|_: MouseEvent| Some(Panel::Embed(None)));
    let ontoggle = {
        let has_code = has_code.clone();
        move |_: MouseEvent| has_code.set(!*has_code)
    };
    let content = html! {
        <>
            { select("share-data", words::figures_of_link(), &names.each_ref().map(String::as_str), usize::from(*is_live), move |place| is_live.set(place == 1)) }
            <label for="share-link">{ words::link() }</label>
            <textarea id="share-link" class="code" readonly=true rows="4" value={link.clone()} />
            <p class="note">{ length_in_words(&link) }</p>
            <p class="buttons">
                <CopyButton text={link} label={words::copy()} />
                if environment::can_share() {
                    <button type="button" class="button" onclick={onsend}>{ words::send() }</button>
                }
                <button type="button" class="button" aria-expanded={has_code.to_string()} onclick={ontoggle}>{ words::qr_code() }</button>
                <button type="button" class="button" onclick={embed}>{ words::embed() }</button>
            </p>
            if *has_code {
                { qr_code(&code) }
            }
            { files }
        </>
    };
    dialog(&node, words::title(), &props.onclose, content)
}

fn qr_code(run: &Run) -> Html {
    match run.answer.as_deref().map(|answer| answer.split_once('\n')) {
        Some(Some((side, path))) => html! {
            <svg class="qr" role="img" aria-label={words::qr_code_of_link()} viewBox={format!("0 0 {side} {side}")}>
                <rect width="100%" height="100%"></rect><path d={path.to_owned()}></path>
            </svg>
        },
        Some(None) => html! { <p class="note" role="status">{ words::too_long_for_code() }</p> },
        None if run.has_failed => html! { <p class="error" role="alert">{ words::code_failed() }</p> },
        None => html! { <p class="note" role="status">{ words::drawing() }</p> },
    }
}

/// The whole scenario as a file, and back.
#[hook]
fn use_files(props: &ShareProps, fragment: &str) -> Html {
    let asked = use_state(|| (0, None::<AttrValue>));
    let read = use_state(|| (0, None::<AttrValue>));
    let saved = use_run(asked.1.clone().map(|request| (asked.0, request)));
    let opened = use_run(read.1.clone().map(|request| (read.0, request)));
    use_effect_with(saved.answer, |answer| {
        if let Some(file) = File::of(answer) {
            file.save();
        }
    });
    {
        let (state, onclose) = (props.state.clone(), props.onclose.clone());
        use_effect_with(opened.answer.clone(), move |answer| {
            if let Some(Ok(fragment)) = answer.as_deref().and_then(engine::opened) {
                state.dispatch(Event::Open(fragment.to_owned()));
                onclose.emit(());
            }
        });
    }
    let save = {
        let request = AttrValue::from(engine::export("scenario", "", &environment::address_with(fragment)));
        move |_: MouseEvent| asked.set((asked.0 + 1, Some(request.clone())))
    };
    let open = move |event: web_sys::Event| {
        let (input, read) = (event.target_unchecked_into::<HtmlInputElement>(), read.clone());
        environment::read_file(input, move |text| read.set((read.0 + 1, Some(engine::open(&text).into()))));
    };
    let fault = match opened.answer.as_deref().and_then(engine::opened) {
        _ if saved.has_failed || opened.has_failed => components::failed(),
        Some(Err(why)) => why,
        _ => "",
    };
    html! {
        <fieldset class="files">
            <legend>{ words::as_file() }</legend>
            <button type="button" class="button" onclick={save}>{ words::save_as_json() }</button>
            <label for="scenario-file">{ words::open_file() }</label>
            <input id="scenario-file" type="file" accept=".json,application/json" onchange={open} />
            <p class="error" role="alert">{ fault.to_owned() }</p>
        </fieldset>
    }
}
