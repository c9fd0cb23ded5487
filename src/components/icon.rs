//! Line drawings, and buttons that show nothing else.

use yew::prelude::*;

/// One of the symbols of index.html.
#[derive(Properties, PartialEq)]
pub(crate) struct IconProps {
    pub(crate) name: &'static str,
}

#[component]
pub(crate) fn Icon(props: &IconProps) -> Html {
    html! {
        <svg class="icon" aria-hidden="true"><use href={format!("#i-{}", props.name)}></use></svg>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct IconButtonProps {
    #[prop_or_default]
    pub(crate) id: Option<String>,
    pub(crate) name: &'static str,
    pub(crate) label: String,
    #[prop_or_default]
    pub(crate) disabled: bool,
    pub(crate) onclick: Callback<MouseEvent>,
}

#[component]
pub(crate) fn IconButton(props: &IconButtonProps) -> Html {
    html! {
        <button
            type="button"
            class="icon-button"
            id={props.id.clone()}
            aria-label={props.label.clone()}
            title={props.label.clone()}
            disabled={props.disabled}
            onclick={props.onclick.clone()}
        >
            <Icon name={props.name} />
        </button>
    }
}
