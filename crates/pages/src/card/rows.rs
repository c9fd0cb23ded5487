//! The rows of a card: what of a story can be read at a glance.

use cost_model::comparison::{Column, View};
use cost_model::estimate::{Item, Outcome, unknown};
use cost_model::interval::Interval;
use cost_model::report::{Block, Ladder, Table, Waterfall};
use cost_model::scale::LogScale;
use cost_model::text::{Style, main_and_range};

use crate::story::Story;

/// More rows cannot be read in a small preview.
const MOST: usize = 9;
/// Of a list without bars.
const MOST_OF_LIST: usize = 5;

/// A name, its bar and its value.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) value: String,
    pub(crate) bar: Option<Bar>,
    /// Where sums stand that were said in public.
    pub(crate) said: Vec<f64>,
    pub(crate) is_marked: bool,
}

/// A bar, its places from 0 at the left to 1 at the right.
#[derive(Debug)]
pub(crate) struct Bar {
    pub(crate) from: f64,
    pub(crate) to: f64,
    pub(crate) central: Option<f64>,
    pub(crate) kind: Kind,
    /// Whether it stands back behind the marked one.
    pub(crate) is_faded: bool,
}

/// What a bar is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Sum,
    Less,
    More,
    Range,
}

/// The rows of a story under what they show; nothing where its lead is a drawing that has no short form.
pub(crate) fn of(story: &Story) -> Option<(String, Vec<Row>)> {
    if story.comparison.view == View::Compare {
        let has_added = story.comparison.columns.contains(&Column::Item(Item::Increment));
        return if has_added { with_what_was_added(story) } else { costs(story) };
    }
    if let Some((waterfall, place)) = story.step() {
        return Some((waterfall.caption.clone(), steps(waterfall, Some(place))));
    }
    match story.blocks.get(story.lead?)? {
        Block::Waterfall(of) => Some((of.caption.clone(), steps(of, None))),
        Block::Ladder(of) => Some((format!("{}. Diamonds: {}", of.caption, of.said), rungs(of)?)),
        Block::Table(of) => table(of, story.featured.value.as_deref()),
        Block::Figures { caption, rows } => {
            Some((caption.clone(), list(rows.iter().map(|row| (row.label.clone(), main(&row.value), false)))))
        }
        _ => None,
    }
}

/// The first rows of a table with one of its columns, and the marked row whether it is among them or not.
fn table(of: &Table, column: Option<&str>) -> Option<(String, Vec<Row>)> {
    let place = column.map_or(Some(1), |column| of.columns.iter().position(|(name, _)| name == column))?;
    let marked = of.rows.iter().position(|row| row.is_marked).unwrap_or_default();
    let first = if marked < MOST_OF_LIST { 0 } else { marked + 1 - MOST_OF_LIST };
    let cells =
        of.rows.iter().skip(first).filter_map(|row| Some((row.cells.first()?, row.cells.get(place)?, row.is_marked)));
    let rows = list(cells.map(|(name, value, is_marked)| (name.clone(), main(value), is_marked)));
    let heading = |place: usize| of.columns.get(place).map_or("", |(name, _)| name);
    Some((format!("{}: {} → {}", of.caption, heading(0), heading(place)), rows))
}

/// A figure without its range.
fn main(value: &str) -> String {
    value.split(" (").next().unwrap_or_default().to_owned()
}

fn list(rows: impl Iterator<Item = (String, String, bool)>) -> Vec<Row> {
    rows.take(MOST_OF_LIST)
        .map(|(name, value, is_marked)| Row { name, value, bar: None, said: Vec::new(), is_marked })
        .collect()
}

fn costs(story: &Story) -> Option<(String, Vec<Row>)> {
    let places = story.comparison.order(&story.estimates);
    let cost = |place: usize| story.estimates.get(place)?.as_ref().ok()?.step(Item::TrainingCost).outcome.number();
    let known = places.iter().filter_map(|place| cost(*place));
    let scale = LogScale::over(known.flat_map(|cost| [cost.low(), cost.high()]));
    let row = |place: &usize| {
        let name = story.comparison.scenarios.get(*place)?.name();
        let estimate = story.estimates.get(*place)?.as_ref().ok()?;
        let value = match &estimate.step(Item::TrainingCost).outcome {
            Outcome::Unknown(why) => unknown(why).to_owned(),
            Outcome::Number(cost) => main_and_range(*cost, Style::Usd).0,
            Outcome::Word { words, .. } => words.to_string(),
        };
        Some(Row {
            name,
            value,
            bar: cost(*place).zip(scale).map(|(cost, scale)| range(cost, scale)),
            said: Vec::new(),
            is_marked: false,
        })
    };
    let mut rows: Vec<Row> = places.iter().filter_map(row).take(MOST).collect();
    if let Some(first) = rows.first_mut() {
        first.is_marked = true;
    }
    Some(("Rented hours of the final training run, US dollars".to_owned(), rows))
}

/// The first entry's own part, and the whole.
fn with_what_was_added(story: &Story) -> Option<(String, Vec<Row>)> {
    let estimate = story.estimates.first()?.as_ref().ok()?;
    let parts = [("Added to its base model", Item::Increment), ("With the base model’s training", Item::TrainingCost)];
    let rows = parts.map(|(name, item)| (name.to_owned(), estimate.step(item).to_text(), item == Item::Increment));
    Some(("Rented hours of training, US dollars".to_owned(), list(rows.into_iter())))
}

fn range(cost: Interval<f64>, scale: LogScale) -> Bar {
    Bar {
        from: scale.place(cost.low()),
        to: scale.place(cost.high()),
        central: cost.central().map(|central| scale.place(central)),
        kind: Kind::Range,
        is_faded: false,
    }
}

/// The rungs of which a sum is known or was said, the marked one among them.
fn rungs(of: &Ladder) -> Option<Vec<Row>> {
    let known: Vec<_> = of.rungs.iter().filter(|rung| rung.usd.is_some() || !rung.claims.is_empty()).collect();
    let sums = known.iter().flat_map(|rung| rung.usd.into_iter().chain(rung.claims.iter().map(|claim| claim.usd)));
    let scale = LogScale::over(sums.flat_map(|usd| [usd.low(), usd.high()]))?;
    let marked = known.iter().position(|rung| rung.is_marked).unwrap_or_default();
    let rows = known.iter().skip((marked + 1).saturating_sub(MOST)).take(MOST).map(|rung| Row {
        name: rung.label.clone(),
        value: match (rung.usd, rung.claims.first()) {
            (Some(usd), _) => main_and_range(usd, Style::Usd).0,
            (None, claim) => claim.map_or_else(String::new, |claim| format!("said: {}", claim.text)),
        },
        bar: rung.usd.map(|usd| range(usd, scale)),
        said: rung.claims.iter().map(|claim| scale.place(claim.usd.middle())).collect(),
        is_marked: rung.is_marked,
    });
    Some(rows.collect())
}

/// The steps of a waterfall, the asked one marked; the smallest are left out where there are too many.
fn steps(of: &Waterfall, asked: Option<usize>) -> Vec<Row> {
    let size = |place: &usize| of.steps.get(*place).map_or(0.0, |step| (step.to - step.from).abs());
    let mut shown: Vec<usize> = (0..of.steps.len()).collect();
    shown.sort_by(|one, other| {
        let is_kept = |place: &usize| Some(*place) == asked || of.steps.get(*place).is_some_and(|step| step.is_sum);
        is_kept(other).cmp(&is_kept(one)).then(size(other).total_cmp(&size(one)))
    });
    shown.truncate(MOST);
    shown.sort_unstable();
    let row = |place: usize| {
        let step = of.steps.get(place)?;
        let kind = match (step.is_sum, step.value.starts_with('+')) {
            (true, _) => Kind::Sum,
            (false, true) => Kind::More,
            (false, false) => Kind::Less,
        };
        let is_faded = asked.is_some() && !step.is_sum;
        let bar = Bar { from: step.from, to: step.to, central: None, kind, is_faded };
        Some(Row {
            name: step.label.clone(),
            value: step.value.clone(),
            bar: Some(bar),
            said: Vec::new(),
            is_marked: asked == Some(place),
        })
    };
    shown.into_iter().filter_map(row).collect()
}
