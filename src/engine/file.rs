//! Files that come from the program beside the page.

use cost_model::engine::exported;
use yew::AttrValue;

use crate::environment;

/// A file that was written.
pub(crate) struct File<'a> {
    pub(crate) name: &'a str,
    pub(crate) media_type: &'a str,
    pub(crate) content: &'a str,
}

impl<'a> File<'a> {
    /// The file in an answer; nothing before there is one, and where it is empty.
    pub(crate) fn of(answer: &'a Option<AttrValue>) -> Option<Self> {
        let (name, media_type, content) = exported(answer.as_deref()?)?;
        Some(Self { name, media_type, content })
    }

    pub(crate) fn save(&self) {
        environment::save(self.name, self.media_type, self.content);
    }
}
