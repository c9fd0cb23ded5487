//! Everything that the program says to a reader, in the reader's language.
//!
//! The texts stand in `words/en.toml` and are functions here, one module for each section: a text is looked up in the
//! language that this thread speaks, and is English where none was chosen. Names of models, titles of sources and
//! remarks of the catalogue are not words of the program; they stay as they were published.

use std::cell::Cell;

include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// Simplified Chinese, as [`Language::read`] takes it.
#[cfg(not(target_arch = "wasm32"))]
pub const SIMPLIFIED_CHINESE: &str = include_str!(concat!(env!("OUT_DIR"), "/zh-Hans.txt"));

/// Stands before the letter of a place in a text.
const PLACE: char = '\u{1}';

/// A translation of all texts.
#[derive(Debug)]
pub struct Language {
    texts: Vec<&'static str>,
}

impl Language {
    /// Reads a translation as it was compiled beside this program, and keeps it for good. Nothing when it is of another
    /// program: its texts are told apart by their number alone.
    #[must_use]
    pub fn read(compiled: &str) -> Option<&'static Self> {
        let (build, texts) = compiled.split_once('\n')?;
        if build != crate::BUILD {
            return None;
        }
        let texts: &'static str = Box::leak(texts.into());
        Some(Box::leak(Box::new(Self { texts: texts.lines().collect() })))
    }
}

thread_local! {
    static SPOKEN: Cell<Option<&'static Language>> = const { Cell::new(None) };
}

/// From now on this thread speaks that language; English with none.
pub fn speak(language: Option<&'static Language>) {
    SPOKEN.set(language);
}

/// What is said in English whatever this thread speaks, for other programs to read.
pub fn in_english<T>(say: impl FnOnce() -> T) -> T {
    let spoken = SPOKEN.replace(None);
    let said = say();
    SPOKEN.set(spoken);
    said
}

/// A translation as the program loads it, under the name of this program.
#[must_use]
pub fn compiled(texts: &str) -> String {
    format!("{}\n{texts}", crate::BUILD)
}

/// Of some languages the one that is closest to a tag as `zh-CN`; the first where none is. Who writes Traditional Chinese is
/// not given the Simplified one.
#[must_use]
pub fn closest<'a>(wanted: &str, known: &[&'a str]) -> &'a str {
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let is_traditional = ["hant", "tw", "hk", "mo"]
        .iter()
        .any(|part| wanted.split('-').skip(1).any(|other| other.eq_ignore_ascii_case(part)));
    let same = known.iter().find(|tag| primary(tag) == primary(wanted) && !is_traditional);
    same.or(known.first()).copied().unwrap_or_default()
}

fn text(number: usize, english: &'static str) -> &'static str {
    SPOKEN.get().and_then(|language| language.texts.get(number).copied()).unwrap_or(english)
}

fn fill(number: usize, english: &'static str, values: &[&str]) -> String {
    let text = text(number, english);
    let length = values.iter().fold(text.len(), |length, value| length.saturating_add(value.len()));
    let mut filled = String::with_capacity(length);
    let mut pieces = text.split(PLACE);
    filled.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let mut letters = piece.chars();
        let place = letters.next().and_then(|letter| (letter as usize).checked_sub('a' as usize));
        filled.push_str(place.and_then(|place| values.get(place).copied()).unwrap_or_default());
        filled.push_str(letters.as_str());
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a thread says that speaks Chinese.
    fn in_chinese<T: Send + 'static>(say: impl FnOnce() -> T + Send + 'static) -> T {
        std::thread::spawn(|| {
            speak(Language::read(&compiled(SIMPLIFIED_CHINESE)));
            say()
        })
        .join()
        .expect("a thread that ends")
    }

    #[test]
    fn a_text_is_english_until_another_language_is_spoken() {
        assert_eq!(language::tag(), "en");
        assert_eq!(in_chinese(language::tag), "zh-Hans");
        assert_eq!(language::tag(), "en");
    }

    #[test]
    fn values_stand_where_the_language_wants_them() {
        assert_eq!(fill(usize::MAX, "\u{1}b of \u{1}a, \u{1}b", &["one", "two"]), "two of one, two");
        assert_eq!(fill(usize::MAX, "no place", &[]), "no place");
    }

    #[test]
    fn a_reader_gets_the_closest_language() {
        let closest = |wanted| closest(wanted, &["en", "zh-Hans"]);
        for wanted in ["zh", "zh-CN", "zh-Hans-SG", "ZH-cn"] {
            assert_eq!(closest(wanted), "zh-Hans", "{wanted}");
        }
        for wanted in ["en-GB", "de", "", "zh-TW", "zh-Hant-HK", "zhx"] {
            assert_eq!(closest(wanted), "en", "{wanted}");
        }
    }

    #[test]
    fn words_of_another_program_are_not_taken() {
        assert!(Language::read("0123456789abcdef\n语\n").is_none());
        assert!(Language::read("").is_none());
        assert!(Language::read(&compiled("语\n")).is_some());
    }
}
