//! Compiles the catalogue's TOML files to the text that the program reads.

use std::path::{Path, PathBuf};
use std::{env, fs, process};

fn main() {
    println!("cargo::rerun-if-changed=data");
    let data = Path::new("data");
    let text = match catalogue_compiler::read_folder(data) {
        Ok(files) => catalogue_compiler::compile(&files),
        Err(error) => stop(&[format!("data: {error}")]),
    };
    match text {
        Ok(text) => write(&text),
        Err(faults) => stop(&faults.iter().map(|fault| format!("data/{fault}")).collect::<Vec<_>>()),
    }
}

fn write(text: &str) {
    let folder = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    if let Err(error) = fs::write(folder.join("catalogue.txt"), text) {
        stop(&[format!("cannot write the compiled catalogue: {error}")]);
    }
}

fn stop(messages: &[String]) -> ! {
    for message in messages {
        println!("cargo::error={message}");
    }
    process::exit(1)
}
