//! Trunk bundles the page.

use std::path::PathBuf;

use super::cargo_install::{self, Tool};
use crate::process::Failure;

/// Minifying JavaScript is broken in 0.21, and later versions of 0.22 want a later Rust than ours.
const VERSION: &str = "0.22.0-beta.1";

/// The folder with the program. The default features only serve downloads, which it is never asked for.
pub(crate) fn ensure() -> Result<PathBuf, Failure> {
    cargo_install::ensure(&Tool {
        package: "trunk",
        program: "trunk",
        version: VERSION,
        arguments: &["--no-default-features"],
        takes: "some 5 minutes",
    })
}
