//! What a final run becomes with the overheads of a lab, by central values.

use crate::bill::{Inputs, Rung};
use crate::field::Field;
use crate::text::{Style, point};
use crate::words::attribution_overhead as words;

/// Run × factor + extra.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Overhead {
    factor: f64,
    extra: f64,
}

impl Overhead {
    /// None at all.
    pub(super) const NONE: Self = Self { factor: 1.0, extra: 0.0 };

    /// Those that a rung counts; none on the rungs of the final run itself.
    pub(super) fn of(inputs: Inputs, rung: Rung) -> Self {
        let get = |field| inputs.get(field).value.map_or(0.0, |value| value.middle());
        let mut overhead = Self::NONE;
        if rung >= Rung::PaidTime && rung <= Rung::Development {
            overhead.factor *= (1.0 + get(Field::StorageShare)) / (1.0 - get(Field::IdleShare));
        }
        if rung >= Rung::AllCompute && rung <= Rung::Development {
            overhead.factor *= 1.0 + get(Field::ExperimentsMultiple);
        }
        if rung == Rung::Development {
            let pay = get(Field::StaffUsdPerYear) + get(Field::StaffEquityUsdPerYear);
            let time = get(Field::StaffShare) * get(Field::StaffMonths) / 12.0;
            overhead.extra = get(Field::DataUsd) + get(Field::EvaluationUsd) + get(Field::StaffPeople) * time * pay;
        }
        overhead
    }

    pub(super) fn over(self, run: f64) -> f64 {
        run * self.factor + self.extra
    }

    /// The equation of what hours at a price come to with it.
    pub(super) fn working(self, hours: f64, price: f64) -> String {
        let usd = point(self.over(hours * price), Style::Usd);
        let (hours, price) = (point(hours, Style::Count("chip-hours")), point(price, Style::UsdPerHour));
        if self == Self::NONE {
            words::cost(&hours, &price, &usd)
        } else {
            words::cost_with_overheads(&hours, &price, &self.to_text(), &usd)
        }
    }

    /// In words, for readers.
    pub(super) fn to_text(self) -> String {
        let factor = format!("× {}", point(self.factor, Style::Rounded));
        if self.extra > 0.0 { format!("{factor} + {}", point(self.extra, Style::Usd)) } else { factor }
    }
}
