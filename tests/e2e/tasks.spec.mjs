// What visitors come for, done from the opening page by keyboard alone.

import { test, expect } from './fixtures.mjs';
import { analysis, answer, field } from './analysis.mjs';
import { press, tabTo } from './keyboard.mjs';
import { open, row } from './page.mjs';

test('is the six million true?', async ({ page }) => {
  await open(page);
  await expect(page.locator('.lede .answer')).toContainText('DeepSeek-V3’s final training run comes to $5.576M');
  await press(page, page.getByRole('navigation', { name: 'Next questions' }).getByRole('link', { name: 'What does the headline leave out?' }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What does the headline leave out?');
  await expect(page.getByRole('main')).toBeFocused();
  await expect(answer(page)).toHaveText(/final run comes to \$5\.576M .* the model comes to \$32M \(\$[\d.]+M – \$[\d.]+M\), most of it assumed/);
  // The headline's own rung: its equation, and who said it.
  const rented = analysis(page).locator('.ladder li').filter({ hasText: 'Final run, rented' });
  await press(page, rented.locator('summary'));
  await expect(rented).toContainText('2.788M');
  await expect(rented.getByRole('link', { name: /DeepSeek-V3 Technical Report/ }).first()).toBeVisible();
  // And the widest: what is beyond the run itself.
  await press(page, analysis(page).locator('.ladder li').filter({ hasText: 'Whole development' }).locator('summary'));
  await expect(analysis(page).locator('.ladder li').filter({ hasText: 'Whole development' })).toContainText(/staff/i);
});

test('what would 70B on 15T tokens cost on H200?', async ({ page }) => {
  await open(page);
  await tabTo(page, page.getByRole('combobox', { name: 'Add a model' }));
  await page.keyboard.type('own');
  await page.keyboard.press('Enter');
  const entry = page.locator('#entry');
  await expect(entry.getByRole('heading', { name: 'Your own run' })).toBeFocused();
  const type = async (label, text) => {
    await tabTo(page, entry.getByLabel(label, { exact: true }));
    await page.keyboard.type(text);
  };
  await tabTo(page, entry.getByLabel('Accelerator', { exact: true }));
  await page.keyboard.type('NVIDIA H200');
  await type('MFU', '40%');
  await type('Parameters', '70B');
  await type('Training tokens', '15T');
  const cost = row(page, 'Your own run').locator('[data-basis] data').first();
  await expect(cost).toBeVisible();
  // 6 × 70B × 15T FLOP at 40% of 989.5 TFLOP/s, and quotes for the H200.
  const hours = 6 * 70e9 * 15e12 / (0.4 * 989.5e12) / 3600;
  const [low, high] = (await cost.getAttribute('value')).split('..').map(Number);
  expect(low / hours).toBeGreaterThan(1);
  expect((high ?? low) / hours).toBeLessThan(12);
  await expect(page.locator('#said')).toHaveText(/^Your own run: final training run at a rental price, \$/);
});

test('share what I found', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, 'view=serve&models=deepseek-v3');
  await expect(answer(page)).toContainText('A million tokens');
  await tabTo(page, field(page, 'Share that is paid'));
  await page.keyboard.press('Control+A');
  await page.keyboard.type('50%');
  await expect(answer(page)).toContainText(/of the tokens are paid for/);
  await expect(page.locator('form.inputs .field[data-state=changed]')).toHaveCount(1);
  const found = await answer(page).innerText();
  await tabTo(page, page.getByRole('banner').getByRole('button', { name: 'Share' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Share this page' });
  await expect(dialog).toBeVisible();
  await press(page, dialog.getByRole('button', { name: 'Copy this link' }));
  await expect(dialog.getByRole('button', { name: 'Copied' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('banner').getByRole('button', { name: 'Share' })).toBeFocused();
  const other = await context.newPage();
  await other.goto(await page.evaluate(() => navigator.clipboard.readText()));
  await expect(answer(other)).toHaveText(found);
});

test('embed the caching chart', async ({ page, context }) => {
  test.slow();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const name = 'What a million tokens cost, by the input found in the cache';
  await open(page, 'view=serve&models=deepseek-v3');
  await expect(analysis(page).getByRole('img', { name })).toBeVisible();
  // The list of the view's parts is a short way to the right one.
  await press(page, analysis(page).getByRole('button', { name: 'Keys and values, and the prefix cache' }));
  await expect(analysis(page).getByRole('heading', { name: 'Keys and values, and the prefix cache' })).toBeFocused();
  await press(page, analysis(page).getByRole('button', { name: `Export ${name}` }));
  const exported = page.getByRole('dialog');
  await press(page, exported.getByRole('button', { name: /Embed/ }));
  const dialog = page.getByRole('dialog', { name: /Embed/ });
  await press(page, dialog.getByRole('button', { name: /^Copy/ }).first());
  const snippet = await page.evaluate(() => navigator.clipboard.readText());
  expect(snippet).toMatch(/piece=caching/);
  const source = snippet.match(/(?:src|href)="([^"]+)"/)[1].replaceAll('&amp;', '&');
  const frame = await context.newPage();
  await frame.goto(source);
  await expect(frame.getByRole('img', { name })).toBeVisible();
  await expect(frame.getByRole('table', { name: /prefix/ })).toHaveCount(0);
});
