// Starts the program beside the page. The page names its build in the address, so that no cache hands out another one. In a
// frame without an origin of its own the page starts a text that names both and then loads this. Where no worker lives, the
// page loads this into itself.
(() => {
  const inPage = typeof document !== 'undefined';
  const address = inPage ? document.currentScript.src : self.location.href;
  const { home = new URL('.', address).href, build = new URL(address).search } = self.trainbill ?? {};
  const say = (what) => (inPage ? dispatchEvent(new CustomEvent('trainbill:said', { detail: what })) : self.postMessage(what));
  const start = () => wasm_bindgen({ module_or_path: `${home}engine_bg.wasm${build}` }).catch(() => say('failed'));

  // Where a policy asks for it, the address of a script has to be vouched for.
  const createScriptURL = (text) => (text.startsWith(`${home}engine.js`) ? text : null);
  if (self.trustedTypes && !trustedTypes.defaultPolicy) trustedTypes.createPolicy('default', { createScriptURL });
  if (inPage) {
    const script = document.createElement('script');
    script.src = `${home}engine.js${build}`;
    script.onload = start;
    script.onerror = () => say('failed');
    document.head.append(script);
  } else {
    importScripts(`${home}engine.js${build}`);
    start();
  }
})();
