//! Answers the page from a Web Worker: `ID request` in, `ID answer` out, after a first message that says which core it
//! holds. A request that is not understood gets an empty answer. `ID progress DONE TOTAL WORDS` may come before a long one.
//! A message that begins with `words` has the language of the answers from then on. `failed WHAT` is the last that is said.
//! Where no worker lives it is loaded into the page itself, and the same messages are the details of events there.

use cost_model::BUILD;
use cost_model::engine::{ASKED_IN_PAGE, FAILED, SAID_IN_PAGE, WORDS};
use cost_model::words::{self, Language};
use wasm_bindgen::prelude::*;
use web_sys::{CustomEvent, CustomEventInit, DedicatedWorkerGlobalScope, MessageEvent, Performance, Window};

/// Progress is told no more often than it can be read.
const BETWEEN_MS: f64 = 100.0;

/// Where it runs.
#[derive(Clone)]
enum Home {
    Worker(DedicatedWorkerGlobalScope),
    Page(Window),
}

impl Home {
    fn find() -> Option<Self> {
        let global = js_sys::global();
        match global.dyn_into::<DedicatedWorkerGlobalScope>() {
            Ok(scope) => Some(Self::Worker(scope)),
            Err(global) => global.dyn_into().ok().map(Self::Page),
        }
    }

    /// A page that has gone away is not waiting.
    fn say(&self, message: &str) {
        let message = JsValue::from(message);
        match self {
            Self::Worker(scope) => drop(scope.post_message(&message)),
            Self::Page(window) => {
                let detail = CustomEventInit::new();
                detail.set_detail(&message);
                if let Ok(event) = CustomEvent::new_with_event_init_dict(SAID_IN_PAGE, &detail) {
                    let _ = window.dispatch_event(&event);
                }
            }
        }
    }

    /// Hands over every message from now on.
    fn listen(&self, mut take: impl FnMut(&str) + 'static) {
        match self {
            Self::Worker(scope) => {
                let take = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                    take(&event.data().as_string().unwrap_or_default());
                });
                scope.set_onmessage(Some(take.as_ref().unchecked_ref()));
                take.forget();
            }
            Self::Page(window) => {
                let take = Closure::<dyn FnMut(CustomEvent)>::new(move |event: CustomEvent| {
                    take(&event.detail().as_string().unwrap_or_default());
                });
                let _ = window.add_event_listener_with_callback(ASKED_IN_PAGE, take.as_ref().unchecked_ref());
                take.forget();
            }
        }
    }

    fn now(&self) -> f64 {
        let clock = match self {
            Self::Worker(scope) => scope.performance(),
            Self::Page(window) => window.performance(),
        };
        clock.as_ref().map_or(0.0, Performance::now)
    }
}

fn main() {
    let Some(home) = Home::find() else { return };
    let last = home.clone();
    std::panic::set_hook(Box::new(move |panic| last.say(&format!("{FAILED} {panic}"))));
    let reply = home.clone();
    home.listen(move |message| answer(&reply, message));
    home.say(&ready());
}

fn ready() -> String {
    format!("ready {BUILD}")
}

fn answer(home: &Home, message: &str) {
    let (id, request) = message.split_once(' ').unwrap_or((message, ""));
    match id {
        // A page that comes back to it asks whether it is there.
        "" => return home.say(&ready()),
        WORDS => return words::speak(Language::read(request)),
        _ => {}
    }
    let (begun, mut told) = (home.now(), home.now());
    let answer = engine::answer_with(request, &mut |done, total| {
        let time = home.now();
        if time - told >= BETWEEN_MS {
            told = time;
            let progress = engine::progress_in_words(done, total, time - begun);
            home.say(&format!("{id} progress {done} {total} {progress}"));
        }
    });
    home.say(&format!("{id} {}", answer.unwrap_or_default()));
}
