// The fragment of the address holds the whole state, and what it holds is never trusted.

import { analysis, answer } from './analysis.mjs';
import { test, expect } from './fixtures.mjs';
import {
  addressed, expectFigure, expectInAddress, expectSaneText, field, figure, headings, machineFigures, names, open, table,
  warnings,
} from './page.mjs';

const TWO = 'v=1&d=2026-12b&view=compare&models=deepseek-v3,gpt-4&end';
const FULL = 'v=1&d=2026-12b&view=compare&models=deepseek-v3,gpt-4,own&1.tokens=20T&1.usd_per_gpu_hour=1.5..3' +
  '&3.name=A+run&3.pretraining_hours=10k&3.usd_per_gpu_hour=2..2.5..4&columns=training_cost,chip_hours,mfu' +
  '&sort=-training_cost&open=1&differences=1&end';

/** All that a link has to bring back. */
async function shown(page) {
  return {
    names: await names(page),
    headings: await headings(page),
    figures: await machineFigures(page),
    sorted: await table(page).locator('[aria-sort]').evaluateAll((all) => all.map((heading) => [heading.textContent, heading.ariaSort])),
    differing: await table(page).locator('td.diff').count(),
    open: await page.locator('.entry h2').allTextContents(),
    fields: await page.locator('.entry .field').locator('input, select').evaluateAll((all) => all.map((input) => input.value)),
  };
}

test('a link brings everything back: reload, a new page, a link without its #', async ({ page, context }) => {
  await open(page, FULL.replace('A+run', 'A%2Brun'));
  await expect(warnings(page)).toHaveCount(0);
  const first = await shown(page);
  expect(first.names).toHaveLength(3);
  expect(first.names).toContain('A+run');
  expect(first.headings).toEqual(['Model', 'Training cost', 'Chip-hours', 'MFU']);
  expect(first.sorted).toEqual([['Training cost', 'descending']]);
  expect(first.open).toEqual(['DeepSeek-V3']);
  expect(first.differing).toBeGreaterThan(0);
  expect(first.figures.flat()).toContain('25000');

  await page.reload();
  await expect.poll(() => shown(page)).toEqual(first);

  const other = await context.newPage();
  await other.goto(page.url());
  await expect.poll(() => shown(other)).toEqual(first);
});

test('what is done to the page can be reloaded and opened elsewhere', async ({ page, context }) => {
  await open(page, TWO);
  await table(page).getByRole('button', { name: 'Chip-hours', exact: true }).click();
  await page.getByRole('button', { name: 'GPT-4', exact: true }).first().click();
  await field(page, 'Price per chip-hour').fill('1.5..3');
  await field(page, 'Name').fill('x & y = 100% #1');
  await expectInAddress(page, '2.name', 'x & y = 100% #1');
  const before = await shown(page);
  expect(before.names).toContain('x & y = 100% #1');

  await page.reload();
  await expect.poll(() => shown(page)).toEqual(before);
  const other = await context.newPage();
  await other.goto(page.url());
  await expect.poll(() => shown(other)).toEqual(before);
});

test('back and forward go through the steps, figures and all', async ({ page }) => {
  await open(page, TWO);
  const states = [await shown(page)];
  const step = async (act, key, value) => {
    await act();
    await expectInAddress(page, key, value);
    states.push(await shown(page));
  };
  await step(() => table(page).getByRole('button', { name: 'Training cost', exact: true }).click(), 'sort', '-training_cost');
  await step(() => page.locator('.model', { hasText: 'DeepSeek-V3' }).click(), 'open', '1');
  await step(() => field(page, 'Price per chip-hour').fill('3'), '1.usd_per_gpu_hour', '3');
  await step(() => field(page, 'Training tokens').fill('20T'), '1.tokens', '20T');
  await step(() => page.getByRole('button', { name: 'Remove GPT-4' }).click(), 'models', 'deepseek-v3');

  for (const state of states.slice(0, -1).reverse()) {
    await page.goBack();
    await expect.poll(() => shown(page)).toEqual(state);
  }
  for (const state of states.slice(1)) {
    await page.goForward();
    await expect.poll(() => shown(page)).toEqual(state);
  }
});

test('typing one figure is one step back', async ({ page }) => {
  await open(page, TWO.replace('&end', '&open=1&end'));
  await expectInAddress(page, 'open', '1');
  const length = await page.evaluate(() => history.length);
  await field(page, 'Training tokens').focus();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('12.345T', { delay: 20 });
  await expectInAddress(page, '1.tokens', '12.345T');
  expect(await page.evaluate(() => history.length)).toBe(length + 1);
  await page.goBack();
  await expect(field(page, 'Training tokens')).toHaveValue('14.8T');
});

test('going back right after typing is not undone by a late write', async ({ page }) => {
  await open(page, TWO.replace('&end', '&open=1&end'));
  await field(page, 'Training tokens').fill('20T');
  await expectInAddress(page, '1.tokens', '20T');
  await field(page, 'Training tokens').fill('30T');
  await page.evaluate(() => history.back());
  await expect(field(page, 'Training tokens')).toHaveValue('14.8T');
  const address = page.url();
  // Longer than the page waits before it writes the address.
  await page.evaluate(() => new Promise((done) => setTimeout(done, 400)));
  expect(page.url()).toBe(address);
  expect(addressed(page).get('1.tokens')).toBeUndefined();
});

test('fifty times back and forth end where they began', async ({ page }) => {
  await open(page, TWO);
  const sort = table(page).getByRole('button', { name: 'Training cost', exact: true });
  await sort.click();
  await expectInAddress(page, 'sort', '-training_cost');
  const length = await page.evaluate(() => history.length);
  for (let time = 0; time < 50; time += 1) await page.evaluate((back) => history.go(back ? -1 : 1), time % 2 === 0);
  await expectInAddress(page, 'sort', '-training_cost');
  await expect(table(page).locator('[aria-sort=descending]')).toHaveText('Training cost');
  expect(await page.evaluate(() => history.length)).toBe(length);
});

test('another link put into the address bar is shown at once', async ({ page }) => {
  await open(page, TWO);
  await page.evaluate(() => { location.hash = 'v=1&models=olmo-3-32b&end'; });
  await expect.poll(() => names(page)).toEqual(['Olmo 3 32B']);
});

test('undo and redo by their buttons, the address follows', async ({ page }) => {
  await open(page, TWO.replace('&end', '&open=1&end'));
  const undo = page.getByRole('button', { name: 'Undo' });
  const redo = page.getByRole('button', { name: 'Redo' });
  await expect(undo).toBeDisabled();
  await expect(redo).toBeDisabled();
  await field(page, 'Price per chip-hour').fill('3');
  await field(page, 'Training tokens').fill('20T');
  await page.getByRole('button', { name: 'Remove GPT-4' }).click();
  expect(await names(page)).toEqual(['DeepSeek-V3']);

  await undo.click();
  expect(await names(page)).toEqual(['DeepSeek-V3', 'GPT-4']);
  await undo.click();
  await expect(field(page, 'Training tokens')).toHaveValue('14.8T');
  await expectInAddress(page, '1.tokens', undefined);
  await undo.click();
  await expectFigure(figure(page, 'Training cost', 'DeepSeek-V3'), '$5.576M', '5576000');
  await expect(undo).toBeDisabled();

  await redo.click();
  await expectFigure(figure(page, 'Training cost', 'DeepSeek-V3'), '$8.364M', '8364000');
  await expectInAddress(page, '1.usd_per_gpu_hour', '3');
  await field(page, 'Training tokens').fill('30T');
  await expect(redo, 'a new step ends what could be done again').toBeDisabled();
});

for (const [what, fragment, warning] of [
  ['an unknown key', 'v=1&models=deepseek-v3&foo=bar&end', '“foo” is not a key of these links'],
  ['an unknown field', 'v=1&models=deepseek-v3&1.foo=3&end', '“1.foo” names no field'],
  ['a field of an entry that is not there', 'v=1&models=deepseek-v3&2.tokens=3T&end', 'entry 2, and there is none'],
  ['__proto__', 'v=1&models=deepseek-v3&__proto__=1&end', '“__proto__” is not a key'],
  ['constructor as a field', 'v=1&models=deepseek-v3&1.constructor=1&end', '“1.constructor” names no field'],
  ['constructor as a model', 'v=1&models=deepseek-v3,constructor&end', 'no model “constructor”'],
  ['an unknown model', 'v=1&models=deepseek-v3,gpt-9&end', 'There is no model “gpt-9”'],
  ['an unknown accelerator', 'v=1&models=deepseek-v3&1.hardware=abacus&end', '“abacus” is not one of'],
  ['a bad value', 'v=1&models=deepseek-v3&1.tokens=12abc&end', 'Training tokens: “12abc” cannot be used'],
  ['a value out of range', 'v=1&models=deepseek-v3&1.mfu=1.2&end', 'MFU: “1.2” is outside the allowed range'],
  ['NaN', 'v=1&models=deepseek-v3&1.tokens=NaN&end', '“NaN” cannot be used'],
  ['a key that stands twice', 'v=1&models=deepseek-v3&1.year=2024&1.year=2025&end', '“1.year” stands twice'],
  ['a link that was cut', 'v=1&models=deepseek-v3', 'The end of the link is missing'],
  ['a bad escape', 'v=1&models=deepseek-v3&1.%E0%A4%A=3&end', 'badly escaped'],
  ['a later version', 'v=2&models=deepseek-v3&end', 'made by a later version (2)'],
  ['a version that is none', 'v=one&models=deepseek-v3&end', '“one” is not a version'],
  ['another edition', 'v=1&d=2031-01&models=deepseek-v3&end', 'no data edition “2031-01”'],
  ['another view', 'v=1&view=dashboard&models=deepseek-v3&end', 'no view “dashboard”'],
  ['an unknown column', 'v=1&models=deepseek-v3&columns=training_cost,chip_hours,total_params,foo&end', 'no column “foo”'],
  ['an unknown column to sort by', 'v=1&models=deepseek-v3&sort=-foo&end', 'no column “foo” to sort by'],
  ['an entry to open that is not there', 'v=1&models=deepseek-v3&open=7&end', 'no entry “7” to open'],
  ['markup', 'v=1&models=deepseek-v3&%3Cimg%20src=x%20onerror=alert(1)%3E=1&end', '“<img src” is not a key'],
  ['too many entries', `v=1&models=deepseek-v3${',gpt-4'.repeat(16)}&end`, 'Only the first 16 entries'],
]) {
  test(`${what} in a link is a warning on screen, and the rest is used`, async ({ page }) => {
    await open(page, fragment);
    await expect(warnings(page).filter({ hasText: warning })).toBeVisible();
    await expectFigure(figure(page, 'Training cost', 'DeepSeek-V3'), '$5.576M', '5576000');
    await expectSaneText(page);
    expect(new URL(page.url()).hash, 'the link stays as it was sent').toContain(fragment.slice(0, 20));
  });
}

test('of a key that stands twice the first counts', async ({ page }) => {
  await open(page, 'v=1&models=deepseek-v3&1.usd_per_gpu_hour=3&1.usd_per_gpu_hour=9&end');
  await expectFigure(figure(page, 'Training cost', 'DeepSeek-V3'), '$8.364M', '8364000');
});

test('a warning is dismissed, the others stay', async ({ page }) => {
  await open(page, 'v=1&models=deepseek-v3&foo=1&bar=2&end');
  await expect(warnings(page)).toHaveCount(2);
  await page.getByRole('button', { name: 'Dismiss this warning' }).first().click();
  await expect(warnings(page)).toHaveText(/“bar” is not a key/);
  await page.getByRole('button', { name: 'Dismiss this warning' }).click();
  await expect(page.getByRole('status', { name: 'Warnings' })).toBeHidden();
});

test('a link cut at any byte is a valid page', async ({ page }) => {
  const link = 'v=1&d=2026-12b&view=compare&models=deepseek-v3,own&2.name=%C3%A9&1.tokens=1.5T..3T&sort=-mfu&open=2&end';
  await open(page, TWO);
  for (let length = 0; length < link.length; length += 1) {
    await page.evaluate((hash) => { location.hash = hash; }, link.slice(0, length));
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    if (length >= 3) await expect(warnings(page).first()).toBeVisible();
  }
  await expectSaneText(page);
});

test('a link of a megabyte is refused with words', async ({ page }) => {
  await open(page, TWO);
  await page.evaluate(() => { location.hash = `v=1&models=deepseek-v3&1.name=${'x'.repeat(1_000_000)}&end`; });
  await expect(warnings(page)).toHaveText(/^The link is longer than \d+ bytes and was not read\.$/);
});

test('“Copy link” copies the address of what is shown', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, TWO.replace('&end', '&1.usd_per_gpu_hour=3&end'));
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(page.url());
});

test('where the browser refuses the clipboard, the link can be selected', async ({ page }) => {
  await page.addInitScript(() => {
    // The empty page before the first has no clipboard in every browser.
    if (navigator.clipboard) Object.defineProperty(navigator.clipboard, 'writeText', { value: () => Promise.reject(new Error('refused')) });
  });
  await open(page, TWO);
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByLabel('Select and copy this')).toHaveValue(page.url());
});

const SHARED = 'v=1&d=2026-12b&view=compare&models=deepseek-v3,gpt-4&2.usd_per_gpu_hour=1.5..3&end';
for (const [program, fragment] of [
  ['a sentence', `${SHARED}).`],
  ['Slack', SHARED.replaceAll('&', '&amp;')],
  ['WordPress', SHARED.replaceAll('&', '&#038;')],
  ['a redirect that escapes it all', encodeURIComponent(SHARED)],
  ['two of them', encodeURIComponent(encodeURIComponent(SHARED))],
  ['quoted-printable mail', SHARED.replaceAll('=', '=3D')],
  ['Markdown', SHARED.replaceAll('_', '\\_')],
  ['a tracker', `${SHARED}&utm_source=newsletter&fbclid=abc`],
]) {
  test(`a link that went through ${program} shows what was sent`, async ({ page }) => {
    await open(page, fragment);
    expect(await names(page)).toEqual(['DeepSeek-V3', 'GPT-4']);
    await expect(warnings(page)).toHaveCount(0);
    await expectInAddress(page, '2.usd_per_gpu_hour', '1.5..3');
  });
}

test('a fragment of another page is said to be none of ours, once, and the opening comparison is shown', async ({ page }) => {
  await open(page, 'it=100&sel=a,b&section-2');
  await expect(warnings(page)).toHaveCount(1);
  await expect(warnings(page)).toContainText('Trainbill');
  expect((await names(page)).length).toBe(8);
});

test('a link of an earlier edition keeps its figures, says so, and leads to the newest', async ({ page }) => {
  await open(page, 'v=1&d=2026-11&view=bill&models=palm-540b&end');
  const notice = page.locator('.notices').getByRole('listitem');
  await expect(notice).toContainText('figures of data edition 2026-11');
  await expect(analysis(page)).toContainText('1.19 GWh');
  await expect(page.getByRole('contentinfo')).toContainText('Data edition 2026-11');
  expect(addressed(page).get('d')).toBe('2026-11');
  await notice.getByRole('link', { name: 'Show those of 2026-12b' }).click();
  await expect(analysis(page)).toContainText('3.44 GWh');
  await expect(page.locator('.notices')).toBeHidden();
  await expectInAddress(page, 'd', undefined);
  await page.goBack();
  await expect(analysis(page)).toContainText('1.19 GWh');
});

test('an embed that is pinned to an earlier edition names it below, and no more', async ({ page, server }) => {
  await page.goto(`${server.url}?embed=1#d=2026-11&view=bill&models=palm-540b`);
  await expect(analysis(page)).toContainText('1.19 GWh');
  await expect(page.locator('.credit')).toContainText('data edition 2026-11');
  await expect(page.locator('.notices')).toBeHidden();
});

test('a price that a later edition added is not in a link of an earlier one', async ({ page }) => {
  await open(page, 'v=1&d=2026-12&view=serve&models=gpt-4.5&end');
  await expect(answer(page)).toContainText('cannot be worked out');
  await expect(answer(page)).not.toContainText('is listed at');
  await page.locator('.notices').getByRole('link', { name: 'Show those of 2026-12b' }).click();
  await expect(answer(page)).toContainText('GPT-4.5 is listed at $74.7');
});
