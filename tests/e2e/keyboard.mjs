// Going through the page with keys alone.

import { expect } from './fixtures.mjs';

/** Presses Tab until an element has the focus, and sees that it can be seen. */
export async function tabTo(page, target, most = 250) {
  for (let count = 0; count < most; count += 1) {
    await page.keyboard.press('Tab');
    // Whatever has the focus is on screen and not behind something that stays.
    if (await target.evaluate((element) => element === document.activeElement).catch(() => false)) {
      await expect(target).toBeInViewport();
      return;
    }
  }
  throw new Error(`no way to ${target} in ${most} steps`);
}

/** The same, and Enter. */
export async function press(page, target, key = 'Enter') {
  await tabTo(page, target);
  await page.keyboard.press(key);
}
