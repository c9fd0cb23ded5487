//! Tables of runs: any bytes give a line for each row, finite figures and the scores.

use cost_model::catalogue::Catalogue;

use crate::bytes::is_sampled;

/// What the last line says, in this order.
const SCORES: [&str; 5] = ["runs=", "median_abs_error=", "mean_abs_error=", "coverage90=", "median_width="];

/// How wide the column of names is, in characters.
const NAME: usize = 36;

/// Reads any bytes as a table of runs.
pub fn runs(data: &[u8]) {
    let (scored, text) = validated(data);
    let lines: Vec<&str> = text.lines().collect();
    let [_, rows @ .., last] = lines.as_slice() else { panic!("too few lines: {text}") };
    let figures = rows.iter().filter(|row| is_scored(row)).count();
    let scores = scores(last);
    assert_eq!((scores[0], scored), (figures as f64, figures > 0), "{text}");
    if scored {
        assert!(scores.iter().all(|score| score.is_finite() && *score >= 0.0), "{last}");
        assert!(scores[3] <= 1.0 && scores[4] >= 1.0, "{last}");
    }
    assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{text:?}");
    if is_sampled(data, 1, 16) {
        assert_eq!(validated(data), (scored, text));
    }
}

fn validated(data: &[u8]) -> (bool, String) {
    let mut out = Vec::new();
    let scored = run_table::validate(data, &mut out, Catalogue::current()).unwrap_or_else(|error| panic!("{error}"));
    (scored, String::from_utf8(out).unwrap_or_else(|error| panic!("{error}")))
}

/// Whether a row has figures; panics when one of them is none, or the row neither has figures nor says why.
fn is_scored(row: &str) -> bool {
    let rest: String = row.chars().skip(NAME).collect();
    if rest.starts_with(" skipped, line ") || rest.starts_with(" error, line ") {
        return false;
    }
    let words: Vec<&str> = rest.split_whitespace().collect();
    let [published, predicted, low, "–", high, error, ..] = words.as_slice() else { panic!("{row}") };
    let number = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite());
    let ends = [low, predicted, high].map(|text| number(text).unwrap_or_else(|| panic!("{row}")));
    assert!(ends.is_sorted() && ends[0] >= 0.0, "{row}");
    assert!(number(published).is_some_and(|hours| hours >= 0.0), "{row}");
    assert!(error.strip_suffix('%').and_then(number).is_some_and(|error| error >= -100.0), "{row}");
    true
}

fn scores(line: &str) -> [f64; 5] {
    let mut words = line.split(' ');
    SCORES.map(|name| {
        let score = words.next().and_then(|word| word.strip_prefix(name)?.parse().ok());
        score.unwrap_or_else(|| panic!("no {name} in: {line}"))
    })
}
