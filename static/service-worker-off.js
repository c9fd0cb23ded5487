// Put in the place of service-worker.js, this takes out of every browser what that kept, and itself.
const OURS = `trainbill ${new URL('./', self.location).href} `;

async function end() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(OURS)).map((name) => caches.delete(name)));
  await self.registration.unregister();
}

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(end()));
