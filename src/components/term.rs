//! Technical terms in place: each can be pressed, and says what it means.

use std::cell::RefCell;

use cost_model::glossary::{Explained, Piece};
use yew::prelude::*;

/// The terms of a part of the page, each explained where it first stands.
#[derive(Default)]
pub(crate) struct Glossary(RefCell<Explained>);

impl Glossary {
    /// A text, in which terms can be pressed.
    pub(crate) fn text(&self, text: &str) -> Html {
        let pieces = self.0.borrow_mut().pieces(text);
        html! { <>{ for pieces.into_iter().map(|piece| match piece {
            Piece::Plain(text) => html! { { text.to_owned() } },
            Piece::Term(term, meaning) => html! { <Term term={term.to_owned()} {meaning} /> },
        }) }</> }
    }

    /// What the terms of a text mean, where the text itself is something to press.
    pub(crate) fn meanings(&self, text: &str) -> Html {
        let pieces = self.0.borrow_mut().pieces(text);
        html! { <>{ for pieces.into_iter().filter_map(|piece| match piece {
            Piece::Plain(_) => None,
            Piece::Term(term, meaning) => Some(html! { <p class="note"><b>{ term.to_owned() }</b>{ ": " }{ meaning }</p> }),
        }) }</> }
    }
}

#[derive(Properties, PartialEq)]
struct TermProps {
    term: String,
    meaning: &'static str,
}

/// The meaning stands below its term while that has the focus; Escape puts it away.
#[component]
fn Term(props: &TermProps) -> Html {
    let open = use_state_eq(|| false);
    let show = |is_shown: bool| {
        let open = open.setter();
        move |_: FocusEvent| open.set(is_shown)
    };
    let onclick = {
        let open = open.setter();
        move |_: MouseEvent| open.set(true)
    };
    let onkeydown = {
        let open = open.setter();
        move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                open.set(false);
            }
        }
    };
    html! {
        // Some browsers give a pressed button the focus only when it has a place in the order.
        <span class="term">
            <button type="button" tabindex="0" aria-expanded={open.to_string()} {onclick} {onkeydown} onfocus={show(true)} onblur={show(false)}>
                { &props.term }
            </button>
            if *open {
                <span class="meaning" role="status">{ props.meaning }</span>
            }
        </span>
    }
}
