//! The program beside the page: a Web Worker that does what would hold the page up. It is loaded when it is first needed.

use std::cell::RefCell;
use std::rc::Rc;

use cost_model::BUILD;
use cost_model::report::Report;
use gloo_timers::callback::Timeout;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Worker};
use yew::prelude::*;

/// While somebody is typing, only the last request is worth an answer.
const PAUSE_MS: u32 = 60;

/// A worker that fails is started again so many times.
const RESTARTS: u32 = 1;

/// What is known of the answer to the present request.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Answer {
    /// The last report that arrived.
    pub(crate) report: Option<Rc<Report>>,
    /// Whether a newer one is on its way.
    pub(crate) is_awaited: bool,
    /// Whether the worker could not be started, or failed again.
    pub(crate) has_failed: bool,
}

#[derive(Default)]
struct Engine {
    running: Option<Running>,
    request: String,
    id: u32,
    answer: Answer,
    failures: u32,
    pause: Option<Timeout>,
}

struct Running {
    worker: Worker,
    is_ready: bool,
    /// They live as long as the worker may call them.
    _listeners: [Closure<dyn FnMut(MessageEvent)>; 2],
}

impl Drop for Running {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

type Shared = Rc<RefCell<Engine>>;

/// The report on a request, and a way to try again after a failure. An older answer stays until the new one is there;
/// an empty request has none, and starts nothing.
#[hook]
pub(crate) fn use_report(request: String) -> (Answer, Callback<MouseEvent>) {
    let engine: Rc<Shared> = use_memo((), |()| Shared::default());
    let redraw = use_force_update();
    {
        let (engine, redraw) = ((*engine).clone(), redraw.clone());
        use_effect_with(request, move |request| {
            if request.is_empty() {
                engine.borrow_mut().answer = Answer::default();
                redraw.force_update();
            } else {
                ask(&engine, request.clone(), &redraw);
            }
        });
    }
    let retry = {
        let engine = (*engine).clone();
        Callback::from(move |_| {
            let request = {
                let mut engine = engine.borrow_mut();
                engine.failures = 0;
                engine.request.clone()
            };
            ask(&engine, request, &redraw);
        })
    };
    let answer = engine.borrow().answer.clone();
    (answer, retry)
}

fn ask(shared: &Shared, request: String, redraw: &UseForceUpdateHandle) {
    {
        let mut engine = shared.borrow_mut();
        engine.id += 1;
        engine.request = request;
        engine.answer.is_awaited = true;
        engine.answer.has_failed = false;
        let (later, again) = (shared.clone(), redraw.clone());
        engine.pause = Some(Timeout::new(PAUSE_MS, move || send(&later, &again)));
    }
    redraw.force_update();
}

/// Sends the present request, once the worker runs and has said so.
fn send(shared: &Shared, redraw: &UseForceUpdateHandle) {
    let is_running = shared.borrow().running.is_some();
    if !is_running {
        let started = start(shared, redraw);
        let mut engine = shared.borrow_mut();
        engine.answer.has_failed = started.is_none();
        engine.running = started;
    }
    let engine = shared.borrow();
    if let Some(running) = engine.running.as_ref().filter(|running| running.is_ready) {
        let _ = running.worker.post_message(&JsValue::from(format!("{} {}", engine.id, engine.request)));
    }
}

fn start(shared: &Shared, redraw: &UseForceUpdateHandle) -> Option<Running> {
    // Another address after a failure, so that a bad copy in a cache is not asked again.
    let attempt = shared.borrow().failures;
    let worker = Worker::new(&format!("engine-start.js?{BUILD}-{attempt}")).ok()?;
    let listener = |heard: fn(&Shared, &UseForceUpdateHandle, Option<String>)| {
        let (shared, redraw) = (shared.clone(), redraw.clone());
        Closure::new(move |event: MessageEvent| heard(&shared, &redraw, event.data().as_string()))
    };
    let listeners = [listener(hear), listener(|shared, redraw, _| fail(shared, redraw))];
    worker.set_onmessage(Some(listeners[0].as_ref().unchecked_ref()));
    worker.set_onerror(Some(listeners[1].as_ref().unchecked_ref()));
    Some(Running { worker, is_ready: false, _listeners: listeners })
}

fn hear(shared: &Shared, redraw: &UseForceUpdateHandle, message: Option<String>) {
    let message = message.unwrap_or_default();
    match message.split_once(' ') {
        Some(("ready", build)) if build == BUILD => {
            if let Some(running) = shared.borrow_mut().running.as_mut() {
                running.is_ready = true;
            }
            send(shared, redraw);
        }
        Some((id, answer)) if id != "ready" => take(shared, redraw, id, answer),
        // It failed to start, or holds another core than the page.
        _ => fail(shared, redraw),
    }
}

/// Takes the answer to the present request; those to older ones are of no use.
fn take(shared: &Shared, redraw: &UseForceUpdateHandle, id: &str, answer: &str) {
    {
        let mut engine = shared.borrow_mut();
        if id != engine.id.to_string() {
            return;
        }
        engine.failures = 0;
        engine.answer = Answer { report: Report::from_lines(answer).map(Rc::new), ..Answer::default() };
    }
    redraw.force_update();
}

fn fail(shared: &Shared, redraw: &UseForceUpdateHandle) {
    let try_again = {
        let mut engine = shared.borrow_mut();
        engine.running = None;
        engine.failures += 1;
        let try_again = engine.failures <= RESTARTS;
        if !try_again {
            engine.answer.has_failed = true;
            engine.answer.is_awaited = false;
        }
        try_again
    };
    if try_again {
        send(shared, redraw);
    } else {
        redraw.force_update();
    }
}
