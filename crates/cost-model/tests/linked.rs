//! What workings say that they rest on: every link leads somewhere and to something that matters, and none is missing.

use std::collections::{BTreeMap, BTreeSet};

use cost_model::architecture_text;
use cost_model::catalogue::Catalogue;
use cost_model::comparison::{Comparison, View};
use cost_model::engine;
use cost_model::estimate::{Item, estimate};
use cost_model::field::{Field, Kind};
use cost_model::interval::Interval;
use cost_model::number;
use cost_model::report::{Block, Given, Report};
use cost_model::scenario::Scenario;

/// A row of a report that has a working.
#[derive(Clone)]
struct Shown {
    label: String,
    /// What it says without the working.
    value: String,
    working: String,
    given: Vec<Given>,
}

fn shown(report: &Report) -> BTreeMap<String, Shown> {
    let mut rows = BTreeMap::new();
    for (place, block) in report.blocks.iter().enumerate() {
        let name = report.name_of(place).unwrap_or_default();
        let mut add = |label: &str, value: String, working: &[String], given: &[Given]| {
            let of = Shown { label: label.to_owned(), value, working: working.join("\n"), given: given.to_vec() };
            rows.insert(format!("{name}: {label}"), of);
        };
        match block {
            Block::Figures { rows, .. } => {
                rows.iter().for_each(|of| add(&of.label, of.value.clone(), &of.working, &of.given));
            }
            Block::Parts(of) => {
                of.parts.iter().for_each(|of| add(&of.label, of.value.clone(), &of.working, &of.given));
            }
            Block::Table(of) => {
                of.rows.iter().for_each(|of| add(&of.cells[0], of.cells[1..].join(" | "), &of.working, &of.given));
            }
            Block::Ladder(of) => {
                of.rungs.iter().for_each(|of| add(&of.label, of.text.clone(), &of.working, &of.given));
            }
            Block::Waterfall(of) => {
                of.steps.iter().for_each(|of| add(&of.label, of.value.clone(), &of.working, &of.given));
            }
            Block::Tornado(of) => of
                .bars
                .iter()
                .for_each(|of| add(&of.label, format!("{} {}", of.low_text, of.high_text), &of.working, &of.given)),
            _ => {}
        }
    }
    rows
}

fn of(view: View, scenario: &Scenario) -> Report {
    let comparison = Comparison { view, open: Some(0), ..Comparison::of(vec![scenario.clone()]) };
    engine::report(view, &comparison).expect("a report")
}

/// Other things to enter in a field.
fn others(field: Field, scenario: &Scenario, report: &Report) -> Vec<String> {
    let catalogue = Catalogue::current();
    let exact = |value: f64| number::to_text(Interval::exact(value));
    match field.spec().kind {
        Kind::Text { .. } => vec!["EUR".to_owned()],
        Kind::Choice(choices) => choices.options(catalogue).iter().map(|(slug, _)| (*slug).to_owned()).collect(),
        Kind::Whole { .. } => [1.0, 2.0, 4.0, 8.0, 16.0, 32.0].map(exact).to_vec(),
        Kind::Architecture => ["llama-3.1-405b", "deepseek-v2"]
            .iter()
            .filter_map(|slug| Scenario::preset(slug, catalogue)?.architecture())
            .map(|architecture| architecture_text::to_text(&architecture))
            .collect(),
        Kind::Number { min, max } => {
            let of_estimate = || {
                let estimate = estimate(scenario).ok()?;
                estimate.step(Item::Field(field)).outcome.number()
            };
            let found = report.values.iter().find(|(of, _)| *of == field).map(|(_, text)| text.as_str());
            let written =
                found.and_then(|text| number::parse(text.split([' ', '/']).next()?.trim_start_matches('$')).ok());
            let present = scenario.number(field).or(if field.spec().group.is_found() { None } else { of_estimate() });
            let middle = present.or(written).map(|present| present.middle_signed()).filter(|middle| *middle > 0.0);
            let near = middle.map_or_else(Vec::new, |middle| vec![middle * 0.8, middle * 1.25, middle * 3.0]);
            let far = [0.0, 0.02, 0.5, 1.0, 2.0, 1e3, 1e6, 1e9, 1e11, 1e13];
            near.into_iter().chain(far).filter(|value| (min..=max).contains(value)).map(exact).collect()
        }
    }
}

const VIEWS: [View; 6] = [View::Train, View::Why, View::Bill, View::Serve, View::Budget, View::WhatIf];

/// A dense model and a mixture of experts as they were published, and a run of which much was entered and little is certain.
fn scenarios(view: View) -> Vec<Scenario> {
    let preset = |slug| Scenario::preset(slug, Catalogue::current()).expect("a preset");
    let mut entered = preset("deepseek-v3");
    for (field, typed) in [
        (Field::UsdPerGpuHour, "lognormal(2,1.3)"),
        (Field::Accounting, "development"),
        (Field::CurrencyPerUsd, "0.9"),
        (Field::PaidShare, "80%"),
        (Field::DraftTokens, "1"),
        (Field::DraftAcceptance, "80%"),
        (Field::DiscountedShare, "20%"),
        (Field::Discount, "50%"),
    ] {
        entered.enter(field, typed).expect("a value");
    }
    // Dense models are laid out quickest; what moves with them need not be tried again.
    let published = [preset("llama-3.1-405b"), preset("deepseek-v3")];
    // Steps are laid out anew at each change, which takes long, and what was entered is no matter of theirs.
    let is_of_steps = matches!(view, View::Train | View::Why);
    published.into_iter().chain((!is_of_steps).then_some(entered)).collect()
}

/// The report once a field holds something else; nothing where it cannot.
fn changed(view: View, scenario: &Scenario, field: Field, typed: &str) -> Option<Report> {
    let mut changed = scenario.clone();
    changed.enter(field, typed).ok()?;
    Some(of(view, &changed))
}

#[test]
fn what_a_working_rests_on_moves_it() {
    let mut still: BTreeSet<String> = BTreeSet::new();
    let mut moved: BTreeSet<String> = BTreeSet::new();
    for view in VIEWS {
        for scenario in scenarios(view) {
            let report = of(view, &scenario);
            let rows = shown(&report);
            for (field, _) in &report.values {
                // All rows of a table rest on the same, though not each of them is moved by it.
                let key = |name: &str| {
                    let place =
                        if name.starts_with("table") { name.split(':').next().unwrap_or_default() } else { name };
                    format!("{} {place} – {}", view.key(), field.spec().key)
                };
                let is_linked = |row: &Shown| row.given.contains(&Given::Field(*field));
                let linked = rows.iter().filter(|(name, row)| is_linked(row) && !moved.contains(&key(name)));
                let mut left: Vec<(&String, &Shown)> =
                    linked.filter(|(_, row)| row.label != field.spec().label()).collect();
                for typed in others(*field, &scenario, &report) {
                    if left.is_empty() {
                        break;
                    }
                    let Some(now) = changed(view, &scenario, *field, &typed) else { continue };
                    let now = shown(&now);
                    left.retain(|(name, row)| {
                        let same =
                            now.get(*name).is_some_and(|now| now.value == row.value && now.working == row.working);
                        if !same {
                            moved.insert(key(name));
                        }
                        same
                    });
                }
                still.extend(left.iter().map(|(name, _)| key(name)));
            }
        }
    }
    let wrong: Vec<&String> = still.difference(&moved).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Whether a row leads to what moved it: to the field that was changed, to a field in which something else stands since,
/// or to a figure that moved too.
fn leads_on(row: &Shown, field: Field, has_moved: &dyn Fn(&Given) -> bool) -> bool {
    row.given.iter().any(|given| *given == Given::Field(field) || has_moved(given))
}

/// Fields of every group that some figure follows from.
const SAMPLE: [Field; 33] = [
    Field::UsdPerGpuHour,
    Field::Tokens,
    Field::ActiveParams,
    Field::ChipCount,
    Field::Mfu,
    Field::PretrainingHours,
    Field::GlobalBatch,
    Field::Goodput,
    Field::InterconnectBandwidth,
    Field::IdleShare,
    Field::ExperimentsMultiple,
    Field::StaffPeople,
    Field::ServerUsdPerChip,
    Field::Pue,
    Field::UsdPerKwh,
    Field::ReferencePrice,
    Field::ReferenceMfu,
    Field::DenseParams,
    Field::KvLength,
    Field::CacheHitShare,
    Field::ServingUsdPerGpuHour,
    Field::ServingUtilisation,
    Field::UsdPerMillionOutput,
    Field::TokensPerDay,
    Field::PaidShare,
    Field::CacheHours,
    Field::DutyShare,
    Field::BudgetUsd,
    Field::BudgetUsdPerGpuHour,
    Field::BudgetMonths,
    Field::BudgetMfu,
    Field::BudgetServedTokens,
    Field::ActivatedShare,
];

#[test]
fn what_moves_a_figure_is_among_what_it_rests_on() {
    let mut missing: BTreeSet<String> = BTreeSet::new();
    for view in VIEWS {
        for scenario in scenarios(view) {
            let before = of(view, &scenario);
            let rows = shown(&before);
            for field in SAMPLE.into_iter().filter(|field| view.has_field(*field)) {
                let Some(typed) = others(field, &scenario, &before).into_iter().nth(1) else { continue };
                let Some(after) = changed(view, &scenario, field, &typed) else { continue };
                let now = shown(&after);
                let is_moved = |name: &str, row: &Shown| now.get(name).is_some_and(|now| now.value != row.value);
                let has_moved = |given: &Given| match given {
                    Given::Field(field) => {
                        let value = |of: &Report| of.values.iter().find(|(of, _)| of == field).cloned();
                        value(&before) != value(&after)
                    }
                    Given::Figure(label) => rows
                        .iter()
                        .any(|(name, row)| row.label == *label && (is_moved(name, row) || !now.contains_key(name))),
                };
                for (name, row) in rows.iter().filter(|(_, row)| !row.working.is_empty()) {
                    if is_moved(name, row) && !leads_on(row, field, &has_moved) {
                        missing.insert(format!("{} {name} – {}", view.key(), field.spec().key));
                    }
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_link_leads_somewhere() {
    for view in VIEWS {
        for scenario in scenarios(view) {
            let report = of(view, &scenario);
            let names = report.named();
            for (name, row) in shown(&report) {
                for given in row.given {
                    match given {
                        Given::Field(field) => assert!(view.has_field(field), "{name}: {}", field.spec().key),
                        // The page finds it by its label, between quotes.
                        Given::Figure(label) => {
                            assert!(names.contains(&label) && !label.contains(['"', '\\']), "{name}: {label}");
                        }
                    }
                }
            }
            for (field, value) in &report.values {
                assert!(!value.is_empty(), "{} has no value", field.spec().key);
            }
        }
    }
}
