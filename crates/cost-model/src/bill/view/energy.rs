//! Energy and carbon of the final run, and what others have published beside the formula.

use super::super::methods::{self, Draw};
use super::super::overheads::{Overheads, PublishedEnergy, base};
use super::super::rung::Rung;
use super::super::whole::WholeBill;
use super::figure;
use crate::interval::Interval;
use crate::report::{Block, Reference, Report, Row, Table, Tone};
use crate::source::Sourced;
use crate::text::{self, Style};
use crate::units::{Fraction, KilogramsPerKilowattHour, KilowattHours, Watts};
use crate::words::bill_energy as words;

pub(super) fn blocks(report: &mut Report, bill: &WholeBill) {
    report.heading(words::of_final_run());
    let rows = vec![
        figure(Rung::Energy.name(), &bill.energy, Style::KilowattHours),
        figure(words::carbon(), &bill.emissions, Style::Tonnes),
        figure(words::making_chips(), &bill.embodied, Style::Tonnes),
    ];
    report.blocks.push(Block::Figures { caption: words::energy_and_carbon().to_owned(), rows });
    report.text(Tone::Note, words::by_place());
}

/// What the formula gives with the inputs that a publication states, beside what it published.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// Energy by the formula; nothing when hours or power are not stated.
    pub energy: Option<Interval<KilowattHours>>,
    /// Emissions in kilograms by the formula, from published or computed energy; nothing without an intensity.
    pub kilograms: Option<Interval<f64>>,
    /// Grams per kilowatt-hour that published energy (or the formula's) and emissions imply.
    pub implied_intensity: Option<f64>,
}

/// Energy = hours × power × PUE (1 where none is stated; whether the power stated is that of the chips alone is
/// said beside it); emissions = energy × intensity.
#[must_use]
pub fn check(run: &PublishedEnergy) -> Check {
    let one = Interval::exact(Fraction::new(1.0));
    let energy = run.chip_hours.value().zip(run.chip_power.value()).map(|(hours, power)| {
        let pue = run.pue.value().map_or(one, Interval::with_unit);
        let draw = Draw { chip: power.base().with_unit::<Watts>(), server_factor: one, used: one, pue };
        draw.energy(hours)
    });
    let stated = run.energy.value().or(energy);
    let kilograms = stated.zip(run.intensity.value()).map(|(energy, grams)| {
        let intensity = grams.map(|grams| KilogramsPerKilowattHour::new(grams / 1000.0));
        methods::emitted(energy, intensity).base()
    });
    let implied =
        stated.zip(run.emissions()).map(|(energy, mass)| 1000.0 * mass.base().middle() / energy.base().middle());
    Check { energy, kilograms, implied_intensity: implied }
}

/// The sources of a row's figures, each once.
fn sources(run: &PublishedEnergy) -> Vec<Reference> {
    let citations = [
        run.tonnes.first().map(Sourced::citation),
        run.energy.first().map(Sourced::citation),
        run.chip_hours.first().map(Sourced::citation),
    ];
    let mut sources: Vec<Reference> = Vec::new();
    for source in citations.into_iter().flatten().map(Reference::from) {
        if sources.iter().all(|other| other.url != source.url) {
            sources.push(source);
        }
    }
    sources
}

/// Energy and emissions by the formula, and the intensity that published figures imply.
fn working_of(run: &PublishedEnergy, check: &Check) -> Vec<String> {
    let energy_text = |energy: Interval<f64>| text::exact_or_range(energy, Style::KilowattHours);
    let mass_text = |mass: Interval<f64>| text::exact_or_range(mass, Style::Tonnes);
    let plain = |value: Interval<f64>| text::exact_or_range(value, Style::Plain);
    let inputs = base(&run.chip_hours).zip(base(&run.chip_power)).zip(check.energy);
    let energy = inputs.map(|((hours, power), energy)| {
        let hours = text::exact_or_range(hours, Style::Count("h"));
        let (power, energy) = (text::exact_or_range(power, Style::Watts), energy_text(energy.base()));
        match run.pue.value() {
            Some(pue) => words::energy_working(&hours, &power, &plain(pue), &energy),
            None => words::chip_energy_working(&hours, &power, &energy),
        }
    });
    let stated = base(&run.energy).or(check.energy.map(Interval::base));
    let carbon = stated
        .zip(run.intensity.value())
        .zip(check.kilograms)
        .map(|((energy, grams), mass)| words::carbon_working(&energy_text(energy), &plain(grams), &mass_text(mass)));
    let published = stated.zip(run.emissions()).zip(check.implied_intensity);
    let implied = published.map(|((energy, mass), grams)| {
        words::implied_working(&mass_text(mass.base()), &energy_text(energy), &text::point(grams, Style::Rounded))
    });
    [energy, carbon, implied].into_iter().flatten().collect()
}

pub(super) fn published(report: &mut Report, edition: &str) {
    report.heading(words::published());
    let columns = [
        words::run(),
        words::energy_published(),
        words::by_formula(),
        words::carbon_published(),
        words::by_formula(),
        words::implied_intensity(),
    ];
    let rows = Overheads::of(edition).published().iter().map(|run| {
        let check = check(run);
        let energy = |value: Option<Interval<f64>>| {
            value.map_or_else(|| "–".to_owned(), |value| text::exact_or_range(value, Style::KilowattHours))
        };
        let tonnes = |value: Option<Interval<f64>>| {
            value.map_or_else(|| "–".to_owned(), |value| text::exact_or_range(value, Style::Tonnes))
        };
        Row {
            cells: vec![
                run.name.to_owned(),
                energy(base(&run.energy)),
                energy(check.energy.map(Interval::base)),
                tonnes(run.emissions().map(Interval::base)),
                tonnes(check.kilograms),
                check.implied_intensity.map_or_else(|| "–".to_owned(), |grams| text::point(grams, Style::Rounded)),
            ],
            working: working_of(run, &check),
            sources: sources(run),
            ..Row::default()
        }
    });
    report.blocks.push(Block::Table(Table {
        caption: words::published_and_formula().to_owned(),
        columns: columns.iter().enumerate().map(|(place, name)| ((*name).to_owned(), place > 0)).collect(),
        rows: rows.collect(),
        is_folded: false,
    }));
    report.text(Tone::Note, words::counted_differently());
}
