//! `budget/*.toml`: scaling laws, each with its coefficients and what it was fitted on, and the defaults of a budget's
//! fields; with sources of its own.

use crate::figure::{
    Measure,
    Presence::{Optional, Required},
    measure,
};
use crate::reader::{Table, field, is_slug, list};

/// The coefficients of each form, in the order in which the program reads them.
const FORMS: [(&str, &[&str]); 3] = [
    ("loss", &["e", "a", "b", "alpha", "beta"]),
    ("allocation", &["m", "m_exponent", "d", "d_exponent"]),
    (
        "leverage",
        &["a", "d", "gamma", "beta", "a_start", "a_max", "activated", "granularity", "checked", "attention_share"],
    ),
];

/// What a law may have been fitted on.
const FITTED_ON: [(&str, Measure); 3] = [
    ("parameters", measure("Parameters", 1e3, 1e15)),
    ("tokens", measure("Tokens", 1e3, 1e17)),
    ("flop", measure("Flop", 1e10, 1e30)),
];

/// The laws of a file: name, form, coefficients, what it was fitted on.
pub(crate) fn laws(file: &mut Table<'_>) -> Vec<String> {
    let mut rows = Vec::new();
    for slug in file.keys() {
        if !is_slug(&slug) {
            file.fault(&slug, "is not a slug");
        }
        if let Some(mut table) = file.table(&slug) {
            rows.push(table.since_mark() + &field(&slug) + &law(table));
        }
    }
    rows
}

fn law(mut table: Table<'_>) -> String {
    let name = table.text("name");
    let form = table.str("form");
    let Some((form, keys)) = FORMS.iter().find(|(of, _)| *of == form) else {
        table.fault("form", format!("`{form}` is not one of loss, allocation, leverage"));
        return String::new();
    };
    let coefficients: Vec<String> =
        keys.iter().map(|key| table.number(key, &measure("", -1e18, 1e23), Required)).collect();
    let ranges = FITTED_ON.map(|(key, measure)| table.number(key, &measure, Optional));
    if !FITTED_ON.iter().any(|(key, _)| table.has(key)) {
        table.fault("flop", "is missing; a law says on what parameters, tokens or FLOP it was fitted");
    }
    table.finish();
    [name, field(form), list(&coefficients), ranges.concat()].concat()
}

/// The defaults of a file, each as key and figure.
pub(crate) fn defaults(file: &mut Table<'_>) -> Vec<String> {
    let keys = file.keys().into_iter();
    keys.map(|key| field(&key) + &file.number(&key, &measure("", 0.0, 1e19), Required)).collect()
}

/// The lists of a budget text: laws, defaults.
pub(crate) fn text(laws: &[String], defaults: &[String]) -> String {
    [list(laws), list(defaults)].concat()
}
