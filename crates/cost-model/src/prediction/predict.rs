//! The distribution of a prediction.

use super::Known;
use super::features::{Features, Row, is_fp8, sixteen_bit_peak};
use super::fit::{Fit, RESIDUAL_SCALE, T_95};
use crate::catalogue::{ByEdition, Catalogue, Run};
use crate::interval::Interval;
use crate::units::{Chips, FlopPerToken, Fraction, GpuHours, Seconds};

/// The fifth percentile, the median and the 95th percentile of what to expect of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prediction {
    /// Model FLOP utilisation of the whole run: 6·N_act·D over chip-hours and the dense 16-bit peak rate.
    pub mfu: Interval<Fraction>,
    /// Chip-hours; nothing where the tokens are unknown.
    pub chip_hours: Option<Interval<GpuHours>>,
}

/// What is learned from the calibration runs.
#[derive(Debug)]
struct Learned {
    fit: Fit,
    /// Mean and variance of the tokens feature, for a run whose tokens are unknown.
    tokens: (f64, f64),
}

impl Learned {
    fn from(runs: &[(Features, f64, f64)]) -> Self {
        let points: Vec<(Row, f64)> = runs.iter().map(|(features, tokens, y)| (features.row(*tokens), *y)).collect();
        let count = runs.len().max(1) as f64;
        let mean = runs.iter().map(|(_, tokens, _)| tokens).sum::<f64>() / count;
        let variance = runs.iter().map(|(_, tokens, _)| (tokens - mean) * (tokens - mean)).sum::<f64>() / count;
        Self { fit: Fit::to(&points), tokens: (mean, variance) }
    }

    /// ln MFU is t-distributed around β·x with scale √(σ² + x·cov(β)·x); what unknown tokens could be adds to it.
    fn predict(&self, known: &Known) -> Option<Prediction> {
        let features = Features::of(known)?;
        let (row, unknown_tokens) = match features.tokens {
            Some(tokens) => (features.row(tokens), 0.0),
            None => {
                let slope = self.fit.mean(&features.change_with_tokens());
                (features.row(self.tokens.0), slope * slope * self.tokens.1)
            }
        };
        let middle = self.fit.mean(&row);
        let variance = RESIDUAL_SCALE * RESIDUAL_SCALE + self.fit.variance(&row) + unknown_tokens;
        let reach = T_95 * libm::sqrt(variance);
        let at = |log_mfu: f64| Fraction::new(libm::exp(log_mfu).min(1.0));
        let mfu = Interval::around(at(middle - reach), at(middle), at(middle + reach));
        Some(Prediction { mfu, chip_hours: chip_hours(known, mfu) })
    }
}

/// H = 6·N_act·D ÷ (P · MFU), in hours of one chip.
fn chip_hours(known: &Known, mfu: Interval<Fraction>) -> Option<Interval<GpuHours>> {
    let flop = FlopPerToken::new(6.0 * known.active_params.get()) * known.tokens?;
    let time: Interval<Seconds> = Interval::exact(flop) / (Interval::exact(sixteen_bit_peak(known.hardware)?) * mfu);
    Some(time.map(|time| time.to_hours()) * Interval::exact(Chips::new(1.0)))
}

/// A calibration run's features, tokens feature and ln MFU.
fn point(run: &Run, catalogue: &Catalogue) -> Option<(Features, f64, f64)> {
    let known = known(run, catalogue)?;
    let features = Features::of(&known)?;
    let at_full_rate = chip_hours(&known, Interval::exact(Fraction::new(1.0)))?.middle();
    let mfu = at_full_rate / run.chip_hours.value()?.middle();
    Some((features, features.tokens?, libm::log(mfu.get())))
}

/// What was known of a published run before it started; a precision that is not stated counts as 16-bit.
pub(crate) fn known(run: &Run, catalogue: &Catalogue) -> Option<Known> {
    let total = run.total_params.value().or(run.active_params.value())?.middle();
    Some(Known {
        hardware: catalogue.accelerator(run.hardware)?,
        total_params: total,
        active_params: run.active_params.value().map_or(total, |active| active.middle()),
        tokens: Some(run.tokens.value()?.middle()),
        fp8: run.precision.is_some_and(is_fp8),
    })
}

fn learn(catalogue: &Catalogue, is_used: impl Fn(&Run) -> bool) -> Learned {
    let runs = catalogue.runs().iter().filter(|run| run.calibration && is_used(run));
    Learned::from(&runs.filter_map(|run| point(run, catalogue)).collect::<Vec<_>>())
}

/// What to expect of a run; nothing when the chip's peak rate is unknown or a number is not positive.
#[must_use]
pub fn predict(known: &Known, catalogue: &Catalogue) -> Option<Prediction> {
    static LEARNED: ByEdition<Learned> = ByEdition::new();
    LEARNED.of(catalogue.edition(), |_| learn(catalogue, |_| true)).predict(known)
}

/// What to expect of a run by a fit that has not seen the calibration runs of which `is_left_out` says so.
#[must_use]
pub fn leaving_out(known: &Known, catalogue: &Catalogue, is_left_out: impl Fn(&Run) -> bool) -> Option<Prediction> {
    learn(catalogue, |run| !is_left_out(run)).predict(known)
}

/// The utilisation to expect of a whole run, against the chip's dense 16-bit peak rate.
#[must_use]
pub fn mfu(known: &Known, catalogue: &Catalogue) -> Option<Interval<Fraction>> {
    Some(predict(known, catalogue)?.mfu)
}

/// The calibration run that a published run is: the one of that slug, or of the same chip and, within one part in a
/// hundred, the same size, tokens and hours.
#[must_use]
pub fn calibration_run(
    slug: &str,
    published: &Known,
    chip_hours: GpuHours,
    catalogue: &Catalogue,
) -> Option<&'static Run> {
    let near = |a: f64, b: f64| (a - b).abs() <= 0.01 * b.abs();
    let is_same = |run: &&Run| {
        run.slug == slug
            || known(run, catalogue).is_some_and(|of| {
                of.hardware.slug == published.hardware.slug
                    && near(published.active_params.get(), of.active_params.get())
                    && published.tokens.zip(of.tokens).is_some_and(|(a, b)| near(a.get(), b.get()))
                    && run.chip_hours.value().is_some_and(|hours| near(chip_hours.get(), hours.middle().get()))
            })
    };
    catalogue.runs().iter().filter(|run| run.calibration).find(is_same)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{Parameters, Tokens};

    fn dense(hardware: &str, params: f64, tokens: f64) -> Known {
        Known {
            hardware: Catalogue::current().accelerator(hardware).expect(hardware),
            total_params: Parameters::new(params),
            active_params: Parameters::new(params),
            tokens: Some(Tokens::new(tokens)),
            fp8: false,
        }
    }

    fn median(known: &Known) -> f64 {
        let mfu = mfu(known, Catalogue::current()).expect("a prediction");
        assert!(mfu.low().get() > 0.0 && mfu.low() < mfu.middle() && mfu.middle() < mfu.high(), "{mfu:?}");
        assert!(mfu.high().get() <= 1.0);
        mfu.middle().get()
    }

    #[test]
    fn every_calibration_run_is_learned_from() {
        let catalogue = Catalogue::current();
        let runs: Vec<&Run> = catalogue.runs().iter().filter(|run| run.calibration).collect();
        assert_eq!(runs.len(), 28);
        assert!(runs.iter().all(|run| point(run, catalogue).is_some()));
    }

    #[test]
    fn small_models_and_fast_chips_use_less_of_the_rate() {
        assert!(
            median(&dense("nvidia-a100-sxm4-80gb", 1e8, 1e11)) < median(&dense("nvidia-a100-sxm4-80gb", 7e9, 1e12))
        );
        assert!(
            median(&dense("nvidia-h100-sxm5-80gb", 7e9, 2e12)) < median(&dense("nvidia-a100-sxm4-80gb", 7e9, 2e12))
        );
        assert!(
            median(&dense("nvidia-h100-sxm5-80gb", 8e9, 15e12)) < median(&dense("nvidia-h100-sxm5-80gb", 70e9, 15e12))
        );
    }

    #[test]
    fn fp8_counts_only_where_the_chip_has_it() {
        let at = |hardware: &str, fp8: bool| median(&Known { fp8, ..dense(hardware, 30e9, 3e12) });
        assert!(at("nvidia-h800-sxm5-80gb", true) > at("nvidia-h800-sxm5-80gb", false));
        assert_eq!(at("nvidia-a100-sxm4-80gb", true), at("nvidia-a100-sxm4-80gb", false));
    }

    #[test]
    fn no_input_gives_what_cannot_be() {
        for chip in Catalogue::current().accelerators() {
            for params in [1.0, 1e6, 7e9, 1e15] {
                for tokens in [1.0, 1e9, 1e13, 1e20] {
                    median(&dense(chip.slug, params, tokens));
                }
            }
        }
        for params in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(mfu(&dense("nvidia-h100-sxm5-80gb", params, 1e12), Catalogue::current()), None);
        }
    }

    #[test]
    fn unknown_tokens_widen_the_range() {
        let known = dense("nvidia-h100-sxm5-80gb", 70e9, 7e12);
        let width = |known: &Known| {
            let mfu = mfu(known, Catalogue::current()).expect("a prediction");
            mfu.high().get() / mfu.low().get()
        };
        assert!(width(&Known { tokens: None, ..known }) > width(&known));
    }

    #[test]
    fn more_tokens_take_more_hours() {
        for hardware in ["nvidia-a100-sxm4-80gb", "nvidia-h100-sxm5-80gb"] {
            let mut before = 0.0;
            for step in 0..60 {
                let known = dense(hardware, 8e9, 1e9 * libm::exp(0.3 * f64::from(step)));
                let prediction = predict(&known, Catalogue::current()).expect("a prediction");
                let hours = prediction.chip_hours.expect("tokens are known").middle().get();
                assert!(hours > before);
                before = hours;
            }
        }
    }

    #[test]
    fn the_same_question_has_the_same_answer() {
        let known = dense("nvidia-h100-sxm5-80gb", 70e9, 7e12);
        let catalogue = Catalogue::current();
        assert_eq!(predict(&known, catalogue), leaving_out(&known, catalogue, |_| false));
    }

    #[test]
    fn a_calibration_run_is_known_by_its_name_and_by_its_figures() {
        let catalogue = Catalogue::current();
        let run = catalogue.run("llama-3-8b").expect("it is in the catalogue");
        let known = known(run, catalogue).expect("its figures are known");
        let found =
            |slug: &str, hours: f64| calibration_run(slug, &known, GpuHours::new(hours), catalogue).map(|run| run.slug);
        assert_eq!(found("llama-3-8b", 5.0), Some("llama-3-8b"));
        assert_eq!(found("meta-llama-3-8b", 1.3e6), Some("llama-3-8b"));
        assert_eq!(found("another", 1.4e6), None);
    }
}
