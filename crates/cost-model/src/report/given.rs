//! What a working rests on, so that a reader can go there.

use std::cell::RefCell;

use super::{Block, Figure, Parts, Report, Table};
use crate::field::Field;

/// Something that a working rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// A field of the form.
    Field(Field),
    /// Another figure of the same report, by its label.
    Figure(&'static str),
}

/// What stands before the label of a figure in a report's text. No field's key begins with it.
const FIGURE: char = '=';

impl Given {
    /// In a line of a report's text.
    pub(super) fn written(self) -> String {
        match self {
            Self::Field(field) => field.spec().key.to_owned(),
            Self::Figure(label) => format!("{FIGURE}{label}"),
        }
    }

    /// From such a line.
    pub(super) fn read(line: &str) -> Option<Self> {
        match line.strip_prefix(FIGURE) {
            Some(label) => Some(Self::Figure(kept(label))),
            None => Field::from_key(line).map(Self::Field),
        }
    }
}

thread_local! {
    static KEPT: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

/// A label that is no word of the program, kept for good. There are few, and each is kept once.
pub(crate) fn kept(label: &str) -> &'static str {
    KEPT.with_borrow_mut(|all| {
        if let Some(kept) = all.iter().find(|kept| **kept == label) {
            return *kept;
        }
        let kept: &'static str = Box::leak(label.into());
        all.push(kept);
        kept
    })
}

/// Fields that a working rests on.
#[inline(never)]
#[must_use]
pub fn fields(fields: &[Field]) -> Vec<Given> {
    fields.iter().copied().map(Given::Field).collect()
}

/// Figures of the same report that a working rests on, by their labels.
#[inline(never)]
#[must_use]
pub fn figures(labels: &[&'static str]) -> Vec<Given> {
    labels.iter().copied().map(Given::Figure).collect()
}

/// Both, everything once.
#[inline(never)]
pub(crate) fn both(mut one: Vec<Given>, other: &[Given]) -> Vec<Given> {
    for each in other {
        if !one.contains(each) {
            one.push(*each);
        }
    }
    one
}

impl Figure {
    /// The same, resting on these too.
    #[must_use]
    #[inline(never)]
    pub(crate) fn resting_on(mut self, given: Vec<Given>) -> Self {
        self.given = both(self.given, &given);
        self
    }
}

impl Table {
    /// The same with every row that has a working resting on these too.
    #[must_use]
    #[inline(never)]
    pub(crate) fn resting_on(mut self, given: &[Given]) -> Self {
        for row in self.rows.iter_mut().filter(|row| !row.working.is_empty()) {
            row.given = both(std::mem::take(&mut row.given), given);
        }
        self
    }
}

impl Parts {
    /// The same with every part resting on these too.
    #[must_use]
    #[inline(never)]
    pub(crate) fn resting_on(mut self, given: &[Given]) -> Self {
        for part in &mut self.parts {
            part.given = both(std::mem::take(&mut part.given), given);
        }
        self
    }
}

impl Report {
    /// What each working rests on.
    fn all_given(&mut self) -> Vec<&mut Vec<Given>> {
        let mut all: Vec<&mut Vec<Given>> = Vec::new();
        for block in &mut self.blocks {
            match block {
                Block::Figures { rows, .. } => all.extend(rows.iter_mut().map(|of| &mut of.given)),
                Block::Parts(of) => all.extend(of.parts.iter_mut().map(|of| &mut of.given)),
                Block::Table(of) => all.extend(of.rows.iter_mut().map(|of| &mut of.given)),
                Block::Ladder(of) => all.extend(of.rungs.iter_mut().map(|of| &mut of.given)),
                Block::Waterfall(of) => all.extend(of.steps.iter_mut().map(|of| &mut of.given)),
                Block::Tornado(of) => all.extend(of.bars.iter_mut().map(|of| &mut of.given)),
                _ => {}
            }
        }
        all
    }

    /// The names of what can be gone to: figures whose working opens in their place.
    #[must_use]
    pub fn named(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for block in &self.blocks {
            match block {
                Block::Figures { rows, .. } => names.extend(rows.iter().map(|of| of.label.as_str())),
                Block::Parts(of) => names.extend(of.parts.iter().map(|of| of.label.as_str())),
                Block::Ladder(of) => names.extend(of.rungs.iter().map(|of| of.label.as_str())),
                Block::Waterfall(of) => names.extend(of.steps.iter().map(|of| of.label.as_str())),
                _ => {}
            }
        }
        names
    }

    /// Leaves nothing given that cannot be gone to: neither a field that the form lacks nor a figure that is not here. Then
    /// says what stands in each field.
    pub(crate) fn settle(&mut self, has: impl Fn(Field) -> bool, value: impl Fn(Field) -> Option<String>) {
        // The page looks for a figure by its label between quotes.
        let is_plain = |label: &&str| !label.contains(['"', '\\']);
        let names: Vec<&'static str> = self.named().into_iter().filter(is_plain).map(kept).collect();
        let mut all: Vec<Field> = Vec::new();
        for given in self.all_given() {
            given.retain(|given| match given {
                Given::Field(field) => has(*field),
                Given::Figure(label) => names.contains(label),
            });
            for given in given.iter() {
                match given {
                    Given::Field(field) if !all.contains(field) => all.push(*field),
                    _ => {}
                }
            }
        }
        let known = |field: Field| {
            let found = self.found.iter().find(|found| found.field == field).map(|found| found.value.clone());
            found.or_else(|| value(field)).map(|value| (field, value))
        };
        self.values = all.into_iter().filter_map(known).collect();
    }
}
