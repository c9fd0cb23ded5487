//! Tables that a command writes into the documentation, each between two lines that mark its place.

/// The two lines.
pub(crate) struct Marks {
    pub(crate) begin: &'static str,
    pub(crate) end: &'static str,
}

impl Marks {
    /// What stands between them; nothing where one of them is missing.
    pub(crate) fn inside<'a>(&self, text: &'a str) -> Option<&'a str> {
        Some(self.split(text)?.1)
    }

    /// The text with something else between them.
    pub(crate) fn put_in(&self, text: &str, inside: &str) -> Option<String> {
        let (before, _, after) = self.split(text)?;
        Some(format!("{before}{}{inside}{}{after}", self.begin, self.end))
    }

    fn split<'a>(&self, text: &'a str) -> Option<(&'a str, &'a str, &'a str)> {
        let (before, rest) = text.split_once(self.begin)?;
        let (inside, after) = rest.split_once(self.end)?;
        Some((before, inside, after))
    }
}

/// A number with a comma between its thousands.
pub(crate) fn grouped(number: u64) -> String {
    if number < 1_000 { number.to_string() } else { format!("{},{:03}", grouped(number / 1_000), number % 1_000) }
}
