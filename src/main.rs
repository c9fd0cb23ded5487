//! The front end of Trainbill: a page that compares what it costs to train large language models.
//!
//! Everything that is worked out comes from the `cost-model` crate; here is only what a browser needs. A *view* is a
//! whole page, a *panel* a window above it, a *component* is shared between them, `report` draws what the `engine` beside the
//! page says. `later` is what is not needed at first, `language` what it is said in, `state` holds what the visitor sees and how it changes, `link`
//! the address bar, `environment` the browser around it, `takeover` how it begins, `failure` what is said when all of this fails.

mod app;
mod components;
mod engine;
mod environment;
mod failure;
mod frame;
mod language;
mod later;
mod link;
mod panels;
mod paste;
mod report;
mod state;
mod takeover;
mod views;

use cost_model::catalogue::Catalogue;

/// Translation and catalogue are there before anything is drawn. English is in the program.
async fn prepare() {
    language::speak(language::wanted()).await;
    let _ = Catalogue::current();
}

#[cfg(target_arch = "wasm32")]
fn main() {
    failure::watch();
    yew::platform::spawn_local(async {
        prepare().await;
        // A browser can answer the reader in between.
        yew::platform::time::sleep(std::time::Duration::ZERO).await;
        if let Some(beside) = takeover::beside("app") {
            yew::Renderer::<app::App>::with_root(beside).render();
        }
    });
}

/// Before there is a browser: writes what the first page says, which index.html takes in, so that it can be read before
/// the program has arrived, and without it.
#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::io::Result<()> {
    use std::io::Write;
    let first = async {
        prepare().await;
        yew::ServerRenderer::<app::App>::new().hydratable(false).render().await
    };
    let page = tokio::runtime::Builder::new_current_thread().build()?.block_on(first);
    std::io::stdout().write_all(page.as_bytes())
}
