//! Rows on the same fact agree, or say that they do not.
//!
//! A fact is one quantity of one thing: the total parameters of a model, what a provider asked for a chip in a month, the
//! tokens a second that a chip gave with a model under one load. Two rows state the same fact when all that [`stated`] and
//! its kin put into its name is the same. They agree when what they use is the same, or one is the other rounded; a row marks
//! a disagreement by listing the other's value among its own, or by `differs = { quantity = "why" }`.

use std::collections::BTreeMap;
use std::fmt;

use toml::Value;

use crate::derivation::{number, unit_in_last_place};
use crate::reader::Faults;

/// A file that was read.
pub(crate) struct Parsed<'a> {
    pub(crate) path: &'a str,
    pub(crate) table: &'a toml::Table,
}

/// Two values of the same fact that differ by more than rounding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Disagreement {
    /// The fact, e.g. `total_params of pythia-6.9b`.
    pub fact: String,
    /// Who uses what: the file, its row, and the value.
    pub sides: [String; 2],
    /// How the data mark it; nothing when they do not.
    pub mark: Option<String>,
    /// The file in which it is to be marked, and the row's key.
    place: (String, String),
}

impl Disagreement {
    pub(crate) fn report(&self, faults: &Faults) {
        let (file, key) = &self.place;
        let [one, other] = &self.sides;
        let ways = "list the other value among its own, or say why with differs";
        faults.add(file, key, format!("{}: {one}, but {other}; {ways}", self.fact));
    }
}

#[derive(Clone, PartialEq)]
enum Said {
    Number { low: f64, middle: f64, high: f64 },
    Word(String),
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number { low, middle, high } if low == high => write!(f, "{middle:e}"),
            Self::Number { low, high, .. } => write!(f, "{low:e} to {high:e}"),
            Self::Word(word) => f.write_str(word),
        }
    }
}

impl Said {
    const fn exact(value: f64) -> Self {
        Self::Number { low: value, middle: value, high: value }
    }

    fn read(value: &Value) -> Option<Self> {
        if let Some(exact) = number(value) {
            return Some(Self::exact(exact));
        }
        let Some(table) = value.as_table() else { return value.as_str().map(|word| Self::Word(word.to_owned())) };
        let get = |key: &str| table.get(key).and_then(number);
        match (get("low"), get("value"), get("high")) {
            (Some(low), middle, Some(high)) => {
                Some(Self::Number { low, middle: middle.unwrap_or((low + high) / 2.0), high })
            }
            (_, Some(value), _) => Some(Self::exact(value)),
            _ => table.get("value").and_then(Value::as_str).map(|word| Self::Word(word.to_owned())),
        }
    }

    fn agrees(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Word(one), Self::Word(other)) => one == other,
            (Self::Number { low, middle, high }, Self::Number { low: from, middle: centre, high: to }) => {
                if low == high && from == to {
                    return rounds_to(*middle, *centre) || rounds_to(*centre, *middle);
                }
                (*from..=*to).contains(middle) || (*low..=*high).contains(centre)
            }
            _ => false,
        }
    }
}

/// Whether `rough` is `fine` rounded to the digits with which it is written, at least two.
fn rounds_to(fine: f64, rough: f64) -> bool {
    (fine - rough).abs() <= unit_in_last_place(rough, 2) / 2.0 * (1.0 + 1e-9)
}

/// What one row says of one fact.
struct Statement {
    file: String,
    key: String,
    /// The value that is used, then the others.
    values: Vec<Said>,
    /// Why it differs from others, where the row says so.
    differs: Option<String>,
}

#[derive(Default)]
struct Facts(BTreeMap<String, Vec<Statement>>);

impl Facts {
    /// What a row says of a quantity, if it says anything.
    fn add(&mut self, fact: String, file: &str, row: &toml::Table, name: &str, key: &str) {
        let Some(value) = row.get(key) else { return };
        let values: Vec<Said> = match value {
            Value::Array(several) => several.iter().filter_map(Said::read).collect(),
            single => Said::read(single).into_iter().collect(),
        };
        self.add_values(fact, file, row, name, key, values);
    }

    fn add_values(&mut self, fact: String, file: &str, row: &toml::Table, name: &str, key: &str, values: Vec<Said>) {
        if values.is_empty() {
            return;
        }
        let quantity = key.rsplit('.').next().unwrap_or(key);
        let why = row.get("differs").and_then(|differs| differs.get(quantity)).and_then(Value::as_str);
        let key = if name.is_empty() { key.to_owned() } else { format!("{name}.{key}") };
        self.0.entry(fact).or_default().push(Statement {
            file: file.to_owned(),
            key,
            values,
            differs: why.map(str::to_owned),
        });
    }
}

/// Every disagreement between two rows on the same fact, marked or not.
pub(crate) fn disagreements(files: &[Parsed<'_>]) -> Vec<Disagreement> {
    let mut facts = Facts::default();
    for file in files {
        let (folder, slug) = file.path.split_once('/').unwrap_or(("", file.path));
        let slug = slug.strip_suffix(".toml").unwrap_or(slug);
        match (folder, slug) {
            ("models", _) => of_model(slug, file, &mut facts),
            ("runs", _) => rows(file, "run").for_each(|run| of_run(run, file, files, &mut facts)),
            ("prices", _) => rows(file, "price").for_each(|row| of_rent(slug, row, file, &mut facts)),
            ("serving", "prices") => rows(file, "price").for_each(|row| of_list_price(row, file, &mut facts)),
            ("serving", "throughputs") => {
                rows(file, "measured").for_each(|row| of_measurement(row, file, &mut facts));
                rows(file, "benchmark").for_each(|row| of_benchmark(row, file, &mut facts));
            }
            ("overheads", "published") => {
                rows(file, "run").for_each(|run| of_energy(run, file, files, &mut facts));
            }
            _ => {}
        }
    }
    let mut found: Vec<Disagreement> = facts.0.iter().flat_map(|(fact, all)| compare(fact, all)).collect();
    found.sort();
    found
}

fn compare(fact: &str, all: &[Statement]) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for (place, one) in all.iter().enumerate() {
        for other in all.iter().skip(place + 1) {
            let (Some(used), Some(others)) = (one.values.first(), other.values.first()) else { continue };
            if used.agrees(others) {
                continue;
            }
            let lists = |of: &Statement, value: &Said| of.values.iter().any(|listed| listed.agrees(value));
            let listed = (lists(one, others) || lists(other, used)).then(|| "listed".to_owned());
            let mark = one.differs.clone().or_else(|| other.differs.clone()).or(listed);
            let side = |of: &Statement, value: &Said| format!("{} {} is {value}", of.file, of.key);
            found.push(Disagreement {
                fact: fact.to_owned(),
                sides: [side(one, used), side(other, others)],
                mark,
                place: (other.file.clone(), other.key.clone()),
            });
        }
    }
    found
}

fn rows<'a>(file: &Parsed<'a>, key: &str) -> impl Iterator<Item = &'a toml::Table> + use<'a> {
    file.table.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table)
}

fn str_of<'a>(row: &'a toml::Table, key: &str) -> &'a str {
    row.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Of a run of a model: the same quantities as of the model; only a run of the whole or of pre-training has its tokens,
/// chips and utilisation.
const OF_THE_MODEL: [&str; 3] = ["year", "total_params", "active_params"];
const OF_ITS_TRAINING: [&str; 3] = ["chip_count", "mfu", "hardware"];

fn of_model(slug: &str, file: &Parsed<'_>, facts: &mut Facts) {
    for key in OF_THE_MODEL.iter().chain(&["tokens"]) {
        facts.add(format!("{key} of {slug}"), file.path, file.table, "", key);
    }
    let Some(training) = file.table.get("training").and_then(Value::as_table) else { return };
    for key in OF_ITS_TRAINING {
        facts.add(format!("{key} of {slug}"), file.path, training, "training", key);
    }
}

fn of_run(run: &toml::Table, file: &Parsed<'_>, files: &[Parsed<'_>], facts: &mut Facts) {
    let (slug, model, stage) = (str_of(run, "slug"), str_of(run, "model"), str_of(run, "stage"));
    if model.is_empty() {
        return;
    }
    let is_main = matches!(stage, "pretraining" | "whole");
    let of_training = OF_ITS_TRAINING.iter().chain(&["tokens"]).filter(|_| is_main);
    for key in OF_THE_MODEL.iter().chain(of_training) {
        facts.add(format!("{key} of {model}"), file.path, run, slug, key);
    }
    for key in ["chip_hours", "usd"] {
        let fact = format!("{key} of {model}, {stage}");
        if stage == "whole" {
            facts.add(fact.clone(), file.path, run, slug, key);
            of_parts(fact, model, key, files, facts);
        } else if stage == "pretraining" {
            facts.add(fact, file.path, run, slug, key);
        }
    }
}

/// The sum of the stages of a model that has a total beside them.
fn of_parts(fact: String, model: &str, key: &str, files: &[Parsed<'_>], facts: &mut Facts) {
    let runs = files
        .iter()
        .filter(|file| file.path.starts_with("runs/"))
        .flat_map(|file| rows(file, "run").filter(|run| str_of(run, "model") == model).map(|run| (file.path, run)));
    let parts: Vec<_> = runs.filter(|(_, run)| str_of(run, "stage") != "whole" && run.contains_key(key)).collect();
    let used = |run: &toml::Table| {
        let figure = run.get(key)?;
        let first = figure.as_array().and_then(|several| several.first()).unwrap_or(figure);
        first.get("value").and_then(number)
    };
    let sum: f64 = parts.iter().filter_map(|(_, run)| used(run)).sum();
    if let Some((path, run)) = parts.first() {
        facts.add_values(fact, path, run, "sum of stages", key, vec![Said::exact(sum)]);
    }
}

fn of_rent(chip: &str, row: &toml::Table, file: &Parsed<'_>, facts: &mut Facts) {
    let month: String = str_of(row, "date").chars().take(7).collect();
    let what = ["provider", "terms", "region", "plan"].map(|key| str_of(row, key)).join(", ");
    let fact = format!("price of {chip}: {what}, {month}");
    facts.add(fact, file.path, row, str_of(row, "slug"), "usd_per_gpu_hour");
}

fn of_list_price(row: &toml::Table, file: &Parsed<'_>, facts: &mut Facts) {
    let month: String = str_of(row, "date").chars().take(7).collect();
    for key in ["input", "cached", "output", "batch_input", "batch_output"] {
        let fact = format!("{key} price of {} from {}, {month}", str_of(row, "model"), str_of(row, "seller"));
        facts.add(fact, file.path, row, str_of(row, "slug"), key);
    }
}

/// What a measurement was made with and under what load.
fn load(row: &toml::Table, of: [String; 3], counts: &str, phase: &str) -> String {
    let model = if row.contains_key("model") { str_of(row, "model") } else { str_of(row, "name") };
    let with = ["hardware", "weights", "cache", "attention"].map(|key| str_of(row, key)).join(" ");
    let numbers = ["chips", "copy", "cached", "rate", "draft_tokens"]
        .map(|key| row.get(key).and_then(number).map_or_else(String::new, |value| format!("{key} {value}")));
    let numbers = numbers.iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join(", ");
    format!(
        "{counts} tokens a second of {model}, {phase}, on {with}, {numbers}, in {} out {} at a time {}",
        of[0], of[1], of[2]
    )
}

fn of_measurement(row: &toml::Table, file: &Parsed<'_>, facts: &mut Facts) {
    let number_of = |key: &str| row.get(key).and_then(number).map_or_else(String::new, |value| value.to_string());
    let fact = load(row, ["input", "output", "in_flight"].map(number_of), str_of(row, "counts"), str_of(row, "phase"));
    facts.add(fact, file.path, row, str_of(row, "name"), "tokens_per_second");
}

fn of_benchmark(row: &toml::Table, file: &Parsed<'_>, facts: &mut Facts) {
    let numbers = |key: &str| -> Vec<f64> {
        row.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(number).collect()
    };
    for (request, rate) in numbers("requests").chunks(3).zip(numbers("output")).filter(|(_, rate)| *rate > 0.0) {
        let [input, output, at_a_time] = request else { continue };
        let fact = load(row, [input, output, at_a_time].map(f64::to_string), "output", "both");
        let name = str_of(row, "name");
        facts.add_values(fact, file.path, row, name, "tokens_per_second", vec![Said::exact(rate)]);
    }
}

/// Hours beside energy are those of the run of that name.
fn of_energy(run: &toml::Table, file: &Parsed<'_>, files: &[Parsed<'_>], facts: &mut Facts) {
    let name = str_of(run, "name");
    let of_name = |other: &&toml::Table| str_of(other, "name") == name && !str_of(other, "model").is_empty();
    let runs = files.iter().filter(|file| file.path.starts_with("runs/")).flat_map(|file| rows(file, "run"));
    for other in runs.filter(|other| of_name(other)) {
        let fact = format!("chip_hours of {}, {}", str_of(other, "model"), str_of(other, "stage"));
        facts.add(fact, file.path, run, name, "chip_hours");
    }
}

/// The figures that list several values of which one differs from the used one by more than rounding.
pub(crate) fn alternatives(files: &[Parsed<'_>]) -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    for file in files {
        lists(&Value::Table(file.table.clone()), "", &mut |path, values| {
            let Some((used, others)) = values.split_first() else { return };
            if others.iter().any(|other| !other.agrees(used)) {
                found.push((format!("{} {path}", file.path), values.iter().map(ToString::to_string).collect()));
            }
        });
    }
    found
}

/// Calls `with` for every figure that is a list, with its path.
fn lists(value: &Value, path: &str, with: &mut impl FnMut(&str, &[Said])) {
    let join = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match value {
        Value::Table(table) => table.iter().for_each(|(key, below)| lists(below, &join(key), with)),
        Value::Array(items) if items.iter().all(|item| item.get("basis").is_some() && item.get("slug").is_none()) => {
            with(path, &items.iter().filter_map(Said::read).collect::<Vec<_>>());
        }
        Value::Array(items) => {
            for item in items {
                let name = item.get("slug").or_else(|| item.get("name")).and_then(Value::as_str).unwrap_or_default();
                lists(item, name, with);
            }
        }
        _ => {}
    }
}
