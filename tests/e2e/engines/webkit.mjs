#!/usr/bin/env node
// WebKitGTK as Playwright's BiDi client starts a Firefox: this speaks WebDriver BiDi to the one side, as much of it as
// that client says, and plain WebDriver to the other.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocketServer } from 'ws';
import { wishesIn } from './emulation.mjs';
import { withoutEval } from './evaluation.mjs';
import { Browser } from './webkit/browser.mjs';

const downloads = mkdtempSync(join(tmpdir(), 'trainbill-webkit-'));
const browsers = new Map();

/** A screen that nobody sees. */
const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '2000x8000x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
screen.on('error', (error) => {
  console.error(`Xvfb does not start: ${error.message}`);
  process.exit(1);
});
const display = new Promise((done) => screen.stdio[3].once('data', (number) => done(`:${String(number).trim()}`)));

function leave(code = 0) {
  for (const browser of browsers.values()) browser.stop();
  screen.kill();
  rmSync(downloads, { recursive: true, force: true });
  process.exit(code);
}
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => leave());
process.on('unhandledRejection', (error) => process.env.DEBUG && console.error('webkit.mjs:', error));

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, maxPayload: 256 << 20 });
server.on('listening', async () => {
  await display;
  console.error(`WebDriver BiDi listening on ws://127.0.0.1:${server.address().port}`);
});
server.on('connection', (client) => serve(client));

let count = 0;

function serve(client) {
  const emit = (method, params) => client.send(JSON.stringify({ type: 'event', method, params }));
  const chosen = (ids = []) => ids.map((id) => browsers.get(id)).filter(Boolean);
  const holding = (ids = []) => [...browsers.values()].filter((browser) => ids.some((id) => browser.find(id)));

  /** The browser that a context is of, and the context. */
  function place(id) {
    for (const browser of browsers.values()) {
      const context = browser.find(id);
      if (context) return { browser, context };
    }
    throw { error: 'no such frame', message: `There is no ${id}.` };
  }

  async function evaluate(target, source, given, { resultOwnership, serializationOptions, awaitPromise }) {
    const { browser, context } = place(target.context);
    const how = { deep: serializationOptions?.maxObjectDepth !== 0, owned: resultOwnership === 'root', wait: awaitPromise };
    const answer = await browser.call(context, source, given, how);
    return { ...answer, realm: `${context.document}${target.sandbox ? '/utility' : ''}` };
  }

  const both = ({ userContexts, contexts }) => [...chosen(userContexts), ...holding(contexts)];

  const commands = {
    'session.new': async () => ({ sessionId: 'webkit', capabilities: { browserName: 'webkit', browserVersion: 'WebKitGTK', userAgent: '' } }),
    'browser.createUserContext': async () => {
      const id = `user-${count += 1}`;
      browsers.set(id, new Browser({ id, emit, settings: { downloads, data: join(downloads, id) }, display: await display }));
      return { userContext: id };
    },
    'browser.removeUserContext': async ({ userContext }) => {
      browsers.get(userContext)?.stop();
      browsers.delete(userContext);
    },
    'browser.setDownloadBehavior': async ({ downloadBehavior, userContexts }) => {
      for (const { settings } of chosen(userContexts)) settings.downloads = downloadBehavior?.destinationFolder ?? downloads;
    },
    'browser.close': async () => {
      setTimeout(leave, 50);
    },
    'browsingContext.create': async ({ userContext }) => {
      const browser = browsers.get(userContext);
      const context = await browser.create();
      if (browser.settings.viewport) await browser.size(context, browser.settings.viewport);
      return { context: context.id };
    },
    'browsingContext.close': async ({ context: id }) => {
      const { browser, context } = place(id);
      await browser.close(context);
    },
    'browsingContext.navigate': async ({ context: id, url }) => {
      const { browser, context } = place(id);
      return browser.navigate(context, url);
    },
    'browsingContext.reload': async ({ context: id }) => {
      const { browser, context } = place(id);
      return browser.travel(context, 'refresh');
    },
    'browsingContext.traverseHistory': async ({ context: id, delta }) => {
      const { browser, context } = place(id);
      return browser.travel(context, delta < 0 ? 'back' : 'forward');
    },
    'browsingContext.setViewport': async ({ context: id, viewport, userContexts }) => {
      for (const { settings } of chosen(userContexts)) settings.viewport = viewport;
      if (!id || !viewport) return;
      const { browser, context } = place(id);
      await browser.size(context, viewport);
    },
    'browsingContext.captureScreenshot': async ({ context: id, origin }) => {
      if (origin === 'document') throw { error: 'unsupported operation', message: 'Only what is on screen can be pictured.' };
      const { browser, context } = place(id);
      return { data: await browser.picture(context) };
    },
    'browsingContext.locateNodes': async ({ context: id, locator }) => {
      const { browser, context } = place(id);
      const node = locator.type === 'context' && await browser.element(context, place(locator.value.context).context);
      return { nodes: node ? [node] : [] };
    },
    'emulation.setLocaleOverride': async ({ locale, userContexts }) => {
      for (const { settings } of chosen(userContexts)) settings.locale = locale;
    },
    'emulation.setTimezoneOverride': async ({ timezone, userContexts }) => {
      for (const { settings } of chosen(userContexts)) settings.timezone = timezone;
    },
    'emulation.setMediaFeaturesOverride': async ({ features, ...where }) => {
      for (const browser of both(where)) await browser.look({ dark: features['prefers-color-scheme'] === 'dark' });
    },
    'network.setExtraHeaders': async ({ headers, ...where }) => {
      const { wishes } = wishesIn(headers);
      for (const browser of wishes ? both(where) : []) {
        if (wishes.javaScriptEnabled === false) browser.settings.javaScriptEnabled = false;
        if (wishes.reducedMotion !== undefined) await browser.look({ motion: wishes.reducedMotion !== 'reduce' });
      }
    },
    'network.addIntercept': async ({ phases, contexts }) => {
      if (phases.includes('beforeRequestSent')) for (const { proxy } of holding(contexts)) proxy.holds = true;
      return { intercept: `held ${(contexts ?? []).join(' ')}` };
    },
    'network.removeIntercept': async ({ intercept }) => {
      for (const { proxy } of holding(intercept.split(' ').slice(1))) {
        proxy.holds = false;
        proxy.releaseAll();
      }
    },
    'network.addDataCollector': async () => ({ collector: 'none' }),
    'network.continueRequest': async ({ request }) => browsers.forEach(({ proxy }) => proxy.release({ request })),
    'network.failRequest': async ({ request }) => browsers.forEach(({ proxy }) => proxy.release({ request, failed: true })),
    'network.provideResponse': async (answer) => browsers.forEach(({ proxy }) => proxy.release(answer)),
    'script.evaluate': ({ expression, target, ...how }) => evaluate(target, `() => (${expression.trim().replace(/;+$/, '')}\n)`, [], how),
    'script.callFunction': ({ target, ...params }) => evaluate(target, withoutEval(params), params.arguments ?? [], params),
    'script.disown': async ({ target, handles }) => {
      const { browser, context } = place(target.context);
      await browser.forget(context, handles);
    },
    'script.addPreloadScript': async ({ functionDeclaration, contexts, userContexts }) => {
      const [browser] = both({ contexts, userContexts });
      return { script: `${browser.id} ${await browser.script(functionDeclaration)}` };
    },
    'script.removePreloadScript': async ({ script }) => {
      const [id, name] = script.split(' ');
      await browsers.get(id)?.unscript(name);
    },
    'input.performActions': async ({ context: id, actions }) => {
      const { browser, context } = place(id);
      await browser.act(context, actions);
    },
    'input.setFiles': async ({ context: id, element, files }) => {
      const { browser } = place(id);
      const [owner] = [...browser.windows.values()].flatMap((window) => [...window.all()]).filter((one) => element.sharedId.startsWith(`${one.document}:`));
      await browser.files(owner, element.sharedId, files);
    },
  };

  /** What asks for nothing that could be missed here. */
  const granted = ['session.subscribe', 'session.end', 'browsingContext.activate', 'network.setCacheBehavior', 'permissions.setPermission',
    'emulation.setScreenOrientationOverride', 'emulation.setScreenSettingsOverride', 'network.removeDataCollector'];

  client.on('message', async (data) => {
    const { id, method, params } = JSON.parse(data);
    try {
      if (!commands[method] && !granted.includes(method)) throw { error: 'unknown command', message: method };
      const result = (await commands[method]?.(params)) ?? {};
      client.send(JSON.stringify({ type: 'success', id, result }));
    } catch (error) {
      client.send(JSON.stringify({ type: 'error', id, error: error.error ?? 'unknown error', message: error.message ?? String(error) }));
    }
  });
  client.on('close', () => leave());
}
