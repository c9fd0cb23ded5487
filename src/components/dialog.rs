//! A window above the page.

use cost_model::words::components as words;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::IconButton;

/// Opens the window that it is put in, when that is first drawn.
#[hook]
pub(crate) fn use_dialog() -> NodeRef {
    let dialog = use_node_ref();
    {
        let dialog = dialog.clone();
        use_effect_with((), move |()| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                let _ = dialog.show_modal();
            }
        });
    }
    dialog
}

/// A window under a title. The browser keeps the focus in it, closes it with Escape and puts the focus back where it was.
pub(crate) fn dialog(dialog: &NodeRef, title: &str, onclose: &Callback<()>, content: Html) -> Html {
    let close = {
        let dialog = dialog.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        })
    };
    html! {
        <dialog class="panel" ref={dialog} aria-labelledby="panel-h" onclose={onclose.reform(|_: web_sys::Event| ())}>
            <header>
                <h2 id="panel-h">{ title.to_owned() }</h2>
                { IconButton { id: None, name: "close", label: words::close(), disabled: false, onclick: close }.view() }
            </header>
            { content }
        </dialog>
    }
}
