//! What the visitor sees, and how it changes.

use std::rc::Rc;

use cost_model::comparison::{Action, Comparison, View};
use cost_model::estimate::{Estimate, Infeasible, Item};
use cost_model::field::Field;
use cost_model::query;
use cost_model::scenario::Refusal;
use yew::Reducible;

use crate::failure;

/// A quantity of an entry whose working is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Asked {
    pub(crate) place: usize,
    pub(crate) item: Item,
}

/// What stands in an input field while it is being edited.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Draft {
    pub(crate) typed: String,
    pub(crate) refusal: Option<Refusal>,
}

/// How the address bar follows a change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum History {
    /// It came from there.
    Keep,
    /// A step that "back" undoes.
    Push,
    /// More of the step before.
    Replace,
}

/// The whole state of the page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct State {
    pub(crate) comparison: Comparison,
    pub(crate) estimates: Vec<Result<Estimate, Infeasible>>,
    /// The link of the comparison.
    fragment: String,
    /// The link that was opened, as it was, and how many steps there were before it.
    opened: String,
    steps_before: usize,
    pub(crate) warnings: Vec<String>,
    pub(crate) drafts: Vec<((usize, Field), Draft)>,
    pub(crate) asked: Option<Asked>,
    /// Whether that was asked just now.
    pub(crate) asks: bool,
    pub(crate) history: History,
    /// Whether the visitor has just opened the entry that is open, and wants to be taken there.
    pub(crate) reveal: bool,
    /// Shared with the states before and after.
    past: Vec<Rc<Comparison>>,
    future: Vec<Rc<Comparison>>,
    last_edit: Option<(usize, Field)>,
}

/// What can happen to the state.
pub(crate) enum Event {
    /// The visitor does something to the comparison.
    Do(Action),
    /// The visitor leaves an input field; what was typed well is shown tidied up.
    Leave(usize, Field),
    /// The visitor asks for the working of a figure, or closes it.
    Ask(Option<Asked>),
    /// The visitor has read a warning.
    Dismiss(usize),
    /// The address bar changed.
    Load(String),
    /// The visitor opens what a fragment says, which is a step like others.
    Open(String),
    Undo,
    Redo,
    /// The page speaks another language; what was worked out says so.
    Reword,
}

const MOST_STEPS: usize = 200;

impl State {
    /// The state that a fragment of the address stands for.
    pub(crate) fn of_fragment(fragment: &str) -> Self {
        failure::remember(fragment);
        let decoded = query::decode(fragment);
        let estimates = decoded.comparison.estimates();
        // A link that was not wholly understood stays in the address bar until something is changed.
        let history = if decoded.warnings.is_empty() { History::Replace } else { History::Keep };
        Self {
            fragment: query::encode(&decoded.comparison),
            opened: fragment.to_owned(),
            steps_before: 0,
            comparison: decoded.comparison,
            estimates,
            warnings: decoded.warnings,
            drafts: Vec::new(),
            asked: None,
            asks: false,
            history,
            reveal: false,
            past: Vec::new(),
            future: Vec::new(),
            last_edit: None,
        }
    }

    /// The fragment that stands for the state.
    pub(crate) fn fragment(&self) -> String {
        self.fragment.clone()
    }

    /// The fragment that stands for the same in another view.
    pub(crate) fn fragment_of(&self, view: View) -> String {
        query::in_view(&self.fragment, self.comparison.view, view)
    }

    /// The places of the entries in the order in which they are shown.
    pub(crate) fn order(&self) -> Vec<usize> {
        self.comparison.order(&self.estimates)
    }

    /// The fields of an entry in this view that hold something unusable, so that its figures still rest on what they held before.
    pub(crate) fn refused(&self, place: usize) -> impl Iterator<Item = Field> {
        let drafts = self.drafts.iter().filter(move |((of, _), draft)| *of == place && draft.refusal.is_some());
        let view = self.comparison.view;
        drafts.map(|((_, field), _)| *field).filter(move |field| view.groups().any(|group| group == field.spec().group))
    }

    pub(crate) fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    pub(crate) fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    fn act(&mut self, action: Action) {
        let edit = match &action {
            Action::Enter { place, field, typed } => Some((*place, *field, typed.clone())),
            _ => None,
        };
        let keeps_places = matches!(
            action,
            Action::Enter { .. }
                | Action::EnterAll { .. }
                | Action::Reset { .. }
                | Action::ResetEntry { .. }
                | Action::Against { .. }
                | Action::Open { .. }
                | Action::Show { .. }
                | Action::Sort { .. }
                | Action::Differences { .. }
        );
        if let Action::Reset { place, field } = action {
            self.forget(place, field);
        } else if let Action::EnterAll { place, values } = &action {
            self.drafts.retain(|((of, field), _)| of != place || values.iter().all(|(entered, _)| entered != field));
        } else if let Action::ResetEntry { place } = action {
            self.drafts.retain(|((of, _), _)| *of != place);
            self.asked = None;
        } else if !keeps_places {
            self.asked = None;
        }
        if matches!(action, Action::StartOver) {
            self.warnings.clear();
        }
        self.reveal = matches!(action, Action::Open { place: Some(_) } | Action::Add { .. } | Action::Duplicate { .. });
        let before = self.comparison.clone();
        let refusal = self.comparison.apply(action).err();
        if !keeps_places {
            self.carry_drafts(&before);
        }
        let this_edit = edit.as_ref().map(|(place, field, _)| (*place, *field));
        if let Some((place, field, typed)) = edit {
            self.forget(place, field);
            put(&mut self.drafts, (place, field), Draft { typed, refusal });
        }
        if before != self.comparison {
            let goes_on = this_edit.is_some() && this_edit == self.last_edit;
            self.step_from(before, goes_on);
            self.last_edit = this_edit;
        } else if this_edit != self.last_edit {
            self.last_edit = None;
        }
    }

    /// What stands in fields goes where their entries went; with entries that are not there any more, or hold something else, it
    /// is gone.
    fn carry_drafts(&mut self, before: &Comparison) {
        let after = &self.comparison.scenarios;
        let place_of = |place: usize| {
            let entry = before.scenarios.get(place)?;
            let is_there = after.get(place) == Some(entry);
            if is_there { Some(place) } else { after.iter().position(|other| other == entry) }
        };
        for ((place, field), draft) in std::mem::take(&mut self.drafts) {
            if let Some(place) = place_of(place) {
                put(&mut self.drafts, (place, field), draft);
            }
        }
    }

    /// Says anew, in the language of now, what of a link was not understood and what is refused.
    fn reword(&mut self) {
        self.estimates = self.comparison.estimates();
        let warnings = query::decode(&self.opened).warnings;
        // Which of them the visitor has read is not known.
        if warnings.len() == self.warnings.len() {
            self.warnings = warnings;
        }
        for ((place, field), draft) in self.drafts.iter_mut().filter(|(_, draft)| draft.refusal.is_some()) {
            let typed = Action::Enter { place: *place, field: *field, typed: draft.typed.clone() };
            draft.refusal = self.comparison.clone().apply(typed).err();
        }
    }

    fn forget(&mut self, place: usize, field: Field) {
        self.drafts.retain(|(of, _)| *of != (place, field));
    }

    fn step_from(&mut self, before: Comparison, goes_on: bool) {
        self.follow(&before);
        self.history = if goes_on { History::Replace } else { History::Push };
        if !goes_on {
            self.past.push(Rc::new(before));
            if self.past.len() > MOST_STEPS {
                self.past.remove(0);
            }
        }
        self.future.clear();
    }

    /// Works out what follows from the comparison, which was another before.
    fn follow(&mut self, before: &Comparison) {
        self.fragment = query::encode(&self.comparison);
        failure::remember(&self.fragment);
        self.estimates = self.comparison.estimates_from(before, &self.estimates);
    }

    fn travel(&mut self, back: bool) {
        let from = if back { &mut self.past } else { &mut self.future };
        let Some(comparison) = from.pop() else { return };
        let before = Rc::new(std::mem::replace(&mut self.comparison, Rc::unwrap_or_clone(comparison)));
        self.follow(&before);
        self.carry_drafts(&before);
        let to = if back { &mut self.future } else { &mut self.past };
        to.push(before);
        // Before the link was opened there was nothing to say of it.
        if self.past.len() < self.steps_before {
            self.warnings.clear();
        }
        self.asked = None;
        self.last_edit = None;
        self.history = History::Push;
    }
}

/// Adds a draft where it belongs in the order of entries and fields.
fn put(drafts: &mut Vec<((usize, Field), Draft)>, of: (usize, Field), draft: Draft) {
    let at = drafts.iter().take_while(|(other, _)| *other < of).count();
    drafts.insert(at, (of, draft));
}

impl Reducible for State {
    type Action = Event;

    fn reduce(self: Rc<Self>, event: Event) -> Rc<Self> {
        let mut next = (*self).clone();
        next.history = History::Keep;
        next.reveal = false;
        next.asks = matches!(event, Event::Ask(_));
        match event {
            Event::Do(action) => next.act(action),
            Event::Leave(place, field) => {
                next.drafts.retain(|(of, draft)| *of != (place, field) || draft.refusal.is_some());
                next.last_edit = None;
            }
            Event::Ask(asked) => next.asked = if next.asked == asked { None } else { asked },
            Event::Dismiss(index) => {
                if index < next.warnings.len() {
                    next.warnings.remove(index);
                }
            }
            Event::Load(fragment) => {
                let loaded = Self::of_fragment(&fragment);
                if loaded.comparison == self.comparison && loaded.warnings == self.warnings {
                    return self;
                }
                let (past, future, drafts) = (next.past, next.future, next.drafts);
                let steps_before = past.len();
                next = Self { past, future, drafts, steps_before, history: History::Keep, ..loaded };
                next.carry_drafts(&self.comparison);
            }
            Event::Open(fragment) => {
                let loaded = Self::of_fragment(&fragment);
                next.drafts.clear();
                next.asked = None;
                next.last_edit = None;
                next.warnings = loaded.warnings;
                next.opened = loaded.opened;
                let before = std::mem::replace(&mut next.comparison, loaded.comparison);
                next.step_from(before, false);
                next.steps_before = next.past.len();
            }
            Event::Undo => next.travel(true),
            Event::Redo => next.travel(false),
            Event::Reword => next.reword(),
        }
        Rc::new(next)
    }
}
