//! A table or a chart as a file.

use cost_model::engine;
use cost_model::words::{panels_export as words, panels_share};
use web_sys::HtmlImageElement;
use yew::prelude::*;

use super::{Open, Panel};
use crate::components::{CopyButton, dialog, select, use_dialog};
use crate::engine::{File, use_answer};
use crate::environment;

/// A table or a chart of the view, by the key under which the program beside the page knows it.
#[derive(Clone, PartialEq)]
pub(crate) struct Piece {
    pub(crate) key: AttrValue,
    pub(crate) name: AttrValue,
    /// Whether there is a drawing of it, beside its figures.
    pub(crate) is_chart: bool,
    /// What an embed that shows it alone calls it; empty where none can.
    pub(crate) embedded_as: AttrValue,
}

impl Piece {
    /// One of the comparison, under its key; what belongs to the entry that is open is not shown alone.
    pub(crate) fn of_comparison(key: &'static str, name: &'static str, is_chart: bool, is_of_entry: bool) -> Self {
        Self { key: key.into(), name: name.into(), is_chart, embedded_as: if is_of_entry { "" } else { key }.into() }
    }
}

/// A button below a piece that opens its export.
pub(crate) fn export_button(piece: Piece, open: &Open) -> Html {
    let label = words::export_named(&piece.name);
    let onclick = open.reform(move |_: MouseEvent| Some(Panel::Export(piece.clone())));
    html! { <p class="export"><button type="button" class="link" aria-label={label} {onclick}>{ words::export() }</button></p> }
}

/// Names of formats and what the program beside the page calls them; the first is a picture that the page makes of a
/// drawing.
fn formats() -> [(&'static str, &'static str); 5] {
    [
        (words::picture(), "svg"),
        (words::drawing(), "svg"),
        (words::table_csv(), "csv"),
        (words::table_markdown(), "md"),
        (words::data(), "json"),
    ]
}

/// Those from here on are of figures, the ones before of drawings.
const FIRST_OF_FIGURES: usize = 2;

#[derive(Properties, PartialEq)]
pub(crate) struct ExportProps {
    pub(crate) piece: Piece,
    pub(crate) fragment: String,
    pub(crate) onclose: Callback<()>,
    pub(crate) open: Open,
}

#[component]
pub(crate) fn Export(props: &ExportProps) -> Html {
    let node = use_dialog();
    let image = use_node_ref();
    let chosen = use_state(|| 0);
    let first = if props.piece.is_chart { 0 } else { FIRST_OF_FIGURES };
    let formats: Vec<_> = formats().into_iter().skip(first).collect();
    let (_, format) = formats.get(*chosen).copied().unwrap_or_default();
    let is_picture = first + *chosen == 0;
    let address = environment::address_with(&props.fragment);
    let (answer, retry) = use_answer(String::new(), engine::export(format, &props.piece.key, &address));
    let embed = {
        let piece = props.piece.clone();
        props.open.reform(move |_: MouseEvent| Some(Panel::Embed(Some(piece.clone()))))
    };
    let names: Vec<&str> = formats.iter().map(|(name, _)| *name).collect();
    let content = html! {
        <>
            { select("format", words::format(), &names, *chosen, move |place| chosen.set(place)) }
            { match &answer.text {
                _ if answer.failure.is_some() => html! {
                    <p class="error" role="alert">
                        { words::failed() }{ " " }
                        <button type="button" class="button" onclick={retry}>{ words::try_again() }</button>
                    </p>
                },
                Some(text) if !answer.is_awaited && text.is_empty() => html! {
                    <p class="note" role="status">{ words::nothing() }</p>
                },
                Some(_) if !answer.is_awaited => preview(&answer.text, is_picture, format == "svg", &image),
                _ => html! { <p class="note" role="status">{ words::writing() }</p> },
            } }
            if !(props.piece.embedded_as.is_empty() || environment::is_embedded()) {
                <p><button type="button" class="button" onclick={embed}>{ panels_share::embed() }</button></p>
            }
        </>
    };
    dialog(&node, &words::title(&props.piece.name), &props.onclose, content)
}

/// What the file holds, and the ways to get it out of the page; a picture is saved as pixels.
fn preview(answer: &Option<AttrValue>, is_picture: bool, is_drawing: bool, image: &NodeRef) -> Html {
    let Some(file) = File::of(answer) else { return Html::default() };
    let name = if is_picture { file.name.replace(".svg", ".png") } else { file.name.to_owned() };
    let save = {
        let (image, answer, name) = (image.clone(), answer.clone(), name.clone());
        move |_: MouseEvent| match (image.cast::<HtmlImageElement>(), File::of(&answer)) {
            (Some(image), _) if is_picture => environment::save_picture(&name, &image),
            (_, Some(file)) => file.save(),
            _ => {}
        }
    };
    html! {
        <>
            if is_drawing {
                <img class="drawing" ref={image} alt={words::preview_of(&name)} src={environment::data_address(file.media_type, file.content)} />
            }
            if !is_picture {
                <textarea class="code" readonly=true rows="10" aria-label={words::content_of(&name)} value={file.content.to_owned()} />
            }
            <p class="buttons">
                if environment::can_save() {
                    <button type="button" class="button primary" onclick={save}>{ words::save(&name) }</button>
                }
                if !is_picture {
                    <CopyButton text={file.content.to_owned()} label={words::copy()} />
                }
            </p>
        </>
    }
}
