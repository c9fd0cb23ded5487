//! What is said when the program itself fails. Then nothing of it can be trusted, so the script that stands in the page
//! (`static/start.js`) opens the panel that is drawn here beforehand.

use std::cell::RefCell;

use cost_model::words::failure as words;
use yew::prelude::*;

use crate::components::IconButton;
use crate::environment;

thread_local! {
    /// The fragment of what is shown, or being worked out.
    static LATEST: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps the fragment of what is being worked out, which a panic is to name.
pub(crate) fn remember(fragment: &str) {
    LATEST.set(fragment.to_owned());
}

/// Has every panic from now on end in the panel.
#[cfg(target_arch = "wasm32")]
pub(crate) fn watch() {
    remember(&environment::fragment());
    yew::set_custom_panic_hook(Box::new(|panic| {
        let latest = LATEST.with(|latest| latest.try_borrow().map(|latest| latest.clone()).unwrap_or_default());
        environment::say_failure(&panic.to_string(), &environment::address_with(&latest));
    }));
}

/// What is said when the program fails; closed until then.
#[component]
pub(crate) fn FailurePanel() -> Html {
    html! {
        <dialog class="panel" id="failure" aria-labelledby="failure-h">
            <h2 id="failure-h">{ words::heading() }</h2>
            <p>{ words::whose_fault() }</p>
            <pre></pre>
            <label for="failure-link">{ words::link() }</label>
            <textarea class="code" id="failure-link" rows="3" readonly=true />
            <p class="buttons">
                <button type="button" class="button" name="copy">{ words::copy() }</button>
                <button type="button" class="button" name="again">{ words::start_again() }</button>
            </p>
            <p class="note">{ words::not_by_itself() }</p>
        </dialog>
    }
}

/// Offers the scenario with which the page failed before it was opened anew.
#[component]
pub(crate) fn FailedBefore() -> Html {
    let fragment = use_state(environment::failed_before);
    let Some(address) = fragment.as_deref().map(|fragment| format!("#{fragment}")) else { return Html::default() };
    let forget = {
        let fragment = fragment.setter();
        Callback::from(move |_: MouseEvent| fragment.set(None))
    };
    html! {
        <section class="notices" role="status" aria-label={words::failed_before()}>
            <ul><li>
                <p>{ words::failed_before() }{ " " }<a href={address} onclick={forget.clone()}>{ words::open_it() }</a></p>
                { IconButton { id: None, name: "close", label: words::dismiss(), disabled: false, onclick: forget }.view() }
            </li></ul>
        </section>
    }
}
