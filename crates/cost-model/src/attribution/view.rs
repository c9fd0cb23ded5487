//! What the Why view says.

use super::shapley;
use super::{Case, Factor, Kind, design, entries, serving};
use crate::bill::{Inputs, Rung, counted};
use crate::catalogue::Catalogue;
use crate::comparison::{Comparison, View};
use crate::estimate::estimate;
use crate::field::Field;
use crate::interval::Interval;
use crate::query;
use crate::report::{
    Block, Found, Given, Report, Row, Table, Tone, Waterfall, WaterfallStep, both, fields, figures, kept,
};
use crate::scenario::{Scenario, Value};
use crate::text::{Style, in_full, point};
use crate::words::{attribution_view as words, bill_view, serving_asked, unit};

/// Why the entry that a comparison shows is cheaper (or dearer) than its reference, and fair presets.
#[must_use]
pub fn report(comparison: &Comparison) -> Report {
    let mut report = Report::default();
    let Some(scenario) = comparison.scenarios.get(comparison.shown()) else { return report };
    let catalogue = scenario.catalogue();
    match case(comparison, scenario) {
        Ok(case) => {
            counted_otherwise(&mut report, comparison, scenario, &case);
            blocks(&mut report, &case, in_ratios(scenario));
            report.found.extend(case.found);
        }
        Err(why) => report.text(Tone::Warning, words::cannot_be_compared(without_stop(&why))),
    }
    if comparison.against.is_none() {
        in_serving(&mut report, scenario);
    }
    presets(&mut report, catalogue);
    let defaults = [
        (Field::Accounting, Rung::Rented.name(), bill_view::as_headlines()),
        (Field::AttributionIn, design::option(Field::AttributionIn, "dollars", catalogue), words::add_up()),
    ];
    for (field, value, because) in defaults.into_iter().filter(|(field, ..)| scenario.entered(*field).is_none()) {
        report.found.push(Found { field, value: value.to_owned(), because: because.to_owned() });
    }
    report
}

/// Says so where the bill is counted on another rung than an entry's own: owning and buying are not split into factors, and two
/// entries are set against each other on one rung.
fn counted_otherwise(report: &mut Report, comparison: &Comparison, scenario: &Scenario, case: &Case) {
    let other = comparison.against.and_then(|place| comparison.scenarios.get(place));
    let chosen = std::iter::once(scenario).chain(other).filter(|entry| entry.entered(Field::Accounting).is_some());
    for entry in chosen {
        let rung = counted(entry).name();
        if rung != case.counts {
            report.text(Tone::Warning, words::counted_otherwise(&entry.name(), rung, &case.counts));
        }
    }
}

/// A reason without its full stop, to stand within a sentence.
fn without_stop(why: &str) -> &str {
    why.trim_end_matches(['.', '。'])
}

/// The same design against the same reference in serving, where that can be said.
fn in_serving(report: &mut Report, scenario: &Scenario) {
    let Ok(estimate) = estimate(scenario) else { return };
    let inputs = Inputs::of(scenario, &estimate);
    report.heading(words::in_serving());
    match serving::case(inputs) {
        Ok(case) => {
            let (shares, ratios) = (shapley::shares(&case.game), shapley::ratios(&case.game));
            report.text(Tone::Plain, sentence(&case, &shares));
            report.blocks.push(Block::Waterfall(waterfall(&case, &shares, &ratios, in_ratios(scenario))));
            notes(report, &case);
        }
        Err(why) => report.text(Tone::Note, words::serving_not_compared(without_stop(&why))),
    }
    let traffic = serving::traffic(inputs);
    let because = serving_asked::published_day();
    let fields = [
        (Field::KvLength, point(traffic.context, Style::Count(""))),
        (Field::InputPerOutput, point(traffic.input_per_output, Style::Plain)),
        (Field::CacheHitShare, point(traffic.cached, Style::Fraction)),
        (Field::TokensPerSecond, point(traffic.rate, Style::Count(""))),
    ];
    for (field, value) in fields.into_iter().filter(|(field, _)| scenario.entered(*field).is_none()) {
        report.found.push(Found { field, value, because: because.to_owned() });
    }
}

fn notes(report: &mut Report, case: &Case) {
    for note in &case.notes {
        report.text(Tone::Note, note.clone());
    }
}

/// A difference below this part of a sum is the arithmetic's.
const NOTHING: f64 = 1e-9;

fn in_ratios(scenario: &Scenario) -> bool {
    matches!(scenario.entered(Field::AttributionIn), Some(Value::Choice("ratio")))
}

/// The case of the entry that is shown, against another entry or its reference design.
///
/// # Errors
/// Why there is none, in words.
pub fn case(comparison: &Comparison, scenario: &Scenario) -> Result<Case, String> {
    let chosen = estimate(scenario).map_err(|infeasible| infeasible.to_string())?;
    let chosen = Inputs::of(scenario, &chosen);
    let other = comparison.against.filter(|place| *place != comparison.shown());
    match other.and_then(|place| comparison.scenarios.get(place)) {
        Some(other) => {
            let reference = estimate(other).map_err(|infeasible| infeasible.to_string())?;
            entries::case(Inputs::of(other, &reference), chosen)
        }
        None => design::case(chosen),
    }
}

fn blocks(report: &mut Report, case: &Case, in_ratios: bool) {
    let shares = shapley::shares(&case.game);
    let ratios = shapley::ratios(&case.game);
    report.text(Tone::Answer, sentence(case, &shares));
    notes(report, case);
    if case.factors.is_empty() {
        return;
    }
    report.blocks.push(Block::Waterfall(waterfall(case, &shares, &ratios, in_ratios)));
    report.text(Tone::Note, words::shapley());
    alone(report, case);
    interactions(report, case);
}

fn usd(value: f64) -> String {
    point(value, Style::Usd)
}

fn signed(value: f64) -> String {
    if value > 0.0 { format!("+{}", usd(value)) } else { usd(value) }
}

/// The whole in a sentence, with its two largest parts.
fn sentence(case: &Case, shares: &[f64]) -> String {
    let (before, after) = (case.before(), case.after());
    if case.factors.is_empty() {
        return words::costs_the_same(&case.chosen, &case.reference, &usd(after));
    }
    let cheaper = after <= before;
    let factor = point(if cheaper { before / after } else { after / before }, Style::Rounded);
    // Parts that cancel each other are of both signs.
    let is_even = factor == "1";
    let mut order: Vec<(&Factor, f64)> = case.factors.iter().zip(shares.iter().copied()).collect();
    order.sort_by(|one, other| other.1.abs().total_cmp(&one.1.abs()));
    let most: Vec<String> = order
        .iter()
        .filter(|(_, share)| is_even || (*share < 0.0) == cheaper)
        .take(2)
        .map(|(factor, share)| words::part(&factor.kind.label().to_lowercase(), &signed(*share)))
        .collect();
    let because = match most.as_slice() {
        [one, other] => words::largest_parts(one, other),
        [one, ..] => words::largest_part(one),
        [] => String::new(),
    };
    let (chosen, after, before) = (&case.chosen, usd(after), usd(before));
    let (reference, counts) = (&case.reference, case.counts.to_lowercase());
    let compared = if is_even {
        words::about_as_dear(chosen, &after, reference, &before, &counts)
    } else if cheaper {
        words::times_cheaper(chosen, &after, &factor, reference, &before, &counts)
    } else {
        words::times_dearer(chosen, &after, &factor, reference, &before, &counts)
    };
    compared + &because
}

fn waterfall(case: &Case, shares: &[f64], ratios: &[f64], in_ratios: bool) -> Waterfall {
    let (before, after) = (case.before(), case.after());
    let cents = shapley::to_cents(shares);
    // In ratios the bars stand on a logarithmic scale, so that equal ratios have equal length.
    let mut level = before;
    let mut levels = vec![before];
    for (share, ratio) in shares.iter().zip(ratios) {
        level = if in_ratios { level * ratio } else { level + share };
        levels.push(level);
    }
    let top = levels.iter().copied().fold(after, f64::max);
    let bottom = levels.iter().copied().fold(after, f64::min) / 2.0;
    let place = |value: f64| {
        let part = if in_ratios { libm::log(value / bottom) / libm::log(top / bottom) } else { value / top };
        part.clamp(0.0, 1.0)
    };
    let [before_working, after_working] = &case.sums;
    // The sums follow from each other by the steps between them.
    let steps_between = figures(&case.factors.iter().map(|factor| factor.kind.label()).collect::<Vec<_>>());
    let sum = |label: &str, value: f64, working: &[String], given: Vec<Given>| WaterfallStep {
        label: capitalised(label),
        from: 0.0,
        to: place(value),
        is_sum: true,
        value: usd(value),
        share: String::new(),
        working: working.to_vec(),
        given,
        sources: Vec::new(),
    };
    let mut steps = vec![sum(&case.reference, before, before_working, steps_between)];
    let whole = after - before;
    for (index, factor) in case.factors.iter().enumerate() {
        let get = |list: &[f64]| list.get(index).copied().unwrap_or_default();
        let (share, ratio) = (get(shares), get(ratios));
        let ratio = format!("× {}", point(ratio, Style::Rounded));
        let exactly = to_the_cent(get(&cents));
        let part = if whole.abs() <= NOTHING * before.max(after) {
            words::part_of_nothing(&exactly, &ratio)
        } else {
            words::part_of_difference(&exactly, &ratio, &point(share / whole, Style::Fraction))
        };
        let mut working = vec![format!("{} → {}", factor.before, factor.after), part];
        working.extend(factor.notes.iter().cloned());
        steps.push(WaterfallStep {
            label: factor.kind.label().to_owned(),
            from: place(levels.get(index).copied().unwrap_or_default()),
            to: place(levels.get(index.saturating_add(1)).copied().unwrap_or_default()),
            is_sum: false,
            value: if in_ratios { ratio.clone() } else { signed(share) },
            share: if in_ratios { signed(share) } else { ratio },
            working,
            given: rests_on(case, factor),
            sources: factor.sources.clone(),
        });
    }
    steps.push(sum(&case.chosen, after, after_working, fields(case.sum_on)));
    let caption = if in_ratios { words::from_to_in_ratios } else { words::from_to_in_dollars };
    let share_label = if in_ratios { words::in_dollars() } else { words::ratio() };
    Waterfall {
        caption: caption(&case.reference, &case.chosen, &case.counts.to_lowercase()),
        share_label: share_label.to_owned(),
        steps,
    }
}

/// What a factor's part rests on: what decides it, and the two sums between which it lies.
fn rests_on(case: &Case, factor: &Factor) -> Vec<Given> {
    both(case.given(factor.kind), &figures(&[kept(&capitalised(&case.reference)), kept(&capitalised(&case.chosen))]))
}

/// A change in US dollars with all its digits.
fn to_the_cent(usd: f64) -> String {
    let sign = if usd < 0.0 { "−" } else { "" };
    format!("{sign}{}", in_full(Interval::exact(usd.abs()), Style::Usd, unit::usd()))
}

/// Names keep their first letter as it is; words of our own begin a row with a capital.
fn capitalised(text: &str) -> String {
    text.strip_prefix("a ").map_or_else(|| text.to_owned(), |rest| format!("A {rest}"))
}

/// What each factor saves when it alone is undone, beside what is said of it in public debate.
fn alone(report: &mut Report, case: &Case) {
    let rows = case.factors.iter().enumerate().map(|(index, factor)| {
        let without = case.without(index);
        let saved = 1.0 - case.after() / without;
        let does = if saved >= 0.0 {
            words::saves(&point(saved, Style::Fraction))
        } else {
            words::adds(&point(case.after() / without - 1.0, Style::Fraction))
        };
        let label = factor.kind.label().to_owned();
        let working = alone_working(factor, case.after(), without);
        let given = rests_on(case, factor);
        Row { cells: vec![label, usd(without), does, debate(factor, saved)], working, given, ..Row::default() }
    });
    let rows: Vec<Row> = rows.collect();
    let has_debate = rows.iter().any(|row| row.cells.last().is_some_and(|cell| !cell.is_empty()));
    let mut columns = vec![
        (words::factor().to_owned(), false),
        (words::cost_without_it().to_owned(), true),
        (words::alone_it().to_owned(), true),
    ];
    if has_debate {
        columns.push((words::often_said().to_owned(), false));
    }
    let rows = rows
        .into_iter()
        .map(|mut row| {
            row.cells.truncate(columns.len());
            row
        })
        .collect();
    report.heading(words::one_at_a_time());
    report.blocks.push(Block::Table(Table {
        caption: words::one_as_in_reference().to_owned(),
        columns,
        rows,
        is_folded: false,
    }));
}

/// How a row of a factor alone was found: what is exchanged back, what that changes, and what is left of what is said.
fn alone_working(factor: &Factor, after: f64, without: f64) -> Vec<String> {
    let saved = 1.0 - after / without;
    let part = |part: f64| point(part, Style::Fraction);
    let mut lines = vec![words::without_it(&factor.after, &factor.before, &usd(without))];
    lines.push(if saved >= 0.0 {
        words::saves_working(&usd(after), &usd(without), &part(saved))
    } else {
        words::adds_working(&usd(after), &usd(without), &part(after / without - 1.0))
    });
    match factor.kind {
        Kind::Precision if factor.after.contains("FP8") && saved < 0.5 => {
            lines.push(words::left_of_half_working(&part(saved), &part((saved / 0.5).max(0.0))));
        }
        Kind::Experts if saved > 0.0 => {
            let times = point(1.0 / (1.0 - saved), Style::Rounded);
            lines.push(words::times_working(&usd(without), &usd(after), &times));
        }
        _ => {}
    }
    lines
}

/// Whether a claim of public debate survives, and by how much it does not.
fn debate(factor: &Factor, saved: f64) -> String {
    let percent = |part: f64| point(part, Style::Fraction);
    // These names are the same in every language.
    let is = |name| factor.after.contains(name);
    match factor.kind {
        Kind::Precision if !is("FP8") => String::new(),
        Kind::Attention if !is("MLA") => String::new(),
        Kind::Precision if saved < 0.5 => words::fp8_halves_not(&percent((saved / 0.5).max(0.0))),
        Kind::Precision => words::fp8_halves().to_owned(),
        Kind::Attention if saved <= 0.0 => words::mla_saves_not().to_owned(),
        Kind::Attention => words::mla_saves(&percent(saved)),
        Kind::Experts if saved > 0.0 => words::experts_save(&point(1.0 / (1.0 - saved), Style::Rounded)),
        Kind::Experts => words::experts_save_not().to_owned(),
        _ => String::new(),
    }
}

/// How much pairs of factors change together, for those who ask.
fn interactions(report: &mut Report, case: &Case) {
    let Some(others) = case.factors.len().checked_sub(2) else { return };
    let matrix = shapley::interactions(&case.game);
    let sets = 1_usize << others;
    let mut columns = vec![(words::factor().to_owned(), false)];
    columns.extend(case.factors.iter().map(|factor| (factor.kind.label().to_owned(), true)));
    let rows = case.factors.iter().zip(&matrix).enumerate().map(|(index, (factor, row))| {
        let cells =
            row.iter().enumerate().map(|(other, value)| if other == index { "–".to_owned() } else { signed(*value) });
        let label = factor.kind.label();
        let working = vec![words::index_of_pairs(label, &others.to_string(), &sets.to_string())];
        let given = rests_on(case, factor);
        Row { cells: std::iter::once(label.to_owned()).chain(cells).collect(), working, given, ..Row::default() }
    });
    report.blocks.push(Block::Table(Table {
        caption: words::interactions().to_owned(),
        columns,
        rows: rows.collect(),
        is_folded: true,
    }));
}

/// Comparisons that are often made, set up fairly.
fn presets(report: &mut Report, catalogue: &'static Catalogue) {
    let link = |slugs: &[&str], against: Option<usize>, enter: &dyn Fn(&mut [Scenario]) -> Option<()>| {
        let mut scenarios: Vec<Scenario> = slugs.iter().filter_map(|slug| Scenario::preset(slug, catalogue)).collect();
        enter(&mut scenarios)?;
        let comparison = Comparison { view: View::Why, against, ..Comparison::of(scenarios) };
        Some(query::encode(&comparison))
    };
    let nothing = |_: &mut [Scenario]| Some(());
    let equal_compute = |scenarios: &mut [Scenario]| {
        let run = scenarios.first_mut()?;
        let estimate = estimate(run).ok()?;
        let active = estimate.step(crate::estimate::Item::Field(Field::ActiveParams)).outcome.number()?;
        run.enter(Field::DenseParams, &crate::number::to_rounded_text(active)).ok()
    };
    let labs = |scenarios: &mut [Scenario]| {
        let named = [words::lean_lab, words::large_lab];
        for (scenario, (profile, named)) in scenarios.iter_mut().zip(["lean", "large"].into_iter().zip(named)) {
            let name = named(&scenario.name());
            scenario.enter(Field::Name, &name).ok()?;
            scenario.enter(Field::Accounting, "development").ok()?;
            for (field, value) in crate::bill::profile(profile, scenario.edition()) {
                scenario.enter(field, &value).ok()?;
            }
        }
        Some(())
    };
    let all = [
        (words::of_equal_quality(), link(&["deepseek-v3"], None, &nothing)),
        (words::of_equal_compute(), link(&["deepseek-v3"], None, &equal_compute)),
        (words::against_llama(), link(&["deepseek-v3", "llama-3.1-405b"], Some(1), &nothing)),
        (words::against_gpt_4(), link(&["deepseek-v3", "gpt-4"], Some(1), &nothing)),
        (words::lean_against_large(), link(&["deepseek-v3", "deepseek-v3"], Some(1), &labs)),
        (words::base_model_anew(), link(&["deepseek-r1"], None, &nothing)),
    ];
    report.heading(words::fair_comparisons());
    for (label, fragment) in all {
        if let Some(fragment) = fragment {
            report.blocks.push(Block::Link { label: label.to_owned(), fragment });
        }
    }
}
