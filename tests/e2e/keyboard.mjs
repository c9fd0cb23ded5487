// Going through the page with keys alone.

import { expect } from './fixtures.mjs';

/** So many steps are a long way; what lies further must have a shorter one. */
const MOST = 120;

/** Presses Tab, or Shift+Tab, until an element has the focus, and sees that it can be seen. */
export async function tabTo(page, target, key = 'Tab') {
  for (let count = 0; count < MOST; count += 1) {
    await page.keyboard.press(key);
    // Whatever has the focus is on screen and not behind something that stays.
    if (await target.evaluate((element) => element === document.activeElement).catch(() => false)) {
      await expect(target).toBeInViewport();
      return;
    }
  }
  throw new Error(`no way to ${target} in ${MOST} steps`);
}

/** The same, and Enter. */
export async function press(page, target, key = 'Enter') {
  await tabTo(page, target);
  await page.keyboard.press(key);
}
