//! One Web Worker and what it says.

use cost_model::BUILD;
use wasm_bindgen::prelude::*;
use web_sys::MessageEvent;

/// What a worker says.
pub(super) enum Said<'a> {
    /// It runs and takes requests.
    Ready,
    /// How far it is.
    Progress(Progress),
    /// The answer to the request of that number.
    Answer(&'a str, &'a str),
    /// It failed, or holds another core than the page.
    Failed,
}

/// How far a long answer is.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Progress {
    pub(crate) done: String,
    pub(crate) total: String,
    /// Both, and the time that is left.
    pub(crate) words: String,
}

/// A worker; it ends when this is dropped.
pub(super) struct Worker {
    worker: web_sys::Worker,
    /// They live as long as the worker may call them.
    _listeners: [Closure<dyn FnMut(MessageEvent)>; 2],
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

impl Worker {
    /// Starts one. After a failure the attempt is another, and so is the address, so that a bad copy in a cache is not
    /// asked again.
    pub(super) fn start(attempt: u32, heard: impl Fn(Said) + Clone + 'static) -> Option<Self> {
        let worker = web_sys::Worker::new(&format!("engine-start.js?{BUILD}-{attempt}")).ok()?;
        let failed = heard.clone();
        let listeners = [
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                heard(said(&event.data().as_string().unwrap_or_default()));
            }),
            Closure::new(move |_| failed(Said::Failed)),
        ];
        worker.set_onmessage(Some(listeners[0].as_ref().unchecked_ref()));
        worker.set_onerror(Some(listeners[1].as_ref().unchecked_ref()));
        Some(Self { worker, _listeners: listeners })
    }

    pub(super) fn send(&self, id: u32, request: &str) {
        let _ = self.worker.post_message(&JsValue::from(format!("{id} {request}")));
    }
}

fn said(message: &str) -> Said<'_> {
    match message.split_once(' ') {
        Some(("ready", build)) if build == BUILD => Said::Ready,
        Some((id, answer)) if id != "ready" => progress(answer).map_or(Said::Answer(id, answer), Said::Progress),
        _ => Said::Failed,
    }
}

fn progress(answer: &str) -> Option<Progress> {
    let mut parts = answer.strip_prefix("progress ")?.splitn(3, ' ').map(str::to_owned);
    Some(Progress { done: parts.next()?, total: parts.next()?, words: parts.next()? })
}
