//! The program beside the page: what would hold the page up is done in Web Workers.

mod file;
mod in_page;
mod reports;
mod runs;
mod worker;

pub(crate) use file::File;
pub(crate) use reports::{Reported, use_answer, use_report};
pub(crate) use runs::{Run, use_run};
