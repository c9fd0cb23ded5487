//! Models that are cheap to train and to serve together.

use super::{count, point, range};
use crate::budget::life::{Life, Lived};
use crate::budget::plan::Plan;
use crate::report::{Block, Figure, Report, Row, Tone, row, table};
use crate::serving::figure;
use crate::text::Style;

pub(super) fn blocks(report: &mut Report, plan: &Plan) {
    report.heading("Once it is served");
    let life = match Life::of(plan) {
        Ok(life) => life,
        Err(why) => {
            report.text(Tone::Warning, format!("What serving costs is not known: {why}."));
            return;
        }
    };
    let tokens = life.tokens.value.map_or(0.0, |tokens| tokens.middle_signed());
    let optimal = life.of_size(plan.best.size());
    let equal = life.cheapest_of_equal_loss();
    let within = life.best_within_the_sum();
    report.text(Tone::Plain, sentence(tokens, optimal.as_ref(), equal.as_ref(), within.as_ref(), &life));
    let rows = [
        ("compute-optimal", optimal),
        ("same loss, cheapest with serving", equal),
        ("same sum, least loss with serving", within),
    ];
    let rows: Vec<Row> = rows
        .into_iter()
        .filter_map(|(name, model)| {
            Some(Row { is_marked: name.starts_with("same loss"), ..row(&cells(name, &model?)) })
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    let columns = [
        "Model",
        "Parameters",
        "Tokens",
        "Tokens for each parameter",
        "Predicted loss",
        "Training",
        "Serving",
        "Together",
    ];
    report.blocks.push(Block::Table(table("Trained, and served for its life", &columns, rows)));
    report.blocks.push(Block::Figures { caption: "Serving".to_owned(), rows: figures(&life, plan) });
    report.text(
        Tone::Note,
        format!(
            "Dense models shaped like Llama 3, weights in {}, by the roofline of the Serve view with its traffic and central \
             values. Only chips are counted of serving. A small model on that many tokens lies far beyond what loss laws were \
             fitted on, and repeated data is worth less than new.",
            life.weights.name()
        ),
    );
}

fn sentence(
    tokens: f64,
    optimal: Option<&Lived>,
    equal: Option<&Lived>,
    within: Option<&Lived>,
    life: &Life,
) -> String {
    let Some(equal) = equal else {
        return format!(
            "No dense model of that loss fits on the layouts of the {} that are tried for serving.",
            life.chip.short_name
        );
    };
    let against = optimal.map_or_else(String::new, |optimal| {
        format!(", against {} for the compute-optimal model", point(optimal.total(), Style::Usd))
    });
    let first = format!(
        "With {} served, the same loss is cheapest from {} on {}: {} together with serving{against}.",
        point(tokens, Style::Count("tokens")),
        point(equal.size.params, Style::Count("parameters")),
        point(equal.size.tokens, Style::Count("tokens")),
        point(equal.total(), Style::Usd)
    );
    match within {
        Some(within) => format!(
            "{first} If training and serving have to fit in the sum, {} on {} are best.",
            point(within.size.params, Style::Count("parameters")),
            point(within.size.tokens, Style::Count("tokens"))
        ),
        None => format!("{first} No model that is tried can be trained and served within the sum."),
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

fn figures(life: &Life, plan: &Plan) -> Vec<Figure> {
    let params = plan.best.size().params;
    let mut rows = vec![
        figure("Tokens served", life.tokens.to_text(), Vec::new(), std::slice::from_ref(&life.tokens)),
        figure(
            "Rent",
            life.rent.to_text(),
            vec![format!("of the {}", life.chip.short_name)],
            std::slice::from_ref(&life.rent),
        ),
    ];
    if let Some((seconds, usd)) = life.chip_seconds(params).zip(life.usd_per_million(params)) {
        rows.push(figure(
            "A million tokens of the compute-optimal model",
            range(usd, Style::Usd),
            vec![
                "chip-seconds of a token ÷ 3,600 × p_s ÷ U × 10⁶, over the roofline’s error".to_owned(),
                format!("chip-seconds of a million tokens at full batches: {}", point(seconds * 1e6, Style::Rounded)),
            ],
            &[life.rent.clone(), life.utilisation.clone()],
        ));
    }
    rows
}
