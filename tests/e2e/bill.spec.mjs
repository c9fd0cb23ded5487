// The Whole bill view: every accounting of a run, what was said in public, energy and carbon.

import { test, expect } from './fixtures.mjs';
import { analysis, answer, field, testAccessibility } from './analysis.mjs';
import { addressed, expectInAddress, expectSaneText, open } from './page.mjs';

const V3 = 'v=1&d=2026-12b&view=bill&models=deepseek-v3,gpt-4&end';
const ladder = (page) => analysis(page).locator('.ladder');
const rung = (page, name) => ladder(page).locator('li').filter({ has: page.getByText(name, { exact: true }) });
const part = (page, name) => page.locator('.parts tr').filter({ has: page.locator('summary', { hasText: new RegExp(`^${name}`) }) });
const entries = (page) => page.getByRole('table', { name: 'Every entry and what its sum counts' });

test('is reached from the comparison', async ({ page }) => {
  await open(page);
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Whole bill' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'What does the headline leave out?' })).toBeVisible();
  await expectInAddress(page, 'view', 'bill');
  await expect(answer(page)).toContainText('$5.576M');
});

test('every claim stands on the rung that counts the same', async ({ page }) => {
  await open(page, V3);
  await expect(rung(page, 'Final run, rented')).toContainText('said in public: $5.576M');
  await expect(rung(page, 'The whole lab')).toContainText('$1.6B');
  await expect(rung(page, 'Buying the cluster')).toContainText('over $51M');
  await open(page, 'models=deepseek-r1&view=bill');
  await expect(rung(page, 'On top of the base model')).toContainText('said in public: $294K');
  await open(page, 'models=gpt-4&view=bill');
  await expect(analysis(page)).toContainText('a factor of 19, from $40.7M to $778M');
  await expect(rung(page, 'Not said what is counted')).toContainText('over $100M');
  await expectSaneText(page);
});

test('a rung says how it is found, with sources', async ({ page }) => {
  await open(page, V3);
  const owned = rung(page, 'Final run, owned hardware');
  await owned.locator('summary').click();
  await expect(owned).toContainText('H ÷ 8,766 h × V × δ ÷ (1 − ι)');
  await expect(owned.getByRole('link', { name: /Hardware prices/ })).toHaveAttribute('href', /^https:/);
});

test('a part says how it is found', async ({ page }) => {
  await open(page, V3);
  const staff = part(page, 'Staff');
  await staff.locator('summary').click();
  await expect(staff).toContainText('people × f × months ÷ 12 × (pay + equity)');
  await expect(page.locator('.parts')).toContainText('Post-training');
});

test('unlike sums warn, and one press puts all on one rung', async ({ page }) => {
  await open(page, V3);
  await expect(entries(page).getByRole('row', { name: /GPT-4/ })).toContainText('Final run, rented');
  await rung(page, 'Whole development').getByRole('button').click();
  await expectInAddress(page, '1.accounting', 'development');
  await expect(analysis(page).getByRole('alert')).toContainText('do not count the same');
  await page.getByRole('button', { name: 'Count all as: Whole development' }).click();
  await expectInAddress(page, '2.accounting', 'development');
  await expect(analysis(page).getByRole('alert')).toHaveCount(0);
  await expect(entries(page).getByRole('row', { name: /GPT-4/ })).toContainText('Whole development');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => addressed(page).has('2.accounting')).toBe(false);
});

test('a part that is turned off leaves the bill', async ({ page }) => {
  await open(page, V3);
  await expect(answer(page)).toContainText('most of it assumed');
  for (const label of ['Failed runs and ablations', 'Staff', 'Data']) {
    await field(page, label).fill('0');
  }
  await expectInAddress(page, '1.data_usd', '0');
  await expect(part(page, 'Staff')).toContainText('off');
  await field(page, 'Data').fill('-5');
  await expect(page.locator('form.inputs .field').filter({ has: page.getByLabel('Data', { exact: true }) })).toContainText('“-5”');
});

test('a lab’s overheads are entered as one step', async ({ page }) => {
  await open(page, V3);
  await page.getByRole('button', { name: 'Take the overheads of a large lab' }).click();
  await expectInAddress(page, '1.staff_people', '500');
  await expectInAddress(page, '1.experiments_multiple', '3');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => [...addressed(page).keys()].filter((key) => key.startsWith('1.')).length).toBe(0);
});

test('the region sets the carbon, and another currency its own bill', async ({ page }) => {
  await open(page, 'models=llama-3.1-405b&view=bill&1.region=france&1.currency=EUR&1.currency_per_usd=0.9&1.currency_date=2026-11-20');
  await expect(analysis(page)).toContainText('In EUR');
  await expect(analysis(page)).toContainText('of 2026-11-20');
  const carbon = analysis(page).locator('details').filter({ hasText: 'Carbon of that electricity' });
  await carbon.locator('summary').click();
  await expect(carbon).toContainText('γ = 56 g/kWh');
  await expect(page.getByRole('table', { name: /Published figures/ })).toContainText('OLMo 2 13B');
});

test('a closed model without hours keeps to what was said', async ({ page }) => {
  await open(page, 'models=claude-3.5-sonnet&view=bill');
  await expect(answer(page)).toContainText('cannot be worked out');
  await expect(rung(page, 'Not said what is counted')).toContainText('$20M – $90M');
  await expect(page.locator('.parts')).toHaveCount(0);
});

testAccessibility(V3);

test('over many decades the powers of ten keep apart at 360 px', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await open(page, 'v=1&view=bill&models=own&1.pretraining_hours=1&1.usd_per_gpu_hour=2&end');
  await expect(ladder(page)).toBeVisible();
  const labels = await ladder(page).locator('.plot-axis text:visible').evaluateAll((all) => all
    .map((label) => label.getBoundingClientRect()).map(({ left, right }) => [left, right]));
  expect(labels.length).toBeGreaterThan(3);
  for (const [place, [left]] of labels.entries()) {
    if (place > 0) expect(left - labels[place - 1][1], `before label ${place + 1}`).toBeGreaterThan(4);
  }
});

test('the ladder fits 320 px, in an embed too', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 800 });
  for (const query of ['', '?embed=1&theme=dark']) {
    await open(page, V3, query);
    await expect(ladder(page)).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  }
});
