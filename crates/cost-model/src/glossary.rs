//! Technical terms, each explained in a sentence, and where they stand in a text.
//!
//! An entry of the words is `TERM / OTHER NAME: explanation`. A term is found as a whole word, in the plural too; names that
//! have small letters also where they begin a sentence.

use crate::words::glossary as words;

/// Every entry.
#[rustfmt::skip]
const ENTRIES: [fn() -> &'static str; 38] = [
    words::ablation, words::activations, words::active_parameters, words::batch, words::bf16, words::chip_hour,
    words::compute_optimal, words::context_extension, words::data_parallel, words::decoding, words::depreciation,
    words::draft_tokens, words::expert_parallel, words::flop, words::fp8, words::goodput, words::gqa, words::hbm,
    words::kv_cache, words::loss, words::margin, words::mark_up, words::mfu, words::micro_batch, words::mla, words::moe,
    words::optimizer, words::percentile, words::pipeline, words::post_training, words::prefill, words::prefix_cache,
    words::pue, words::recomputation, words::roofline, words::scaling_law, words::shapley, words::tensor_parallel,
];

/// Every term with what it means, in the order of the English terms.
pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    ENTRIES.iter().map(|entry| (entry().split([':', '：']).next().unwrap_or_default(), meaning(entry())))
}

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words that need no explanation here.
    Plain(&'a str),
    /// A term as it stands there, and what it means.
    Term(&'a str, &'static str),
}

/// The terms that are still to be explained, each name with its entry: a reader needs that once.
#[derive(Clone, Debug)]
pub struct Explained(Vec<(&'static str, &'static str)>);

impl Default for Explained {
    /// Every name. They are taken apart here, as a long report is looked through at every change.
    fn default() -> Self {
        let with_names = |entry: &'static str| names(entry).map(move |name| (entry, name));
        Self(ENTRIES.iter().flat_map(|entry| with_names(entry())).collect())
    }
}

impl Explained {
    /// Takes a text apart into terms that were not explained yet, and what lies between them.
    pub fn pieces<'a>(&mut self, text: &'a str) -> Vec<Piece<'a>> {
        let mut pieces = Vec::new();
        // What follows the last term, how much of it was looked through, and the character before the rest.
        let (mut plain, mut at, mut last) = (text, 0, None);
        while let Some((before, rest)) = plain.split_at_checked(at) {
            let Some(first) = rest.chars().next() else { break };
            let term = if last.is_some_and(is_of_word) { None } else { self.term_of(rest) };
            match term {
                Some((entry, after)) => {
                    let term = rest.strip_suffix(after).unwrap_or(rest);
                    self.0.retain(|(other, _)| *other != entry);
                    pieces.push(Piece::Plain(before));
                    pieces.push(Piece::Term(term, meaning(entry)));
                    (plain, at, last) = (after, 0, term.chars().next_back());
                }
                None => (at, last) = (at.saturating_add(first.len_utf8()), Some(first)),
            }
        }
        pieces.push(Piece::Plain(plain));
        pieces.retain(|piece| *piece != Piece::Plain(""));
        pieces
    }

    /// The entry of the longest term that a text begins with, and what follows it.
    fn term_of<'a>(&self, text: &'a str) -> Option<(&'static str, &'a str)> {
        let first = text.as_bytes().first()?;
        let begins_alike = |name: &str| name.as_bytes().first().is_some_and(|other| other.eq_ignore_ascii_case(first));
        let alike = self.0.iter().filter(|(_, name)| begins_alike(name));
        alike
            .filter_map(|(entry, name)| Some((*entry, after(name, text)?)))
            .max_by_key(|(_, after)| std::cmp::Reverse(after.len()))
    }
}

/// The names of an entry.
fn names(entry: &'static str) -> impl Iterator<Item = &'static str> {
    let head = entry.split([':', '：']).next().unwrap_or_default();
    head.split('/').map(str::trim)
}

fn meaning(entry: &'static str) -> &'static str {
    entry.split_once([':', '：']).map_or(entry, |(_, meaning)| meaning.trim_start())
}

/// What follows a name, or its plural, that a text begins with.
fn after<'a>(name: &str, text: &'a str) -> Option<&'a str> {
    let (begin, rest) = text.split_at_checked(name.len())?;
    let is_phrase = name.bytes().any(|byte| byte.is_ascii_lowercase());
    let is_same = if is_phrase { begin.eq_ignore_ascii_case(name) } else { begin == name };
    let ends = |rest: &str| !rest.starts_with(is_of_word);
    match rest.strip_prefix('s') {
        _ if !is_same => None,
        Some(rest) if ends(rest) => Some(rest),
        _ => ends(rest).then_some(rest),
    }
}

fn is_of_word(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<&str> {
        let pieces = Explained::default().pieces(text);
        let is_whole: String = pieces
            .iter()
            .map(|piece| match piece {
                Piece::Plain(text) | Piece::Term(text, _) => *text,
            })
            .collect();
        assert_eq!(is_whole, text);
        pieces
            .into_iter()
            .filter_map(|piece| match piece {
                Piece::Term(text, _) => Some(text),
                Piece::Plain(_) => None,
            })
            .collect()
    }

    #[test]
    fn a_term_is_a_whole_word_and_explained_once() {
        assert_eq!(terms("MFU of 40%, an MFU that MFUS beat"), ["MFU"]);
        assert_eq!(terms("2.7M chip-hours, micro-batches and a micro-batch"), ["chip-hours", "micro-batch"]);
        assert_eq!(terms("Mixture of experts saves; goodputs"), ["Mixture of experts", "goodputs"]);
        assert_eq!(terms("flop, PUEs, submla, 14.8T – 兆"), ["PUEs"]);
        assert_eq!(terms(""), Vec::<&str>::new());
    }

    #[test]
    fn every_entry_has_a_term_and_one_sentence() {
        for entry in ENTRIES.map(|entry| entry()) {
            assert!(names(entry).all(|name| !name.is_empty() && name.len() < 40), "{entry}");
            let meaning = meaning(entry);
            assert!(meaning.len() > 20 && meaning.ends_with('.') && meaning.matches(". ").count() == 0, "{entry}");
        }
    }

    #[test]
    fn no_two_entries_have_one_name() {
        let mut all: Vec<&str> = ENTRIES.iter().flat_map(|entry| names(entry())).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
