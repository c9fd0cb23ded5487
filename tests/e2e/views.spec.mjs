// What holds for every view: it fits, it can be pressed, it reads in order, and says once what has changed.

import { amiss } from './axe.mjs';
import { test, expect } from './fixtures.mjs';
import { answer, field } from './analysis.mjs';
import { open } from './page.mjs';

const LONGEST = 'Averylongnamewithoutanyspaceatallinit_and_then_some_more_of_it_up_to_eighty_char';
const VIEWS = ['bill', 'why', 'serve', 'train', 'budget', 'what-if'];
const of = (view) => `view=${view}&models=deepseek-v3,gpt-4&1.name=${LONGEST}&1.usd_per_gpu_hour=1.5..3`;

async function see(page, view) {
  await open(page, of(view));
  await expect(answer(page)).toBeVisible();
}

for (const view of VIEWS) {
  // 640 px are a screen of 1280 px at 200%.
  for (const width of [320, 640]) {
    test(`nothing of ${view} sticks out, ${width} px, with the longest name`, async ({ page }) => {
      await page.setViewportSize({ width, height: 800 });
      await see(page, view);
      const sideways = await page.evaluate(() => {
        scrollTo(1000, 0);
        return [scrollX, document.documentElement.scrollWidth - document.documentElement.clientWidth];
      });
      expect(sideways).toEqual([0, 0]);
    });
  }

  test(`what can be pressed in ${view} is at least 24 px, or stands in a sentence`, async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 800 });
    await see(page, view);
    const small = await page.evaluate(() => [...document.querySelectorAll('button, select, summary, input')]
      .filter((element) => !element.closest('.term') && element.checkVisibility())
      .map((element) => [element, (element.closest('label') ?? element).getBoundingClientRect()])
      .filter(([, box]) => box.width > 0 && (box.width < 24 || box.height < 23.9))
      .map(([element, box]) => `${element.ariaLabel ?? element.textContent} ${box.width}×${box.height}`));
    expect(small).toEqual([]);
  });

  test(`axe finds nothing in ${view} with forced colours`, async ({ page }) => {
    test.slow();
    await page.emulateMedia({ forcedColors: 'active' });
    await see(page, view);
    expect(await amiss(page)).toEqual([]);
  });

  test(`${view} reads in order: question, answer, run, fields, results, further questions`, async ({ page }) => {
    await see(page, view);
    const order = await page.evaluate(() => {
      const marks = { question: 'h1', answer: '.lede .answer', run: '#run', fields: 'form.inputs', results: '.report', further: 'nav.path' };
      const found = Object.entries(marks).map(([name, query]) => [name, document.querySelector(query)]);
      return found.sort(([, one], [, other]) => (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1)).map(([name]) => name);
    });
    expect(order).toEqual(['question', 'answer', 'run', 'fields', 'results', 'further']);
    // No heading skips a level.
    const levels = await page.locator('main :is(h1, h2, h3, h4)').evaluateAll((all) => all.map((heading) => Number(heading.tagName[1])));
    for (const [place, level] of levels.entries()) expect(level - (levels[place - 1] ?? 0)).toBeLessThanOrEqual(1);
  });
}

test('the opening page has its landmarks and headings in order for those who hear it', async ({ page }) => {
  await open(page);
  const heard = await page.locator('body').ariaSnapshot();
  const inOrder = ['link "Skip to the answer"', '- banner:', 'navigation "Views"', '- main:', 'DeepSeek says about', 'DeepSeek-V3’s final training run comes to',
    'navigation "Next questions"', 'region "Training cost, US dollars"', 'heading "Training cost, US dollars" [level=2]', 'region "Side by side"',
    'combobox "Add a model"', 'columnheader', 'navigation "Seven questions"', 'contentinfo'];
  const places = inOrder.map((words) => heard.indexOf(words));
  expect(places.map((place, index) => (place < 0 ? inOrder[index] : null)).filter(Boolean)).toEqual([]);
  expect(places).toEqual([...places].sort((one, other) => one - other));
});

test('after an edit the new total is said once, when typing has paused', async ({ page }) => {
  await open(page, 'view=train&models=deepseek-v3');
  await expect(answer(page)).toBeVisible();
  await page.locator('#said').evaluate((line) => {
    window.heard = [];
    new MutationObserver(() => window.heard.push(line.textContent)).observe(line, { childList: true, characterData: true, subtree: true });
  });
  await field(page, 'Training tokens').fill('');
  await field(page, 'Training tokens').pressSequentially('9.25T', { delay: 60 });
  await expect.poll(() => page.evaluate(() => window.heard.length)).toBeGreaterThan(0);
  await page.waitForTimeout(2500);
  const heard = [...new Set(await page.evaluate(() => window.heard))];
  expect(heard).toHaveLength(1);
  expect(heard[0]).toMatch(/^DeepSeek-V3: final training run at a rental price, \$[\d.]+M\.$/);
  expect(heard[0]).toContain(await page.locator('.bill-total data').innerText());
  // No other line of the page says it as well.
  const live = await page.locator('main [aria-live], main [role=status], main [role=alert]').evaluateAll((all) => all.filter((one) => one.id !== 'said' && one.textContent.trim()).map((one) => one.textContent));
  expect(live).toEqual([]);
});

test('with reduced motion nothing moves', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page);
  const moving = await page.evaluate(() => [...document.querySelectorAll('*')].filter((element) => {
    const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element);
    return transitionDuration.split(',').some((time) => parseFloat(time) > 0) || animationName !== 'none' || scrollBehavior === 'smooth';
  }).map((element) => element.className));
  expect(moving).toEqual([]);
});

test('the views lead to each other in the order of their questions', async ({ page }) => {
  await open(page);
  for (const next of ['What does the headline leave out?', 'Why is it cheaper?', /^What does a million tokens cost/, /^What does this run cost/,
    'What can I train for this sum?', /^How sure is it/, /^DeepSeek says about/]) {
    await page.locator('nav.path .next a').click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(next);
    await expect(page.getByRole('main')).toBeFocused();
    await expect(answer(page)).toHaveText(/./);
  }
});

test('no view shows the answer of another under its question', async ({ page }) => {
  await open(page, 'view=why&models=deepseek-v3');
  await expect(answer(page)).toContainText('DeepSeek-V3');
  const atFirst = await page.evaluate(() => new Promise((done) => {
    const said = () => document.querySelector('.lede .answer');
    const heading = document.querySelector('h1').textContent;
    new MutationObserver((_, observer) => {
      if (document.querySelector('h1').textContent === heading) return;
      observer.disconnect();
      done([said().textContent, said().getAttribute('aria-busy'), document.querySelectorAll('.report h3').length]);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
    document.querySelector('header nav a[href*="view=serve"]').click();
  }));
  expect(atFirst).toEqual(['Working it out…', 'true', 0]);
  await expect(answer(page)).toContainText('DeepSeek-V3');
});
