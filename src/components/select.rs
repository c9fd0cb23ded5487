//! A choice among a few named things.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// A menu under its label; `onchoose` gets the place of what was chosen.
pub(crate) fn select(
    id: &'static str,
    label: &str,
    names: &[&str],
    chosen: usize,
    onchoose: impl Fn(usize) + 'static,
) -> Html {
    let onchange = move |event: web_sys::Event| {
        let index = event.target_unchecked_into::<HtmlSelectElement>().selected_index();
        onchoose(usize::try_from(index).unwrap_or_default());
    };
    html! {
        <div class="choice">
            <label for={id}>{ label.to_owned() }</label>
            <select {id} {onchange}>
                { for names.iter().enumerate().map(|(place, name)| html! {
                    <option selected={place == chosen}>{ *name }</option>
                }) }
            </select>
        </div>
    }
}
