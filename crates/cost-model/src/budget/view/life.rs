//! Models that are cheap to train and to serve together.

use super::{count, of_model, point, range, working};
use crate::bill::Input;
use crate::budget::life::{Life, Lived};
use crate::budget::plan::Plan;
use crate::budget::run::End;
use crate::field::Field;
use crate::report::{Block, Figure, Report, Row, Tone, both, fields, figures, row, table};
use crate::serving::{TRAFFIC, figure};
use crate::text::Style;
use crate::words::{budget_life as words, budget_view};

pub(super) fn blocks(report: &mut Report, plan: &Plan) {
    report.heading(words::once_served());
    let life = match Life::of(plan) {
        Ok(life) => life,
        Err(why) => {
            report.text(Tone::Warning, words::serving_not_known(&why));
            return;
        }
    };
    let tokens = life.tokens.value.map_or(0.0, |tokens| tokens.middle_signed());
    let optimal = life.of_size(plan.best.size());
    let equal = life.cheapest_of_equal_loss();
    let within = life.best_within_the_sum();
    report.text(Tone::Plain, sentence(tokens, optimal.as_ref(), equal.as_ref(), within.as_ref(), &life));
    let rows = [
        (budget_view::compute_optimal(), optimal, false),
        (words::same_loss(), equal, true),
        (words::same_sum(), within, false),
    ];
    let rows: Vec<Row> = rows
        .into_iter()
        .filter_map(|(name, model, is_marked)| {
            let model = model?;
            let working = working_of(&model, &life, plan);
            Some(Row { is_marked, working, ..row(&cells(name, &model)) })
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    let columns = [
        budget_view::model(),
        budget_view::parameters(),
        budget_view::tokens(),
        budget_view::tokens_per_parameter(),
        budget_view::predicted_loss(),
        words::training(),
        words::serving(),
        words::together(),
    ];
    let served = figures(&[words::tokens_served(), words::million_tokens()]);
    let lived = table(words::trained_and_served(), &columns, rows);
    report
        .blocks
        .push(Block::Table(lived.resting_on(&both(both(of_model(), &served), &fields(&[Field::ServingUtilisation])))));
    report.blocks.push(Block::Figures { caption: words::serving().to_owned(), rows: of_serving(&life, plan) });
    report.text(Tone::Note, words::how_served(life.weights.name()));
}

fn sentence(
    tokens: f64,
    optimal: Option<&Lived>,
    equal: Option<&Lived>,
    within: Option<&Lived>,
    life: &Life,
) -> String {
    let Some(equal) = equal else {
        return words::no_layout(life.chip.short_name);
    };
    let params = |of: &Lived| point(of.size.params, Style::Count("parameters"));
    let trained_on = |of: &Lived| point(of.size.tokens, Style::Count("tokens"));
    let usd = |of: &Lived| point(of.total(), Style::Usd);
    let served = point(tokens, Style::Count("tokens"));
    let (size, data, total) = (params(equal), trained_on(equal), usd(equal));
    let first = match optimal {
        Some(optimal) => words::cheapest_against(&served, &size, &data, &total, &usd(optimal)),
        None => words::cheapest(&served, &size, &data, &total),
    };
    match within {
        Some(within) => first + &words::best_within(&params(within), &trained_on(within)),
        None => first + words::none_within(),
    }
}

fn cells(name: &str, model: &Lived) -> [String; 8] {
    [
        name.to_owned(),
        count(model.size.params),
        count(model.size.tokens),
        point(model.size.ratio(), Style::Rounded),
        point(model.loss, Style::Loss),
        point(model.training, Style::Usd),
        point(model.serving, Style::Usd),
        point(model.total(), Style::Usd),
    ]
}

/// Tokens and loss, training, serving, and both together.
fn working_of(model: &Lived, life: &Life, plan: &Plan) -> Vec<String> {
    let (size, purse) = (model.size, &plan.purse);
    let hours = plan.machine.hours(size, End::Middle).map_or_else(String::new, |hours| point(hours, Style::Count("h")));
    let (training, serving) = (point(model.training, Style::Usd), point(model.serving, Style::Usd));
    let central = |input: &Input| input.value.map_or(0.0, |value| value.middle_signed());
    let tokens = [working::tokens(size, size.flop()), working::loss(&plan.losses.1, size)];
    vec![
        tokens.join(budget_view::clause_separator()),
        words::training_working(
            &point(purse.fixed.middle_signed(), Style::Usd),
            &hours,
            &point(purse.per_hour.middle(), Style::UsdPerHour),
            &training,
        ),
        words::serving_working(
            &count(central(&life.tokens)),
            &point(life.chip_seconds(size.params).unwrap_or_default(), Style::Seconds),
            &point(life.rent.value.map_or(0.0, |rent| rent.middle()), Style::UsdPerHour),
            &point(central(&life.utilisation), Style::Fraction),
            &serving,
        ),
        words::together_working(&training, &serving, &point(model.total(), Style::Usd)),
    ]
}

fn of_serving(life: &Life, plan: &Plan) -> Vec<Figure> {
    let params = plan.best.size().params;
    let mut rows = vec![
        figure(words::tokens_served(), life.tokens.to_text(), Vec::new(), std::slice::from_ref(&life.tokens)),
        figure(
            words::rent(),
            life.rent.to_text(),
            vec![words::rent_of(life.chip.short_name)],
            std::slice::from_ref(&life.rent),
        )
        .resting_on(fields(&[Field::ServingHardware, Field::BudgetUsdPerGpuHour])),
    ];
    if let Some((seconds, usd)) = life.chip_seconds(params).zip(life.usd_per_million(params)) {
        let million = figure(
            words::million_tokens(),
            range(usd, Style::Usd),
            vec![
                words::million_tokens_symbols().to_owned(),
                words::chip_seconds(&point(seconds * 1e6, Style::Rounded)),
            ],
            &[life.rent.clone(), life.utilisation.clone()],
        );
        rows.push(million.resting_on(both(both(figures(&[words::rent()]), &of_model()), &fields(&TRAFFIC))));
    }
    rows
}
