//! The comparison as a table.

use cost_model::catalogue::Claim;
use cost_model::comparison::{Action, Column, Comparison, Sort};
use cost_model::estimate::{Estimate, Infeasible, Item, Outcome};
use cost_model::number;
use cost_model::scenario::Scenario;
use cost_model::words::{components, views_table as words};
use yew::prelude::*;

use crate::components::{Figure, FocusAfter, IconButton, use_focus_after};
use crate::state::Asked;

#[derive(Properties, PartialEq)]
pub(crate) struct TableProps {
    pub(crate) comparison: Comparison,
    pub(crate) estimates: Vec<Result<Estimate, Infeasible>>,
    pub(crate) order: Vec<usize>,
    /// Of every entry, whether a field of it holds something unusable.
    pub(crate) stale: Vec<bool>,
    pub(crate) asked: Option<Asked>,
    pub(crate) act: Callback<Action>,
    pub(crate) ask: Callback<Option<Asked>>,
}

#[component]
pub(crate) fn Table(props: &TableProps) -> Html {
    let comparison = &props.comparison;
    let focus = use_focus_after(comparison.scenarios.clone());
    html! {
        <div class="table-wrap" id="table" role="region" tabindex="0" aria-label={words::region()}>
            <table class={classes!("comparison", comparison.differences.then_some("differs"))}>
                <caption class="vh">{ words::caption() }</caption>
                <thead><tr>
                    { heading(None, words::model(), comparison.sort, &props.act) }
                    { for comparison.columns.iter().map(|column| {
                        heading(Some(*column), column.label(), comparison.sort, &props.act)
                    }) }
                    <th scope="col" class="row-tools"><span class="vh">{ words::row_tools() }</span></th>
                </tr></thead>
                if props.order.is_empty() {
                    <tbody><tr><td class="text message" colspan={(comparison.columns.len() + 2).to_string()}>
                        <p>{ words::nothing_to_compare() }</p>
                    </td></tr></tbody>
                }
                <tbody>{ for props.order.iter().enumerate().map(|(row, place)| table_row(props, row, *place, &focus)) }</tbody>
            </table>
        </div>
    }
}

fn heading(column: Option<Column>, label: &str, sort: Option<Sort>, act: &Callback<Action>) -> Html {
    let order = sort.filter(|sort| sort.column == column);
    let aria_sort = order.map(|sort| if sort.descending { "descending" } else { "ascending" });
    let onclick = act.reform(move |_: MouseEvent| Action::Sort { column });
    let class = column.is_some_and(is_text).then_some("text");
    html! {
        <th scope="col" aria-sort={aria_sort} {class}>
            <button type="button" class="sort" {onclick}>{ label.to_owned() }</button>
        </th>
    }
}

/// Whether a column holds words rather than numbers.
fn is_text(column: Column) -> bool {
    match column {
        Column::Claims => true,
        Column::Item(Item::Field(field)) => matches!(field.spec().kind, cost_model::field::Kind::Choice(_)),
        Column::Item(_) => false,
    }
}

/// What a row shows. One that is the same as before is not drawn again.
#[derive(Properties, PartialEq)]
struct RowProps {
    place: usize,
    row_key: String,
    scenario: Scenario,
    estimate: Result<Estimate, Infeasible>,
    columns: Vec<Column>,
    /// The columns in which it says something else than the first row, where that is to be seen.
    differing: Vec<Column>,
    is_open: bool,
    is_stale: bool,
    is_first: bool,
    is_last: bool,
    /// The quantity whose working is shown.
    asked: Option<Item>,
    act: Callback<Action>,
    ask: Callback<Option<Asked>>,
    focus: FocusAfter,
}

fn table_row(props: &TableProps, row: usize, place: usize, focus: &FocusAfter) -> Html {
    let Some((scenario, estimate)) = props.comparison.scenarios.get(place).zip(props.estimates.get(place)) else {
        return Html::default();
    };
    let columns = props.comparison.columns.clone();
    let row_key = row_key(&props.comparison, place);
    html! {
        <Row
            key={row_key.clone()} row_key={row_key.clone()} {place} scenario={scenario.clone()} estimate={estimate.clone()}
            differing={columns.iter().copied().filter(|column| differs(props, place, *column)).collect::<Vec<_>>()} {columns}
            is_open={props.comparison.open == Some(place)} is_stale={props.stale.get(place) == Some(&true)}
            is_first={row == 0} is_last={row + 1 == props.order.len()}
            asked={props.asked.filter(|asked| asked.place == place).map(|asked| asked.item)}
            act={props.act.clone()} ask={props.ask.clone()} focus={focus.clone()}
        />
    }
}

#[component]
fn Row(props: &RowProps) -> Html {
    let RowProps { place, scenario, is_open, .. } = props;
    let (place, is_open) = (*place, *is_open);
    let name = scenario.name();
    let open = props.act.reform(move |_: MouseEvent| Action::Open { place: (!is_open).then_some(place) });
    let maker = scenario.model().map_or_else(words::entered_here, |model| model.developer);
    html! {
        <tr data-open={is_open.then_some("")}>
            <th scope="row">
                <button type="button" class="model" aria-expanded={is_open.to_string()} onclick={open}>{ name.clone() }</button>
                <span class="maker">{ maker }</span>
                if props.is_stale {
                    <span class="stale">{ words::last_good_figures() }</span>
                }
            </th>
            { match &props.estimate {
                Ok(estimate) => html! {
                    { for props.columns.iter().map(|column| cell(props, &name, estimate, *column)) }
                },
                Err(infeasible) => html! {
                    <td class="text message" colspan={props.columns.len().to_string()}>
                        <p class="error">{ infeasible.to_string() }</p>
                    </td>
                },
            } }
            { row_tools(props, &name) }
        </tr>
    }
}

/// A key that a row keeps when it is moved, so that the focus stays in it: which one of its preset's entries it is.
fn row_key(comparison: &Comparison, place: usize) -> String {
    let slug = |scenario: &Scenario| scenario.slug();
    let own = comparison.scenarios.get(place).map_or("", slug);
    let before = comparison.scenarios.iter().take(place).filter(|other| other.slug() == own).count();
    format!("{own}-{before}")
}

fn cell(props: &RowProps, name: &str, estimate: &Estimate, column: Column) -> Html {
    let class = classes!(is_text(column).then_some("text"), props.differing.contains(&column).then_some("diff"));
    match column {
        Column::Claims => html! { <td {class}>{ claims(&props.scenario) }</td> },
        Column::Item(item) => {
            let asked = Asked { place: props.place, item };
            let onclick = props.ask.reform(move |_: MouseEvent| Some(asked));
            let (of, expanded) = (components::of(item.label(), name), props.asked == Some(item));
            let lead = item == Item::TrainingCost;
            let figure = Figure { step: estimate.step(item), of: &of, expanded, lead, onclick };
            html! { <td {class}>{ figure.view() }</td> }
        }
    }
}

/// Whether a cell says something else than the first row's.
fn differs(props: &TableProps, place: usize, column: Column) -> bool {
    let Some(first) = props.order.first().filter(|first| **first != place) else { return false };
    if !props.comparison.differences {
        return false;
    }
    let said = |place: usize| -> Option<Outcome> {
        match column {
            Column::Item(item) => Some(props.estimates.get(place)?.as_ref().ok()?.step(item).outcome.clone()),
            Column::Claims => None,
        }
    };
    said(place) != said(*first)
}

fn claims(scenario: &Scenario) -> Html {
    let claims = scenario.model().map_or(&[][..], |model| model.claims);
    let Some((first, others)) = claims.split_first() else {
        return html! { <span class="figure" data-basis="unknown">{ words::nothing_found() }</span> };
    };
    html! {
        <>
            { claim(first) }
            if !others.is_empty() {
                <details class="claims">
                    <summary>{ words::more(&others.len().to_string()) }</summary>
                    { for others.iter().map(claim) }
                </details>
            }
        </>
    }
}

fn claim(claim: &Claim) -> Html {
    let Some(first) = claim.usd.first() else { return Html::default() };
    let source = first.citation().source();
    html! {
        <p class="claim">
            <data value={number::plain(first.value().base())}>{ claim.to_text() }</data>
            { " " }
            <a class="said" href={source.url()} target="_blank" rel="noopener" title={claim.says}>{ source.publisher() }</a>
            { " " }<span class="maker">{ claim.accounting.name() }</span>
        </p>
    }
}

fn row_tools(props: &RowProps, name: &str) -> Html {
    let place = props.place;
    let id = |icon: &str| format!("{icon}-{}", props.row_key);
    let tool = |icon: &'static str, label: String, disabled: bool, action: Action, then: &[String]| {
        let (focus, then) = (props.focus.clone(), then.to_vec());
        let onclick = props.act.reform(move |_: MouseEvent| {
            focus.set(&then);
            action.clone()
        });
        IconButton { id: Some(id(icon)), name: icon, label: &label, disabled, onclick }.view()
    };
    let (up, down) = ([id("up"), id("down")], [id("down"), id("up")]);
    html! {
        <td class="row-tools"><div>
            { tool("up", words::move_up(name), props.is_first, Action::Move { place, up: true }, &up) }
            { tool("down", words::move_down(name), props.is_last, Action::Move { place, up: false }, &down) }
            { tool("copy", words::duplicate(name), false, Action::Duplicate { place }, &[]) }
            { tool("close", words::remove(name), false, Action::Remove { place }, &["table".to_owned()]) }
        </div></td>
    }
}
