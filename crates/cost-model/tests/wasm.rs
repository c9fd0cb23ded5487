//! The same figures in WebAssembly as in the native build, bit by bit.
#![cfg(target_arch = "wasm32")]

mod same;

use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn figures_are_those_of_the_native_build() {
    assert_eq!(same::first_difference(&same::figures(), same::WRITTEN), None);
}
