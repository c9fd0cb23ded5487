//! Requests that take seconds, each in a worker of its own, which ends with it.

use std::cell::RefCell;
use std::rc::Rc;

use yew::prelude::*;

use super::worker::{Progress, Said, Worker};

/// What is known of a long request.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Run {
    /// How far it is, while it runs.
    pub(crate) progress: Option<Progress>,
    /// The answer.
    pub(crate) answer: Option<AttrValue>,
    /// Whether the worker failed.
    pub(crate) has_failed: bool,
}

/// Runs a request, which has a number so that it can be asked again. Another one, and none, end the worker that was at
/// it.
#[hook]
pub(crate) fn use_run(request: Option<(u32, AttrValue)>) -> Run {
    let run = use_state_eq(Run::default);
    let failures = use_mut_ref(|| 0);
    {
        let tell = run.setter();
        use_effect_with(request, move |request| {
            let place = match request {
                Some((_, request)) => start(request.clone(), &tell, &failures),
                None => Rc::default(),
            };
            let is_running = place.borrow().is_some();
            tell.set(Run {
                progress: is_running.then(Progress::default),
                has_failed: request.is_some() && !is_running,
                ..Run::default()
            });
            move || {
                place.take();
            }
        });
    }
    (*run).clone()
}

/// A worker and what listens to it hold each other, until it is taken out of its place.
fn start(request: AttrValue, tell: &UseStateSetter<Run>, failures: &Rc<RefCell<u32>>) -> Rc<RefCell<Option<Worker>>> {
    let place: Rc<RefCell<Option<Worker>>> = Rc::default();
    let (own, tell, count) = (place.clone(), tell.clone(), failures.clone());
    let worker = Worker::start(*failures.borrow(), move |said| {
        let run = match said {
            Said::Ready => {
                if let Some(worker) = own.borrow().as_ref() {
                    worker.send(0, &request);
                }
                return;
            }
            Said::Progress(progress) => Run { progress: Some(progress), ..Run::default() },
            Said::Answer(_, answer) => Run { answer: Some(answer.to_owned().into()), ..Run::default() },
            Said::Failed(_) => {
                *count.borrow_mut() += 1;
                Run { has_failed: true, ..Run::default() }
            }
        };
        if run.progress.is_none() {
            own.take();
        }
        tell.set(run);
    });
    place.replace(worker);
    place
}
