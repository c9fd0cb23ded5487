//! Debian's nginx and Caddy, which the tests start with the files of docs/hosting/. They are unpacked beside the other
//! tools: installed, they would begin to answer on this machine's own ports.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{debian, folder};
use crate::process::{self, Failure};
use crate::version::Version;

const PACKAGES: [&str; 4] = ["nginx", "nginx-common", "libnginx-mod-http-brotli-static", "caddy"];

/// The folder in which they lie as Debian's packages lay them, after unpacking them there if need be; none where Debian's
/// packages cannot be had.
pub(super) fn ensure() -> Result<Option<PathBuf>, Failure> {
    let system = PathBuf::from("/");
    if is_complete(&system) {
        return Ok(Some(system));
    }
    if !debian::is_here() {
        return Ok(None);
    }
    let own = folder::of("servers", "debian")?;
    if !is_complete(&own) {
        debian::unpack("nginx and Caddy", &PACKAGES, &own)?;
    }
    if is_complete(&own) {
        return Ok(Some(own));
    }
    Err(Failure::new(
        format!("nginx 1.22 and Caddy 2.6 or later were unpacked to {}, but do not run.", own.display()),
        format!("run `apt-get install {}` as root, then run this again.", PACKAGES.join(" ")),
    ))
}

/// Whether both run in versions that are recent enough, with what nginx needs beside it.
fn is_complete(root: &Path) -> bool {
    let files = ["usr/lib/nginx/modules/ngx_http_brotli_static_module.so", "etc/nginx/mime.types"];
    files.iter().all(|file| root.join(file).is_file())
        && is_recent(root.join("usr/sbin/nginx"), "-v", "1.22")
        && is_recent(root.join("usr/bin/caddy"), "version", "2.6")
}

fn is_recent(program: PathBuf, ask: &str, oldest: &str) -> bool {
    let said = process::quiet(Command::new(program).arg(ask)).ok().filter(|said| said.success);
    // nginx says `nginx version: nginx/1.22.1`.
    let version = said.and_then(|said| Version::find(&said.output.replace('/', " ")));
    version.zip(Version::find(oldest)).is_some_and(|(version, oldest)| version.at_least(&oldest))
}
