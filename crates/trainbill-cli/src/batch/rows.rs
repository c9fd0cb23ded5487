//! Answers as JSON Lines or as CSV: the same columns, by the same names, in the same order.

use std::borrow::Cow;
use std::io::{self, Write};

use cost_model::batch::Known;
use cost_model::uncertainty::Measure;
use serde::Serialize;
use serde_json::value::RawValue;

use super::input::{self, Fault};

/// How much output is held before it is written.
const HELD: usize = 1 << 18;

const BEFORE: [&str; 4] = ["line", "entry", "id", "model"];
const AFTER: [&str; 2] = ["error", "field"];
const ENDS: [&str; 3] = ["low", "central", "high"];

/// The answer to one scenario.
pub(super) struct Row<'a> {
    /// The line of the input, from 1.
    pub(super) line: u64,
    /// The entry of a link, from 1; 1 for everything else.
    pub(super) entry: usize,
    pub(super) id: Option<&'a RawValue>,
    pub(super) model: Option<&'static str>,
    pub(super) answer: Result<&'a [Known], &'a Fault>,
}

/// Writes rows.
pub(super) trait Rows {
    fn row(&mut self, row: &Row<'_>) -> io::Result<()>;
    /// Hands everything on.
    fn flush(&mut self) -> io::Result<()>;
}

/// The names of all columns.
fn columns(measures: &[Measure]) -> Vec<String> {
    let ends = measures.iter().flat_map(|measure| ENDS.map(|end| format!("{}_{end}", measure.key())));
    BEFORE.map(str::to_owned).into_iter().chain(ends).chain(AFTER.map(str::to_owned)).collect()
}

/// The low end, the central value and the high end of every result; for an error nothing of any.
fn numbers(row: &Row<'_>, count: usize) -> impl Iterator<Item = Option<f64>> {
    let known = row.answer.unwrap_or_default();
    (0..count).flat_map(move |place| {
        let result = known.get(place).copied().flatten();
        [
            result.map(|result| result.low()),
            result.and_then(|result| result.central()),
            result.map(|result| result.high()),
        ]
    })
}

/// JSON Lines.
pub(super) struct Json<W> {
    to: W,
    count: usize,
    /// What stands before each value: a comma and the key.
    keys: Vec<String>,
    held: Vec<u8>,
}

impl<W: Write> Json<W> {
    pub(super) fn of(to: W, measures: &[Measure]) -> Self {
        let keys = columns(measures).iter().map(|column| format!(",\"{column}\":")).collect();
        Self { to, count: measures.len(), keys, held: Vec::with_capacity(HELD + HELD / 8) }
    }
}

impl<W: Write> Rows for Json<W> {
    fn row(&mut self, row: &Row<'_>) -> io::Result<()> {
        let begin = self.held.len();
        let mut keys = self.keys.iter();
        let held = &mut self.held;
        let mut key = |held: &mut Vec<u8>| held.extend_from_slice(keys.next().map_or("", String::as_str).as_bytes());
        key(held);
        value(held, &row.line)?;
        key(held);
        value(held, &row.entry)?;
        key(held);
        held.extend_from_slice(row.id.map_or("null", RawValue::get).as_bytes());
        key(held);
        value(held, &row.model)?;
        for number in numbers(row, self.count) {
            key(held);
            value(held, &number)?;
        }
        let fault = row.answer.err();
        key(held);
        value(held, &fault.map(|fault| fault.message.as_str()))?;
        key(held);
        value(held, &field(fault))?;
        held.extend_from_slice(b"}\n");
        // The first key has a bracket in the place of its comma.
        if let Some(first) = held.get_mut(begin) {
            *first = b'{';
        }
        if held.len() >= HELD { self.hand_on() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.hand_on()?;
        self.to.flush()
    }
}

impl<W: Write> Json<W> {
    fn hand_on(&mut self) -> io::Result<()> {
        self.to.write_all(&self.held)?;
        self.held.clear();
        // A text as long as a line may be is not kept room for.
        self.held.shrink_to(HELD + HELD / 8);
        Ok(())
    }
}

fn value(to: &mut Vec<u8>, value: &impl Serialize) -> io::Result<()> {
    Ok(serde_json::to_writer(to, value)?)
}

fn field(fault: Option<&Fault>) -> Option<&'static str> {
    Some(fault?.field?.spec().key)
}

/// CSV with a header, as RFC 4180 has it but for lines that end with a line feed alone.
pub(super) struct Csv<W: Write> {
    to: csv::Writer<W>,
    count: usize,
    number: Vec<u8>,
}

impl<W: Write> Csv<W> {
    pub(super) fn of(to: W, measures: &[Measure]) -> io::Result<Self> {
        let mut to = csv::WriterBuilder::new().buffer_capacity(HELD).from_writer(to);
        to.write_record(columns(measures))?;
        Ok(Self { to, count: measures.len(), number: Vec::new() })
    }

    /// A value as JSON writes it; nothing for null.
    fn value(&mut self, of: Option<impl Serialize>) -> io::Result<()> {
        self.number.clear();
        if let Some(of) = of {
            value(&mut self.number, &of)?;
        }
        Ok(self.to.write_field(&self.number)?)
    }
}

impl<W: Write> Rows for Csv<W> {
    fn row(&mut self, row: &Row<'_>) -> io::Result<()> {
        self.value(Some(row.line))?;
        self.value(Some(row.entry))?;
        self.to.write_field(&*id(row.id))?;
        self.to.write_field(row.model.unwrap_or_default())?;
        for number in numbers(row, self.count) {
            self.value(number)?;
        }
        let fault = row.answer.err();
        self.to.write_field(fault.map_or("", |fault| &fault.message))?;
        self.to.write_field(field(fault).unwrap_or_default())?;
        Ok(self.to.write_record(None::<&[u8]>)?)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// An id without the quotes of JSON; nothing for null.
fn id(id: Option<&RawValue>) -> Cow<'_, str> {
    match id.map(RawValue::get) {
        None | Some("null") => Cow::Borrowed(""),
        Some(json) => id.and_then(|id| input::text(id, "id").ok()).unwrap_or(Cow::Borrowed(json)),
    }
}
