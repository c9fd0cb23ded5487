//! The utilisation to expect of a run of which none is known.

use crate::catalogue::{ByEdition, Catalogue, Precision, Run};
use crate::interval::Interval;
use crate::order::{self, quantile};
use crate::units::{Chips, FlopPerToken, Fraction};

/// The end-to-end utilisation of the published runs that defaults may be fitted to: tenth percentile, median and
/// ninetieth percentile of 6·N_act·D ÷ (chip-hours × dense 16-bit peak), restarts and slow phases included.
#[must_use]
pub fn typical_mfu(catalogue: &Catalogue) -> Option<Interval<Fraction>> {
    static TYPICAL: ByEdition<Option<Interval<Fraction>>> = ByEdition::new();
    *TYPICAL.of(catalogue.edition(), |_| spread(catalogue))
}

fn spread(catalogue: &Catalogue) -> Option<Interval<Fraction>> {
    let runs = catalogue.runs().iter().filter(|run| run.calibration);
    let mut found: Vec<f64> = runs.filter_map(|run| implied(run, catalogue)).map(Fraction::get).collect();
    order::sort(&mut found);
    let at = |part: f64| quantile(&found, part).map(Fraction::new);
    Some(Interval::around(at(0.1)?, at(0.5)?, at(0.9)?))
}

/// What one run's published figures imply; 6·N_act·D leaves attention out, as for every run alike.
fn implied(run: &Run, catalogue: &Catalogue) -> Option<Fraction> {
    let chip = catalogue.accelerator(run.hardware)?;
    let peak = chip.peak(Precision::Bf16).or_else(|| chip.peak(Precision::Fp16))?.value()?.middle();
    let params = run.active_params.value().or(run.total_params.value())?.middle();
    let flop = FlopPerToken::new(6.0 * params.get()) * run.tokens.value()?.middle();
    let time = (run.chip_hours.value()?.middle() / Chips::new(1.0)).to_seconds();
    Some(flop / (peak * time))
}
