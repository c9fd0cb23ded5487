// What runs in the page. Every function is sent there as text and knows nothing of this file.

/** Before the page's own scripts: notes when figures are painted, long tasks, shifts and the memory of its WebAssembly. */
export function watch() {
  const seen = { shifts: [], tasks: [], memories: [] };
  window.bench = seen;
  const observe = (type, note) => new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  observe('layout-shift', ({ value, hadRecentInput }) => { if (!hadRecentInput) seen.shifts.push(value); });
  observe('longtask', ({ startTime, duration }) => seen.tasks.push([startTime, duration]));
  const lookForFigures = () => {
    if (!document.querySelector('table.comparison tbody data')) return requestAnimationFrame(lookForFigures);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { seen.filled = performance.now(); };
    port2.postMessage(0);
  };
  requestAnimationFrame(lookForFigures);
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const made = await original.apply(WebAssembly, given);
      // What is added to a program brings no memory of its own.
      const { memory } = (made.instance ?? made).exports;
      if (memory) seen.memories.push(memory);
      return made;
    };
  }
}

/** From the first moment on tries what a hasty visitor would: opens the first entry, changes its price, and looks whether the
 * table answers. `window.bench.usable` is when it did, painted. */
export function hurry() {
  const figure = () => document.querySelector('table.comparison tbody data')?.value;
  let [before, typed, pressed] = [undefined, 0, -1000];
  const attempt = () => {
    const field = document.getElementById('f-usd_per_gpu_hour');
    if (typed && before !== undefined && figure() !== before) {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => { window.bench.usable = performance.now(); };
      port2.postMessage(0);
      return;
    }
    if (field) {
      before ??= figure();
      typed += 1;
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, (3 + typed / 100).toFixed(2));
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    } else if (performance.now() - pressed > 100) {
      // A button that is not yet listened to is pressed again; one that is, is not pressed twice before it could answer.
      const button = document.querySelector('table.comparison tbody th button');
      if (button) pressed = performance.now();
      button?.click();
    }
    requestAnimationFrame(attempt);
  };
  requestAnimationFrame(attempt);
}

/** Types values into fields, one after the other as soon as the last is painted, and answers with the milliseconds from each
 * input event to the paint that shows its figure, or what is wrong with it.
 *
 * Each is typed as a frame begins, when browsers hand over input themselves, so that no figure holds a wait for the screen. */
export async function type(edits) {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const painted = () => new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = done;
    port2.postMessage(0);
  });
  const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
  const answer = () => document.querySelector('table.comparison tbody data').value + document.querySelector('.entry .error')?.textContent;
  const times = [];
  for (const [id, value] of edits) {
    await frame();
    const field = document.getElementById(id);
    const before = answer();
    const begun = performance.now();
    setter.call(field, value);
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await painted();
    for (let frames = 0; answer() === before; frames += 1) {
      if (frames === 200) throw new Error(`nothing answered “${value}” in ${id}`);
      await frame();
      await painted();
    }
    times.push(performance.now() - begun);
  }
  return times;
}
