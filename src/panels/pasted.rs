//! A file that was pasted or dropped: a scenario opens at once, of a model's configuration is shown what it counts to.

use cost_model::comparison::{Action, View};
use cost_model::engine;
use cost_model::field::Field;
use cost_model::words::pasted as words;
use yew::prelude::*;

use crate::components::{dialog, use_dialog};
use crate::engine::{use_report, use_run};
use crate::report::report;
use crate::state::{Event, State};

#[derive(Properties, PartialEq)]
pub(crate) struct PastedProps {
    pub(crate) state: UseReducerHandle<State>,
    pub(crate) text: AttrValue,
    pub(crate) onclose: Callback<()>,
}

#[component]
pub(crate) fn PastedFile(props: &PastedProps) -> Html {
    let node = use_dialog();
    let opened = use_run(Some((0, engine::open(&props.text).into())));
    let (configuration, _) = use_report(String::new(), engine::import(&props.text));
    let scenario = opened.answer.as_deref().and_then(engine::opened);
    {
        let (state, onclose) = (props.state.clone(), props.onclose.clone());
        let fragment = scenario.and_then(Result::ok).map(str::to_owned);
        use_effect_with(fragment, move |fragment| {
            if let Some(fragment) = fragment {
                state.dispatch(Event::Open(fragment.clone()));
                onclose.emit(());
            }
        });
    }
    let enter = {
        let (state, onclose) = (props.state.clone(), props.onclose.clone());
        Callback::from(move |(values, _): (Vec<(Field, String)>, bool)| {
            let place = state.comparison.shown();
            state.dispatch(Event::Do(Action::EnterAll { place, values }));
            state.dispatch(Event::Do(Action::Show { view: View::Train }));
            onclose.emit(());
        })
    };
    // What else is in JSON is read as a configuration, which says what it lacks.
    let fault = scenario.and_then(Result::err).filter(|_| props.text.contains(engine::SCENARIO));
    let content = html! {
        <div class="report" aria-live="polite">
            { match fault {
                Some(why) => html! { <p class="error">{ why.to_owned() }</p> },
                None if opened.has_failed || configuration.failure.is_some() => html! { <p class="error">{ words::failed() }</p> },
                None => html! { { for configuration.report.iter().map(|of| report(of, &enter)) } },
            } }
        </div>
    };
    dialog(&node, words::title(), &props.onclose, content)
}
