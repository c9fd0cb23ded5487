// The Train view: an entry's fields, the analysis that works beside the page, and what it offers to enter.

import { test, expect } from './fixtures.mjs';
import { analysis, answer, field, testAccessibility } from './analysis.mjs';
import { addressed, expectInAddress, expectSaneText, open } from './page.mjs';

const V3 = 'v=1&d=2026-12b&view=train&models=deepseek-v3,llama-3.1-405b&end';
const layouts = (page) => page.getByRole('table', { name: 'The best layout and those behind it' });
const unfold = (page, name) => page.locator('form.inputs summary').filter({ hasText: name }).click();

test('is reached from the comparison and left again, with real addresses', async ({ page }) => {
  await open(page);
  const link = page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Train' });
  await expect(link).toHaveAttribute('href', /#.*view=train/);
  await link.click();
  await expect(page.getByRole('heading', { level: 1, name: /What does this run cost/ })).toBeVisible();
  await expect(link).toHaveAttribute('aria-current', 'page');
  await expectInAddress(page, 'view', 'train');
  await page.goBack();
  await expect(page.locator('table.comparison')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).focus();
  await page.goForward();
  await expect(answer(page)).toBeVisible();
});

test('says of DeepSeek-V3 what the command line says', async ({ page }) => {
  await open(page, V3);
  await expect(answer(page)).toContainText('2,048 × H800');
  await expect(page.getByRole('button', { name: /^Training cost: / })).toContainText('$5.576M');
  await expect(analysis(page)).toContainText('MFU against the dense FP8 peak');
  await expect(page.locator('.parts')).toHaveCount(2);
  await expect(layouts(page).getByRole('row')).not.toHaveCount(1);
  await expectSaneText(page);
});

test('a link opens the entry that it names', async ({ page }) => {
  await open(page, V3.replace('&end', '&open=2&end'));
  await expect(page.getByLabel('Run', { exact: true })).toHaveValue('Llama 3.1 405B');
  await expect(answer(page)).toContainText('16,384 × H100');
  await page.getByLabel('Run', { exact: true }).selectOption('DeepSeek-V3');
  await expect(answer(page)).toContainText('H800');
  await expectInAddress(page, 'open', '1');
});

test('an edit changes the analysis, and undo takes it back', async ({ page }) => {
  await open(page, V3);
  const before = await answer(page).textContent();
  await field(page, 'Accelerators at a time').fill('1024');
  await expect(answer(page)).toContainText('1,024 × H800');
  await expectInAddress(page, '1.chip_count', '1024');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(answer(page)).toHaveText(before);
});

test('a layout of the table is entered as one step', async ({ page }) => {
  await open(page, V3);
  const second = layouts(page).getByRole('row').nth(2);
  const name = await second.getByRole('rowheader').textContent();
  await second.getByRole('button', { name: /^Use / }).click();
  await expect(layouts(page).getByRole('row').nth(1).getByRole('rowheader')).toHaveText(name);
  await expect.poll(() => [...addressed(page).keys()].filter((key) => key.startsWith('1.')).length).toBe(9);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => [...addressed(page).keys()].filter((key) => key.startsWith('1.')).length).toBe(0);
});

test('the hours of a layout can be put in the bill', async ({ page }) => {
  await open(page, V3);
  await page.getByRole('button', { name: /^Use these hours in the bill/ }).click();
  await expectInAddress(page, '1.hours_from', 'flop');
  await expect(page.getByRole('button', { name: /^Training cost: / })).not.toContainText('$5.576M');
  await expect(analysis(page)).toContainText(/this layout says 0(\.\d+)?% (more|fewer)/);
});

test('a field of the layout that is emptied is found again', async ({ page }) => {
  await open(page, V3);
  await expect(answer(page)).toBeVisible();
  await unfold(page, 'Parallel layout');
  const tensor = field(page, 'Tensor parallel');
  await expect(tensor).toHaveValue('');
  await tensor.fill('8');
  await expect(answer(page)).toContainText('8 tensor');
  await tensor.fill('');
  await expectInAddress(page, '1.tensor_parallel', undefined);
  await expect(answer(page)).not.toContainText('8 tensor');
  await tensor.fill('1.5');
  const box = page.locator('.field').filter({ has: page.getByLabel('Tensor parallel', { exact: true }) });
  await expect(box).toContainText('is not a whole number');
  await expect(answer(page)).toBeVisible();
});

test('what does not fit says by how much, and what would', async ({ page }) => {
  await open(page, V3.replace('&end', '&1.chip_count=8&end'));
  await expect(analysis(page).getByRole('alert')).toContainText(/It does not fit.*more than the 80 GB/s);
  const change = page.getByRole('table', { name: 'What would fit' }).getByRole('row').filter({ hasText: 'chips' });
  await change.getByRole('button', { name: /^Use / }).last().click();
  await expect(answer(page)).toBeVisible();
});

test('what does not divide names the field', async ({ page }) => {
  await open(page, V3.replace('&end', '&1.tensor_parallel=7&end'));
  await expect(analysis(page).getByRole('alert')).toContainText('Tensor parallel: 7 tensor');
});

test('a model without a public configuration says so and still has its bill', async ({ page }) => {
  await open(page, 'v=1&view=train&models=gpt-4&end');
  await expect(analysis(page)).toContainText('configuration is not public');
  await expect(page.getByRole('button', { name: /^Training cost: / })).toContainText('$158M');
});

test('a config.json can be pasted and used', async ({ page }) => {
  await open(page, 'v=1&view=train&models=own&1.tokens=1T&1.hardware=nvidia-h100-sxm5-80gb&1.chip_count=64&end');
  await unfold(page, 'Paste a config.json');
  const pasted = page.getByLabel('Hugging Face configuration');
  await pasted.fill('{"model_type":"llama"');
  await expect(page.locator('details').filter({ has: pasted })).toContainText('not a configuration file');
  await pasted.fill(JSON.stringify({
    model_type: 'llama', hidden_size: 4096, intermediate_size: 14336, num_attention_heads: 32, num_hidden_layers: 32,
    num_key_value_heads: 8, vocab_size: 128256,
  }));
  await page.getByRole('button', { name: 'Use this configuration' }).click();
  await expect.poll(() => addressed(page).get('1.architecture')).toMatch(/^hidden_size:4096,num_layers:32/);
  await expect(answer(page)).toContainText('64 × H100');
});

test('a program that cannot be loaded is said, and tried again', async ({ page, problems }) => {
  await page.route('**/engine_bg.wasm*', (route) => route.abort());
  await open(page, V3);
  const alert = analysis(page).getByRole('alert');
  await expect(alert).toContainText('could not be loaded');
  await expect(page.getByRole('button', { name: /^Training cost: / })).toContainText('$5.576M');
  problems.length = 0;
  await page.unroute('**/engine_bg.wasm*');
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(answer(page)).toBeVisible();
});

test('the first page does not load it', async ({ page }) => {
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await open(page);
  await expect(page.locator('table.comparison')).toBeVisible();
  expect(asked.filter((url) => url.includes('engine'))).toEqual([]);
});

testAccessibility(V3);

test('nothing scrolls sideways at 320 px, and in an embed', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 800 });
  for (const query of ['', '?embed=1&theme=dark']) {
    await open(page, V3, query);
    await expect(answer(page)).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  }
});

test('works with the keyboard alone', async ({ page }) => {
  await open(page, V3);
  await expect(answer(page)).toBeVisible();
  await field(page, 'Accelerators at a time').focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('512');
  await expect(answer(page)).toContainText('512 × H800');
  const offer = page.getByRole('button', { name: /^Use these hours in the bill/ });
  await offer.focus();
  await page.keyboard.press('Enter');
  await expectInAddress(page, '1.hours_from', 'flop');
});
