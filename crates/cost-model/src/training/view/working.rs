//! How the parts of a step and of a chip's memory come about, with the values of the layout put in.

use super::super::memory::{Memory, RESERVED_SHARE, activations_of_layer, tokens};
use super::super::search::Candidate;
use super::super::step_time::{collective_rate, held_in_common, memory_rate, pipeline_parts, rate};
use super::super::{AttentionKernel, Job, Layout, Schedule};
use super::share;
use crate::text::{self, Style};
use crate::words::training_view_working as words;

fn seconds(seconds: f64) -> String {
    text::point(seconds, Style::Seconds)
}

fn bytes(bytes: f64) -> String {
    text::point(bytes, Style::Bytes)
}

fn number(number: f64) -> String {
    text::point(number, Style::Plain)
}

fn per_second(bytes: f64) -> String {
    text::point(bytes, Style::BytesPerSecond)
}

/// A sum of named parts, those left out that are nothing: `weights 12 GB + gradients 24 GB`.
pub(super) fn sum(parts: &[(&'static str, f64)], style: Style) -> String {
    let shown = parts.iter().filter(|(_, part)| *part > 0.0);
    let said: Vec<String> =
        shown.map(|(name, part)| words::named_part(&text::in_sentence(name), &text::point(*part, style))).collect();
    said.join(" + ")
}

/// The utilisation of a step: model FLOP over what all chips could do in its time.
pub(super) fn mfu(job: &Job, step: f64) -> String {
    words::mfu(
        &text::point(job.model_flop_per_token(), Style::FlopPerToken),
        &text::point(job.tokens_per_step(), Style::Count("tokens")),
        &seconds(step),
        &text::point(f64::from(job.cluster.chips), Style::Count("chips")),
        &text::point(job.reference_peak, Style::FlopPerSecond),
        &text::point(job.mfu(step), Style::Fraction),
    )
}

/// The lines of each part of a step, in the order of its parts.
pub(super) fn of_step(job: &Job, of: &Candidate) -> [Vec<String>; 12] {
    let (layout, time) = (&of.layout, &of.time);
    let of_micro_batches = |rule: String, all: f64| vec![rule, each(job, layout, all)];
    let products = words::products(&text::point(rate(job, true), Style::FlopPerSecond), &per_second(memory_rate(job)));
    let tensor = per_second(collective_rate(job, layout.tensor, 1));
    let context = per_second(collective_rate(job, layout.context, layout.tensor));
    [
        of_micro_batches(products.clone(), time.products),
        of_micro_batches(products, time.experts),
        of_micro_batches(attention(job), time.attention),
        of_micro_batches(words::elementwise(&per_second(memory_rate(job))), time.elementwise),
        of_micro_batches(words::again(layout.recomputation.name()), time.recomputation),
        of_micro_batches(words::tensor(&tensor), time.tensor),
        of_micro_batches(words::context(&context), time.context),
        of_micro_batches(experts(job), time.expert),
        pipeline(job, layout, time.pipeline),
        vec![data(job, layout)],
        vec![optimizer(job, time.optimizer)],
        vec![waiting(job, of)],
    ]
}

/// What each micro-batch takes of a part.
fn each(job: &Job, layout: &Layout, all: f64) -> String {
    let count = f64::from(layout.micro_batches(job.cluster.chips, job.global_batch));
    words::each_micro_batch(&seconds(all / count.max(1.0)), &text::point(count, Style::Count("")), &seconds(all))
}

fn attention(job: &Job) -> String {
    match job.kernel {
        AttentionKernel::Flash => {
            words::fused(&text::point(job.rest_peak * job.efficiency.attention, Style::FlopPerSecond))
        }
        AttentionKernel::Unfused => {
            words::unfused(&text::point(rate(job, false), Style::FlopPerSecond), &per_second(memory_rate(job)))
        }
    }
}

fn experts(job: &Job) -> String {
    let (cluster, efficiency) = (&job.cluster, &job.efficiency);
    words::experts(&per_second(cluster.link * efficiency.link), &per_second(cluster.network * efficiency.network))
}

/// Idle time by the schedule, and what it sums to with uneven stages and traffic.
fn pipeline(job: &Job, layout: &Layout, all: f64) -> Vec<String> {
    let [idle, uneven, sending] = pipeline_parts(job, layout).map(seconds);
    let stages = layout.pipeline.to_string();
    let rule = match layout.schedule {
        Schedule::Gpipe | Schedule::OneForwardOneBackward => {
            words::idle(&stages, &layout.virtual_stages.to_string(), &idle)
        }
        Schedule::ZeroBubble => words::idle_zero_bubble(&stages, &idle),
        Schedule::DualPipe => words::idle_dualpipe(&stages, &idle),
    };
    vec![rule, words::pipeline(&idle, &uneven, &sending, &seconds(all))]
}

fn data(job: &Job, layout: &Layout) -> String {
    let (parameters, ranks) = held_in_common(job, layout);
    words::data(
        &number(job.recipe.gradient_traffic_bytes),
        &number(job.recipe.activation_bytes),
        &text::point(parameters, Style::Count("")),
        &text::point(ranks, Style::Count("")),
        &per_second(collective_rate(job, ranks as u32, layout.tensor)),
    )
}

fn optimizer(job: &Job, all: f64) -> String {
    let recipe = job.recipe;
    let each = 2.0 * (recipe.master_bytes + job.optimizer.moment_bytes) + recipe.gradient_bytes + recipe.weight_bytes;
    let parameters = text::point(all * memory_rate(job) / each, Style::Count(""));
    words::optimizer(&number(each), &parameters, &per_second(memory_rate(job)), &seconds(all))
}

fn waiting(job: &Job, of: &Candidate) -> String {
    words::waiting(
        &text::point(job.efficiency.per_doubling, Style::Fraction),
        &text::point(f64::from(job.cluster.chips), Style::Count("")),
        &job.cluster.node_size.to_string(),
        &seconds(of.seconds - of.time.uneven),
        &seconds(of.time.uneven),
    )
}

/// The lines of each part of a chip's memory, in the order of its parts.
pub(super) fn of_memory(job: &Job, of: &Candidate) -> [Vec<String>; 7] {
    let (recipe, memory) = (job.recipe, &of.memory);
    let state = recipe.master_bytes + job.optimizer.moment_bytes;
    [
        vec![held(recipe.weight_bytes, memory.weights)],
        vec![held(recipe.gradient_bytes, memory.gradients)],
        vec![held(state, memory.optimizer)],
        vec![activations(job, &of.layout, memory)],
        vec![logits(job, &of.layout, memory)],
        vec![held(recipe.weight_bytes, memory.fetched)],
        vec![words::reserve(&share(RESERVED_SHARE), &bytes(job.cluster.memory), &bytes(memory.reserve))],
    ]
}

/// Bytes of each parameter by the parameters that the chip holds of it.
fn held(each: f64, all: f64) -> String {
    words::held(&number(each), &text::point(all / each, Style::Count("")), &bytes(all))
}

fn activations(job: &Job, layout: &Layout, memory: &Memory) -> String {
    let (kept, at_hand) = activations_of_layer(job, layout);
    let in_flight = text::point((memory.activations - at_hand) / kept, Style::Rounded);
    let all = bytes(memory.activations);
    if at_hand > 0.0 {
        return words::activations_and_layer(&bytes(kept), &in_flight, &bytes(at_hand), &all);
    }
    words::activations(&bytes(kept), &in_flight, &all)
}

fn logits(job: &Job, layout: &Layout, memory: &Memory) -> String {
    words::logits(
        &text::point(tokens(job, layout), Style::Count("")),
        &text::point(job.work.vocabulary, Style::Count("")),
        &layout.tensor.to_string(),
        &number(job.recipe.activation_bytes + 4.0),
        &bytes(memory.logits),
    )
}
