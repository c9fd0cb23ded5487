//! Answers the page from a Web Worker: `ID request` in, `ID answer` out, after a first message that says which core it
//! holds. A request that is not understood gets an empty answer. `ID progress DONE TOTAL WORDS` may come before a long one.
//! A message that begins with `words` has the language of the answers from then on.

use cost_model::BUILD;
use cost_model::engine::WORDS;
use cost_model::words::{self, Language};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// Progress is told no more often than it can be read.
const BETWEEN_MS: f64 = 100.0;

fn main() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let reply = scope.clone();
    let onmessage = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let Some(message) = event.data().as_string() else { return };
        let (id, request) = message.split_once(' ').unwrap_or((&message, ""));
        if id == WORDS {
            words::speak(Language::read(request));
            return;
        }
        // A page that has gone away is not waiting.
        let say = |words: &str| drop(reply.post_message(&JsValue::from(format!("{id} {words}"))));
        let now = || reply.performance().map_or(0.0, |clock| clock.now());
        let (begun, mut told) = (now(), now());
        let answer = engine::answer_with(request, &mut |done, total| {
            let time = now();
            if time - told >= BETWEEN_MS {
                told = time;
                say(&format!("progress {done} {total} {}", engine::progress_in_words(done, total, time - begun)));
            }
        });
        say(&answer.unwrap_or_default());
    });
    scope.set_onmessage(Some(onmessage.as_ref().unchecked_ref()));
    onmessage.forget();
    let _ = scope.post_message(&JsValue::from(format!("ready {BUILD}")));
}
