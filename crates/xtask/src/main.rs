//! Set-up, build, serve and test: `cargo xtask help` lists the commands.

mod arguments;
mod bench;
mod browsers;
mod build;
mod checks;
mod compress;
mod fills;
mod finish;
mod fuzz;
mod http;
mod lockfile;
mod marked;
mod process;
mod programs;
mod reproduce;
mod sbom;
mod screens;
mod serve;
mod sizes;
mod split;
mod supply;
mod tools;
mod version;
mod workspace;

use std::process::ExitCode;

use crate::process::Failure;

const HELP: &str = "\
Usage: cargo xtask <command>

Commands:
  setup   Install what building and testing need and this machine lacks
  serve   Build the page, serve it on this machine only, and rebuild it on every change
            --port <number>   the first port to try (8080)
            --no-open         do not open a browser
  build   Leave the finished page in dist/, ready for any folder of any static host
            --url <address>   where it will be served, for previews, oEmbed, the sitemap and the page's policy
  test    Run every check
            --only <a,b,..>   run only these: CHECKS
  browsers Run the browser tests in dist/ in other engines too, all of them but those that docs/browsers.md lists
            chromium, firefox, webkit  only in this one
            <a.spec.mjs ..>   only these files
            --trace           keep all that the browser did in a test that failed, for Playwright's trace viewer
  bench   Measure how long the cost model and the page in dist/ take, and compare with budgets and the last record
            core, page        only the one or the other
            --json <file>     where the figures go (target/bench.json)
            --record          keep them in docs/bench.json, and the tables in docs/performance.md
  screens Build the page and take its pictures in docs/screens/ anew, to which `test` holds it
  fills   Write what fills the program that was built last into docs/performance.md, to which `test` holds it
  fuzz    Look for inputs that break a promise (docs/fuzzing.md)
            <target>          only this one of TARGETS
            --executions <number>  inputs to try for each target (EXECUTIONS)
            --record          keep what came of it in docs/fuzzing.md
  reproduce Build the page twice from nothing and compare every byte (docs/supply-chain.md)
  help    Print this text

Environment:
  TRAINBILL_URL        the address for `build` where `--url` gives none
  TRAINBILL_TOOLS      folder for the installed tools (default: trainbill/tools in the user's cache folder)
  TRAINBILL_WASM_RUST  `rustup` or `debian`: which Rust builds WebAssembly (default: rustup's, else Debian's)
  TRAINBILL_BROWSER    the Chromium for the browser tests (default: one on PATH, else one is installed)
  TRAINBILL_FIREFOX    the Firefox for the browser tests (default: one on PATH, else Debian's is installed)";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let outcome = match command.as_str() {
        "setup" => arguments::none(&rest).and_then(|()| setup()),
        "build" => arguments::build(&rest).and_then(|url| build::build_and_report(url.as_deref())),
        // Trunk calls it.
        "finish" => arguments::none(&rest).and_then(|()| finish::finish()),
        "serve" => arguments::serve(&rest).and_then(|options| serve::serve(&options)),
        "test" => arguments::test(&rest).and_then(|only| checks::run(&only)),
        "browsers" => arguments::browsers(&rest).and_then(|options| browsers::run(&options)),
        "bench" => arguments::bench(&rest).and_then(|options| bench::run(&options)),
        "screens" => arguments::none(&rest).and_then(|()| screens::take()),
        "fills" => arguments::none(&rest).and_then(|()| fills::record()),
        "reproduce" => arguments::none(&rest).and_then(|()| reproduce::run()),
        "fuzz" => arguments::fuzz(&rest).and_then(|options| fuzz::run(&options)),
        "help" | "--help" | "-h" => {
            println!("{}", help());
            Ok(true)
        }
        "" => Err(Failure::new("No command given.", "Run `cargo xtask help` for the list.")),
        unknown => {
            Err(Failure::new(format!("There is no command `{unknown}`."), "Run `cargo xtask help` for the list."))
        }
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}

fn help() -> String {
    let text = HELP.replace("CHECKS", &checks::names().join(", ")).replace("TARGETS", &fuzz::names().join(", "));
    text.replace("EXECUTIONS", &fuzz::EXECUTIONS.to_string())
}

/// Installs everything that building, serving and testing need.
fn setup() -> Result<bool, Failure> {
    let started = std::time::Instant::now();
    tools::for_page()?;
    tools::for_lints()?;
    tools::for_browser_tests(tools::Engine::Chromium)?;
    if fuzz::is_possible() {
        tools::for_fuzzing()?;
    }
    println!("Everything is in place ({}).", process::duration(started.elapsed()));
    Ok(true)
}
