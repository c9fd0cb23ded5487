// What every browser test starts from: the built page in a subfolder of a static host, and no tolerance for
// errors on the console or for requests to anywhere else.

import { test as base, expect } from '@playwright/test';
import { basename } from 'node:path';
import { dist } from './dist.mjs';
import { engine, leftOut } from './engines.mjs';
import { emulating } from './engines/emulation.mjs';
import { serve } from './server.mjs';

export { expect };

const other = engine !== 'chromium';

/** What an engine cannot run is left out, with the reason. */
export const left = [async ({}, use, info) => {
  const found = leftOut(basename(info.file), info.titlePath.slice(1).join(' › '));
  if (found) info[found.how](true, found.reason);
  await use();
}, { auto: true }];

// What Chromium and Firefox say of a request that whoever made it gave up: a page or a frame that was left, and a
// worker that was ended, while it loaded. What a host or a policy refuses has other words.
const wasGivenUp = /^(net::ERR_ABORTED|NS_BINDING_ABORTED)$/;
const wasLeft = /^Fetch API cannot load \S+_(bg|rest)\.(wasm|css)\.\s*$/;

export const test = (other ? emulating(base) : base).extend({
  left,

  server: [async ({}, use) => {
    const server = await serve(dist, '/some/folder/');
    await use(server);
    await server.stop();
  }, { scope: 'worker' }],

  // `page.goto('./')` is the page.
  baseURL: ({ server }, use) => use(server.url),

  // What went wrong so far, in words. A test that provokes an error on purpose looks at it and empties the list.
  problems: ({}, use) => use([]),

  context: async ({ context, server, problems }, use) => {
    const origin = new URL(server.url).origin;
    context.on('console', (message) => {
      if (message.type() === 'error' && !wasLeft.test(message.text())) {
        problems.push(`console: ${message.text()} (${message.location().url})`);
      }
    });
    context.on('weberror', (error) => problems.push(`uncaught: ${error.error()}`));
    context.on('request', (request) => {
      const url = new URL(request.url());
      if (/^(https?|wss?):$/.test(url.protocol) && url.origin !== origin) problems.push(`request to another origin: ${url}`);
    });
    context.on('requestfailed', (request) => {
      const error = request.failure()?.errorText;
      if (!wasGivenUp.test(error)) problems.push(`request failed: ${request.url()}: ${error}`);
    });
    context.on('response', (response) => {
      if (response.status() >= 400) problems.push(`answer ${response.status()}: ${response.url()}`);
    });
    await use(context);
    expect(problems, 'errors on the console, and requests to other origins').toEqual([]);
  },
});
