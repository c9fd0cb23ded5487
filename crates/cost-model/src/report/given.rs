//! What a working rests on, so that a reader can go there.

use super::{Block, Figure, Ladder, Parts, Report, Table};
use crate::field::Field;

/// Something that a working rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// A field of the form.
    Field(Field),
    /// Another figure of the same report, by its label.
    Figure(String),
}

/// What stands before the label of a figure in a report's text. No field's key begins with it.
const FIGURE: char = '=';

impl Given {
    /// In a line of a report's text.
    pub(super) fn written(&self) -> String {
        match self {
            Self::Field(field) => field.spec().key.to_owned(),
            Self::Figure(label) => format!("{FIGURE}{label}"),
        }
    }

    /// From such a line.
    pub(super) fn read(line: &str) -> Option<Self> {
        match line.strip_prefix(FIGURE) {
            Some(label) => Some(Self::Figure(label.to_owned())),
            None => Field::from_key(line).map(Self::Field),
        }
    }
}

/// Fields that a working rests on.
#[must_use]
pub fn fields(fields: &[Field]) -> Vec<Given> {
    fields.iter().copied().map(Given::Field).collect()
}

/// Figures of the same report that a working rests on, by their labels.
#[must_use]
pub fn figures(labels: &[&str]) -> Vec<Given> {
    labels.iter().map(|label| Given::Figure((*label).to_owned())).collect()
}

/// Everything once.
pub(crate) fn given_once(all: impl IntoIterator<Item = Given>) -> Vec<Given> {
    let mut once = Vec::new();
    add(&mut once, all);
    once
}

fn add(to: &mut Vec<Given>, more: impl IntoIterator<Item = Given>) {
    for each in more {
        if !to.contains(&each) {
            to.push(each);
        }
    }
}

impl Figure {
    /// The same, resting on these too.
    #[must_use]
    pub(crate) fn resting_on(mut self, given: Vec<Given>) -> Self {
        add(&mut self.given, given);
        self
    }
}

impl Table {
    /// The same with every row that has a working resting on these too.
    #[must_use]
    pub(crate) fn resting_on(mut self, given: &[Given]) -> Self {
        for row in self.rows.iter_mut().filter(|row| !row.working.is_empty()) {
            add(&mut row.given, given.iter().cloned());
        }
        self
    }
}

impl Parts {
    /// The same with every part resting on these too.
    #[must_use]
    pub(crate) fn resting_on(mut self, given: &[Given]) -> Self {
        for part in &mut self.parts {
            add(&mut part.given, given.iter().cloned());
        }
        self
    }
}

impl Ladder {
    /// The same with every way of counting resting on these too.
    #[must_use]
    pub(crate) fn resting_on(mut self, given: &[Given]) -> Self {
        for rung in &mut self.rungs {
            add(&mut rung.given, given.iter().cloned());
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
        let names: Vec<String> = self.named().into_iter().map(str::to_owned).collect();
        let mut all: Vec<Field> = Vec::new();
        for given in self.all_given() {
            given.retain(|given| match given {
                Given::Field(field) => has(*field),
                Given::Figure(label) => names.contains(label),
            });
            all.extend(
                given.iter().filter_map(|given| if let Given::Field(field) = given { Some(*field) } else { None }),
            );
        }
        all.sort_unstable();
        all.dedup();
        let known = |field: Field| {
            let found = self.found.iter().find(|found| found.field == field).map(|found| found.value.clone());
            found.or_else(|| value(field)).map(|value| (field, value))
        };
        self.values = all.into_iter().filter_map(known).collect();
    }
}
