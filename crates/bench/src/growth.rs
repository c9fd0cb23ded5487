//! How time grows with the size of what is asked.

use std::hint::black_box;

use cost_model::catalogue::Catalogue;
use cost_model::comparison::{Comparison, MAX_ENTRIES};
use cost_model::estimate::estimate;
use cost_model::field::Field;
use cost_model::uncertainty::{Measure, Sample, Settings, Sweep, grid, line};

use crate::Work;
use crate::scenarios::{computed, preset, program, search_layouts, six_log_normals};

/// The same work in growing sizes.
pub struct Series {
    /// Its name in tables and files.
    pub name: &'static str,
    /// Who does it for a visitor: the `page`, or the `engine` beside it.
    pub on: &'static str,
    /// What the size counts.
    pub of: &'static str,
    /// Size and one call.
    pub sizes: Vec<(f64, Work)>,
}

/// Every series.
#[must_use]
pub fn series() -> Vec<Series> {
    vec![entries(), presets(), draws(), along_a_field(), over_two_fields(), layouts()]
}

fn new([name, on, of]: [&'static str; 3], sizes: &[u32], work: impl Fn(u32) -> Work) -> Series {
    Series { name, on, of, sizes: sizes.iter().map(|size| (f64::from(*size), work(*size))).collect() }
}

/// The estimates of a comparison.
fn entries() -> Series {
    new(["estimates of a comparison", "page", "entries"], &[1, 2, 4, 8, MAX_ENTRIES as u32], |count| {
        let models = Catalogue::current().models().iter().take(count as usize);
        let comparison = Comparison::of(models.map(|model| preset(model.slug)).collect());
        Box::new(move || black_box(&comparison).estimates().len() as f64)
    })
}

/// Estimates of ever more of the catalogue's models.
fn presets() -> Series {
    let all = Catalogue::current().models().len() as u32;
    let sizes: Vec<u32> = [8, 16, 32, 64].into_iter().filter(|size| *size < all).chain([all]).collect();
    new(["estimates of the catalogue", "page", "models"], &sizes, |count| {
        Box::new(move || {
            let models = Catalogue::current().models().iter().take(black_box(count) as usize);
            models.filter(|model| estimate(&preset(model.slug)).is_ok()).count() as f64
        })
    })
}

fn draws() -> Series {
    new(["sample of six log-normals", "engine", "draws"], &[1_000, 10_000, 100_000, 1_000_000], |draws| {
        let (program, measure) = six_log_normals();
        let settings = Settings { draws, seed: Settings::SEED, correlations: Default::default() };
        Box::new(move || Sample::of(&program, measure, black_box(settings), &mut |_, _| {}).mean().unwrap_or_default())
    })
}

/// A result along a field with its band, of 256 draws at each value.
fn along_a_field() -> Series {
    new(["line with its band, 256 draws each", "engine", "points"], &[25, 50, 100, 200, 400], |points| {
        let (program, measure) = six_log_normals();
        let sweep = sweep(program.slot(Field::Pue), 1.0, 2.0);
        let settings = Settings { draws: 256, seed: Settings::SEED, correlations: Default::default() };
        Box::new(move || {
            let line = line(&program, measure, black_box(sweep), points as usize, settings);
            line.iter().filter_map(|at| at.result).map(|[_, median, _]| median).sum()
        })
    })
}

fn over_two_fields() -> Series {
    new(["map over two fields", "engine", "points"], &[1_000, 10_000, 100_000, 1_000_000], |points| {
        let program = program(&computed(), Measure::TrainingCost, &[Field::Tokens, Field::UsdPerGpuHour]);
        let x = sweep(program.slot(Field::Tokens), 1e12, 1e14);
        let y = sweep(program.slot(Field::UsdPerGpuHour), 0.5, 8.0);
        let values = program.at(0.5);
        Box::new(move || {
            let cells =
                grid(&program, Measure::TrainingCost, black_box((x, y)), (25, points as usize / 25), values.clone());
            cells.iter().flatten().sum()
        })
    })
}

fn sweep(slot: Option<usize>, low: f64, high: f64) -> Sweep {
    Sweep { slot: slot.expect("the result depends on it"), low, high, is_log: true }
}

/// The layouts of DeepSeek-V3 on ever more chips. The size is what was tried, which more chips make more of.
fn layouts() -> Series {
    let slug = "deepseek-v3";
    let model = preset(slug).architecture().expect("its configuration is public");
    let size = |chips: u32| -> (f64, Work) {
        let (tried, _) = search_layouts(&model, slug, chips);
        (tried, Box::new(move || search_layouts(black_box(&model), slug, chips).1))
    };
    let sizes = [2, 8, 64, 2048].into_iter().map(size).collect();
    Series { name: "layout search", on: "engine", of: "layouts", sizes }
}
