// Links and files that are pasted or dropped anywhere on the page.

import { test, expect } from './fixtures.mjs';
import { analysis } from './analysis.mjs';
import { expectInAddress, names, open, paste } from './page.mjs';

const CONFIG = JSON.stringify({
  architectures: ['LlamaForCausalLM'], model_type: 'llama', hidden_size: 8192, intermediate_size: 28672, num_hidden_layers: 80,
  num_attention_heads: 64, num_key_value_heads: 8, vocab_size: 128256, torch_dtype: 'bfloat16', tie_word_embeddings: false,
});

test('a pasted link opens what it holds, as a step that can be undone', async ({ page }) => {
  await open(page);
  await paste(page, 'see https://example.org/trainbill/#v=1&models=olmo-3-32b,gpt-4&1.tokens=9T&end');
  await expect.poll(() => names(page)).toEqual(['Olmo 3 32B', 'GPT-4']);
  await expectInAddress(page, '1.tokens', '9T');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => names(page)).toContain('DeepSeek-V3');
});

test('a pasted config.json says what it counts to and is used in the run that is shown', async ({ page }) => {
  await open(page);
  await paste(page, CONFIG);
  const dialog = page.getByRole('dialog', { name: 'What was pasted' });
  await expect(dialog).toContainText('70.6B');
  await dialog.getByRole('button', { name: /^Use/ }).first().click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^What does this run cost/);
  await expect(analysis(page)).toContainText('The training step');
});

test('a dropped scenario file opens', async ({ page }) => {
  await open(page);
  const json = JSON.stringify({ format: 'trainbill-scenario', version: 1, view: 'compare', entries: [{ model: 'gpt-4', fields: { tokens: '9T' } }] });
  await page.locator('main').evaluate((main, json) => {
    const data = new DataTransfer();
    data.items.add(new File([json], 'scenario.json', { type: 'application/json' }));
    main.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  }, json);
  await expect.poll(() => names(page)).toEqual(['GPT-4']);
  await expectInAddress(page, '1.tokens', '9T');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('other texts, and what is pasted into a field, change nothing', async ({ page }) => {
  await open(page, 'models=deepseek-v3&open=1');
  await expectInAddress(page, 'v', '1');
  const before = page.url();
  await paste(page, 'Nothing of this is a link. #hashtag');
  await paste(page, '#models=gpt-4', { target: '#f-tokens' });
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(page.url()).toBe(before);
  await paste(page, '{"a": ');
  await expect(page.getByRole('dialog', { name: 'What was pasted' }).locator('.error').first()).toBeVisible();
});

test('a pasted file that is nearly a scenario says what is wrong with it, any other JSON what a configuration lacks', async ({ page }) => {
  await open(page);
  const dialog = page.getByRole('dialog', { name: 'What was pasted' });
  await paste(page, '{"format": "trainbill-scenario", "version": 1, "entries": [{"model": "gpt-9"}]}');
  await expect(dialog.locator('.error')).toContainText('gpt-9');
  await page.keyboard.press('Escape');
  await paste(page, '{"n_embd": 768, "n_layer": 12}');
  await expect(dialog.locator('.error').first()).not.toContainText('scenario');
});

for (const [what, text] of [['another', '{"n_embd": 768, "n_layer": 12}'], ['the same', '{"n_layer": 12}']]) {
  test(`${what} file that is pasted as the window of the last one closes has a window of its own`, async ({ page }) => {
    await open(page);
    const dialog = page.getByRole('dialog', { name: 'What was pasted' });
    await paste(page, '{"n_layer": 12}');
    await expect(dialog.locator('.error').first()).toBeVisible();
    await paste(page, text, { closing: true });
    // The end of the first window is told within a turn.
    await page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
    await expect(dialog.locator('.error').first()).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });
}
