// Measures the built page in Chromium and writes the figures to the file named, as JSON. `cargo xtask bench page` runs it.

import { chromium } from '@playwright/test';
import { writeFile } from 'node:fs/promises';
import { dist } from '../dist.mjs';
import settings from '../playwright.config.mjs';
import { edit, grow, hour } from './edit.mjs';
import { load } from './load.mjs';
import { serve } from './server.mjs';

/** Factor by which the processor is slower, and the network in milliseconds there and back and in bits a second. */
const MACHINES = {
  desktop: { viewport: { width: 1280, height: 800 } },
  mobile: { viewport: { width: 390, height: 844 }, slower: 4, latency: 150, rate: 1.6e6 },
};

const server = await serve(dist);
const browser = await chromium.launch(settings.use.launchOptions);

/** A page of its own on a machine, with scripts that run before its own, and a line to the browser. */
async function open({ viewport, slower, latency, rate }, scripts) {
  const context = await browser.newContext({ viewport, locale: 'en-GB', timezoneId: 'UTC' });
  const page = await context.newPage();
  page.on('pageerror', (error) => { throw error; });
  for (const script of scripts) await page.addInitScript(script);
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  if (slower) await session.send('Emulation.setCPUThrottlingRate', { rate: slower });
  if (rate) {
    await session.send('Network.emulateNetworkConditions',
      { offline: false, latency, downloadThroughput: rate / 8, uploadThroughput: rate / 8 });
  }
  return { page, session, close: () => context.close() };
}

const figures = [];
const say = (what) => console.log(`  ${what}`);
for (const [on, machine] of Object.entries(MACHINES)) {
  say(`cold loads, ${on}`);
  const loads = await load(open, server.url, machine);
  say(`edits, ${on}`);
  figures.push(...[...loads, ...await edit(open, server.url, machine)].map((figure) => ({ ...figure, on })));
}
say('how edits grow');
const growth = await grow(open, server.url, MACHINES.desktop);
say('an hour of edits');
figures.push(...(await hour(open, server.url, MACHINES.desktop)).map((figure) => ({ ...figure, on: 'desktop' })));
await writeFile(process.argv[2], JSON.stringify({ browser: browser.version(), figures, growth }));
await browser.close();
await server.stop();
