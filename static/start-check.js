// Says why when the page cannot start, where it would otherwise wait for ever: its program did not arrive, is refused by the
// page around it, or needs what this browser does not have.
(() => {
  const say = (why) => {
    const waiting = document.querySelector('#app > .loading');
    if (!waiting) return;
    waiting.className = 'error';
    waiting.setAttribute('role', 'alert');
    waiting.textContent = `The page could not start: ${why}. `;
    const link = document.createElement('a');
    link.href = location.href.replace(/[?&]embed=1/, '');
    link.target = '_blank';
    link.rel = 'noopener';
    link.textContent = 'Open it by itself';
    waiting.append(link, '.');
  };
  const inSandbox = self.origin === 'null';
  const why = typeof WebAssembly === 'undefined' ? 'this browser has no WebAssembly, or it is switched off'
    : inSandbox ? 'it stands in a sandboxed frame, whose page would have to allow the same origin'
      : 'its program did not arrive or was refused';
  addEventListener('error', ({ target }) => {
    if (target instanceof HTMLScriptElement || target === self) say(why);
  }, true);
  addEventListener('unhandledrejection', () => say(why));
})();
