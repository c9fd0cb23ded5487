//! What multiplies step time: utilisation, price, reuse and overheads.

use super::design::Design;
use super::overhead::Overhead;
use super::run::Run;
use super::times::Times;
use super::{Factor, Kind};
use crate::bill::Inputs;
use crate::field::Field;
use crate::prediction::{self, Known};
use crate::text::{Style, point};
use crate::units::{Parameters, Tokens};
use crate::words::attribution_scalars as words;

/// What multiplies step time.
pub(super) struct Scalars {
    /// Step time over real time, of the reference and of the run.
    pub(super) reference_reach: f64,
    pub(super) reach: f64,
    pub(super) reference_mfu: Option<f64>,
    pub(super) reference_price: f64,
    pub(super) overheads: [Overhead; 2],
    pub(super) last: f64,
}

impl Scalars {
    pub(super) fn of(run: &Run, reference: &Design, times: &Times) -> Self {
        let profile = (reference.profile != "same").then_some(reference.profile);
        let own = run.inputs;
        let mfu = run.entered(Field::ReferenceMfu).or_else(|| typical_mfu(run, reference));
        // Seconds of a token that the reference's utilisation means, against those of its step.
        let reference_reach = mfu.and_then(|mfu| {
            let peak = prediction::sixteen_bit_peak(reference.chip)?.get();
            let real = 6.0 * reference.dense_params / (peak * mfu);
            Some(if times.steps.is_some() { times.without_recomputation() / real } else { mfu })
        });
        let seconds = run.pretraining_hours * 3600.0;
        let reach = run.tokens.filter(|_| seconds > 0.0).map(|tokens| match &times.steps {
            Some(_) => times.last() * tokens / seconds,
            None => 6.0 * times.last() * tokens / seconds,
        });
        let (reference_reach, reach) = reference_reach.zip(reach).unwrap_or((1.0, 1.0));
        Self {
            reference_reach,
            reach,
            reference_mfu: mfu,
            reference_price: reference.price,
            overheads: [Overhead::of(Inputs { profile, ..own }, run.rung), Overhead::of(own, run.rung)],
            last: times.last(),
        }
    }

    pub(super) fn factors(&self, run: &Run, reference: &Design) -> Vec<Factor> {
        let mut factors = Vec::new();
        if self.reach != self.reference_reach {
            let mfu = self.reference_mfu.map_or(String::new(), |mfu| point(mfu, Style::Fraction));
            let is_more = self.reach.max(self.reference_reach) > 1.0;
            let more = is_more.then(|| words::more_than_its_best().to_owned());
            factors.push(Factor {
                kind: Kind::Utilisation,
                before: words::of_its_best_layout(&point(self.reference_reach, Style::Fraction)),
                after: point(self.reach, Style::Fraction),
                notes: std::iter::once(words::utilisation_note(&mfu)).chain(more).collect(),
                sources: Vec::new(),
            });
        }
        if self.reference_price != run.price {
            factors.push(reference.price_factor(run));
        }
        if run.reuses() {
            factors.push(Factor {
                kind: Kind::Reuse,
                before: words::trained_anew().to_owned(),
                after: words::taken_over().to_owned(),
                notes: vec![words::of_the_base_model(&point(run.base_hours, Style::Count("chip-hours")))],
                sources: Vec::new(),
            });
        }
        if self.overheads[0] != self.overheads[1] {
            factors.push(Factor {
                kind: Kind::Overheads,
                before: self.overheads[0].to_text(),
                after: self.overheads[1].to_text(),
                notes: vec![words::overheads_note().to_owned()],
                sources: Vec::new(),
            });
        }
        factors
    }

    /// How the reference's sum and the run's were found, with the step time of the reference.
    pub(super) fn workings(&self, run: &Run, step: f64) -> [Vec<String>; 2] {
        let all = run.own_hours + run.base_hours;
        let (slower, lost) = (step / self.last, self.reach / self.reference_reach);
        let count = |hours| point(hours, Style::Count("chip-hours"));
        let hours = words::hours_of_reference(
            &count(all),
            &point(slower, Style::Plain),
            &point(self.reach, Style::Fraction),
            &point(self.reference_reach, Style::Fraction),
            &count(all * slower * lost),
        );
        let own = if run.reuses() { run.own_hours } else { all };
        let [before, after] = self.overheads;
        let before = before.working(all * slower * lost, self.reference_price);
        [vec![hours, before], vec![after.working(own, run.price)]]
    }

    /// The cost of a combination: its step time over the run's carries the hours over.
    pub(super) fn cost(&self, run: &Run, step: f64, has: impl Fn(Kind) -> bool) -> f64 {
        let pick = |kind, before: f64, after: f64| if has(kind) { after } else { before };
        let ratio = step / self.last * self.reach / pick(Kind::Utilisation, self.reference_reach, self.reach);
        let reuses = run.reuses() && has(Kind::Reuse);
        let hours = run.own_hours + if reuses { 0.0 } else { run.base_hours };
        let overhead = if has(Kind::Overheads) { self.overheads[1] } else { self.overheads[0] };
        overhead.over(ratio * hours * pick(Kind::Price, self.reference_price, run.price))
    }
}

/// What published runs of the reference's size on its accelerator reached.
fn typical_mfu(run: &Run, reference: &Design) -> Option<f64> {
    let dense = Parameters::new(reference.dense_params);
    let known = Known {
        hardware: reference.chip,
        total_params: dense,
        active_params: dense,
        tokens: run.tokens.map(Tokens::new),
        fp8: false,
    };
    prediction::mfu(&known, run.inputs.catalogue).map(|mfu| mfu.base().middle())
}
