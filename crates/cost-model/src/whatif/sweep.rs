//! A result over one field as a line with its band, or over two as a map.

use std::fmt::Write;

use super::asked::{Asked, Axis};
use super::spread::axis_label;
use super::working;
use crate::field::Field;
use crate::interval::Interval;
use crate::number;
use crate::report::{self, Block, Given, HeatMap, Mark, Plot, PlotCurve, Report, Row, SHADES, Table, Tone};
use crate::text::{self, unit_in_words};
use crate::uncertainty::{At, Program, contours, grid, line};
use crate::words::{whatif, whatif_spread, whatif_sweep as words};

/// Values along a line, and draws at each of them.
const ALONG: usize = 200;
const DRAWS: u32 = 256;

/// Cells along each side of a map.
const SIDE: usize = 200;

/// The same where each result takes a millisecond.
const ALONG_WHERE_SLOW: usize = 40;
const DRAWS_WHERE_SLOW: u32 = 8;
const SIDE_WHERE_SLOW: usize = 20;

/// Rows of the table beside a line, and of that beside a map.
const ROWS: usize = 11;
const CELLS: usize = 5;

/// A result that goes further than this from least to most is shown in equal ratios.
const WIDE: f64 = 5.0;

pub(super) fn blocks(report: &mut Report, asked: &Asked) {
    report.heading(match asked.y() {
        None => words::over_field(),
        Some(_) => words::over_two_fields(),
    });
    let drawn = match (asked.x(), asked.y()) {
        (Err(why), _) | (_, Some(Err(why))) => Err(why),
        (Ok(x), None) => along(report, asked, x),
        (Ok(x), Some(Ok(y))) => map(report, asked, x, y),
    };
    if let Err(why) = drawn {
        report.text(Tone::Warning, whatif::sentence(&why));
    }
}

fn no_effect(asked: &Asked, field: Field) -> String {
    words::no_effect(field.spec().label_alone(), &text::in_sentence(asked.measure.name()))
}

/// The values along one field, and how many draws each was made of.
fn values(asked: &Asked, x: Axis) -> Result<(Vec<At>, u32), String> {
    let program = asked.varied(&[x], &[])?;
    let slot = program.slot(x.field).ok_or_else(|| no_effect(asked, x.field))?;
    let (count, draws) = if program.is_slow() { (ALONG_WHERE_SLOW, DRAWS_WHERE_SLOW) } else { (ALONG, DRAWS) };
    Ok((line(&program, asked.measure, x.sweep(slot), count, asked.settings(draws)), draws))
}

fn along(report: &mut Report, asked: &Asked, x: Axis) -> Result<(), String> {
    let (all, draws) = values(asked, x)?;
    let known = || all.iter().filter_map(|at| at.result.map(|result| (at.x, result)));
    let (low, high) = ends(known().flat_map(|(_, [low, _, high])| [low, high])).ok_or_else(|| impossible(asked))?;
    let label = with_unit(x.field);
    let (Some(across), Some(up)) = (
        report::Axis::over(label, [x.low, x.high].into_iter(), x.is_log, x.field.spec().style),
        report::Axis::over(axis_label(asked), [low, high].into_iter(), is_wide(low, high), asked.measure.style()),
    ) else {
        return Err(impossible(asked));
    };
    let has_band = known().any(|(_, [low, _, high])| high > low * (1.0 + 1e-9));
    let curve = PlotCurve {
        name: if has_band { words::median_with_band().to_owned() } else { asked.measure.name().to_owned() },
        points: known().map(|(x, [_, middle, _])| (x, middle)).collect(),
        band: if has_band { known().map(|(x, [low, _, high])| (x, low, high)).collect() } else { Vec::new() },
    };
    let mut marks: Vec<Mark> = Vec::new();
    if let Some(present) = asked.present(x.field).filter(|present| *present >= x.low && *present <= x.high) {
        marks.push(Mark { at: present, name: words::now(&x.text(present)), is_vertical: true });
    }
    if let Some(cap) = asked.cap().filter(|cap| *cap >= low && *cap <= high) {
        marks.push(Mark { at: cap, name: words::at_most(&asked.text(cap)), is_vertical: false });
    }
    let caption = words::over(asked.measure.name(), &text::in_sentence(x.field.spec().label_alone()));
    report.blocks.push(Block::Plot(Plot {
        name: Plot::NAME.to_owned(),
        caption: caption.clone(),
        x: across,
        y: up,
        curves: vec![curve],
        marks,
    }));
    report.blocks.push(Block::Table(table(asked, x, (&all, draws), has_band, caption)));
    follow(report, asked, &[x]);
    Ok(())
}

fn table(asked: &Asked, x: Axis, (all, draws): (&[At], u32), has_band: bool, caption: String) -> Table {
    let step = (all.len() as f64 - 1.0) / (ROWS - 1) as f64;
    let rows = (0..ROWS).filter_map(|row| all.get(libm::round(row as f64 * step) as usize));
    let given = others(asked, &[x.field]);
    let cells = |at: &At| {
        let text = |value: Option<f64>| {
            value.map_or_else(|| whatif_spread::not_possible().to_owned(), |value| asked.text(value))
        };
        let [low, median, high] = at.result.map_or([None; 3], |result| result.map(Some));
        let mut cells = vec![x.text(at.x), text(median)];
        if has_band {
            cells.extend([text(low), text(high)]);
        }
        Row { cells, working: working::along(asked, x, at, draws), given: given.clone(), ..Row::default() }
    };
    let mut columns = vec![(x.field.spec().label_alone().to_owned(), true), (asked.measure.name().to_owned(), true)];
    if has_band {
        columns.extend([
            (whatif_spread::low_percentile().to_owned(), true),
            (whatif_spread::high_percentile().to_owned(), true),
        ]);
    }
    Table { caption, columns, rows: rows.map(cells).collect(), is_folded: true }
}

/// What the results rest on beside the fields that they are swept over.
fn others(asked: &Asked, swept: &[Field]) -> Vec<Given> {
    let all = asked.program(&[]).map_or_else(|_| Vec::new(), |program| working::given(asked, &program));
    all.into_iter().filter(|given| !matches!(given, Given::Field(field) if swept.contains(field))).collect()
}

/// Says where a line or a map is not where the scenario is: published hours do not follow fields that were never changed.
fn follow(report: &mut Report, asked: &Asked, axes: &[Axis]) {
    let Ok(program) = asked.program(&[]) else { return };
    let Ok(swept) = asked.varied(axes, &[]) else { return };
    let mut at = swept.at(0.5);
    for axis in axes {
        let (Some(slot), Some(present)) = (swept.slot(axis.field), asked.present(axis.field)) else { return };
        if let Some(value) = at.get_mut(slot) {
            *value = present;
        }
    }
    let value = |program: &Program, values: &[f64]| program.value(asked.measure, values, &mut Vec::new());
    let (Some(now), Some(swept)) = (value(&program, &program.at(0.5)), value(&swept, &at)) else { return };
    if (swept / now - 1.0).abs() > 0.005 {
        report.text(Tone::Note, words::from_compute(&asked.text(swept), &asked.text(now)));
    }
}

/// The cells of a map, how many lie beside each other, and what works them out.
struct Cells {
    program: Program,
    results: Vec<Option<f64>>,
    side: usize,
}

impl Cells {
    fn at(&self, column: usize, row: usize) -> Option<f64> {
        self.results.chunks_exact(self.side.max(1)).nth(row)?.get(column).copied().flatten()
    }
}

fn cells(asked: &Asked, x: Axis, y: Axis) -> Result<Cells, String> {
    if x.field == y.field {
        return Err(words::same_field(x.field.spec().label_alone()));
    }
    let program = asked.varied(&[x, y], &[])?;
    let slot = |axis: Axis| program.slot(axis.field).ok_or_else(|| no_effect(asked, axis.field));
    let sweeps = (x.sweep(slot(x)?), y.sweep(slot(y)?));
    let side = if program.is_slow() { SIDE_WHERE_SLOW } else { SIDE };
    let results = grid(&program, asked.measure, sweeps, (side, side), program.at(0.5));
    Ok(Cells { program, results, side })
}

fn map(report: &mut Report, asked: &Asked, x: Axis, y: Axis) -> Result<(), String> {
    let found = cells(asked, x, y)?;
    let (cells, side) = (&found.results, found.side);
    let (low, high) = ends(cells.iter().flatten().copied()).ok_or_else(|| impossible(asked))?;
    let axis = |axis: Axis| {
        report::Axis::over(
            with_unit(axis.field),
            [axis.low, axis.high].into_iter(),
            axis.is_log,
            axis.field.spec().style,
        )
    };
    let scale =
        report::Axis::over(axis_label(asked), [low, high].into_iter(), is_wide(low, high), asked.measure.style());
    let (Some(across), Some(up), Some(scale)) = (axis(x), axis(y), scale) else { return Err(impossible(asked)) };
    let cap = asked.cap();
    let lines = cap.map_or_else(Vec::new, |cap| contours(cells, side, cap));
    let in_values = |line: Vec<(f64, f64)>| line.into_iter().map(|(h, v)| (across.at(h), up.at(v))).collect();
    let here = asked.present(x.field).zip(asked.present(y.field));
    let name = |axis: Axis| text::in_sentence(axis.field.spec().label_alone());
    let caption = words::over_both(asked.measure.name(), &name(x), &name(y));
    report.blocks.push(Block::HeatMap(HeatMap {
        caption: caption.clone(),
        columns: side,
        cells: cells.iter().map(|cell| shade(*cell, &scale)).collect(),
        contours: lines.into_iter().map(in_values).collect(),
        contour_name: cap.map_or_else(String::new, |cap| asked.text(cap)),
        here: here.filter(|(h, v)| (x.low..=x.high).contains(h) && (y.low..=y.high).contains(v)),
        x: across,
        y: up,
        scale,
    }));
    report.blocks.push(Block::Table(map_table(asked, x, y, &found, caption)));
    if cap.is_none() {
        report.text(Tone::Note, words::enter_limit());
    }
    follow(report, asked, &[x, y]);
    Ok(())
}

fn shade(cell: Option<f64>, scale: &report::Axis) -> char {
    const LAST: u32 = SHADES.len() as u32 - 1;
    let letter = |value: f64| SHADES.get(scale.pixels(value, LAST) as usize).copied();
    cell.and_then(letter).map_or(' ', char::from)
}

fn map_table(asked: &Asked, x: Axis, y: Axis, found: &Cells, caption: String) -> Table {
    let side = found.side;
    let places: Vec<usize> =
        (0..CELLS).map(|place| place.saturating_mul(side.saturating_sub(1)) / (CELLS - 1)).collect();
    let (across, up) = (x.sweep(0).values(side), y.sweep(0).values(side));
    let at = |values: &[f64], place: usize| values.get(place).copied().unwrap_or_default();
    let mut columns = vec![(y.field.spec().label_alone().to_owned(), true)];
    columns.extend(places.iter().map(|place| (x.text(at(&across, *place)), true)));
    let given = others(asked, &[x.field, y.field]);
    let row = |row: &usize| {
        let cell = |column: &usize| found.at(*column, *row);
        let text =
            |column| cell(column).map_or_else(|| whatif_spread::not_possible().to_owned(), |value| asked.text(value));
        let mut texts = vec![y.text(at(&up, *row))];
        texts.extend(places.iter().map(text));
        let results: Vec<(f64, f64)> =
            places.iter().filter_map(|column| Some((at(&across, *column), cell(column)?))).collect();
        let working = working::across(asked, &found.program, x, (y, at(&up, *row)), &results);
        Row { cells: texts, working, given: given.clone(), ..Row::default() }
    };
    let caption = words::to_the_right(&caption, &text::in_sentence(x.field.spec().label_alone()));
    Table { caption, columns, rows: places.iter().rev().map(row).collect(), is_folded: true }
}

/// The sweep as comma-separated values with a heading; an empty cell where a result cannot be.
pub(super) fn csv(asked: &Asked) -> Option<String> {
    let digits = |value: f64| number::plain(Interval::exact(value));
    let x = asked.x().ok()?;
    let key = asked.measure.key();
    let mut text = String::new();
    match asked.y() {
        None => {
            let _ = writeln!(text, "{},{key}_p05,{key}_p50,{key}_p95", x.field.spec().key);
            for at in values(asked, x).ok()?.0 {
                let result = at.result.map_or_else(|| ",,".to_owned(), |result| result.map(digits).join(","));
                let _ = writeln!(text, "{},{result}", digits(at.x));
            }
        }
        Some(y) => {
            let y = y.ok()?;
            let Cells { results, side, .. } = cells(asked, x, y).ok()?;
            let (across, up) = (x.sweep(0).values(side), y.sweep(0).values(side));
            let _ = writeln!(text, "{},{},{key}", x.field.spec().key, y.field.spec().key);
            for (row, height) in results.chunks(side).zip(up) {
                for (cell, width) in row.iter().zip(&across) {
                    let result = cell.map_or_else(String::new, digits);
                    let _ = writeln!(text, "{},{},{result}", digits(*width), digits(height));
                }
            }
        }
    }
    Some(text)
}

fn ends(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    let (low, high) =
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    (low <= high).then_some((low, high))
}

fn is_wide(low: f64, high: f64) -> bool {
    low > 0.0 && high / low >= WIDE
}

fn impossible(asked: &Asked) -> String {
    words::impossible(asked.measure.name())
}

fn with_unit(field: Field) -> String {
    match field.spec().unit {
        "" => field.spec().label_alone().to_owned(),
        unit => words::with_unit(field.spec().label_alone(), unit_in_words(unit)),
    }
}
