// Keeps one version of the page, whole, for a visitor without a network. The build writes in which files those are, each
// with the SHA-256 of its bytes. A newer version is fetched beside the kept one and takes over once no window shows the old
// one any more; a set that is not whole is not kept. service-worker-off.js, put in the place of this file, ends all of it.
const FILES = {};
const VERSION = '';

const HOME = new URL('./', self.location).href;
// Other folders of the same host may hold copies of their own.
const OURS = `trainbill ${HOME} `;
const CACHE = OURS + VERSION;

const address = (name) => HOME + (name === 'index.html' ? '' : name);

const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** A file as the host sends it now, if it is the one of this version. */
async function fetched(name) {
  const response = await fetch(address(name), { cache: 'no-cache' });
  const bytes = await response.arrayBuffer();
  if (!response.ok || hex(await crypto.subtle.digest('SHA-256', bytes)) !== FILES[name]) {
    throw new Error(`${name} is not of the version ${VERSION}.`);
  }
  // A response that was redirected could not be shown as a page, and what was compressed no longer is.
  const headers = new Headers(response.headers);
  ['content-encoding', 'content-length'].forEach((header) => headers.delete(header));
  return new Response(bytes, { headers });
}

async function keepAll() {
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(Object.keys(FILES).map(async (name) => cache.put(address(name), await fetched(name))));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(OURS) && name !== CACHE).map((name) => caches.delete(name)));
}

async function kept(name, request) {
  const response = await (await caches.open(CACHE)).match(address(name));
  if (response) return response;
  // The browser has thrown it away: rather nothing is kept than parts of two versions.
  await self.registration.unregister();
  return fetch(request);
}

self.addEventListener('install', (event) => event.waitUntil(keepAll()));
self.addEventListener('activate', (event) => event.waitUntil(forgetOthers()));
self.addEventListener('fetch', (event) => {
  const [path] = event.request.url.split(/[?#]/);
  const name = path === HOME ? 'index.html' : path.slice(HOME.length);
  const isOurs = path.startsWith(HOME) && Object.hasOwn(FILES, name);
  if (event.request.method === 'GET' && isOurs) event.respondWith(kept(name, event.request));
});
