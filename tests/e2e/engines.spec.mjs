// What is left out in an engine is listed in docs/browsers.md, and is what the tests are called.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { left, table } from './engines.mjs';
import { test, expect } from './fixtures.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));

test('the list of what does not run stands in docs/browsers.md as it is in engines.mjs', () => {
  const text = readFileSync(`${here}../../docs/browsers.md`, 'utf8');
  const [, listed] = text.split(/<!-- (?:what is left out|its end) -->\n/);
  expect(listed, 'node engines.mjs prints it').toBe(table());
});

test('every test that is left out exists', () => {
  // All the files are read anew.
  test.setTimeout(180_000);
  const listed = spawnSync(process.execPath, ['node_modules/@playwright/test/cli.js', 'test', '--list', '--reporter=json'], {
    cwd: here, encoding: 'utf8', maxBuffer: 1 << 26, env: { ...process.env, FORCE_COLOR: '0', TRAINBILL_ENGINE: 'chromium' },
  });
  const titles = new Map();
  const walk = (suite, above) => {
    for (const spec of suite.specs ?? []) {
      titles.set(spec.file, [...(titles.get(spec.file) ?? []), [...above, spec.title].join(' › ')]);
    }
    for (const inner of suite.suites ?? []) walk(inner, [...above, inner.title]);
  };
  for (const suite of JSON.parse(listed.stdout).suites) walk(suite, []);
  const missing = left.filter(({ file, title }) => !titles.get(file)?.some((one) => !title || title.test(one)));
  expect(missing.map(({ file, title }) => `${file}: ${title ?? 'all of it'}`)).toEqual([]);
});
