//! The results that can be looked at under uncertainty, swept and solved for.

use crate::text::Style;
use crate::words::uncertainty_measure as words;

/// A result of a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// The final run at a rental price.
    TrainingCost,
    /// The sum on the rung that the scenario is counted on.
    WholeBill,
    /// Chip-hours of all stages.
    ChipHours,
    /// Days of pre-training.
    Days,
    /// Electricity of the final run.
    Energy,
    /// What the data centre draws while the final run goes on.
    Power,
    /// Carbon of that electricity, by place.
    Emissions,
    /// The utilisation that compute, hours and peak rate imply.
    ImpliedMfu,
    /// A million tokens of the traffic served, with all that is counted.
    ServingCost,
}

impl Measure {
    /// Every result, in the order of the form.
    pub const ALL: [Self; 9] = [
        Self::TrainingCost,
        Self::WholeBill,
        Self::ChipHours,
        Self::Days,
        Self::Energy,
        Self::Power,
        Self::Emissions,
        Self::ImpliedMfu,
        Self::ServingCost,
    ];

    /// Its name in links and in machine-readable output.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::TrainingCost => "training_cost",
            Self::WholeBill => "whole_bill",
            Self::ChipHours => "chip_hours",
            Self::Days => "days",
            Self::Energy => "energy",
            Self::Power => "power",
            Self::Emissions => "emissions",
            Self::ImpliedMfu => "implied_mfu",
            Self::ServingCost => "serving_cost",
        }
    }

    /// The result of that key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.key() == key)
    }

    /// Its name for readers.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::TrainingCost => words::training_cost(),
            Self::WholeBill => words::whole_bill(),
            Self::ChipHours => words::chip_hours(),
            Self::Days => words::days(),
            Self::Energy => words::energy(),
            Self::Power => words::power(),
            Self::Emissions => words::emissions(),
            Self::ImpliedMfu => words::implied_mfu(),
            Self::ServingCost => words::serving_cost(),
        }
    }

    /// Its base unit.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::TrainingCost | Self::WholeBill => "USD",
            Self::ChipHours => "chip-hours",
            Self::Days => "days",
            Self::Energy => "kWh",
            Self::Power => "W",
            Self::Emissions => "kg",
            Self::ImpliedMfu => "",
            Self::ServingCost => "USD/M tokens",
        }
    }

    /// How its value is written for readers.
    #[must_use]
    pub const fn style(self) -> Style {
        match self {
            Self::TrainingCost | Self::WholeBill | Self::ServingCost => Style::Usd,
            Self::ChipHours => Style::Count("chip-hours"),
            Self::Days => Style::Days,
            Self::Energy => Style::KilowattHours,
            Self::Power => Style::Watts,
            Self::Emissions => Style::Tonnes,
            Self::ImpliedMfu => Style::Fraction,
        }
    }
}
