//! The machine that was measured on.

use std::process::Command;

use crate::process::{self, Failure};
use crate::tools;

/// Prints what is known of the machine, a line each.
const DESCRIBE: &str = "
const os = require('node:os'), fs = require('node:fs');
const said = (path) => { try { return fs.readFileSync(path, 'utf8'); } catch { return ''; } };
const system = said('/etc/os-release').match(/^PRETTY_NAME=\"(.*)\"/m)?.[1] ?? os.version();
console.log([
  ['Day', new Date().toISOString().slice(0, 10)],
  ['Processor', `${os.cpus()[0].model.trim()}, ${os.cpus().length} cores`],
  ['Memory', `${Math.round(os.totalmem() / 2 ** 30)} GiB`],
  ['System', `${system}, ${os.type()} ${os.release()}`],
  ['Load at the start', os.loadavg()[0].toFixed(1)],
  ['Node.js', process.version],
].map((line) => line.join('\\t')).join('\\n'));";

/// What it is and what runs on it.
pub(crate) fn describe() -> Result<Vec<(String, String)>, Failure> {
    let printed = process::output(tools::node().args(["--eval", DESCRIBE]))?;
    let line = |line: &str| line.split_once('\t').map(|(what, which)| (what.to_owned(), which.to_owned()));
    let mut machine: Vec<(String, String)> = printed.lines().filter_map(line).collect();
    let rust = process::ask(Command::new("rustc").arg("--version")).unwrap_or_default();
    machine.push(("Rust".to_owned(), rust.trim().to_owned()));
    Ok(machine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_has_a_day_and_a_processor() {
        let machine = describe().expect("Node.js says so");
        let of = |what: &str| machine.iter().find(|(of, _)| of == what).map(|(_, which)| which.as_str());
        assert!(of("Day").is_some_and(|day| day.len() == 10 && day.starts_with("20")), "{machine:?}");
        assert!(of("Processor").is_some_and(|processor| processor.ends_with("cores")), "{machine:?}");
    }
}
