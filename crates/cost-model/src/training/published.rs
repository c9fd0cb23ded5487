//! Predicted against published chip-hours of every calibration run.

use crate::catalogue::{Catalogue, Run};
use crate::interval::Interval;
use crate::prediction::{self, Known};
use crate::report::{Point, Scatter};
use crate::text::{self, Style};
use crate::units::{GpuHours, Unit};
use crate::words::training_published as words;

/// The utilisation that is taken for every run where nothing better is at hand.
const FLAT_MFU: f64 = 0.4;

/// Every calibration run: its published hours, what the prediction says without having seen it, and what a utilisation
/// of 40% says.
#[must_use]
pub(super) fn scatter(catalogue: &Catalogue) -> Scatter {
    let runs = catalogue.runs().iter().filter(|run| run.calibration);
    Scatter {
        caption: words::caption().to_owned(),
        x_label: words::published_hours().to_owned(),
        y_label: words::predicted_hours().to_owned(),
        has_diagonal: true,
        series: vec![words::unseen().to_owned(), words::flat().to_owned()],
        points: runs.filter_map(|run| points(run, catalogue)).flatten().collect(),
    }
}

fn points(run: &Run, catalogue: &Catalogue) -> Option<[Point; 2]> {
    let published = run.chip_hours.value()?.middle();
    let known = prediction::known(run, catalogue)?;
    let ours = prediction::leaving_out(&known, catalogue, |other| other.slug == run.slug)?;
    let flat = flat(&known)?;
    let point = |series, predicted: Interval<GpuHours>, mfu: f64, how: &str| Point {
        label: run.name.to_owned(),
        series,
        x: published.get(),
        y: Interval::around(predicted.low().get(), predicted.middle().get(), predicted.high().get()),
        text: words::published_and_predicted(
            &in_chip_hours(published),
            &text::exact_or_range(predicted.base(), Style::Count("chip-hours")),
        ),
        working: working_of(&known, mfu, how, [predicted.middle(), published]),
        given: Vec::new(),
        sources: run.chip_hours.first().map(|hours| hours.citation().into()).into_iter().collect(),
    };
    let fitted = ours.mfu.base().middle();
    Some([
        point(0, ours.chip_hours?, fitted, words::fitted_to_others()),
        point(1, flat, FLAT_MFU, words::same_for_all()),
    ])
}

fn in_chip_hours(hours: GpuHours) -> String {
    text::point(hours.get(), Style::Count("chip-hours"))
}

/// The hours by a utilisation, where that comes from, and how far they are from those that were published.
fn working_of(known: &Known, mfu: f64, how: &str, [predicted, published]: [GpuHours; 2]) -> Vec<String> {
    let peak = prediction::sixteen_bit_peak(known.hardware).map_or(0.0, |peak| peak.get());
    let [hours, stated] = [predicted, published].map(in_chip_hours);
    let mfu = text::point(mfu, Style::Fraction);
    vec![
        format!(
            "H = 6·N_act·D ÷ (P × MFU × 3600 s) = 6 × {} × {} ÷ ({} × {mfu} × 3600 s) = {hours}",
            text::point(known.active_params.get(), Style::Count("")),
            text::point(known.tokens.map_or(0.0, |tokens| tokens.get()), Style::Count("")),
            text::point(peak, Style::FlopPerSecond),
        ),
        format!("MFU = {mfu}: {how}"),
        words::predicted_over_published(
            &hours,
            &stated,
            &text::point(predicted.get() / published.get(), Style::Rounded),
        ),
    ]
}

fn flat(known: &Known) -> Option<Interval<GpuHours>> {
    let rate = prediction::sixteen_bit_peak(known.hardware)?.get() * FLAT_MFU;
    let seconds = 6.0 * known.active_params.get() * known.tokens?.get() / rate;
    Some(Interval::exact(GpuHours::from_base(seconds / 3600.0)))
}
