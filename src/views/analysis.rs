//! A view of one entry: its fields, its bill, and what the program beside the page says of it.

use cost_model::comparison::{Action, MAX_ENTRIES, View};
use cost_model::engine;
use cost_model::estimate::{Estimate, Infeasible, Item, Outcome};
use cost_model::field::{Field, Group};
use cost_model::report::{Found, Report};
use cost_model::scenario::Scenario;
use cost_model::text::{self, Style};
use cost_model::words::analysis as words;
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::acts::{Acts, use_acts};
use super::compare::{notices, why};
use super::entry::{Form, stale};
use super::path::question;
use crate::components::{Announce, Combobox, Figure, Glossary, LongRun};
use crate::engine::{Reported, use_report};
use crate::environment;
use crate::panels::Open;
use crate::report::{Enter, exported_report, follow, part_id, report};
use crate::state::{Asked, Event, State};

/// So many that nothing but the inputs is uncertain any more.
const MANY_DRAWS: u32 = engine::MOST_DRAWS;

#[derive(Properties, PartialEq)]
pub(crate) struct AnalysisProps {
    pub(crate) state: UseReducerHandle<State>,
    pub(crate) open: Open,
}

#[component]
pub(crate) fn Analysis(props: &AnalysisProps) -> Html {
    let state = &props.state;
    let acts = use_acts(state);
    let Acts { dispatch, ask, .. } = &*acts;
    let view = state.comparison.view;
    let place = state.comparison.shown();
    let shown = state.comparison.scenarios.get(place).zip(state.estimates.get(place));
    let slug = shown.map_or("", |(scenario, _)| scenario.slug());
    let (answer, retry) = use_report(format!("{} {place} {slug}", view.key()), engine::view(view, &state.fragment()));
    let are_fields_open = use_state(|| false);
    html! {
        <main id="main" tabindex="-1">
            <div class="lede">
                <h1>{ question(view) }</h1>
                { lede(&answer) }
            </div>
            { notices(state, dispatch) }
            { chooser(state, &acts) }
            { match shown {
                Some((scenario, estimate)) => html! {
                    <div class="entry-body">
                        <div>{ opener(&are_fields_open) }{ form(state, scenario, estimate, &answer, *are_fields_open, dispatch) }</div>
                        { results(props, estimate, &answer, &retry, dispatch, ask) }
                    </div>
                },
                None => html! { <p class="note">{ words::no_entry() }</p> },
            } }
            <Announce text={to_say(state, &answer)} />
            { why(state, ask) }
        </main>
    }
}

/// The answer to the question, as soon as it is known.
fn lede(answer: &Reported) -> Html {
    let found = (*answer.report).as_ref().map(Report::answer);
    let text = match found {
        Some(found) => found.unwrap_or_default(),
        None if answer.is_awaited => words::working_on_it(),
        None => "",
    };
    html! { <p class="answer" aria-busy={answer.is_awaited.to_string()}>{ Glossary::default().text(text) }</p> }
}

/// What a change comes to: the bill where that is the view's matter, and else the answer.
fn to_say(state: &State, answer: &Reported) -> String {
    let place = state.comparison.shown();
    if has_total(state.comparison.view) {
        return total_in_words(state, place);
    }
    // What is on its way is said when it is there.
    let found = (*answer.report).as_ref().filter(|_| !answer.is_awaited);
    found.and_then(Report::answer).unwrap_or_default().to_owned()
}

/// What an entry's training cost is, in words; nothing while its fields contradict each other.
pub(super) fn total_in_words(state: &State, place: usize) -> String {
    let Some((scenario, Ok(estimate))) = state.comparison.scenarios.get(place).zip(state.estimates.get(place)) else {
        return String::new();
    };
    let cost = match &estimate.step(Item::TrainingCost).outcome {
        Outcome::Number(cost) => text::exact_or_range(*cost, Style::Usd),
        Outcome::Unknown(why) => why.to_string(),
        Outcome::Word { .. } => return String::new(),
    };
    words::total(&scenario.name(), &cost)
}

/// What the entry's training cost is, is not the question of the other views.
fn has_total(view: View) -> bool {
    !matches!(view, View::Serve | View::Budget | View::WhatIf)
}

/// Which entry is shown, and a way to add one.
fn chooser(state: &State, acts: &Acts) -> Html {
    let Acts { dispatch, add, choices, .. } = acts;
    let names = state.comparison.scenarios.iter().map(|scenario| scenario.name());
    let place = state.comparison.shown();
    let onchange = dispatch.reform(|event: web_sys::Event| {
        let index = event.target_unchecked_into::<HtmlSelectElement>().selected_index();
        Event::Do(Action::Open { place: usize::try_from(index).ok() })
    });
    html! {
        <div class="toolbar chooser">
            <label for="run">{ words::run() }</label>
            <select id="run" {onchange}>
                { for names.enumerate().map(|(index, name)| html! {
                    <option key={index} selected={index == place}>{ name }</option>
                }) }
            </select>
            if state.comparison.scenarios.len() < MAX_ENTRIES {
                <Combobox id="add" label={words::add_a_model()} choices={choices.clone()} onchoose={add.clone()} />
            }
            if state.comparison.view == View::Why {
                { reference(state, dispatch) }
            }
        </div>
    }
}

/// What the entry is measured against: a reference design, or another entry.
fn reference(state: &State, dispatch: &Callback<Event>) -> Html {
    let comparison = &state.comparison;
    let others: Vec<usize> = (0..comparison.scenarios.len()).filter(|place| *place != comparison.shown()).collect();
    let onchange = {
        let others = others.clone();
        dispatch.reform(move |event: web_sys::Event| {
            let index = event.target_unchecked_into::<HtmlSelectElement>().selected_index();
            let place = usize::try_from(index - 1).ok().and_then(|index| others.get(index).copied());
            Event::Do(Action::Against { place })
        })
    };
    html! {
        <>
            <label for="against">{ words::against() }</label>
            <select id="against" {onchange}>
                <option selected={comparison.against.is_none()}>{ words::a_reference_design() }</option>
                { for others.iter().filter_map(|place| Some((place, comparison.scenarios.get(*place)?))).map(|(place, other)| html! {
                    <option key={*place} selected={comparison.against == Some(*place)}>{ other.name() }</option>
                }) }
            </select>
        </>
    }
}

/// Where fields and results do not fit side by side, the answer comes first and the fields are folded behind this button.
fn opener(are_open: &UseStateHandle<bool>) -> Html {
    let is_open = **are_open;
    let onclick = {
        let are_open = are_open.clone();
        move |_: MouseEvent| are_open.set(!is_open)
    };
    html! {
        <button type="button" class="button opener" aria-controls="fields" aria-expanded={is_open.to_string()} {onclick}>
            { if is_open { words::hide_the_fields() } else { words::change_the_figures() } }
        </button>
    }
}

fn form(
    state: &State,
    scenario: &Scenario,
    estimate: &Result<Estimate, Infeasible>,
    answer: &Reported,
    is_open: bool,
    dispatch: &Callback<Event>,
) -> Html {
    let place = state.comparison.shown();
    let drafts = state.drafts.iter().filter(|((of, _), _)| *of == place);
    let form = Form {
        place,
        scenario,
        estimate,
        drafts: drafts.map(|((_, field), draft)| (*field, draft.clone())).collect(),
        found: (*answer.report).as_ref().map(|report| report.found.as_slice()),
        dispatch,
    };
    let reset = dispatch.reform(move |_: MouseEvent| Event::Do(Action::ResetEntry { place }));
    let view = state.comparison.view;
    let simple = view.first_fields(state.comparison.against.is_none());
    html! {
        <form id="fields" class="inputs" data-open={is_open.to_string()} aria-label={words::fields_of_the_run()}
            onsubmit={|e: SubmitEvent| e.prevent_default()}>
            <fieldset>
                <legend>{ match view {
                    View::Why => words::the_reference(),
                    View::Serve => words::the_service(),
                    View::Budget => words::the_budget(),
                    View::WhatIf => words::the_question(),
                    _ => words::the_run(),
                } }</legend>
                { for simple.iter().map(|field| form.input(*field)) }
            </fieldset>
            if view == View::Train {
                <Paste {place} dispatch={dispatch.clone()} />
            }
            { for view.groups().map(|group| folded(&form, group, simple)) }
            <p><button type="button" class="button" onclick={reset}>{ words::reset_all() }</button></p>
        </form>
    }
}

fn results(
    props: &AnalysisProps,
    estimate: &Result<Estimate, Infeasible>,
    answer: &Reported,
    retry: &Callback<MouseEvent>,
    dispatch: &Callback<Event>,
    ask: &Callback<Option<Asked>>,
) -> Html {
    let (state, place) = (&props.state, props.state.comparison.shown());
    html! {
        <div class="bill" onclick={follow}>
            if has_total(state.comparison.view) {
                { total(state, place, estimate, ask) }
            } else {
                <h2 class="vh">{ words::answer() }</h2>
            }
            { stale(&state.refused(place).collect::<Vec<_>>()) }
            { analysis(answer, state.comparison.edition(), retry, &enter(place, dispatch), &props.open) }
            { more(state, dispatch) }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct PasteProps {
    place: usize,
    dispatch: Callback<Event>,
}

/// A config.json, pasted or chosen as a file: what it counts to, and a button that uses it.
#[component]
fn Paste(props: &PasteProps) -> Html {
    let pasted = use_state(String::new);
    let request = if pasted.trim().is_empty() { String::new() } else { engine::import(&pasted) };
    let (answer, _) = use_report(String::new(), request);
    let oninput = {
        let pasted = pasted.clone();
        move |event: InputEvent| pasted.set(event.target_unchecked_into::<HtmlTextAreaElement>().value())
    };
    let onchange = {
        let pasted = pasted.clone();
        move |event: web_sys::Event| {
            let input = event.target_unchecked_into::<HtmlInputElement>();
            let pasted = pasted.clone();
            environment::read_file(input, move |text| pasted.set(text));
        }
    };
    let place = props.place;
    let enter = enter(place, &props.dispatch);
    html! {
        <details class="group">
            <summary>{ words::paste() }</summary>
            <label for="config">{ words::configuration() }</label>
            <textarea id="config" rows="5" spellcheck="false" value={(*pasted).clone()} {oninput} />
            <label for="config-file">{ words::or_as_a_file() }</label>
            <input id="config-file" type="file" accept=".json,application/json" {onchange} />
            <div class="report" aria-live="polite">
                if answer.failure.is_some() {
                    <p class="error">{ words::reader_failed() }</p>
                }
                { for answer.report.iter().map(|of| report(of, &enter)) }
            </div>
        </details>
    }
}

/// A group without the fields that stand above; it says how many of its fields were changed.
fn folded(form: &Form, group: Group, simple: &[Field]) -> Html {
    let changed = form.changed(group);
    let note = if changed == 0 { String::new() } else { words::changed(&changed.to_string()) };
    html! {
        <details class="group">
            <summary>{ group.name() }<small>{ note }</small></summary>
            { for Form::fields(group).filter(|field| !simple.contains(field)).map(|field| form.input(field)) }
        </details>
    }
}

fn total(state: &State, place: usize, estimate: &Result<Estimate, Infeasible>, ask: &Callback<Option<Asked>>) -> Html {
    let Ok(estimate) = estimate else { return Html::default() };
    let asked = Asked { place, item: Item::TrainingCost };
    let onclick = ask.reform(move |_: MouseEvent| Some(asked));
    let step = estimate.step(Item::TrainingCost);
    let of = Item::TrainingCost.label();
    html! {
        <div class="bill-total">
            <h2 class="vh">{ words::bill() }</h2>
            { Figure { step, of, expanded: state.asked == Some(asked), lead: true, onclick }.view() }
            <p class="note">{ words::what_the_total_is() }</p>
        </div>
    }
}

/// Enters what a report offers, in the entry that is shown or in all.
fn enter(place: usize, dispatch: &Callback<Event>) -> Enter {
    dispatch.reform(move |(values, everywhere): (Vec<(Field, String)>, bool)| {
        Event::Do(if everywhere { Action::EnterEverywhere { values } } else { Action::EnterAll { place, values } })
    })
}

/// What the program beside the page says; while a newer answer is on its way, the older one stays and says so.
fn analysis(answer: &Reported, edition: &str, retry: &Callback<MouseEvent>, enter: &Enter, open: &Open) -> Html {
    html! {
        <section class="report" aria-label={words::analysis()} aria-busy={answer.is_awaited.to_string()}>
            if let Some(what) = &answer.failure {
                <p class="error" role="alert">
                    { if what.is_empty() { words::analysis_failed().to_owned() } else { words::analysis_broke(what) } }{ " " }
                    <button type="button" class="button" onclick={retry.clone()}>{ words::try_again() }</button>
                </p>
            } else {
                <p class="note working-on">{ if answer.is_awaited { words::working_on_it() } else { "" } }</p>
            }
            { for answer.report.iter().map(contents) }
            { for answer.report.iter().map(|of| exported_report(of, edition, enter, open)) }
        </section>
    }
}

/// The headings of a long report, each a way to its part.
fn contents(report: &Report) -> Html {
    let headings: Vec<(usize, &str)> = report.headings().collect();
    if headings.len() < FEW_HEADINGS {
        return Html::default();
    }
    html! {
        <nav class="contents" aria-label={words::contents()}>
            { for headings.into_iter().map(|(place, text)| html! {
                <button type="button" class="link" onclick={move |_: MouseEvent| environment::focus(&part_id(place))}>{ text }</button>
            }) }
        </nav>
    }
}

/// A report with fewer headings needs no list of them.
const FEW_HEADINGS: usize = 3;

/// What is worked out only when it is asked for.
fn more(state: &State, dispatch: &Callback<Event>) -> Html {
    let view = state.comparison.view;
    if view != View::WhatIf {
        return Html::default();
    }
    let (fragment, enter) = (state.fragment(), enter(state.comparison.shown(), dispatch));
    html! {
        <>
            <LongRun request={engine::csv(&environment::address_with(&fragment))} label={words::download_the_sweep()} />
            <LongRun request={engine::view_with(view, &fragment, MANY_DRAWS)} label={words::draw_many()} {enter} />
        </>
    }
}

/// What the analysis used for a field that was not entered.
pub(super) fn found_for(found: &[Found], field: Field) -> Option<(String, String)> {
    found.iter().find(|found| found.field == field).map(|found| (found.value.clone(), found.because.clone()))
}
