import { defineConfig } from '@playwright/test';

// Chromium refuses its sandbox to root, and would otherwise call home from a machine without a network.
const quiet = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];
const root = process.getuid?.() === 0;

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.mjs',
  outputDir: 'results',
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  reporter: 'list',
  timeout: 30_000,
  use: {
    browserName: 'chromium',
    // The same page everywhere, whatever the machine's own language and clock.
    locale: 'en-GB',
    timezoneId: 'UTC',
    // What is kept for later visits is the subject of one file of tests, and would only be in the way of the others.
    serviceWorkers: 'block',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.TRAINBILL_BROWSER || undefined,
      args: root ? ['--no-sandbox', ...quiet] : quiet,
    },
  },
});
