//! Whether two builds of the page, in two folders and from nothing, are the same to the last byte.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha256};

use crate::process::{self, Failure};
use crate::tools;
use crate::workspace;

/// Two folders with names of different lengths: a path that gets into a file moves what stands behind it.
const PLACES: [&str; 2] = ["one", "another-place"];

/// Builds the page twice from copies of the sources and compares every file.
pub(crate) fn run() -> Result<bool, Failure> {
    let folder = std::env::temp_dir().join("trainbill-reproduce");
    clear(&folder)?;
    let sources = sources()?;
    let copies = PLACES.map(|place| folder.join(place));
    for copy in &copies {
        println!("Building the page in {} ...", copy.display());
        copy_to(copy, &sources)?;
        build(copy)?;
        // Several gigabytes.
        clear(&copy.join("target"))?;
    }
    let pages = [read(&copies[0].join("dist"))?, read(&copies[1].join("dist"))?];
    let mut lines = differences(&pages[0], &pages[1]);
    lines.extend(telling(&pages[0], &[copies[0].clone()].into_iter().chain(tools::cargo_home()).collect::<Vec<_>>()));
    lines.iter().for_each(|line| println!("{line}"));
    if lines.is_empty() {
        println!("{} files, the same in both builds. SHA-256 of all: {}", pages[0].len(), digest(&pages[0]));
        clear(&folder)?;
    } else {
        println!("Both builds were kept in {}.", folder.display());
    }
    Ok(lines.is_empty())
}

/// A file's name in its folder, and what is in it.
type File = (String, Vec<u8>);

/// The files that git knows or would take, as they are now.
fn sources() -> Result<Vec<String>, Failure> {
    let mut command = Command::new("git");
    command.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).current_dir(workspace::root());
    let names = process::output(&mut command)?;
    Ok(names.split('\0').filter(|name| !name.is_empty()).map(str::to_owned).collect())
}

fn copy_to(folder: &Path, names: &[String]) -> Result<(), Failure> {
    for name in names {
        let (from, to) = (workspace::root().join(name), folder.join(name));
        // git still knows what was deleted and not yet committed.
        if !from.is_file() {
            continue;
        }
        let copied = to.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::copy(&from, &to));
        copied.map_err(|error| failed(&to, &error))?;
    }
    Ok(())
}

fn build(folder: &Path) -> Result<(), Failure> {
    let mut command = Command::new("cargo");
    command.args(["xtask", "build"]).current_dir(folder);
    // Each builds into its own folder.
    command.env_remove("CARGO_TARGET_DIR").env_remove("TRAINBILL_URL");
    match process::quiet(&mut command)? {
        finished if finished.success => Ok(()),
        finished => {
            println!("{}", finished.output);
            Err(Failure::new(
                format!("The page could not be built in {}.", folder.display()),
                "read the messages above.",
            ))
        }
    }
}

/// Every file of a folder and those in it, by name.
fn read(folder: &Path) -> Result<Vec<File>, Failure> {
    let mut files = Vec::new();
    list(folder, "", &mut files).map_err(|error| failed(folder, &error))?;
    files.sort();
    Ok(files)
}

fn list(folder: &Path, prefix: &str, files: &mut Vec<File>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            list(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.push((name, fs::read(entry.path())?));
        }
    }
    Ok(())
}

/// What is not the same, one line for each file.
fn differences(one: &[File], other: &[File]) -> Vec<String> {
    let of = |files: &[File], name: &str| files.iter().find(|file| file.0 == name).map(|file| file.1.clone());
    let mut names: Vec<&String> = one.iter().chain(other).map(|(name, _)| name).collect();
    names.sort();
    names.dedup();
    let difference = |name: &String| match (of(one, name), of(other, name)) {
        (Some(here), Some(there)) if here == there => None,
        (Some(here), Some(there)) => {
            let same = here.iter().zip(&there).take_while(|(here, there)| here == there).count();
            Some(format!("{name}: differs from byte {same} on ({} bytes and {} bytes)", here.len(), there.len()))
        }
        (here, _) => Some(format!("{name}: only in the {} build", if here.is_some() { "first" } else { "second" })),
    };
    names.into_iter().filter_map(difference).collect()
}

/// The files that name a folder of the machine that built them, which is the same for both builds.
fn telling(files: &[File], folders: &[PathBuf]) -> Vec<String> {
    let mut lines = Vec::new();
    for folder in folders.iter().map(|folder| folder.display().to_string()) {
        let names = |bytes: &[u8]| bytes.windows(folder.len()).any(|part| part == folder.as_bytes());
        let found = files.iter().filter(|(_, bytes)| names(bytes));
        lines.extend(found.map(|(name, _)| format!("{name}: names {folder}, a folder of this machine")));
    }
    lines
}

/// One hash of all names and files, to compare with that of another machine.
fn digest(files: &[File]) -> String {
    let list: String = files.iter().map(|(name, bytes)| format!("{:x}  {name}\n", Sha256::digest(bytes))).collect();
    format!("{:x}", Sha256::digest(list))
}

fn clear(folder: &Path) -> Result<(), Failure> {
    if !folder.exists() {
        return Ok(());
    }
    fs::remove_dir_all(folder).map_err(|error| failed(folder, &error))
}

fn failed(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(
        format!("{} could not be read or written: {error}.", path.display()),
        "check the free disk space and run this again.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(files: &[(&str, &str)]) -> Vec<File> {
        files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn every_difference_is_named_with_its_place() {
        let one = files(&[("a.js", "let a = 1;"), ("b.js", "same"), ("c.js", "short"), ("d.js", "")]);
        let other = files(&[("a.js", "let b = 1;"), ("b.js", "same"), ("c.js", "shorter"), ("e.js", "")]);
        assert_eq!(
            differences(&one, &other),
            [
                "a.js: differs from byte 4 on (10 bytes and 10 bytes)",
                "c.js: differs from byte 5 on (5 bytes and 7 bytes)",
                "d.js: only in the first build",
                "e.js: only in the second build"
            ]
        );
        assert_eq!(differences(&one, &one), Vec::<String>::new());
    }

    #[test]
    fn a_folder_of_the_machine_is_found_in_the_middle_of_a_file() {
        let page = files(&[("a.wasm", "\0at /home/ada/.cargo/registry\0"), ("b.wasm", "\0at yew-0.23.0/src\0")]);
        let found = telling(&page, &["/home/ada/.cargo".into(), "/srv/trainbill".into()]);
        assert_eq!(found, ["a.wasm: names /home/ada/.cargo, a folder of this machine"]);
    }

    #[test]
    fn the_hash_of_all_changes_with_a_name_and_with_a_byte() {
        let of = |name, text| digest(&files(&[(name, text)]));
        // printf 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a\n' | sha256sum
        assert_eq!(of("a", "abc"), "60eb527cba799edb93b30ea27633d72a197c248cd40cf6f7647c93f98b8f9a32");
        assert_ne!(of("a", "abc"), of("b", "abc"));
        assert_ne!(of("a", "abc"), of("a", "abd"));
    }
}
