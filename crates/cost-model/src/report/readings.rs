//! The values of a chart as readers meet them one by one, and as a table.

use super::{Density, HeatMap, Plot, PlotCurve, Point, Reference, Row, SHADES, Scatter, Table};
use crate::interval::Interval;
use crate::order;
use crate::text;
use crate::words::report_readings as words;

/// The values of a chart from left to right.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Readings {
    /// What stands in each cell of a stop.
    pub head: Vec<String>,
    /// The stops.
    pub stops: Vec<Stop>,
}

/// A place of a chart at which something can be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stop {
    /// How far along the horizontal axis it stands, 0 to 1.
    pub along: f64,
    /// How far up the vertical axis, 0 to 1.
    pub up: f64,
    /// What it says: where it stands, and what is there.
    pub cells: Vec<String>,
    /// How it was found, line by line; may be empty.
    pub working: Vec<String>,
    /// Where its inputs come from.
    pub sources: Vec<Reference>,
}

impl Readings {
    /// All stops as a table, each with how it was found.
    #[must_use]
    pub fn table(&self, caption: &str) -> Table {
        let row = |stop: &Stop| Row {
            cells: stop.cells.clone(),
            working: stop.working.clone(),
            sources: stop.sources.clone(),
            ..Row::default()
        };
        Table {
            caption: words::table_of(caption),
            columns: self.head.iter().map(|name| (name.clone(), false)).collect(),
            rows: self.stops.iter().map(row).collect(),
            is_folded: false,
        }
    }

    /// A stop in a line: `149B: loss 1.94`.
    #[must_use]
    pub fn text(&self, stop: &Stop) -> String {
        let place = stop.cells.first().cloned().unwrap_or_default();
        let values = self.head.iter().zip(&stop.cells).skip(1);
        let values: Vec<String> = match stop.cells.len() {
            // A single value needs no name beside the title of the chart.
            2 => values.map(|(_, value)| value.clone()).collect(),
            _ => values.map(|(name, value)| words::named(name, value)).collect(),
        };
        words::at(&place, &values.join(words::separator()))
    }
}

impl Plot {
    /// A stop at every place at which a curve has a point; the mark stands on the first curve that has one there.
    #[must_use]
    pub fn readings(&self) -> Readings {
        let mut places: Vec<f64> = self.curves.iter().flat_map(|curve| &curve.points).map(|(x, _)| *x).collect();
        order::sort(&mut places);
        places.dedup();
        let mut head = vec![self.x.label.clone()];
        head.extend(self.curves.iter().map(|curve| curve.name.clone()));
        let stop = |at: f64| {
            let values: Vec<Option<Interval<f64>>> = self.curves.iter().map(|curve| curve.at(at)).collect();
            let up = values.iter().flatten().next().map_or(0.0, |value| self.y.place(value.middle()));
            let write = |value: &Option<Interval<f64>>| {
                value.map_or_else(|| words::nothing().to_owned(), |value| text::exact_or_range(value, self.y.style))
            };
            let cells = std::iter::once(self.x.text(at)).chain(values.iter().map(write)).collect();
            Stop { along: self.x.place(at), up, cells, ..Stop::default() }
        };
        Readings { head, stops: places.into_iter().map(stop).collect() }
    }
}

impl PlotCurve {
    /// The value at a place at which it has a point, with its band.
    fn at(&self, at: f64) -> Option<Interval<f64>> {
        let (_, middle) = self.points.iter().find(|(x, _)| *x == at)?;
        let band = self.band.iter().find(|(x, ..)| *x == at);
        Some(band.map_or(Interval::exact(*middle), |(_, low, high)| Interval::around(*low, *middle, *high)))
    }
}

impl Scatter {
    /// A stop at every point.
    #[must_use]
    pub fn readings(&self) -> Readings {
        let Some((x, y)) = self.axes() else { return Readings::default() };
        let head = [words::point(), words::series(), words::value()].map(str::to_owned).to_vec();
        let mut points: Vec<&Point> = self.points.iter().collect();
        order::sort_by(&mut points, |one, other| one.x.total_cmp(&other.x));
        let stops = points.into_iter().map(|point| Stop {
            along: x.place(point.x),
            up: y.place(point.y.middle()),
            cells: vec![
                point.label.clone(),
                self.series.get(point.series).cloned().unwrap_or_default(),
                point.text.clone(),
            ],
            working: point.working.clone(),
            sources: point.sources.clone(),
        });
        Readings { head, stops: stops.collect() }
    }
}

/// What the quantiles of a [`Density`] are called.
#[must_use]
pub fn quantiles() -> [&'static str; 3] {
    [words::five_percent(), words::median(), words::ninety_five_percent()]
}

impl Density {
    /// A stop at every quantile: the height of the curve is no figure that a reader could use.
    #[must_use]
    pub fn readings(&self) -> Readings {
        let names = quantiles();
        let stops = names.iter().zip(&self.quantiles).map(|(name, (value, text))| Stop {
            along: self.x.place(*value),
            up: 0.0,
            cells: vec![(*name).to_owned(), text.clone()],
            ..Stop::default()
        });
        Readings { head: vec![words::quantile().to_owned(), self.x.label.clone()], stops: stops.collect() }
    }
}

impl HeatMap {
    /// Between which two results the cell lies that holds a place of both axes, 0 to 1 along each; nothing where there is no
    /// result. The map has [`SHADES`] of them, so that it says no more.
    #[must_use]
    pub fn at(&self, along: f64, up: f64) -> Option<Interval<f64>> {
        let mut rows = self.cells.as_bytes().chunks_exact(self.columns.max(1));
        let index = |part: f64, count: usize| ((part * count as f64) as usize).min(count.saturating_sub(1));
        let row = rows.nth(index(up, rows.len()))?;
        let letter = row.get(index(along, row.len()))?;
        let shade = SHADES.iter().position(|other| other == letter)? as f64;
        const LAST: usize = SHADES.len() - 1;
        let end = |shade: f64| self.scale.at((shade / LAST as f64).clamp(0.0, 1.0));
        Some(Interval::between(end(shade - 0.5), end(shade + 0.5)))
    }

    /// The same as text.
    #[must_use]
    pub fn text_at(&self, along: f64, up: f64) -> String {
        let text = self.at(along, up).map(|result| text::exact_or_range(result, self.scale.style));
        text.unwrap_or_else(|| words::no_result().to_owned())
    }

    /// The map at the ticks of both axes: a row for each of the vertical one, the highest first.
    #[must_use]
    pub fn readings(&self) -> Readings {
        let mut head = vec![words::across(&self.y.label, &self.x.label)];
        head.extend(self.x.ticks.iter().map(|(_, text)| text.clone()));
        let row = |(value, name): &(f64, String)| {
            let up = self.y.place(*value);
            let cells = self.x.ticks.iter().map(|(value, _)| self.text_at(self.x.place(*value), up));
            Stop { up, cells: std::iter::once(name.clone()).chain(cells).collect(), ..Stop::default() }
        };
        Readings { head, stops: self.y.ticks.iter().rev().map(row).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Axis;
    use crate::text::Style;

    fn axis(label: &str, style: Style) -> Axis {
        Axis::over(label, [1.0, 9.0].into_iter(), false, style).expect("an axis")
    }

    fn curve(name: &str, points: &[(f64, f64)], band: &[(f64, f64, f64)]) -> PlotCurve {
        PlotCurve { name: name.to_owned(), points: points.to_vec(), band: band.to_vec() }
    }

    fn plot(curves: Vec<PlotCurve>) -> Plot {
        let (x, y) = (axis("Parameters", Style::Count("")), axis("Loss", Style::Usd));
        Plot { name: Plot::NAME.to_owned(), caption: "A plot".to_owned(), x, y, curves, marks: Vec::new() }
    }

    #[test]
    fn a_plot_is_read_at_every_point_with_its_band() {
        let readings = plot(vec![curve("loss", &[(1.0, 2.0), (5.0, 9.0)], &[(5.0, 8.0, 9.0)])]).readings();
        let texts: Vec<String> = readings.stops.iter().map(|stop| readings.text(stop)).collect();
        assert_eq!(texts, ["1: $2", "5: $9 ($8 – $9)"]);
        assert_eq!((readings.stops[1].along, readings.stops[1].up), (0.5, 1.0));
        assert_eq!(readings.head, ["Parameters", "loss"]);
    }

    #[test]
    fn curves_with_other_places_say_that_they_have_nothing_there() {
        let readings = plot(vec![curve("a", &[(1.0, 2.0)], &[]), curve("b", &[(3.0, 4.0)], &[])]).readings();
        let texts: Vec<String> = readings.stops.iter().map(|stop| readings.text(stop)).collect();
        assert_eq!(texts, ["1: a $2; b –", "3: a –; b $4"]);
    }

    #[test]
    fn a_map_says_between_which_results_a_cell_lies() {
        let map = HeatMap {
            caption: String::new(),
            x: axis("x", Style::Plain),
            y: axis("y", Style::Plain),
            columns: 2,
            cells: "A/ B".to_owned(),
            scale: Axis::over("cost", [0.0, 63.0].into_iter(), false, Style::Plain).expect("an axis"),
            contours: Vec::new(),
            contour_name: String::new(),
            here: None,
        };
        assert_eq!(map.text_at(0.0, 0.0), "0 – 0.5");
        assert_eq!(map.text_at(1.0, 0.0), "62.5 – 63");
        assert_eq!(map.text_at(0.9, 0.9), "0.5 – 1.5");
        assert_eq!(map.text_at(0.2, 0.7), "not possible, or not known");
        let readings = map.readings();
        assert_eq!(readings.head.len(), 1 + map.x.ticks.len());
        assert_eq!(
            readings.stops.first().map(|stop| stop.cells[0].clone()),
            map.y.ticks.last().map(|tick| tick.1.clone())
        );
    }
}
