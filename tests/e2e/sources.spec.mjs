// Why this figure? Every one in the table opens its working, and the working leads to a source.

import { test, expect } from './fixtures.mjs';
import { figure, held, open, table } from './page.mjs';

const TWO = 'v=1&d=2026-12b&view=compare&models=deepseek-v3,gpt-4&end';

const panel = (page) => page.getByRole('dialog');

/** The addresses of the sources in a panel. Each is on the web, or it counts as none. */
const sourcesOf = (panel) =>
  panel.locator('.sources a, .why-value a').evaluateAll((links) =>
    links.map((link) => link.href).filter((href) => /^https?:\/\/[^/]+\.[^/]+\//.test(href)));

test('the cost of DeepSeek-V3 leads to the technical report in two steps', async ({ page }) => {
  await open(page, TWO);
  await figure(page, 'Training cost', 'DeepSeek-V3').click();
  await expect(panel(page)).toHaveAccessibleName('Training cost of DeepSeek-V3');
  await expect(panel(page).locator('.eq')).toHaveText(['K = H × p', '= 2.788M × $2/h']);
  await panel(page).getByRole('button', { name: /^Chip-hours: / }).click();
  await expect(panel(page)).toHaveAccessibleName('Chip-hours of DeepSeek-V3');
  await expect(panel(page).locator('.eq')).toHaveText(['H = H_pre + H_ctx + H_post', '= 2.664M + 119K + 5,000']);
  await panel(page).getByRole('button', { name: /^Pre-training: / }).click();
  const source = panel(page).getByRole('link', { name: 'DeepSeek-V3 Technical Report' });
  await expect(source).toBeInViewport();
  await expect(source).toHaveAttribute('href', 'https://arxiv.org/abs/2412.19437');
  await expect(source).toHaveAttribute('rel', /noopener/);
  await expect(panel(page).locator('.sources')).toContainText('Table 1');
});

test('where a source stands comes when the first is shown, but for those of what was said in public', async ({ page }) => {
  const release = await held(page, /words\/sources[.]txt/);
  await open(page, TWO);
  const claim = table(page).locator('a.said').first();
  await expect(claim).toHaveText('DeepSeek');
  await expect(claim).toHaveAttribute('href', 'https://arxiv.org/abs/2412.19437');
  await figure(page, 'Parameters', 'DeepSeek-V3').click();
  await expect(panel(page).locator('.sources li').first()).toHaveText('(not loaded yet)');
  await expect(panel(page).locator('.sources a:not([href])')).toHaveCount(0);
  release();
  await expect(panel(page).locator('.sources a').first()).toHaveAttribute('href', /^https:/);
  await expect(panel(page)).not.toContainText('(not loaded yet)');
});

test('the parameters are counted from a configuration that is named', async ({ page }) => {
  await open(page, TWO);
  await figure(page, 'Parameters', 'DeepSeek-V3').click();
  await expect(panel(page).locator('data').first()).toHaveAttribute('value', '671026404352');
  await expect(panel(page).locator('.eq')).toContainText(['counted from the configuration']);
  await expect(panel(page).getByRole('link').first()).toHaveAttribute('href', /configuration_deepseek_v3/);
  await expect(panel(page)).toContainText('Also published');
});

test('every figure of the opening table has its source on screen, or an equation that leads to one, or a reason', async ({ page }) => {
  test.setTimeout(120_000);
  await open(page);
  const figures = await table(page).locator('td button.figure').all();
  expect(figures).toHaveLength(8 * 7);
  const failures = [];
  for (const button of figures) {
    const name = (await button.textContent()).trim();
    await button.click();
    await expect(panel(page)).toBeVisible();
    if (!(await leadsToSource(page, new Set()))) failures.push(name);
    await page.keyboard.press('Escape');
    await expect(panel(page)).toHaveCount(0);
  }
  expect(failures).toEqual([]);
});

/** Whether the panel shows a source or a reason, or else all the inputs of its equation lead to one. */
async function leadsToSource(page, seen) {
  const title = await panel(page).getByRole('heading').textContent();
  if (seen.has(title)) return true;
  seen.add(title);
  await expect(panel(page)).not.toContainText('(not loaded yet)');
  if ((await sourcesOf(panel(page))).length > 0) return true;
  const inputs = await panel(page).locator('dl button.figure').count();
  if (inputs === 0) {
    // Not public: the reason stands in a sentence. A choice between methods: the rule stands as its equation.
    const unknown = (await panel(page).locator('.why-value').textContent()).includes('not public');
    const words = await panel(page).locator(unknown ? ':scope > p:not(.why-value)' : '.eq').allTextContents();
    return unknown && words.some((text) => text.trim().split(' ').length >= 3);
  }
  for (let input = 0; input < inputs; input += 1) {
    const before = await panel(page).getByRole('heading').textContent();
    await panel(page).locator('dl button.figure').nth(input).click();
    await expect(panel(page).getByRole('heading')).not.toHaveText(before);
    if (!(await leadsToSource(page, seen))) return false;
    await page.keyboard.press('Escape');
    await expect(panel(page)).toHaveCount(0);
    await reopen(page, before);
  }
  return true;
}

/** Opens a panel again by its title, through the table or the entry's working. */
async function reopen(page, title) {
  const [, label, name] = /^(.*?) of (.*)$/.exec(title);
  const direct = figure(page, label, name);
  if (await direct.count()) return direct.first().click();
  await figure(page, 'Training cost', name).click();
  await panel(page).locator('dl button.figure').filter({ hasText: `${label}: ` }).first().click();
  await expect(panel(page)).toHaveAccessibleName(title);
}

test('what has been said in public links to who said it', async ({ page }) => {
  await open(page);
  const links = await table(page).locator('td a.said').evaluateAll((all) => all.map((link) => [link.textContent, link.href, link.rel]));
  expect(links.length).toBeGreaterThan(10);
  for (const [text, href, rel] of links) {
    expect(text).toMatch(/\S/);
    expect(href).toMatch(/^https?:\/\/[^/]+\./);
    expect(rel).toContain('noopener');
  }
});

test('by the keyboard alone: Tab to a figure, Enter, Tab to the source, Escape, and the focus is back', async ({ page }) => {
  await open(page, TWO);
  const tokens = figure(page, 'Training tokens', 'DeepSeek-V3');
  await figure(page, 'Chip-hours', 'DeepSeek-V3').focus();
  await page.keyboard.press('Tab');
  await expect(tokens).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(panel(page)).toBeFocused();
  await expect(tokens).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('Tab');
  await expect(panel(page).getByRole('button', { name: 'Close the working' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(panel(page).locator('.sources a').first()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(panel(page)).toHaveCount(0);
  await expect(tokens).toBeFocused();
  await expect(tokens).toHaveAttribute('aria-expanded', 'false');
});

test('the focus comes back after several steps, and by the close button', async ({ page }) => {
  await open(page, TWO);
  const cost = figure(page, 'Training cost', 'DeepSeek-V3');
  await cost.focus();
  await page.keyboard.press('Enter');
  await expect(panel(page)).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(panel(page)).toHaveAccessibleName('Chip-hours of DeepSeek-V3');
  await expect(panel(page)).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(panel(page)).toHaveCount(0);
  await expect(cost).toBeFocused();
});

test('the same figure closes what it opened', async ({ page }) => {
  await open(page, TWO);
  const cost = figure(page, 'Training cost', 'GPT-4');
  await cost.click();
  await expect(panel(page)).toBeVisible();
  await cost.click();
  await expect(panel(page)).toHaveCount(0);
});

test('the panel follows the figure while a field is edited', async ({ page }) => {
  await open(page, TWO.replace('&end', '&open=1&end'));
  await figure(page, 'Training cost', 'DeepSeek-V3').first().click();
  await page.locator('.entry form').getByLabel('Price per chip-hour', { exact: true }).fill('3');
  await expect(panel(page).locator('.eq')).toHaveText(['K = H × p', '= 2.788M × $3/h']);
  await expect(panel(page).locator('.why-value')).toContainText('$8.364M');
});
