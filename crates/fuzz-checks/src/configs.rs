//! Configuration files: any text becomes a model that can be counted, or is refused in words.

use cost_model::architecture::{active_parameters, flop_per_token, kv_cache_elements_per_token, total_parameters};
use cost_model::architecture_text;
use cost_model::catalogue::Architecture;
use cost_model::report::{Block, Report};
use cost_model::units::Tokens;
use json_tree::Json;
use serde_json::Value;

use crate::readable::assert_readable_but_for;

/// The longest refusal, in characters: what it quotes of a file is cut.
const LONGEST_REFUSAL: usize = 600;

/// What the reader of JSON says of `1e999`.
const TOO_LARGE: &str = "number out of range";

/// Reads any text as JSON and as a model's configuration.
pub fn configs(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    as_json(&text);
    let read = model_config::read(&text);
    let report = model_config::report(&text);
    let is_offered = report.blocks.iter().any(|block| matches!(block, Block::Offer { .. }));
    assert_eq!(is_offered, read.is_ok());
    let lines = report.to_lines();
    assert_eq!(Report::from_lines(&lines).as_ref(), Some(&report));
    assert_readable_but_for(&lines, &[&text, TOO_LARGE]);
    match read {
        Ok(imported) => {
            assert!(imported.notes.iter().all(|note| !note.is_empty()));
            counted(&imported.architecture);
        }
        Err(fault) => {
            let words = fault.to_string();
            assert!(!words.is_empty() && words.chars().count() <= LONGEST_REFUSAL, "{words}");
        }
    }
}

/// Another reader of JSON takes the same texts for JSON, but for keys that stand twice.
fn as_json(text: &str) {
    let other: Result<Value, _> = serde_json::from_str(text);
    match (json_tree::parse(text), other) {
        (Ok(tree), Ok(value)) => assert_eq!(size(&tree), size_of(&value)),
        (Err(why), Ok(_)) => assert!(why.contains("stands twice"), "{why}"),
        (Ok(_), Err(why)) => panic!("{why}"),
        (Err(why), Err(_)) => assert!(!why.is_empty()),
    }
}

/// How many values and keys it has.
fn size(tree: &Json) -> usize {
    match tree {
        Json::List(items) => 1 + items.iter().map(size).sum::<usize>(),
        Json::Object(pairs) => 1 + pairs.iter().map(|(key, value)| key.len() + size(value)).sum::<usize>(),
        _ => 1,
    }
}

fn size_of(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(size_of).sum::<usize>(),
        Value::Object(pairs) => 1 + pairs.iter().map(|(key, value)| key.len() + size_of(value)).sum::<usize>(),
        _ => 1,
    }
}

fn counted(of: &Architecture) {
    let (total, active) = (total_parameters(of).get(), active_parameters(of).get());
    assert!(total.is_finite() && total >= 1.0, "{total}: {of:?}");
    assert!((1.0..=total).contains(&active), "{active} of {total}: {of:?}");
    let work = flop_per_token(of, Tokens::new(4096.0));
    let flop = (work.forward.total() + work.backward.total()).get();
    assert!(flop.is_finite() && flop > 0.0, "{flop}: {of:?}");
    let _ = kv_cache_elements_per_token(of);
    let text = architecture_text::to_text(of);
    assert_eq!(architecture_text::parse(&text).as_ref(), Ok(of), "{text}");
}
