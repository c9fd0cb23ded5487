//! The blocks of a report, drawn.

mod axes;
mod density;
mod heat_map;
mod ladder;
mod parts;
mod plot;
mod scatter;
mod table;
mod tornado;
mod waterfall;

use cost_model::estimate::Grade;
use cost_model::field::Field;
use cost_model::report::{Block, Figure, Reference, Report, Tone};
use yew::prelude::*;

use crate::components::basis;
use crate::environment;
use crate::panels::{Open, Piece, export_button};

/// What choosing something enters, and whether in every entry.
pub(crate) type Enter = Callback<(Vec<(Field, String)>, bool)>;

/// A report from top to bottom.
pub(crate) fn report(report: &Report, enter: &Enter) -> Html {
    html! { <>{ for report.blocks.iter().map(|block| draw(block, enter)) }</> }
}

/// The same of a view's own report, of which every table and chart can be exported. An embed may show one of them alone,
/// below the answer.
pub(crate) fn exported_report(report: &Report, enter: &Enter, open: &Open) -> Html {
    let alone = environment::parameter("piece").filter(|_| environment::is_embedded());
    let alone = alone.and_then(|name| report.place_of(&name));
    let is_shown = |place: usize, block: &Block| match alone {
        Some(alone) => place == alone || matches!(block, Block::Text { tone: Tone::Answer, .. }),
        None => true,
    };
    let draw_with_button = |(place, block): (usize, &Block)| {
        let piece = block.piece().map(|(_, name)| Piece {
            key: place.to_string().into(),
            name: name.to_owned().into(),
            is_chart: block.is_chart(),
            embedded_as: report.name_of(place).unwrap_or_default().into(),
        });
        html! { <>{ draw(block, enter) }{ for piece.map(|piece| export_button(piece, open)) }</> }
    };
    let shown = report.blocks.iter().enumerate().filter(|(place, block)| is_shown(*place, block));
    html! { <>{ for shown.map(draw_with_button) }</> }
}

fn draw(block: &Block, enter: &Enter) -> Html {
    match block {
        Block::Heading(text) => html! { <h3 class="working-head">{ text }</h3> },
        Block::Text { tone, text } => paragraph(*tone, text),
        Block::Figures { caption, rows } => figures(caption, rows),
        Block::Parts(of) => parts::parts(of),
        Block::Table(of) => table::table(of, enter),
        Block::Scatter(of) => scatter::scatter(of),
        Block::Ladder(of) => ladder::ladder(of, enter),
        Block::Waterfall(of) => waterfall::waterfall(of),
        Block::Plot(of) => plot::plot(of),
        Block::HeatMap(of) => heat_map::heat_map(of),
        Block::Density(of) => density::density(of),
        Block::Tornado(of) => tornado::tornado(of),
        Block::Offer { label, enters, everywhere } => offer(label, enters, *everywhere, enter),
        Block::Link { label, fragment } => html! { <p class="go"><a href={format!("#{fragment}")}>{ label }</a></p> },
    }
}

fn paragraph(tone: Tone, text: &str) -> Html {
    let class = match tone {
        // A changed answer is read out.
        Tone::Answer => return html! { <p class="answer" aria-live="polite">{ text }</p> },
        Tone::Plain => "plain",
        Tone::Note => "note",
        Tone::Warning => return html! { <p class="error" role="alert">{ text }</p> },
    };
    html! { <p {class}>{ text }</p> }
}

/// A button that enters values.
fn offer(label: &str, enters: &[(Field, String)], everywhere: bool, enter: &Enter) -> Html {
    let values = enters.to_vec();
    let onclick = enter.reform(move |_: MouseEvent| (values.clone(), everywhere));
    html! { <p><button type="button" class="button" {onclick}>{ label }</button></p> }
}

fn figures(caption: &str, rows: &[Figure]) -> Html {
    html! {
        <section class="figures" aria-label={caption.to_owned()}>
            { for rows.iter().map(figure) }
        </section>
    }
}

/// A figure that opens its working; one without working stands by itself.
fn figure(figure: &Figure) -> Html {
    let head = html! {
        <>
            <span>{ &figure.label }</span>
            <span class="figure" data-basis={basis(figure.grade)}>
                <data>{ &figure.value }</data>
                if figure.grade != Grade::Unknown {
                    { " " }<span class="badge" data-basis={basis(figure.grade)}>{ figure.grade.word() }</span>
                }
            </span>
        </>
    };
    if figure.working.is_empty() && figure.sources.is_empty() {
        return html! { <div class="figure-row">{ head }</div> };
    }
    html! {
        <details>
            <summary class="figure-row">{ head }</summary>
            { explained(&figure.working, &figure.sources) }
        </details>
    }
}

/// How something was found, and where its inputs come from.
fn explained(working: &[String], sources: &[Reference]) -> Html {
    html! {
        <>
            { for working.iter().map(|line| html! { <p class="eq">{ line }</p> }) }
            { for sources.iter().map(reference) }
        </>
    }
}

fn reference(source: &Reference) -> Html {
    html! {
        <p class="source">
            <a href={source.url.clone()} target="_blank" rel="noopener">{ &source.title }</a>{ ", " }{ &source.locator }
        </p>
    }
}
