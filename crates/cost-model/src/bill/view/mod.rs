//! What the Whole bill view says of an entry, and of the others beside it.

mod energy;
mod ladder;
mod side_by_side;

pub use energy::{Check, check};

use super::inputs::Inputs;
use super::rung::Rung;
use super::whole::{Sum, WholeBill};
use crate::comparison::Comparison;
use crate::estimate::{Grade, estimate};
use crate::field::{FIELDS, Field, Group};
use crate::report::{Block, Figure, Found, Part, Parts, Report, Tone, both, fields, figures, once_each};
use crate::scenario::{Scenario, Value};
use crate::text::{self, Style};
use crate::units::{Unit, Usd};
use crate::words::bill_view as words;

/// The rung that stands for an entry: the one entered, or the rented final run.
#[must_use]
pub fn counted(scenario: &Scenario) -> Rung {
    match scenario.entered(Field::Accounting) {
        Some(Value::Choice(slug)) => Rung::from_slug(slug).unwrap_or(Rung::Rented),
        _ => Rung::Rented,
    }
}

/// The whole bill of the entry that a comparison shows: every rung with what was said in public, the parts, energy and
/// carbon, and all entries side by side.
#[must_use]
pub fn report(comparison: &Comparison) -> Report {
    let mut report = Report::default();
    let Some(scenario) = comparison.scenarios.get(comparison.shown()) else { return report };
    match estimate(scenario) {
        Ok(estimate) => {
            let inputs = Inputs::of(scenario, &estimate);
            let bill = WholeBill::of(inputs);
            ladder::answer(&mut report, scenario, &bill);
            ladder::ladder(&mut report, scenario, &bill);
            parts(&mut report, scenario, &bill);
            profiles(&mut report, scenario.edition());
            energy::blocks(&mut report, &bill);
            currency(&mut report, scenario, &bill);
            let groups = [Group::Overhead, Group::Ownership, Group::Power];
            let fields = FIELDS.iter().filter(|spec| groups.contains(&spec.group) && is_number(spec.field));
            report.found.extend(fields.filter_map(|spec| inputs.found(spec.field)));
            if scenario.entered(Field::Accounting).is_none() {
                let because = words::as_headlines().to_owned();
                report.found.push(Found { field: Field::Accounting, value: Rung::Rented.name().to_owned(), because });
            }
        }
        Err(infeasible) => report.text(Tone::Warning, words::why_not(&infeasible.to_string())),
    }
    side_by_side::blocks(&mut report, comparison);
    energy::published(&mut report, scenario.edition());
    report
}

fn is_number(field: Field) -> bool {
    matches!(field.spec().kind, crate::field::Kind::Number { .. })
}

/// The development as one bar, part by part.
fn parts(report: &mut Report, scenario: &Scenario, bill: &WholeBill) {
    let Some(total) = bill.rung(Rung::Development).and_then(Sum::known) else { return };
    let sizes: Vec<f64> = bill.parts.iter().map(|(_, sum)| sum.known().map_or(0.0, middle)).collect();
    let whole: f64 = sizes.iter().sum();
    report.heading(words::development());
    report.blocks.push(Block::Parts(Parts {
        caption: Rung::Development.name().to_owned(),
        total: text::exact_or_range(total.base(), Style::Usd),
        capacity: None,
        parts: bill
            .parts
            .iter()
            .zip(sizes)
            .map(|((name, sum), size)| Part {
                label: (*name).to_owned(),
                size,
                value: if size > 0.0 { sum.to_text(Style::Usd) } else { words::off().to_owned() },
                share: text::point(if size > 0.0 { size / whole } else { 0.0 }, Style::Fraction),
                note: standing(sum, size),
                working: working(sum),
                given: sum.given.clone(),
                sources: once_each(sum.sources.iter()),
            })
            .collect(),
    }));
    let year = scenario.model().and_then(|model| model.year.value());
    let year = year.map(|year| text::point(year.base().middle(), Style::Year));
    report.text(Tone::Note, year.map_or_else(|| words::dollars().to_owned(), |year| words::dollars_mostly_of(&year)));
}

fn middle<T: Unit>(value: crate::interval::Interval<T>) -> f64 {
    let value = value.base();
    value.central().unwrap_or_else(|| value.middle())
}

fn standing(sum: &Sum<Usd>, size: f64) -> String {
    let word = match sum.grade {
        Grade::Unknown => words::not_published(),
        _ if size <= 0.0 => words::left_out(),
        grade => grade.word(),
    };
    word.to_owned()
}

/// Buttons that enter the overheads of a lean and of a large lab.
fn profiles(report: &mut Report, edition: &str) {
    for (slug, name) in super::profiles().into_iter().filter(|(slug, _)| *slug != "same") {
        report.offer(words::take_overheads(name), profile(slug, edition));
    }
}

/// A profile's figures as entries.
#[must_use]
pub fn profile(slug: &str, edition: &str) -> Vec<(Field, String)> {
    let of_profile = super::overheads::Overheads::of(edition)
        .all()
        .iter()
        .filter(|overhead| overhead.scope == super::overheads::Scope::Profile && overhead.name == slug);
    of_profile
        .filter_map(|overhead| {
            let value = overhead.figure.value()?;
            Some((Field::from_key(overhead.key)?, crate::number::to_text(value)))
        })
        .collect()
}

/// Why there is no value, or how much it can be relied on; then how it was found.
fn working<T: Unit>(sum: &Sum<T>) -> Vec<String> {
    let first = match &sum.value {
        Ok(_) => sum.grade.word().to_owned(),
        Err(why) => words::why_not(why),
    };
    std::iter::once(first).chain(sum.working.iter().cloned()).collect()
}

pub(super) fn figure<T: Unit>(label: &str, sum: &Sum<T>, style: Style) -> Figure {
    Figure {
        label: label.to_owned(),
        value: sum.to_text(style),
        grade: if sum.known().is_some() { sum.grade } else { Grade::Unknown },
        working: if sum.known().is_some() { sum.working.clone() } else { working(sum) },
        given: sum.given.clone(),
        sources: once_each(sum.sources.iter()),
    }
}

/// The rungs in another currency, where a rate was entered.
fn currency(report: &mut Report, scenario: &Scenario, bill: &WholeBill) {
    let word = |field| match scenario.entered(field) {
        Some(Value::Text(text)) => Some(text.clone()),
        _ => None,
    };
    let Some(rate) = scenario.number(Field::CurrencyPerUsd) else { return };
    let name = word(Field::Currency).unwrap_or_else(|| words::another_currency().to_owned());
    let note = word(Field::CurrencyDate).map_or_else(|| words::rate_undated().to_owned(), |date| words::rate_of(&date));
    let rows = bill.rungs.iter().filter_map(|(rung, sum)| {
        let usd = sum.known()?;
        let converted = (usd.base() * rate).map(|amount| amount);
        let amount = text::exact_or_range(converted, Style::Count(""));
        Some(Figure {
            label: rung.name().to_owned(),
            value: format!("{amount} {name}"),
            grade: Grade::Entered,
            working: vec![format!("{} × {}", sum.to_text(Style::Usd), text::exact_or_range(rate, Style::Plain))],
            given: both(figures(&[rung.name()]), &fields(&[Field::CurrencyPerUsd])),
            sources: Vec::new(),
        })
    });
    let rows = rows.collect();
    report.heading(words::in_currency(&name));
    report.text(Tone::Note, note);
    report.blocks.push(Block::Figures { caption: words::bill_in_currency(&name), rows });
}
