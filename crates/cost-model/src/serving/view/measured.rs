//! The roofline beside what was measured in public.

use super::super::check::predicted;
use super::super::deployment::WeightFormat;
use super::super::efficiency::{ERROR, Efficiency};
use super::super::market::{Market, Measurement, Phase};
use super::{median, percent};
use crate::catalogue::{ByEdition, Catalogue};
use crate::estimate::Grade;
use crate::interval::Interval;
use crate::report::{Block, Figure, Point, Report, Scatter, Tone};
use crate::text::{Style, point};
use crate::words::serving_measured as words;

pub(super) fn blocks(report: &mut Report, catalogue: &'static Catalogue) {
    let points: Vec<(Point, f64)> =
        ratios(catalogue).iter().filter_map(|(of, ratio)| compared(of, *ratio, catalogue)).collect();
    if points.is_empty() {
        return;
    }
    report.heading(words::heading());
    report.text(Tone::Plain, words::what_is_compared(&points.len().to_string()));
    report.blocks.push(median_errors(&points));
    report.blocks.push(Block::Scatter(Scatter {
        caption: words::caption().to_owned(),
        x_label: words::measured_rate().to_owned(),
        y_label: words::predicted_rate().to_owned(),
        has_diagonal: true,
        series: vec![words::dense_models().to_owned(), words::mixtures_of_experts().to_owned()],
        points: points.into_iter().map(|(point, _)| point).collect(),
    }));
    report.text(Tone::Note, words::whiskers(&point(ERROR.low(), Style::Plain), &point(ERROR.high(), Style::Plain)));
}

/// The median error of all, and of the models of either kind.
fn median_errors(points: &[(Point, f64)]) -> Block {
    let row = |label: &str, of: &dyn Fn(&Point) -> bool| {
        let mut errors: Vec<f64> = points.iter().filter(|(point, _)| of(point)).map(|(_, error)| error.abs()).collect();
        errors.sort_by(f64::total_cmp);
        let each: Vec<String> = errors.iter().copied().map(percent).collect();
        let value = median(&errors).map_or_else(|| "–".to_owned(), percent);
        let working = vec![words::middle_of(&errors.len().to_string(), &each.join(words::separator()), &value)];
        Figure { label: label.to_owned(), value, grade: Grade::Derived, working, ..Figure::default() }
    };
    let rows = vec![
        row(words::median_error(), &|_| true),
        row(words::median_of_dense(), &|point| point.series == 0),
        row(words::median_of_experts(), &|point| point.series == 1),
    ];
    Block::Figures { caption: words::median_error().to_owned(), rows }
}

/// How many throughputs were measured on a chip, and the median of predicted over measured.
pub(super) fn on_chip(chip: &str, catalogue: &'static Catalogue) -> Option<(usize, f64)> {
    let on_it = ratios(catalogue).iter().filter(|(of, _)| of.hardware == chip);
    let mut ratios: Vec<f64> = on_it.map(|(_, ratio)| *ratio).collect();
    ratios.sort_by(f64::total_cmp);
    Some((ratios.len(), median(&ratios)?))
}

/// Every measurement with predicted over measured, worked out once: no field changes them.
fn ratios(catalogue: &'static Catalogue) -> &'static [(&'static Measurement, f64)] {
    static RATIOS: ByEdition<Vec<(&Measurement, f64)>> = ByEdition::new();
    RATIOS.of(catalogue.edition(), |edition| {
        let all = Market::of(edition).measurements().iter();
        let ratio = |of: &Measurement| Some(predicted(of, Efficiency::MEASURED, catalogue)? / of.tokens_per_second);
        all.filter_map(|of| Some((of, ratio(of)?))).collect()
    })
}

/// A measurement as a point, and its relative error.
fn compared(of: &Measurement, ratio: f64, catalogue: &'static Catalogue) -> Option<(Point, f64)> {
    let says = ratio * of.tokens_per_second;
    let model = of.configured.architecture(catalogue)?;
    let error = ratio - 1.0;
    let sign = if error < 0.0 { "" } else { "+" };
    let rate = |value: f64| point(value, Style::Count(""));
    Some((
        Point {
            label: what(of, catalogue)?,
            series: usize::from(model.experts.is_some()),
            x: of.tokens_per_second,
            y: Interval::around(says / ERROR.high(), says, says / ERROR.low()),
            text: words::measured_and_predicted(
                &rate(of.tokens_per_second),
                &rate(says),
                &format!("{sign}{}", percent(error)),
                of.citation.source().publisher(),
            ),
            working: vec![
                words::roofline_of(&rate(says)),
                words::predicted_over_measured(&rate(says), &rate(of.tokens_per_second), &point(ratio, Style::Rounded)),
            ],
            given: Vec::new(),
            sources: vec![of.citation.into()],
        },
        error,
    ))
}

fn what(of: &Measurement, catalogue: &'static Catalogue) -> Option<String> {
    let of_phase = match of.phase {
        Phase::Both => words::both_phases,
        Phase::Prefill => words::prefill,
        Phase::Decode => words::decoding,
    };
    let format = if of.weights == WeightFormat::Fp8 { String::new() } else { format!(" {}", of.weights.name()) };
    let count = |value: f64| point(value, Style::Count(""));
    let name = format!("{}{format}", of.name);
    Some(of_phase(&name, &count(of.chips), of.chip(catalogue)?.short_name, &count(of.input), &count(of.output)))
}
