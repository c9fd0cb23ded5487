//! A Chromium for the browser tests: one that is there, else Playwright's own, else Debian's.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{debian, folder, node};
use crate::process::{self, Failure};
use crate::version::Version;
use crate::workspace;

const OLDEST: u32 = 120;
const PROGRAMS: [&str; 7] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/// The path of a browser that is recent enough, after installing one if need be.
pub(crate) fn ensure() -> Result<PathBuf, Failure> {
    if let Some(browser) = env::var_os("TRAINBILL_BROWSER").filter(|value| !value.is_empty()) {
        return recent(Path::new(&browser)).ok_or_else(|| {
            Failure::new(
                format!("TRAINBILL_BROWSER is {}, which is no Chromium {OLDEST} or later.", browser.display()),
                "set it to one, or leave it out.",
            )
        });
    }
    if let Some(browser) = installed()? {
        return Ok(browser);
    }
    let mut command = node::command();
    command.arg(playwright()).args(["install", "--no-shell", "chromium"]);
    command.env("PLAYWRIGHT_BROWSERS_PATH", own_folder()?).current_dir(workspace::browser_tests());
    let failure = match process::step("Installing a Chromium for the browser tests", &mut command) {
        Ok(()) => Failure::new("Playwright installed a Chromium, but it does not run.", ""),
        Err(failure) => failure,
    };
    if let Some(browser) = installed()? {
        return Ok(browser);
    }
    if debian::is_here() {
        println!("  That failed, so it is taken from Debian's packages.");
        debian::install("Chromium", &["chromium"])?;
    }
    installed()?.ok_or_else(|| {
        failure.advise(format!(
            "install Chromium or Google Chrome {OLDEST} or later and put it on PATH, then run this again."
        ))
    })
}

fn installed() -> Result<Option<PathBuf>, Failure> {
    if let Some(browser) = PROGRAMS.iter().filter_map(|program| find(program)).find_map(|path| recent(&path)) {
        return Ok(Some(browser));
    }
    let mut command = node::command();
    command.args(["--print", "require('@playwright/test').chromium.executablePath()"]);
    command.env("PLAYWRIGHT_BROWSERS_PATH", own_folder()?).current_dir(workspace::browser_tests());
    Ok(process::ask(&mut command).and_then(|path| recent(Path::new(path.trim()))))
}

/// A program's full path: Playwright looks nothing up on PATH.
pub(super) fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|candidate| candidate.is_file())
}

/// The same path if a browser there runs and is recent enough.
fn recent(browser: &Path) -> Option<PathBuf> {
    // Chrome on Windows opens a window instead of printing its version.
    if cfg!(windows) {
        return browser.is_file().then(|| browser.to_path_buf());
    }
    let version = Version::find(&process::ask(Command::new(browser).arg("--version"))?)?;
    (version.major() >= OLDEST).then(|| browser.to_path_buf())
}

fn own_folder() -> Result<PathBuf, Failure> {
    Ok(folder::all()?.join("browsers"))
}

fn playwright() -> PathBuf {
    workspace::browser_tests().join("node_modules").join("@playwright").join("test").join("cli.js")
}
