//! Every piece of every view, read back by readers that others wrote.

#![cfg(not(target_arch = "wasm32"))]

use cost_model::catalogue::EDITION;
use cost_model::comparison::{Comparison, View};
use cost_model::query;
use export::{Cells, File, Sheet, file, pieces, sheet};
use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::Value;

const BASE: &str = "https://example.org/trainbill/(a)/";

/// Names that try to be something else.
const NAMES: [&str; 7] = [
    "=cmd|' /C calc'!A0",
    "<img src=x onerror=alert(1)>",
    "a|b `c` *d* _e_ [f](javascript:g) \\",
    "“quoted” \"double\" 'single' & &lt;",
    "\u{202e}gnp.exe\u{200b}\u{feff}",
    "@SUM(1+9)*cmd|' /C calc'!A0, which is as long a name as may be entered here, 80",
    "模型 نموذج 🚂",
];

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Every view with much known and with nothing, and those in which a figure is a range, fields contradict each other, or
/// names try to be something else.
fn links() -> Vec<String> {
    const SMALL: &str = "models=olmo-3-32b,gpt-4,claude-3.5-sonnet,own&1.chip_count=64&1.tensor_parallel=8\
                         &1.pipeline_parallel=1&1.micro_batch=1&1.recomputation=full&1.sharding=zero-3";
    let link = |view: View, rest: &str| format!("{BASE}#view={}&{rest}", view.key());
    let mut links: Vec<String> =
        [SMALL, "models=own"].iter().flat_map(|of| View::ALL.map(|view| link(view, of))).collect();
    let contradicting = "models=deepseek-v3&1.active_params=900B";
    let ranges =
        "models=gpt-4&1.usd_per_gpu_hour=lognormal%282,1.3%29&1.mfu=0.3..0.5&columns=mfu,claims,increment,days";
    let map =
        "models=deepseek-v3,llama-3.1-405b&against=2&1.sweep_x=tokens&1.sweep_y=mfu&1.cap_usd=7M&sort=-training_cost";
    for (view, rest) in [
        (View::Compare, contradicting),
        (View::Bill, contradicting),
        (View::Compare, ranges),
        (View::WhatIf, ranges),
        (View::Compare, map),
        (View::Why, map),
        (View::WhatIf, map),
    ] {
        links.push(link(view, rest));
    }
    let named = |place: usize| format!("&{}.name={}", place + 1, escaped(NAMES[place]));
    let names: String = (0..NAMES.len()).map(named).collect();
    let all = format!("models={}{names}", vec!["deepseek-v3"; NAMES.len()].join(","));
    links.push(link(View::Compare, &all));
    for place in 0..NAMES.len() {
        links.extend([View::Bill, View::WhatIf].map(|view| link(view, &format!("{all}&open={}", place + 1))));
    }
    links.push(link(View::Why, &format!("{all}&against=2")));
    links
}

fn comparison(link: &str) -> Comparison {
    let decoded = query::decode(link.split_once('#').expect("a fragment").1);
    assert_eq!(decoded.warnings, Vec::<String>::new(), "{link}");
    decoded.comparison
}

/// Calls with the link, the key, the sheet and whether it is a chart, for every piece.
fn for_every_piece(mut check: impl FnMut(&str, &str, &Sheet, bool)) {
    for link in links() {
        let comparison = comparison(&link);
        for piece in pieces(&comparison) {
            let sheet = sheet(&comparison, &piece.key).expect("a sheet");
            check(&link, &piece.key, &sheet, piece.is_chart);
        }
    }
}

fn saved(format: &str, key: &str, link: &str) -> File {
    file(format, key, link).unwrap_or_else(|| panic!("no {format} of {key} of {link}"))
}

fn address(link: &str) -> String {
    link.replacen("(a)", "%28a%29", 1)
}

#[test]
fn every_sheet_is_a_rectangle_with_numbers_where_it_says_so() {
    let mut charts = std::collections::BTreeSet::new();
    for_every_piece(|link, key, sheet, is_chart| {
        assert_eq!(sheet.kinds.len(), sheet.columns.len(), "{link} {key}");
        assert!(!sheet.name.is_empty() && !sheet.columns.is_empty(), "{link} {key}");
        for row in &sheet.rows {
            assert_eq!(row.len(), sheet.columns.len(), "{link} {key}: {row:?}");
            let numbers = row.iter().zip(&sheet.kinds).filter(|(_, kind)| **kind == Cells::Numbers);
            for (cell, _) in numbers.filter(|(cell, _)| !cell.is_empty()) {
                assert!(cell.parse::<f64>().is_ok_and(f64::is_finite), "{link} {key}: {cell}");
            }
        }
        if is_chart {
            let name = file("svg", key, link).map(|file| file.name).unwrap_or_default();
            charts.extend(
                ["chart", "parts", "scatter", "ladder", "waterfall", "plot", "map", "density", "tornado"]
                    .into_iter()
                    .filter(|kind| name.contains(kind)),
            );
        }
    });
    assert_eq!(charts.len(), 9, "{charts:?}");
}

#[test]
fn csv_reads_back_and_holds_no_formula() {
    for_every_piece(|link, key, sheet, _| {
        let text = saved("csv", key, link).text;
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
        assert_eq!(rows.len(), 1 + sheet.rows.len().max(1), "{link} {key}");
        let width = sheet.columns.len();
        let origin = |row: usize| (rows[row][width].to_owned(), rows[row][width + 1].to_owned());
        assert_eq!(origin(0), ("data_edition".to_owned(), "link".to_owned()));
        assert_eq!(origin(1), (EDITION.to_owned(), address(link)));
        assert!(rows.iter().skip(2).all(|row| row[width].is_empty() && row[width + 1].is_empty()));
        for cell in rows.iter().flatten() {
            let begins = cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
            assert!(!begins || cell.parse::<f64>().is_ok(), "{cell}");
            assert!(!cell.contains(['\u{202e}', '\u{200b}', '\u{feff}']), "{cell}");
        }
        assert_eq!(text.matches("\r\n").count(), text.matches('\n').count(), "{link} {key}");
    });
}

/// serde_json reads numbers but for their last bit.
fn is_same(one: Option<f64>, other: Option<f64>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() <= 1e-15 * other.abs(),
        (one, other) => one == other,
    }
}

#[test]
fn json_reads_back_with_numbers() {
    for_every_piece(|link, key, sheet, _| {
        let json: Value = serde_json::from_str(&saved("json", key, link).text).expect("JSON");
        let rows = json["rows"].as_array().expect("rows");
        assert_eq!(rows.len(), sheet.rows.len());
        for (row, cells) in rows.iter().zip(&sheet.rows) {
            for (place, (cell, kind)) in cells.iter().zip(&sheet.kinds).enumerate() {
                match kind {
                    Cells::Numbers => assert!(is_same(row[place].as_f64(), cell.parse().ok()), "{link} {key}: {cell}"),
                    Cells::Words | Cells::Figures => assert!(row[place].is_string(), "{link} {key}"),
                }
            }
        }
        assert_eq!(json["columns"].as_array().map(Vec::len), Some(sheet.columns.len()));
        assert_eq!(
            (json["data_edition"].as_str(), json["link"].as_str()),
            (Some(EDITION), Some(address(link).as_str()))
        );
    });
}

#[test]
fn markdown_is_one_table_with_its_texts_and_its_link() {
    for_every_piece(|link, key, sheet, _| {
        // The cells of a map are many, and all numbers.
        if sheet.rows.len() > 5_000 {
            return;
        }
        let text = saved("md", key, link).text;
        let (mut cells, mut cell, mut links, mut tables) = (Vec::new(), None, Vec::new(), 0);
        for event in Parser::new_ext(&text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
            match event {
                Event::Start(Tag::Table(_)) => tables += 1,
                Event::Start(Tag::TableCell) => cell = Some(String::new()),
                Event::End(pulldown_cmark::TagEnd::TableCell) => cells.extend(cell.take()),
                Event::Start(Tag::Link { dest_url, .. }) => links.push(dest_url.to_string()),
                Event::Text(text) => cell.iter_mut().for_each(|cell| cell.push_str(&text)),
                Event::Start(Tag::Paragraph | Tag::Strong | Tag::TableHead | Tag::TableRow) | Event::End(_) => {}
                Event::SoftBreak => {}
                other => panic!("{link} {key}: {other:?}"),
            }
        }
        assert_eq!((tables, links), (1, vec![address(link)]), "{link} {key}");
        let seen = |text: &String| -> String {
            let hidden = ['\u{202e}', '\u{200b}', '\u{feff}'];
            text.replace(hidden, "").split_whitespace().collect::<Vec<_>>().join(" ")
        };
        // Digits are left out where figures stand as readers know them.
        let has_figures = sheet.kinds.contains(&Cells::Figures);
        let is_read = |place: &usize| !has_figures || sheet.kinds[*place] != Cells::Numbers;
        let read: Vec<usize> = (0..sheet.columns.len()).filter(is_read).collect();
        let expected: Vec<String> =
            sheet.rows.iter().flat_map(|row| read.iter().map(|place| seen(&row[*place]))).collect();
        let (headings, rows) = cells.split_at(read.len());
        assert_eq!(rows.iter().map(seen).collect::<Vec<_>>(), expected, "{link} {key}");
        assert!(
            !has_figures || headings.iter().all(|heading| !heading.ends_with("_central")),
            "{link} {key}: {headings:?}"
        );
    });
}

/// What a drawing is made of.
const ELEMENTS: [&str; 11] = ["svg", "title", "desc", "metadata", "g", "rect", "line", "path", "circle", "text", "a"];

#[test]
fn drawings_are_sound_and_keep_to_themselves() {
    for_every_piece(|link, key, _, is_chart| {
        let found = file("svg", key, link);
        if !is_chart {
            assert_eq!(found, None, "{link} {key}");
            return;
        }
        let found = found.unwrap_or_else(|| panic!("no drawing of {key} of {link}"));
        let drawing = roxmltree::Document::parse(&found.text).unwrap_or_else(|fault| panic!("{link} {key}: {fault}"));
        let root = drawing.root_element();
        let height: f64 = root.attribute("height").and_then(|height| height.parse().ok()).expect("a height");
        assert_eq!(root.attribute("width"), Some("1200"));
        for node in root.descendants().filter(roxmltree::Node::is_element) {
            assert!(ELEMENTS.contains(&node.tag_name().name()), "{link} {key}: {node:?}");
            for attribute in node.attributes() {
                let (name, value) = (attribute.name(), attribute.value());
                assert!(!name.starts_with("on") && name != "style" && name != "id", "{link} {key}: {name}");
                assert!(!value.contains("url(") && !value.contains("var(") && !value.contains("NaN"), "{value}");
                assert!(name != "href" || value == address(link), "{value}");
            }
            if node.tag_name().name() == "text" {
                stands_inside(&node, height);
            }
        }
        let text =
            |name: &str| root.children().find(|node| node.tag_name().name() == name).and_then(|node| node.text());
        assert!(text("title").is_some_and(|title| !title.is_empty()) && text("desc").is_some());
        assert!(text("metadata").is_some_and(|origin| origin.contains(&address(link)) && origin.contains(EDITION)));
    });
}

/// Whether a text lies within the drawing, by a width that is narrower than any font's.
fn stands_inside(node: &roxmltree::Node<'_, '_>, height: f64) {
    let number = |name: &str| node.attribute(name).and_then(|value| value.parse::<f64>().ok()).expect("a number");
    let (x, y, size) = (number("x"), number("y"), number("font-size"));
    let text = node.text().unwrap_or_default();
    let width = 0.5 * size * text.chars().count() as f64;
    let (left, right) = match node.attribute("text-anchor") {
        Some("end") => (x - width, x),
        Some("middle") => (x - width / 2.0, x + width / 2.0),
        _ => (x, x + width),
    };
    assert!(left >= 0.0 && right <= 1200.0 && y >= size && y <= height - 4.0, "“{text}” at {x}, {y}");
}

#[test]
fn what_is_drawn_of_a_name_is_the_name() {
    let link = format!("{BASE}#models=deepseek-v3&1.name={}", escaped(NAMES[1]));
    let text = saved("svg", "chart", &link).text;
    let drawing = roxmltree::Document::parse(&text).expect("XML");
    let texts: Vec<&str> =
        drawing.descendants().filter(|node| node.has_tag_name("text")).filter_map(|node| node.text()).collect();
    assert!(drawing.descendants().all(|node| !node.has_tag_name("img")));
    assert!(texts.join(" ").contains("<img src=x onerror=alert(1)>"), "{texts:?}");
}

#[test]
fn file_names_are_of_plain_characters() {
    for_every_piece(|link, key, _, _| {
        let name = saved("csv", key, link).name;
        assert!(
            name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte)),
            "{name}"
        );
        assert!(name.ends_with(&format!("-{EDITION}.csv")), "{name}");
    });
    let link = format!("{BASE}#view=why&models=deepseek-v3,llama-3.1-405b&against=2");
    let names = pieces(&comparison(&link)).into_iter().map(|piece| saved("csv", &piece.key, &link).name);
    assert!(names.into_iter().any(|name| name == "deepseek-v3-why-waterfall-2026-12b.csv"));
}

/// Also where what handed the link on has escaped all of it.
#[test]
fn name_and_content_are_of_the_edition_that_the_link_is_pinned_to() {
    for fragment in ["d=2026-11&models=palm-540b", "d%3D2026-11%26models%3Dpalm-540b"] {
        for (format, key) in [("csv", "table"), ("md", "table"), ("json", "table"), ("svg", "chart"), ("scenario", "")]
        {
            let file = saved(format, key, &format!("{BASE}#{fragment}"));
            assert!(file.name.contains("-2026-11."), "{}", file.name);
            assert!(
                file.text.contains("2026-11") && !file.text.contains(EDITION),
                "{fragment} {format}: {}",
                file.text
            );
        }
    }
}

#[test]
fn the_comparison_has_texts_and_numbers_with_units() {
    let link = format!("{BASE}#models=llama-3.1-405b,claude-3.5-sonnet&1.usd_per_gpu_hour=2..3");
    let sheet = sheet(&comparison(&link), "table").expect("a sheet");
    let cell = |row: usize, column: &str| {
        let place = sheet.columns.iter().position(|name| name == column).unwrap_or_else(|| panic!("{column}"));
        sheet.rows[row][place].as_str()
    };
    assert_eq!([cell(0, "model"), cell(0, "developer")], ["Llama 3.1 405B", "Meta"]);
    assert_eq!(cell(0, "training_cost"), "$61.68M – $92.52M");
    assert_eq!(
        ["low", "central", "high"].map(|end| cell(0, &format!("training_cost_usd_{end}"))),
        ["61680000", "", "92520000"]
    );
    assert_eq!((cell(0, "training_cost_grade"), cell(1, "training_cost_grade")), ("your figure", "not public"));
    assert_eq!((cell(1, "training_cost"), cell(1, "training_cost_usd_low")), ("not public", ""));
    assert_eq!([cell(0, "chip_hours_central"), cell(0, "total_params_parameters_low")], ["30840000", "405853388800"]);
}
