//! Compiles the catalogue's TOML files to Rust constants.

use std::path::{Path, PathBuf};
use std::{env, fs, process};

fn main() {
    println!("cargo::rerun-if-changed=data");
    let data = Path::new("data");
    let rust = match catalogue_compiler::read_folder(data) {
        Ok(files) => catalogue_compiler::compile(&files),
        Err(error) => stop(&[format!("data: {error}")]),
    };
    match rust {
        Ok(rust) => write(&rust),
        Err(faults) => stop(&faults.iter().map(|fault| format!("data/{fault}")).collect::<Vec<_>>()),
    }
}

fn write(rust: &str) {
    let folder = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    if let Err(error) = fs::write(folder.join("catalogue.rs"), rust) {
        stop(&[format!("cannot write the compiled catalogue: {error}")]);
    }
}

fn stop(messages: &[String]) -> ! {
    for message in messages {
        println!("cargo::error={message}");
    }
    process::exit(1)
}
