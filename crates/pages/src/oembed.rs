//! oEmbed: what a program needs to know to show a page within another one.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

use crate::card::{HEIGHT, WIDTH};
use crate::site::Base;
use crate::story::Story;

/// The frame's size in pixels.
const FRAME: (u32, u32) = (720, 720);

/// A day, in seconds, for which an answer may be kept.
const CACHE_AGE: u32 = 86_400;

/// The answer for a page, where whole addresses are known.
pub(crate) fn json(story: &Story, base: &Base) -> Option<String> {
    let url = base.url()?;
    let slug = &story.featured.slug;
    // WordPress adds a fragment of its own, so that the state stands in the query.
    let link = utf8_percent_encode(&story.fragment, NON_ALPHANUMERIC);
    let title = crate::html::escaped(&story.featured.question);
    let (width, height) = FRAME;
    let html = format!(
        "<iframe src=\"{url}?embed=1&amp;ui=min&amp;link={link}\" title=\"{title}\" width=\"{width}\" height=\"{height}\" \
         style=\"border:0\" loading=\"lazy\" allow=\"clipboard-write\"></iframe>"
    );
    let answer = json!({
        "version": "1.0",
        "type": "rich",
        "provider_name": "Trainbill",
        "provider_url": url,
        "title": story.featured.question,
        "html": html,
        "width": width,
        "height": height,
        "cache_age": CACHE_AGE,
        "thumbnail_url": base.own(slug, "card.png"),
        "thumbnail_width": WIDTH,
        "thumbnail_height": HEIGHT,
    });
    Some(format!("{answer:#}\n"))
}
