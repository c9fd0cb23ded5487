//! How a result is spread: quantiles, density, and every entry side by side.

use super::asked::Asked;
use super::working;
use crate::comparison::Comparison;
use crate::estimate::Grade;
use crate::field::Field;
use crate::interval::Interval;
use crate::report::{Axis, Block, Density, Figure, Report, Row, Table, Tone};
use crate::text::{self, Style};
use crate::uncertainty::{Measure, Program, Sample, Settings, Slot, rung};
use crate::words::{whatif, whatif_spread as words};

/// Ends further apart than this are shown in equal ratios.
const WIDE: f64 = 3.0;

/// Other seeds with which the quantiles are compared.
const SEEDS: u32 = 3;

/// The 5th percentile, the median and the 95th.
fn parts() -> [(f64, &'static str); 3] {
    [(0.05, words::low_percentile()), (0.5, words::median()), (0.95, words::high_percentile())]
}

/// Answer, density and quantiles.
pub(super) fn blocks(report: &mut Report, asked: &Asked, program: &Program) {
    let sample = asked.sample(program);
    if sample.is_exact() {
        return exact(report, asked, &sample);
    }
    report.text(Tone::Answer, answer(asked, &sample));
    said_of_draws(report, &sample);
    report.blocks.extend(density(asked, &sample));
    let mut rows = quantiles(asked, program, &sample);
    rows.extend(widest(asked, program));
    report.blocks.push(Block::Figures { caption: words::quantiles().to_owned(), rows });
    let settings = asked.while_typing(program);
    let others = other_seeds(asked, program, settings);
    let moved = |part| moved(&sample, &others, part);
    report.text(
        Tone::Note,
        words::draws_and_seeds(
            &text::point(f64::from(settings.draws), Style::Count("")),
            &inputs(program.slots()),
            &settings.seed.to_string(),
            &moved(0.5),
            &moved(0.05),
            &moved(0.95),
        ),
    );
}

fn other_seeds(asked: &Asked, program: &Program, settings: Settings) -> Vec<Sample> {
    let other = |step: u32| Settings { seed: settings.seed.wrapping_add(step), ..settings };
    (1..=SEEDS).map(|step| Sample::of(program, asked.measure, other(step), &mut |_, _| {})).collect()
}

/// How far a quantile of other draws lies from this one at most, as a part of it.
fn moved(sample: &Sample, others: &[Sample], part: f64) -> String {
    let Some(here) = sample.quantile(part) else { return words::nothing().to_owned() };
    let there = others.iter().filter_map(|other| other.quantile(part));
    let furthest = there.map(|there| (there / here - 1.0).abs()).fold(0.0, f64::max);
    if furthest < 0.001 { words::hardly().to_owned() } else { text::point(significant(furthest), Style::Fraction) }
}

/// To a tenth of a percent.
fn significant(share: f64) -> f64 {
    libm::round(share * 1000.0) / 1000.0
}

fn inputs(slots: &[Slot]) -> String {
    match slots.len() {
        1 => words::one_input().to_owned(),
        count => words::inputs(&count.to_string()),
    }
}

/// What is said of a result that does not vary, and what would make it.
fn exact(report: &mut Report, asked: &Asked, sample: &Sample) {
    let value = sample.quantile(0.5).map_or_else(|| words::not_possible().to_owned(), |value| asked.text(value));
    report.text(Tone::Answer, words::exact(&asked.name(), &text::in_sentence(asked.measure.name()), &value));
    let price = asked.present(Field::UsdPerGpuHour).map(|price| crate::number::to_text(Interval::exact(price)));
    if let Some(price) = price {
        let typed = format!("lognormal({price},1.3)");
        report.offer(words::offer_range(&price), vec![(Field::UsdPerGpuHour, typed)]);
    }
}

fn answer(asked: &Asked, sample: &Sample) -> String {
    let at = |part| sample.quantile(part).map_or_else(String::new, |value| asked.text(value));
    let mut answer = words::lies_between(&asked.name(), &in_words(asked), &at(0.05), &at(0.95), &at(0.5));
    if let Some(cap) = asked.cap() {
        let within = text::point(sample.below(cap), Style::Fraction);
        answer.push_str(&words::keep_to(&within, &asked.text(cap)));
    }
    answer
}

/// The result within a sentence; a bill with the rung that it is counted on.
fn in_words(asked: &Asked) -> String {
    let measure = text::in_sentence(asked.measure.name());
    match asked.measure {
        Measure::WholeBill => words::counted_as(&measure, &text::in_sentence(rung(asked.scenario).name())),
        _ => measure,
    }
}

fn said_of_draws(report: &mut Report, sample: &Sample) {
    if sample.impossible() > 0.0 {
        let share = text::point(sample.impossible(), Style::Fraction);
        report.text(Tone::Warning, words::left_out(&share));
    }
}

fn density(asked: &Asked, sample: &Sample) -> Option<Block> {
    let (low, high) = (sample.quantile(0.05)?, sample.quantile(0.95)?);
    let is_log = low > 0.0 && high / low >= WIDE;
    let points = sample.density(is_log);
    let ends = points.iter().map(|(x, _)| *x);
    let x = Axis::over(axis_label(asked), ends, is_log, asked.measure.style())?;
    let quantile = |(part, _): (f64, &str)| sample.quantile(part).map(|value| (value, asked.text(value)));
    let quantiles = parts().into_iter().filter_map(quantile).collect();
    Some(Block::Density(Density { caption: words::how_likely(&in_words(asked)), x, points, quantiles }))
}

/// The result with its unit.
pub(super) fn axis_label(asked: &Asked) -> String {
    match asked.measure.style() {
        Style::Usd => words::in_dollars(asked.measure.name()),
        _ => asked.measure.name().to_owned(),
    }
}

fn quantiles(asked: &Asked, program: &Program, sample: &Sample) -> Vec<Figure> {
    let drawn = working::each_draw(asked);
    let figure = |label: &str, value: Option<f64>, found: Option<String>| Figure {
        label: label.to_owned(),
        value: value.map_or_else(|| words::unknown().to_owned(), |value| asked.text(value)),
        grade: Grade::Derived,
        working: drawn.iter().cloned().chain(found).collect(),
        given: working::given(asked, program),
        sources: Vec::new(),
    };
    let quantile = |(part, label)| figure(label, sample.quantile(part), working::below(asked, sample, part));
    let mut rows: Vec<Figure> = parts().into_iter().map(quantile).collect();
    rows.push(figure(words::mean(), sample.mean(), working::mean(asked, sample)));
    rows
}

/// What the ends of all inputs allow together.
fn widest(asked: &Asked, program: &Program) -> Option<Figure> {
    let mut memory = Vec::new();
    program.run(&program.as_entered(), &mut memory);
    let range = program.result(asked.measure, &memory)?;
    Some(Figure {
        label: words::widest().to_owned(),
        value: text::exact_or_range(Interval::between(range.low(), range.high()), asked.measure.style()),
        grade: Grade::Derived,
        working: vec![words::worst_and_best().to_owned()],
        given: working::given(asked, program),
        sources: Vec::new(),
    })
}

/// A long run: quantiles beside those of a short one.
pub(super) fn of_many(
    report: &mut Report,
    asked: &Asked,
    program: &Program,
    draws: u32,
    progress: &mut dyn FnMut(u64, u64),
) {
    let mut told = |done: u32, all: u32| progress(u64::from(done), u64::from(all));
    let sample = Sample::of(program, asked.measure, asked.settings(draws), &mut told);
    let short = asked.sample(program);
    said_of_draws(report, &sample);
    report.blocks.extend(density(asked, &sample));
    let cell = |sample: &Sample, part| sample.quantile(part).map_or_else(String::new, |value| asked.text(value));
    let count = |draws: u32| words::draws(&text::point(f64::from(draws), Style::Count("")));
    let mut rows: Vec<Row> = parts()
        .iter()
        .map(|(part, label)| Row {
            cells: vec![(*label).to_owned(), cell(&sample, *part), cell(&short, *part)],
            working: [&sample, &short].iter().filter_map(|of| working::below(asked, of, *part)).collect(),
            ..Row::default()
        })
        .collect();
    let mean = |sample: &Sample| sample.mean().map_or_else(String::new, |mean| asked.text(mean));
    rows.push(Row {
        cells: vec![words::mean().to_owned(), mean(&sample), mean(&short)],
        working: [&sample, &short].iter().filter_map(|of| working::mean(asked, of)).collect(),
        ..Row::default()
    });
    report.blocks.push(Block::Table(Table {
        caption: words::measure_of(asked.measure.name(), &asked.name()),
        columns: vec![(words::quantile().to_owned(), false), (count(sample.asked), true), (count(short.asked), true)],
        rows,
        is_folded: false,
    }));
}

/// The density and a sentence, for other views.
pub(super) fn short(asked: &Asked, program: &Program) -> Vec<Block> {
    let sample = asked.sample(program);
    if sample.is_exact() {
        return Vec::new();
    }
    density(asked, &sample).into_iter().collect()
}

/// The same result of every entry.
pub(super) fn of_all(report: &mut Report, comparison: &Comparison, asked: &Asked) {
    if comparison.scenarios.len() < 2 {
        return;
    }
    let row = |scenario| {
        let asked = Asked { scenario, ..asked.clone() };
        let program = asked.program(&[]);
        let (cells, working) = match &program {
            Ok(program) => quantiles_of_entry(&asked, &asked.sample(program)),
            Err(why) => (parts().map(|_| words::unknown().to_owned()), vec![whatif::sentence(why)]),
        };
        let is_marked = std::ptr::eq(scenario, comparison.scenarios.get(comparison.shown()).unwrap_or(scenario));
        // The form has the fields of the entry that is shown.
        let given =
            program.ok().filter(|_| is_marked).map_or_else(Vec::new, |program| working::given(&asked, &program));
        Row { cells: [vec![asked.name()], cells.to_vec()].concat(), is_marked, working, given, ..Row::default() }
    };
    report.heading(words::every_entry());
    let quantiles = parts().map(|(_, name)| (name.to_owned(), true));
    report.blocks.push(Block::Table(Table {
        caption: asked.measure.name().to_owned(),
        columns: [vec![(words::entry().to_owned(), false)], quantiles.to_vec()].concat(),
        rows: comparison.scenarios.iter().map(row).collect(),
        is_folded: false,
    }));
}

/// The cells of an entry and how they were found.
fn quantiles_of_entry(asked: &Asked, sample: &Sample) -> ([String; 3], Vec<String>) {
    let cells = parts().map(|(part, _)| {
        sample.quantile(part).map_or_else(|| words::not_possible().to_owned(), |value| asked.text(value))
    });
    (cells, working::of_entry(asked, sample, &parts().map(|(part, _)| part)))
}
