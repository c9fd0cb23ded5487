// The plain pages: what readers without scripts, crawlers and previews get.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { HtmlValidate } from 'html-validate';
import { amiss } from './axe.mjs';
import { dist } from './dist.mjs';
import { test, expect } from './fixtures.mjs';

const withUrl = fileURLToPath(new URL('../../target/pages-with-url', import.meta.url));
const slugs = readdirSync(`${dist}/s`, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);

// What is mere style is not asked for; what the standard says is.
const validator = new HtmlValidate({
  extends: ['html-validate:standard'],
  rules: { 'long-title': 'off', 'no-trailing-whitespace': 'off' },
});

const faults = async (path) => {
  const { results } = await validator.validateString(readFileSync(path, 'utf8'));
  return results.flatMap(({ messages }) => messages.map(({ ruleId, line, message }) => `${line}: ${ruleId}: ${message}`));
};

test('there are at least twelve, listed on a page of their own', async ({ page, server }) => {
  expect(slugs.length).toBeGreaterThanOrEqual(12);
  await page.goto('./s/');
  const links = await page.getByRole('main').getByRole('heading', { level: 2 }).getByRole('link').evaluateAll((all) => all.map(({ href }) => href));
  expect(links.sort()).toEqual(slugs.map((slug) => `${server.url}s/${slug}/`).sort());
});

for (const slug of ['', ...slugs]) {
  test.describe(`s/${slug}`, () => {
    test.use({ javaScriptEnabled: false });

    test('is valid HTML, read without scripts, and leads on', async ({ page, request, server }) => {
      expect(await faults(`${dist}/s/${slug && `${slug}/`}index.html`)).toEqual([]);
      await page.setViewportSize({ width: 320, height: 640 });
      await page.goto(`./s/${slug && `${slug}/`}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      if (slug) {
        await expect(page.locator('p.answer')).toHaveText(/\d/);
        await expect(page.getByRole('table').first()).toBeVisible();
        expect(await page.locator('img').evaluateAll((all) => all.length)).toBeGreaterThan(0);
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth), 'nothing is wider than the screen').toBeLessThanOrEqual(320);
      const own = await page.locator('a, link, img').evaluateAll((all) => [...new Set(all.map((one) => (one.href || one.src).split('#')[0]))]);
      const addresses = own.filter((address) => address.startsWith(server.url));
      expect(addresses.length).toBeGreaterThan(3);
      for (const address of addresses) expect((await request.get(address)).status(), address).toBe(200);
    });
  });
}

test('with an address they are valid too', async () => {
  for (const slug of slugs) expect(await faults(`${withUrl}/s/${slug}/index.html`), slug).toEqual([]);
});

for (const [width, scheme] of [[1280, 'light'], [360, 'dark']]) {
  test(`they are accessible at ${width} px, ${scheme}`, async ({ page }) => {
    test.slow();
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 800 });
    for (const slug of ['', 'six-million', 'why-cheaper', 'what-it-leaves-out', 'caching', 'how-sure', 'budget']) {
      await page.goto(`./s/${slug && `${slug}/`}`);
      await page.locator('details').evaluateAll((all) => all.forEach((details) => { details.open = true; }));
      expect(await amiss(page), slug).toEqual([]);
    }
  });
}

test('the page itself opens what a plain page shows', async ({ page }) => {
  await page.goto('./s/why-cheaper/');
  const answer = await page.locator('p.answer').innerText();
  await page.getByRole('link', { name: 'Open this with all its figures to change' }).click();
  await expect(page.locator('.lede .answer')).toHaveText(answer);
  await expect(page.locator('.notices')).toBeHidden();
});

test('pictures for previews are of the size that they ask for', async ({ page }) => {
  await page.goto('./s/budget/');
  const size = await page.locator('img[src="card.png"]').evaluate(async (one) => {
    one.loading = 'eager';
    await one.decode();
    return [one.naturalWidth, one.naturalHeight];
  });
  expect(size).toEqual([1200, 630]);
});
