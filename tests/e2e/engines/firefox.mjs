#!/usr/bin/env node
// A stock Firefox, as Playwright's BiDi client starts it, with a relay between the two: it does what this client asks for
// and Firefox's BiDi has no command for, by way of Firefox's own access to its insides.

import { spawn } from 'node:child_process';
import { WebSocket, WebSocketServer } from 'ws';
import { wishesIn } from './emulation.mjs';
import { withoutEval } from './evaluation.mjs';

const browser = spawn(process.env.TRAINBILL_BROWSER, ['--remote-allow-system-access', ...process.argv.slice(2)], { stdio: ['ignore', 'inherit', 'pipe'] });
browser.on('exit', (code) => process.exit(code ?? 1));
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => browser.kill(signal));
process.on('exit', () => browser.kill('SIGKILL'));

let text = '';
browser.stderr.setEncoding('utf8');
browser.stderr.on('data', (piece) => {
  text += piece;
  const found = text.match(/WebDriver BiDi listening on (ws:\/\/\S+)/);
  if (found && !listening) listen(found[1]);
});

let listening = false;

function listen(address) {
  listening = true;
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, maxPayload: 256 << 20 });
  server.on('listening', () => console.error(`WebDriver BiDi listening on ws://127.0.0.1:${server.address().port}`));
  server.on('connection', (client) => relay(client, new WebSocket(`${address}/session`, { maxPayload: 256 << 20 })));
}

/** The relay's own commands have numbers that Playwright never reaches. */
const OWN = 2 ** 40;

function relay(client, firefox) {
  const waiting = new Map();
  const early = [];
  /** Wishes of user contexts, for each window that opens in them. */
  const wished = new Map();
  /** The windows that said where they went since they were asked to go. */
  const moved = new Set();
  let count = OWN;
  let insides;

  const send = (message) => (firefox.readyState === WebSocket.OPEN ? firefox.send(message) : early.push(message));
  const ask = (method, params) => new Promise((done) => {
    waiting.set(count += 1, done);
    send(JSON.stringify({ id: count, method, params }));
  });
  const answer = (id, result = {}) => client.send(JSON.stringify({ type: 'success', id, result }));

  /** Runs a function of a list of browsing contexts within Firefox itself. */
  async function within(contexts, action) {
    insides ??= (await ask('browsingContext.getTree', { 'moz:scope': 'chrome' })).result.contexts[0].context;
    const { result, ...failed } = await ask('script.evaluate', {
      target: { context: insides },
      awaitPromise: true,
      expression: `(() => {
        const { NavigableManager } = ChromeUtils.importESModule('chrome://remote/content/shared/NavigableManager.sys.mjs');
        const contexts = ${JSON.stringify(contexts)}.map((id) => NavigableManager.getBrowsingContextById(id)?.top).filter(Boolean);
        (${action})(contexts);
      })()`,
    });
    if (result?.type !== 'success') console.error('firefox.mjs:', JSON.stringify(result ?? failed));
  }

  const grant = (contexts, { media, reducedMotion, forcedColors, javaScriptEnabled }) => within(contexts, `(contexts) => {
    for (const context of contexts) {
      if (${JSON.stringify(media)} !== undefined) context.mediumOverride = ${JSON.stringify(media)} ?? '';
      if (${JSON.stringify(forcedColors)} !== undefined) context.forcedColorsOverride = ${JSON.stringify(forcedColors)} ?? 'none';
      if (${javaScriptEnabled} === false) context.allowJavascript = false;
    }
    if (${JSON.stringify(reducedMotion)} !== undefined) Services.prefs.setIntPref('ui.prefersReducedMotion', ${Number(reducedMotion === 'reduce')});
  }`);

  const commands = {
    async 'emulation.setMediaFeaturesOverride'(params) {
      const scheme = JSON.stringify(params.features['prefers-color-scheme'] ?? 'none');
      // A new context has no window yet; Playwright repeats this for each page only if asked.
      if (params.userContexts) params.userContexts.forEach((one) => wished.set(one, { ...wished.get(one), scheme }));
      else await within(params.contexts, `(contexts) => contexts.forEach((one) => { one.prefersColorSchemeOverride = ${scheme}; })`);
      return {};
    },
    async 'network.setExtraHeaders'(params) {
      const { wishes, others } = wishesIn(params.headers);
      if (wishes && params.userContexts) params.userContexts.forEach((one) => wished.set(one, { ...wished.get(one), ...wishes }));
      else if (wishes) await grant(params.contexts, wishes);
      return (await ask('network.setExtraHeaders', { ...params, headers: others })).result;
    },
    async 'browsingContext.create'(params) {
      const created = await ask('browsingContext.create', params);
      const { scheme, ...wishes } = wished.get(params.userContext) ?? {};
      const contexts = [created.result?.context];
      if (scheme) await within(contexts, `(contexts) => contexts.forEach((one) => { one.prefersColorSchemeOverride = ${scheme}; })`);
      if (Object.keys(wishes).length > 0) await grant(contexts, wishes);
      return created.result;
    },
    // Firefox has no such permission to give, and asks nobody.
    async 'permissions.setPermission'(params) {
      if (params.descriptor.name.startsWith('clipboard')) return {};
      return (await ask('permissions.setPermission', params)).result;
    },
    // A step back to the address without a fragment is made, but not told.
    async 'browsingContext.traverseHistory'(params) {
      moved.delete(params.context);
      const answered = await ask('browsingContext.traverseHistory', params);
      if (answered.type === 'error') throw answered;
      await new Promise((done) => setTimeout(done, 100));
      if (!moved.has(params.context)) {
        const { result } = await ask('script.evaluate', { target: { context: params.context }, expression: 'location.href', awaitPromise: false });
        const told = { context: params.context, timestamp: Date.now(), url: result?.result?.value };
        if (told.url) client.send(JSON.stringify({ type: 'event', method: 'browsingContext.historyUpdated', params: told }));
      }
      return answered.result;
    },
    async 'script.callFunction'(params) {
      const answered = await ask('script.callFunction', { ...params, functionDeclaration: withoutEval(params) });
      if (answered.type === 'error') throw answered;
      return answered.result;
    },
  };

  firefox.on('open', () => early.splice(0).forEach((message) => firefox.send(message)));
  firefox.on('message', (data) => {
    const message = data.toString();
    const { id, method, params } = JSON.parse(message);
    if (/^browsingContext\.(fragmentNavigated|historyUpdated|navigationStarted)$/.test(method)) moved.add(params.context);
    if (!waiting.has(id)) return client.send(message);
    waiting.get(id)(JSON.parse(message));
    waiting.delete(id);
  });
  client.on('message', async (data) => {
    const message = data.toString();
    const { id, method, params } = JSON.parse(message);
    if (!Object.hasOwn(commands, method)) return send(message);
    try {
      answer(id, await commands[method](params));
    } catch (failed) {
      client.send(JSON.stringify({ ...failed, type: 'error', id, error: failed.error ?? 'unknown error', message: failed.message ?? String(failed) }));
    }
  });
  firefox.on('close', () => client.close());
  client.on('close', () => firefox.close());
  firefox.on('error', () => client.close());
}
