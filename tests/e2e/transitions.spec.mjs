// What stands on the page between one state and the next, and that nothing of the one is shown as the other's.

import { test, expect } from './fixtures.mjs';
import { analysis, answer, field } from './analysis.mjs';
import { expectInAddress, figure, held, live, open, paste, row } from './page.mjs';

const PRICE = 'Price per chip-hour';
const of = (view, more = '') => `v=1&d=2026-12b&view=${view}&models=deepseek-v3,gpt-4${more}&end`;
const run = (page) => page.getByLabel('Run', { exact: true });
const chosen = (menu) => menu.evaluate((element) => element.selectedOptions[0].textContent);

test('a menu shows the state however often it was picked from by hand', async ({ page }) => {
  await open(page, of('bill'));
  await expect(answer(page)).toContainText('DeepSeek-V3');
  await run(page).selectOption('GPT-4');
  await run(page).selectOption('DeepSeek-V3');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(answer(page)).toContainText('GPT-4');
  expect(await chosen(run(page))).toBe('GPT-4');
  await page.goBack();
  await expect(answer(page)).toContainText('DeepSeek-V3');
  expect(await chosen(run(page))).toBe('DeepSeek-V3');
});

test('so does one of a field that is reset, and of an entry shown again', async ({ page }) => {
  await open(page, 'v=1&d=2026-12b&view=bill&models=gpt-4,deepseek-v3,llama-3.1-405b&end');
  const chip = field(page, 'Accelerator');
  await page.locator('summary', { hasText: 'Hours and price' }).or(page.locator('summary', { hasText: 'Accelerators' })).evaluateAll((all) => all.forEach((one) => { one.parentElement.open = true; }));
  const first = await chosen(chip);
  await chip.selectOption({ index: 3 });
  const third = await chosen(chip);
  await run(page).selectOption({ index: 1 });
  await run(page).selectOption({ index: 0 });
  expect(await chosen(chip)).toBe(third);
  await page.getByRole('button', { name: 'Reset Accelerator' }).click();
  expect(await chosen(chip)).toBe(first);
});

test('a working that comes back by itself leaves the focus in the field', async ({ page }) => {
  await open(page, of('compare', '&open=1'));
  await page.locator('.bill-total button.figure').first().click();
  await expect(page.locator('#why')).toBeFocused();
  const active = page.locator('#f-active_params');
  await active.fill('900B');
  await expect(page.locator('#why')).toHaveCount(0);
  await active.press('Control+A');
  await page.keyboard.type('37B..45B');
  await expect(active).toHaveValue('37B..45B');
  await expect(active).toBeFocused();
  await expect(page.locator('#why')).toBeVisible();
});

test('a long run that has ended does not begin again when its state comes back', async ({ page }) => {
  const begun = [];
  page.on('worker', (worker) => begun.push(worker.url()));
  await open(page, of('what-if', '&1.usd_per_gpu_hour=1.5..3&open=1'));
  await expect(answer(page)).toContainText('DeepSeek-V3');
  const draws = page.getByRole('group', { name: 'Draw 1,000,000 samples' });
  await draws.getByRole('button').first().click();
  await expect(draws.locator('.note[role=status]')).toHaveText('Done.');
  const before = begun.length;
  await run(page).selectOption('GPT-4');
  await expect(answer(page)).toContainText('GPT-4');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(answer(page)).toContainText('DeepSeek-V3');
  await expect(draws.locator('.note[role=status]')).toHaveText('');
  expect(begun.length).toBe(before);
});

test('a window on a piece of a view closes with the view', async ({ page }) => {
  await open(page, of('why'));
  await expect(answer(page)).toContainText('DeepSeek-V3');
  await page.locator('header nav').getByRole('link', { name: 'Whole bill' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What does the headline leave out?');
  await expect(answer(page)).toContainText('DeepSeek-V3');
  await expectInAddress(page, 'view=bill');
  await analysis(page).getByRole('button', { name: /^Export/ }).first().click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Why is it cheaper?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('nothing that was found of one entry stands in the fields of another', async ({ page }) => {
  await page.addInitScript(() => {
    const ask = Worker.prototype.postMessage;
    const questions = [];
    let holds = false;
    Worker.prototype.postMessage = function (...message) {
      if (holds) questions.push(() => ask.apply(this, message));
      else ask.apply(this, message);
    };
    self.holdQuestions = () => { holds = true; };
    self.releaseQuestions = () => {
      holds = false;
      for (const go of questions) go();
    };
  });
  await open(page, of('serve'));
  await expect(answer(page)).toContainText('DeepSeek-V3');
  const price = page.locator('#f-serving_usd_per_gpu_hour');
  const cards = page.locator('.report h3');
  await expect(price).toHaveAttribute('placeholder', /\$/);
  expect(await cards.count()).toBeGreaterThan(1);
  await page.evaluate(() => self.holdQuestions());
  await run(page).selectOption('GPT-4');
  await expect(page.locator('.answer')).toHaveText('Working it out…');
  await expect(price).toHaveAttribute('placeholder', '');
  await expect(cards).toHaveCount(0);
  await page.evaluate(() => self.releaseQuestions());
  await expect(answer(page)).toContainText('GPT-4');
  await expect(price).toHaveAttribute('placeholder', 'not needed here');
  expect(await cards.count()).toBeGreaterThan(1);
});

test('what was typed and refused stays until its own entry is changed', async ({ page }) => {
  await open(page, of('compare', '&open=1'));
  const price = field(page, PRICE);
  const isKept = async () => {
    await expect(price).toHaveValue('banana');
    await expect(page.locator('form.inputs')).toContainText('banana');
  };
  await price.fill('banana');
  await page.getByRole('button', { name: 'Highlight differences' }).click();
  await page.locator('summary', { hasText: 'Columns' }).click();
  await page.getByRole('checkbox').first().click();
  await page.keyboard.press('Escape');
  await isKept();
  await page.getByRole('button', { name: 'Undo' }).click();
  await isKept();
  await page.goBack();
  await isKept();
  await page.getByRole('button', { name: 'Remove GPT-4', exact: true }).click();
  await isKept();
  await field(page, 'Training tokens').fill('9T');
  await page.getByRole('button', { name: 'Reset Training tokens' }).click();
  await isKept();
  await expect(row(page, 'DeepSeek-V3')).toContainText('last good figures');
  await page.getByRole('button', { name: 'Reset all fields' }).click();
  await expect(price).not.toHaveValue('banana');
});

test('a field of another view is not said to be what this bill rests on', async ({ page }) => {
  await open(page, of('serve'));
  await expect(answer(page)).toContainText('DeepSeek-V3');
  await page.locator('#f-serving_usd_per_gpu_hour').evaluate((input) => { input.closest('details')?.setAttribute('open', ''); });
  await page.locator('#f-serving_usd_per_gpu_hour').fill('banana');
  await expect(page.locator('.stale')).toContainText(PRICE);
  await page.locator('header nav').getByRole('link', { name: 'Whole bill' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What does the headline leave out?');
  await expect(page.locator('.stale')).toHaveCount(0);
  await page.locator('header nav').getByRole('link', { name: 'Serve' }).click();
  await expect(page.locator('#f-serving_usd_per_gpu_hour')).toHaveValue('banana');
});

test('what is refused and what a link got wrong is said in the language that is spoken', async ({ page }) => {
  await open(page, 'v=1&d=2026-12b&models=deepseek-v3,gpt-99&open=1&end');
  const warnings = page.getByRole('status').filter({ hasText: 'gpt-99' });
  await expect(warnings).toContainText('There is no model');
  await field(page, PRICE).fill('banana');
  await page.getByLabel('Language').selectOption('zh-Hans');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
  await expect(warnings).not.toContainText('There is no model');
  await expect(page.locator('#f-usd_per_gpu_hour-error')).toContainText('banana');
  await expect(page.locator('#f-usd_per_gpu_hour-error')).not.toContainText(/[a-z]{3,} [a-z]{3,}/);
});

test('of two languages chosen one after the other the last is spoken', async ({ page }) => {
  const release = await held(page, /zh-Hans/);
  await open(page);
  const language = page.getByLabel('Language');
  await language.selectOption('zh-Hans');
  await language.selectOption('en');
  const arrived = page.waitForResponse(/zh-Hans/);
  release();
  await (await arrived).finished();
  await live(page);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('DeepSeek says');
  expect(await chosen(language)).toBe('English');
});

test('warnings of a link go when one goes back to what was before it', async ({ page }) => {
  await open(page, of('compare'));
  await paste(page, '#v=1&d=2026-12b&models=deepseek-r1,gpt-99&end');
  await expect(page.getByRole('status').filter({ hasText: 'gpt-99' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(figure(page, 'Training cost', 'GPT-4')).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'gpt-99' })).toHaveCount(0);
});

test('warnings of the link that the page was opened by stay through a step and back', async ({ page }) => {
  await open(page, 'v=1&d=2026-12b&models=deepseek-v3,gpt-99&end');
  await page.getByRole('button', { name: 'Highlight differences' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'gpt-99' })).toBeVisible();
});

test('what was said to those who do not see the page goes when it is not so any more', async ({ page }) => {
  await open(page, of('compare', '&open=1'));
  const said = page.locator('#said');
  await field(page, PRICE).fill('3');
  await expect(said).toContainText('$8.364M');
  await field(page, 'Active parameters').fill('900B');
  await expect(said).toHaveText('');
});
