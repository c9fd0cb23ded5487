//! Where things are in this repository.

use std::path::{Path, PathBuf};

/// The repository's root folder.
pub(crate) fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.ancestors().nth(2).unwrap_or(manifest).to_path_buf()
}

/// The folder with the finished page.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// The folder into which Cargo builds.
pub(crate) fn target() -> PathBuf {
    let chosen = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    root().join(chosen.unwrap_or_else(|| "target".into()))
}

/// The folder with the fuzz targets.
pub(crate) fn fuzz() -> PathBuf {
    root().join("fuzz")
}

/// The folder with the browser tests.
pub(crate) fn browser_tests() -> PathBuf {
    root().join("tests").join("e2e")
}

/// The folder with the pictures of every view.
pub(crate) fn screens() -> PathBuf {
    root().join("docs").join("screens")
}

/// The folder from which Trunk takes the plain pages.
pub(crate) fn plain_pages() -> PathBuf {
    root().join("target").join("pages")
}

/// The folder of the same pages for an address that is known, which are only looked at.
pub(crate) fn plain_pages_with_url() -> PathBuf {
    root().join("target").join("pages-with-url")
}
