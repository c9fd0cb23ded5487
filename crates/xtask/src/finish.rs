//! The last touch on a page that Trunk has built, before it is moved to its place.

use std::env;
use std::fs;
use std::path::PathBuf;

use crate::process::Failure;
use crate::workspace;

/// Where Trunk puts together what it builds.
const STAGING: &str = "TRUNK_STAGING_DIR";

/// Takes out of the page the script that Trunk writes into it: `static/start.js`, which stands in the page too, starts the
/// program, and says why where it cannot.
pub(crate) fn finish() -> Result<bool, Failure> {
    let folder = env::var_os(STAGING).map_or_else(workspace::dist, PathBuf::from);
    let path = folder.join("index.html");
    let failed =
        |error: std::io::Error| Failure::new(format!("Cannot change {}: {error}", path.display()), "run this again.");
    let html = fs::read_to_string(&path).map_err(failed)?;
    let html = without_inline_module(&html).ok_or_else(|| {
        Failure::new(
            format!("{} has no script that starts the program, or several.", path.display()),
            "see what this version of Trunk writes there, and change crates/xtask/src/finish.rs.",
        )
    })?;
    fs::write(&path, html).map_err(failed)?;
    Ok(true)
}

/// The page without the one module script within it.
fn without_inline_module(html: &str) -> Option<String> {
    let (before, rest) = html.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    (!after.contains(BEGIN)).then(|| format!("{before}{after}"))
}

const BEGIN: &str = "<script type=module>";
const END: &str = "</script>";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_script_within_the_page_is_taken_out() {
        let page = "<head><script type=module>import init from'./a.js';</script><script src=b.js></script>";
        assert_eq!(without_inline_module(page).as_deref(), Some("<head><script src=b.js></script>"));
        assert_eq!(without_inline_module("<script src=b.js></script>"), None);
        assert_eq!(without_inline_module(&page.repeat(2)), None);
    }
}
