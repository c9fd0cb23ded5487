//! Turns the words that the program says into functions, and their translations into texts that the program can load.
//!
//! A language is one TOML file of sections with texts by name. A text may have places for values, written as `{name}`.
//! The English file decides which texts there are and becomes Rust: a module for each section, a function for each text,
//! with a parameter for each place. A translation must have the same texts with the same places, in any order; it becomes
//! one text of a line for each, which is loaded only where it is wanted.

use std::fmt::{self, Write};

/// Stands before the letter of a place in a compiled text; no text has it.
const PLACE: char = '\u{1}';

/// So many places can be told apart by a letter.
const MOST_PLACES: usize = 26;

/// One thing that is wrong in a file of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Section and name, as `compare.question`; empty where the file as a whole is meant.
    pub key: String,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.key.is_empty() { f.write_str(&self.message) } else { write!(f, "{}: {}", self.key, self.message) }
    }
}

/// A text of a language.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Text {
    section: String,
    name: String,
    words: String,
}

impl Text {
    fn key(&self) -> String {
        format!("{}.{}", self.section, self.name)
    }

    fn fault(&self, message: String) -> Fault {
        Fault { key: self.key(), message }
    }

    /// The names of its places, in the order in which they first stand.
    fn places(&self) -> Result<Vec<&str>, Fault> {
        let mut places: Vec<&str> = Vec::new();
        for piece in self.words.split('{').skip(1) {
            match piece.split_once('}') {
                Some((name, _)) if is_name(name) => {
                    if !places.contains(&name) {
                        places.push(name);
                    }
                }
                _ => return Err(self.fault("`{` begins no place, which is written as `{name}`".to_owned())),
            }
        }
        if places.len() > MOST_PLACES {
            return Err(self.fault(format!("{} places, of which {MOST_PLACES} are the most", places.len())));
        }
        Ok(places)
    }

    /// The text with its places as letters, in the order of `places`.
    fn compiled(&self, places: &[&str]) -> String {
        let mut compiled = self.words.clone();
        for (letter, name) in ('a'..='z').zip(places) {
            compiled = compiled.replace(&format!("{{{name}}}"), &format!("{PLACE}{letter}"));
        }
        compiled
    }
}

/// Reads a file; texts come in the order of their sections and names, whatever the order in the file.
fn read(toml: &str) -> Result<Vec<Text>, Vec<Fault>> {
    let table: toml::Table =
        toml.parse().map_err(|error| vec![Fault { key: String::new(), message: format!("{error}") }])?;
    let (mut texts, mut faults) = (Vec::new(), Vec::new());
    for (section, names) in &table {
        let Some(names) = names.as_table().filter(|_| is_name(section)) else {
            faults.push(Fault { key: section.clone(), message: "is not a section of texts".to_owned() });
            continue;
        };
        for (name, words) in names {
            let text = Text {
                section: section.clone(),
                name: name.clone(),
                words: words.as_str().unwrap_or_default().to_owned(),
            };
            match () {
                () if !is_name(name) => faults.push(text.fault("is not a name of letters, digits and `_`".to_owned())),
                () if text.words.is_empty() => faults.push(text.fault("is not a text, or is empty".to_owned())),
                () if text.words.chars().any(char::is_control) => {
                    faults.push(text.fault("has a line break or another control character".to_owned()));
                }
                () => texts.push(text),
            }
        }
    }
    if faults.is_empty() { Ok(texts) } else { Err(faults) }
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// The English file as Rust: modules of functions that call `text(place, english)`, or `fill(place, english, values)` with the
/// values in the order of the places.
///
/// # Errors
/// Every fault found.
pub fn functions(english: &str) -> Result<String, Vec<Fault>> {
    let texts = read(english)?;
    let (mut code, mut section, mut faults) = (String::new(), "", Vec::new());
    for (number, text) in texts.iter().enumerate() {
        if section != text.section {
            let end = if section.is_empty() { "" } else { "}\n" };
            section = &text.section;
            let _ = writeln!(code, "{end}/// The texts of `{section}`.\npub mod {section} {{");
        }
        match text.places() {
            Ok(places) => function(&mut code, number, text, &places),
            Err(fault) => faults.push(fault),
        }
    }
    if !section.is_empty() {
        code.push_str("}\n");
    }
    if faults.is_empty() { Ok(code) } else { Err(faults) }
}

fn function(code: &mut String, number: usize, text: &Text, places: &[&str]) {
    let (name, english) = (&text.name, text.compiled(places));
    let _ = writeln!(code, "/// “{}”", text.words);
    if places.is_empty() {
        let _ = writeln!(
            code,
            "#[must_use]\npub fn r#{name}() -> &'static str {{ crate::words::text({number}, {english:?}) }}"
        );
        return;
    }
    let parameters: Vec<String> = places.iter().map(|place| format!("r#{place}: &str")).collect();
    let values: Vec<String> = places.iter().map(|place| format!("r#{place}")).collect();
    let _ = writeln!(
        code,
        "#[must_use]\npub fn r#{name}({}) -> String {{ crate::words::fill({number}, {english:?}, &[{}]) }}",
        parameters.join(", "),
        values.join(", ")
    );
}

/// A translation as the program loads it: a line for each text, in the order of the English ones.
///
/// # Errors
/// Every text that is missing, is too much, or has other places than the English one.
pub fn translation(english: &str, other: &str) -> Result<String, Vec<Fault>> {
    let (texts, mut others) = (read(english)?, read(other)?);
    let (mut lines, mut faults) = (String::new(), Vec::new());
    for text in &texts {
        let Some(at) = others.iter().position(|other| other.key() == text.key()) else {
            faults.push(text.fault("is missing".to_owned()));
            continue;
        };
        let other = others.swap_remove(at);
        match (text.places(), other.places()) {
            (Ok(places), Ok(own)) if same(&places, &own) => {
                lines.push_str(&other.compiled(&places));
                lines.push('\n');
            }
            (Ok(places), Ok(own)) => {
                faults.push(text.fault(format!("has the places {own:?}, and the English text {places:?}")));
            }
            (Err(fault), _) | (_, Err(fault)) => faults.push(fault),
        }
    }
    faults.extend(others.iter().map(|other| other.fault("is no text of the English file".to_owned())));
    if faults.is_empty() { Ok(lines) } else { Err(faults) }
}

/// Whether two texts have the same places, in whatever order.
fn same(one: &[&str], other: &[&str]) -> bool {
    one.len() == other.len() && one.iter().all(|place| other.contains(place))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = r#"
[page]
title = "Costs"
answer = "{name} costs {cost}, {name}!"
[axis]
label = "x"
"#;

    fn faults(result: Result<String, Vec<Fault>>) -> Vec<String> {
        result.err().unwrap_or_default().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_text_becomes_a_function_and_its_places_parameters() {
        let code = functions(ENGLISH).expect("functions");
        assert!(code.contains("pub mod axis {") && code.contains("pub mod page {"), "{code}");
        assert!(code.contains(r#"pub fn r#title() -> &'static str { crate::words::text(2, "Costs") }"#), "{code}");
        assert!(code.contains("pub fn r#answer(r#name: &str, r#cost: &str) -> String"), "{code}");
        assert!(code.contains(r#""\u{1}a costs \u{1}b, \u{1}a!", &[r#name, r#cost])"#), "{code}");
    }

    #[test]
    fn a_translation_has_a_line_for_each_text_with_the_places_in_its_own_order() {
        let other = "[axis]\nlabel = \"甲\"\n[page]\ntitle = \"费用\"\nanswer = \"{cost}：{name}\"\n";
        assert_eq!(translation(ENGLISH, other), Ok("甲\n\u{1}b：\u{1}a\n费用\n".to_owned()));
    }

    #[test]
    fn a_translation_that_lacks_or_adds_something_is_refused() {
        let other = "[axis]\nlabel = \"甲 {cost}\"\n[page]\ntitle = \"费用\"\nmore = \"多\"\n";
        assert_eq!(
            faults(translation(ENGLISH, other)),
            [
                "axis.label: has the places [\"cost\"], and the English text []",
                "page.answer: is missing",
                "page.more: is no text of the English file"
            ]
        );
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(faults(functions("[a]\nb = \"{ c\"")), ["a.b: `{` begins no place, which is written as `{name}`"]);
        assert_eq!(faults(functions("[a]\nb = 3")), ["a.b: is not a text, or is empty"]);
        assert_eq!(faults(functions("a = \"b\"")), ["a: is not a section of texts"]);
        assert_eq!(faults(functions("[a]\nB = \"c\"")), ["a.B: is not a name of letters, digits and `_`"]);
        assert_eq!(faults(functions("[a]\nb = \"c\\nd\"")).len(), 1);
        assert_eq!(faults(functions("[a\n")).len(), 1);
    }
}
