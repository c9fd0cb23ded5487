//! Charts as lines, and back.

use super::{Reader, Writer};
use crate::report::{Axis, Density, HeatMap, Mark, Plot, PlotCurve, Tornado, TornadoBar};
use crate::text::Style;

impl Writer {
    fn axis(&mut self, axis: &Axis) {
        self.text(&axis.label);
        self.flag(axis.is_log);
        self.number(axis.low);
        self.number(axis.high);
        self.text(&axis.style.to_key());
        self.list(&axis.ticks, Self::named);
    }

    fn named(&mut self, (value, name): &(f64, String)) {
        self.number(*value);
        self.text(name);
    }

    fn point(&mut self, (x, y): &(f64, f64)) {
        self.number(*x);
        self.number(*y);
    }

    pub(super) fn plot(&mut self, plot: &Plot) {
        self.text(&plot.name);
        self.text(&plot.caption);
        self.axis(&plot.x);
        self.axis(&plot.y);
        self.list(&plot.curves, |writer, curve| {
            writer.text(&curve.name);
            writer.list(&curve.points, Self::point);
            writer.list(&curve.band, |writer, (x, low, high)| {
                writer.point(&(*x, *low));
                writer.number(*high);
            });
        });
        self.list(&plot.marks, |writer, mark| {
            writer.number(mark.at);
            writer.text(&mark.name);
            writer.flag(mark.is_vertical);
        });
    }

    pub(super) fn heat_map(&mut self, map: &HeatMap) {
        self.text(&map.caption);
        self.axis(&map.x);
        self.axis(&map.y);
        self.count(map.columns);
        self.text(&map.cells);
        self.axis(&map.scale);
        self.list(&map.contours, |writer, line| writer.list(line, Self::point));
        self.text(&map.contour_name);
        self.list(&map.here.into_iter().collect::<Vec<_>>(), Self::point);
    }

    pub(super) fn density(&mut self, density: &Density) {
        self.text(&density.caption);
        self.axis(&density.x);
        self.list(&density.points, Self::point);
        self.list(&density.quantiles, Self::named);
    }

    pub(super) fn tornado(&mut self, tornado: &Tornado) {
        self.text(&tornado.caption);
        self.axis(&tornado.x);
        self.number(tornado.middle);
        self.list(&tornado.bars, |writer, bar| {
            writer.text(&bar.label);
            writer.point(&(bar.at_low, bar.at_high));
            for text in [&bar.low_text, &bar.high_text, &bar.first_share, &bar.total_share] {
                writer.text(text);
            }
            writer.found(&bar.working, &bar.given);
        });
    }
}

impl Reader<'_> {
    fn axis(&mut self) -> Option<Axis> {
        Some(Axis {
            label: self.text()?,
            is_log: self.flag()?,
            low: self.number()?,
            high: self.number()?,
            style: Style::from_key(self.0.next()?)?,
            ticks: self.list(Self::named)?,
        })
    }

    fn named(&mut self) -> Option<(f64, String)> {
        Some((self.number()?, self.text()?))
    }

    fn point(&mut self) -> Option<(f64, f64)> {
        Some((self.number()?, self.number()?))
    }

    pub(super) fn plot(&mut self) -> Option<Plot> {
        Some(Plot {
            name: self.text()?,
            caption: self.text()?,
            x: self.axis()?,
            y: self.axis()?,
            curves: self.list(|reader| {
                Some(PlotCurve {
                    name: reader.text()?,
                    points: reader.list(Self::point)?,
                    band: reader.list(|reader| Some((reader.number()?, reader.number()?, reader.number()?)))?,
                })
            })?,
            marks: self.list(|reader| {
                Some(Mark { at: reader.number()?, name: reader.text()?, is_vertical: reader.flag()? })
            })?,
        })
    }

    pub(super) fn heat_map(&mut self) -> Option<HeatMap> {
        Some(HeatMap {
            caption: self.text()?,
            x: self.axis()?,
            y: self.axis()?,
            columns: self.count()?,
            cells: self.text()?,
            scale: self.axis()?,
            contours: self.list(|reader| reader.list(Self::point))?,
            contour_name: self.text()?,
            here: self.list(Self::point)?.first().copied(),
        })
    }

    pub(super) fn density(&mut self) -> Option<Density> {
        Some(Density {
            caption: self.text()?,
            x: self.axis()?,
            points: self.list(Self::point)?,
            quantiles: self.list(Self::named)?,
        })
    }

    pub(super) fn tornado(&mut self) -> Option<Tornado> {
        Some(Tornado {
            caption: self.text()?,
            x: self.axis()?,
            middle: self.number()?,
            bars: self.list(|reader| {
                let (label, (at_low, at_high)) = (reader.text()?, reader.point()?);
                Some(TornadoBar {
                    label,
                    at_low,
                    at_high,
                    low_text: reader.text()?,
                    high_text: reader.text()?,
                    first_share: reader.text()?,
                    total_share: reader.text()?,
                    working: reader.list(Self::text)?,
                    given: reader.list(Self::given)?,
                })
            })?,
        })
    }
}
