//! A link or a file that is pasted or dropped anywhere on the page, outside of its fields.

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DragEvent, Element, Event, File};
use yew::prelude::*;

use crate::environment;

/// What a text that comes from outside is.
pub(crate) enum Pasted {
    /// The fragment of a link of this page.
    Link(String),
    /// A file in JSON.
    Json(String),
}

/// What a text is; nothing where it is neither a link of this page nor JSON.
fn recognised(text: &str) -> Option<Pasted> {
    let text = text.trim();
    if text.starts_with('{') {
        return Some(Pasted::Json(text.to_owned()));
    }
    let fragment = text.split_once('#').map_or(text, |(_, fragment)| fragment);
    let is_ours = fragment.split('&').any(|piece| piece.starts_with("models="));
    is_ours.then(|| Pasted::Link(fragment.to_owned()))
}

/// Listens as long as the page is there.
#[hook]
pub(crate) fn use_paste(take: Callback<Pasted>) {
    use_effect_with((), move |()| {
        let document = environment::window().and_then(|window| window.document());
        let listen = |name: &'static str, heard: fn(&Event, &Callback<Pasted>)| {
            let take = take.clone();
            let options = EventListenerOptions::enable_prevent_default();
            document.as_ref().map(|document| {
                EventListener::new_with_options(document, name, options, move |event| heard(event, &take))
            })
        };
        // Without a word to the contrary the browser opens a dropped file in place of the page.
        let listeners = [listen("paste", pasted), listen("drop", dropped), listen("dragover", dragged)];
        move || drop(listeners)
    });
}

/// Whether the visitor types there, so that the text is for that field.
fn is_field(event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.matches("input, textarea, select") == Ok(true))
}

fn pasted(event: &Event, take: &Callback<Pasted>) {
    let data = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
    let text = data.and_then(|data| data.get_data("text/plain").ok()).filter(|_| !is_field(event));
    if let Some(pasted) = text.as_deref().and_then(recognised) {
        event.prevent_default();
        take.emit(pasted);
    }
}

fn dropped(event: &Event, take: &Callback<Pasted>) {
    if let Some(file) = file_of(event) {
        event.prevent_default();
        let take = take.clone();
        environment::read(file, move |text| recognised(&text).into_iter().for_each(|pasted| take.emit(pasted)));
    }
}

fn dragged(event: &Event, _take: &Callback<Pasted>) {
    if !is_field(event) {
        event.prevent_default();
    }
}

fn file_of(event: &Event) -> Option<File> {
    event.dyn_ref::<DragEvent>().filter(|_| !is_field(event))?.data_transfer()?.files()?.get(0)
}
