//! What may follow a command's name.

use std::path::PathBuf;

use crate::checks;
use crate::finish;
use crate::fuzz;
use crate::process::Failure;
use crate::tools::Engine;

/// What `serve` was asked to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Serve {
    /// The first port to try.
    pub(crate) port: u16,
    /// Whether to open a browser.
    pub(crate) open: bool,
}

/// What `bench` was asked to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Bench {
    /// Whether to measure the cost model.
    pub(crate) core: bool,
    /// Whether to measure the page.
    pub(crate) page: bool,
    /// Where the figures go.
    pub(crate) json: Option<PathBuf>,
    /// Whether to keep them as the last record.
    pub(crate) record: bool,
}

/// What `fuzz` was asked to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fuzz {
    /// The one target; nothing for all of them.
    pub(crate) target: Option<String>,
    /// How many inputs to try for each.
    pub(crate) executions: u64,
    /// Whether to keep what came of it in the documentation.
    pub(crate) record: bool,
}

/// What `browsers` was asked to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Browsers {
    /// The engines, each once.
    pub(crate) engines: Vec<Engine>,
    /// The files of tests, or parts of their names; all of them if none is given.
    pub(crate) files: Vec<String>,
    /// Whether to keep all that a browser did in a test that failed.
    pub(crate) trace: bool,
}

/// Refuses every argument.
pub(crate) fn none(arguments: &[String]) -> Result<(), Failure> {
    match arguments.first() {
        None => Ok(()),
        Some(argument) => Err(unknown(argument)),
    }
}

/// Reads the options of `build`: the address under which the page will be served, if it is known.
pub(crate) fn build(arguments: &[String]) -> Result<Option<String>, Failure> {
    let mut url = std::env::var(finish::URL).ok().filter(|url| !url.is_empty());
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let Some(value) = value_of("--url", argument, &mut rest) else { return Err(unknown(argument)) };
        if value.is_empty() {
            return Err(Failure::new("`--url` has no address.", "Give one like https://example.org/trainbill/."));
        }
        url = Some(value.to_owned());
    }
    Ok(url)
}

/// Reads the options of `serve`.
pub(crate) fn serve(arguments: &[String]) -> Result<Serve, Failure> {
    let mut options = Serve { port: 8080, open: true };
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        if argument == "--no-open" {
            options.open = false;
        } else if let Some(value) = value_of("--port", argument, &mut rest) {
            options.port =
                value.parse().ok().filter(|port| *port > 0).ok_or_else(|| {
                    Failure::new(format!("`{value}` is not a port."), "Give a number from 1 to 65535.")
                })?;
        } else {
            return Err(unknown(argument));
        }
    }
    Ok(options)
}

/// Reads the options of `browsers`.
pub(crate) fn browsers(arguments: &[String]) -> Result<Browsers, Failure> {
    let engine = |word: &String| Engine::ALL.into_iter().find(|engine| engine.name() == word);
    let mut options = Browsers { engines: Vec::new(), files: Vec::new(), trace: false };
    for argument in arguments {
        match engine(argument) {
            Some(engine) if !options.engines.contains(&engine) => options.engines.push(engine),
            Some(_) => {}
            None if argument == "--trace" => options.trace = true,
            None if argument.starts_with('-') => return Err(unknown(argument)),
            None => options.files.push(argument.clone()),
        }
    }
    if options.engines.is_empty() {
        options.engines.extend(Engine::OTHERS);
    }
    Ok(options)
}

/// Reads the options of `bench`.
pub(crate) fn bench(arguments: &[String]) -> Result<Bench, Failure> {
    let mut options = Bench { core: true, page: true, json: None, record: false };
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "core" => options.page = false,
            "page" => options.core = false,
            "--record" => options.record = true,
            _ => match value_of("--json", argument, &mut rest) {
                Some("") => return Err(Failure::new("`--json` names no file.", "Give one like target/bench.json.")),
                Some(file) => options.json = Some(file.into()),
                None => return Err(unknown(argument)),
            },
        }
    }
    match (options.core, options.page) {
        (false, false) => Err(Failure::new("`core` and `page` are each for one alone.", "Leave both out for both.")),
        (true, true) => Ok(options),
        _ if options.record => Err(Failure::new("Half a run is not recorded.", "Leave out `core` and `page`.")),
        _ => Ok(options),
    }
}

/// Reads the options of `fuzz`.
pub(crate) fn fuzz(arguments: &[String]) -> Result<Fuzz, Failure> {
    let mut options = Fuzz { target: None, executions: fuzz::EXECUTIONS, record: false };
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        if argument == "--record" {
            options.record = true;
        } else if let Some(value) = value_of("--executions", argument, &mut rest) {
            options.executions = value.parse().ok().filter(|number| *number > 0).ok_or_else(|| {
                Failure::new(format!("`{value}` is no number of executions."), "Give one like 10000000.")
            })?;
        } else if argument.starts_with('-') || options.target.is_some() {
            return Err(unknown(argument));
        } else if fuzz::names().contains(&argument.as_str()) {
            options.target = Some(argument.clone());
        } else {
            let advice = format!("The targets are: {}.", fuzz::names().join(", "));
            return Err(Failure::new(format!("There is no fuzz target `{argument}`."), advice));
        }
    }
    Ok(options)
}

/// Reads the options of `test`: the names of the checks to run, all of them when none is given.
pub(crate) fn test(arguments: &[String]) -> Result<Vec<String>, Failure> {
    let known = checks::names();
    let mut names = Vec::new();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let Some(value) = value_of("--only", argument, &mut rest) else {
            return Err(unknown(argument));
        };
        names.extend(value.split(',').filter(|name| !name.is_empty()).map(str::to_owned));
    }
    match names.iter().find(|name| !known.contains(&name.as_str())) {
        None if names.is_empty() && !arguments.is_empty() => {
            Err(Failure::new("`--only` names no check.", format!("The checks are: {}.", known.join(", "))))
        }
        None => Ok(names),
        Some(name) => {
            Err(Failure::new(format!("There is no check `{name}`."), format!("The checks are: {}.", known.join(", "))))
        }
    }
}

/// The value in `--name value` or `--name=value`; empty when it was left out.
fn value_of<'a>(name: &str, argument: &'a str, rest: &mut impl Iterator<Item = &'a String>) -> Option<&'a str> {
    if argument == name {
        return Some(rest.next().map_or("", String::as_str));
    }
    argument.strip_prefix(name)?.strip_prefix('=')
}

fn unknown(argument: &str) -> Failure {
    Failure::new(format!("`{argument}` is not understood here."), "Run `cargo xtask help` for the options.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn build_takes_an_address_in_both_spellings() {
        for words in [&["--url", "https://a.org/"][..], &["--url=https://a.org/"]] {
            assert_eq!(build(&strings(words)).expect("it is understood").as_deref(), Some("https://a.org/"));
        }
        assert!(build(&strings(&["--url"])).is_err());
        assert!(build(&strings(&["--uri", "https://a.org/"])).is_err());
    }

    #[test]
    fn serve_takes_a_port_in_both_spellings() {
        for words in [&["--port", "9000", "--no-open"][..], &["--no-open", "--port=9000"]] {
            let options = serve(&strings(words)).expect("these are understood");
            assert_eq!(options, Serve { port: 9000, open: false });
        }
        assert_eq!(serve(&[]).expect("no option is needed"), Serve { port: 8080, open: true });
    }

    #[test]
    fn serve_refuses_what_is_no_port() {
        for words in [&["--port", "0"][..], &["--port", "65536"], &["--port", "x"], &["--port"], &["--prot", "1"]] {
            assert!(serve(&strings(words)).is_err(), "{words:?}");
        }
    }

    #[test]
    fn bench_takes_a_part_or_all() {
        let all = Bench { core: true, page: true, json: None, record: false };
        assert_eq!(bench(&[]).expect("no option is needed"), all);
        let file = Some("a.json".into());
        for words in [&["core", "--json", "a.json"][..], &["--json=a.json", "core"]] {
            let expected = Bench { core: true, page: false, json: file.clone(), record: false };
            assert_eq!(bench(&strings(words)).expect("these are understood"), expected);
        }
        assert!(bench(&strings(&["--record"])).expect("all of it is recorded").record);
        for words in [&["core", "page"][..], &["page", "--record"], &["--json"], &["cores"], &["--recordd"]] {
            assert!(bench(&strings(words)).is_err(), "{words:?}");
        }
    }

    #[test]
    fn fuzz_takes_a_target_and_a_number() {
        let all = Fuzz { target: None, executions: fuzz::EXECUTIONS, record: false };
        assert_eq!(super::fuzz(&[]).expect("no option is needed"), all);
        for words in [&["links", "--executions", "7", "--record"][..], &["--record", "--executions=7", "links"]] {
            let expected = Fuzz { target: Some("links".to_owned()), executions: 7, record: true };
            assert_eq!(super::fuzz(&strings(words)).expect("these are understood"), expected);
        }
        for words in [&["link"][..], &["links", "runs"], &["--executions"], &["--executions", "0"], &["--executions=x"]]
        {
            assert!(super::fuzz(&strings(words)).is_err(), "{words:?}");
        }
    }

    #[test]
    fn browsers_takes_engines_and_files() {
        let both = Browsers { engines: Engine::OTHERS.to_vec(), files: Vec::new(), trace: false };
        assert_eq!(browsers(&[]).expect("nothing is needed"), both);
        let one = browsers(&strings(&["start.spec.mjs", "webkit", "webkit"])).expect("these are understood");
        let files = strings(&["start.spec.mjs"]);
        assert_eq!(one, Browsers { engines: vec![Engine::WebKit], files, trace: false });
        let traced = browsers(&strings(&["--trace", "chromium"])).expect("these are understood");
        assert_eq!(traced, Browsers { engines: vec![Engine::Chromium], files: Vec::new(), trace: true });
        assert!(browsers(&strings(&["--webkit"])).is_err());
    }

    #[test]
    fn test_takes_names_of_checks_only() {
        assert_eq!(test(&strings(&["--only", "format,budgets"])).expect("both exist"), ["format", "budgets"]);
        assert!(test(&[]).expect("no option is needed").is_empty());
        assert!(test(&strings(&["--only", "formatt"])).is_err());
        assert!(test(&strings(&["--only"])).is_err());
    }
}
