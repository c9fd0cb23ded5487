//! The front end of Trainbill: a page that compares what it costs to train large language models.
//!
//! Everything that is worked out comes from the `cost-model` crate; here is only what a browser needs. A *view* is a
//! whole page, a *panel* a window above it, a *component* is shared between them, `report` draws what the `engine` beside the
//! page says. `language` is what it is said in, `state` holds what the visitor sees and how it changes, `link`
//! the address bar, `environment` the browser around it.

mod app;
mod components;
mod engine;
mod environment;
mod frame;
mod language;
mod link;
mod panels;
mod paste;
mod report;
mod state;
mod views;

fn main() {
    // A translation is there before anything is drawn. English is in the program.
    yew::platform::spawn_local(async {
        language::speak(language::wanted()).await;
        render();
    });
}

fn render() {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(mount) = document.and_then(|document| document.get_element_by_id("app")) {
        mount.set_inner_html("");
        yew::Renderer::<app::App>::with_root(mount).render();
    }
}
