// Starts the program beside the page. The page names its build in the address, so that no cache hands out another one.
const build = self.location.search;
importScripts(`engine.js${build}`);
wasm_bindgen(`engine_bg.wasm${build}`).catch(() => self.postMessage("failed"));
