//! WebKitGTK for the browser tests, with its driver, what makes a browser of it, and a screen for that.

use std::path::PathBuf;
use std::process::Command;

use super::{browser, debian};
use crate::process::{self, Failure};
use crate::version::Version;

/// The oldest that was tried.
const OLDEST: &str = "2.50";
const DRIVER: &str = "WebKitWebDriver";
const SCREEN: &str = "Xvfb";
const PACKAGES: [&str; 4] = ["webkit2gtk-driver", "gir1.2-webkit2-4.1", "python3-gi", "xvfb"];

/// Asks the library itself: the driver, which comes with it in the same version, does not tell.
const ASK: &str = "\
import gi
gi.require_version('Gtk', '3.0')
gi.require_version('WebKit2', '4.1')
from gi.repository import WebKit2
print(f'{WebKit2.get_major_version()}.{WebKit2.get_minor_version()}.{WebKit2.get_micro_version()}')";

/// The driver's path, after installing it and what it needs if need be.
pub(super) fn ensure() -> Result<PathBuf, Failure> {
    if let Some(driver) = installed() {
        return Ok(driver);
    }
    if debian::is_here() {
        debian::install("WebKitGTK", &PACKAGES)?;
    }
    installed().ok_or_else(|| {
        Failure::new(
            format!("WebKitGTK {OLDEST} or later with {DRIVER}, PyGObject and {SCREEN} was not found."),
            format!("install Debian's packages {}, or leave this engine out.", PACKAGES.join(", ")),
        )
    })
}

fn installed() -> Option<PathBuf> {
    let driver = browser::find(DRIVER)?;
    browser::find(SCREEN)?;
    // Debian's own Python has the bindings, whatever else is on PATH.
    let version = Version::find(&process::ask(Command::new("/usr/bin/python3").args(["-c", ASK]))?)?;
    version.at_least(&Version::find(OLDEST)?).then_some(driver)
}
