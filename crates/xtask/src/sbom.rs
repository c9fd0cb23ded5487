//! What is in the page: every package that is compiled into its two programs, as CycloneDX. The same sources give the
//! same bytes: it has no time and no number drawn at random.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::{Value, json};

use crate::lockfile;
use crate::process::{self, Failure};
use crate::tools::PageTools;
use crate::version::Version;

/// Its name beside the page.
pub(crate) const NAME: &str = "sbom.json";

/// The packages whose programs the page loads.
const PROGRAMS: [&str; 2] = ["trainbill", "engine"];

/// The file's text.
pub(crate) fn of_page(tools: &PageTools) -> Result<String, Failure> {
    let rust = process::output(tools.program("rustc")?.arg("--version"))?;
    let rust =
        Version::find(&rust).ok_or_else(|| Failure::new("rustc says no version.", "run `cargo xtask setup`."))?;
    let text = of_programs(|| tools.cargo(), &rust)?;
    serde_json::to_string_pretty(&text)
        .map(|text| text + "\n")
        .map_err(|error| Failure::new(format!("{NAME} could not be written: {error}."), "run this again."))
}

fn of_programs(cargo: impl Fn() -> Result<Command, Failure>, rust: &Version) -> Result<Value, Failure> {
    let mut trees = String::new();
    for program in PROGRAMS {
        trees.push_str(&tree(cargo()?, program)?);
    }
    Ok(document(&packages(&trees)?, &lockfile::checksums()?, &rust.to_string()))
}

/// What Cargo compiles into a program for WebAssembly. What only runs while building (macros, build scripts) or testing
/// is left out, and so is what other targets and features need.
fn tree(mut cargo: Command, program: &str) -> Result<String, Failure> {
    cargo.args(["tree", "--locked", "--color", "never", "--package", program]);
    cargo.args(["--target", "wasm32-unknown-unknown", "--edges", "normal,no-proc-macro"]);
    process::output(cargo.args(["--prefix", "depth", "--format", "|{p}|{l}|"]))
}

/// A package, by name and version.
type Key = (String, String);

/// What is known of a package.
#[derive(Default)]
struct Package {
    licence: String,
    needs: BTreeSet<Key>,
}

/// The packages of trees that have one package a line, as `2|libm v0.2.16|MIT|`: how deep, which, and its licence.
fn packages(trees: &str) -> Result<BTreeMap<Key, Package>, Failure> {
    let mut packages: BTreeMap<Key, Package> = BTreeMap::new();
    let mut above: Vec<Key> = Vec::new();
    for line in trees.lines().filter(|line| !line.trim().is_empty()) {
        let (depth, key, licence) = read(line).ok_or_else(|| {
            Failure::new(
                format!("`cargo tree` says `{line}`, which is not understood."),
                "change crates/xtask/src/sbom.rs.",
            )
        })?;
        above.truncate(depth);
        if let Some(package) = above.last().and_then(|parent| packages.get_mut(parent)) {
            package.needs.insert(key.clone());
        }
        packages.entry(key.clone()).or_default().licence = licence;
        above.push(key);
    }
    Ok(packages)
}

fn read(line: &str) -> Option<(usize, Key, String)> {
    let mut parts = line.split('|');
    let depth = parts.next()?.parse().ok()?;
    let mut words = parts.next()?.split(' ');
    let (name, version) = (words.next()?, words.next()?.strip_prefix('v')?);
    // An older way to write that either may be chosen.
    let licence = parts.next()?.split('/').map(str::trim).collect::<Vec<_>>().join(" OR ");
    Some((depth, (name.to_owned(), version.to_owned()), licence))
}

fn document(packages: &BTreeMap<Key, Package>, checksums: &BTreeMap<Key, String>, rust: &str) -> Value {
    let page = packages.keys().find(|(name, _)| name == PROGRAMS[0]);
    let component = |(key, package): (&Key, &Package)| component(key, &package.licence, checksums.get(key));
    let mut components: Vec<Value> = packages.iter().filter(|(key, _)| Some(*key) != page).map(component).collect();
    components.push(json!({
        "type": "library",
        "bom-ref": reference(&("rust-std".to_owned(), rust.to_owned()), false),
        "name": "rust-std",
        "version": rust,
        "description": "The standard library of Rust",
        "licenses": [{ "expression": "MIT OR Apache-2.0" }],
    }));
    let refers = |key: &Key| reference(key, checksums.contains_key(key));
    let needs = |(key, package): (&Key, &Package)| json!({ "ref": refers(key), "dependsOn": package.needs.iter().map(refers).collect::<Vec<_>>() });
    json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": { "component": page.and_then(|key| packages.get_key_value(key)).map(|(key, package)| json!({
            "type": "application",
            "bom-ref": refers(key),
            "name": key.0,
            "version": key.1,
            "licenses": [{ "expression": package.licence }],
        })) },
        "components": components,
        "dependencies": packages.iter().map(needs).collect::<Vec<_>>(),
    })
}

/// A package of the registry comes with its address there and the hash of its archive; the others are of this workspace.
fn component(key: &Key, licence: &str, checksum: Option<&String>) -> Value {
    let mut component = json!({
        "type": "library",
        "bom-ref": reference(key, checksum.is_some()),
        "name": key.0,
        "version": key.1,
        "licenses": [{ "expression": licence }],
    });
    if let Some(checksum) = checksum {
        component["purl"] = reference(key, true).into();
        component["hashes"] = json!([{ "alg": "SHA-256", "content": checksum }]);
    }
    component
}

/// A package's address, which for one of the registry is its package URL.
fn reference((name, version): &Key, of_registry: bool) -> String {
    let version = version.replace('+', "%2B");
    format!("{}{name}@{version}", if of_registry { "pkg:cargo/" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TREES: &str = "\
0|trainbill v0.1.0 (/a b/trainbill)|MIT OR Apache-2.0|
1|cost-model v0.1.0 (/a b/trainbill/crates/cost-model)|MIT OR Apache-2.0|
2|libm v0.2.16|MIT|
1|yew v0.23.0|MIT/Apache-2.0|

0|engine v0.1.0 (/a b/trainbill/crates/engine)|MIT OR Apache-2.0|
1|cost-model v0.1.0 (/a b/trainbill/crates/cost-model)|MIT OR Apache-2.0| (*)
1|toml v1.0.0+spec-1.1.0|MIT|
";

    fn key(name: &str, version: &str) -> Key {
        (name.to_owned(), version.to_owned())
    }

    #[test]
    fn packages_of_the_registry_have_an_address_and_a_hash_and_ours_have_not() {
        let packages = packages(TREES).expect("packages");
        let checksums = [key("libm", "0.2.16"), key("yew", "0.23.0"), key("toml", "1.0.0+spec-1.1.0")]
            .map(|key| (key, "00".into()));
        let document = document(&packages, &checksums.into(), "1.95.0");
        let of = |name: &str| {
            let components = document["components"].as_array().expect("components");
            components.iter().find(|component| component["name"] == name).unwrap_or(&Value::Null).clone()
        };
        assert_eq!(of("libm")["purl"], "pkg:cargo/libm@0.2.16");
        assert_eq!(of("libm")["hashes"][0]["content"], "00");
        assert_eq!(of("yew")["licenses"][0]["expression"], "MIT OR Apache-2.0");
        assert_eq!(of("toml")["purl"], "pkg:cargo/toml@1.0.0%2Bspec-1.1.0");
        assert_eq!(of("cost-model")["bom-ref"], "cost-model@0.1.0");
        assert_eq!(of("cost-model").get("purl"), None);
        assert_eq!(of("rust-std")["version"], "1.95.0");
        assert_eq!(of("trainbill"), Value::Null, "it is what the others are in");
        assert_eq!(document["metadata"]["component"]["name"], "trainbill");
    }

    #[test]
    fn each_package_is_there_once_with_what_it_needs() {
        let packages = packages(TREES).expect("packages");
        let needs =
            |name: &str| packages[&key(name, "0.1.0")].needs.iter().map(|key| key.0.as_str()).collect::<Vec<_>>();
        assert_eq!(packages.len(), 6);
        assert_eq!(needs("trainbill"), ["cost-model", "yew"]);
        assert_eq!(needs("engine"), ["cost-model", "toml"]);
        assert_eq!(needs("cost-model"), ["libm"]);
    }

    #[test]
    fn the_list_of_this_page_has_what_is_in_it_and_not_what_builds_and_tests_it() {
        let cargo = || {
            let mut cargo = Command::new("cargo");
            cargo.current_dir(crate::workspace::root());
            Ok(cargo)
        };
        let rust = Version::find("1.95.0").expect("a version");
        let document = of_programs(cargo, &rust).expect("the list");
        let components = document["components"].as_array().expect("components");
        let has = |name: &str| components.iter().any(|component| component["name"] == name);
        for name in ["cost-model", "engine", "export", "libm", "qrcodegen", "web-sys", "yew"] {
            assert!(has(name), "{name} is missing");
        }
        for name in ["proptest", "quote", "resvg", "serde_derive", "syn", "tokio", "toml", "trainbill-cli", "yew-macro"]
        {
            assert!(!has(name), "{name} is not in the page");
        }
        for component in components {
            let licence = component["licenses"][0]["expression"].as_str().unwrap_or_default();
            assert!(!licence.is_empty() && !licence.contains('/'), "{component}");
            let of_registry = component["hashes"][0]["content"].as_str().is_some_and(|hash| hash.len() == 64);
            let ours = component["version"] == env!("CARGO_PKG_VERSION") && component.get("purl").is_none();
            assert!(of_registry || ours || component["name"] == "rust-std", "{component}");
        }
    }

    #[test]
    fn what_cargo_says_otherwise_is_refused() {
        assert!(packages("libm v0.2.16").is_err());
    }
}
