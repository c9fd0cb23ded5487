//! The list of sources at the end of a page.

use std::fmt::Write;

use cost_model::report::Reference;

use super::escaped;

/// Every source once, by its place; nothing where there are none.
pub(super) fn write(body: &mut String, all: &[Reference]) {
    let mut once: Vec<&Reference> = Vec::new();
    for source in all {
        if !once.contains(&source) {
            once.push(source);
        }
    }
    if once.is_empty() {
        return;
    }
    let _ = write!(
        body,
        "<details class=\"sources\">\n<summary>{}</summary>\n<ul>\n",
        if once.len() == 1 { "One source".to_owned() } else { format!("{} sources", once.len()) }
    );
    for source in once {
        let _ = writeln!(
            body,
            "<li><a href=\"{}\">{}</a>, {}</li>",
            escaped(&source.url),
            escaped(&source.title),
            escaped(&source.locator)
        );
    }
    body.push_str("</ul>\n</details>\n");
}
