// What a visitor has without a network, and what one gets of two versions of the page: all of one, or nothing that is kept.

import { createHash } from 'node:crypto';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { analysis, answer } from './analysis.mjs';
import { copyPage, dist } from './dist.mjs';
import { left } from './fixtures.mjs';
import { live, table } from './page.mjs';
import { serve } from './server.mjs';

const hash = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Writes a version of the page into a folder: its files, of which page and program bear its mark. */
function write(folder, mark) {
  rmSync(folder, { recursive: true, force: true });
  copyPage(folder);
  const path = (name) => join(folder, name);
  const worker = readFileSync(path('service-worker.js'), 'utf8');
  const [, list, version] = /const FILES = (\{[^}]*\});\nconst VERSION = '([0-9a-f]{16})';/.exec(worker);
  const files = JSON.parse(list);
  const program = Object.keys(files).find((name) => /^trainbill-.*[.]js$/.test(name));
  const marked = program.replace(/-[0-9a-f]+/, `-${hash(path(program)).slice(0, 8)}${mark}`);
  renameSync(path(program), path(marked));
  writeFileSync(path(marked), `${readFileSync(path(marked), 'utf8')}\n// ${mark}`);
  const sri = (file) => `sha384-${createHash('sha384').update(readFileSync(file)).digest('base64')}`;
  const html = readFileSync(path('index.html'), 'utf8').replaceAll(program, marked).replace(sri(join(dist, program)), sri(path(marked)));
  writeFileSync(path('index.html'), html.replace('</head>', `<meta name="mark" content="${mark}"></head>`));
  delete files[program];
  for (const name of [marked, 'index.html']) files[name] = hash(path(name));
  writeFileSync(path('service-worker.js'), worker.replace(list, JSON.stringify(files)).replace(version, `${mark}`.repeat(16).slice(0, 16)));
}

const test = base.extend({
  left,

  /** A host of its own, on which versions can be put. */
  site: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'trainbill-versions-'));
    const served = join(folder, 'page');
    write(served, 'a1');
    writeFileSync(join(folder, 'index.html'), '<!doctype html><link rel="icon" href="data:,"><title>Elsewhere on the same host</title>');
    const server = await serve(folder);
    await use({
      elsewhere: server.url,
      url: `${server.url}page/`,
      path: (name) => join(served, name),
      program: () => readdirSync(served).find((name) => /^trainbill-.*[.]js$/.test(name)),
      wasm: () => readdirSync(served).find((name) => /^trainbill-.*_bg[.]wasm$/.test(name)),
      deploy: (mark) => write(served, mark),
    });
    await server.stop();
    rmSync(folder, { recursive: true });
  },
});

test.use({ serviceWorkers: 'allow' });

const mark = (page) => page.locator('meta[name=mark]').getAttribute('content');

/** The programs that the page has loaded, by the mark in their names. */
const program = (page) => page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name).find((name) => /trainbill-[^/]*[.]js$/.test(name)));

/** Waits, on a page that no version has, until the newer version of the page at `url` has taken over, which the browser does
 * once no window shows the older one and its worker has nothing left to do. To look by opening the page would put it off. */
const untilTakenOver = async (url) => {
  const { installing, waiting } = await navigator.serviceWorker.getRegistration(url);
  const newer = installing ?? waiting;
  await new Promise((done) => {
    if (!newer || newer.state === 'activated') done();
    newer?.addEventListener('statechange', () => newer.state === 'activated' && done());
  });
};

/** Opens the page and waits until a version is kept whole. */
async function visit(page, url) {
  await page.goto(url);
  await live(page);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
}

const keptVersions = (page) => page.evaluate(() => caches.keys().then((names) => names.map((name) => name.split(' ').pop()).sort()));

test('a second visit works without a network, with analyses, sources and the other language', async ({ page, context, site }) => {
  await visit(page, site.url);
  await context.setOffline(true);
  await page.goto(`${site.url}?lang=zh-Hans#v=1&view=serve&models=deepseek-v3&end`);
  await live(page);
  await expect(answer(page)).toContainText('DeepSeek-V3');
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-Hans');
  await page.goto(`${site.url}#v=1&view=train&models=deepseek-v3&open=1&end`);
  await page.reload();
  await live(page);
  await expect(answer(page)).toContainText('2,048 × H800');
});

test('without a kept version, what was loaded works and what was not says so', async ({ browser, site }) => {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(site.url);
  await live(page);
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Duplicate DeepSeek-V3', exact: true }).click();
  await expect(table(page).locator('tbody tr')).toHaveCount(9);
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Serve', exact: true }).click();
  const alert = analysis(page).getByRole('alert');
  await expect(alert).toContainText('could not be loaded');
  await context.setOffline(false);
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(answer(page)).toContainText('DeepSeek-V3');
  await context.close();
});

test('of two versions each visitor has one, and the newer on the next visit', async ({ page, context, browser, site }) => {
  await visit(page, site.url);
  expect(await mark(page)).toBe('a1');
  await site.deploy('b2');

  const other = await browser.newContext({ serviceWorkers: 'allow' });
  const second = await other.newPage();
  await visit(second, site.url);
  expect(await mark(second)).toBe('b2');
  expect(await program(second)).toContain('b2.js');
  await other.close();

  // The first visitor comes back while a window is open: still the first version, whole.
  const again = await context.newPage();
  await again.goto(`${site.url}#v=1&view=bill&models=deepseek-v3&end`);
  await live(again);
  expect(await mark(again)).toBe('a1');
  expect(await program(again)).toContain('a1.js');
  await expect(answer(again)).toContainText('DeepSeek-V3');
  await again.evaluate(() => navigator.serviceWorker.getRegistration().then((registration) => registration.update()));
  await expect.poll(() => keptVersions(again)).toEqual(['a1'.repeat(8), 'b2'.repeat(8)]);
  await again.close();
  await page.goto(site.elsewhere);
  await page.evaluate(untilTakenOver, site.url);
  await visit(page, site.url);
  expect(await mark(page)).toBe('b2');
  expect(await program(page)).toContain('b2.js');
  await expect.poll(() => keptVersions(page), 'the older one is thrown away').toEqual(['b2'.repeat(8)]);
});

test('a set of files of two versions is not kept', async ({ page, site }) => {
  await visit(page, site.url);
  const old = readFileSync(site.path('engine.js'));
  site.deploy('b2');
  writeFileSync(site.path('engine.js'), `${old}\n// of another build`);
  const failed = await page.evaluate(() => navigator.serviceWorker.getRegistration().then((registration) => new Promise((done) => {
    registration.addEventListener('updatefound', () => {
      const worker = registration.installing;
      worker.addEventListener('statechange', () => done(worker.state));
    });
    registration.update();
  })));
  expect(failed).toBe('redundant');
  expect(await keptVersions(page)).toEqual(['a1'.repeat(8)]);
  await page.reload();
  expect(await mark(page)).toBe('a1');
});

test('what the browser has thrown away in part is not used in part', async ({ page, site }) => {
  await visit(page, site.url);
  await page.evaluate(async () => {
    const [name] = await caches.keys();
    await (await caches.open(name)).delete('./');
  });
  site.deploy('b2');
  await page.reload();
  await live(page);
  expect(await mark(page)).toBe('b2');
  expect(await program(page)).toContain('b2.js');
});

test('the kill switch ends it in every browser that comes back', async ({ page, context, site }) => {
  await visit(page, site.url);
  site.deploy('b2');
  cpSync(site.path('service-worker-off.js'), site.path('service-worker.js'));
  await page.reload();
  await live(page);
  // The browser looks for a newer worker when it finds the time.
  await expect.poll(() => keptVersions(page)).toEqual([]);
  await page.goto('about:blank');
  await page.goto(site.url);
  expect(await mark(page)).toBe('b2');
  await context.setOffline(true);
  await expect(page.reload()).rejects.toThrow(/ERR_INTERNET_DISCONNECTED|NS_ERROR_OFFLINE/);
});

test('a page that frames it makes nobody keep anything', async ({ page, site }) => {
  const news = mkdtempSync(join(tmpdir(), 'trainbill-news-'));
  writeFileSync(join(news, 'index.html'), `<!doctype html><title>News</title><iframe title="Bills" width="900" height="600" src="${site.url}?embed=1"></iframe>`);
  const host = await serve(news);
  await page.goto(host.url);
  const inner = page.frameLocator('iframe');
  await expect(inner.locator('html[data-live]')).toBeAttached();
  expect(await inner.locator('html').evaluate(() => navigator.serviceWorker.getRegistrations().then((found) => found.length))).toBe(0);
  expect(await inner.locator('html').evaluate(() => caches.keys())).toEqual([]);
  await host.stop();
  rmSync(news, { recursive: true });
});

test('an old page whose program is no longer there says so, and to load it again', async ({ browser, site }) => {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  const old = readFileSync(site.path('index.html'), 'utf8');
  site.deploy('b2');
  await page.route(site.url, (route) => route.fulfill({ contentType: 'text/html', body: old }));
  await page.goto(site.url);
  await expect(page.getByRole('alert')).toContainText('Load the page again');
  await expect(page.locator('#app')).toContainText('DeepSeek-V3');
  await page.unroute(site.url);
  await page.reload();
  await live(page);
  expect(await program(page)).toContain('b2.js');
  await context.close();
});

for (const [what, file, bytes] of [['program', 'program', [0x0a]], ['WebAssembly', 'wasm', [0, 2, 1, 0x61]]]) {
  test(`a ${what} file with another byte is refused, and said to be`, async ({ page, site }) => {
    appendFileSync(site.path(site[file]()), Buffer.from(bytes));
    await page.goto(site.url);
    await expect(page.getByRole('alert')).toContainText('The page could not start');
    await expect(page.locator('#app')).toContainText('DeepSeek-V3');
  });
}

test('a program that was refused before the page had arrived is not loaded again', async ({ page, site }) => {
  const name = site.program();
  appendFileSync(site.path(name), '\n');
  let asked = 0;
  const server = await serve(site.path('.'), '/page/', {}, (response, body, path) => {
    if (path === name) asked += 1;
    if (path !== 'index.html') return response.end(body);
    const head = body.indexOf('<body>');
    response.write(body.subarray(0, head));
    // Nothing tells a host that the browser has read and refused what it sent: this is long enough.
    setTimeout(() => response.end(body.subarray(head)), 1000);
  });
  await page.goto(server.url);
  await expect(page.getByRole('alert')).toContainText('The page could not start');
  expect(asked).toBe(1);
  await server.stop();
});

test('a program that passes is loaded once', async ({ browser, site }) => {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  const name = site.program();
  let asked = 0;
  const server = await serve(site.path('.'), '/page/', {}, (response, body, path) => {
    if (path === name) asked += 1;
    response.end(body);
  });
  await page.goto(server.url);
  await live(page);
  expect(asked).toBe(1);
  await context.close();
  await server.stop();
});
