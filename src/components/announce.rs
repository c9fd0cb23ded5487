//! Says a changed result to those who do not see the page.

use gloo_timers::callback::Timeout;
use yew::prelude::*;

/// Nothing is said until the visitor pauses, so that typing a number says its result once.
const PAUSE_MS: u32 = 800;

#[derive(Properties, PartialEq)]
pub(crate) struct AnnounceProps {
    pub(crate) text: String,
}

/// A line out of sight that takes over the text when it has changed and stays so for a while. What stood there when the page
/// was opened is not said: it is read with the page.
#[component]
pub(crate) fn Announce(props: &AnnounceProps) -> Html {
    let said = use_state(String::new);
    let before = use_mut_ref(|| props.text.clone());
    {
        let (said, is_silent) = (said.setter(), said.is_empty());
        use_effect_with(props.text.clone(), move |text| {
            // What was said is not so any more, and nothing else is known yet.
            if text.is_empty() && !is_silent {
                said.set(String::new());
            }
            let has_changed = *before.borrow() != *text && !text.is_empty();
            let text = text.clone();
            let timeout = has_changed.then(|| {
                Timeout::new(PAUSE_MS, move || {
                    before.borrow_mut().clone_from(&text);
                    said.set(text);
                })
            });
            move || drop(timeout)
        });
    }
    html! { <p class="vh" role="status" id="said">{ (*said).clone() }</p> }
}
