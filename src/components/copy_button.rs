//! A button that copies a text, and shows the text itself where the browser refuses.

use cost_model::words::components as words;
use yew::platform::spawn_local;
use yew::prelude::*;

use super::icon;
use crate::environment;

#[derive(Properties, PartialEq)]
pub(crate) struct CopyButtonProps {
    pub(crate) text: String,
    pub(crate) label: &'static str,
}

#[derive(Clone, Copy, PartialEq)]
enum Copied {
    NotYet,
    Yes,
    Refused,
}

#[component]
pub(crate) fn CopyButton(props: &CopyButtonProps) -> Html {
    let copied = use_state(|| Copied::NotYet);
    {
        let copied = copied.clone();
        use_effect_with(props.text.clone(), move |_| copied.set(Copied::NotYet));
    }
    let onclick = {
        let (text, copied) = (props.text.clone(), copied.clone());
        move |_: MouseEvent| {
            let (text, copied) = (text.clone(), copied.clone());
            spawn_local(async move {
                copied.set(if environment::copy(&text).await { Copied::Yes } else { Copied::Refused });
            });
        }
    };
    html! {
        <>
            <button type="button" class="button" {onclick}>
                { icon("link") }{ " " }{ if *copied == Copied::Yes { words::copied() } else { props.label } }
            </button>
            if *copied == Copied::Refused {
                <input class="copy-fallback" readonly=true aria-label={words::select_and_copy()} value={props.text.clone()} />
            }
            <span class="vh" role="status">{ if *copied == Copied::Yes { words::copied() } else { "" } }</span>
        </>
    }
}
