//! Dated rental prices.

use super::fields::Fields;
use crate::interval::Interval;
use crate::source::{Figure, Sourced};
use crate::units::UsdPerGpuHour;
use crate::words::catalogue as words;

/// On what terms a price holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Terms {
    /// Pay by the hour, no commitment.
    OnDemand,
    /// With a commitment of a year or more.
    Reserved,
    /// Can be taken away at any time.
    Spot,
    /// Taken by a report as a plausible price, offered by nobody.
    Assumed,
}

impl Terms {
    /// The words for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OnDemand => words::on_demand(),
            Self::Reserved => words::reserved(),
            Self::Spot => words::spot(),
            Self::Assumed => words::assumed_by_report(),
        }
    }
}

/// For how many months a rental price speaks for the present. That is a judgement: one generation of accelerators follows the
/// other about every two years and takes the rents of the one before with it, and a year and a half is well within that.
pub const RENT_FRESH_MONTHS: u16 = 18;

/// What one provider asked for one accelerator at one time.
#[derive(Debug)]
pub struct Price {
    /// Slug of the accelerator.
    pub hardware: &'static str,
    /// The row's own name, unique for the accelerator.
    pub slug: &'static str,
    /// Who asked it.
    pub provider: &'static str,
    /// The day or month on which it held.
    pub date: &'static str,
    /// On what terms.
    pub terms: Terms,
    /// Where, when it depends on that.
    pub region: Option<&'static str>,
    /// The price of one chip for one hour.
    pub usd_per_gpu_hour: Figure<Interval<UsdPerGpuHour>>,
}

impl Price {
    pub(super) fn read(fields: &mut Fields) -> Self {
        let (hardware, slug, provider, date) = (fields.text(), fields.text(), fields.text(), fields.text());
        Self {
            hardware,
            slug,
            provider,
            date,
            terms: fields.word(&[
                ("on-demand", Terms::OnDemand),
                ("reserved", Terms::Reserved),
                ("spot", Terms::Spot),
                ("assumed", Terms::Assumed),
            ]),
            region: fields.optional_text(),
            usd_per_gpu_hour: quoted(&fields.number(), date),
        }
    }
}

/// A price whose citations say when it held.
fn quoted(price: &Figure<Interval<UsdPerGpuHour>>, date: &'static str) -> Figure<Interval<UsdPerGpuHour>> {
    let dated = |price: &Sourced<_>| Sourced::new(price.value(), price.citation().quoted(date, RENT_FRESH_MONTHS));
    match *price {
        Figure::Known(prices) => Figure::Known(prices.iter().map(dated).collect::<Vec<_>>().leak()),
        Figure::Unknown(why) => Figure::Unknown(why),
    }
}
