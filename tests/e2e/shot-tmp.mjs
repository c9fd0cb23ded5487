import { chromium } from 'playwright-core';
const [,, ...specs] = process.argv;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'] });
for (const spec of specs) {
  const [name, width, scheme, fragment] = spec.split('|');
  const page = await browser.newPage({ viewport: { width: +width, height: 900 }, colorScheme: scheme });
  page.on('console', (m) => { if (m.type() === 'error') console.log(name, m.text()); });
  await page.goto(`http://localhost:8099/#${fragment}`);
  await page.waitForSelector('.report .answer, .report .error', { timeout: 20000 }).catch(() => console.log(name, 'no answer'));
  await page.waitForTimeout(300);
  await page.screenshot({ path: `/tmp/${name}.png`, fullPage: true });
  await page.close();
}
await browser.close();
