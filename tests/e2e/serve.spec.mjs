// The Serve view: what tokens cost, whether the price is fair, whether it lasts, and one's own traffic.

import { test, expect } from './fixtures.mjs';
import { analysis, answer, field, openFields, slider, table, testAccessibility } from './analysis.mjs';
import { addressed, expectInAddress, expectSaneText, open } from './page.mjs';

const V3 = 'v=1&d=2026-12b&view=serve&models=deepseek-v3,gpt-4o&end';
const R1 = 'models=deepseek-r1&view=serve';
const figures = (page, caption) => analysis(page).getByRole('region', { name: caption });
const figure = (page, caption, label) => figures(page, caption).locator('details, div').filter({ hasText: label }).first();
const offer = (page, caption, model) =>
  analysis(page).locator('.ladder').filter({ hasText: caption }).locator('li').filter({ has: page.getByText(model, { exact: true }) });
const enterTheDay = (page) => page.getByRole('button', { name: 'Enter DeepSeek’s published day' });

test('is reached from the comparison', async ({ page }) => {
  await open(page);
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Serve' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /What does a million tokens cost/ })).toBeVisible();
  await expectInAddress(page, 'view', 'serve');
  await expect(page).toHaveTitle('Serve – Trainbill');
  await expect(answer(page)).toContainText('A million tokens of this traffic cost $');
  await expect(page.locator('.bill-total')).toHaveCount(0);
  await expectSaneText(page);
});

test('a figure says how it is found, with sources', async ({ page }) => {
  await open(page, V3);
  const output = figure(page, 'Cost of a million tokens', 'Output');
  await output.locator('summary').click();
  await expect(output).toContainText('p_s ÷ 3,600 s ÷ rate ÷ U × 10⁶');
  await expect(output).toContainText('p_s = $2/h');
  await expect(output.getByRole('link').first()).toHaveAttribute('href', /^https:/);
});

test('keys and values of every kind of attention follow from the configuration', async ({ page }) => {
  await open(page, V3);
  const rows = table(page, /Keys and values of this model/).locator('tbody tr');
  await expect(rows.filter({ hasText: 'multi-head (MHA), 128 heads' })).toContainText('4 MB');
  await expect(rows.filter({ hasText: 'as it is: multi-head latent (MLA)' })).toContainText('70.3 kB');
});

test('the published day is entered, and the share that is paid goes down to where nothing is left', async ({ page }) => {
  await open(page, R1);
  const day = table(page, /24 hours from 27 February 2025/);
  await expect(day.getByRole('row', { name: /^Cost/ })).toContainText('$87,072');
  await expect(day.getByRole('row', { name: /^Revenue/ })).toContainText('$562,100');
  await enterTheDay(page).click();
  await expectInAddress(page, '1.fleet_chips', '1814');
  await expect(figure(page, 'A day', 'Mark-up, of cost')).toContainText('546%');
  await expect(figure(page, 'A day', 'Share of tokens that has to be paid')).toContainText('15.5%');
  await expect(figure(page, 'A day', 'Chips')).toContainText('$87.1K a day');
  await field(page, 'Share that is paid').fill('15.5%');
  await expectInAddress(page, '1.paid_share', '0.155');
  await expect(figure(page, 'A day', 'Profit before training and research')).toContainText(/[−]?\$\d{1,3}(\.\d+)? a day/);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => addressed(page).has('1.fleet_chips')).toBe(false);
});

test('a share is moved by its slider, with keys alone', async ({ page }) => {
  await open(page, R1);
  await expect(slider(page, 'Share that is paid')).toHaveValue('200');
  await slider(page, 'Share that is paid').focus();
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowLeft');
  await expectInAddress(page, '1.paid_share', '0.98');
  await expect(field(page, 'Share that is paid')).toHaveValue('98%');
  await expect(slider(page, 'Share that is paid')).toHaveAttribute('aria-valuetext', '98%');
  await expect(table(page, /by the share of tokens that is paid/).locator('[aria-current=true]')).toContainText(['98%']);
});

test('the answer follows a slider while it is dragged', async ({ page }) => {
  await open(page, R1);
  await expect(answer(page)).toBeVisible();
  const seen = await slider(page, 'Share that is paid').evaluate(async (input) => {
    const texts = new Set();
    for (let step = 199; step > 120; step -= 1) {
      input.value = String(step);
      input.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise((done) => { setTimeout(done, 20); });
      texts.add(document.querySelector('.answer').textContent);
    }
    return texts.size;
  });
  expect(seen).toBeGreaterThan(5);
});

test('a row of the table of shares enters its own', async ({ page }) => {
  await open(page, R1);
  const half = table(page, /by the share of tokens that is paid/).getByRole('row', { name: /^50%/ });
  await half.getByRole('button', { name: /^Use/ }).click();
  await expectInAddress(page, '1.paid_share', '0.5');
});

test('price and cost of a model stand beside each other, with the source of the price', async ({ page }) => {
  await open(page, V3);
  const r1 = offer(page, 'Open weights', 'DeepSeek-R1');
  await expect(r1).toContainText('list price: $0.724');
  await r1.locator('summary').click();
  for (const chip of ['H100', 'H200', 'B200']) await expect(r1).toContainText(new RegExp(`on the ${chip}: [\\d.]+ chip-hours × \\$`));
  await expect(r1).toContainText('a million tokens of input $0.55, cached $0.14, of output $2.19');
  await expect(r1.getByRole('link', { name: 'DeepSeek-R1 Release' })).toHaveAttribute('href', /deepseek/);
  const unknown = offer(page, 'Open weights', 'DeepSeek-V4-Pro');
  await expect(unknown.locator('.plot-value')).toHaveText('–');
  await expect(unknown).toContainText('list price: $0.665');
  const gpt = offer(page, 'Closed weights', 'GPT-4o');
  await gpt.locator('summary').click();
  await expect(gpt).toContainText('like DeepSeek-V3, on the');
  await page.getByText(/^Every list price/).first().click();
  expect(await table(page, /^Every list price/).locator('tbody tr').count()).toBeGreaterThan(50);
});

test('a closed model keeps to prices and says why', async ({ page }) => {
  await open(page, V3.replace('&end', '&open=2&end'));
  await expect(answer(page)).toContainText('GPT-4o is listed at $3.57');
  await expect(offer(page, 'Closed weights', 'GPT-4o')).toHaveAttribute('aria-current', 'true');
  await expect(figures(page, 'Throughput')).toHaveCount(0);
});

test('one’s own traffic three ways: curves, table and crossings', async ({ page }) => {
  await open(page, 'view=serve&models=llama-3.1-70b&1.usd_per_million_input=3&1.usd_per_million_output=12&1.usd_per_million_cached_input=3');
  const curves = analysis(page).getByRole('img', { name: 'What a day costs, by the tokens of a day' });
  await expect(curves).toBeVisible();
  expect(await curves.locator('path').count()).toBe(3);
  await expect(analysis(page)).toContainText(/Renting is cheaper than the API\s*from [\d.]+[MB] tokens a day on/);
  await field(page, 'Your tokens a day').fill('20B');
  await expect(table(page, /A day each way/).locator('[aria-current=true]')).toContainText(['20B']);
});

test('what cannot be served says what to change, and keeps what was typed', async ({ page }) => {
  await open(page, `${R1}&1.copy_chips=4`);
  await expect(analysis(page).getByRole('alert')).toContainText('on up to 4 H800 has room for its weights');
  await expect(analysis(page).getByRole('heading', { name: 'Are they overpricing?' })).toBeVisible();
  await field(page, 'Share that is paid').fill('150%');
  const box = page.locator('form.inputs .field').filter({ has: page.getByLabel('Share that is paid', { exact: true }) });
  await expect(box).toContainText('“150%” is outside the allowed range, 0% to 100%');
  await expect(field(page, 'Share that is paid')).toHaveValue('150%');
});

test('predicted throughputs stand beside measured ones', async ({ page }) => {
  await open(page, V3);
  await expect(analysis(page)).toContainText(/\d+ throughputs that others measured.*Median error of what is predicted\s*1\d(\.\d)?%/);
  const scatter = analysis(page).locator('.scatter').filter({ hasText: 'Predicted against measured tokens a second' });
  await scatter.locator('summary').click();
  expect(await scatter.locator('tbody tr').count()).toBeGreaterThan(200);
});

test('a service is embedded like any view, and its address is left alone', async ({ page }) => {
  await open(page, R1, '?embed=1&theme=dark');
  await expect(answer(page)).toContainText('DeepSeek-R1');
  const before = page.url();
  await enterTheDay(page).click();
  await expect(figure(page, 'A day', 'Mark-up, of cost')).toContainText('546%');
  expect(page.url()).toBe(before);
});

testAccessibility(V3);

for (const [query, width] of [['', 360], ['?embed=1', 640]]) {
  test(`on a narrow page (${width} px${query}) the answer comes first, and the fields behind a button`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await open(page, V3, query);
    await expect(answer(page)).toBeInViewport({ ratio: 1 });
    await expect(field(page, 'Share that is paid')).toBeHidden();
    await openFields(page);
    await field(page, 'Share that is paid').fill('10%');
    await expect(answer(page)).toContainText('revenue pays');
    await page.getByRole('button', { name: 'Hide the fields' }).press('Enter');
    await expect(field(page, 'Share that is paid')).toBeHidden();
    await expect(page.getByRole('button', { name: 'Change the figures' })).toBeFocused();
  });
}

test('the view fits 320 px, in an embed too', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 800 });
  for (const query of ['', '?embed=1&theme=dark']) {
    await open(page, V3, query);
    await expect(answer(page)).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  }
});
