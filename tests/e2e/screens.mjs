// The views as pictures: which there are, and how they are taken so that every machine takes the same.

import { fileURLToPath } from 'node:url';
import { test as base, expect } from './fixtures.mjs';
import { open } from './page.mjs';
import { analysis, answer } from './analysis.mjs';

export { expect };

const repository = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Where the pictures are kept. */
export const folder = repository('docs/screens/');

const VIEWS = ['compare', 'train', 'why', 'bill', 'serve', 'budget', 'what-if'];
// Without a range there is nothing to draw, and a map needs two fields.
const ENTERED = { 'what-if': '&1.usd_per_gpu_hour=1.5..3&1.sweep_x=tokens&1.sweep_y=mfu' };
const WIDTHS = [1280, 360];
const THEMES = ['light', 'dark'];

/** Every view with its pictures. */
export const views = VIEWS.map((view) => ({
  view,
  pictures: WIDTHS.flatMap((width) => THEMES.map((theme) => ({ file: `${view}-${width}-${theme}.png`, width, theme }))),
}));

/** What the folder says about itself. */
export function index() {
  const cells = ({ file, width, theme }) => `[${width} px, ${theme}](${file})`;
  return `# Pictures of the page

Every view, whole, wide and narrow, light and dark: the comparison as the page opens, the others of DeepSeek-V3, What if with a
range for its price and a map of two fields. Fonts are those of the repository, not those that a visitor's machine chooses.

    cargo xtask screens

takes them anew, best with Chromium on Linux: other systems smooth text in another way. \`cargo xtask test\` holds the
page to them.

| view | | | | |
|---|---|---|---|---|
${views.map(({ view, pictures }) => `| ${view} | ${pictures.map(cells).join(' | ')} |`).join('\n')}
`;
}

// The fonts that come with the repository stand for all that the page asks for, in every weight. There is none of one width.
const STYLE = `
  @font-face { font-family: Plain; src: url(screens/Inter-Regular.ttf); font-weight: 400 }
  @font-face { font-family: Plain; src: url(screens/Inter-Bold.ttf); font-weight: 700 }
  @font-face { font-family: Headings; src: url(screens/SourceSerif4-SemiBold.ttf); font-weight: 400 700 }
  :root { --sans: Plain; --mono: Plain; --serif: Headings }
  /* A picture is as long as the page: nothing scrolls in it. */
  .entry-body > :first-child { position: static !important; max-block-size: none !important }`;

/** The test of every page, with text drawn alike everywhere. */
export const test = base.extend({
  launchOptions: [
    ({ launchOptions }, use) =>
      use({ ...launchOptions, args: [...launchOptions.args, '--font-render-hinting=none', '--disable-lcd-text'] }),
    { scope: 'worker' },
  ],
  page: async ({ page }, use) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.route('**/screens/*.ttf', (route) => {
      const name = new URL(route.request().url()).pathname.split('/').at(-1);
      return route.fulfill({ path: repository(`crates/pages/fonts/${name}`) });
    });
    await page.addInitScript((style) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(style);
      document.adoptedStyleSheets.push(sheet);
    }, STYLE);
    await use(page);
  },
});

/** Opens a view and waits until nothing is missing in it. */
export async function openView(page, view) {
  if (view === 'compare') return open(page);
  await open(page, `v=1&d=2026-12b&view=${view}&models=deepseek-v3,gpt-4,llama-3.1-405b${ENTERED[view] ?? ''}&end`);
  await expect(answer(page)).toBeVisible({ timeout: 30_000 });
  await expect(analysis(page)).toHaveAttribute('aria-busy', 'false');
  await expect(page.getByText('Working it out…')).toHaveCount(0);
}

/** The whole page as a PNG. */
export async function take(page, { width, theme }) {
  await page.setViewportSize({ width, height: 800 });
  await page.emulateMedia({ colorScheme: theme });
  await page.evaluate(layOutAnew);
  return page.screenshot({ fullPage: true, animations: 'disabled', caret: 'hide' });
}

/** Runs in the page. A list that was laid out before its font came may keep its text a pixel aside, so all is laid out again. */
async function layOutAnew() {
  await Promise.all([...document.fonts].map((font) => font.load()));
  document.body.hidden = true;
  document.body.getBoundingClientRect();
  document.body.hidden = false;
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}
