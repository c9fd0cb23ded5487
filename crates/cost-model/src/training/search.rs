//! The best layout for a job: every degree and micro-batch that divides model, cluster and batch is tried.

use super::job::Job;
use super::layout::{Layout, apiece};
use super::memory::Memory;
use super::step_time::StepTime;
use super::{AttentionKernel, Recomputation, Schedule, Sharding};

/// What is decided already; the rest is searched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "as in Layout")]
pub struct Decided {
    pub tensor: Option<u32>,
    pub sequence_parallel: Option<bool>,
    pub pipeline: Option<u32>,
    pub schedule: Option<Schedule>,
    pub virtual_stages: Option<u32>,
    pub context: Option<u32>,
    pub expert: Option<u32>,
    pub sharding: Option<Sharding>,
    pub micro_batch: Option<u32>,
    pub recomputation: Option<Recomputation>,
}

/// A layout with its time and memory.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// The layout.
    pub layout: Layout,
    /// Time of one step.
    pub time: StepTime,
    /// Seconds of one step.
    pub seconds: f64,
    /// Memory of the chip that needs most.
    pub memory: Memory,
    /// Bytes of that.
    pub bytes: f64,
}

impl Candidate {
    /// A layout that divides the job without rest.
    #[must_use]
    pub fn of(job: &Job, layout: Layout) -> Self {
        let (time, memory) = (job.step_time(&layout), job.memory(&layout));
        Self { layout, time, seconds: time.total(), memory, bytes: memory.total() }
    }

    /// Whether it fits into the chip's memory.
    #[must_use]
    pub fn fits(&self, job: &Job) -> bool {
        self.bytes <= job.cluster.memory
    }
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Layouts that fit, the fastest first: of each set of degrees the fastest, at most [`MOST_KEPT`].
    pub fitting: Vec<Candidate>,
    /// The fastest that does not fit.
    pub too_large: Option<Candidate>,
    /// The one that needs least memory, whether it fits or not.
    pub smallest: Option<Candidate>,
    /// How many layouts were worked out.
    pub tried: u64,
    /// After how many the search was to end.
    most: u64,
}

/// The most layouts that are kept beside the best.
pub const MOST_KEPT: usize = 8;

/// The widest tensor- and context-parallel groups that are tried, and the largest micro-batch.
const MOST_TENSOR: u32 = 64;
const MOST_CONTEXT: u32 = 64;
const MOST_MICRO_BATCH: u32 = 64;
const MOST_CHUNKS: u32 = 12;
/// After so many layouts a search ends; DeepSeek-V3 on 2,048 chips has 1.4 million.
pub const MOST_TRIED: u64 = 4_000_000;
/// A shorter part of a sequence is not worth a chip.
const LEAST_TOKENS_APIECE: u32 = 1024;

/// Tries every layout that agrees with what is decided.
#[must_use]
pub fn search(job: &Job, decided: &Decided) -> Found {
    search_among(job, decided, MOST_TRIED)
}

/// The same among so many layouts at most.
#[must_use]
pub(super) fn search_among(job: &Job, decided: &Decided, most: u64) -> Found {
    let mut found = Found { most, ..Found::default() };
    let chips = job.cluster.chips;
    for tensor in choose(decided.tensor, divisors(chips, MOST_TENSOR)) {
        for pipeline in choose(decided.pipeline, divisors(apiece(chips, tensor), job.model.num_layers as u32)) {
            let rest = apiece(apiece(chips, tensor), pipeline);
            let most_context = (job.sequence / LEAST_TOKENS_APIECE).clamp(1, MOST_CONTEXT);
            for context in choose(decided.context, divisors(rest, most_context)) {
                let layout = Layout { tensor, pipeline, context, ..Layout::PLAIN };
                if layout.model_parallel() <= u64::from(chips) {
                    with_degrees(job, decided, layout, &mut found);
                }
            }
        }
    }
    found
}

/// Everything but the three degrees that are set.
fn with_degrees(job: &Job, decided: &Decided, layout: Layout, found: &mut Found) {
    let per_rank = apiece(job.global_batch, layout.data(job.cluster.chips));
    let stage = apiece(job.cluster.chips, layout.pipeline);
    let experts = job.model.experts.as_ref().map_or(1, |experts| experts.num_experts as u32);
    let sequence_parallel = decided.sequence_parallel.unwrap_or(true);
    for micro_batch in choose(decided.micro_batch, divisors(per_rank, MOST_MICRO_BATCH)) {
        for expert in choose(decided.expert, divisors(common_divisor(experts, stage), experts)) {
            let layout = Layout { micro_batch, expert, sequence_parallel, ..layout };
            let plain = Layout { schedule: Schedule::OneForwardOneBackward, ..layout };
            if job.check(&plain).is_ok() {
                with_schedule(job, decided, layout, found);
            }
        }
    }
}

fn with_schedule(job: &Job, decided: &Decided, layout: Layout, found: &mut Found) {
    if found.tried >= found.most {
        return;
    }
    let has_pipeline = layout.pipeline > 1;
    // GPipe keeps more than 1F1B and is no faster; it is tried only when asked for.
    let schedules: &[Schedule] = if has_pipeline {
        &[Schedule::OneForwardOneBackward, Schedule::ZeroBubble, Schedule::DualPipe]
    } else {
        &[Schedule::OneForwardOneBackward]
    };
    let most_chunks = apiece(job.model.num_layers as u32, layout.pipeline).clamp(1, MOST_CHUNKS);
    for schedule in choose(decided.schedule, schedules.iter().copied()) {
        let interleaves = has_pipeline && schedule == Schedule::OneForwardOneBackward;
        for virtual_stages in choose(decided.virtual_stages, 1..=if interleaves { most_chunks } else { 1 }) {
            let layout = Layout { schedule, virtual_stages, ..layout };
            if job.check(&layout).is_ok() {
                with_memory_savings(job, decided, layout, found);
            }
        }
    }
}

fn with_memory_savings(job: &Job, decided: &Decided, layout: Layout, found: &mut Found) {
    // With fused kernels nothing is left that working the scores out again would save.
    let recomputations: &[Recomputation] = match job.kernel {
        AttentionKernel::Flash => &[Recomputation::None, Recomputation::Cheap, Recomputation::Full],
        AttentionKernel::Unfused => Recomputation::ALL,
    };
    for sharding in choose(decided.sharding, Sharding::ALL.iter().copied()) {
        for recomputation in choose(decided.recomputation, recomputations.iter().copied()) {
            found.add(job, Layout { sharding, recomputation, ..layout });
        }
    }
}

impl Found {
    fn add(&mut self, job: &Job, layout: Layout) {
        self.tried = self.tried.saturating_add(1);
        let candidate = Candidate::of(job, layout);
        if self.smallest.is_none_or(|smallest| candidate.bytes < smallest.bytes) {
            self.smallest = Some(candidate);
        }
        if !candidate.fits(job) {
            if self.too_large.is_none_or(|other| is_better(&candidate, &other)) {
                self.too_large = Some(candidate);
            }
            return;
        }
        let degrees = |of: &Candidate| (of.layout.tensor, of.layout.pipeline, of.layout.context, of.layout.expert);
        let mut kept = self.fitting.iter().enumerate();
        if let Some((place, same)) = kept.find(|(_, other)| degrees(other) == degrees(&candidate)) {
            if !is_better(&candidate, same) {
                return;
            }
            self.fitting.remove(place);
        }
        let place = self.fitting.iter().take_while(|other| !is_better(&candidate, other)).count();
        if place < MOST_KEPT {
            self.fitting.insert(place, candidate);
            self.fitting.truncate(MOST_KEPT);
        }
    }

    /// The fastest layout that fits.
    #[must_use]
    pub fn best(&self) -> Option<&Candidate> {
        self.fitting.first()
    }
}

/// Whether one layout is to be preferred: when it is faster by more than a part in a thousand, or about as fast and needs
/// less memory.
fn is_better(one: &Candidate, other: &Candidate) -> bool {
    const ALIKE: f64 = 1.001;
    if one.seconds * ALIKE < other.seconds {
        return true;
    }
    one.seconds < other.seconds * ALIKE && one.bytes < other.bytes
}

/// What was decided, or all that there is to choose from.
fn choose<T: Copy>(decided: Option<T>, all: impl IntoIterator<Item = T>) -> impl Iterator<Item = T> {
    let open = decided.is_none();
    decided.into_iter().chain(all.into_iter().filter(move |_| open))
}

/// The divisors of a number up to a greatest one, in ascending order.
fn divisors(number: u32, most: u32) -> Vec<u32> {
    let within_root = |divisor: &u32| divisor.checked_mul(*divisor).is_some_and(|square| square <= number);
    let small: Vec<u32> = (1..).take_while(within_root).filter(|divisor| number.is_multiple_of(*divisor)).collect();
    let large = small.iter().rev().filter_map(|divisor| number.checked_div(*divisor));
    let mut all: Vec<u32> = small.iter().copied().chain(large).filter(|divisor| *divisor <= most).collect();
    all.dedup();
    all
}

fn common_divisor(one: u32, other: u32) -> u32 {
    match one.checked_rem(other) {
        None => one,
        Some(rest) => common_divisor(other, rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_decided_is_not_searched() {
        assert_eq!(choose(Some(3), 1..=5).collect::<Vec<_>>(), [3]);
        assert_eq!(choose(None, 1..=3).collect::<Vec<_>>(), [1, 2, 3]);
    }

    #[test]
    fn divisors_divide() {
        assert_eq!(divisors(24, 8), [1, 2, 3, 4, 6, 8]);
        assert_eq!(divisors(36, 100), [1, 2, 3, 4, 6, 9, 12, 18, 36]);
        assert_eq!(divisors(0, 100), [0; 0]);
        assert_eq!(common_divisor(256, 2048), 256);
        assert_eq!(common_divisor(160, 64), 32);
    }
}
