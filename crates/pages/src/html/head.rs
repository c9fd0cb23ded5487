//! What stands around the content of a page: title, description, and what previews and crawlers read.

use super::{escaped, foot};
use crate::card::{HEIGHT, WIDTH};
use crate::site::Base;
use crate::story::Story;

/// A description is cut at a word below so many characters, where search engines would cut it anyhow.
const LONGEST: usize = 160;

/// The tags of a page's head.
pub(super) struct Head {
    title: String,
    tags: String,
}

pub(super) fn of_page(story: &Story, base: &Base) -> Head {
    let featured = &story.featured;
    let own = |file: &str| base.own(&featured.slug, file);
    let description = cut(&story.answer);
    let mut tags = description_and_canonical(&description, &own(""));
    let picture = format!("{} {}", featured.question, story.answer);
    for (name, content) in [
        ("og:type", "article".to_owned()),
        ("og:site_name", "Trainbill".to_owned()),
        ("og:title", featured.question.clone()),
        ("og:description", description.clone()),
        ("og:url", own("")),
        ("og:image", own("card.png")),
        ("og:image:type", "image/png".to_owned()),
        ("og:image:width", WIDTH.to_string()),
        ("og:image:height", HEIGHT.to_string()),
        ("og:image:alt", picture.clone()),
    ] {
        tags.push_str(&format!("<meta property=\"{name}\" content=\"{}\">\n", escaped(&content)));
    }
    for (name, content) in [
        ("twitter:card", "summary_large_image".to_owned()),
        ("twitter:title", featured.question.clone()),
        ("twitter:description", description),
        ("twitter:image", own("card.png")),
        ("twitter:image:alt", picture),
    ] {
        tags.push_str(&format!("<meta name=\"{name}\" content=\"{}\">\n", escaped(&content)));
    }
    if base.url().is_some() {
        tags.push_str(&format!(
            "<link rel=\"alternate\" type=\"application/json+oembed\" href=\"{}\" title=\"{}\">\n",
            escaped(&own("oembed.json")),
            escaped(&featured.question)
        ));
    }
    Head { title: format!("{} – Trainbill", featured.title), tags }
}

pub(super) fn of_index(base: &Base) -> Head {
    let description =
        "What it costs to train and to serve large language models: answers with their figures and sources.";
    let canonical = base.url().map_or_else(|| "./".to_owned(), |url| format!("{url}s/"));
    Head {
        title: "Questions and answers – Trainbill".to_owned(),
        tags: description_and_canonical(description, &canonical),
    }
}

fn description_and_canonical(description: &str, canonical: &str) -> String {
    format!(
        "<meta name=\"description\" content=\"{}\">\n<link rel=\"canonical\" href=\"{}\">\n",
        escaped(description),
        escaped(canonical)
    )
}

/// The beginning of a text that ends with a whole word.
fn cut(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let begin: String = text.chars().take(LONGEST - 1).collect();
    format!("{}…", begin.rsplit_once(' ').map_or(begin.as_str(), |(words, _)| words).trim_end_matches([',', ';', ':']))
}

/// A plain page runs nothing, and shows only what lies beside it.
const POLICY: &str = "<meta http-equiv=\"content-security-policy\" content=\"default-src 'none'; style-src 'self'; \
                      img-src 'self'; base-uri 'none'; form-action 'none'\">";

/// The whole document. `root` leads to the page itself, `shared` to the folder of what the pages share.
pub(super) fn document(head: &Head, root: &str, shared: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n{POLICY}\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n{}\
         <link rel=\"stylesheet\" href=\"{shared}pages.css\">\n<link rel=\"icon\" href=\"{shared}favicon.svg\">\n</head>\n<body>\n\
         <header><a class=\"wordmark\" href=\"{root}\">Trainbill</a></header>\n{body}{}</body>\n</html>\n",
        escaped(&head.title),
        head.tags,
        foot(root)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_ends_with_a_whole_word() {
        assert_eq!(cut("short"), "short");
        let long = cut(&"words, ".repeat(40));
        assert!(long.ends_with("words…") && long.chars().count() <= LONGEST, "{long}");
    }
}
