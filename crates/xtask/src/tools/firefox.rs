//! A stock Firefox for the browser tests: one that is there, else Debian's.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{browser, debian};
use crate::process::{self, Failure};
use crate::version::Version;

/// The oldest that was tried: the tests lean on its WebDriver BiDi and on what it grants beyond.
const OLDEST: u32 = 153;
const PROGRAMS: [&str; 3] = ["firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"];

/// The path of a Firefox that is recent enough, after installing one if need be.
pub(super) fn ensure() -> Result<PathBuf, Failure> {
    if let Some(firefox) = env::var_os("TRAINBILL_FIREFOX").filter(|value| !value.is_empty()) {
        return recent(Path::new(&firefox)).ok_or_else(|| {
            Failure::new(
                format!("TRAINBILL_FIREFOX is {}, which is no Firefox {OLDEST} or later.", firefox.display()),
                "set it to one, or leave it out.",
            )
        });
    }
    if let Some(firefox) = installed() {
        return Ok(firefox);
    }
    if debian::is_here() {
        debian::install("Firefox", &["firefox-esr"])?;
    }
    installed().ok_or_else(|| {
        Failure::new(
            format!("Firefox {OLDEST} or later was not found."),
            "install it and put it on PATH, then run this again.",
        )
    })
}

fn installed() -> Option<PathBuf> {
    PROGRAMS.iter().filter_map(|program| browser::find(program)).find_map(|path| recent(&path))
}

fn recent(firefox: &Path) -> Option<PathBuf> {
    let version = Version::find(&process::ask(Command::new(firefox).arg("--version"))?)?;
    (version.major() >= OLDEST).then(|| firefox.to_path_buf())
}
