// What stands in every document: the values that the driver holds on to, and the evaluation of functions. It is sent to
// the page as text, so it may use nothing from around it.

/** Under this symbol it hangs on the document. */
export const PLACE = 'trainbill.inside';

/** Under this one, what workers it has. */
export const WORKERS = 'trainbill.workers';

/** Runs before anything of the document does, and counts its workers. */
export function watchWorkers(place) {
  const live = new Map();
  const Native = self.Worker;
  if (!Native) return;
  self.Worker = class Worker extends Native {
    constructor(address, options) {
      super(address, options);
      live.set(this, String(address));
    }

    terminate() {
      live.delete(this);
      super.terminate();
    }
  };
  Object.defineProperty(document, Symbol.for(place), { value: live });
}

export function install(place, id, workers) {
  const handles = new Map();
  const nodes = new WeakMap();
  const windows = new Map();
  const settled = [];
  const names = new WeakMap();
  let count = 0;

  const hold = (value) => {
    const handle = `${id}:${count += 1}`;
    handles.set(handle, value);
    return handle;
  };
  const share = (node) => {
    if (!nodes.has(node)) nodes.set(node, hold(node));
    return nodes.get(node);
  };
  const keyOf = (one) => {
    if (!windows.has(one)) windows.set(one, `${id}/${windows.size}`);
    return windows.get(one);
  };

  const read = (given) => {
    if (given.handle) return handles.get(given.handle);
    if (given.sharedId) return handles.get(given.sharedId);
    const { type, value } = given;
    const key = (one) => (typeof one === 'string' ? one : read(one));
    switch (type) {
      case 'undefined': return undefined;
      case 'null': return null;
      case 'number': return Number(value);
      case 'bigint': return BigInt(value);
      case 'date': return new Date(value);
      case 'regexp': return new RegExp(value.pattern, value.flags);
      case 'array': return value.map(read);
      case 'set': return new Set(value.map(read));
      case 'map': return new Map(value.map(([name, one]) => [key(name), read(one)]));
      case 'object': return Object.fromEntries(value.map(([name, one]) => [key(name), read(one)]));
      default: return value;
    }
  };

  /** The workers by name, with their addresses. */
  const working = () => [...(document[Symbol.for(workers)] ?? [])].map(([worker, address]) => {
    if (!names.has(worker)) names.set(worker, `${id}/worker-${count += 1}`);
    return [names.get(worker), address];
  });

  const number = (value) => (Object.is(value, -0) ? '-0' : Number.isFinite(value) ? value : String(value));
  const isWindow = (value) => {
    try {
      return value === window || [...Array(window.length).keys()].some((place) => window[place] === value) || value === parent || value === top;
    } catch {
      return false;
    }
  };
  const write = (value, deep, owned) => {
    const type = typeof value;
    if (value === null) return { type: 'null' };
    if (type === 'undefined') return { type };
    if (type === 'string' || type === 'boolean') return { type, value };
    if (type === 'number') return { type, value: number(value) };
    if (type === 'bigint') return { type, value: String(value) };
    const held = owned ? { handle: hold(value) } : {};
    if (type === 'symbol' || type === 'function') return { type, ...held };
    if (isWindow(value)) return { type: 'window', value: { context: value === window ? 'self' : value === parent ? 'parent' : keyOf(value) }, ...held };
    if (value instanceof Node) {
      const attributes = Object.fromEntries([...(value.attributes ?? [])].map((one) => [one.name, one.value]));
      return { type: 'node', sharedId: share(value), value: { nodeType: value.nodeType, localName: value.localName, attributes }, ...held };
    }
    const name = Object.prototype.toString.call(value).slice(8, -1).toLowerCase();
    if (Array.isArray(value)) return { type: 'array', ...held, ...(deep && { value: value.map((one) => write(one, true)) }) };
    if (name === 'date') return { type: 'date', value: value.toISOString(), ...held };
    if (name === 'regexp') return { type: 'regexp', value: { pattern: value.source, flags: value.flags }, ...held };
    if (['promise', 'map', 'set', 'error', 'nodelist', 'htmlcollection', 'arraybuffer'].includes(name)) return { type: name, ...held };
    return { type: 'object', ...held, ...(deep && { value: Object.entries(value).map(([key, one]) => [key, write(one, true)]) }) };
  };

  const thrown = (error) => ({
    type: 'exception',
    exceptionDetails: { text: error instanceof Error ? `${error.name}: ${error.message}\n${error.stack ?? ''}` : String(error) },
  });

  Object.defineProperty(document, Symbol.for(place), {
    value: {
      id,
      /** Calls a function, and answers at once, or later by `state`, under the name that it gives the answer. */
      run(make, given, { deep, owned, wait }, done) {
        let answered = false;
        const name = hold(undefined);
        const finish = (answer) => {
          if (answered) settled.push([name, answer]);
          else done({ ...answer, url: location.href });
          answered = true;
        };
        const succeed = (value) => {
          try {
            finish({ type: 'success', result: write(value, deep, owned) });
          } catch (error) {
            finish(thrown(error));
          }
        };
        try {
          const value = make()(...given.map(read));
          if (!wait || !value || typeof value.then !== 'function') return succeed(value);
          value.then(succeed, (error) => finish(thrown(error)));
          setTimeout(() => {
            if (!answered) {
              answered = true;
              done({ later: name, url: location.href });
            }
          }, 12);
        } catch (error) {
          finish(thrown(error));
        }
      },
      forget: (names) => names.forEach((name) => handles.delete(name)),
      state: () => ({
        id,
        url: location.href,
        ready: document.readyState,
        settled: settled.splice(0),
        workers: working(),
        frames: [...Array(window.length).keys()].map((index) => keyOf(window[index])),
      }),
      /** The place of a frame among those of the window, by its key: its element may be in a shadow tree. */
      place: (key) => [...Array(window.length).keys()].find((index) => keyOf(window[index]) === key) ?? null,
      /** The element of a frame, by its key. */
      element(key) {
        const search = (root) => {
          for (const one of root.querySelectorAll('*')) {
            if (one.contentWindow && keyOf(one.contentWindow) === key) return one;
            const deeper = one.shadowRoot && search(one.shadowRoot);
            if (deeper) return deeper;
          }
          return null;
        };
        return search(document);
      },
      node: (name) => handles.get(name),
      write: (value) => write(value, false, false),
    },
  });
}
