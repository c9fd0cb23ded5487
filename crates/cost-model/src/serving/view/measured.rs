//! The roofline beside what was measured in public.

use std::sync::OnceLock;

use super::super::check::predicted;
use super::super::deployment::WeightFormat;
use super::super::efficiency::{ERROR, Efficiency};
use super::super::market::{Market, Measurement, Phase};
use super::{median, percent};
use crate::catalogue::Catalogue;
use crate::interval::Interval;
use crate::report::{Block, Point, Report, Scatter, Tone};
use crate::text::{Style, point};
use crate::words::serving_measured as words;

pub(super) fn blocks(report: &mut Report, catalogue: &'static Catalogue) {
    let points: Vec<(Point, f64)> =
        ratios(catalogue).iter().filter_map(|(of, ratio)| compared(of, *ratio, catalogue)).collect();
    let mut errors: Vec<f64> = points.iter().map(|(_, error)| error.abs()).collect();
    errors.sort_by(f64::total_cmp);
    let Some(error) = median(&errors) else { return };
    let of_series = |series: usize| {
        let mut errors: Vec<f64> =
            points.iter().filter(|(of, _)| of.series == series).map(|(_, error)| error.abs()).collect();
        errors.sort_by(f64::total_cmp);
        median(&errors).map_or_else(|| "–".to_owned(), percent)
    };
    report.heading(words::heading());
    let count = points.len().to_string();
    report.text(Tone::Plain, words::median_error(&count, &percent(error), &of_series(0), &of_series(1)));
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

/// How many throughputs were measured on a chip, and the median of predicted over measured.
pub(super) fn on_chip(chip: &str, catalogue: &'static Catalogue) -> Option<(usize, f64)> {
    let on_it = ratios(catalogue).iter().filter(|(of, _)| of.hardware == chip);
    let mut ratios: Vec<f64> = on_it.map(|(_, ratio)| *ratio).collect();
    ratios.sort_by(f64::total_cmp);
    Some((ratios.len(), median(&ratios)?))
}

/// Every measurement with predicted over measured, worked out once: no field changes them.
fn ratios(catalogue: &'static Catalogue) -> &'static [(&'static Measurement, f64)] {
    static RATIOS: OnceLock<Vec<(&Measurement, f64)>> = OnceLock::new();
    RATIOS.get_or_init(|| {
        let all = Market::current().measurements().iter();
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
