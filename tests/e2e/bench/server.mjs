// A static file server as a good host is one: every text and program compressed with Brotli, as far as it goes.

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { mediaTypes } from '../server.mjs';

const compress = promisify(brotliCompress);

/** Serves the files of `root` on a free port, and answers with the address and a way to stop. A file is read and compressed
 * when it is first asked for, and kept. */
export async function serve(root) {
  const folder = resolve(root);
  const kept = new Map();
  const file = (path) => {
    if (!kept.has(path)) kept.set(path, read(path));
    return kept.get(path);
  };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const path = join(folder, pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    try {
      if (!path.startsWith(folder + sep)) throw new Error('outside');
      const { body, headers } = await file(path);
      response.writeHead(200, headers).end(body);
    } catch {
      response.writeHead(404, { 'content-type': 'text/plain' }).end();
    }
  });
  await new Promise((done, failed) => server.once('error', failed).listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    stop: () => new Promise((done) => {
      server.close(done);
      server.closeAllConnections();
    }),
  };
}

async function read(path) {
  const bytes = await readFile(path);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const body = await compress(bytes, { params });
  const type = mediaTypes[extname(path)] ?? 'application/octet-stream';
  const headers = {
    'content-type': type, 'content-encoding': 'br', 'content-length': body.length, 'cache-control': 'no-store',
  };
  return { body, headers };
}
