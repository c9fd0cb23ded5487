//! One Web Worker, or what stands in for it, and what it says.

use std::cell::Cell;

use cost_model::BUILD;
use cost_model::engine::{FAILED, WORDS};
use wasm_bindgen::prelude::*;
use web_sys::MessageEvent;

use super::in_page::InPage;
use crate::{environment, language};

/// What a worker says.
pub(super) enum Said<'a> {
    /// It runs and takes requests.
    Ready,
    /// How far it is.
    Progress(Progress),
    /// The answer to the request of that number.
    Answer(&'a str, &'a str),
    /// It failed, and a panic said why; or it could not be started, or holds another core than the page.
    Failed(&'a str),
}

/// How far a long answer is.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Progress {
    pub(crate) done: String,
    pub(crate) total: String,
    /// Both, and the time that is left.
    pub(crate) words: String,
}

/// A worker, or the same program in the page where none lives; it ends when this is dropped.
pub(super) struct Worker {
    place: Place,
    /// The words that it is to answer in, until it has them.
    words: Cell<Option<String>>,
}

enum Place {
    Worker {
        worker: web_sys::Worker,
        /// They live as long as the worker may call them.
        _listeners: [Closure<dyn FnMut(MessageEvent)>; 2],
    },
    Page(InPage),
}

impl Drop for Worker {
    fn drop(&mut self) {
        if let Place::Worker { worker, .. } = &self.place {
            worker.set_onmessage(None);
            worker.set_onerror(None);
            worker.terminate();
        }
    }
}

impl Worker {
    /// Starts one. After a failure the attempt is another, and so is the address, so that a bad copy in a cache is not
    /// asked again.
    pub(super) fn start(attempt: u32, heard: impl Fn(Said) + Clone + 'static) -> Option<Self> {
        let build = format!("?{BUILD}-{attempt}");
        let worker =
            web_sys::Worker::new(&format!("engine-start.js{build}")).or_else(|_| worker_without_origin(&build)).ok()?;
        let failed = heard.clone();
        let listeners = [
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                heard(said(&event.data().as_string().unwrap_or_default()));
            }),
            Closure::new(move |_| failed(Said::Failed(""))),
        ];
        worker.set_onmessage(Some(listeners[0].as_ref().unchecked_ref()));
        worker.set_onerror(Some(listeners[1].as_ref().unchecked_ref()));
        Some(Self { place: Place::Worker { worker, _listeners: listeners }, words: Cell::new(language::compiled()) })
    }

    /// Loads the program into the page, which stands still while that answers.
    pub(super) fn start_in_page(heard: impl Fn(Said) + Clone + 'static) -> Option<Self> {
        let place = Place::Page(InPage::start(move |message| heard(said(message)))?);
        Some(Self { place, words: Cell::new(language::compiled()) })
    }

    pub(super) fn send(&self, id: u32, request: &str) {
        if let Some(words) = self.words.take() {
            self.post(format!("{WORDS} {words}"));
        }
        self.post(format!("{id} {request}"));
    }

    fn post(&self, message: String) {
        match &self.place {
            Place::Worker { worker, .. } => drop(worker.post_message(&JsValue::from(message))),
            Place::Page(page) => page.post(message),
        }
    }
}

/// A sandboxed frame has an origin that no file is of; there a worker starts from a text, and the files from their whole
/// addresses.
fn worker_without_origin(build: &str) -> Result<web_sys::Worker, JsValue> {
    let home = environment::page();
    let text = format!(
        "self.trustedTypes?.createPolicy('default',{{createScriptURL:(text)=>text.startsWith('{home}')?text:null}});self.trainbill={{home:'{home}',build:'{build}'}};importScripts('{home}engine-start.js{build}')"
    );
    let blob = environment::blob("text/javascript", &text).ok_or(JsValue::NULL)?;
    web_sys::Worker::new(&web_sys::Url::create_object_url_with_blob(&blob)?)
}

fn said(message: &str) -> Said<'_> {
    match message.split_once(' ') {
        Some(("ready", build)) if build == BUILD => Said::Ready,
        Some((FAILED, what)) => Said::Failed(what),
        Some((id, answer)) if id != "ready" => progress(answer).map_or(Said::Answer(id, answer), Said::Progress),
        _ => Said::Failed(""),
    }
}

fn progress(answer: &str) -> Option<Progress> {
    let mut parts = answer.strip_prefix("progress ")?.splitn(3, ' ').map(str::to_owned);
    Some(Progress { done: parts.next()?, total: parts.next()?, words: parts.next()? })
}
