//! What the parts of a view can do to the state.

use std::rc::Rc;

use cost_model::comparison::Action;
use yew::prelude::*;

use super::compare::choices;
use crate::components::Choice;
use crate::state::{Asked, Event, State};

/// Ways to change the state. They stay the same from one drawing to the next, so that a part which shows the same as before
/// is not drawn again.
pub(super) struct Acts {
    pub(super) dispatch: Callback<Event>,
    pub(super) act: Callback<Action>,
    pub(super) ask: Callback<Option<Asked>>,
    /// Adds a preset by its slug.
    pub(super) add: Callback<&'static str>,
    /// Every preset that could be added.
    pub(super) choices: Callback<(), Vec<Choice>>,
}

#[hook]
pub(super) fn use_acts(state: &UseReducerHandle<State>) -> Rc<Acts> {
    let dispatcher = state.dispatcher();
    use_memo(state.comparison.catalogue(), move |catalogue| {
        let catalogue = *catalogue;
        let dispatch = Callback::from(move |event| dispatcher.dispatch(event));
        let act = dispatch.reform(Event::Do);
        Acts {
            ask: dispatch.reform(Event::Ask),
            add: act.reform(|slug: &'static str| Action::Add { slug: slug.to_owned() }),
            choices: Callback::from(move |()| choices(catalogue)),
            dispatch,
            act,
        }
    })
}
