//! What docs/architecture.md says of the front end's sources, held by reading them.

use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            sources(&path, found);
        } else {
            let text = fs::read_to_string(&path).expect("the file can be read");
            found.push((path, text));
        }
    }
}

fn front_end() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert!(found.len() >= 15, "only {} files were found", found.len());
    found
}

fn lines_with(words: &[&str]) -> Vec<String> {
    let files = front_end();
    let lines = files.iter().flat_map(|(path, text)| text.lines().map(move |line| (path, line)));
    lines
        .filter(|(_, line)| words.iter().any(|word| line.contains(word)))
        .map(|(path, line)| format!("{}: {}", path.display(), line.trim()))
        .collect()
}

/// Figures reach the front end as intervals and leave it as texts of the core; the bare number within a unit, and
/// arithmetic on the ends of an interval, have no place there.
#[test]
fn the_front_end_does_no_arithmetic_on_quantities() {
    let operators = [" * ", " + ", " - ", " / "];
    let ends = [".low()", ".high()", ".middle()"];
    let mut words = vec![".get()".to_owned(), "libm::".to_owned(), "::units::Unit".to_owned()];
    for end in ends {
        words.extend(operators.map(|operator| format!("{end}{operator}")));
        words.extend(operators.map(|operator| format!("{}figure{end}", operator)));
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    assert_eq!(lines_with(&words), Vec::<String>::new());
}

/// Quantities are written by `cost_model::text`, and by nothing else.
#[test]
fn the_front_end_rounds_no_figure_itself() {
    assert_eq!(lines_with(&["{:.", ":.0}", ":.1}", ":.2}", ":.3}", "{:e}"]), Vec::<String>::new());
    // The place of a mark in the chart is not a quantity.
    let rounded = lines_with(&[".round()"]);
    assert_eq!(rounded.len(), 1, "{rounded:#?}");
    assert!(rounded[0].contains("views/chart.rs"), "{rounded:#?}");
}

/// A panic leaves a dead page.
#[test]
fn the_front_end_does_not_panic_by_design() {
    assert_eq!(lines_with(&[".unwrap()", ".expect(", "panic!(", "unreachable!(", "todo!("]), Vec::<String>::new());
}

/// Clippy refuses in the core what can panic; where it is told not to, docs/architecture.md says why.
#[test]
fn the_core_is_excepted_from_no_lint_but_where_the_documentation_says_so() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/cost-model/src");
    let mut files = Vec::new();
    sources(&folder, &mut files);
    assert!(files.len() >= 100, "only {} files were found", files.len());
    let mut excepted: Vec<String> = Vec::new();
    for (path, text) in &files {
        for attribute in ["[allow(", "[expect("] {
            let parts = text.split(attribute).skip(1).filter(|rest| rest.trim_start().starts_with("clippy::"));
            excepted.extend(parts.map(|_| path.strip_prefix(&folder).unwrap_or(path).display().to_string()));
        }
    }
    excepted.sort();
    let documented = [
        "catalogue/fields.rs",
        "decimal.rs",
        "interval.rs",
        "interval.rs",
        "interval.rs",
        "uncertainty/program.rs",
        "uncertainty/sobol.rs",
    ];
    assert_eq!(excepted, documented);
}

/// The page brings everything with it.
#[test]
fn nothing_is_loaded_from_elsewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    sources(&root.join("static"), &mut files);
    let page = root.join("index.html");
    files.push((page.clone(), fs::read_to_string(&page).expect("index.html can be read")));
    for (path, text) in files {
        for word in ["src=\"http", "href=\"http", "url(http", "url(\"http", "@import", "src=\"//", "href=\"//"] {
            assert!(!text.contains(word), "{} has {word}", path.display());
        }
    }
}

#[test]
fn the_readme_names_every_crate_and_every_document() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).expect("the readme can be read");
    let within = |folder: &str| {
        let entries = fs::read_dir(root.join(folder)).expect("the folder can be read");
        entries.map(|entry| entry.expect("the entry can be read").file_name().to_string_lossy().into_owned())
    };
    let crates = within("crates").map(|name| format!("`crates/{name}/`"));
    let documents = within("docs").filter(|name| name.ends_with(".md")).map(|name| format!("](docs/{name})"));
    let missing: Vec<String> = crates.chain(documents).filter(|named| !readme.contains(named)).collect();
    assert!(missing.is_empty(), "the table of the layout lacks {missing:?}");
}
