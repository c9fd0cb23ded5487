// The part of the program that comes after the comparison: what does without it, what waits for it, and what is said where it
// does not arrive.

import { readFileSync } from 'node:fs';
import { test, expect } from './fixtures.mjs';
import { dist } from './dist.mjs';
import { expectFigure, expectInAddress, field, fieldBox, figure, held, live, names, open, row, table } from './page.mjs';

const REST = /trainbill-[0-9a-f]+_rest[.]wasm$/;
const STYLE = /trainbill-[0-9a-f]+_rest[.]css$/;
const BILL = 'v=1&d=2026-12b&view=bill&models=deepseek-v3&end';
const root = (page) => page.locator('html');
const lost = (page) => page.getByRole('alert').filter({ hasText: 'This part of the page could not be loaded.' });
const share = (page) => page.getByRole('button', { name: 'Share', exact: true });

test('the comparison does without it', async ({ page, problems }) => {
  await page.route(REST, (route) => route.abort());
  await open(page, 'v=1&d=2026-12b&view=compare&models=deepseek-v3,gpt-4&end');
  await expect(root(page)).toHaveAttribute('data-rest', 'failed');
  problems.length = 0;
  await row(page, 'DeepSeek-V3').getByRole('button', { name: 'DeepSeek-V3', exact: true }).click();
  await field(page, 'Price per chip-hour').fill('3');
  await expectFigure(figure(page, 'Training cost', 'DeepSeek-V3'), '$8.364M', '8364000');
  await field(page, 'Price per chip-hour').fill('2..4');
  await expect(figure(page, 'Training cost', 'DeepSeek-V3')).toContainText('–');
  await field(page, 'Price per chip-hour').fill('banana');
  await expect(fieldBox(page, 'Price per chip-hour')).toContainText('banana');
  await page.getByRole('button', { name: 'Undo' }).click();
  await figure(page, 'Training cost', 'GPT-4').click();
  await expect(page.locator('.why')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.locator('.row-tools button').nth(2).click();
  await page.locator('#add').fill('Llama');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await names(page)).length).toBe(4);
  await page.locator('details').evaluateAll((all) => all.forEach((details) => { details.open = true; }));
  await page.getByLabel('Theme').selectOption('dark');
  await page.getByLabel('Language').selectOption('zh-Hans');
  await expect(root(page)).toHaveAttribute('lang', 'zh-Hans');
  await expect(page.locator('#failure')).toBeHidden();
});

for (const [width, height] of [[1280, 800], [360, 740]]) {
  test(`at ${width} px the comparison looks the same before the rest of its style is there`, async ({ page, problems }) => {
    await page.setViewportSize({ width, height });
    const release = await held(page, STYLE);
    await open(page, 'v=1&d=2026-12b&view=compare&models=deepseek-v3,gpt-4&open=1&end');
    const before = await page.screenshot({ fullPage: true });
    release();
    await expect(root(page)).toHaveAttribute('data-rest', 'here');
    const after = await page.screenshot({ fullPage: true });
    expect(before.equals(after)).toBe(true);
    // For a picture Playwright stills the page by a style, which the page's policy refuses in Firefox.
    const others = problems.filter((problem) => !problem.includes('blocked an inline style'));
    problems.splice(0, problems.length, ...others);
  });
}

test('a view does not begin without its style, and is tried again', async ({ page, problems }) => {
  await page.route(STYLE, (route) => route.abort());
  await open(page, BILL);
  await expect(lost(page)).toBeVisible();
  problems.length = 0;
  await page.unroute(STYLE);
  await lost(page).getByRole('button').click();
  await expect(page.locator('.answer')).toContainText('DeepSeek-V3');
  await expect(page.locator('.rung-name').first()).toHaveCSS('display', 'contents');
});

test('it comes once the comparison has started', async ({ page }) => {
  const order = [];
  page.on('request', (request) => order.push(new URL(request.url()).pathname.replace(/.*trainbill-[0-9a-f]+/, '')));
  await open(page);
  await expect(root(page)).toHaveAttribute('data-rest', 'here');
  expect(order.filter((name) => name.endsWith('wasm'))).toEqual(['_bg.wasm', '_rest.wasm']);
});

test('a view that waits for it shows its question, and then its answer', async ({ page }) => {
  const release = await held(page, REST);
  await open(page, BILL);
  await expect(page.locator('.answer')).toHaveText('Working it out…');
  await expect(page.locator('.answer')).toHaveAttribute('aria-busy', 'true');
  release();
  await expect(page.locator('.answer')).toContainText('DeepSeek-V3');
});

test('a window that waits for it opens when it is there', async ({ page }) => {
  const release = await held(page, REST);
  await open(page);
  await share(page).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  release();
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('a view whose part does not arrive says so, and is tried again', async ({ page, problems }) => {
  await page.route(REST, (route) => route.abort());
  await open(page, BILL);
  await expect(lost(page)).toBeVisible();
  await expect(page.locator('.answer')).toHaveText('');
  problems.length = 0;
  await page.unroute(REST);
  await lost(page).getByRole('button', { name: 'Try again' }).click();
  await expect(page.locator('.answer')).toContainText('DeepSeek-V3');
  await expect(lost(page)).toHaveCount(0);
  await expectInAddress(page, 'view', 'bill');
});

test('a window whose part does not arrive says so', async ({ page, problems }) => {
  await page.route(REST, (route) => route.abort());
  await open(page);
  await expect(root(page)).toHaveAttribute('data-rest', 'failed');
  await share(page).click();
  await expect(lost(page)).toBeInViewport();
  problems.length = 0;
  await page.unroute(REST);
  await lost(page).getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('one with another byte is refused', async ({ page, problems }) => {
  await page.route(REST, async (route) => {
    const body = readFileSync(`${dist}/${new URL(route.request().url()).pathname.split('/').pop()}`);
    body[body.length - 1] ^= 1;
    await route.fulfill({ contentType: 'application/wasm', body });
  });
  await page.goto(`./#${BILL}`);
  await live(page);
  await expect(lost(page)).toBeVisible();
  expect(problems.join('\n')).toContain('integrity');
  problems.length = 0;
});
