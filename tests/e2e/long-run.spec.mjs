// What takes seconds has a worker of its own, which ends with its question.

import { test, expect } from './fixtures.mjs';
import { answer } from './analysis.mjs';
import { open } from './page.mjs';

// A service is searched anew for each draw: a million take a quarter of an hour.
const SLOW = 'view=what-if&models=deepseek-v3&1.result=serving_cost&1.kv_length=2k..8k';

const many = (page) => page.getByRole('group', { name: 'Draw 1,000,000 samples' });
const file = (page) => page.getByRole('group', { name: 'Download the sweep as CSV' });

test('one button begins and cancels, and keeps the focus', async ({ page }) => {
  await open(page, SLOW);
  await expect(answer(page)).toContainText('in nine draws of ten', { timeout: 30_000 });
  const button = many(page).getByRole('button');
  await button.press('Enter');
  await expect(button).toHaveText('Cancel');
  await expect(button).toBeFocused();
  // A worker that is ended while its files are on the way leaves a broken request behind.
  await expect(many(page)).toContainText('of 1M', { timeout: 30_000 });
  await button.press('Enter');
  await expect(button).toHaveText('Draw 1,000,000 samples');
  await expect(button).toBeFocused();
  await expect(many(page).getByRole('progressbar')).toHaveCount(0);
});

test('a run is given up when the state changes of which it was asked, and with its view', async ({ page }) => {
  test.slow();
  await open(page, SLOW);
  for (const [next, workers] of [[`${SLOW}&1.tokens=10T`, 1], ['models=deepseek-v3', 0]]) {
    await expect(answer(page)).toContainText('in nine draws of ten', { timeout: 30_000 });
    await many(page).getByRole('button').click();
    await expect(many(page)).toContainText('of 1M', { timeout: 30_000 });
    await page.evaluate((fragment) => { location.hash = fragment; }, next);
    await expect(page.getByRole('progressbar')).toHaveCount(0);
    await expect.poll(() => page.workers().length).toBe(workers);
  }
});

test('what was saved can be saved again', async ({ page }) => {
  await open(page, 'view=what-if&models=llama-3.1-405b');
  await expect(answer(page)).toBeVisible();
  for (let time = 0; time < 2; time += 1) {
    const [download] = await Promise.all([page.waitForEvent('download'), file(page).getByRole('button').click()]);
    expect(download.suggestedFilename()).toBe('llama-3.1-405b-training_cost.csv');
  }
});
