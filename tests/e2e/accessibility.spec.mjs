// What axe-core can tell, and what does not fit a narrow screen.

import { amiss } from './axe.mjs';
import { test, expect } from './fixtures.mjs';
import { figure, open, table } from './page.mjs';

const LONGEST = 'v=1&d=2026-12b&view=compare&models=deepseek-v3,claude-3.5-sonnet,gemini-1.0-ultra,llama-3.1-405b' +
  '&1.name=Averylongnamewithoutanyspaceatallinit_and_then_some_more_of_it_up_to_eighty_char&2.usd_per_gpu_hour=1.5..3' +
  '&differences=1&sort=-training_cost&end';
const ENTRY = 'v=1&d=2026-12b&view=compare&models=deepseek-r1,gpt-4&open=1&end';

const SCENES = {
  'at opening': (page) => open(page),
  'with long names, a range and differences': (page) => open(page, LONGEST),
  'with warnings': (page) => open(page, 'v=2&models=deepseek-v3,gpt-9&foo=1&1.tokens=12abc'),
  'with an entry open and an error in it': async (page) => {
    await open(page, ENTRY);
    await page.locator('#f-tokens').fill('12abc');
    await expect(page.locator('.error')).toBeVisible();
  },
  'with fields that contradict each other': (page) => open(page, 'v=1&models=deepseek-v3&1.total_params=1B&open=1&end'),
  'with the working of a figure open': async (page) => {
    await open(page);
    await figure(page, 'Training cost', 'GPT-4').click();
    await expect(page.getByRole('dialog')).toBeVisible();
  },
  'with the columns and the search open': async (page) => {
    await open(page);
    await page.locator('summary', { hasText: 'Columns' }).click();
    await page.getByRole('combobox', { name: 'Add a model' }).fill('l');
    await expect(page.getByRole('listbox')).toBeVisible();
  },
  'without a row': (page) => open(page, 'v=1&models=&end'),
};

test('axe finds what is amiss, and names it', async ({ page }) => {
  await page.setContent('<html lang="en"><title>A page</title><main><h1>Of one button</h1><button id="empty"></button></main></html>');
  expect(await amiss(page)).toEqual([expect.stringMatching(/^button-name: #empty: /)]);
});

for (const [scene, prepare] of Object.entries(SCENES)) {
  for (const width of [1280, 360]) {
    for (const colorScheme of ['light', 'dark']) {
      test(`axe finds nothing ${scene}, ${width} px, ${colorScheme}`, async ({ page }) => {
        await page.setViewportSize({ width, height: 800 });
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await prepare(page);
        expect(await amiss(page)).toEqual([]);
      });
    }
  }

  for (const width of [320, 360, 768, 1280]) {
    test(`nothing sticks out ${scene}, ${width} px`, async ({ page }) => {
      await page.setViewportSize({ width, height: 800 });
      await prepare(page);
      const sideways = await page.evaluate(() => {
        scrollTo(1000, 0);
        return [scrollX, document.documentElement.scrollWidth - document.documentElement.clientWidth];
      });
      expect(sideways).toEqual([0, 0]);
    });
  }
}

test('what can be pressed is at least 24 px in each direction', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await open(page, ENTRY);
  const small = await page.evaluate(() => [...document.querySelectorAll('button, select, summary, input')]
    .map((element) => [element, (element.closest('label') ?? element).getBoundingClientRect()])
    .filter(([, box]) => box.width > 0 && (box.width < 24 || box.height < 24))
    .map(([element, box]) => `${element.ariaLabel ?? element.textContent} ${box.width}×${box.height}`));
  expect(small).toEqual([]);
});

test('the whole opening table fits a screen of 1280 px', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await open(page);
  const hidden = await table(page).evaluate((element) => element.parentElement.scrollWidth - element.parentElement.clientWidth);
  expect(hidden).toBe(0);
});

for (const width of [1280, 360]) {
  test(`every name and tool of a row stays within its cell, ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await open(page, LONGEST);
    const out = await table(page).locator('tbody :is(th, td)').evaluateAll((cells) => cells.flatMap((cell) => {
      const right = cell.getBoundingClientRect().right;
      return [...cell.querySelectorAll('button, a')].filter((one) => one.getBoundingClientRect().right > right + 1)
        .map((one) => one.ariaLabel ?? one.textContent);
    }));
    expect(out).toEqual([]);
  });
}

test('the skip link is the first to have the focus and leads to the content', async ({ page }) => {
  await open(page);
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: /^Skip to/ });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  const address = page.url();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  expect(page.url().split('#')[1] ?? '').not.toBe('main');
  expect(address.split('#')[0]).toBe(page.url().split('#')[0]);
});

test('a field that has the focus is not hidden behind the heading that stays', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 640 });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, ENTRY);
  await page.locator('#f-year').focus();
  await page.locator('#f-pretraining_hours').focus();
  const [heading, input] = [await page.locator('.entry-head').boundingBox(), await page.locator('#f-pretraining_hours').boundingBox()];
  expect(input.y).toBeGreaterThanOrEqual(heading.y + heading.height);
});
