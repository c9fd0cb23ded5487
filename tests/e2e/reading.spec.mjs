// Reading charts by pointer and by keys, their tables, rows that say how they were found, and terms that say what they mean.

import { test, expect } from './fixtures.mjs';
import { analysis, answer, table } from './analysis.mjs';
import { open } from './page.mjs';

const CACHING = 'What a million tokens cost, by the input found in the cache';
const figure = (page, name) => analysis(page).locator('figure').filter({ has: page.getByRole('img', { name, exact: true }) });

test('a curve is read with the arrow keys, and its table has the same', async ({ page }) => {
  await open(page, 'view=serve&models=deepseek-v3');
  const chart = figure(page, CACHING);
  const slider = chart.getByRole('slider', { name: `Read “${CACHING}”` });
  await slider.focus();
  for (let count = 0; count < 10; count += 1) await page.keyboard.press('ArrowRight');
  await expect(slider).toHaveAttribute('aria-valuetext', /^50%: \$[\d.]+ \(\$[\d.]+ – \$[\d.]+\)$/);
  await expect(chart.locator('output')).toHaveText(await slider.getAttribute('aria-valuetext'));
  await chart.getByText('As a table').click();
  const cells = chart.locator('.twin tr').filter({ has: page.getByRole('rowheader', { name: '50%', exact: true }) }).locator('td');
  await expect(slider).toHaveAttribute('aria-valuetext', `50%: ${await cells.first().innerText()}`);
  // The table of the same rates says the same, too.
  const row = table(page, 'What the prefix cache saves').getByRole('row').filter({ has: page.getByRole('rowheader', { name: '50%', exact: true }) });
  await expect(row.getByRole('cell').first()).toHaveText(await cells.first().innerText());
  await page.keyboard.press('End');
});

test('a curve is read where the pointer stands', async ({ page }) => {
  await open(page, 'view=serve&models=deepseek-v3');
  const chart = figure(page, CACHING);
  const area = chart.locator('.reading > input');
  await area.scrollIntoViewIfNeeded();
  const { width } = await area.boundingBox();
  await area.hover({ position: { x: 0.27 * width, y: 20 } });
  await expect(chart.locator('output')).toHaveText(/^25%: /);
  await area.hover({ position: { x: width - 2, y: 20 } });
  await expect(chart.locator('output')).toHaveText(/^95%: /);
});

test('a map is read with a slider for each axis', async ({ page }) => {
  await open(page, 'view=what-if&models=deepseek-v3&1.sweep_x=tokens&1.sweep_y=usd_per_gpu_hour');
  const chart = analysis(page).locator('figure.mapped');
  const along = chart.getByRole('slider', { name: /^Training tokens/ });
  await along.focus();
  await page.keyboard.press('Home');
  const first = await chart.locator('.reading output').innerText();
  await page.keyboard.press('End');
  const last = await chart.locator('.reading output').innerText();
  expect([first, last].every((text) => /^[\d.]+T, \$[\d.]+\/h: \$[\d.,]+[KMB]? – \$[\d.,]+[KMB]$/.test(text)), `${first} | ${last}`).toBe(true);
  expect(first).not.toBe(last);
  await expect(along).toHaveAttribute('aria-valuetext', last);
});

test('names of points lie on no other name', async ({ page }) => {
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 900 });
    await open(page, 'view=train&models=deepseek-v3');
    const chart = analysis(page).locator('figure.scatter');
    await expect(chart).toBeVisible();
    const boxes = await chart.locator('.texts text').evaluateAll((all) => all
      .map((text) => text.getBoundingClientRect()).filter((box) => box.width > 0)
      .map(({ left, right, top, bottom }) => ({ left, right, top: top + 2, bottom: bottom - 2 })));
    expect(boxes.length).toBeGreaterThan(5);
    const meeting = boxes.filter((one, index) => boxes.slice(index + 1).some((other) =>
      one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom));
    expect(meeting, `${width} px`).toEqual([]);
  }
});

test('a row of a table opens how its figures were found, and a figure its equation', async ({ page }) => {
  await open(page, 'view=serve&models=deepseek-v3');
  const rows = table(page, 'What the prefix cache saves');
  const name = rows.getByRole('button', { name: '75%', exact: true });
  await name.click();
  await expect(name).toHaveAttribute('aria-expanded', 'true');
  await expect(rows.locator('.how')).toContainText(/75%.*=.*\$/s);
  await name.click();
  await expect(rows.locator('.how')).toHaveCount(0);
});

test('a term says what it means when pressed or reached by key, and is put away by Escape', async ({ page }) => {
  await open(page, 'view=budget&models=own');
  const term = analysis(page).getByRole('button', { name: 'nats', exact: true });
  await term.click();
  await expect(analysis(page).getByText(/the unit of the loss/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(analysis(page).getByText(/the unit of the loss/)).toHaveCount(0);
  await page.keyboard.press('Tab');
  await term.focus();
  await expect(analysis(page).getByText(/the unit of the loss/)).toBeVisible();
  await expect(term).toHaveAttribute('aria-expanded', 'true');
});

test('the working of a figure explains the term in its name, and the footer has all terms', async ({ page }) => {
  await open(page, 'view=train&models=deepseek-v3');
  await expect(answer(page)).toBeVisible();
  await analysis(page).locator('summary', { hasText: 'MFU against the dense 16-bit peak' }).click();
  await expect(analysis(page).getByText(/model FLOP utilisation, the part of/)).toBeVisible();
  await page.getByText('Glossary').click();
  await expect(page.locator('.glossary dt')).toHaveCount(38);
});
