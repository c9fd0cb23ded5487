// The comparison that the page opens with, and what can be done to its rows and columns.

import { test, expect } from './fixtures.mjs';
import {
  expectFigure, expectInAddress, figure, figureName, headings, names, open, row, table,
} from './page.mjs';

const OPENING = ['DeepSeek-V3', 'DeepSeek-R1', 'GPT-4', 'Claude 3.5 Sonnet', 'Llama 3.1 405B', 'Gemini 1.0 Ultra',
  'gpt-oss-120b', 'Olmo 3 32B'];
const COLUMNS = ['Model', 'Training cost', 'Said in public', 'Accelerator', 'Weights', 'Chip-hours', 'Training tokens',
  'Parameters', 'Year of release'];

const found = (page) => page.getByRole('listbox', { name: 'Add a model' }).getByRole('option');

const TWO = 'v=1&d=2026-12b&view=compare&models=deepseek-v3,gpt-4&end';
const THREE = 'v=1&d=2026-12b&view=compare&models=deepseek-v3,gpt-4,olmo-3-32b&end';

test('opens filled in, with eight models and nine columns', async ({ page }) => {
  await open(page);
  expect(await names(page)).toEqual(OPENING);
  expect(await headings(page)).toEqual(COLUMNS);
  await expect(table(page).locator('tbody td:not(.row-tools)')).toHaveCount(OPENING.length * (COLUMNS.length - 1));
  for (const cell of await table(page).locator('tbody td:not(.row-tools)').all()) await expect(cell).toHaveText(/\S/);
});

test('DeepSeek-V3 is what its makers published, and its parameters are counted', async ({ page }) => {
  await open(page);
  const v3 = (label) => figure(page, label, 'DeepSeek-V3');
  await expectFigure(v3('Training cost'), '$5.576M', '5576000');
  await expectFigure(v3('Chip-hours'), '2.788M', '2788000');
  await expectFigure(v3('Training tokens'), '14.8T', '14800000000000');
  await expectFigure(v3('Parameters'), '671B', '671026404352');
  await expectFigure(v3('Year of release'), '2024', '2024');
  await expect(v3('Accelerator')).toContainText('H800');
  await expect(v3('Weights')).toContainText('open');
});

test('DeepSeek-R1 is V3 and its increment', async ({ page }) => {
  await open(page);
  await expectFigure(figure(page, 'Training cost', 'DeepSeek-R1'), '$5.87M', '5870000');
  await expectFigure(figure(page, 'Chip-hours', 'DeepSeek-R1'), '2.935M', '2935000');
});

test('an estimate shows its range', async ({ page }) => {
  await open(page);
  const cost = figure(page, 'Training cost', 'GPT-4');
  await expect(cost).toHaveAttribute('data-basis', /estimated|assumed/);
  await expect(cost.locator('.range')).toHaveText(/^\$[\d.]+M – \$[\d.]+M$/);
});

test('what is not public says why', async ({ page }) => {
  await open(page);
  const cost = figure(page, 'Training cost', 'Claude 3.5 Sonnet');
  await expect(cost).toContainText('not public');
  await expect(cost.locator('data')).toHaveCount(0);
  await cost.click();
  const panel = page.getByRole('dialog');
  await expect(panel).toContainText('not public');
  await expect(panel.locator('p').nth(1)).toHaveText(/\w+ \w+ \w+.*\.$/);
});

test('the sentence at the top holds the figures of the table', async ({ page }) => {
  await open(page, TWO);
  const answer = page.locator('.answer');
  await expect(answer).toContainText('DeepSeek-V3’s final training run comes to $5.576M');
  const gpt4 = await figure(page, 'Training cost', 'GPT-4').locator('data').textContent();
  await expect(answer).toContainText(`GPT-4’s to ${gpt4}`);
});

test('the chart tells the costs in words too', async ({ page }) => {
  await open(page, TWO);
  await expect(page.getByRole('img', { name: /^DeepSeek-V3: worked out \$5\.576M; said in public: / })).toBeVisible();
  await expect(page.getByRole('img', { name: /^GPT-4: worked out \$[\d.]+M \(\$[\d.]+M – \$[\d.]+M\)/ })).toBeVisible();
});

test('sorts by a column: largest first, smallest first, as put', async ({ page }) => {
  await open(page);
  const heading = table(page).getByRole('columnheader', { name: 'Parameters', exact: true });
  const sort = heading.getByRole('button');
  const known = async () =>
    (await table(page).locator('tbody tr').evaluateAll((rows) =>
      rows.map((row) => row.querySelectorAll('td')[6].querySelector('data')?.value ?? null)));
  await expect(heading).not.toHaveAttribute('aria-sort');

  await sort.click();
  await expect(heading).toHaveAttribute('aria-sort', 'descending');
  await expectInAddress(page, 'sort', '-total_params');
  const down = await known();
  const numbers = down.filter((value) => value !== null).map(Number);
  expect(numbers.length).toBeGreaterThan(3);
  expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
  expect(down.slice(numbers.length), 'the unknown come last').toEqual(Array(down.length - numbers.length).fill(null));

  await sort.click();
  await expect(heading).toHaveAttribute('aria-sort', 'ascending');
  const up = await known();
  expect(up.slice(0, numbers.length).map(Number)).toEqual([...numbers].sort((a, b) => a - b));
  expect(up.slice(numbers.length), 'the unknown still come last').toEqual(Array(up.length - numbers.length).fill(null));

  await sort.click();
  await expect(heading).not.toHaveAttribute('aria-sort');
  expect(await names(page)).toEqual(OPENING);
});

test('sorts by name from A to Z first', async ({ page }) => {
  await open(page);
  await table(page).getByRole('button', { name: 'Model', exact: true }).click();
  const heading = table(page).getByRole('columnheader', { name: 'Model', exact: true });
  await expect(heading).toHaveAttribute('aria-sort', 'ascending');
  const sorted = [...OPENING].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  expect(await names(page)).toEqual(sorted);
});

for (const column of COLUMNS.slice(1)) {
  test(`only “${column}” is marked as sorted when it is`, async ({ page }) => {
    await open(page);
    await table(page).getByRole('button', { name: column, exact: true }).click();
    await expect(table(page).locator('[aria-sort]')).toHaveCount(1);
    await expect(table(page).locator('[aria-sort]')).toHaveText(column);
  });
}

for (const [typed, name] of [['r1', /^DeepSeek-R1/], ['claude', /^Claude/], ['LLAMA', /^Llama/]]) {
  test(`adds a model by typing “${typed}” and Enter`, async ({ page }) => {
    await open(page, 'v=1&models=gpt-4&end');
    const search = page.getByRole('combobox', { name: 'Add a model' });
    await search.fill(typed);
    await expect(search).toHaveAttribute('aria-expanded', 'true');
    await expect(found(page).first()).toHaveText(name);
    await search.press('Enter');
    await expect(table(page).locator('tbody tr')).toHaveCount(2);
    expect((await names(page))[1]).toMatch(name);
    await expect(page.getByRole('heading', { level: 2, name })).toBeFocused();
    await expect(search).toHaveValue('');
  });
}

test('the arrow keys choose among the models found, Escape leaves all as it was', async ({ page }) => {
  await open(page, TWO);
  const search = page.getByRole('combobox', { name: 'Add a model' });
  await search.fill('llama');
  await search.press('ArrowDown');
  await expect(found(page).nth(1)).toHaveAttribute('aria-selected', 'true');
  const active = await search.getAttribute('aria-activedescendant');
  await expect(page.locator(`[id="${active}"]`)).toHaveAttribute('aria-selected', 'true');
  await search.press('Escape');
  await expect(search).toHaveAttribute('aria-expanded', 'false');
  expect(await names(page)).toEqual(['DeepSeek-V3', 'GPT-4']);
  await search.fill('no such model');
  await expect(found(page)).toHaveText('Nothing of that name');
  await search.press('Enter');
  expect(await names(page)).toEqual(['DeepSeek-V3', 'GPT-4']);
});

test('the last of the models is seen when the arrow keys reach it', async ({ page }) => {
  await open(page, TWO);
  const search = page.getByRole('combobox', { name: 'Add a model' });
  await search.click();
  const options = found(page);
  for (let step = await options.count(); step > 1; step -= 1) await search.press('ArrowDown');
  await expect(options.last()).toHaveAttribute('aria-selected', 'true');
  const [option, list] = [await options.last().boundingBox(), await page.getByRole('listbox').boundingBox()];
  expect(option.y).toBeGreaterThanOrEqual(list.y);
  expect(option.y + option.height).toBeLessThanOrEqual(list.y + list.height);
});

test('duplicates, removes and moves rows', async ({ page }) => {
  await open(page, THREE);
  await page.getByRole('button', { name: 'Duplicate DeepSeek-V3' }).click();
  await expectInAddress(page, 'models', 'deepseek-v3,deepseek-v3,gpt-4,olmo-3-32b');
  await expectFigure(figure(page, 'Training cost', 'DeepSeek-V3').nth(1), '$5.576M', '5576000');

  await page.getByRole('button', { name: 'Remove DeepSeek-V3' }).first().click();
  await expectInAddress(page, 'models', 'deepseek-v3,gpt-4,olmo-3-32b');

  await page.getByRole('button', { name: 'Move Olmo 3 32B up' }).click();
  expect(await names(page)).toEqual(['DeepSeek-V3', 'Olmo 3 32B', 'GPT-4']);
  await page.getByRole('button', { name: 'Move DeepSeek-V3 down' }).click();
  expect(await names(page)).toEqual(['Olmo 3 32B', 'DeepSeek-V3', 'GPT-4']);
  await expectInAddress(page, 'models', 'olmo-3-32b,deepseek-v3,gpt-4');
  await expect(page.getByRole('button', { name: 'Move Olmo 3 32B up' })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Move GPT-4 down' })).toBeDisabled();
});

test('a row that is moved by the keyboard keeps the focus', async ({ page }) => {
  await open(page, 'v=1&models=deepseek-v3,gpt-4,olmo-3-32b,deepseek-r1&end');
  const down = page.getByRole('button', { name: 'Move DeepSeek-V3 down' });
  await down.focus();
  for (const place of [1, 2, 3]) {
    await page.keyboard.press('Enter');
    await expect.poll(() => names(page)).toHaveProperty(String(place), 'DeepSeek-V3');
    if (place < 3) await expect(down).toBeFocused();
  }
  await expect(page.getByRole('button', { name: 'Move DeepSeek-V3 up' }), 'where it can go on').toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(() => names(page)).toHaveProperty('2', 'DeepSeek-V3');
  await expect(page.getByRole('button', { name: 'Move DeepSeek-V3 up' })).toBeFocused();
});

test('moving a row while an entry is open does not lead away', async ({ page }) => {
  await open(page, `${THREE.replace('&end', '')}&open=1&end`);
  const up = page.getByRole('button', { name: 'Move Olmo 3 32B up' });
  await up.click();
  await up.click();
  expect(await names(page)).toEqual(['Olmo 3 32B', 'DeepSeek-V3', 'GPT-4']);
  await expectInAddress(page, 'open', '2');
  await expect(page.getByRole('heading', { level: 2, name: 'DeepSeek-V3' })).not.toBeFocused();
});

test('a table without rows says what to do, and the opening comparison comes back', async ({ page }) => {
  await open(page, 'v=1&models=gpt-4&end');
  await page.getByRole('button', { name: 'Remove GPT-4' }).click();
  await expect(table(page)).toContainText('Nothing to compare');
  await page.getByRole('button', { name: 'Opening comparison' }).click();
  expect(await names(page)).toEqual(OPENING);
});

test('sixteen entries are the most, and the page says so', async ({ page }) => {
  await open(page, `v=1&models=${Array(16).fill('gpt-4').join(',')}&end`);
  await expect(table(page).locator('tbody tr')).toHaveCount(16);
  await expect(page.getByText('16 entries are the most')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Add a model' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Remove GPT-4' }).first().click();
  await expect(page.getByRole('combobox', { name: 'Add a model' })).toBeVisible();
});

test('columns are hidden, shown and moved', async ({ page }) => {
  await open(page, TWO);
  await page.locator('summary', { hasText: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Said in public' }).uncheck();
  await page.getByRole('checkbox', { name: 'MFU', exact: true }).check();
  expect(await headings(page)).toEqual([...COLUMNS.filter((label) => label !== 'Said in public'), 'MFU']);
  await expect(figure(page, 'MFU', 'DeepSeek-V3')).toBeVisible();

  const left = page.getByRole('button', { name: 'Move MFU left' });
  await left.focus();
  await page.keyboard.press('Enter');
  expect((await headings(page)).slice(-2)).toEqual(['MFU', 'Year of release']);
  await expect(left).toBeFocused();
  await page.getByRole('button', { name: 'Move Training cost right' }).click();
  expect((await headings(page)).slice(0, 3)).toEqual(['Model', 'Accelerator', 'Training cost']);
  await expectInAddress(page, 'columns',
    'hardware,training_cost,weights,chip_hours,tokens,total_params,mfu,year');
});

test('highlights what differs from the first row, and only that', async ({ page }) => {
  await open(page, 'v=1&models=deepseek-v3,deepseek-r1&end');
  const button = page.getByRole('button', { name: 'Highlight differences' });
  await expect(table(page).locator('td.diff')).toHaveCount(0);
  await button.click();
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  await expectInAddress(page, 'differences', '1');
  const marked = (label) => page.locator('td.diff').filter({ has: page.getByRole('button', figureName(label, 'DeepSeek-R1')) });
  await expect(marked('Training cost')).toHaveCount(1);
  await expect(marked('Chip-hours')).toHaveCount(1);
  await expect(marked('Accelerator')).toHaveCount(0);
  await expect(marked('Parameters')).toHaveCount(0);
  await expect(row(page, 'DeepSeek-V3').locator('td.diff')).toHaveCount(0);
  const colour = (cell) => cell.evaluate((element) => getComputedStyle(element).backgroundColor);
  expect(await colour(marked('Training cost'))).not.toBe(await colour(row(page, 'DeepSeek-V3').locator('td').first()));
  await button.click();
  await expect(table(page).locator('td.diff')).toHaveCount(0);
});
