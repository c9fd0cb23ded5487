// Every view looks as in its kept pictures. `cargo xtask screens` has this write the pictures instead.

import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compare, decode, encode, marked } from './pictures.mjs';
import { expect, folder, index, openView, take, test, views } from './screens.mjs';

const writes = process.env.TRAINBILL_WRITE_SCREENS === '1';
const INDEX = 'README.md';
const MOST_BYTES = 6_000_000;

for (const { view, pictures } of views) {
  test(`${view} looks as in its pictures`, async ({ page }, testInfo) => {
    // The longest view is 16,000 pixels high.
    test.setTimeout(120_000);
    await openView(page, view);
    const complaints = [];
    for (const picture of pictures) {
      const taken = await take(page, picture);
      complaints.push(...await (writes ? keep : judge)(picture.file, taken, testInfo));
    }
    expect(complaints, 'where the change is meant, `cargo xtask screens` takes the pictures anew').toEqual([]);
  });
}

test('the folder holds every picture, an index of them, and little else', async () => {
  if (writes) {
    await mkdir(folder, { recursive: true });
    return writeFile(join(folder, INDEX), index());
  }
  const files = await readdir(folder);
  expect(files.sort(), '`cargo xtask screens` writes them').toEqual(
    [INDEX, ...views.flatMap(({ pictures }) => pictures.map(({ file }) => file))].sort());
  expect(await readFile(join(folder, INDEX), 'utf8'), '`cargo xtask screens` writes it').toBe(index());
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).size));
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(MOST_BYTES);
});

async function keep(file, taken) {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, file), encode(decode(taken)));
  return [];
}

/** What is wrong with a picture, in words; then it is left beside the kept one, with what differs. */
async function judge(file, taken, testInfo) {
  const bytes = await readFile(join(folder, file)).catch(() => undefined);
  if (!bytes) return [`${file}: there is no such picture`];
  const [actual, kept] = [decode(taken), decode(bytes)];
  const found = complaint(actual, kept);
  if (!found) return [];
  const leave = (what, body) => writeFile(testInfo.outputPath(file.replace('.png', `-${what}.png`)), body);
  await leave('kept', bytes);
  await leave('actual', taken);
  if (found.differs) await leave('difference', encode(marked(actual, found.differs)));
  return [`${file}: ${found.words}; see ${testInfo.outputDir}`];
}

function complaint(actual, kept) {
  const size = ({ width, height }) => `${width}×${height}`;
  if (size(actual) !== size(kept)) return { words: `it is ${size(actual)} pixels and was ${size(kept)}` };
  const { from, band, pixels, allowed, differs } = compare(actual, kept);
  if (pixels <= allowed) return undefined;
  return { differs, words: `${pixels} pixels differ from y = ${from} to ${from + band}, where ${allowed} may` };
}
