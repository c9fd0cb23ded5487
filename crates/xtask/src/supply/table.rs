//! The table of licences in the documentation.

use std::collections::BTreeMap;

use super::rules::Package;

/// Where it stands.
pub(crate) const FILE: &str = "docs/supply-chain.md";

/// How many packages of others there are under each licence, and which where they are few, in Markdown.
pub(crate) fn of(packages: &[Package]) -> String {
    const FEW: usize = 4;
    let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in packages.iter().filter(|package| package.source.is_some()) {
        names.entry(package.license.as_deref().unwrap_or("none")).or_default().push(&package.name);
    }
    let mut text = "| licence | packages | which, where few |\n|---|---|---|".to_owned();
    for (licence, names) in names {
        let few = if names.len() <= FEW { names.join(", ") } else { String::new() };
        text.push_str(&format!("\n| {licence} | {} | {few} |", names.len()));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_packages_are_named_and_our_own_are_not() {
        let package = |name: &str, licence: &str, ours: bool| Package {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            license: Some(licence.to_owned()),
            source: (!ours).then(|| "registry+https://example.org/index".to_owned()),
        };
        let mut packages: Vec<Package> = ["a", "b", "c", "d", "e"].map(|name| package(name, "MIT", false)).into();
        packages.extend([package("f", "ISC", false), package("g", "Zlib", true)]);
        let table = of(&packages);
        assert_eq!(table.lines().skip(2).collect::<Vec<_>>(), ["| ISC | 1 | f |", "| MIT | 5 |  |"]);
    }
}
