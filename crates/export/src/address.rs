//! The address of the page at which a file was made.

use cost_model::query;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What would end an address, or be read as something else, in a text, in Markdown or in XML. Escapes stay as they are.
const ESCAPED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'\'')
    .add(b'<')
    .add(b'>')
    .add(b'(')
    .add(b')')
    .add(b'`')
    .add(b'\\')
    .add(b'^')
    .add(b'{')
    .add(b'|')
    .add(b'}')
    .add(b';');

/// A page's address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    /// Up to the fragment; empty where none is known.
    base: String,
    fragment: String,
}

impl Address {
    /// A whole address, or a fragment by itself. Of an address that is not of the web only the fragment is kept: a file
    /// that is passed on must neither run anything nor tell where it was made.
    pub(crate) fn of(text: &str) -> Self {
        let text = text.trim();
        let (base, fragment) = match text.split_once('#') {
            Some(parts) => parts,
            None if is_web(text) => (text, ""),
            None => ("", text),
        };
        let escape = |text: &str| utf8_percent_encode(text, ESCAPED).to_string();
        Self { base: if is_web(base) { escape(base) } else { String::new() }, fragment: escape(fragment) }
    }

    /// The address without its fragment; empty where none is known.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// The fragment without `#`.
    pub(crate) fn fragment(&self) -> &str {
        &self.fragment
    }

    /// The edition of the data that its figures are from, as the page reads it.
    pub(crate) fn edition(&self) -> &'static str {
        query::decode(&self.fragment).comparison.edition()
    }

    /// The whole address, of characters that need no escapes anywhere but `&`.
    pub(crate) fn whole(&self) -> String {
        format!("{}#{}", self.base, self.fragment)
    }
}

fn is_web(text: &str) -> bool {
    let begins = |scheme: &str| text.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme));
    begins("https://") || begins("http://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_kept_and_made_safe() {
        let of = |text: &str| Address::of(text).whole();
        assert_eq!(of("https://a.org/b/?c=1#models=gpt-4&end"), "https://a.org/b/?c=1#models=gpt-4&end");
        assert_eq!(of("models=gpt-4"), "#models=gpt-4");
        assert_eq!(of("https://a.org/(b)#x=%28y) <z>"), "https://a.org/%28b%29#x=%28y%29%20%3Cz%3E");
        assert_eq!(of("javascript:alert(1)#models=gpt-4"), "#models=gpt-4");
        assert_eq!(of("HTTP://[::1]:80/"), "HTTP://[::1]:80/#");
    }
}
