//! The frame in which an embedded page stands: it is told how high the page is, in the words that hosts listen for.
//!
//! | who listens | what is said |
//! |---|---|
//! | our own snippets and `embed.js` | `{ type: "trainbill:height", height }` |
//! | AMP | `{ sentinel: "amp", type: "embed-size", height }` |
//! | Embedly and Medium | a JSON text `{ "src", "context": "iframe.resize", "height" }` |
//! | WordPress | `{ message: "height", value, secret }`, where it gave a secret |
//! | open-iframe-resizer, iframe-resizer | `{ type: "iframe-resized", width, height }` or `[iFrameSizer]ID:HEIGHT:WIDTH:resizeObserver`, once they asked |
//!
//! A height is no secret, so that it is said to whoever frames the page; what is heard changes nothing but whether the
//! last two are answered.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{Element, MessageEvent, MutationObserver, MutationObserverInit, ResizeObserver, Window};

use crate::environment;

/// What hosts of resizing libraries asked for.
#[derive(Clone, Default)]
struct Asked {
    by_open_resizer: bool,
    /// The name that iframe-resizer gave the frame.
    id: Option<String>,
}

/// Tells the host the page's height from now on, whenever it changes.
pub(crate) fn follow() {
    let Some((window, host, body)) = surroundings() else { return };
    let asked = Rc::new(RefCell::new(Asked::default()));
    let tell = {
        let (asked, body, host) = (asked.clone(), body.clone(), host.clone());
        let told = Rc::new(Cell::new(0.0));
        move |again: bool| {
            let size = body.get_bounding_client_rect();
            let height = size.height().ceil();
            if again || told.replace(height) != height {
                say(&host, height, size.width().ceil(), &asked.borrow());
            }
        }
    };
    let onmessage = {
        let (host, tell) = (host.clone(), tell.clone());
        Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let is_host = event.source().is_some_and(|source| Object::is(&source, &host));
            if is_host && hear(&event.data(), &mut asked.borrow_mut()) {
                tell(true);
            }
        })
    };
    let _ = window.add_event_listener_with_callback("message", onmessage.as_ref().unchecked_ref());
    tell(false);
    let onchange = Closure::<dyn Fn()>::new(move || tell(false));
    let function = onchange.as_ref().unchecked_ref();
    if let Ok(observer) = ResizeObserver::new(function) {
        observer.observe(&body);
    }
    // Out of sight a frame is not drawn, and its size not observed; a report may come meanwhile.
    if let Ok(observer) = MutationObserver::new(function) {
        let all = MutationObserverInit::new();
        all.set_child_list(true);
        all.set_subtree(true);
        let _ = observer.observe_with_options(&body, &all);
    }
    // iframe-resizer asked before anybody was here to hear it.
    let _ = host.post_message(&"[iFrameResizerChild]Ready".into(), "*");
    // They last as long as the page.
    onmessage.forget();
    onchange.forget();
}

/// The page's window, the one around it, and what is measured; nothing where no other window is around it.
fn surroundings() -> Option<(Window, Window, Element)> {
    let window = environment::window()?;
    let host = window.parent().ok().flatten().filter(|host| !Object::is(host, &window))?;
    let body = window.document()?.body()?.into();
    Some((window, host, body))
}

/// Whether a message of the host asks for the size, and how it wants to be answered.
fn hear(data: &JsValue, asked: &mut Asked) -> bool {
    if let Some(text) = data.as_string() {
        let Some(id) = text.strip_prefix("[iFrameSizer]").and_then(|rest| rest.split(':').next()) else { return false };
        asked.id = Some(id.to_owned());
        return true;
    }
    // Nothing has a field of a number or of nothing.
    let kind = Reflect::get(data, &"type".into()).ok().and_then(|kind| kind.as_string());
    let is_question = matches!(kind.as_deref(), Some("iframe-child-init" | "iframe-get-child-dimensions"));
    asked.by_open_resizer |= is_question;
    is_question
}

fn say(host: &Window, height: f64, width: f64, asked: &Asked) {
    let post = |message: &JsValue| drop(host.post_message(message, "*"));
    let size = JsValue::from(height);
    post(&object(&[("type", "trainbill:height".into()), ("height", size.clone())]));
    post(&object(&[("sentinel", "amp".into()), ("type", "embed-size".into()), ("height", size.clone())]));
    let address = environment::address_with(&environment::fragment());
    let embedly = object(&[("src", address.into()), ("context", "iframe.resize".into()), ("height", size.clone())]);
    if let Ok(text) = JSON::stringify(&embedly) {
        post(&text);
    }
    if let Some(secret) = environment::secret() {
        post(&object(&[("message", "height".into()), ("value", size.clone()), ("secret", secret.into())]));
    }
    if asked.by_open_resizer {
        post(&object(&[("type", "iframe-resized".into()), ("width", width.into()), ("height", size.clone())]));
    }
    if let Some(id) = &asked.id {
        let parts: Array =
            [JsValue::from(format!("[iFrameSizer]{id}")), size, width.into(), "resizeObserver".into()].iter().collect();
        post(&parts.join(":"));
    }
}

fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (key, value) in fields {
        let _ = Reflect::set(&object, &JsValue::from(*key), value);
    }
    object.into()
}
