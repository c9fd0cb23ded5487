//! Debian's package manager, where there is one.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::process::{self, Failure};

/// Whether this machine has it.
pub(crate) fn is_here() -> bool {
    cfg!(target_os = "linux") && process::ask(Command::new("apt-get").arg("--version")).is_some()
}

/// Installs packages, and never removes one for their sake.
pub(crate) fn install(what: &str, packages: &[&str]) -> Result<(), Failure> {
    let mut command = apt_get();
    command.args(["install", "--yes", "--no-install-recommends", "--no-remove"]).args(packages);
    update()
        .and_then(|()| process::step(&format!("Installing {what} from Debian's packages"), &mut command))
        .map_err(|failure| failure.advise(by_hand(packages)))
}

/// Unpacks packages into a folder and installs nothing: what they need besides has to be there.
pub(crate) fn unpack(what: &str, packages: &[&str], folder: &Path) -> Result<(), Failure> {
    let archives = folder.join("archives");
    let failed = |error| Failure::new(format!("{}: {error}", archives.display()), "check the folder's permissions.");
    fs::create_dir_all(&archives).map_err(failed)?;
    download(what, packages, &archives)
        .and_then(|()| extract(&archives, folder))
        .map_err(|failure| failure.advise(by_hand(packages)))?;
    fs::remove_dir_all(&archives).map_err(failed)
}

/// Downloads packages into a folder, after updating the lists where those at hand do not have them.
fn download(what: &str, packages: &[&str], archives: &Path) -> Result<(), Failure> {
    let mut command = Command::new("apt-get");
    command.arg("download").args(packages).current_dir(archives);
    if process::quiet(&mut command)?.success {
        return Ok(());
    }
    update()?;
    process::step(&format!("Downloading {what} from Debian's packages"), &mut command)
}

fn extract(archives: &Path, folder: &Path) -> Result<(), Failure> {
    let files = fs::read_dir(archives).into_iter().flatten().flatten().map(|file| file.path());
    for file in files.filter(|file| file.extension().is_some_and(|ending| ending == "deb")) {
        let mut command = Command::new("dpkg-deb");
        command.arg("--extract").arg(&file).arg(folder);
        process::step(&format!("Unpacking {}", file.display()), &mut command)?;
    }
    Ok(())
}

fn update() -> Result<(), Failure> {
    process::step("Updating Debian's package lists", apt_get().arg("update"))
}

fn by_hand(packages: &[&str]) -> String {
    format!("run `apt-get install {}` as root, then run this again.", packages.join(" "))
}

fn apt_get() -> Command {
    let root = process::ask(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0");
    let mut command = Command::new(if root { "env" } else { "sudo" });
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    command
}
