//! Windows above the page: sharing it, embedding it, and exporting a piece of it.

mod embed;
mod export;
mod share;

use cost_model::catalogue::Catalogue;
use cost_model::share::names;
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
}

/// Opens a window, or closes it.
pub(crate) type Open = Callback<Option<Panel>>;

/// The window that is open, if there is one.
pub(crate) fn panel(state: &UseReducerHandle<State>, panel: &Option<Panel>, open: &Open) -> Html {
    let fragment = state.fragment();
    let onclose = open.reform(|()| None);
    match panel {
        None => Html::default(),
        Some(Panel::Share) => html! { <share::Share {fragment} state={state.clone()} {onclose} open={open.clone()} /> },
        Some(Panel::Embed(piece)) => {
            html! { <embed::Embed {fragment} piece={piece.clone()} names={names(&state.comparison, Catalogue::current())} view={state.comparison.view} {onclose} /> }
        }
        Some(Panel::Export(piece)) => {
            html! { <export::Export piece={piece.clone()} {fragment} {onclose} open={open.clone()} /> }
        }
    }
}
