// What the page does before its program has arrived: it shows the first comparison, which index.html holds, or waits where
// the address asks for something else; it keeps what a hasty reader does; and it says why where the program cannot start.
(() => {
  // The page speaks these languages besides that of index.html.
  const TRANSLATED = ['zh'];
  const root = document.documentElement;
  const asked = new URLSearchParams(location.search);
  const early = [];
  let isReady = false;

  const app = () => document.getElementById('app');
  const note = () => document.getElementById('start');

  // What the style sheet asks of the root element.
  const isEmbedded = asked.get('embed') === '1';
  const set = (name, value) => value !== null && root.setAttribute(name, value);
  if (['light', 'dark'].includes(asked.get('theme'))) set('data-theme', asked.get('theme'));
  if (isEmbedded) {
    set('data-embed', '');
    set('data-ui', asked.get('ui'));
    set('data-piece', asked.get('piece'));
  }

  const asksForOther = () => {
    const language = asked.get('lang') ?? navigator.language;
    const first = document.querySelector('#app nav a[aria-current]')?.hash ?? '';
    const isFirst = location.hash.length < 2 || location.hash === first;
    return !isFirst || isEmbedded || asked.has('link') || TRANSLATED.some((tag) => language.startsWith(tag));
  };
  root.toggleAttribute('data-waits', asksForOther());
  addEventListener('DOMContentLoaded', () => isReady || root.toggleAttribute('data-waits', asksForOther()));

  // An element's place in the page, where the same element will stand when the program has drawn it anew.
  const place = (element) => {
    const steps = [];
    for (let at = element; at && at !== app(); at = at.parentElement) steps.unshift([...at.parentElement.children].indexOf(at));
    return steps;
  };
  const at = (steps) => steps.reduce((element, step) => element?.children[step], app());

  const keep = ({ type, target }) => {
    const element = type === 'click' ? target.closest?.('button') : target;
    if (!isReady && element && app()?.contains(element)) early.push({ type, steps: place(element), value: element.value });
  };
  ['click', 'input', 'change'].forEach((type) => addEventListener(type, keep, true));

  const redo = ({ type, steps, value }) => {
    const element = at(steps);
    if (type === 'click') element?.click();
    else if (element) {
      element.value = value;
      element.dispatchEvent(new Event(type, { bubbles: true }));
    }
  };

  // The program says so right before it draws.
  addEventListener('trainbill:start', () => {
    isReady = true;
    const focused = app().contains(document.activeElement) ? place(document.activeElement) : null;
    const opened = [...app().querySelectorAll('details[open]')].map(place);
    root.removeAttribute('data-waits');
    setTimeout(() => {
      opened.map(at).forEach((element) => element && (element.open = true));
      if (focused) at(focused)?.focus({ preventScroll: true });
      early.forEach(redo);
      root.setAttribute('data-live', '');
    });
  });

  const say = (why) => {
    if (isReady || !note()) return;
    const waits = root.hasAttribute('data-waits');
    root.removeAttribute('data-waits');
    note().classList.add('error');
    note().setAttribute('role', 'alert');
    note().textContent = `The page could not start: ${why}. ${waits ? 'What is below is the first comparison, not what this link asks for' : 'What is below can be read, but not changed'}. `;
    const link = document.createElement('a');
    link.href = location.href.replace(/[?&]embed=1/, '');
    link.target = '_blank';
    link.rel = 'noopener';
    link.textContent = 'Open it by itself';
    note().append(link, '.');
  };
  const inSandbox = self.origin === 'null';
  const why = typeof WebAssembly === 'undefined' ? 'this browser has no WebAssembly, or it is switched off'
    : inSandbox ? 'it stands in a sandboxed frame, whose page would have to allow the same origin'
      : 'its program did not arrive or was refused';
  const start = async () => {
    // Both are on their way already.
    const [program, wasm] = ['modulepreload', 'preload'].map((rel) => document.querySelector(`link[rel=${rel}]`).href);
    const { default: init } = await import(program);
    await init({ module_or_path: wasm });
  };
  addEventListener('DOMContentLoaded', () => start().catch(() => say(why)));
})();
