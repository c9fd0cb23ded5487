//! Answers the page from a Web Worker: `ID request` in, `ID answer` out, after a first message that says which core it
//! holds. A request that is not understood gets an empty answer.

use cost_model::BUILD;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

fn main() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let reply = scope.clone();
    let onmessage = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let Some(message) = event.data().as_string() else { return };
        let (id, request) = message.split_once(' ').unwrap_or((&message, ""));
        let answer = engine::answer(request).unwrap_or_default();
        // A page that has gone away is not waiting.
        let _ = reply.post_message(&JsValue::from(format!("{id} {answer}")));
    });
    scope.set_onmessage(Some(onmessage.as_ref().unchecked_ref()));
    onmessage.forget();
    let _ = scope.post_message(&JsValue::from(format!("ready {BUILD}")));
}
