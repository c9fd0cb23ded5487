//! A button for something that may take seconds: how far it is, a way to give it up, and what came of it.

use cost_model::report::Report;
use cost_model::words::components as words;
use yew::prelude::*;

use crate::engine::{File, use_run};
use crate::environment;
use crate::report::{Enter, report};

#[derive(Properties, PartialEq)]
pub(crate) struct LongRunProps {
    pub(crate) request: AttrValue,
    pub(crate) label: &'static str,
    /// What choosing something in the report enters; without it the answer is a file.
    #[prop_or_default]
    pub(crate) enter: Option<Enter>,
}

#[component]
pub(crate) fn LongRun(props: &LongRunProps) -> Html {
    let asked = use_state(|| (0, None::<AttrValue>));
    let (count, request) = (*asked).clone();
    // What was asked of a state that has changed since is given up, and does not begin anew where the state comes back.
    use_effect_with(props.request.clone(), {
        let asked = asked.clone();
        move |now| {
            if asked.1.as_ref().is_some_and(|request| request != now) {
                asked.set((count, None));
            }
        }
    });
    let run = use_run(request.filter(|request| *request == props.request).map(|request| (count, request)));
    let is_file = props.enter.is_none();
    let is_shown = is_file && !environment::can_save();
    use_effect_with(run.answer.clone(), move |answer| {
        if let Some(file) = File::of(answer).filter(|_| is_file) {
            file.save();
        }
    });
    let answer = use_memo(run.answer.clone(), |answer| Report::from_lines(answer.as_deref()?));
    let is_running = run.progress.is_some();
    let onclick = {
        let next = (!is_running).then(|| props.request.clone());
        move |_: MouseEvent| asked.set((count + 1, next.clone()))
    };
    html! {
        <div class="long-run" role="group" aria-label={props.label}>
            // One button, so that the focus stays on it.
            <button type="button" class="button" {onclick}>{ if is_running { words::cancel() } else { props.label } }</button>
            if let Some(progress) = &run.progress {
                <progress aria-label={props.label} value={progress.done.clone()} max={progress.total.clone()}></progress>
                <span class="note">{ &progress.words }</span>
            }
            <span class="note" role="status">{ match &run.answer {
                None if run.has_failed => words::failed(),
                None => "",
                Some(answer) if answer.is_empty() => words::nothing_of_this(),
                Some(_) if is_shown => words::cannot_save(),
                Some(_) => words::done(),
            } }</span>
            if let Some(file) = File::of(&run.answer).filter(|_| is_shown) {
                <textarea readonly=true rows="8" aria-label={words::to_select_and_copy(file.name)} value={file.content.to_owned()} />
            }
            if let (Some(of), Some(enter)) = (&*answer, &props.enter) {
                <div class="report">{ report(of, enter) }</div>
            }
        </div>
    }
}
