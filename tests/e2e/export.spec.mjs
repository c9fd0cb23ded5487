// Tables and charts as files, each read back by a parser that is not ours.

import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import markdownIt from 'markdown-it';
import { PNG } from 'pngjs';
import { test, expect } from './fixtures.mjs';
import { open } from './page.mjs';

const SLY = '=cmd|\' /C calc\'!A0 <img src=x onerror=alert(1)>';
const scenario = (view) => `v=1&d=2026-12b&view=${view}&models=deepseek-v3,gpt-4&1.name=${encodeURIComponent(SLY)}&open=1&end`;

const exportWindow = async (page, button) => {
  await button.click();
  const dialog = page.getByRole('dialog', { name: /^Export[: ]/ });
  await expect(dialog).toBeVisible();
  return dialog;
};

/** What the window shows for a format. */
async function shown(dialog, format, ending) {
  await dialog.getByLabel('As').selectOption(format);
  const box = dialog.getByLabel(new RegExp(`^Content of [a-z0-9.-]+\\.${ending}$`));
  await expect(box).toBeVisible();
  return box.inputValue();
}

/** Saves what the window shows, and answers with its bytes. */
async function saved(page, dialog, ending) {
  const saving = page.waitForEvent('download');
  await dialog.getByRole('button', { name: new RegExp(`^Save [a-z0-9.-]+\\.${ending}$`) }).click();
  const download = await saving;
  expect(download.suggestedFilename()).toMatch(new RegExp(`^[a-z0-9.-]+\\.${ending}$`));
  return readFile(await download.path());
}

async function expectTables(page, dialog) {
  const address = decodeURIComponent(page.url());
  const csv = await shown(dialog, 'Table (CSV)', 'csv');
  expect((await saved(page, dialog, 'csv')).toString().replaceAll('\r\n', '\n')).toBe(csv);
  const rows = parse(csv, { columns: true });
  expect(rows.length).toBeGreaterThanOrEqual(1);
  expect(rows[0].data_edition).toBe('2026-12b');
  expect(decodeURIComponent(rows[0].link)).toBe(address);
  for (const cell of rows.flatMap(Object.values)) {
    expect(cell, 'no program takes it for a formula').not.toMatch(/^\s*[=@\t\r\n]|^\s*[+-](?!\d*\.?\d+(e[+-]?\d+)?$)/i);
  }

  const json = JSON.parse(await shown(dialog, 'Data (JSON)', 'json'));
  expect(json.data_edition).toBe('2026-12b');
  expect(decodeURIComponent(json.link)).toBe(address);
  expect(json.rows.length).toBe(rows.length);
  for (const row of json.rows) expect(row.length).toBe(json.columns.length);

  const markdown = await shown(dialog, 'Table (Markdown)', 'md');
  const html = markdownIt({ html: true }).render(markdown);
  const read = await elsewhere(page, (text) => {
    const page = new DOMParser().parseFromString(text, 'text/html');
    return {
      tables: page.querySelectorAll('table').length,
      widths: [...page.querySelectorAll('tr')].map((row) => row.cells.length),
      links: [...page.querySelectorAll('a')].map((link) => link.getAttribute('href')),
      images: page.querySelectorAll('img').length,
    };
  }, html);
  expect(read.tables).toBe(1);
  expect(new Set(read.widths).size, 'all rows of a table have as many cells').toBe(1);
  expect(read.widths.length).toBe(rows.length + 1);
  expect(read.links.map((link) => decodeURIComponent(link))).toContain(address);
  expect(read.images, 'a name is no picture').toBe(0);
}

/** Does something in a page without a policy: that of ours takes no markup. */
async function elsewhere(page, run, given) {
  const blank = await page.context().newPage();
  const found = await blank.evaluate(run, given);
  await blank.close();
  return found;
}

async function expectDrawings(page, dialog) {
  const svg = await shown(dialog, 'Drawing (SVG)', 'svg');
  const read = await elsewhere(page, (text) => {
    const { documentElement: root } = new DOMParser().parseFromString(text, 'image/svg+xml');
    return {
      name: root.localName,
      faults: root.querySelectorAll('parsererror').length,
      size: [Number(root.getAttribute('width')), Number(root.getAttribute('height'))],
      title: root.querySelector('title')?.textContent ?? '',
      text: root.textContent,
      strange: [...root.querySelectorAll('*')].filter((one) => ['script', 'image', 'foreignObject', 'img', 'style'].includes(one.localName)
        || [...one.attributes].some(({ name, value }) => /^on/.test(name) || /url\(|^javascript/.test(value))).map((one) => one.outerHTML),
    };
  }, svg);
  expect(read).toMatchObject({ name: 'svg', faults: 0, strange: [] });
  expect(read.size[0]).toBe(1200);
  expect(read.title).not.toBe('');
  expect(read.text).toContain('2026-12b');
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  await dialog.getByLabel('As').selectOption('Picture (PNG)');
  await expect(dialog.getByRole('img', { name: /^Preview of/ })).toBeVisible();
  await expect.poll(() => dialog.getByRole('img', { name: /^Preview of/ }).evaluate((one) => one.naturalWidth)).toBe(1200);
  const { width, height, data } = PNG.sync.read(await saved(page, dialog, 'png'));
  expect([width, height]).toEqual(read.size.map((side) => 2 * side));
  const colours = new Set();
  for (let place = 0; place < data.length; place += 4 * 97) colours.add(data.readUIntBE(place, 3));
  expect(colours.size, 'something is drawn').toBeGreaterThan(5);
}

for (const view of ['compare', 'train', 'why', 'bill', 'serve', 'budget', 'what-if']) {
  test(`a table and a chart of the view ${view} are exported in every format`, async ({ page }) => {
    test.slow();
    await open(page, scenario(view));
    const buttons = page.getByRole('button', { name: /^Export / });
    await expect(buttons.first()).toBeVisible();
    let [table, chart] = [false, false];
    for (let place = 0; place < await buttons.count() && !(table && chart); place += 1) {
      const dialog = await exportWindow(page, buttons.nth(place));
      const isChart = (await dialog.getByLabel('As').locator('option').count()) === 5;
      if (isChart && !chart) {
        await expectDrawings(page, dialog);
        await expectTables(page, dialog);
        chart = true;
      } else if (!isChart && !table) {
        await expectTables(page, dialog);
        table = true;
      }
      await dialog.getByRole('button', { name: 'Close', exact: true }).click();
      await expect(dialog).toBeHidden();
    }
    expect([table, chart]).toEqual([true, true]);
  });
}

test('every piece of the comparison can be exported: table, chart, bill and figures', async ({ page }) => {
  await open(page, scenario('compare'));
  for (const name of ['Export the chart', 'Export the table', 'Export the bill', 'Export all its figures']) {
    const dialog = await exportWindow(page, page.getByRole('button', { name }));
    const rows = parse(await shown(dialog, 'Table (CSV)', 'csv'), { columns: true });
    expect(rows.length, name).toBeGreaterThan(1);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name })).toBeFocused();
  }
});

test('numbers of the comparison are numbers in the file', async ({ page }) => {
  await open(page, 'v=1&d=2026-12b&view=compare&models=deepseek-v3,gpt-4&end');
  const dialog = await exportWindow(page, page.getByRole('button', { name: 'Export the table' }));
  const [first, second] = parse(await shown(dialog, 'Table (CSV)', 'csv'), { columns: true });
  expect(Number(first.training_cost_usd_central)).toBe(5576000);
  expect(Number(second.training_cost_usd_low)).toBeLessThan(Number(second.training_cost_usd_high));
});

test('what the window says follows the page: its link is the present one', async ({ page }) => {
  await open(page, 'v=1&d=2026-12b&view=compare&models=deepseek-v3&open=1&end');
  await page.locator('.entry form').getByLabel('Price per chip-hour', { exact: true }).fill('3');
  const dialog = await exportWindow(page, page.getByRole('button', { name: 'Export the table' }));
  const [row] = parse(await shown(dialog, 'Table (CSV)', 'csv'), { columns: true });
  expect(row.link).toContain('1.usd_per_gpu_hour=3&');
  expect(Number(row.training_cost_usd_central)).toBe(8364000);
});

test('a printed page has its link and no controls', async ({ page }) => {
  await open(page, 'v=1&d=2026-12b&view=bill&models=deepseek-v3&end');
  await expect(page.locator('.lede .answer')).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('.credit')).toBeVisible();
  // Chromium puts the address in place of `attr(href)`, Firefox leaves that to the reader.
  const printed = await page.locator('.credit a').evaluate((link) =>
    getComputedStyle(link, '::after').content.replace('attr(href)', link.getAttribute('href')));
  expect(printed).toContain('#v=1&d=2026-12b&view=bill&models=deepseek-v3&end');
  for (const control of ['.tools-bar', 'form.inputs', '.export', '.colophon', '.long-run']) {
    for (const one of await page.locator(control).all()) await expect(one, control).toBeHidden();
  }
  // What is printed lies within the paper.
  await page.setViewportSize({ width: 700, height: 1000 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(700);
});
