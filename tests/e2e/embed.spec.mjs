// The page inside a page of another site.

import { test, expect, TWO } from './host.mjs';
import { expectFigure, figure } from './page.mjs';

const PAPER = { light: 'rgb(253, 253, 252)', dark: 'rgb(20, 22, 26)' };

test('an embedded page shows the answer, the table and a way to the whole page, and nothing around them', async ({ host }) => {
  const frame = await host.open('?embed=1');
  await expect(frame.locator('.masthead')).toBeHidden();
  await expect(frame.locator('.colophon')).toBeHidden();
  await expectFigure(figure(frame, 'Training cost', 'DeepSeek-V3'), '$5.576M', '5576000');
  const whole = frame.locator('.credit a');
  await expect(whole).toBeVisible();
  await expect(whole).toHaveAttribute('target', '_top');
  await expect(whole).toHaveAttribute('href', /#v=1&/);
  expect(await whole.getAttribute('href'), 'the whole page is not embedded').not.toContain('embed=1');
});

test('an embedded page never writes the history or the address, its figures still follow', async ({ host, page }) => {
  const frame = await host.open('?embed=1');
  const state = () => frame.evaluate(() => [history.length, location.href]);
  const [before, outer] = [await state(), page.url()];
  await frame.evaluate(() => {
    window.written = 0;
    for (const name of ['pushState', 'replaceState']) {
      const write = history[name].bind(history);
      history[name] = (...all) => { window.written += 1; return write(...all); };
    }
  });
  const price = frame.locator('.entry form').getByLabel('Price per chip-hour', { exact: true });
  // A frame of another origin gets the focus in WebKit only after a visitor has touched it.
  await price.click();
  await price.fill('3');
  await expectFigure(figure(frame, 'Training cost', 'DeepSeek-V3'), '$8.364M', '8364000');
  await frame.getByRole('button', { name: 'Remove GPT-4' }).click();
  await frame.locator('table').getByRole('button', { name: 'Chip-hours', exact: true }).click();
  await expect(frame.locator('[aria-sort=descending]')).toBeVisible();
  // Longer than the page otherwise waits before it writes the address.
  await frame.evaluate(() => new Promise((done) => setTimeout(done, 400)));
  expect(await frame.evaluate(() => window.written)).toBe(0);
  expect(await state()).toEqual(before);
  expect(page.url()).toBe(outer);
  await expect(frame.locator('.credit a')).toHaveAttribute('href', /1\.usd_per_gpu_hour=3/);
});

test('an embedded page takes no focus and does not scroll the page around it', async ({ host, page }) => {
  const frame = await host.open('?embed=1');
  await expect(frame.locator('.entry')).toBeVisible();
  expect(await page.evaluate(() => document.activeElement.tagName)).toBe('BODY');
  expect(await page.evaluate(() => scrollY)).toBe(0);
  expect(await frame.evaluate(() => scrollY)).toBe(0);
});

for (const theme of ['light', 'dark']) {
  test(`theme=${theme} is kept whatever the visitor's system says`, async ({ host, page }) => {
    await page.emulateMedia({ colorScheme: theme === 'dark' ? 'light' : 'dark' });
    const frame = await host.open(`?embed=1&theme=${theme}`);
    expect(await frame.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(PAPER[theme]);
  });
}

test('ui=min leaves out the tools too', async ({ host }) => {
  const frame = await host.open('?embed=1&ui=min');
  await expect(frame.locator('.toolbar')).toBeHidden();
  await expect(frame.getByRole('button', { name: /^(Move|Duplicate|Remove) / })).toHaveCount(0);
  await expectFigure(figure(frame, 'Training cost', 'DeepSeek-V3'), '$5.576M', '5576000');
});

test('the working opens inside the frame', async ({ host }) => {
  const frame = await host.open('?embed=1');
  await figure(frame, 'Training tokens', 'DeepSeek-V3').click();
  await expect(frame.getByRole('dialog')).toBeInViewport();
  await expect(frame.getByRole('dialog').locator('.sources a').first()).toHaveAttribute('target', '_blank');
});

for (const [theme, selected] of [['', 'Auto'], ['?theme=dark', 'Dark'], ['?theme=light', 'Light'], ['?theme=pink', 'Auto']]) {
  test(`the theme menu says “${selected}” for “${theme}”, and changes it`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto(`./${theme}`);
    const menu = page.getByRole('combobox', { name: 'Theme' });
    await expect(menu.locator('option:checked')).toHaveText(selected);
    const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    expect(await paper()).toBe(PAPER[selected === 'Dark' ? 'dark' : 'light']);
    await menu.selectOption('Dark');
    await expect.poll(paper).toBe(PAPER.dark);
    await menu.selectOption('Light');
    await expect.poll(paper).toBe(PAPER.light);
    await menu.selectOption('Auto');
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(paper).toBe(PAPER.dark);
  });
}
