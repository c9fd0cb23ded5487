//! What the workspace's manifest and lock file say.

use std::collections::BTreeMap;
use std::fs;

use crate::process::Failure;
use crate::version::Version;
use crate::workspace;

/// The version of `wasm-bindgen` that the page is built with.
pub(crate) fn wasm_bindgen() -> Result<String, Failure> {
    let lock = read("Cargo.lock")?;
    locked_version(&lock, "wasm-bindgen")
        .map(str::to_owned)
        .ok_or_else(|| Failure::new("Cargo.lock names no version of wasm-bindgen.", "Run `cargo update --workspace`."))
}

/// The oldest Rust that builds the workspace.
pub(crate) fn oldest_rust() -> Result<Version, Failure> {
    let manifest = read("Cargo.toml")?;
    value(&manifest, "rust-version")
        .and_then(Version::find)
        .ok_or_else(|| Failure::new("Cargo.toml names no `rust-version`.", "Add it to [workspace.package]."))
}

/// The hash of each package of the registry, by name and version.
pub(crate) fn checksums() -> Result<BTreeMap<(String, String), String>, Failure> {
    Ok(checksums_in(&read("Cargo.lock")?))
}

fn checksums_in(lock: &str) -> BTreeMap<(String, String), String> {
    let of = |package: &str| {
        let [name, version, checksum] =
            ["name", "version", "checksum"].map(|key| value(package, key).map(str::to_owned));
        Some(((name?, version?), checksum?))
    };
    lock.split("[[package]]").filter_map(of).collect()
}

/// The version of a package in the text of a Cargo.lock.
fn locked_version<'a>(lock: &'a str, name: &str) -> Option<&'a str> {
    let package = lock.split("[[package]]").find(|package| value(package, "name") == Some(name))?;
    value(package, "version")
}

/// The string in the first line of the form `key = "string"`.
fn value<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    text.lines().find_map(|line| {
        let (left, right) = line.split_once('=')?;
        (left.trim() == key).then(|| right.trim().trim_matches('"'))
    })
}

fn read(name: &str) -> Result<String, Failure> {
    let path = workspace::root().join(name);
    fs::read_to_string(&path)
        .map_err(|error| Failure::new(format!("Cannot read {}: {error}", path.display()), "Restore it from git."))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"
version = 4

[[package]]
name = "wasm-bindgen-macro"
version = "0.2.1"

[[package]]
name = "wasm-bindgen"
version = "0.2.130"
dependencies = [
 "cfg-if",
]
"#;

    #[test]
    fn a_version_is_read_by_the_exact_name() {
        assert_eq!(locked_version(LOCK, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(LOCK, "wasm-bindgen-macro"), Some("0.2.1"));
        assert_eq!(locked_version(LOCK, "wasm"), None);
    }

    #[test]
    fn packages_without_a_hash_are_left_out() {
        let lock = "[[package]]\nname = \"a\"\nversion = \"1\"\n[[package]]\nname = \"b\"\nversion = \"2\"\nchecksum = \"0f\"\n";
        assert_eq!(checksums_in(lock), BTreeMap::from([(("b".to_owned(), "2".to_owned()), "0f".to_owned())]));
    }

    #[test]
    fn this_workspace_has_both_versions() {
        let version = wasm_bindgen().expect("the lock file names it");
        assert_eq!(Version::find(&version).map(|found| found.to_string()), Some(version));
        assert!(oldest_rust().expect("the manifest names it").at_least(&Version::find("1.95").expect("a version")));
    }
}
