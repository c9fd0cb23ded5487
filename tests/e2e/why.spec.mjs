// The Why view: where a saving comes from, against a reference design or another entry.

import { test, expect } from './fixtures.mjs';
import { analysis, answer, field, testAccessibility } from './analysis.mjs';
import { addressed, expectInAddress, expectSaneText, open } from './page.mjs';

const V3 = 'v=1&d=2026-12b&view=why&models=deepseek-v3,llama-3.1-405b&end';
const waterfall = (page, index = 0) => analysis(page).locator('.waterfall').nth(index);
const step = (page, name, index = 0) =>
  waterfall(page, index).locator('tr').filter({ has: page.locator('summary').getByText(name, { exact: true }) });
const against = (page) => page.getByLabel('against', { exact: true });

/** Sum of the exact dollars that the workings of a waterfall's steps name. */
async function exactSum(page) {
  for (const summary of await waterfall(page).locator('summary').all()) await summary.click();
  const lines = await waterfall(page).locator('.eq').filter({ hasText: /^exactly/ }).allTextContents();
  const cents = lines.map((line) => {
    const [, sign, digits] = line.match(/^exactly (−?)([\d,.]+) USD/);
    return (sign ? -1 : 1) * Math.round(Number(digits.replaceAll(',', '')) * 100);
  });
  return { count: cents.length, cents: cents.reduce((sum, each) => sum + each, 0) };
}

test('leads from a reference design to DeepSeek-V3', async ({ page }) => {
  await open(page);
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Why' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Why is it cheaper?' })).toBeVisible();
  await expect(answer(page)).toContainText('DeepSeek-V3 at $5.576M');
  for (const name of ['Precision', 'Mixture of experts', 'Attention', 'Recomputed activations', 'Accelerator', 'Utilisation', 'Price per chip-hour']) {
    await expect(step(page, name)).toBeVisible();
  }
  await expectSaneText(page);
});

test('the steps add up to the difference to the cent', async ({ page }) => {
  await open(page, V3.replace('&end', '&against=2&2.usd_per_gpu_hour=2&end'));
  await expect(answer(page)).toContainText('Llama 3.1 405B at $61.68M');
  const { count, cents } = await exactSum(page);
  expect(count).toBeGreaterThan(5);
  expect(cents).toBe(Math.round((5_576_000 - 61_680_000) * 100));
});

test('a bar opens its working', async ({ page }) => {
  await open(page, V3);
  const experts = step(page, 'Mixture of experts');
  await experts.locator('summary').click();
  await expect(experts).toContainText('dense, 157B parameters → 36.6B active of 671B');
  await expect(experts).toContainText('√(671B × 36.6B) = 157B');
  await expect(experts.getByRole('link')).toHaveAttribute('href', /^https:/);
});

test('claims of public debate are answered with figures', async ({ page }) => {
  await open(page, V3);
  const table = page.getByRole('table', { name: /one factor as in the reference/ });
  await expect(table.getByRole('row', { name: 'Precision' })).toContainText('“FP8 halves the cost”: it does not');
  await expect(table.getByRole('row', { name: 'Attention' })).toContainText('its saving is in serving');
});

test('equal compute is one field away', async ({ page }) => {
  await open(page, V3);
  await field(page, 'Dense model of equal quality').fill('36.6B');
  await expect(answer(page)).toContainText('dense 36.6B model');
  await expect(step(page, 'Mixture of experts')).toContainText('+$');
  await expectInAddress(page, '1.dense_params', '36.6B');
});

test('the reference can be another entry, by the page and by a link', async ({ page }) => {
  await open(page, V3);
  await against(page).selectOption('Llama 3.1 405B');
  await expectInAddress(page, 'against', '2');
  await expect(answer(page)).toContainText('Llama 3.1 405B at');
  await expect(step(page, 'Training tokens')).toBeVisible();
  await against(page).selectOption('a reference design');
  await expect.poll(() => addressed(page).has('against')).toBe(false);
  await expect(answer(page)).toContainText('BF16 on the H100');
});

test('steps can be shown as ratios', async ({ page }) => {
  await open(page, V3);
  await field(page, 'Steps in').selectOption('ratios');
  await expect(step(page, 'Precision').locator('.value')).toContainText('×');
  await expect(step(page, 'Precision').locator('.share')).toContainText('$');
});

test('interactions are there for those who ask', async ({ page }) => {
  await open(page, V3);
  const details = analysis(page).locator('details.asked-for').first();
  await expect(details.getByRole('table')).toBeHidden();
  await details.locator('summary').first().click();
  await expect(details.getByRole('table')).toContainText('Mixture of experts');
});

test('serving has its own way, where attention and the prefix cache count', async ({ page }) => {
  await open(page, V3);
  await expect(waterfall(page, 1)).toContainText('a billion tokens served');
  await expect(step(page, 'Prefix cache', 1)).toContainText('−$');
  await page.locator('form.inputs summary').filter({ hasText: /^Traffic/ }).click();
  await field(page, 'Input found in the cache').fill('0');
  await expect(step(page, 'Prefix cache', 1)).toHaveCount(0);
});

test('fair comparisons open by a plain link, and Back returns', async ({ page }) => {
  await open(page, V3);
  await page.getByRole('link', { name: 'The lean lab against the large lab' }).click();
  await expect(answer(page)).toContainText('DeepSeek-V3, lean lab at');
  await expect(step(page, 'Overheads of the lab')).toBeVisible();
  await page.goBack();
  await expect(answer(page)).toContainText('BF16 on the H100');
});

test('what cannot be compared says why', async ({ page }) => {
  await open(page, 'models=claude-3.5-sonnet&view=why');
  await expect(analysis(page).getByRole('alert')).toContainText('Anthropic has not published');
});

testAccessibility(V3);

test('the waterfall fits 320 px and works with the keyboard alone', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 800 });
  await open(page, V3);
  await expect(waterfall(page)).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await step(page, 'Precision').locator('summary').focus();
  await page.keyboard.press('Enter');
  await expect(step(page, 'Precision')).toContainText('BF16 mixed → FP8');
});
