//! The ladder: every rung with its sum and with what was said in public.

use super::super::rung::Rung;
use super::super::whole::WholeBill;
use super::{counted, working};
use crate::catalogue::Claim;
use crate::field::Field;
use crate::interval::Interval;
use crate::report::{Block, Claimed, Ladder, Report, Rung as Row, Tone, once_each};
use crate::scenario::Scenario;
use crate::text::{self, Style};
use crate::words::bill_ladder as words;

/// Every value of a claim as a mark of its own: sources that disagree stand side by side.
fn claimed(claim: &Claim) -> impl Iterator<Item = Claimed> + '_ {
    claim.usd.all().iter().map(|usd| Claimed {
        usd: usd.value().base(),
        text: claim.bound.of(text::exact_or_range(usd.value().base(), Style::Usd)),
        says: claim.says.to_owned(),
        source: usd.citation().into(),
    })
}

fn claims_on(scenario: &Scenario, rung: Option<Rung>) -> Vec<Claimed> {
    let claims = scenario.model().map_or(&[][..], |model| model.claims);
    claims.iter().filter(|claim| Rung::of(claim.accounting) == rung).flat_map(claimed).collect()
}

/// The answer in a sentence: the headline, what it becomes with all that it leaves out, and how far what was said spans.
pub(super) fn answer(report: &mut Report, scenario: &Scenario, bill: &WholeBill) {
    let name = scenario.name();
    let sum = |rung| bill.rung(rung).filter(|sum| sum.known().is_some()).map(|sum| sum.to_text(Style::Usd));
    let first = match (sum(Rung::Rented), sum(Rung::Development)) {
        (Some(run), Some(all)) => words::run_and_development(&name, &run, &all),
        (Some(run), None) => words::run(&name, &run),
        _ => words::not_known(&name, &why(bill)),
    };
    report.text(Tone::Answer, first);
    let said = said(scenario);
    if let Some((low, high)) = span(&said) {
        let factor = text::point(high / low, Style::Rounded);
        let rungs = Rung::ALL.iter().filter(|rung| !claims_on(scenario, Some(**rung)).is_empty()).count();
        if high > 1.5 * low {
            let (low, high) = (text::point(low, Style::Usd), text::point(high, Style::Usd));
            report.text(Tone::Plain, words::span_of_claims(&factor, &low, &high, &rungs.to_string()));
        }
    }
}

/// Why there is none. It keeps its capital, as it may begin with a name.
fn why(bill: &WholeBill) -> String {
    bill.rung(Rung::Rented).and_then(|sum| sum.value.as_ref().err()).cloned().unwrap_or_default()
}

fn said(scenario: &Scenario) -> Vec<Interval<f64>> {
    let claims = scenario.model().map_or(&[][..], |model| model.claims);
    claims.iter().filter_map(|claim| claim.usd.value()).map(Interval::base).collect()
}

/// The smallest and the largest of what was said, by central values.
fn span(said: &[Interval<f64>]) -> Option<(f64, f64)> {
    let middles = said.iter().map(|sum| sum.middle());
    let low = middles.clone().reduce(f64::min)?;
    Some((low, middles.reduce(f64::max)?))
}

pub(super) fn ladder(report: &mut Report, scenario: &Scenario, bill: &WholeBill) {
    let shown = counted(scenario);
    let mut rungs: Vec<Row> = Vec::new();
    for rung in Rung::ALL {
        let sum = bill.rung(rung);
        let usd = sum.and_then(|sum| sum.known()).map(Interval::base);
        let claims = claims_on(scenario, Some(rung));
        // A model that did not start from another has nothing on top of it.
        if usd.is_none() && claims.is_empty() && rung == Rung::Increment {
            continue;
        }
        let text = match (usd, sum) {
            (Some(usd), _) => text::exact_or_range(usd, Style::Usd),
            (None, Some(sum)) => {
                sum.value.as_ref().err().map_or_else(String::new, |_| words::sum_not_known().to_owned())
            }
            (None, None) if claims.is_empty() => words::nothing_said().to_owned(),
            (None, None) => words::only_said().to_owned(),
        };
        let can_be_counted = Rung::COUNTED.contains(&rung) && usd.is_some();
        rungs.push(Row {
            label: rung.name().to_owned(),
            note: rung.counts().to_owned(),
            usd,
            text,
            is_marked: rung == shown,
            enters: if can_be_counted { vec![(Field::Accounting, rung.slug().to_owned())] } else { Vec::new() },
            working: sum.map_or_else(Vec::new, working),
            given: sum.map_or_else(Vec::new, |sum| sum.given.clone()),
            sources: sum.map_or_else(Vec::new, |sum| once_each(sum.sources.iter())),
            claims,
        });
    }
    let unstated = claims_on(scenario, None);
    if !unstated.is_empty() {
        rungs.push(Row {
            label: words::unstated().to_owned(),
            note: words::any_rung().to_owned(),
            usd: None,
            text: words::only_said().to_owned(),
            claims: unstated,
            ..Row::default()
        });
    }
    report.blocks.push(Block::Ladder(Ladder {
        caption: words::caption().to_owned(),
        worked_out: words::worked_out().to_owned(),
        said: words::said().to_owned(),
        rungs,
    }));
    report.text(Tone::Note, words::order());
}
