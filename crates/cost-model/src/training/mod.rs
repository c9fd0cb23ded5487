//! A training step on a cluster: memory, time, the best layout, and what they say of a whole run.

mod cluster;
mod efficiency;
mod goodput;
mod job;
mod layout;
mod memory;
mod options;
mod plan;
mod published;
mod recipe;
mod search;
mod step_time;
mod view;
mod what_if;
mod work;

pub use cluster::Cluster;
pub use efficiency::Efficiency;
pub use goodput::{ASIDE, CHECKPOINT_HOURS, CHIP_HOURS_BETWEEN_FAILURES, RESTART_HOURS, goodput};
pub use job::{Job, JobSpec};
pub use layout::{Layout, Misfit};
pub use memory::{Memory, RESERVED_SHARE};
pub use options::{AttentionKernel, Optimizer, Recomputation, Schedule, Sharding};
pub use plan::{NoPlan, Plan, as_entries};
pub use recipe::Recipe;
pub use search::{Candidate, Decided, Found, MOST_KEPT, MOST_TRIED, search};
pub use step_time::StepTime;
pub use view::report;
pub use what_if::{StepOf, step_of};
