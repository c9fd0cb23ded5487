//! The repository's own programs that a build or a check runs.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use crate::process::{self, Failure};
use crate::workspace;

/// One of them.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Program {
    /// Writes the plain pages.
    PlainPages,
    /// Writes what the page says first: the page itself, for this machine.
    FirstPage,
    /// The command line.
    CommandLine,
}

impl Program {
    const ALL: [Self; 3] = [Self::PlainPages, Self::FirstPage, Self::CommandLine];

    const fn name(self) -> &'static str {
        match self {
            Self::PlainPages => "pages",
            Self::FirstPage => "trainbill",
            Self::CommandLine => "trainbill-cli",
        }
    }

    /// Builds it for this machine and says where it is.
    ///
    /// All are built at once, of the whole workspace. What Cargo builds for one alone asks less of its dependencies, and nearly
    /// everything that the tests had compiled would be compiled once more.
    pub(crate) fn built(self) -> Result<PathBuf, Failure> {
        let mut command = Command::new("cargo");
        command.args(["build", "--workspace"]).current_dir(workspace::root());
        for program in Self::ALL {
            command.args(["--bin", program.name()]);
        }
        process::step("Building the programs for this machine", &mut command)?;
        Ok(workspace::target().join("debug").join(format!("{}{}", self.name(), env::consts::EXE_SUFFIX)))
    }
}
