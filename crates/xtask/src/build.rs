//! Building the page.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::compress;
use crate::finish;
use crate::process::{self, Failure};
use crate::programs::Program;
use crate::sbom;
use crate::sizes;
use crate::tools::{self, PageTools};
use crate::workspace;

/// Installs what is missing, builds the page and prints the size of each file. With the address under which it will be
/// served, also what needs whole addresses.
pub(crate) fn build_and_report(url: Option<&str>) -> Result<bool, Failure> {
    let started = Instant::now();
    let tools = tools::for_page()?;
    page(&tools, url)?;
    println!("{}", sizes::table(&sizes::measure(&workspace::dist())?));
    println!("The page is in dist/ ({}).", process::duration(started.elapsed()));
    Ok(true)
}

/// Builds the page into `dist/`.
pub(crate) fn page(tools: &PageTools, url: Option<&str>) -> Result<(), Failure> {
    fetch(tools)?;
    let plain = workspace::plain_pages();
    plain_pages(&plain, url)?;
    first_page(&plain)?;
    let mut trunk = trunk(tools, "build")?;
    if let Some(url) = url {
        trunk.env(finish::URL, url);
    }
    run(trunk)?;
    for name in FOR_CRAWLERS {
        let from = plain.join(name);
        if from.is_file() {
            fs::copy(&from, workspace::dist().join(name)).map_err(|error| not_written(&from, &error))?;
        }
    }
    check()?;
    let list = workspace::dist().join(sbom::NAME);
    fs::write(&list, sbom::of_page(tools)?).map_err(|error| not_written(&list, &error))?;
    compress::compress(&workspace::dist())
}

/// What the plain pages put beside the page, where they know its address. Trunk takes the rest along by itself.
const FOR_CRAWLERS: [&str; 2] = ["sitemap.xml", "robots.txt"];

/// Writes the plain pages into a folder, anew.
pub(crate) fn plain_pages(folder: &Path, url: Option<&str>) -> Result<(), Failure> {
    if folder.is_dir() {
        fs::remove_dir_all(folder).map_err(|error| not_written(folder, &error))?;
    }
    let mut command = Command::new(Program::PlainPages.built()?);
    command.arg(folder).current_dir(workspace::root());
    match url {
        Some(url) => drop(command.args(["--url", url])),
        None => println!(
            "Without an address there are no sitemap, no oEmbed and no whole addresses for previews: `--url` gives one."
        ),
    }
    run(command)
}

/// Writes what the first page says, which index.html takes in.
fn first_page(folder: &Path) -> Result<(), Failure> {
    let mut command = Command::new(Program::FirstPage.built()?);
    command.current_dir(workspace::root());
    let page = process::ask(&mut command).ok_or_else(|| {
        let failed = format!("What the first page says could not be written: `{}` failed.", process::shown(&command));
        Failure::new(failed, "run that command to see why.")
    })?;
    let path = folder.join("first.html");
    fs::write(&path, page).map_err(|error| not_written(&path, &error))
}

fn not_written(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("Cannot write {}: {error}", path.display()), "run this again.")
}

fn run(mut command: Command) -> Result<(), Failure> {
    if process::live(&mut command)?.success {
        return Ok(());
    }
    Err(Failure::new(
        format!("The page could not be built: `{}` failed.", process::shown(&command)),
        "read the messages above; when they are about a tool and not about the sources, run `cargo xtask setup`.",
    ))
}

/// Trunk with one of its commands, able to run without a network. The page that it makes knows no address.
pub(crate) fn trunk(tools: &PageTools, subcommand: &str) -> Result<Command, Failure> {
    let mut command = tools.trunk()?;
    command.env_remove(finish::URL);
    command.args([subcommand, "--release", "--offline"]);
    Ok(command)
}

/// Downloads the crates, so that Trunk needs no network.
fn fetch(tools: &PageTools) -> Result<(), Failure> {
    let mut command = tools.cargo()?;
    command.args(["fetch", "--quiet", "--target", "wasm32-unknown-unknown"]);
    let finished = process::live(&mut command)?;
    if finished.success {
        return Ok(());
    }
    Err(Failure::new(
        "The crates could not be downloaded.",
        "check the network connection to crates.io, then run this again.",
    ))
}

/// Refuses a page with an address that leads out of its own folder.
fn check() -> Result<(), Failure> {
    let path = workspace::dist().join("index.html");
    let text = fs::read_to_string(&path)
        .map_err(|error| Failure::new(format!("Cannot read {}: {error}", path.display()), "run this again."))?;
    match rooted_address(&text) {
        None => Ok(()),
        Some(address) => Err(Failure::new(
            format!("dist/index.html refers to `{address}`, which works only from a host's root."),
            "keep `public_url = \"./\"` in Trunk.toml and write relative addresses in index.html.",
        )),
    }
}

/// The first `href` or `src` that starts at the host's root.
fn rooted_address(html: &str) -> Option<&str> {
    ["href=", "src="].iter().find_map(|attribute| {
        html.split(attribute).skip(1).find_map(|rest| {
            let value = rest.trim_start_matches(['"', '\'']);
            let end = value.find(['"', '\'', ' ', '>']).unwrap_or(value.len());
            value[..end].starts_with('/').then(|| &value[..end])
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_from_the_root_are_refused() {
        assert_eq!(rooted_address("<link href=./a.css><a href=\"https://example.org/\">"), None);
        assert_eq!(rooted_address("<link href=./a.css><script src='/b.js'></script>"), Some("/b.js"));
        assert_eq!(rooted_address("<link href=/a.css rel=stylesheet>"), Some("/a.css"));
    }
}
