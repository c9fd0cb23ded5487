//! Dated rental prices.

use super::fields::Fields;
use crate::interval::Interval;
use crate::source::Figure;
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
        Self {
            hardware: fields.text(),
            slug: fields.text(),
            provider: fields.text(),
            date: fields.text(),
            terms: fields.word(&[
                ("on-demand", Terms::OnDemand),
                ("reserved", Terms::Reserved),
                ("spot", Terms::Spot),
                ("assumed", Terms::Assumed),
            ]),
            region: fields.optional_text(),
            usd_per_gpu_hour: fields.number(),
        }
    }
}
