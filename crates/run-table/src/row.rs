//! One row of a table of runs.

use cost_model::catalogue::Catalogue;
use cost_model::number;
use cost_model::prediction::{self, Known};
use cost_model::units::{GpuHours, Parameters, Tokens};
use csv::ByteRecord;

use super::hardware;

/// A run with published chip-hours.
#[derive(Debug)]
pub(crate) struct Published {
    /// Its name, short enough to print.
    pub(crate) slug: String,
    /// Its name as it stands.
    pub(crate) full_slug: String,
    /// What the prediction may use.
    pub(crate) known: Known,
    /// What it is compared with.
    pub(crate) chip_hours: GpuHours,
}

/// What a row turned out to be.
#[derive(Debug)]
pub(crate) enum Reading {
    /// A run to predict.
    Run(Published),
    /// A run of which too little is known.
    Skipped {
        /// Its name.
        slug: String,
        /// What is missing.
        why: String,
    },
    /// Not a run.
    Malformed {
        /// Its name, as far as there is one.
        slug: String,
        /// What is wrong.
        why: String,
    },
}

/// The columns that are read, by the names of the first line.
const NAMES: [&str; 8] =
    ["slug", "total_params", "active_params", "architecture", "tokens", "hardware", "precision", "chip_hours"];

/// Where the columns stand, and how many cells a row must have to reach the last of them. Cells beyond the first line's,
/// which a comma in an unquoted note makes, are ignored.
#[derive(Debug)]
pub(crate) struct Columns {
    places: [Option<usize>; NAMES.len()],
    needed: usize,
}

impl Columns {
    /// The columns of a table with this first line; of two with the same name the first counts.
    pub(crate) fn of(header: &ByteRecord) -> Self {
        let named = |cell: &[u8], name: &str| {
            let cell = cell.strip_prefix(b"\xef\xbb\xbf").unwrap_or(cell);
            cell.trim_ascii().eq_ignore_ascii_case(name.as_bytes())
        };
        let places = NAMES.map(|name| header.iter().position(|cell| named(cell, name)));
        Self { places, needed: places.into_iter().flatten().max().map_or(0, |last| last + 1) }
    }

    /// The cells of a row in the order of [`NAMES`]; empty for a column that the table does not have.
    fn cells(&self, record: &ByteRecord) -> [String; NAMES.len()] {
        self.places.map(|place| {
            let cell = place.and_then(|place| record.get(place)).unwrap_or_default();
            String::from_utf8_lossy(cell.trim_ascii()).into_owned()
        })
    }
}

/// Reads a row.
pub(crate) fn read(record: &ByteRecord, columns: &Columns, catalogue: &Catalogue) -> Reading {
    let [full_slug, total, active, architecture, tokens, hardware, precision, chip_hours] = columns.cells(record);
    let slug = printable(&full_slug, 36);
    if record.len() < columns.needed {
        let why = format!("{} cells, where {} are needed", record.len(), columns.needed);
        return Reading::Malformed { slug, why };
    }
    let numbers =
        [("total_params", &total), ("active_params", &active), ("tokens", &tokens), ("chip_hours", &chip_hours)]
            .map(|(name, text)| positive(name, text));
    let [total, active, tokens, chip_hours] = match numbers {
        [Ok(total), Ok(active), Ok(tokens), Ok(hours)] => [total, active, tokens, hours],
        faults => {
            let why = faults.into_iter().filter_map(Result::err).collect::<Vec<_>>().join("; ");
            return Reading::Malformed { slug, why };
        }
    };
    let skip = |why: &str| Reading::Skipped { slug: slug.clone(), why: why.to_owned() };
    let Some(chip_hours) = chip_hours else { return skip("no chip_hours to compare with") };
    let Some(tokens) = tokens else { return skip("no tokens") };
    if hardware.is_empty() {
        return skip("no hardware");
    }
    let Some(chip) = hardware::find(&hardware, catalogue) else {
        return skip(&format!("hardware “{}” is not in the catalogue, or could be several", printable(&hardware, 40)));
    };
    let active = match (active, total) {
        (Some(active), _) => active,
        (None, Some(_)) if has_experts(&architecture) => return skip("no active_params of a mixture of experts"),
        (None, Some(total)) => total,
        (None, None) => return skip("no total_params and no active_params"),
    };
    let total = total.unwrap_or(active);
    if active > 1.01 * total {
        return Reading::Malformed { slug, why: "active_params is more than total_params".to_owned() };
    }
    let known = Known {
        hardware: chip,
        total_params: Parameters::new(total),
        active_params: Parameters::new(active),
        tokens: Some(Tokens::new(tokens)),
        fp8: prediction::is_fp8(&precision),
    };
    Reading::Run(Published { slug, full_slug, known, chip_hours: GpuHours::new(chip_hours) })
}

/// What no figure of a run lies below or above.
const LEAST: f64 = 1e-3;
const MOST: f64 = 1e24;

/// A number above zero; nothing for an empty cell, and the fault for any other text.
fn positive(name: &str, text: &str) -> Result<Option<f64>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let shown = printable(text, 40);
    match number::parse(text) {
        Ok(number) if number.low() <= 0.0 => Err(format!("{name} “{shown}” is not above zero")),
        Ok(number) if number.low() < LEAST || number.high() > MOST => {
            Err(format!("{name} “{shown}” is no figure of a training run"))
        }
        Ok(number) => Ok(Some(number.middle())),
        // The reason quotes the cell as well.
        Err(fault) => Err(format!("{name} “{shown}” cannot be used: {}", printable(&fault.to_string(), 300))),
    }
}

/// Whether an architecture in words has experts, as `256e top8 +1 shared moe2048` does.
fn has_experts(architecture: &str) -> bool {
    let words = architecture.to_ascii_lowercase();
    ["moe", "expert", "e top"].iter().any(|word| words.contains(word))
}

/// At most so many characters, none of which moves a cursor.
fn printable(text: &str, most: usize) -> String {
    text.chars().map(|c| if c.is_control() { '?' } else { c }).take(most).collect()
}
