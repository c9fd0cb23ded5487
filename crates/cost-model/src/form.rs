//! Which fields the form of a view has.

use crate::comparison::View;
use crate::field::{Field, Group};

impl View {
    /// The fields that most visitors of the view want. Why has other ones where the reference is a design and not an entry.
    #[must_use]
    pub fn first_fields(self, has_design: bool) -> &'static [Field] {
        match self {
            Self::Why if has_design => &[
                Field::DenseParams,
                Field::ReferencePrecision,
                Field::ReferenceAttention,
                Field::ReferenceHardware,
                Field::ReferencePrice,
                Field::AttributionIn,
            ],
            Self::Why => &[Field::DenseParams, Field::Accounting, Field::AttributionIn],
            Self::Bill => &[
                Field::Accounting,
                Field::UsdPerGpuHour,
                Field::ExperimentsMultiple,
                Field::StaffPeople,
                Field::DataUsd,
            ],
            Self::Serve => &[
                Field::ServingHardware,
                Field::ServingUsdPerGpuHour,
                Field::ServingUtilisation,
                Field::CacheHitShare,
                Field::PaidShare,
                Field::OwnTokensPerDay,
            ],
            Self::Budget => &[
                Field::BudgetUsd,
                Field::Accounting,
                Field::BudgetHardware,
                Field::BudgetMonths,
                Field::ScalingLaw,
                Field::BudgetServedTokens,
            ],
            Self::WhatIf => &[Field::LookedAt, Field::SweepX, Field::SweepY, Field::CapUsd, Field::SolveFor],
            Self::Train | Self::Compare => {
                &[Field::Tokens, Field::Hardware, Field::ChipCount, Field::Precision, Field::UsdPerGpuHour]
            }
        }
    }

    /// The groups of its other fields, in the order of the form: its own and those of the bill.
    pub fn groups(self) -> impl Iterator<Item = Group> {
        self.own_groups().iter().chain(&Group::BILL).copied()
    }

    const fn own_groups(self) -> &'static [Group] {
        match self {
            Self::Why => &[Group::Reference, Group::Serving, Group::Overhead],
            Self::Bill => &Group::WHOLE_BILL,
            Self::Serve => &[
                Group::Serving,
                Group::ServedOn,
                Group::PrefixCache,
                Group::Selling,
                Group::OwnTraffic,
                Group::Overhead,
                Group::Ownership,
                Group::Power,
            ],
            Self::Budget => {
                &[Group::Budget, Group::Overhead, Group::Ownership, Group::Power, Group::Serving, Group::ServedOn]
            }
            Self::WhatIf => &Group::WHAT_IF,
            Self::Train | Self::Compare => &Group::TRAINING,
        }
    }

    /// Whether its form has a field.
    #[must_use]
    pub fn has_field(self, field: Field) -> bool {
        let is_first = [false, true].into_iter().any(|has_design| self.first_fields(has_design).contains(&field));
        is_first || self.groups().any(|group| group == field.spec().group)
    }
}
