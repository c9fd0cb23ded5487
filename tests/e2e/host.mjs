// A site of its own, on another origin, that frames the page.

import { createServer } from 'node:http';
import { test as base, expect } from './fixtures.mjs';

export { expect };

export const TWO = 'v=1&d=2026-12b&view=compare&models=deepseek-v3,gpt-4&open=1&end';

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/** An iframe of an address. */
export const frame = (src, attributes = '') =>
  `<iframe title="Bills" width="900" height="720" style="border:0" src="${escaped(src)}" ${attributes}></iframe>`;

const html = (body, head = '') =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Host</title>${head}<body>${body}`;

/** Requests between the host and the page are no stray ones. */
export const test = base.extend({
  host: async ({ server, page, problems }, use) => {
    let body = '';
    let headers = {};
    const site = createServer((request, response) => {
      const found = request.url === '/';
      response.writeHead(found ? 200 : 404, { 'content-type': 'text/html; charset=utf-8', ...headers });
      response.end(found ? body : '');
    });
    await new Promise((done) => site.listen(0, '127.0.0.1', done));
    const origin = `http://127.0.0.1:${site.address().port}`;
    const inPage = () => page.frames().filter((one) => one.url().startsWith(server.url));
    await use({
      origin,
      /** Opens a page of the host's. */
      async show(content, { head, headers: own = {} } = {}) {
        [body, headers] = [html(content, head), own];
        await page.goto(`${origin}/`);
      },
      /** The frames of the page in it. */
      frames: inPage,
      /** Opens the host's page with the page in it, and answers with the frame. */
      async open(query, fragment = TWO, attributes = '') {
        await this.show(frame(`${server.url}${query}#${fragment}`, attributes));
        const [inner] = inPage();
        await expect(inner.getByRole('heading', { level: 1 })).toBeVisible();
        return inner;
      },
    });
    await new Promise((done) => {
      site.close(done);
      site.closeAllConnections();
    });
    const own = problems.filter((problem) => !problem.startsWith(`request to another origin: ${origin}/`));
    problems.splice(0, problems.length, ...own);
  },
});
