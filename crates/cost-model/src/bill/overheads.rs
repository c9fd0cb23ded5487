//! Figures beyond the final run, from `data/overheads`, each for every run or for one model, accelerator, developer,
//! region or profile.

use crate::catalogue::{ByEdition, EDITION, Fields};
use crate::interval::Interval;
use crate::source::{Figure, Sourced};
use crate::units::{GpuHours, Kilograms, KilowattHours, Unit, Watts};

/// Whom a figure holds for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Every run.
    General,
    /// One model, by slug.
    Model,
    /// One accelerator, by slug.
    Chip,
    /// One developer, by the name in models.
    Developer,
    /// One region, by slug.
    Region,
    /// One profile, by slug.
    Profile,
}

/// One figure.
#[derive(Debug)]
pub struct Overhead {
    /// Whom it holds for.
    pub scope: Scope,
    /// Which of them; empty for every run.
    pub name: &'static str,
    /// The key of the field that it is the default of, or a word of its own.
    pub key: &'static str,
    /// The figure, in the field's base unit.
    pub figure: Figure<Interval<f64>>,
}

/// Energy and emissions of a run as its makers published them.
#[derive(Debug)]
pub struct PublishedEnergy {
    /// The run.
    pub name: &'static str,
    /// Accelerator time.
    pub chip_hours: Figure<Interval<GpuHours>>,
    /// Power of one chip that was taken.
    pub chip_power: Figure<Interval<Watts>>,
    /// PUE that was taken.
    pub pue: Figure<Interval<f64>>,
    /// Energy.
    pub energy: Figure<Interval<KilowattHours>>,
    /// Carbon intensity that was taken, in grams per kilowatt-hour.
    pub intensity: Figure<Interval<f64>>,
    /// Emissions in tonnes.
    pub tonnes: Figure<Interval<f64>>,
}

impl PublishedEnergy {
    /// The emissions as mass.
    #[must_use]
    pub fn emissions(&self) -> Option<Interval<Kilograms>> {
        self.tonnes.value().map(|tonnes| tonnes.map(|tonnes| Kilograms::new(1000.0 * tonnes)))
    }
}

/// All of them.
#[derive(Debug)]
pub struct Overheads {
    figures: &'static [Overhead],
    published: &'static [PublishedEnergy],
}

static OVERHEADS: ByEdition<Overheads> = ByEdition::new();

impl Overhead {
    fn read(fields: &mut Fields) -> Self {
        let scope = fields.word(&[
            ("general", Scope::General),
            ("models", Scope::Model),
            ("chips", Scope::Chip),
            ("developers", Scope::Developer),
            ("regions", Scope::Region),
            ("profiles", Scope::Profile),
        ]);
        Self { scope, name: fields.text(), key: fields.text(), figure: number(fields) }
    }
}

impl PublishedEnergy {
    fn read(fields: &mut Fields) -> Self {
        Self {
            name: fields.text(),
            chip_hours: fields.number(),
            chip_power: fields.number(),
            pue: number(fields),
            energy: fields.number(),
            intensity: number(fields),
            tonnes: number(fields),
        }
    }
}

fn number(fields: &mut Fields) -> Figure<Interval<f64>> {
    fields.figure(|fields| fields.interval())
}

impl Overheads {
    /// The figures of the newest edition.
    #[must_use]
    pub fn current() -> &'static Self {
        Self::of(EDITION)
    }

    /// The figures of an edition; those of the newest for an edition that does not exist.
    #[must_use]
    pub fn of(edition: &str) -> &'static Self {
        OVERHEADS.of(edition, |edition| {
            let mut fields = Fields::new(include_str!(concat!(env!("OUT_DIR"), "/overheads.txt")), edition);
            Self { figures: fields.list(Overhead::read), published: fields.list(PublishedEnergy::read) }
        })
    }

    /// Every figure that any edition has; unknown where this one does not have it.
    #[must_use]
    pub fn all(&self) -> &'static [Overhead] {
        self.figures
    }

    /// The first value of a figure.
    #[must_use]
    pub fn get(&self, scope: Scope, name: &str, key: &str) -> Option<&'static Sourced<Interval<f64>>> {
        let is_it = |figure: &&Overhead| figure.scope == scope && figure.name == name && figure.key == key;
        self.figures.iter().find(is_it)?.figure.first()
    }

    /// Energy and emissions as published.
    #[must_use]
    pub fn published(&self) -> &'static [PublishedEnergy] {
        self.published
    }
}

/// A range in base units.
#[must_use]
pub fn base<T: Unit>(figure: &Figure<Interval<T>>) -> Option<Interval<f64>> {
    figure.value().map(Interval::base)
}
