//! Every field of a scenario, declared once.
//!
//! The form, the link codec, the command line, validation and the documentation are driven from [`FIELDS`].

use crate::bill::{PROFILES, REGIONS, Rung};
use crate::budget::LAWS;
use crate::catalogue::{Catalogue, Precision, Weights};
use crate::scale::Slider;
use crate::serving::{Medium, WeightFormat};
use crate::text::Style;
use crate::training::{AttentionKernel, Optimizer, Recipe, Recomputation, Schedule, Sharding};
use crate::uncertainty::Measure;

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
pub const HOURS_FROM: [(&str, &str); 2] = [("published", "published chip-hours"), ("flop", "FLOP ÷ (peak × MFU)")];

/// Attention of a reference design.
pub const REFERENCE_ATTENTION: [(&str, &str); 3] =
    [("mha", "multi-head (MHA)"), ("gqa", "grouped-query (GQA), 8 groups"), ("same", "as this model")];

impl Choices {
    /// The slugs and names to choose from.
    #[must_use]
    pub fn options(self, catalogue: &Catalogue) -> Vec<(&'static str, &'static str)> {
        match self {
            Self::HoursFrom => HOURS_FROM.to_vec(),
            Self::Precision => Precision::ALL.iter().map(|precision| (precision.slug(), precision.name())).collect(),
            Self::Hardware => catalogue.accelerators().iter().map(|chip| (chip.slug, chip.name)).collect(),
            Self::Weights => [Weights::Open, Weights::Closed].iter().map(|w| (w.slug(), w.slug())).collect(),
            Self::Recipe => Recipe::ALL.iter().map(|recipe| (recipe.slug, recipe.name())).collect(),
            Self::Optimizer => Optimizer::ALL.iter().map(|optimizer| (optimizer.slug, optimizer.name())).collect(),
            Self::Recomputation => Recomputation::ALL.iter().map(|mode| (mode.slug(), mode.name())).collect(),
            Self::AttentionKernel => AttentionKernel::ALL.iter().map(|kernel| (kernel.slug(), kernel.name())).collect(),
            Self::PipelineSchedule => Schedule::ALL.iter().map(|schedule| (schedule.slug(), schedule.name())).collect(),
            Self::Sharding => Sharding::ALL.iter().map(|sharding| (sharding.slug(), sharding.name())).collect(),
            Self::Switch => vec![("on", "on"), ("off", "off")],
            Self::Rung => Rung::COUNTED.iter().map(|rung| (rung.slug(), rung.name())).collect(),
            Self::Region => REGIONS.to_vec(),
            Self::ReferenceAttention => REFERENCE_ATTENTION.to_vec(),
            Self::Profile => PROFILES.to_vec(),
            Self::Attribution => vec![("dollars", "dollars"), ("ratio", "ratios")],
            Self::WeightFormat => WeightFormat::ALL.iter().map(|format| (format.slug(), format.name())).collect(),
            Self::KvCacheFormat => vec![("bf16", "BF16"), ("fp8", "FP8")],
            Self::MlaDecoding => vec![("absorbed", "absorbed"), ("expanded", "keys and values made anew")],
            Self::Measure => Measure::ALL.iter().map(|measure| (measure.key(), measure.name())).collect(),
            Self::Varied => varied_fields().map(|spec| (spec.key, spec.label_alone())).collect(),
            Self::CacheMedium => Medium::ALL.iter().map(|medium| (medium.slug(), medium.name())).collect(),
            Self::BudgetFormat => vec![("bf16", "16 bits"), ("fp8", "FP8")],
            Self::ScalingLaw => LAWS.to_vec(),
        }
    }
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
    pub const fn name(self) -> &'static str {
        match self {
            Self::Model => "Model",
            Self::Compute => "Size, data and compute",
            Self::Machine => "Accelerators",
            Self::Bill => "Hours and price",
            Self::Step => "Precision, batch and kernels",
            Self::Layout => "Parallel layout",
            Self::Cluster => "Links and reliability",
            Self::Overhead => "Beyond the final run",
            Self::Ownership => "Owned hardware",
            Self::Power => "Energy and carbon",
            Self::Currency => "Another currency",
            Self::Reference => "Reference design",
            Self::Serving => "Traffic",
            Self::ServedOn => "Served on",
            Self::PrefixCache => "Prefix cache",
            Self::Selling => "Price and sales",
            Self::OwnTraffic => "Your own traffic",
            Self::Spread => "Drawing",
            Self::Limits => "Limits",
            Self::Sweep => "Sweep",
            Self::Budget => "Budget",
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
    /// Its name for readers.
    pub label: &'static str,
    /// Its base unit; empty for texts, choices and plain numbers.
    pub unit: &'static str,
    /// What may be entered.
    pub kind: Kind,
    /// How its value is written for readers.
    pub style: Style,
    /// The group under which the form shows it.
    pub group: Group,
    /// What it means, and where its default comes from.
    pub help: &'static str,
}

const fn number(min: f64, max: f64) -> Kind {
    Kind::Number { min, max }
}

const HOURS: Kind = number(0.0, 1e12);

const fn whole(max: u32) -> Kind {
    Kind::Whole { min: 1, max }
}

macro_rules! fields {
    ($($field:ident $key:literal $label:literal [$unit:literal] $group:ident $style:expr, $kind:expr, $help:literal;)*) => {
        /// Every field, in the order of declaration.
        pub const FIELDS: &[Spec] = &[$(Spec {
            field: Field::$field, key: $key, label: $label, unit: $unit, kind: $kind, style: $style,
            group: Group::$group, help: $help,
        }),*];
    };
}

fields! {
    Name "name" "Name" [""] Model Style::Plain, Kind::Text { max: 80 },
        "How this entry is called in the table.";
    Weights "weights" "Weights" [""] Model Style::Plain, Kind::Choice(Choices::Weights),
        "Whether anybody may download the trained model.";
    Year "year" "Year of release" [""] Model Style::Year, number(2015.0, 2100.0),
        "The year in which the model was released.";
    TotalParams "total_params" "Parameters" ["parameters"] Compute Style::Count(""), number(1e6, 1e15),
        "All parameters, every expert included. Counted from the configuration where that is public.";
    ActiveParams "active_params" "Active parameters" ["parameters"] Compute Style::Count(""), number(1e6, 1e15),
        "Parameters that one token passes through, without the input embedding. Equal to the total, less the embedding, for a dense model.";
    Tokens "tokens" "Training tokens" ["tokens"] Compute Style::Count(""), number(1e6, 1e17),
        "Tokens of the pre-training run, repeats included.";
    SequenceLength "sequence_length" "Sequence length" ["tokens"] Compute Style::Count(""), number(1.0, 1e8),
        "Tokens of one training sequence; attention costs more on longer ones.";
    Architecture "architecture" "Configuration" [""] Compute Style::Plain, Kind::Architecture,
        "Layers, widths, heads and experts, from which size, compute, memory and step time are counted. A config.json can be pasted in the Train view.";
    FlopPerToken "flop_per_token" "FLOP per token" ["FLOP/token"] Compute Style::FlopPerToken, number(1e6, 1e18),
        "Forward and backward. By default 6 per active parameter, plus causal attention where the configuration is public.";
    TrainingFlop "training_flop" "Training compute" ["FLOP"] Compute Style::Flop, number(1e12, 1e32),
        "By default FLOP per token times tokens, or a published estimate where those are not public.";
    Hardware "hardware" "Accelerator" [""] Machine Style::Plain, Kind::Choice(Choices::Hardware),
        "The accelerator that the run used.";
    ChipCount "chip_count" "Accelerators at a time" ["chips"] Machine Style::Count(""), number(1.0, 1e8),
        "How many ran together; needed only for the days that pre-training took.";
    MfuPeak "mfu_peak" "Peak that MFU refers to" [""] Machine Style::Plain, Kind::Choice(Choices::Precision),
        "The number format whose dense peak rate is the whole in 'MFU'. The same run has half the MFU against an FP8 peak.";
    PeakFlopPerSecond "peak_flop_per_second" "Peak rate" ["FLOP/s"] Machine Style::FlopPerSecond, number(1e9, 1e19),
        "Dense peak of one accelerator in that format, from its data sheet; never the rate with sparsity.";
    Mfu "mfu" "MFU" [""] Machine Style::Fraction, number(0.001, 1.0),
        "Model FLOP utilisation: the part of the peak rate that went into the model's own arithmetic.";
    HoursFrom "hours_from" "Pre-training hours from" [""] Bill Style::Plain, Kind::Choice(Choices::HoursFrom),
        "Take the chip-hours that were published or entered, or work them out from compute, peak rate and MFU.";
    BaseModelHours "base_model_hours" "Base model" ["chip-hours"] Bill Style::Count(""), HOURS,
        "Chip-hours of the model that this one started from; 0 leaves them out.";
    PretrainingHours "pretraining_hours" "Pre-training" ["chip-hours"] Bill Style::Count(""), HOURS,
        "Chip-hours of the main run. Used when hours are taken as published.";
    ContextExtensionHours "context_extension_hours" "Context extension" ["chip-hours"] Bill Style::Count(""), HOURS,
        "Chip-hours of continued training on longer sequences.";
    PosttrainingHours "posttraining_hours" "Post-training" ["chip-hours"] Bill Style::Count(""), HOURS,
        "Chip-hours of fine-tuning and reinforcement learning, and of making data for them.";
    UsdPerGpuHour "usd_per_gpu_hour" "Price per chip-hour" ["USD/chip-hour"] Bill Style::UsdPerHour, number(0.0, 1000.0),
        "Rental price of one accelerator for one hour. By default what the developer states, or the lowest, median and highest of quoted prices.";
    Precision "precision" "Precision" [""] Step Style::Plain, Kind::Choice(Choices::Recipe),
        "Which number format the matrix products, the stored weights, gradients and moments, and the traffic between chips use.";
    HighPrecisionShare "high_precision_share" "Kept in 16 bits" [""] Step Style::Fraction, number(0.0, 1.0),
        "With FP8 or FP4: the part of the layers' matrix products that stays in BF16. Attention, routers, embedding and head stay there in any case.";
    Optimizer "optimizer" "Optimizer" [""] Step Style::Plain, Kind::Choice(Choices::Optimizer),
        "What is kept for every parameter beside its weight and gradient.";
    GlobalBatch "global_batch" "Batch" ["sequences"] Step Style::Count(""), whole(1_000_000),
        "Sequences in one optimizer step, over all accelerators.";
    MicroBatch "micro_batch" "Micro-batch" ["sequences"] Step Style::Count(""), whole(4096),
        "Sequences that pass through the model at a time on one data-parallel rank.";
    Recomputation "recomputation" "Recomputation" [""] Step Style::Plain, Kind::Choice(Choices::Recomputation),
        "What the backward pass works out again instead of keeping it in memory.";
    AttentionKernel "attention_kernel" "Attention kernel" [""] Step Style::Plain, Kind::Choice(Choices::AttentionKernel),
        "Fused kernels never write the table of scores to memory.";
    TensorParallel "tensor_parallel" "Tensor parallel" ["chips"] Layout Style::Count(""), whole(1024),
        "Chips over which every matrix is split; they talk in every layer, so that more than a node is slow.";
    SequenceParallel "sequence_parallel" "Sequence parallel" [""] Layout Style::Plain, Kind::Choice(Choices::Switch),
        "Whether tensor-parallel chips also split what lies between the matrices along the sequence.";
    PipelineParallel "pipeline_parallel" "Pipeline stages" ["chips"] Layout Style::Count(""), whole(1024),
        "Stages that the layers are dealt out to.";
    PipelineSchedule "pipeline_schedule" "Pipeline schedule" [""] Layout Style::Plain, Kind::Choice(Choices::PipelineSchedule),
        "In which order stages work on micro-batches; it sets the idle time and what must be kept.";
    VirtualStages "virtual_stages" "Chunks per stage" ["chunks"] Layout Style::Count(""), whole(128),
        "Model chunks on each stage of an interleaved schedule; more chunks, less idle time, more traffic.";
    ContextParallel "context_parallel" "Context parallel" ["chips"] Layout Style::Count(""), whole(1024),
        "Chips over which one sequence is split.";
    ExpertParallel "expert_parallel" "Expert parallel" ["chips"] Layout Style::Count(""), whole(4096),
        "Chips over which the experts of a layer are dealt out.";
    Sharding "sharding" "Sharding" [""] Layout Style::Plain, Kind::Choice(Choices::Sharding),
        "What data-parallel ranks divide among them instead of each holding all of it.";
    NodeSize "node_size" "Node size" ["chips"] Cluster Style::Count(""), whole(100_000),
        "Chips that the fast link joins.";
    InterconnectBandwidth "interconnect_bandwidth" "Link in the node" ["B/s"] Cluster Style::BytesPerSecond, number(1e8, 1e14),
        "Bytes per second and chip over NVLink or the like, both directions together, as makers quote it.";
    NetworkBandwidth "network_bandwidth" "Network" ["B/s"] Cluster Style::BytesPerSecond, number(1e7, 1e13),
        "Bytes per second and chip between nodes, one direction: 400 Gbit/s is 50G.";
    Goodput "goodput" "Goodput" [""] Cluster Style::Fraction, number(0.05, 1.0),
        "The part of the reserved time that went into steps that counted; the rest is failures, restarts, checkpoints and evaluation.";
    Accounting "accounting" "Counted as" [""] Overhead Style::Plain, Kind::Choice(Choices::Rung),
        "Which rung of the whole bill stands for this run.";
    IdleShare "idle_share" "Idle and lost time" [""] Overhead Style::Fraction, number(0.0, 0.95),
        "The part of the paid time that is not in the published hours: waiting, failed nodes, reserves.";
    StorageShare "storage_share" "Network and storage" [""] Overhead Style::Fraction, number(0.0, 5.0),
        "What storage, traffic and other machines add to the chips' cost; a rental price holds most of the network.";
    ExperimentsMultiple "experiments_multiple" "Failed runs and ablations" ["final runs"] Overhead Style::Plain, number(0.0, 1000.0),
        "Compute of experiments, failed and smaller runs, as a multiple of the final run; 0 leaves it out.";
    DataUsd "data_usd" "Data" ["USD"] Overhead Style::Usd, number(0.0, 1e12),
        "Licences, annotation, generation and cleaning.";
    EvaluationUsd "evaluation_usd" "Evaluation and safety" ["USD"] Overhead Style::Usd, number(0.0, 1e12),
        "Benchmarks, red teams and audits, outside of staff.";
    StaffPeople "staff_people" "Staff" ["people"] Overhead Style::Count("people"), number(0.0, 1e6),
        "People who worked on the model.";
    StaffShare "staff_share" "Share of their time" [""] Overhead Style::Fraction, number(0.0, 1.0),
        "The part of their working time that went into this model.";
    StaffMonths "staff_months" "Duration" ["months"] Overhead Style::Count("months"), number(0.0, 240.0),
        "From the first work on the model to its release.";
    StaffUsdPerYear "staff_usd_per_year" "Pay per year" ["USD"] Overhead Style::Usd, number(0.0, 1e8),
        "Salary of one person with taxes and benefits, without equity.";
    StaffEquityUsdPerYear "staff_equity_usd_per_year" "Equity per year" ["USD"] Overhead Style::Usd, number(0.0, 1e9),
        "Shares that vest to one person in a year; 0 leaves them out.";
    ServerUsdPerChip "server_usd_per_chip" "Server price per chip" ["USD"] Ownership Style::Usd, number(0.0, 1e7),
        "What a server costs, divided by its chips. By default its price when new, less what it lost until training began.";
    DepreciationPerYear "depreciation_per_year" "Loss of value" ["per year"] Ownership Style::Fraction, number(0.0, 5.0),
        "The part of the servers' value that a year of use takes.";
    InterconnectShare "interconnect_share" "Cluster network" [""] Ownership Style::Fraction, number(0.0, 0.9),
        "The network's part of what the whole cluster costs.";
    ChipPower "chip_power" "Power of a chip" ["W"] Power Style::Count("W"), number(0.0, 1e5),
        "Thermal design power of one accelerator.";
    ServerPowerFactor "server_power_factor" "Server over chip" [""] Power Style::Plain, number(1.0, 10.0),
        "Rated power of a server over that of its accelerators.";
    PowerUtilisation "power_utilisation" "Power used" [""] Power Style::Fraction, number(0.0, 1.5),
        "Average power in training, of the server's rated power.";
    Pue "pue" "PUE" [""] Power Style::Plain, number(1.0, 5.0),
        "Power usage effectiveness: what the data centre draws over what its servers draw.";
    Region "region" "Region" [""] Power Style::Plain, Kind::Choice(Choices::Region),
        "Sets the grid's carbon intensity, and the price of electricity where one is known.";
    UsdPerKwh "usd_per_kwh" "Electricity" ["USD/kWh"] Power Style::Usd, number(0.0, 10.0),
        "Price of a kilowatt-hour.";
    CarbonIntensity "carbon_intensity" "Grid intensity" ["g/kWh"] Power Style::Count("g/kWh"), number(0.0, 5000.0),
        "Grams of CO₂ equivalent for each kilowatt-hour, by place and not by purchase.";
    EmbodiedKgPerChip "embodied_kg_per_chip" "Making a chip" ["kg"] Power Style::Count("kg"), number(0.0, 1e6),
        "CO₂ equivalent of making one accelerator, of which a run bears its part.";
    LifetimeYears "lifetime_years" "Lifetime" ["years"] Power Style::Count("years"), number(0.1, 50.0),
        "Years over which making the hardware is shared out.";
    Currency "currency" "Currency" [""] Currency Style::Plain, Kind::Text { max: 8 },
        "Name of another currency in which the bill is shown too.";
    CurrencyPerUsd "currency_per_usd" "For one dollar" [""] Currency Style::Plain, number(1e-6, 1e9),
        "How much of that currency one dollar buys.";
    CurrencyDate "currency_date" "Rate of" [""] Currency Style::Plain, Kind::Text { max: 20 },
        "The day of that rate.";
    DenseParams "dense_params" "Dense model of equal quality" ["parameters"] Reference Style::Count(""), number(1e6, 1e15),
        "Parameters of a dense model as good as this mixture of experts. By default √(total × active); enter the active parameters for equal compute.";
    ReferenceAttention "reference_attention" "Its attention" [""] Reference Style::Plain, Kind::Choice(Choices::ReferenceAttention),
        "Multi-head attention keeps keys and values of every head; grouped-query attention those of eight.";
    ReferencePrecision "reference_precision" "Its precision" [""] Reference Style::Plain, Kind::Choice(Choices::Recipe),
        "Number formats of the reference.";
    ReferenceRecomputation "reference_recomputation" "Its recomputation" [""] Reference Style::Plain, Kind::Choice(Choices::Recomputation),
        "What its backward pass works out again instead of keeping it.";
    ReferenceHardware "reference_hardware" "Its accelerator" [""] Reference Style::Plain, Kind::Choice(Choices::Hardware),
        "The accelerator of the reference.";
    ReferencePrice "reference_price" "Its price per chip-hour" ["USD/chip-hour"] Reference Style::UsdPerHour, number(0.0, 1000.0),
        "Rental price of the reference's accelerator. By default the quoted prices.";
    ReferenceMfu "reference_mfu" "Its MFU" [""] Reference Style::Fraction, number(0.001, 1.0),
        "Utilisation of the dense 16-bit peak. By default what published runs of that size reached.";
    ReferenceOverheads "reference_overheads" "Its lab" [""] Reference Style::Plain, Kind::Choice(Choices::Profile),
        "Overheads of the reference, for accountings that go beyond the final run.";
    AttributionIn "attribution_in" "Steps in" [""] Reference Style::Plain, Kind::Choice(Choices::Attribution),
        "Dollars add up to the difference; ratios multiply to it.";
    KvLength "kv_length" "Tokens in the cache" ["tokens"] Serving Style::Count(""), number(1.0, 1e8),
        "What a sequence has behind it on average while it is written.";
    InputPerOutput "input_per_output" "Input for each output" ["tokens"] Serving Style::Plain, number(0.0, 1e6),
        "Tokens of input for each token of output.";
    CacheHitShare "cache_hit_share" "Input found in the cache" [""] Serving Style::Fraction, number(0.0, 1.0),
        "The part of the input that is found in the cache and not worked out anew.";
    TokensPerSecond "tokens_per_second" "Rate for each user" ["tokens/s"] Serving Style::Count(""), number(0.1, 1e5),
        "Tokens of output that each user gets in a second, at least.";
    FirstTokenSeconds "first_token_seconds" "Time to first token" ["s"] Serving Style::Seconds, number(0.001, 1e5),
        "At most, for a prompt that waits for no other. Empty for no limit.";
    ServingHardware "serving_hardware" "Accelerator" [""] ServedOn Style::Plain, Kind::Choice(Choices::Hardware),
        "The accelerator that serves the model.";
    ServingUsdPerGpuHour "serving_usd_per_gpu_hour" "Price per chip-hour" ["USD/chip-hour"] ServedOn Style::UsdPerHour, number(0.0, 1000.0),
        "Rental price of one of them.";
    ServingUtilisation "serving_utilisation" "Utilisation" [""] ServedOn Style::Fraction, number(0.01, 1.0),
        "Tokens served, of what the paid chips could serve at full batch around the clock. What is found beyond 100% is the roofline's error.";
    WeightFormat "weight_format" "Weights in" [""] ServedOn Style::Plain, Kind::Choice(Choices::WeightFormat),
        "Number format of weights; their products run at its rate where the chip has it.";
    KvCacheFormat "kv_cache_format" "Cache in" [""] ServedOn Style::Plain, Kind::Choice(Choices::KvCacheFormat),
        "Number format of keys and values.";
    MlaDecoding "mla_decoding" "Latent attention" [""] ServedOn Style::Plain, Kind::Choice(Choices::MlaDecoding),
        "Absorbed, queries work on the latent vectors; otherwise every step makes keys and values from them.";
    CopyChips "copy_chips" "Chips for one copy" ["chips"] ServedOn Style::Count(""), whole(1024),
        "Chips that hold the model once. Searched for when empty.";
    AttentionChips "attention_chips" "Chips for one attention" ["chips"] ServedOn Style::Count(""), whole(1024),
        "Of these, chips over which the attention of a sequence is split (tensor parallel); 1 for data parallel attention. Searched for when empty.";
    DraftTokens "draft_tokens" "Tokens guessed ahead" ["tokens"] ServedOn Style::Plain, Kind::Whole { min: 0, max: 16 },
        "Of speculative decoding or multi-token prediction, in each step; 0 for none.";
    DraftAcceptance "draft_acceptance" "Guesses taken" [""] ServedOn Style::Fraction, number(0.0, 1.0),
        "Probability that a guess is right when those before it were.";
    CacheMedium "cache_medium" "Kept in" [""] PrefixCache Style::Plain, Kind::Choice(Choices::CacheMedium),
        "Where keys and values wait for the next prompt that begins alike.";
    CacheHours "cache_hours" "Kept for" ["h"] PrefixCache Style::Count("h"), number(0.0, 1e5),
        "How long a token stays there on average.";
    CacheUsdPerGbMonth "cache_usd_per_gb_month" "Price of keeping" ["USD/GB-month"] PrefixCache Style::Usd, number(0.0, 1e5),
        "For one gigabyte during one month.";
    UsdPerMillionInput "usd_per_million_input" "Input price" ["USD/M tokens"] Selling Style::Usd, number(0.0, 1e5),
        "For a million tokens of input that are not in the cache.";
    UsdPerMillionCachedInput "usd_per_million_cached_input" "Cached input price" ["USD/M tokens"] Selling Style::Usd, number(0.0, 1e5),
        "For a million tokens of input that were found in the cache.";
    UsdPerMillionOutput "usd_per_million_output" "Output price" ["USD/M tokens"] Selling Style::Usd, number(0.0, 1e5),
        "For a million tokens of output.";
    TokensPerDay "tokens_per_day" "Tokens a day" ["tokens"] Selling Style::Count(""), number(1.0, 1e18),
        "Input and output together, cached input among them.";
    FleetChips "fleet_chips" "Chips paid for" ["chips"] Selling Style::Count(""), number(0.001, 1e9),
        "On average over the day. By default what the traffic needs at the utilisation entered.";
    PaidShare "paid_share" "Share that is paid" [""] Selling Style::Fraction, number(0.0, 1.0),
        "Of all tokens, those that are billed; the rest is free use.";
    DiscountedShare "discounted_share" "Share sold at a discount" [""] Selling Style::Fraction, number(0.0, 1.0),
        "Of the paid tokens, those sold off-peak, in batches or otherwise below the list price.";
    Discount "discount" "That discount" [""] Selling Style::Fraction, number(0.0, 1.0),
        "Off the list price.";
    ServingOverheadShare "serving_overhead_share" "Beyond the chips" [""] Selling Style::Fraction, number(0.0, 10.0),
        "Staff, network, failures and everything else that serving needs, as a part of what its chips cost.";
    OwnTokensPerDay "own_tokens_per_day" "Your tokens a day" ["tokens"] OwnTraffic Style::Count(""), number(1.0, 1e18),
        "Input and output together, of your own use.";
    DutyShare "duty_share" "Hours in use" [""] OwnTraffic Style::Fraction, number(0.01, 1.0),
        "The part of the day in which there is any traffic. Rented and owned chips are paid for around the clock.";
    PeakToMean "peak_to_mean" "Peak over mean" [""] OwnTraffic Style::Plain, number(1.0, 1000.0),
        "The busiest traffic over the average of those hours; chips must suffice for it.";
    OwnStaffUsdPerMonth "own_staff_usd_per_month" "Staff a month" ["USD"] OwnTraffic Style::Usd, number(0.0, 1e9),
        "For people who keep the service running, rented or owned.";
    ColocationUsdPerKwMonth "colocation_usd_per_kw_month" "Floor and cooling" ["USD/kW-month"] OwnTraffic Style::Usd, number(0.0, 1e5),
        "For owned servers in another's data centre, by the power that they may draw; electricity is apart.";
    BudgetUsd "budget_usd" "Sum" ["USD"] Budget Style::Usd, number(100.0, 1e13),
        "What may be spent, on the rung that it is counted on.";
    BudgetHardware "budget_hardware" "Accelerator" [""] Budget Style::Plain, Kind::Choice(Choices::Hardware),
        "What the sum pays for.";
    BudgetUsdPerGpuHour "budget_usd_per_gpu_hour" "Price per chip-hour" ["USD/chip-hour"] Budget Style::UsdPerHour, number(0.01, 1000.0),
        "Rental price of one of them.";
    BudgetFormat "budget_format" "Products in" [""] Budget Style::Plain, Kind::Choice(Choices::BudgetFormat),
        "Number format of the matrix products.";
    BudgetMfu "budget_mfu" "MFU" [""] Budget Style::Fraction, number(0.001, 1.0),
        "Of the dense 16-bit peak over the whole run, restarts included. Predicted for each size when empty.";
    BudgetMonths "budget_months" "Deadline" ["months"] Budget Style::Count("months"), number(0.01, 240.0),
        "In which pre-training has to end.";
    BudgetChips "budget_chips" "Accelerators at hand" ["chips"] Budget Style::Count(""), number(1.0, 1e8),
        "To see how long they take; empty for as many as the deadline needs.";
    ScalingLaw "scaling_law" "Scaling law" [""] Budget Style::Plain, Kind::Choice(Choices::ScalingLaw),
        "How size and tokens share the compute.";
    BudgetServedTokens "budget_served_tokens" "Tokens served" ["tokens"] Budget Style::Count(""), number(0.0, 1e19),
        "Over the model's life, input and output together.";
    ActivatedShare "activated_share" "Experts activated" [""] Budget Style::Fraction, number(0.001, 1.0),
        "Of all experts in a layer, those that a token passes, shared ones in both counts.";
    ExpertGranularity "expert_granularity" "Expert granularity" [""] Budget Style::Plain, number(1.0, 64.0),
        "Twice the hidden size over the width of an expert.";
    LookedAt "result" "Result" [""] Spread Style::Plain, Kind::Choice(Choices::Measure),
        "Which result is drawn, taken apart and swept.";
    PriceCorrelation "price_correlation" "Prices move together" [""] Spread Style::Fraction, number(0.0, 1.0),
        "Rent of chips in training and serving, servers and storage: 0% each by itself, 100% all high or all low at once.";
    HoursCorrelation "hours_correlation" "Stages move together" [""] Spread Style::Fraction, number(0.0, 1.0),
        "Chip-hours of the stages, which run on the same machines: 0% each by itself, 100% all at once.";
    Seed "seed" "Seed" [""] Spread Style::Plain, Kind::Whole { min: 0, max: u32::MAX },
        "Another seed draws other points; the same one always gives the same figures.";
    SolveFor "solve_for" "Solve for" [""] Limits Style::Plain, Kind::Choice(Choices::Varied),
        "The field that may go as far as the limits allow.";
    CapUsd "cap_usd" "Cost at most" ["USD"] Limits Style::Usd, number(1e-6, 1e15),
        "Limit on the cost that is looked at; otherwise on training cost. Drawn as a line in charts of it.";
    CapDays "cap_days" "Time at most" ["days"] Limits Style::Days, number(1e-3, 1e5),
        "Limit on the days of pre-training.";
    CapKwh "cap_kwh" "Energy at most" ["kWh"] Limits Style::KilowattHours, number(1.0, 1e13),
        "Limit on the electricity of the final run.";
    CapWatts "cap_watts" "Power at most" ["W"] Limits Style::Watts, number(1.0, 1e13),
        "Limit on what the data centre draws: 10M are ten megawatts.";
    SweepX "sweep_x" "Over" [""] Sweep Style::Plain, Kind::Choice(Choices::Varied),
        "The field along the horizontal axis.";
    SweepXRange "sweep_x_range" "From and to" [""] Sweep Style::Plain, number(0.0, 1e32),
        "Its range as low..high. By default from a quarter to four times its present value.";
    SweepY "sweep_y" "And over" [""] Sweep Style::Plain, Kind::Choice(Choices::Varied),
        "A field along the vertical axis makes a map of it.";
    SweepYRange "sweep_y_range" "From and to, upwards" [""] Sweep Style::Plain, number(0.0, 1e32),
        "Its range as low..high.";
}

/// The fields that a bill is worked out from.
pub fn bill_fields() -> impl Iterator<Item = &'static Spec> {
    FIELDS.iter().filter(|spec| Group::BILL.contains(&spec.group))
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

    /// Its name where no heading says what it belongs to.
    #[must_use]
    pub fn label_alone(&self) -> &'static str {
        match self.field {
            Field::ServingUsdPerGpuHour => "Price per serving chip-hour",
            Field::ServingUtilisation => "Utilisation in serving",
            Field::ServingOverheadShare => "Serving beyond the chips",
            _ => self.label,
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
    fn every_field_is_declared_once_under_a_key_of_its_own() {
        for (index, spec) in FIELDS.iter().enumerate() {
            assert_eq!(spec.field.spec().key, spec.key);
            assert_eq!(Field::from_key(spec.key), Some(spec.field));
            assert!(FIELDS[..index].iter().all(|other| other.key != spec.key && other.field != spec.field));
        }
        assert_eq!(Field::SweepYRange as usize + 1, FIELDS.len());
    }
}
