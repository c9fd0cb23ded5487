//! Measures the cases, or with `growth` and `engine` or `page` the series of the one or the other, and prints a line for each: name, nanoseconds of one of what is named,
//! and the value that was worked out; or name, what the size counts, size and nanoseconds.

mod surroundings;

use bench::{cases, fastest, fastest_of_each, series};
use surroundings::{argument, nanoseconds, print};

/// Measurements of each case.
const OF_CASES: u32 = 12;

/// Measurements of each size of a series.
const OF_SIZES: u32 = 5;

fn main() {
    if argument(1).as_deref() == Some("growth") { growth(argument(2).as_deref()) } else { all_cases() }
}

fn all_cases() {
    let mut cases = cases();
    let times = fastest_of_each(&mut cases, OF_CASES, &nanoseconds);
    for (case, time) in cases.iter_mut().zip(times) {
        print(&format!("{}\t{}\t{}", case.name, time / case.times, (case.work)()));
    }
}

fn growth(on: Option<&str>) {
    for mut series in series().into_iter().filter(|series| on.is_none_or(|on| on == series.on)) {
        for (size, work) in &mut series.sizes {
            let time = fastest(work, OF_SIZES, &nanoseconds);
            print(&format!("{}\t{}\t{size}\t{time}", series.name, series.of));
        }
    }
}
