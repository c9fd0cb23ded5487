//! The blocks of a report, drawn.

mod axes;
mod crosshair;
mod density;
mod heat_map;
mod ladder;
mod parts;
mod plot;
mod reading;
mod scatter;
mod table;
mod tornado;
mod waterfall;

use std::rc::Rc;

use cost_model::estimate::Grade;
use cost_model::field::Field;
use cost_model::report::{Block, Figure, Given, Reference, Report, Tone};
use cost_model::words::report as words;
use web_sys::Element;
use yew::prelude::*;

use crate::components::{Glossary, basis};
use crate::environment;
use crate::panels::{Open, Piece, export_button};

/// What choosing something enters, and whether in every entry.
pub(crate) type Enter = Callback<(Vec<(Field, String)>, bool)>;

/// What every block of a report is drawn with.
struct Drawing<'a> {
    enter: &'a Enter,
    glossary: Glossary,
    links: Links,
}

/// What links from workings are drawn with.
#[derive(Clone)]
struct Links {
    /// What stands in each field that a working rests on.
    values: Rc<Vec<(Field, String)>>,
    /// Whether there is a form beside it, to which they can lead.
    has_form: bool,
}

impl<'a> Drawing<'a> {
    fn of(report: &Report, enter: &'a Enter) -> Self {
        let has_form = environment::parameter("ui").is_none();
        let links = Links { values: Rc::new(report.values.clone()), has_form };
        Self { enter, glossary: Glossary::default(), links }
    }
}

/// A report from top to bottom.
pub(crate) fn report(report: &Report, enter: &Enter) -> Html {
    let drawing = Drawing::of(report, enter);
    html! { <>{ for report.blocks.iter().map(|block| draw(block, &drawing)) }</> }
}

/// The same of a view's own report, of which every table and chart can be exported. An embed may show one of them alone,
/// below the answer.
pub(crate) fn exported_report(report: &Report, edition: &str, enter: &Enter, open: &Open) -> Html {
    let alone = environment::parameter("piece").filter(|_| environment::is_embedded());
    let alone = alone.and_then(|name| report.place_of(&name));
    // The answer stands below the question.
    let is_shown = |place: usize, block: &Block| match alone {
        Some(alone) => place == alone,
        None => !matches!(block, Block::Text { tone: Tone::Answer, .. }),
    };
    let drawing = Drawing::of(report, enter);
    let draw_with_button = |(place, block): (usize, &Block)| {
        let piece = block.piece().map(|(_, name)| Piece {
            key: place.to_string().into(),
            name: name.to_owned().into(),
            is_chart: block.is_chart(),
            embedded_as: report.name_of(place).unwrap_or_default().into(),
        });
        if let Block::Heading(text) = block {
            return html! { <h3 class="working-head" id={part_id(place)} tabindex="-1">{ text }</h3> };
        }
        html! { <>{ draw(block, &drawing) }{ for piece.map(|piece| foot(piece, edition, open)) }</> }
    };
    let shown = report.blocks.iter().enumerate().filter(|(place, block)| is_shown(*place, block));
    html! { <>{ for shown.map(draw_with_button) }</> }
}

/// The name of the element at which a part of a report begins, by the place of its heading.
pub(crate) fn part_id(place: usize) -> String {
    format!("part-{place}")
}

/// What a piece rests on, and a way to take it along.
pub(crate) fn foot(piece: Piece, edition: &str, open: &Open) -> Html {
    html! { <div class="foot"><p class="source">{ words::rests_on(edition) }</p>{ export_button(piece, open) }</div> }
}

fn draw(block: &Block, with: &Drawing) -> Html {
    match block {
        Block::Heading(text) => html! { <h3 class="working-head">{ text }</h3> },
        Block::Text { tone, text } => paragraph(*tone, text, &with.glossary),
        Block::Figures { caption, rows } => figures(caption, rows, with),
        Block::Parts(of) => parts::parts(of, with),
        Block::Table(of) => table::table(of, with),
        Block::Scatter(of) => scatter::scatter(of, with),
        Block::Ladder(of) => ladder::ladder(of, with),
        Block::Waterfall(of) => waterfall::waterfall(of, with),
        Block::Plot(of) => plot::plot(of, with),
        Block::HeatMap(of) => heat_map::heat_map(of, with),
        Block::Density(of) => density::density(of, with),
        Block::Tornado(of) => tornado::tornado(of, with),
        Block::Offer { label, enters, everywhere } => offer(label, enters, *everywhere, with.enter),
        Block::Link { label, fragment } => html! { <p class="go"><a href={format!("#{fragment}")}>{ label }</a></p> },
    }
}

fn paragraph(tone: Tone, text: &str, glossary: &Glossary) -> Html {
    let class = match tone {
        Tone::Answer => "answer",
        Tone::Plain => "plain",
        Tone::Note => "note",
        Tone::Warning => return html! { <p class="error" role="alert">{ text }</p> },
    };
    html! { <p {class}>{ glossary.text(text) }</p> }
}

/// A button that enters values.
fn offer(label: &str, enters: &[(Field, String)], everywhere: bool, enter: &Enter) -> Html {
    let values = enters.to_vec();
    let onclick = enter.reform(move |_: MouseEvent| (values.clone(), everywhere));
    html! { <p><button type="button" class="button" {onclick}>{ label }</button></p> }
}

fn figures(caption: &str, rows: &[Figure], with: &Drawing) -> Html {
    html! {
        <section class="figures" aria-label={caption.to_owned()}>
            { for rows.iter().map(|row| figure(row, with)) }
        </section>
    }
}

/// A figure that opens its working; one without working stands by itself.
fn figure(figure: &Figure, with: &Drawing) -> Html {
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
        <details data-of={figure.label.clone()}>
            <summary class="figure-row">{ head }</summary>
            { with.glossary.meanings(&figure.label) }
            { explained(&figure.working, &figure.given, &figure.sources, &with.links) }
        </details>
    }
}

/// How something was found, what it rests on, and where its inputs come from.
fn explained(working: &[String], given: &[Given], sources: &[Reference], links: &Links) -> Html {
    html! {
        <>
            { for working.iter().map(|line| html! { <p class="eq">{ line }</p> }) }
            if !given.is_empty() {
                <p class="given">{ words::rests_on_these() }{ for given.iter().map(|each| link(each, links)) }</p>
            }
            { for references(sources) }
        </>
    }
}

/// Goes to where a link of a working leads. One handler does for all links, of which a report has hundreds.
pub(crate) fn follow(event: MouseEvent) {
    let link = event.target_unchecked_into::<Element>().closest("[data-to]");
    if let Some(place) = link.ok().flatten().and_then(|link| link.get_attribute("data-to")) {
        environment::reveal(&place);
    }
}

/// The way to a field of the form, with what stands in it, or to another figure.
fn link(to: &Given, links: &Links) -> Html {
    let (place, label, value) = match to {
        Given::Field(field) => {
            let value = links.values.iter().find(|(of, _)| of == field).map(|(_, value)| value.as_str());
            (format!("#f-{}", field.spec().key), field.spec().label(), value)
        }
        Given::Figure(label) => (format!("[data-of=\"{label}\"]>summary"), *label, None),
    };
    let name = match links.has_form {
        true => html! { <button type="button" class="link" data-to={place}>{ label }</button> },
        false => html! { label },
    };
    html! { <span>{ name }{ " " }{ value }</span> }
}

/// Each publication once, with every place in it.
fn references(sources: &[Reference]) -> impl Iterator<Item = Html> {
    let is_first =
        |place: usize| sources.iter().take(place).all(|other| sources.get(place).is_none_or(|of| of.url != other.url));
    sources.iter().enumerate().filter(move |(place, _)| is_first(*place)).map(|(_, of)| {
        let places = sources.iter().filter(|other| other.url == of.url).map(|other| other.locator.as_str());
        let locator = places.collect::<Vec<_>>().join(words::and_there());
        reference(&Reference { locator, ..of.clone() })
    })
}

fn reference(source: &Reference) -> Html {
    html! {
        <p class="source">
            <a href={source.url.clone()} target="_blank" rel="noopener">{ &source.title }</a>{ ", " }{ &source.locator }
        </p>
    }
}
