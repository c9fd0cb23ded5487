// The page in another language: by link, by the browser's preference, by choice.

import { test, expect } from './fixtures.mjs';
import { analysis, answer } from './analysis.mjs';
import { expectInAddress, open } from './page.mjs';

const han = /\p{Script=Han}/u;

test('a link may ask for Chinese, with figures as Chinese readers write them', async ({ page }) => {
  await open(page, '', '?lang=zh-Hans');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(han);
  await expect(page.locator('.lede .answer')).toContainText('557.6万美元');
  await expect(page.locator('.plot-axis')).toContainText('1亿美元');
  await expect(page).toHaveTitle(han);
});

for (const view of ['bill', 'why', 'serve', 'train', 'budget', 'what-if']) {
  test(`the program beside the page answers in Chinese: ${view}`, async ({ page }) => {
    await open(page, `view=${view}&models=deepseek-v3,gpt-4`, '?lang=zh-Hans');
    await expect(answer(page)).toHaveText(han);
    // Titles, remarks and names stay as published; what the page says itself has no English words.
    const texts = await page.evaluate(() => [...document.querySelectorAll('main :is(h1, h2, h3, th[scope=col], label, summary, caption, figcaption, legend, button)')]
      .filter((element) => element.offsetParent && !element.closest('.source, .cite, select, [role=option]'))
      .map((element) => element.textContent.trim()));
    const names = /DeepSeek|GPT|NVIDIA|Chinchilla|Hugging|Llama|LLaMA|Claude|Gemini|TPU|MI\d|H\d|A100|V100|Ling|Besiroglu|config\.json|OpenAI|Epoch|Olmo|Apertus/;
    const english = texts.filter((text) => !han.test(text) && /[a-z]{3,} [a-z]{3,}/.test(text) && !names.test(text));
    expect(english).toEqual([]);
  });
}

test.describe('with a browser that prefers Chinese', () => {
  test.use({ locale: 'zh-CN' });

  test('the page is Chinese by itself, and English where the link says so', async ({ page }) => {
    await open(page);
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
    await open(page, '', '?lang=en');
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await expect(page.locator('.lede .answer')).toContainText('$5.576M');
  });
});

test('who writes Traditional Chinese is not given the Simplified one', async ({ browser, server }) => {
  const context = await browser.newContext({ locale: 'zh-TW', baseURL: server.url });
  const page = await context.newPage();
  await open(page);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await context.close();
});

test('a language that is chosen keeps the state, goes into the address and comes back', async ({ page }) => {
  await open(page, 'view=train&models=deepseek-v3&1.tokens=9T');
  await expect(answer(page)).toBeVisible();
  await page.locator('#language').selectOption('简体中文');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
  await expect(answer(page)).toHaveText(han);
  await expect(page.locator('#f-tokens')).toHaveValue('9T');
  expect(page.url()).toContain('?lang=zh-Hans#');
  await expectInAddress(page, '1.tokens', '9T');
  await page.locator('#language').selectOption('English');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^What does this run cost/);
  await expect(analysis(page)).toContainText('The training step');
});

test('without its words the page stays English', async ({ page, problems }) => {
  await page.route(/words\//, (route) => route.fulfill({ status: 404, body: '' }));
  await open(page, '', '?lang=zh-Hans');
  await expect(page.locator('.lede .answer')).toContainText('$5.576M');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  problems.length = 0;
});

test('words of another version are not used', async ({ page }) => {
  await page.route(/words\//, (route) => route.fulfill({ status: 200, body: '0123456789abcdef\n甲\n乙\n' }));
  await open(page, '', '?lang=zh-Hans');
  await expect(page.locator('.lede .answer')).toContainText('$5.576M');
});

test('the whole page behind an embed speaks the language that the embed was asked for', async ({ page }) => {
  const whole = page.locator('.credit a');
  await open(page, 'models=deepseek-v3', '?embed=1&lang=zh-Hans');
  await expect(whole).toHaveText('Trainbill');
  expect(new URL(await whole.evaluate((link) => link.href)).search).toBe('?lang=zh-Hans');
  await open(page, 'models=deepseek-v3', '?embed=1');
  expect(new URL(await whole.evaluate((link) => link.href)).search).toBe('');
});
