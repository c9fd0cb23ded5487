//! The figures of charts, as numbers.

use cost_model::report::{Density, HeatMap, Plot, PlotCurve, SHADES, Scatter, Tornado, quantiles};
use cost_model::words::in_english;

use super::{Cells, Sheet, digits, ends};

pub(super) fn scatter(of: &Scatter) -> Sheet {
    use Cells::{Figures, Numbers, Words};
    let mut sheet = Sheet::new(&of.caption, &[("point", Words), ("series", Words), (&of.x_label, Numbers)]);
    for end in ["low", "central", "high"] {
        sheet.column(format!("{}, {end}", of.y_label), Numbers);
    }
    sheet.column("text", Figures);
    for point in &of.points {
        let series = of.series.get(point.series).cloned().unwrap_or_default();
        let mut row = vec![point.label.clone(), series, digits(point.x)];
        row.extend(ends(Some(point.y)));
        row.push(point.text.clone());
        sheet.rows.push(row);
    }
    sheet
}

pub(super) fn plot(of: &Plot) -> Sheet {
    use Cells::{Numbers, Words};
    let y = label_of(&of.y.label, "value");
    let mut sheet = Sheet::new(&of.caption, &[("curve", Words), (label_of(&of.x.label, "x"), Numbers), (y, Numbers)]);
    sheet.column(format!("{y}, low"), Numbers);
    sheet.column(format!("{y}, high"), Numbers);
    for curve in &of.curves {
        sheet.rows.extend(points(curve));
        sheet.rows.extend(rest_of_band(curve));
    }
    let mark = |at: f64, name: &str| format!("{name} (at {}).", digits(at));
    sheet.notes.extend(of.marks.iter().map(|each| mark(each.at, &each.name)));
    sheet
}

fn label_of<'a>(label: &'a str, without: &'a str) -> &'a str {
    if label.is_empty() { without } else { label }
}

/// The points of a curve, each with the band that stands at the same place.
fn points(curve: &PlotCurve) -> impl Iterator<Item = Vec<String>> {
    curve.points.iter().map(|(x, y)| {
        let band = curve.band.iter().find(|(at, _, _)| at == x);
        let [low, high] = band.map_or_else(Default::default, |(_, low, high)| [digits(*low), digits(*high)]);
        vec![curve.name.clone(), digits(*x), digits(*y), low, high]
    })
}

/// Where the band stands and no point does.
fn rest_of_band(curve: &PlotCurve) -> impl Iterator<Item = Vec<String>> {
    let without = curve.band.iter().filter(|(at, _, _)| !curve.points.iter().any(|(x, _)| x == at));
    without.map(|(x, low, high)| vec![curve.name.clone(), digits(*x), String::new(), digits(*low), digits(*high)])
}

pub(super) fn heat_map(of: &HeatMap) -> Sheet {
    use Cells::Numbers;
    let columns =
        [(of.x.label.as_str(), Numbers), (&of.y.label, Numbers), (label_of(&of.scale.label, "result"), Numbers)];
    let mut sheet = Sheet::new(&of.caption, &columns);
    let across = of.columns.max(1);
    let rows = of.cells.as_bytes().chunks(across);
    let up = of.cells.as_bytes().chunks_exact(across).len();
    let part = |index: usize, count: usize| index as f64 / count.saturating_sub(1).max(1) as f64;
    let cells = rows.enumerate().flat_map(|(row, cells)| cells.iter().enumerate().map(move |cell| (row, cell)));
    for (row, (column, letter)) in cells {
        let shade = SHADES.iter().position(|other| other == letter);
        let result = shade.map_or_else(String::new, |shade| digits(of.scale.at(part(shade, SHADES.len()))));
        sheet.rows.push(vec![digits(of.x.at(part(column, across))), digits(of.y.at(part(row, up))), result]);
    }
    sheet.notes.push(format!(
        "Results are those of {} shades, each read at its middle; an empty one is not possible, or not known. The sweep as CSV \
         has them in full.",
        SHADES.len()
    ));
    if !of.contour_name.is_empty() {
        sheet.notes.push(format!("The line on the map stands at {}.", of.contour_name));
    }
    if let Some((x, y)) = of.here {
        sheet.notes.push(format!("The scenario itself stands at {} and {}.", digits(x), digits(y)));
    }
    sheet
}

pub(super) fn density(of: &Density) -> Sheet {
    use Cells::{Figures, Numbers, Words};
    let columns = [
        ("kind", Words),
        (label_of(&of.x.label, "value"), Numbers),
        ("height, 1 at its highest", Numbers),
        ("text", Figures),
    ];
    let mut sheet = Sheet::new(&of.caption, &columns);
    let names = in_english(quantiles);
    let quantiles = names.iter().zip(&of.quantiles);
    sheet.rows.extend(
        quantiles.map(|(name, (value, text))| vec![(*name).to_owned(), digits(*value), String::new(), text.clone()]),
    );
    sheet.rows.extend(
        of.points
            .iter()
            .map(|(value, height)| vec!["density".to_owned(), digits(*value), digits(*height), String::new()]),
    );
    sheet
}

pub(super) fn tornado(of: &Tornado) -> Sheet {
    use Cells::{Figures, Numbers, Words};
    let x = label_of(&of.x.label, "result");
    let mut sheet = Sheet::new(&of.caption, &[("input", Words)]);
    sheet.column(format!("{x}, input at its 5th percentile"), Numbers);
    sheet.column(format!("{x}, input at its 95th percentile"), Numbers);
    for (heading, kind) in [
        ("5th percentile", Figures),
        ("95th percentile", Figures),
        ("share_of_variance_alone", Figures),
        ("share_of_variance_in_all", Figures),
    ] {
        sheet.column(heading, kind);
    }
    for bar in &of.bars {
        sheet.rows.push(vec![
            bar.label.clone(),
            digits(bar.at_low),
            digits(bar.at_high),
            bar.low_text.clone(),
            bar.high_text.clone(),
            bar.first_share.clone(),
            bar.total_share.clone(),
        ]);
    }
    sheet.notes.push(format!("With every input at its median: {}.", digits(of.middle)));
    sheet
}
