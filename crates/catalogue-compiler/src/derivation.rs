//! Figures that are worked out from others are worked out again: `from` of a figure of the basis `derived` is the
//! arithmetic, in numbers that its source states and in other figures of the catalogue.
//!
//! `from = "1024 * 56 * 24"`, or a list of as many as the figure has numbers (low, value, high). A figure of the catalogue is
//! its file and keys between braces, `{runs/deepseek run deepseek-v3-pre-training active_params}`; of a list of tables a key
//! is the slug of one. `ln`, `exp` and `sqrt` take what follows in brackets. Where the arithmetic is the source's own and not
//! published in numbers, `by_hand` says so instead.

use toml::Value;

use crate::facts::Parsed;
use crate::reader::Faults;

/// The part of a figure by which it may differ at most from what is worked out, however coarsely it is rounded.
const COARSEST: f64 = 0.05;

/// Works out every derived figure of the files.
pub(crate) fn check(files: &[Parsed<'_>], faults: &Faults) {
    for file in files {
        let root = Value::Table(file.table.clone());
        walk(&root, "", &mut |path, figure| {
            if let Err(message) = again(figure, files) {
                faults.add(file.path, path, message);
            }
        });
    }
}

/// Calls `with` for every table that has a basis, with its path.
pub(crate) fn walk(value: &Value, path: &str, with: &mut impl FnMut(&str, &toml::Table)) {
    let join = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match value {
        Value::Table(table) => {
            if table.contains_key("basis") {
                with(path, table);
            }
            table.iter().for_each(|(key, below)| walk(below, &join(key), with));
        }
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                let name = item.get("slug").and_then(Value::as_str).map_or_else(|| place.to_string(), str::to_owned);
                walk(item, &format!("{path}[{name}]"), with);
            }
        }
        _ => {}
    }
}

/// Holds one figure to its derivation.
fn again(figure: &toml::Table, files: &[Parsed<'_>]) -> Result<(), String> {
    let is_derived = figure.get("basis").and_then(Value::as_str) == Some("derived");
    match (is_derived, figure.get("from"), figure.get("by_hand").and_then(Value::as_str)) {
        (false, None, None) => Ok(()),
        (false, ..) => Err("from and by_hand belong to a derived figure only".to_owned()),
        (true, None, None) => Err("is derived and has neither from, its arithmetic, nor by_hand".to_owned()),
        (true, None, Some(_)) => Ok(()),
        (true, Some(_), Some(_)) => Err("has both from and by_hand".to_owned()),
        (true, Some(from), None) => {
            let stated: Vec<f64> =
                ["low", "value", "high"].iter().filter_map(|key| number(figure.get(*key)?)).collect();
            let expressions = match from {
                Value::String(one) => vec![one.as_str()],
                Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
                _ => Vec::new(),
            };
            if stated.is_empty() || expressions.len() != stated.len() {
                return Err("from needs one text for each number of the figure".to_owned());
            }
            stated.iter().zip(expressions).try_for_each(|(stated, expression)| held_to(*stated, expression, files))
        }
    }
}

fn held_to(stated: f64, expression: &str, files: &[Parsed<'_>]) -> Result<(), String> {
    let found = evaluate(expression, files)?;
    let tolerance = (unit_in_last_place(stated, 1) / 2.0).min(stated.abs() * COARSEST) + stated.abs() * 1e-9;
    if (found - stated).abs() <= tolerance {
        return Ok(());
    }
    Err(format!("is {stated:e}, but from gives {found:e}"))
}

/// A number of a file.
pub(crate) fn number(value: &Value) -> Option<f64> {
    // Whole numbers in these files are far below 2^53.
    value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64))
}

/// What 1 in the last digit of a number stands for, as it is written, but with at least that many digits: 1e9 for 70e9 where
/// there are at least two.
pub(crate) fn unit_in_last_place(value: f64, least: usize) -> f64 {
    let text = format!("{value:e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let digits = mantissa.chars().filter(char::is_ascii_digit).count().max(least);
    format!("1e{exponent}").parse::<f64>().unwrap_or(0.0)
        / format!("1e{}", digits.saturating_sub(1)).parse().unwrap_or(1.0)
}

/// What an expression comes to.
fn evaluate(text: &str, files: &[Parsed<'_>]) -> Result<f64, String> {
    let mut reader = Expression { rest: text, files };
    let value = reader.sum()?;
    match reader.rest.trim() {
        "" => Ok(value),
        left => Err(format!("`{left}` of from is not arithmetic")),
    }
}

struct Expression<'a> {
    rest: &'a str,
    files: &'a [Parsed<'a>],
}

impl<'a> Expression<'a> {
    fn takes(&mut self, sign: &str) -> bool {
        let rest = self.rest.trim_start().strip_prefix(sign);
        rest.inspect(|rest| self.rest = rest).is_some()
    }

    fn sum(&mut self) -> Result<f64, String> {
        let mut value = self.product()?;
        loop {
            if self.takes("+") {
                value += self.product()?;
            } else if self.takes("-") {
                value -= self.product()?;
            } else {
                return Ok(value);
            }
        }
    }

    fn product(&mut self) -> Result<f64, String> {
        let mut value = self.factor()?;
        loop {
            if self.takes("*") {
                value *= self.factor()?;
            } else if self.takes("/") {
                value /= self.factor()?;
            } else {
                return Ok(value);
            }
        }
    }

    fn factor(&mut self) -> Result<f64, String> {
        for (name, of) in
            [("ln(", libm::log as fn(f64) -> f64), ("exp(", libm::exp), ("sqrt(", libm::sqrt), ("(", |x| x)]
        {
            if self.takes(name) {
                let value = self.sum()?;
                return if self.takes(")") { Ok(of(value)) } else { Err("a bracket of from is not closed".to_owned()) };
            }
        }
        if self.takes("{") {
            let (name, rest) = self.rest.split_once('}').ok_or("a brace of from is not closed")?;
            self.rest = rest;
            return of_catalogue(name, self.files)
                .ok_or_else(|| format!("`{name}` of from is no figure of the catalogue"));
        }
        let rest = self.rest.trim_start();
        let end = rest.char_indices().find(|(place, c)| {
            let is_exponent = *c == 'e' || rest.get(..*place).is_some_and(|before| before.ends_with('e')) && *c == '-';
            !(c.is_ascii_digit() || *c == '.' || is_exponent)
        });
        let (digits, rest) = rest.split_at(end.map_or(rest.len(), |(place, _)| place));
        self.rest = rest;
        digits.parse().map_err(|_| format!("`{digits}{rest}` of from is not a number"))
    }
}

/// The number that is used of a figure, by its file and keys.
fn of_catalogue(name: &str, files: &[Parsed<'_>]) -> Option<f64> {
    let mut words = name.split_whitespace();
    let file = words.next()?;
    let table = files.iter().find(|of| of.path.strip_suffix(".toml") == Some(file))?.table;
    let mut value = table.get(words.next()?)?;
    for key in words {
        value = match value {
            Value::Array(rows) => rows.iter().find(|row| row.get("slug").and_then(Value::as_str) == Some(key))?,
            other => other.get(key)?,
        };
    }
    let used = value.as_array().and_then(|several| several.first()).unwrap_or(value);
    number(used.get("value").unwrap_or(used))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic_is_worked_out_in_the_usual_order() {
        for (text, value) in [
            ("1024 * 56 * 24", 1_376_256.0),
            ("1 + 2 * (3 - 1) / 4", 2.0),
            ("2e-3*5e2 - 1", 0.0),
            ("exp(ln(4)) + sqrt(9)", 7.0),
        ] {
            assert!(evaluate(text, &[]).is_ok_and(|found| (found - value).abs() < 1e-12), "{text}");
        }
        for text in ["", "2 *", "2 x 3", "(1", "{a", "{hardware/none peak}"] {
            assert!(evaluate(text, &[]).is_err(), "{text}");
        }
    }

    #[test]
    fn a_figure_may_differ_by_half_of_its_last_digit() {
        assert!(held_to(20.85e9, "20.845e9", &[]).is_ok());
        assert!(held_to(20.85e9, "20.844e9", &[]).is_err());
        // However coarsely it is written.
        assert!(held_to(1e3, "949", &[]).is_err());
    }
}
