// The words in which the browser tests speak of the page.

import { expect } from './fixtures.mjs';

/** Opens the page by a link: what follows its `#`. */
export async function open(page, fragment = '', query = '') {
  await page.goto(`./${query}${fragment && '#'}${fragment}`);
  await live(page);
}

/** Waits until the program has taken the page over: until then it can only be read. */
export async function live(page) {
  await expect(page.locator('html[data-live]')).toBeAttached();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

export const table = (page) => page.locator('table.comparison');

/** The row of an entry, by the name on its button. */
export const row = (page, name) =>
  table(page).locator('tbody tr').filter({ has: page.getByRole('button', { name, exact: true }) });

/** The figure of an entry in a column, by the column's label. */
export const figure = (page, label, name) =>
  table(page).getByRole('button', figureName(label, name));

/** Column and entry as a figure's button is named for those who do not see the table. */
export const figureName = (label, name) => ({ name: new RegExp(`^${escaped(label)} of ${escaped(name)}: `) });

/** What a figure shows and what it says to machines. */
export async function expectFigure(figure, text, value) {
  await expect(figure.locator('data')).toHaveText(text);
  await expect(figure.locator('data')).toHaveAttribute('value', value);
}

export const names = (page) => table(page).locator('tbody th .model').allTextContents();

export const headings = (page) => table(page).locator('thead .sort').allTextContents();

export const warnings = (page) => page.getByRole('status', { name: 'Warnings' }).locator('p');

/** A field of the entry that is open, by its label. */
export const field = (page, label) => page.locator('.entry form').getByLabel(label, { exact: true });

/** The whole of a field: label, input, messages and source. */
export const fieldBox = (page, label) => page.locator('.entry .field').filter({ has: page.getByLabel(label, { exact: true }) });

/** Waits until the address holds a key with a value, or none with `undefined`. */
export async function expectInAddress(page, key, value) {
  await expect.poll(() => addressed(page).get(key)).toBe(value);
}

export function addressed(page) {
  const pieces = new URL(page.url()).hash.slice(1).split('&').map((piece) => piece.split('='));
  return new Map(pieces.map(([key, text = '']) => [key, decodeURIComponent(text)]));
}

/** Every figure of the table as machines read it, row by row. */
export const machineFigures = (page) =>
  table(page).locator('tbody tr').evaluateAll((rows) =>
    rows.map((row) => [...row.querySelectorAll('data')].map((data) => data.value)));

/** No figure on the page is broken; what a visitor typed is quoted and may be anything. */
export async function expectSaneText(page) {
  const text = (await page.locator('body').innerText()).replaceAll(/“[^”]*”/g, '');
  expect(text).not.toMatch(/\bNaN\b|Infinity|undefined|\binf\b/);
}

export function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

/** Holds back what is asked for at an address until the answer is called. */
export async function held(page, address) {
  let release;
  const until = new Promise((done) => { release = done; });
  await page.route(address, async (route) => {
    await until;
    await route.continue();
  });
  return release;
}

/** Pastes; `closing` closes the window in the same task, before the browser has told the page that it is closed. */
export const paste = (page, text, { target = 'body', closing = false } = {}) => page.locator(target).evaluate((element, { text, closing }) => {
  const data = new DataTransfer();
  data.setData('text/plain', text);
  const event = new ClipboardEvent('paste', { bubbles: true, cancelable: true });
  // Firefox leaves out what its constructor is given of this.
  Object.defineProperty(event, 'clipboardData', { value: data });
  if (closing) document.querySelector('dialog').close();
  element.dispatchEvent(event);
}, { text, closing });
