// What the page does without its program. Before it has arrived: it shows the first comparison, which index.html holds, or
// waits where the address asks for something else; it keeps what a hasty reader does; and it says why where the program
// cannot start. Once it has failed: it says what failed. In between it keeps the page for a visitor without a network.
(() => {
  // The browser takes no address of a script from a text, but for these.
  const folder = new URL('.', document.baseURI).href;
  const isOwn = (address) => ['engine-start.js', 'engine.js', 'service-worker.js'].some((name) => address.startsWith(folder + name));
  self.trustedTypes?.createPolicy('default', {
    createScriptURL: (text) => {
      const address = new URL(text, folder).href;
      return isOwn(address) || address.startsWith('blob:') ? address : null;
    },
  });

  // Each part of the program is named with the hash by which the browser checks it. The first is asked for here and not by a
  // hint, after which WebKit and, as a host may have it, Firefox load it once more.
  const load = (part) => {
    const [address, integrity] = document.querySelector(`meta[name=${part}]`).content.split(' ');
    return fetch(address, { integrity });
  };
  const program = load('first');
  program.catch(() => {});

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

  // An address that failed here is not opened by itself: the program offers it.
  const failed = history.state?.failed;
  if (typeof failed === 'string' && failed) {
    const plain = new URL(location.href);
    plain.searchParams.delete('link');
    plain.hash = '';
    history.replaceState(null, '', plain.href);
    set('data-failed', failed);
    asked.delete('link');
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
    if (element && app()?.contains(element)) early.push({ type, steps: place(element), value: element.value });
  };
  const kept = ['click', 'input', 'change'];
  kept.forEach((type) => addEventListener(type, keep, true));

  const redo = ({ type, steps, value }) => {
    const element = at(steps);
    if (type === 'click') element?.click();
    else if (element) {
      element.value = value;
      element.dispatchEvent(new Event(type, { bubbles: true }));
    }
  };

  // Once a visitor has picked from a menu, the browser passes over the attribute by which the program marks another option.
  new MutationObserver((changes) => {
    for (const { target } of changes) if (target.hasAttribute('selected')) target.selected = true;
  }).observe(document, { subtree: true, attributeFilter: ['selected'] });

  // The program says so right before what it has drawn takes the place of this.
  addEventListener('trainbill:start', () => {
    isReady = true;
    const focused = app().contains(document.activeElement) ? place(document.activeElement) : null;
    const opened = [...app().querySelectorAll('details[open]')].map(place);
    panel = document.getElementById('failure');
    kept.forEach((type) => removeEventListener(type, keep, true));
    root.removeAttribute('data-waits');
    setTimeout(() => {
      opened.map(at).forEach((element) => element && (element.open = true));
      if (focused) at(focused)?.focus({ preventScroll: true });
      early.forEach(redo);
      if (document.getElementById('failure')?.open) return;
      root.setAttribute('data-live', '');
      keepForLater();
    });
  });

  // A second visit may be without a network. In the page of another the reader has not asked to keep anything.
  const keepForLater = () => {
    if (self !== top || navigator.connection?.saveData) return;
    navigator.serviceWorker?.register('service-worker.js').catch(() => {});
  };

  // The words of the panel as they were written into the page, for a program that fails before it has drawn its own.
  let panel = null;

  const fail = (what, link) => {
    const dialog = document.getElementById('failure') ?? document.body.appendChild(panel);
    if (dialog.open) return;
    console.error(what);
    const text = dialog.querySelector('textarea');
    dialog.querySelector('pre').textContent = what;
    text.value = link;
    dialog.onclick = async ({ target }) => {
      if (target.name === 'again') location.reload();
      if (target.name !== 'copy') return;
      await navigator.clipboard?.writeText(link).catch(() => {});
      text.select();
    };
    dialog.oncancel = (event) => event.preventDefault();
    history.replaceState({ failed: new URL(link).hash.slice(1) }, '');
    // What the program was still to write to the address would take that away.
    history.replaceState = () => {};
    root.removeAttribute('data-waits');
    dialog.showModal();
  };
  // The program says what went wrong, and the state that it was in.
  addEventListener('trainbill:failure', () => fail(root.dataset.failure, root.dataset.failureLink));
  // It may also end without a word, for want of memory. The program beside it, where the page had to load that, speaks for itself.
  const isOfProgram = (error) => typeof WebAssembly !== 'undefined' && error instanceof WebAssembly.RuntimeError
    && !/engine(_bg)?[.]/.test(error.stack);
  addEventListener('error', ({ error }) => isReady && isOfProgram(error) && fail(String(error), location.href));
  addEventListener('unhandledrejection', ({ reason }) => isReady && isOfProgram(reason) && fail(String(reason), location.href));

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
      : 'its program did not arrive, or was refused. Load the page again: there may be a newer one';
  // To import a program that its element has not let pass would load it anew, without the check.
  const checked = new Promise((pass, refuse) => {
    const isProgram = ({ target }) => target.type === 'module';
    // An element's load does not come to the window.
    document.addEventListener('load', (event) => isProgram(event) && pass(event.target.src), true);
    document.addEventListener('error', (event) => isProgram(event) && refuse(event), true);
  });
  // The comparison does without the rest of the program and its style, so that they come once that has started, or at once for
  // another view.
  const loadRest = () => Promise.all([
    load('rest').then((response) => response.arrayBuffer()).then((bytes) => WebAssembly.compile(bytes)),
    load('style').then((response) => response.text()).then((text) => new CSSStyleSheet().replace(text)),
  ]);
  const complete = async (first, rest) => {
    const add = async ([module, style]) => {
      await WebAssembly.instantiate(module, { first });
      document.adoptedStyleSheets.push(style);
    };
    const isThere = await rest.then(add).then(() => true, () => false);
    set('data-rest', isThere ? 'here' : 'failed');
    dispatchEvent(new Event('trainbill:rest'));
  };
  const start = async () => {
    const along = /[#&]view=(?!compare)/.test(location.hash) ? loadRest() : null;
    along?.catch(() => {});
    const { default: init } = await import(await checked);
    const first = await init({ module_or_path: program });
    addEventListener('trainbill:again', () => complete(first, loadRest()));
    complete(first, along ?? loadRest());
  };
  addEventListener('DOMContentLoaded', () => start().catch(() => say(why)));
})();
