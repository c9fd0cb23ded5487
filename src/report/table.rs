//! A table of a report; a row that enters something has a button for it.

use cost_model::report::{Reference, Row, Table};
use cost_model::words::report as words;
use yew::prelude::*;

use super::{Enter, explained};
use crate::components::Glossary;

pub(super) fn table(of: &Table, enter: &Enter, glossary: &Glossary) -> Html {
    let has_choice = of.rows.iter().any(|row| !row.enters.is_empty());
    let listing = html! {
        <div class="table-wrap" role="region" aria-label={of.caption.clone()} tabindex="0">
            <table class="listing">
                <caption>{ glossary.text(&of.caption) }</caption>
                <thead><tr>
                    { for of.columns.iter().map(|(name, is_number)| html! {
                        <th scope="col" class={class(*is_number)}>{ glossary.text(name) }</th>
                    }) }
                    if has_choice {
                        <th scope="col"><span class="vh">{ words::choose() }</span></th>
                    }
                </tr></thead>
                <tbody>{ for of.rows.iter().map(|each| listed(of, each, has_choice, enter, glossary)) }</tbody>
            </table>
        </div>
    };
    if of.is_folded {
        html! { <details class="asked-for"><summary>{ &of.caption }</summary>{ listing }</details> }
    } else {
        listing
    }
}

fn class(is_number: bool) -> Option<&'static str> {
    is_number.then_some("number")
}

fn listed(of: &Table, row: &Row, has_choice: bool, enter: &Enter, glossary: &Glossary) -> Html {
    let are_numbers: Vec<bool> = of.columns.iter().map(|(_, is_number)| *is_number).collect();
    if row.working.is_empty() {
        let name = row.cells.first().map(|name| glossary.text(name));
        let head = html! { <>{ for name }{ sources(&row.sources) }</> };
        return cells(&are_numbers, row, head, has_choice, enter);
    }
    html! { <Explained {are_numbers} row={row.clone()} {has_choice} enter={enter.clone()} /> }
}

#[derive(Properties, PartialEq)]
struct ExplainedProps {
    are_numbers: Vec<bool>,
    row: Row,
    has_choice: bool,
    enter: Enter,
}

/// A row whose name opens how its figures were found, in a row of its own below, where there is room.
#[component]
fn Explained(props: &ExplainedProps) -> Html {
    let ExplainedProps { are_numbers, row, has_choice, enter } = props;
    let open = use_state(|| false);
    let is_open = *open;
    let onclick = move |_: MouseEvent| open.set(!is_open);
    let head = html! {
        <button type="button" class="row-name" aria-expanded={is_open.to_string()} {onclick}>{ row.cells.first() }</button>
    };
    html! {
        <>
            { cells(are_numbers, row, head, *has_choice, enter) }
            if is_open {
                <tr class="how">
                    <td colspan={(are_numbers.len() + usize::from(*has_choice)).to_string()}>
                        { explained(&row.working, &row.sources) }
                    </td>
                </tr>
            }
        </>
    }
}

/// The cells of a row, of which the first names it.
fn cells(are_numbers: &[bool], row: &Row, head: Html, has_choice: bool, enter: &Enter) -> Html {
    let others = row.cells.iter().zip(are_numbers).skip(1).map(|(cell, is_number)| {
        html! { <td class={class(*is_number)}>{ if *is_number { figure(cell) } else { html! { cell } } }</td> }
    });
    let name = row.cells.first().cloned().unwrap_or_default();
    html! {
        <tr aria-current={row.is_marked.then_some("true")}>
            <th scope="row">{ head }</th>
            { for others }
            if has_choice {
                <td>{ choose(row, &name, enter) }</td>
            }
        </tr>
    }
}

/// A figure and its range, which a narrow cell may set on two lines but breaks nowhere else.
fn figure(cell: &str) -> Html {
    match cell.split_once(" (") {
        Some((central, range)) => html! { <><span>{ central }</span>{ " " }<span>{ "(" }{ range }</span></> },
        None => html! { <span>{ cell }</span> },
    }
}

/// So many links stand behind a name; more are folded, as they would hide the row.
const MOST_LINKS: usize = 2;

/// Sources as small links behind a name, one for each address.
fn sources(all: &[Reference]) -> Html {
    let is_first = |place: usize, of: &Reference| all.iter().take(place).all(|other| other.url != of.url);
    let links: Vec<Html> =
        all.iter().enumerate().filter(|(place, of)| is_first(*place, of)).map(|(_, of)| source(of, all)).collect();
    if links.len() <= MOST_LINKS {
        return links.into_iter().collect();
    }
    html! { <details><summary>{ words::sources(&links.len().to_string()) }</summary>{ for links }</details> }
}

/// A link that names every place of `all` at its address.
fn source(of: &Reference, all: &[Reference]) -> Html {
    let places: Vec<&str> =
        all.iter().filter(|other| other.url == of.url).map(|other| other.locator.as_str()).collect();
    html! { <>{ " " }<a class="cite" href={of.url.clone()} title={places.join("\n")} target="_blank" rel="noopener">{ &of.title }</a></> }
}

fn choose(row: &Row, name: &str, enter: &Enter) -> Html {
    if row.enters.is_empty() {
        return Html::default();
    }
    let values = row.enters.clone();
    let onclick = enter.reform(move |_: MouseEvent| (values.clone(), false));
    html! { <button type="button" class="button" aria-label={words::use_named(name)} {onclick}>{ words::r#use() }</button> }
}
