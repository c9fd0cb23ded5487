import { test, expect } from './fixtures.mjs';

test('the page loads from a subfolder of a static host', async ({ page }) => {
  const answer = await page.goto('./');
  expect(answer.status()).toBe(200);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/\S/);
  expect(new URL(page.url()).pathname).toBe('/some/folder/');
});

test('every file of the page comes from its own folder, with the right type', async ({ page }) => {
  const types = new Map();
  page.on('response', (response) => types.set(new URL(response.url()).pathname, response.headers()['content-type']));
  await page.goto('./');
  await expect(page.locator('html')).toHaveAttribute('data-rest', 'here');
  const paths = [...types.keys()];
  expect(paths.filter((path) => !path.startsWith('/some/folder/'))).toEqual([]);
  const wasm = paths.filter((path) => path.endsWith('.wasm'));
  expect(wasm.map((path) => types.get(path))).toEqual(['application/wasm', 'application/wasm']);
});
