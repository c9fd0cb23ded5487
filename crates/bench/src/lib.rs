//! What is measured of the cost model: a list of cases, and series of growing sizes. The same list runs natively and in
//! WebAssembly; `cargo xtask bench` puts the times side by side.

mod calibration;
mod cases;
mod growth;
mod scenarios;
mod timing;

pub use cases::{CALIBRATION, cases};
pub use growth::{Series, series};
pub use timing::{Clock, fastest, fastest_of_each};

/// Work that is done again and again. It answers with a value that depends on all of it, so that no compiler leaves
/// it out, and that is the same wherever it runs.
pub type Work = Box<dyn FnMut() -> f64>;

/// Something whose time is measured.
pub struct Case {
    /// Its name in tables and files.
    pub name: &'static str,
    /// How many of what is named are done by one call.
    pub times: f64,
    /// One call.
    pub work: Work,
}
