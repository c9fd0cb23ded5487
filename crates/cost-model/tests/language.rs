//! What every view says in Chinese, and that it is Chinese.

use cost_model::catalogue::Catalogue;
use cost_model::comparison::View;
use cost_model::engine::analysis;
use cost_model::field::FIELDS;
use cost_model::report::{Block, Report};
use cost_model::words::{Language, SIMPLIFIED_CHINESE, compiled, speak};

const LINKS: [&str; 4] = [
    "models=deepseek-v3,gpt-4,llama-3.1-405b",
    "models=gpt-4,claude-3.5-sonnet",
    "models=own&1.total_params=70B&1.tokens=15T&1.hardware=nvidia-h200-sxm5-141gb&1.mfu=0.4",
    "models=mixtral-8x7b&1.usd_per_gpu_hour=1.5..3&1.sweep_x=tokens&1.sweep_y=mfu&1.cap_usd=10M",
];

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// What a report says itself: not names, titles, locators and remarks, which stay as published.
fn said(report: &Report) -> Vec<String> {
    let mut said = Vec::new();
    for block in &report.blocks {
        said.extend(block.piece().map(|(_, caption)| caption.to_owned()));
        match block {
            Block::Heading(text) | Block::Text { text, .. } => said.push(text.clone()),
            Block::Figures { rows, .. } => said.extend(rows.iter().map(|row| row.label.clone())),
            Block::Parts(of) => said.extend(of.parts.iter().map(|part| part.label.clone())),
            Block::Table(of) => said.extend(of.columns.iter().map(|(name, _)| name.clone())),
            Block::Ladder(of) => said.extend(of.rungs.iter().flat_map(|rung| [rung.label.clone(), rung.note.clone()])),
            Block::Plot(of) => {
                said.extend(of.curves.iter().map(|curve| curve.name.clone()));
                said.extend([of.x.label.clone(), of.y.label.clone()]);
            }
            Block::Offer { label, .. } => said.push(label.clone()),
            _ => {}
        }
    }
    said
}

/// Texts in which no word is Chinese and some look English. Names, short forms and symbols are the same in every language.
fn english(texts: Vec<String>) -> Vec<String> {
    let looks_english = |text: &str| {
        let words = text.split(|c: char| !c.is_ascii_alphabetic());
        words.filter(|word| word.len() > 3 && word.chars().all(|c| c.is_ascii_lowercase())).count() > 1
    };
    texts.into_iter().filter(|text| !text.chars().any(is_han) && looks_english(text)).collect()
}

fn chinese() {
    speak(Language::read(&compiled(SIMPLIFIED_CHINESE)));
}

#[test]
fn every_view_answers_in_chinese() {
    chinese();
    let mut count = 0;
    for link in LINKS {
        for view in View::ALL.into_iter().filter(|view| *view != View::Compare) {
            let report = analysis(view, link).expect("a report");
            let texts = said(&report);
            count += texts.len();
            assert_eq!(english(texts), Vec::<String>::new(), "{link} {view:?}");
            let answer = report.answer().map(str::to_owned);
            assert!(answer.as_deref().is_none_or(|answer| answer.chars().any(is_han)), "{link} {view:?}: {answer:?}");
        }
    }
    assert!(count > 500, "{count} texts");
}

#[test]
fn the_form_is_chinese() {
    chinese();
    let form: Vec<String> =
        FIELDS.iter().flat_map(|spec| [spec.label(), spec.help(), spec.group.name()]).map(str::to_owned).collect();
    assert_eq!(english(form), Vec::<String>::new());
    let has_han = |text: &str| text.chars().any(is_han);
    assert!(FIELDS.iter().all(|spec| has_han(spec.help())));
}

/// A figure is the same whatever it is said in.
#[test]
fn no_figure_depends_on_the_language() {
    let catalogue = Catalogue::current();
    let totals = || -> Vec<Option<(u64, u64)>> {
        let presets =
            catalogue.models().iter().filter_map(|model| cost_model::scenario::Scenario::preset(model.slug, catalogue));
        let estimates = presets.map(|scenario| cost_model::estimate::estimate(&scenario));
        let cost = |estimate: cost_model::estimate::Estimate| {
            let cost = estimate.step(cost_model::estimate::Item::TrainingCost).outcome.number()?;
            Some((cost.low().to_bits(), cost.high().to_bits()))
        };
        estimates.map(|estimate| cost(estimate.ok()?)).collect()
    };
    let english = totals();
    chinese();
    assert_eq!(totals(), english);
}
