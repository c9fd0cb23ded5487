//! Answers to the present request of a view, from one worker that is loaded when it is first needed.

use std::cell::RefCell;
use std::rc::Rc;

use cost_model::report::Report;
use yew::prelude::*;

use super::worker::{Said, Worker};

/// A worker that fails is started again so many times; then the page itself answers.
const RESTARTS: u32 = 1;

/// What is known of the answer to the present request.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Answer {
    /// The last answer that arrived; empty where there was none to give.
    pub(crate) text: Option<AttrValue>,
    /// Whether a newer one is on its way.
    pub(crate) is_awaited: bool,
    /// The worker could not be started, or failed again; what it said last, if anything.
    pub(crate) failure: Option<AttrValue>,
}

#[derive(Default)]
struct Engine {
    worker: Option<Worker>,
    is_ready: bool,
    /// The newest request and its number.
    request: String,
    id: u32,
    /// What it is about, and the number of the first request that was.
    about: String,
    first_about_it: u32,
    /// The number of the request that the worker is at.
    at_work: Option<u32>,
    answer: Answer,
    failures: u32,
}

type Shared = Rc<RefCell<Engine>>;

/// The same with the report that it is.
#[derive(Clone, PartialEq)]
pub(crate) struct Reported {
    pub(crate) report: Rc<Option<Report>>,
    pub(crate) is_awaited: bool,
    pub(crate) failure: Option<AttrValue>,
}

/// The report on a request, see [`use_answer`].
#[hook]
pub(crate) fn use_report(about: String, request: String) -> (Reported, Callback<MouseEvent>) {
    let (Answer { text, is_awaited, failure }, retry) = use_answer(about, request);
    let report = use_memo(text, |text| Report::from_lines(text.as_deref()?));
    (Reported { report, is_awaited, failure }, retry)
}

/// The answer to a request, and a way to try again after a failure. An older answer stays until the new one is there, unless
/// it was about something else; an empty request has none, and starts nothing.
#[hook]
pub(crate) fn use_answer(about: String, request: String) -> (Answer, Callback<MouseEvent>) {
    let engine: Rc<Shared> = use_memo((), |()| Shared::default());
    let redraw = use_force_update();
    {
        // While drawing, not in an effect: effects wait until the page has time, which it may not have as long as a slider
        // is dragged.
        let (engine, redraw) = ((*engine).clone(), redraw.clone());
        use_memo((about, request), move |(about, request)| ask(&engine, about, request.clone(), &redraw));
    }
    {
        // The worker and what listens to it hold each other, and would stay.
        let engine = (*engine).clone();
        use_effect_with((), move |()| move || engine.borrow_mut().worker = None);
    }
    let retry = {
        let engine = (*engine).clone();
        Callback::from(move |_| {
            let (about, request) = {
                let mut engine = engine.borrow_mut();
                engine.failures = 0;
                (engine.about.clone(), engine.request.clone())
            };
            ask(&engine, &about, request, &redraw);
            redraw.force_update();
        })
    };
    let answer = engine.borrow().answer.clone();
    (answer, retry)
}

fn ask(shared: &Shared, about: &str, request: String, redraw: &UseForceUpdateHandle) {
    {
        let mut engine = shared.borrow_mut();
        engine.id += 1;
        if engine.about != about {
            about.clone_into(&mut engine.about);
            engine.first_about_it = engine.id;
            engine.answer.text = None;
        }
        engine.request = request;
        if engine.request.is_empty() {
            engine.answer = Answer::default();
        } else {
            engine.answer.is_awaited = true;
            engine.answer.failure = None;
        }
    }
    send(shared, redraw);
}

/// Sends the newest request, once the worker runs and is free. Those in between are dropped: while a slider is dragged,
/// answers follow each other as fast as the worker finds them.
fn send(shared: &Shared, redraw: &UseForceUpdateHandle) {
    let mut engine = shared.borrow_mut();
    if !engine.answer.is_awaited {
        return;
    }
    if engine.worker.is_none() {
        let (again, redraw) = (shared.clone(), redraw.clone());
        let heard = move |said: Said| hear(&again, &redraw, said);
        engine.worker = if engine.failures > RESTARTS {
            Worker::start_in_page(heard)
        } else {
            Worker::start(engine.failures, heard.clone()).or_else(|| {
                engine.failures = RESTARTS + 1;
                Worker::start_in_page(heard)
            })
        };
        engine.answer.failure = engine.worker.is_none().then(AttrValue::default);
    }
    if engine.is_ready && engine.at_work.is_none() {
        if let Some(worker) = &engine.worker {
            worker.send(engine.id, &engine.request);
        }
        engine.at_work = Some(engine.id);
    }
}

fn hear(shared: &Shared, redraw: &UseForceUpdateHandle, said: Said) {
    match said {
        Said::Ready => shared.borrow_mut().is_ready = true,
        // What is asked here is answered at once.
        Said::Progress(_) => return,
        Said::Answer(id, answer) => take(&mut shared.borrow_mut(), id, answer),
        Said::Failed(what) => fail(&mut shared.borrow_mut(), what),
    }
    send(shared, redraw);
    redraw.force_update();
}

/// Takes an answer, also one to an older request while the newest is still to be sent, if that is about the same; nothing is shown
/// once there is no request.
fn take(engine: &mut Engine, id: &str, answer: &str) {
    let Some(at_work) = engine.at_work.take() else { return };
    if at_work.to_string() != id || at_work < engine.first_about_it || engine.request.is_empty() {
        return;
    }
    engine.failures = 0;
    let is_awaited = id != engine.id.to_string();
    engine.answer = Answer { text: Some(answer.to_owned().into()), is_awaited, failure: None };
}

fn fail(engine: &mut Engine, what: &str) {
    engine.worker = None;
    engine.is_ready = false;
    engine.at_work = None;
    engine.failures += 1;
    // After the worker's restarts the page itself had its turn.
    if engine.failures > RESTARTS + 1 {
        engine.answer.failure = Some(what.to_owned().into());
        engine.answer.is_awaited = false;
    }
}
