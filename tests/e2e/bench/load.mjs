// How the page loads: bytes, first paint, blocking, shifts, and when it answers.

import { hurry, watch } from './in-page.mjs';
import { median } from './statistics.mjs';

/** Loads of each kind, after one that nobody looks at: it compresses the files and wakes the browser. */
const LOADS = 5;

/** So long after all of the program is there the page is still watched, in milliseconds. */
const AFTER = 1500;

/** The figures of cold loads on a machine. */
export async function load(open, url, machine) {
  await visit(open, url, machine, []);
  const looked = [];
  const hurried = [];
  for (let round = 0; round < LOADS; round += 1) {
    looked.push(await visit(open, url, machine, []));
    hurried.push(await visit(open, url, machine, [hurry]));
  }
  const of = (visits, key) => median(visits.map((each) => each[key]));
  const usable = Math.max(of(hurried, 'usable'), of(looked, 'paint'));
  return [
    { of: 'bytes of the first page', value: of(looked, 'bytes'), unit: 'bytes' },
    { of: 'bytes after its start', value: of(looked, 'later'), unit: 'bytes' },
    { of: 'first contentful paint', value: of(looked, 'paint'), unit: 'ms' },
    { of: 'first paint with the comparison', value: of(looked, 'filled'), unit: 'ms' },
    { of: 'usable', value: usable, unit: 'ms' },
    { of: 'blocking time', value: of(looked, 'blocked'), unit: 'ms' },
    { of: 'layout shift', value: of(looked, 'shift'), unit: '' },
  ];
}

/** One cold load, in a context of its own. */
async function visit(open, url, machine, scripts) {
  const { page, session, close } = await open(machine, [watch, ...scripts]);
  // An edit is answered without the rest of the program, which the page loads after its start.
  let [bytes, later] = [0, 0];
  const rest = new Set();
  session.on('Network.requestWillBeSent', ({ requestId, request }) => { if (/_rest[.]\w+$/.test(request.url)) rest.add(requestId); });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (rest.has(requestId)) later += encodedDataLength;
    else bytes += encodedDataLength;
  });
  await page.goto(url, { waitUntil: 'commit' });
  await page.waitForFunction(() => window.bench.filled);
  if (scripts.includes(hurry)) await page.waitForFunction(() => window.bench.usable, undefined, { timeout: 60_000 });
  // The comparison is painted long before the program has started, which is what may block.
  await page.waitForFunction(() => document.documentElement.dataset.rest === 'here', undefined, { timeout: 60_000 });
  await page.waitForTimeout(AFTER);
  const seen = await page.evaluate(() => ({
    paint: performance.getEntriesByName('first-contentful-paint')[0].startTime,
    usable: window.bench.usable,
    filled: window.bench.filled,
    shift: window.bench.shifts.reduce((sum, value) => sum + value, 0),
    tasks: window.bench.tasks,
  }));
  await close();
  return { ...seen, filled: Math.max(seen.filled, seen.paint), bytes, later, blocked: blocked(seen.tasks, seen.paint) };
}

/** Milliseconds beyond 50 of every task that ends after the first paint. */
function blocked(tasks, paint) {
  const after = tasks.filter(([start, duration]) => start + duration > paint);
  return after.reduce((sum, [start, duration]) => sum + Math.max(0, Math.min(duration, start + duration - paint) - 50), 0);
}
