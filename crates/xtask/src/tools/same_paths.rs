//! What a program says of its sources, the same wherever it was built: where it stopped is told by the place in a
//! package, and no folder of the machine that built it is in the page.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::workspace;

/// Holds for WebAssembly alone: what is built for this machine stays as it is, and is not built anew.
const FLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// The standard library's sources, where a Rust compiles it itself.
const STANDARD_LIBRARY: &str = "/usr/lib/rustlib/src/rust";

/// Tells the compiler which folders it is to leave out of what it writes.
pub(crate) fn prepare(command: &mut Command) {
    command.env(FLAGS, flags(&folders()));
}

/// The folder into which Cargo puts what it downloads.
pub(crate) fn cargo_home() -> Option<PathBuf> {
    let chosen = env::var_os("CARGO_HOME").map(PathBuf::from);
    chosen.or_else(|| env::home_dir().map(|home| home.join(".cargo")))
}

/// Folders, and what stands for each.
fn folders() -> Vec<(PathBuf, &'static str)> {
    let mut folders = vec![(PathBuf::from(STANDARD_LIBRARY), "rust"), (workspace::root(), "")];
    folders.push((workspace::target(), "target"));
    // One for each registry, with a folder for each package and version in it.
    let registries = cargo_home().and_then(|home| fs::read_dir(home.join("registry").join("src")).ok());
    let mut registries: Vec<PathBuf> = registries.into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    registries.sort();
    folders.extend(registries.into_iter().map(|registry| (registry, "")));
    folders
}

/// The compiler's arguments. Cargo parts them at blanks, so that a folder with one in its name stays as it is.
fn flags(folders: &[(PathBuf, &str)]) -> String {
    let flag = |(from, to): &(PathBuf, &str)| format!("--remap-path-prefix={}={to}", Path::display(from));
    folders.iter().map(flag).filter(|flag| !flag.contains(' ')).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_become_arguments_unless_they_would_be_parted() {
        let folders =
            [("/a/registry", ""), ("/a b/registry", ""), ("/c", "target")].map(|(from, to)| (from.into(), to));
        assert_eq!(flags(&folders), "--remap-path-prefix=/a/registry= --remap-path-prefix=/c=target");
    }

    #[test]
    fn the_workspace_and_the_packages_are_left_out() {
        let flags = flags(&folders());
        for folder in [workspace::root(), workspace::target()] {
            assert!(flags.contains(&format!("={}=", folder.display())), "{flags}");
        }
        // This program was built from packages of a registry.
        assert!(flags.contains("/registry/src/"), "{flags}");
    }
}
