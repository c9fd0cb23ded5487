// Handing on what the page shows: links, QR codes, files, and snippets for other pages.

import { readFile } from 'node:fs/promises';
import { amiss } from './axe.mjs';
import { test, expect } from './host.mjs';
import { addressed, expectFigure, field, figure, names, open, warnings } from './page.mjs';

const ONE = 'v=1&d=2026-12b&view=compare&models=deepseek-v3&1.usd_per_gpu_hour=3&end';

const shareWindow = async (page) => {
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Share this page' });
  await expect(dialog).toBeVisible();
  return dialog;
};

const embedWindow = async (page) => {
  await page.getByRole('button', { name: 'Embed this in a page' }).click();
  const dialog = page.getByRole('dialog', { name: 'Embed this in a page' });
  await expect(dialog).toBeVisible();
  return dialog;
};

test('a link is shown with its length and what is too short for it', async ({ page, server }) => {
  await open(page, ONE);
  const dialog = await shareWindow(page);
  await expect(dialog.getByLabel('Link', { exact: true })).toHaveValue(`${server.url}#${ONE}`);
  await expect(dialog.getByText(/characters/)).toHaveText(new RegExp(`^${`${server.url}#${ONE}`.length} characters: short enough for a message in Discord`));
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: 'Share', exact: true })).toBeFocused();
  const long = Array.from({ length: 16 }, (_, place) => `${place + 1}.name=${'long'.repeat(19)}`).join('&');
  await page.goto(`./#models=${Array(16).fill('own').join(',')}&${long}&${Array.from({ length: 16 }, (_, place) => `${place + 1}.data_usd=1234567&${place + 1}.hardware=nvidia-h100-sxm5-80gb`).join('&')}`);
  await expect(page.getByText('16 entries are the most')).toBeVisible();
  const again = await shareWindow(page);
  await expect(again.getByText(/characters/)).toHaveText(/too long for a message in Discord \(2000\)\./);
});

test('a link may follow the newest data, and then names no edition', async ({ page, server }) => {
  await open(page, ONE);
  const dialog = await shareWindow(page);
  await dialog.getByLabel('Figures of the link').selectOption('follow the newest data');
  await expect(dialog.getByLabel('Link', { exact: true })).toHaveValue(`${server.url}#${ONE.replace('&d=2026-12b', '')}`);
  expect(addressed(page).get('d'), 'the page’s own address stays').toBe('2026-12b');
});

test('the QR code holds the link', async ({ page }) => {
  await open(page, ONE);
  const dialog = await shareWindow(page);
  const button = dialog.getByRole('button', { name: 'QR code' });
  await button.click();
  const code = dialog.getByRole('img', { name: 'QR code of the link' });
  await expect(code).toBeVisible();
  const [, , side] = (await code.getAttribute('viewBox')).split(' ').map(Number);
  // Modules as rows of bits; the reader is a library of its own.
  const { default: jsQR } = await import('jsqr');
  const scale = 4;
  const pixels = new Uint8ClampedArray((side * scale) ** 2 * 4).fill(255);
  for (const [, x, y] of (await code.locator('path').getAttribute('d')).matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let dy = 0; dy < scale; dy += 1) {
      for (let dx = 0; dx < scale; dx += 1) pixels.fill(0, 4 * ((y * scale + dy) * side * scale + x * scale + dx), 4 * ((y * scale + dy) * side * scale + x * scale + dx) + 3);
    }
  }
  expect(jsQR(pixels, side * scale, side * scale)?.data).toBe(await dialog.getByLabel('Link', { exact: true }).inputValue());
  await button.click();
  await expect(code).toBeHidden();
});

test('the system’s own sheet is offered where there is one', async ({ page, server }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'share', { value: (said) => { window.shared = said; return Promise.reject(new DOMException('closed', 'AbortError')); } });
  });
  await open(page, ONE);
  const dialog = await shareWindow(page);
  await dialog.getByRole('button', { name: 'Send it to…' }).click();
  expect(await page.evaluate(() => window.shared)).toEqual({ title: 'Trainbill', url: `${server.url}#${ONE}` });
  await expect(dialog).toBeVisible();
});

test('no sheet is offered where there is none', async ({ page }) => {
  await page.addInitScript(() => { delete Navigator.prototype.share; });
  await open(page, ONE);
  await expect((await shareWindow(page)).getByRole('button', { name: 'Send it to…' })).toHaveCount(0);
});

test('a scenario is saved as a file, and opened again as a step that can be undone', async ({ page }) => {
  await open(page, 'v=1&d=2026-12b&view=compare&models=deepseek-v3,own&1.usd_per_gpu_hour=1.5..3&2.name=%3D1%2B1%20%26%20co&sort=-training_cost&end');
  const saving = page.waitForEvent('download');
  await (await shareWindow(page)).getByRole('button', { name: 'Save as JSON' }).click();
  const download = await saving;
  expect(download.suggestedFilename()).toMatch(/^[a-z0-9.-]+\.json$/);
  const text = await readFile(await download.path(), 'utf8');
  const scenario = JSON.parse(text);
  expect(scenario.format).toBe('trainbill-scenario');
  expect(scenario.entries[0]).toMatchObject({ model: 'deepseek-v3', fields: { usd_per_gpu_hour: '1.5..3' } });
  expect(scenario.entries[1].fields.name).toBe('=1+1 & co');
  expect(scenario.link).toBe(page.url());
  expect(scenario.data_edition).toBe('2026-12b');
  await page.keyboard.press('Escape');
  const address = page.url();
  await open(page, 'models=gpt-4&end');
  const dialog = await shareWindow(page);
  await dialog.getByLabel('Open one').setInputFiles({ name: 'scenario.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await expect(dialog).toBeHidden();
  await expect.poll(() => page.url()).toBe(address);
  expect((await names(page)).sort()).toEqual(['=1+1 & co', 'DeepSeek-V3']);
  await expect(warnings(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  expect(await names(page)).toEqual(['GPT-4']);
});

for (const [what, text, words] of [
  ['no JSON', 'tokens = 5', /./],
  ['another format', '{"format":"other"}', /trainbill-scenario/],
  ['a value out of range', '{"format":"trainbill-scenario","version":1,"entries":[{"model":"deepseek-v3","fields":{"mfu":"7"}}]}', /MFU/],
]) {
  test(`a file with ${what} is refused in words, and changes nothing`, async ({ page }) => {
    await open(page, ONE);
    const dialog = await shareWindow(page);
    await dialog.getByLabel('Open one').setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(text) });
    await expect(dialog.getByRole('alert').or(warnings(page)).filter({ hasText: words }).first()).toBeVisible();
    expect(await names(page)).toEqual(['DeepSeek-V3']);
  });
}

for (const [form, count] of [['A frame of fixed height', 1], ['A frame that follows its height', 1], ['The <train-bill> element', 1]]) {
  test(`the snippet “${form}” works by paste`, async ({ page, host, server }) => {
    await open(page, ONE);
    const dialog = await embedWindow(page);
    await dialog.getByLabel('How').selectOption(form);
    await dialog.getByLabel('Theme').selectOption('dark');
    await dialog.getByLabel('It opens with').selectOption('Compare');
    const snippet = await dialog.getByLabel('Paste this into your page').inputValue();
    expect(snippet.includes('<script'), 'only the plain frame needs no script').toBe(form !== 'A frame of fixed height');
    await host.show(snippet);
    await expect.poll(() => host.frames().length).toBe(count);
    const [inner] = host.frames();
    await expectFigure(figure(inner, 'Training cost', 'DeepSeek-V3'), '$8.364M', '8364000');
    await expect(inner.locator('.toolbar')).toBeHidden();
    expect(await inner.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
    expect(inner.url().startsWith(`${server.url}?embed=1`)).toBe(true);
    const content = await inner.evaluate(() => document.body.getBoundingClientRect().height);
    const height = () => page.locator('iframe').evaluate((one) => one.getBoundingClientRect().height);
    if (form === 'A frame of fixed height') expect(await height()).toBe(720);
    else await expect.poll(async () => Math.abs(await height() - content)).toBeLessThan(4);
  });
}

test('a chart is embedded alone: from its export to another page', async ({ page, host }) => {
  await open(page, 'v=1&d=2026-12b&view=why&models=deepseek-v3&end');
  await page.getByRole('button', { name: /^Export From a dense .* final run, rented$/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Embed it in a page' }).click();
  const dialog = page.getByRole('dialog', { name: 'Embed this in a page' });
  await expect(dialog.getByLabel('Of it').locator('option:checked')).toHaveText(/^From a dense .* final run, rented$/);
  await dialog.getByLabel('How').selectOption('The <train-bill> element');
  const snippet = await dialog.getByLabel('Paste this into your page').inputValue();
  expect(snippet).toContain('piece="waterfall-1"');
  // Another view has other pieces.
  await dialog.getByLabel('It opens with').selectOption('Train');
  await expect(dialog.getByLabel('Of it')).toHaveCount(0);
  expect(await dialog.getByLabel('Paste this into your page').inputValue()).not.toContain('piece=');
  await host.show(snippet);
  await expect.poll(() => host.frames().length).toBe(1);
  const [inner] = host.frames();
  await expect(inner.locator('.waterfall')).toHaveCount(1);
  await expect(inner.locator('p.answer')).toContainText('$5.576M');
  await expect(inner.getByRole('table')).toHaveCount(1);
  await expect(inner.locator('.bill-total')).toBeHidden();
  const content = () => inner.evaluate(() => document.body.getBoundingClientRect().height);
  await expect.poll(async () => Math.abs(await page.locator('iframe').evaluate((one) => one.getBoundingClientRect().height) - await content())).toBeLessThan(4);
  expect(await content(), 'it fits an article').toBeLessThan(1000);
});

for (const [piece, shown, hidden] of [['chart', 'Training cost, US dollars', 'Side by side'], ['table', 'Side by side', 'Training cost, US dollars']]) {
  test(`an embed shows the ${piece} of the comparison alone`, async ({ page, host }) => {
    await host.open(`?embed=1&ui=min&piece=${piece}`, ONE);
    const inner = page.frameLocator('iframe');
    await expect(inner.getByRole('heading', { name: shown })).toBeVisible();
    await expect(inner.getByRole('heading', { name: hidden })).toBeHidden();
  });
}

test('a piece that there is not leaves the whole view', async ({ page, host }) => {
  await host.open('?embed=1&ui=min&piece=waterfall-9', 'view=why&models=deepseek-v3&end');
  await expect(page.frameLocator('iframe').locator('.waterfall')).toHaveCount(2);
});

test('every choice is in the snippet and in the preview', async ({ page, server }) => {
  await open(page, ONE);
  const dialog = await embedWindow(page);
  const snippet = () => dialog.getByLabel('Paste this into your page').inputValue();
  const preview = dialog.locator('iframe');
  await expect(preview).toHaveAttribute('src', `${server.url}?embed=1&ui=min#${ONE}`);
  await expect(dialog.frameLocator('iframe').getByRole('heading', { level: 1 })).toBeVisible();
  const length = await page.evaluate(() => history.length);
  await dialog.getByLabel('It opens with').selectOption('Whole bill');
  await dialog.getByLabel('Controls').selectOption('shown');
  await dialog.getByLabel('Theme').selectOption('light');
  await dialog.getByLabel('Its figures').selectOption('follow the newest data');
  await dialog.getByLabel('Height, pixels').fill('900');
  const fragment = ONE.replace('&d=2026-12b', '').replace('view=compare', 'view=bill');
  await expect(preview).toHaveAttribute('src', `${server.url}?embed=1&theme=light#${fragment}`);
  await expect(preview).toHaveAttribute('height', '900');
  await expect(dialog.frameLocator('iframe').locator('.lede .answer')).toBeVisible();
  expect(await snippet()).toContain(`src="${server.url}?embed=1&amp;theme=light#${fragment.replaceAll('&', '&amp;')}"`);
  expect(await snippet()).toContain('height="900"');
  expect(await page.evaluate(() => history.length), 'the preview is no step in the history').toBe(length);
  expect(page.url(), 'nor a change of the page').toBe(`${server.url}#${ONE}`);
});

test('the keyboard stays in the window, and Escape closes it from anywhere', async ({ page }) => {
  await open(page, ONE);
  const dialog = await embedWindow(page);
  await dialog.getByRole('button', { name: 'Copy snippet' }).focus();
  for (let step = 0; step < 3; step += 1) {
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement.tagName)).not.toBe('IFRAME');
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  // In Firefox, Tab leads on to the browser's own controls, and the page as a whole is without the focus.
  await expect.poll(() => page.evaluate(() => document.activeElement.textContent)).toBe('Embed this in a page');
});

test('a height that is none leaves the last one', async ({ page }) => {
  await open(page, ONE);
  const dialog = await embedWindow(page);
  for (const bad of ['99', '-5', '20001', 'tall', '']) {
    await dialog.getByLabel('Height, pixels').fill(bad);
    await expect(dialog.getByLabel('Height, pixels'), 'what was typed stays').toHaveValue(bad);
    await expect(dialog.getByRole('alert')).toHaveText('A height is a whole number from 100 to 20000; 720 is used.');
    await expect(dialog.locator('iframe')).toHaveAttribute('height', '720');
  }
  // Key by key, as the first of them are no height yet.
  await dialog.getByLabel('Height, pixels').pressSequentially('800');
  await expect(dialog.getByText('A height is')).toHaveCount(0);
  await expect(dialog.locator('iframe')).toHaveAttribute('height', '800');
});

test('the links of a changed page are those of what is shown', async ({ page }) => {
  await open(page, `${ONE.replace('&end', '')}&open=1&end`);
  await field(page, 'Price per chip-hour').fill('4');
  const dialog = await shareWindow(page);
  await expect(dialog.getByLabel('Link', { exact: true })).toHaveValue(/1\.usd_per_gpu_hour=4&/);
});

for (const [width, scheme] of [[1280, 'light'], [1280, 'dark'], [360, 'light'], [320, 'dark']]) {
  test(`the windows are accessible and fit at ${width} px, ${scheme}`, async ({ page }) => {
    test.slow();
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 800 });
    await open(page, ONE);
    for (const [opens, closes] of [[shareWindow, 'Close'], [embedWindow, 'Close']]) {
      const dialog = await opens(page);
      expect(await amiss(page, (axe) => axe.include('dialog'))).toEqual([]);
      expect(await dialog.evaluate((one) => one.scrollWidth - one.clientWidth), 'no sideways scrolling').toBeLessThanOrEqual(0);
      await dialog.getByRole('button', { name: closes, exact: true }).first().click();
      await expect(dialog).toBeHidden();
    }
  });
}
