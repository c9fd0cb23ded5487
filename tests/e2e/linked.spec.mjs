// What a working rests on leads there: to the field, also where that is folded away, and to other figures.

import { test, expect } from './fixtures.mjs';
import { analysis, answer, table } from './analysis.mjs';
import { open } from './page.mjs';

const figures = (page) => analysis(page).locator('.figures details');

/** Opens the working of a figure, a part or a row by its name, and gives what it rests on. */
async function opened(page, name) {
  const summary = analysis(page).locator('summary', { hasText: name }).first();
  await summary.click();
  return summary.locator('..').locator('.given');
}

/** The field of a key, which is in sight and has the focus. */
async function expectFocus(page, key) {
  const input = page.locator(`#f-${key}`);
  await expect(input).toBeFocused();
  await expect(input).toBeInViewport();
}

const WAYS = [
  ['serve', 'models=deepseek-v3', 'Decoding, output', 'Tokens in the cache', 'kv_length'],
  ['train', 'models=deepseek-v3', 'Tokens of a step', 'Batch', 'global_batch'],
  ['bill', 'models=deepseek-v3', 'Carbon of that electricity', 'Grid intensity', 'carbon_intensity'],
  ['budget', 'models=deepseek-v3', 'Cost of a chip-hour', 'Price per chip-hour', 'budget_usd_per_gpu_hour'],
  ['why', 'models=deepseek-v3', 'Price per chip-hour', 'Price per chip-hour', 'usd_per_gpu_hour'],
  ['what-if', 'models=deepseek-v3&1.usd_per_gpu_hour=1.5..2.5', 'Median', 'Price per chip-hour', 'usd_per_gpu_hour'],
];

for (const [view, models, name, label, key] of WAYS) {
  test(`in ${view} an input of a working leads to its field, by pointer and by key`, async ({ page }) => {
    await open(page, `view=${view}&${models}`);
    await expect(answer(page)).toBeVisible();
    const given = await opened(page, name);
    const link = given.getByRole('button', { name: label }).first();
    await link.click();
    await expectFocus(page, key);
    await link.focus();
    await page.keyboard.press('Enter');
    await expectFocus(page, key);
  });
}

test('on a narrow screen the folded form opens for the field', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await open(page, 'view=serve&models=deepseek-v3');
  const given = await opened(page, 'Decoding, output');
  await given.getByRole('button', { name: 'Tokens in the cache' }).click();
  await expectFocus(page, 'kv_length');
  await expect(page.getByRole('button', { name: 'Hide the fields' })).toHaveAttribute('aria-expanded', 'true');
});

test('another figure that a working names opens and takes the focus', async ({ page }) => {
  await open(page, 'view=serve&models=deepseek-v3');
  const given = await opened(page, /^Output/);
  await given.getByRole('button', { name: /^Decoding/ }).click();
  const decoding = figures(page).filter({ hasText: /^Decoding/ }).first();
  await expect(decoding).toHaveAttribute('open', '');
  await expect(decoding.locator('summary').first()).toBeFocused();
});

test('a bar of what matters says how its ends were found, and leads to its field', async ({ page }) => {
  await open(page, 'view=what-if&models=deepseek-v3&1.usd_per_gpu_hour=1.5..2.5');
  const bars = analysis(page).locator('figure.tornado');
  await bars.getByRole('button', { name: 'Price per chip-hour' }).click();
  const how = bars.locator('.how');
  await expect(how.locator('.eq')).toHaveText([/ = \$1\.54\/h, .*: \$/, / = \$2\.44\/h, .*: \$/, /medians: \$/]);
  await how.getByRole('button', { name: 'Price per chip-hour' }).click();
  await expectFocus(page, 'usd_per_gpu_hour');
});

for (const [view, name] of [['train', 'DeepSeek-V3'], ['serve', /H100|H800/]]) {
  test(`in ${view} a point of a plot has its working and its source in the table`, async ({ page }) => {
    await open(page, `view=${view}&models=deepseek-v3`);
    const plot = analysis(page).locator('figure.scatter');
    await plot.getByText('As a table').click();
    await plot.locator('.twin').getByRole('button', { name }).first().click();
    await expect(plot.locator('.how .eq').last()).toContainText('÷');
    await expect(plot.locator('.how a')).not.toHaveCount(0);
  });
}

test('an open row stays with its name when rows change places', async ({ page }) => {
  await open(page, 'view=serve&models=deepseek-v3');
  const rows = table(page, 'Profit of a day with one thing changed');
  const name = (await rows.locator('.row-name').nth(1).textContent()).trim();
  const button = rows.locator('.row-name').getByText(name, { exact: true });
  await button.click();
  await expect(button).toHaveAttribute('aria-expanded', 'true');
  // Rows stand by how much they change: with other prices they come in another order.
  const before = await rows.locator('.row-name').allTextContents();
  await page.locator('#f-serving_usd_per_gpu_hour').fill('9');
  await expect.poll(async () => (await rows.locator('.row-name').allTextContents()).join()).not.toBe(before.join());
  await expect(button).toHaveAttribute('aria-expanded', 'true');
  await expect(rows.locator('.row-name[aria-expanded=true]')).toHaveCount(1);
});

test('an embedded piece without a form has no buttons that lead nowhere', async ({ page }) => {
  await open(page, 'view=serve&models=deepseek-v3', '?embed=1&ui=min&piece=figures-1');
  const given = await opened(page, /^Decoding/);
  await expect(given).toContainText('Rests on:');
  await expect(given.getByRole('button')).toHaveCount(0);
});
