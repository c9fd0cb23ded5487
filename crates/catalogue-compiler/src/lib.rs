//! Reads the catalogue's TOML files, refuses what is wrong in them, and writes them as one compact text.
//!
//! The text is compiled into the program, so that the page fetches nothing and parses no TOML. It has one field on each
//! line, without names, in an order that `cost_model::catalogue` shares: a list is its length and then its items, a
//! choice is its word, an absent text is an empty line. Constants of Rust would need no reading, but are three times as
//! large: most of a constant with texts is addresses. `data/README.md` beside the files describes their format; the
//! modules here hold one kind of file each. All faults are collected and reported together, each with its file and key.

mod budget;
mod derivation;
mod editions;
mod facts;
mod figure;
mod hardware;
mod models;
mod overheads;
mod prices;
mod reader;
mod runs;
mod serving;
mod sources;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::Path;

use editions::{Rows, as_of};
use facts::Parsed;
use reader::{Faults, Table, list};

pub use facts::Disagreement;

/// One thing that is wrong in the catalogue's files.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Path of the file, relative to the data folder, e.g. `models/gpt-4.toml`.
    pub file: String,
    /// Path of the key within it, e.g. `tokens.basis`; empty where the file as a whole is meant.
    pub key: String,
    /// What is wrong, with the value that was found.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.key.is_empty() {
            write!(f, "{}: {}", self.file, self.message)
        } else {
            write!(f, "{}: {}: {}", self.file, self.key, self.message)
        }
    }
}

/// One TOML file of the catalogue: its path relative to the data folder, and its text.
#[derive(Clone, Debug)]
pub struct DataFile {
    /// E.g. `hardware/nvidia-h800-sxm5-80gb.toml`.
    pub path: String,
    /// The file's text.
    pub text: String,
}

impl DataFile {
    fn folder(&self) -> &str {
        self.path.split('/').next().unwrap_or_default()
    }

    /// The file's name without its ending, which is the slug of what it describes.
    fn slug(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        name.strip_suffix(".toml").unwrap_or(name)
    }
}

/// Reads every `*.toml` file one folder below `data`, in the order of their paths.
///
/// # Errors
/// When a folder or a file cannot be read.
pub fn read_folder(data: &Path) -> std::io::Result<Vec<DataFile>> {
    let mut files = Vec::new();
    for folder in fs::read_dir(data)? {
        let folder = folder?.path();
        if !folder.is_dir() {
            continue;
        }
        for file in fs::read_dir(&folder)? {
            let file = file?.path();
            if file.extension().is_some_and(|ending| ending == "toml") {
                let path = file.strip_prefix(data).unwrap_or(&file).to_string_lossy().replace('\\', "/");
                files.push(DataFile { path, text: fs::read_to_string(&file)? });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// Begins a field whose text is read only when somebody asks where a figure comes from: `cost_model::source` knows it, too.
pub(crate) const SAYING: char = '\u{1}';

/// A compiled text without what is read only when somebody asks where a figure comes from, and a text of those sayings, a
/// line for each: in their place stands the number of the line, or none where it is the next that was not named before.
#[must_use]
pub fn sayings_apart(text: &str) -> (String, String) {
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let mut sayings = Vec::new();
    let mut figures = String::new();
    for line in text.split_inclusive('\n') {
        match line.strip_prefix(SAYING) {
            None => figures.push_str(line),
            Some(saying) => {
                figures.push(SAYING);
                match numbers.get(saying) {
                    Some(number) => figures.push_str(&number.to_string()),
                    None => {
                        numbers.insert(saying, sayings.len());
                        sayings.push(saying);
                    }
                }
                figures.push('\n');
            }
        }
    }
    (figures, sayings.concat())
}

/// A compiled text with everything in its place.
#[must_use]
pub fn sayings_in_place(text: &str) -> String {
    text.replace(SAYING, "")
}

/// The folder that [`compile_overheads`] compiles.
const OVERHEADS: &str = "overheads";
/// The folder that [`compile_serving`] compiles.
const SERVING: &str = "serving";
/// The folder that [`compile_budget`] compiles.
const BUDGET: &str = "budget";

/// Compiles the files to the text that `cost_model::catalogue` reads: the lists of sources, accelerators, prices, models
/// and runs, one after the other.
///
/// # Errors
/// Every fault found, in the order of the files.
pub fn compile(files: &[DataFile]) -> Result<String, Vec<Fault>> {
    let faults = Faults::default();
    let catalogue = files.iter().filter(|file| ![OVERHEADS, SERVING, BUDGET].contains(&file.folder()));
    let parsed: Vec<(&DataFile, toml::Table)> = catalogue.filter_map(|file| parse(file, &faults)).collect();
    let known = Known::collect(&parsed, &faults);

    let mut lists = Lists::default();
    for (file, table) in &parsed {
        let mut table = Table::new(&file.path, table, &known, &faults);
        match file.folder() {
            "sources" => lists.sources.extend(sources::compile(&mut table)),
            "hardware" => lists.accelerators.push(hardware::compile(file.slug(), &mut table)),
            "prices" => lists.prices.extend(prices::compile(file.slug(), &mut table)),
            "models" => lists.models.push(models::compile(file.slug(), &mut table)),
            "runs" => runs::compile(&mut table, &mut lists.runs),
            other => table.fault("", format!("`{other}` is not a folder of the catalogue")),
        }
        table.finish();
    }
    faults.into_result(lists.into_text())
}

/// Compiles the folder `overheads` to the text that `cost_model::bill` reads: its sources, then its figures and
/// published runs. It is a text of its own because the first page does without it.
///
/// # Errors
/// Every fault found, in the order of the files.
pub fn compile_overheads(files: &[DataFile]) -> Result<String, Vec<Fault>> {
    let (mut figures, mut published) = (Vec::new(), Vec::new());
    let sources = compile_apart(OVERHEADS, files, |file, table| match file {
        "published" => published.extend(overheads::published(table)),
        scope if overheads::SCOPES.contains(&scope) => figures.extend(overheads::figures(scope, table)),
        other => table.fault("", format!("`{other}` is not a file of this folder")),
    })?;
    Ok(sources + &overheads::text(&figures, &published))
}

/// Compiles the folder `serving` to the text that `cost_model::serving` reads: its sources, then served models, list prices
/// and measured throughputs; a text of its own like that of overheads.
///
/// # Errors
/// Every fault found, in the order of the files.
pub fn compile_serving(files: &[DataFile]) -> Result<String, Vec<Fault>> {
    let mut serving = serving::Serving::default();
    // `models` comes before `prices`, which name what it declares.
    let sources = compile_apart(SERVING, files, |file, table| match file {
        "models" => serving.models(table),
        "prices" => serving.prices(table),
        "throughputs" => serving.measured(table),
        other => table.fault("", format!("`{other}` is not a file of this folder")),
    })?;
    Ok(sources + &serving.text())
}

/// Compiles the folder `budget` to the text that `cost_model::budget` reads: its sources, then scaling laws and defaults; a
/// text of its own like that of overheads.
///
/// # Errors
/// Every fault found, in the order of the files.
pub fn compile_budget(files: &[DataFile]) -> Result<String, Vec<Fault>> {
    let (mut laws, mut defaults) = (Vec::new(), Vec::new());
    let sources = compile_apart(BUDGET, files, |file, table| match file {
        "defaults" => defaults.extend(budget::defaults(table)),
        "laws" => laws.extend(budget::laws(table)),
        other => table.fault("", format!("`{other}` is not a file of this folder")),
    })?;
    Ok(sources + &budget::text(&laws, &defaults))
}

/// Works out every derived figure of all folders again, and compares rows that state the same fact, in every edition.
///
/// # Errors
/// Every figure that does not follow from what it names, and every two rows that disagree and do not say so.
pub fn check(files: &[DataFile]) -> Result<(), Vec<Fault>> {
    let faults = Faults::default();
    let tables = tables(files);
    for edition in editions::named(tables.iter().map(|(_, table)| table)) {
        let then = in_edition(&tables, &edition);
        let parsed = parsed(&then);
        derivation::check(&parsed, &faults);
        for found in facts::disagreements(&parsed).iter().filter(|found| found.mark.is_none()) {
            found.report(&faults);
        }
    }
    // What several editions share is found in each of them.
    faults.into_result(()).map_err(|mut faults| {
        faults.sort();
        faults.dedup();
        faults
    })
}

/// Every two rows on the same fact that disagree in the newest edition, marked or not.
#[must_use]
pub fn disagreements(files: &[DataFile]) -> Vec<Disagreement> {
    facts::disagreements(&parsed(&newest(files)))
}

/// The figures that list values that differ by more than rounding in the newest edition: where they stand, and the values, the
/// used one first.
#[must_use]
pub fn alternatives(files: &[DataFile]) -> Vec<(String, Vec<String>)> {
    facts::alternatives(&parsed(&newest(files)))
}

/// The files that can be read; the others are faults of whatever compiles them.
fn tables(files: &[DataFile]) -> Vec<(&DataFile, toml::Table)> {
    files.iter().filter_map(|file| parse(file, &Faults::default())).collect()
}

fn newest(files: &[DataFile]) -> Vec<(&DataFile, toml::Table)> {
    let tables = tables(files);
    let editions = editions::named(tables.iter().map(|(_, table)| table));
    in_edition(&tables, editions.last().map_or("", String::as_str))
}

/// The files of which an edition has anything.
fn in_edition<'a>(tables: &[(&'a DataFile, toml::Table)], edition: &str) -> Vec<(&'a DataFile, toml::Table)> {
    let then = tables.iter().filter(|(_, table)| editions::since(table) <= edition);
    then.map(|(file, table)| (*file, as_of(table, edition))).collect()
}

fn parsed<'a>(tables: &'a [(&'a DataFile, toml::Table)]) -> Vec<Parsed<'a>> {
    tables.iter().map(|(file, table)| Parsed { path: &file.path, table }).collect()
}

/// Compiles the files of a folder that has sources of its own, in the order of their names; returns its list of sources.
fn compile_apart(
    folder: &str,
    files: &[DataFile],
    mut compile: impl FnMut(&str, &mut Table<'_>),
) -> Result<String, Vec<Fault>> {
    let faults = Faults::default();
    let parsed: Vec<(&DataFile, toml::Table)> = files.iter().filter_map(|file| parse(file, &faults)).collect();
    let mut known = Known::collect(&parsed, &Faults::default());
    let ours = parsed.iter().filter(|(file, _)| file.folder() == folder);
    known.sources.clear();
    for (file, table) in ours.clone().filter(|(file, _)| file.slug() == "sources") {
        insert_all(&mut known.sources, table.keys().cloned(), file, &faults);
    }
    let mut lists = Lists::default();
    for (file, table) in ours {
        let mut table = Table::new(&file.path, table, &known, &faults);
        match file.slug() {
            "sources" => lists.sources.extend(sources::compile(&mut table)),
            other => compile(other, &mut table),
        }
        table.finish();
    }
    faults.into_result(lists.into_sources())
}

fn parse<'a>(file: &'a DataFile, faults: &Faults) -> Option<(&'a DataFile, toml::Table)> {
    match file.text.parse::<toml::Table>() {
        Ok(table) => Some((file, table)),
        Err(error) => {
            faults.add(&file.path, "", error.to_string());
            None
        }
    }
}

/// The slugs and keys that one file may name in another, gathered before any file is compiled.
#[derive(Default)]
pub(crate) struct Known {
    pub(crate) sources: BTreeSet<String>,
    pub(crate) hardware: BTreeSet<String>,
    pub(crate) models: BTreeSet<String>,
    pub(crate) runs: BTreeSet<String>,
    /// The sources of what was said in public of a cost, which the first page names and links to.
    pub(crate) claimed: BTreeSet<String>,
}

impl Known {
    fn collect(parsed: &[(&DataFile, toml::Table)], faults: &Faults) -> Self {
        let mut known = Self::default();
        for (file, table) in parsed {
            match file.folder() {
                "hardware" => known.hardware.extend([file.slug().to_owned()]),
                "models" => {
                    known.models.extend([file.slug().to_owned()]);
                    known.claimed.extend(models::claimed(table));
                }
                "sources" => insert_all(&mut known.sources, table.keys().cloned(), file, faults),
                "runs" => insert_all(&mut known.runs, runs::slugs(table).into_iter(), file, faults),
                _ => {}
            }
        }
        known
    }
}

fn insert_all(set: &mut BTreeSet<String>, names: impl Iterator<Item = String>, file: &DataFile, faults: &Faults) {
    for name in names {
        if !set.insert(name.clone()) {
            faults.add(&file.path, &name, "is declared twice in the catalogue".to_owned());
        }
    }
}

/// The fields of each row.
#[derive(Default)]
struct Lists {
    /// With their keys.
    sources: Vec<(String, String)>,
    accelerators: Vec<String>,
    prices: Vec<String>,
    models: Vec<String>,
    runs: Rows,
}

impl Lists {
    fn into_text(mut self) -> String {
        let runs = self.runs.marked();
        let rows = [&self.accelerators, &self.prices, &self.models, &runs].map(|rows| list(rows)).concat();
        self.take_sources() + &rows
    }

    fn into_sources(mut self) -> String {
        self.take_sources()
    }

    fn take_sources(&mut self) -> String {
        // Citations name a source by its place in the order of keys.
        self.sources.sort();
        let sources: Vec<String> = self.sources.drain(..).map(|(_, fields)| fields).collect();
        list(&sources)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sayings_are_kept_once_and_named_by_their_line_where_it_is_not_the_next() {
        let text = "3\n\u{1}table 2\n1.5\n\u{1}page 4\n\n\u{1}table 2\n";
        let (figures, sayings) = sayings_apart(text);
        assert_eq!(figures, "3\n\u{1}\n1.5\n\u{1}\n\n\u{1}0\n");
        assert_eq!(sayings, "table 2\npage 4\n");
        assert_eq!(sayings_in_place(text), "3\ntable 2\n1.5\npage 4\n\ntable 2\n");
    }
}
