// How soon an edit is painted, how that grows with the table, and what an hour of edits leaves in memory.

import { type, watch } from './in-page.mjs';
import { median, quantile, slope } from './statistics.mjs';

const MODELS = ['deepseek-v3', 'gpt-4', 'llama-3.1-405b', 'gemini-1.0-ultra', 'gpt-oss-120b', 'olmo-3-32b', 'deepseek-r1', 'claude-3.5-sonnet',
  'llama-3.1-70b', 'llama-3-8b', 'deepseek-v2', 'gpt-3-175b', 'palm-540b', 'bloom-176b', 'llama-2-70b', 'llama-33b'];
const COLUMNS = ['training_cost', 'chip_hours', 'increment', 'days', 'implied_mfu', 'tokens', 'total_params', 'usd_per_gpu_hour'];

/** Edits of each measurement, after some that only warm up. */
const EDITS = 200;
const WARM_UP = 40;

/** One a second. */
const HOUR = 3600;

/** A link to so many entries in so many columns, all with a price that is a range, the first one open. */
function link(entries, columns) {
  const prices = MODELS.slice(0, entries).map((_, place) => `${place + 1}.usd_per_gpu_hour=1.5..3`);
  return `#v=1&d=2026-12b&view=compare&models=${MODELS.slice(0, entries)}&${prices.join('&')}&columns=${COLUMNS.slice(0, columns)}&open=1&end`;
}

/** Edits of the first entry's price, each to another range than the last. */
const prices = (count) => Array.from({ length: count }, (_, place) => ['f-usd_per_gpu_hour', `1.5..${(3.01 + (place % 97) / 100).toFixed(2)}`]);

/** Edits that turn to another field after every six, so that they are many steps to undo, and no more than browsers let a page put
 * into their history. */
const inTwoFields = (count) => prices(count).map(([field, range], place) =>
  (place % 12 < 6 ? [field, range] : ['f-pretraining_hours', `${range.replace('..', 'M..')}M`]));

/** Texts far too long for a number, each to be refused with other words than the last. */
const tenKilobytes = (count) => Array.from({ length: count }, (_, place) => ['f-usd_per_gpu_hour', String(place % 9 + 1).repeat(10_000)]);

async function show(open, url, machine, entries, columns) {
  const shown = await open(machine, [watch]);
  await shown.page.goto(url + link(entries, columns));
  await shown.page.waitForSelector('#f-usd_per_gpu_hour');
  const rows = await shown.page.locator('table.comparison tbody tr:has(th)').count();
  if (rows !== entries) throw new Error(`${rows} rows in place of ${entries}: the link is not understood`);
  await shown.page.evaluate(type, prices(WARM_UP));
  return shown;
}

/** The figures of edits with eight entries in eight columns. */
export async function edit(open, url, machine) {
  const { page, close } = await show(open, url, machine, 8, 8);
  const times = await page.evaluate(type, prices(EDITS));
  const refusals = await page.evaluate(type, tenKilobytes(EDITS));
  await close();
  return [
    { of: 'edit to painted, median', value: median(times), unit: 'ms' },
    { of: 'edit to painted, 95th percentile', value: quantile(times, 0.95), unit: 'ms' },
    { of: '10 kB refused, 95th percentile', value: quantile(refusals, 0.95), unit: 'ms' },
  ];
}

/** How an edit's time grows with columns and with entries, in nanoseconds. */
export async function grow(open, url, machine) {
  const time = async (entries, columns) => {
    const { page, close } = await show(open, url, machine, entries, columns);
    const times = await page.evaluate(type, prices(EDITS));
    await close();
    return median(times) * 1e6;
  };
  const lines = [];
  for (const columns of [1, 2, 4, 8]) {
    lines.push({ of: 'edit to painted, eight entries', counts: 'columns', size: columns, nanoseconds: await time(8, columns) });
  }
  for (const entries of [1, 2, 4, 8, 16]) {
    lines.push({ of: 'edit to painted, eight columns', counts: 'entries', size: entries, nanoseconds: await time(entries, 8) });
  }
  return lines;
}

/** What an hour of edits, one a second, leaves in memory once the garbage is collected; measured as fast as they are answered. */
export async function hour(open, url, machine) {
  const { page, session, close } = await show(open, url, machine, 8, 8);
  const piece = HOUR / 12;
  const points = [];
  for (let done = 0; done <= HOUR; done += piece) {
    points.push([done, await kilobytes(page, session)]);
    if (done < HOUR) await page.evaluate(type, inTwoFields(piece));
  }
  await close();
  // The list of steps to undo is full after 200 steps.
  const grown = slope(points.filter(([done]) => done >= 6 * 200)) * HOUR;
  return [
    { of: 'memory after an hour of edits', value: points.at(-1)[1], unit: 'kB' },
    { of: 'growth in an hour of edits', value: grown, unit: 'kB' },
  ];
}

/** The heap of JavaScript without garbage, and the memory of WebAssembly. */
async function kilobytes(page, session) {
  // What is let go of in one collection may let go of more.
  for (let time = 0; time < 3; time += 1) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const wasm = await page.evaluate(() => window.bench.memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0));
  if (wasm === 0) throw new Error('the memory of the page’s WebAssembly was not found');
  return (usedSize + wasm) / 1000;
}
