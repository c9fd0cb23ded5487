//! Sheets as JSON.

use serde_json::{Value, json};

use crate::address::Address;
use crate::clean;
use crate::{Cells, Sheet};

/// An object with a row on each line; numbers are numbers, and null where there is none.
pub(crate) fn json(sheet: &Sheet, address: &Address) -> String {
    let strings = |texts: &[String]| Value::from(texts.iter().map(|text| clean::plain(text)).collect::<Vec<_>>());
    let rows: Vec<String> = sheet.rows.iter().map(|row| format!("    {}", cells(sheet, row))).collect();
    format!(
        "{{\n  \"name\": {},\n  \"columns\": {},\n  \"rows\": [\n{}\n  ],\n  \"notes\": {},\n  \"data_edition\": {},\n  \"link\": {}\n}}\n",
        json!(clean::plain(&sheet.name)),
        strings(&sheet.columns),
        rows.join(",\n"),
        strings(&sheet.notes),
        json!(address.edition()),
        json!(address.whole()),
    )
}

fn cells(sheet: &Sheet, row: &[String]) -> Value {
    let cells = row.iter().zip(&sheet.kinds).map(|(cell, kind)| match kind {
        Cells::Numbers => number(cell),
        Cells::Words | Cells::Figures => Value::from(clean::plain(cell)),
    });
    Value::Array(cells.collect())
}

/// The largest whole number up to which every one is a number of JSON's readers.
const WHOLE: i64 = 1 << 53;

fn number(cell: &str) -> Value {
    match cell.parse::<i64>() {
        Ok(whole) if (-WHOLE..=WHOLE).contains(&whole) => Value::from(whole),
        _ => cell.parse::<f64>().map_or(Value::Null, Value::from),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_numbers_and_names_are_not() {
        let sheet = Sheet {
            name: "n".to_owned(),
            columns: vec!["model".to_owned(), "usd".to_owned()],
            rows: ["5576000", "0.5", "", "1e30"].map(|number| vec!["405".to_owned(), number.to_owned()]).to_vec(),
            notes: Vec::new(),
            kinds: vec![Cells::Words, Cells::Numbers],
        };
        let value: Value = serde_json::from_str(&json(&sheet, &Address::of("#d=2026-11"))).expect("JSON");
        assert_eq!(value["rows"], json!([["405", 5_576_000], ["405", 0.5], ["405", null], ["405", 1e30]]));
        assert_eq!((value["data_edition"].as_str(), value["link"].as_str()), (Some("2026-11"), Some("#d=2026-11")));
    }
}
