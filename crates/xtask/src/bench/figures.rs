//! What was measured, and the file that holds it.

use serde_json::{Value, json};

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Figure {
    /// What was measured.
    pub(crate) of: String,
    /// Where: `native`, `engine` and `page` (WebAssembly as those two are built), `desktop`, `mobile`, or another program.
    pub(crate) on: String,
    /// The figure.
    pub(crate) value: f64,
    /// Its unit.
    pub(crate) unit: String,
    /// Its ratio to the calibration in the same run, which depends less on the machine; none for what a browser does.
    pub(crate) ratio: Option<f64>,
}

/// The time of something in one size.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Size {
    /// What was measured.
    pub(crate) of: String,
    /// What the size counts.
    pub(crate) counts: String,
    /// The size.
    pub(crate) size: f64,
    /// The time in nanoseconds.
    pub(crate) nanoseconds: f64,
}

/// All that was measured in one run.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Results {
    /// The machine and its programs, in words: what it is, and which.
    pub(crate) machine: Vec<(String, String)>,
    /// The figures.
    pub(crate) figures: Vec<Figure>,
    /// How time grows with size.
    pub(crate) growth: Vec<Size>,
}

impl Results {
    /// Takes in what another part measured.
    pub(crate) fn add(&mut self, other: Self) {
        self.machine.extend(other.machine);
        self.figures.extend(other.figures);
        self.growth.extend(other.growth);
    }

    /// The same, with what another run measured and this one did not.
    pub(crate) fn with_missing_of(mut self, other: Self) -> Self {
        let is_there = |all: &[Figure], one: &Figure| all.iter().any(|of| of.of == one.of && of.on == one.on);
        let figures = other.figures.into_iter().filter(|figure| !is_there(&self.figures, figure)).collect::<Vec<_>>();
        let growth = other.growth.into_iter().filter(|size| self.growth.iter().all(|of| of.of != size.of));
        let growth = growth.collect::<Vec<_>>();
        self.figures.extend(figures);
        self.growth.extend(growth);
        self
    }

    /// A figure; nothing where it was not measured.
    pub(crate) fn get(&self, of: &str, on: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.of == of && figure.on == on)
    }

    /// As a file.
    pub(crate) fn to_json(&self) -> String {
        let machine: Vec<Value> = self.machine.iter().map(|(what, which)| json!([what, which])).collect();
        let figures: Vec<Value> = self.figures.iter().map(Figure::to_json).collect();
        let growth: Vec<Value> = self.growth.iter().map(Size::to_json).collect();
        let json = json!({ "figures": figures, "growth": growth, "machine": machine });
        format!("{json:#}\n")
    }

    /// Reads such a file; nothing when it is none.
    pub(crate) fn from_json(text: &str) -> Option<Self> {
        let json: Value = serde_json::from_str(text).ok()?;
        let list = |key: &str| json.get(key)?.as_array().cloned();
        let machine = |line: &Value| Some((line.get(0)?.as_str()?.to_owned(), line.get(1)?.as_str()?.to_owned()));
        Some(Self {
            machine: list("machine")?.iter().map(machine).collect::<Option<_>>()?,
            figures: list("figures")?.iter().map(Figure::from_json).collect::<Option<_>>()?,
            growth: list("growth")?.iter().map(Size::from_json).collect::<Option<_>>()?,
        })
    }
}

impl Figure {
    fn to_json(&self) -> Value {
        json!({ "of": self.of, "on": self.on, "value": self.value, "unit": self.unit, "ratio": self.ratio })
    }

    fn from_json(json: &Value) -> Option<Self> {
        Some(Self {
            of: text(json, "of")?,
            on: text(json, "on")?,
            value: number(json, "value")?,
            unit: text(json, "unit")?,
            ratio: number(json, "ratio"),
        })
    }
}

impl Size {
    fn to_json(&self) -> Value {
        json!({ "of": self.of, "counts": self.counts, "size": self.size, "nanoseconds": self.nanoseconds })
    }

    fn from_json(json: &Value) -> Option<Self> {
        Some(Self {
            of: text(json, "of")?,
            counts: text(json, "counts")?,
            size: number(json, "size")?,
            nanoseconds: number(json, "nanoseconds")?,
        })
    }
}

fn text(json: &Value, key: &str) -> Option<String> {
    Some(json.get(key)?.as_str()?.to_owned())
}

fn number(json: &Value, key: &str) -> Option<f64> {
    json.get(key)?.as_f64()
}

/// The middle of some numbers; nothing of none.
pub(crate) fn median(numbers: &[f64]) -> Option<f64> {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let half = sorted.len() / 2;
    let upper = *sorted.get(half)?;
    Some(if sorted.len() % 2 == 1 { upper } else { (sorted[half - 1] + upper) / 2.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_as_it_was_written() {
        let results = Results {
            machine: vec![("Processor".to_owned(), "a “fast” one".to_owned())],
            figures: vec![
                Figure {
                    of: "an estimate".to_owned(),
                    on: "native".to_owned(),
                    value: 1987.25,
                    unit: "ns".to_owned(),
                    ratio: Some(0.1 + 0.2),
                },
                Figure {
                    of: "layout shift".to_owned(),
                    on: "mobile".to_owned(),
                    value: 0.0,
                    unit: String::new(),
                    ratio: None,
                },
            ],
            growth: vec![Size { of: "a sample".to_owned(), counts: "draws".to_owned(), size: 1e6, nanoseconds: 1.5e8 }],
        };
        assert_eq!(Results::from_json(&results.to_json()), Some(results));
        assert_eq!(Results::from_json("{}"), None);
        assert_eq!(Results::from_json("[1"), None);
    }

    #[test]
    fn what_was_not_measured_again_stays() {
        let figure = |of: &str, value: f64| Figure {
            of: of.to_owned(),
            on: "native".to_owned(),
            value,
            unit: "ns".to_owned(),
            ratio: None,
        };
        let of = |figures: &[Figure]| Results { figures: figures.to_vec(), ..Results::default() };
        let both = of(&[figure("a", 1.0)]).with_missing_of(of(&[figure("a", 2.0), figure("b", 3.0)]));
        assert_eq!(both.figures, [figure("a", 1.0), figure("b", 3.0)]);
    }

    #[test]
    fn the_median_lies_in_the_middle() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(median(&[]), None);
    }
}
