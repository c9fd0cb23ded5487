//! The last touch on a page that Trunk has built, before it is moved to its place.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256, Sha384};

use crate::process::Failure;
use crate::split;
use crate::workspace;

/// Where Trunk puts together what it builds.
const STAGING: &str = "TRUNK_STAGING_DIR";

/// Where the page will be served, if that is known.
pub(crate) const URL: &str = "TRAINBILL_URL";

/// Parts program and style into what starts and what comes later. Takes out of the page the script that Trunk writes into it
/// (`static/start.js`, which stands in the page too, starts the program, and says why where it cannot), has the browser check
/// the program before it runs, puts the page's security policy in, and tells the service worker which files it keeps.
pub(crate) fn finish() -> Result<bool, Failure> {
    let folder = env::var_os(STAGING).map_or_else(workspace::dist, PathBuf::from);
    part(&folder)?;
    let url = env::var(URL).ok().filter(|url| !url.is_empty());
    change(&folder.join("index.html"), |html| {
        let html = without_inline_module(html).ok_or("it has no script that starts the program, or several")?;
        let html = with_checked_program(&html).ok_or("it does not name the program's script with its hash")?;
        with_policy(&html, url.as_deref())
            .ok_or("it has no place for the policy, or not the parts that the policy names")
    })?;
    let files = kept_files(&folder)?;
    change(&folder.join("service-worker.js"), |text| {
        with_files(text, &files).ok_or("it has no place for the list of files")
    })?;
    Ok(true)
}

/// Parts the program, whose file becomes two, and takes the later style out of the page: each is a file under a name that changes
/// with what is in it.
fn part(folder: &Path) -> Result<(), Failure> {
    let page = folder.join("index.html");
    let html = fs::read_to_string(&page).map_err(|error| not_finished(&page, &error.to_string()))?;
    let no_hint = || not_finished(&page, "it does not name the program in a hint");
    let path = folder.join(hinted(&html).ok_or_else(no_hint)?);
    let split::Files { first, rest } = split::split(&path)?;
    fs::remove_file(&path).map_err(|error| not_finished(&path, &error.to_string()))?;
    let (html, style) = without_later_style(&html).ok_or_else(|| not_finished(&page, "it does not have two styles"))?;
    let files = [("_bg.wasm", first), ("_rest.wasm", rest), ("_rest.css", style.into_bytes())];
    let [first, rest, style] = files.map(|(what, bytes)| {
        let hash: String = hexadecimal(&Sha256::digest(&bytes)).chars().take(16).collect();
        let name = format!("trainbill-{hash}{what}");
        let integrity = format!("sha384-{}", BASE64_STANDARD.encode(Sha384::digest(&bytes)));
        fs::write(folder.join(&name), bytes).map_err(|error| not_finished(&folder.join(&name), &error.to_string()))?;
        Ok(Part { name, integrity })
    });
    let html = with_parts(&html, [("first", &first?), ("rest", &rest?), ("style", &style?)]).ok_or_else(no_hint)?;
    fs::write(&page, html).map_err(|error| not_finished(&page, &error.to_string()))
}

/// The hint that Trunk writes for the program begins and ends so.
const HINT_BEGINS: &str = "<link ";
const HINT_ENDS: &str = " rel=preload type=application/wasm>";

/// Stands first in the head.
const CHARSET: &str = "<meta charset=utf-8>";

/// A file by its name, with the hash by which the browser checks it.
struct Part {
    name: String,
    integrity: String,
}

/// The name of the whole program.
fn hinted(html: &str) -> Option<&str> {
    let (before, _) = html.split_once(HINT_ENDS)?;
    let (_, attributes) = before.rsplit_once(HINT_BEGINS)?;
    attributes.split(' ').find_map(|attribute| attribute.strip_prefix("href=./"))
}

/// The page without the second of its two styles, and that style.
fn without_later_style(html: &str) -> Option<(String, String)> {
    const BEGIN: &str = "<style>";
    let (before, rest) = html.split_once(BEGIN)?;
    let (first, later) = rest.split_once(BEGIN)?;
    let (style, after) = later.split_once("</style>")?;
    (!after.contains(BEGIN)).then(|| (format!("{before}{BEGIN}{first}{after}"), style.to_owned()))
}

/// The page that names the parts, before its own script, which asks for them, and without the hint of the whole program.
fn with_parts(html: &str, parts: [(&str, &Part); 3]) -> Option<String> {
    let (before, after) = html.split_once(HINT_ENDS)?;
    let (before, _) = before.rsplit_once(HINT_BEGINS)?;
    let named =
        |(name, part): (&str, &Part)| format!("<meta content=\"./{} {}\" name={name}>", part.name, part.integrity);
    let parts = parts.map(named).concat();
    let (begin, rest_of_head) = before.split_once(CHARSET)?;
    Some(format!("{begin}{CHARSET}{parts}{rest_of_head}{after}"))
}

/// Rewrites a text file.
fn change(path: &Path, rewrite: impl FnOnce(&str) -> Result<String, &'static str>) -> Result<(), Failure> {
    let text = fs::read_to_string(path).map_err(|error| not_finished(path, &error.to_string()))?;
    let text = rewrite(&text).map_err(|why| not_finished(path, why))?;
    fs::write(path, text).map_err(|error| not_finished(path, &error.to_string()))
}

fn not_finished(path: &Path, why: &str) -> Failure {
    let what = format!("{} could not be finished: {why}.", path.display());
    Failure::new(what, "see what this version of Trunk writes there, and change crates/xtask/src/finish.rs.")
}

/// The page without the one module script within it.
fn without_inline_module(html: &str) -> Option<String> {
    const BEGIN: &str = "<script type=module>";
    let (before, rest) = html.split_once(BEGIN)?;
    let (_, after) = rest.split_once("</script>")?;
    (!after.contains(BEGIN)).then(|| format!("{before}{after}"))
}

/// The page with an element for the program in place of the hint that Trunk writes. An import does not check a program by
/// itself: where the hint was refused it loads the file anew, and runs it whatever it holds.
fn with_checked_program(html: &str) -> Option<String> {
    let (before, after) = html.split_once(" rel=modulepreload>")?;
    let (before, attributes) = before.rsplit_once("<link ")?;
    let attributes = attributes.replacen("href=", "src=", 1);
    let is_checked = attributes.contains("integrity=") && attributes.contains("src=") && !attributes.contains('<');
    is_checked.then(|| format!("{before}<script async {attributes} fetchpriority=high type=module></script>{after}"))
}

/// The page with a policy that lets run and style only what stands in it now, and its own files.
fn with_policy(html: &str, url: Option<&str>) -> Option<String> {
    let script = hash(only_element(html, "script")?);
    let style = hash(only_element(html, "style")?);
    let own = own_files(url);
    let policy = format!(
        "default-src 'none'; script-src {own} '{script}' 'wasm-unsafe-eval'; style-src '{style}'; \
         img-src {own} data: blob:; connect-src {own}; worker-src {own} blob:; frame-src {own}; base-uri 'none'; \
         form-action 'none'; require-trusted-types-for 'script'; trusted-types default"
    );
    // Before anything that it is to hold for.
    let (before, after) = html.split_once(CHARSET)?;
    Some(format!("{before}{CHARSET}<meta http-equiv=content-security-policy content=\"{policy}\">{after}"))
}

/// As a policy names the page's own files: with their address too where it is known, as WebKit takes `'self'` for nothing in a
/// sandboxed frame without an origin. The address is one that the plain pages took (`Base` in `crates/pages`).
fn own_files(url: Option<&str>) -> String {
    let Some(url) = url else { return "'self'".to_owned() };
    // What parts a policy from the next is none of an address.
    let folder = url.trim().trim_end_matches('/').replace(';', "%3B").replace(',', "%2C");
    format!("'self' {folder}/")
}

/// What stands in the one element of that name that has no address.
fn only_element<'a>(html: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = html.split_once(&format!("<{name}>"))?;
    let (text, after) = rest.split_once(&format!("</{name}>"))?;
    (!after.contains(&format!("<{name}>"))).then_some(text)
}

/// As a policy names a text.
fn hash(text: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(text)))
}

/// What the page needs that has no part in its name that changes with it, besides its program.
const KEPT: [&str; 5] = ["index.html", "engine-start.js", "engine.js", "engine_bg.wasm", "words"];

/// The files that make the page whole, by name, with the hash of each.
fn kept_files(folder: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let mut files = BTreeMap::new();
    list(folder, "", &mut files)
        .map_err(|error| Failure::new(format!("Cannot read {}: {error}", folder.display()), "run this again."))?;
    Ok(files)
}

fn list(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if !prefix.is_empty() || is_kept(&name) {
            if entry.path().is_dir() {
                list(&entry.path(), &format!("{name}/"), files)?;
            } else {
                files.insert(name, hexadecimal(&Sha256::digest(fs::read(entry.path())?)));
            }
        }
    }
    Ok(())
}

fn is_kept(name: &str) -> bool {
    KEPT.contains(&name) || name.starts_with("trainbill-") || name.starts_with("favicon-")
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The service worker with its list, and a version that follows from it.
fn with_files(text: &str, files: &BTreeMap<String, String>) -> Option<String> {
    const NO_FILES: &str = "const FILES = {};";
    const NO_VERSION: &str = "const VERSION = '';";
    let list = serde_json::to_string_pretty(files).ok()?;
    let version: String = hexadecimal(&Sha256::digest(&list)).chars().take(16).collect();
    (text.contains(NO_FILES) && text.contains(NO_VERSION)).then(|| {
        text.replace(NO_FILES, &format!("const FILES = {list};"))
            .replace(NO_VERSION, &format!("const VERSION = '{version}';"))
    })
}

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

    #[test]
    fn the_program_is_checked_by_its_element() {
        let link = "<link crossorigin href=./a.js integrity=sha384-0 rel=modulepreload>";
        let page = format!("<link href=b.svg rel=icon>{link}<link href=./a.wasm rel=preload>");
        let script = "<script async crossorigin src=./a.js integrity=sha384-0 fetchpriority=high type=module></script>";
        assert_eq!(
            with_checked_program(&page),
            Some(format!("<link href=b.svg rel=icon>{script}<link href=./a.wasm rel=preload>"))
        );
        assert_eq!(with_checked_program("<link href=./a.wasm rel=preload>"), None);
        assert_eq!(with_checked_program(&page.replace(" integrity=sha384-0", "")), None);
    }

    #[test]
    fn the_page_names_its_parts_before_its_script_in_place_of_the_hint() {
        let link = "<link as=fetch href=./trainbill-0_bg.wasm integrity=sha384-0 rel=preload type=application/wasm>";
        let page = format!("<head><meta charset=utf-8><script>0</script><link href=./a.svg rel=icon>{link}</head>");
        let part = |name: &str, integrity: &str| Part { name: name.to_owned(), integrity: integrity.to_owned() };
        assert_eq!(hinted(&page), Some("trainbill-0_bg.wasm"));
        let (first, rest) = (part("b_bg.wasm", "sha384-b"), part("c_rest.wasm", "sha384-c"));
        let style = part("d_rest.css", "sha384-d");
        let parts = [("first", &first), ("rest", &rest), ("style", &style)];
        assert_eq!(
            with_parts(&page, parts).as_deref(),
            Some(
                "<head><meta charset=utf-8><meta content=\"./b_bg.wasm sha384-b\" name=first>\
                 <meta content=\"./c_rest.wasm sha384-c\" name=rest><meta content=\"./d_rest.css sha384-d\" name=style>\
                 <script>0</script><link href=./a.svg rel=icon></head>"
            )
        );
        assert_eq!(with_parts(&page.replace(link, ""), parts), None);
        assert_eq!(hinted(&page.replace(link, "")), None);
    }

    #[test]
    fn the_second_of_two_styles_is_taken_out() {
        let page = "<head><style>a{}</style><style>b{}</style><script>0</script>";
        let parted = ("<head><style>a{}</style><script>0</script>".to_owned(), "b{}".to_owned());
        assert_eq!(without_later_style(page), Some(parted));
        assert_eq!(without_later_style("<style>a{}</style>"), None);
        assert_eq!(without_later_style(&page.repeat(2)), None);
    }

    #[test]
    fn the_policy_names_what_stands_in_the_page_before_it_does() {
        let page = "<head><meta charset=utf-8><style>a{}</style><script>let a;</script>";
        let finished = with_policy(page, None).expect("a policy");
        // printf 'let a;' | openssl dgst -sha256 -binary | base64
        assert!(
            finished.contains("script-src 'self' 'sha256-81WALLbUROF1pWdYjuQYKuIcGgY/+TqVJr8UsV6Tkvo=' 'wasm"),
            "{finished}"
        );
        assert!(finished.find("content-security-policy") < finished.find("<style>"));
        assert!(!finished.contains("unsafe-inline"));
        assert_eq!(with_policy(&page.replace("<script>", "<script>let b;</script><script>"), None), None);
        assert_eq!(with_policy(&page.replace("<meta charset=utf-8>", ""), None), None);
    }

    #[test]
    fn the_policy_names_the_address_where_it_is_known() {
        let page = "<head><meta charset=utf-8><style>a{}</style><script>let a;</script>";
        let finished = with_policy(page, Some("https://example.org/a;b,c")).expect("a policy");
        let own = "'self' https://example.org/a%3Bb%2Cc/";
        for part in ["script-src", "img-src", "connect-src", "worker-src", "frame-src"] {
            assert!(finished.contains(&format!("; {part} {own}")), "{part}: {finished}");
        }
    }

    #[test]
    fn the_version_changes_with_any_file() {
        let text = "const FILES = {};\nconst VERSION = '';\n";
        let of =
            |hash: &str| with_files(text, &BTreeMap::from([("a.js".to_owned(), hash.to_owned())])).expect("a list");
        assert!(of("00").starts_with("const FILES = {\n  \"a.js\": \"00\"\n};\nconst VERSION = '"), "{}", of("00"));
        assert_ne!(of("00").lines().last(), of("01").lines().last());
        assert_eq!(of("00"), of("00"));
        assert_eq!(with_files("const FILES = {};", &BTreeMap::new()), None);
    }

    #[test]
    fn what_other_pages_load_is_not_kept() {
        for (name, kept) in [("trainbill-0f_bg.wasm", true), ("words", true), ("embed.js", false), ("s", false)] {
            assert_eq!(is_kept(name), kept, "{name}");
        }
    }
}
