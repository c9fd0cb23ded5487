//! A text field that suggests what can be added.

use cost_model::words::components as words;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::environment;

/// Something that can be chosen.
#[derive(Clone, PartialEq)]
pub(crate) struct Choice {
    pub(crate) slug: &'static str,
    pub(crate) name: &'static str,
    pub(crate) detail: String,
    /// Everything that it may be looked for by, in lower case.
    pub(crate) search: String,
}

#[derive(Properties, PartialEq)]
pub(crate) struct ComboboxProps {
    pub(crate) id: &'static str,
    pub(crate) label: &'static str,
    /// What there is to choose from, asked for once the list is open.
    pub(crate) choices: Callback<(), Vec<Choice>>,
    pub(crate) onchoose: Callback<&'static str>,
}

fn option_id(list: &str, index: usize) -> String {
    format!("{list}-{index}")
}

/// The most suggestions shown at a time.
const MOST: usize = 60;

#[component]
pub(crate) fn Combobox(props: &ComboboxProps) -> Html {
    let typed = use_state(String::new);
    let open = use_state(|| false);
    let active = use_state(|| 0_usize);
    let wanted = typed.trim().to_ascii_lowercase();
    let mut found = if *open { props.choices.emit(()) } else { Vec::new() };
    found.retain(|choice| choice.search.contains(&wanted));
    found.truncate(MOST);
    use_effect_with((*open, *active), {
        let option = option_id(props.id, *active);
        move |(open, _)| {
            if *open {
                environment::show_in_list(&option);
            }
        }
    });
    let choose = {
        let (typed, open, onchoose) = (typed.clone(), open.clone(), props.onchoose.clone());
        Callback::from(move |slug: &'static str| {
            typed.set(String::new());
            open.set(false);
            onchoose.emit(slug);
        })
    };
    let oninput = {
        let (typed, open, active) = (typed.clone(), open.clone(), active.clone());
        move |event: InputEvent| {
            typed.set(event.target_unchecked_into::<HtmlInputElement>().value());
            active.set(0);
            open.set(true);
        }
    };
    let onkeydown = {
        let (open, active, found, choose) = (open.clone(), active.clone(), found.clone(), choose.clone());
        move |event: KeyboardEvent| {
            let last = found.len().saturating_sub(1);
            match event.key().as_str() {
                "ArrowDown" if *open => active.set((*active + 1).min(last)),
                "ArrowDown" => open.set(true),
                "ArrowUp" => active.set(active.saturating_sub(1)),
                "Enter" if *open => {
                    if let Some(choice) = found.get(*active) {
                        choose.emit(choice.slug);
                    }
                }
                "Escape" => open.set(false),
                _ => return,
            }
            event.prevent_default();
        }
    };
    let show = {
        let open = open.clone();
        move |_| open.set(true)
    };
    let hide = {
        let open = open.clone();
        move |_| open.set(false)
    };
    let list_id = format!("{}-list", props.id);
    html! {
        <div class="combo">
            <label class="vh" for={props.id}>{ props.label }</label>
            <input
                id={props.id} type="text" role="combobox" autocomplete="off" placeholder={format!("{}…", props.label)}
                aria-autocomplete="list" aria-controls={list_id.clone()} aria-expanded={open.to_string()}
                aria-activedescendant={(*open && !found.is_empty()).then(|| option_id(props.id, *active))}
                value={(*typed).clone()} {oninput} {onkeydown} onclick={show} onblur={hide}
            />
            <ul class="options" id={list_id} role="listbox" aria-label={props.label} hidden={!*open}>
                { for found.iter().enumerate().map(|(index, choice)| {
                    let slug = choice.slug;
                    // Pressing, not clicking: the field loses the focus in between and would close the list.
                    let onmousedown = { let choose = choose.clone(); move |_| choose.emit(slug) };
                    html! {
                        <li
                            role="option" id={option_id(props.id, index)} key={slug}
                            aria-selected={(index == *active).to_string()} {onmousedown}
                        >
                            { choice.name }{ " " }<small>{ choice.detail.clone() }</small>
                        </li>
                    }
                }) }
                if *open && found.is_empty() {
                    <li role="option" aria-disabled="true" aria-selected="false">{ words::nothing_of_that_name() }</li>
                }
            </ul>
        </div>
    }
}
