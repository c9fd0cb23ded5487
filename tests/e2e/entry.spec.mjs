// One entry opened: its fields, its bill, what nonsense in a field does.

import { test, expect } from './fixtures.mjs';
import {
  expectFigure, expectInAddress, expectSaneText, field, fieldBox, figure, machineFigures, open, row, table,
} from './page.mjs';

const V3 = 'v=1&d=2026-12b&view=compare&models=deepseek-v3,gpt-4&open=1&end';
const R1 = 'v=1&d=2026-12b&view=compare&models=deepseek-r1&open=1&end';
const OWN = 'v=1&d=2026-12b&view=compare&models=own&open=1&end';

const bill = (page) => page.locator('.entry .bill');
const total = (page) => bill(page).getByRole('button', { name: /^Training cost of / });
const line = (page, stage) =>
  page.getByRole('table', { name: 'Bill by stage' }).getByRole('row').filter({ has: page.getByRole('rowheader', { name: stage }) });

test('opens by the name, in the table or the chart, and closes', async ({ page }) => {
  await open(page, V3.replace('&open=1', ''));
  await expect(page.locator('.entry')).toHaveCount(0);
  const name = row(page, 'GPT-4').getByRole('button', { name: 'GPT-4', exact: true });
  await name.click();
  await expect(name).toHaveAttribute('aria-expanded', 'true');
  await expect(page.getByRole('heading', { level: 2, name: 'GPT-4' })).toBeFocused();
  await expectInAddress(page, 'open', '2');
  await page.locator('.plot-name', { hasText: 'DeepSeek-V3' }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'DeepSeek-V3' })).toBeFocused();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(page.locator('.entry')).toHaveCount(0);
  await expectInAddress(page, 'open', undefined);
});

test('the bill of DeepSeek-V3 has three parts', async ({ page }) => {
  await open(page, V3);
  await expectFigure(total(page), '$5.576M', '5576000');
  for (const [stage, hours, cost] of [
    ['Pre-training', ['2.664M', '2664000'], ['$5.328M', '5328000']],
    ['Context extension', ['119K', '119000'], ['$238K', '238000']],
    ['Post-training', ['5,000', '5000'], ['$10K', '10000']],
  ]) {
    const figures = line(page, stage).locator('td data');
    await expect(figures).toHaveText([hours[0], cost[0]]);
    await expect(figures.nth(0)).toHaveAttribute('value', hours[1]);
    await expect(figures.nth(1)).toHaveAttribute('value', cost[1]);
    await expect(line(page, stage)).toContainText('$2/h');
  }
  await expect(line(page, 'Total').locator('data')).toHaveText(['2.788M', '$5.576M']);
});

test('the bill of DeepSeek-R1 is V3’s and an increment of 147K hours, $294K', async ({ page }) => {
  await open(page, R1);
  await expectFigure(total(page), '$5.87M', '5870000');
  await expectFigure(bill(page).getByRole('button', { name: /^Cost on top of the base model/ }), '$294K', '294000');
  await expect(line(page, 'Base model').locator('data')).toHaveText(['2.788M', '$5.576M']);
  const increment = line(page, /^Post-training$/);
  await expect(increment.locator('data')).toHaveText(['147K', '$294K']);
  await expect(increment.locator('data').first()).toHaveAttribute('value', '147000');
});

test('the working shows equations with the values put in, and a source that can be opened', async ({ page }) => {
  await open(page, V3);
  const step = (label) => bill(page).locator('.working .step').filter({ has: page.getByRole('heading', { name: label }) });
  await expect(step(/Training cost$/).locator('.eq')).toHaveText(['K = H × p', '= 2.788M × $2/h']);
  await expect(step(/Training cost$/).locator('.result')).toContainText('$5.576M');
  await expect(step(/Chip-hours$/).locator('.eq')).toHaveText(['H = H_pre + H_ctx + H_post', '= 2.664M + 119K + 5,000']);
  const source = step(/Pre-training$/).getByRole('link').first();
  await expect(source).toHaveText('DeepSeek-V3 Technical Report');
  await expect(source).toHaveAttribute('href', /^https:\/\/arxiv\.org\/abs\/2412\.19437/);
});

test('every field has a name, a meaning, and a source or a reason', async ({ page }) => {
  await open(page, V3);
  const boxes = page.locator('.entry .field');
  await expect(boxes).toHaveCount(21);
  for (const box of await boxes.all()) {
    await expect(box.locator('label')).toHaveText(/\S/);
    await expect(box.locator('.help')).toHaveText(/\.$/);
  }
  await expect(fieldBox(page, 'Price per chip-hour').locator('.source a')).toHaveText('DeepSeek-V3 Technical Report');
});

for (const [label, key, typed, echo, written] of [
  ['Parameters', 'total_params', '671B', '= 671,000,000,000 parameters', '671B'],
  ['Training tokens', 'tokens', '14.8T', '= 14,800,000,000,000 tokens', '14.8T'],
  ['Accelerators at a time', 'chip_count', '2.5k', '= 2,500 chips', '2500'],
  ['Price per chip-hour', 'usd_per_gpu_hour', '1.5..3', '= 1.5 – 3 USD/chip-hour', '1.5..3'],
  ['Training tokens', 'tokens', '15,000,000,000,000', '= 15,000,000,000,000 tokens', '15T'],
  ['MFU', 'mfu', '39%', '= 39%', '0.39'],
]) {
  test(`${label} takes “${typed}” and says how it was read`, async ({ page }) => {
    await open(page, V3);
    await field(page, label).fill(typed);
    await expect(fieldBox(page, label).locator('output')).toHaveText(echo);
    await expect(fieldBox(page, label).locator('.error')).toHaveCount(0);
    await expectInAddress(page, `1.${key}`, written);
    await field(page, label).blur();
    await expect(field(page, label)).toHaveValue(written);
  });
}

test('bill, table, chart and answer follow a field at once', async ({ page }) => {
  await open(page, V3);
  await field(page, 'Price per chip-hour').fill('2.5');
  await expectFigure(total(page), '$6.97M', '6970000');
  await expect(page.locator('.running data')).toHaveText('$6.97M');
  await expectFigure(figure(page, 'Training cost', 'DeepSeek-V3'), '$6.97M', '6970000');
  await expect(figure(page, 'Training cost', 'DeepSeek-V3')).toContainText('your figure');
  await expect(page.locator('.plot-row').first()).toContainText('$6.97M');
  await expect(page.locator('.answer')).toContainText('$6.97M');
  await expect(line(page, 'Pre-training')).toContainText('$6.66M');

  await field(page, 'Price per chip-hour').fill('1.5..3');
  const range = figure(page, 'Training cost', 'DeepSeek-V3').locator('data');
  await expect(range).toHaveAttribute('value', '4182000..8364000');
  await expect(total(page).locator('data')).toHaveAttribute('value', '4182000..8364000');
});

test('a figure that was changed says so and what it was', async ({ page }) => {
  await open(page, V3);
  await field(page, 'Training tokens').fill('20T');
  await expect(figure(page, 'Training tokens', 'DeepSeek-V3')).toContainText('your figure');
  await expect(fieldBox(page, 'Training tokens')).toHaveAttribute('data-state', 'changed');
  await expect(fieldBox(page, 'Training tokens').locator('.source')).toContainText('14.8T');
});

test('a choice of accelerator changes price and bill', async ({ page }) => {
  await open(page, 'v=1&models=gpt-4&open=1&end');
  const before = await total(page).locator('data').getAttribute('value');
  await field(page, 'Accelerator').selectOption('nvidia-h100-sxm5-80gb');
  await expect(figure(page, 'Accelerator', 'GPT-4').locator('data')).toHaveAttribute('value', 'nvidia-h100-sxm5-80gb');
  await expect(figure(page, 'Accelerator', 'GPT-4')).toContainText('H100');
  await expect(total(page).locator('data')).not.toHaveAttribute('value', before);
  await expectInAddress(page, '1.hardware', 'nvidia-h100-sxm5-80gb');
});

test('hours can be worked out from compute, peak rate and MFU instead', async ({ page }) => {
  await open(page, V3);
  await field(page, 'Pre-training hours from').selectOption({ label: 'FLOP ÷ (peak × MFU)' });
  await field(page, 'Training compute').fill('3.6e24');
  await field(page, 'Peak rate').fill('1e15');
  await field(page, 'MFU').fill('50%');
  await field(page, 'Context extension').fill('0');
  await field(page, 'Post-training').fill('0');
  // 3.6e24 / (1e15 × 0.5) = 7.2e9 s = 2,000,000 h
  await expectFigure(figure(page, 'Chip-hours', 'DeepSeek-V3'), '2M', '2000000');
  await expectFigure(total(page), '$4M', '4000000');
});

test('an entry that starts empty becomes a bill', async ({ page }) => {
  await open(page, OWN);
  await expect(total(page)).toContainText('not entered');
  await field(page, 'Name').fill('Ours');
  await field(page, 'Pre-training').fill('10k');
  await field(page, 'Price per chip-hour').fill('3');
  await expectFigure(figure(page, 'Training cost', 'Ours'), '$30K', '30000');
  await expect(page.getByRole('heading', { level: 2, name: 'Ours' })).toBeVisible();
});

test('resets one field, then all', async ({ page }) => {
  await open(page, V3);
  await expect(page.getByRole('button', { name: /^Reset (?!all)/ })).toHaveCount(0);
  await field(page, 'Price per chip-hour').fill('4');
  await field(page, 'Training tokens').fill('20T');
  await field(page, 'Year of release').fill('2025');
  await expect(page.getByRole('button', { name: /^Reset (?!all)/ })).toHaveCount(3);

  await page.getByRole('button', { name: 'Reset Price per chip-hour' }).press('Enter');
  await expect(field(page, 'Price per chip-hour')).toBeFocused();
  await expect(field(page, 'Price per chip-hour')).toHaveValue('2');
  await expectInAddress(page, '1.usd_per_gpu_hour', undefined);
  await expectFigure(figure(page, 'Training tokens', 'DeepSeek-V3'), '20T', '20000000000000');

  await page.getByRole('button', { name: 'Reset all fields' }).click();
  await expect(field(page, 'Training tokens')).toHaveValue('14.8T');
  await expect(field(page, 'Year of release')).toHaveValue('2024');
  await expectFigure(total(page), '$5.576M', '5576000');
  await expect(page.getByRole('button', { name: /^Reset (?!all)/ })).toHaveCount(0);
  await expectInAddress(page, '1.tokens', undefined);
});

const TEN_KILOBYTES = '9'.repeat(10_000);
for (const [name, typed, says] of [
  ['12abc', '12abc', '“12abc” cannot be used: “abc” after the number is not known'],
  ['nothing', '', 'Enter a number'],
  ['-1', '-1', '“-1” is outside the allowed range'],
  ['1e400', '1e400', '“1e400” cannot be used'],
  ['1e-400', '1e-400', '“1e-400” cannot be used'],
  ['NaN', 'NaN', '“NaN” cannot be used'],
  ['Infinity', 'Infinity', '“Infinity” cannot be used'],
  ['1.000,5', '1.000,5', 'could be read in two ways'],
  ['1,5', '1,5', 'could be read in two ways'],
  ['3..1', '3..1', 'must go up'],
  ['digits of another script', '١٢', '“١” is not one of the digits 0 to 9'],
  ['10 kB of digits', TEN_KILOBYTES, 'longer than 96 characters'],
  ['markup', '<img src=x onerror=alert(1)>', '“<img src=x onerror=alert(1)>”'],
]) {
  test(`refuses ${name} next to the field, keeps what was typed and the last good figure`, async ({ page }) => {
    await open(page, V3);
    const input = field(page, 'Price per chip-hour');
    await input.fill('2.5');
    await expectFigure(total(page), '$6.97M', '6970000');
    const figures = await machineFigures(page);

    await input.fill(typed);
    const error = fieldBox(page, 'Price per chip-hour').locator('.error');
    await expect(error).toContainText(says);
    await expect(error).toContainText('$0/h to $1K/h');
    expect((await error.textContent()).length).toBeLessThan(500);
    await expect(input).toHaveValue(typed);
    await expect(input).toHaveAttribute('aria-invalid', 'true');
    await expect(input).toHaveAccessibleDescription(new RegExp('\\$0/h to \\$1K/h'));

    expect(await machineFigures(page)).toEqual(figures);
    await expect(bill(page).locator('.stale')).toHaveText(
      'This bill rests on the last good figure for: Price per chip-hour.');
    await expect(row(page, 'DeepSeek-V3').locator('.stale')).toBeVisible();
    await expect(page.locator('.running .stale')).toBeVisible();
    await expect(table(page).locator('.stale')).toHaveCount(1);
    await expectInAddress(page, '1.usd_per_gpu_hour', '2.5');
    await expectSaneText(page);

    await input.blur();
    await expect(input).toHaveValue(typed);
    await expect(error).toBeVisible();

    await input.fill('3');
    await expect(error).toHaveCount(0);
    await expect(page.locator('.stale')).toHaveCount(0);
    await expectFigure(total(page), '$8.364M', '8364000');
  });
}

test('10 kB in a field are refused in the turn in which they came', async ({ page }) => {
  await open(page, V3);
  const input = field(page, 'Training tokens');
  await input.focus();
  const refused = await input.evaluate(async (element, typed) => {
    element.value = typed;
    element.dispatchEvent(new InputEvent('input', { bubbles: true }));
    // What follows a promise runs before the next timer and the next frame.
    await Promise.resolve();
    return element.closest('.field').querySelector('.error')?.textContent;
  }, TEN_KILOBYTES);
  expect(refused).toContain('longer than 96 characters');
});

test('a refused field is reset by its button', async ({ page }) => {
  await open(page, V3);
  await field(page, 'Training tokens').fill('12abc');
  await page.getByRole('button', { name: 'Reset Training tokens' }).click();
  await expect(field(page, 'Training tokens')).toHaveValue('14.8T');
  await expect(page.locator('.stale')).toHaveCount(0);
});

test('values at the ends of every range leave no broken figure', async ({ page }) => {
  await open(page, V3);
  for (const [label, low, high] of [
    ['Parameters', '1e6', '1e15'], ['Active parameters', '1e6', '1e15'], ['Training tokens', '1e6', '1e17'],
    ['Sequence length', '1', '1e8'], ['FLOP per token', '1e6', '1e18'], ['Training compute', '1e12', '1e32'],
    ['Accelerators at a time', '1', '1e8'], ['Peak rate', '1e9', '1e19'], ['MFU', '0.001', '1'],
    ['Pre-training', '0', '1e12'], ['Price per chip-hour', '0', '1000'],
  ]) {
    for (const end of [low, high]) {
      await field(page, label).fill(end);
      await expect(fieldBox(page, label).locator('.error')).toHaveCount(0);
      await expectSaneText(page);
    }
  }
});

test('fields that contradict each other are named, and the page goes on', async ({ page }) => {
  await open(page, V3);
  await field(page, 'Parameters').fill('1B');
  await expect(bill(page).getByRole('alert')).toContainText('Active parameters');
  const message = row(page, 'DeepSeek-V3').locator('td.message');
  await expect(message).toContainText('more than all of the model');
  const [cell, whole] = [await message.boundingBox(), await table(page).boundingBox()];
  expect(cell.width, 'it has all the columns').toBeGreaterThan(whole.width / 2);
  await expect(field(page, 'Parameters')).toHaveValue('1B');
  await expect(field(page, 'Pre-training')).toHaveValue('2.664M');
  await expect(field(page, 'Accelerator').locator('option:checked')).toHaveText(/H800/);
  await expect(figure(page, 'Training cost', 'GPT-4')).toBeVisible();
  await page.getByRole('button', { name: 'Reset Parameters' }).click();
  await expectFigure(total(page), '$5.576M', '5576000');
});

for (const [what, name] of [
  ['markup', '<img src=x onerror=alert(1)>'],
  ['an override of the direction', 'abc \u202e\u2066 xyz'],
]) {
  test(`${what} as a name stays text everywhere`, async ({ page }) => {
    await open(page, V3);
    await field(page, 'Name').fill(name);
    await expect(row(page, name).locator('.model')).toHaveText(name);
    await expect(page.locator('.plot-name').first()).toHaveText(name);
    await expect(page.locator('main img')).toHaveCount(0);
    const isolation = await row(page, name).locator('.model').evaluate((button) => getComputedStyle(button).unicodeBidi);
    expect(isolation).toBe('isolate');
    await page.reload();
    await expect(row(page, name).locator('.model')).toHaveText(name);
  });
}
