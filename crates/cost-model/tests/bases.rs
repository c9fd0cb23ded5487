//! No view shows a figure without a basis: every row with a number has its working, what it rests on or its sources, and
//! every number in a sentence stands in such a row or field too, or is on a list with the reason.

use std::collections::{BTreeMap, BTreeSet};

use cost_model::catalogue::Catalogue;
use cost_model::comparison::View;
use cost_model::engine::analysis;
use cost_model::estimate::{Origin, estimate};
use cost_model::report::{Block, Given, Reference, Report};
use cost_model::scenario::Scenario;

/// What a row shows, and what it leads to.
struct Row<'a> {
    label: &'a str,
    shown: Vec<&'a str>,
    working: &'a [String],
    given: &'a [Given],
    sources: &'a [Reference],
}

impl Row<'_> {
    fn has_a_basis(&self) -> bool {
        !self.working.is_empty() || !self.given.is_empty() || !self.sources.is_empty()
    }

    fn has_a_number(&self) -> bool {
        self.shown.iter().any(|text| text.contains(|c: char| c.is_ascii_digit()))
    }
}

/// The rows of a block that have figures; nothing of words, and of charts drawn from the figures of others.
fn rows(block: &Block) -> Vec<Row<'_>> {
    match block {
        Block::Figures { rows, .. } => {
            let row = rows.iter().map(|of| Row {
                label: &of.label,
                shown: vec![&of.value],
                working: &of.working,
                given: &of.given,
                sources: &of.sources,
            });
            row.collect()
        }
        Block::Parts(of) => {
            let row = of.parts.iter().map(|of| Row {
                label: &of.label,
                shown: vec![&of.value, &of.share],
                working: &of.working,
                given: &of.given,
                sources: &of.sources,
            });
            row.collect()
        }
        Block::Table(of) => {
            let row = of.rows.iter().map(|of| Row {
                label: of.cells.first().map_or("", String::as_str),
                shown: of.cells.iter().skip(1).map(String::as_str).collect(),
                working: &of.working,
                given: &of.given,
                sources: &of.sources,
            });
            row.collect()
        }
        Block::Ladder(of) => {
            let row = of.rungs.iter().map(|of| Row {
                label: &of.label,
                shown: vec![&of.text],
                working: &of.working,
                given: &of.given,
                sources: &of.sources,
            });
            row.collect()
        }
        Block::Waterfall(of) => {
            let row = of.steps.iter().map(|of| Row {
                label: &of.label,
                shown: vec![&of.value, &of.share],
                working: &of.working,
                given: &of.given,
                sources: &of.sources,
            });
            row.collect()
        }
        Block::Scatter(of) => {
            let row = of.points.iter().map(|of| Row {
                label: &of.label,
                shown: vec![&of.text],
                working: &of.working,
                given: &of.given,
                sources: &of.sources,
            });
            row.collect()
        }
        Block::Tornado(of) => {
            let row = of.bars.iter().map(|of| Row {
                label: &of.label,
                shown: vec![&of.low_text, &of.high_text],
                working: &of.working,
                given: &of.given,
                sources: &[],
            });
            row.collect()
        }
        _ => Vec::new(),
    }
}

const ANALYSES: [View; 6] = [View::Bill, View::Why, View::Serve, View::Train, View::Budget, View::WhatIf];

/// An own entry, ranges, figures that nobody knows, and a run in another currency.
const ENTERED: [&str; 4] = [
    "models=own&1.total_params=70B&1.tokens=15T&1.hardware=nvidia-h200-sxm5-141gb&1.mfu=0.4",
    "models=mixtral-8x7b&1.usd_per_gpu_hour=1.5..3&1.sweep_x=tokens&1.sweep_y=mfu&1.cap_usd=10M",
    "models=claude-3.5-sonnet,gpt-4",
    "models=deepseek-v3,llama-3.1-405b&1.usd_per_gpu_hour=lognormal(2,1.3)&1.accounting=development",
];

/// Every model in the views of money. In the others steps are laid out and samples drawn anew, which takes long: a mixture of
/// experts and what is entered stand for all there.
fn links(view: View) -> Vec<String> {
    let takes_long = matches!(view, View::Train | View::Why | View::WhatIf);
    let models = Catalogue::current().models().iter().map(|model| model.slug);
    let chosen = models.filter(|slug| !takes_long || *slug == "deepseek-v3").map(|slug| format!("models={slug}"));
    let entered = ENTERED.into_iter().take(if takes_long { 3 } else { 4 }).map(str::to_owned);
    chosen.chain(entered).collect()
}

#[test]
fn every_row_with_a_number_has_a_basis() {
    let mut bare: BTreeMap<String, String> = BTreeMap::new();
    let mut count = 0_usize;
    for view in ANALYSES {
        for link in links(view) {
            let Some(report) = analysis(view, &link) else { panic!("{} of {link} says nothing", view.key()) };
            for (place, block) in report.blocks.iter().enumerate() {
                let block_name = report.name_of(place).unwrap_or_default();
                for row in rows(block).iter().filter(|row| row.has_a_number()) {
                    count += 1;
                    if !row.has_a_basis() {
                        let name = format!("{} {block_name}: {}", view.key(), row.label);
                        bare.entry(name).or_insert_with(|| format!("{link}: {}", row.shown.join(" | ")));
                    }
                }
            }
            for found in &report.found {
                assert!(!found.because.is_empty(), "{link}: {} has no reason", found.field.spec().key);
            }
        }
    }
    assert!(count > 5000, "{count} rows are not all that there are");
    assert!(bare.is_empty(), "{bare:#?}");
}

#[test]
fn every_figure_of_the_comparison_has_an_origin() {
    for model in Catalogue::current().models() {
        let scenario = Scenario::preset(model.slug, Catalogue::current()).unwrap_or_else(|| panic!("{}", model.slug));
        let estimate = estimate(&scenario).unwrap_or_else(|e| panic!("{}: {e}", model.slug));
        for step in estimate.steps().iter().filter(|step| step.outcome.number().is_some()) {
            assert!(step.origin != Origin::Nowhere, "{}: {step:?}", model.slug);
            assert!(!step.standing().is_empty(), "{}: {step:?}", model.slug);
        }
    }
}

/// Numbers as they stand in a text: digits with their points and commas, without what is part of a name (FP8, GPT-4, H100).
fn numbers(text: &str) -> BTreeSet<String> {
    let bytes: Vec<char> = text.chars().collect();
    let mut found = BTreeSet::new();
    let mut place = 0;
    while place < bytes.len() {
        if !bytes[place].is_ascii_digit() {
            place += 1;
            continue;
        }
        let start = place;
        while place < bytes.len() && (bytes[place].is_ascii_digit() || matches!(bytes[place], '.' | ',')) {
            place += 1;
        }
        let is_of_a_name =
            start > 0 && (bytes[start - 1].is_alphanumeric() || matches!(bytes[start - 1], '-' | '/' | '_'));
        if !is_of_a_name {
            found.insert(bytes[start..place].iter().collect::<String>().trim_end_matches(['.', ',']).to_owned());
        }
    }
    found
}

/// Everything with a basis that a report shows: rows, their workings, fields, and what was read from sources.
fn with_a_basis(report: &Report) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut add = |text: &str| found.extend(numbers(text));
    for block in &report.blocks {
        for row in rows(block) {
            row.shown.iter().chain(&[row.label]).for_each(|text| add(text));
            row.working.iter().for_each(|line| add(line));
        }
    }
    for block in &report.blocks {
        match block {
            Block::Parts(of) => {
                add(&of.total);
                of.capacity.iter().for_each(|(_, text)| add(text));
            }
            Block::Ladder(of) => of.rungs.iter().flat_map(|rung| &rung.claims).for_each(|claim| {
                add(&claim.text);
                add(&claim.says);
            }),
            Block::Density(of) => of.quantiles.iter().for_each(|(_, text)| add(text)),
            _ => {}
        }
    }
    report.values.iter().for_each(|(_, value)| add(value));
    report.found.iter().for_each(|of| add(&of.value));
    found
}

/// Why a number in a sentence stands in no row or field.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reason {
    /// A count, a year, or an example of what can be typed.
    Counted,
    /// A part of a name or a place in a source, which the sentence cites.
    Named,
    /// A ratio or a difference of two figures that the same sentence or its view shows.
    Compared,
    /// Another writing of a figure that the page shows: another number of digits, or an end of its range.
    Rewritten,
}

/// The sentences that may have numbers of their own, by a part of them.
const SENTENCES: [(&str, Reason); 14] = [
    ("nothing is adjusted for inflation", Reason::Counted),
    ("layouts were worked out", Reason::Counted),
    ("even draws of one input", Reason::Counted),
    ("more closed models are in the table", Reason::Counted),
    ("Enter a range in any field, as", Reason::Counted),
    ("DeepSeek-V3 report, section 3.3", Reason::Named),
    ("Anthropic has not published the chips that Claude 3.5 Sonnet", Reason::Named),
    ("What was said in public spans a factor of", Reason::Compared),
    ("times as much. What it trained then costs about", Reason::Compared),
    ("On the accelerator with most quoted prices of each year it is", Reason::Compared),
    ("times cheaper than a", Reason::Compared),
    ("matters most: alone it makes", Reason::Compared),
    ("By compute, between", Reason::Rewritten),
    ("needs 819 accelerators", Reason::Rewritten),
];

// A number is looked for anywhere in the same report: this finds a sentence whose figure has no row, and not one that
// borrows the digits of another.
#[test]
fn sentences_have_no_figures_of_their_own_but_those_that_are_listed() {
    let mut wrong = BTreeSet::new();
    let mut used = BTreeSet::new();
    for view in ANALYSES {
        for link in ["models=deepseek-v3,llama-3.1-405b", ENTERED[0], ENTERED[2]] {
            let Some(report) = analysis(view, link) else { panic!("{} of {link} says nothing", view.key()) };
            let known = with_a_basis(&report);
            for block in &report.blocks {
                let (Block::Heading(text) | Block::Text { text, .. }) = block else { continue };
                let bare: Vec<String> = numbers(text).difference(&known).cloned().collect();
                if bare.is_empty() {
                    continue;
                }
                if let Some((part, _)) = SENTENCES.iter().find(|(part, _)| text.contains(part)) {
                    used.insert(*part);
                } else {
                    wrong.insert(format!("{}: {text} {bare:?}", view.key()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let idle: Vec<&str> = SENTENCES.iter().map(|(part, _)| *part).filter(|part| !used.contains(part)).collect();
    assert!(idle.is_empty(), "no longer needed: {idle:?}");
}
