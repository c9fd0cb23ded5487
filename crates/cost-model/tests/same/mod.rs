//! The bits of every figure of some links, to be compared between machines.

use std::fmt::Write;

use cost_model::answer::answer;
use cost_model::query::{decode, encode};
use cost_model::uncertainty::{Correlations, Measure, Program, Sample, Settings, shares};

/// What the native build wrote; see `figures.rs` for how it is written anew.
pub(crate) const WRITTEN: &str = include_str!("figures.tsv");

/// Presets as published, hours from compute, ranges, another accelerator, and figures at the ends of their fields.
const LINKS: [&str; 6] = [
    "",
    "models=deepseek-v3,llama-3.1-405b,gpt-4&1.hours_from=flop&2.hours_from=flop&3.hours_from=flop&sort=-training_cost",
    "models=deepseek-v3,gpt-4&1.usd_per_gpu_hour=1.5..3&2.training_flop=8.2e24..2.1e25..4.4e25&2.mfu=0.32..0.36",
    "models=deepseek-v3,palm-540b&1.hardware=nvidia-a100-sxm4-80gb&2.hardware=nvidia-h100-sxm5-80gb",
    "models=own&1.total_params=70B&1.tokens=15T&1.hardware=nvidia-h200-sxm5-141gb&1.mfu=0.3333&1.chip_count=1000",
    "models=own,own&1.training_flop=1e32&1.mfu=0.001&1.hardware=nvidia-v100-sxm2-32gb&2.pretraining_hours=0.1",
];

/// A line for each figure: link, entry, item, and the bits of both ends and the central value.
pub(crate) fn figures() -> String {
    let mut text = String::new();
    for link in LINKS {
        let comparison = decode(link).comparison;
        let estimates = comparison.estimates();
        let written = writeln!(text, "{}\t{}", encode(&comparison), answer(&comparison, &estimates));
        assert!(written.is_ok());
        for (place, estimate) in estimates.iter().enumerate() {
            let Ok(estimate) = estimate else { continue };
            for step in estimate.steps() {
                if let Some(number) = step.outcome.number() {
                    let bits = |value: f64| format!("{:016x}", value.to_bits());
                    let central = number.central().map_or("none".to_owned(), bits);
                    let (low, high, words) = (bits(number.low()), bits(number.high()), step.to_text());
                    let line = writeln!(text, "{}\t{}\t{low}\t{central}\t{high}\t{words}", place + 1, step.item.key());
                    assert!(line.is_ok());
                }
            }
        }
    }
    draws(&mut text);
    text
}

/// Every kind of distribution, inputs that move together, a utilisation that follows from what is trained, and serving.
const DRAWN: [(&str, Measure); 4] = [
    (
        "models=own&1.training_flop=lognormal(3e24,1.5)&1.hardware=nvidia-h100-sxm5-80gb&1.mfu=normal(0.4,0.05)&1.usd_per_gpu_hour=triangular(1,2,4)",
        Measure::TrainingCost,
    ),
    ("models=own&1.total_params=70B&1.tokens=uniform(1T,9T)&1.hardware=nvidia-h200-sxm5-141gb", Measure::TrainingCost),
    (
        "models=deepseek-v3&1.accounting=development&1.pretraining_hours=2M..3M&1.posttraining_hours=1k..9k",
        Measure::WholeBill,
    ),
    ("models=deepseek-v3&1.kv_length=2k..8k", Measure::ServingCost),
];

/// A line for each result that is drawn: the bits of quantiles and of the shares of its variance.
fn draws(text: &mut String) {
    for (link, measure) in DRAWN {
        let comparison = decode(link).comparison;
        let program = Program::of(&comparison.scenarios[0], &[measure], &[]).expect("a scenario that can be");
        let draws = if program.is_slow() { 64 } else { 4096 };
        let settings = Settings { draws, seed: 7, correlations: Correlations { prices: 0.5, hours: 1.0 } };
        let sample = Sample::of(&program, measure, settings, &mut |_, _| {});
        let shares = shares(&program, measure, Settings { draws: draws / 16, ..settings }).expect("it varies");
        let quantiles = [0.05, 0.5, 0.95].map(|part| sample.quantile(part).expect("draws"));
        let all = quantiles.into_iter().chain(shares.iter().flat_map(|share| [share.first, share.total]));
        let bits: Vec<String> = all.map(|value| format!("{:016x}", value.to_bits())).collect();
        assert!(writeln!(text, "{link}\t{}\t{}", measure.key(), bits.join("\t")).is_ok());
    }
}

/// The first line in which two texts differ.
pub(crate) fn first_difference(found: &str, expected: &str) -> Option<String> {
    let lines = found.lines().zip(expected.lines()).find(|(a, b)| a != b);
    lines
        .map(|(a, b)| format!("found    {a}\nexpected {b}"))
        .or_else(|| (found != expected).then(|| "one is longer".to_owned()))
}
