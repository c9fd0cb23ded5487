//! The answers that the page gets from the program beside it.

#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::unreachable,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::arithmetic_side_effects
    )
)]

use std::fmt::Write;

use cost_model::comparison::View;
use cost_model::engine::{CSV, EXPORT, IMPORT, OPEN, QR_CODE, analysis, analysis_with, export_asked, open_answer};
use cost_model::text::{Style, point};
use cost_model::words::engine as words;
use qrcodegen::{QrCode, QrCodeEcc};

/// The answer to a request: the lines of a report; a file's name, its media type and its content, each on lines of their
/// own; or a link. Nothing to one that is not understood.
#[must_use]
pub fn answer(request: &str) -> Option<String> {
    answer_with(request, &mut |_, _| {})
}

/// The same; a long answer tells how many draws of how many are done.
#[must_use]
pub fn answer_with(request: &str, progress: &mut dyn FnMut(u64, u64)) -> Option<String> {
    let (kind, content) = request.split_once('\n')?;
    let report = match (kind, kind.split_once('*')) {
        (IMPORT, _) => model_config::report(content),
        (CSV, _) => return export::sweep(content).map(answer_of),
        (QR_CODE, _) => return qr_code(content),
        (EXPORT, _) => return exported(content),
        (OPEN, _) => return Some(open_answer(&export::fragment_of(content))),
        (_, Some((view, draws))) => analysis_with(View::from_key(view)?, content, draws.parse().ok()?, progress)?,
        (view, None) => analysis(View::from_key(view)?, content)?,
    };
    Some(report.to_lines())
}

/// A text as a QR code: the length of its side in modules on a line, with the quiet zone of four around it, and the path of
/// the dark modules below. Nothing to a text that is too long.
fn qr_code(text: &str) -> Option<String> {
    const QUIET: i32 = 4;
    let code = QrCode::encode_text(text, QrCodeEcc::Low).ok()?;
    let mut answer = format!("{}\n", code.size().saturating_add(2 * QUIET));
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            let _ = write!(answer, "M{} {}h1v1h-1z", x.saturating_add(QUIET), y.saturating_add(QUIET));
        }
    }
    Some(answer)
}

/// A piece as a file under its name and its media type.
fn exported(content: &str) -> Option<String> {
    let (format, piece, address) = export_asked(content)?;
    export::file(format, piece, address).map(answer_of)
}

fn answer_of(file: export::File) -> String {
    format!("{}\n{}\n{}", file.name, file.media_type, file.text)
}

/// How far a long answer is, in words, by the milliseconds since it was begun.
#[must_use]
pub fn progress_in_words(done: u64, total: u64, elapsed_ms: f64) -> String {
    let count = |count: u64| point(count as f64, Style::Count(""));
    if done == 0 {
        return words::done_of_total(&count(done), &count(total));
    }
    let seconds = elapsed_ms / 1000.0 * total.saturating_sub(done) as f64 / done as f64;
    words::done_of_total_with_time(&count(done), &count(total), &point(seconds.max(1.0).trunc(), Style::Seconds))
}

#[cfg(test)]
mod tests {
    use cost_model::engine::{self, csv, import, opened, qr_code, view, view_with};
    use cost_model::report::{Block, Report};

    use super::*;

    fn blocks(request: &str) -> Vec<Block> {
        Report::from_lines(&answer(request).expect("an answer")).expect("a report").blocks
    }

    #[test]
    fn every_kind_of_request_is_answered_with_a_report() {
        for each in [View::Train, View::Why, View::Bill, View::Serve, View::Budget] {
            assert!(blocks(&view(each, "models=deepseek-v3")).len() > 8, "{each:?}");
        }
        let json = r#"{"hidden_size":64,"num_hidden_layers":2,"num_attention_heads":4,"intermediate_size":128,"vocab_size":99}"#;
        assert!(blocks(&import(json)).iter().any(|block| matches!(block, Block::Offer { .. })));
        assert!(matches!(blocks(&import("[")).as_slice(), [Block::Text { .. }]));
    }

    #[test]
    fn a_long_answer_says_how_far_it_is() {
        let mut told = Vec::new();
        let request = view_with(View::WhatIf, "models=deepseek-v3", 5000);
        let answer = answer_with(&request, &mut |done, total| told.push((done, total)));
        assert!(answer.is_some_and(|answer| Report::from_lines(&answer).is_some()));
        assert!(told.is_sorted() && told.iter().all(|(_, total)| *total == 5000), "{told:?}");
        assert_eq!(progress_in_words(0, 1_000_000, 3.0), "0 of 1M");
        assert_eq!(progress_in_words(250_000, 1_000_000, 1100.0), "250K of 1M, about 3 s left");
        assert_eq!(progress_in_words(999_000, 1_000_000, 4000.0), "999K of 1M, about 1 s left");
    }

    #[test]
    fn a_table_comes_under_the_name_of_its_file() {
        let answer = answer(&csv("models=deepseek-v3")).expect("an answer");
        assert!(answer.lines().next().is_some_and(|name| name.ends_with(".csv")), "{answer}");
        assert_eq!(answer.lines().nth(1), Some("text/csv"));
    }

    #[test]
    fn a_short_text_has_a_qr_code_and_a_long_one_has_none() {
        let code = answer(&qr_code("https://example.org/#models=own")).expect("a code");
        let (side, path) = code.split_once('\n').expect("two lines");
        // Version 2, 25 modules, and the quiet zone; the three corners begin with a row of seven.
        assert_eq!(side, "33");
        assert!(path.starts_with("M4 4h1v1h-1zM5 4h1v1h-1z") && path.contains("M10 4h1v1h-1z"), "{path}");
        assert!(!path.contains("M11 4h"), "{path}");
        assert_eq!(answer(&qr_code(&"a".repeat(2953))).map(|code| code.starts_with("185\n")), Some(true));
        assert_eq!(answer(&qr_code(&"a".repeat(2954))), None);
    }

    #[test]
    fn an_export_comes_under_its_name_and_media_type() {
        let request = engine::export("svg", "chart", "https://a.org/#models=deepseek-v3");
        let answer = answer(&request).expect("an answer");
        let (name, media_type, content) = engine::exported(&answer).expect("three parts");
        assert_eq!((name, media_type), ("deepseek-v3-compare-chart-2026-12b.svg", "image/svg+xml"));
        assert!(content.starts_with("<svg ") && content.contains("DeepSeek-V3"));
    }

    #[test]
    fn a_saved_scenario_opens_as_its_link() {
        let saved = answer(&engine::export("scenario", "", "#models=deepseek-v3&1.tokens=9T")).expect("an answer");
        let (_, _, json) = engine::exported(&saved).expect("three parts");
        let opened_as = answer(&engine::open(json)).expect("an answer");
        assert!(
            opened(&opened_as).is_some_and(|link| link.is_ok_and(|link| link.contains("&1.tokens=9T&"))),
            "{opened_as}"
        );
        let refused = answer(&engine::open("[1]")).expect("an answer");
        assert!(opened(&refused).is_some_and(|link| link.is_err()));
    }

    #[test]
    fn what_is_not_understood_has_no_answer() {
        assert_eq!(answer("export\ncsv nothing\n#models=deepseek-v3"), None);
        assert_eq!(answer("export"), None);
        assert_eq!(answer("colour\nred"), None);
        assert_eq!(answer("train"), None);
        assert_eq!(answer("train*9\nmodels=deepseek-v3"), None);
        assert_eq!(answer("what-if*many\nmodels=deepseek-v3"), None);
        assert_eq!(answer("train\nmodels=&end"), None);
    }
}
