// The What if view: draws, what matters, limits, sweeps, long runs and the file.

import { parse } from 'csv-parse/sync';
import { readFile } from 'node:fs/promises';
import { test, expect } from './fixtures.mjs';
import { analysis, answer, field, openFields, slider, table, testAccessibility } from './analysis.mjs';
import { addressed, expectInAddress, expectSaneText, open } from './page.mjs';

const UNSURE = 'view=what-if&models=deepseek-v3,gpt-4&1.usd_per_gpu_hour=lognormal%282,1.3%29&1.pretraining_hours=2.4M..3M';
const MAP = 'view=what-if&models=deepseek-v3&1.sweep_x=tokens&1.sweep_y=usd_per_gpu_hour&1.cap_usd=10M';
const run = (page) => page.getByRole('group', { name: 'Draw 1,000,000 samples' });

test('is reached from the comparison, and an exact result offers a range', async ({ page }) => {
  await open(page);
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'What if' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /How sure is it/ })).toBeVisible();
  await expectInAddress(page, 'view', 'what-if');
  await expect(page).toHaveTitle('What if – Trainbill');
  await expect(answer(page)).toContainText('training cost is $5.576M, and nothing that it rests on is given as a range');
  await analysis(page).getByRole('button', { name: /right to a factor of 1.3/ }).click();
  await expectInAddress(page, '1.usd_per_gpu_hour', 'lognormal(2,1.3)');
  await expect(answer(page)).toContainText('between $3.62M and $8.58M in nine draws of ten');
  await expectSaneText(page);
});

test('a distribution is echoed in words, refused with its reason, and shared', async ({ page }) => {
  await open(page, 'view=what-if&models=deepseek-v3');
  const price = page.locator('#f-usd_per_gpu_hour');
  await page.locator('summary', { hasText: 'Hours and price' }).click();
  await price.fill('2 ± 0.3');
  await expect(page.locator('.field').filter({ has: price })).toContainText('= median $2/h, one in twenty below $1.51/h, one above $2.49/h');
  await expectInAddress(page, '1.usd_per_gpu_hour', 'normal(2,0.3)');
  await price.fill('normal(2)');
  await expect(page.locator('.field').filter({ has: price })).toContainText('normal takes two numbers');
  await expect(price).toHaveValue('normal(2)');
  await price.fill('normal(2, 3)');
  await expect(page.locator('.field').filter({ has: price })).toContainText('outside the allowed range');
});

test('a link gives the same intervals in another page', async ({ page, context }) => {
  await open(page, UNSURE);
  await expect(answer(page)).toContainText('in nine draws of ten');
  const said = await answer(page).textContent();
  const another = await context.newPage();
  await another.goto(page.url());
  await expect(answer(another)).toHaveText(said);
  await another.close();
});

test('what matters is said, drawn and in figures', async ({ page }) => {
  await open(page, UNSURE);
  await expect(analysis(page)).toContainText(/Price per chip-hour matters most: alone it makes \d+% of the variance/);
  const tornado = analysis(page).locator('figure').filter({ hasText: 'one input at a time' });
  await expect(tornado).toContainText('at $1.30/h');
  await expect(tornado).toContainText('Pre-training');
  const all = analysis(page).getByRole('table', { name: 'Training cost', exact: true }).locator('tbody tr');
  await expect(all).toHaveCount(2);
});

test('a limit is solved for, named when it cannot be met, and its answer entered', async ({ page }) => {
  await open(page, 'view=what-if&models=deepseek-v3');
  await field(page, 'Cost at most').fill('10M');
  await field(page, 'Solve for').selectOption('Training tokens');
  await expect(analysis(page)).toContainText('“Training tokens” may be at most 27.08T. At 27.09T training cost is above $10M.');
  await field(page, 'Cost at most').fill('100k');
  await expect(analysis(page)).toContainText('No value of “Training tokens” keeps to this');
  await field(page, 'Cost at most').fill('10M');
  await analysis(page).getByRole('button', { name: 'Enter 27.08T there' }).click();
  await expectInAddress(page, '1.tokens', '27.08T');
});

test('a map is redrawn while a limit is dragged', async ({ page }) => {
  await open(page, MAP);
  const map = analysis(page).locator('figure').filter({ has: page.locator('canvas') });
  const canvas = map.locator('.area canvas').last();
  await expect(canvas).toHaveAttribute('width', '200');
  const limit = map.locator('.legend li').first();
  await expect(limit).toHaveText('$10M');
  const pixels = () => canvas.evaluate((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, 200, 200);
    return new Set(Array.from({ length: 40000 }, (_, cell) => data.slice(4 * cell, 4 * cell + 3).join())).size;
  });
  expect(await pixels()).toBeGreaterThan(40);
  const line = () => map.locator('svg polyline, svg path').evaluateAll((all) => all.map((each) => each.getAttribute('points') ?? each.getAttribute('d')).join('|'));
  const before = await line();
  // Every step of a held key is an edit; the drawing follows before the key is let go.
  await slider(page, 'Cost at most').focus();
  for (let step = 0; step < 8; step += 1) await page.keyboard.down('ArrowLeft');
  await expect.poll(line).not.toBe(before);
  await page.keyboard.up('ArrowLeft');
  await expect(limit).not.toHaveText('$10M');
  await expect(limit).toHaveText(/^\$/);
  await analysis(page).locator('summary', { hasText: 'Training cost over training tokens and price' }).click();
  await expect(table(page, /Training cost over training tokens and price/).locator('tbody tr')).toHaveCount(5);
});

test('a sweep is saved as a file with every value', async ({ page }) => {
  await open(page, MAP);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download the sweep as CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('deepseek-v3-training_cost.csv');
  const rows = parse(await readFile(await download.path(), 'utf8'), { columns: true });
  expect(Object.keys(rows[0])).toEqual(['tokens', 'usd_per_gpu_hour', 'training_cost', 'data_edition', 'link']);
  expect(rows).toHaveLength(40_000);
  expect([rows[0].data_edition, rows[0].link]).toEqual(['2026-12b', page.url()]);
  const isWhole = ({ data_edition, link, ...values }) => Object.values(values).map(Number).every((value) => value > 0);
  expect(rows.filter((row) => !isWhole(row))).toEqual([]);
});

test('a million draws end with a report that agrees with the short run', async ({ page }) => {
  await open(page, UNSURE);
  await expect(answer(page)).toContainText('in nine draws of ten');
  await run(page).getByRole('button', { name: 'Draw 1,000,000 samples' }).click();
  await expect(run(page)).toContainText('Done.', { timeout: 60_000 });
  const rows = run(page).getByRole('table').locator('tbody tr');
  for (const row of await rows.all()) {
    const [many, few] = (await row.locator('td').allTextContents()).map((text) => Number(text.replace(/[$M]/g, '')));
    expect(Math.abs(many / few - 1)).toBeLessThan(0.01);
  }
  await expect.poll(() => page.workers().length).toBe(1);
});

test('a long run leaves the page free, and given up frees its worker', async ({ page }) => {
  // A service is searched anew for each draw: a million take a quarter of an hour.
  await open(page, 'view=what-if&models=deepseek-v3&1.result=serving_cost&1.kv_length=2k..8k');
  await expect(answer(page)).toContainText('in nine draws of ten', { timeout: 30_000 });
  await run(page).getByRole('button', { name: 'Draw 1,000,000 samples' }).click();
  await expect(run(page).getByRole('progressbar')).toBeVisible();
  await expect(run(page)).toContainText(/of 1M, about .* left/, { timeout: 30_000 });
  expect(page.workers()).toHaveLength(2);
  // The page is free meanwhile: it draws frames, and answers.
  await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
  await page.locator('form.inputs summary', { hasText: 'Drawing' }).click();
  await expect(field(page, 'Seed')).toBeVisible();
  await expect(run(page).getByRole('progressbar')).toBeVisible();
  await run(page).getByRole('button', { name: 'Cancel' }).click();
  await expect(run(page).getByRole('progressbar')).toHaveCount(0);
  await expect.poll(() => page.workers().length).toBe(1);
  await field(page, 'Result').selectOption('Training cost');
  await expect(answer(page)).toContainText('training cost');
  // An edit gives up a run as well: what it would say is no longer asked.
  await run(page).getByRole('button', { name: 'Draw 1,000,000 samples' }).click();
  await expect.poll(() => addressed(page).get('1.result')).toBe('training_cost');
});

test('other views show how their result is spread', async ({ page }) => {
  for (const view of ['train', 'bill', 'serve']) {
    await open(page, `view=${view}&models=llama-3.1-405b`);
    await expect(analysis(page).locator('figure').filter({ hasText: /How likely each/ })).toHaveCount(1);
  }
});

test('the view fits 320 px, in an embed too, where the file is a text to copy', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 800 });
  for (const query of ['', '?embed=1']) {
    await open(page, MAP, query);
    await expect(analysis(page).locator('.mapped > .frame canvas')).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  }
  await page.getByRole('button', { name: 'Download the sweep as CSV' }).click();
  await expect(page.getByLabel('deepseek-v3-training_cost.csv, to select and copy')).toHaveValue(/^tokens,usd_per_gpu_hour,training_cost,data_edition,link\n/);
});

testAccessibility(`${MAP}&1.pretraining_hours=2.4M..3M`);
