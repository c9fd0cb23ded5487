// What the page is before its program has arrived, while that takes the page over, and without it.

import { test, expect } from './fixtures.mjs';
import { answer } from './analysis.mjs';
import { live, names, open, table } from './page.mjs';

/** Lets the program arrive only when the function that this answers with is called. */
async function held(page) {
  let let_go;
  const wait = new Promise((done) => { let_go = done; });
  await page.route('**/*.wasm', async (route) => {
    await wait;
    await route.continue();
  });
  return let_go;
}

/** The page as a tree of names, attributes and texts, without its addresses, which name the page's own place. What is the
 * same to a reader is written the same: an input is of text, and is checked by its state. */
const tree = (page) => page.locator('#app').evaluate((app) => {
  const write = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.textContent.replaceAll(/\s+/g, ' ').trim() || null;
    if (node.nodeType !== Node.ELEMENT_NODE) return null;
    const isUsual = ({ name, value }) => name === 'href' || name === 'checked' || (name === 'type' && value === 'text');
    const attributes = [...node.attributes].filter((attribute) => !isUsual(attribute))
      .map(({ name, value }) => `${name}=${['disabled', 'selected', 'hidden', 'readonly'].includes(name) ? '' : value}`).sort();
    return [node.localName, ...attributes, node.checked ?? false, [...node.childNodes].map(write).filter((text) => text !== null)];
  };
  const copy = app.cloneNode(true);
  copy.normalize();
  return write(copy);
});

test('the first comparison can be read before the program arrives, and is the same afterwards', async ({ page }) => {
  const letGo = await held(page);
  await page.goto('./', { waitUntil: 'commit' });
  await expect(answer(page)).toContainText('DeepSeek-V3');
  await expect(page.locator('html[data-live]')).not.toBeAttached();
  const before = await tree(page);
  letGo();
  await live(page);
  expect(await tree(page)).toEqual(before);
});

for (const [width, height] of [[1280, 900], [360, 740]]) {
  test(`nothing moves or flashes when the program takes over, ${width} px wide`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.addInitScript(() => {
      self.shifts = [];
      new PerformanceObserver((list) => self.shifts.push(...list.getEntries().map((entry) => entry.value)))
        .observe({ type: 'layout-shift', buffered: true });
    });
    const letGo = await held(page);
    await page.goto('./', { waitUntil: 'commit' });
    await expect(answer(page)).toBeVisible();
    const before = await page.screenshot({ animations: 'disabled' });
    letGo();
    await live(page);
    expect((await page.screenshot({ animations: 'disabled' })).equals(before), 'the picture is the same').toBe(true);
    expect(await page.evaluate(() => self.shifts)).toEqual([]);
  });
}

test('the reader keeps the place, the focus and what is open', async ({ page }) => {
  const letGo = await held(page);
  await page.goto('./', { waitUntil: 'commit' });
  await page.locator('.glossary summary').click();
  await page.locator('#theme').focus();
  await page.evaluate(() => scrollTo(0, 400));
  letGo();
  await live(page);
  expect(await page.evaluate(() => scrollY)).toBe(400);
  await expect(page.locator('#theme')).toBeFocused();
  await expect(page.locator('.glossary')).toHaveAttribute('open');
});

test('what a hasty reader presses and types is done once the program is there', async ({ page }) => {
  const letGo = await held(page);
  await page.goto('./', { waitUntil: 'commit' });
  await page.locator('#theme').selectOption('dark');
  await table(page).locator('tbody th .model').first().click();
  letGo();
  await live(page);
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.locator('.entry')).toBeVisible();
});

test('a link that holds something else shows nothing before the program does', async ({ page }) => {
  const letGo = await held(page);
  await page.goto('./#v=1&models=gpt-4', { waitUntil: 'commit' });
  await expect(page.getByText('Working out the bills…')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).not.toBeVisible();
  letGo();
  await live(page);
  await expect(page.getByText('Working out the bills…')).not.toBeVisible();
  expect(await names(page)).toEqual(['GPT-4']);
});

test('the link of the first comparison itself shows it at once', async ({ page }) => {
  await open(page);
  await expect.poll(() => new URL(page.url()).hash).toContain('models=');
  const letGo = await held(page);
  await page.reload({ waitUntil: 'commit' });
  await expect(answer(page)).toBeVisible();
  letGo();
  await live(page);
});

for (const language of ['?lang=zh-Hans', '']) {
  test(`English is not shown first to a reader of Chinese${language && ', by link'}`, async ({ browser, server }) => {
    const context = await browser.newContext({ locale: language ? 'en-GB' : 'zh-CN' });
    const page = await context.newPage();
    const letGo = await held(page);
    await page.goto(server.url + language, { waitUntil: 'commit' });
    await expect(page.locator('#start')).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).not.toBeVisible();
    letGo();
    await live(page);
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
    await context.close();
  });
}

test('without JavaScript the comparison is there, and the reason why it cannot be changed', async ({ browser, server }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(server.url);
  await expect(page.locator('noscript p')).toBeVisible();
  expect(await table(page).locator('tbody tr').count()).toBe(8);
  await context.close();
});

for (const [fragment, said] of [['', 'can be read, but not changed'], ['#v=1&models=gpt-4', 'not what this link asks for']]) {
  test(`a program that does not arrive leaves the comparison, and says so${fragment && ', of another link'}`, async ({ page, problems }) => {
    await page.route('**/*.wasm', (route) => route.abort());
    await page.goto(`./${fragment}`);
    await expect(page.getByRole('alert')).toContainText('The page could not start');
    await expect(page.getByRole('alert')).toContainText(said);
    await expect(answer(page)).toBeVisible();
    problems.length = 0;
  });
}
