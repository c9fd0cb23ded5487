//! What must hold for any input at all.
//!
//! Each of the [`TARGETS`] takes bytes that anybody may have made and panics when a promise is broken. A fuzzer (the
//! package `fuzz/`) looks for such bytes, and `tests/corpus.rs` goes through those that were kept, on any machine.

mod bytes;
mod configs;
mod estimates;
mod links;
mod numbers;
mod readable;
mod runs;
mod scenarios;
mod views;

pub use configs::configs;
pub use estimates::estimates;
pub use links::links;
pub use numbers::numbers;
pub use runs::runs;
pub use scenarios::scenarios;
pub use views::in_every_view;

/// One kind of input.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// The name of its program in `fuzz/fuzz_targets` and of its folder in `fuzz/corpus`.
    pub name: &'static str,
    /// Panics when a promise is broken.
    pub check: fn(&[u8]),
}

/// Every kind of input.
pub const TARGETS: [Target; 6] = [
    Target { name: "links", check: links },
    Target { name: "numbers", check: numbers },
    Target { name: "configs", check: configs },
    Target { name: "runs", check: runs },
    Target { name: "estimates", check: estimates },
    Target { name: "scenarios", check: scenarios },
];
