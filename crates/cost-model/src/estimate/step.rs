//! The working: one step for each quantity, with its value, its equation and its sources.

use std::borrow::Cow;
use std::ops::Deref;
use std::slice;

use crate::catalogue::Architecture;
use crate::field::Field;
use crate::interval::Interval;
use crate::source::{Basis, Citation};
use crate::text::{self, Style};
use crate::uncertainty::Measure;
use crate::words::estimate_step as words;

/// A quantity of an estimate: a field of the scenario, or a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// A field, as entered or as the preset has it.
    Field(Field),
    /// Chip-hours of all stages.
    ChipHours,
    /// Rental cost of all stages.
    TrainingCost,
    /// Rental cost without the base model's stages.
    Increment,
    /// Days that pre-training takes.
    Days,
    /// The utilisation that compute, hours and peak rate imply.
    ImpliedMfu,
}

impl Item {
    /// The results, in the order of the working.
    pub const RESULTS: [Self; 5] = [Self::ChipHours, Self::TrainingCost, Self::Increment, Self::Days, Self::ImpliedMfu];

    /// Its name in links and in machine-readable output.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Field(field) => field.spec().key,
            Self::ChipHours => "chip_hours",
            Self::TrainingCost => "training_cost",
            Self::Increment => "increment",
            Self::Days => "days",
            Self::ImpliedMfu => "implied_mfu",
        }
    }

    /// The item of that key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        let result = Self::RESULTS.into_iter().find(|item| item.key() == key);
        result.or_else(|| Field::from_key(key).map(Self::Field))
    }

    /// The quantity that a result is; nothing for results beyond the estimate.
    pub(crate) fn of(measure: Measure) -> Option<Self> {
        match measure {
            Measure::TrainingCost => Some(Self::TrainingCost),
            Measure::ChipHours => Some(Self::ChipHours),
            Measure::Days => Some(Self::Days),
            Measure::ImpliedMfu => Some(Self::ImpliedMfu),
            Measure::WholeBill | Measure::Energy | Measure::Power | Measure::Emissions | Measure::ServingCost => None,
        }
    }

    /// Its name for readers.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Field(field) => field.spec().label(),
            Self::ChipHours => words::chip_hours(),
            Self::TrainingCost => words::training_cost(),
            Self::Increment => words::increment(),
            Self::Days => words::days(),
            Self::ImpliedMfu => words::implied_mfu(),
        }
    }

    /// Its symbol in equations.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Field(field) => field_symbol(field),
            Self::ChipHours => "H",
            Self::TrainingCost => "K",
            Self::Increment => "K_own",
            Self::Days => "T",
            Self::ImpliedMfu => "MFU_implied",
        }
    }

    /// Its base unit.
    #[must_use]
    pub fn unit(self) -> &'static str {
        match self {
            Self::Field(field) => field.spec().unit,
            Self::ChipHours => "chip-hours",
            Self::TrainingCost | Self::Increment => "USD",
            Self::Days => "days",
            Self::ImpliedMfu => "",
        }
    }

    /// How its value is written for readers.
    #[must_use]
    pub fn style(self) -> Style {
        match self {
            Self::Field(field) => field.spec().style,
            Self::ChipHours => Style::Count(""),
            Self::TrainingCost | Self::Increment => Style::Usd,
            Self::Days => Style::Days,
            Self::ImpliedMfu => Style::Fraction,
        }
    }
}

const fn field_symbol(field: Field) -> &'static str {
    match field {
        Field::Name => "name",
        Field::Weights => "weights",
        Field::Year => "year",
        Field::TotalParams => "N",
        Field::ActiveParams => "N_act",
        Field::Tokens => "D",
        Field::SequenceLength => "s",
        Field::Architecture => "configuration",
        Field::FlopPerToken => "c",
        Field::TrainingFlop => "C",
        Field::Hardware => "chip",
        Field::ChipCount => "n",
        Field::HoursFrom => "method",
        Field::MfuPeak => "format",
        Field::PeakFlopPerSecond => "P",
        Field::Mfu => "MFU",
        Field::BaseModelHours => "H_base",
        Field::PretrainingHours => "H_pre",
        Field::ContextExtensionHours => "H_ctx",
        Field::PosttrainingHours => "H_post",
        Field::UsdPerGpuHour => "p",
        Field::Precision => "recipe",
        Field::HighPrecisionShare => "κ",
        Field::Optimizer => "optimizer",
        Field::GlobalBatch => "B",
        Field::MicroBatch => "b",
        Field::Recomputation => "recomputation",
        Field::AttentionKernel => "kernel",
        Field::TensorParallel => "t",
        Field::SequenceParallel => "sp",
        Field::PipelineParallel => "pp",
        Field::PipelineSchedule => "schedule",
        Field::VirtualStages => "v",
        Field::ContextParallel => "cp",
        Field::ExpertParallel => "ep",
        Field::Sharding => "zero",
        Field::NodeSize => "node",
        Field::InterconnectBandwidth => "W_link",
        Field::NetworkBandwidth => "W_net",
        Field::Goodput => "g",
        Field::Accounting => "accounting",
        Field::IdleShare => "i",
        Field::StorageShare => "σ",
        Field::ExperimentsMultiple => "x",
        Field::DataUsd => "K_data",
        Field::EvaluationUsd => "K_eval",
        Field::StaffPeople => "people",
        Field::StaffShare => "f",
        Field::StaffMonths => "months",
        Field::StaffUsdPerYear => "pay",
        Field::StaffEquityUsdPerYear => "equity",
        Field::ServerUsdPerChip => "V",
        Field::DepreciationPerYear => "δ",
        Field::InterconnectShare => "ι",
        Field::ChipPower => "W",
        Field::ServerPowerFactor => "φ",
        Field::PowerUtilisation => "u",
        Field::Pue => "PUE",
        Field::Region => "region",
        Field::UsdPerKwh => "p_el",
        Field::CarbonIntensity => "γ",
        Field::EmbodiedKgPerChip => "m",
        Field::LifetimeYears => "L",
        Field::Currency => "currency",
        Field::CurrencyPerUsd => "rate",
        Field::CurrencyDate => "date",
        Field::DenseParams => "N_eq",
        Field::ReferenceAttention => "attention",
        Field::ReferencePrecision => "recipe_0",
        Field::ReferenceRecomputation => "recomputation_0",
        Field::ReferenceHardware => "chip_0",
        Field::ReferencePrice => "p_0",
        Field::ReferenceMfu => "MFU_0",
        Field::ReferenceOverheads => "lab_0",
        Field::AttributionIn => "steps",
        Field::KvLength => "context",
        Field::InputPerOutput => "r",
        Field::CacheHitShare => "h",
        Field::TokensPerSecond => "rate",
        Field::FirstTokenSeconds => "TTFT",
        Field::ServingHardware => "chip_s",
        Field::ServingUsdPerGpuHour => "p_s",
        Field::ServingUtilisation => "U",
        Field::WeightFormat => "weights_s",
        Field::KvCacheFormat => "cache_s",
        Field::MlaDecoding => "mla",
        Field::CopyChips => "n_s",
        Field::AttentionChips => "t_s",
        Field::DraftTokens => "k",
        Field::DraftAcceptance => "a",
        Field::CacheMedium => "medium",
        Field::CacheHours => "T",
        Field::CacheUsdPerGbMonth => "p_gb",
        Field::UsdPerMillionInput => "p_in",
        Field::UsdPerMillionCachedInput => "p_hit",
        Field::UsdPerMillionOutput => "p_out",
        Field::TokensPerDay => "D_day",
        Field::FleetChips => "n_day",
        Field::PaidShare => "π",
        Field::DiscountedShare => "θ",
        Field::Discount => "d",
        Field::ServingOverheadShare => "ω",
        Field::OwnTokensPerDay => "D_own",
        Field::DutyShare => "duty",
        Field::PeakToMean => "peak",
        Field::OwnStaffUsdPerMonth => "staff",
        Field::ColocationUsdPerKwMonth => "floor",
        Field::BudgetUsd => "X",
        Field::BudgetHardware => "chip_x",
        Field::BudgetUsdPerGpuHour => "p",
        Field::BudgetFormat => "products",
        Field::BudgetMfu => "MFU",
        Field::BudgetMonths => "months",
        Field::BudgetChips => "n",
        Field::ScalingLaw => "law",
        Field::BudgetServedTokens => "S",
        Field::ActivatedShare => "A",
        Field::ExpertGranularity => "G",
        Field::LookedAt => "result",
        Field::PriceCorrelation => "ρ_p",
        Field::HoursCorrelation => "ρ_h",
        Field::Seed => "seed",
        Field::SolveFor => "field",
        Field::CapUsd | Field::CapDays | Field::CapKwh | Field::CapWatts => "limit",
        Field::SweepX | Field::SweepXRange => "x",
        Field::SweepY | Field::SweepYRange => "y",
    }
}

/// What an estimate says of one quantity.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// A number or a range, in the item's base unit.
    Number(Interval<f64>),
    /// A name or a choice: its slug and its words.
    Word {
        /// As links and data files spell it; the words themselves for free text.
        slug: Cow<'static, str>,
        /// For readers.
        words: Cow<'static, str>,
    },
    /// Nothing, and why.
    Unknown(Cow<'static, str>),
}

impl Outcome {
    /// The number, when there is one.
    #[must_use]
    pub fn number(&self) -> Option<Interval<f64>> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// For readers.
    #[must_use]
    pub fn to_text(&self, style: Style) -> String {
        match self {
            Self::Number(number) => text::exact_or_range(*number, style),
            Self::Word { words, .. } => words.to_string(),
            Self::Unknown(why) => unknown(why).to_owned(),
        }
    }
}

/// What stands for a figure that there is not: for want of a publication, or of an entry.
#[must_use]
pub fn unknown(why: &str) -> &'static str {
    // So ends the reason why a figure of an entry that started empty is not known.
    if why.ends_with(words::nothing_entered()) { words::not_entered() } else { words::not_public() }
}

/// A formula whose inputs are items: `{0}` stands for the first input, `{1}` for the second, in whatever order the language
/// wants them.
#[derive(Clone, Debug, PartialEq)]
pub struct Equation {
    template: Cow<'static, str>,
    inputs: Inputs,
    rule: Rule,
}

/// The inputs of an equation, in place: no equation has more.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Inputs {
    items: [Item; 4],
    count: usize,
}

impl Inputs {
    fn of(inputs: &[Item]) -> Self {
        let mut items = [Item::ChipHours; 4];
        debug_assert!(inputs.len() <= items.len());
        items.iter_mut().zip(inputs).for_each(|(place, input)| *place = *input);
        Self { items, count: inputs.len() }
    }

    fn all(&self) -> &[Item] {
        self.items.get(..self.count).unwrap_or(&self.items)
    }
}

/// What an equation does with its inputs, for working it out again with other values.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Rule {
    /// Nothing that follows the values of its inputs: a count, a choice among published figures.
    #[default]
    Fixed,
    /// The input itself.
    Same,
    /// Six times the input.
    SixTimes,
    /// Six times the first input, and causal attention over the second.
    WithAttention(Configuration),
    /// The inputs added up.
    Sum,
    /// The inputs multiplied.
    Product,
    /// The inputs but the last added up, times the last.
    SumTimes,
    /// FLOP over peak rate and utilisation, in hours.
    Hours,
    /// Hours over chips, in days.
    Days,
    /// FLOP over hours and peak rate.
    Utilisation,
    /// Hours at another peak rate, over the input.
    Converted(Interval<f64>, Interval<f64>),
    /// What the calibration runs predict.
    Predicted(Predicted),
}

/// A configuration: the catalogue's in its place, or a copy of the one that was entered.
#[derive(Clone, Debug)]
pub(crate) enum Configuration {
    Published(&'static Architecture),
    Entered(Box<Architecture>),
}

impl Deref for Configuration {
    type Target = Architecture;

    fn deref(&self) -> &Architecture {
        match self {
            Self::Published(architecture) => architecture,
            Self::Entered(architecture) => architecture,
        }
    }
}

impl PartialEq for Configuration {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

/// A predicted utilisation of the peak rate that a scenario goes by.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Predicted {
    /// The accelerator.
    pub(crate) hardware: &'static str,
    /// Whether matrix products run in FP8.
    pub(crate) fp8: bool,
    /// The 16-bit peak rate over the one that the scenario goes by.
    pub(crate) ratio: Interval<f64>,
}

impl Equation {
    /// A formula; `template` has a numbered place for each input, of which there are four at most.
    #[must_use]
    pub fn new(template: impl Into<Cow<'static, str>>, inputs: &[Item]) -> Self {
        let template = template.into();
        debug_assert_eq!(template.matches('{').count(), inputs.len());
        Self { template, inputs: Inputs::of(inputs), rule: Rule::Fixed }
    }

    /// The same formula, with what it does with its inputs.
    pub(crate) fn by(self, rule: Rule) -> Self {
        Self { rule, ..self }
    }

    pub(crate) fn rule(&self) -> &Rule {
        &self.rule
    }

    /// The quantities that go in.
    #[must_use]
    pub fn inputs(&self) -> &[Item] {
        self.inputs.all()
    }

    /// The formula with a text in the place of each input.
    pub fn written(&self, mut write: impl FnMut(Item) -> String) -> String {
        let inputs: Vec<String> = self.inputs().iter().map(|input| write(*input)).collect();
        let mut pieces = self.template.split('{');
        let mut text = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (place, rest) = piece.split_once('}').unwrap_or_default();
            let input = place.parse().ok().and_then(|place: usize| inputs.get(place));
            text.push_str(input.map_or("", String::as_str));
            text.push_str(rest);
        }
        text
    }
}

/// A sourced value beside the one that was used.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// The value.
    pub value: Outcome,
    /// Where it comes from.
    pub citation: Citation,
}

/// The sources of a value, in order. One of the catalogue's, as most values have, stays where it is.
#[derive(Clone, Debug)]
pub enum Citations {
    /// None.
    None,
    /// One of the catalogue's.
    One(&'static Citation),
    /// Several, or none.
    Several(Vec<Citation>),
}

impl Deref for Citations {
    type Target = [Citation];

    fn deref(&self) -> &[Citation] {
        match self {
            Self::None => &[],
            Self::One(citation) => slice::from_ref(citation),
            Self::Several(citations) => citations,
        }
    }
}

impl PartialEq for Citations {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl From<Option<&'static Citation>> for Citations {
    fn from(citation: Option<&'static Citation>) -> Self {
        citation.map_or(Self::None, Self::One)
    }
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// A visitor entered it.
    Entered,
    /// The catalogue has it.
    Published(Citations),
    /// It follows from other quantities, and from the sources named.
    Derived(Equation, Citations),
    /// There is none.
    Nowhere,
}

/// How much a reader may rely on a figure, from most to least.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Stated by the maker, or measured.
    Published,
    /// Worked out from published figures alone.
    #[default]
    Derived,
    /// Rests on an estimate, a report or a range.
    Estimated,
    /// Rests on an assumption.
    Assumed,
    /// Rests on what the visitor entered.
    Entered,
    /// Not known.
    Unknown,
}

impl Grade {
    /// The word on its badge.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Published => words::published(),
            Self::Derived => words::worked_out(),
            Self::Estimated => words::estimated(),
            Self::Assumed => words::assumed(),
            Self::Entered => words::entered(),
            Self::Unknown => words::not_public(),
        }
    }

    pub(crate) fn of(citation: Citation) -> Self {
        match citation.basis() {
            Basis::Vendor | Basis::Measured => Self::Published,
            Basis::Derived => Self::Derived,
            Basis::Reported => Self::Estimated,
            Basis::Assumed { .. } => Self::Assumed,
        }
    }
}

/// One step of the working.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The quantity.
    pub item: Item,
    /// Its value.
    pub outcome: Outcome,
    /// Where that comes from.
    pub origin: Origin,
    /// Other published values of the same quantity, which disagree or serve as a check.
    pub alternatives: Vec<Alternative>,
    /// How much a reader may rely on it.
    pub grade: Grade,
}

/// Every item has a step, which a test holds; should one have none, it is unknown.
pub(super) static NO_STEP: Step = UNKNOWN;

pub(super) const UNKNOWN: Step = Step {
    item: Item::TrainingCost,
    outcome: Outcome::Unknown(Cow::Borrowed("")),
    origin: Origin::Nowhere,
    alternatives: Vec::new(),
    grade: Grade::Unknown,
};

impl Step {
    /// The value for readers.
    #[must_use]
    pub fn to_text(&self) -> String {
        self.outcome.to_text(self.item.style())
    }

    /// The sources of the value itself, without those of its inputs.
    #[must_use]
    pub fn citations(&self) -> &[Citation] {
        match &self.origin {
            Origin::Published(citations) | Origin::Derived(_, citations) => citations,
            Origin::Entered | Origin::Nowhere => &[],
        }
    }

    /// The word for how much a reader may rely on it, or for why there is nothing to rely on.
    #[must_use]
    pub fn standing(&self) -> &'static str {
        match &self.outcome {
            Outcome::Unknown(why) => unknown(why),
            _ => self.grade.word(),
        }
    }

    /// The formula, for a value that follows from others.
    #[must_use]
    pub fn equation(&self) -> Option<&Equation> {
        match &self.origin {
            Origin::Derived(equation, _) => Some(equation),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_stand_where_the_language_wants_them() {
        let inputs = [Item::ChipHours, Item::Days];
        let written =
            |template: &'static str| Equation::new(template, &inputs).written(|item| item.symbol().to_owned());
        assert_eq!(written("{0} × {1}"), "H × T");
        assert_eq!(written("T before H: {1}, {0}"), "T before H: T, H");
        assert_eq!(Equation::new("a count", &[]).written(|_| String::new()), "a count");
    }
}
