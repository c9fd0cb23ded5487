//! The tools that building and testing need: each is found, or installed, in exactly the version asked for.

mod binaryen;
mod browser;
mod cargo_fuzz;
mod cargo_install;
mod debian;
mod engine;
mod firefox;
mod folder;
mod lints;
mod node;
mod npm_packages;
mod same_paths;
mod servers;
mod trunk;
mod wasm_bindgen;
mod wasm_rust;
mod webkit;

pub(crate) use engine::Engine;
pub(crate) use lints::ensure as for_lints;
pub(crate) use node::command as node;
pub(crate) use same_paths::cargo_home;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use crate::process::Failure;
use wasm_rust::WasmRust;

/// What building the page needs.
#[derive(Debug)]
pub(crate) struct PageTools {
    rust: WasmRust,
    folders: Vec<PathBuf>,
    trunk: PathBuf,
    test_runner: PathBuf,
}

impl PageTools {
    /// Cargo, set up to build WebAssembly.
    pub(crate) fn cargo(&self) -> Result<Command, Failure> {
        let mut command = Command::new(self.rust.cargo());
        self.prepare(&mut command)?;
        command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", &self.test_runner);
        Ok(command)
    }

    /// Trunk, set up to find the other tools.
    pub(crate) fn trunk(&self) -> Result<Command, Failure> {
        let mut command = Command::new(&self.trunk);
        self.prepare(&mut command)?;
        // Trunk accepts only `true` and `false` here and refuses to start on the usual `1`.
        command.env_remove("NO_COLOR");
        Ok(command)
    }

    /// A program that works on WebAssembly.
    pub(crate) fn program(&self, name: &str) -> Result<Command, Failure> {
        let mut command = Command::new(name);
        self.prepare(&mut command)?;
        Ok(command)
    }

    /// The folder into which its Cargo builds.
    pub(crate) fn wasm_target(&self) -> PathBuf {
        self.rust.target()
    }

    /// Which Rust builds WebAssembly.
    pub(crate) fn rust_name(&self) -> &'static str {
        self.rust.name()
    }

    /// Whether that Rust comes with Clippy.
    pub(crate) fn has_clippy(&self) -> bool {
        self.rust.has_clippy()
    }

    fn prepare(&self, command: &mut Command) -> Result<(), Failure> {
        self.rust.prepare(command);
        same_paths::prepare(command);
        let mut folders = self.folders.clone();
        folders.extend(self.rust.folder());
        command.env("PATH", path_with(folders)?).current_dir(crate::workspace::root());
        Ok(())
    }
}

/// Finds or installs what building the page needs.
pub(crate) fn for_page() -> Result<PageTools, Failure> {
    node::ensure()?;
    let rust = wasm_rust::ensure()?;
    let wasm_bindgen = wasm_bindgen::ensure()?;
    let binaryen = binaryen::ensure()?;
    let trunk = trunk::ensure()?;
    Ok(PageTools {
        rust,
        test_runner: wasm_bindgen.join(format!("wasm-bindgen-test-runner{}", std::env::consts::EXE_SUFFIX)),
        trunk: trunk.join(format!("trunk{}", std::env::consts::EXE_SUFFIX)),
        folders: vec![trunk, wasm_bindgen, binaryen],
    })
}

/// Finds or installs what the browser tests need, and answers with the browser's path.
pub(crate) fn for_browser_tests(engine: Engine) -> Result<PathBuf, Failure> {
    node::ensure()?;
    npm_packages::ensure()?;
    servers::ensure()?;
    engine.ensure()
}

/// Finds or installs what fuzzing needs, and answers with the folder of cargo-fuzz.
pub(crate) fn for_fuzzing() -> Result<PathBuf, Failure> {
    cargo_fuzz::ensure()
}

/// A script beside the browser tests, with what it needs.
pub(crate) fn browser_program(script: &str) -> Result<Command, Failure> {
    let browser = for_browser_tests(Engine::Chromium)?;
    let mut command = node::command();
    command.arg(script).current_dir(crate::workspace::browser_tests()).env("TRAINBILL_BROWSER", browser);
    Ok(command)
}

/// The runner of the browser tests in an engine, with what it needs.
pub(crate) fn browser_tests(engine: Engine) -> Result<Command, Failure> {
    let browser = for_browser_tests(engine)?;
    let mut command = node::command();
    command.args(["node_modules/@playwright/test/cli.js", "test"]).current_dir(crate::workspace::browser_tests());
    command.env("TRAINBILL_BROWSER", browser).env("TRAINBILL_ENGINE", engine.name());
    if let Some(servers) = servers::ensure()? {
        command.env("TRAINBILL_SERVERS", servers);
    }
    Ok(command)
}

/// `PATH` with folders put before the others.
fn path_with(mut folders: Vec<PathBuf>) -> Result<OsString, Failure> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    folders.extend(std::env::split_paths(&path));
    std::env::join_paths(folders).map_err(|error| {
        Failure::new(format!("A folder cannot be put on PATH: {error}"), "set TRAINBILL_TOOLS to a folder without `:`.")
    })
}
