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

/// A window that is open, and the how-manieth it is: each is drawn anew, so that the end of one, of which the browser
/// tells a moment later, is not taken for the end of the next.
pub(crate) type Shown = (u32, Option<Panel>);

/// The window that is open, and what opens another.
#[hook]
pub(crate) fn use_panel() -> (UseStateHandle<Shown>, Open) {
    let shown = use_state(Shown::default);
    let count = use_mut_ref(|| 0);
    let open = {
        let shown = shown.setter();
        use_callback((), move |panel, ()| {
            let mut count = count.borrow_mut();
            *count += 1;
            shown.set((*count, panel));
        })
    };
    (shown, open)
}

/// Closes a window on a piece of the page: where the page has become another, the piece may be too.
pub(crate) fn close_piece((_, panel): &Shown, open: &Open) {
    if matches!(panel, Some(Panel::Export(_) | Panel::Embed(Some(_)))) {
        open.emit(None);
    }
}

/// The window that is open, if there is one.
pub(crate) fn panel(state: &UseReducerHandle<State>, (key, panel): &Shown, open: &Open) -> Html {
    let Some(panel) = panel else { return Html::default() };
    let (key, state, onclose) = (*key, state.clone(), open.reform(|()| None));
    match panel {
        Panel::Share => html! { <share::Share {key} {state} {onclose} open={open.clone()} /> },
        Panel::Embed(piece) => html! { <embed::Embed {key} {state} piece={piece.clone()} {onclose} /> },
        Panel::Pasted(text) => html! { <pasted::PastedFile {key} {state} text={text.clone()} {onclose} /> },
        Panel::Export(piece) => {
            html! { <export::Export {key} piece={piece.clone()} fragment={state.fragment()} {onclose} open={open.clone()} /> }
        }
    }
}
