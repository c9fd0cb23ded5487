//! What may be used, as deny.toml says, and what of it is not so.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::licence;

/// What the check reads of deny.toml, which cargo-deny reads too.
#[derive(Deserialize)]
pub(crate) struct Rules {
    licenses: Licences,
    bans: Bans,
    sources: Sources,
}

#[derive(Deserialize)]
struct Licences {
    allow: Vec<String>,
    exceptions: Vec<Exception>,
}

#[derive(Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: Vec<String>,
}

#[derive(Deserialize)]
struct Bans {
    skip: Vec<Skip>,
}

#[derive(Deserialize)]
struct Skip {
    #[serde(rename = "crate")]
    package: String,
    reason: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Sources {
    allow_registry: Vec<String>,
}

/// What Cargo says of a package.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Package {
    /// Its name.
    pub(crate) name: String,
    /// Its version.
    pub(crate) version: String,
    /// Its licence expression.
    pub(crate) license: Option<String>,
    /// Where it comes from; nothing for a package of this repository.
    pub(crate) source: Option<String>,
}

impl Rules {
    /// What is wrong with the packages of a workspace, one line each.
    pub(crate) fn broken(&self, packages: &[Package]) -> Vec<String> {
        let mut lines = Vec::new();
        for package in packages {
            let Package { name, version, license, source } = package;
            if !self.meets(package, None) {
                lines.push(format!("{name} {version}: its licence is {}", license.as_deref().unwrap_or("not said")));
            }
            if let Some(source) = source.as_deref().filter(|source| !self.is_registry(source)) {
                lines.push(format!("{name} {version}: comes from {source}"));
            }
        }
        for (name, versions) in versions(packages) {
            let open: Vec<&str> = versions.iter().copied().filter(|version| !self.skips(name, version)).collect();
            if open.len() > 1 {
                lines.push(format!("{name}: is there in the versions {}", open.join(" and ")));
            }
        }
        lines
    }

    /// What deny.toml allows and no package of any workspace needs, one line each.
    pub(crate) fn needless(&self, workspaces: &[Vec<Package>]) -> Vec<String> {
        let all: Vec<&Package> = workspaces.iter().flatten().collect();
        let mut lines = Vec::new();
        for allowed in &self.licenses.allow {
            if all.iter().all(|package| self.meets(package, Some(allowed)) == self.meets(package, None)) {
                lines.push(format!("deny.toml: no package needs the licence {allowed}"));
            }
        }
        for exception in &self.licenses.exceptions {
            if !all.iter().any(|package| package.name == exception.name) {
                lines.push(format!("deny.toml: there is no {}, which has an exception", exception.name));
            }
        }
        for skip in &self.bans.skip {
            let is_needed = workspaces.iter().any(|packages| {
                versions(packages).iter().any(|(name, versions)| {
                    versions.len() > 1 && versions.iter().any(|version| skip.package == format!("{name}@{version}"))
                })
            });
            if !is_needed || skip.reason.is_empty() {
                lines.push(format!("deny.toml: {} is not one version of several, or has no reason", skip.package));
            }
        }
        lines
    }

    /// Whether a package's licence is among those allowed, less one.
    fn meets(&self, package: &Package, less: Option<&str>) -> bool {
        let own = self.licenses.exceptions.iter().filter(|exception| exception.name == package.name);
        let own: Vec<&String> = own.flat_map(|exception| &exception.allow).collect();
        let allows = |licence: &str| {
            let is_general = Some(licence) != less && self.licenses.allow.iter().any(|allowed| allowed == licence);
            is_general || own.iter().any(|allowed| *allowed == licence)
        };
        package.license.as_deref().is_some_and(|expression| licence::is_met(expression, &allows))
    }

    fn is_registry(&self, source: &str) -> bool {
        let address = source.strip_prefix("registry+");
        address.is_some_and(|address| self.sources.allow_registry.iter().any(|allowed| allowed == address))
    }

    fn skips(&self, name: &str, version: &str) -> bool {
        self.bans.skip.iter().any(|skip| skip.package == format!("{name}@{version}"))
    }
}

/// The versions of each package.
fn versions(packages: &[Package]) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for package in packages {
        versions.entry(&package.name).or_default().insert(&package.version);
    }
    versions
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &str = r#"
[licenses]
allow = ["MIT", "ISC"]
exceptions = [{ crate = "selectors", allow = ["MPL-2.0"] }]
[bans]
skip = [{ crate = "syn@1.0.0", reason = "an older macro" }]
[sources]
allow-registry = ["https://example.org/index"]
"#;

    fn package(name: &str, version: &str, licence: &str) -> Package {
        Package {
            name: name.to_owned(),
            version: version.to_owned(),
            license: Some(licence.to_owned()),
            source: Some("registry+https://example.org/index".to_owned()),
        }
    }

    fn rules() -> Rules {
        toml::from_str(RULES).expect("rules")
    }

    /// Packages that need every rule there is.
    fn good() -> Vec<Package> {
        vec![
            package("syn", "1.0.0", "MIT OR Apache-2.0"),
            package("syn", "2.0.0", "MIT"),
            package("selectors", "0.41.0", "MPL-2.0"),
            package("scraper", "0.29.0", "ISC"),
        ]
    }

    #[test]
    fn what_keeps_the_rules_and_needs_them_all_is_not_named() {
        assert_eq!(rules().broken(&good()), Vec::<String>::new());
        assert_eq!(rules().needless(&[good()]), Vec::<String>::new());
    }

    #[test]
    fn every_broken_rule_is_named() {
        let mut packages = good();
        packages.push(package("dtoa", "1.0.0", "MPL-2.0"));
        packages.push(package("syn", "3.0.0", "MIT"));
        packages.push(Package { license: None, ..package("a", "1.0.0", "") });
        packages.push(Package { source: Some("git+https://example.org/b".to_owned()), ..package("b", "1.0.0", "MIT") });
        packages.push(Package { source: None, ..package("ours", "1.0.0", "MIT") });
        assert_eq!(
            rules().broken(&packages),
            [
                "dtoa 1.0.0: its licence is MPL-2.0",
                "a 1.0.0: its licence is not said",
                "b 1.0.0: comes from git+https://example.org/b",
                "syn: is there in the versions 2.0.0 and 3.0.0"
            ]
        );
    }

    #[test]
    fn a_rule_that_nothing_needs_is_named() {
        assert_eq!(
            rules().needless(&[vec![package("syn", "1.0.0", "MIT")], vec![package("syn", "2.0.0", "MIT")]]),
            [
                "deny.toml: no package needs the licence ISC",
                "deny.toml: there is no selectors, which has an exception",
                "deny.toml: syn@1.0.0 is not one version of several, or has no reason"
            ]
        );
    }
}
