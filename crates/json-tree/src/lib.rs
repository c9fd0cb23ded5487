//! JSON as a tree in which no key stands twice: a file with two values for a key has no one meaning.

#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::unreachable,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::arithmetic_side_effects
    )
)]

use std::fmt;

use cost_model::words::json_tree as words;
use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// Nothing.
    Null,
    /// True or false.
    Bool(bool),
    /// A number that is whole and not negative.
    Whole(u64),
    /// Any other number.
    Other(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// An object: its keys and values in the order of the file, each key once.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// The value under a key of an object.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(pairs) => pairs.iter().find(|(other, _)| other == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The value in the words of the file, at most 40 characters of it.
    #[must_use]
    pub fn shown(&self) -> String {
        let text = match self {
            Self::Null => "null".to_owned(),
            Self::Bool(flag) => flag.to_string(),
            Self::Whole(number) => number.to_string(),
            Self::Other(number) => number.to_string(),
            Self::Text(text) => format!("“{text}”"),
            Self::List(_) => words::a_list().to_owned(),
            Self::Object(_) => words::an_object().to_owned(),
        };
        short(&text)
    }
}

/// At most 40 characters of a text, to be quoted: none of them breaks a line or moves a cursor.
#[must_use]
pub fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(40).collect()
}

/// Reads JSON.
///
/// # Errors
/// Where and why a text is none, a key stands twice, or nesting is deeper than the 128 levels that the parser allows.
pub fn parse(text: &str) -> Result<Json, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Json, E> {
        Ok(Json::Bool(flag))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
        Ok(Json::Whole(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
        Ok(u64::try_from(number).map_or(Json::Other(number as f64), Json::Whole))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
        Ok(Json::Other(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut pairs: Vec<(String, Json)> = Vec::new();
        let mut keys = std::collections::BTreeSet::new();
        while let Some((key, value)) = items.next_entry::<String, Json>()? {
            if !keys.insert(key.clone()) {
                return Err(A::Error::custom(words::key_twice(&short(&key))));
            }
            pairs.push((key, value));
        }
        Ok(Json::Object(pairs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_becomes_a_tree() {
        let tree = parse(r#"{"a":1,"b":[null,true,-1.5,"x"]}"#);
        let list = vec![Json::Null, Json::Bool(true), Json::Other(-1.5), Json::Text("x".to_owned())];
        let expected = Json::Object(vec![("a".to_owned(), Json::Whole(1)), ("b".to_owned(), Json::List(list))]);
        assert_eq!(tree, Ok(expected));
    }

    #[test]
    fn what_has_no_one_meaning_is_refused() {
        for (text, words) in [
            ("{\"a\":1,\"a\":2}", "the key “a” stands twice"),
            (r#"{"a\r\u001b":1,"a\r\u001b":2}"#, "the key “a” stands twice"),
            ("{", "EOF"),
            ("1 2", "trailing"),
            (&"[".repeat(200), "recursion"),
        ] {
            assert!(parse(text).is_err_and(|why| why.contains(words)), "{text}");
        }
    }
}
