//! The questions that have a page of their own.

/// A question and where its answer is.
#[derive(Clone, Debug)]
pub struct Featured {
    /// The name of its folder, in small letters, digits and `-`.
    pub slug: String,
    /// A few words for titles and menus.
    pub title: String,
    /// The question as it is asked.
    pub question: String,
    /// What must be known to understand the answer, without any figure.
    pub intro: String,
    /// The fragment of the state that answers it.
    pub link: String,
    /// How the caption of the table or chart begins that is shown first.
    pub lead: String,
    /// The step of a waterfall that is the answer, where the view's own sentence is not, and a part of that waterfall's
    /// caption.
    pub step: Option<(String, String)>,
    /// The rung of a ladder that is the answer.
    pub rung: Option<String>,
    /// A part of the paragraph that is the answer.
    pub says: Option<String>,
    /// A part of a paragraph that belongs to the answer.
    pub also: Option<String>,
    /// The column of the lead that the picture shows, if it is not the second.
    pub value: Option<String>,
}

/// The questions, in the order in which they are shown.
///
/// # Errors
/// When `featured.toml` lacks a key, which the tests would tell.
pub fn featured() -> Result<Vec<Featured>, String> {
    let table: toml::Table =
        include_str!("../featured.toml").parse().map_err(|error| format!("featured.toml: {error}"))?;
    let pages = table.get("page").and_then(toml::Value::as_array).ok_or("featured.toml has no pages")?;
    pages.iter().map(read).collect()
}

fn read(page: &toml::Value) -> Result<Featured, String> {
    let optional = |key: &str| page.get(key).and_then(toml::Value::as_str).map(str::to_owned);
    let text = |key: &str| optional(key).ok_or_else(|| format!("featured.toml: a page lacks `{key}`: {page}"));
    Ok(Featured {
        slug: text("slug")?,
        title: text("title")?,
        question: text("question")?,
        intro: text("intro")?,
        link: text("link")?,
        lead: text("lead")?,
        step: optional("step").zip(optional("of")),
        rung: optional("rung"),
        says: optional("says"),
        also: optional("also"),
        value: optional("value"),
    })
}
