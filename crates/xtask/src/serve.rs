//! Serving the page on this machine.

use std::env;
use std::process::{Child, Command, Stdio};
use std::thread;

use crate::arguments;
use crate::build;
use crate::http;
use crate::process::{self, Failure};
use crate::tools;
use crate::workspace;

/// Builds the page, serves it until the program is stopped, and rebuilds it on every change.
pub(crate) fn serve(options: &arguments::Serve) -> Result<bool, Failure> {
    let tools = tools::for_page()?;
    build::page(&tools, None)?;
    let listener = http::listen(options.port).map_err(|error| {
        Failure::new(format!("No port from {} on is free: {error}", options.port), "give another one with `--port`.")
    })?;
    let port = listener.local_addr().map_or(options.port, |address| address.port());
    let address = format!("http://127.0.0.1:{port}/");
    thread::spawn(move || http::answer(&listener, &workspace::dist()));
    println!("\nTrainbill is at {address}");
    println!("Reload the page after a change to see it. Ctrl+C stops.\n");
    if options.open {
        open(&address);
    }
    let mut watch = build::trunk(&tools, "watch")?;
    let status = watch.stdin(Stdio::null()).status().map_err(|error| process::not_started(&watch, &error))?;
    Ok(status.success())
}

/// Opens a browser where there is a desktop; where there is none, the printed address is enough.
fn open(address: &str) {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        let mut command = Command::new("cmd");
        command.args(["/C", "start", ""]);
        command
    } else if env::var_os("DISPLAY").is_some() || env::var_os("WAYLAND_DISPLAY").is_some() {
        Command::new("xdg-open")
    } else {
        return;
    };
    command.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if let Ok(mut child) = command.spawn() {
        thread::spawn(move || drop(Child::wait(&mut child)));
    }
}
