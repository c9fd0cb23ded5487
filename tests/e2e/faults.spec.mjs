// Bad input and failing surroundings that no other file of tests is about. tests/faults.toml says which test proves what.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test as plain } from '@playwright/test';
import { dist } from './dist.mjs';
import { test, expect } from './fixtures.mjs';
import { analysis, answer } from './analysis.mjs';
import { expectFigure, expectInAddress, expectSaneText, field, fieldBox, figure, live, names, open, table, warnings } from './page.mjs';
import { mediaTypes, serve } from './server.mjs';

const V3 = 'v=1&d=2026-12b&view=compare&models=deepseek-v3&open=1&end';
const SERVE = 'v=1&view=serve&models=deepseek-v3&end';

for (const [what, label, typed, says] of [
  ['a zero that would divide', 'MFU', '0', '“0” is outside the allowed range'],
  ['a zero rate', 'Peak rate', '0', '“0” is outside the allowed range'],
  ['a number near the largest', 'Training tokens', '1e308', '“1e308” is outside the allowed range'],
  ['a number below the smallest that is whole', 'MFU', '1e-320', '“1e-320”'],
  ['full-width digits', 'MFU', '０.５', 'is not one of the digits 0 to 9'],
]) {
  test(`${what} is refused at its field, and no figure breaks`, async ({ page }) => {
    await open(page, V3);
    await field(page, label).fill(typed);
    await expect(fieldBox(page, label).locator('.error')).toContainText(says);
    await expect(field(page, label)).toHaveValue(typed);
    await expectSaneText(page);
  });
}

test('a whole number above 2^53 is kept exactly, or refused with the nearest that can be', async ({ page }) => {
  await open(page, V3);
  await field(page, 'Training tokens').fill('9007199254740994');
  await expectInAddress(page, '1.tokens', '9.007199254740994e15');
  await field(page, 'Training tokens').fill('9007199254740993');
  await expect(fieldBox(page, 'Training tokens').locator('.error')).toContainText('9007199254740992');
});

test('ends that do not go up are refused, and the last spread stays', async ({ page }) => {
  await open(page, 'v=1&view=what-if&models=deepseek-v3&1.usd_per_gpu_hour=1.5..3&end');
  await expect(answer(page)).toContainText('DeepSeek-V3');
  const before = await answer(page).textContent();
  const price = page.locator('#f-usd_per_gpu_hour');
  await page.locator('summary', { hasText: 'Hours and price' }).click();
  await price.fill('3..1.5');
  await expect(page.locator('.field').filter({ has: price })).toContainText('must go up');
  await expect(price).toHaveValue('3..1.5');
  await expect(answer(page)).toHaveText(before);
});

for (const [storage, prepare] of [
  ['holds rubbish', () => {
    // The empty page before the first has no storage.
    if (origin === 'null') return;
    for (const store of [localStorage, sessionStorage]) {
      for (const key of ['trainbill', 'state', 'theme', 'lang', 'scenario', '__proto__']) store.setItem(key, '{"a":[NaN');
    }
  }],
  ['is null', () => {
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) Object.defineProperty(self, name, { value: null });
  }],
  ['is full', () => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; }],
]) {
  test(`storage that ${storage} changes nothing: what is to be kept is in the address`, async ({ page }) => {
    await page.addInitScript(prepare);
    await open(page, V3);
    await field(page, 'Price per chip-hour').fill('3');
    await expectFigure(figure(page, 'Training cost', 'DeepSeek-V3'), '$8.364M', '8364000');
    await page.reload();
    await live(page);
    await expectFigure(figure(page, 'Training cost', 'DeepSeek-V3'), '$8.364M', '8364000');
  });
}

test('a history that remembers rubbish opens the address', async ({ page }) => {
  await open(page, 'models=deepseek-v3');
  // What the page writes itself would take the place of the rubbish.
  await expectInAddress(page, 'v', '1');
  await page.evaluate(() => history.replaceState({ failed: { not: 'a text' }, other: [1] }, ''));
  await page.reload();
  await live(page);
  expect(await names(page)).toEqual(['DeepSeek-V3']);
});

/** Opens the page on a host that breaks something. */
async function onHost(page, headers, change, run) {
  const server = await serve(dist, '/', headers);
  await page.route(`${server.url}**`, async (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    const changed = change(name);
    if (changed) await route.fulfill({ headers: { 'content-type': mediaTypes['.wasm'] }, ...changed });
    else await route.continue();
  });
  await page.goto(server.url);
  await run();
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await server.stop();
}

const wasm = readdirSync(dist).find((name) => /^trainbill-.*_bg[.]wasm$/.test(name));

for (const [what, change, headers = {}] of [
  ['is missing', { status: 404, body: '' }],
  ['is cut', { body: readFileSync(join(dist, wasm)).subarray(0, 100_000) }],
  ['is a page that says no', { contentType: 'text/html', body: '<h1>Not here</h1>' }],
  ['is refused by the policy of the host', null, { 'content-security-policy': "script-src 'self' 'unsafe-inline'" }],
]) {
  plain(`a program that ${what} leaves the comparison and says why`, async ({ page }) => {
    await onHost(page, headers, (name) => name === wasm && change, async () => {
      await expect(page.getByRole('alert')).toContainText('The page could not start');
      await expect(page.locator('html')).not.toHaveAttribute('data-waits');
      expect(await table(page).locator('tbody tr').count()).toBe(8);
    });
  });
}

plain('a program of another media type starts all the same', async ({ page }) => {
  const body = readFileSync(join(dist, wasm));
  await onHost(page, {}, (name) => name === wasm && { headers: { 'content-type': 'application/octet-stream' }, body }, () => live(page));
});

plain('without WebAssembly the comparison stays, with the reason', async ({ page }) => {
  await page.addInitScript(() => { delete self.WebAssembly; });
  await onHost(page, {}, () => null, async () => {
    await expect(page.getByRole('alert')).toContainText('this browser has no WebAssembly');
    expect(await table(page).locator('tbody tr').count()).toBe(8);
  });
});

/** Counts the workers, and lets the first ones fail. */
const failingWorkers = (count) => `
  self.started = 0;
  const Original = Worker;
  self.Worker = function (address) {
    self.started += 1;
    const worker = new Original(address);
    if (self.started <= ${count}) setTimeout(() => { worker.terminate(); worker.onerror?.(new ErrorEvent('error')); });
    return worker;
  };`;

test('a worker that fails is started once more', async ({ page }) => {
  await page.addInitScript(failingWorkers(1));
  await open(page, SERVE);
  await expect(answer(page)).toContainText('DeepSeek-V3');
  expect(await page.evaluate(() => self.started)).toBe(2);
});

test('where no worker lives the page works out its analyses itself', async ({ page }) => {
  await page.addInitScript(failingWorkers(99));
  await open(page, SERVE);
  await expect(answer(page)).toContainText('DeepSeek-V3');
  expect(await page.evaluate(() => self.started)).toBe(2);
  const before = await answer(page).textContent();
  await page.locator('form.inputs').getByLabel('Price per chip-hour', { exact: true }).first().fill('9');
  await expect(answer(page)).not.toHaveText(before);
});

test('where there are no workers at all it does, too', async ({ page }) => {
  await page.addInitScript(() => { self.Worker = function () { throw new DOMException('no', 'SecurityError'); }; });
  await open(page, 'v=1&view=bill&models=deepseek-v3&end');
  await expect(answer(page)).toContainText('DeepSeek-V3');
});

test('a link that asks for more than can be worked out keeps to what can, and says so', async ({ page }) => {
  await open(page, 'v=1&view=what-if&models=deepseek-v3&1.usd_per_gpu_hour=1.5..3&1.draws=1e9&1.sweep_points=1e9&1.sweep_x=tokens&1.sweep_x_range=0..1e40&1.seed=1e12&end');
  await expect(answer(page)).toContainText('DeepSeek-V3');
  for (const said of ['“1.draws” names no field', '“1.sweep_points” names no field', '“0..1e40” is outside the allowed range', '“1e12” is outside the allowed range']) {
    await expect(warnings(page).filter({ hasText: said }), said).toBeVisible();
  }
});
