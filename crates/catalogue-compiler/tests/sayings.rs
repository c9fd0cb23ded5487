//! What of a source the first page has at once, and what is read when somebody asks where a figure comes from.

use std::path::Path;

use catalogue_compiler::{compile, read_folder, sayings_apart};

/// The compiled catalogue without its sayings, and those.
fn parts() -> (String, String) {
    let files = read_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../cost-model/data")).expect("the data");
    sayings_apart(&compile(&files).expect("no faults"))
}

#[test]
fn who_said_in_public_what_something_cost_is_named_and_linked_to_at_once() {
    let (figures, _) = parts();
    for named in ["https://arxiv.org/abs/2412.19437", "Stanford HAI"] {
        assert!(figures.lines().any(|line| line == named), "{named}");
    }
}

#[test]
fn other_sources_wait_until_somebody_asks() {
    let (figures, sayings) = parts();
    for waits in ["https://github.com/xai-org/grok-1/blob/main/run.py", "grok-1-code", "BigScience and Hugging Face"] {
        assert!(sayings.lines().any(|line| line == waits), "{waits}");
        assert!(!figures.lines().any(|line| line == waits), "{waits}");
    }
}
