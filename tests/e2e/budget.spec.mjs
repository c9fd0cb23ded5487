// The Budget view: what a sum trains, by every law, at equal cost, served, with experts, by a deadline, and in other years.

import { test, expect } from './fixtures.mjs';
import { analysis, answer, field, openFields, table, testAccessibility } from './analysis.mjs';
import { expectInAddress, expectSaneText, open } from './page.mjs';

const SIX = 'v=1&d=2026-12b&view=budget&models=own&1.budget_usd=6M&end';
const figure = (page, label) =>
  analysis(page).getByRole('region', { name: 'What the sum buys' }).locator('details, div').filter({ hasText: label }).first();

test('is reached from the comparison', async ({ page }) => {
  await open(page);
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Budget' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'What can I train for this sum?' })).toBeVisible();
  await expectInAddress(page, 'view', 'budget');
  await expect(page).toHaveTitle('Budget – Trainbill');
  await expect(answer(page)).toContainText('$6M (final run, rented) buys about');
  await expect(page.locator('.bill-total')).toHaveCount(0);
  await expectSaneText(page);
});

test('another sum gives another model, and stands in the address', async ({ page }) => {
  await open(page, SIX);
  const before = await answer(page).textContent();
  await field(page, 'Sum').fill('100M');
  await expectInAddress(page, '1.budget_usd', '100M');
  await expect(answer(page)).toContainText('$100M');
  expect(await answer(page).textContent()).not.toBe(before);
});

test('a figure says how it is found, with the law as its source', async ({ page }) => {
  await open(page, SIX);
  const size = figure(page, 'Parameters');
  await size.locator('summary').click();
  await expect(size).toContainText('G = (α·A ÷ (β·B))^(1 ÷ (α + β))');
  await expect(size.getByRole('link').first()).toHaveAttribute('href', /arxiv/);
});

test('a law is chosen from the table of laws', async ({ page }) => {
  await open(page, SIX);
  const ling = table(page, /by every law/).getByRole('row', { name: /^Ling 2025, dense/ });
  await expect(ling).toContainText('extrapolated');
  await ling.getByRole('button', { name: /^Use/ }).click();
  await expectInAddress(page, '1.scaling_law', 'ling-2025');
  await expect(answer(page)).toContainText('Ling 2025');
});

test('models of equal cost stand in curves and in a table', async ({ page }) => {
  await open(page, SIX);
  for (const name of ['Predicted loss of models of equal cost, by size', 'Tokens that the same sum pays for, by size']) {
    await expect(analysis(page).getByRole('img', { name })).toBeVisible();
  }
  // Thirteen sizes, and that at which the loss is least.
  await expect(table(page, 'Models of equal cost').locator('tbody tr')).toHaveCount(14);
  await expect(table(page, 'Models of equal cost').locator('[aria-current=true]')).toContainText(['100%']);
});

test('the rung decides what the sum has to pay for', async ({ page }) => {
  await open(page, SIX);
  await field(page, 'Counted as').selectOption('owned');
  await expect(answer(page)).toContainText('final run, owned hardware');
  await field(page, 'Counted as').selectOption('development');
  await expect(analysis(page).getByRole('alert').first()).toContainText('nothing of $6M is left for the run');
  await page.getByRole('button', { name: 'Count all compute, without data, evaluation and staff' }).click();
  await expectInAddress(page, '1.accounting', 'all-compute');
  await expect(answer(page)).toContainText('all compute');
});

test('accelerators and time answer each other', async ({ page }) => {
  await open(page, SIX.replace('&end', '&1.budget_chips=1000&end'));
  const own = table(page, /by the number of accelerators/).locator('[aria-current=true]');
  await expect(own).toContainText('1,000');
  await expect(own).toContainText('in time');
  await field(page, 'Deadline').fill('1');
  await expect(own).toContainText('too late');
});

test('the same sum in other years, with the sources of prices', async ({ page }) => {
  await open(page, SIX);
  const years = table(page, /The accelerator with most compute for the sum/);
  for (const year of ['2020', '2022', '2024', '2026']) {
    await expect(years.getByRole('row', { name: new RegExp(`^${year}`) }).first()).toBeVisible();
  }
  expect(Math.max(...await years.locator('tbody tr').evaluateAll((rows) => rows.map((row) => row.clientHeight)))).toBeLessThan(160);
  // A row opens how it was found, with each of its sources once.
  for (const name of await years.locator('.row-name').all()) await name.click();
  const addresses = await years.locator('tr.how').evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('a')].map((a) => a.href)));
  for (const row of addresses) expect(new Set(row).size).toBe(row.length);
  expect(addresses.flat().length).toBeGreaterThan(4);
  await expect(table(page, /Models of about this compute/).locator('tbody tr')).toHaveCount(9);
});

test('a wrong sum says what is allowed, and stays in its field', async ({ page }) => {
  await open(page, SIX);
  await field(page, 'Sum').fill('5');
  const box = page.locator('form.inputs .field').filter({ has: page.getByLabel('Sum', { exact: true }) });
  await expect(box).toContainText('“5” is outside the allowed range, $100 to $10T');
  await expect(field(page, 'Sum')).toHaveValue('5');
  await expect(answer(page)).toContainText('$6M');
});

test('a budget is embedded like any view, and its address is left alone', async ({ page }) => {
  await open(page, SIX, '?embed=1&theme=dark');
  await expect(answer(page)).toContainText('$6M');
  const before = page.url();
  await field(page, 'Sum').fill('1M');
  await expect(answer(page)).toContainText('$1M');
  expect(page.url()).toBe(before);
});

testAccessibility(SIX);

test('on a narrow page the answer comes first, and the fields behind a button', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await open(page, SIX);
  await expect(answer(page)).toBeInViewport({ ratio: 1 });
  await expect(field(page, 'Sum')).toBeHidden();
  await openFields(page);
  await field(page, 'Sum').fill('1B');
  await expect(answer(page)).toContainText('$1B');
});

test('the view fits 320 px, in an embed too', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 800 });
  for (const query of ['', '?embed=1&theme=dark']) {
    await open(page, SIX, query);
    await expect(answer(page)).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  }
});
