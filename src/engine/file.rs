//! Files that come from the program beside the page.

use yew::AttrValue;

use crate::environment;

/// A file: its name on the first line of an answer, its media type on the second, and its content below.
pub(crate) struct File<'a> {
    pub(crate) name: &'a str,
    pub(crate) media_type: &'a str,
    pub(crate) content: &'a str,
}

impl<'a> File<'a> {
    /// The file in an answer; nothing before there is one, and where it is empty.
    pub(crate) fn of(answer: &'a Option<AttrValue>) -> Option<Self> {
        let (name, rest) = answer.as_deref()?.split_once('\n')?;
        let (media_type, content) = rest.split_once('\n')?;
        Some(Self { name, media_type, content })
    }

    pub(crate) fn save(&self) {
        environment::save(self.name, self.media_type, self.content);
    }
}
