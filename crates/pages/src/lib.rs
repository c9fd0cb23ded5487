//! Plain pages of the questions that are asked most: for readers without scripts, for search engines, and for programs that
//! preview links. `docs/pages.md` says what is written; `featured.toml` names the questions.
//!
//! Nothing of a page is typed but the question and its introduction: answers, tables and pictures come from the core.

mod card;
mod featured;
mod html;
mod oembed;
mod site;
mod story;

pub use featured::{Featured, featured};
pub use site::Base;
pub use story::Story;

use std::fs;
use std::path::Path;

use cost_model::source::SAYINGS;
use cost_model::words;

/// Writes every page below `folder`, and the words that the page itself loads after it is there: translations, and what
/// sources are called; with the address under which the folder will be served also what needs whole addresses. Answers with
/// the number of pages.
///
/// # Errors
/// When a link of `featured.toml` is not understood, the address is not of the web, or a file cannot be written.
pub fn write(folder: &Path, url: Option<&str>) -> Result<usize, String> {
    let base = Base::of(url)?;
    let featured = featured()?;
    let stories = featured.iter().map(|each| Story::of(each, &base)).collect::<Result<Vec<_>, _>>()?;
    let painter = card::Painter::new()?;
    for story in &stories {
        let own = folder.join("s").join(&story.featured.slug);
        put(&own.join("index.html"), html::page(story, &stories, &base).as_bytes())?;
        put(&own.join("card.png"), &painter.card(story)?)?;
        for (name, drawing) in &story.drawings {
            put(&own.join(name), drawing.as_bytes())?;
        }
        if let Some(json) = oembed::json(story, &base) {
            put(&own.join("oembed.json"), json.as_bytes())?;
        }
    }
    put(&folder.join("s/index.html"), html::index(&stories, &base).as_bytes())?;
    put(&folder.join("s/pages.css"), include_bytes!("pages.css"))?;
    put(&folder.join("s/favicon.svg"), include_bytes!("../../../static/favicon.svg"))?;
    put(&folder.join("words/sources.txt"), SAYINGS.as_bytes())?;
    put(&folder.join("words/zh-Hans.txt"), words::compiled(words::SIMPLIFIED_CHINESE).as_bytes())?;
    if let Some((sitemap, robots)) = site::for_crawlers(&featured, &base) {
        put(&folder.join("sitemap.xml"), sitemap.as_bytes())?;
        put(&folder.join("robots.txt"), robots.as_bytes())?;
    }
    Ok(stories.len() + 1)
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, bytes))
        .map_err(|error| format!("cannot write {}: {error}", path.display()))
}
