//! Predicted against published chip-hours, for a table of runs, `RUNS.csv`.
//!
//! `docs/prediction.md` says which columns it has and what is written of each row.

#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::unreachable))]

mod hardware;
mod row;
mod scores;

use std::io::{self, Read, Write};

use cost_model::catalogue::Catalogue;
use cost_model::interval::Interval;
use cost_model::prediction;
use csv::ByteRecord;

use row::{Columns, Published, Reading};
use scores::Scores;

/// Reads a table of runs and writes what was predicted of each, a line for each row, and the scores. A row that cannot
/// be used gets a line that says why, and the rest goes on. Returns whether any row was scored.
///
/// # Errors
/// When the table cannot be read or the result not be written.
pub fn validate(table: impl Read, out: &mut impl Write, catalogue: &Catalogue) -> io::Result<bool> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(table);
    let columns = Columns::of(reader.byte_headers()?);
    writeln!(
        out,
        "{:<36} {:>12} {:>12}   {:<27} {:>7}",
        "run", "published", "predicted", "fifth to 95th percentile", "error"
    )?;
    let mut scores = Scores::default();
    let mut record = ByteRecord::new();
    loop {
        let line = reader.position().line();
        if !reader.read_byte_record(&mut record)? {
            break;
        }
        let line = record.position().map_or(line, csv::Position::line);
        match row::read(&record, &columns, catalogue) {
            Reading::Run(run) => score(&run, line, &mut scores, out, catalogue)?,
            Reading::Skipped { slug, why } => writeln!(out, "{slug:<36} skipped, line {line}: {why}")?,
            Reading::Malformed { slug, why } => writeln!(out, "{slug:<36} error, line {line}: {why}")?,
        }
    }
    writeln!(out, "{scores}")?;
    Ok(scores.runs() > 0)
}

/// Predicts one run, by a fit that has not seen it, and writes its line.
fn score(
    run: &Published,
    line: u64,
    scores: &mut Scores,
    out: &mut impl Write,
    catalogue: &Catalogue,
) -> io::Result<()> {
    let slug = &run.slug;
    let own = prediction::calibration_run(&run.full_slug, &run.known, run.chip_hours, catalogue);
    let prediction = match own {
        Some(own) => prediction::leaving_out(&run.known, catalogue, |other| other.slug == own.slug),
        None => prediction::predict(&run.known, catalogue),
    };
    let Some(hours) = prediction.and_then(|prediction| prediction.chip_hours).map(Interval::base) else {
        return writeln!(out, "{slug:<36} skipped, line {line}: the peak rate of the hardware is not known");
    };
    let published = run.chip_hours.get();
    scores.add(published, hours);
    let range = format!("{} – {}", rounded(hours.low()), rounded(hours.high()));
    let error = 100.0 * (hours.middle() / published - 1.0);
    let remark = own.map_or("", |_| "   calibration run, predicted by a fit without it");
    let (published, predicted) = (rounded(published), rounded(hours.middle()));
    writeln!(out, "{slug:<36} {published:>12} {predicted:>12}   {range:<27} {error:>+6.0}%{remark}")
}

/// Chip-hours without decimals, unless there are only a few.
fn rounded(hours: f64) -> String {
    if hours < 100.0 { format!("{hours:.1}") } else { format!("{hours:.0}") }
}
