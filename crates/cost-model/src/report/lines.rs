//! A report as one text, a value on each line, and back.

mod charts;

use std::str::Lines;

use super::{
    Block, Claimed, Figure, Found, Given, Ladder, Part, Parts, Point, Reference, Report, Row, Rung, Scatter, Table,
    Tone, Waterfall, WaterfallStep,
};
use crate::decimal::{self, Decimal};
use crate::estimate::Grade;
use crate::field::Field;
use crate::interval::Interval;

const TONES: [Tone; 4] = [Tone::Answer, Tone::Plain, Tone::Note, Tone::Warning];
const GRADES: [Grade; 6] =
    [Grade::Published, Grade::Derived, Grade::Estimated, Grade::Assumed, Grade::Entered, Grade::Unknown];

impl Report {
    /// The report as one text, a value on each line; breaks of line inside a text become spaces.
    #[must_use]
    pub fn to_lines(&self) -> String {
        let mut writer = Writer(String::new());
        writer.list(&self.blocks, Writer::block);
        writer.list(&self.found, |writer, found| {
            writer.text(found.field.spec().key);
            writer.text(&found.value);
            writer.text(&found.because);
        });
        writer.enters(&self.values);
        writer.0
    }

    /// Reads what [`Report::to_lines`] wrote; nothing when it is something else.
    #[must_use]
    pub fn from_lines(text: &str) -> Option<Self> {
        let mut reader = Reader(text.lines());
        let blocks = reader.list(Reader::block)?;
        let found = reader.list(|reader| {
            Some(Found { field: Field::from_key(reader.0.next()?)?, value: reader.text()?, because: reader.text()? })
        })?;
        Some(Self { blocks, found, values: reader.enters()? })
    }
}

struct Writer(String);

impl Writer {
    fn text(&mut self, text: &str) {
        self.0.extend(text.chars().map(|c| if c == '\n' || c == '\r' { ' ' } else { c }));
        self.0.push('\n');
    }

    fn count(&mut self, count: usize) {
        self.text(&count.to_string());
    }

    fn flag(&mut self, flag: bool) {
        self.count(usize::from(flag));
    }

    /// What is not finite becomes zero: it has no place on any axis.
    fn number(&mut self, value: f64) {
        let finite = if value.is_finite() { value } else { 0.0 };
        self.text(&Decimal::exactly(finite).scientific());
    }

    fn list<T>(&mut self, items: &[T], item: fn(&mut Self, &T)) {
        self.count(items.len());
        items.iter().for_each(|each| item(self, each));
    }

    fn enters(&mut self, enters: &[(Field, String)]) {
        self.list(enters, |writer, (field, value)| {
            writer.text(field.spec().key);
            writer.text(value);
        });
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(text) => {
                self.text("heading");
                self.text(text);
            }
            Block::Text { tone, text } => {
                self.text("text");
                self.count(TONES.iter().position(|other| other == tone).unwrap_or_default());
                self.text(text);
            }
            Block::Figures { caption, rows } => {
                self.text("figures");
                self.text(caption);
                self.list(rows, Self::figure);
            }
            Block::Parts(parts) => {
                self.text("parts");
                self.parts(parts);
            }
            Block::Table(table) => {
                self.text("table");
                self.table(table);
            }
            Block::Scatter(scatter) => {
                self.text("scatter");
                self.scatter(scatter);
            }
            Block::Ladder(ladder) => {
                self.text("ladder");
                self.text(&ladder.caption);
                self.text(&ladder.worked_out);
                self.text(&ladder.said);
                self.list(&ladder.rungs, Self::rung);
            }
            Block::Waterfall(waterfall) => {
                self.text("waterfall");
                self.text(&waterfall.caption);
                self.text(&waterfall.share_label);
                self.list(&waterfall.steps, Self::step);
            }
            Block::Plot(plot) => {
                self.text("plot");
                self.plot(plot);
            }
            Block::HeatMap(map) => {
                self.text("heat map");
                self.heat_map(map);
            }
            Block::Density(density) => {
                self.text("density");
                self.density(density);
            }
            Block::Tornado(tornado) => {
                self.text("tornado");
                self.tornado(tornado);
            }
            Block::Offer { label, enters, everywhere } => {
                self.text("offer");
                self.text(label);
                self.enters(enters);
                self.flag(*everywhere);
            }
            Block::Link { label, fragment } => {
                self.text("link");
                self.text(label);
                self.text(fragment);
            }
        }
    }

    fn figure(&mut self, figure: &Figure) {
        self.text(&figure.label);
        self.text(&figure.value);
        self.count(GRADES.iter().position(|grade| *grade == figure.grade).unwrap_or_default());
        self.explained(&figure.working, &figure.given, &figure.sources);
    }

    fn explained(&mut self, working: &[String], given: &[Given], sources: &[Reference]) {
        self.found(working, given);
        self.list(sources, Self::source);
    }

    fn found(&mut self, working: &[String], given: &[Given]) {
        self.list(working, |writer, line| writer.text(line));
        self.list(given, |writer, given| writer.text(&given.written()));
    }

    fn source(&mut self, source: &Reference) {
        self.text(&source.title);
        self.text(&source.url);
        self.text(&source.locator);
    }

    /// The ends, and the central value where there is one.
    fn interval(&mut self, interval: Interval<f64>) {
        self.number(interval.low());
        self.number(interval.high());
        self.flag(interval.central().is_some());
        if let Some(central) = interval.central() {
            self.number(central);
        }
    }

    fn rung(&mut self, rung: &Rung) {
        self.text(&rung.label);
        self.text(&rung.note);
        self.flag(rung.usd.is_some());
        if let Some(usd) = rung.usd {
            self.interval(usd);
        }
        self.text(&rung.text);
        self.flag(rung.is_marked);
        self.enters(&rung.enters);
        self.explained(&rung.working, &rung.given, &rung.sources);
        self.list(&rung.claims, |writer, claim| {
            writer.interval(claim.usd);
            writer.text(&claim.text);
            writer.text(&claim.says);
            writer.source(&claim.source);
        });
    }

    fn step(&mut self, step: &WaterfallStep) {
        self.text(&step.label);
        self.number(step.from);
        self.number(step.to);
        self.flag(step.is_sum);
        self.text(&step.value);
        self.text(&step.share);
        self.explained(&step.working, &step.given, &step.sources);
    }

    fn parts(&mut self, parts: &Parts) {
        self.text(&parts.caption);
        self.text(&parts.total);
        self.flag(parts.capacity.is_some());
        if let Some((size, text)) = &parts.capacity {
            self.number(*size);
            self.text(text);
        }
        self.list(&parts.parts, |writer, part| {
            writer.text(&part.label);
            writer.number(part.size);
            writer.text(&part.value);
            writer.text(&part.share);
            writer.text(&part.note);
            writer.explained(&part.working, &part.given, &part.sources);
        });
    }

    fn table(&mut self, table: &Table) {
        self.text(&table.caption);
        self.list(&table.columns, |writer, (label, is_number)| {
            writer.text(label);
            writer.flag(*is_number);
        });
        self.list(&table.rows, |writer, row| {
            writer.list(&row.cells, |writer, cell| writer.text(cell));
            writer.flag(row.is_marked);
            writer.enters(&row.enters);
            writer.explained(&row.working, &row.given, &row.sources);
        });
        self.flag(table.is_folded);
    }

    fn scatter(&mut self, scatter: &Scatter) {
        self.text(&scatter.caption);
        self.text(&scatter.x_label);
        self.text(&scatter.y_label);
        self.flag(scatter.has_diagonal);
        self.list(&scatter.series, |writer, name| writer.text(name));
        self.list(&scatter.points, |writer, point| {
            writer.text(&point.label);
            writer.count(point.series);
            writer.number(point.x);
            writer.number(point.y.low());
            writer.number(point.y.middle());
            writer.number(point.y.high());
            writer.text(&point.text);
            writer.explained(&point.working, &point.given, &point.sources);
        });
    }
}

struct Reader<'a>(Lines<'a>);

impl Reader<'_> {
    fn text(&mut self) -> Option<String> {
        self.0.next().map(str::to_owned)
    }

    fn count(&mut self) -> Option<usize> {
        self.0.next()?.parse().ok()
    }

    fn flag(&mut self) -> Option<bool> {
        Some(self.count()? == 1)
    }

    fn number(&mut self) -> Option<f64> {
        let text = self.0.next()?;
        match text.strip_prefix('-') {
            Some(size) => decimal::read(size).map(|size| -size),
            None => decimal::read(text),
        }
    }

    fn list<T>(&mut self, item: fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        (0..self.count()?).map(|_| item(self)).collect()
    }

    fn enters(&mut self) -> Option<Vec<(Field, String)>> {
        self.list(|reader| Some((Field::from_key(reader.0.next()?)?, reader.text()?)))
    }

    fn block(&mut self) -> Option<Block> {
        Some(match self.0.next()? {
            "heading" => Block::Heading(self.text()?),
            "text" => Block::Text { tone: *TONES.get(self.count()?)?, text: self.text()? },
            "figures" => Block::Figures { caption: self.text()?, rows: self.list(Self::figure)? },
            "parts" => Block::Parts(self.parts()?),
            "table" => Block::Table(self.table()?),
            "scatter" => Block::Scatter(self.scatter()?),
            "ladder" => Block::Ladder(Ladder {
                caption: self.text()?,
                worked_out: self.text()?,
                said: self.text()?,
                rungs: self.list(Self::rung)?,
            }),
            "plot" => Block::Plot(self.plot()?),
            "heat map" => Block::HeatMap(self.heat_map()?),
            "density" => Block::Density(self.density()?),
            "tornado" => Block::Tornado(self.tornado()?),
            "waterfall" => Block::Waterfall(Waterfall {
                caption: self.text()?,
                share_label: self.text()?,
                steps: self.list(Self::step)?,
            }),
            "offer" => Block::Offer { label: self.text()?, enters: self.enters()?, everywhere: self.flag()? },
            "link" => Block::Link { label: self.text()?, fragment: self.text()? },
            _ => return None,
        })
    }

    fn figure(&mut self) -> Option<Figure> {
        Some(Figure {
            label: self.text()?,
            value: self.text()?,
            grade: *GRADES.get(self.count()?)?,
            working: self.list(Self::text)?,
            given: self.list(Self::given)?,
            sources: self.list(Self::source)?,
        })
    }

    fn given(&mut self) -> Option<Given> {
        Given::read(self.0.next()?)
    }

    fn source(&mut self) -> Option<Reference> {
        Some(Reference { title: self.text()?, url: self.text()?, locator: self.text()? })
    }

    fn interval(&mut self) -> Option<Interval<f64>> {
        let (low, high) = (self.number()?, self.number()?);
        Some(if self.flag()? { Interval::around(low, self.number()?, high) } else { Interval::between(low, high) })
    }

    fn rung(&mut self) -> Option<Rung> {
        Some(Rung {
            label: self.text()?,
            note: self.text()?,
            usd: if self.flag()? { Some(self.interval()?) } else { None },
            text: self.text()?,
            is_marked: self.flag()?,
            enters: self.enters()?,
            working: self.list(Self::text)?,
            given: self.list(Self::given)?,
            sources: self.list(Self::source)?,
            claims: self.list(|reader| {
                Some(Claimed {
                    usd: reader.interval()?,
                    text: reader.text()?,
                    says: reader.text()?,
                    source: reader.source()?,
                })
            })?,
        })
    }

    fn step(&mut self) -> Option<WaterfallStep> {
        Some(WaterfallStep {
            label: self.text()?,
            from: self.number()?,
            to: self.number()?,
            is_sum: self.flag()?,
            value: self.text()?,
            share: self.text()?,
            working: self.list(Self::text)?,
            given: self.list(Self::given)?,
            sources: self.list(Self::source)?,
        })
    }

    fn parts(&mut self) -> Option<Parts> {
        Some(Parts {
            caption: self.text()?,
            total: self.text()?,
            capacity: if self.flag()? { Some((self.number()?, self.text()?)) } else { None },
            parts: self.list(|reader| {
                Some(Part {
                    label: reader.text()?,
                    size: reader.number()?,
                    value: reader.text()?,
                    share: reader.text()?,
                    note: reader.text()?,
                    working: reader.list(Self::text)?,
                    given: reader.list(Self::given)?,
                    sources: reader.list(Self::source)?,
                })
            })?,
        })
    }

    fn table(&mut self) -> Option<Table> {
        Some(Table {
            caption: self.text()?,
            columns: self.list(|reader| Some((reader.text()?, reader.flag()?)))?,
            rows: self.list(|reader| {
                Some(Row {
                    cells: reader.list(Self::text)?,
                    is_marked: reader.flag()?,
                    enters: reader.enters()?,
                    working: reader.list(Self::text)?,
                    given: reader.list(Self::given)?,
                    sources: reader.list(Self::source)?,
                })
            })?,
            is_folded: self.flag()?,
        })
    }

    fn scatter(&mut self) -> Option<Scatter> {
        Some(Scatter {
            caption: self.text()?,
            x_label: self.text()?,
            y_label: self.text()?,
            has_diagonal: self.flag()?,
            series: self.list(Self::text)?,
            points: self.list(|reader| {
                Some(Point {
                    label: reader.text()?,
                    series: reader.count()?,
                    x: reader.number()?,
                    y: Interval::around(reader.number()?, reader.number()?, reader.number()?),
                    text: reader.text()?,
                    working: reader.list(Self::text)?,
                    given: reader.list(Self::given)?,
                    sources: reader.list(Self::source)?,
                })
            })?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Axis, Density, HeatMap, Mark, Plot, PlotCurve, Tornado, TornadoBar};
    use crate::text::Style;

    fn given() -> Vec<Given> {
        vec![Given::Field(Field::Mfu), Given::Figure("MFU")]
    }

    fn rung(enters: Vec<(Field, String)>) -> Rung {
        let source = Reference { title: "T".to_owned(), url: "https://e.org/".to_owned(), locator: "p. 1".to_owned() };
        let claim = |usd| Claimed { usd, text: "$1".to_owned(), says: "said".to_owned(), source: source.clone() };
        Rung {
            label: "rented".to_owned(),
            note: "hours × price".to_owned(),
            usd: Some(Interval::between(1.5, 2.5)),
            text: "$1.50 – $2.50".to_owned(),
            is_marked: true,
            enters,
            working: vec!["1 + 1".to_owned()],
            given: given(),
            sources: vec![source.clone()],
            claims: vec![claim(Interval::exact(2.0)), claim(Interval::between(1.0, 9.0))],
        }
    }

    fn axis(is_log: bool) -> Axis {
        Axis::over("cost, US dollars", [1.0, 9.0].into_iter(), is_log, Style::Usd).expect("an axis")
    }

    fn plot() -> Plot {
        let curve = PlotCurve {
            name: "loss".to_owned(),
            points: vec![(1.0, 2.5)],
            band: vec![(1.0, 2.0, 3.0), (4.0, 2.0, 3.0)],
        };
        let mark = Mark { at: 4.0, name: "here".to_owned(), is_vertical: true };
        Plot {
            name: Plot::NAME.to_owned(),
            caption: "Frontier".to_owned(),
            x: axis(true),
            y: axis(false),
            curves: vec![curve],
            marks: vec![mark],
        }
    }

    fn heat_map() -> HeatMap {
        HeatMap {
            caption: "Cost".to_owned(),
            x: axis(true),
            y: axis(false),
            columns: 2,
            cells: " A/9".to_owned(),
            scale: axis(true),
            contours: vec![vec![(1.0, 2.0), (2.0, 3.0)], Vec::new()],
            contour_name: "$5M".to_owned(),
            here: Some((2.0, 2.0)),
        }
    }

    fn tornado() -> Tornado {
        let text = |text: &str| text.to_owned();
        let bar = TornadoBar {
            label: text("price"),
            at_low: 1.0,
            at_high: 9.0,
            low_text: text("$1"),
            high_text: text("$9"),
            first_share: text("80%"),
            total_share: text("90%"),
            working: vec![text("at $1")],
            given: given(),
        };
        Tornado { caption: text("Cost"), x: axis(false), middle: 4.0, bars: vec![bar] }
    }

    fn every_block() -> Report {
        let step = WaterfallStep {
            label: "FP8".to_owned(),
            from: 0.25,
            to: 0.125,
            is_sum: false,
            value: "−$1".to_owned(),
            share: "10%".to_owned(),
            working: vec!["a".to_owned()],
            given: given(),
            sources: Vec::new(),
        };
        let enters = vec![(Field::Tokens, "14.8T".to_owned())];
        let figure = Figure {
            label: "MFU".to_owned(),
            value: "41%".to_owned(),
            grade: Grade::Derived,
            working: vec!["a ÷ b".to_owned(), "1 ÷ 2".to_owned()],
            given: given(),
            sources: vec![Reference {
                title: "T".to_owned(),
                url: "https://e.org/".to_owned(),
                locator: "p. 1".to_owned(),
            }],
        };
        let part = |size: f64| Part {
            label: "weights".to_owned(),
            size,
            value: "1 GB".to_owned(),
            share: "50%".to_owned(),
            note: String::new(),
            working: vec!["2 × 0.5".to_owned()],
            given: given(),
            sources: Vec::new(),
        };
        let row = Row {
            cells: vec!["a".to_owned(), "1".to_owned()],
            is_marked: true,
            enters: enters.clone(),
            working: vec!["1 × 1 = 1".to_owned()],
            given: given(),
            sources: vec![Reference {
                title: "S".to_owned(),
                url: "https://e.org/".to_owned(),
                locator: String::new(),
            }],
        };
        let point = Point {
            label: "V3".to_owned(),
            series: 1,
            x: 2.664e6,
            y: Interval::around(0.1, 0.3, 1e300),
            text: "x".to_owned(),
            working: vec!["6·N·D".to_owned()],
            given: given(),
            sources: Vec::new(),
        };
        Report {
            blocks: vec![
                Block::Heading("Step".to_owned()),
                Block::Text { tone: Tone::Warning, text: "Too large".to_owned() },
                Block::Figures { caption: "Figures".to_owned(), rows: vec![figure] },
                Block::Parts(Parts {
                    caption: "Memory".to_owned(),
                    total: "2 GB".to_owned(),
                    capacity: Some((80e9, "80 GB".to_owned())),
                    parts: vec![part(1e9), part(0.0)],
                }),
                Block::Table(Table {
                    caption: "Layouts".to_owned(),
                    columns: vec![("Layout".to_owned(), false), ("MFU".to_owned(), true)],
                    rows: vec![row],
                    is_folded: true,
                }),
                Block::Scatter(Scatter {
                    caption: "Hours".to_owned(),
                    x_label: "published".to_owned(),
                    y_label: "predicted".to_owned(),
                    has_diagonal: true,
                    series: vec!["ours".to_owned(), "flat".to_owned()],
                    points: vec![point],
                }),
                Block::Ladder(Ladder {
                    caption: "Rungs".to_owned(),
                    worked_out: "worked out".to_owned(),
                    said: "said".to_owned(),
                    rungs: vec![rung(enters.clone())],
                }),
                Block::Plot(plot()),
                Block::HeatMap(heat_map()),
                Block::Density(Density {
                    caption: "Cost".to_owned(),
                    x: axis(false),
                    points: vec![(1.0, 0.0), (2.0, 1.0)],
                    quantiles: vec![(1.5, "$1.50".to_owned())],
                }),
                Block::Tornado(tornado()),
                Block::Waterfall(Waterfall {
                    caption: "From A to B".to_owned(),
                    share_label: "Share".to_owned(),
                    steps: vec![step],
                }),
                Block::Offer { label: "Use".to_owned(), enters, everywhere: true },
                Block::Link { label: "Another".to_owned(), fragment: "models=gpt-4".to_owned() },
            ],
            found: vec![Found { field: Field::Mfu, value: "41%".to_owned(), because: "searched".to_owned() }],
            values: vec![(Field::Mfu, "41%".to_owned())],
        }
    }

    #[test]
    fn a_report_comes_back_from_its_lines() {
        let report = every_block();
        assert_eq!(Report::from_lines(&report.to_lines()), Some(report));
    }

    #[test]
    fn breaks_and_what_is_not_finite_do_no_harm() {
        let mut report = Report::default();
        report.heading("two\nlines");
        assert_eq!(
            Report::from_lines(&report.to_lines()).map(|back| back.blocks),
            Some(vec![Block::Heading("two lines".to_owned())])
        );
        let mut writer = Writer(String::new());
        writer.number(f64::NAN);
        writer.number(-2.5);
        let mut reader = Reader(writer.0.lines());
        assert_eq!((reader.number(), reader.number()), (Some(0.0), Some(-2.5)));
    }

    #[test]
    fn a_damaged_text_gives_nothing() {
        let whole = every_block().to_lines();
        let lines: Vec<&str> = whole.lines().collect();
        for kept in 0..lines.len() {
            assert_eq!(Report::from_lines(&lines[..kept].join("\n")), None, "{kept} of {} lines", lines.len());
        }
        assert_eq!(Report::from_lines("99999999999999999999"), None);
    }
}
