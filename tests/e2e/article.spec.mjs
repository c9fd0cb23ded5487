// The article with embeds, on a host of its own: another origin than the page's.

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { HtmlValidate } from 'html-validate';
import { amiss } from './axe.mjs';
import { test as base, expect } from './fixtures.mjs';

const folder = fileURLToPath(new URL('../../examples/article/', import.meta.url));
const types = { html: 'text/html; charset=utf-8', css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8' };

/** The article as its host serves it: the page is elsewhere, whose address stands in place of the way to it. */
const test = base.extend({
  article: async ({ server, problems }, use) => {
    const site = createServer(async (request, response) => {
      const name = request.url === '/' ? 'index.html' : request.url.slice(1);
      try {
        const text = await readFile(`${folder}${name.replaceAll(/[^a-z.]/g, '')}`, 'utf8');
        response.writeHead(200, { 'content-type': types[name.split('.').pop()] });
        response.end(text.replaceAll('../../', server.url));
      } catch {
        response.writeHead(name === 'favicon.ico' ? 204 : 404).end();
      }
    });
    await new Promise((done) => site.listen(0, '127.0.0.1', done));
    const origin = `http://127.0.0.1:${site.address().port}`;
    await use(`${origin}/`);
    await new Promise((done) => {
      site.close(done);
      site.closeAllConnections();
    });
    // Without scripts those of the page are refused.
    const own = problems.filter((problem) => !problem.startsWith(`request to another origin: ${origin}/`) && !/: csp$/.test(problem));
    problems.splice(0, problems.length, ...own);
  },
});

const inPage = (page, server) => page.frames().filter((frame) => frame.url().startsWith(server.url));

/** Lazy frames load when they come near the screen. */
async function readThrough(page) {
  for (const figure of await page.locator('figure').all()) {
    await figure.scrollIntoViewIfNeeded();
    await page.waitForTimeout(50);
  }
}

test('every embed shows what its caption says, and each follows its height or keeps its own', async ({ page, server, article }) => {
  test.slow();
  await page.goto(article);
  // Some browsers count the empty page before it.
  const steps = await page.evaluate(() => history.length);
  const embeds = await page.locator('figure > iframe, figure > train-bill').count();
  expect(embeds).toBeGreaterThanOrEqual(6);
  await readThrough(page);
  await expect.poll(() => inPage(page, server).length).toBe(embeds);
  for (const frame of inPage(page, server)) {
    await expect(frame.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(frame.locator('.notices')).toBeHidden();
    await expect(frame.locator('p.answer').first(), frame.url()).toHaveText(/\d/);
  }
  const follows = page.locator('iframe.follows');
  await follows.scrollIntoViewIfNeeded();
  const inner = await (await follows.elementHandle()).contentFrame();
  await expect.poll(async () => {
    const content = await inner.evaluate(() => document.body.getBoundingClientRect().height);
    return Math.abs(await follows.evaluate((one) => one.getBoundingClientRect().height) - content);
  }).toBeLessThan(5);
  for (const element of await page.locator('train-bill').all()) {
    await element.scrollIntoViewIfNeeded();
    await expect.poll(() => element.locator('iframe').evaluate((one) => one.getBoundingClientRect().height)).not.toBe(720);
  }
  expect(await page.evaluate(() => history.length), 'nothing is written into the host’s history').toBe(steps);
});

test('a reader changes one embed and the others stay', async ({ page, server, article }) => {
  test.slow();
  await page.goto(article);
  await readThrough(page);
  const frame = (part) => inPage(page, server).find((one) => one.url().includes(part));
  await expect.poll(() => Boolean(frame('view=budget') && frame('paid_share'))).toBe(true);
  const budget = frame('view=budget');
  await expect(budget.locator('p.answer')).toContainText('$6M');
  const other = await frame('paid_share').locator('p.answer').innerText();
  const field = budget.locator('form.inputs').getByLabel('Sum', { exact: true });
  if (!await field.isVisible()) await budget.getByRole('button', { name: 'Change the figures' }).click();
  await field.fill('60M');
  await expect(budget.locator('p.answer')).toContainText('$60M');
  expect(await frame('paid_share').locator('p.answer').innerText()).toBe(other);
  expect(page.url()).toBe(article);
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('it reads well: every embed of the element is a picture with a link, and every page behind it is there', async ({ page, request, server, article }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(article);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    const pictures = await page.locator('train-bill img').evaluateAll((all) => all.map(({ src, alt }) => ({ src, alt })));
    expect(pictures.length).toBeGreaterThanOrEqual(5);
    for (const { src, alt } of pictures) {
      expect(alt.length, src).toBeGreaterThan(40);
      expect((await request.get(src)).headers()['content-type'], src).toBe('image/png');
    }
    const links = await page.locator('a').evaluateAll((all) => [...new Set(all.map(({ href }) => href.split('#')[0]))]);
    for (const link of links.filter((one) => one.startsWith(server.url))) expect((await request.get(link)).status(), link).toBe(200);
  });
});

test('it is valid HTML', async () => {
  const validator = new HtmlValidate({ extends: ['html-validate:standard'], rules: { 'long-title': 'off', 'element-name': 'off' } });
  const { results } = await validator.validateString(await readFile(`${folder}index.html`, 'utf8'));
  expect(results.flatMap(({ messages }) => messages.map(({ ruleId, line, message }) => `${line}: ${ruleId}: ${message}`))).toEqual([]);
});

test('served with the page it works as it stands', async ({ page, server }) => {
  await page.goto('./examples/article/');
  await expect(page.locator('train-bill iframe').first()).toHaveAttribute('src', new RegExp(`^${server.url.replaceAll('.', '\\.')}\\?embed=1`));
});

for (const [width, scheme] of [[1280, 'light'], [360, 'dark']]) {
  test(`its own words are accessible at ${width} px, ${scheme}`, async ({ page, article }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 800 });
    await page.goto(article);
    expect(await amiss(page, (axe) => axe.exclude('train-bill'))).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
}
