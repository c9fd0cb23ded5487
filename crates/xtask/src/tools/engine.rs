//! The browser engines that the tests run in.

use std::path::PathBuf;

use super::{browser, firefox, webkit};
use crate::process::Failure;

/// A browser engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    /// Chromium or Chrome, in which every test runs.
    Chromium,
    /// A stock Firefox.
    Firefox,
    /// WebKitGTK.
    WebKit,
}

impl Engine {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];

    /// Those beside Chromium.
    pub(crate) const OTHERS: [Self; 2] = [Self::Firefox, Self::WebKit];

    /// Its name, here and in the tests.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }

    /// The path of its program, after installing it if need be.
    pub(super) fn ensure(self) -> Result<PathBuf, Failure> {
        match self {
            Self::Chromium => browser::ensure(),
            Self::Firefox => firefox::ensure(),
            Self::WebKit => webkit::ensure(),
        }
    }
}
