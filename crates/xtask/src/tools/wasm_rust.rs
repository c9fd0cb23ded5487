//! A Rust that builds WebAssembly: rustup's, or Debian's on a machine that cannot reach rustup's server.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{debian, folder};
use crate::lockfile;
use crate::process::{self, Failure};
use crate::version::Version;
use crate::workspace;

const TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN_PACKAGES: [&str; 5] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy", "lld-19"];
const DEBIAN_PROGRAMS: [&str; 5] = ["cargo", "rustc", "rustdoc", "cargo-clippy", "clippy-driver"];
const DEBIAN_SOURCES: &str = "/usr/lib/rustlib/src/rust/library/Cargo.lock";

/// A Rust that builds WebAssembly.
#[derive(Debug)]
pub(crate) enum WasmRust {
    /// The Rust that runs this program, with its WebAssembly library.
    Rustup,
    /// Debian's, which compiles that library itself; the folder leads to its programs.
    Debian {
        /// Links to the programs, for PATH.
        folder: PathBuf,
        /// Whether Clippy is among them.
        clippy: bool,
    },
}

impl WasmRust {
    /// Its name for the reader.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Rustup => "rustup's Rust",
            Self::Debian { .. } => "Debian's Rust",
        }
    }

    /// Its Cargo.
    pub(crate) fn cargo(&self) -> PathBuf {
        match self {
            Self::Rustup => "cargo".into(),
            Self::Debian { folder, .. } => folder.join("cargo"),
        }
    }

    /// The folder to put on PATH.
    pub(crate) fn folder(&self) -> Option<PathBuf> {
        match self {
            Self::Rustup => None,
            Self::Debian { folder, .. } => Some(folder.clone()),
        }
    }

    /// Whether Clippy comes with it.
    pub(crate) fn has_clippy(&self) -> bool {
        match self {
            Self::Rustup => true,
            Self::Debian { clippy, .. } => *clippy,
        }
    }

    /// The folder into which it builds. Two compilers in one folder would rebuild each other's work.
    pub(crate) fn target(&self) -> PathBuf {
        match self {
            Self::Rustup => workspace::target(),
            Self::Debian { .. } => workspace::root().join("target-wasm"),
        }
    }

    /// Sets the environment of a program that calls Cargo.
    pub(crate) fn prepare(&self, command: &mut Command) {
        let Self::Debian { folder, .. } = self else {
            return;
        };
        for name in ["CARGO", "LD_LIBRARY_PATH", "RUSTUP_TOOLCHAIN", "RUSTUP_TOOLCHAIN_SOURCE"] {
            command.env_remove(name);
        }
        command.env("RUSTC", folder.join("rustc"));
        command.env("RUSTDOC", folder.join("rustdoc"));
        // Debian has the sources of the standard library but not its WebAssembly build.
        command.env("RUSTC_BOOTSTRAP", "1");
        command.env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort");
        command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld-19");
        command.env("CARGO_TARGET_DIR", self.target());
    }
}

/// Finds or installs a Rust that builds WebAssembly.
pub(crate) fn ensure() -> Result<WasmRust, Failure> {
    match env::var("TRAINBILL_WASM_RUST").unwrap_or_default().as_str() {
        "" => any(),
        "rustup" => rustup(),
        "debian" => debian(),
        other => Err(Failure::new(
            format!("TRAINBILL_WASM_RUST is `{other}`."),
            "set it to `rustup` or `debian`, or leave it out.",
        )),
    }
}

fn any() -> Result<WasmRust, Failure> {
    if rustup_works() {
        return Ok(WasmRust::Rustup);
    }
    if let Some(rust) = debian_works()? {
        return Ok(rust);
    }
    let failure = match rustup() {
        Ok(rust) => return Ok(rust),
        Err(failure) => failure,
    };
    if !debian::is_here() {
        return Err(failure);
    }
    println!("  That failed, so Debian's Rust is installed beside it, for WebAssembly only.");
    debian()
}

fn rustup() -> Result<WasmRust, Failure> {
    if rustup_works() {
        return Ok(WasmRust::Rustup);
    }
    let mut command = Command::new("rustup");
    command.args(["target", "add", TARGET]);
    process::step("Adding WebAssembly to Rust", &mut command).map_err(|failure| {
        failure.advise(format!(
            "run `rustup target add {TARGET}` where rustup's server can be reached, then run this again."
        ))
    })?;
    if rustup_works() {
        return Ok(WasmRust::Rustup);
    }
    Err(Failure::new(
        format!("rustup added {TARGET}, but to another toolchain than the one in use here."),
        format!("run `rustup target add {TARGET} --toolchain <the one in use>`, then run this again."),
    ))
}

fn rustup_works() -> bool {
    let mut command = Command::new("rustc");
    command.args(["--print", "target-libdir", "--target", TARGET]);
    let Some(folder) = process::ask(&mut command) else {
        return false;
    };
    let Ok(entries) = fs::read_dir(folder.trim()) else {
        return false;
    };
    entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
}

fn debian() -> Result<WasmRust, Failure> {
    if let Some(rust) = debian_works()? {
        return Ok(rust);
    }
    if !debian::is_here() {
        return Err(Failure::new("This machine has no apt-get.", "leave TRAINBILL_WASM_RUST out."));
    }
    debian::install("a Rust for WebAssembly", &DEBIAN_PACKAGES)?;
    let oldest = lockfile::oldest_rust()?;
    debian_works()?.ok_or_else(|| {
        Failure::new(
            format!("Debian's packages were installed, but their Rust does not run or is older than {oldest}."),
            format!("run `rustup target add {TARGET}` where rustup's server can be reached, then run this again."),
        )
    })
}

/// Debian's Rust, when it is there, recent enough, and complete.
fn debian_works() -> Result<Option<WasmRust>, Failure> {
    let version = |program: &str| process::ask(clean(program).arg("--version")).and_then(|text| Version::find(&text));
    let Some(rustc) = version("/usr/bin/rustc") else {
        return Ok(None);
    };
    let complete = rustc.at_least(&lockfile::oldest_rust()?)
        && version("/usr/bin/cargo").is_some()
        && version("wasm-ld-19").is_some()
        && Path::new(DEBIAN_SOURCES).exists();
    if !complete {
        return Ok(None);
    }
    let folder = folder::of("debian-rust", &rustc.to_string())?;
    link_programs(&folder).map_err(|error| {
        Failure::new(format!("Cannot prepare {}: {error}", folder.display()), "set TRAINBILL_TOOLS to another folder.")
    })?;
    Ok(Some(WasmRust::Debian { clippy: version("/usr/bin/clippy-driver").is_some(), folder }))
}

/// A program without the library path that rustup's Cargo hands down.
fn clean(program: &str) -> Command {
    let mut command = Command::new(program);
    command.env_remove("LD_LIBRARY_PATH");
    command
}

#[cfg(unix)]
fn link_programs(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    for program in DEBIAN_PROGRAMS {
        let link = folder.join(program);
        if !link.is_symlink() {
            std::os::unix::fs::symlink(Path::new("/usr/bin").join(program), link)?;
        }
    }
    Ok(())
}

#[cfg(not(unix))]
fn link_programs(_folder: &Path) -> std::io::Result<()> {
    Err(std::io::ErrorKind::Unsupported.into())
}
