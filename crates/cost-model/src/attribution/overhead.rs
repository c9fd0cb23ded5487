//! What a final run becomes with the overheads of a lab, by central values.

use crate::bill::{Inputs, Rung};
use crate::field::Field;

/// Run × factor + extra.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Overhead {
    factor: f64,
    extra: f64,
}

impl Overhead {
    /// Those that a rung counts; none on the rungs of the final run itself.
    pub(super) fn of(inputs: Inputs, rung: Rung) -> Self {
        let get = |field| inputs.get(field).value.map_or(0.0, |value| value.middle());
        let mut overhead = Self { factor: 1.0, extra: 0.0 };
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

    /// In words, for readers.
    pub(super) fn to_text(self) -> String {
        use crate::text::{Style, point};
        let factor = format!("× {}", point(self.factor, Style::Rounded));
        if self.extra > 0.0 { format!("{factor} + {}", point(self.extra, Style::Usd)) } else { factor }
    }
}
