// What a host sees of a frame with the page in it: its height, and that it keeps to itself.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyPage, dist } from './dist.mjs';
import { test, expect, frame, TWO } from './host.mjs';
import { expectFigure, figure } from './page.mjs';
import { serve } from './server.mjs';

const ONE = 'v=1&d=2026-12b&view=compare&models=deepseek-v3&end';
const library = (path) => `<script>${readFileSync(fileURLToPath(new URL(`node_modules/${path}`, import.meta.url)), 'utf8').replaceAll('</script', '<\\/script')}</script>`;
const RECORDER = '<script>window.heard = []; addEventListener("message", ({ data }) => heard.push(data));</script>';

const contentHeight = (inner) => inner.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height));
const heardBy = (page) => page.evaluate(() => window.heard);
const frameHeight = (page, selector = 'iframe') => page.locator(selector).first().evaluate((one) => one.getBoundingClientRect().height);
const followed = async (page, inner, selector) =>
  expect.poll(async () => Math.abs(await frameHeight(page, selector) - await contentHeight(inner))).toBeLessThan(4);

async function ready(host, count = 1) {
  await expect.poll(() => host.frames().length).toBe(count);
  for (const inner of host.frames()) await expect(inner.getByRole('heading', { level: 1 })).toBeVisible();
  return host.frames();
}

test('the height goes out in our own words, AMP’s and Embedly’s, and again when it changes', async ({ host, page, server }) => {
  await host.show(`${RECORDER}${frame(`${server.url}?embed=1#${ONE}`)}`);
  const [inner] = await ready(host);
  const said = async (height) => {
    const heard = await heardBy(page);
    return [
      heard.some((data) => data.type === 'trainbill:height' && data.height === height),
      heard.some((data) => data.sentinel === 'amp' && data.type === 'embed-size' && data.height === height),
      heard.some((data) => {
        if (typeof data !== 'string' || !data.startsWith('{')) return false;
        const { context, height: its, src } = JSON.parse(data);
        return context === 'iframe.resize' && its === height && src.startsWith(server.url);
      }),
    ];
  };
  const before = await contentHeight(inner);
  await expect.poll(() => said(before)).toEqual([true, true, true]);
  await inner.locator('table').getByRole('button', { name: 'DeepSeek-V3', exact: true }).click();
  await expect(inner.locator('.entry')).toBeVisible();
  const after = await contentHeight(inner);
  expect(after).toBeGreaterThan(before + 200);
  await expect.poll(() => said(after)).toEqual([true, true, true]);
});

test('WordPress gets the height with its secret, and the page what it asked for in its parameter', async ({ host, page, server }) => {
  const link = encodeURIComponent('view=compare&models=gpt-4&1.name=50%25 off&end');
  await host.show(`${RECORDER}${frame(`${server.url}?embed=1&link=${link}#?secret=Ab1xY`)}`);
  const [inner] = await ready(host);
  await expect(inner.locator('table .model')).toHaveText(['50% off']);
  await expect(inner.locator('.notices')).toBeHidden();
  const height = await contentHeight(inner);
  await expect.poll(async () => (await heardBy(page)).find(({ message, value }) => message === 'height' && value === height)?.secret).toBe('Ab1xY');
});

test('a frame that does not ask hears nothing of other protocols', async ({ host, page, server }) => {
  await host.show(`${RECORDER}${frame(`${server.url}?embed=1#${ONE}`)}`);
  await ready(host);
  await expect.poll(async () => (await heardBy(page)).length).toBeGreaterThanOrEqual(3);
  const others = (await heardBy(page)).filter((data) => data.message || data.type === 'iframe-resized' || String(data).startsWith('[iFrameSizer]'));
  expect(others).toEqual([]);
});

test('open-iframe-resizer, as hosts have it, follows the height', async ({ host, page, problems, server }) => {
  const head = library('@open-iframe-resizer/core/dist/index.umd.cjs');
  await host.show(`${frame(`${server.url}?embed=1#${ONE}`)}<script>iframeResizer.initialize({}, "iframe");</script>`, { head });
  const [inner] = await ready(host);
  await followed(page, inner);
  await inner.locator('table').getByRole('button', { name: 'DeepSeek-V3', exact: true }).click();
  await expect(inner.locator('.entry')).toBeVisible();
  await followed(page, inner);
  // It first asks for the frame's document, as if that were of the host's own; WebKit says on the console that it is not.
  problems.splice(0, problems.length, ...problems.filter((problem) => !problem.includes('from accessing a frame with origin')));
});

test('iframe-resizer, as hosts have it, follows the height', async ({ host, page, server }) => {
  const head = library('iframe-resizer/js/iframeResizer.min.js');
  await host.show(`${frame(`${server.url}?embed=1#${ONE}`)}<script>iFrameResize({ checkOrigin: false, warningTimeout: 0 }, "iframe");</script>`, { head });
  const [inner] = await ready(host);
  await followed(page, inner);
});

test.describe('embed.js', () => {
  const script = (server) => `<script async src="${server.url}embed.js"></script>`;

  test('takes the address from the link within and follows the height', async ({ host, page, server }) => {
    await host.show(`${script(server)}<train-bill title="Two bills" ui="min"><a href="${server.url}#${TWO.replaceAll('&', '&amp;')}">Two bills</a></train-bill>`);
    const [inner] = await ready(host);
    await expectFigure(figure(inner, 'Training cost', 'DeepSeek-V3'), '$5.576M', '5576000');
    await expect(inner.locator('.toolbar')).toBeHidden();
    const attributes = await page.locator('train-bill iframe').evaluate(({ title, loading, allow }) => ({ title, loading, allow }));
    expect(attributes).toEqual({ title: 'Two bills', loading: 'lazy', allow: 'clipboard-write' });
    await followed(page, inner, 'train-bill iframe');
  });

  test('two of them do not disturb each other', async ({ host, page, server }) => {
    await host.show(`${script(server)}
      <train-bill id="one" src="${server.url}#${ONE.replaceAll('&', '&amp;')}&amp;open=1" theme="dark"></train-bill>
      <train-bill id="other" src="${server.url}#models=gpt-4&amp;end" theme="light"></train-bill>`);
    await ready(host, 2);
    const one = host.frames().find((inner) => inner.url().includes('deepseek'));
    const other = host.frames().find((inner) => inner.url().includes('gpt-4'));
    await followed(page, one, '#one iframe');
    await followed(page, other, '#other iframe');
    const before = await frameHeight(page, '#other iframe');
    await one.locator('.entry form').getByLabel('Price per chip-hour', { exact: true }).fill('3');
    await expectFigure(figure(one, 'Training cost', 'DeepSeek-V3'), '$8.364M', '8364000');
    await one.getByRole('button', { name: 'Close', exact: true }).click();
    await expect(one.locator('.entry')).toBeHidden();
    await followed(page, one, '#one iframe');
    await expect(other.locator('table .model')).toHaveText(['GPT-4']);
    expect(await frameHeight(page, '#other iframe')).toBe(before);
    const paper = (inner) => inner.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    expect([await paper(one), await paper(other)]).toEqual(['rgb(20, 22, 26)', 'rgb(253, 253, 252)']);
  });

  test('changes with its attributes, without a step in the host’s history', async ({ host, page, server }) => {
    await host.show(`${script(server)}<train-bill src="#models=gpt-4&amp;end"></train-bill>`);
    await ready(host);
    const length = await page.evaluate(() => history.length);
    await page.locator('train-bill').evaluate((element) => element.setAttribute('src', '#models=deepseek-v3&end'));
    await expect.poll(() => host.frames().map((inner) => inner.url().includes('deepseek-v3'))).toEqual([true]);
    const [inner] = await ready(host);
    await expect(inner.locator('table .model')).toHaveText(['DeepSeek-V3']);
    expect(await page.evaluate(() => history.length)).toBe(length);
    await page.locator('train-bill').evaluate((element) => element.remove());
    expect(host.frames()).toEqual([]);
  });

  test('heights that are wild, or not the frame’s, are not taken', async ({ host, page, server }) => {
    await host.show(`${script(server)}<train-bill src="#models=gpt-4&amp;end"></train-bill>`);
    const [inner] = await ready(host);
    await followed(page, inner, 'train-bill iframe');
    const height = await frameHeight(page, 'train-bill iframe');
    const say = (where, data) => where.evaluate((said) => window.parent.postMessage(said, '*'), data);
    // The host's own window is not the frame.
    for (const data of [{ type: 'trainbill:height', height: 5000 }, { type: 'trainbill:height', height: 'tall' }, null, 'height']) await say(page, data);
    for (const data of [{ type: 'trainbill:height', height: -5 }, { type: 'trainbill:height', height: 'tall' }, { type: 'trainbill:height' }, null]) await say(inner, data);
    await say(inner, { type: 'trainbill:height', height: height + 2 });
    await page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
    expect(await frameHeight(page, 'train-bill iframe')).toBe(height);
    await say(inner, { type: 'trainbill:height', height: 1e12 });
    await expect.poll(() => frameHeight(page, 'train-bill iframe')).toBe(20000);
    await say(inner, { type: 'trainbill:height', height: 1 });
    await expect.poll(() => frameHeight(page, 'train-bill iframe')).toBe(100);
  });

  test('an address that is none of the web is not opened', async ({ host, page, server }) => {
    await host.show(`${script(server)}<train-bill src="javascript:document.title='bad'"><a href="${server.url}">Bills</a></train-bill>`);
    await expect.poll(() => page.evaluate(() => Boolean(customElements.get('train-bill')))).toBe(true);
    expect(host.frames()).toEqual([]);
    await expect(page).toHaveTitle('Host');
    await expect(page.getByRole('link', { name: 'Bills' })).toBeVisible();
  });

  test('readers without scripts have the link within', async ({ browser, server }) => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.setContent(`<train-bill><a href="${server.url}#${ONE}">DeepSeek-V3’s bill</a></train-bill>`);
    await expect(page.getByRole('link', { name: 'DeepSeek-V3’s bill' })).toBeVisible();
    await context.close();
  });
});

test('nothing within an embed is as high as its window', async ({ host, page }) => {
  for (const view of ['compare', 'bill', 'what-if']) {
    const inner = await host.open('?embed=1', `view=${view}&models=deepseek-v3&open=1&end`);
    if (view !== 'compare') await expect(inner.locator('.lede .answer')).toBeVisible();
    await page.locator('iframe').evaluate((one) => { one.height = 400; });
    // A report is drawn in slices: it is whole once its height stays.
    let low = 0;
    await expect.poll(async () => low === (low = await contentHeight(inner)), { intervals: [500] }).toBe(true);
    await page.locator('iframe').evaluate((one) => { one.height = 5000; });
    await expect.poll(() => inner.evaluate(() => innerHeight)).toBe(5000);
    expect(await contentHeight(inner), view).toBe(low);
  }
});

test('storage that is refused is not missed, and none is touched', async ({ host, page }) => {
  await page.addInitScript(() => {
    window.touched = [];
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches', 'cookieStore']) {
      Object.defineProperty(window, name, { get() { window.touched.push(name); throw new DOMException('refused', 'SecurityError'); } });
    }
    Object.defineProperty(document, 'cookie', {
      get() { window.touched.push('cookie'); throw new DOMException('refused', 'SecurityError'); },
      set() { window.touched.push('cookie'); throw new DOMException('refused', 'SecurityError'); },
    });
  });
  const inner = await host.open('?embed=1', 'view=serve&models=deepseek-v3&end');
  await expect(inner.locator('.lede .answer')).toBeVisible();
  await inner.getByRole('button', { name: 'Change the figures' }).click();
  await inner.locator('form.inputs').getByLabel('Price per chip-hour', { exact: true }).first().fill('3');
  expect(await inner.evaluate(() => window.touched)).toEqual([]);
});

test('a copy button in a frame without the clipboard shows the text', async ({ host }) => {
  const inner = await host.open('?embed=1', TWO);
  await inner.evaluate(() => { navigator.clipboard.writeText = () => Promise.reject(new DOMException('refused', 'NotAllowedError')); });
  await inner.getByRole('button', { name: 'Export the table' }).click();
  const dialog = inner.getByRole('dialog', { name: 'Export: the table' });
  await expect(dialog.getByLabel(/^Content of .*\.csv$/)).toHaveValue(/DeepSeek-V3/);
  await expect(dialog.getByRole('button', { name: /^Save/ }), 'a frame may refuse files without a word').toHaveCount(0);
  await dialog.getByRole('button', { name: 'Copy it' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Select and copy this' })).toHaveValue(/DeepSeek-V3/);
});

test.describe('in a sandboxed frame without an origin', () => {
  const sandbox = 'sandbox="allow-scripts"';
  const OPEN = { 'access-control-allow-origin': '*' };

  test('the page says why it cannot start, and links to itself', async ({ host, page, server, problems }) => {
    await host.show(frame(`${server.url}?embed=1#${ONE}`, sandbox));
    const inner = page.frameLocator('iframe');
    await expect(inner.getByRole('alert')).toContainText('The page could not start: it stands in a sandboxed frame');
    await expect(inner.getByRole('link', { name: 'Open it by itself' })).toHaveAttribute('href', /#v=1&d=2026-12b/);
    // The browser reports what it refused.
    expect(problems.length).toBeGreaterThan(0);
    problems.length = 0;
  });

  const works = async (open, { host, page, problems }) => {
    await host.show(`${RECORDER}${frame(`${open.url}?embed=1#view=bill&models=deepseek-v3&end`, sandbox)}`);
    const inner = page.frameLocator('iframe');
    await expect(inner.locator('.lede .answer')).toContainText('DeepSeek-V3');
    await expect.poll(async () => (await heardBy(page)).some(({ type }) => type === 'trainbill:height')).toBe(true);
    // Browsers report what they refuse, as Firefox the worker, in whose place the page itself works.
    const refused = [`request to another origin: ${open.url}`, 'blob:', `may not load data from ${open.url}engine-start.js`];
    problems.splice(0, problems.length, ...problems.filter((problem) => !refused.some((known) => problem.includes(known))));
    await open.stop();
  };

  test('it works where its host lets others load it, with its analyses', async ({ host, page, problems }) => {
    await works(await serve(dist, '/open/', OPEN), { host, page, problems });
  });

  test('it works so if it was built for its address, in any engine', async ({ host, page, problems }) => {
    const folder = mkdtempSync(join(tmpdir(), 'trainbill-addressed-'));
    copyPage(folder);
    const open = await serve(folder, '/open/', OPEN);
    const html = readFileSync(join(folder, 'index.html'), 'utf8');
    // As `cargo xtask build --url` writes it.
    writeFileSync(join(folder, 'index.html'), html.replace(/default-src[^"]*/, (policy) => policy.replaceAll("'self'", `'self' ${open.url}`)));
    await works(open, { host, page, problems });
    rmSync(folder, { recursive: true });
  });
});
