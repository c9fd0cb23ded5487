//! A table of a report; a row that enters something has a button for it.

use cost_model::report::{Reference, Row, Table};
use cost_model::words::report as words;
use yew::prelude::*;

use super::{Drawing, Enter, Links, explained};

pub(super) fn table(of: &Table, with: &Drawing) -> Html {
    if of.is_folded {
        let caption = html! { <summary>{ &of.caption }</summary> };
        return html! { <details class="asked-for">{ caption }{ captioned(of, with) }</details> };
    }
    captioned(of, with)
}

fn captioned(of: &Table, with: &Drawing) -> Html {
    listing(of, html! { <caption>{ with.glossary.text(&of.caption) }</caption> }, with)
}

/// The table itself. A row keeps its key by its name, so that what is open stays with it when rows change places.
pub(super) fn listing(of: &Table, caption: Html, with: &Drawing) -> Html {
    let has_choice = of.rows.iter().any(|row| !row.enters.is_empty());
    let named = |row: &Row| row.cells.first().cloned().unwrap_or_default();
    let rows = of.rows.iter().enumerate().map(|(place, row)| {
        let name = named(row);
        let before = of.rows.iter().take(place).filter(|other| named(other) == name).count();
        listed(of, row, name, before, has_choice, with)
    });
    html! {
        <div class="table-wrap" role="region" aria-label={of.caption.clone()} tabindex="0">
            <table class="listing">
                { caption }
                <thead><tr>
                    { for of.columns.iter().map(|(name, is_number)| html! {
                        <th scope="col" class={class(*is_number)}>{ with.glossary.text(name) }</th>
                    }) }
                    if has_choice {
                        <th scope="col"><span class="vh">{ words::choose() }</span></th>
                    }
                </tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
        </div>
    }
}

fn class(is_number: bool) -> Option<&'static str> {
    is_number.then_some("number")
}

/// A row; `before` are so many of the same name.
fn listed(of: &Table, row: &Row, name: String, before: usize, has_choice: bool, with: &Drawing) -> Html {
    let key = format!("{before} {name}");
    let others = row.cells.iter().zip(&of.columns).skip(1).map(|(cell, (_, is_number))| {
        html! { <td class={class(*is_number)}>{ if *is_number { figure(cell) } else { html! { cell } } }</td> }
    });
    let cells = html! {
        <>
            { for others }
            if has_choice {
                <td>{ choose(row, &name, with.enter) }</td>
            }
        </>
    };
    let current = row.is_marked.then_some("true");
    if row.working.is_empty() {
        return html! {
            <tr {key} aria-current={current}>
                <th scope="row">{ with.glossary.text(&name) }{ sources(&row.sources) }</th>{ cells }
            </tr>
        };
    }
    let columns = of.columns.len() + usize::from(has_choice);
    html! { <Explained {key} {name} {current} {cells} {columns} row={row.clone()} links={with.links.clone()} /> }
}

#[derive(Properties)]
pub(super) struct ExplainedProps {
    pub(super) name: String,
    pub(super) current: Option<&'static str>,
    /// The cells behind the name.
    pub(super) cells: Html,
    /// So many they are with the name.
    pub(super) columns: usize,
    /// What it says once it is open.
    pub(super) row: Row,
    pub(super) links: Links,
}

/// What is drawn anew is taken to be other than before: to compare drawings would take more code than to draw them.
impl PartialEq for ExplainedProps {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

/// A row whose name opens how its figures were found, in a row of its own below, where there is room.
#[component]
pub(super) fn Explained(props: &ExplainedProps) -> Html {
    let open = use_state(|| false);
    let is_open = *open;
    let Row { working, given, sources, .. } = &props.row;
    let onclick = move |_: MouseEvent| open.set(!is_open);
    html! {
        <>
            <tr aria-current={props.current}>
                <th scope="row">
                    <button type="button" class="row-name" aria-expanded={is_open.to_string()} {onclick}>{ &props.name }</button>
                </th>
                { props.cells.clone() }
            </tr>
            if is_open {
                <tr class="how"><td colspan={props.columns.to_string()}>{ explained(working, given, sources, &props.links) }</td></tr>
            }
        </>
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
