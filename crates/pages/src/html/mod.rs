//! The pages as HTML.

mod blocks;
mod compare;
mod head;
mod sources;

use std::fmt::Write;

use cost_model::catalogue::EDITION;
use cost_model::comparison::View;

use crate::card::{HEIGHT, WIDTH};
use crate::site::Base;
use crate::story::Story;

/// Words within HTML, and within the value of an attribute in double quotes.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The page of a question, with ways to the others.
pub(crate) fn page(story: &Story, all: &[Story], base: &Base) -> String {
    let featured = &story.featured;
    let tool = escaped(&format!("../../#{}", story.fragment));
    let mut body = String::new();
    let _ = write!(
        body,
        "<main>\n<h1>{}</h1>\n<p class=\"answer\">{}</p>\n<p>{}</p>\n\
         <p class=\"go\"><a href=\"{tool}\">Open this with all its figures to change</a></p>\n",
        escaped(&featured.question),
        escaped(&story.answer),
        escaped(&featured.intro),
    );
    let sources = match story.comparison.view {
        View::Compare => compare::write(&mut body, story),
        _ => blocks::write(&mut body, story),
    };
    sources::write(&mut body, &sources);
    let _ = write!(
        body,
        "<h2>As a picture</h2>\n<p><img src=\"card.png\" width=\"{WIDTH}\" height=\"{HEIGHT}\" alt=\"{}\" loading=\"lazy\"></p>\n</main>\n",
        escaped(&format!("{} {}", featured.question, story.answer))
    );
    let _ = write!(body, "<nav aria-label=\"Other questions\">\n<h2>Other questions</h2>\n<ul>\n");
    for other in all.iter().filter(|other| other.featured.slug != featured.slug) {
        let _ = writeln!(
            body,
            "<li><a href=\"../{}/\">{}</a></li>",
            escaped(&other.featured.slug),
            escaped(&other.featured.question)
        );
    }
    body.push_str("</ul>\n</nav>\n");
    head::document(&head::of_page(story, base), "../../", "../", &body)
}

/// The page that lists the questions.
pub(crate) fn index(all: &[Story], base: &Base) -> String {
    let mut body = "<main>\n<h1>What language models cost: questions and answers</h1>\n".to_owned();
    let _ = writeln!(
        body,
        "<p>Each answer is worked out from published figures and dated prices, every one with its source. \
         <a href=\"../\">The page itself</a> lets you change any of them.</p>"
    );
    for story in all {
        let _ = writeln!(
            body,
            "<section>\n<h2><a href=\"{}/\">{}</a></h2>\n<p>{}</p>\n</section>",
            escaped(&story.featured.slug),
            escaped(&story.featured.question),
            escaped(&story.answer)
        );
    }
    body.push_str("</main>\n");
    head::document(&head::of_index(base), "../", "", &body)
}

/// What stands at the end of every page.
fn foot(root: &str) -> String {
    format!("<footer><p><a href=\"{root}\">Trainbill</a>, data edition {EDITION}. MIT or Apache-2.0.</p></footer>\n")
}
