//! Clock, arguments and output: those of the system, or those of the JavaScript around WebAssembly.
//!
//! The clock counts the processor's time for this program: the time on the wall would count what else a busy machine does.

#[cfg(not(target_arch = "wasm32"))]
mod here {
    /// Nanoseconds of the processor so far.
    #[cfg(unix)]
    pub(crate) fn nanoseconds() -> f64 {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
        time.tv_sec as f64 * 1e9 + time.tv_nsec as f64
    }

    /// Nanoseconds on the wall, where std has no other clock.
    #[cfg(not(unix))]
    pub(crate) fn nanoseconds() -> f64 {
        use std::sync::LazyLock;
        use std::time::Instant;

        static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
        BEGUN.elapsed().as_nanos() as f64
    }

    /// An argument, where there is one, from 1.
    pub(crate) fn argument(place: u32) -> Option<String> {
        std::env::args().nth(place as usize)
    }

    pub(crate) fn print(line: &str) {
        println!("{line}");
    }
}

#[cfg(target_arch = "wasm32")]
mod here {
    use js_sys::{Function, Reflect, global};
    use wasm_bindgen::prelude::*;
    use web_sys::console;

    fn get(of: &JsValue, key: &str) -> JsValue {
        Reflect::get(of, &JsValue::from(key)).unwrap_or(JsValue::UNDEFINED)
    }

    /// Nanoseconds of the processor so far.
    pub(crate) fn nanoseconds() -> f64 {
        let process = get(&global(), "process");
        let usage = get(&process, "cpuUsage").unchecked_into::<Function>().call0(&process).expect("Node.js counts it");
        let microseconds = |key: &str| get(&usage, key).as_f64().unwrap_or(f64::NAN);
        1000.0 * (microseconds("user") + microseconds("system"))
    }

    /// An argument, where there is one, from 1: those after Node.js and the script.
    pub(crate) fn argument(place: u32) -> Option<String> {
        let arguments = get(&get(&global(), "process"), "argv");
        Reflect::get(&arguments, &JsValue::from(place + 1)).ok()?.as_string()
    }

    pub(crate) fn print(line: &str) {
        console::log_1(&JsValue::from(line));
    }
}

pub(crate) use here::{argument, nanoseconds, print};
