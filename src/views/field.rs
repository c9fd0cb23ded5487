//! One field of the form: what it holds, what was read of what is being typed, where its default comes from.

use cost_model::catalogue::Catalogue;
use cost_model::comparison::Action;
use cost_model::estimate::{Origin, Outcome, Step};
use cost_model::field::{Field, Kind, Spec};
use cost_model::number;
use cost_model::scale;
use cost_model::scenario::{Value, range_of};
use cost_model::text;
use cost_model::words::{components, views_field as words};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::components::use_sayings;
use crate::environment;
use crate::state::{Draft, Event};

#[derive(Properties, PartialEq)]
pub(crate) struct FieldInputProps {
    pub(crate) place: usize,
    pub(crate) field: Field,
    /// The field's step; nothing while the fields contradict each other.
    pub(crate) step: Option<Step>,
    pub(crate) entered: Option<Value>,
    pub(crate) draft: Option<Draft>,
    /// What an analysis used because nothing was entered, and where that comes from.
    pub(crate) found: Option<(String, String)>,
    /// Whether it has yet to say so.
    pub(crate) awaits_found: bool,
    /// What can be chosen from is of its edition.
    pub(crate) catalogue: &'static Catalogue,
    pub(crate) dispatch: Callback<Event>,
}

#[component]
pub(crate) fn FieldInput(props: &FieldInputProps) -> Html {
    use_sayings();
    let (place, field) = (props.place, props.field);
    let spec = field.spec();
    let id = format!("f-{}", spec.key);
    let refusal = props.draft.as_ref().and_then(|draft| draft.refusal.as_ref());
    let changed = props.entered.is_some() || props.draft.is_some();
    let state = if refusal.is_some() { Some("error") } else { props.entered.is_some().then_some("changed") };
    // The button goes with what it resets; the focus stays at the field.
    let reset = {
        let (dispatch, id) = (props.dispatch.clone(), id.clone());
        move |_: MouseEvent| {
            dispatch.emit(Event::Do(Action::Reset { place, field }));
            environment::focus(&id);
        }
    };
    html! {
        <div class="field" data-state={state}>
            <div class="field-head">
                <label for={id.clone()}>{ spec.label() }</label>
                if changed {
                    <button type="button" class="link" aria-label={words::reset_field(spec.label())} onclick={reset}>{ words::reset() }</button>
                }
            </div>
            <div class="control">
                { control(props, &id) }
                if !spec.unit.is_empty() {
                    <span class="unit">{ text::unit_in_words(spec.unit) }</span>
                }
            </div>
            { slider(props, spec) }
            { match refusal {
                Some(refusal) => html! {
                    <p class="error" id={format!("{id}-error")}>
                        { words::refused(&refusal.value, &sentence(&refusal.reason)) }
                    </p>
                },
                None => echo(props, &id),
            } }
            { source(props.step.as_ref()) }
            if let Some((_, because)) = &props.found {
                <p class="source">{ components::sentence(&capitalised(because)) }</p>
            }
            <p class="help" id={format!("{id}-help")}>
                { spec.help() }
                // At hand while the field is being used.
                if let Some(range) = range_of(field) {
                    <span class="allowed">{ " " }{ words::allowed(&range) }</span>
                }
            </p>
        </div>
    }
}

fn capitalised(text: &str) -> String {
    let mut text = text.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

fn sentence(reason: &str) -> String {
    if reason.ends_with(['.', '。']) { reason.to_owned() } else { components::sentence(reason) }
}

fn control(props: &FieldInputProps, id: &str) -> Html {
    let (place, field) = (props.place, props.field);
    let can_be_found = field.spec().group.is_found();
    let enter = props.dispatch.reform(move |typed: String| {
        // What the analysis finds by itself may be left empty.
        let is_left = can_be_found && typed.trim().is_empty();
        Event::Do(if is_left { Action::Reset { place, field } } else { Action::Enter { place, field, typed } })
    });
    let described = format!("{id}-error {id}-help");
    if let Kind::Choice(choices) = field.spec().kind {
        let now = match (&props.entered, props.step.as_ref().map(|step| &step.outcome)) {
            (Some(Value::Choice(slug)), _) => (*slug).to_owned(),
            (_, Some(Outcome::Word { slug, .. })) => slug.to_string(),
            _ => String::new(),
        };
        let onchange = enter.reform(|event: web_sys::Event| event.target_unchecked_into::<HtmlSelectElement>().value());
        return html! {
            <select id={id.to_owned()} {onchange} aria-describedby={described}>
                if can_be_found {
                    <option value="" selected={now.is_empty()}>{ props.found.as_ref().map_or_else(|| words::default().to_owned(), |(value, _)| words::found_by_default(value)) }</option>
                } else if now.is_empty() {
                    <option value="" selected=true disabled=true>{ words::unknown() }</option>
                }
                { for choices.options(props.catalogue).into_iter().map(|(slug, name)| html! {
                    <option value={slug} selected={slug == now} key={slug}>{ name }</option>
                }) }
            </select>
        };
    }
    let oninput = enter.reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value());
    let onblur = props.dispatch.reform(move |_: FocusEvent| Event::Leave(place, field));
    let invalid = props.draft.as_ref().is_some_and(|draft| draft.refusal.is_some());
    html! {
        <input
            id={id.to_owned()} type="text" autocomplete="off" spellcheck="false" maxlength="10000"
            value={shown(props)} placeholder={found(props)} aria-invalid={invalid.then_some("true")}
            aria-describedby={described} {oninput} {onblur}
        />
    }
}

/// A slider beside a field that has one; what it enters is like what is typed.
fn slider(props: &FieldInputProps, spec: &Spec) -> Html {
    let Some(slider) = spec.slider() else { return Html::default() };
    let (place, field) = (props.place, props.field);
    let oninput = props.dispatch.reform(move |event: InputEvent| {
        let step = event.target_unchecked_into::<HtmlInputElement>().value();
        Event::Do(Action::Enter { place, field, typed: slider.typed(&step) })
    });
    let entered = props.entered.as_ref().and_then(Value::number).map(|share| share.middle_signed());
    // What was found begins with its central value.
    let of_found = || number::parse(props.found.as_ref()?.0.split(' ').next()?).ok().map(|share| share.low());
    let Some(value) = entered.or_else(of_found).or_else(|| slider.start()) else { return Html::default() };
    html! {
        <input type="range" min={slider.first().to_string()} max={scale::STEPS.to_string()} value={slider.step(value).to_string()}
            aria-label={words::slider(spec.label())} aria-valuetext={text::point(value, spec.style)} {oninput} />
    }
}

/// What stands for a value where none was entered.
fn found(props: &FieldInputProps) -> String {
    let nothing = match props.field.spec().group.is_found() {
        true if props.awaits_found => "",
        true => words::not_needed(),
        false => words::unknown(),
    };
    props.found.as_ref().map_or_else(|| nothing.to_owned(), |(value, _)| value.clone())
}

/// What stands in the input: the draft, what was entered, or the preset's value.
fn shown(props: &FieldInputProps) -> String {
    if let Some(draft) = &props.draft {
        return draft.typed.clone();
    }
    if let Some(value) = &props.entered {
        return value.to_text();
    }
    match props.step.as_ref().map(|step| &step.outcome) {
        Some(Outcome::Number(figure)) => number::to_rounded_text(*figure),
        Some(Outcome::Word { words, .. }) => words.to_string(),
        _ => String::new(),
    }
}

/// The value as it was read, so that a slip of three zeros shows.
fn echo(props: &FieldInputProps, id: &str) -> Html {
    match props.step.as_ref().map(|step| &step.outcome) {
        _ if matches!(props.entered, Some(Value::Uncertain(_))) => {
            let read = props.entered.as_ref().and_then(|value| value.spread_in_words(props.field));
            html! { <output class="echo" for={id.to_owned()}>{ format!("= {}", read.unwrap_or_default()) }</output> }
        }
        Some(Outcome::Number(figure)) => {
            let spec = props.field.spec();
            let full = text::in_full(*figure, spec.style, text::unit_in_words(spec.unit));
            html! { <output class="echo" for={id.to_owned()}>{ format!("= {full}") }</output> }
        }
        Some(Outcome::Unknown(why)) => html! { <p class="echo">{ components::sentence(why) }</p> },
        _ => Html::default(),
    }
}

fn source(step: Option<&Step>) -> Html {
    let Some(step) = step else { return Html::default() };
    let text = match &step.origin {
        Origin::Entered => step
            .alternatives
            .first()
            .map(|other| words::entered(other.citation.source().publisher(), &other.value.to_text(step.item.style()))),
        Origin::Published(_) | Origin::Nowhere => None,
        Origin::Derived(equation, _) => {
            Some(words::worked_out(&equation.written(|input| input.label().to_ascii_lowercase())))
        }
    };
    let cited = step.citations().first().map(|cited| {
        html! {
            <>
                { capitalised(cited.basis().meaning()) }{ components::colon() }
                <a href={cited.source().url()} target="_blank" rel="noopener">{ cited.source().title() }</a>
                { words::located(cited.locator()) }
            </>
        }
    });
    if text.is_none() && cited.is_none() {
        return Html::default();
    }
    html! { <p class="source">{ text }{ cited }</p> }
}
