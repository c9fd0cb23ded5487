// What the views of one entry share: the words for their parts, and that they are accessible.

import { amiss } from './axe.mjs';
import { test, expect } from './fixtures.mjs';
import { open } from './page.mjs';

export const analysis = (page) => page.getByRole('region', { name: 'Analysis' });

/** The sentence that answers the view's question. */
export const answer = (page) => page.locator('main .lede .answer:not([aria-busy=true])');

/** A field of the entry that is shown, by its label. */
export const field = (page, label) => page.locator('form.inputs').getByLabel(label, { exact: true });

/** The slider beside a field, by the field's label. */
export const slider = (page, label) => page.getByLabel(`${label}, as a slider`);

/** A table of the analysis, by its caption. */
export const table = (page, name) => analysis(page).getByRole('table', { name });

/** On a narrow screen the fields are folded away. */
export const openFields = (page) => page.getByRole('button', { name: 'Change the figures' }).click();

/** Declares the tests that axe-core finds nothing in a view with everything unfolded, wide and narrow, light and dark. */
export function testAccessibility(fragment) {
  for (const [width, scheme] of [[1280, 'light'], [1280, 'dark'], [360, 'light'], [360, 'dark']]) {
    test(`is accessible at ${width} px, ${scheme}`, async ({ page }) => {
      // axe-core takes its time over a long view.
      test.slow();
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height: 800 });
      await open(page, fragment);
      await expect(answer(page)).toBeVisible();
      if (width < 960) await openFields(page);
      await page.locator('main details').evaluateAll((all) => all.forEach((details) => { details.open = true; }));
      expect(await amiss(page)).toEqual([]);
    });
  }
}
