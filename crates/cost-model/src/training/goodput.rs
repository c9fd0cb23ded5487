//! What part of the reserved time goes into steps that count.

use crate::source::{Basis, Citation, Source};

static LLAMA_3_FAILURES: Source = Source::new(
    "goodput-dcd-llama-3",
    "Meta report details hundreds of GPU and HBM3 related interruptions to Llama 3 training run",
    "Data Center Dynamics",
    "https://www.datacenterdynamics.com/en/news/meta-report-details-hundreds-of-gpu-and-hbm3-related-interruptions-to-llama-3-training-run/",
    Some("2024-07"),
    None,
    "2026-11-24",
);

/// Where the failure rate comes from.
pub(super) const FAILURES: Citation = Citation::new(
    Basis::Reported,
    &LLAMA_3_FAILURES,
    "first paragraphs",
    Some("419 unexpected interruptions in 54 days on 16,384 H100, more than 90% effective training time"),
);

/// Hours that one chip runs between unexpected interruptions: 54 days × 24 h × 16,384 chips ÷ 419.
pub const CHIP_HOURS_BETWEEN_FAILURES: f64 = 54.0 * 24.0 * 16_384.0 / 419.0;

/// Hours that training stands still for one checkpoint. Assumed: checkpoints are written in the background and stop the
/// step for some seconds.
pub const CHECKPOINT_HOURS: f64 = 5.0 / 3600.0;

/// Hours from an interruption to the first step after it. Assumed, such that 16,384 chips reach the 90% that Meta names.
pub const RESTART_HOURS: f64 = 10.0 / 60.0;

/// Part of the time that goes into evaluation, warm-up of the batch size and planned pauses. Assumed.
pub const ASIDE: f64 = 0.02;

/// The part of the reserved time that goes into steps that count, with interruptions in proportion to the chips.
///
/// Between interruptions M hours pass. Checkpoints are taken every √(2·δ·M) hours, which loses least (Young 1974): a part
/// of √(2·δ ÷ M) goes into checkpoints and into work done twice, and R ÷ M into restarts.
#[must_use]
pub fn goodput(chips: u32) -> f64 {
    let between = CHIP_HOURS_BETWEEN_FAILURES / f64::from(chips.max(1));
    let lost = libm::sqrt(2.0 * CHECKPOINT_HOURS / between) + RESTART_HOURS / between;
    (1.0 - ASIDE) / (1.0 + lost)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixteen_thousand_chips_fail_every_three_hours_and_reach_ninety_percent() {
        assert!((CHIP_HOURS_BETWEEN_FAILURES / 16_384.0 - 3.09).abs() < 0.01);
        let reached = goodput(16_384);
        assert!((0.88..0.92).contains(&reached), "{reached}");
    }

    #[test]
    fn more_chips_lose_more() {
        let falling = [1, 8, 1024, 16_384, 100_000, 1_000_000].map(goodput);
        assert!(falling.windows(2).all(|pair| pair[0] > pair[1]), "{falling:?}");
        assert!(falling[0] < 1.0 - ASIDE && falling[5] > 0.0);
    }
}
