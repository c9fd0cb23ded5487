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
    let by_hand = format!("run `apt-get install {}` as root, then run this again.", packages.join(" "));
    process::step("Updating Debian's package lists", apt_get().arg("update"))
        .map_err(|failure| failure.advise(by_hand.clone()))?;
    let mut command = apt_get();
    command.args(["install", "--yes", "--no-install-recommends", "--no-remove"]).args(packages);
    process::step(&format!("Installing {what} from Debian's packages"), &mut command)
        .map_err(|failure| failure.advise(by_hand))
}

/// Unpacks packages into a folder and installs nothing: what they need besides has to be there.
pub(crate) fn unpack(what: &str, packages: &[&str], folder: &Path) -> Result<(), Failure> {
    let by_hand = format!("run `apt-get install {}` as root, then run this again.", packages.join(" "));
    let archives = folder.join("archives");
    fs::create_dir_all(&archives)
        .map_err(|error| Failure::new(format!("{}: {error}", archives.display()), "check the folder's permissions."))?;
    let mut download = Command::new("apt-get");
    download.arg("download").args(packages).current_dir(&archives);
    if !process::quiet(&mut download)?.success {
        process::step("Updating Debian's package lists", apt_get().arg("update"))
            .map_err(|failure| failure.advise(by_hand.clone()))?;
        process::step(&format!("Downloading {what} from Debian's packages"), &mut download)
            .map_err(|failure| failure.advise(by_hand.clone()))?;
    }
    let files = fs::read_dir(&archives).into_iter().flatten().flatten().map(|file| file.path());
    for file in files.filter(|file| file.extension().is_some_and(|ending| ending == "deb")) {
        process::step(
            &format!("Unpacking {}", file.display()),
            Command::new("dpkg-deb").arg("--extract").arg(&file).arg(folder),
        )
        .map_err(|failure| failure.advise(by_hand.clone()))?;
    }
    fs::remove_dir_all(&archives)
        .map_err(|error| Failure::new(format!("{}: {error}", archives.display()), "check the folder's permissions."))
}

fn apt_get() -> Command {
    let root = process::ask(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0");
    let mut command = Command::new(if root { "env" } else { "sudo" });
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    command
}
