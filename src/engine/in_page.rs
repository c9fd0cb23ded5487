//! The program beside the page, in the page itself: for hosts and browsers in which no worker lives.

use cost_model::BUILD;
use cost_model::engine::{ASKED_IN_PAGE, FAILED, SAID_IN_PAGE};
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CustomEvent, CustomEventInit};

use crate::environment;

/// It is loaded once and stays; what it says is heard until this is dropped.
pub(super) struct InPage {
    _listeners: [Option<EventListener>; 2],
}

impl InPage {
    /// Loads it, or asks whether it is there.
    pub(super) fn start(heard: impl Fn(&str) + Clone + 'static) -> Option<Self> {
        let window = environment::window()?;
        let document = window.document()?;
        let failed = heard.clone();
        let listener = EventListener::new(&window, SAID_IN_PAGE, move |event| {
            let said = event.dyn_ref::<CustomEvent>().and_then(|event| event.detail().as_string());
            heard(&said.unwrap_or_default());
        });
        if document.get_element_by_id(SCRIPT).is_some() {
            ask(String::new());
            return Some(Self { _listeners: [Some(listener), None] });
        }
        let script = document.create_element("script").ok()?;
        script.set_id(SCRIPT);
        script.set_attribute("src", &format!("engine-start.js?{BUILD}-page")).ok()?;
        let missing = script.clone();
        let no_script = EventListener::once(&script, "error", move |_| {
            // The next try loads it anew.
            missing.remove();
            failed(FAILED);
        });
        document.head()?.append_child(&script).ok()?;
        Some(Self { _listeners: [Some(listener), Some(no_script)] })
    }

    pub(super) fn post(&self, message: String) {
        ask(message);
    }
}

/// The script that loads it.
const SCRIPT: &str = "engine-in-page";

/// Hands a message over once the page has done what it is at, so that it can be pressed and drawn between two answers.
fn ask(message: String) {
    Timeout::new(0, move || {
        let detail = CustomEventInit::new();
        detail.set_detail(&JsValue::from(message));
        let event = CustomEvent::new_with_event_init_dict(ASKED_IN_PAGE, &detail);
        if let (Some(window), Ok(event)) = (environment::window(), event) {
            let _ = window.dispatch_event(&event);
        }
    })
    .forget();
}
