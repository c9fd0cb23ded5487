// Starts the program beside the page. The page names its build in the address, so that no cache hands out another one. In a
// frame without an origin of its own the page starts a text that names both and then loads this.
const { home = '', build = self.location.search } = self.trainbill ?? {};
importScripts(`${home}engine.js${build}`);
wasm_bindgen(`${home}engine_bg.wasm${build}`).catch(() => self.postMessage("failed"));
