//! `pages FOLDER [--url ADDRESS]`: writes the plain pages, with addresses below ADDRESS where one is given.

use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "usage: pages FOLDER [--url https://example.org/trainbill/]";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let written = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [folder] => pages::write(Path::new(folder), None),
        [folder, "--url", url] => pages::write(Path::new(folder), Some(url)),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match written {
        Ok(count) => {
            println!("{count} plain pages.");
            ExitCode::SUCCESS
        }
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
    }
}
