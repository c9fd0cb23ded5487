//! The inputs that were kept of fuzzing, gone through again on any machine.

use std::fs;
use std::path::PathBuf;

use fuzz_checks::{TARGETS, in_every_view};

/// Every so many of the kept estimates are shown in every view, which takes longest.
const SHOWN: usize = 8;

fn kept(name: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/corpus")).join(name);
    let files = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = files.map(|file| file.expect("a file").path()).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), fs::read(path).expect("a file that can be read"))).collect()
}

#[test]
fn what_was_kept_breaks_no_promise() {
    for target in TARGETS {
        let kept = kept(target.name);
        assert!((10..=200).contains(&kept.len()), "{}: {} inputs", target.name, kept.len());
        let bytes: usize = kept.iter().map(|(_, data)| data.len()).sum();
        assert!(bytes <= 300_000, "{}: {bytes} bytes", target.name);
        for (path, data) in kept {
            println!("{}", path.display());
            (target.check)(&data);
        }
    }
}

#[test]
fn kept_scenarios_are_shown_in_every_view() {
    for (path, data) in kept("estimates").into_iter().step_by(SHOWN) {
        println!("{}", path.display());
        in_every_view(&data);
    }
}
