//! What happens to a result when figures are other than they seem: how it is spread, what matters most, how far a field may
//! go, and how it runs over one field or two. `docs/uncertainty.md` has the method.

mod asked;
mod limits;
mod matters;
mod spread;
mod sweep;
mod working;

use asked::Asked;

use crate::comparison::Comparison;
use crate::report::{Block, Report, Tone};
use crate::scenario::Scenario;
use crate::uncertainty::Measure;
use crate::words;

/// What the entry that a comparison shows is asked.
#[must_use]
pub fn report(comparison: &Comparison) -> Report {
    let mut report = Report::default();
    let Some(scenario) = comparison.scenarios.get(comparison.shown()) else { return report };
    let asked = Asked::of(scenario);
    match asked.program(&[]) {
        Ok(program) => {
            spread::blocks(&mut report, &asked, &program);
            matters::blocks(&mut report, &asked, &program);
            sweep::blocks(&mut report, &asked);
            limits::blocks(&mut report, &asked);
            spread::of_all(&mut report, comparison, &asked);
        }
        Err(why) => report.text(Tone::Warning, words::whatif::not_known(&scenario.name(), &why)),
    }
    report.found = asked.found();
    report
}

/// The same result drawn so many times; `progress` is told how far it is, and of how many.
#[must_use]
pub fn report_with(comparison: &Comparison, draws: u32, progress: &mut dyn FnMut(u64, u64)) -> Report {
    let mut report = Report::default();
    let Some(scenario) = comparison.scenarios.get(comparison.shown()) else { return report };
    let asked = Asked::of(scenario);
    match asked.program(&[]) {
        Ok(program) => spread::of_many(&mut report, &asked, &program, draws, progress),
        Err(why) => report.text(Tone::Warning, words::whatif::not_known(&scenario.name(), &why)),
    }
    report
}

/// The sweep of the entry that a comparison shows, as a name for a file and comma-separated values with a heading; nothing
/// where there is none.
#[must_use]
pub fn csv(comparison: &Comparison) -> Option<(String, String)> {
    let scenario = comparison.scenarios.get(comparison.shown())?;
    let asked = Asked::of(scenario);
    let name = format!("{}-{}.csv", scenario.slug(), asked.measure.key());
    Some((name, sweep::csv(&asked)?))
}

/// Puts how a result is spread below a report's answer; nothing for a result that is known exactly or not at all.
pub(crate) fn put_spread(report: &mut Report, scenario: &Scenario, measure: Measure) {
    let asked = Asked { measure, ..Asked::of(scenario) };
    let Ok(program) = asked.program(&[]) else { return };
    let is_answer = |block: &Block| matches!(block, Block::Text { tone: Tone::Answer, .. });
    let place = report.blocks.iter().position(is_answer).map_or(0, |place| place.saturating_add(1));
    let blocks = spread::short(&asked, &program);
    report.blocks.splice(place..place, blocks);
}

/// The 5th percentile, the median and the 95th of every result that is known.
#[must_use]
pub fn percentiles(scenario: &Scenario) -> Vec<(Measure, [f64; 3])> {
    let of = |measure| {
        let asked = Asked { measure, ..Asked::of(scenario) };
        let program = asked.program(&[]).ok()?;
        let sample = asked.sample(&program);
        Some((measure, [sample.quantile(0.05)?, sample.quantile(0.5)?, sample.quantile(0.95)?]))
    };
    Measure::ALL.into_iter().filter_map(of).collect()
}
