//! The comparison: the question and its answer, the costs on one scale, the table, and the entry that is open.

use cost_model::answer::answer;
use cost_model::catalogue::{Catalogue, EDITION};
use cost_model::comparison::{Action, Column, MAX_ENTRIES, View};
use cost_model::estimate::Grade;
use cost_model::share::live;
use cost_model::words::compare as words;
use web_sys::Element;
use yew::prelude::*;

use super::acts::{Acts, use_acts};
use super::analysis::total_in_words;
use super::chart::chart;
use super::entry::Entry;
use super::path::{ahead, question};
use super::table::Table;
use crate::components::{Announce, Choice, Combobox, FocusAfter, Glossary, IconButton, Why, use_focus_after};
use crate::environment;
use crate::panels::{Open, Piece};
use crate::report::foot;
use crate::state::{Asked, Event, State};

#[derive(Properties, PartialEq)]
pub(crate) struct CompareProps {
    /// How many parts are to be drawn by now: all, but for the first moments.
    pub(crate) parts: u8,
    pub(crate) state: UseReducerHandle<State>,
    pub(crate) open: Open,
}

#[component]
pub(crate) fn Compare(props: &CompareProps) -> Html {
    let state = &props.state;
    let acts = use_acts(state);
    let Acts { dispatch, act, ask, .. } = &*acts;
    let are_columns_open = use_state(|| false);
    let focus = use_focus_after(state.comparison.columns.clone());
    html! {
        <main id="main" tabindex="-1">
            { lede(state) }
            { notices(state, dispatch) }
            if props.parts > 1 { { chart(state, act, &props.open) } }
            if props.parts > 2 {
                <section aria-labelledby="table-h">
                    <div class="section-head">
                        <h2 id="table-h">{ words::side_by_side() }</h2>
                        <p class="note">{ words::how_to_use() }</p>
                    </div>
                    { toolbar(state, &acts, &focus, &are_columns_open) }
                    <Table
                        comparison={state.comparison.clone()} estimates={state.estimates.clone()} order={state.order()}
                        stale={(0..state.estimates.len()).map(|place| state.refused(place).next().is_some()).collect::<Vec<_>>()}
                        asked={state.asked} act={act.clone()} ask={ask.clone()}
                    />
                    { foot(Piece::of_comparison("table", words::the_table(), false, false), state.comparison.edition(), &props.open) }
                    { key() }
                </section>
            }
            { entry(state, dispatch, ask, &props.open) }
            <Announce text={to_say(state)} />
            { why(state, ask) }
        </main>
    }
}

fn lede(state: &UseReducerHandle<State>) -> Html {
    html! {
        <div class="lede">
            <h1>{ question(View::Compare) }</h1>
            <p class="answer">{ answer(&state.comparison, &state.estimates) }</p>
            <p class="caveat">{ Glossary::default().text(words::caveat()) }</p>
            { ahead(state) }
        </div>
    }
}

/// What a change comes to: the cost of the entry that is open, or else the answer.
fn to_say(state: &State) -> String {
    match state.comparison.open {
        Some(place) => total_in_words(state, place),
        None => answer(&state.comparison, &state.estimates),
    }
}

pub(super) fn notices(state: &State, dispatch: &Callback<Event>) -> Html {
    let warning = |(index, text): (usize, &String)| {
        let onclick = dispatch.reform(move |_: MouseEvent| Event::Dismiss(index));
        html! {
            <li><p>{ text }</p>{ IconButton { id: None, name: "close", label: words::dismiss(), disabled: false, onclick }.view() }</li>
        }
    };
    // An embed says it below, where its author has pinned it.
    let is_older = state.comparison.edition() != EDITION && !environment::is_embedded();
    html! {
        <section class="notices" role="status" aria-label={words::warnings()} hidden={state.warnings.is_empty() && !is_older}>
            <ul>{ for is_older.then(|| older(state)) }{ for state.warnings.iter().enumerate().map(warning) }</ul>
        </section>
    }
}

/// That the link is pinned to figures that are not the newest, and a way to those.
fn older(state: &State) -> Html {
    let newest = format!("#{}", live(&state.fragment()));
    html! {
        <li><p>{ words::pinned(state.comparison.edition()) }</p><a href={newest}>{ words::show_newest(EDITION) }</a></li>
    }
}

/// Every preset of an edition, and an entry that starts empty.
pub(super) fn choices(catalogue: &Catalogue) -> Vec<Choice> {
    let mut choices: Vec<Choice> = catalogue
        .models()
        .iter()
        .map(|model| Choice {
            slug: model.slug,
            name: model.name,
            detail: model.developer.to_owned(),
            search: format!("{} {} {} {}", model.name, model.developer, model.slug, model.aliases.join(" "))
                .to_ascii_lowercase(),
        })
        .collect();
    choices.push(Choice {
        slug: cost_model::scenario::OWN,
        name: words::own(),
        detail: words::starts_empty().to_owned(),
        search: words::own_search().to_owned(),
    });
    choices
}

fn toolbar(state: &State, acts: &Acts, focus: &FocusAfter, are_columns_open: &UseStateHandle<bool>) -> Html {
    let Acts { act, add, choices, .. } = acts;
    let shown = state.comparison.differences;
    let differences = act.reform(move |_: MouseEvent| Action::Differences { shown: !shown });
    let start_over = act.reform(|_: MouseEvent| Action::StartOver);
    html! {
        <div class="toolbar">
            if state.comparison.scenarios.len() < MAX_ENTRIES {
                <Combobox id="add" label={words::add_a_model()} choices={choices.clone()} onchoose={add.clone()} />
            } else {
                <p class="note" role="status">{ words::most_entries(&MAX_ENTRIES.to_string()) }</p>
            }
            { columns_menu(state, act, focus, are_columns_open) }
            <button type="button" class="button" aria-pressed={shown.to_string()} onclick={differences}>
                { words::highlight_differences() }
            </button>
            <button type="button" class="button" onclick={start_over}>{ words::opening_comparison() }</button>
        </div>
    }
}

/// Its list is drawn once it is opened.
fn columns_menu(state: &State, act: &Callback<Action>, focus: &FocusAfter, is_open: &UseStateHandle<bool>) -> Html {
    let columns = &state.comparison.columns;
    let ontoggle = {
        let is_open = is_open.setter();
        move |event: web_sys::Event| is_open.set(event.target_unchecked_into::<Element>().has_attribute("open"))
    };
    let hidden = Column::all().into_iter().filter(|column| !columns.contains(column));
    let row = |column: Column| {
        let shown = columns.contains(&column);
        let onchange = act.reform(move |_: web_sys::Event| Action::ShowColumn { column, shown: !shown });
        let ids = [format!("left-{}", column.key()), format!("right-{}", column.key())];
        let shift = |left: bool, disabled: bool| {
            let (focus, mut then) = (focus.clone(), ids.to_vec());
            if !left {
                then.reverse();
            }
            let (name, id) = (if left { "left" } else { "right" }, then.first().cloned());
            let onclick = act.reform(move |_: MouseEvent| {
                focus.set(&then);
                Action::MoveColumn { column, left }
            });
            IconButton {
                id,
                name,
                label: &if left { words::move_left(column.label()) } else { words::move_right(column.label()) },
                disabled,
                onclick,
            }
            .view()
        };
        html! {
            <div class="column-row" key={column.key()}>
                <label class="check"><input type="checkbox" checked={shown} {onchange} />{ " " }{ column.label() }</label>
                if shown {
                    <span>
                        { shift(true, columns.first() == Some(&column)) }
                        { shift(false, columns.last() == Some(&column)) }
                    </span>
                }
            </div>
        }
    };
    html! {
        <details class="menu" {ontoggle}>
            <summary class="button">{ words::columns() }</summary>
            if **is_open {
                <fieldset class="menu-panel">
                    <legend class="vh">{ words::columns_to_show() }</legend>
                    { for columns.iter().copied().chain(hidden).map(row) }
                </fieldset>
            }
        </details>
    }
}

fn key() -> Html {
    html! {
        <ul class="key" aria-label={words::how_figures_are_set()}>
            <li><span class="figure" data-basis="published"><data>{ "12" }</data></span>{ " " }{ words::key_published() }</li>
            <li>
                <span class="figure" data-basis="estimated"><data>{ "12" }</data></span>
                { " " }<span class="range">{ "9 – 16" }</span>{ " " }{ words::key_estimated() }
            </li>
            <li><span class="figure"><data>{ "12" }</data>{ " " }<span class="badge" data-basis="assumed">{ Grade::Assumed.word() }</span></span></li>
            <li><span class="figure"><data>{ "12" }</data>{ " " }<span class="badge" data-basis="entered">{ Grade::Entered.word() }</span></span></li>
            <li><span class="figure" data-basis="unknown">{ words::not_public() }</span></li>
        </ul>
    }
}

fn entry(state: &State, dispatch: &Callback<Event>, ask: &Callback<Option<Asked>>, open: &Open) -> Html {
    let found = state
        .comparison
        .open
        .and_then(|place| Some((place, state.comparison.scenarios.get(place)?, state.estimates.get(place)?)));
    let Some((place, scenario, estimate)) = found else { return Html::default() };
    let drafts = state.drafts.iter().filter(|((of, _), _)| *of == place);
    html! {
        <Entry
            key={place} {place} scenario={scenario.clone()} estimate={estimate.clone()}
            reveal={state.reveal} refused={state.refused(place).collect::<Vec<_>>()}
            drafts={drafts.map(|((_, field), draft)| (*field, draft.clone())).collect::<Vec<_>>()}
            asked={state.asked} dispatch={dispatch.clone()} ask={ask.clone()} open={open.clone()}
        />
    }
}

pub(super) fn why(state: &State, ask: &Callback<Option<Asked>>) -> Html {
    let Some(asked) = state.asked else { return Html::default() };
    let scenario = state.comparison.scenarios.get(asked.place);
    match (scenario, state.estimates.get(asked.place)) {
        (Some(scenario), Some(Ok(estimate))) => html! {
            <Why name={scenario.name()} {asked} takes_focus={state.asks} estimate={estimate.clone()} onask={ask.clone()} />
        },
        _ => Html::default(),
    }
}
