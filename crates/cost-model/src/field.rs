//! Every field of a scenario, declared once.
//!
//! The form, the link codec, the command line, validation and the documentation are driven from [`FIELDS`].

use crate::bill::{Rung, profiles, regions};
use crate::budget::LAWS;
use crate::catalogue::{Catalogue, Precision, Weights};
use crate::scale::Slider;
use crate::serving::{Medium, WeightFormat};
use crate::text::Style;
use crate::training::{AttentionKernel, Optimizer, Recipe, Recomputation, Schedule, Sharding};
use crate::uncertainty::Measure;
use crate::words;

/// A field of a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is described in FIELDS")]
pub enum Field {
    Name,
    Weights,
    Year,
    TotalParams,
    ActiveParams,
    Tokens,
    SequenceLength,
    Architecture,
    FlopPerToken,
    TrainingFlop,
    Hardware,
    ChipCount,
    HoursFrom,
    MfuPeak,
    PeakFlopPerSecond,
    Mfu,
    BaseModelHours,
    PretrainingHours,
    ContextExtensionHours,
    PosttrainingHours,
    UsdPerGpuHour,
    Precision,
    HighPrecisionShare,
    Optimizer,
    GlobalBatch,
    MicroBatch,
    Recomputation,
    AttentionKernel,
    TensorParallel,
    SequenceParallel,
    PipelineParallel,
    PipelineSchedule,
    VirtualStages,
    ContextParallel,
    ExpertParallel,
    Sharding,
    NodeSize,
    InterconnectBandwidth,
    NetworkBandwidth,
    Goodput,
    Accounting,
    IdleShare,
    StorageShare,
    ExperimentsMultiple,
    DataUsd,
    EvaluationUsd,
    StaffPeople,
    StaffShare,
    StaffMonths,
    StaffUsdPerYear,
    StaffEquityUsdPerYear,
    ServerUsdPerChip,
    DepreciationPerYear,
    InterconnectShare,
    ChipPower,
    ServerPowerFactor,
    PowerUtilisation,
    Pue,
    Region,
    UsdPerKwh,
    CarbonIntensity,
    EmbodiedKgPerChip,
    LifetimeYears,
    Currency,
    CurrencyPerUsd,
    CurrencyDate,
    DenseParams,
    ReferenceAttention,
    ReferencePrecision,
    ReferenceRecomputation,
    ReferenceHardware,
    ReferencePrice,
    ReferenceMfu,
    ReferenceOverheads,
    AttributionIn,
    KvLength,
    InputPerOutput,
    CacheHitShare,
    TokensPerSecond,
    FirstTokenSeconds,
    ServingHardware,
    ServingUsdPerGpuHour,
    ServingUtilisation,
    WeightFormat,
    KvCacheFormat,
    MlaDecoding,
    CopyChips,
    AttentionChips,
    DraftTokens,
    DraftAcceptance,
    CacheMedium,
    CacheHours,
    CacheUsdPerGbMonth,
    UsdPerMillionInput,
    UsdPerMillionCachedInput,
    UsdPerMillionOutput,
    TokensPerDay,
    FleetChips,
    PaidShare,
    DiscountedShare,
    Discount,
    ServingOverheadShare,
    OwnTokensPerDay,
    DutyShare,
    PeakToMean,
    OwnStaffUsdPerMonth,
    ColocationUsdPerKwMonth,
    BudgetUsd,
    BudgetHardware,
    BudgetUsdPerGpuHour,
    BudgetFormat,
    BudgetMfu,
    BudgetMonths,
    BudgetChips,
    ScalingLaw,
    BudgetServedTokens,
    ActivatedShare,
    ExpertGranularity,
    LookedAt,
    PriceCorrelation,
    HoursCorrelation,
    Seed,
    SolveFor,
    CapUsd,
    CapDays,
    CapKwh,
    CapWatts,
    SweepX,
    SweepXRange,
    SweepY,
    SweepYRange,
}

/// What may be entered in a field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// Free text of at most so many characters.
    Text {
        /// Longest text accepted, in characters.
        max: usize,
    },
    /// A number or a range of numbers between two bounds, in base units.
    Number {
        /// Smallest number accepted.
        min: f64,
        /// Largest number accepted.
        max: f64,
    },
    /// A whole number between two bounds.
    Whole {
        /// Smallest number accepted.
        min: u32,
        /// Largest number accepted.
        max: u32,
    },
    /// A model's configuration as [`crate::architecture_text`] writes it.
    Architecture,
    /// One of a few slugs.
    Choice(Choices),
}

impl Kind {
    /// Whether it is a part of a whole, from next to nothing to all of it.
    #[must_use]
    pub fn is_share(self) -> bool {
        matches!(self, Self::Number { min, max } if min <= 0.01 && max == 1.0)
    }
}

/// The lists that a choice is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choices {
    /// How pre-training hours are found.
    HoursFrom,
    /// Number formats.
    Precision,
    /// Accelerators of the catalogue.
    Hardware,
    /// Open or closed weights.
    Weights,
    /// Which number format each part of the training computes and stores in.
    Recipe,
    /// Optimizers.
    Optimizer,
    /// What the backward pass works out a second time.
    Recomputation,
    /// How attention is worked out.
    AttentionKernel,
    /// Schedules of pipeline stages.
    PipelineSchedule,
    /// What data-parallel ranks share between them.
    Sharding,
    /// On or off.
    Switch,
    /// What a bill counts.
    Rung,
    /// Where electricity comes from.
    Region,
    /// Attention of the reference design.
    ReferenceAttention,
    /// Overheads of the reference design.
    Profile,
    /// How a saving is shared out.
    Attribution,
    /// How weights are stored in serving.
    WeightFormat,
    /// How keys and values are stored in serving.
    KvCacheFormat,
    /// How latent attention decodes.
    MlaDecoding,
    /// Where a prefix cache is kept.
    CacheMedium,
    /// Results that can be drawn, swept and solved for.
    Measure,
    /// Fields that a result may be swept over or solved for.
    Varied,
    /// Number formats of a budget's run.
    BudgetFormat,
    /// Scaling laws that allot compute to size and data.
    ScalingLaw,
}

/// Where pre-training hours come from, as links spell it: published chip-hours, or FLOP over a rate.
pub const PUBLISHED_HOURS: &str = "published";
/// See [`PUBLISHED_HOURS`].
pub const HOURS_OF_FLOP: &str = "flop";

/// Attention of a reference design: slugs and names.
#[must_use]
pub fn reference_attention() -> [(&'static str, &'static str); 3] {
    [
        ("mha", words::field::multi_head()),
        ("gqa", words::field::grouped_query()),
        ("same", words::field::attention_as_this_model()),
    ]
}

impl Choices {
    /// The slugs and names to choose from.
    #[must_use]
    pub fn options(self, catalogue: &Catalogue) -> Vec<(&'static str, &'static str)> {
        match self {
            Self::HoursFrom => hours_from().to_vec(),
            Self::Precision => Precision::ALL.iter().map(|precision| (precision.slug(), precision.name())).collect(),
            Self::Hardware => catalogue.accelerators().iter().map(|chip| (chip.slug, chip.name)).collect(),
            Self::Weights => weights().to_vec(),
            Self::Recipe => Recipe::ALL.iter().map(|recipe| (recipe.slug, recipe.name())).collect(),
            Self::Optimizer => Optimizer::ALL.iter().map(|optimizer| (optimizer.slug, optimizer.name())).collect(),
            Self::Recomputation => Recomputation::ALL.iter().map(|mode| (mode.slug(), mode.name())).collect(),
            Self::AttentionKernel => AttentionKernel::ALL.iter().map(|kernel| (kernel.slug(), kernel.name())).collect(),
            Self::PipelineSchedule => Schedule::ALL.iter().map(|schedule| (schedule.slug(), schedule.name())).collect(),
            Self::Sharding => Sharding::ALL.iter().map(|sharding| (sharding.slug(), sharding.name())).collect(),
            Self::Switch => vec![("on", words::field::on()), ("off", words::field::off())],
            Self::Rung => Rung::COUNTED.iter().map(|rung| (rung.slug(), rung.name())).collect(),
            Self::Region => regions().to_vec(),
            Self::ReferenceAttention => reference_attention().to_vec(),
            Self::Profile => profiles().to_vec(),
            Self::Attribution => vec![("dollars", words::field::dollars()), ("ratio", words::field::ratios())],
            Self::WeightFormat => WeightFormat::ALL.iter().map(|format| (format.slug(), format.name())).collect(),
            Self::KvCacheFormat => vec![("bf16", "BF16"), ("fp8", "FP8")],
            Self::MlaDecoding => {
                vec![("absorbed", words::field::absorbed()), ("expanded", words::field::made_anew())]
            }
            Self::Measure => Measure::ALL.iter().map(|measure| (measure.key(), measure.name())).collect(),
            Self::Varied => varied_fields().map(|spec| (spec.key, spec.label_alone())).collect(),
            Self::CacheMedium => Medium::ALL.iter().map(|medium| (medium.slug(), medium.name())).collect(),
            Self::BudgetFormat => vec![("bf16", words::field::sixteen_bits()), ("fp8", "FP8")],
            Self::ScalingLaw => LAWS.to_vec(),
        }
    }

    /// The name of a choice.
    pub(crate) fn name(self, slug: &str, catalogue: &Catalogue) -> Option<&'static str> {
        let among = |options: &[(&'static str, &'static str)]| {
            options.iter().find_map(|(option, name)| (*option == slug).then_some(*name))
        };
        match self {
            // Those of every estimate, without a list of all.
            Self::HoursFrom => among(&hours_from()),
            Self::Weights => among(&weights()),
            Self::Precision => Precision::ALL.iter().find(|format| format.slug() == slug).map(|format| format.name()),
            _ => among(&self.options(catalogue)),
        }
    }
}

fn hours_from() -> [(&'static str, &'static str); 2] {
    [(PUBLISHED_HOURS, words::field::published_hours()), (HOURS_OF_FLOP, words::field::hours_of_flop())]
}

fn weights() -> [(&'static str, &'static str); 2] {
    [(Weights::Open.slug(), words::field::open_weights()), (Weights::Closed.slug(), words::field::closed_weights())]
}

/// The group under which the form shows a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// The model's name, year and licence.
    Model,
    /// Its size and the compute that its training took.
    Compute,
    /// The accelerators and how well they were used.
    Machine,
    /// The hours of each stage and their price.
    Bill,
    /// Number formats, batch, optimizer and kernels of a training step.
    Step,
    /// How a step is spread over accelerators.
    Layout,
    /// The links between accelerators, and how reliably they run.
    Cluster,
    /// What a headline leaves out.
    Overhead,
    /// What owned hardware costs.
    Ownership,
    /// Electricity and what it emits.
    Power,
    /// Another currency.
    Currency,
    /// The design that a saving is measured against.
    Reference,
    /// The tokens that are served.
    Serving,
    /// What serves them.
    ServedOn,
    /// Where prefixes are kept.
    PrefixCache,
    /// What tokens are sold for, and what of them is.
    Selling,
    /// A visitor's own traffic: rented, owned, or bought by the token.
    OwnTraffic,
    /// Which result is drawn, and how.
    Spread,
    /// How far a field may go.
    Limits,
    /// Over which fields a result is swept.
    Sweep,
    /// A sum of money, and what a model for it is trained on.
    Budget,
}

impl Group {
    /// The groups that a bill is worked out from, in the order of the form.
    pub const BILL: [Self; 4] = [Self::Bill, Self::Machine, Self::Compute, Self::Model];

    /// The groups that only the analysis of a training step looks at, in the order of the form.
    pub const TRAINING: [Self; 3] = [Self::Step, Self::Layout, Self::Cluster];

    /// The groups that only the whole bill looks at, in the order of the form.
    pub const WHOLE_BILL: [Self; 4] = [Self::Overhead, Self::Ownership, Self::Power, Self::Currency];

    /// The groups that only serving looks at, in the order of the form.
    pub const SERVING: [Self; 5] = [Self::Serving, Self::ServedOn, Self::PrefixCache, Self::Selling, Self::OwnTraffic];

    /// The groups of what is asked of figures that are not certain, in the order of the form.
    pub const ASKED: [Self; 3] = [Self::Sweep, Self::Limits, Self::Spread];

    /// The same, and the groups of the figures that results beyond the bill rest on, in the order of the form.
    pub const WHAT_IF: [Self; 9] = [
        Self::Sweep,
        Self::Limits,
        Self::Spread,
        Self::Overhead,
        Self::Ownership,
        Self::Power,
        Self::Serving,
        Self::ServedOn,
        Self::PrefixCache,
    ];

    /// Whether a field of the group may be left empty, because an analysis finds its value.
    #[must_use]
    pub fn is_found(self) -> bool {
        !Self::BILL.contains(&self)
    }

    /// Its heading.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Model => words::group::model(),
            Self::Compute => words::group::compute(),
            Self::Machine => words::group::machine(),
            Self::Bill => words::group::bill(),
            Self::Step => words::group::step(),
            Self::Layout => words::group::layout(),
            Self::Cluster => words::group::cluster(),
            Self::Overhead => words::group::overhead(),
            Self::Ownership => words::group::ownership(),
            Self::Power => words::group::power(),
            Self::Currency => words::group::currency(),
            Self::Reference => words::group::reference(),
            Self::Serving => words::group::serving(),
            Self::ServedOn => words::group::served_on(),
            Self::PrefixCache => words::group::prefix_cache(),
            Self::Selling => words::group::selling(),
            Self::OwnTraffic => words::group::own_traffic(),
            Self::Spread => words::group::spread(),
            Self::Limits => words::group::limits(),
            Self::Sweep => words::group::sweep(),
            Self::Budget => words::group::budget(),
        }
    }
}

/// The declaration of a field.
#[derive(Debug)]
pub struct Spec {
    /// The field.
    pub field: Field,
    /// Its name in links, on the command line and in exports.
    pub key: &'static str,
    /// Its base unit; empty for texts, choices and plain numbers.
    pub unit: &'static str,
    /// What may be entered.
    pub kind: Kind,
    /// How its value is written for readers.
    pub style: Style,
    /// The group under which the form shows it.
    pub group: Group,
    label: fn() -> &'static str,
    help: fn() -> &'static str,
}

const fn number(min: f64, max: f64) -> Kind {
    Kind::Number { min, max }
}

const HOURS: Kind = number(0.0, 1e12);

const fn whole(max: u32) -> Kind {
    Kind::Whole { min: 1, max }
}

macro_rules! fields {
    ($($field:ident $key:ident [$unit:literal] $group:ident $style:expr, $kind:expr;)*) => {
        /// Every field, in the order of declaration.
        pub const FIELDS: &[Spec; [$(Field::$field),*].len()] = &[$(Spec {
            field: Field::$field, key: stringify!($key), unit: $unit, kind: $kind, style: $style, group: Group::$group,
            label: words::label::$key, help: words::help::$key,
        }),*];
    };
}

fields! {
    Name name [""] Model Style::Plain, Kind::Text { max: 80 };
    Weights weights [""] Model Style::Plain, Kind::Choice(Choices::Weights);
    Year year [""] Model Style::Year, number(2015.0, 2100.0);
    TotalParams total_params ["parameters"] Compute Style::Count(""), number(1e6, 1e15);
    ActiveParams active_params ["parameters"] Compute Style::Count(""), number(1e6, 1e15);
    Tokens tokens ["tokens"] Compute Style::Count(""), number(1e6, 1e17);
    SequenceLength sequence_length ["tokens"] Compute Style::Count(""), number(1.0, 1e8);
    Architecture architecture [""] Compute Style::Plain, Kind::Architecture;
    FlopPerToken flop_per_token ["FLOP/token"] Compute Style::FlopPerToken, number(1e6, 1e18);
    TrainingFlop training_flop ["FLOP"] Compute Style::Flop, number(1e12, 1e32);
    Hardware hardware [""] Machine Style::Plain, Kind::Choice(Choices::Hardware);
    ChipCount chip_count ["chips"] Machine Style::Count(""), number(1.0, 1e8);
    MfuPeak mfu_peak [""] Machine Style::Plain, Kind::Choice(Choices::Precision);
    PeakFlopPerSecond peak_flop_per_second ["FLOP/s"] Machine Style::FlopPerSecond, number(1e9, 1e19);
    Mfu mfu [""] Machine Style::Fraction, number(0.001, 1.0);
    HoursFrom hours_from [""] Bill Style::Plain, Kind::Choice(Choices::HoursFrom);
    BaseModelHours base_model_hours ["chip-hours"] Bill Style::Count(""), HOURS;
    PretrainingHours pretraining_hours ["chip-hours"] Bill Style::Count(""), HOURS;
    ContextExtensionHours context_extension_hours ["chip-hours"] Bill Style::Count(""), HOURS;
    PosttrainingHours posttraining_hours ["chip-hours"] Bill Style::Count(""), HOURS;
    UsdPerGpuHour usd_per_gpu_hour ["USD/chip-hour"] Bill Style::UsdPerHour, number(0.0, 1000.0);
    Precision precision [""] Step Style::Plain, Kind::Choice(Choices::Recipe);
    HighPrecisionShare high_precision_share [""] Step Style::Fraction, number(0.0, 1.0);
    Optimizer optimizer [""] Step Style::Plain, Kind::Choice(Choices::Optimizer);
    GlobalBatch global_batch ["sequences"] Step Style::Count(""), whole(1_000_000);
    MicroBatch micro_batch ["sequences"] Step Style::Count(""), whole(4096);
    Recomputation recomputation [""] Step Style::Plain, Kind::Choice(Choices::Recomputation);
    AttentionKernel attention_kernel [""] Step Style::Plain, Kind::Choice(Choices::AttentionKernel);
    TensorParallel tensor_parallel ["chips"] Layout Style::Count(""), whole(1024);
    SequenceParallel sequence_parallel [""] Layout Style::Plain, Kind::Choice(Choices::Switch);
    PipelineParallel pipeline_parallel ["chips"] Layout Style::Count(""), whole(1024);
    PipelineSchedule pipeline_schedule [""] Layout Style::Plain, Kind::Choice(Choices::PipelineSchedule);
    VirtualStages virtual_stages ["chunks"] Layout Style::Count(""), whole(128);
    ContextParallel context_parallel ["chips"] Layout Style::Count(""), whole(1024);
    ExpertParallel expert_parallel ["chips"] Layout Style::Count(""), whole(4096);
    Sharding sharding [""] Layout Style::Plain, Kind::Choice(Choices::Sharding);
    NodeSize node_size ["chips"] Cluster Style::Count(""), whole(100_000);
    InterconnectBandwidth interconnect_bandwidth ["B/s"] Cluster Style::BytesPerSecond, number(1e8, 1e14);
    NetworkBandwidth network_bandwidth ["B/s"] Cluster Style::BytesPerSecond, number(1e7, 1e13);
    Goodput goodput [""] Cluster Style::Fraction, number(0.05, 1.0);
    Accounting accounting [""] Overhead Style::Plain, Kind::Choice(Choices::Rung);
    IdleShare idle_share [""] Overhead Style::Fraction, number(0.0, 0.95);
    StorageShare storage_share [""] Overhead Style::Fraction, number(0.0, 5.0);
    ExperimentsMultiple experiments_multiple ["final runs"] Overhead Style::Plain, number(0.0, 1000.0);
    DataUsd data_usd ["USD"] Overhead Style::Usd, number(0.0, 1e12);
    EvaluationUsd evaluation_usd ["USD"] Overhead Style::Usd, number(0.0, 1e12);
    StaffPeople staff_people ["people"] Overhead Style::Count("people"), number(0.0, 1e6);
    StaffShare staff_share [""] Overhead Style::Fraction, number(0.0, 1.0);
    StaffMonths staff_months ["months"] Overhead Style::Count("months"), number(0.0, 240.0);
    StaffUsdPerYear staff_usd_per_year ["USD"] Overhead Style::Usd, number(0.0, 1e8);
    StaffEquityUsdPerYear staff_equity_usd_per_year ["USD"] Overhead Style::Usd, number(0.0, 1e9);
    ServerUsdPerChip server_usd_per_chip ["USD"] Ownership Style::Usd, number(0.0, 1e7);
    DepreciationPerYear depreciation_per_year ["per year"] Ownership Style::Fraction, number(0.0, 5.0);
    InterconnectShare interconnect_share [""] Ownership Style::Fraction, number(0.0, 0.9);
    ChipPower chip_power ["W"] Power Style::Count("W"), number(0.0, 1e5);
    ServerPowerFactor server_power_factor [""] Power Style::Plain, number(1.0, 10.0);
    PowerUtilisation power_utilisation [""] Power Style::Fraction, number(0.0, 1.5);
    Pue pue [""] Power Style::Plain, number(1.0, 5.0);
    Region region [""] Power Style::Plain, Kind::Choice(Choices::Region);
    UsdPerKwh usd_per_kwh ["USD/kWh"] Power Style::Usd, number(0.0, 10.0);
    CarbonIntensity carbon_intensity ["g/kWh"] Power Style::Count("g/kWh"), number(0.0, 5000.0);
    EmbodiedKgPerChip embodied_kg_per_chip ["kg"] Power Style::Count("kg"), number(0.0, 1e6);
    LifetimeYears lifetime_years ["years"] Power Style::Count("years"), number(0.1, 50.0);
    Currency currency [""] Currency Style::Plain, Kind::Text { max: 8 };
    CurrencyPerUsd currency_per_usd [""] Currency Style::Plain, number(1e-6, 1e9);
    CurrencyDate currency_date [""] Currency Style::Plain, Kind::Text { max: 20 };
    DenseParams dense_params ["parameters"] Reference Style::Count(""), number(1e6, 1e15);
    ReferenceAttention reference_attention [""] Reference Style::Plain, Kind::Choice(Choices::ReferenceAttention);
    ReferencePrecision reference_precision [""] Reference Style::Plain, Kind::Choice(Choices::Recipe);
    ReferenceRecomputation reference_recomputation [""] Reference Style::Plain, Kind::Choice(Choices::Recomputation);
    ReferenceHardware reference_hardware [""] Reference Style::Plain, Kind::Choice(Choices::Hardware);
    ReferencePrice reference_price ["USD/chip-hour"] Reference Style::UsdPerHour, number(0.0, 1000.0);
    ReferenceMfu reference_mfu [""] Reference Style::Fraction, number(0.001, 1.0);
    ReferenceOverheads reference_overheads [""] Reference Style::Plain, Kind::Choice(Choices::Profile);
    AttributionIn attribution_in [""] Reference Style::Plain, Kind::Choice(Choices::Attribution);
    KvLength kv_length ["tokens"] Serving Style::Count(""), number(1.0, 1e8);
    InputPerOutput input_per_output ["tokens"] Serving Style::Plain, number(0.0, 1e6);
    CacheHitShare cache_hit_share [""] Serving Style::Fraction, number(0.0, 1.0);
    TokensPerSecond tokens_per_second ["tokens/s"] Serving Style::Count(""), number(0.1, 1e5);
    FirstTokenSeconds first_token_seconds ["s"] Serving Style::Seconds, number(0.001, 1e5);
    ServingHardware serving_hardware [""] ServedOn Style::Plain, Kind::Choice(Choices::Hardware);
    ServingUsdPerGpuHour serving_usd_per_gpu_hour ["USD/chip-hour"] ServedOn Style::UsdPerHour, number(0.0, 1000.0);
    ServingUtilisation serving_utilisation [""] ServedOn Style::Fraction, number(0.01, 1.0);
    WeightFormat weight_format [""] ServedOn Style::Plain, Kind::Choice(Choices::WeightFormat);
    KvCacheFormat kv_cache_format [""] ServedOn Style::Plain, Kind::Choice(Choices::KvCacheFormat);
    MlaDecoding mla_decoding [""] ServedOn Style::Plain, Kind::Choice(Choices::MlaDecoding);
    CopyChips copy_chips ["chips"] ServedOn Style::Count(""), whole(1024);
    AttentionChips attention_chips ["chips"] ServedOn Style::Count(""), whole(1024);
    DraftTokens draft_tokens ["tokens"] ServedOn Style::Plain, Kind::Whole { min: 0, max: 16 };
    DraftAcceptance draft_acceptance [""] ServedOn Style::Fraction, number(0.0, 1.0);
    CacheMedium cache_medium [""] PrefixCache Style::Plain, Kind::Choice(Choices::CacheMedium);
    CacheHours cache_hours ["h"] PrefixCache Style::Count("h"), number(0.0, 1e5);
    CacheUsdPerGbMonth cache_usd_per_gb_month ["USD/GB-month"] PrefixCache Style::Usd, number(0.0, 1e5);
    UsdPerMillionInput usd_per_million_input ["USD/M tokens"] Selling Style::Usd, number(0.0, 1e5);
    UsdPerMillionCachedInput usd_per_million_cached_input ["USD/M tokens"] Selling Style::Usd, number(0.0, 1e5);
    UsdPerMillionOutput usd_per_million_output ["USD/M tokens"] Selling Style::Usd, number(0.0, 1e5);
    TokensPerDay tokens_per_day ["tokens"] Selling Style::Count(""), number(1.0, 1e18);
    FleetChips fleet_chips ["chips"] Selling Style::Count(""), number(0.001, 1e9);
    PaidShare paid_share [""] Selling Style::Fraction, number(0.0, 1.0);
    DiscountedShare discounted_share [""] Selling Style::Fraction, number(0.0, 1.0);
    Discount discount [""] Selling Style::Fraction, number(0.0, 1.0);
    ServingOverheadShare serving_overhead_share [""] Selling Style::Fraction, number(0.0, 10.0);
    OwnTokensPerDay own_tokens_per_day ["tokens"] OwnTraffic Style::Count(""), number(1.0, 1e18);
    DutyShare duty_share [""] OwnTraffic Style::Fraction, number(0.01, 1.0);
    PeakToMean peak_to_mean [""] OwnTraffic Style::Plain, number(1.0, 1000.0);
    OwnStaffUsdPerMonth own_staff_usd_per_month ["USD"] OwnTraffic Style::Usd, number(0.0, 1e9);
    ColocationUsdPerKwMonth colocation_usd_per_kw_month ["USD/kW-month"] OwnTraffic Style::Usd, number(0.0, 1e5);
    BudgetUsd budget_usd ["USD"] Budget Style::Usd, number(100.0, 1e13);
    BudgetHardware budget_hardware [""] Budget Style::Plain, Kind::Choice(Choices::Hardware);
    BudgetUsdPerGpuHour budget_usd_per_gpu_hour ["USD/chip-hour"] Budget Style::UsdPerHour, number(0.01, 1000.0);
    BudgetFormat budget_format [""] Budget Style::Plain, Kind::Choice(Choices::BudgetFormat);
    BudgetMfu budget_mfu [""] Budget Style::Fraction, number(0.001, 1.0);
    BudgetMonths budget_months ["months"] Budget Style::Count("months"), number(0.01, 240.0);
    BudgetChips budget_chips ["chips"] Budget Style::Count(""), number(1.0, 1e8);
    ScalingLaw scaling_law [""] Budget Style::Plain, Kind::Choice(Choices::ScalingLaw);
    BudgetServedTokens budget_served_tokens ["tokens"] Budget Style::Count(""), number(0.0, 1e19);
    ActivatedShare activated_share [""] Budget Style::Fraction, number(0.001, 1.0);
    ExpertGranularity expert_granularity [""] Budget Style::Plain, number(1.0, 64.0);
    LookedAt result [""] Spread Style::Plain, Kind::Choice(Choices::Measure);
    PriceCorrelation price_correlation [""] Spread Style::Fraction, number(0.0, 1.0);
    HoursCorrelation hours_correlation [""] Spread Style::Fraction, number(0.0, 1.0);
    Seed seed [""] Spread Style::Plain, Kind::Whole { min: 0, max: u32::MAX };
    SolveFor solve_for [""] Limits Style::Plain, Kind::Choice(Choices::Varied);
    CapUsd cap_usd ["USD"] Limits Style::Usd, number(1e-6, 1e15);
    CapDays cap_days ["days"] Limits Style::Days, number(1e-3, 1e5);
    CapKwh cap_kwh ["kWh"] Limits Style::KilowattHours, number(1.0, 1e13);
    CapWatts cap_watts ["W"] Limits Style::Watts, number(1.0, 1e13);
    SweepX sweep_x [""] Sweep Style::Plain, Kind::Choice(Choices::Varied);
    SweepXRange sweep_x_range [""] Sweep Style::Plain, number(0.0, 1e32);
    SweepY sweep_y [""] Sweep Style::Plain, Kind::Choice(Choices::Varied);
    SweepYRange sweep_y_range [""] Sweep Style::Plain, number(0.0, 1e32);
}

/// The fields that a bill is worked out from: the first of all, which a test holds.
pub fn bill_fields() -> impl Iterator<Item = &'static Spec> {
    FIELDS.iter().take_while(|spec| Group::BILL.contains(&spec.group))
}

/// The fields that a result may be swept over or solved for.
pub fn varied_fields() -> impl Iterator<Item = &'static Spec> {
    let others = [Field::TokensPerDay, Field::FleetChips, Field::ServingOverheadShare];
    let is_number = |spec: &&Spec| matches!(spec.kind, Kind::Number { .. });
    let is_varied = |group| Group::BILL.contains(&group) || Group::WHAT_IF.contains(&group);
    let is_one = move |spec: &&Spec| {
        // Quotes near the year change by steps, and what is asked is no figure of the run.
        is_varied(spec.group) && spec.field != Field::Year && !Group::ASKED.contains(&spec.group)
            || others.contains(&spec.field)
    };
    FIELDS.iter().filter(is_number).filter(is_one)
}

impl Spec {
    /// The slider beside it: for shares that are played with, and for limits.
    #[must_use]
    pub fn slider(&self) -> Option<Slider> {
        let ratio = |low, high| Some(Slider::Ratio { low, high });
        match (self.field, self.kind) {
            (Field::CapUsd, _) => ratio(1e4, 1e10),
            (Field::CapDays, _) => ratio(1.0, 1e3),
            (Field::CapKwh, _) => ratio(1e4, 1e10),
            (Field::CapWatts, _) => ratio(1e5, 1e10),
            (Field::Mfu, Kind::Number { min: least, .. }) => Some(Slider::Share { least }),
            (_, Kind::Number { min: least, .. })
                if Group::SERVING.contains(&self.group) && self.style == Style::Fraction && self.kind.is_share() =>
            {
                Some(Slider::Share { least })
            }
            _ => None,
        }
    }

    /// Its name for readers.
    #[must_use]
    pub fn label(&self) -> &'static str {
        (self.label)()
    }

    /// What it means, and where its default comes from.
    #[must_use]
    pub fn help(&self) -> &'static str {
        (self.help)()
    }

    /// Its name where no heading says what it belongs to.
    #[must_use]
    pub fn label_alone(&self) -> &'static str {
        match self.field {
            Field::ServingUsdPerGpuHour => words::field::price_of_serving(),
            Field::ServingUtilisation => words::field::utilisation_of_serving(),
            Field::ServingOverheadShare => words::field::serving_overhead(),
            _ => self.label(),
        }
    }
}

impl Field {
    /// Its declaration.
    #[must_use]
    pub fn spec(self) -> &'static Spec {
        // Every variant is declared; a test holds that, and the first declaration stands in for none.
        FIELDS.iter().find(|spec| spec.field == self).unwrap_or(&FIELDS[0])
    }

    /// The field of that key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        FIELDS.iter().find(|spec| spec.key == key).map(|spec| spec.field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_a_key_of_its_own_and_is_in_chinese_but_for_symbols() {
        use crate::words::{Language, SIMPLIFIED_CHINESE, compiled, speak};
        let said = |spec: &Spec| [spec.label(), spec.help(), spec.group.name(), spec.label_alone()];
        let in_chinese = Language::read(&compiled(SIMPLIFIED_CHINESE));
        let mut same = Vec::new();
        for (index, spec) in FIELDS.iter().enumerate() {
            assert_eq!(spec.field.spec().key, spec.key);
            assert_eq!(Field::from_key(spec.key), Some(spec.field));
            assert!(FIELDS[..index].iter().all(|other| other.key != spec.key && other.field != spec.field));
            let english = said(spec);
            speak(in_chinese);
            same.extend(said(spec).into_iter().filter(|chinese| english.contains(chinese)));
            speak(None);
        }
        assert_eq!(Field::SweepYRange as usize + 1, FIELDS.len());
        assert_eq!(same, ["MFU", "MFU", "PUE", "PUE", "MFU", "MFU"]);
    }
}
