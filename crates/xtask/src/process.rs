//! Running other programs: what they print is shown or kept, and a failure says what to do.

use std::ffi::OsStr;
use std::fmt;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

const LINES_SHOWN_OF_A_FAILURE: usize = 40;
const SIGN_OF_LIFE: Duration = Duration::from_secs(30);

/// Something that cannot go on, and what the reader can do.
#[derive(Debug)]
pub(crate) struct Failure {
    what: String,
    advice: String,
}

impl Failure {
    /// A failure with what happened and what the reader can do about it.
    pub(crate) fn new(what: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { what: what.into(), advice: advice.into() }
    }

    /// The same failure with other advice.
    pub(crate) fn advise(self, advice: impl Into<String>) -> Self {
        Self { advice: advice.into(), ..self }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.what)?;
        if !self.advice.is_empty() {
            write!(formatter, "\nWhat you can do: {}", self.advice)?;
        }
        Ok(())
    }
}

/// How a program ended and what it printed, both streams in the order they came.
#[derive(Debug)]
pub(crate) struct Finished {
    /// Whether it reported success.
    pub(crate) success: bool,
    /// What it printed.
    pub(crate) output: String,
}

/// Whether to show a program's output while it runs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Echo {
    Live,
    SignsOfLife,
}

/// Runs a program and shows what it prints.
pub(crate) fn live(command: &mut Command) -> Result<Finished, Failure> {
    run(command, Echo::Live)
}

/// Runs a program and keeps what it prints; from time to time a line says that it still runs.
pub(crate) fn quiet(command: &mut Command) -> Result<Finished, Failure> {
    run(command, Echo::SignsOfLife)
}

/// Runs a step of the installation: one line says what is done, another how long it took. What the
/// program prints is shown only when it fails.
pub(crate) fn step(title: &str, command: &mut Command) -> Result<(), Failure> {
    println!("{title} ...");
    let started = Instant::now();
    let finished = run(command, Echo::SignsOfLife)?;
    if finished.success {
        println!("  done in {}", duration(started.elapsed()));
        return Ok(());
    }
    Err(Failure::new(
        format!(
            "This command failed after {}:\n  {}\nThe last it printed:\n{}",
            duration(started.elapsed()),
            shown(command),
            tail(&finished.output)
        ),
        "",
    ))
}

/// What a program prints on standard output; nothing when it is missing or fails.
pub(crate) fn ask(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// What a program prints on standard output.
pub(crate) fn output(command: &mut Command) -> Result<String, Failure> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| not_started(command, &error))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(Failure::new(
        format!("This command failed:\n  {}\n{}", shown(command), tail(&String::from_utf8_lossy(&output.stderr))),
        "",
    ))
}

fn run(command: &mut Command, echo: Echo) -> Result<Finished, Failure> {
    let started = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| not_started(command, &error))?;
    let (sender, receiver) = mpsc::channel();
    if let Some(stdout) = child.stdout.take() {
        read_lines(stdout, sender.clone());
    }
    if let Some(stderr) = child.stderr.take() {
        read_lines(stderr, sender);
    }
    let mut output = String::new();
    let mut next_sign = SIGN_OF_LIFE;
    loop {
        match receiver.recv_timeout(Duration::from_secs(1)) {
            Ok(line) => {
                if echo == Echo::Live {
                    print!("{line}");
                    let _ = std::io::stdout().flush();
                }
                output.push_str(&line);
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if echo == Echo::SignsOfLife && started.elapsed() >= next_sign {
            let last = output.lines().last().unwrap_or_default().trim();
            println!("  still running after {}: {last}", duration(started.elapsed()));
            next_sign = started.elapsed() + SIGN_OF_LIFE;
        }
    }
    let status = child.wait().map_err(|error| not_started(command, &error))?;
    Ok(Finished { success: status.success(), output })
}

fn read_lines(stream: impl Read + Send + 'static, sender: Sender<String>) {
    thread::spawn(move || {
        let mut reader = BufReader::new(stream);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
            if sender.send(String::from_utf8_lossy(&line).into_owned()).is_err() {
                return;
            }
            line.clear();
        }
    });
}

/// The failure of a program that could not be started.
pub(crate) fn not_started(command: &Command, error: &std::io::Error) -> Failure {
    Failure::new(
        format!("This command could not be run ({error}):\n  {}", shown(command)),
        "install the program, or put it on PATH.",
    )
}

/// A command as one would type it.
pub(crate) fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

fn tail(output: &str) -> String {
    let lines: Vec<&str> = output.lines().collect();
    let start = lines.len().saturating_sub(LINES_SHOWN_OF_A_FAILURE);
    lines[start..].iter().map(|line| format!("  | {line}\n")).collect::<String>().trim_end().to_owned()
}

/// A length of time for people: `0.4 s`, `2 min 05 s`.
pub(crate) fn duration(time: Duration) -> String {
    let tenths = (time.as_millis() + 50) / 100;
    if tenths < 600 {
        return format!("{}.{} s", tenths / 10, tenths % 10);
    }
    let seconds = (time.as_millis() + 500) / 1000;
    format!("{} min {:02} s", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_well() {
        assert_eq!(duration(Duration::from_millis(0)), "0.0 s");
        assert_eq!(duration(Duration::from_millis(449)), "0.4 s");
        assert_eq!(duration(Duration::from_millis(59_949)), "59.9 s");
        assert_eq!(duration(Duration::from_millis(59_950)), "1 min 00 s");
        assert_eq!(duration(Duration::from_secs(125)), "2 min 05 s");
    }

    #[test]
    fn the_tail_keeps_the_last_lines() {
        let output: String = (0..100).map(|line| format!("line {line}\n")).collect();
        let tail = tail(&output);
        assert!(tail.starts_with("  | line 60\n"), "{tail}");
        assert!(tail.ends_with("  | line 99"), "{tail}");
    }

    #[test]
    fn a_missing_program_is_named() {
        let failure = live(&mut Command::new("no-such-program-here")).expect_err("it does not exist");
        assert!(failure.to_string().contains("no-such-program-here"), "{failure}");
    }

    #[test]
    fn a_failed_step_shows_the_command_and_its_output() {
        let mut command = Command::new("cargo");
        command.arg("no-such-subcommand");
        let failure = step("Trying", &mut command).expect_err("cargo has no such command").advise("Do nothing.");
        let text = failure.to_string();
        assert!(text.contains("cargo no-such-subcommand"), "{text}");
        assert!(text.contains("  | error"), "{text}");
        assert!(text.ends_with("What you can do: Do nothing."), "{text}");
    }
}
