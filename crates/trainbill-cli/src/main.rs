//! The figures of Trainbill on the command line: the same core as the page, and the same words.

mod analysis;
mod batch;
mod files;
mod json;
mod report;

use std::fs::File;
use std::io::{self, Write};
use std::process::ExitCode;

use cost_model::catalogue::Catalogue;
use cost_model::comparison::{Comparison, View};
use cost_model::{engine, query};

const USAGE: &str = "\
What it costs to train and to serve a large language model.

usage: trainbill-cli estimate [--json] FRAGMENT
       trainbill-cli estimate --jsonl [--results LIST] [--csv]
       trainbill-cli train FRAGMENT
       trainbill-cli bill FRAGMENT
       trainbill-cli why FRAGMENT
       trainbill-cli serve FRAGMENT
       trainbill-cli budget FRAGMENT
       trainbill-cli what-if FRAGMENT
       trainbill-cli sweep FRAGMENT > SWEEP.csv
       trainbill-cli export LINK
       trainbill-cli export FORMAT PIECE LINK
       trainbill-cli scenario LINK > SCENARIO.json
       trainbill-cli link SCENARIO.json
       trainbill-cli count CONFIG.json
       trainbill-cli validate RUNS.csv

FRAGMENT and LINK are what follows the # of a link to the page, or a whole link, e.g.
  'models=deepseek-v3,gpt-4&2.usd_per_gpu_hour=1.5..3'

--json   every figure with its unit, working and sources
--jsonl  reads scenarios from standard input, one JSON object a line, as
         {\"model\":\"deepseek-v3\",\"tokens\":14.8e12,\"usd_per_gpu_hour\":\"1.5..3\",\"id\":17}
         or {\"link\":\"FRAGMENT\"}, and writes one line of results for each; what cannot be estimated gets a line that
         says why. LIST names results, with commas between: training_cost, whole_bill, chip_hours, days, energy, power,
         emissions, implied_mfu; --csv writes the same columns as CSV

train    how a training step of each entry is best laid out, its time and memory
bill     what each entry costs under every accounting, with what was said in public; energy and carbon
why      where each entry's saving comes from, against the entry of `against`, or a reference design
serve    what tokens of each entry cost to serve, list prices and margins, whether it pays, rent against buying
budget   what can be trained for the sum of each entry's budget_usd, and what the same sum bought before
what-if  how a result of each entry is spread, what matters most, how far a field may go, and a result over a field or two
sweep    the same sweep as comma-separated values, of the first entry or the one that is open
export   the tables and charts of the view that a link shows; a piece as csv, md, json or svg
scenario a link as JSON, to keep and to change; link turns it back into a fragment
count    parameters, work and KV cache of a Hugging Face config.json, and the configuration for a link

RUNS.csv is a table of published runs. Its first line names the columns, in any order; used are slug, total_params,
active_params, architecture, tokens, hardware and precision to predict each run's chip-hours, and chip_hours to compare.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["estimate", options @ ..] if options.contains(&"--jsonl") => estimates(options),
        ["estimate", "--json", fragment] | ["estimate", fragment, "--json"] => finish(estimate(fragment, true)),
        ["estimate", fragment] if !fragment.starts_with("--") => finish(estimate(fragment, false)),
        ["sweep", fragment] if !fragment.starts_with("--") => sweep(fragment),
        ["export", link] if !link.starts_with("--") => finish(files::list(link)),
        ["export", format, piece, link] => files::export(format, piece, link),
        ["scenario", link] if !link.starts_with("--") => files::export("scenario", "", link),
        ["link", path] if !path.starts_with("--") => files::link(path),
        ["count", path] if !path.starts_with("--") => count(path),
        ["validate", table] if !table.starts_with("--") => validate(table),
        ["help" | "--help" | "-h"] => finish(write!(io::stdout(), "{USAGE}")),
        [name, fragment] if !fragment.starts_with("--") => match View::from_key(name) {
            Some(View::Compare) | None => usage(),
            Some(of) => finish(view(of, fragment)),
        },
        _ => usage(),
    }
}

fn usage() -> ExitCode {
    eprint!("{USAGE}");
    ExitCode::from(2)
}

/// Prints the sweep of the entry that a link shows as comma-separated values.
fn sweep(link: &str) -> ExitCode {
    decode(link);
    match export::sweep(link) {
        Some(file) => finish(write!(io::stdout(), "{}", file.text)),
        None => {
            eprintln!("nothing can be swept there; `trainbill-cli what-if` says why");
            ExitCode::FAILURE
        }
    }
}

/// Prints the estimate of every entry of a link; in JSON with what was not understood of it.
fn estimate(link: &str, as_json: bool) -> io::Result<()> {
    let decoded = decode(link);
    let mut out = io::stdout().lock();
    if as_json {
        writeln!(out, "{:#}", json::comparison(&decoded))
    } else {
        write!(out, "{}", report::comparison(&decoded.comparison))
    }
}

/// Estimates every line of standard input. Lines that are errors are answers like others, so that they are no failure.
fn estimates(arguments: &[&str]) -> ExitCode {
    let options = match batch::Options::of(arguments) {
        Ok(options) => options,
        Err(fault) => {
            eprintln!("{fault}");
            return ExitCode::from(2);
        }
    };
    match batch::run(&options, io::stdin().lock(), io::stdout().lock()) {
        Ok(count) => {
            if count.errors > 0 {
                eprintln!("{count}");
            }
            ExitCode::SUCCESS
        }
        Err(batch::Trouble::Writing(error)) => finish(Err(error)),
        Err(batch::Trouble::Reading(error)) => {
            eprintln!("cannot read standard input: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Prints what a view says of every entry of a link, or of the one that is open.
fn view(view: View, link: &str) -> io::Result<()> {
    let comparison = decode(link).comparison;
    let mut out = io::stdout().lock();
    for (place, scenario) in comparison.scenarios.iter().enumerate() {
        if comparison.open.is_some_and(|open| open != place) || comparison.against == Some(place) {
            continue;
        }
        writeln!(out, "{}", scenario.name())?;
        let shown = Comparison { open: Some(place), ..comparison.clone() };
        writeln!(out, "{}", analysis::blocks(&engine::report(view, &shown).unwrap_or_default()))?;
    }
    Ok(())
}

/// Prints what a configuration file counts to, and its text for a link.
fn count(path: &str) -> ExitCode {
    let json = match std::fs::read_to_string(path) {
        Ok(json) => json,
        Err(error) => {
            eprintln!("cannot read {path}: {error}");
            return ExitCode::FAILURE;
        }
    };
    match model_config::read(&json) {
        Ok(imported) => {
            let text = analysis::blocks(&model_config::report(&json));
            let link = cost_model::architecture_text::to_text(&imported.architecture);
            finish(writeln!(io::stdout(), "{text}  architecture={link}"))
        }
        Err(fault) => {
            eprintln!("{path}: {fault}");
            ExitCode::FAILURE
        }
    }
}

/// Reads a link; what was not understood of it goes to standard error.
fn decode(link: &str) -> query::Decoded {
    let fragment = link.split_once('#').map_or(link, |(_, fragment)| fragment);
    let decoded = query::decode(fragment);
    for warning in &decoded.warnings {
        eprintln!("warning: {warning}");
    }
    decoded
}

/// Prints predicted against published chip-hours; succeeds when any row of the table could be scored.
fn validate(path: &str) -> ExitCode {
    let table = match File::open(path) {
        Ok(table) => table,
        Err(error) => {
            eprintln!("cannot read {path}: {error}");
            return ExitCode::FAILURE;
        }
    };
    match run_table::validate(table, &mut io::stdout().lock(), Catalogue::current()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => finish(Err(error)),
    }
}

fn finish(written: io::Result<()>) -> ExitCode {
    match written {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever read the output has seen enough, as `head` does.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot write the result: {error}");
            ExitCode::FAILURE
        }
    }
}
