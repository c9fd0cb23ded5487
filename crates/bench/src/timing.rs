//! Timing by hand: no harness runs one list both natively and in WebAssembly for a page.

use crate::{Case, Work};

/// Nanoseconds of work since some moment.
pub type Clock<'a> = &'a dyn Fn() -> f64;

/// One measurement takes at least so long, in nanoseconds, unless a single call takes longer. So short that some of many
/// are not interrupted on a busy machine.
const LEAST_NS: f64 = 3e6;

/// For so long, in nanoseconds, work is done before it is measured: WebAssembly runs slowly until it is compiled in full.
const WARM_UP_NS: f64 = 6e7;

/// The fewest nanoseconds that one call took, of so many measurements.
pub fn fastest(work: &mut Work, measurements: u32, clock: Clock) -> f64 {
    let calls = warm_up(work, clock);
    (0..measurements).map(|_| measured(work, calls, clock)).fold(f64::INFINITY, f64::min)
}

/// The same of every case. Measurements of all of them take turns, so that what slows the machine for a while slows all.
pub fn fastest_of_each(cases: &mut [Case], measurements: u32, clock: Clock) -> Vec<f64> {
    let calls: Vec<u32> = cases.iter_mut().map(|case| warm_up(&mut case.work, clock)).collect();
    let mut fastest = vec![f64::INFINITY; cases.len()];
    for _ in 0..measurements {
        for ((case, calls), fastest) in cases.iter_mut().zip(&calls).zip(&mut fastest) {
            *fastest = fastest.min(measured(&mut case.work, *calls, clock));
        }
    }
    fastest
}

/// Works for a while, and answers with the calls that one measurement takes.
fn warm_up(work: &mut Work, clock: Clock) -> u32 {
    let begun = clock();
    let mut calls = 0_u32;
    loop {
        std::hint::black_box(work());
        calls += 1;
        let spent = clock() - begun;
        if spent >= WARM_UP_NS {
            return (LEAST_NS * f64::from(calls) / spent).ceil().max(1.0) as u32;
        }
    }
}

/// Nanoseconds of a call, over so many.
fn measured(work: &mut Work, calls: u32, clock: Clock) -> f64 {
    let begun = clock();
    for _ in 0..calls {
        std::hint::black_box(work());
    }
    (clock() - begun) / f64::from(calls)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;

    use super::*;

    /// Work that takes so many nanoseconds of a clock that only work moves on.
    fn work(time: &Rc<Cell<f64>>, nanoseconds: impl Fn() -> f64 + 'static) -> Work {
        let time = Rc::clone(time);
        Box::new(move || {
            time.set(time.get() + nanoseconds());
            time.get()
        })
    }

    #[test]
    fn short_work_is_called_often_and_long_work_once() {
        let time = Rc::new(Cell::new(0.0));
        let clock = || time.get();
        assert_eq!(warm_up(&mut work(&time, || 1000.0), &clock), 3000);
        assert_eq!(warm_up(&mut work(&time, || 1e9), &clock), 1);
    }

    #[test]
    fn the_fastest_of_each_is_kept() {
        let time = Rc::new(Cell::new(0.0));
        let busy = Rc::new(Cell::new(0_u32));
        // Every other call of the second is interrupted.
        let interrupted = {
            let busy = Rc::clone(&busy);
            move || {
                busy.set(busy.get() + 1);
                if busy.get().is_multiple_of(2) { 9e7 } else { 7e7 }
            }
        };
        let mut cases = [
            Case { name: "even", times: 1.0, work: work(&time, || 500.0) },
            Case { name: "interrupted", times: 1.0, work: work(&time, interrupted) },
        ];
        assert_eq!(fastest_of_each(&mut cases, 4, &|| time.get()), [500.0, 7e7]);
        assert_eq!(fastest(&mut work(&time, || 500.0), 2, &|| time.get()), 500.0);
    }
}
