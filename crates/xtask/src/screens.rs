//! Pictures of every view, which the browser tests hold the page to.

use std::time::Instant;

use crate::build;
use crate::process::{self, Failure};
use crate::tools;
use crate::workspace;

/// Builds the page and takes every picture anew.
pub(crate) fn take() -> Result<bool, Failure> {
    let started = Instant::now();
    build::page(&tools::for_page()?, None)?;
    let mut command = tools::browser_tests(tools::Engine::Chromium)?;
    command.arg("screens.spec.mjs").env("TRAINBILL_WRITE_SCREENS", "1");
    // A page elsewhere is for the tests alone: what is kept is of the page that was just built.
    command.env_remove("TRAINBILL_DIST");
    if !process::live(&mut command)?.success {
        return Err(Failure::new("Not every picture could be taken.", "read the messages above, then run this again."));
    }
    println!("The pictures are in {} ({}).", workspace::screens().display(), process::duration(started.elapsed()));
    Ok(true)
}
