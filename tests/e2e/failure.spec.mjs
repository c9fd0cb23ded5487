// What the page does when its own program fails: it says what failed, keeps the scenario, and starts anew without it.

import { readFileSync } from 'node:fs';
import { dist } from './dist.mjs';
import { test, expect } from './fixtures.mjs';
import { answer, analysis } from './analysis.mjs';
import { figure, names, open, table } from './page.mjs';

const LINK = 'v=1&d=2026-12b&view=compare&models=deepseek-v3&1.usd_per_gpu_hour=3&end';

const panel = (page) => page.getByRole('dialog', { name: 'The page has failed' });

/** From now on nothing can be put into the page: Yew does not expect that. */
const breakDrawing = () => {
  Node.prototype.insertBefore = () => { throw new DOMException('refused by the test', 'HierarchyRequestError'); };
};

test('a panic while drawing says what failed and keeps the scenario', async ({ page, problems, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, LINK);
  await page.evaluate(breakDrawing);
  await page.getByRole('button', { name: 'Duplicate DeepSeek-V3', exact: true }).click();
  await expect(panel(page)).toBeVisible();
  await expect(panel(page).locator('pre')).toContainText('panicked at');
  const link = panel(page).getByRole('textbox', { name: 'What you were looking at, as a link' });
  await expect(link).toHaveValue(/#.*models=deepseek-v3,deepseek-v3&1\.usd_per_gpu_hour=3/);
  await panel(page).getByRole('button', { name: 'Copy the link' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(await link.inputValue());
  await page.keyboard.press('Escape');
  await expect(panel(page), 'there is nothing behind it to go back to').toBeVisible();
  expect(problems.length).toBeGreaterThan(0);
  problems.length = 0;

  await panel(page).getByRole('button', { name: 'Start again' }).click();
  const notice = page.getByRole('status', { name: /^The page failed with the scenario/ });
  await expect(notice).toBeVisible();
  expect(await names(page), 'the opening comparison').toHaveLength(8);
  await notice.getByRole('link', { name: 'Open the scenario all the same' }).click();
  await expect(notice).toHaveCount(0);
  await expect(figure(page, 'Training cost', 'DeepSeek-V3').first().locator('data')).toHaveAttribute('value', '8364000');
  expect(await names(page)).toEqual(['DeepSeek-V3', 'DeepSeek-V3']);
});

test('a panic before anything is drawn ends in the same panel, and a reload does not repeat it', async ({ page, problems }) => {
  await page.addInitScript(`addEventListener('DOMContentLoaded', () => {
    if (sessionStorage.broken) return;
    sessionStorage.broken = 'once';
    (${breakDrawing})();
  })`);
  await page.goto(`./#${LINK}`);
  await expect(panel(page)).toBeVisible();
  await expect(panel(page).locator('pre')).toContainText('panicked at');
  await expect(panel(page).getByRole('textbox')).toHaveValue(/#.*1\.usd_per_gpu_hour=3/);
  problems.length = 0;
  await page.reload();
  await expect(page.locator('html[data-live]')).toBeAttached();
  expect(await names(page)).toHaveLength(8);
  await expect(page.getByRole('status', { name: /^The page failed with the scenario/ })).toBeVisible();
});

test('what was still to be written to the address does not make it forget that it failed', async ({ page, problems }) => {
  // The address is written a quarter of a second after the page has drawn.
  await page.addInitScript(`new MutationObserver((_, observer) => {
    if (!document.documentElement?.hasAttribute('data-live')) return;
    observer.disconnect();
    (${breakDrawing})();
    document.querySelector('[aria-label="Duplicate DeepSeek-V3"]').click();
  }).observe(document, { subtree: true, attributes: true })`);
  await page.goto(`./#${LINK}`);
  await expect(panel(page)).toBeVisible();
  const failed = await page.evaluate(() => new Promise((done) => { setTimeout(() => done(history.state?.failed), 500); }));
  expect(failed).toContain('models=deepseek-v3,deepseek-v3');
  problems.length = 0;
});

test('the notice can be put away', async ({ page }) => {
  await page.goto('./#v=1&models=gpt-4&end');
  await expect(page.locator('html[data-live]')).toBeAttached();
  // What the page writes itself would take the place of the state below.
  await expect(page).toHaveURL(/view=compare/);
  await page.evaluate(() => history.replaceState({ failed: 'v=1&models=gpt-4&end' }, ''));
  await page.reload();
  const notice = page.getByRole('status', { name: /^The page failed with the scenario/ });
  await expect(notice.getByRole('link')).toHaveAttribute('href', '#v=1&models=gpt-4&end');
  await notice.getByRole('button', { name: 'Dismiss this notice' }).click();
  await expect(notice).toHaveCount(0);
  await expect(table(page).locator('tbody tr')).toHaveCount(8);
});

test('a program that ends without a word, as for want of memory, ends in the panel too', async ({ page, problems }) => {
  await page.addInitScript(() => {
    const original = WebAssembly.instantiateStreaming;
    WebAssembly.instantiateStreaming = (source, imports) => {
      for (const functions of Object.values(imports)) {
        for (const [name, call] of Object.entries(functions)) {
          if (typeof call !== 'function' || !/_target_|_value_/.test(name)) continue;
          functions[name] = (...given) => {
            if (self.broken) throw new WebAssembly.RuntimeError('memory access out of bounds');
            return call(...given);
          };
        }
      }
      return original.call(WebAssembly, source, imports);
    };
  });
  await open(page, LINK);
  await page.evaluate(() => { self.broken = true; });
  await page.getByRole('button', { name: 'Duplicate DeepSeek-V3', exact: true }).click();
  await expect(panel(page).locator('pre')).toHaveText('RuntimeError: memory access out of bounds');
  await expect(panel(page).getByRole('textbox')).toHaveValue(/#.*1\.usd_per_gpu_hour=3/);
  problems.length = 0;
});

test('a fault of a script that is not ours, as an extension’s, is none of the page', async ({ page, problems }) => {
  await open(page, LINK);
  await page.evaluate(() => setTimeout(() => { throw new Error('an extension'); }));
  await expect.poll(() => problems.length).toBe(1);
  await expect(panel(page)).toBeHidden();
  problems.length = 0;
});

test('the panel speaks the language of the page', async ({ page, problems }) => {
  await open(page, LINK, '?lang=zh-Hans');
  await page.evaluate(breakDrawing);
  await page.locator('.row-tools button').nth(2).click();
  await expect(page.getByRole('dialog', { name: '页面出错了' })).toBeVisible();
  problems.length = 0;
});

const NAME = 'deepseek-v3\n';

/** Has a program come with a catalogue in which lines are cut in two: its core does not expect that. */
async function spoil(page, file) {
  await page.route(file, async (route) => {
    const name = new URL(route.request().url()).pathname.split('/').pop();
    const body = readFileSync(`${dist}/${name}`);
    expect(body.indexOf(NAME), 'the catalogue stands in the program').toBeGreaterThan(0);
    for (let place = body.indexOf(NAME); place >= 0; place = body.indexOf(NAME, place + 1)) body.write('\n', place + 4);
    await route.fulfill({ contentType: 'application/wasm', body });
  });
  // The browser would refuse it for its hash.
  await page.route('./', async (route) => {
    const html = readFileSync(`${dist}/index.html`, 'utf8').replaceAll(/ integrity="?[^ ">]*"?| sha384-[^ ">]*/g, '');
    await route.fulfill({ contentType: 'text/html', body: html });
  });
}

test('a panic in the core ends in the panel', async ({ page, problems }) => {
  await spoil(page, /trainbill-[0-9a-f]+_bg[.]wasm$/);
  await page.goto(`./#${LINK}`);
  await expect(panel(page).locator('pre')).toContainText('panicked at crates/cost-model/src/catalogue');
  await expect(panel(page).getByRole('textbox')).toHaveValue(/#.*1\.usd_per_gpu_hour=3/);
  problems.length = 0;
});

test('a panic in a worker is said where its answer would stand, and the page goes on', async ({ page, problems }) => {
  await spoil(page, /engine_bg[.]wasm/);
  await open(page, 'v=1&view=bill&models=deepseek-v3&end');
  const alert = analysis(page).getByRole('alert');
  await expect(alert).toContainText('The analysis failed, by a fault of its own: “panicked at crates/cost-model/src/catalogue');
  await page.unrouteAll();
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(answer(page)).toContainText('DeepSeek-V3');
  problems.length = 0;
});
