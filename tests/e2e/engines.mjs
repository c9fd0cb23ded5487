// Which browser engine the tests run in, and what does not run in each. `node engines.mjs` prints the latter.

import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';

export const engine = process.env.TRAINBILL_ENGINE || 'chromium';

const BOTH = ['firefox', 'webkit'];

/** What the others do not run: whole files, or tests by their titles. What is to `skip` is not tried; what is tried and is
 * to `fail` is noticed as soon as it passes. */
export const left = [
  { engines: BOTH, file: 'screens.spec.mjs', how: 'skip', reason: 'the pictures in docs/screens are of Chromium’s rendering' },
  { engines: BOTH, file: 'bench.spec.mjs', how: 'skip', reason: 'what is measured is measured in Chromium, by entries that only it records' },
  { engines: BOTH, file: 'accessibility.spec.mjs', how: 'skip', reason: 'axe-core needs half a minute for a view here, or its evaluation breaks off; it judges the same elements and styles in Chromium' },
  { engines: BOTH, file: 'analysis.mjs', title: /is accessible at/, how: 'skip', reason: 'as for accessibility.spec.mjs' },
  { engines: BOTH, file: 'start.spec.mjs', title: /nothing moves or flashes/, how: 'skip', reason: 'layout shifts are recorded by Chromium alone, and the page’s policy refuses the style that Playwright adds for a picture' },
  { engines: BOTH, file: 'export.spec.mjs', title: /a table and a chart of the view/, how: 'skip', reason: 'the test has the page parse what was exported, which the page’s policy refuses to the tests too here' },
  { engines: BOTH, file: 'views.spec.mjs', title: /^axe finds nothing/, how: 'skip', reason: 'as for accessibility.spec.mjs' },
  { engines: ['firefox'], file: 'long-run.spec.mjs', title: /what was saved/, how: 'skip', reason: 'Playwright hears of no download there' },
  { engines: ['firefox'], file: 'share.spec.mjs', title: /a scenario is saved as a file/, how: 'skip', reason: 'Playwright hears of no download there' },
  { engines: ['firefox'], file: 'what-if.spec.mjs', title: /a sweep is saved as a file/, how: 'skip', reason: 'Playwright hears of no download there' },
  { engines: ['webkit'], file: 'export.spec.mjs', title: /a printed page has its link/, how: 'skip', reason: 'nothing there shows a page as it is printed' },
  { engines: ['webkit'], file: 'frame.spec.mjs', title: /works where its host lets others load it/, how: 'fail', reason: 'in a frame without an origin WebKit takes `\'self\'` for nothing; a page that was built for its address works, as the next test shows' },
  { engines: ['webkit'], file: 'frame.spec.mjs', title: /embed\.js › (?:takes the address|two of them|changes with its attributes|heights that are wild)/, how: 'skip', reason: 'WebKitWebDriver does not reach frames in shadow trees, where embed.js puts its own' },
  { engines: ['webkit'], file: 'later.spec.mjs', title: /the comparison looks the same/, how: 'skip', reason: 'pictures there show the window, not the whole page' },
  { engines: ['firefox'], file: 'start.spec.mjs', title: /the reader keeps the place/, how: 'skip', reason: 'the place is kept to within three pixels there, not to the pixel' },
  { engines: ['webkit'], file: 'article.spec.mjs', title: /every embed shows|a reader changes one embed/, how: 'skip', reason: 'WebKitWebDriver does not reach frames in shadow trees, where embed.js puts its own' },
  { engines: ['webkit'], file: 'share.spec.mjs', title: /the snippet “The <train-bill> element”|a chart is embedded alone/, how: 'skip', reason: 'WebKitWebDriver does not reach frames in shadow trees, where embed.js puts its own' },
  { engines: ['webkit'], file: 'failure.spec.mjs', title: /ends without a word/, how: 'skip', reason: 'what the test throws from a script of its own is “Script error.” to the page there, which cannot tell whose it is' },
  { engines: ['webkit'], file: 'offline.spec.mjs', title: /a second visit works|without a kept version|the kill switch/, how: 'skip', reason: 'there is no way to take the network away from it alone' },
  { engines: ['webkit'], file: 'embed.spec.mjs', title: /takes no focus/, how: 'skip', reason: 'WebKitWebDriver gives a frame the focus when it turns to it' },
];

/** What is said of a test, if it does not run like all others. */
export const leftOut = (file, title) =>
  left.find((one) => one.engines.includes(engine) && one.file === file && (!one.title || one.title.test(title)));

/** The files of which nothing is tried. */
export const leftWhole = () => left.filter((one) => one.engines.includes(engine) && !one.title).map(({ file }) => file);

/** The list as it stands in docs/browsers.md. */
export function table() {
  const cell = (text) => text.replaceAll('|', '\\|');
  const what = ({ title }) => (title ? `\`${cell(title.source)}\`` : 'all of it');
  const rows = left.map((one) => `| ${one.engines.join(', ')} | ${one.file} | ${what(one)} | ${one.how === 'fail' ? 'fails' : 'not tried'} | ${cell(one.reason)} |\n`);
  return `| Engine | File | Tests | | Why |\n|---|---|---|---|---|\n${rows.join('')}`;
}

if (argv[1] && import.meta.url === pathToFileURL(argv[1]).href) process.stdout.write(table());
