// A browser of its own for each user context, and what BiDi calls browsing contexts in it: its windows and their frames.
// The driver tells nothing by itself, so it is asked again and again what has changed.

import { once } from 'node:events';
import { Driver } from './driver.mjs';
import { install, PLACE, watchWorkers, WORKERS } from './inside.mjs';
import { Proxy } from './proxy.mjs';

const OFTEN = 30;
const GONE = { error: 'no such frame', message: 'The document is gone.' };

const found = `const inside = document[Symbol.for('${PLACE}')];`;
const LOOK = `${found} return inside ? inside.state() : null;`;
const INSTALL = `(${install})('${PLACE}', arguments[0], '${WORKERS}'); ${LOOK}`;
const FIRST = `(${watchWorkers})('${WORKERS}');`;

let count = 0;
const fresh = (what) => `${what}-${count += 1}`;

/** A window, or a frame in one. */
class Context {
  constructor({ parent = null, key, handle, window }) {
    Object.assign(this, { id: fresh('context'), parent, key, handle, children: new Map(), workers: new Map(), document: null, url: 'about:blank', ready: '' });
    this.window = window ?? this;
  }

  *all() {
    yield this;
    for (const child of this.children.values()) yield* child.all();
  }
}

export class Browser {
  driver = new Driver();
  windows = new Map();
  #current = {};
  #later = new Map();
  #scripts = new Map();

  constructor({ id, emit, settings, display }) {
    Object.assign(this, { id, emit, settings, display });
    this.proxy = new Proxy({ emit, about: (url, destination) => this.#asker(destination) });
  }

  async #start() {
    await this.driver.start({
      proxy: await this.proxy.start(),
      display: this.display,
      settings: this.settings,
      told: (message) => this.#told(message),
      printed: (line) => this.#printed(line),
    });
    await this.#look();
    await this.#tellScripts();
    this.#watch();
  }

  async #watch() {
    let rounds = 0;
    while (!this.driver.stopped) {
      await new Promise((done) => setTimeout(done, OFTEN));
      if (this.driver.stopped) return;
      await this.driver.alone(() => this.poll((rounds += 1) % 8 === 0)).catch((error) => this.#log(error));
    }
  }

  #log(error) {
    if (!this.driver.stopped && process.env.DEBUG) console.error('webkit:', error);
  }

  // Windows and frames

  async #go(context) {
    const { window } = context;
    if (this.#current.window !== window) {
      await this.driver.command('POST', '/window', { handle: window.handle });
      this.#current = { window, context: window };
      await this.driver.command('POST', '/frame', { id: null });
    }
    if (this.#current.context === context) return;
    const path = [];
    for (let one = context; one.parent; one = one.parent) path.unshift(one);
    // Down from where it stands, if that lies on the way.
    const place = path.indexOf(this.#current.context);
    if (place < 0 && this.#current.context !== window) await this.driver.command('POST', '/frame', { id: null });
    this.#current.context = null;
    for (const one of path.slice(place + 1)) {
      const place = await this.driver.command('POST', '/execute/sync', { script: `${found} return inside ? inside.place(arguments[0]) : null;`, args: [one.key] });
      if (place === null) throw GONE;
      await this.driver.command('POST', '/frame', { id: place });
    }
    this.#current.context = context;
  }

  async #ask(context, script, args = [], how = 'sync') {
    await this.#go(context);
    try {
      return await this.driver.command('POST', `/execute/${how}`, { script, args });
    } catch (error) {
      this.#current = {};
      throw error;
    }
  }

  async create(settings = {}) {
    if (!this.started) {
      Object.assign(this.settings, settings);
      this.started = this.#start();
      await this.started;
      return this.driver.alone(async () => this.#opened(await this.driver.command('GET', '/window')));
    }
    await this.started;
    return this.driver.alone(async () => this.#opened((await this.driver.command('POST', '/window/new', { type: 'window' })).handle));
  }

  #opened(handle) {
    if (this.windows.has(handle)) return this.windows.get(handle);
    const window = new Context({ handle });
    this.windows.set(handle, window);
    this.#tellContext(window);
    return window;
  }

  #tellContext(context) {
    this.emit('browsingContext.contextCreated', { context: context.id, parent: context.parent?.id ?? null, url: context.url, userContext: this.id, children: null, originalOpener: null });
  }

  #closed(context) {
    for (const child of context.children.values()) this.#closed(child);
    this.#leave(context);
    this.emit('browsingContext.contextDestroyed', { context: context.id, parent: context.parent?.id ?? null, url: context.url, userContext: this.id, children: [] });
  }

  async close(context) {
    await this.driver.alone(async () => {
      await this.#go(context.window).catch(() => {});
      this.windows.delete(context.handle);
      this.#current = {};
      // The driver ends with its last window.
      if (this.windows.size > 0) await this.driver.command('DELETE', '/window');
    });
    this.#closed(context);
  }

  stop() {
    for (const window of this.windows.values()) this.#closed(window);
    this.windows.clear();
    this.driver.stop();
    this.proxy.stop();
  }

  // What has changed

  async poll(wide = false) {
    if (wide) {
      const handles = await this.driver.command('GET', '/window/handles');
      for (const handle of handles) if (!this.windows.has(handle) && this.windows.size > 0) this.#opened(handle);
      for (const [handle, window] of this.windows) {
        if (handles.includes(handle)) continue;
        this.windows.delete(handle);
        this.#current = {};
        this.#closed(window);
      }
    }
    for (const window of [...this.windows.values()]) await this.#see(window);
  }

  async #see(context) {
    let state;
    try {
      state = await this.#ask(context, LOOK);
      if (!state) state = await this.#ask(context, INSTALL, [fresh('document')]);
    } catch (error) {
      this.#log(error);
      return;
    }
    this.#arrived(context, state);
    for (const [key, child] of context.children) {
      if (state.frames.includes(key)) continue;
      context.children.delete(key);
      this.#closed(child);
    }
    for (const key of state.frames) {
      if (!context.children.has(key)) {
        const child = new Context({ parent: context, key, window: context.window });
        context.children.set(key, child);
        this.#tellContext(child);
      }
      await this.#see(context.children.get(key));
    }
    // A document is complete after its frames.
    this.#grown(context, state);
  }

  #leave(context) {
    if (!context.document) return;
    this.#count(context, []);
    for (const sandbox of ['', '/utility']) this.emit('script.realmDestroyed', { realm: context.document + sandbox });
    for (const [name, done] of this.#later) if (name.startsWith(`${context.document}:`)) done(Promise.reject(GONE));
    context.document = null;
  }

  #about(context, url = context.url) {
    return { context: context.id, url, timestamp: Date.now(), userContext: this.id };
  }

  #arrived(context, { id, url }) {
    const about = this.#about(context, url);
    if (context.document !== id) {
      const first = context.document === null && url === 'about:blank';
      for (const [key, child] of context.children) {
        context.children.delete(key);
        this.#closed(child);
      }
      this.#leave(context);
      Object.assign(context, { document: id, url, ready: '' });
      const navigation = context.navigation ?? fresh('navigation');
      if (!first) {
        context.navigation = undefined;
        context.committed = navigation;
        if (!context.announced) this.emit('browsingContext.navigationStarted', { ...about, navigation });
        context.announced = false;
        this.emit('browsingContext.navigationCommitted', { ...about, navigation });
      }
      this.emit('script.realmCreated', { type: 'window', realm: id, origin: 'null', context: context.id });
    } else if (context.url !== url) {
      context.url = url;
      this.emit('browsingContext.historyUpdated', about);
    }
  }

  #count(context, workers) {
    const now = new Map(workers);
    for (const [realm, address] of now) {
      if (!context.workers.has(realm)) this.emit('script.realmCreated', { type: 'dedicated-worker', realm, origin: address, owners: [context.document] });
    }
    for (const realm of context.workers.keys()) if (!now.has(realm)) this.emit('script.realmDestroyed', { realm });
    context.workers = now;
  }

  #grown(context, { ready, settled, workers }) {
    this.#count(context, workers);
    const told = { ...this.#about(context), navigation: context.committed ?? null };
    if (context.ready !== ready) {
      if (ready !== 'loading' && !['interactive', 'complete'].includes(context.ready)) this.emit('browsingContext.domContentLoaded', told);
      if (ready === 'complete') this.emit('browsingContext.load', told);
      context.ready = ready;
    }
    for (const [name, answer] of settled) {
      this.#later.get(name)?.(answer);
      this.#later.delete(name);
    }
  }

  #look() {
    return this.dark === undefined && this.motion === undefined ? undefined : this.driver.tell({ dark: this.dark ?? false, motion: this.motion ?? true });
  }

  async look(how) {
    Object.assign(this, how);
    if (this.started) await this.started.then(() => this.#look());
  }

  // Commands

  find(id) {
    for (const window of this.windows.values()) for (const context of window.all()) if (context.id === id) return context;
    return undefined;
  }

  async navigate(context, url) {
    const navigation = fresh('navigation');
    const [here, there] = [new URL(context.url, 'about:blank'), new URL(url)];
    const within = there.hash && here.href.split('#')[0] === there.href.split('#')[0];
    const about = { context: context.id, navigation, url, timestamp: Date.now(), userContext: this.id };
    if (!within) {
      Object.assign(context, { navigation, announced: true });
      this.emit('browsingContext.navigationStarted', about);
    }
    await this.driver.alone(async () => {
      await this.#go(context.window);
      await this.driver.command('POST', '/url', { url });
      if (!within) return;
      await this.#see(context);
      this.emit('browsingContext.fragmentNavigated', about);
    });
    return { navigation, url };
  }

  /** Reload, back, forward. */
  async travel(context, way) {
    if (way === 'refresh') context.navigation = fresh('navigation');
    await this.driver.alone(async () => {
      await this.#go(context.window);
      await this.driver.command('POST', `/${way}`, {});
      await this.#see(context);
    });
    return {};
  }

  async call(context, source, given, { deep, owned, wait }) {
    const script = `${found} const [id, given, how, done] = arguments;
      if (!inside || inside.id !== id) return done({ gone: true });
      inside.run(() => (${source}\n), given, how, done);`;
    const answer = await this.driver.alone(async () => {
      const { document } = context;
      if (!document) throw GONE;
      const answer = await this.#ask(context, script, [document, given, { deep, owned, wait }], 'async');
      if (answer?.gone) await this.poll();
      if (answer?.url) this.#arrived(context, { id: document, url: answer.url });
      return answer?.later ? { later: new Promise((done) => this.#later.set(answer.later, done)) } : answer;
    });
    if (!answer || answer.gone) throw GONE;
    return this.#named(context, answer.later ? await answer.later : answer);
  }

  /** Windows are named by their contexts. */
  #named(context, answer) {
    const value = answer.result?.type === 'window' && answer.result.value;
    if (value) value.context = value.context === 'self' ? context.id : value.context === 'parent' ? context.parent?.id : context.children.get(value.context)?.id;
    return answer;
  }

  forget(context, handles) {
    return this.driver.alone(() => this.#ask(context, `${found} inside?.forget(arguments[0]);`, [handles])).catch(() => {});
  }

  element(context, child) {
    return this.driver.alone(() => this.#ask(context, `${found} const element = inside?.element(arguments[0]); return element ? inside.write(element) : null;`, [child.key]));
  }

  async act(context, actions) {
    const exact = actions.map((source) => ({ ...source, actions: source.actions.map((one) => ('x' in one ? { duration: 0, origin: 'viewport', ...one, x: Math.round(one.x), y: Math.round(one.y) } : one)) }));
    await this.driver.alone(async () => {
      await this.#go(context.window);
      // Turning to a frame gives it the keys, though nothing in it has the focus.
      await this.#ask(context.window, "if (!document.activeElement?.matches('iframe, train-bill')) window.focus();");
      await this.driver.command('POST', '/actions', { actions: exact });
      await this.poll();
    });
  }

  async files(context, name, files) {
    await this.driver.alone(async () => {
      const element = await this.#ask(context, `${found} return inside.node(arguments[0]);`, [name]);
      await this.driver.command('POST', `/element/${Object.values(element)[0]}/value`, { text: files.join('\n') });
    });
  }

  async size(context, { width, height }) {
    await this.driver.alone(async () => {
      await this.#go(context.window);
      await this.driver.command('POST', '/window/rect', { width, height });
      for (let tries = 0; tries < 40; tries += 1) {
        const now = await this.#ask(context, 'return [innerWidth, innerHeight];');
        if (now[0] === width && now[1] === height) return;
        await new Promise((done) => setTimeout(done, 10));
      }
    });
  }

  picture(context) {
    return this.driver.alone(async () => {
      await this.#go(context.window);
      return this.driver.command('GET', '/screenshot');
    });
  }

  async script(source) {
    const name = fresh('script');
    this.#scripts.set(name, source);
    await this.#tellScripts();
    return name;
  }

  async unscript(name) {
    this.#scripts.delete(name);
    await this.#tellScripts();
  }

  async #tellScripts() {
    if (this.driver.socket) await this.driver.tell({ scripts: [FIRST, ...[...this.#scripts.values()].map((source) => `(${source})();`)] });
  }

  // What comes by itself

  #asker(destination) {
    const windows = [...this.windows.values()];
    const window = windows.find((one) => one.navigation && destination === 'document') ?? this.#current.window ?? windows.at(-1);
    return { context: window?.id, navigation: destination === 'document' ? window?.navigation : undefined };
  }

  #told(message) {
    const context = [...this.windows.values()].at(-1);
    if (!context) return;
    const about = { context: context.id, navigation: message.id, timestamp: Date.now(), url: message.url ?? '', userContext: this.id };
    if (message.event === 'download') this.emit('browsingContext.downloadWillBegin', { ...about, download: message.id, suggestedFilename: message.name });
    if (message.event === 'downloaded') this.emit('browsingContext.downloadEnd', { ...about, download: message.id, status: message.status });
  }

  /** A line of the console, as WebKit prints it. */
  #printed(line) {
    if (process.env.DEBUG) console.error('webkit says:', line);
    const said = line.match(/^(?:(\S+):(\d+):(\d+): )?CONSOLE (?:(JS|NETWORK|SECURITY|RENDERING|OTHER) )?(ERROR|WARN|INFO|LOG|DEBUG) (.*)$/);
    const context = [...this.windows.values()].at(-1);
    if (!said || !context?.document) return;
    const [, url = '', row = '1', column = '1', kind, level, text] = said;
    // Playwright's mark before it writes a document anew: what is complete becomes so once more.
    if (text.startsWith('--playwright--set--content--')) context.ready = '';
    const source = { realm: context.document, context: context.id };
    const stackTrace = { callFrames: [{ url, functionName: '', lineNumber: Number(row) - 1, columnNumber: Number(column) - 1 }] };
    const method = level.toLowerCase();
    const about = { level: method, text, timestamp: Date.now(), source, stackTrace };
    const uncaught = kind === 'JS' && level === 'ERROR' && /^(Unhandled Promise Rejection|[A-Za-z]*Error|[A-Z]\w+Exception)\b/.test(text);
    this.emit('log.entryAdded', uncaught ? { ...about, type: 'javascript' } : { ...about, type: 'console', method, args: [{ type: 'string', value: text }] });
  }
}
