//! Windows above the page: sharing it, embedding it, and exporting a piece of it, and what was pasted.

mod embed;
mod export;
mod pasted;
mod share;

use yew::prelude::*;

pub(crate) use export::{Piece, export_button};

use crate::state::State;

/// A window that is open.
#[derive(Clone, PartialEq)]
pub(crate) enum Panel {
    Share,
    /// The whole view, or a piece of it to choose.
    Embed(Option<Piece>),
    Export(Piece),
    /// A file that was pasted or dropped.
    Pasted(AttrValue),
}

/// Opens a window, or closes it.
pub(crate) type Open = Callback<Option<Panel>>;

/// The window that is open, if there is one.
pub(crate) fn panel(state: &UseReducerHandle<State>, panel: &Option<Panel>, open: &Open) -> Html {
    let Some(panel) = panel else { return Html::default() };
    let (state, onclose) = (state.clone(), open.reform(|()| None));
    match panel {
        Panel::Share => html! { <share::Share {state} {onclose} open={open.clone()} /> },
        Panel::Embed(piece) => html! { <embed::Embed {state} piece={piece.clone()} {onclose} /> },
        Panel::Pasted(text) => html! { <pasted::PastedFile {state} text={text.clone()} {onclose} /> },
        Panel::Export(piece) => {
            html! { <export::Export piece={piece.clone()} fragment={state.fragment()} {onclose} open={open.clone()} /> }
        }
    }
}
