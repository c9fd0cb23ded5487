//! What the Why view says.

use super::shapley;
use super::{Case, Factor, design, entries, serving};
use crate::bill::{Inputs, Rung};
use crate::catalogue::Catalogue;
use crate::comparison::{Comparison, View};
use crate::estimate::estimate;
use crate::field::Field;
use crate::interval::Interval;
use crate::query;
use crate::report::{Block, Found, Report, Row, Table, Tone, Waterfall, WaterfallStep};
use crate::scenario::{Scenario, Value};
use crate::text::{Style, in_full, point};

/// Why the entry that a comparison shows is cheaper (or dearer) than its reference, and fair presets.
#[must_use]
pub fn report(comparison: &Comparison, catalogue: &'static Catalogue) -> Report {
    let mut report = Report::default();
    let Some(scenario) = comparison.scenarios.get(comparison.shown()) else { return report };
    match case(comparison, scenario, catalogue) {
        Ok(case) => {
            blocks(&mut report, &case, in_ratios(scenario));
            report.found.extend(case.found);
        }
        Err(why) => report
            .text(Tone::Warning, format!("The two cannot be set against each other: {}.", why.trim_end_matches('.'))),
    }
    if comparison.against.is_none() {
        in_serving(&mut report, scenario, catalogue);
    }
    presets(&mut report, catalogue);
    let defaults = [
        (Field::Accounting, Rung::Rented.name(), "as most headlines count"),
        (Field::AttributionIn, "dollars", "they add up"),
    ];
    for (field, value, because) in defaults.into_iter().filter(|(field, ..)| scenario.entered(*field).is_none()) {
        report.found.push(Found { field, value: value.to_owned(), because: because.to_owned() });
    }
    report
}

/// The same design against the same reference in serving, where that can be said.
fn in_serving(report: &mut Report, scenario: &Scenario, catalogue: &'static Catalogue) {
    let Ok(estimate) = estimate(scenario, catalogue) else { return };
    let inputs = Inputs::of(scenario, &estimate, catalogue);
    report.heading("And in serving");
    match serving::case(inputs) {
        Ok(case) => {
            let (shares, ratios) = (shapley::shares(&case.game), shapley::ratios(&case.game));
            report.text(Tone::Plain, sentence(&case, &shares));
            report.blocks.push(Block::Waterfall(waterfall(&case, &shares, &ratios, in_ratios(scenario))));
            notes(report, &case);
        }
        Err(why) => report.text(Tone::Note, format!("Serving cannot be compared: {}.", why.trim_end_matches('.'))),
    }
    let traffic = serving::traffic(inputs);
    let because = "DeepSeek’s published day";
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
pub fn case(comparison: &Comparison, scenario: &Scenario, catalogue: &'static Catalogue) -> Result<Case, String> {
    let chosen = estimate(scenario, catalogue).map_err(|infeasible| infeasible.to_string())?;
    let chosen = Inputs::of(scenario, &chosen, catalogue);
    let other = comparison.against.filter(|place| *place != comparison.shown());
    match other.and_then(|place| comparison.scenarios.get(place)) {
        Some(other) => {
            let reference = estimate(other, catalogue).map_err(|infeasible| infeasible.to_string())?;
            entries::case(Inputs::of(other, &reference, catalogue), chosen)
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
    report.text(
        Tone::Note,
        "Each step is the factor’s Shapley value: what it changes, averaged over every order in which the factors could be \
         exchanged. Sums are by central values.",
    );
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
        return format!("{} costs the same as {}: {}.", case.chosen, case.reference, usd(after));
    }
    let cheaper = after <= before;
    let factor = point(if cheaper { before / after } else { after / before }, Style::Rounded);
    let word = if cheaper { "cheaper" } else { "dearer" };
    // Parts that cancel each other are of both signs.
    let is_even = factor == "1";
    let compared = if is_even { "about as dear as".to_owned() } else { format!("{factor} times {word} than") };
    let mut order: Vec<(&Factor, f64)> = case.factors.iter().zip(shares.iter().copied()).collect();
    order.sort_by(|one, other| other.1.abs().total_cmp(&one.1.abs()));
    let most: Vec<String> = order
        .iter()
        .filter(|(_, share)| is_even || (*share < 0.0) == cheaper)
        .take(2)
        .map(|(factor, share)| format!("{} ({})", factor.label.to_lowercase(), signed(*share)))
        .collect();
    let because = match most.as_slice() {
        [] => String::new(),
        [one] => format!(" The largest part is {one}."),
        several => format!(" The largest parts are {}.", several.join(" and ")),
    };
    format!(
        "{} at {} is {compared} {} at {}, counted as “{}”.{because}",
        case.chosen,
        usd(after),
        case.reference,
        usd(before),
        case.counts.to_lowercase()
    )
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
    let sum = |label: &str, value: f64| WaterfallStep {
        label: capitalised(label),
        from: 0.0,
        to: place(value),
        is_sum: true,
        value: usd(value),
        share: String::new(),
        working: Vec::new(),
        sources: Vec::new(),
    };
    let mut steps = vec![sum(&case.reference, before)];
    let whole = after - before;
    for (index, factor) in case.factors.iter().enumerate() {
        let get = |list: &[f64]| list.get(index).copied().unwrap_or_default();
        let (share, ratio) = (get(shares), get(ratios));
        let part = if whole.abs() <= NOTHING * before.max(after) {
            "the difference is none".to_owned()
        } else {
            format!("{} of the difference", point(share / whole, Style::Fraction))
        };
        let ratio = format!("× {}", point(ratio, Style::Rounded));
        let mut working = vec![
            format!("{} → {}", factor.before, factor.after),
            format!(
                "exactly {}{}; {ratio}; {part}",
                if get(&cents) < 0.0 { "−" } else { "" },
                in_full(Interval::exact(get(&cents).abs()), Style::Usd, "USD"),
            ),
        ];
        working.extend(factor.notes.iter().cloned());
        steps.push(WaterfallStep {
            label: factor.label.to_owned(),
            from: place(levels.get(index).copied().unwrap_or_default()),
            to: place(levels.get(index + 1).copied().unwrap_or_default()),
            is_sum: false,
            value: if in_ratios { ratio.clone() } else { signed(share) },
            share: if in_ratios { signed(share) } else { ratio },
            working,
            sources: factor.sources.clone(),
        });
    }
    steps.push(sum(&case.chosen, after));
    Waterfall {
        caption: format!(
            "From {} to {}, {}: {}",
            case.reference,
            case.chosen,
            if in_ratios { "as ratios" } else { "US dollars" },
            case.counts.to_lowercase()
        ),
        share_label: if in_ratios { "Dollars" } else { "Ratio" }.to_owned(),
        steps,
    }
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
        let words = if saved >= 0.0 {
            format!("saves {}", point(saved, Style::Fraction))
        } else {
            format!("adds {}", point(case.after() / without - 1.0, Style::Fraction))
        };
        Row { cells: vec![factor.label.to_owned(), usd(without), words, debate(factor, saved)], ..Row::default() }
    });
    let rows: Vec<Row> = rows.collect();
    let has_debate = rows.iter().any(|row| row.cells.last().is_some_and(|cell| !cell.is_empty()));
    let mut columns =
        vec![("Factor".to_owned(), false), ("Cost without it".to_owned(), true), ("Alone it".to_owned(), true)];
    if has_debate {
        columns.push(("What is often said".to_owned(), false));
    }
    let rows = rows
        .into_iter()
        .map(|mut row| {
            row.cells.truncate(columns.len());
            row
        })
        .collect();
    report.heading("One at a time");
    report.blocks.push(Block::Table(Table {
        caption: "The chosen run with one factor as in the reference and all else as it is".to_owned(),
        columns,
        rows,
        is_folded: false,
    }));
}

/// Whether a claim of public debate survives, and by how much it does not.
fn debate(factor: &Factor, saved: f64) -> String {
    let percent = |part: f64| point(part, Style::Fraction);
    let is = |word| factor.after.contains(word);
    match factor.label {
        "Precision" if !is("FP8") => String::new(),
        "Attention" if !is("MLA") => String::new(),
        "Precision" if saved < 0.5 => {
            format!("“FP8 halves the cost”: it does not; {} is left of the 50%", percent((saved / 0.5).max(0.0)))
        }
        "Precision" => "“FP8 halves the cost”: here it does".to_owned(),
        "Attention" if saved <= 0.0 => "“MLA makes training cheap”: not here; its saving is in serving".to_owned(),
        "Attention" => format!("“MLA makes training cheap”: {} of it; its saving is in serving", percent(saved)),
        "Mixture of experts" if saved > 0.0 => {
            format!(
                "“cheaper by total over active”: {} times cheaper at equal quality",
                point(1.0 / (1.0 - saved), Style::Rounded)
            )
        }
        "Mixture of experts" => "“a mixture of experts is always cheaper”: not at equal compute".to_owned(),
        _ => String::new(),
    }
}

/// How much pairs of factors change together, for those who ask.
fn interactions(report: &mut Report, case: &Case) {
    if case.factors.len() < 2 {
        return;
    }
    let matrix = shapley::interactions(&case.game);
    let mut columns = vec![("Factor".to_owned(), false)];
    columns.extend(case.factors.iter().map(|factor| (factor.label.to_owned(), true)));
    let rows = case.factors.iter().zip(&matrix).enumerate().map(|(index, (factor, row))| {
        let cells =
            row.iter().enumerate().map(|(other, value)| if other == index { "–".to_owned() } else { signed(*value) });
        Row { cells: std::iter::once(factor.label.to_owned()).chain(cells).collect(), ..Row::default() }
    });
    report.blocks.push(Block::Table(Table {
        caption: "What pairs of factors change together beyond what each changes (Shapley interaction index)"
            .to_owned(),
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
        Some(query::encode(&comparison, catalogue))
    };
    let nothing = |_: &mut [Scenario]| Some(());
    let equal_compute = |scenarios: &mut [Scenario]| {
        let run = scenarios.first_mut()?;
        let estimate = estimate(run, catalogue).ok()?;
        let active = estimate.step(crate::estimate::Item::Field(Field::ActiveParams)).outcome.number()?;
        run.enter(Field::DenseParams, &crate::number::to_rounded_text(active), catalogue).ok()
    };
    let labs = |scenarios: &mut [Scenario]| {
        for (scenario, profile) in scenarios.iter_mut().zip(["lean", "large"]) {
            let name = format!("{}, {profile} lab", scenario.name(catalogue));
            scenario.enter(Field::Name, &name, catalogue).ok()?;
            scenario.enter(Field::Accounting, "development", catalogue).ok()?;
            for (field, value) in crate::bill::profile(profile) {
                scenario.enter(field, &value, catalogue).ok()?;
            }
        }
        Some(())
    };
    let all = [
        ("DeepSeek-V3 against a dense BF16 model of equal quality", link(&["deepseek-v3"], None, &nothing)),
        (
            "DeepSeek-V3 against a dense BF16 model of equal training compute",
            link(&["deepseek-v3"], None, &equal_compute),
        ),
        ("DeepSeek-V3 against Llama 3.1 405B as trained", link(&["deepseek-v3", "llama-3.1-405b"], Some(1), &nothing)),
        ("DeepSeek-V3 against GPT-4 as estimated", link(&["deepseek-v3", "gpt-4"], Some(1), &nothing)),
        ("The lean lab against the large lab", link(&["deepseek-v3", "deepseek-v3"], Some(1), &labs)),
        ("DeepSeek-R1 against training its base model anew", link(&["deepseek-r1"], None, &nothing)),
    ];
    report.heading("Fair comparisons");
    for (label, fragment) in all {
        if let Some(fragment) = fragment {
            report.blocks.push(Block::Link { label: label.to_owned(), fragment });
        }
    }
}
