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
    let ours = prediction::leaving_out(&known, catalogue, |other| other.slug == run.slug)?.chip_hours?;
    let flat = flat(&known)?;
    let point = |series, predicted: Interval<GpuHours>| Point {
        label: run.name.to_owned(),
        series,
        x: published.get(),
        y: Interval::around(predicted.low().get(), predicted.middle().get(), predicted.high().get()),
        text: words::published_and_predicted(
            &text::point(published.get(), Style::Count("chip-hours")),
            &text::exact_or_range(predicted.base(), Style::Count("chip-hours")),
        ),
    };
    Some([point(0, ours), point(1, flat)])
}

fn flat(known: &Known) -> Option<Interval<GpuHours>> {
    let rate = prediction::sixteen_bit_peak(known.hardware)?.get() * FLAT_MFU;
    let seconds = 6.0 * known.active_params.get() * known.tokens?.get() / rate;
    Some(Interval::exact(GpuHours::from_base(seconds / 3600.0)))
}
