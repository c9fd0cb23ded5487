//! The lock file of the browser tests' packages.

use serde_json::Value;

/// The registry from which they come.
const REGISTRY: &str = "https://registry.npmjs.org/";

/// What is wrong with it, one line for each package: each has to be known by a hash and come from npm's registry.
pub(crate) fn broken(lock: &str) -> Vec<String> {
    let lock: Value = serde_json::from_str(lock).unwrap_or_default();
    let Some(packages) = lock["packages"].as_object() else {
        return vec!["tests/e2e/package-lock.json: has no list of packages".to_owned()];
    };
    let is_good = |package: &Value| {
        let is_known = package["integrity"].as_str().is_some_and(|hash| hash.starts_with("sha512-"));
        // Left out, it is the registry.
        is_known && package["resolved"].as_str().is_none_or(|address| address.starts_with(REGISTRY))
    };
    // The one without a name is the tests themselves.
    let bad = packages.iter().filter(|(name, package)| !name.is_empty() && !is_good(package));
    bad.map(|(name, _)| format!("tests/e2e/package-lock.json: {name} has no SHA-512 or comes from elsewhere")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_without_a_hash_or_from_elsewhere_is_named() {
        let lock = r#"{ "packages": {
            "": { "name": "tests" },
            "node_modules/a": { "integrity": "sha512-00" },
            "node_modules/b": { "integrity": "sha512-00", "resolved": "https://registry.npmjs.org/b/-/b-1.tgz" },
            "node_modules/c": { "integrity": "sha512-00", "resolved": "git+ssh://git@example.org/c.git" },
            "node_modules/d": { "integrity": "sha1-00" } } }"#;
        let lines = broken(lock);
        let named: Vec<&str> = lines.iter().filter_map(|line| line.split(' ').nth(1)).collect();
        assert_eq!(named, ["node_modules/c", "node_modules/d"]);
        assert_eq!(broken("{}"), ["tests/e2e/package-lock.json: has no list of packages"]);
    }
}
