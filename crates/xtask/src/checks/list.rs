//! The checks, one function each, the quick ones first.

use std::io::IsTerminal;
use std::process::Command;

use super::faults::{self, Results};
use super::recap::Outcome;
use super::summary::{self, Counts, Reader};
use crate::build;
use crate::fills;
use crate::fuzz;
use crate::process::{self, Failure};
use crate::programs::Program;
use crate::sizes;
use crate::supply;
use crate::tools::{self, Engine, PageTools};
use crate::workspace;

const WASM: [&str; 2] = ["--target", "wasm32-unknown-unknown"];
const WASM_TESTS: &str = "crates/cost-model/tests/wasm.rs";

/// Where the plain pages that are only looked at would stand.
const EXAMPLE_URL: &str = "https://trainbill.example/some/folder/";

/// One check.
pub(crate) struct Check {
    /// What `--only` calls it.
    pub(crate) name: &'static str,
    /// What it does, for the reader.
    pub(crate) about: &'static str,
    /// Does it.
    pub(crate) run: fn(&mut Shared) -> Result<Outcome, Failure>,
}

/// All the checks.
pub(crate) const CHECKS: [Check; 11] = [
    Check { name: "format", about: "the sources are formatted", run: format },
    Check { name: "supply", about: "what others wrote is locked, and under licences that were agreed to", run: supply },
    Check { name: "clippy", about: "Clippy finds nothing", run: clippy },
    Check { name: "unit", about: "unit, integration and documentation tests", run: unit },
    Check { name: "fuzz", about: "inputs that nobody thought of break no promise", run: fuzz },
    Check { name: "clippy-wasm", about: "Clippy finds nothing in what becomes WebAssembly", run: clippy_wasm },
    Check { name: "wasm", about: "the cost model's tests as WebAssembly, in Node.js", run: wasm },
    Check { name: "build", about: "the page builds", run: build_page },
    Check { name: "budgets", about: "the page is small enough", run: budgets },
    Check { name: "browser", about: "the page works in a browser, from a subfolder", run: browser },
    Check { name: "faults", about: "every fault that the page has to survive has tests that passed", run: faults },
];

/// What one check leaves for the next.
#[derive(Default)]
pub(crate) struct Shared {
    tools: Option<PageTools>,
    broken_page: bool,
    results: Results,
}

impl Shared {
    /// The tools for the page, installed at the first call.
    fn tools(&mut self) -> Result<&PageTools, Failure> {
        if self.tools.is_none() {
            self.tools = Some(tools::for_page()?);
        }
        self.tools.as_ref().ok_or_else(|| Failure::new("The tools are missing.", "run `cargo xtask setup`."))
    }

    /// Runs tests. A runner that reports success without having run one is not believed.
    fn tests(&mut self, command: &mut Command, reader: Reader) -> Result<Outcome, Failure> {
        let finished = process::live(command)?;
        self.results.read(&finished.output);
        let (mut lines, counts) = summary::read(&finished.output, reader);
        let ran = counts.passed + counts.failed > 0;
        if !ran {
            lines.push("no test ran".to_owned());
        } else if !finished.success && counts.failed == 0 {
            lines.push("the runner failed outside its tests".to_owned());
        }
        Ok(Outcome { success: finished.success && ran && counts.failed == 0, lines, counts })
    }

    /// Refuses to look at a page that an earlier check could not build.
    fn page(&self) -> Result<(), Failure> {
        if self.broken_page {
            return Err(Failure::new("The page was not built, so there is nothing to look at.", ""));
        }
        if !workspace::dist().join("index.html").is_file() {
            return Err(Failure::new("dist/ has no page.", "run `cargo xtask build` first."));
        }
        Ok(())
    }
}

fn format(_: &mut Shared) -> Result<Outcome, Failure> {
    tools::for_lints()?;
    plain(cargo().args(["fmt", "--all", "--check"]))
}

fn supply(_: &mut Shared) -> Result<Outcome, Failure> {
    let lines = supply::broken()?;
    lines.iter().for_each(|line| println!("{line}"));
    // Their database is in no registry of packages, and so not everywhere to be had.
    println!("Security advisories are not looked at here: docs/supply-chain.md has the command that does.");
    Ok(Outcome { success: lines.is_empty(), lines, counts: Counts::default() })
}

fn clippy(_: &mut Shared) -> Result<Outcome, Failure> {
    tools::for_lints()?;
    plain(cargo().args(["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]))
}

fn unit(shared: &mut Shared) -> Result<Outcome, Failure> {
    shared.tests(cargo().args(["test", "--workspace", "--no-fail-fast"]), summary::cargo)
}

/// Every target counts as a test.
fn fuzz(_: &mut Shared) -> Result<Outcome, Failure> {
    if !fuzz::is_possible() {
        return Ok(Outcome::absent("libFuzzer runs on Linux and macOS alone"));
    }
    let outcomes = fuzz::check()?;
    let failed = outcomes.iter().filter(|outcome| outcome.found.crashes > 0).count() as u64;
    let counts = Counts { passed: outcomes.len() as u64 - failed, failed, skipped: 0 };
    Ok(Outcome { success: failed == 0, lines: outcomes.iter().map(fuzz::Outcome::line).collect(), counts })
}

fn clippy_wasm(shared: &mut Shared) -> Result<Outcome, Failure> {
    let tools = shared.tools()?;
    let clippy = tools.has_clippy();
    let mut command = tools.cargo()?;
    colour(&mut command);
    command.arg(if clippy { "clippy" } else { "check" }).args(WASM);
    for package in ["trainbill", "cost-model", "engine", "bench"] {
        command.args(["--package", package]);
    }
    command.args(["--lib", "--bins"]);
    if workspace::root().join(WASM_TESTS).is_file() {
        command.args(["--test", "wasm"]);
    }
    if clippy {
        command.args(["--", "--deny", "warnings"]);
        return plain(&mut command);
    }
    println!("{} comes without Clippy here: the compiler's own warnings are checked instead.", tools.rust_name());
    let mut outcome = plain(command.env("CARGO_BUILD_WARNINGS", "deny").env("RUSTFLAGS", "--deny warnings"))?;
    outcome.lines.push("compiler warnings only: there is no Clippy for this Rust".to_owned());
    Ok(outcome)
}

fn wasm(shared: &mut Shared) -> Result<Outcome, Failure> {
    if !workspace::root().join(WASM_TESTS).is_file() {
        return Ok(Outcome::absent(&format!("{WASM_TESTS} does not exist")));
    }
    let mut command = shared.tools()?.cargo()?;
    colour(&mut command);
    shared.tests(command.args(["test", "--package", "cost-model", "--test", "wasm"]).args(WASM), summary::cargo)
}

fn build_page(shared: &mut Shared) -> Result<Outcome, Failure> {
    shared.broken_page = true;
    build::page(shared.tools()?, None)?;
    plain_pages_with_url()?;
    shared.broken_page = false;
    Ok(Outcome::plain(true))
}

fn budgets(shared: &mut Shared) -> Result<Outcome, Failure> {
    shared.page()?;
    let sizes = sizes::measure(&workspace::dist())?;
    println!("{}", sizes::table(&sizes));
    let (kept, mut lines): (Vec<bool>, Vec<String>) = sizes::budgets(&sizes).into_iter().unzip();
    let stale = fills::stale()?;
    lines.extend(stale.iter().map(|line| format!("{line}: run `cargo xtask fills`")));
    lines.iter().for_each(|line| println!("{line}"));
    Ok(Outcome { success: stale.is_empty() && kept.iter().all(|kept| *kept), lines, counts: Counts::default() })
}

fn browser(shared: &mut Shared) -> Result<Outcome, Failure> {
    shared.page()?;
    let mut command = tools::browser_tests(Engine::Chromium)?;
    // Set by `cargo xtask screens` alone: here the pictures are compared.
    command.env("TRAINBILL_CLI", Program::CommandLine.built()?).env_remove("TRAINBILL_WRITE_SCREENS");
    shared.tests(&mut command, summary::playwright)
}

fn faults(shared: &mut Shared) -> Result<Outcome, Failure> {
    faults::check(&shared.results)
}

/// What needs a whole address is looked at too, apart from the page.
pub(crate) fn plain_pages_with_url() -> Result<(), Failure> {
    build::plain_pages(&workspace::plain_pages_with_url(), Some(EXAMPLE_URL))
}

/// Rust's own Cargo, in the root folder.
fn cargo() -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(workspace::root());
    colour(&mut command);
    command
}

/// What goes through a pipe here still ends on the reader's terminal.
fn colour(command: &mut Command) {
    if std::io::stdout().is_terminal() {
        command.env("CARGO_TERM_COLOR", "always");
    }
}

fn plain(command: &mut Command) -> Result<Outcome, Failure> {
    Ok(Outcome::plain(process::live(command)?.success))
}
