//! The comparison: the question and its answer, the costs on one scale, the table, and the entry that is open.

use cost_model::answer::answer;
use cost_model::catalogue::Catalogue;
use cost_model::comparison::{Action, Column, MAX_ENTRIES};
use yew::prelude::*;

use super::chart::chart;
use super::entry::Entry;
use super::table::Table;
use crate::components::{Choice, Combobox, FocusAfter, IconButton, Why, use_focus_after};
use crate::panels::{Open, Piece, export_button};
use crate::state::{Asked, Event, State};

#[derive(Properties, PartialEq)]
pub(crate) struct CompareProps {
    pub(crate) state: UseReducerHandle<State>,
    pub(crate) open: Open,
}

#[component]
pub(crate) fn Compare(props: &CompareProps) -> Html {
    let state = &props.state;
    let dispatch = {
        let state = state.clone();
        Callback::from(move |event| state.dispatch(event))
    };
    let act = dispatch.reform(Event::Do);
    let focus = use_focus_after(state.comparison.columns.clone());
    let ask = dispatch.reform(|asked: Option<Asked>| Event::Ask(asked));
    html! {
        <main id="main" tabindex="-1">
            { lede(state) }
            { notices(state, &dispatch) }
            { chart(state, &act, &props.open) }
            <section aria-labelledby="table-h">
                <div class="section-head">
                    <h2 id="table-h">{ "Side by side" }</h2>
                    <p class="note">{ "Any figure opens its working. A model’s name opens its bill, where every figure can be changed." }</p>
                </div>
                { toolbar(state, &act, &focus) }
                <Table
                    comparison={state.comparison.clone()} estimates={state.estimates.clone()} order={state.order()}
                    stale={(0..state.estimates.len()).map(|place| state.refused(place).next().is_some()).collect::<Vec<_>>()}
                    asked={state.asked} act={act.clone()} ask={ask.clone()}
                />
                { export_button(Piece::of_comparison("table", "the table", false, false), &props.open) }
                { key() }
            </section>
            { entry(state, &dispatch, &ask, &props.open) }
            { why(state, &ask) }
        </main>
    }
}

fn lede(state: &State) -> Html {
    html! {
        <div class="lede">
            <h1>{ "DeepSeek says about $6\u{a0}million, others over $100\u{a0}million: how do the bills compare?" }</h1>
            <p class="answer">{ answer(&state.comparison, &state.estimates, Catalogue::current()) }</p>
            <p class="caveat">
                { "Rented hours of the final training run only. Earlier research, failed runs, staff, data and the \
                   purchase of clusters are in none of these costs, though they may be in what has been said in public." }
            </p>
        </div>
    }
}

pub(super) fn notices(state: &State, dispatch: &Callback<Event>) -> Html {
    let warning = |(index, text): (usize, &String)| {
        let onclick = dispatch.reform(move |_: MouseEvent| Event::Dismiss(index));
        html! {
            <li><p>{ text }</p>{ IconButton { id: None, name: "close", label: "Dismiss this warning", disabled: false, onclick }.view() }</li>
        }
    };
    html! {
        <section class="notices" role="status" aria-label="Warnings" hidden={state.warnings.is_empty()}>
            <ul>{ for state.warnings.iter().enumerate().map(warning) }</ul>
        </section>
    }
}

/// Every preset, and an entry that starts empty.
pub(super) fn choices() -> Vec<Choice> {
    let mut choices: Vec<Choice> = Catalogue::current()
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
        name: "A run of your own",
        detail: "starts empty".to_owned(),
        search: "a run of your own custom empty new".to_owned(),
    });
    choices
}

fn toolbar(state: &State, act: &Callback<Action>, focus: &FocusAfter) -> Html {
    let onchoose = act.reform(|slug: &'static str| Action::Add { slug: slug.to_owned() });
    let shown = state.comparison.differences;
    let differences = act.reform(move |_: MouseEvent| Action::Differences { shown: !shown });
    let start_over = act.reform(|_: MouseEvent| Action::StartOver);
    html! {
        <div class="toolbar">
            if state.comparison.scenarios.len() < MAX_ENTRIES {
                <Combobox id="add" label="Add a model" choices={choices()} {onchoose} />
            } else {
                <p class="note" role="status">{ format!("{MAX_ENTRIES} entries are the most; remove one to add another.") }</p>
            }
            { columns_menu(state, act, focus) }
            <button type="button" class="button" aria-pressed={shown.to_string()} onclick={differences}>
                { "Highlight differences" }
            </button>
            <button type="button" class="button" onclick={start_over}>{ "Opening comparison" }</button>
        </div>
    }
}

fn columns_menu(state: &State, act: &Callback<Action>, focus: &FocusAfter) -> Html {
    let columns = &state.comparison.columns;
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
            IconButton { id, name, label: &format!("Move {} {name}", column.label()), disabled, onclick }.view()
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
        <details class="menu">
            <summary class="button">{ "Columns" }</summary>
            <fieldset class="menu-panel">
                <legend class="vh">{ "Columns to show" }</legend>
                { for columns.iter().copied().chain(hidden).map(row) }
            </fieldset>
        </details>
    }
}

fn key() -> Html {
    html! {
        <ul class="key" aria-label="How figures are set">
            <li><span class="figure" data-basis="published"><data>{ "12" }</data></span>{ " published, or worked out from what is" }</li>
            <li>
                <span class="figure" data-basis="estimated"><data>{ "12" }</data></span>
                { " " }<span class="range">{ "9 – 16" }</span>{ " estimated or reported, with its range" }
            </li>
            <li><span class="figure"><data>{ "12" }</data>{ " " }<span class="badge" data-basis="assumed">{ "assumed" }</span></span></li>
            <li><span class="figure"><data>{ "12" }</data>{ " " }<span class="badge" data-basis="entered">{ "your figure" }</span></span></li>
            <li><span class="figure" data-basis="unknown">{ "not public" }</span></li>
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
            <Why name={scenario.name(Catalogue::current())} {asked} estimate={estimate.clone()} onask={ask.clone()} />
        },
        _ => Html::default(),
    }
}
