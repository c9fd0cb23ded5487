//! Compiles the catalogue's TOML files to the text that the program reads, and the words that it says to functions.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{env, fs, process};

fn main() {
    println!("cargo::rerun-if-changed=data");
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rerun-if-changed=words");
    println!("cargo::rustc-env=TRAINBILL_BUILD={:016x}", fingerprint());
    let data = Path::new("data");
    let files = match catalogue_compiler::read_folder(data) {
        Ok(files) => files,
        Err(error) => stop(&[format!("data: {error}")]),
    };
    let stop_at_faults = |faults: Vec<catalogue_compiler::Fault>| -> ! {
        stop(&faults.iter().map(|fault| format!("data/{fault}")).collect::<Vec<_>>())
    };
    catalogue_compiler::check(&files).unwrap_or_else(|faults| stop_at_faults(faults));
    let catalogue = catalogue_compiler::compile(&files).unwrap_or_else(|faults| stop_at_faults(faults));
    let (figures, sayings) = catalogue_compiler::sayings_apart(&catalogue);
    write("catalogue.txt", &figures);
    write("sayings.txt", &sayings);
    for (name, text) in [
        ("overheads.txt", catalogue_compiler::compile_overheads(&files)),
        ("serving.txt", catalogue_compiler::compile_serving(&files)),
        ("budget.txt", catalogue_compiler::compile_budget(&files)),
    ] {
        match text {
            Ok(text) => write(name, &catalogue_compiler::sayings_in_place(&text)),
            Err(faults) => stop_at_faults(faults),
        }
    }
    words();
}

/// The languages beside English, by their tags.
const TRANSLATIONS: [&str; 1] = ["zh-Hans"];

/// The words of every language: English as functions, the others as texts to load.
fn words() {
    let read = |language: &str| {
        let name = format!("words/{language}.toml");
        fs::read_to_string(&name).unwrap_or_else(|error| stop(&[format!("{name}: {error}")]))
    };
    let write_or_stop = |name: &str, language: &str, text: Result<String, Vec<words_compiler::Fault>>| match text {
        Ok(text) => write(name, &text),
        Err(faults) => stop(&faults.iter().map(|fault| format!("words/{language}.toml: {fault}")).collect::<Vec<_>>()),
    };
    let english = read("en");
    write_or_stop("words.rs", "en", words_compiler::functions(&english));
    for language in TRANSLATIONS {
        let text = words_compiler::translation(&english, &read(language));
        write_or_stop(&format!("{language}.txt"), language, text);
    }
}

/// A number that changes with every source, data and word file, by which two programs know that they have the same core.
fn fingerprint() -> u64 {
    let mut hasher = DefaultHasher::new();
    for folder in ["data", "src", "words"] {
        hash_folder(Path::new(folder), &mut hasher);
    }
    hasher.finish()
}

fn hash_folder(folder: &Path, hasher: &mut DefaultHasher) {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            hash_folder(&path, hasher);
        } else if let Ok(bytes) = fs::read(&path) {
            (path.to_string_lossy(), bytes).hash(hasher);
        }
    }
}

fn write(name: &str, text: &str) {
    let folder = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    if let Err(error) = fs::write(folder.join(name), text) {
        stop(&[format!("cannot write {name}: {error}")]);
    }
}

fn stop(messages: &[String]) -> ! {
    for message in messages {
        println!("cargo::error={message}");
    }
    process::exit(1)
}
