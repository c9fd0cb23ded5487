//! The written pages, read back by parsers that are not ours.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use cost_model::catalogue::Catalogue;
use cost_model::query;
use pages::{Base, Story, featured};
use scraper::{Html, Selector};

const URL: &str = "https://trainbill.example/some/folder/";

fn written(name: &str, url: Option<&str>) -> PathBuf {
    // Test runners may run each test in a process of its own.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    let count = pages::write(&folder, url).unwrap_or_else(|fault| panic!("{fault}"));
    assert_eq!(count, slugs().len() + 1);
    folder
}

/// Written once for all tests, without an address and with one.
fn relative() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| written("relative", None))
}

fn absolute() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| written("absolute", Some(URL)))
}

fn slugs() -> Vec<String> {
    featured().expect("the questions can be read").into_iter().map(|each| each.slug).collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn parsed(path: &Path) -> Html {
    let page = Html::parse_document(&read(path));
    assert_eq!(page.errors, Vec::<String>::new(), "{}", path.display());
    page
}

fn selector(text: &str) -> Selector {
    Selector::parse(text).expect("a selector")
}

fn texts(page: &Html, what: &str) -> Vec<String> {
    page.select(&selector(what)).map(|element| element.text().collect::<String>()).collect()
}

fn attributes(page: &Html, what: &str, name: &str) -> Vec<String> {
    page.select(&selector(what)).filter_map(|element| element.attr(name).map(str::to_owned)).collect()
}

#[test]
fn there_is_a_page_for_each_part_of_the_question() {
    let slugs = slugs();
    assert!(slugs.len() >= 12, "{slugs:?}");
    assert_eq!(slugs.iter().collect::<BTreeSet<_>>().len(), slugs.len(), "each has a name of its own");
    for part in [
        "six-million",
        "what-it-leaves-out",
        "fp8",
        "mixture-of-experts",
        "latent-attention",
        "caching",
        "lean-overhead",
        "fair-price",
        "can-it-last",
        "budget",
    ] {
        assert!(slugs.iter().any(|slug| slug == part), "{part}");
    }
}

/// Figures are worked out; the question quotes the two that it is about.
#[test]
fn no_figure_is_typed() {
    let catalogue = Catalogue::current();
    for each in featured().expect("the questions can be read") {
        let mut prose = each.intro.clone();
        for name in catalogue.models().iter().map(|model| model.name).chain(["R1", "V3", "FP8", "GPT-4"]) {
            prose = prose.replace(name, "");
        }
        assert!(!prose.contains(|c: char| c.is_ascii_digit()), "{}: {prose}", each.slug);
        assert_eq!(query::decode(&each.link).warnings, Vec::<String>::new(), "{}", each.slug);
    }
}

#[test]
fn every_page_answers_its_question_with_a_table_and_sources() {
    let base = Base::of(None).expect("no address is needed");
    for each in featured().expect("the questions can be read") {
        let page = parsed(&relative().join("s").join(&each.slug).join("index.html"));
        let story = Story::of(&each, &base).expect("a story");
        assert_eq!(texts(&page, "h1").join("|"), each.question, "{}", each.slug);
        assert_eq!(texts(&page, "p.answer").join("|"), story.answer, "{}", each.slug);
        assert!(story.answer.contains(|c: char| c.is_ascii_digit()), "{}: {}", each.slug, story.answer);
        let tables = page.select(&selector("table")).count();
        assert!(tables >= 1 && texts(&page, "table caption").len() == tables, "{}", each.slug);
        assert_eq!(texts(&page, "tbody tr").len(), texts(&page, "tbody th[scope=row]").len(), "{}", each.slug);
        assert!(
            texts(&page, "tbody td").iter().any(|cell| cell.contains(|c: char| c.is_ascii_digit())),
            "{}",
            each.slug
        );
        assert!(
            attributes(&page, "details.sources a", "href").iter().all(|url| url.starts_with("http")),
            "{}",
            each.slug
        );
        let alt = attributes(&page, "img[src='card.png']", "alt");
        assert_eq!(alt, [format!("{} {}", each.question, story.answer)], "{}", each.slug);
        assert!(attributes(&page, "img", "alt").iter().all(|alt| !alt.is_empty()), "{}", each.slug);
        assert_eq!(page.select(&selector("script, style, [style], [onclick]")).count(), 0, "{}", each.slug);
        for word in ["NaN", "Infinity", "undefined"] {
            assert!(!read(&relative().join("s").join(&each.slug).join("index.html")).contains(word), "{}", each.slug);
        }
    }
}

#[test]
fn every_address_within_leads_somewhere() {
    let root = relative();
    let pages = slugs().into_iter().map(|slug| root.join("s").join(slug)).chain([root.join("s")]);
    for folder in pages {
        let page = parsed(&folder.join("index.html"));
        let links = [("a", "href"), ("link", "href"), ("img", "src")]
            .map(|(what, name)| attributes(&page, what, name))
            .concat();
        let own: Vec<_> = links.into_iter().filter(|link| !link.starts_with("http")).collect();
        assert!(own.len() > 10, "{}", folder.display());
        for link in own {
            let (path, fragment) = link.split_once('#').unwrap_or((&link, ""));
            let target = fs::canonicalize(folder.join(path)).unwrap_or_else(|error| panic!("{link}: {error}"));
            if target == fs::canonicalize(root).expect("the folder is there") {
                assert_eq!(query::decode(fragment).warnings, Vec::<String>::new(), "{link}");
            } else {
                assert!(target.is_file() || target.join("index.html").is_file(), "{link}");
            }
        }
    }
}

fn meta(page: &Html, kind: &str, name: &str) -> String {
    let found = attributes(page, &format!("meta[{kind}='{name}']"), "content");
    assert_eq!(found.len(), 1, "{name}");
    found.concat()
}

#[test]
fn previews_have_what_they_read() {
    for (folder, base) in [(relative(), ""), (absolute(), URL)] {
        for slug in slugs() {
            let page = parsed(&folder.join("s").join(&slug).join("index.html"));
            let own = |file: &str| match (base, file) {
                ("", "") => "./".to_owned(),
                ("", file) => file.to_owned(),
                (base, file) => format!("{base}s/{slug}/{file}"),
            };
            let title = texts(&page, "title").concat();
            assert!(title.ends_with(" – Trainbill") && title.chars().count() <= 65, "{title}");
            let description = meta(&page, "name", "description");
            assert!((50..=160).contains(&description.chars().count()), "{slug}: {description}");
            assert_eq!(attributes(&page, "link[rel=canonical]", "href"), [own("")]);
            assert_eq!(meta(&page, "property", "og:url"), own(""));
            assert_eq!(meta(&page, "property", "og:image"), own("card.png"));
            assert_eq!(meta(&page, "name", "twitter:image"), own("card.png"));
            assert_eq!(meta(&page, "name", "twitter:card"), "summary_large_image");
            assert_eq!(meta(&page, "property", "og:type"), "article");
            assert_eq!(meta(&page, "property", "og:title"), texts(&page, "h1").concat());
            assert_eq!(meta(&page, "property", "og:description"), description);
            assert_eq!(meta(&page, "property", "og:image:width"), "1200");
            assert_eq!(meta(&page, "property", "og:image:height"), "630");
            let oembed = attributes(&page, "link[type='application/json+oembed']", "href");
            assert_eq!(oembed, if base.is_empty() { Vec::new() } else { vec![own("oembed.json")] });
        }
    }
}

#[test]
fn oembed_is_complete_and_its_frame_shows_the_same() {
    for each in featured().expect("the questions can be read") {
        let path = absolute().join("s").join(&each.slug).join("oembed.json");
        let answer: serde_json::Value = serde_json::from_str(&read(&path)).expect("JSON");
        for (key, value) in
            [("version", "1.0"), ("type", "rich"), ("provider_name", "Trainbill"), ("provider_url", URL)]
        {
            assert_eq!(answer[key], value, "{}", each.slug);
        }
        assert_eq!(answer["thumbnail_url"], format!("{URL}s/{}/card.png", each.slug));
        assert!(
            ["width", "height", "thumbnail_width", "thumbnail_height", "cache_age"]
                .iter()
                .all(|key| answer[key].is_u64())
        );
        let frame = Html::parse_fragment(answer["html"].as_str().expect("HTML"));
        assert_eq!(frame.errors, Vec::<String>::new());
        let src = attributes(&frame, "iframe", "src").concat();
        let link = src.strip_prefix(&format!("{URL}?embed=1&ui=min&link=")).unwrap_or_else(|| panic!("{src}"));
        let read = query::decode(link);
        assert_eq!(read.warnings, Vec::<String>::new());
        assert_eq!(read.comparison, query::decode(&each.link).comparison, "{}", each.slug);
    }
    assert!(!relative().join("s/budget/oembed.json").exists());
}

#[test]
fn the_sitemap_lists_every_page_and_needs_an_address() {
    let sitemap = read(&absolute().join("sitemap.xml"));
    let listed: BTreeSet<&str> =
        sitemap.split("<loc>").skip(1).filter_map(|rest| rest.split("</loc>").next()).collect();
    let expected: BTreeSet<String> = ["".to_owned(), "s/".to_owned(), "examples/article/".to_owned()]
        .into_iter()
        .chain(slugs().into_iter().map(|slug| format!("s/{slug}/")))
        .map(|place| format!("{URL}{place}"))
        .collect();
    assert_eq!(listed, expected.iter().map(String::as_str).collect());
    assert!(read(&absolute().join("robots.txt")).contains(&format!("Sitemap: {URL}sitemap.xml")));
    assert!(!relative().join("sitemap.xml").exists() && !relative().join("robots.txt").exists());
    assert!(pages::write(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("bad"), Some("example.org")).is_err());
}

#[test]
fn every_card_is_a_picture_with_something_on_it_and_the_same_each_time() {
    for slug in slugs() {
        let path = |root: &Path| root.join("s").join(&slug).join("card.png");
        let bytes = fs::read(path(relative())).expect("the card is there");
        assert!(bytes.len() < 120_000, "{slug}: {} bytes", bytes.len());
        assert!(
            bytes == fs::read(path(absolute())).expect("the card is there"),
            "{slug} is another at the second time"
        );
        let mut reader = png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().expect("a PNG file");
        let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
        let info = reader.next_frame(&mut pixels).expect("its pixels");
        assert_eq!((info.width, info.height), (1200, 630), "{slug}");
        // A twentieth of the picture at least is ink: the question alone is less.
        let paper = pixels.get(1200 * 4 * 20..1200 * 4 * 20 + 4).expect("a pixel of the margin").to_vec();
        let inked = pixels.chunks_exact(4).filter(|pixel| **pixel != *paper).count();
        assert!(inked > 1200 * 630 / 20, "{slug}: {inked} pixels");
    }
}

#[test]
fn the_drawings_of_a_page_are_well_formed() {
    for slug in slugs() {
        let folder = relative().join("s").join(&slug);
        let page = parsed(&folder.join("index.html"));
        for name in attributes(&page, ".chart img", "src") {
            let drawing = read(&folder.join(&name));
            let options = resvg::usvg::Options::default();
            let tree = resvg::usvg::Tree::from_str(&drawing, &options)
                .unwrap_or_else(|error| panic!("{slug}/{name}: {error}"));
            assert!((tree.size().width() - 1200.0).abs() < 1.0, "{slug}/{name}");
        }
    }
}
