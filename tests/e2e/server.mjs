// A static file server as plain as the plainest host: files below one folder of it, and 404 for all else.

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';

export const mediaTypes = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
};

/** Serves the files of `root` under the path `base` on a free port, with headers of one's choice and, where one likes, a way
 * to send their text, and answers with the address and a way to stop. */
export async function serve(root, base = '/', headers = {}, send = (response, body) => response.end(body)) {
  const folder = resolve(root);
  const server = createServer(async (request, response) => {
    const refuse = (status) => response.writeHead(status, { 'content-type': 'text/plain' }).end();
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
    let path;
    try {
      path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    } catch {
      return refuse(400);
    }
    if (!path.startsWith(base)) return refuse(404);
    path = path.slice(base.length);
    if (path === '' || path.endsWith('/')) path += 'index.html';
    const file = join(folder, path);
    if (!file.startsWith(folder + sep)) return refuse(404);
    let body;
    try {
      body = await readFile(file);
    } catch {
      return refuse(404);
    }
    const type = mediaTypes[extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { 'content-type': type, 'content-length': body.length, 'cache-control': 'no-store', ...headers });
    if (request.method === 'HEAD') response.end();
    else send(response, body, path);
  });
  await new Promise((done, failed) => server.once('error', failed).listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${server.address().port}${base}`,
    stop: () => new Promise((done) => {
      server.close(done);
      server.closeAllConnections();
    }),
  };
}
