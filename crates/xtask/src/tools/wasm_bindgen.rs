//! wasm-bindgen writes the JavaScript around the WebAssembly, and runs its tests.

use std::path::PathBuf;

use super::cargo_install::{self, Tool};
use crate::lockfile;
use crate::process::Failure;

/// The folder with the programs, in exactly the version of the library that the page uses.
pub(crate) fn ensure() -> Result<PathBuf, Failure> {
    cargo_install::ensure(&Tool {
        package: "wasm-bindgen-cli",
        program: "wasm-bindgen",
        version: &lockfile::wasm_bindgen()?,
        arguments: &[],
        takes: "some 2 minutes",
    })
}
