//! The comparison as a table.

use cost_model::catalogue::{Catalogue, Claim};
use cost_model::comparison::{Action, Column, Comparison, Sort};
use cost_model::estimate::{Estimate, Infeasible, Item, Outcome};
use cost_model::number;
use cost_model::text::{self, Style};
use yew::prelude::*;

use crate::components::{Figure, IconButton};
use crate::state::Asked;

#[derive(Properties, PartialEq)]
pub(crate) struct TableProps {
    pub(crate) comparison: Comparison,
    pub(crate) estimates: Vec<Result<Estimate, Infeasible>>,
    pub(crate) order: Vec<usize>,
    pub(crate) asked: Option<Asked>,
    pub(crate) act: Callback<Action>,
    pub(crate) ask: Callback<Option<Asked>>,
}

#[component]
pub(crate) fn Table(props: &TableProps) -> Html {
    let comparison = &props.comparison;
    html! {
        <div class="table-wrap" role="region" tabindex="0" aria-label="Comparison of training bills">
            <table class={classes!("comparison", comparison.differences.then_some("differs"))}>
                <caption class="vh">{ "Training costs and what they rest on" }</caption>
                <thead><tr>
                    { heading(None, "Model", comparison.sort, &props.act) }
                    { for comparison.columns.iter().map(|column| {
                        heading(Some(*column), column.label(), comparison.sort, &props.act)
                    }) }
                    <th scope="col" class="row-tools"><span class="vh">{ "Row tools" }</span></th>
                </tr></thead>
                <tbody>{ for props.order.iter().enumerate().map(|(row, place)| table_row(props, row, *place)) }</tbody>
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

fn table_row(props: &TableProps, row: usize, place: usize) -> Html {
    let Some((scenario, estimate)) = props.comparison.scenarios.get(place).zip(props.estimates.get(place)) else {
        return Html::default();
    };
    let name = scenario.name(Catalogue::current());
    let is_open = props.comparison.open == Some(place);
    let open = props.act.reform(move |_: MouseEvent| Action::Open { place: (!is_open).then_some(place) });
    let maker = scenario.model(Catalogue::current()).map_or("entered here", |model| model.developer);
    html! {
        <tr data-open={is_open.then_some("")} key={format!("{}-{place}", scenario.slug())}>
            <th scope="row">
                <button type="button" class="model" aria-expanded={is_open.to_string()} onclick={open}>{ name.clone() }</button>
                <span class="maker">{ maker }</span>
            </th>
            { match estimate {
                Ok(estimate) => html! {
                    { for props.comparison.columns.iter().map(|column| cell(props, place, &name, estimate, *column)) }
                },
                Err(infeasible) => html! {
                    <td class="text error" colspan={props.comparison.columns.len().to_string()}>{ infeasible.to_string() }</td>
                },
            } }
            { row_tools(props, row, place, &name) }
        </tr>
    }
}

fn cell(props: &TableProps, place: usize, name: &str, estimate: &Estimate, column: Column) -> Html {
    let class = classes!(is_text(column).then_some("text"), differs(props, place, column).then_some("diff"));
    match column {
        Column::Claims => html! { <td {class}>{ claims(props, place) }</td> },
        Column::Item(item) => {
            let asked = Asked { place, item };
            let onclick = props.ask.reform(move |_: MouseEvent| Some(asked));
            html! {
                <td {class}>
                    <Figure
                        step={estimate.step(item).clone()} of={format!("{} of {name}", item.label())}
                        expanded={props.asked == Some(asked)} lead={item == Item::TrainingCost} {onclick}
                    />
                </td>
            }
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

fn claims(props: &TableProps, place: usize) -> Html {
    let model = props.comparison.scenarios.get(place).and_then(|scenario| scenario.model(Catalogue::current()));
    let claims = model.map_or(&[][..], |model| model.claims);
    if claims.is_empty() {
        return html! { <span class="figure" data-basis="unknown">{ "nothing found" }</span> };
    }
    html! { <ul class="claims">{ for claims.iter().map(claim) }</ul> }
}

fn claim(claim: &Claim) -> Html {
    let Some(first) = claim.usd.first() else { return Html::default() };
    let usd = first.value().base();
    let source = first.citation().source();
    html! {
        <li>
            <data value={number::plain(usd)}>{ text::exact_or_range(usd, Style::Usd) }</data>
            { " " }
            <a class="said" href={source.url()} target="_blank" rel="noopener" title={claim.says}>{ source.publisher() }</a>
            { " " }<span class="maker">{ claim.accounting.name() }</span>
        </li>
    }
}

fn row_tools(props: &TableProps, row: usize, place: usize, name: &str) -> Html {
    let tool = |icon: &'static str, label: String, disabled: bool, action: Action| {
        let onclick = props.act.reform(move |_: MouseEvent| action.clone());
        html! { <IconButton name={icon} {label} {disabled} {onclick} /> }
    };
    html! {
        <td class="row-tools">
            { tool("up", format!("Move {name} up"), row == 0, Action::Move { place, up: true }) }
            { tool("down", format!("Move {name} down"), row + 1 == props.order.len(), Action::Move { place, up: false }) }
            { tool("copy", format!("Duplicate {name}"), false, Action::Duplicate { place }) }
            { tool("close", format!("Remove {name}"), false, Action::Remove { place }) }
        </td>
    }
}
