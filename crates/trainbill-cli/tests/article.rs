//! The example article: every figure in it is the program's own, every link in it is understood, every fact has a source.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use cost_model::query;
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;

/// Texts of the article that are figures: sums of money and percentages.
const SIGNS: [char; 2] = ['$', '%'];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn article() -> Html {
    let path = root().join("examples/article/index.html");
    Html::parse_document(&fs::read_to_string(path).expect("the article can be read"))
}

fn all<'a>(html: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    html.select(&Selector::parse(selector).expect("a selector")).collect()
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn text(element: ElementRef<'_>) -> String {
    words(&element.text().collect::<String>())
}

fn fragment(address: &str) -> Option<&str> {
    address.split_once('#').map(|(_, fragment)| fragment)
}

/// A figure as it is shown, and as the program writes it: `$5.576 million` is `$5.576M`, and `$19,100` is `$19.1K`.
fn short_forms(shown: &str) -> Vec<String> {
    let mut forms = vec![shown.to_owned()];
    for (long, short) in [(" million", "M"), (" billion", "B"), (" trillion", "T")] {
        forms.extend(shown.contains(long).then(|| shown.replace(long, short)));
    }
    let number = shown.trim_start_matches('$');
    if let (true, Ok(value)) = (number.contains(','), number.replace(',', "").parse::<f64>()) {
        forms.push(format!("{}{}K", &shown[..shown.len() - number.len()], value / 1e3));
    }
    forms
}

/// The output of the program, run once for each question.
#[derive(Default)]
struct Program(BTreeMap<Vec<String>, String>);

impl Program {
    fn says(&mut self, arguments: &[&str]) -> &str {
        let key: Vec<String> = arguments.iter().map(|&argument| argument.to_owned()).collect();
        self.0.entry(key).or_insert_with(|| {
            let output = Command::new(env!("CARGO_BIN_EXE_trainbill-cli")).args(arguments).output().expect("it runs");
            assert!(output.status.success(), "{arguments:?}");
            assert!(output.stderr.is_empty(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
            words(&String::from_utf8(output.stdout).expect("the output is text"))
        })
    }
}

/// A figure of a report: its text stands in the report, in the words of `data-in` where those are given.
fn check_phrase(program: &mut Program, figure: ElementRef<'_>, link: &str, view: &str) {
    let (shown, report) = (text(figure), program.says(&[view, link]).to_owned());
    let context = figure.attr("data-in").map_or_else(|| shown.clone(), words);
    assert!(report.contains(&context), "{view} of {link} does not say “{context}”");
    // A count of none is shown as a word.
    let shown = if shown == "none" { "0".to_owned() } else { shown };
    assert!(short_forms(&shown).iter().any(|form| context.contains(form)), "“{context}” does not say “{shown}”");
}

/// A field or result of an entry: its text and its number are those of the estimate.
fn check_item(program: &mut Program, figure: ElementRef<'_>, link: &str, item: &str) {
    let json: Value = serde_json::from_str(program.says(&["estimate", "--json", link])).expect("the output is JSON");
    let worked_out = &json["entries"][0]["figures"][item];
    let expected = worked_out["text"].as_str().expect("a text");
    let shown = text(figure);
    assert!(
        short_forms(&shown).iter().any(|form| unit_less(expected) == unit_less(form)),
        "{item} of {link}: {expected}, not {shown}"
    );
    let written: f64 = figure.attr("value").expect("data has a value").parse().expect("a number");
    let exact = worked_out["value"].as_f64().expect("a point");
    assert!((written - exact).abs() <= exact * 2e-3, "{item} of {link}: {exact}, not {written}");
}

/// A figure without its price unit or the words for what it counts, which the article says in its own words.
fn unit_less(figure: &str) -> &str {
    let figure = figure.strip_suffix("/h").unwrap_or(figure);
    figure.strip_suffix(" FLOP").unwrap_or(figure)
}

#[test]
fn every_figure_is_what_the_program_works_out() {
    let (html, mut program) = (article(), Program::default());
    let figures = all(&html, ".fig");
    assert!(figures.len() >= 40, "only {} figures", figures.len());
    for figure in figures {
        let link = figure.attr("data-link").expect("a figure has a link");
        match (figure.attr("data-item"), figure.attr("data-view")) {
            (Some(item), None) => check_item(&mut program, figure, link, item),
            (None, Some(view)) => check_phrase(&mut program, figure, link, view),
            _ => panic!("“{}” is neither of an entry nor of a report", text(figure)),
        }
    }
}

#[test]
fn no_sum_and_no_percentage_stands_unchecked() {
    let html = article();
    let marked: BTreeSet<String> = all(&html, ".fig, .said").into_iter().map(text).collect();
    for node in html.tree.nodes().filter(|node| node.value().is_text()) {
        let content = node.value().as_text().map_or("", |content| content);
        let known = node.ancestors().filter_map(ElementRef::wrap).any(|around| {
            let is = |class: &str| around.value().classes().any(|own| own == class);
            is("fig") || is("said") || ["head", "script"].contains(&around.value().name())
        });
        assert!(known || !content.contains(SIGNS), "not marked as a figure: {content}");
    }
    // What pictures and frames are called repeats figures of the text.
    for (element, name) in all(&html, "[alt], [title]").into_iter().flat_map(|one| [(one, "alt"), (one, "title")]) {
        for word in element.attr(name).unwrap_or_default().split_whitespace().filter(|word| word.contains(SIGNS)) {
            let word = word.trim_end_matches([',', '.', ';', ':']);
            assert!(marked.iter().any(|figure| figure.split(' ').any(|part| part == word)), "“{word}” is in no text");
        }
    }
}

#[test]
fn every_fact_has_a_source_of_the_catalogue() {
    let html = article();
    let mut catalogue = String::new();
    read_all(&root().join("crates/cost-model/data"), &mut catalogue).expect("the catalogue can be read");
    let outside = all(&html, "a[href^=http]").into_iter().filter_map(|link| link.attr("href"));
    let facts: Vec<&str> =
        all(&html, ".said").into_iter().map(|fact| fact.attr("data-source").expect("a source")).collect();
    let links: BTreeSet<&str> = outside.collect();
    for source in facts.iter().chain(&links) {
        assert!(catalogue.contains(&format!("\"{source}\"")), "{source} is no source of the catalogue");
    }
    for source in facts {
        assert!(links.contains(source), "{source} is nowhere a link");
    }
}

fn read_all(folder: &Path, into: &mut String) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            read_all(&path, into)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            into.push_str(&fs::read_to_string(path)?);
        }
    }
    Ok(())
}

#[test]
fn every_link_is_understood() {
    let html = article();
    let links = all(&html, "[href], [src]").into_iter().filter_map(|one| one.attr("href").or(one.attr("src")));
    let own: Vec<&str> = links.filter(|address| address.starts_with("../../")).filter_map(fragment).collect();
    let figures = all(&html, "[data-link]").into_iter().filter_map(|one| one.attr("data-link"));
    assert!(own.len() >= 10, "{own:?}");
    for fragment in own.into_iter().chain(figures) {
        let decoded = query::decode(fragment);
        assert!(decoded.warnings.is_empty(), "{fragment}: {:?}", decoded.warnings);
    }
}

#[test]
fn embeds_are_well_formed() {
    let html = article();
    let figures = all(&html, "figure");
    assert!(figures.len() >= 7, "only {} embeds", figures.len());
    for figure in &figures {
        let of = |selector: &str| figure.select(&Selector::parse(selector).expect("a selector")).collect::<Vec<_>>();
        let slug = figure.attr("id").expect("an embed has a name");
        let embed = of("iframe, train-bill")[0];
        assert!(embed.attr("title").is_some_and(|title| !title.is_empty()), "{slug} has a title");
        let height: u32 = embed.attr("height").and_then(|height| height.parse().ok()).expect("a height in pixels");
        assert!((200..=2000).contains(&height), "{slug}: {height}");
        assert_eq!(embed.attr("style"), None, "{slug}: the style sheet has it");

        let still = of("a[href^='../../#']")[0];
        let fragment = fragment(still.attr("href").expect("an address")).expect("a fragment");
        if embed.value().name() == "iframe" {
            assert_eq!(embed.attr("src"), Some(format!("../../?embed=1&ui=min#{fragment}").as_str()), "{slug}");
            assert_eq!(embed.attr("loading"), Some("lazy"), "{slug}");
            assert_eq!(embed.attr("allow"), Some("clipboard-write"), "{slug}");
        } else {
            assert!(matches!(embed.attr("ui"), Some("min" | "full")), "{slug}");
            assert!(
                still.ancestors().any(|around| around.id() == embed.id()),
                "{slug}: the link stands in the element"
            );
        }
        let picture = of("a[href^='../../#'] img")[0];
        assert_eq!(picture.attr("src"), Some(format!("../../s/{slug}/card.png").as_str()));
        assert_eq!(
            (picture.attr("width"), picture.attr("height"), picture.attr("loading")),
            (Some("1200"), Some("630"), Some("lazy"))
        );
        assert!(picture.attr("alt").is_some_and(|alt| alt.len() > 40), "{slug}: the picture is told in words");
        let caption = of("figcaption")[0];
        assert!(caption.html().contains(&format!("href=\"../../s/{slug}/\"")), "{slug}: the page without scripts");
    }
    assert_eq!(all(&html, "iframe:not(.follows)").len(), 1, "a plain frame");
    assert_eq!(all(&html, "iframe.follows").len(), 1, "a frame that is as high as its content");
    assert_eq!(all(&html, "iframe.follows + script[src='follow.js']").len(), 1, "the script that makes it so");
    assert_eq!(all(&html, "head > script[async][src='../../embed.js']").len(), 1, "the element's script, once");
    let names: BTreeSet<_> = figures.iter().filter_map(|figure| figure.attr("id")).collect();
    assert_eq!(names.len(), figures.len(), "every embed has its own name");
}

#[test]
fn it_loads_nothing_from_elsewhere_and_measures_in_no_height_of_the_window() {
    let html = article();
    let loaded = all(&html, "script[src], img[src], iframe[src], link[href]");
    for address in loaded.into_iter().filter_map(|one| one.attr("src").or(one.attr("href"))) {
        assert!(!address.contains("//"), "{address}");
    }
    for file in ["article.css", "index.html", "follow.js"] {
        let content = fs::read_to_string(root().join("examples/article").join(file)).expect("it can be read");
        for unit in ["vh;", "vh ", "vh)", "svh", "dvh", "lvh", "100vb"] {
            assert!(!content.contains(unit), "{file} measures in {unit}");
        }
    }
}
