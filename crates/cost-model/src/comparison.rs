//! The state of the page: which runs stand side by side, in which columns, and what can be done to them.

use crate::catalogue::Catalogue;
use crate::estimate::{Estimate, Infeasible, Item, Outcome, estimate};
use crate::field::Field;
use crate::order::sort_by;
use crate::scenario::{Refusal, Scenario};
use crate::words::comparison as words;

/// A column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// A quantity of the estimate.
    Item(Item),
    /// What has been said in public of the cost.
    Claims,
}

impl Column {
    /// Its name in links.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Item(item) => item.key(),
            Self::Claims => "claims",
        }
    }

    /// The column of that key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        if key == Self::Claims.key() { Some(Self::Claims) } else { Item::from_key(key).map(Self::Item) }
    }

    /// Its heading.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Item(item) => item.label(),
            Self::Claims => words::said_in_public(),
        }
    }

    /// Every column there is, in the order of the menu.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let fields = crate::field::bill_fields().map(|spec| Item::Field(spec.field));
        let items = Item::RESULTS
            .into_iter()
            .chain(fields)
            .filter(|item| !matches!(item, Item::Field(Field::Name | Field::Architecture)));
        let mut all: Vec<Self> = items.map(Self::Item).collect();
        all.insert(2, Self::Claims);
        all
    }
}

/// A view of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// All entries side by side.
    #[default]
    Compare,
    /// How one entry is trained.
    Train,
    /// Why one entry is cheaper than another or than a reference design.
    Why,
    /// What one entry costs under every accounting.
    Bill,
    /// What one entry costs to serve, and whether it pays.
    Serve,
    /// What can be trained for a sum of money.
    Budget,
    /// What happens when figures of one entry are other than they seem.
    WhatIf,
}

impl View {
    /// Every view, in the order in which one question leads to the next.
    pub const ALL: [Self; 7] =
        [Self::Compare, Self::Bill, Self::Why, Self::Serve, Self::Train, Self::Budget, Self::WhatIf];

    /// The view whose question comes next; after the last comes the first.
    #[must_use]
    pub fn next(self) -> Self {
        let mut later = Self::ALL.into_iter().skip_while(|view| *view != self).skip(1);
        later.next().unwrap_or(Self::ALL[0])
    }

    /// Its name in links.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Compare => "compare",
            Self::Train => "train",
            Self::Why => "why",
            Self::Bill => "bill",
            Self::Serve => "serve",
            Self::Budget => "budget",
            Self::WhatIf => "what-if",
        }
    }

    /// Its name for readers.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Compare => words::compare(),
            Self::Train => words::train(),
            Self::Why => words::why(),
            Self::Bill => words::whole_bill(),
            Self::Serve => words::serve(),
            Self::Budget => words::budget(),
            Self::WhatIf => words::what_if(),
        }
    }

    /// The view of that key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.key() == key)
    }
}

/// The order of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// By which column; by name when there is none.
    pub column: Option<Column>,
    /// Whether the largest comes first.
    pub descending: bool,
}

impl Sort {
    /// The order as links and files hold it: the column's key, or `name`, with `-` before it for the largest first.
    #[must_use]
    pub fn to_text(self) -> String {
        format!("{}{}", if self.descending { "-" } else { "" }, self.column.map_or("name", Column::key))
    }
}

/// The most entries that a comparison holds.
pub const MAX_ENTRIES: usize = 16;

/// The entries with which the page opens.
pub const OPENING: [&str; 8] = [
    "deepseek-v3",
    "deepseek-r1",
    "gpt-4",
    "claude-3.5-sonnet",
    "llama-3.1-405b",
    "gemini-1.0-ultra",
    "gpt-oss-120b",
    "olmo-3-32b",
];

/// The columns with which the page opens.
pub const OPENING_COLUMNS: [Column; 8] = [
    Column::Item(Item::TrainingCost),
    Column::Claims,
    Column::Item(Item::Field(Field::Hardware)),
    Column::Item(Item::Field(Field::Weights)),
    Column::Item(Item::ChipHours),
    Column::Item(Item::Field(Field::Tokens)),
    Column::Item(Item::Field(Field::TotalParams)),
    Column::Item(Item::Field(Field::Year)),
];

/// Runs side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// What is shown of it.
    pub view: View,
    /// The entries, in the order in which they were put.
    pub scenarios: Vec<Scenario>,
    /// The columns shown.
    pub columns: Vec<Column>,
    /// The order in which the rows are shown; as put when there is none.
    pub sort: Option<Sort>,
    /// The entry that is open, by its place in `scenarios`.
    pub open: Option<usize>,
    /// The entry that a saving is measured against, by its place; a reference design when there is none.
    pub against: Option<usize>,
    /// Whether figures that differ from the first entry's are marked.
    pub differences: bool,
}

/// Something that a visitor does to a comparison. Places are places in `scenarios`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the fields are named by their types and the line above them")]
pub enum Action {
    /// Adds a preset, or with [`crate::scenario::OWN`] an empty entry, at the end and opens it.
    Add { slug: String },
    /// Puts a copy below the entry and opens it.
    Duplicate { place: usize },
    /// Takes the entry away.
    Remove { place: usize },
    /// Exchanges the entry with the one shown above or below it.
    Move { place: usize, up: bool },
    /// Enters what was typed.
    Enter { place: usize, field: Field, typed: String },
    /// Enters several values in one step.
    EnterAll { place: usize, values: Vec<(Field, String)> },
    /// Shows a view.
    Show { view: View },
    /// Goes back to the preset in one field.
    Reset { place: usize, field: Field },
    /// Goes back to the preset in all fields.
    ResetEntry { place: usize },
    /// Enters several values in every entry, in one step.
    EnterEverywhere { values: Vec<(Field, String)> },
    /// Opens an entry, or closes the one that is open.
    Open { place: Option<usize> },
    /// Measures against an entry, or against a reference design.
    Against { place: Option<usize> },
    /// Sorts by a column: first the natural way, then the other, then not at all.
    Sort { column: Option<Column> },
    /// Shows or hides a column.
    ShowColumn { column: Column, shown: bool },
    /// Exchanges a column with its neighbour.
    MoveColumn { column: Column, left: bool },
    /// Marks differences or not.
    Differences { shown: bool },
    /// Goes back to the opening comparison.
    StartOver,
}

impl Comparison {
    /// The comparison with which the page opens.
    #[must_use]
    pub fn opening(catalogue: &'static Catalogue) -> Self {
        Self::of(OPENING.iter().filter_map(|slug| Scenario::preset(slug, catalogue)).collect())
    }

    /// These entries in the opening columns.
    #[must_use]
    pub fn of(scenarios: Vec<Scenario>) -> Self {
        Self {
            view: View::default(),
            scenarios,
            columns: OPENING_COLUMNS.to_vec(),
            sort: None,
            open: None,
            against: None,
            differences: false,
        }
    }

    /// The place of the entry that a view of one entry shows: the one that is open, or the first.
    #[must_use]
    pub fn shown(&self) -> usize {
        self.open.unwrap_or_default()
    }

    /// The estimate of every entry, in the order of `scenarios`.
    #[must_use]
    pub fn estimates(&self) -> Vec<Result<Estimate, Infeasible>> {
        self.scenarios.iter().map(estimate).collect()
    }

    /// The same, where those of another comparison are known: what was worked out of an equal scenario is taken from there.
    #[must_use]
    pub fn estimates_from(
        &self,
        other: &Self,
        known: &[Result<Estimate, Infeasible>],
    ) -> Vec<Result<Estimate, Infeasible>> {
        let known = |scenario| {
            let place = other.scenarios.iter().position(|of| of == scenario)?;
            known.get(place).cloned()
        };
        self.scenarios.iter().map(|scenario| known(scenario).unwrap_or_else(|| estimate(scenario))).collect()
    }

    /// The places of the entries in the order in which they are shown. What is unknown comes last either way.
    #[must_use]
    pub fn order(&self, estimates: &[Result<Estimate, Infeasible>]) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.scenarios.len()).collect();
        let Some(sort) = self.sort else { return order };
        let keys: Vec<Option<SortKey>> = self
            .scenarios
            .iter()
            .zip(estimates)
            .map(|(scenario, estimate)| SortKey::of(sort.column, scenario, estimate.as_ref().ok()))
            .collect();
        sort_by(&mut order, |a, b| {
            match (keys.get(a).and_then(Option::as_ref), keys.get(b).and_then(Option::as_ref)) {
                (Some(a), Some(b)) if sort.descending => b.compare(a),
                (Some(a), Some(b)) => a.compare(b),
                (a, b) => b.is_some().cmp(&a.is_some()),
            }
        });
        order
    }

    /// The edition of the data whose figures it is worked out from.
    #[must_use]
    pub fn edition(&self) -> &'static str {
        self.catalogue().edition()
    }

    /// The catalogue of that edition.
    #[must_use]
    pub fn catalogue(&self) -> &'static Catalogue {
        self.scenarios.first().map_or_else(Catalogue::current, Scenario::catalogue)
    }

    /// Does what the visitor asks.
    ///
    /// # Errors
    /// When a value is refused; the comparison is then unchanged.
    pub fn apply(&mut self, action: Action) -> Result<(), Refusal> {
        match action {
            Action::Add { slug } => {
                if self.scenarios.len() < MAX_ENTRIES {
                    self.scenarios.extend(Scenario::preset(&slug, self.catalogue()));
                    self.open = self.scenarios.len().checked_sub(1);
                }
            }
            Action::Duplicate { place } => self.duplicate(place),
            Action::Remove { place } => self.remove(place),
            Action::Move { place, up } => self.shift(place, up),
            Action::Enter { place, field, typed } => {
                if let Some(scenario) = self.scenarios.get_mut(place) {
                    scenario.enter(field, &typed)?;
                }
            }
            Action::Reset { place, field } => {
                if let Some(scenario) = self.scenarios.get_mut(place) {
                    scenario.reset(field);
                }
            }
            Action::ResetEntry { place } => {
                if let Some(scenario) = self.scenarios.get_mut(place) {
                    scenario.reset_all();
                }
            }
            Action::EnterAll { place, values } => {
                if let Some(scenario) = self.scenarios.get_mut(place) {
                    *scenario = with_all(scenario, &values)?;
                }
            }
            Action::EnterEverywhere { values } => {
                let changed: Result<Vec<Scenario>, Refusal> =
                    self.scenarios.iter().map(|scenario| with_all(scenario, &values)).collect();
                self.scenarios = changed?;
            }
            Action::Against { place } => self.against = place.filter(|place| *place < self.scenarios.len()),
            Action::Show { view } => self.view = view,
            Action::Open { place } => self.open = place.filter(|place| *place < self.scenarios.len()),
            Action::Sort { column } => self.sort = next_sort(self.sort, column),
            Action::ShowColumn { column, shown } => {
                self.columns.retain(|other| *other != column);
                if shown {
                    self.columns.push(column);
                }
            }
            Action::MoveColumn { column, left } => self.shift_column(column, left),
            Action::Differences { shown } => self.differences = shown,
            Action::StartOver => *self = Self { view: self.view, ..Self::opening(Catalogue::current()) },
        }
        Ok(())
    }

    fn duplicate(&mut self, place: usize) {
        if self.scenarios.len() < MAX_ENTRIES
            && let Some(copy) = self.scenarios.get(place).cloned()
        {
            let below = place.saturating_add(1);
            self.scenarios.insert(below, copy);
            self.open = Some(below);
            self.against = self.against.map(|against| against.saturating_add(usize::from(against > place)));
        }
    }

    fn remove(&mut self, place: usize) {
        if place < self.scenarios.len() {
            self.scenarios.remove(place);
            let moved = |of: usize| of.saturating_sub(usize::from(of > place));
            let without = |of: Option<usize>| of.filter(|of| *of != place).map(moved);
            self.open = without(self.open);
            self.against = without(self.against);
        }
    }

    /// Moves an entry among the rows as they are shown; a sorted table is first fixed in the order shown.
    fn shift(&mut self, place: usize, up: bool) {
        let order = self.order(&self.estimates());
        let Some(row) = order.iter().position(|shown| *shown == place) else { return };
        let other = if up { row.checked_sub(1) } else { row.checked_add(1).filter(|below| *below < order.len()) };
        let Some(other) = other else { return };
        let mut order = order;
        order.swap(row, other);
        let moved = |of: Option<usize>| of.and_then(|of| order.iter().position(|shown| *shown == of));
        self.open = moved(self.open);
        self.against = moved(self.against);
        self.scenarios = order.iter().filter_map(|place| self.scenarios.get(*place).cloned()).collect();
        self.sort = None;
    }

    fn shift_column(&mut self, column: Column, left: bool) {
        let Some(place) = self.columns.iter().position(|other| *other == column) else { return };
        let other = if left { place.checked_sub(1) } else { place.checked_add(1) };
        if let Some(other) = other.filter(|other| *other < self.columns.len()) {
            self.columns.swap(place, other);
        }
    }
}

/// A scenario with several values entered.
fn with_all(scenario: &Scenario, values: &[(Field, String)]) -> Result<Scenario, Refusal> {
    let mut changed = scenario.clone();
    for (field, typed) in values {
        changed.enter(*field, typed)?;
    }
    Ok(changed)
}

fn next_sort(now: Option<Sort>, column: Option<Column>) -> Option<Sort> {
    // Figures are first wanted with the largest on top, names from A to Z.
    let first = column.is_some();
    match now {
        Some(sort) if sort.column == column && sort.descending != first => None,
        Some(sort) if sort.column == column => Some(Sort { column, descending: !first }),
        _ => Some(Sort { column, descending: first }),
    }
}

#[derive(Clone)]
enum SortKey {
    Number(f64),
    Text(String),
}

impl SortKey {
    fn of(column: Option<Column>, scenario: &Scenario, estimate: Option<&Estimate>) -> Option<Self> {
        match column {
            None => Some(Self::Text(scenario.name().to_ascii_lowercase())),
            Some(Column::Claims) => {
                let claims = scenario.model()?.claims;
                claims.iter().find_map(|claim| claim.usd.value()).map(|usd| Self::Number(usd.middle().get()))
            }
            Some(Column::Item(item)) => match &estimate?.step(item).outcome {
                Outcome::Number(number) => Some(Self::Number(number.middle())),
                Outcome::Word { words, .. } => Some(Self::Text(words.to_ascii_lowercase())),
                Outcome::Unknown(_) => None,
            },
        }
    }

    fn compare(&self, other: &Self) -> std::cmp::Ordering {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Number(_), Self::Text(_)) => std::cmp::Ordering::Less,
            (Self::Text(_), Self::Number(_)) => std::cmp::Ordering::Greater,
        }
    }
}
