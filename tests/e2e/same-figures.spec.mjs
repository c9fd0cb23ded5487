// The page and the command line work out the same figures from the same link, to the last bit.

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { test, expect } from './fixtures.mjs';
import { open, table } from './page.mjs';

const suffix = process.platform === 'win32' ? '.exe' : '';
const cli = process.env.TRAINBILL_CLI
  || fileURLToPath(new URL(`../../target/debug/trainbill-cli${suffix}`, import.meta.url));

async function estimate(fragment) {
  const { stdout } = await promisify(execFile)(cli, ['estimate', '--json', fragment], { maxBuffer: 1 << 26 })
    .catch((error) => {
      if (error.code === 'ENOENT') throw new Error(`${cli} is missing: cargo build --package trainbill-cli`);
      throw error;
    });
  return JSON.parse(stdout);
}

/** A value of the command line's JSON as the numbers, or the word, that a `<data value>` of the page holds. */
function fromJson(value) {
  if (value === null || typeof value !== 'object') return value === null ? null : [value];
  return value.central === null ? [value.low, value.high] : [value.central];
}

/** The `value` of a `<data>` as numbers, or as the word that it is. */
function fromPage(value) {
  if (value === null) return null;
  const numbers = value.split('..').map(Number);
  return numbers.some(Number.isNaN) ? [value] : numbers;
}

// `toEqual` compares numbers with Object.is, to the last bit.
const LINKS = {
  'the opening comparison': '',
  'prices, ranges and central values': 'v=1&models=deepseek-v3,gpt-4,llama-3.1-405b&1.usd_per_gpu_hour=1.1..1.7..3.3' +
    '&2.usd_per_gpu_hour=0.1..0.3&3.tokens=15.123456789T&3.mfu=0.1..0.37&3.hours_from=flop',
  'hours from compute': 'v=1&models=deepseek-v3,own&1.hours_from=flop&1.mfu=0.333&2.training_flop=3.3e24..7.7e25' +
    '&2.peak_flop_per_second=1.1e15&2.mfu=0.29&2.usd_per_gpu_hour=2.19&2.hours_from=flop&2.chip_count=777',
  'other accelerators': 'v=1&models=gpt-4,gpt-4,gpt-4&1.hardware=nvidia-h100-sxm5-80gb&2.hardware=google-tpu-v4&3.hardware=amd-mi300x-192gb',
  'sorted, with duplicates': 'v=1&models=olmo-3-32b,deepseek-v3,deepseek-v3,gpt-oss-120b&3.tokens=3.333333333T&2.tokens=1/3' +
    '&sort=-training_cost',
  'the ends of ranges': 'v=1&models=own,own&1.pretraining_hours=1e12&1.usd_per_gpu_hour=1000&2.pretraining_hours=1e-300' +
    '&2.usd_per_gpu_hour=1e-7..0.1',
};

for (const [what, link] of Object.entries(LINKS)) {
  test(`the figures of ${what}`, async ({ page }) => {
    const sample = await estimate(link);
    const items = Object.keys(sample.entries[0].figures).filter((item) => item !== 'name');
    const fragment = `${link || 'v=1'}&columns=${items.join(',')}&end`;
    const { entries, warnings } = await estimate(fragment);
    await open(page, fragment);
    await expect(page.getByRole('status', { name: 'Warnings' }).locator('p')).toHaveText(warnings);

    const rows = await table(page).locator('tbody tr').evaluateAll((all) => all.map((row) => ({
      name: row.querySelector('.model').textContent,
      values: [...row.querySelectorAll('td:not(.row-tools)')].map((cell) => cell.querySelector('data')?.value ?? null),
      words: [...row.querySelectorAll('td:not(.row-tools)')].map((cell) => cell.textContent),
    })));
    expect(rows.map((row) => row.name)).toEqual(entries.map((entry) => entry.name));
    let numbers = 0;
    for (const [index, entry] of entries.entries()) {
      expect(entry.infeasible).toBeUndefined();
      for (const [column, item] of items.entries()) {
        const expected = fromJson(entry.figures[item].value);
        expect(fromPage(rows[index].values[column]), `${item} of ${entry.name}`).toEqual(expected);
        expect(rows[index].words[column]).toContain(entry.figures[item].grade);
        numbers += typeof expected?.[0] === 'number';
      }
    }
    expect(numbers, 'figures compared').toBeGreaterThan(5);
  });
}

for (const models of ['deepseek-v3', 'deepseek-r1', 'gpt-4']) {
  test(`the bill of ${models}, line by line`, async ({ page }) => {
    const fragment = `v=1&models=${models}&1.usd_per_gpu_hour=1.37&open=1&end`;
    const { entries: [entry] } = await estimate(fragment);
    await open(page, fragment);
    const lines = await page.getByRole('table', { name: 'Bill by stage' }).locator('tbody tr').evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll('td data')].map((data) => data.value)));
    const expected = entry.bill.flatMap((line) => [line, ...line.parts]).map((line) => [line.chip_hours, line.usd]);
    expect(expected.length).toBeGreaterThan(0);
    expect(lines.map((line) => line.map(fromPage))).toEqual(expected.map((line) => line.map(fromJson)));
    const total = page.locator('.bill-total data');
    expect(fromPage(await total.getAttribute('value'))).toEqual(fromJson(entry.figures.training_cost.value));
  });
}
