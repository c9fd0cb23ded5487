//! Handing a state of the page on: links whose data stay or move on, where a link fits, and snippets that put the page
//! into another one. `docs/embedding.md` tells authors of articles what these do.

use crate::comparison::{Comparison, View};
use crate::words::share as words;

/// A fragment whose figures are worked out from the newest edition of the data, whenever it is opened.
#[must_use]
pub fn live(fragment: &str) -> String {
    let kept: Vec<&str> = fragment.split('&').filter(|piece| !piece.starts_with("d=")).collect();
    kept.join("&")
}

/// A place with the longest text that it takes.
type Place = fn(&str) -> String;

/// The longest text that a place takes, in characters, and the place.
const PLACES: [(usize, Place); 3] = [(2000, words::discord), (2953, words::qr_code), (4000, words::slack)];

/// How long a link is, and where that is too long.
#[must_use]
pub fn length_in_words(link: &str) -> String {
    let length = link.chars().count();
    let too_long: Vec<String> =
        PLACES.iter().filter(|(most, _)| length > *most).map(|(most, place)| place(&most.to_string())).collect();
    let length = length.to_string();
    if too_long.is_empty() {
        let places = PLACES.map(|(most, place)| place(&most.to_string()));
        words::short_enough(&length, &places.join(words::separator()))
    } else {
        words::too_long(&length, &too_long.join(words::separator()))
    }
}

/// The entries of a comparison in a few words, the one that is shown first.
#[must_use]
pub fn names(comparison: &Comparison) -> String {
    let shown = comparison.shown();
    let others = (0..comparison.scenarios.len()).filter(|place| *place != shown);
    let all = std::iter::once(shown).chain(others).filter_map(|place| comparison.scenarios.get(place));
    let all: Vec<String> = all.map(|scenario| scenario.name()).collect();
    match all.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [one, other] => words::one_and_other(one, other),
        [one, other, rest @ ..] => words::and_more(one, other, &rest.len().to_string()),
    }
}

/// How the page gets into another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A frame of one height.
    Frame,
    /// A frame with a script that gives it the height of its content.
    Following,
    /// The element of `embed.js`.
    Element,
}

impl Form {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::Frame, Self::Following, Self::Element];

    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Frame => words::fixed(),
            Self::Following => words::following(),
            Self::Element => words::element(),
        }
    }

    /// When to take it.
    #[must_use]
    pub fn advice(self) -> &'static str {
        match self {
            Self::Frame => words::fixed_advice(),
            Self::Following => words::following_advice(),
            Self::Element => words::element_advice(),
        }
    }
}

/// The colours of an embedded page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Those of the reader's system.
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// What it is called in addresses and on the page.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The page within another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Embed {
    /// The page's address without `?` and `#`.
    pub page: String,
    /// What it shows.
    pub fragment: String,
    /// Of which entries it is, see [`names`].
    pub names: String,
    /// How it gets there.
    pub form: Form,
    /// Its colours.
    pub theme: Theme,
    /// The table or chart that is shown alone; empty for the whole view.
    pub piece: String,
    /// Whether it has the buttons that change what it shows.
    pub has_controls: bool,
    /// Its height in pixels; where it follows, until it is known.
    pub height: u32,
}

impl Embed {
    /// The address of the frame.
    #[must_use]
    pub fn address(&self) -> String {
        let theme = if self.theme == Theme::Auto { String::new() } else { format!("&theme={}", self.theme.key()) };
        let ui = if self.has_controls { "" } else { "&ui=min" };
        let piece = if self.piece.is_empty() { String::new() } else { format!("&piece={}", self.piece) };
        format!("{}?embed=1{theme}{ui}{piece}#{}", self.page, self.fragment)
    }

    /// The text to paste.
    #[must_use]
    pub fn snippet(&self) -> String {
        let frame = |id: &str| {
            format!(
                "<iframe{id} src=\"{}\" title=\"{}\" width=\"100%\" height=\"{}\" loading=\"lazy\" \
                 allow=\"clipboard-write\" style=\"border:0\"></iframe>",
                attribute(&self.address()),
                self.title(),
                self.height
            )
        };
        match self.form {
            Form::Frame => frame(""),
            Form::Following => format!("{}\n{FOLLOW}", frame(" class=\"train-bill\"")),
            Form::Element => self.element(),
        }
    }

    fn element(&self) -> String {
        let mut attributes = format!(" title=\"{}\" height=\"{}\"", self.title(), self.height);
        if self.theme != Theme::Auto {
            attributes.push_str(&format!(" theme=\"{}\"", self.theme.key()));
        }
        if !self.has_controls {
            attributes.push_str(" ui=\"min\"");
        }
        if !self.piece.is_empty() {
            attributes.push_str(&format!(" piece=\"{}\"", self.piece));
        }
        let link = attribute(&format!("{}#{}", self.page, self.fragment));
        format!(
            "<script async src=\"{}embed.js\"></script>\n<train-bill{attributes}><a href=\"{link}\">{}</a></train-bill>",
            attribute(&self.page),
            self.title()
        )
    }

    fn title(&self) -> String {
        let view = self.fragment.split('&').find_map(|piece| View::from_key(piece.strip_prefix("view=")?));
        let view = view.unwrap_or(View::Compare).name();
        attribute(&if self.names.is_empty() { words::title(view) } else { words::title_of(view, &self.names) })
    }
}

/// The listener of a frame that follows its height: only the frame's own window may say it, only its own origin, and within
/// limits.
const FOLLOW: &str = "\
<script>
addEventListener('message', ({ source, origin, data }) => {
  if (!data || data.type !== 'trainbill:height' || !(data.height > 0)) return;
  const height = Math.min(Math.max(Math.ceil(data.height), 100), 20000);
  for (const frame of document.querySelectorAll('iframe.train-bill'))
    if (source === frame.contentWindow && origin === new URL(frame.src).origin && Math.abs(height - frame.height) > 3)
      frame.height = height;
});
</script>";

/// A text as the value of an attribute in double quotes.
fn attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn embed(form: Form) -> Embed {
        Embed {
            page: "https://example.org/trainbill/".to_owned(),
            fragment: "v=1&d=2026-11&view=why&models=deepseek-v3&end".to_owned(),
            names: "DeepSeek-V3".to_owned(),
            form,
            theme: Theme::Dark,
            piece: String::new(),
            has_controls: false,
            height: 720,
        }
    }

    #[test]
    fn a_live_link_names_no_edition() {
        assert_eq!(
            live("v=1&d=2026-11&view=why&models=own&1.data_usd=5&end"),
            "v=1&view=why&models=own&1.data_usd=5&end"
        );
        assert_eq!(live("d=2026-11"), "");
        assert_eq!(live("models=own"), "models=own");
    }

    #[test]
    fn a_link_says_where_it_is_too_long() {
        assert!(length_in_words("https://example.org/").starts_with("20 characters: short enough for"));
        let at = |length: usize| length_in_words(&"é".repeat(length));
        assert!(at(2000).contains("short enough"), "{}", at(2000));
        assert_eq!(at(2001), "2001 characters: too long for a message in Discord (2000).");
        assert_eq!(
            at(4001),
            "4001 characters: too long for a message in Discord (2000), a QR code (2953), a message in Slack (4000)."
        );
    }

    #[test]
    fn entries_are_named_in_a_few_words() {
        let named = |link: &str| names(&crate::query::decode(link).comparison);
        assert_eq!(named("models=gpt-4"), "GPT-4");
        assert_eq!(named("models=gpt-4,deepseek-v3&open=2"), "DeepSeek-V3 and GPT-4");
        assert_eq!(named("models=gpt-4,deepseek-v3,deepseek-r1,own"), "GPT-4, DeepSeek-V3 and 2 more");
        assert_eq!(named("models=&end"), "");
    }

    #[test]
    fn an_address_says_only_what_is_not_taken_for_granted() {
        assert_eq!(
            embed(Form::Frame).address(),
            "https://example.org/trainbill/?embed=1&theme=dark&ui=min#v=1&d=2026-11&view=why&models=deepseek-v3&end"
        );
        let part = Embed { piece: "waterfall-1".to_owned(), theme: Theme::Auto, ..embed(Form::Element) };
        assert!(part.address().contains("/?embed=1&ui=min&piece=waterfall-1#v=1&"), "{}", part.address());
        assert!(part.snippet().contains("ui=\"min\" piece=\"waterfall-1\">"), "{}", part.snippet());
        let plain =
            Embed { theme: Theme::Auto, has_controls: true, fragment: "models=own".to_owned(), ..embed(Form::Frame) };
        assert_eq!(plain.address(), "https://example.org/trainbill/?embed=1#models=own");
    }

    #[test]
    fn snippets_hold_the_address_once_and_escaped() {
        let frame = embed(Form::Frame).snippet();
        assert!(frame.contains("?embed=1&amp;theme=dark&amp;ui=min#v=1&amp;d=2026-11"), "{frame}");
        assert!(frame.contains("title=\"Why: DeepSeek-V3\""), "{frame}");
        assert!(!frame.contains("<script"));
        let following = embed(Form::Following).snippet();
        assert!(following.starts_with("<iframe class=\"train-bill\"") && following.ends_with("</script>"));
        let element = embed(Form::Element).snippet();
        assert!(element.contains("src=\"https://example.org/trainbill/embed.js\""), "{element}");
        assert!(
            element.contains("theme=\"dark\" ui=\"min\"><a href=\"https://example.org/trainbill/#v=1&amp;"),
            "{element}"
        );
        let nobody = Embed { names: String::new(), ..embed(Form::Element) }.snippet();
        assert!(nobody.contains("title=\"Trainbill: Why\"") && nobody.contains(">Trainbill: Why</a>"), "{nobody}");
        let sly = Embed { names: "\"><b>".to_owned(), ..embed(Form::Element) };
        assert!(sly.snippet().contains("title=\"Why: &quot;>&lt;b>\""), "{}", sly.snippet());
        let sly = Embed { fragment: "1.name=\"><script>".to_owned(), ..embed(Form::Frame) };
        assert!(sly.snippet().contains("1.name=&quot;>&lt;script>"), "{}", sly.snippet());
    }
}
