// The built page that the tests look at.

import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Its folder. */
export const dist = process.env.TRAINBILL_DIST || fileURLToPath(new URL('../../dist', import.meta.url));

/** Copies the page alone into a folder: without plain pages, examples and compressed copies. */
export const copyPage = (folder) =>
  cpSync(dist, folder, { recursive: true, filter: (file) => !/[/\\](s|examples)$|[.](br|gz)$/.test(file) });
