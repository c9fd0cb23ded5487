//! The figures as tables, for the terminal and for the documentation alike.

use super::budgets::{BUDGETS, Budget, Most};
use super::figures::{Figure, Results, Size};
use super::growth::Growth;
use super::samplers;
use crate::marked::grouped;

/// Everything that was measured.
pub(crate) fn all(results: &Results) -> String {
    let machine = results.machine.iter().map(|(what, which)| format!("{what}: {which}.")).collect::<Vec<_>>().join(" ");
    let parts = [Some(machine), budgets(results), core(results), samples(results), page(results), growth(results)];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

/// Rows in columns as wide as their widest cell; the first column holds words, the others figures.
fn table(head: &[&str], rows: &[Vec<String>]) -> Option<String> {
    if rows.is_empty() {
        return None;
    }
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
        cells.chain([head[column].chars().count(), 3]).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let line = |cells: &[String]| {
        let cell = |(column, cell): (usize, &String)| {
            let width = widths.get(column).copied().unwrap_or_default();
            if column == 0 { format!("| {cell:width$} ") } else { format!("| {cell:>width$} ") }
        };
        cells.iter().enumerate().map(cell).collect::<String>() + "|"
    };
    let head: Vec<String> = head.iter().map(|cell| (*cell).to_owned()).collect();
    let rule = widths.iter().enumerate().map(|(column, width)| {
        let dashes = "-".repeat(width + 1);
        if column == 0 { format!("|{dashes}-") } else { format!("|{dashes}:") }
    });
    let rule = rule.collect::<String>() + "|";
    let rows = rows.iter().map(|row| line(row));
    Some([line(&head), rule].into_iter().chain(rows).collect::<Vec<_>>().join("\n"))
}

/// A figure with three digits.
fn in_words(value: f64, unit: &str) -> String {
    match unit {
        "ns" if value.abs() >= 1e9 => format!("{} s", digits(value / 1e9)),
        "ns" if value.abs() >= 1e6 => format!("{} ms", digits(value / 1e6)),
        "ns" if value.abs() >= 1e3 => format!("{} µs", digits(value / 1e3)),
        "" => digits(value),
        unit => format!("{} {unit}", digits(value)),
    }
}

fn digits(value: f64) -> String {
    match value.abs() {
        size if size >= 99.95 => thousands(value.round()),
        size if size >= 9.995 => format!("{value:.1}"),
        0.0 => "0".to_owned(),
        size if size >= 0.01 => format!("{value:.2}"),
        _ => format!("{value:.1e}"),
    }
}

fn thousands(value: f64) -> String {
    let sign = if value < 0.0 { "−" } else { "" };
    format!("{sign}{}", grouped(value.abs().round_ties_even() as u64))
}

/// The same of a size, with two digits.
fn size_in_words(size: f64) -> String {
    if size < 1.0 {
        return "below 1".to_owned();
    }
    let step = libm::pow(10.0, (libm::log10(size).floor() - 1.0).max(0.0));
    thousands((size / step).round() * step)
}

fn budgets(results: &Results) -> Option<String> {
    let row = |budget: &Budget| {
        let (value, most) = budget.measured(results)?;
        let unit = &results.get(budget.of, budget.on)?.unit;
        let (allowed, measured) = match budget.most {
            Most::Of(_) => (in_words(most, unit), in_words(value, unit)),
            Most::Times(times, _, _) => (
                format!("{} × native", digits(times)),
                format!("{} × ({})", digits(times * value / most), in_words(value, unit)),
            ),
            Most::Below(program) => (format!("below {program}, {}", in_words(most, unit)), in_words(value, unit)),
        };
        let is_kept = if matches!(budget.most, Most::Below(_)) { value < most } else { value <= most };
        let verdict = if is_kept {
            "kept".to_owned()
        } else if most > 0.0 {
            format!("missed, {} ×", digits(value / most))
        } else {
            "missed".to_owned()
        };
        Some(vec![budget.what.to_owned(), allowed, measured, verdict])
    };
    let rows: Vec<Vec<String>> = BUDGETS.iter().filter_map(row).collect();
    table(&["budget", "at most", "measured", "verdict"], &rows)
}

fn core(results: &Results) -> Option<String> {
    let row = |native: &Figure| {
        let at = |on: &str| results.get(&native.of, on);
        let time = |on: &str| at(on).map_or_else(String::new, |figure| in_words(figure.value, &figure.unit));
        let times = |on: &str| at(on).map_or_else(String::new, |figure| digits(figure.value / native.value));
        let ratio = native.ratio.map_or_else(String::new, digits);
        vec![native.of.clone(), ratio, time("native"), time("engine"), time("page"), times("engine"), times("page")]
    };
    let rows: Vec<Vec<String>> = results.figures.iter().filter(|figure| figure.on == "native").map(row).collect();
    let head = ["one of", "× calibration", "native", "wasm -O3", "wasm -Oz", "-O3 ÷ native", "-Oz ÷ native"];
    table(&head, &rows)
}

fn samples(results: &Results) -> Option<String> {
    let is_sample = |figure: &&Figure| figure.of == samplers::CASE;
    let name = |on: &str| match on {
        "native" => "this cost model, native".to_owned(),
        "engine" => "this cost model, wasm -O3".to_owned(),
        "page" => "this cost model, wasm -Oz".to_owned(),
        other => other.to_owned(),
    };
    let row = |figure: &Figure| {
        let ratio = figure.ratio.map_or_else(String::new, digits);
        vec![name(&figure.on), in_words(figure.value, &figure.unit), ratio]
    };
    let rows: Vec<Vec<String>> = results.figures.iter().filter(is_sample).map(row).collect();
    table(&[samplers::CASE, "time", "× calibration"], &rows)
}

fn page(results: &Results) -> Option<String> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let of_page = |figure: &&Figure| ["desktop", "mobile"].contains(&figure.on.as_str());
    for figure in results.figures.iter().filter(of_page) {
        if rows.iter().any(|row| row[0] == figure.of) {
            continue;
        }
        let on = |on: &str| {
            results.get(&figure.of, on).map_or_else(String::new, |figure| in_words(figure.value, &figure.unit))
        };
        rows.push(vec![figure.of.clone(), on("desktop"), on("mobile")]);
    }
    table(&["the page", "desktop", "mobile"], &rows)
}

fn growth(results: &Results) -> Option<String> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut seen: Vec<(&str, &str)> = Vec::new();
    for Size { of, counts, .. } in &results.growth {
        if seen.contains(&(of, counts)) {
            continue;
        }
        seen.push((of, counts));
        let sizes: Vec<&Size> = results.growth.iter().filter(|size| size.of == *of && size.counts == *counts).collect();
        let Some(growth) = Growth::of(&sizes) else { continue };
        let reaches = |nanoseconds: f64| growth.reaches(nanoseconds).map_or_else(|| "never".to_owned(), size_in_words);
        rows.push(vec![
            of.clone(),
            format!("{} to {} {counts}", thousands(growth.from), thousands(growth.to)),
            in_words(growth.last, "ns"),
            format!("{:.2}", growth.power),
            reaches(16e6),
            reaches(1e8),
            reaches(1e9),
        ]);
    }
    table(&["time grows", "sizes", "the last", "power", "16 ms at", "100 ms at", "1 s at"], &rows)
}

/// How far what can be compared lies from another run.
const SAME_WITHIN: f64 = 0.15;

/// The figures against those of another run: of the cost model by their ratios to the calibration.
pub(crate) fn changes(results: &Results, last: &Results) -> String {
    fn change<'a>(figure: &'a Figure, last: &Results) -> Option<(&'a Figure, f64)> {
        let before = last.get(&figure.of, &figure.on)?;
        let (now, then) = match (figure.ratio, before.ratio) {
            (Some(now), Some(then)) => (now, then),
            _ => (figure.value, before.value),
        };
        (then != 0.0).then(|| (figure, now / then))
    }
    let all: Vec<(&Figure, f64)> = results.figures.iter().filter_map(|figure| change(figure, last)).collect();
    let moved = |change: f64| change.max(1.0 / change) > 1.0 + SAME_WITHIN;
    let rows: Vec<Vec<String>> = all
        .iter()
        .filter(|(_, change)| moved(*change))
        .map(|(figure, change)| vec![figure.of.clone(), figure.on.clone(), format!("{change:.2} ×")])
        .collect();
    let day = last.machine.iter().find(|(what, _)| what == "Day").map_or("", |(_, day)| day.as_str());
    let same = all.len() - rows.len();
    let said = format!("Of {} figures {same} are within 15% of the run recorded on {day}.", all.len());
    match table(&["changed", "on", "now ÷ then"], &rows) {
        Some(table) => format!("{said}\n\n{table}"),
        None => said,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(of: &str, on: &str, value: f64, ratio: Option<f64>) -> Figure {
        Figure { of: of.to_owned(), on: on.to_owned(), value, unit: "ns".to_owned(), ratio }
    }

    #[test]
    fn figures_have_three_digits_and_a_fitting_unit() {
        for (value, unit, words) in [
            (12.345, "ns", "12.3 ns"),
            (1987.0, "ns", "1.99 µs"),
            (20_354_666.0, "ns", "20.4 ms"),
            (2.5e9, "ns", "2.50 s"),
            (298_129.0, "bytes", "298,129 bytes"),
            (0.0, "", "0"),
            (99.96, "ms", "100 ms"),
            (-1234.0, "kB", "−1,234 kB"),
            (0.0012, "", "1.2e-3"),
        ] {
            assert_eq!(in_words(value, unit), words);
        }
        assert_eq!((size_in_words(123_456.0), size_in_words(7.4)), ("120,000".to_owned(), "7".to_owned()));
    }

    #[test]
    fn a_table_is_aligned() {
        let rows = [vec!["a".to_owned(), "1 µs".to_owned()], vec!["longer".to_owned(), "12 ms".to_owned()]];
        let table = table(&["of", "time"], &rows).expect("it has rows");
        assert_eq!(table, "| of     |  time |\n|--------|------:|\n| a      |  1 µs |\n| longer | 12 ms |");
        assert_eq!(super::table(&["of"], &[]), None);
    }

    #[test]
    fn a_budget_is_missed_by_so_many_times() {
        let results = Results {
            figures: vec![
                figure("estimate, published hours", "native", 4000.0, Some(4.0)),
                figure("estimate, published hours", "engine", 5000.0, Some(5.0)),
                figure("estimate, published hours", "page", 8000.0, Some(5.0)),
            ],
            ..Results::default()
        };
        let text = budgets(&results).expect("three budgets");
        let rows: Vec<&str> = text.lines().skip(2).collect();
        assert_eq!(rows.len(), 3, "{text}");
        assert!(rows[0].contains("2.00 µs") && rows[0].contains("missed, 2.00 ×"), "{text}");
        assert!(rows[1].contains("1.25 ×") && rows[1].contains("kept"), "{text}");
        assert!(rows[2].contains("2.00 ×") && rows[2].contains("missed, 1.33 ×"), "{text}");
    }

    #[test]
    fn changes_go_by_ratios_where_there_are_any() {
        let last = Results {
            figures: vec![figure("a", "native", 10.0, Some(1.0)), figure("b", "native", 10.0, Some(1.0))],
            ..Results::default()
        };
        let now = Results {
            figures: vec![
                figure("a", "native", 20.0, Some(1.1)),
                figure("b", "native", 10.0, Some(2.0)),
                figure("c", "native", 10.0, Some(2.0)),
            ],
            ..Results::default()
        };
        let text = changes(&now, &last);
        assert!(text.starts_with("Of 2 figures 1 are within 15%"), "{text}");
        assert!(text.contains("| b ") && text.contains("2.00 ×") && !text.contains("| a "), "{text}");
    }

    #[test]
    fn nothing_measured_gives_no_tables() {
        assert_eq!(all(&Results::default()), "");
    }
}
