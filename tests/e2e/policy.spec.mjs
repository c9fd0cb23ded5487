// What the page lets nobody do in it: run what is not its own, ask other hosts, or speak to a page around it of more than its
// height.

import { test as base, expect } from './fixtures.mjs';
import { test as hosted, frame, TWO } from './host.mjs';
import { figure, open, table } from './page.mjs';

/** What the policy refused, and what it was. */
const test = base.extend({
  page: async ({ page }, use) => {
    await page.addInitScript(() => {
      self.refused = [];
      addEventListener('securitypolicyviolation', ({ effectiveDirective }) => self.refused.push(effectiveDirective));
    });
    await use(page);
  },
});

test('the policy stands before all that it holds for, and allows nothing unsafe but WebAssembly', async ({ request }) => {
  for (const path of ['./', './s/', './s/six-million/']) {
    const html = await (await request.get(path)).text();
    const policy = /<meta http-equiv="?content-security-policy"? content="([^"]*)">/.exec(html);
    expect(policy, path).not.toBeNull();
    expect(html.slice(0, policy.index), path).not.toMatch(/<(script|style|link)\b/);
    expect(policy[1], path).toMatch(/^default-src 'none';/);
    expect(policy[1].replace("'wasm-unsafe-eval'", ''), path).not.toMatch(/unsafe|\*|https?:/);
  }
});

for (const [what, directive, run] of [
  ['a script that is put in', 'require-trusted-types-for', () => {
    document.body.append(Object.assign(document.createElement('script'), { text: 'self.ran = true' }));
  }],
  ['a script of another address', 'require-trusted-types-for', () => {
    document.body.append(Object.assign(document.createElement('script'), { src: 'data:text/javascript,self.ran=true' }));
  }],
  ['an attribute that is a script', 'require-trusted-types-for', () => {
    const image = document.createElement('img');
    image.setAttribute('onerror', 'self.ran = true');
    image.src = 'data:,';
    document.body.append(image);
  }],
  ['a text that is run', 'require-trusted-types-for', () => { self.ran = (0, eval)('true'); }],
  ['a style that is put in', 'style-src-attr', () => document.body.setAttribute('style', 'opacity:.5')],
  ['a request to another host', 'connect-src', () => fetch('https://example.org/').then(() => { self.ran = true; })],
  ['a picture of another host', 'img-src', () => document.body.append(Object.assign(new Image(), { src: 'https://example.org/a.png' }))],
  ['a form that is sent', 'form-action', () => {
    const form = Object.assign(document.createElement('form'), { action: 'https://example.org/', target: 'another' });
    document.body.append(form);
    form.submit();
  }],
  ['another base for addresses', 'base-uri', () => document.head.append(Object.assign(document.createElement('base'), { href: 'https://example.org/' }))],
  ['markup in place of text', 'require-trusted-types-for', () => { document.body.innerHTML = '<b>bold</b>'; }],
  ['a worker of another file', 'require-trusted-types-for', () => new Worker('embed.js')],
]) {
  test(`${what} is refused`, async ({ page, problems }) => {
    await open(page);
    // What a debugger runs itself may do more than a script of the page.
    await page.evaluate(`setTimeout(() => { (async () => (${run})())().catch(() => {}); })`);
    await expect.poll(() => page.evaluate(() => self.refused)).toContain(directive);
    expect(await page.evaluate(() => self.ran)).toBeUndefined();
    await expect(table(page)).toBeVisible();
    problems.length = 0;
  });
}

test('nothing is kept of a visitor, in any view', async ({ page }) => {
  for (const view of ['compare', 'bill', 'why', 'serve', 'train', 'budget', 'what-if']) {
    await open(page, `v=1&view=${view}&models=deepseek-v3&end`);
    await page.keyboard.press('Tab');
  }
  const kept = await page.evaluate(async () => ({
    local: { ...localStorage }, session: { ...sessionStorage }, cookie: document.cookie, databases: await indexedDB.databases(),
  }));
  expect(kept).toEqual({ local: {}, session: {}, cookie: '', databases: [] });
});

hosted('a hostile host gets nothing from a frame but its height, and changes nothing in it', async ({ host, page, server }) => {
  await page.addInitScript(() => {
    if (self !== top) return;
    self.heard = [];
    addEventListener('message', ({ data }) => self.heard.push(data));
  });
  const inner = await host.open('?embed=1', TWO, 'name="<img src=x onerror=top.ran=1>"');
  const before = await figure(inner, 'Training cost', 'DeepSeek-V3').locator('data').getAttribute('value');
  await page.evaluate(() => {
    const target = document.querySelector('iframe').contentWindow;
    const loop = {};
    loop.self = loop;
    const junk = [null, 0, '', 'x'.repeat(1e6), NaN, [], loop, { type: 'trainbill:height', height: 1e9 }, { type: '__proto__' },
      { __proto__: null, constructor: 1 }, new Map([['a', 1]]), new Error('a'), '[iFrameSizer]message:../../', '{"sentinel":"amp","type":"embed-size","height":"9"}',
      { type: 'open', fragment: 'models=gpt-4' }, 'models=gpt-4', { message: 'sendembedheight', value: 'a', secret: '<b>' }, 'failed panicked', { type: 'trainbill:failure' }];
    for (let turn = 0; turn < 50; turn += 1) for (const message of junk) target.postMessage(message, '*');
  });
  await inner.evaluate(() => new Promise((done) => setTimeout(done)));
  await expect(figure(inner, 'Training cost', 'DeepSeek-V3').locator('data')).toHaveAttribute('value', before);
  await expect(inner.getByRole('dialog')).toHaveCount(0);
  expect(await page.evaluate(() => self.ran)).toBeUndefined();
  const heard = await page.evaluate(() => self.heard.map((data) => (typeof data === 'string' ? data : JSON.stringify(data))));
  const known = `${server.url}?embed=1#${TWO}`;
  for (const message of heard) expect(message.replace(known, ''), 'sizes, and the address that the host gave').not.toMatch(/models|deepseek|#/);
  const reach = await page.evaluate(() => {
    try {
      return String(document.querySelector('iframe').contentWindow.document);
    } catch (error) {
      return error.name;
    }
  });
  expect(reach).toBe('SecurityError');
});

hosted('what a hostile link says of theme, piece and language stays text', async ({ host, server }) => {
  const bad = encodeURIComponent('"><img src=x onerror=alert(1)>');
  await host.show(frame(`${server.url}?embed=1&theme=${bad}&ui=${bad}&piece=${bad}&lang=${bad}&link=javascript:alert(1)`));
  const [inner] = host.frames();
  await expect(inner.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await inner.locator('img[onerror], a[href^=javascript]').count()).toBe(0);
});
