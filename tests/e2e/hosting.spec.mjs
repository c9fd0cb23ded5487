// The page as the servers send it whose configurations docs/hosting has, and what those refuse.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dist } from './dist.mjs';
import { test as base, expect } from './host.mjs';
import { answer } from './analysis.mjs';
import { figure, live } from './page.mjs';

const configuration = (name) => readFileSync(new URL(`../../docs/hosting/${name}`, import.meta.url), 'utf8');

/** Where nginx and Caddy lie as Debian's packages lay them; `cargo xtask` says it. */
const root = process.env.TRAINBILL_SERVERS ?? '/';
const PROGRAMS = { nginx: join(root, 'usr/sbin/nginx'), caddy: join(root, 'usr/bin/caddy') };

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** The configuration with the place and the folder of this machine, as its comment asks for. */
const placed = (text, changes) => changes.reduce((all, [from, to]) => {
  expect(all, 'what is to be changed stands in the configuration').toContain(from);
  return all.replace(from, to);
}, text);

const SERVERS = {
  nginx: (folder, port) => {
    const site = placed(configuration('nginx.conf'), [['listen 80;', `listen 127.0.0.1:${port};`], ['root /srv/trainbill;', `root ${dist};`]]);
    writeFileSync(join(folder, 'site.conf'), site);
    const module = join(root, 'usr/lib/nginx/modules/ngx_http_brotli_static_module.so');
    writeFileSync(join(folder, 'nginx.conf'), `load_module ${module};\nuser root;\ndaemon off;\npid ${folder}/pid;\nerror_log stderr;\n`
      + `events {}\nhttp {\n  include ${join(root, 'etc/nginx/mime.types')};\n  access_log off;\n`
      + ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `  ${kind}_temp_path ${folder}/${kind};\n`).join('')
      + `  include ${folder}/site.conf;\n}\n`);
    return ['-e', 'stderr', '-c', join(folder, 'nginx.conf')];
  },
  caddy: (folder, port) => {
    const site = placed(configuration('Caddyfile'), [['trainbill.example {', `http://127.0.0.1:${port} {`], ['root * /srv/trainbill', `root * ${dist}`]]);
    writeFileSync(join(folder, 'Caddyfile'), `{\n\tadmin off\n}\n${site}`);
    return ['run', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')];
  },
};

/** Asks without a browser between, which would follow, unpack and tidy up. */
const ask = (url, { method = 'GET', path = '', encodings = '' } = {}) => new Promise((done, failed) => {
  const sent = request(url, { method, path: new URL(url).pathname.replace(/\/$/, '') + path, headers: encodings ? { 'accept-encoding': encodings } : {} }, (response) => {
    const parts = [];
    response.on('data', (part) => parts.push(part));
    response.on('end', () => done({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }));
  });
  sent.on('error', failed).end();
});

for (const [name, prepare] of Object.entries(SERVERS)) {
  const test = base.extend({
    server: [async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'trainbill-hosting-'));
      const port = await freePort();
      const words = prepare(folder, port);
      let said = '';
      const child = spawn(PROGRAMS[name], words, { env: { ...process.env, HOME: folder } });
      child.stderr.on('data', (text) => { said += text; });
      const url = `http://127.0.0.1:${port}/`;
      await expect.poll(() => ask(url).then(({ status }) => status, () => said)).toBe(200);
      await use({ url });
      child.kill();
      await new Promise((done) => child.once('exit', done));
      rmSync(folder, { recursive: true });
    }, { scope: 'worker' }],
  });

  test.describe(name, () => {
    test.skip(!existsSync(PROGRAMS[name]), `${name} of Debian's packages is not there`);
    const wasm = () => readdirSync(dist).find((file) => /^trainbill-.*_bg[.]wasm$/.test(file));

    test('files come compressed, as what they are, and are kept as long as they may be', async ({ server }) => {
      const named = { path: `/${wasm()}`, type: /^application\/wasm$/, cache: 'public, max-age=31536000, immutable' };
      for (const { path, type, cache = 'no-cache' } of [
        { path: '/', type: /^text\/html; charset=utf-8$/ }, named, { path: '/engine.js', type: /javascript/ },
        { path: '/engine_bg.wasm', type: /^application\/wasm$/ }, { path: '/words/sources.txt', type: /^text\/plain; charset=utf-8$/ },
        { path: '/service-worker.js', type: /javascript/ }, { path: '/s/', type: /^text\/html; charset=utf-8$/ },
      ]) {
        for (const [encodings, encoding] of [['br, gzip', 'br'], ['gzip', 'gzip'], ['', undefined]]) {
          const { status, headers, body } = await ask(server.url, { path, encodings });
          expect([path, status, headers['content-encoding']]).toEqual([path, 200, encoding]);
          expect(headers['content-type'], path).toMatch(type);
          expect(headers['cache-control'], path).toBe(cache);
          const file = join(dist, path.endsWith('/') ? `${path}index.html` : path);
          const ending = { br: '.br', gzip: '.gz' }[encoding] ?? '';
          expect(body.equals(readFileSync(file + ending)), `${path}${ending}`).toBe(true);
        }
      }
    });

    test('nothing else is answered', async ({ server }) => {
      for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
        expect([method, (await ask(server.url, { method })).status]).toEqual([method, 405]);
      }
      for (const path of ['/nothing', '/index.html.br', `/${wasm()}.gz`, '/.git/config', '/_headers', '/%2e%2e/Cargo.toml', '/s/../../Cargo.toml']) {
        expect([path, (await ask(server.url, { path })).status >= 400]).toEqual([path, true]);
      }
    });

    test('every file may be shown and loaded by other sites, and is taken for nothing but what it is', async ({ server }) => {
      for (const path of ['/', '/embed.js', '/s/', '/nothing']) {
        const { headers } = await ask(server.url, { path });
        expect([path, headers['x-content-type-options'], headers['cross-origin-resource-policy'], headers['access-control-allow-origin']])
          .toEqual([path, 'nosniff', 'cross-origin', '*']);
        expect(headers['x-frame-options'], path).toBeUndefined();
        expect(headers['content-security-policy'] ?? '', path).not.toContain('frame-ancestors');
      }
      const { headers } = await ask(server.url, { path: '/engine-start.js' });
      expect(headers['content-security-policy']).toContain("script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; require-trusted-types-for 'script'");
    });

    test('the page works, with its analyses, and in the page of another', async ({ page, server, host }) => {
      await page.goto(`${server.url}#view=bill&models=deepseek-v3&end`);
      await live(page);
      await expect(answer(page)).toContainText('DeepSeek-V3');
      const inner = await host.open('?embed=1');
      await expect(figure(inner, 'Training cost', 'DeepSeek-V3').locator('data')).toHaveAttribute('value', '5576000');
    });
  });
}

// Netlify and Cloudflare Pages read a file that lies beside the page.
base('the headers for other hosts are the same', () => {
  const text = readFileSync(join(dist, '_headers'), 'utf8');
  const rules = text.split(/\n(?=\/)/).slice(1)
    .map((rule) => rule.split('\n').map((line) => line.trim()).filter((line) => line && !line.startsWith('#')));
  expect(rules.map(([path]) => path)).toEqual(['/*', '/engine-start.js', '/service-worker.js', '/trainbill-*', '/favicon-*']);
  for (const line of rules.flatMap(([, ...lines]) => lines)) {
    const [name, value] = line.split(/: (.*)/);
    for (const file of ['nginx.conf', 'Caddyfile']) {
      expect(configuration(file), file).toContain(name);
      expect(configuration(file), file).toContain(value);
    }
  }
});
