//! Line drawings, and buttons that show nothing else.
//!
//! Small pieces without a state of their own are functions: each component costs several kilobytes of the page.

use yew::prelude::*;

/// One of the symbols of index.html.
pub(crate) fn icon(name: &'static str) -> Html {
    html! {
        <svg class="icon" aria-hidden="true"><use href={format!("#i-{name}")}></use></svg>
    }
}

/// A button with a drawing and a name that is not shown.
pub(crate) struct IconButton<'a> {
    /// By which the focus finds it again.
    pub(crate) id: Option<String>,
    pub(crate) name: &'static str,
    pub(crate) label: &'a str,
    pub(crate) disabled: bool,
    pub(crate) onclick: Callback<MouseEvent>,
}

impl IconButton<'_> {
    pub(crate) fn view(self) -> Html {
        let label = self.label.to_owned();
        html! {
            <button
                type="button" class="icon-button" id={self.id} aria-label={label.clone()} title={label}
                disabled={self.disabled} onclick={self.onclick}
            >
                { icon(self.name) }
            </button>
        }
    }
}
