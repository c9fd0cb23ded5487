//! Where a figure comes from.

use cost_model::estimate::Alternative;
use cost_model::source::{Basis, Citation};
use cost_model::text::Style;
use cost_model::words::components as words;
use yew::platform::spawn_local;
use yew::prelude::*;

use crate::language;

/// A list of citations; nothing when there are none.
pub(crate) fn sources(citations: &[Citation]) -> Html {
    if citations.is_empty() {
        return Html::default();
    }
    html! {
        <ul class="sources">{ for citations.iter().map(|cited| html! { <li><Cited cited={*cited} /></li> }) }</ul>
    }
}

/// Other published values of the same quantity; nothing when there are none.
pub(crate) fn alternatives(alternatives: &[Alternative], style: Style) -> Html {
    if alternatives.is_empty() {
        return Html::default();
    }
    html! {
        <>
            <p class="note">{ words::also_published() }</p>
            <ul class="sources">
                { for alternatives.iter().map(|other| html! {
                    <li><b>{ other.value.to_text(style) }</b>{ words::colon() }<Cited cited={other.citation} /></li>
                }) }
            </ul>
        </>
    }
}

/// For whoever shows a source: its title and the place in it are loaded when the first is shown, and then drawn.
#[hook]
pub(crate) fn use_sayings() {
    let redraw = use_force_update();
    use_effect_with((), move |()| {
        spawn_local(async move {
            language::load_sayings().await;
            redraw.force_update();
        });
    });
}

#[derive(Properties, PartialEq)]
struct CitedProps {
    cited: Citation,
}

/// A citation.
#[component]
fn Cited(props: &CitedProps) -> Html {
    let cited = props.cited;
    use_sayings();
    let source = cited.source();
    // Once that it is on its way is enough.
    let Some(url) = source.url() else { return html! { { source.title() } } };
    let read_in = source.read_in().map(words::read_in);
    let rationale = cited.basis().rationale().map(|rationale| format!(" {rationale}."));
    html! {
        <>
            <a href={url} target="_blank" rel="noopener">{ source.title() }</a>
            { match source.published() {
                Some(date) => words::cited_of(source.publisher(), date, cited.locator()),
                None => words::cited(source.publisher(), cited.locator()),
            } }
            <span class="badge" data-basis={badge(cited.basis())} title={cited.basis().meaning()}>
                { cited.basis().word() }
            </span>
            { cited.note().map(|note| format!(" {note}.")) }
            { rationale }
            { cited.old_quote().map(|quoted| words::old_quote(&quoted)) }
            { read_in }
        </>
    }
}

fn badge(basis: Basis) -> &'static str {
    match basis {
        Basis::Vendor | Basis::Measured => "published",
        Basis::Derived => "derived",
        Basis::Reported => "estimated",
        Basis::Assumed { .. } => "assumed",
    }
}
