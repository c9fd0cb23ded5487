//! Pieces of a view and whole scenarios as files, and the way back.

use std::fs::File;
use std::io::{self, Read, Write};
use std::process::ExitCode;

use crate::{decode, finish};

/// Prints the pieces of the view that a link shows: key, formats, the word by which an embed shows it alone, and name.
pub(crate) fn list(link: &str) -> io::Result<()> {
    let comparison = decode(link).comparison;
    let mut out = io::stdout().lock();
    for piece in export::pieces(&comparison) {
        let formats = if piece.is_chart { "csv md json svg" } else { "csv md json" };
        writeln!(out, "{:<8} {formats:<15}  {:<12}  {}", piece.key, piece.word, piece.name)?;
    }
    Ok(())
}

/// Prints a piece in a format, or the scenario.
pub(crate) fn export(format: &str, piece: &str, link: &str) -> ExitCode {
    decode(link);
    match export::file(format, piece, link) {
        Some(file) => finish(write!(io::stdout(), "{}", file.text)),
        None => {
            eprintln!("there is no piece “{piece}” as {format}; `trainbill-cli export LINK` lists what there is");
            ExitCode::FAILURE
        }
    }
}

/// Prints the fragment that a scenario file stands for.
pub(crate) fn link(path: &str) -> ExitCode {
    // One byte more than is read of it says that it is too long.
    let file = File::open(path).and_then(|file| io::read_to_string(file.take(export::MAX_SCENARIO_BYTES as u64 + 1)));
    let json = match file {
        Ok(json) => json,
        Err(error) => {
            eprintln!("cannot read {path}: {error}");
            return ExitCode::FAILURE;
        }
    };
    match export::fragment_of(&json) {
        Ok(fragment) => finish(writeln!(io::stdout(), "{fragment}")),
        Err(fault) => {
            eprintln!("{path}: {fault}");
            ExitCode::FAILURE
        }
    }
}
