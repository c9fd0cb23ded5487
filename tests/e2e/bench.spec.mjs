// What measures the page sees what is there to be seen.

import { test as base, expect } from '@playwright/test';
import { hurry, type, watch } from './bench/in-page.mjs';
import { median, quantile, slope } from './bench/statistics.mjs';

// A page with the parts that are looked for. After 300 ms it holds up everything for 200 ms; its figure follows the field 100 ms late.
const PAGE = `<!doctype html><title>A page</title><div id="room"></div>
  <table class="comparison"><tbody><tr><th><button>One</button></th><td><data value="1">1</data></td></tr></tbody></table>
  <script>
    document.querySelector('button').onclick = () => {
      document.body.insertAdjacentHTML('beforeend', '<input id="f-usd_per_gpu_hour">');
      document.querySelector('input').oninput = ({ target }) =>
        setTimeout(() => { document.querySelector('data').value = target.value; }, 100);
    };
    setTimeout(() => {
      for (const until = performance.now() + 200; performance.now() < until;) {}
      document.getElementById('room').style.height = '300px';
    }, 300);
  </script>`;

const test = base.extend({
  page: async ({ page }, use) => {
    await page.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: PAGE }));
    await use(page);
  },
});

test('a long task, a shift and the first figures are seen', async ({ page }) => {
  await page.addInitScript(watch);
  await page.goto('http://page.example/');
  await expect.poll(() => page.evaluate(() => window.bench.shifts.length)).toBeGreaterThan(0);
  const { tasks, shifts, filled } = await page.evaluate(() => window.bench);
  expect(Math.max(...tasks.map(([, duration]) => duration))).toBeGreaterThan(190);
  expect(shifts[0]).toBeGreaterThan(0);
  expect(filled).toBeGreaterThan(0);
});

test('a page is usable when an edit is answered', async ({ page }) => {
  await page.addInitScript(watch);
  await page.addInitScript(hurry);
  await page.goto('http://page.example/');
  await page.waitForFunction(() => window.bench.usable);
  expect(await page.evaluate(() => window.bench.usable)).toBeGreaterThan(100);
  expect(await page.locator('data').evaluate(({ value }) => Number(value))).toBeGreaterThan(3);
});

test('an edit takes until its figure is there', async ({ page }) => {
  await page.goto('http://page.example/');
  await page.getByRole('button').click();
  // Nothing is held up any more.
  await page.waitForTimeout(600);
  const times = await page.evaluate(type, [['f-usd_per_gpu_hour', '2'], ['f-usd_per_gpu_hour', '3']]);
  expect(times).toHaveLength(2);
  for (const time of times) expect(time).toBeGreaterThan(99);
});

test('quantiles and slopes', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(quantile([1, 2, 3, 5], 0.9)).toBeCloseTo(4.4);
  expect(slope([[0, 1], [1, 3], [2, 5]])).toBeCloseTo(2);
});
