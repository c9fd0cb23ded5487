//! How the program takes over a page that is already there: it draws beside it, in parts between which the browser can answer
//! the reader, and takes its place when all is drawn.

use std::cell::RefCell;

use gloo_timers::callback::Timeout;
use web_sys::Element;
use yew::prelude::*;

use crate::environment;

/// In so many parts the comparison is drawn at first: what stands above its chart, the chart, the table, and what stands below.
pub(crate) const PARTS: u8 = 4;

thread_local! {
    /// What the page shows, and what is to take its place.
    static BESIDE: RefCell<Option<(Element, Element)>> = const { RefCell::new(None) };
}

/// An element to draw in, beside the one of that name in the page.
#[cfg(target_arch = "wasm32")]
pub(crate) fn beside(id: &str) -> Option<Element> {
    use wasm_bindgen::JsCast;
    let shown = environment::window()?.document()?.get_element_by_id(id)?;
    let beside: Element = shown.clone_node().ok()?.dyn_into().ok()?;
    BESIDE.with_borrow_mut(|both| *both = Some((shown, beside.clone())));
    Some(beside)
}

/// How many of so many parts are to be drawn by now: all, but for the first moments.
#[hook]
pub(crate) fn use_parts(all: u8) -> u8 {
    let parts = use_state(|| 1);
    let now = if BESIDE.with_borrow(Option::is_some) { *parts } else { all };
    let setter = parts.setter();
    use_effect_with((now, all), move |&(now, all)| {
        if now >= all {
            take_place();
        } else {
            Timeout::new(0, move || setter.set(now.saturating_add(1))).forget();
        }
    });
    now
}

fn take_place() {
    if let Some((shown, beside)) = BESIDE.with_borrow_mut(Option::take) {
        environment::say_start();
        let _ = shown.replace_with_with_node_1(&beside);
    }
}
