//! Scenarios as JSON Lines in, their results as JSON Lines or CSV out, line by line.

mod input;
mod lines;
mod rows;

use std::fmt;
use std::io::{self, Read, Write};

use cost_model::batch::Batch;
use cost_model::scenario::Scenario;
use cost_model::uncertainty::Measure;
use serde_json::value::RawValue;

use input::{Asked, Fault, Request};
use lines::{Line, Lines};
use rows::{Csv, Json, Row, Rows};

/// The results that are written when none are chosen.
const USUAL: [Measure; 4] = [Measure::TrainingCost, Measure::ChipHours, Measure::Days, Measure::Energy];

/// What to write.
#[derive(Debug, PartialEq)]
pub(crate) struct Options {
    csv: bool,
    results: Vec<Measure>,
}

/// How many lines were read.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Count {
    /// Lines with anything in them.
    pub(crate) lines: u64,
    /// Answers that are errors.
    pub(crate) errors: u64,
}

/// Why the stream ended early.
#[derive(Debug)]
pub(crate) enum Trouble {
    Reading(io::Error),
    Writing(io::Error),
}

impl fmt::Display for Count {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{} of the answers to {} lines are errors", self.errors, self.lines)
    }
}

impl Options {
    /// Reads what follows `estimate`.
    ///
    /// # Errors
    /// What of it is not understood, in words.
    pub(crate) fn of(arguments: &[&str]) -> Result<Self, String> {
        let mut options = Self { csv: false, results: USUAL.to_vec() };
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            match *argument {
                "--jsonl" => {}
                "--csv" => options.csv = true,
                "--results" => options.results = results(arguments.next().ok_or("--results lacks its list")?)?,
                other => match other.strip_prefix("--results=") {
                    Some(list) => options.results = results(list)?,
                    None => return Err(format!("“{other}” does not go with --jsonl")),
                },
            }
        }
        Ok(options)
    }
}

fn results(list: &str) -> Result<Vec<Measure>, String> {
    let mut results = Vec::new();
    for key in list.split(',') {
        let found = Measure::from_key(key).filter(|measure| Batch::RESULTS.contains(measure));
        let Some(measure) = found else {
            let keys = Batch::RESULTS.map(Measure::key).join(", ");
            return Err(format!("“{key}” is not a result of --jsonl; these are: {keys}"));
        };
        if results.contains(&measure) {
            return Err(format!("“{key}” stands twice in --results"));
        }
        results.push(measure);
    }
    Ok(results)
}

/// Answers every line of the input.
///
/// # Errors
/// When the input cannot be read or the output cannot be written.
pub(crate) fn run(options: &Options, input: impl Read, output: impl Write) -> Result<Count, Trouble> {
    let measures = &options.results;
    if options.csv {
        let rows = Csv::of(output, measures).map_err(Trouble::Writing)?;
        Answers::of(measures, rows).all(input)
    } else {
        Answers::of(measures, Json::of(output, measures)).all(input)
    }
}

struct Answers<R> {
    batch: Batch,
    rows: R,
    count: Count,
}

impl<R: Rows> Answers<R> {
    fn of(measures: &[Measure], rows: R) -> Self {
        Self { batch: Batch::of(measures), rows, count: Count::default() }
    }

    fn all(mut self, input: impl Read) -> Result<Count, Trouble> {
        let mut lines = Lines::of(input);
        let mut number = 0;
        // Whoever waits for an answer before asking on gets it.
        while let Some(line) = lines.next(|| self.rows.flush().map_err(Trouble::Writing))? {
            number += 1;
            self.answer(number, &line).map_err(Trouble::Writing)?;
        }
        self.rows.flush().map_err(Trouble::Writing)?;
        Ok(self.count)
    }

    fn answer(&mut self, number: u64, line: &Line<'_>) -> io::Result<()> {
        let bytes = match line {
            Line::TooLong => b"?",
            Line::Text(bytes) => bytes.trim_ascii(),
        };
        if bytes.is_empty() {
            return Ok(());
        }
        self.count.lines += 1;
        let Request { id, asked } = match (line, std::str::from_utf8(bytes)) {
            (Line::TooLong, _) => refused(format!("The line is longer than {} bytes.", lines::LONGEST)),
            (_, Err(error)) => refused(format!("The line is not UTF-8, at byte {}.", error.valid_up_to() + 1)),
            (_, Ok(text)) => input::read(text),
        };
        match asked {
            Ok(Asked::One(scenario)) => self.scenario(number, 1, id, &scenario),
            Ok(Asked::Several(scenarios)) => {
                let mut entries = scenarios.iter().zip(1..);
                entries.try_for_each(|(scenario, entry)| self.scenario(number, entry, id, scenario))
            }
            Err(fault) => {
                self.count.errors += 1;
                self.rows.row(&Row { line: number, entry: 1, id, model: None, answer: Err(&fault) })
            }
        }
    }

    fn scenario(&mut self, line: u64, entry: usize, id: Option<&RawValue>, scenario: &Scenario) -> io::Result<()> {
        let answer = self.batch.results(scenario).map_err(Fault::from);
        self.count.errors += u64::from(answer.is_err());
        let answer = answer.as_ref().map(|results| *results);
        self.rows.row(&Row { line, entry, id, model: Some(scenario.slug()), answer })
    }
}

fn refused<'a>(why: String) -> Request<'a> {
    Request { id: None, asked: Err(Fault::of(why)) }
}
