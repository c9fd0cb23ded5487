//! Clock, argument and output: those of the system, or those of the JavaScript around WebAssembly.

#[cfg(not(target_arch = "wasm32"))]
mod here {
    use std::sync::LazyLock;
    use std::time::Instant;

    static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);

    /// Nanoseconds since the program asked first.
    pub(crate) fn nanoseconds() -> f64 {
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
    use js_sys::{Reflect, global};
    use wasm_bindgen::prelude::*;
    use web_sys::{Performance, console};

    /// Nanoseconds since the program began.
    pub(crate) fn nanoseconds() -> f64 {
        let performance = Reflect::get(&global(), &JsValue::from("performance")).expect("Node.js has a clock");
        performance.unchecked_into::<Performance>().now() * 1e6
    }

    /// An argument, where there is one, from 1: those after Node.js and the script.
    pub(crate) fn argument(place: u32) -> Option<String> {
        let process = Reflect::get(&global(), &JsValue::from("process")).ok()?;
        let arguments = Reflect::get(&process, &JsValue::from("argv")).ok()?;
        Reflect::get(&arguments, &JsValue::from(place + 1)).ok()?.as_string()
    }

    pub(crate) fn print(line: &str) {
        console::log_1(&JsValue::from(line));
    }
}

pub(crate) use here::{argument, nanoseconds, print};
