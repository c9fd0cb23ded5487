//! Models of equal cost, as curves and as a table.

use super::{count, of_hours, of_model, point, working};
use crate::budget::frontier::{Curve, Frontier, Point};
use crate::budget::life::{Life, Lived};
use crate::budget::plan::Plan;
use crate::field::Field;
use crate::report::{Axis, Block, Mark, Plot, PlotCurve, Report, Row, Tone, both, fields, row, table};
use crate::text::Style;
use crate::words::{budget_frontier as words, budget_view};

/// A difference of loss below which no law tells anything, in nats.
const NOTHING: f64 = 0.005;

pub(super) fn blocks(report: &mut Report, plan: &Plan) {
    let Some(frontier) = Frontier::of(plan) else { return };
    report.heading(words::larger_or_longer());
    sentence(report, plan, &frontier);
    let marks = marks(plan);
    let losses = Frontier::curve(plan, |size| plan.loss(size));
    let tokens = Frontier::curve(plan, |size| size.tokens);
    plot(report, words::loss_by_size(), words::loss_in_nats(), &losses, false, &marks);
    plot(report, words::tokens_by_size(), budget_view::training_tokens(), &tokens, true, &marks);
    let mut models: Vec<&Point> = frontier.rows.iter().collect();
    if is_elsewhere(&frontier.least, plan) {
        models.push(&frontier.least);
        models.sort_by(|one, other| one.size.params.total_cmp(&other.size.params));
    }
    let optimum = frontier.rows.get(frontier.optimum).map(|each| each.size.params);
    let rows = models.into_iter().map(|each| Row {
        is_marked: Some(each.size.params) == optimum,
        working: working_of(each, plan),
        ..row(&cells(each, plan.loss(plan.best.size())))
    });
    let columns = [
        budget_view::parameters(),
        budget_view::tokens(),
        budget_view::tokens_per_parameter(),
        "MFU",
        budget_view::compute(),
        budget_view::predicted_loss(),
        words::above(),
        words::same_loss_for(),
    ];
    let models = table(words::equal_cost_models(), &columns, rows.collect());
    report
        .blocks
        .push(Block::Table(models.resting_on(&both(both(of_hours(), &of_model()), &fields(&[Field::BudgetMfu])))));
    report.text(Tone::Note, words::how_to_read(plan.losses.0.name));
}

/// Whether the least loss along the curve is at another size than the compute-optimal model's.
fn is_elsewhere(least: &Point, plan: &Plan) -> bool {
    !(0.95..1.05).contains(&(least.size.params / plan.best.size().params))
}

fn sentence(report: &mut Report, plan: &Plan, frontier: &Frontier) {
    let best = plan.best.size();
    let least = frontier.least;
    let gain = plan.loss(best) - least.loss;
    let half = frontier
        .rows
        .iter()
        .find(|each| each.size.params < 0.51 * best.params && each.size.params > 0.49 * best.params);
    let flat = half.map_or_else(String::new, |half| {
        words::half_the_parameters(
            &point(half.size.tokens / best.tokens, Style::Rounded),
            &point(half.loss - plan.loss(best), Style::Rounded),
            &point(half.worth, Style::Fraction),
        )
    });
    let at = point(least.size.params, Style::Count("parameters"));
    let shift = match is_elsewhere(&least, plan) {
        false => String::new(),
        true if gain > NOTHING => words::least_at(&at),
        true => words::hardly_least_at(&at, &point(gain, Style::Rounded)),
    };
    report.text(Tone::Plain, (flat + &shift).trim().to_owned());
}

/// Compute, tokens, loss, and what the loss is beside that of the compute-optimal model.
fn working_of(each: &Point, plan: &Plan) -> Vec<String> {
    let (size, best) = (each.size, plan.best.size());
    let loss = plan.losses.1;
    let times_the_tokens = words::times_the_tokens(
        &point(size.tokens, Style::Count("")),
        &point(best.tokens, Style::Count("")),
        &point(size.tokens / best.tokens, Style::Rounded),
    );
    vec![
        working::compute(plan.hours.middle, &plan.machine, each.mfu.middle(), size.flop()),
        working::tokens(size, size.flop()) + &times_the_tokens,
        working::loss(&loss, size),
        words::against_the_optimum(
            &point(each.loss, Style::Loss),
            &point(plan.loss(best), Style::Loss),
            &point(each.loss - plan.loss(best), Style::Rounded),
            &point(loss.least_flop(each.loss), Style::Flop),
            &point(plan.best.flop.middle, Style::Flop),
            &point(each.worth, Style::Fraction),
        ),
    ]
}

fn cells(each: &Point, least: f64) -> [String; 8] {
    [
        count(each.size.params),
        count(each.size.tokens),
        point(each.size.ratio(), Style::Rounded),
        point(each.mfu.middle(), Style::Fraction),
        point(each.size.flop(), Style::Flop),
        point(each.loss, Style::Loss),
        point(each.loss - least, Style::Rounded),
        point(each.worth, Style::Fraction),
    ]
}

/// Where the compute-optimal model and those that are served stand.
fn marks(plan: &Plan) -> Vec<Mark> {
    let life = Life::of(plan).ok();
    let at = |of: Option<Lived>| of.map(|model| model.size.params);
    let equal = at(life.as_ref().and_then(Life::cheapest_of_equal_loss));
    let within = at(life.as_ref().and_then(Life::best_within_the_sum));
    let all = [
        (budget_view::compute_optimal(), Some(plan.best.size().params)),
        (words::served_same_loss(), equal),
        (words::served_same_sum(), within),
    ];
    let least = 0.1 * plan.best.size().params;
    let known = all.into_iter().filter_map(|(name, at)| Some((name, at?)));
    known
        .filter(|(_, at)| *at >= least)
        .map(|(name, at)| Mark { at, name: name.to_owned(), is_vertical: true })
        .collect()
}

fn plot(report: &mut Report, caption: &str, y_label: &str, curve: &Curve, is_log: bool, marks: &[Mark]) {
    let style = if is_log { Style::Count("") } else { Style::Loss };
    let x = Axis::over(budget_view::parameters(), curve.iter().map(|(params, ..)| *params), true, Style::Count(""));
    let ends = curve.iter().flat_map(|(_, middle, low, high)| [*middle, *low, *high]);
    let Some((x, y)) = x.zip(Axis::over(y_label, ends, is_log, style)) else { return };
    let band = |(params, _, low, high): &(f64, f64, f64, f64)| (*params, low.min(*high), low.max(*high));
    report.blocks.push(Block::Plot(Plot {
        name: Plot::NAME.to_owned(),
        caption: caption.to_owned(),
        x,
        y,
        curves: vec![PlotCurve {
            name: words::equal_cost().to_owned(),
            points: curve.iter().map(|(params, middle, ..)| (*params, *middle)).collect(),
            band: curve.iter().map(band).collect(),
        }],
        marks: marks.to_vec(),
    }));
}
