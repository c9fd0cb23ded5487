//! A small web server for the files of one folder, for this machine only.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::thread;
use std::time::Duration;

const PORTS_TRIED: u16 = 50;
const PATIENCE: Duration = Duration::from_secs(10);

/// Listens on the first free port from `first` on.
pub(crate) fn listen(first: u16) -> std::io::Result<TcpListener> {
    let last = first.saturating_add(PORTS_TRIED);
    let mut outcome = TcpListener::bind((Ipv4Addr::LOCALHOST, first));
    for port in first..=last {
        if outcome.is_ok() {
            break;
        }
        outcome = TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    }
    outcome
}

/// Answers requests for the files of a folder, for as long as the program runs.
pub(crate) fn answer(listener: &TcpListener, folder: &Path) {
    for stream in listener.incoming().flatten() {
        let folder = folder.to_path_buf();
        // A browser that goes away in the middle of an answer is its own business.
        thread::spawn(move || drop(respond(stream, &folder)));
    }
}

fn respond(mut stream: TcpStream, folder: &Path) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut request = String::new();
    reader.read_line(&mut request)?;
    let mut header = String::new();
    while reader.read_line(&mut header)? > 2 {
        header.clear();
    }
    let mut words = request.split_whitespace();
    let method = words.next().unwrap_or_default();
    let path = file(folder, words.next().unwrap_or_default());
    let found = path.and_then(|path| Some((media_type(&path), fs::read(&path).ok()?)));
    let (status, kind, body) = match (method, found) {
        ("GET" | "HEAD", Some((kind, body))) => ("200 OK", kind, body),
        ("GET" | "HEAD", None) => ("404 Not Found", "text/plain; charset=utf-8", b"There is no such file.\n".to_vec()),
        _ => ("405 Method Not Allowed", "text/plain; charset=utf-8", Vec::new()),
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    if method != "HEAD" {
        stream.write_all(&body)?;
    }
    stream.flush()
}

/// The file that an address asks for, which is never outside the folder.
fn file(folder: &Path, address: &str) -> Option<PathBuf> {
    let path = address.split(['?', '#']).next()?.strip_prefix('/')?;
    let path = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    let path = Path::new(&path);
    // Who changes the page wants to see the change, not what was kept before.
    if path == Path::new("service-worker.js") {
        return None;
    }
    path.components().all(|part| matches!(part, Component::Normal(_))).then(|| folder.join(path))
}

fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("xml") => "application/xml",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn an_address_never_leaves_the_folder() {
        let folder = Path::new("dist");
        assert_eq!(file(folder, "/"), Some("dist/index.html".into()));
        assert_eq!(file(folder, "/?a=/../b#c"), Some("dist/index.html".into()));
        assert_eq!(file(folder, "/a/b.js"), Some("dist/a/b.js".into()));
        for address in ["/../Cargo.toml", "/a/../../b", "//etc/passwd", "etc/passwd", "", "http://host/"] {
            assert_eq!(file(folder, address), None, "{address}");
        }
    }

    #[test]
    fn a_taken_port_is_passed_over() {
        let first = listen(20_080).expect("some port is free");
        let taken = first.local_addr().expect("it listens").port();
        let second = listen(taken).expect("another port is free");
        assert!(second.local_addr().expect("it listens").port() > taken);
    }

    #[test]
    fn files_are_served_with_their_type_and_nothing_else_is() {
        let listener = listen(20_180).expect("some port is free");
        let address = listener.local_addr().expect("it listens");
        thread::spawn(move || answer(&listener, &crate::workspace::root().join("static")));
        let ask = |request: &str| {
            let mut stream = TcpStream::connect(address).expect("the server listens");
            write!(stream, "{request} HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("the server reads");
            let mut answer = String::new();
            stream.read_to_string(&mut answer).expect("the server answers");
            answer
        };
        let style = ask("GET /style.css");
        assert!(style.starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/css"), "{style}");
        assert!(ask("GET /missing.css").starts_with("HTTP/1.1 404"));
        assert!(ask("POST /style.css").starts_with("HTTP/1.1 405"));
        assert!(ask("HEAD /style.css").ends_with("\r\n\r\n"));
    }
}
