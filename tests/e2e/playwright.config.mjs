import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';
import { engine, leftWhole } from './engines.mjs';

// Chromium refuses its sandbox to root, and would otherwise call home from a machine without a network.
const quiet = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
const root = process.getuid?.() === 0;

const chromium = {
  browserName: 'chromium',
  launchOptions: {
    executablePath: process.env.TRAINBILL_BROWSER || undefined,
    args: root ? ['--no-sandbox', ...quiet] : quiet,
  },
};

/** A stock browser over WebDriver BiDi, which Playwright speaks with what it takes for Firefox. */
const stock = (program) => ({
  browserName: 'firefox',
  channel: 'moz-firefox',
  launchOptions: {
    executablePath: fileURLToPath(new URL(`engines/${program}`, import.meta.url)),
    // It would otherwise look for experiments on a machine without a network.
    firefoxUserPrefs: { 'app.normandy.enabled': false, 'nimbus.rollouts.enabled': false, 'services.settings.server': 'data:,' },
  },
});

const engines = { chromium, firefox: stock('firefox.mjs'), webkit: stock('webkit.mjs') };

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.mjs',
  testIgnore: leftWhole(),
  outputDir: 'results',
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  reporter: 'list',
  // How long anything takes is for the benchmarks to say: here a wait ends only where nothing would come.
  timeout: 60_000,
  expect: { timeout: 20_000 },
  use: {
    ...engines[engine],
    // The same page everywhere, whatever the machine's own language and clock.
    locale: 'en-GB',
    timezoneId: 'UTC',
    // What is kept for later visits is the subject of one file of tests, and would only be in the way of the others.
    serviceWorkers: 'block',
    // Traces make all tests take half as long again. `cargo xtask browsers chromium --trace` takes them.
    trace: 'off',
  },
});
